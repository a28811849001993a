// Answers as Python values: a text that comes from a recording or a model is taken only where our parser finds a literal in it, or one builtin exception. Code in place of a
// literal is no answer: nothing of it is evaluated.
import type * as ast from './syntax/ast.ts';
import { isSubtype } from './attributes.ts';
import { builtinsDict } from './compiler/names.ts';
import { setRaw } from './define.ts';
import type { Code } from './frames.ts';
import { runModule } from './imports.ts';
import { asRaise, excTypes } from './raise.ts';
import { compileExpression, expressionTree, sourceFile } from './source.ts';
import { Dict, type Exc, Float, type Value } from './values.ts';

const longest = 200_000;
const deepest = 60;
const compiled = new Map<string, Code | null>();

/** A maker of the value that a text stands for: a new object each time; undefined for what is no literal. */
export const literalMaker = (text: string): (() => Value) | undefined => maker(`literal ${text}`, text, e => isLiteral(e, 0));

/** A maker of the exception that a text stands for: a builtin class, bare or called with literals. */
export function exceptionMaker(text: string): (() => Exc) | undefined {
  const make = maker(`exception ${text}`, text, isException);
  if (make === undefined) return undefined;
  return () => make() as Exc;
}
function maker(key: string, text: string, fits: (e: ast.Expr) => boolean): (() => Value) | undefined {
  let code = compiled.get(key);
  if (code === undefined) {
    try {
      code = codeFor(text.trim(), fits);
    } catch (e) {
      // What the compiler itself refuses: a number with too many digits.
      if (asRaise(e) === undefined) throw e;
      code = null;
    }
    if (compiled.size > 2000) compiled.clear();
    compiled.set(key, code);
  }
  if (code === null) return undefined;
  const { file } = code;
  return () => {
    const globals = new Dict();
    setRaw(globals, '__builtins__', builtinsDict.dict);
    setRaw(globals, '__name__', file);
    setRaw(globals, 'nan', new Float(Number.NaN));
    setRaw(globals, 'inf', new Float(Number.POSITIVE_INFINITY));
    return runModule(code, globals);
  };
}
function codeFor(text: string, fits: (e: ast.Expr) => boolean): Code | null {
  if (text.length > longest || nesting(text) > deepest) return null;
  const e = expressionTree(text);
  if (!fits(e)) return null;
  // A class alone is called, so that what comes of it is an exception.
  const source = e.kind === 'Name' && excTypes.has(e.id) ? `${text}()` : text;
  return compileExpression(sourceFile('<answer>', source), { library: true, strict: true });
}
/** Brackets that are open at once, those within texts included: before anything recursive looks at it. */
function nesting(text: string): number {
  let open = 0;
  let most = 0;
  for (const c of text) {
    if (c === '(' || c === '[' || c === '{') most = Math.max(most, ++open);
    else if (c === ')' || c === ']' || c === '}') open--;
  }
  return most;
}

function isLiteral(e: ast.Expr, depth: number): boolean {
  if (depth > deepest) return false;
  const all = (es: readonly ast.Expr[]): boolean => es.every(x => isLiteral(x, depth + 1));
  switch (e.kind) {
    case 'Constant':
      return e.value.type !== 'ellipsis';
    case 'Name':
      return e.id === 'nan' || e.id === 'inf';
    case 'UnaryOp':
      return (e.op === '-' || e.op === '+') && isNumber(e.operand);
    case 'BinOp':
      // `1+2j`
      return (e.op === '+' || e.op === '-') && isNumber(e.left) && e.right.kind === 'Constant' && e.right.value.type === 'imaginary';
    case 'Tuple':
    case 'List':
    case 'Set':
      return all(e.elts);
    case 'Dict':
      return e.keys.every(k => k !== null && isLiteral(k, depth + 1)) && all(e.values);
    case 'Call':
      return e.func.kind === 'Name' && (e.func.id === 'set' || e.func.id === 'frozenset' || e.func.id === 'bytearray') && e.keywords.length === 0 && e.args.length <= 1 && all(e.args);
    default:
      return false;
  }
}
function isNumber(e: ast.Expr): boolean {
  if (e.kind === 'UnaryOp') return (e.op === '-' || e.op === '+') && isNumber(e.operand);
  if (e.kind === 'Name') return e.id === 'nan' || e.id === 'inf';
  return e.kind === 'Constant' && (e.value.type === 'int' || e.value.type === 'float' || e.value.type === 'imaginary');
}
function isException(e: ast.Expr): boolean {
  const named = e.kind === 'Call' ? e.func : e;
  if (named.kind !== 'Name') return false;
  const type = excTypes.get(named.id);
  if (type === undefined || !isSubtype(type, excTypes.get('Exception')!)) return false;
  return e.kind === 'Name' || (e.kind === 'Call' && e.keywords.length === 0 && e.args.every(a => isLiteral(a, 0)));
}
