// `collections.OrderedDict` as the C version does it (Objects/odictobject.c): a dict that can reorder its keys and compares by order with its like.
import '../types/dict.ts';
import { getAttr, getAttrOr, typeOf } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictSet, find, remove, removeAll, storedKey } from '../dict-keys.ts';
import { contains, equal, getItem, iter, iterate, NotImplemented, repr, setItem, truth } from '../operators.ts';
import { keyError, raising, runtimeError, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { takeLast } from '../types/dict.ts';
import { guardedRepr } from '../types/repr-guard.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { listItems } from '../types/iteration.ts';
import { type Part, partOf } from '../types/table-iterators.ts';
import { Dict, DictView, type Entry, type Kw, List, T, Tuple, type Type, type Value } from '../values.ts';

class OrderedDict extends Dict {
  /** Changes whenever a key comes, goes or moves. */
  state = 0;
}

// Changing --------------------------------------------------------------------------------------------------------

function set(self: OrderedDict, key: Value, value: Value): void {
  const { size } = self.map;
  dictSet(self, key, value);
  if (self.map.size !== size) self.state++;
}
function drop(self: OrderedDict, e: Entry): Value {
  const v = e.value!;
  remove(self, e);
  self.state++;
  return v;
}
/** `mutablemapping_update`: every item goes through the object's own `__setitem__`. */
function updateFrom(self: Value, other: Value): void {
  if (other instanceof Dict && other.cls === T.dict) {
    for (const e of [...other.map.values()]) setItem(self, e.key, e.value!);
    return;
  }
  const keys = getAttrOr(other, 'keys');
  if (keys !== undefined) {
    for (const k of listItems(call(keys, []))) setItem(self, k, getItem(other, k));
    return;
  }
  const items = getAttrOr(other, 'items');
  addPairs(self, items === undefined ? other : call(items, []));
}
function addPairs(self: Value, pairs: Value): void {
  const it = iterate(pairs);
  for (let pair = it.next(); pair !== undefined; pair = it.next()) {
    const parts = iterate(pair);
    const key = parts.next();
    if (key === undefined) throw valueError('need more than 0 values to unpack');
    const value = parts.next();
    if (value === undefined) throw valueError('need more than 1 value to unpack');
    if (parts.next() !== undefined) throw valueError('too many values to unpack (expected 2)');
    setItem(self, key, value);
    if (--vm.fuel < 0) vm.refuel();
  }
}
function update(self: Value, args: readonly Value[], kw: Kw): void {
  if (args.length > 0) updateFrom(self, args[0]);
  if (kw !== null) for (const [k, v] of kw) setItem(self, k, v);
}
function popItem(self: OrderedDict, last?: Value): Value {
  let pair: [Value, Value] | undefined;
  if (last === undefined || truth(last)) pair = takeLast(self);
  else {
    const e = self.map.values().next().value;
    if (e !== undefined) pair = [e.key, drop(self, e)];
  }
  if (pair === undefined) throw raising('KeyError', 'dictionary is empty');
  self.state++;
  return new Tuple(pair);
}
/** A tuple becomes the arguments of the exception here, and None becomes none. */
const missingKey = (key: Value): unknown => (key === null ? raising('KeyError') : key instanceof Tuple ? raising('KeyError', ...key.items) : keyError(key));
function pop(self: OrderedDict, key: Value, fallback?: Value): Value {
  const e = find(self, key);
  if (e !== undefined) return drop(self, e);
  if (fallback === undefined) throw missingKey(key);
  return fallback;
}
function moveToEnd(self: OrderedDict, key: Value, last?: Value): Value {
  const toEnd = last === undefined || truth(last);
  const e = find(self, key);
  if (e === undefined) throw missingKey(key);
  touch(self);
  self.state++;
  const mk = storedKey(e);
  self.map.delete(mk);
  if (toEnd) self.map.set(mk, e);
  else self.map = new Map([[mk, e], ...self.map]);
  return null;
}
function setDefault(self: OrderedDict, key: Value, fallback: Value = null): Value {
  if (self.cls === orderedDictType) {
    const e = find(self, key);
    if (e !== undefined) return e.value!;
    set(self, key, fallback);
    return fallback;
  }
  if (contains(self, key)) return getItem(self, key);
  setItem(self, key, fallback);
  return fallback;
}
function copy(self: OrderedDict): Value {
  const out = call(self.cls, []);
  for (const e of [...self.map.values()]) {
    if (self.cls === orderedDictType) set(out as OrderedDict, e.key, e.value!);
    else setItem(out, e.key, getItem(self, e.key));
  }
  return out;
}
function sameOrder(a: Dict, b: Dict): boolean {
  const x = a.map.values();
  const y = b.map.values();
  for (;;) {
    const e = x.next().value;
    const f = y.next().value;
    if (e === undefined || f === undefined) return e === f;
    if (!equal(e.key, f.key)) return false;
  }
}

// Iterators and views ---------------------------------------------------------------------------------------------

class OrderedIter extends NativeIter {
  private dict: OrderedDict | null;
  private readonly part: Part;
  private readonly entries: Entry[];
  private at = 0;
  private readonly state: number;
  private size: number;
  constructor(dict: OrderedDict, part: Part, backwards = false) {
    super(iteratorType);
    this.dict = dict;
    this.part = part;
    this.entries = [...dict.map.values()];
    if (backwards) this.entries.reverse();
    this.state = dict.state;
    this.size = dict.map.size;
  }
  next(): Value | undefined {
    const d = this.dict;
    if (d === null) return undefined;
    if (this.at >= this.entries.length) {
      this.dict = null;
      return undefined;
    }
    if (d.state !== this.state) throw runtimeError('OrderedDict mutated during iteration');
    if (d.map.size !== this.size) {
      this.size = -1;
      throw runtimeError('OrderedDict changed size during iteration');
    }
    moving(this);
    return partOf(this.entries[this.at++], this.part);
  }
}
const iteratorType: Type = defineIterator({ name: 'odict_iterator' });

function viewType(part: Part, base: Type): Type {
  return defineClass({
    name: `odict_${part}`,
    bases: [base],
    slots: { iter: v => new OrderedIter((v as DictView).dict as OrderedDict, part) },
    methods: { __reversed__: { params: 'self, /', call: (self: DictView) => new OrderedIter(self.dict as OrderedDict, part, true) } },
  });
}
const keysType = viewType('keys', T.dictKeys);
const valuesType = viewType('values', T.dictValues);
const itemsType = viewType('items', T.dictItems);

// Type ------------------------------------------------------------------------------------------------------------

function show(v: Value): Value {
  const self = v as OrderedDict;
  const { name } = self.cls;
  if (self.map.size === 0) return `${name}()`;
  return guardedRepr(self, '...', () => {
    const items = self.cls === orderedDictType ? [...self.map.values()].map(e => partOf(e, 'items')) : listItems(callMethod(self, 'items'));
    return `${name}(${repr(new List(items))})`;
  });
}

export const orderedDictType: Type = defineClass({
  name: 'OrderedDict',
  module: 'collections',
  bases: [T.dict],
  doc: 'Dictionary that remembers insertion order',
  hasDict: true,
  alloc: cls => new OrderedDict(cls),
  slots: {
    new: cls => new OrderedDict(cls),
    init: (self, args, kw) => {
      if (args.length > 1) throw typeError(`expected at most 1 arguments, got ${args.length}`);
      update(self, args, kw);
    },
    repr: show,
    compare: (a, b, op) => {
      if (!(a instanceof OrderedDict) || !(b instanceof Dict) || (op !== 2 && op !== 3)) return NotImplemented;
      let same = T.dict.slots.compare!(a, b, 2) === true;
      if (same && b instanceof OrderedDict) same = sameOrder(a, b);
      return same === (op === 2);
    },
    hash: null,
    setitem: (self, key, value) => set(self as OrderedDict, key, value),
    delitem: (v, key) => {
      const e = find(v as OrderedDict, key);
      if (e === undefined) throw keyError(key);
      drop(v as OrderedDict, e);
    },
    iter: v => new OrderedIter(v as OrderedDict, 'keys'),
    or: (a, b) => {
      const [self, other] = a instanceof OrderedDict ? [a, b] : [b, a];
      if (!(other instanceof Dict)) return NotImplemented;
      const d = call(typeOf(self), [a]);
      updateFrom(d, b);
      return d;
    },
    ior: (a, b) => {
      updateFrom(a, b);
      return a;
    },
  },
  methods: {
    fromkeys: {
      params: 'cls, iterable, value=None', kind: 'class',
      call: (cls: Value, iterable: Value, value: Value = null) => {
        const d = call(cls, []);
        const it = iterate(iterable);
        for (let k = it.next(); k !== undefined; k = it.next()) setItem(d, k, value);
        return d;
      },
    },
    setdefault: { params: 'self, key, default=None', call: setDefault },
    pop: { params: 'self, key, default=None', call: pop },
    popitem: { params: 'self, last=True', returns: 'tuple', call: popItem },
    move_to_end: { params: 'self, key, last=True', returns: 'none', call: moveToEnd },
    keys: { params: 'self, /', call: (self: Dict) => new DictView(keysType, self) },
    values: { params: 'self, /', call: (self: Dict) => new DictView(valuesType, self) },
    items: { params: 'self, /', call: (self: Dict) => new DictView(itemsType, self) },
    update: {
      params: 'self, *args, **kw', returns: 'none',
      call: (self: Value, args: Value[], kw: Kw) => {
        if (args.length > 1) throw typeError(`update() takes at most 1 positional argument (${args.length} given)`);
        update(self, args, kw);
        return null;
      },
    },
    clear: {
      params: 'self, /', returns: 'none',
      call: (self: OrderedDict) => {
        removeAll(self);
        self.state++;
        return null;
      },
    },
    copy: { params: 'self, /', call: copy },
    __reversed__: { params: 'self, /', call: (self: OrderedDict) => new OrderedIter(self, 'keys', true) },
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: OrderedDict) => {
        const state = getAttr(self, '__dict__');
        return new Tuple([self.cls, new Tuple([]), state instanceof Dict && state.map.size > 0 ? state : null, null, iter(callMethod(self, 'items'))]);
      },
    },
  },
});
