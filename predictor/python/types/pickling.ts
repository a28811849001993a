// The protocol by which `pickle` and `copy` take objects apart, as far as `object` answers it, and what C keeps from it (Objects/typeobject.c).
import { bind, getAttr, isSubtype, lookup, ownDict, ownNames, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { setRaw } from '../define.ts';
import { Excess } from '../fault.ts';
import { nativeLike, typeName } from '../names.ts';
import { iter } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, dictShape, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { reducesItself } from './text-signatures.ts';

/** `object.__getstate__` (3.11): the dict, or a pair with the slots' values. */
export function getState(v: Value): Value {
  if (!(v instanceof Mutable) || nativeLike.has(v.cls)) return null;
  const { cls } = v;
  const names = cls.slotNames;
  const shift = v.shape === dictShape ? 1 : 0;
  const slots = new Dict();
  // What a class of C keeps is no slot of it.
  const native = cls.mro.find(c => nativeLike.has(c))?.slotNames.length ?? 0;
  names.forEach((n, i) => {
    if (i < native) return;
    const x = v.fields[i + shift];
    if (x !== undefined) setRaw(slots, n, x);
  });
  const own = ownNames(v);
  const state: Value = cls.hasDict && (own.length > 0 || names.length === 0) ? (own.length === 0 ? null : snapshot(v)) : null;
  if (slots.map.size > 0) return new Tuple([state, slots]);
  return state;
}
const snapshot = (v: Mutable): Dict => ownDict(v);
/** `object.__reduce_ex__`. */
export function reduce(v: Value, protocol: number): Value {
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
const inC = new Set(['builtins', 'types', 're', 'weakref', 'itertools', 'operator', 'array', 'zlib', 'select', 'mmap', 'contextvars', '_thread', '_io', '_struct', '_hashlib', '_random', '_csv', '_functools', '_collections', '_ssl']);
const moduleOf = (c: Type): string => {
  const m = c.dict.map.get('__module__')?.value;
  return typeof m === 'string' ? m : 'builtins';
};
/** `copyreg`, imported when it is first needed: set by imports.ts. */
export const copyreg: { module: () => Value } = { module: () => null };

