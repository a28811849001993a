// The `_weakref` module (Modules/_weakref.c, Objects/weakrefobject.c). A rehearsal frees nothing: a reference to what the program can still reach is alive. About any
// other the answer is unknown, or tried both ways where a suite tries out what CPython leaves open; and a program that wants to be told of an object's end is not definite.
import { getAttr, getAttrOr, genericGetAttr, lookup, setAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { dictDelete, dictGet } from '../dict-keys.ts';
import { absolute, binary, type BinaryName, compare, contains, delItem, getItem, hash, inplace, iter, length, nextOf, NotImplemented, setItem, str, truth, unary } from '../operators.ts';
import { hashSeed } from '../hash-seed.ts';
import { garbageName, noteOrder } from '../open-orders.ts';
import { makeExc, raise, typeError } from '../raise.ts';
import { isReachable, weak } from '../reachable.ts';
import type { Binary, SlotName, Slots } from '../slots.ts';
import { vm } from '../state.ts';
import { toArray } from '../operators.ts';
import { address } from '../types/object.ts';
import { classGetItem } from '../types/generic-row.ts';
import { typeName } from '../names.ts';
import { doubt, originHere, unknown, Unknown, unknownFrom, UnknownUsed } from '../unknown-value.ts';
import { Builtin, Dict, Exc, Func, type Kw, List, Method, type Module, Mutable, Obj, T, Type, type Value } from '../values.ts';

export class WeakRef extends Mutable {
  readonly referent: Obj;
  readonly callback: Value;
  constructor(cls: Type, referent: Obj, callback: Value) {
    super(cls);
    this.referent = referent;
    this.callback = callback;
    weak.add(this);
  }
}

/** The references and proxies without callback that are shared, by referent. */
const shared = new WeakMap<Obj, { ref?: WeakRef; proxy?: WeakRef; made: number }>();
function recordOf(o: Obj): { ref?: WeakRef; proxy?: WeakRef; made: number } {
  let r = shared.get(o);
  if (r === undefined) shared.set(o, (r = { made: 0 }));
  return r;
}

/** Builtin classes without room for weak references; classes of the engine's other modules say so by their names here. */
const closed = new Set(['NoneType', 'ellipsis', 'NotImplementedType', 'bool', 'int', 'float', 'complex', 'str', 'bytes', 'bytearray', 'list', 'tuple', 'dict', 'range', 'slice', 'property', 'staticmethod', 'classmethod', 'super', 'object', 'mappingproxy', 'cell', 'frame', 'traceback',
  'SimpleNamespace', 'UnionType', 'defaultdict', 'method_descriptor', 'wrapper_descriptor', 'getset_descriptor', 'member_descriptor', 'method-wrapper', 'classmethod_descriptor', 'dict_keys', 'dict_values', 'dict_items', 'weakref', 'ProxyType', 'CallableProxyType']);
const variable = (t: Type): boolean => t.solid === T.int || t.solid === T.tuple || t.solid === T.bytes || t.solid === T.bool;
function referable(v: Value): v is Obj {
  if (!(v instanceof Obj)) return false;
  if (v instanceof Type || v instanceof Func || v instanceof Method || v instanceof Builtin) return true;
  const t = v.cls;
  for (const c of t.mro) {
    if (c.builtin) return !(closed.has(c.name) || v instanceof Exc || c.name.endsWith('iterator'));
    const slots = c.dict.map.get('__slots__')?.value;
    if (!variable(t) && (slots === undefined || slots === '__weakref__' || (slots !== null && typeof slots === 'object' && toArray(slots).includes('__weakref__')))) return true;
  }
  return false;
}

/** Whether the library's own code asks: its weak references are for its own housekeeping. */
export function isForLibrary(): boolean {
  let f = vm.frame;
  while (f !== null && (f.code.file.endsWith('/weakref.py') || f.code.file.endsWith('/_weakrefset.py'))) f = f.back;
  return f === null || f.code.library;
}
/** The weak containers only drop what has gone: they do so here when they are looked at (weak-containers.ts). */
const dropping = new Set(['WeakValueDictionary.__init__.<locals>.remove', 'WeakKeyDictionary.__init__.<locals>.remove', 'WeakSet.__init__.<locals>._remove']);
const isContainers = (callback: Value): boolean => callback instanceof Func && callback.code.library && dropping.has(callback.code.qualname);
/** The user's own code asks to be told of ends that the engine does not see. */
function watching(callback: Value): void {
  if (!isContainers(callback) && !isForLibrary()) doubt([originHere('not-modelled', 'garbage collection')]);
}

function newRef(cls: Type, args: Value[]): Value {
  if (args.length < 1 || args.length > 2) throw typeError(`__new__ expected at ${args.length < 1 ? 'least 1' : 'most 2'} argument${args.length < 1 ? '' : 's'}, got ${args.length}`);
  const [o, callback = null] = args;
  if (o instanceof Unknown) return unknownFrom(null, o);
  if (!referable(o)) throw typeError(`cannot create weak reference to '${typeName(typeOf(o))}' object`);
  const r = recordOf(o);
  r.made++;
  if (callback !== null) watching(callback);
  else if (cls === refClass) {
    r.ref ??= new WeakRef(refClass, o, null);
    return r.ref;
  }
  return new WeakRef(cls, o, callback);
}
/** The referent; null where it has gone. Most garbage goes at once, but what is in a cycle stays a while: where both are tried out it is the one in one try and the other in the next. */
export function referentOf(r: WeakRef): Value {
  const isHeld = isForLibrary() || isReachable(r.referent);
  if (isHeld === true) return r.referent;
  if (isHeld === undefined) return new Unknown([originHere('not-modelled', 'garbage collection')]);
  const why = originHere('order', garbageName);
  if (!noteOrder([why])) return new Unknown([why]);
  return hashSeed.order % 2 === 0 ? null : r.referent;
}

const hashes = new WeakMap<WeakRef, number | bigint>();
export const refClass: Type = defineClass({
  name: 'ReferenceType',
  module: 'weakref',
  slots: {
    new: newRef,
    init: (_self, args, kw) => {
      if (kw !== null && kw.size > 0) throw typeError('ref() takes no keyword arguments');
      if (args.length < 1 || args.length > 2) throw typeError(`__init__ expected at ${args.length < 1 ? 'least 1' : 'most 2'} argument${args.length < 1 ? '' : 's'}, got ${args.length}`);
    },
    call: (r, args, kw) => {
      if (args.length > 0 || (kw !== null && kw.size > 0)) throw typeError(`weakref() takes no arguments (${args.length} given)`);
      return referentOf(r as WeakRef);
    },
    hash: v => {
      const r = v as WeakRef;
      let h = hashes.get(r);
      if (h === undefined) hashes.set(r, (h = hash(r.referent)));
      return h;
    },
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof WeakRef) || !(b instanceof WeakRef)) return NotImplemented;
      if (a.referent === b.referent) return compare(a.referent, b.referent, op);
      const equal = compare(a.referent, b.referent, op);
      if (equal === (op === 3)) return equal;
      // One that has gone equals itself only.
      for (const o of [referentOf(a), referentOf(b)]) {
        if (o instanceof Unknown) return o;
        if (o === null) return op === 3;
      }
      return equal;
    },
    repr: v => {
      const { referent } = v as WeakRef;
      const name = getAttrOr(referent, '__name__');
      return `<weakref at ${address(v)}; to '${typeName(typeOf(referent))}' at ${address(referent)}${typeof name === 'string' ? ` (${name})` : ''}>`;
    },
  },
  methods: { __class_getitem__: classGetItem },
  getset: { __callback__: [(r: WeakRef) => r.callback] },
});

// Proxies ----------------------------------------------------------------------------------------------------------

function target(v: Value): Value {
  if (!(v instanceof WeakRef) || (v.cls !== proxyClass && v.cls !== callableProxyClass)) return v;
  const o = referentOf(v);
  if (o instanceof Unknown) throw new UnknownUsed(o.origins);
  if (o === null) throw raise(makeExc('ReferenceError', 'weakly-referenced object no longer exists'));
  return o;
}
const both = (name: BinaryName): Binary => (a, b) => binary(name, target(a), target(b));
const proxySlots: Slots = {
  repr: v => `<weakproxy at ${address(v)} to ${typeName(typeOf((v as WeakRef).referent))} at ${address((v as WeakRef).referent)}>`,
  str: v => str(target(v)),
  hash: null,
  compare: (a, b, op) => compare(target(a), target(b), op),
  bool: v => truth(target(v)),
  getattr: (v, name) => (name === '__class__' ? getAttr(target(v), name) : lookup((v as WeakRef).cls, name) !== undefined && name.startsWith('__') ? proxyAttr(v, name) : getAttr(target(v), name)),
  setattr: (v, name, x) => setAttr(target(v), name, x),
  len: v => length(target(v)),
  getitem: (v, k) => getItem(target(v), k),
  setitem: (v, k, x) => setItem(target(v), k, x),
  delitem: (v, k) => delItem(target(v), k),
  contains: (v, x) => contains(target(v), x),
  iter: v => iter(target(v)),
  next: v => nextOf(target(v)),
  neg: v => unary('neg', '-', target(v)),
  pos: v => unary('pos', '+', target(v)),
  invert: v => unary('invert', '~', target(v)),
  abs: v => absolute(target(v)),
};
function proxyAttr(v: Value, name: string): Value {
  return name === '__dict__' || name === '__doc__' || name === '__module__' ? getAttr(target(v), name) : genericGetAttr(v, name);
}
for (const n of ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'divmod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor'] as const) {
  (proxySlots as Record<SlotName, unknown>)[n] = both(n);
  if (n !== 'divmod') (proxySlots as Record<string, unknown>)[`i${n}`] = ((a, b) => inplace(n, target(a), target(b))) as Binary;
}
const proxyMethods: Methods = {
  __bytes__: { params: 'self, /', call: (v: Value) => call(getAttr(target(v), '__bytes__'), []) },
  __reversed__: { params: 'self, /', call: (v: Value) => call(getAttr(target(v), '__reversed__'), []) },
};
export const proxyClass: Type = defineClass({ name: 'ProxyType', module: 'weakref', subclassable: false, slots: proxySlots, methods: proxyMethods });
export const callableProxyClass: Type = defineClass({
  name: 'CallableProxyType',
  module: 'weakref',
  subclassable: false,
  slots: { ...proxySlots, call: (v: Value, args: Value[], kw: Kw) => call(target(v), args, kw) },
  methods: proxyMethods,
});

export const weakrefModule = (): Module =>
  defineModule('_weakref', {
    proxy: {
      params: 'object, callback=None, /',
      call: (o: Value, callback: Value = null) => {
        if (o instanceof Unknown) return unknownFrom(null, o);
        if (!referable(o)) throw typeError(`cannot create weak reference to '${typeName(typeOf(o))}' object`);
        const cls = typeOf(o).slots.call !== undefined ? callableProxyClass : proxyClass;
        const r = recordOf(o);
        r.made++;
        if (callback !== null) {
          watching(callback);
          return new WeakRef(cls, o, callback);
        }
        r.proxy ??= new WeakRef(cls, o, null);
        return r.proxy;
      },
    },
    getweakrefcount: { params: 'object, /', call: (o: Value) => (o instanceof Obj && shared.has(o) ? unknown('not-modelled', 'weakref.getweakrefcount', T.int) : 0) },
    getweakrefs: { params: 'object, /', call: (o: Value) => (o instanceof Obj && shared.has(o) ? unknown('not-modelled', 'weakref.getweakrefs', T.list) : new List([])) },
    _remove_dead_weakref: {
      params: 'dct, key, /',
      call: (d: Value, key: Value) => {
        if (d instanceof Dict && dictGet(d, key) instanceof WeakRef) dictDelete(d, key);
        return null;
      },
    },
  }, { ref: refClass, ReferenceType: refClass, ProxyType: proxyClass, CallableProxyType: callableProxyClass }, 'Weak-reference support module.');
