// `dict.keys()`, `.values()`, `.items()`: live views with the operations of sets (Objects/dictobject.c).
import { defineClass, type Methods } from '../define.ts';
import { dictCopy, dictHas, find, findFrom, remove } from '../dict-keys.ts';
import { contains, equal, iterate, length, NotImplemented } from '../operators.ts';
import type { CompareCode, Slots } from '../slots.ts';
import { vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { type Dict, DictView, MappingProxy, type Obj, T, Tuple, type Value } from '../values.ts';
import { listItems } from './iteration.ts';
import { maybeMember } from './known.ts';
import { guardedRepr, joinReprs } from './repr-guard.ts';
import { PySet, setAdd, setDifferenceUpdate, setIntersection, setSymmetricUpdate, setUpdate } from './set-object.ts';
import { DictIter, DictReverseIter, type Part } from './table-iterators.ts';

export const dictKeys = (d: Dict): Value => new DictView(T.dictKeys, d);
export const dictValues = (d: Dict): Value => new DictView(T.dictValues, d);
export const dictItems = (d: Dict): Value => new DictView(T.dictItems, d);

const isItems = (v: Value): boolean => v instanceof DictView && v.cls.mro.includes(T.dictItems);
/** A view that behaves as a set does. */
const isSetView = (v: Value): v is DictView => v instanceof DictView && !v.cls.mro.includes(T.dictValues);
const isSetLike = (v: Value): boolean => v instanceof PySet || isSetView(v);

function viewHas(view: DictView, item: Value): boolean {
  if (item instanceof Unknown) return maybeMember(item, view.dict.map.size);
  if (!isItems(view)) return dictHas(view.dict, item);
  if (!(item instanceof Tuple) || item.items.length !== 2) return false;
  const found = find(view.dict, item.items[0])?.value;
  return found !== undefined && equal(found, item.items[1]);
}

// As sets ---------------------------------------------------------------------------------------------------------

function toSet(v: Value): PySet {
  const s = new PySet();
  setUpdate(s, v instanceof DictView && v.cls === T.dictKeys && v.dict.cls === T.dict ? v.dict : v);
  return s;
}
function intersect(a: Value, b: Value): Value {
  let [view, other] = isSetView(a) ? [a, b] : [b as DictView, a];
  const size = view.dict.map.size;
  if (other instanceof PySet && other.cls === T.set && size <= other.map.size) return setIntersection(other, view);
  if (isSetView(other) && other.dict.map.size > size) [view, other] = [other, view];
  const out = new PySet();
  const it = iterate(other);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (viewHas(view, x)) setAdd(out, x);
    if (--vm.fuel < 0) vm.refuel();
  }
  return out;
}
function union(a: Value, b: Value): Value {
  const s = toSet(a);
  setUpdate(s, b);
  return s;
}
function subtract(a: Value, b: Value): Value {
  const s = toSet(a);
  setDifferenceUpdate(s, b);
  return s;
}
function symmetric(a: Value, b: Value): Value {
  if (isItems(a) && isItems(b)) return symmetricItems((a as DictView).dict, (b as DictView).dict);
  const s = toSet(a);
  setSymmetricUpdate(s, b);
  return s;
}
/** `dictitems_xor`: the pairs of the second dict that the first lacks, then what is left of the first. */
function symmetricItems(a: Dict, b: Dict): Value {
  const rest = dictCopy(a);
  const out = new PySet();
  for (const [mk, e] of [...b.map]) {
    const mine = findFrom(rest, mk, e);
    if (mine !== undefined && equal(mine.value!, e.value!)) remove(rest, mine);
    else setAdd(out, new Tuple([e.key, e.value!]));
    if (--vm.fuel < 0) vm.refuel();
  }
  setUpdate(out, dictItems(rest));
  return out;
}

function allIn(a: Value, b: Value): boolean {
  const it = iterate(a);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (!contains(b, x)) return false;
    if (--vm.fuel < 0) vm.refuel();
  }
  return true;
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  if (!isSetLike(a) || !isSetLike(b)) return NotImplemented;
  const m = length(a);
  const n = length(b);
  switch (op) {
    case 0: return m < n && allIn(a, b);
    case 1: return m <= n && allIn(a, b);
    case 2: return m === n && allIn(a, b);
    case 3: return !(m === n && allIn(a, b));
    case 4: return m > n && allIn(b, a);
    default: return m >= n && allIn(b, a);
  }
}
function isDisjoint(self: DictView, other: Value): Value {
  if (self === other) return self.dict.map.size === 0;
  let [walked, asked] = [other, self as Value];
  if (isSetView(other) || (other instanceof PySet && other.cls.builtin)) {
    if (length(other) > self.dict.map.size) [walked, asked] = [self, other];
  }
  const it = iterate(walked);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (contains(asked, x)) return false;
    if (--vm.fuel < 0) vm.refuel();
  }
  return true;
}

// Types -----------------------------------------------------------------------------------------------------------

function slots(part: Part): Slots {
  return {
    repr: v => guardedRepr(v as Obj, '...', () => `${(v as Obj).cls.name}([${joinReprs(listItems(v))}])`),
    len: v => (v as DictView).dict.map.size,
    iter: v => new DictIter((v as DictView).dict, part),
  };
}
const setSlots: Slots = {
  contains: (v, item) => viewHas(v as DictView, item),
  compare,
  hash: null,
  and: intersect,
  or: union,
  sub: subtract,
  xor: symmetric,
};
const methods = (part: Part): Methods => ({
  __reversed__: { params: 'self, /', call: (self: DictView) => new DictReverseIter(self.dict, part) },
  ...(part === 'values' ? {} : { isdisjoint: { params: 'self, other, /', returns: 'bool', call: isDisjoint } }),
});
const getset = { mapping: [(self: DictView) => new MappingProxy(self.dict)] } as const;

T.dictKeys = defineClass({ name: 'dict_keys', subclassable: true, slots: { ...slots('keys'), ...setSlots }, methods: methods('keys'), getset });
T.dictValues = defineClass({ name: 'dict_values', subclassable: true, slots: slots('values'), methods: methods('values'), getset });
T.dictItems = defineClass({ name: 'dict_items', subclassable: true, slots: { ...slots('items'), ...setSlots }, methods: methods('items'), getset });
