// Set objects: what they hold, what their order is, and how they are merged and cut (Objects/setobject.c). Membership works on the same keys as that of dicts;
// CPython's table is built only once someone needs the order. The methods are in set.ts.
import { adopt, adoptAll, find, findFrom, type Keyed, loose, place, placeFrom, remove, removeAll, SlowEntry, storedKey } from '../dict-keys.ts';
import { hashSeed } from '../hash-seed.ts';
import { permuted } from '../open-orders.ts';
import { iterate } from '../operators.ts';
import { touch, vm } from '../state.ts';
import { doubt, originHere } from '../unknown-value.ts';
import { Bytes, Boxed, Complex, Dict, Entry, Float, type MapKey, Mutable, type Obj, T, Tuple, type Type, type Value } from '../values.ts';
import { entryHalves, SetTable } from './set-table.ts';
import { FrozenHash, half } from './hash-halves.ts';

export class PySet extends Mutable implements Keyed {
  map: Map<MapKey, Entry> = new Map();
  buckets: Map<number | bigint, Entry[]> | null = null;
  /** CPython's table, or null: then it is what adding the entries in the map's order gives. */
  table: SetTable | null = null;
  /** A key's hash is open (see hash-seed.ts), and so is the order. There is no table then. */
  random = false;
  /** The order (of those that are tried) in which its entries stand now, if it is random. */
  shuffled = 0;
  /** The entries of a random set as they came, once it was shown in another order: they hold as long as it has not changed since. */
  plain: { readonly stamp: number; readonly entries: readonly (readonly [MapKey, Entry])[] } | null = null;
  /** Where `pop` goes on. */
  finger = 0;
  /** Of a frozenset, once asked for. */
  hash: number | bigint | undefined = undefined;
  constructor(cls: Type = T.set) {
    super(cls);
  }
  override saver(): () => void {
    const base = super.saver();
    const { random, finger, shuffled } = this;
    const map = new Map(this.map);
    const buckets = this.buckets === null ? null : new Map([...this.buckets].map(([h, b]) => [h, b.slice()] as const));
    const table = this.table?.clone() ?? null;
    return () => {
      base();
      Object.assign(this, { map: new Map(map), random, finger, shuffled, buckets, table });
    };
  }
}

// Randomness ------------------------------------------------------------------------------------------------------

/** Whether CPython's hash of a key with plain equality differs from run to run. */
function isRandom(v: Value): boolean {
  switch (typeof v) {
    case 'string':
      return v !== '' && !hashSeed.pinned;
    case 'object':
      return v === null || isRandomObject(v);
    default:
      return false;
  }
}
function isRandomObject(v: Obj): boolean {
  if (v instanceof Tuple) return v.items.some(isRandom);
  if (v instanceof Float) return v.value !== v.value;
  if (v instanceof Boxed) return isRandom(v.value);
  if (v instanceof Bytes) return v.data.length > 0 && !hashSeed.pinned;
  return !(v instanceof Complex);
}

/** Adds a key; says whether it is new. */
export function setAdd(s: PySet, k: Value): boolean {
  if (typeof k === 'number' && s.buckets === null) {
    if (s.map.has(k)) return false;
    const e = new Entry(k, null);
    touch(s);
    s.map.set(k, e);
    s.table?.add(e);
    return true;
  }
  const { entry, fresh } = place(s, k, null);
  if (fresh) added(s, entry, isRandomEntry(s, entry));
  return fresh;
}
/** Adds the key of a dict's entry. */
function addFromDict(s: PySet, mk: MapKey, e: Entry): void {
  const { entry, fresh } = placeFrom(s, mk, e, null);
  if (fresh) added(s, entry, isRandomEntry(s, entry));
}
/** Adds the entry of another set. */
function addFrom(s: PySet, mk: MapKey, e: Entry, random: boolean): void {
  if (adopt(s, mk, e)) added(s, e, random);
}
function added(s: PySet, e: Entry, random: boolean): void {
  if (random) {
    s.random = true;
    s.table = null;
  } else if (!s.random) s.table?.add(e);
}

/** The table in CPython's order; only for sets that are not random. */
export function tableOf(s: PySet): SetTable {
  if (s.table === null) {
    s.table = new SetTable();
    for (const e of s.map.values()) s.table.add(e);
  }
  return s.table;
}
/** Takes an entry out. */
function dropEntry(s: PySet, e: Entry): void {
  const table = s.random ? null : tableOf(s);
  touch(s);
  table?.remove(e);
  remove(s, e);
}
export function setDiscard(s: PySet, k: Value): boolean {
  const e = find(s, k);
  if (e === undefined) return false;
  dropEntry(s, e);
  return true;
}
export function setClear(s: PySet): void {
  removeAll(s);
  s.table = null;
  s.random = false;
}
export const setHas = (s: PySet, k: Value): boolean => find(s, k) !== undefined;

// Order -----------------------------------------------------------------------------------------------------------

/** The entries in CPython's order, as far as there is one. Nothing is said about doubts. */
export function entriesOf(s: PySet): Entry[] {
  return s.random || s.map.size < 2 ? [...s.map.values()] : tableOf(s).entries();
}
/** The same for a use in which the order shows only in calls of the program's own `__eq__`. */
const entriesFor = (s: PySet, other: Keyed): Entry[] => (s.buckets === null && other.buckets === null ? [...s.map.values()] : entriesOf(s));
/** To be called before the order of a set is shown to the program. */
export function showOrder(s: PySet): void {
  if (!s.random || s.map.size < 2) return;
  if (s.shuffled !== hashSeed.order) {
    // Once for each set: until it is changed, a set keeps its order.
    if (s.plain?.stamp !== s.stamp) s.plain = { stamp: s.stamp, entries: [...s.map] };
    s.shuffled = hashSeed.order;
    s.map = new Map(permuted(s.plain.entries, hashSeed.order));
  }
  doubt([originHere('order', 'iteration order of a set')]);
}
/** The items as the program sees them; an open order is a doubt. */
export function elementsOf(s: PySet): Value[] {
  showOrder(s);
  return entriesOf(s).map(e => e.key);
}
/** The items for a use that does not depend on their order (`len`, `in`, `sorted`, `sum`, `min`, `max`, `any`, `all`, set algebra). */
export function elementsUnordered(s: PySet): Value[] {
  const out: Value[] = [];
  for (const e of s.map.values()) out.push(e.key);
  return out;
}
/** `set.pop`: undefined where it is empty. */
export function setPop(s: PySet): Value | undefined {
  if (s.map.size === 0) return undefined;
  showOrder(s);
  let e: Entry;
  if (s.random) e = s.map.values().next().value!;
  else {
    const table = tableOf(s);
    let i = table.next(s.finger & table.mask);
    if (i < 0) i = table.next(0);
    e = table.slots[i]!;
    touch(s);
    s.finger = i + 1;
  }
  dropEntry(s, e);
  return e.key;
}

// Algebra ---------------------------------------------------------------------------------------------------------

/** A set or frozenset without subclass data, of the kind that operations on `like` give (`make_new_set_basetype`). */
export const freshLike = (like: PySet): PySet => new PySet(like.cls.mro.includes(T.set) ? T.set : T.frozenset);

export function setFrom(items: Iterable<Value>, cls: Type = T.set): PySet {
  const s = new PySet(cls);
  for (const v of items) {
    setAdd(s, v);
    if (--vm.fuel < 0) vm.refuel();
  }
  return s;
}
/**
 * What a set display gives. One of three or more constants is a frozenset in the code object, merged into an empty set (Python/compile.c
 * `starunpack_helper`), which leaves another order than adding the items does.
 */
export function setDisplay(items: readonly Value[], constant: boolean): PySet {
  if (!constant || items.length < 3) return setFrom(items);
  return setCopy(constantFrozenset(items), T.set);
}
/**
 * The frozenset that a code object holds for a display of constants; a `for` over the display uses it as it is. It is built twice (`merge_consts_recursive`),
 * and once more where one of its strs was interned before the code was made, which we cannot know (`intern_string_constants`).
 */
export function constantFrozenset(items: readonly Value[]): PySet {
  const again = (s: PySet): PySet => setFrom(entriesOf(s).map(e => e.key), T.frozenset);
  const twice = again(setFrom(items, T.frozenset));
  if (twice.random || !items.some(holdsStr)) return twice;
  const order = entriesOf(twice);
  if (!entriesOf(again(twice)).every((e, i) => e.key === order[i].key)) {
    twice.random = true;
    twice.table = null;
  }
  return twice;
}
const holdsStr = (v: Value): boolean => typeof v === 'string' || (v instanceof Tuple && v.items.some(holdsStr));

/** `set_update_internal`: adds all items of any iterable. */
export function setUpdate(s: PySet, other: Value): void {
  if (other instanceof PySet) merge(s, other);
  else if (other instanceof Dict && other.cls === T.dict) {
    const pairs = [...other.map];
    touch(s);
    if (!s.random) tableOf(s).reserve(pairs.length);
    for (const [mk, e] of pairs) addFromDict(s, mk, e);
    spend(pairs.length);
  } else {
    const it = iterate(other);
    for (let x = it.next(); x !== undefined; x = it.next()) {
      setAdd(s, x);
      if (--vm.fuel < 0) vm.refuel();
    }
  }
}
/** Whether an entry's key makes the set random that it comes into. */
const isRandomEntry = (s: PySet, e: Entry): boolean => !s.random && (e instanceof SlowEntry ? e.open : isRandom(e.key));

function merge(s: PySet, other: PySet): void {
  if (s === other || other.map.size === 0) return;
  spend(other.map.size);
  if (s.random || other.random) {
    touch(s);
    s.random = true;
    s.table = null;
    if (s.map.size === 0) adoptAll(s, other);
    else for (const [mk, e] of [...other.map]) addFrom(s, mk, e, true);
    return;
  }
  const from = tableOf(other);
  const into = tableOf(s);
  touch(s);
  if (s.map.size === 0) {
    adoptAll(s, other);
    into.merge(from, null);
  } else into.merge(from, e => adopt(s, storedKey(e), e));
}
export function setCopy(s: PySet, cls: Type): PySet {
  const out = new PySet(cls);
  merge(out, s);
  return out;
}
function spend(n: number): void {
  vm.fuel -= n >> 2;
  if (vm.fuel < 0) vm.refuel();
}

/** `set_intersection`. */
export function setIntersection(s: PySet, other: Value): PySet {
  const out = freshLike(s);
  if (s === other) {
    merge(out, s);
    return out;
  }
  if (other instanceof PySet) {
    let [from, against] = [other, s];
    if (other.map.size > s.map.size) [from, against] = [s, other];
    spend(from.map.size);
    for (const e of entriesOf(from)) {
      const mk = storedKey(e);
      if (findFrom(against, mk, e) !== undefined) addFrom(out, mk, e, from.random);
    }
    return out;
  }
  const it = iterate(other);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    const [mk, e] = loose(x);
    if (findFrom(s, mk, e) !== undefined) {
      addFrom(out, mk, e, isRandomEntry(out, e));
      if (out.map.size >= s.map.size) break;
    }
    if (--vm.fuel < 0) vm.refuel();
  }
  return out;
}
/** `set_difference_update_internal`. */
export function setDifferenceUpdate(s: PySet, other: Value): void {
  if (s === other) {
    setClear(s);
    return;
  }
  if (other instanceof PySet) {
    const less = other.map.size >> 3 > s.map.size ? setIntersection(s, other) : other;
    spend(less.map.size);
    for (const e of entriesFor(less, s)) {
      const mine = findFrom(s, storedKey(e), e);
      if (mine !== undefined) dropEntry(s, mine);
    }
  } else {
    const it = iterate(other);
    for (let x = it.next(); x !== undefined; x = it.next()) {
      setDiscard(s, x);
      if (--vm.fuel < 0) vm.refuel();
    }
  }
  if (s.table !== null) {
    touch(s);
    s.table.tidy();
  }
}
/** `set_difference`. */
export function setDifference(s: PySet, other: Value): PySet {
  const size = other instanceof PySet ? other.map.size : other instanceof Dict && other.cls === T.dict ? other.map.size : Infinity;
  const out = freshLike(s);
  if (s.map.size >> 2 > size || size === Infinity) {
    merge(out, s);
    setDifferenceUpdate(out, other);
    return out;
  }
  spend(s.map.size);
  for (const e of entriesOf(s)) {
    const mk = storedKey(e);
    if (findFrom(other as PySet | Dict, mk, e) === undefined) addFrom(out, mk, e, s.random);
  }
  return out;
}
/** `set_symmetric_difference_update`. */
export function setSymmetricUpdate(s: PySet, other: Value): void {
  if (s === other) {
    setClear(s);
    return;
  }
  if (other instanceof Dict && other.cls === T.dict) {
    spend(other.map.size);
    for (const [mk, e] of [...other.map]) {
      const mine = findFrom(s, mk, e);
      if (mine !== undefined) dropEntry(s, mine);
      else addFromDict(s, mk, e);
    }
    return;
  }
  let set: PySet;
  if (other instanceof PySet) set = other;
  else setUpdate((set = freshLike(s)), other);
  spend(set.map.size);
  for (const e of entriesOf(set)) {
    const mk = storedKey(e);
    const mine = findFrom(s, mk, e);
    if (mine !== undefined) dropEntry(s, mine);
    else addFrom(s, mk, e, set.random);
  }
}
/** Whether all items of `s` are in `other`. */
export function isSubset(s: PySet, other: PySet): boolean {
  if (s.map.size > other.map.size) return false;
  spend(s.map.size);
  for (const e of entriesFor(s, other)) if (findFrom(other, storedKey(e), e) === undefined) return false;
  return true;
}
export function isDisjoint(s: PySet, other: Value): boolean {
  if (s === other) return s.map.size === 0;
  if (other instanceof PySet && other.cls.builtin) {
    const [from, against] = other.map.size > s.map.size ? [s, other] : [other, s];
    spend(from.map.size);
    for (const e of entriesFor(from, against)) if (findFrom(against, storedKey(e), e) !== undefined) return false;
    return true;
  }
  const it = iterate(other);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (find(s, x) !== undefined) return false;
    if (--vm.fuel < 0) vm.refuel();
  }
  return true;
}
/** `hash(frozenset)`. */
export function frozenHash(s: PySet): number | bigint {
  if (s.hash === undefined) {
    const h = new FrozenHash();
    for (const e of s.map.values()) {
      entryHalves(e);
      h.add(half.high, half.low);
    }
    s.hash = h.finish();
  }
  if (s.random) hashSeed.drawn++;
  return s.hash;
}
