// `compile`, `eval` and `exec`: the program's own texts are parsed and rehearsed like its files; nothing is handed to JavaScript.
import { typeOf } from '../attributes.ts';
import { setRaw } from '../define.ts';
import type { Code } from '../frames.ts';
import { isLibrary } from '../code-of-files.ts';
import { runModule } from '../imports.ts';
import { typeName } from '../names.ts';
import { typeError, valueError } from '../raise.ts';
import { analysed, compileExpression, compileModule, compileTree, sourceFile } from '../source.ts';
import { decodeSource } from '../source-encoding.ts';
import { NULL_BYTES, raised, refusal, syntaxError } from '../syntax-errors.ts';
import { parseExpression } from '../syntax/parser.ts';
import { vm } from '../state.ts';
import { CodeObject, localsOf } from '../types/code.ts';
import { strOf, toParsedInt } from '../types/convert.ts';
import { originHere, unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, Dict, type Value } from '../values.ts';
import { builtinsDict } from '../compiler/names.ts';
import { world } from '../world.ts';
import { lookup } from '../text/unicode-names.ts';
import { isNode, treeObject } from './ast.ts';
import { readTree } from './ast-reading.ts';
import { pathArgument } from './disk.ts';

function textOf(v: Value, fn: string, filename = '<string>'): string {
  const s = strOf(v);
  if (s !== undefined) return s;
  if (v instanceof Bytes || v instanceof ByteArray) return decodeSource(v.data, filename);
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`${fn}() arg 1 must be a string, bytes or code object`);
}
function codeFrom(text: string, filename: string, mode: 'eval' | 'exec' | 'single'): Code {
  if (text.includes('\0')) throw refusal('SyntaxError', NULL_BYTES, []);
  const source = sourceFile(filename, text);
  const options = { library: countsAsLibrary(filename), strict: true, interactive: mode === 'single' };
  return mode === 'eval' ? compileExpression(source, options) : compileModule(source, options);
}
/** Code that names a file belongs to it, whoever compiles it (`runpy`, typeguard): a forecast hangs on that file then. Other code is its maker's. */
const countsAsLibrary = (filename: string): boolean => (filename.startsWith('/') ? isLibrary(filename) : (vm.frame?.code.library ?? false));

const ONLY_AST = 0x400;
export function compileBuiltin(source: Value, filename: Value, mode: Value, flags: Value = 0): Value {
  const m = strOf(mode);
  const onlyTree = (toParsedInt(flags) & ONLY_AST) !== 0;
  if (m !== 'exec' && m !== 'eval' && m !== 'single') {
    if (m === 'func_type' && onlyTree) return unknown('not-modelled', "compile() mode 'func_type'");
    throw valueError("compile() mode must be 'exec', 'eval' or 'single'");
  }
  const name = fileName(filename);
  if (isNode(source)) {
    if (onlyTree) return source;
    return new CodeObject(compileTree(readTree(source, m), sourceFile(name, ''), { library: countsAsLibrary(name), strict: true, interactive: m === 'single' }));
  }
  const text = textOf(source, 'compile', name);
  // Whether more is to come is for the interactive interpreter to ask; the parser does not say.
  if ((toParsedInt(flags) & 0x4000) !== 0 && analysed(text).tree.errors.length > 0) throw new UnknownUsed([originHere('not-modelled', 'compile() of incomplete input')]);
  if (!onlyTree) return new CodeObject(codeFrom(m === 'eval' ? text.replace(/^[ \t]+/, '') : text, name, m));
  if (text.includes('\0')) throw refusal('SyntaxError', NULL_BYTES, []);
  const file = sourceFile(name, text);
  if (m === 'eval') {
    const tree = parseExpression(world.current.grammar, text.replace(/^[ \t]+/, ''), { characterNamed: lookup });
    if (tree.kind === 'BrokenExpr') throw syntaxError(file, { ...tree, found: 'line' });
    return treeObject(tree, text, m);
  }
  const { tree } = analysed(text);
  const problem = raised(tree.errors);
  if (problem !== undefined) throw syntaxError(file, problem);
  return treeObject(tree, text, m);
}
function fileName(v: Value): string {
  const s = strOf(v);
  if (s !== undefined) return s;
  return pathArgument(v, 'compile', 'filename').text;
}

export function evalCode(source: Value, globals: Value, locals: Value, mode: 'eval' | 'exec'): Value {
  const f = vm.frame;
  if (globals !== null && !(globals instanceof Dict)) throw typeError(`${mode}() ${mode === 'exec' ? `globals must be a dict, not ${typeName(typeOf(globals))}` : 'globals must be a dict'}`);
  const g: Dict = globals ?? f!.globals;
  const l: Value = locals ?? (globals !== null ? g : localsOf(f!));
  if (!g.map.has('__builtins__')) setRaw(g, '__builtins__', builtinsDict.dict);
  const code = source instanceof CodeObject ? source.code : codeFrom(mode === 'eval' ? textOf(source, mode).replace(/^[ \t]+/, '') : textOf(source, mode), '<string>', mode);
  const v = runModule(code, g, l);
  return mode === 'eval' ? v : null;
}
