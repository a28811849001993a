// How dicts (and sets) find a key: Python's key equality on top of a JavaScript Map. A key whose equality is that of plain values gets a primitive map key;
// only keys with a Python-level `__eq__` or `__hash__` are searched by hash and compared one by one (Objects/dictobject.c, `_Py_dict_lookup`).
import { getAttrOr, typeOf } from './attributes.ts';
import { call } from './calls.ts';
import { hashSeed } from './hash-seed.ts';
import { typeName } from './names.ts';
import { compare, getItem, hash, iterate, toArray, truth } from './operators.ts';
import { runtimeError, typeError, valueError } from './raise.ts';
import { touch, vm } from './state.ts';
import { drain } from './types/iteration.ts';
import { swallow } from './types/swallow.ts';
import { Unknown, UnknownUsed } from './unknown-value.ts';
import { Boxed, Bytes, Complex, Dict, Entry, Float, type Iter, type MapKey, type Mutable, type Obj, T, Tuple, type Value } from './values.ts';

/** What dicts and sets have in common. */
export interface Keyed extends Mutable {
  map: Map<MapKey, Entry>;
  buckets: Map<number | bigint, Entry[]> | null;
}

/** The entry of a key that is compared by its own `__eq__`. It is its own key in the map. */
export class SlowEntry extends Entry {
  readonly hash: number | bigint;
  /** The hash differs from run to run (see hash-seed.ts). */
  readonly open: boolean;
  constructor(key: Value, value: Value, hash: number | bigint, open: boolean) {
    super(key, value);
    this.hash = hash;
    this.open = open;
  }
}

// Map keys --------------------------------------------------------------------------------------------------------

/** The JavaScript key that stands for a Python key: equal keys, and no others, have the same. Undefined for a key that must be compared one by one. */
export function mapKey(k: Value): MapKey {
  switch (typeof k) {
    case 'string':
    case 'number':
    case 'bigint':
      return k;
    case 'boolean':
      return k ? 1 : 0;
    default:
      return k === null ? null : objectKey(k);
  }
}
function objectKey(k: Obj): MapKey {
  const { slots } = k.cls;
  const own = slots.hash;
  if (k instanceof Tuple) {
    if (k.cls === T.tuple || (own === T.tuple.slots.hash && slots.compare === T.tuple.slots.compare)) return tupleKey(k.items);
  } else if (k instanceof Float) return floatKey(k.value, k);
  else if (own === T.object.slots.hash && slots.compare === T.object.slots.compare) {
    if (k instanceof Unknown) throw new UnknownUsed(k.origins);
    return k;
  } else if (k instanceof Boxed) {
    const base = typeOf(k.value);
    if (own === base.slots.hash && slots.compare === base.slots.compare) return mapKey(k.value);
  } else if (k instanceof Bytes) {
    if (own === T.bytes.slots.hash && slots.compare === T.bytes.slots.compare) return bytesKey(k.data);
  } else if (k instanceof Complex) return complexKey(k);
  if (k instanceof Unknown) throw new UnknownUsed(k.origins);
  if (own === null || own === undefined) throw typeError(`unhashable type: '${typeName(k.cls)}'`);
  return undefined;
}
/** An integral float is the equal int; NaN is equal to nothing but itself. */
function floatKey(x: number, k: Obj): MapKey {
  if (Number.isInteger(x)) return Number.isSafeInteger(x) ? x : BigInt(x);
  return x === x ? x : k;
}
function complexKey(k: Complex): MapKey {
  if (k.im === 0) return floatKey(k.re, k);
  if (k.re !== k.re || k.im !== k.im) return k;
  return `\ud800c${k.re + 0},${k.im}`;
}
/** Text keys of other types begin with U+D800 alone and an ASCII letter: no str that anyone makes does. */
function bytesKey(data: Uint8Array): string {
  let s = '\ud800b';
  for (let i = 0; i < data.length; i += 4096) s += String.fromCharCode(...data.subarray(i, i + 4096));
  return s;
}

// Inside a tuple key a small int is one code unit from FIRST up; all other parts open with an ASCII letter and tell their length, so that no two tuples meet.
const FIRST = 0x100;
const BIAS = FIRST + 2048;
const MOST = 0xffff - BIAS;
const small = (n: number): boolean => n >= -2048 && n <= MOST;

function tupleKey(items: readonly Value[]): string | undefined {
  if (items.length === 2) {
    const a = items[0];
    const b = items[1];
    if (typeof a === 'number' && typeof b === 'number' && small(a) && small(b)) return String.fromCharCode(0xd800, 0x28, BIAS + 2, a + BIAS, b + BIAS);
  }
  const body = tupleBody(items);
  return body === undefined ? undefined : `\ud800${body}`;
}
function tupleBody(items: readonly Value[]): string | undefined {
  let s = `(${intPart(items.length)}`;
  for (let i = 0; i < items.length; i++) {
    const v = items[i];
    const k = typeof v === 'object' && v !== null ? objectKey(v) : mapKey(v);
    switch (typeof k) {
      case 'number':
        s += Number.isInteger(k) ? intPart(k) : `f${k};`;
        break;
      case 'string':
        // A nested tuple, bytes or complex opens as no str does, and keeps its own letter.
        s += `${k.charCodeAt(0) === 0xd800 && k.charCodeAt(1) < 0x80 ? k[1] : 's'}${intPart(k.length)}${k}`;
        break;
      case 'bigint':
        s += `i${k};`;
        break;
      case 'undefined':
        // The rest must still be looked at: it may be unhashable or unknown.
        for (let j = i + 1; j < items.length; j++) mapKey(items[j]);
        return undefined;
      default:
        s += k === null ? 'n' : `o${serial(k as Obj)};`;
    }
  }
  return s;
}
const intPart = (n: number): string => (small(n) ? String.fromCharCode(n + BIAS) : `i${n};`);

const serials = new WeakMap<Obj, number>();
let lastSerial = 0;
function serial(o: Obj): number {
  let n = serials.get(o);
  if (n === undefined) serials.set(o, (n = ++lastSerial));
  return n;
}

// Search by hash ----------------------------------------------------------------------------------------------------

/** The entry of an equal key, or undefined. */
export function find(d: Keyed, k: Value): Entry | undefined {
  const mk = mapKey(k);
  if (mk !== undefined && d.buckets === null) return d.map.get(mk);
  const h = hash(k);
  return d.map.size === 0 ? undefined : inBuckets(d, k, h, mk);
}
/** Compares with the keys of the same hash in turn. `existing == key`, in this order, as the dict does. */
function inBuckets(d: Keyed, k: Value, h: number | bigint, mk: MapKey): Entry | undefined {
  restart: for (;;) {
    const bucket = bucketsOf(d).get(h);
    if (bucket === undefined) return undefined;
    const plain = mk === undefined ? undefined : d.map.get(mk);
    for (const e of bucket) {
      if (e === plain || e.key === k) return e;
      // Of two plain keys, the map keys tell whether they are equal.
      if (mk !== undefined && !(e instanceof SlowEntry)) continue;
      const { stamp } = d;
      const r = truth(compare(e.key, k, 2));
      if (d.stamp !== stamp && d.map.get(storedKey(e)) !== e) continue restart;
      if (r) return e;
    }
    return undefined;
  }
}
/** Where an entry stands in the map. */
export const storedKey = (e: Entry): MapKey => (e instanceof SlowEntry ? e : mapKey(e.key));
function bucketsOf(d: Keyed): Map<number | bigint, Entry[]> {
  if (d.buckets !== null) return d.buckets;
  const buckets = new Map<number | bigint, Entry[]>();
  for (const e of d.map.values()) intoBucket(buckets, e instanceof SlowEntry ? e.hash : hash(e.key), e);
  d.buckets = buckets;
  return buckets;
}
function intoBucket(buckets: Map<number | bigint, Entry[]>, h: number | bigint, e: Entry): void {
  const b = buckets.get(h);
  if (b === undefined) buckets.set(h, [e]);
  else b.push(e);
}

/** The entry of an equal key, else a fresh one with `value`. */
export function place(d: Keyed, k: Value, value: Value): { entry: Entry; fresh: boolean } {
  const mk = mapKey(k);
  if (mk !== undefined && d.buckets === null) {
    const e = d.map.get(mk);
    if (e !== undefined) return { entry: e, fresh: false };
    const entry = new Entry(k, value);
    touch(d);
    d.map.set(mk, entry);
    return { entry, fresh: true };
  }
  const { drawn } = hashSeed;
  const h = hash(k);
  return placeHashed(d, k, mk, h, hashSeed.drawn !== drawn, value);
}
/** The same for a slow key whose hash is already known: sets and dicts hand on stored hashes. */
export function placeHashed(d: Keyed, k: Value, mk: MapKey, h: number | bigint, open: boolean, value: Value): { entry: Entry; fresh: boolean } {
  const e = inBuckets(d, k, h, mk);
  if (e !== undefined) return { entry: e, fresh: false };
  const entry = mk === undefined ? new SlowEntry(k, value, h, open) : new Entry(k, value);
  touch(d);
  const buckets = bucketsOf(d);
  d.map.set(mk === undefined ? entry : mk, entry);
  intoBucket(buckets, h, entry);
  return { entry, fresh: true };
}
/** An entry that stands in no table: a key hashed once, to be looked up in several. */
export function loose(k: Value): [MapKey, Entry] {
  const mk = mapKey(k);
  if (mk !== undefined) return [mk, new Entry(k, null)];
  const { drawn } = hashSeed;
  const h = hash(k);
  const e = new SlowEntry(k, null, h, hashSeed.drawn !== drawn);
  return [e, e];
}
/** Puts the entry of another dict or set in: its hash is not asked again. */
export function placeFrom(d: Keyed, mk: MapKey, e: Entry, value: Value): { entry: Entry; fresh: boolean } {
  if (e instanceof SlowEntry) return placeHashed(d, e.key, undefined, e.hash, e.open, value);
  if (d.buckets !== null) return placeHashed(d, e.key, mk, hash(e.key), false, value);
  const known = d.map.get(mk);
  if (known !== undefined) return { entry: known, fresh: false };
  const entry = new Entry(e.key, value);
  touch(d);
  d.map.set(mk, entry);
  return { entry, fresh: true };
}
/** The entry equal to that of another dict or set. */
export function findFrom(d: Keyed, mk: MapKey, e: Entry): Entry | undefined {
  if (e instanceof SlowEntry) return d.map.size === 0 ? undefined : inBuckets(d, e.key, e.hash, undefined);
  if (d.buckets === null) return d.map.get(mk);
  return inBuckets(d, e.key, hash(e.key), mk);
}
/** Puts the entry of another set in as it is, as sets share their entries; says whether its key is new. */
export function adopt(d: Keyed, mk: MapKey, e: Entry): boolean {
  if (d.buckets === null && !(e instanceof SlowEntry)) {
    if (d.map.has(mk)) return false;
    touch(d);
    d.map.set(mk, e);
    return true;
  }
  const h = e instanceof SlowEntry ? e.hash : hash(e.key);
  if (inBuckets(d, e.key, h, e instanceof SlowEntry ? undefined : mk) !== undefined) return false;
  touch(d);
  const buckets = bucketsOf(d);
  d.map.set(mk, e);
  intoBucket(buckets, h, e);
  return true;
}
/** Fills an empty set with the entries of another, none of which is compared. */
export function adoptAll(d: Keyed, other: Keyed): void {
  touch(d);
  d.map = new Map(other.map);
  d.buckets = null;
  if (other.buckets !== null) bucketsOf(d);
}
/** Takes an entry out. A dict's entry loses its value, which tells everyone who holds on to it. */
export function remove(d: Keyed, e: Entry): void {
  touch(d);
  d.map.delete(storedKey(e));
  if (d instanceof Dict) e.value = undefined;
  if (d.buckets === null) return;
  if (d.map.size === 0) {
    d.buckets = null;
    return;
  }
  const h = e instanceof SlowEntry ? e.hash : hash(e.key);
  const bucket = d.buckets.get(h);
  if (bucket === undefined) return;
  // A fresh array: a search may be running over the old one.
  if (bucket.length === 1) d.buckets.delete(h);
  else d.buckets.set(h, bucket.filter(x => x !== e));
}
export function removeAll(d: Keyed): void {
  touch(d);
  if (d instanceof Dict) for (const e of d.map.values()) e.value = undefined;
  d.map = new Map();
  d.buckets = null;
}

// Dicts -----------------------------------------------------------------------------------------------------------

/** `d[k]`, or undefined where it is missing. `__missing__` is not asked. */
export function dictGet(d: Dict, k: Value): Value | undefined {
  if ((typeof k === 'string' || typeof k === 'number') && d.buckets === null) return d.map.get(k)?.value;
  return find(d, k)?.value;
}
export const dictHas = (d: Dict, k: Value): boolean => find(d, k) !== undefined;

/** `d[k] = v`. The first of several equal keys stays. */
export function dictSet(d: Dict, k: Value, v: Value): void {
  if ((typeof k === 'string' || typeof k === 'number') && d.buckets === null) {
    touch(d);
    const e = d.map.get(k);
    if (e === undefined) d.map.set(k, new Entry(k, v));
    else e.value = v;
    return;
  }
  const { entry, fresh } = place(d, k, v);
  if (fresh) return;
  touch(d);
  entry.value = v;
}
/** `del d[k]`: the value it had, or undefined where it is missing. */
export function dictDelete(d: Dict, k: Value): Value | undefined {
  const e = find(d, k);
  if (e === undefined) return undefined;
  const v = e.value;
  remove(d, e);
  return v;
}
export const dictClear = (d: Dict): void => removeAll(d);

/** A snapshot of the items in order. */
export function dictPairs(d: Dict): [Value, Value][] {
  const out: [Value, Value][] = [];
  for (const e of d.map.values()) out.push([e.key, e.value!]);
  return out;
}
export function dictFrom(pairs: Iterable<readonly [Value, Value]>): Dict {
  const d = new Dict();
  for (const [k, v] of pairs) dictSet(d, k, v);
  return d;
}
/** `d.update(other)` where the other's items are taken as they stand: a dict, or a subclass that does not change how it is read. */
export function dictUpdate(d: Dict, other: Dict): void {
  if (d === other) return;
  if (d.map.size === 0) {
    touch(d);
    copyEntries(d, other);
    return;
  }
  for (const [mk, e] of [...other.map]) {
    const v = e.value;
    if (v === undefined) continue;
    const { size } = other.map;
    const { entry, fresh } = placeFrom(d, mk, e, v);
    if (!fresh) {
      touch(d);
      entry.value = v;
    }
    if (other.map.size !== size) throw runtimeError('dict mutated during update');
    if (--vm.fuel < 0) vm.refuel();
  }
}
/** `d.update(other)` for any mapping (`PyDict_Merge`); 'display' is `{**other}`, 'update' takes a sequence of pairs too. */
export function dictUpdateFrom(d: Dict, other: Value, form: 'display' | 'update'): void {
  if (other instanceof Dict && other.cls.slots.iter === T.dict.slots.iter) {
    dictUpdate(d, other);
    return;
  }
  if (other instanceof Unknown) throw new UnknownUsed(other.origins);
  const keys = getAttrOr(other, 'keys');
  if (keys !== undefined) updateFromMapping(d, other, keys);
  else if (form === 'update') updateFromPairs(d, other);
  else throw typeError(`'${typeName(typeOf(other))}' object is not a mapping`);
}
function updateFromMapping(d: Dict, other: Value, keysMethod: Value): void {
  const { frame } = vm;
  const keys = call(keysMethod, []);
  let it: Iter;
  try {
    it = iterate(keys);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError(`${typeName(typeOf(other))}.keys() returned a non-iterable (type ${typeName(typeOf(keys))})`);
    throw e;
  }
  const list = drain(it);
  for (const k of list) dictSet(d, k, getItem(other, k));
}
/** `PyDict_MergeFromSeq2`. */
function updateFromPairs(d: Dict, pairs: Value): void {
  const it = iterate(pairs);
  let i = 0;
  for (let pair = it.next(); pair !== undefined; pair = it.next(), i++) {
    const items = pairItems(pair, i);
    if (items.length !== 2) throw valueError(`dictionary update sequence element #${i} has length ${items.length}; 2 is required`);
    dictSet(d, items[0], items[1]);
    if (--vm.fuel < 0) vm.refuel();
  }
}
function pairItems(pair: Value, i: number): Value[] {
  const { frame } = vm;
  try {
    return toArray(pair);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
    throw e;
  }
}
/** `dict(d)`: a plain dict with the same items. */
export function dictCopy(d: Dict): Dict {
  const out = new Dict();
  copyEntries(out, d);
  return out;
}
/** Fills an empty dict: the keys are known to differ, so none is compared. */
function copyEntries(to: Dict, from: Dict): void {
  vm.fuel -= from.map.size >> 3;
  if (vm.fuel < 0) vm.refuel();
  for (const [mk, e] of from.map) {
    if (e instanceof SlowEntry) {
      const fresh = new SlowEntry(e.key, e.value!, e.hash, e.open);
      to.map.set(fresh, fresh);
    } else to.map.set(mk, new Entry(e.key, e.value!));
  }
  if (from.buckets !== null) bucketsOf(to);
}
