// `int | str` (types.UnionType, PEP 604) and `list[int]` (types.GenericAlias, PEP 585).
import { genericGetAttr, getAttr, getAttrOr, isSubtype, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { isInstance, isSubclass } from '../classes.ts';
import { defineClass } from '../define.ts';
import { typeName } from '../names.ts';
import { classItem, equal, getItem, hash, NotImplemented, repr } from '../operators.ts';
import { typeError } from '../raise.ts';
import { Iter, List, Obj, Singleton, T, Tuple, Type, type Value } from '../values.ts';
import { genericAlias } from './generic-row.ts';

export class Union extends Obj {
  readonly args: readonly Value[];
  constructor(args: readonly Value[]) {
    super(T.union);
    this.args = args;
  }
}
export class GenericAlias extends Obj {
  readonly origin: Value;
  readonly args: Tuple;
  readonly starred: boolean;
  constructor(origin: Value, args: Tuple, starred = false) {
    super(T.genericAlias);
    this.origin = origin;
    this.args = args;
    this.starred = starred;
  }
}
const unionable = (v: Value): boolean => v === null || v instanceof Type || v instanceof GenericAlias || v instanceof Union || isTypeVar(v);
const isTypeVar = (v: Value): boolean => {
  const t = typeOf(v);
  return t.dict.map.get('__module__')?.value === 'typing' && (t.name === 'TypeVar' || t.name === 'ParamSpec');
};

/** `a | b`; NotImplemented where an operand is no type. */
export function makeUnion(a: Value, b: Value): Value {
  if (!unionable(a) || !unionable(b)) return NotImplemented;
  const flat: Value[] = [];
  for (const v of [a, b]) {
    for (const x of v instanceof Union ? v.args : [v === null ? T.none : v]) if (!flat.some(y => y === x || (!(y instanceof Type) && equal(y, x)))) flat.push(x);
  }
  return flat.length === 1 ? flat[0] : new Union(flat);
}
/** How a type argument is written in a repr (`ga_repr_item`). */
export function typeText(v: Value): string {
  if (v instanceof Singleton && v.name === 'Ellipsis') return '...';
  if (v === T.none) return 'None';
  if (v instanceof GenericAlias) return repr(v);
  if (v instanceof List) return `[${v.items.map(typeText).join(', ')}]`;
  const qualname = getAttrOr(v, '__qualname__');
  const module = getAttrOr(v, '__module__');
  if (getAttrOr(v, '__origin__') !== undefined && getAttrOr(v, '__args__') !== undefined) return repr(v);
  if (typeof qualname !== 'string' || typeof module !== 'string') return repr(v);
  return module === 'builtins' ? qualname : `${module}.${qualname}`;
}

T.union = defineClass({
  name: 'UnionType',
  module: 'types',
  doc: 'Represent a PEP 604 union type\n\nE.g. for int | str',
  subclassable: false,
  slots: {
    repr: v => (v as Union).args.map(typeText).join(' | '),
    or: (a, b) => makeUnion(a, b),
    // As `typing.Union`'s, which may be equal to it.
    hash: v => hash(call(T.frozenset, [new Tuple([...(v as Union).args])])),
    compare: (a, b, op) => {
      if (op > 3 || op < 2 || !(a instanceof Union) || !(b instanceof Union)) return NotImplemented;
      const eq = a.args.length === b.args.length && a.args.every(x => b.args.some(y => equal(x, y)));
      return eq === (op === 2);
    },
    getitem: (a, k) => {
      const u = a as Union;
      const args = k instanceof Tuple ? k.items : [k];
      const params = parameters(u.args);
      if (params.length === 0) throw typeError(`${repr(a)} is not a generic class`);
      return u.args.map(x => substitute(x, params, args)).reduce((x, y) => makeUnion(x, y));
    },
  },
  methods: {
    __instancecheck__: { params: 'self, instance, /', call: (u: Union, v: Value) => firstTrue(u.args.map(t => () => isInstance(v, checkable(t)))) },
    __subclasscheck__: { params: 'self, cls, /', call: (u: Union, c: Value) => firstTrue(u.args.map(t => () => isSubclass(c, checkable(t)))) },
  },
  getset: {
    __args__: [(u: Union) => new Tuple(u.args)],
    __parameters__: [(u: Union) => new Tuple(parameters(u.args))],
  },
});
function checkable(t: Value): Value {
  if (t instanceof GenericAlias) throw typeError('isinstance() argument 2 cannot be a parameterized generic');
  return t;
}
function firstTrue(tests: (() => Value)[]): Value {
  for (const t of tests) {
    const r = t();
    if (r !== false) return r;
  }
  return false;
}
function parameters(args: readonly Value[]): Value[] {
  const out: Value[] = [];
  for (const a of args) {
    const own = isTypeVar(a) ? [a] : a instanceof Type ? [] : ((getAttrOr(a, '__parameters__') as Tuple | undefined)?.items ?? []);
    for (const p of own) if (!out.includes(p)) out.push(p);
  }
  return out;
}
function substitute(x: Value, params: readonly Value[], args: readonly Value[]): Value {
  const i = params.indexOf(x);
  if (i >= 0) return args[i];
  const own = x instanceof Type ? undefined : (getAttrOr(x, '__parameters__') as Tuple | undefined);
  if (own === undefined || own.items.length === 0) return x;
  const inner = own.items.map(p => args[params.indexOf(p)]);
  return getItem(x, inner.length === 1 ? inner[0] : new Tuple(inner));
}

/** Attributes that a generic alias answers itself; all others are its origin's (`ga_getattro`). */
const aliasOwn = new Set(['__origin__', '__args__', '__parameters__', '__mro_entries__', '__reduce_ex__', '__reduce__', '__copy__', '__deepcopy__', '__unpacked__', '__typing_unpacked_tuple_args__', '__class__']);

T.genericAlias = defineClass({
  name: 'GenericAlias',
  module: 'types',
  doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  slots: {
    repr: v => {
      const g = v as GenericAlias;
      return `${g.starred ? '*' : ''}${typeText(g.origin)}[${g.args.items.length === 0 ? '()' : g.args.items.map(typeText).join(', ')}]`;
    },
    call: (v, args, kw) => {
      const obj = call((v as GenericAlias).origin, args, kw);
      return obj;
    },
    or: (a, b) => makeUnion(a, b),
    getattr: (o, name) => {
      const g = o as GenericAlias;
      if (!aliasOwn.has(name) && !(name.startsWith('__') && name.endsWith('__') && (name === '__or__' || name === '__ror__' || name === '__getitem__' || name === '__hash__' || name === '__eq__' || name === '__instancecheck__' || name === '__subclasscheck__' || name === '__iter__'))) return getAttr(g.origin, name);
      return genericGetAttr(o, name);
    },
    hash: v => hash((v as GenericAlias).args),
    compare: (a, b, op) => {
      if (op > 3 || op < 2 || !(a instanceof GenericAlias) || !(b instanceof GenericAlias)) return NotImplemented;
      return (equal(a.origin, b.origin) && equal(a.args, b.args) && a.starred === b.starred) === (op === 2);
    },
    getitem: (o, k) => {
      const g = o as GenericAlias;
      const params = parameters(g.args.items);
      if (params.length === 0) throw typeError(`${repr(o)} is not a generic class`);
      const args = k instanceof Tuple ? k.items : [k];
      if (args.length !== params.length) throw typeError(`Too ${args.length > params.length ? 'many' : 'few'} arguments for ${repr(o)}; actual ${args.length}, expected ${params.length}`);
      return new GenericAlias(g.origin, new Tuple(g.args.items.map(x => substitute(x, params, args))), g.starred);
    },
    iter: o => new OnceIter(new GenericAlias((o as GenericAlias).origin, (o as GenericAlias).args, true)),
    new: (_cls, args) => {
      if (args.length !== 2) throw typeError(`GenericAlias expected 2 arguments, got ${args.length}`);
      return new GenericAlias(args[0], args[1] instanceof Tuple ? args[1] : new Tuple([args[1]]));
    },
  },
  methods: {
    __mro_entries__: { params: 'self, bases, /', call: (g: GenericAlias) => new Tuple([g.origin]) },
    __instancecheck__: {
      params: 'self, instance, /',
      call: () => {
        throw typeError('isinstance() argument 2 cannot be a parameterized generic');
      },
    },
    __subclasscheck__: {
      params: 'self, cls, /',
      call: () => {
        throw typeError('issubclass() argument 2 cannot be a parameterized generic');
      },
    },
    __reduce__: { params: 'self, /', call: (g: GenericAlias) => new Tuple([T.genericAlias, new Tuple([g.origin, g.args])]) },
  },
  getset: {
    __origin__: [(g: GenericAlias) => g.origin],
    __args__: [(g: GenericAlias) => g.args],
    __parameters__: [(g: GenericAlias) => new Tuple(parameters(g.args.items))],
    __unpacked__: [(g: GenericAlias) => g.starred],
  },
});
class OnceIter extends Iter {
  private value: Value | undefined;
  constructor(v: Value) {
    super(T.iterator);
    this.value = v;
  }
  next(): Value | undefined {
    const v = this.value;
    this.value = undefined;
    return v;
  }
}
genericAlias.make = (origin, item) => new GenericAlias(origin, item instanceof Tuple && isSubtype(item.cls, T.tuple) ? item : new Tuple([item]));
// `PyObject_GetItem` of a class: `type[int]` is an alias, other classes are asked for `__class_getitem__`.
classItem.get = (cls, key) => {
  if (cls === T.type) return genericAlias.make(cls, key);
  const f = getAttrOr(cls, '__class_getitem__');
  if (f === undefined || f === null) throw typeError(`type '${typeName(cls)}' is not subscriptable`);
  return call(f, [key]);
};
