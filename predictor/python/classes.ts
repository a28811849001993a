// Making classes and instances: class statements, `type(...)`, the MRO, `__slots__`, `isinstance` (Objects/typeobject.c, Python/bltinmodule.c `__build_class__`).
import { bind, getAttr, getAttrOr, isSubtype, lookup, modified, special, typeOf } from './attributes.ts';
import { afterUnknown, call, callFunc, refused } from './calls.ts';
import { newCheck, setRaw } from './define.ts';
import { dictCopy, dictDelete, dictPairs } from './dict-keys.ts';
import { slotsOf } from './dunders.ts';
import { watchFinalizer } from './finalizers.ts';
import { typeName } from './names.ts';
import { repr, setItem, toArray, truth } from './operators.ts';
import { asRaise, landedOutside, makeExc, raiseFrom, typeError, valueError } from './raise.ts';
import { touch, unstirred, vm } from './state.ts';
import { type Origin, union } from '../unknown.ts';
import { doubt, Unknown, unknownFrom, UnknownUsed } from './unknown-value.ts';
import { Boxed, Builtin, Cell, Dict, Func, GetSet, type Kw, Member, Mutable, Shape, T, Tuple, Type, type Value, versions, Wrapped } from './values.ts';

// Class statements ------------------------------------------------------------------------------------------------

/** `__build_class__`: `run` executes the body in the namespace and gives the `__class__` cell if the body made one. */
export function buildClass(name: string, given: Value[], kw: Kw, run: (ns: Value) => Cell | undefined): Value {
  const bases = resolveBases(given);
  const keywords = kw === null ? new Map<string, Value>() : new Map(kw);
  let meta: Value | undefined = keywords.get('metaclass');
  keywords.delete('metaclass');
  if (meta === undefined) meta = bases.length === 0 ? T.type : typeOf(bases[0]);
  const open = bases.some(b => b instanceof Unknown);
  if (meta instanceof Type && !open) meta = winner(meta, bases);
  if (meta instanceof Unknown || open) {
    const cell = run(new Dict());
    // A class of an extension can be derived from; what comes of it is as unknown as its base.
    const origins = [meta, ...bases].flatMap(b => (b instanceof Unknown ? b.origins : [])).reduce<readonly Origin[]>((sum, o) => union(sum, [o]), []);
    const u = origins.every(o => o.reason === 'native') ? new Unknown(origins) : unknownFrom(null, meta, ...bases);
    if (cell !== undefined) cell.value = u;
    return u;
  }
  const k: Kw = keywords.size === 0 ? null : keywords;
  const prepare = meta === T.type ? undefined : getAttrOr(meta, '__prepare__');
  const ns = prepare === undefined ? new Dict() : call(prepare, [name, new Tuple(bases)], k === null ? null : new Map(k));
  const cell = run(ns);
  if (bases !== given) setItem(ns, '__orig_bases__', new Tuple(given));
  const cls = call(meta, [name, new Tuple(bases), ns], k);
  if (cell !== undefined && cls instanceof Type && cell.value === undefined) {
    throw typeError(`__class__ not set defining ${repr(name)} as ${repr(cls)}. Was __classcell__ propagated to type.__new__?`);
  }
  return cls;
}
/** Replaces bases that are no classes by what their `__mro_entries__` gives (PEP 560); the same array if there are none. */
function resolveBases(given: Value[]): Value[] {
  let out: Value[] | null = null;
  given.forEach((b, i) => {
    const f = b instanceof Type || b instanceof Unknown ? undefined : getAttrOr(b, '__mro_entries__');
    if (f === undefined) {
      out?.push(b);
      return;
    }
    out ??= given.slice(0, i);
    const entries = call(f, [new Tuple(given)]);
    if (!(entries instanceof Tuple)) throw typeError('__mro_entries__ must return a tuple');
    out.push(...entries.items);
  });
  return out ?? given;
}
/** The most derived metaclass (`_PyType_CalculateMetaclass`). */
export function winner(meta: Type, bases: readonly Value[]): Type {
  let best = meta;
  for (const b of bases) {
    const m = typeOf(b);
    if (isSubtype(best, m)) continue;
    if (isSubtype(m, best)) best = m;
    else if (b instanceof Type) throw typeError('metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases');
  }
  return best;
}

// type.__new__ ----------------------------------------------------------------------------------------------------

export function newType(given: Type, name: string, bases: readonly Value[], ns: Dict, kw: Kw): Type {
  const all = bases.length === 0 ? [T.object] : bases;
  for (const b of all) {
    if (!(b instanceof Type)) throw typeError(getAttrOr(b, '__mro_entries__') !== undefined ? "type() doesn't support MRO entry resolution; use types.new_class()" : 'bases must be types');
  }
  const meta = winner(given, all);
  const parents = all as Type[];
  for (const b of parents) if (!b.subclassable) throw typeError(`type '${typeName(b)}' is not an acceptable base type`);
  const base = bestBase(parents);
  const dict = dictCopy(ns);
  dict.cls = T.dict;
  const cls = new Type(meta, name, parents, dict, {});
  cls.solid = base.solid;
  cls.alloc = base.alloc;
  takeQualname(cls, dict);
  layOut(cls, parents, base, dict);
  fillNamespace(dict);
  cls.mro = resolutionOrder(cls, meta);
  cls.slots = slotsOf(cls);
  for (const b of parents) {
    unstirred(() => touch(b));
    b.subclasses.push(cls);
  }
  const cell = dict.map.get('__classcell__')?.value;
  if (cell instanceof Cell) {
    touch(cell);
    cell.value = cls;
    dictDelete(dict, '__classcell__');
  }
  watchFinalizer(cls);
  setNames(cls, dict);
  initSubclass(cls, kw);
  return cls;
}
/** Forgets the classes that were made of those written in the engine: at a boot, all of them belong to the past. */
export function forgetClasses(base: Type = T.object): void {
  base.subclasses = base.subclasses.filter(s => s.builtin);
  for (const s of base.subclasses) forgetClasses(s);
}
/** The base whose layout the instances have (`best_base`). */
function bestBase(bases: readonly Type[]): Type {
  let best = bases[0];
  for (const b of bases) {
    if (isSubtype(best.solid, b.solid)) continue;
    if (isSubtype(b.solid, best.solid)) best = b;
    else throw typeError('multiple bases have instance lay-out conflict');
  }
  return best;
}
/** Decides where instance attributes live: `__slots__`, `__dict__`. */
function layOut(cls: Type, parents: readonly Type[], base: Type, dict: Dict): void {
  const inherited = parents.reduce((a, p) => (p.slotNames.length > a.slotNames.length ? p : a), base);
  cls.slotNames = [...inherited.slotNames];
  const parentHasDict = parents.some(p => p.hasDict);
  const given = dict.map.get('__slots__')?.value;
  let wantsDict = given === undefined;
  const parentHasWeakref = parents.some(hasWeakref);
  let wantsWeakref = given === undefined && !parentHasWeakref && ![T.int, T.tuple, T.bytes, T.bool].includes(base.solid);
  if (given !== undefined) {
    const names = typeof given === 'string' ? [given] : toArray(given);
    for (const n of names) {
      if (typeof n !== 'string') throw typeError(`__slots__ items must be strings, not '${typeName(typeOf(n))}'`);
      if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(n)) throw typeError('__slots__ must be identifiers');
      if (n === '__dict__') {
        if (parentHasDict) throw typeError('__dict__ slot disallowed: we already got one');
        wantsDict = true;
        continue;
      }
      if (n === '__weakref__') {
        wantsWeakref = !parentHasWeakref;
        continue;
      }
      const key = mangleSlot(cls.name, n);
      if (cls.slotNames.includes(key, inherited.slotNames.length)) continue;
      // The compiler's own entry is no class variable.
      if (dict.map.has(key) && key !== '__classcell__') throw valueError(`'${n}' in __slots__ conflicts with class variable`);
      cls.slotNames.push(key);
      setRaw(dict, key, new Member(key, cls, cls.slotNames.length - 1));
    }
  }
  // A metaclass's instances are classes, which have their namespaces; and so have modules.
  if (isSubtype(base, T.type) || isSubtype(base, T.module)) return;
  cls.hasDict = wantsDict || parentHasDict;
  if (cls.hasDict && !parentHasDict) {
    if (!dict.map.has('__dict__')) setRaw(dict, '__dict__', new GetSet(T.getset, '__dict__', cls, dictGetSet.get, dictGetSet.set));
  }
  if (wantsWeakref && !dict.map.has('__weakref__')) setRaw(dict, '__weakref__', new GetSet(T.getset, '__weakref__', cls, () => null, null));
  // Values of slots lead the fields, under names that no program can write.
  cls.rootShape = cls.hasDict || cls.slotNames.length > 0 ? new Shape(cls.slotNames.map(n => `\0${n}`)) : null;
}
const referredBuiltins = new Set(['set', 'frozenset', 'type', 'module', 'deque', 'array', 'generator', 'partial', 'OrderedDict', 'socket', '_IOBase', '_RawIOBase', '_BufferedIOBase', '_TextIOBase', 'StringIO', 'BytesIO', 'FileIO', '_local', 'ContextVar', 'TextIOWrapper']);
/** Whether instances have room for weak references (`tp_weaklistoffset`). */
const hasWeakref = (cls: Type): boolean => cls.mro.some(c => (c.builtin ? referredBuiltins.has(c.name) : c.dict.map.get('__weakref__')?.value instanceof GetSet));
/** `__dict__` of instances: set by types/object.ts. */
export const dictGetSet: { get: (v: Value) => Value; set: (v: Value, d: Value | undefined) => void } = { get: () => null, set: () => {} };
function mangleSlot(cls: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__')) return name;
  const bare = cls.replace(/^_+/, '');
  return bare === '' ? name : `_${bare}${name}`;
}
function fillNamespace(dict: Dict): void {
  if (!dict.map.has('__module__')) {
    const name = vm.frame?.globals.map.get('__name__')?.value;
    if (name !== undefined) setRaw(dict, '__module__', name);
  }
  if (!dict.map.has('__doc__')) setRaw(dict, '__doc__', null);
  const wrap = (name: string, t: Type): void => {
    const e = dict.map.get(name);
    if (e?.value instanceof Func) e.value = new Wrapped(t, e.value);
  };
  wrap('__new__', T.staticmethod);
  wrap('__init_subclass__', T.classmethod);
  wrap('__class_getitem__', T.classmethod);
  if (dict.map.has('__eq__') && !dict.map.has('__hash__')) setRaw(dict, '__hash__', null);
}
/** Before slots are laid out: one may have this name. */
function takeQualname(cls: Type, dict: Dict): void {
  const qualname = dict.map.get('__qualname__')?.value;
  const text = qualname instanceof Boxed ? qualname.value : qualname;
  if (qualname !== undefined && typeof text !== 'string') throw typeError(`type __qualname__ must be a str, not ${typeName(typeOf(qualname))}`);
  cls.qualname = typeof text === 'string' ? text : cls.name;
  if (qualname !== undefined) dictDelete(dict, '__qualname__');
}
function resolutionOrder(cls: Type, meta: Type): Type[] {
  if (meta !== T.type) {
    const own = lookup(meta, 'mro');
    if (own !== undefined && own !== lookup(T.type, 'mro')) return toArray(call(bind(own, cls, meta), [])) as Type[];
  }
  return linearize(cls);
}
/** C3 (Objects/typeobject.c `mro_implementation`). */
export function linearize(cls: Type): Type[] {
  const { bases } = cls;
  if (bases.length === 1) return [cls, ...bases[0].mro];
  for (let i = 0; i < bases.length; i++) if (bases.indexOf(bases[i]) !== i) throw typeError(`duplicate base class ${bases[i].name}`);
  const lists = [...bases.map(b => b.mro.slice()), bases.slice()];
  const out: Type[] = [cls];
  for (;;) {
    const rest = lists.filter(l => l.length > 0);
    if (rest.length === 0) return out;
    const next = rest.find(l => !rest.some(o => o.indexOf(l[0]) > 0));
    if (next === undefined) {
      const names = [...new Set(rest.map(l => l[0]))].map(t => t.name).join(', ');
      throw typeError(`Cannot create a consistent method resolution\norder (MRO) for bases ${names}`);
    }
    const head = next[0];
    out.push(head);
    for (const l of lists) if (l[0] === head) l.shift();
  }
}
function setNames(cls: Type, dict: Dict): void {
  for (const [name, v] of dictPairs(dict)) {
    if (v instanceof Func || typeof v !== 'object' || v === null) continue;
    const f = lookup(typeOf(v), '__set_name__');
    if (f === undefined) continue;
    const { frame, handled } = vm;
    try {
      call(bind(f, v, typeOf(v)), [cls, name]);
    } catch (e) {
      const raised = asRaise(e);
      if (raised === undefined) throw e;
      landedOutside(raised, frame);
      vm.handled = handled;
      throw raiseFrom(makeExc('RuntimeError', `Error calling __set_name__ on '${typeName(typeOf(v))}' instance ${repr(name)} in '${cls.name}'`), raised.exc);
    }
  }
}
function initSubclass(cls: Type, kw: Kw): void {
  // `super(cls, cls).__init_subclass__(**kw)`
  for (const c of cls.mro.slice(1)) {
    const d = c.dict.map.get('__init_subclass__')?.value;
    if (d === undefined) continue;
    call(bind(d, undefined, cls), [], kw);
    return;
  }
}
/** To be called when an attribute of a class has changed. */
export function classChanged(cls: Type, name: string): void {
  modified(cls, () => ++versions.last);
  if (name.startsWith('__') && name.endsWith('__')) refreshSlots(cls);
}
function refreshSlots(cls: Type): void {
  if (!cls.builtin) cls.slots = slotsOf(cls);
  for (const s of cls.subclasses) refreshSlots(s);
}
/** `cls.__bases__ = …` and the like: recomputes everything that hangs on the MRO. */
export function relinearize(cls: Type): void {
  cls.mro = linearize(cls);
  cls.slots = slotsOf(cls);
  modified(cls, () => ++versions.last);
  for (const s of cls.subclasses) relinearize(s);
}

// Instances -------------------------------------------------------------------------------------------------------

interface Maker {
  readonly version: number;
  /** A `__new__` written in Python, else null. */
  readonly newFn: Value | null;
  readonly initFn: Func | null;
  readonly plain: boolean;
}
const makers = new WeakMap<Type, Maker>();
function makerOf(cls: Type): Maker {
  const known = makers.get(cls);
  if (known !== undefined && known.version === cls.version) return known;
  const n = lookup(cls, '__new__');
  const newFn = n === undefined || n instanceof Builtin ? (n instanceof Builtin && n.owner !== null && cls.slots.new === n.owner.own.new ? null : (n ?? null)) : bind(n, undefined, cls);
  const init = lookup(cls, '__init__');
  const m: Maker = { version: cls.version, newFn, initFn: init instanceof Func ? init : null, plain: newFn === null && cls.solid === T.object && cls.slots.new === T.object.slots.new && cls.abstractNames === null };
  makers.set(cls, m);
  return m;
}
/** The `__init__` written in Python that alone makes an instance of this class complete, or null: compiled calls then bind straight into it. */
export function plainInit(cls: Type): Func | null {
  if (cls.cls !== T.type) return null;
  const m = makerOf(cls);
  return m.plain ? m.initFn : null;
}
/** `cls(*args, **kw)` through `type.__call__`. */
export function instantiate(cls: Type, args: Value[], kw: Kw): Value {
  const m = makerOf(cls);
  if (m.plain && m.initFn !== null) {
    const obj = cls.alloc!(cls);
    args.unshift(obj);
    const r = callFunc(m.initFn, args, kw);
    if (r !== null && !(r instanceof Unknown)) throw typeError(`__init__() should return None, not '${typeName(typeOf(r))}'`);
    return obj;
  }
  let obj: Value;
  if (m.newFn === null) {
    const make = cls.slots.new;
    if (make === undefined) throw typeError(`cannot create '${typeName(cls)}' instances`);
    try {
      obj = make(cls, args, kw);
    } catch (thrown) {
      const e = cls.builtin ? refused(thrown, args, kw, null) : thrown;
      if (e instanceof UnknownUsed && cls.builtin) return unknownInstance(e, cls, args);
      // A str, bytes or number as a class of the program's own, out of just such a value: it cannot fail.
      const given = args.length === 1 && args[0] instanceof Unknown ? args[0].type : null;
      if (e instanceof UnknownUsed && given !== null && given === cls.solid && copied.has(given.name) && cls.slots.init === given.slots.init) return new Unknown(e.origins, cls);
      return afterUnknown(e, null);
    }
  } else obj = call(m.newFn, [cls, ...args], kw === null ? null : new Map(kw));
  const made = typeOf(obj);
  if (made !== cls && !made.mro.includes(cls)) return obj;
  try {
    made.slots.init?.(obj, args, kw);
  } catch (e) {
    if (e instanceof UnknownUsed && made.builtin) return unknownInstance(e, made, args);
    return afterUnknown(e, null);
  }
  return obj;
}
const copied = new Set(['str', 'bytes', 'int', 'float']);
/** What a builtin class makes of an unknown: its type is known. Numbers of numbers, and texts of anything, come without an error. */
function unknownInstance(e: UnknownUsed, cls: Type, args: readonly Value[]): Value {
  const from = args[0] instanceof Unknown ? args[0].type : null;
  const numeric = (t: Type | null): boolean => t === T.int || t === T.float || t === T.bool;
  if (!(args.length === 1 && ((numeric(cls) && numeric(from)) || cls === T.str))) doubt(e.origins);
  return new Unknown(e.origins, cls);
}
/** `object.__new__(cls)` for a class whose instances are plain. */
export function allocate(cls: Type): Value {
  if (cls.abstractNames !== null && cls.abstractNames.length > 0) {
    const names = [...cls.abstractNames].sort();
    throw typeError(`Can't instantiate abstract class ${cls.name} with abstract method${names.length === 1 ? '' : 's'} ${names.join(', ')}`);
  }
  return cls.alloc!(cls);
}
/** Installed as define.ts's check of `X.__new__(cls, …)` (`tp_new_wrapper`). */
newCheck.check = (owner, args) => {
  const cls = args[0];
  if (cls === undefined) throw typeError(`${owner.name}.__new__(): not enough arguments`);
  if (!(cls instanceof Type)) throw typeError(`${owner.name}.__new__(X): X is not a type object (${typeName(typeOf(cls))})`);
  if (!isSubtype(cls, owner)) throw typeError(`${owner.name}.__new__(${cls.name}): ${cls.name} is not a subtype of ${owner.name}`);
  if (cls.solid !== owner.solid && cls.solid.slots.new !== owner.own.new) throw typeError(`${owner.name}.__new__(${cls.name}) is not safe, use ${cls.solid.name}.__new__()`);
  return cls;
};

// isinstance, issubclass ------------------------------------------------------------------------------------------

/** `isinstance(v, cls)`: true, false or unknown. */
export function isInstance(v: Value, cls: Value): Value {
  if (v instanceof Unknown) {
    if (v.type === null) return new Unknown(v.origins, T.bool);
    return isSubclass(v.type, cls);
  }
  if (cls instanceof Type && (typeOf(v) === cls || cls.cls === T.type)) return isSubtype(typeOf(v), cls) || claimsClass(v, cls);
  if (cls instanceof Tuple && isSubtype(cls.cls, T.tuple)) {
    for (const c of cls.items) {
      const r = isInstance(v, c);
      if (r !== false) return r;
    }
    return false;
  }
  if (cls instanceof Unknown) return unknownFrom(T.bool, cls);
  const check = special(cls, '__instancecheck__');
  if (check !== undefined) {
    const r = call(check, [v]);
    return r instanceof Unknown ? r : truth(r);
  }
  return plainIsInstance(v, cls);
}
/** `type.__instancecheck__`, and what stands in for it where `cls` is no class. */
export function plainIsInstance(v: Value, cls: Value): boolean {
  if (cls instanceof Type) return isSubtype(typeOf(v), cls) || claimsClass(v, cls);
  if (getAttrOr(cls, '__bases__') instanceof Tuple) return false;
  throw typeError('isinstance() arg 2 must be a type, a tuple of types, or a union');
}
/** A proxy may say through `__class__` that it is something else. */
function claimsClass(v: Value, cls: Type): boolean {
  if (!(v instanceof Mutable) || v.cls.builtin) return false;
  const d = lookup(v.cls, '__class__');
  if (d === objectClass.attribute && v.cls.slots.getattr === T.object.slots.getattr) return false;
  const c = getAttrOr(v, '__class__');
  return c instanceof Type && c !== v.cls && isSubtype(c, cls);
}
/** `object.__class__`, set by types/object.ts. */
export const objectClass: { attribute: Value } = { attribute: null };

/** `issubclass(c, cls)`. */
export function isSubclass(c: Value, cls: Value): Value {
  if (c instanceof Type && cls instanceof Type && cls.cls === T.type) return isSubtype(c, cls);
  if (cls instanceof Tuple && isSubtype(cls.cls, T.tuple)) {
    for (const k of cls.items) {
      const r = isSubclass(c, k);
      if (r !== false) return r;
    }
    return false;
  }
  if (c instanceof Unknown || cls instanceof Unknown) return unknownFrom(T.bool, c, cls);
  const check = special(cls, '__subclasscheck__');
  if (check !== undefined) {
    const r = call(check, [c]);
    return r instanceof Unknown ? r : truth(r);
  }
  return plainIsSubclass(c, cls);
}
/** `type.__subclasscheck__`. */
export function plainIsSubclass(c: Value, cls: Value): boolean {
  if (!(c instanceof Type) && !(getAttrOr(c, '__bases__') instanceof Tuple)) throw typeError('issubclass() arg 1 must be a class');
  if (!(cls instanceof Type)) {
    if (!(getAttrOr(cls, '__bases__') instanceof Tuple)) throw typeError('issubclass() arg 2 must be a class, a tuple of classes, or a union');
    return false;
  }
  return c instanceof Type ? isSubtype(c, cls) : (getAttr(c, '__bases__') as Tuple).items.some(b => plainIsSubclass(b, cls));
}
