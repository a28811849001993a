// Attribute access: the class of a value, lookup along the MRO, descriptors, instance attributes (Objects/object.c, Objects/typeobject.c).
import { typeName } from './names.ts';
import { attributeError } from './raise.ts';
import { touch, vm } from './state.ts';
import { unknownFrom, Unknown } from './unknown-value.ts';
import { Dict, dictShape, Entry, Func, Method, Mutable, NO_FIELDS, type Obj, T, Type, type Value } from './values.ts';

/** The class of any value. */
export function typeOf(v: Value): Type {
  switch (typeof v) {
    case 'number': return T.int;
    case 'string': return T.str;
    case 'boolean': return T.bool;
    case 'bigint': return T.int;
    default: return v === null ? T.none : (v as Obj).cls;
  }
}
export const isSubtype = (a: Type, b: Type): boolean => a === b || a.mro.includes(b);

// Lookup along the MRO --------------------------------------------------------------------------------------------

/** The attribute as it stands in a class of the MRO, not bound; undefined if there is none. */
export function lookup(t: Type, name: string): Value | undefined {
  const hit = t.cache.get(name);
  if (hit !== undefined) return hit;
  if (t.cache.has(name)) return undefined;
  let found: Value | undefined;
  for (const c of t.mro) {
    const e = c.dict.map.get(name);
    if (e !== undefined && e.value !== undefined) {
      found = e.value;
      break;
    }
  }
  t.cache.set(name, found);
  return found;
}
/** To be called after each change of a class: forgets what was cached for it and its subclasses. */
export function modified(t: Type, next: () => number): void {
  t.version = next();
  t.cache.clear();
  for (const s of t.subclasses) modified(s, next);
}

// Instance attributes ---------------------------------------------------------------------------------------------

/** The instance's own attribute, or undefined. */
export function ownField(o: Mutable, name: string): Value | undefined {
  const shape = o.shape;
  if (shape === null) return undefined;
  if (shape === dictShape) return (o.fields[0] as Dict).map.get(name)?.value;
  const i = shape.index.get(name);
  return i === undefined ? undefined : o.fields[i];
}
/** Sets it; the instance must have a `__dict__`. */
export function setOwnField(o: Mutable, name: string, value: Value): void {
  touch(o);
  const shape = o.shape!;
  if (shape === dictShape) {
    setEntry(o.fields[0] as Dict, name, value);
    return;
  }
  const i = shape.index.get(name);
  if (i !== undefined) {
    o.fields[i] = value;
    return;
  }
  // Names beyond this come from data, not from code: a shape each would only cost memory.
  if (shape.keys.length > 60) {
    setEntry(ownDict(o), name, value);
    return;
  }
  if (o.fields === NO_FIELDS) o.fields = [];
  o.fields[shape.keys.length] = value;
  o.shape = shape.with(name);
}
function setEntry(d: Dict, name: string, value: Value): void {
  touch(d);
  const e = d.map.get(name);
  if (e === undefined) d.map.set(name, new Entry(name, value));
  else e.value = value;
}
export function deleteOwnField(o: Mutable, name: string): boolean {
  if (o.shape === null || ownField(o, name) === undefined) return false;
  const d = ownDict(o);
  touch(d);
  d.map.get(name)!.value = undefined;
  d.map.delete(name);
  return true;
}
/** `o.__dict__`: from now on the attributes live in this dict. */
export function ownDict(o: Mutable): Dict {
  if (o.shape === dictShape) return o.fields[0] as Dict;
  touch(o);
  const d = new Dict();
  const { keys } = o.shape!;
  const members = o.cls.slotNames.length;
  for (let i = members; i < keys.length; i++) if (o.fields[i] !== undefined) d.map.set(keys[i], new Entry(keys[i], o.fields[i]));
  o.fields = [d, ...o.fields.slice(0, members)];
  o.shape = dictShape;
  return d;
}
/** `o.__dict__ = d` */
export function replaceDict(o: Mutable, d: Dict): void {
  ownDict(o);
  touch(o);
  o.fields[0] = d;
}
/** The names in the instance's `__dict__`, in order, without handing the dict out. */
export function ownNames(o: Mutable): string[] {
  if (o.shape === null || !o.cls.hasDict) return [];
  if (o.shape === dictShape) return [...(o.fields[0] as Dict).map.values()].map(e => e.key).filter(k => typeof k === 'string');
  return o.shape.keys.filter((_, i) => i >= o.cls.slotNames.length && o.fields[i] !== undefined);
}

// getattr ---------------------------------------------------------------------------------------------------------

/** `o.name`; raises AttributeError. */
export function getAttr(o: Value, name: string): Value {
  return typeOf(o).slots.getattr!(o, name);
}
/** `object.__getattribute__`. */
export function genericGetAttr(o: Value, name: string): Value {
  const v = genericGet(o, name);
  if (v !== undefined) return v;
  throw noAttribute(o, name);
}
/** The same, undefined where there is none. */
export function genericGet(o: Value, name: string): Value | undefined {
  const cls = typeOf(o);
  const d = lookup(cls, name);
  if (d !== undefined) {
    if (d instanceof Func) {
      const own = o instanceof Mutable ? ownField(o, name) : undefined;
      return own !== undefined ? own : new Method(d, o);
    }
    const slots = typeOf(d).slots;
    const get = slots.descrGet;
    if (get !== undefined && slots.descrSet !== undefined) return get(d, o, cls);
    if (o instanceof Mutable) {
      const own = ownField(o, name);
      if (own !== undefined) return own;
    }
    return get === undefined ? d : get(d, o, cls);
  }
  return o instanceof Mutable ? ownField(o, name) : undefined;
}
export function noAttribute(o: Value, name: string): unknown {
  if (o instanceof Type) return attributeError(`type object '${typeName(o)}' has no attribute '${name}'`, o, name);
  return attributeError(`'${typeName(typeOf(o))}' object has no attribute '${name}'`, o, name);
}
/** Undefined instead of AttributeError; other exceptions pass. */
export function getAttrOr(o: Value, name: string): Value | undefined {
  if (o instanceof Unknown && lacks(o, name)) return undefined;
  const { frame } = vm;
  const generic = typeOf(o).slots.getattr === genericGetAttr;
  try {
    // A property may raise AttributeError itself.
    return generic ? genericGet(o, name) : getAttr(o, name);
  } catch (e) {
    if (!caughtAttributeError.is(e)) throw e;
    vm.frame = frame;
    return undefined;
  }
}
/** Whether an unknown certainly has no such attribute: its type is one whose instances hold nothing but what the type tells. */
export function lacks(o: Unknown, name: string): boolean {
  const { type } = o;
  return type !== null && (type === T.int || type === T.float || type === T.str || type === T.bool || type === T.bytes) && lookup(type, name) === undefined;
}
/** Set by types/exception.ts. */
export const caughtAttributeError: { is: (thrown: unknown) => boolean } = { is: () => false };

/** Binds what was found in the class to the object, as `o.name` would. */
export function bind(d: Value, o: Value | undefined, cls: Type): Value {
  if (d instanceof Func) return o === undefined ? d : new Method(d, o);
  const get = typeOf(d).slots.descrGet;
  return get === undefined ? d : get(d, o, cls);
}
/** A special method, looked up on the class only (`_PyObject_LookupSpecial`), bound; undefined if there is none. */
export function special(o: Value, name: string): Value | undefined {
  const cls = typeOf(o);
  const d = lookup(cls, name);
  return d === undefined ? undefined : bind(d, o, cls);
}

// setattr ---------------------------------------------------------------------------------------------------------

/** `o.name = value`, or `del o.name` for undefined. */
export function setAttr(o: Value, name: string, value: Value | undefined): void {
  if (o instanceof Unknown) {
    unknownFrom(null, o);
    return;
  }
  typeOf(o).slots.setattr!(o, name, value);
}
/** `object.__setattr__`. */
export function genericSetAttr(o: Value, name: string, value: Value | undefined): void {
  const cls = typeOf(o);
  const d = lookup(cls, name);
  if (d !== undefined) {
    const set = typeOf(d).slots.descrSet;
    if (set !== undefined) {
      set(d, o, value);
      return;
    }
  }
  if (o instanceof Mutable && o.shape !== null && cls.hasDict) {
    if (value !== undefined) setOwnField(o, name, value);
    else if (!deleteOwnField(o, name)) throw attributeError(name, o, name);
    return;
  }
  if (d === undefined) throw attributeError(`'${typeName(cls)}' object has no attribute '${name}'`, o, name);
  throw attributeError(`'${typeName(cls)}' object attribute '${name}' is read-only`, o, name);
}

