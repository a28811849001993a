// The AST and the scopes as text, in the form of dump_ast.py, so that the two can be compared.
import type { Literal } from '../../predictor/python/syntax/ast.ts';
import type { Scope } from '../../predictor/python/syntax/scopes.ts';

const FIELDS: Record<string, readonly string[]> = {
  FunctionDef: ['isAsync', 'name', 'params', 'body', 'decorators', 'returns', 'doc'],
  ClassDef: ['name', 'bases', 'keywords', 'body', 'decorators', 'doc'],
  Return: ['value'], Delete: ['targets'], Assign: ['targets', 'value'], AugAssign: ['target', 'op', 'value'],
  AnnAssign: ['target', 'annotation', 'value', 'simple'], For: ['isAsync', 'target', 'iter', 'body', 'orelse'], While: ['test', 'body', 'orelse'],
  If: ['test', 'body', 'orelse'], With: ['isAsync', 'items', 'body'], Match: ['subject', 'cases'], Raise: ['exc', 'cause'],
  Try: ['isStar', 'body', 'handlers', 'orelse', 'finalbody'], ExceptHandler: ['type', 'name', 'body'], Assert: ['test', 'msg'], Import: ['names'],
  ImportFrom: ['module', 'names', 'level'], Global: ['names'], Nonlocal: ['names'], ExprStmt: ['value'], Pass: [], Break: [], Continue: [], Broken: ['message'],
  TypeAlias: ['name', 'typeParams', 'value'], BoolOp: ['op', 'values'], NamedExpr: ['target', 'value'], BinOp: ['left', 'op', 'right'], UnaryOp: ['op', 'operand'],
  Lambda: ['params', 'body'], IfExp: ['test', 'body', 'orelse'], Dict: ['keys', 'values'], Set: ['elts'], ListComp: ['elt', 'generators'],
  SetComp: ['elt', 'generators'], DictComp: ['key', 'value', 'generators'], GeneratorExp: ['elt', 'generators'], Await: ['value'], Yield: ['value'],
  YieldFrom: ['value'], Compare: ['left', 'ops', 'comparators'], Call: ['func', 'args', 'keywords'], FormattedValue: ['value', 'conversion', 'spec'],
  JoinedStr: ['values'], Constant: ['value'], Attribute: ['value', 'attr'], Subscript: ['value', 'slice'], Starred: ['value'], Name: ['id'], List: ['elts'],
  Tuple: ['elts'], Slice: ['lower', 'upper', 'step'], BrokenExpr: ['message'], MatchValue: ['value'], MatchSingleton: ['value'], MatchSequence: ['patterns'],
  MatchMapping: ['keys', 'patterns', 'rest'], MatchClass: ['cls', 'patterns', 'kwdAttrs', 'kwdPatterns'], MatchStar: ['name'], MatchAs: ['pattern', 'name'],
  MatchOr: ['patterns'], TypeVar: ['name', 'bound'], ParamSpec: ['name', 'bound'], TypeVarTuple: ['name', 'bound'],
};

/** The statements of a module as dump_ast.py prints them. */
export function treeText(body: unknown): string {
  const out: string[] = [];
  write(body, out);
  return out.join('').replaceAll('(', '\n(');
}

function write(value: unknown, out: string[]): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    out.push(` ${value}`);
  } else if (typeof value === 'string') {
    out.push(` ${quote(value)}`);
  } else if (Array.isArray(value)) {
    out.push(' [');
    for (const one of value) write(one, out);
    out.push(']');
  } else {
    writeNode(value as Node, out);
  }
}

type Node = Record<string, unknown>;

function writeNode(node: Node, out: string[]): void {
  const span = `${node.line}:${node.col}-${node.endLine}:${node.endCol}`;
  let kind = node.kind as string;
  let fields: readonly string[];
  if (kind === 'Constant') {
    out.push(`(Constant ${span} ${literalText(node.value as Literal)})`);
    return;
  }
  if (kind !== undefined) {
    fields = FIELDS[kind];
    out.push(`(${kind} ${span}`);
  } else if ('context' in node) {
    fields = ['context', 'target'];
    out.push('(WithItem');
  } else if ('guard' in node) {
    fields = ['pattern', 'guard', 'body'];
    out.push('(MatchCase');
  } else if ('ifs' in node) {
    fields = ['target', 'iter', 'ifs', 'isAsync'];
    out.push('(Comprehension');
  } else if ('posonly' in node) {
    fields = ['posonly', 'args', 'vararg', 'kwonly', 'kwDefaults', 'kwarg', 'defaults'];
    out.push('(Params');
  } else {
    kind = 'asname' in node ? 'Alias' : 'annotation' in node ? 'Param' : 'Keyword';
    fields = kind === 'Alias' ? ['name', 'asname'] : kind === 'Param' ? ['name', 'annotation'] : ['arg', 'value'];
    out.push(`(${kind} ${span}`);
  }
  for (const field of fields) write(node[field], out);
  out.push(')');
}

/** As Python's `json.dumps`: all but printable ASCII escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function literalText(value: Literal): string {
  switch (value.type) {
    case 'bool': return value.value ? 'true' : 'false';
    case 'int': return `int 0x${value.value.toString(16)}`;
    case 'float': case 'imaginary': {
      const bytes = new DataView(new ArrayBuffer(8));
      bytes.setFloat64(0, value.value);
      return `${value.type} ${bytes.getBigUint64(0).toString(16).padStart(16, '0')}`;
    }
    case 'str': return `str ${quote(value.value)}`;
    case 'bytes': return `bytes ${Array.from(value.value, byte => byte.toString(16).padStart(2, '0')).join('')}`;
    default: return value.type;
  }
}

/** One line for each code object that the scopes would become, sorted, as dump_ast.py prints them. */
export function codeText(module: Scope): string {
  const lines: string[] = [];
  const add = (scope: Scope): void => {
    const flags = `${scope.isGenerator ? 'G' : ''}${scope.isCoroutine ? 'C' : ''}${scope.isAsyncGenerator ? 'A' : ''}${scope.isNested && scope.kind !== 'class' ? 'N' : ''}`;
    lines.push(`${scope.qualname}:${firstLine(scope)} ${scope.varnames.join(',')} | ${scope.cellvars.join(',')} | ${scope.freevars.join(',')} | ${flags} | ${counts(scope)}`);
    for (const child of scope.children) add(child);
  };
  add(module);
  return lines.sort((left, right) => (left < right ? -1 : left > right ? 1 : 0)).join('\n');
}

function counts(scope: Scope): string {
  const { node } = scope;
  if (node.kind === 'FunctionDef' || node.kind === 'Lambda') return `${node.params.posonly.length + node.params.args.length} ${node.params.kwonly.length}`;
  return scope.varnames[0] === '.0' ? '1 0' : '0 0';
}

// `co_firstlineno`: a decorated definition begins at its first decorator.
function firstLine(scope: Scope): number {
  const { node } = scope;
  if (node.kind === 'Module') return 1;
  if ((node.kind === 'FunctionDef' || node.kind === 'ClassDef') && node.decorators.length > 0) return node.decorators[0].line;
  return node.line;
}
