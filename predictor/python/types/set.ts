// The `set` and `frozenset` types (Objects/setobject.c). What a set is made of is in set-object.ts.
import { defineClass, type Methods, type Row } from '../define.ts';
import { iterate, NotImplemented } from '../operators.ts';
import { listItems } from './iteration.ts';
import { keyError, raising } from '../raise.ts';
import type { CompareCode, Slots } from '../slots.ts';
import { touch, vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { List, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { classGetItem } from './generic-row.ts';
import { maybeMember } from './known.ts';
import { guardedRepr, joinReprs } from './repr-guard.ts';
import {
  elementsOf, freshLike, frozenHash, isDisjoint, isSubset, PySet, setAdd, setClear, setCopy, setDifference, setDifferenceUpdate, setDiscard, setDisplay, setHas,
  setIntersection, setPop, setSymmetricUpdate, setUpdate,
} from './set-object.ts';
import { SetIter } from './table-iterators.ts';

export { constantFrozenset, elementsOf, elementsUnordered, PySet, setAdd, setDiscard, setFrom, setHas, setUpdate } from './set-object.ts';

/** A set display: `constant` where all items are constants in the source. */
export const makeSet = (items: readonly Value[], constant = false): PySet => setDisplay(items, constant);

// Operators -------------------------------------------------------------------------------------------------------

const both = (a: Value, b: Value): boolean => a instanceof PySet && b instanceof PySet;
/** A set as a key is looked up as the frozenset of its items. */
function asKey(k: Value): Value {
  return k instanceof PySet && k.cls.slots.hash === null ? setCopy(k, T.frozenset) : k;
}
/** Takes over another set's content (`set_swap_bodies`). */
function become(s: PySet, other: PySet): void {
  touch(s);
  const { finger } = s;
  Object.assign(s, { map: other.map, buckets: other.buckets, table: other.table, random: other.random, finger });
}
function union(s: PySet, others: readonly Value[]): PySet {
  const out = setCopy(s, freshLike(s).cls);
  for (const o of others) if (o !== s) setUpdate(out, o);
  return out;
}
function intersection(s: PySet, others: readonly Value[]): PySet {
  if (others.length === 0) return copyOf(s);
  let out = s;
  for (const o of others) out = setIntersection(out, o);
  return out;
}
function difference(s: PySet, others: readonly Value[]): PySet {
  if (others.length === 0) return copyOf(s);
  const out = setDifference(s, others[0]);
  for (const o of others.slice(1)) setDifferenceUpdate(out, o);
  return out;
}
function symmetric(s: PySet, other: Value): PySet {
  const out = freshLike(s);
  setUpdate(out, other);
  setSymmetricUpdate(out, s);
  return out;
}
const copyOf = (s: PySet): PySet => setCopy(s, freshLike(s).cls);

function compareSets(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof PySet) || !(b instanceof PySet)) return NotImplemented;
  switch (op) {
    case 2: return sameSet(a, b);
    case 3: return !sameSet(a, b);
    case 0: return a.map.size < b.map.size && isSubset(a, b);
    case 1: return isSubset(a, b);
    case 4: return a.map.size > b.map.size && isSubset(b, a);
    default: return isSubset(b, a);
  }
}
function sameSet(a: PySet, b: PySet): boolean {
  if (a.map.size !== b.map.size || (a.hash !== undefined && b.hash !== undefined && a.hash !== b.hash)) return false;
  return isSubset(a, b);
}
/** Its elements, as a class of the program may give them out. */
const iterated = (s: PySet): readonly Value[] => (s.cls.builtin ? elementsOf(s) : listItems(s));
function show(v: Value): Value {
  const s = v as PySet;
  const { name } = s.cls;
  if (s.map.size === 0) return `${name}()`;
  return guardedRepr(s, `${name}(...)`, () => {
    const items = `{${joinReprs(iterated(s))}}`;
    return s.cls === T.set ? items : `${name}(${items})`;
  });
}

const shared: Slots = {
  repr: show,
  compare: compareSets,
  len: v => (v as PySet).map.size,
  contains: (v, item) => (item instanceof Unknown ? maybeMember(item, (v as PySet).map.size) : setHas(v as PySet, asKey(item))),
  iter: v => new SetIter(v as PySet),
  and: (a, b) => (both(a, b) ? setIntersection(a as PySet, b) : NotImplemented),
  or: (a, b) => (both(a, b) ? union(a as PySet, [b]) : NotImplemented),
  sub: (a, b) => (both(a, b) ? setDifference(a as PySet, b) : NotImplemented),
  xor: (a, b) => (both(a, b) ? symmetric(a as PySet, b) : NotImplemented),
};
const many = (returns: string, call: (self: PySet, others: Value[]) => Value): Row => ({ params: 'self, *others', returns, call });
const one = (returns: string, call: (self: PySet, other: Value) => Value): Row => ({ params: 'self, object, /', returns, call });
const none = (f: () => void): null => {
  f();
  return null;
};

function reads(result: 'set' | 'frozenset'): Methods {
  return {
    copy: { params: 'self, /', returns: result, call: (self: PySet) => (self.cls === T.frozenset ? self : copyOf(self)) },
    union: many(result, union),
    intersection: many(result, intersection),
    difference: many(result, difference),
    symmetric_difference: one(result, symmetric),
    isdisjoint: one('bool', isDisjoint),
    issubset: one('bool', (self, other) => isSubset(self, other instanceof PySet ? other : union(new PySet(), [other]))),
    issuperset: one('bool', (self, other) => (other instanceof PySet ? isSubset(other, self) : containsAll(self, other))),
    __contains__: one('bool', (self, item) => setHas(self, asKey(item))),
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: PySet) => new Tuple([self.cls, new Tuple([new List([...iterated(self)])]), null]),
    },
    __sizeof__: { params: 'self, /', returns: 'int', call: (self: PySet) => 200 + (self.map.size < 5 ? 0 : 16 * self.map.size * 2) },
    __class_getitem__: classGetItem,
  };
}
function containsAll(self: PySet, other: Value): boolean {
  const it = iterate(other);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (!setHas(self, x)) return false;
    if (--vm.fuel < 0) vm.refuel();
  }
  return true;
}

// Types -----------------------------------------------------------------------------------------------------------

T.set = defineClass({
  name: 'set',
  doc: 'set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.',
  alloc: cls => new PySet(cls),
  slots: {
    ...shared,
    hash: null,
    new: cls => new PySet(cls),
    init: (v, args, kw) => {
      const self = v as PySet;
      if (self.cls === T.set || self.cls.slots.new === T.set.slots.new) noKeywords('set', kw);
      checkPositional('set', args, 0, 1);
      if (self.map.size > 0) setClear(self);
      if (args.length === 1) setUpdate(self, args[0]);
    },
    iand: (a, b) => (both(a, b) ? (become(a as PySet, setIntersection(a as PySet, b)), a) : NotImplemented),
    ior: (a, b) => (both(a, b) ? (setUpdate(a as PySet, b), a) : NotImplemented),
    isub: (a, b) => (both(a, b) ? (setDifferenceUpdate(a as PySet, b), a) : NotImplemented),
    ixor: (a, b) => (both(a, b) ? (setSymmetricUpdate(a as PySet, b), a) : NotImplemented),
  },
  methods: {
    ...reads('set'),
    add: one('none', (self, item) => none(() => setAdd(self, item))),
    clear: { params: 'self, /', returns: 'none', call: (self: PySet) => none(() => setClear(self)) },
    discard: one('none', (self, item) => none(() => setDiscard(self, asKey(item)))),
    remove: one('none', (self, item) => {
      if (!setDiscard(self, asKey(item))) throw keyError(item);
      return null;
    }),
    pop: {
      params: 'self, /',
      call: (self: PySet) => {
        const v = setPop(self);
        if (v === undefined) throw raising('KeyError', 'pop from an empty set');
        return v;
      },
    },
    update: many('none', (self, others) => none(() => others.forEach(o => setUpdate(self, o)))),
    intersection_update: many('none', (self, others) => none(() => become(self, intersection(self, others)))),
    difference_update: many('none', (self, others) => none(() => others.forEach(o => setDifferenceUpdate(self, o)))),
    symmetric_difference_update: one('none', (self, other) => none(() => setSymmetricUpdate(self, other))),
  },
});

T.frozenset = defineClass({
  name: 'frozenset',
  doc: 'frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nBuild an immutable unordered collection of unique elements.',
  alloc: cls => new PySet(cls),
  slots: {
    ...shared,
    hash: v => frozenHash(v as PySet),
    new: (cls: Type, args, kw) => {
      if (cls === T.frozenset || cls.slots.init === T.frozenset.slots.init) noKeywords('frozenset', kw);
      checkPositional('frozenset', args, 0, 1);
      const v = args[0];
      if (cls === T.frozenset && v instanceof PySet && v.cls === T.frozenset) return v;
      const s = new PySet(cls);
      if (args.length === 1) setUpdate(s, v);
      return s;
    },
  },
  methods: reads('frozenset'),
});
