// `object`: what every value can do.
import { genericGetAttr, genericSetAttr, getAttr, isSubtype, lookup, ownDict, ownNames, replaceDict, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { allocate, dictGetSet, objectClass } from '../classes.ts';
import { defineClass, instanceDict, } from '../define.ts';
import { fullName, listedNames, nativeLike, typeName } from '../names.ts';
import { NotImplemented, repr, str, truth } from '../operators.ts';
import { attributeError, typeError, } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { touch } from '../state.ts';
import { strArgument } from './convert.ts';
import { getState, reduce } from './pickling.ts';
import { Unknown, unknown, } from '../unknown-value.ts';
import { Dict, Instance, type Kw, List, Mutable, T, Type, type Value } from '../values.ts';

/** Serial numbers for `id()`-like uses inside one run; never shown. */
let lastId = 0;
const ids = new WeakMap<object, number>();
/** Of values that are no objects here (`None`, ints, strs): one for each. */
const idsOfPlain = new Map<unknown, number>();
export function serial(o: unknown): number {
  const known: { get(o: unknown): number | undefined; set(o: unknown, n: number): unknown } = typeof o === 'object' && o !== null ? (ids as WeakMap<WeakKey, number>) : idsOfPlain;
  let n = known.get(o);
  if (n === undefined) known.set(o, (n = ++lastId));
  return n;
}
/** `<module.Name object at 0x…>`: the address is never a real one; texts that hold it are not to be compared. */
export function defaultRepr(v: Value): string {
  return `<${fullName(typeOf(v))} object at ${address(v)}>`;
}
export function address(v: Value): string {
  return `0x${(0x7f0000000000 + serial(v) * 16).toString(16)}`;
}

export function objectNew(cls: Type, args: Value[], kw: Kw): Value {
  if (args.length > 0 || (kw !== null && kw.size > 0)) {
    if (lookup(cls, '__new__') !== T.object.dict.map.get('__new__')!.value) throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    if (cls.slots.init === objectInit) throw typeError(`${cls.name}() takes no arguments`);
  }
  return allocate(cls);
}
function objectInit(self: Value, args: Value[], kw: Kw): void {
  if (args.length === 0 && (kw === null || kw.size === 0)) return;
  const cls = typeOf(self);
  if (cls.slots.init !== objectInit) throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
  if (lookup(cls, '__new__') === T.object.dict.map.get('__new__')!.value) throw typeError(`${cls.name}() takes no arguments`);
}
function objectCompare(a: Value, b: Value, op: CompareCode): Value {
  if (op === 2) return a === b ? true : NotImplemented;
  if (op !== 3) return NotImplemented;
  // `!=` is the negation of whatever `==` says.
  const eq = typeOf(a).slots.compare!(a, b, 2);
  return eq === NotImplemented || eq instanceof Unknown ? eq : !truth(eq);
}
export const objectHash = (v: Value): number => serial(v) * 16;

T.object = defineClass({
  name: 'object',
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  alloc: cls => new Instance(cls),
  slots: {
    repr: v => defaultRepr(v),
    str: v => repr(v),
    hash: objectHash,
    compare: objectCompare,
    getattr: genericGetAttr,
    setattr: genericSetAttr,
    new: objectNew,
    init: objectInit,
  },
  methods: {
    __format__: {
      params: 'self, format_spec, /', returns: 'str',
      call: (self: Value, spec: Value) => {
        if (strArgument(spec, '__format__', 'argument') !== '') throw typeError(`unsupported format string passed to ${typeName(typeOf(self))}.__format__`);
        return str(self);
      },
    },
    __dir__: { params: 'self, /', call: (self: Value) => new List(dirNames(self)) },
    __sizeof__: { params: 'self, /', call: () => unknown('not-modelled', '__sizeof__', T.int) },
    __init_subclass__: {
      params: 'cls, /, **kw', kind: 'class',
      call: (cls: Type, kw: Kw) => {
        if (kw !== null && kw.size > 0) throw typeError(`${cls.name}.__init_subclass__() takes no keyword arguments`);
        return null;
      },
    },
    __subclasshook__: { params: 'cls, subclass, /', kind: 'class', call: () => NotImplemented },
    __getstate__: { params: 'self, /', call: (self: Value) => getState(self) },
    __reduce__: { params: 'self, /', call: (self: Value) => reduce(self, 0) },
    __reduce_ex__: {
      params: 'self, protocol, /',
      call: (self: Value, protocol: Value) => {
        const own = lookup(typeOf(self), '__reduce__');
        if (own !== T.object.dict.map.get('__reduce__')!.value) return call(getAttr(self, '__reduce__'), []);
        return reduce(self, Number(protocol));
      },
    },
  },
  getset: { __class__: [(v: Value) => typeOf(v), setClass] },
});
objectClass.attribute = T.object.dict.map.get('__class__')!.value!;

function setClass(v: Value, to: Value | undefined): void {
  if (!(to instanceof Type)) throw typeError(`__class__ must be set to a class, not '${typeName(typeOf(to ?? null))}' object`);
  const from = typeOf(v);
  if (!(v instanceof Mutable) || ((from.builtin || to.builtin) && !isSubtype(from, T.module))) throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  if (from.solid !== to.solid || from.slotNames.join() !== to.slotNames.join() || from.hasDict !== to.hasDict) throw typeError(`__class__ assignment: '${to.name}' object layout differs from '${from.name}'`);
  touch(v);
  v.cls = to;
}

/** What `dir(v)` lists: names of the instance and of its classes, sorted by the caller. */
export function dirNames(v: Value): string[] {
  const out = new Set<string>();
  if (v instanceof Mutable && !nativeLike.has(v.cls)) for (const n of ownNames(v)) out.add(n);
  for (const c of typeOf(v).mro) for (const k of listedNames(c)) out.add(k);
  return [...out].sort();
}

/** The `__dict__` and `__weakref__` attributes that classes with an instance dict have. */
export function dictAttribute(v: Value): Value {
  if (!(v instanceof Mutable) || v.shape === null || !v.cls.hasDict || nativeLike.has(v.cls)) throw attributeError(`'${typeName(typeOf(v))}' object has no attribute '__dict__'`, v, '__dict__');
  return ownDict(v);
}
export function setDictAttribute(v: Value, d: Value | undefined): void {
  if (d === undefined) throw typeError('cannot delete __dict__');
  if (!(d instanceof Dict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(typeOf(d))}'`);
  replaceDict(v as Mutable, d);
}

Object.assign(dictGetSet, { get: dictAttribute, set: setDictAttribute });
Object.assign(instanceDict, dictGetSet);
