// The `_ast` module (Python/Python-ast.c): the classes of syntax trees, and the engine's own trees shown as their instances.
import { getAttrOr, setAttr, setOwnField, typeOf } from '../attributes.ts';
import { newType } from '../classes.ts';
import { defineClass, defineModule, setRaw } from '../define.ts';
import { Ellipsis, toArray } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import type * as ast from '../syntax/ast.ts';
import { dictAttribute } from '../types/object.ts';
import { norm } from '../numbers/integer.ts';
import { Bytes, Complex, Dict, Float, Instance, List, type Module, T, Tuple, type Type, type Value } from '../values.ts';
import { pairs } from './holes.ts';
import { AST_CLASSES, AST_FLAGS } from './ast-classes.ts';
import { sourceFile } from '../source.ts';

/** The root of the hierarchy: constructors take fields by position or name. */
const astBase: Type = defineClass({
  name: 'AST',
  module: 'ast',
  hasDict: true,
  alloc: cls => new Instance(cls),
  slots: {
    new: cls => new Instance(cls),
    init: (self, args, kw) => {
      const fields = toArray(getAttrOr(typeOf(self), '_fields') ?? new Tuple([]));
      if (args.length > fields.length) throw typeError(`${typeOf(self).name} constructor takes at most ${fields.length} positional argument${fields.length === 1 ? '' : 's'}`);
      args.forEach((v, i) => setAttr(self, fields[i] as string, v));
      for (const [k, v] of kw ?? []) {
        const i = fields.indexOf(k);
        if (i >= 0 && i < args.length) throw typeError(`${typeOf(self).name} got multiple values for argument '${k}'`);
        setAttr(self, k, v);
      }
    },
  },
  methods: {
    __reduce__: {
      params: 'self, /',
      call: (self: Value) => new Tuple([typeOf(self), new Tuple([]), dictAttribute(self)]),
    },
  },
  constants: { _fields: new Tuple([]), __match_args__: new Tuple([]), _attributes: new Tuple([]) },
});

interface Classes {
  readonly byName: Map<string, Type>;
  /** Operators and contexts: one instance each. */
  readonly shared: Map<string, Value>;
}
let current: Classes | null = null;
function makeClasses(): Classes {
  const byName = new Map<string, Type>([['AST', astBase]]);
  for (const [name, base, fields, attributes, doc] of AST_CLASSES) {
    if (name === 'AST') continue;
    const d = new Dict();
    const names = fields === '' ? [] : fields.split(' ').map(f => f.replace('?', ''));
    setRaw(d, '_fields', new Tuple(names));
    setRaw(d, '__match_args__', new Tuple(names));
    setRaw(d, '__module__', 'ast');
    setRaw(d, '__doc__', doc);
    if (attributes !== null) setRaw(d, '_attributes', new Tuple(attributes === '' ? [] : attributes.split(' ').map(f => f.replace('?', ''))));
    for (const f of `${fields} ${attributes ?? ''}`.split(' ')) if (f.endsWith('?')) setRaw(d, f.slice(0, -1), null);
    byName.set(name, newType(T.type, name, [byName.get(base)!], d, null));
  }
  return { byName, shared: new Map() };
}
export function astModule(): Module {
  current = makeClasses();
  const m = defineModule('_ast', {}, { ...Object.fromEntries(current.byName), ...pairs(AST_FLAGS) });
  return m;
}
export const isNode = (v: Value): boolean => typeOf(v).mro.includes(astBase);

// Trees as objects -----------------------------------------------------------------------------------------------------

type Context = 'Load' | 'Store' | 'Del';
const binaryNames: Record<ast.BinaryOp, string> = { '+': 'Add', '-': 'Sub', '*': 'Mult', '@': 'MatMult', '/': 'Div', '%': 'Mod', '**': 'Pow', '<<': 'LShift', '>>': 'RShift', '|': 'BitOr', '^': 'BitXor', '&': 'BitAnd', '//': 'FloorDiv' };
const unaryNames: Record<ast.UnaryOp, string> = { '~': 'Invert', not: 'Not', '+': 'UAdd', '-': 'USub' };
const compareNames: Record<ast.CompareOp, string> = { '==': 'Eq', '!=': 'NotEq', '<': 'Lt', '<=': 'LtE', '>': 'Gt', '>=': 'GtE', is: 'Is', 'is not': 'IsNot', in: 'In', 'not in': 'NotIn' };
export const operatorNames = { binary: binaryNames, unary: unaryNames, compare: compareNames };

/** A parsed module as `ast.Module`, `Interactive` or (of one expression) `Expression`. */
export function treeObject(tree: ast.Module | ast.Expr, text: string, mode: 'exec' | 'eval' | 'single'): Value {
  const classes = (current ??= makeClasses());
  const { lines } = sourceFile('', text);
  /** Columns count bytes of UTF-8. */
  const column = (line: number, col: number): number => {
    const s = lines[line - 1] ?? '';
    let n = col;
    for (let i = 0; i < col; i++) {
      const c = s.charCodeAt(i);
      if (c >= 0x80) n += c >= 0x800 ? (c >= 0xd800 && c < 0xe000 ? 1 : 2) : 1;
    }
    return n;
  };
  const make = (name: string, fields: Record<string, Value>, at?: ast.Span): Value => {
    const n = new Instance(classes.byName.get(name)!);
    for (const k of Object.keys(fields)) setOwnField(n, k, fields[k]);
    if (at !== undefined) {
      setOwnField(n, 'lineno', at.line);
      setOwnField(n, 'col_offset', column(at.line, at.col));
      setOwnField(n, 'end_lineno', at.endLine);
      setOwnField(n, 'end_col_offset', column(at.endLine, at.endCol));
    }
    return n;
  };
  const shared = (name: string): Value => {
    let v = classes.shared.get(name);
    if (v === undefined) classes.shared.set(name, (v = new Instance(classes.byName.get(name)!)));
    return v;
  };
  const list = <A>(items: readonly A[], f: (a: A) => Value): List => new List(items.map(f));
  const body = (b: readonly ast.Stmt[]): List => list(b, stmt);
  const maybe = (e: ast.Expr | null): Value => (e === null ? null : expr(e));
  const names = (n: readonly string[]): List => new List([...n]);

  function literal(v: ast.Literal): Value {
    switch (v.type) {
      case 'none': return null;
      case 'ellipsis': return Ellipsis;
      case 'bool': return v.value;
      case 'int': return norm(v.value);
      case 'float': return new Float(v.value);
      case 'imaginary': return new Complex(0, v.value);
      case 'str': return v.value;
      case 'bytes': return new Bytes(v.value);
    }
  }
  const param = (p: ast.Param): Value => make('arg', { arg: p.name, annotation: maybe(p.annotation), type_comment: null }, p);
  const params = (p: ast.Params): Value =>
    make('arguments', {
      posonlyargs: list(p.posonly, param), args: list(p.args, param), vararg: p.vararg === null ? null : param(p.vararg), kwonlyargs: list(p.kwonly, param), kw_defaults: list(p.kwDefaults, maybe),
      kwarg: p.kwarg === null ? null : param(p.kwarg), defaults: list(p.defaults, e => expr(e)),
    });
  const keyword = (k: ast.Keyword): Value => make('keyword', { arg: k.arg, value: expr(k.value) }, k);
  const alias = (a: ast.Alias): Value => make('alias', { name: a.name, asname: a.asname }, a);
  const comprehension = (c: ast.Comprehension): Value => make('comprehension', { target: expr(c.target, 'Store'), iter: expr(c.iter), ifs: list(c.ifs, e => expr(e)), is_async: c.isAsync ? 1 : 0 });

  function stmt(s: ast.Stmt): Value {
    switch (s.kind) {
      case 'FunctionDef': return make(s.isAsync ? 'AsyncFunctionDef' : 'FunctionDef', { name: s.name, args: params(s.params), body: body(s.body), decorator_list: list(s.decorators, e => expr(e)), returns: maybe(s.returns), type_comment: null }, s);
      case 'ClassDef': return make('ClassDef', { name: s.name, bases: list(s.bases, e => expr(e)), keywords: list(s.keywords, keyword), body: body(s.body), decorator_list: list(s.decorators, e => expr(e)) }, s);
      case 'Return': return make('Return', { value: maybe(s.value) }, s);
      case 'Delete': return make('Delete', { targets: list(s.targets, e => expr(e, 'Del')) }, s);
      case 'Assign': return make('Assign', { targets: list(s.targets, e => expr(e, 'Store')), value: expr(s.value), type_comment: null }, s);
      case 'AugAssign': return make('AugAssign', { target: expr(s.target, 'Store'), op: shared(binaryNames[s.op]), value: expr(s.value) }, s);
      case 'AnnAssign': return make('AnnAssign', { target: expr(s.target, 'Store'), annotation: expr(s.annotation), value: maybe(s.value), simple: s.simple ? 1 : 0 }, s);
      case 'For': return make(s.isAsync ? 'AsyncFor' : 'For', { target: expr(s.target, 'Store'), iter: expr(s.iter), body: body(s.body), orelse: body(s.orelse), type_comment: null }, s);
      case 'While': return make('While', { test: expr(s.test), body: body(s.body), orelse: body(s.orelse) }, s);
      case 'If': return make('If', { test: expr(s.test), body: body(s.body), orelse: body(s.orelse) }, s);
      case 'With': return make(s.isAsync ? 'AsyncWith' : 'With', { items: list(s.items, i => make('withitem', { context_expr: expr(i.context), optional_vars: i.target === null ? null : expr(i.target, 'Store') })), body: body(s.body), type_comment: null }, s);
      case 'Match': return make('Match', { subject: expr(s.subject), cases: list(s.cases, c => make('match_case', { pattern: pattern(c.pattern), guard: maybe(c.guard), body: body(c.body) })) }, s);
      case 'Raise': return make('Raise', { exc: maybe(s.exc), cause: maybe(s.cause) }, s);
      case 'Try': return make(s.isStar ? 'TryStar' : 'Try', {
        body: body(s.body), handlers: list(s.handlers, h => make('ExceptHandler', { type: maybe(h.type), name: h.name, body: body(h.body) }, h)), orelse: body(s.orelse), finalbody: body(s.finalbody),
      }, s);
      case 'Assert': return make('Assert', { test: expr(s.test), msg: maybe(s.msg) }, s);
      case 'Import': return make('Import', { names: list(s.names, alias) }, s);
      case 'ImportFrom': return make('ImportFrom', { module: s.module, names: list(s.names, alias), level: s.level }, s);
      case 'Global': return make('Global', { names: names(s.names) }, s);
      case 'Nonlocal': return make('Nonlocal', { names: names(s.names) }, s);
      case 'ExprStmt': return make('Expr', { value: expr(s.value) }, s);
      case 'Pass': return make('Pass', {}, s);
      case 'Break': return make('Break', {}, s);
      case 'Continue': return make('Continue', {}, s);
      default: throw valueError(`no ast node for ${s.kind}`);
    }
  }
  function expr(e: ast.Expr, ctx: Context = 'Load'): Value {
    switch (e.kind) {
      case 'BoolOp': return make('BoolOp', { op: shared(e.op === 'and' ? 'And' : 'Or'), values: list(e.values, x => expr(x)) }, e);
      case 'NamedExpr': return make('NamedExpr', { target: expr(e.target, 'Store'), value: expr(e.value) }, e);
      case 'BinOp': return make('BinOp', { left: expr(e.left), op: shared(binaryNames[e.op]), right: expr(e.right) }, e);
      case 'UnaryOp': return make('UnaryOp', { op: shared(unaryNames[e.op]), operand: expr(e.operand) }, e);
      case 'Lambda': return make('Lambda', { args: params(e.params), body: expr(e.body) }, e);
      case 'IfExp': return make('IfExp', { test: expr(e.test), body: expr(e.body), orelse: expr(e.orelse) }, e);
      case 'Dict': return make('Dict', { keys: list(e.keys, maybe), values: list(e.values, x => expr(x)) }, e);
      case 'Set': return make('Set', { elts: list(e.elts, x => expr(x)) }, e);
      case 'ListComp': return make('ListComp', { elt: expr(e.elt), generators: list(e.generators, comprehension) }, e);
      case 'SetComp': return make('SetComp', { elt: expr(e.elt), generators: list(e.generators, comprehension) }, e);
      case 'DictComp': return make('DictComp', { key: expr(e.key), value: expr(e.value), generators: list(e.generators, comprehension) }, e);
      case 'GeneratorExp': return make('GeneratorExp', { elt: expr(e.elt), generators: list(e.generators, comprehension) }, e);
      case 'Await': return make('Await', { value: expr(e.value) }, e);
      case 'Yield': return make('Yield', { value: maybe(e.value) }, e);
      case 'YieldFrom': return make('YieldFrom', { value: expr(e.value) }, e);
      case 'Compare': return make('Compare', { left: expr(e.left), ops: list(e.ops, o => shared(compareNames[o])), comparators: list(e.comparators, x => expr(x)) }, e);
      case 'Call': return make('Call', { func: expr(e.func), args: list(e.args, x => expr(x)), keywords: list(e.keywords, keyword) }, e);
      case 'FormattedValue': return make('FormattedValue', { value: expr(e.value), conversion: e.conversion === '' ? -1 : e.conversion.charCodeAt(0), format_spec: maybe(e.spec) }, e);
      case 'JoinedStr': return make('JoinedStr', { values: list(e.values, x => expr(x)) }, e);
      case 'Constant': return make('Constant', { value: literal(e.value), kind: kindOf(e) }, e);
      case 'Attribute': return make('Attribute', { value: expr(e.value), attr: e.attr, ctx: shared(ctx) }, e);
      case 'Subscript': return make('Subscript', { value: expr(e.value), slice: expr(e.slice), ctx: shared(ctx) }, e);
      case 'Starred': return make('Starred', { value: expr(e.value, ctx), ctx: shared(ctx) }, e);
      case 'Name': return make('Name', { id: e.id, ctx: shared(ctx) }, e);
      case 'List': return make('List', { elts: list(e.elts, x => expr(x, ctx)), ctx: shared(ctx) }, e);
      case 'Tuple': return make('Tuple', { elts: list(e.elts, x => expr(x, ctx)), ctx: shared(ctx) }, e);
      case 'Slice': return make('Slice', { lower: maybe(e.lower), upper: maybe(e.upper), step: maybe(e.step) }, e);
      default: throw valueError(`no ast node for ${e.kind}`);
    }
  }
  /** `u'…'` says so. */
  function kindOf(e: ast.Constant): Value {
    const c = (lines[e.line - 1] ?? '')[e.col];
    return e.value.type === 'str' && (c === 'u' || c === 'U') ? 'u' : null;
  }
  function pattern(p: ast.Pattern): Value {
    switch (p.kind) {
      case 'MatchValue': return make('MatchValue', { value: expr(p.value) }, p);
      case 'MatchSingleton': return make('MatchSingleton', { value: p.value }, p);
      case 'MatchSequence': return make('MatchSequence', { patterns: list(p.patterns, pattern) }, p);
      case 'MatchMapping': return make('MatchMapping', { keys: list(p.keys, e => expr(e)), patterns: list(p.patterns, pattern), rest: p.rest }, p);
      case 'MatchClass': return make('MatchClass', { cls: expr(p.cls), patterns: list(p.patterns, pattern), kwd_attrs: names(p.kwdAttrs), kwd_patterns: list(p.kwdPatterns, pattern) }, p);
      case 'MatchStar': return make('MatchStar', { name: p.name }, p);
      case 'MatchAs': return make('MatchAs', { pattern: p.pattern === null ? null : pattern(p.pattern), name: p.name }, p);
      case 'MatchOr': return make('MatchOr', { patterns: list(p.patterns, pattern) }, p);
    }
  }
  if (tree.kind !== 'Module') return make('Expression', { body: expr(tree) });
  if (mode === 'single') return make('Interactive', { body: body(tree.body) });
  return make('Module', { body: body(tree.body), type_ignores: new List([]) });
}
