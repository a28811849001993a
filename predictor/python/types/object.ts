// `object`: what every value can do.
import { bind, genericGetAttr, genericSetAttr, getAttr, isSubtype, lookup, ownDict, ownNames, replaceDict, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { allocate, dictGetSet, objectClass } from '../classes.ts';
import { defineClass, instanceDict, setRaw } from '../define.ts';
import { fullName, typeName } from '../names.ts';
import { iter, NotImplemented, repr, str, truth } from '../operators.ts';
import { attributeError, typeError, valueError } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { touch } from '../state.ts';
import { strArgument } from './convert.ts';
import { Excess } from '../fault.ts';
import { reducesItself } from './text-signatures.ts';
import { Unknown, unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, dictShape, Instance, type Kw, List, Mutable, T, Tuple, Type, type Value } from '../values.ts';

/** Serial numbers for `id()`-like uses inside one run; never shown. */
let lastId = 0;
const ids = new WeakMap<object, number>();
export function serial(o: object): number {
  let n = ids.get(o);
  if (n === undefined) ids.set(o, (n = ++lastId));
  return n;
}
/** `<module.Name object at 0x…>`: the address is never a real one; texts that hold it are not to be compared. */
export function defaultRepr(v: Value): string {
  return `<${fullName(typeOf(v))} object at ${address(v)}>`;
}
export function address(v: Value): string {
  return `0x${(0x7f0000000000 + serial(v as object) * 16).toString(16)}`;
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
export const objectHash = (v: Value): number => serial(v as object) * 16;

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
  if (v instanceof Mutable) for (const n of ownNames(v)) out.add(n);
  for (const c of typeOf(v).mro) for (const k of c.dict.map.keys()) if (typeof k === 'string') out.add(k);
  return [...out].sort();
}

/** The `__dict__` and `__weakref__` attributes that classes with an instance dict have. */
export function dictAttribute(v: Value): Value {
  if (!(v instanceof Mutable) || v.shape === null || !v.cls.hasDict) throw attributeError(`'${typeName(typeOf(v))}' object has no attribute '__dict__'`, v, '__dict__');
  return ownDict(v);
}
export function setDictAttribute(v: Value, d: Value | undefined): void {
  if (d === undefined) throw typeError('cannot delete __dict__');
  if (!(d instanceof Dict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(typeOf(d))}'`);
  replaceDict(v as Mutable, d);
}

Object.assign(dictGetSet, { get: dictAttribute, set: setDictAttribute });
Object.assign(instanceDict, dictGetSet);

// Pickling protocol, which `copy` uses ----------------------------------------------------------------------------

/** `object.__getstate__` (3.11): the dict, or a pair with the slots' values. */
function getState(v: Value): Value {
  if (!(v instanceof Mutable)) return null;
  const { cls } = v;
  const names = cls.slotNames;
  const shift = v.shape === dictShape ? 1 : 0;
  const slots = new Dict();
  names.forEach((n, i) => {
    const x = v.fields[i + shift];
    if (x !== undefined) setRaw(slots, n, x);
  });
  const own = ownNames(v);
  const state: Value = cls.hasDict && (own.length > 0 || names.length === 0) ? (own.length === 0 ? null : snapshot(v)) : null;
  if (slots.map.size > 0) return new Tuple([state, slots]);
  return state;
}
const snapshot = (v: Mutable): Dict => ownDict(v);
function reduce(v: Value, protocol: number): Value {
  const cls = typeOf(v);
  const registry = copyreg.module();
  // The first class written in C, whose memory holds what only its own `__reduce__` could tell (Objects/typeobject.c, `reduce_newobj`, `object_getstate_default`).
  const native = cls.mro.find(c => c.builtin) ?? T.object;
  if (native.name !== 'object' && (reducesItself(native.name) || untold.has(native.name))) throw new Excess(`copying or pickling of ${typeName(native)}`);
  if (protocol < 2) return call(getAttr(registry, '_reduce_ex'), [v, protocol]);
  if (cls.slots.new === undefined && cls.builtin) throw typeError(`cannot pickle '${typeName(cls)}' object`);
  // Looked up on the class: a `__getattr__` of the program is not asked.
  const special = (name: string): Value | undefined => {
    const found = lookup(cls, name);
    return found === undefined ? undefined : bind(found, v, cls);
  };
  const getnewEx = special('__getnewargs_ex__');
  const getnew = getnewEx === undefined ? special('__getnewargs__') : undefined;
  const [args, kwargs] = getnewEx !== undefined ? bothArguments(call(getnewEx, [])) : [getnew === undefined ? [] : tupleFrom(call(getnew, []), '__getnewargs__ should return a tuple').items, undefined];
  const state = call(getAttr(v, '__getstate__'), []);
  const items: Value = isSubtype(cls, T.list) ? iter(v) : null;
  const pairs: Value = isSubtype(cls, T.dict) ? iter(call(getAttr(v, 'items'), [])) : null;
  if (kwargs !== undefined && kwargs.map.size > 0) return new Tuple([getAttr(registry, '__newobj_ex__'), new Tuple([cls, new Tuple(args), kwargs]), state, items, pairs]);
  const plain = getnew === undefined && getnewEx === undefined && lookup(cls, '__getstate__') === T.object.dict.map.get('__getstate__')!.value;
  if (plain && ![T.object, T.none, T.list, T.dict].includes(native) && cls.solid !== T.exception) {
    if (native === T.memoryview || native === T.code) throw typeError(`cannot pickle ${typeName(cls)} objects`);
    if (inC.has(moduleOf(native))) throw typeError(`cannot pickle '${typeName(cls)}' object`);
    // What CPython has in Python may be written in the engine's language here.
    throw new Excess(`copying or pickling of ${typeName(native)}`);
  }
  return new Tuple([getAttr(registry, '__newobj__'), new Tuple([cls, ...args]), state, items, pairs]);
}
function tupleFrom(v: Value, demand: string): Tuple {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  if (!(v instanceof Tuple)) throw typeError(`${demand}, not '${typeName(typeOf(v))}'`);
  return v;
}
/** What `__getnewargs_ex__` returned (_PyObject_GetNewArguments). */
function bothArguments(v: Value): [args: readonly Value[], kwargs: Dict] {
  const { items } = tupleFrom(v, '__getnewargs_ex__ should return a tuple');
  if (items.length !== 2) throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${items.length}`);
  const args = tupleFrom(items[0], 'first item of the tuple returned by __getnewargs_ex__ must be a tuple');
  const [, kwargs] = items;
  if (kwargs instanceof Unknown) throw new UnknownUsed(kwargs.origins);
  if (!(kwargs instanceof Dict)) throw typeError(`second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeName(typeOf(kwargs))}'`);
  return [args.items, kwargs];
}
/** Their `__reduce__` has a text signature. */
const untold = new Set(['method-wrapper', 'wrapper_descriptor']);
/** Modules whose classes are C's in CPython too. */
const inC = new Set(['builtins', 'types', 're', 'weakref', 'itertools', 'operator', 'array', 'zlib', 'select', 'mmap', 'contextvars', '_thread', '_io', '_struct', '_hashlib', '_random', '_csv', '_functools', '_collections']);
const moduleOf = (c: Type): string => {
  const m = c.dict.map.get('__module__')?.value;
  return typeof m === 'string' ? m : 'builtins';
};
/** `copyreg`, imported when it is first needed: set by imports.ts. */
export const copyreg: { module: () => Value } = { module: () => null };

