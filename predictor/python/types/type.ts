// `type`: classes as values.
import { classSignature } from './text-signatures.ts';
import { bind, isSubtype, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { classChanged, instantiate, linearize, newType, plainIsInstance, plainIsSubclass, relinearize, winner } from '../classes.ts';
import { defineClass, setRaw } from '../define.ts';
import { dictDelete, dictGet, dictSet } from '../dict-keys.ts';
import { fullName, listedNames, nativeLike, qualName, typeName } from '../names.ts';
import { attributeError, typeError } from '../raise.ts';
import { touch } from '../state.ts';
import { Unknown, unknown, unknownFrom } from '../unknown-value.ts';
import { Dict, Func, type Kw, List, MappingProxy, T, Tuple, type Type, type Value } from '../values.ts';
import { strOf } from './convert.ts';
import { makeUnion } from './union.ts';

/** `type.__getattribute__`: the metaclass's data descriptors, then the class's own MRO, then the metaclass. */
export function typeGetAttr(o: Value, name: string): Value {
  const t = o as Type;
  const meta = t.cls;
  const m = lookup(meta, name);
  const slots = m === undefined ? undefined : typeOf(m).slots;
  if (slots?.descrSet !== undefined && slots.descrGet !== undefined) return slots.descrGet(m!, t, meta);
  const own = lookup(t, name);
  if (own !== undefined) {
    if (own instanceof Func) return own;
    const get = typeOf(own).slots.descrGet;
    return get === undefined ? own : get(own, undefined, t);
  }
  if (m !== undefined) return bind(m, t, meta);
  throw attributeError(`type object '${typeName(t)}' has no attribute '${name}'`, t, name);
}
function typeSetAttr(o: Value, name: string, value: Value | undefined): void {
  const t = o as Type;
  if (t.builtin || nativeLike.has(t)) throw typeError(`cannot set '${name}' attribute of immutable type '${typeName(t)}'`);
  const m = lookup(t.cls, name);
  const set = m === undefined ? undefined : typeOf(m).slots.descrSet;
  if (set !== undefined) {
    set(m!, t, value);
    return;
  }
  touch(t);
  touch(t.dict);
  if (value === undefined) {
    if (dictDelete(t.dict, name) === undefined) throw attributeError(name, t, name);
  } else dictSet(t.dict, name, value);
  classChanged(t, name);
}
function typeNew(meta: Type, args: Value[], kw: Kw): Value {
  if (args.length !== 3) throw typeError(meta === T.type ? 'type() takes 1 or 3 arguments' : `${meta.name}.__new__() takes exactly 3 arguments (${args.length} given)`);
  const [given, bases, ns] = args;
  const name = strOf(given);
  if (name === undefined) throw typeError(`type.__new__() argument 1 must be str, not ${typeName(typeOf(given))}`);
  if (!(bases instanceof Tuple)) throw typeError(`type.__new__() argument 2 must be tuple, not ${typeName(typeOf(bases))}`);
  if (!(ns instanceof Dict)) throw typeError(`type.__new__() argument 3 must be dict, not ${typeName(typeOf(ns))}`);
  if (bases.items.some(b => b instanceof Unknown)) return unknownFrom(null, ...bases.items);
  // A base's own metaclass with its own `__new__` takes over.
  const best = winner(meta, bases.items);
  const make = best === meta ? undefined : lookup(best, '__new__');
  if (make !== undefined && make !== T.type.dict.map.get('__new__')!.value) return call(bind(make, undefined, best), [best, ...args], kw);
  return newType(meta, name, bases.items, ns, kw);
}
/** Reads `name` from the class's own namespace only. */
const ownItem = (t: Type, name: string): Value | undefined => t.dict.map.get(name)?.value;
/** Of a builtin class its own name tells it: in the namespace of some (functions) stands what shows the module of their instances. */
function moduleOf(t: Type): Value {
  const own = ownItem(t, '__module__');
  return own === undefined || (t.builtin && typeof own !== 'string') ? 'builtins' : own;
}
function setOwn(t: Type, name: string, value: Value): void {
  if (t.builtin) throw typeError(`cannot set '${name}' attribute of immutable type '${typeName(t)}'`);
  touch(t.dict);
  setRaw(t.dict, name, value);
  classChanged(t, name);
}

/** Kept apart: in `type.__dict__` the name holds the attribute that shows it. */
const typeDoc = 'type(object) -> the object\'s type\ntype(name, bases, dict, **kwds) -> a new type';

/** Two of one name: a decorator has made the class anew, and whether the first is still there is the garbage collector's to say. */
function livingSubclasses(t: Type): Value {
  const named = new Set(t.subclasses.map(s => `${String(dictGet(s.dict, '__module__'))} ${qualName(s)}`));
  return named.size < t.subclasses.length ? unknown('not-modelled', 'classes that are garbage', T.list) : new List(t.subclasses.slice());
}
T.type = defineClass({
  name: 'type',
  doc: typeDoc,
  alloc: () => {
    throw typeError('object.__new__(type) is not safe, use type.__new__()');
  },
  slots: {
    repr: t => `<class '${fullName(t as Type)}'>`,
    call: (t, args, kw) => {
      if (t === T.type && kw === null && args.length === 1) {
        const [v] = args;
        return v instanceof Unknown ? (v.type ?? unknownFrom(null, v)) : typeOf(v);
      }
      return instantiate(t as Type, args, kw);
    },
    getattr: typeGetAttr,
    setattr: typeSetAttr,
    new: typeNew,
    init: (_self, args, kw) => {
      if (args.length !== 1 && args.length !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
      if (args.length === 1 && kw !== null && kw.size > 0) throw typeError('type.__init__() takes no keyword arguments');
    },
    or: (a, b) => makeUnion(a, b),
  },
  methods: {
    mro: { params: 'self, /', call: (t: Type) => new List(linearize(t)) },
    __subclasses__: { params: 'self, /', call: livingSubclasses },
    __prepare__: { params: 'cls, /, *args, **kw', kind: 'class', call: () => new Dict() },
    __instancecheck__: { params: 'self, instance, /', returns: 'bool', call: (t: Type, v: Value) => (v instanceof Unknown ? unknownFrom(T.bool, v) : plainIsInstance(v, t)) },
    __subclasscheck__: { params: 'self, subclass, /', returns: 'bool', call: (t: Type, c: Value) => plainIsSubclass(c, t) },
    __dir__: {
      params: 'self, /',
      call: (t: Type) => {
        const out = new Set<string>();
        for (const c of t.mro) for (const k of listedNames(c)) out.add(k);
        return new List([...out].sort());
      },
    },
  },
  getset: {
    __name__: [
      (t: Type) => t.name,
      (t: Type, v: Value | undefined) => {
        if (t.builtin) throw typeError(`cannot set '__name__' attribute of immutable type '${typeName(t)}'`);
        if (typeof v !== 'string') throw typeError(`can only assign string to ${t.name}.__name__, not '${typeName(typeOf(v ?? null))}'`);
        touch(t);
        t.name = v;
      },
    ],
    __qualname__: [
      (t: Type) => qualName(t),
      (t: Type, v: Value | undefined) => {
        if (typeof v !== 'string') throw typeError(`can only assign string to ${t.name}.__qualname__, not '${typeName(typeOf(v ?? null))}'`);
        if (t.builtin) throw typeError(`cannot set '__qualname__' attribute of immutable type '${typeName(t)}'`);
        touch(t);
        t.qualname = v;
      },
    ],
    __module__: [(t: Type) => moduleOf(t), (t: Type, v: Value | undefined) => setOwn(t, '__module__', v ?? null)],
    __doc__: [
      (t: Type) => {
        if (t === T.type) return typeDoc;
        const d = ownItem(t, '__doc__') ?? null;
        // What a builtin class has there that is no text shows the doc of its instances.
        if (t.builtin && typeof d !== 'string') return unknown('not-modelled', `${t.name}.__doc__`, T.str);
        const get = typeOf(d).slots.descrGet;
        return get === undefined || d === null ? d : get(d, undefined, t);
      },
      (t: Type, v: Value | undefined) => setOwn(t, '__doc__', v ?? null),
    ],
    __bases__: [
      (t: Type) => new Tuple(t.bases),
      (t: Type, v: Value | undefined) => {
        if (t.builtin) throw typeError(`cannot set '__bases__' attribute of immutable type '${typeName(t)}'`);
        if (!(v instanceof Tuple)) throw typeError(`can only assign tuple to ${t.name}.__bases__, not ${typeName(typeOf(v ?? null))}`);
        if (v.items.length === 0) throw typeError(`can only assign non-empty tuple to ${t.name}.__bases__, not ()`);
        touch(t);
        for (const b of t.bases) {
          touch(b);
          b.subclasses = b.subclasses.filter(s => s !== t);
        }
        t.bases = v.items as Type[];
        for (const b of t.bases) {
          touch(b);
          b.subclasses.push(t);
        }
        relinearize(t);
      },
    ],
    __base__: [(t: Type) => (t.bases.length === 0 ? null : (t.bases.find(b => isSubtype(b.solid, t.solid)) ?? t.bases[0]))],
    __mro__: [(t: Type) => new Tuple(t.mro)],
    __dict__: [(t: Type) => new MappingProxy(t.dict)],
    __abstractmethods__: [
      (t: Type) => {
        const v = ownItem(t, '__abstractmethods__');
        if (v === undefined) throw attributeError('__abstractmethods__', t, '__abstractmethods__');
        return v;
      },
      (t: Type, v: Value | undefined) => {
        touch(t);
        setOwn(t, '__abstractmethods__', v ?? null);
        const names = v === undefined || v === null ? [] : abstractNames.of(v);
        t.abstractNames = names.length === 0 ? null : names;
      },
    ],
    __annotations__: [
      (t: Type) => {
        const v = ownItem(t, '__annotations__');
        if (v !== undefined) return v;
        if (t.builtin) throw attributeError(`type object '${t.name}' has no attribute '__annotations__'`, t, '__annotations__');
        const d = new Dict();
        setOwn(t, '__annotations__', d);
        return d;
      },
      (t: Type, v: Value | undefined) => {
        if (v === undefined) dictDelete(t.dict, '__annotations__');
        else setOwn(t, '__annotations__', v);
      },
    ],
    __text_signature__: [(t: Type) => (t.builtin ? classSignature(fullName(t)) : null)],
    __basicsize__: [() => 16],
    __itemsize__: [() => 0],
    __flags__: [(t: Type) => (t.builtin ? 0x1500 : 0x1600) | (t.abstractNames === null ? 0 : 1 << 20)],
    __weakrefoffset__: [() => 0],
    __dictoffset__: [(t: Type) => (t.hasDict ? 16 : 0)],
  },
});
T.type.hasDict = false;

/** The names in an abstract-methods set; set by types/set.ts's reader in machine.ts. */
export const abstractNames: { of: (v: Value) => string[] } = { of: () => [] };
