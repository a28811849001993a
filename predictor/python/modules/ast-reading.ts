// Syntax trees that a program has made or changed, read back for `compile`: the instances of `ast` classes as the engine's own tree. Positions that are missing,
// and what is no tree, raise as CPython does (Python/Python-ast.c `PyAST_obj2mod`).
import { getAttrOr, typeOf } from '../attributes.ts';
import { Ellipsis, repr } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import type * as ast from '../syntax/ast.ts';
import { intOf, strOf } from '../types/convert.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Complex, Float, List, Tuple, type Value } from '../values.ts';
import { operatorNames } from './ast.ts';

const inverse = <K extends string>(table: Record<K, string>): Map<string, K> => new Map(Object.entries(table).map(([k, v]) => [v as string, k as K]));
const binary = inverse(operatorNames.binary);
const unary = inverse(operatorNames.unary);
const comparison = inverse(operatorNames.compare);

const kindOf = (v: Value): string => {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  // A subclass of a node class counts as that class.
  return typeOf(v).mro.find(c => c.dict.map.get('__module__')?.value === 'ast' && c.dict.map.has('_fields'))?.name ?? typeOf(v).name;
};
function field(n: Value, name: string, required = true): Value {
  const v = getAttrOr(n, name);
  if (v === undefined) {
    if (!required) return null;
    throw typeError(`required field "${name}" missing from ${kindOf(n)}`);
  }
  return v;
}
function list(n: Value, name: string): readonly Value[] {
  const v = getAttrOr(n, name);
  if (v === undefined) throw typeError(`required field "${name}" missing from ${kindOf(n)}`);
  if (!(v instanceof List)) throw typeError(`${kindOf(n)} field "${name}" must be a list, not a ${typeOf(v).name}`);
  return v.items;
}
function text(n: Value, name: string): string {
  const s = strOf(field(n, name));
  if (s === undefined) throw typeError('AST identifier must be of type str');
  return s;
}
const textOrNone = (n: Value, name: string): string | null => (field(n, name, false) === null ? null : text(n, name));
function span(n: Value, group = groupOf(n)): ast.Span {
  const at = (name: string): number => {
    const v = getAttrOr(n, name);
    if (v === undefined) throw typeError(`required field "${name}" missing from ${group}`);
    return Number(intOf(v) ?? 0);
  };
  const line = at('lineno');
  const col = at('col_offset');
  const end = (name: string, fallback: number): number => {
    const v = getAttrOr(n, name);
    return v === undefined || v === null ? fallback : Number(intOf(v));
  };
  return { line, col, endLine: end('end_lineno', line), endCol: end('end_col_offset', col) };
}
const groupOf = (n: Value): string => typeOf(n).mro.find(c => ['stmt', 'expr', 'excepthandler', 'pattern', 'arg', 'keyword', 'alias'].includes(c.name))?.name ?? typeOf(n).name;
const each = <A>(items: readonly Value[], f: (v: Value) => A): A[] => items.map(f);
const body = (n: Value, name = 'body'): ast.Stmt[] => each(list(n, name), stmt);
const maybe = (n: Value, name: string): ast.Expr | null => {
  const v = field(n, name, false);
  return v === null ? null : expr(v);
};
const need = (n: Value, name: string): ast.Expr => {
  const v = field(n, name);
  if (v === null) throw valueError(`field '${name}' is required for ${kindOf(n)}`);
  return expr(v);
};
const exprs = (n: Value, name: string): ast.Expr[] => each(list(n, name), expr);
const docOf = (b: readonly ast.Stmt[]): string | null => {
  const [first] = b;
  return first?.kind === 'ExprStmt' && first.value.kind === 'Constant' && first.value.value.type === 'str' ? first.value.value.value : null;
};

/** `ast.Module`, `ast.Interactive` or `ast.Expression` as the engine's tree. */
export function readTree(v: Value, mode: 'exec' | 'eval' | 'single'): ast.Module | ast.Expr {
  const wanted = { exec: 'Module', eval: 'Expression', single: 'Interactive' }[mode];
  if (kindOf(v) !== wanted) throw typeError(`expected ${wanted} node, got ${typeOf(v).name}`);
  if (mode === 'eval') return need(v, 'body');
  const b = body(v);
  const future = b.some(s => s.kind === 'ImportFrom' && s.module === '__future__' && s.names.some(a => a.name === 'annotations'));
  return { kind: 'Module', body: b, errors: [], futureAnnotations: future };
}
function stmt(n: Value): ast.Stmt {
  const kind = kindOf(n);
  const at = span(n, 'stmt');
  if (kind === 'Expr') return { kind: 'ExprStmt', value: need(n, 'value'), ...at };
  switch (kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef': {
      const b = body(n);
      return { kind: 'FunctionDef', isAsync: kind === 'AsyncFunctionDef', name: text(n, 'name'), typeParams: [], params: params(field(n, 'args')), body: b, decorators: exprs(n, 'decorator_list'), returns: maybe(n, 'returns'), doc: docOf(b), ...at };
    }
    case 'ClassDef': {
      const b = body(n);
      return { kind: 'ClassDef', name: text(n, 'name'), typeParams: [], bases: exprs(n, 'bases'), keywords: each(list(n, 'keywords'), keyword), body: b, decorators: exprs(n, 'decorator_list'), doc: docOf(b), ...at };
    }
    case 'Return': return { kind, value: maybe(n, 'value'), ...at };
    case 'Delete': return { kind, targets: exprs(n, 'targets'), ...at };
    case 'Assign': return { kind, targets: exprs(n, 'targets'), value: need(n, 'value'), ...at };
    case 'AugAssign': return { kind, target: need(n, 'target'), op: operator(binary, n, 'op'), value: need(n, 'value'), ...at };
    case 'AnnAssign': return { kind, target: need(n, 'target'), annotation: need(n, 'annotation'), value: maybe(n, 'value'), simple: Number(intOf(field(n, 'simple'))) !== 0, ...at };
    case 'For':
    case 'AsyncFor': return { kind: 'For', isAsync: kind === 'AsyncFor', target: need(n, 'target'), iter: need(n, 'iter'), body: body(n), orelse: body(n, 'orelse'), ...at };
    case 'While': return { kind, test: need(n, 'test'), body: body(n), orelse: body(n, 'orelse'), ...at };
    case 'If': return { kind, test: need(n, 'test'), body: body(n), orelse: body(n, 'orelse'), ...at };
    case 'With':
    case 'AsyncWith': return { kind: 'With', isAsync: kind === 'AsyncWith', items: each(list(n, 'items'), i => ({ context: need(i, 'context_expr'), target: maybe(i, 'optional_vars') })), body: body(n), ...at };
    case 'Match': return { kind, subject: need(n, 'subject'), cases: each(list(n, 'cases'), c => ({ pattern: pattern(field(c, 'pattern')), guard: maybe(c, 'guard'), body: body(c) })), ...at };
    case 'Raise': return { kind, exc: maybe(n, 'exc'), cause: maybe(n, 'cause'), ...at };
    case 'Try':
    case 'TryStar': return {
      kind: 'Try', isStar: kind === 'TryStar', body: body(n), handlers: each(list(n, 'handlers'), h => ({ kind: 'ExceptHandler', type: maybe(h, 'type'), name: textOrNone(h, 'name'), body: body(h), ...span(h) })), orelse: body(n, 'orelse'), finalbody: body(n, 'finalbody'), ...at,
    };
    case 'Assert': return { kind, test: need(n, 'test'), msg: maybe(n, 'msg'), ...at };
    case 'Import': return { kind, names: each(list(n, 'names'), alias), ...at };
    case 'ImportFrom': return { kind, module: textOrNone(n, 'module'), names: each(list(n, 'names'), alias), level: Number(intOf(field(n, 'level', false) ?? 0)), ...at };
    case 'Global': return { kind, names: each(list(n, 'names'), v => strOf(v)!), ...at };
    case 'Nonlocal': return { kind, names: each(list(n, 'names'), v => strOf(v)!), ...at };
    case 'Pass': return { kind, ...at };
    case 'Break': return { kind, ...at };
    case 'Continue': return { kind, ...at };
    default: throw typeError(`expected some sort of stmt, but got ${repr(n)}`);
  }
}
function operator<K extends string>(table: Map<string, K>, n: Value, name: string): K {
  return operatorIn(table, field(n, name));
}
function operatorIn<K extends string>(table: Map<string, K>, v: Value): K {
  const op = table.get(kindOf(v));
  if (op === undefined) throw typeError(`expected some sort of operator, but got ${repr(v)}`);
  return op;
}
const alias = (n: Value): ast.Alias => ({ name: text(n, 'name'), asname: textOrNone(n, 'asname'), ...span(n) });
const keyword = (n: Value): ast.Keyword => ({ arg: textOrNone(n, 'arg'), value: need(n, 'value'), ...span(n) });
const param = (n: Value): ast.Param => ({ name: text(n, 'arg'), annotation: maybe(n, 'annotation'), ...span(n) });
function params(n: Value): ast.Params {
  const one = (name: string): ast.Param | null => {
    const v = field(n, name, false);
    return v === null ? null : param(v);
  };
  return {
    posonly: each(list(n, 'posonlyargs'), param), args: each(list(n, 'args'), param), vararg: one('vararg'), kwonly: each(list(n, 'kwonlyargs'), param), kwDefaults: each(list(n, 'kw_defaults'), v => (v === null ? null : expr(v))),
    kwarg: one('kwarg'), defaults: exprs(n, 'defaults'),
  };
}
const comprehension = (n: Value): ast.Comprehension => ({ target: need(n, 'target'), iter: need(n, 'iter'), ifs: exprs(n, 'ifs'), isAsync: Number(intOf(field(n, 'is_async'))) !== 0 });
function literal(v: Value): ast.Literal {
  if (v === null) return { type: 'none' };
  if (v === Ellipsis) return { type: 'ellipsis' };
  if (typeof v === 'boolean') return { type: 'bool', value: v };
  if (typeof v === 'string') return { type: 'str', value: v };
  if (typeof v === 'number' || typeof v === 'bigint') return { type: 'int', value: BigInt(v) };
  if (v instanceof Float) return { type: 'float', value: v.value };
  if (v instanceof Complex && v.re === 0) return { type: 'imaginary', value: v.im };
  if (v instanceof Bytes) return { type: 'bytes', value: v.data };
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`got an invalid type in Constant: ${typeOf(v).name}`);
}
function expr(n: Value): ast.Expr {
  const kind = kindOf(n);
  const at = span(n, 'expr');
  if (!typeOf(n).mro.some(c => c.name === 'expr')) throw typeError(`expected some sort of expr, but got ${repr(n)}`);
  switch (kind) {
    case 'BoolOp': return { kind, op: kindOf(field(n, 'op')) === 'And' ? 'and' : 'or', values: exprs(n, 'values'), ...at };
    case 'NamedExpr': return { kind, target: need(n, 'target') as ast.Name, value: need(n, 'value'), ...at };
    case 'BinOp': return { kind, left: need(n, 'left'), op: operator(binary, n, 'op'), right: need(n, 'right'), ...at };
    case 'UnaryOp': return { kind, op: operator(unary, n, 'op'), operand: need(n, 'operand'), ...at };
    case 'Lambda': return { kind, params: params(field(n, 'args')), body: need(n, 'body'), ...at };
    case 'IfExp': return { kind, test: need(n, 'test'), body: need(n, 'body'), orelse: need(n, 'orelse'), ...at };
    case 'Dict': return { kind, keys: each(list(n, 'keys'), v => (v === null ? null : expr(v))), values: exprs(n, 'values'), ...at };
    case 'Set': return { kind, elts: exprs(n, 'elts'), ...at };
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp': return { kind, elt: need(n, 'elt'), generators: each(list(n, 'generators'), comprehension), ...at };
    case 'DictComp': return { kind, key: need(n, 'key'), value: need(n, 'value'), generators: each(list(n, 'generators'), comprehension), ...at };
    case 'Await': return { kind, value: need(n, 'value'), ...at };
    case 'Yield': return { kind, value: maybe(n, 'value'), ...at };
    case 'YieldFrom': return { kind, value: need(n, 'value'), ...at };
    case 'Compare': return { kind, left: need(n, 'left'), ops: each(list(n, 'ops'), v => operatorIn(comparison, v)), comparators: exprs(n, 'comparators'), ...at };
    case 'Call': return { kind, func: need(n, 'func'), args: exprs(n, 'args'), keywords: each(list(n, 'keywords'), keyword), ...at };
    case 'FormattedValue': {
      const c = Number(intOf(field(n, 'conversion')));
      return { kind, value: need(n, 'value'), conversion: (c < 0 ? '' : String.fromCharCode(c)) as '' | 's' | 'r' | 'a', spec: maybe(n, 'format_spec') as ast.JoinedStr | null, ...at };
    }
    case 'JoinedStr': return { kind, values: exprs(n, 'values') as (ast.Constant | ast.FormattedValue)[], ...at };
    case 'Constant': return constant(field(n, 'value'), at);
    case 'Attribute': return { kind, value: need(n, 'value'), attr: text(n, 'attr'), ...at };
    case 'Subscript': return { kind, value: need(n, 'value'), slice: need(n, 'slice'), ...at };
    case 'Starred': return { kind, value: need(n, 'value'), ...at };
    case 'Name': return { kind, id: text(n, 'id'), ...at };
    case 'List':
    case 'Tuple': return { kind, elts: exprs(n, 'elts'), ...at };
    case 'Slice': return { kind, lower: maybe(n, 'lower'), upper: maybe(n, 'upper'), step: maybe(n, 'step'), ...at };
    default: throw typeError(`expected some sort of expr, but got ${repr(n)}`);
  }
}
/** A constant may be a tuple, which no literal writes. */
function constant(v: Value, at: ast.Span): ast.Expr {
  if (v instanceof Tuple) return { kind: 'Tuple', elts: v.items.map(x => constant(x, at)), ...at };
  return { kind: 'Constant', value: literal(v), ...at };
}
function pattern(n: Value): ast.Pattern {
  const kind = kindOf(n);
  const at = span(n);
  const patterns = (name = 'patterns'): ast.Pattern[] => each(list(n, name), pattern);
  switch (kind) {
    case 'MatchValue': return { kind, value: need(n, 'value'), ...at };
    case 'MatchSingleton': return { kind, value: field(n, 'value') as null | boolean, ...at };
    case 'MatchSequence': return { kind, patterns: patterns(), ...at };
    case 'MatchMapping': return { kind, keys: exprs(n, 'keys'), patterns: patterns(), rest: textOrNone(n, 'rest'), ...at };
    case 'MatchClass': return { kind, cls: need(n, 'cls'), patterns: patterns(), kwdAttrs: each(list(n, 'kwd_attrs'), v => strOf(v)!), kwdPatterns: patterns('kwd_patterns'), ...at };
    case 'MatchStar': return { kind, name: textOrNone(n, 'name'), ...at };
    case 'MatchAs': {
      const inner = field(n, 'pattern', false);
      return { kind, pattern: inner === null ? null : pattern(inner), name: textOrNone(n, 'name'), ...at };
    }
    case 'MatchOr': return { kind, patterns: patterns(), ...at };
    default: throw typeError(`expected some sort of pattern, but got ${repr(n)}`);
  }
}
