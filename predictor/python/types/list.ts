// The `list` type (Objects/listobject.c). Sorting is in sort.ts, its iterators in sequence-iterators.ts.
import { typeOf } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { mapKey } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { equal, iterate, NotImplemented, repr, spendMemory } from '../operators.ts';
import { indexError, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Float, List, type MapKey, Slice, T, Tuple, type Value } from '../values.ts';
import { run } from '../world.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { classGetItem } from './generic-row.ts';
import { hasIndex, searchIndex, sliceIndices, toInt, toSize, toSsize } from './indices.ts';
import { fastSequence, lengthHint, listItems } from './iteration.ts';
import { guardedRepr, joinReprs } from './repr-guard.ts';
import { ListIter, ListReverseIter } from './sequence-iterators.ts';
import { compareItems, containsItem, indexOf, repeated, searchBound, sliced } from './sequence.ts';
import { elementsUnordered, PySet, showOrder } from './set-object.ts';
import { sortItems } from './sort.ts';

// Items -----------------------------------------------------------------------------------------------------------

function getItem(self: List, key: Value): Value {
  if (key instanceof Slice) return new List(sliced(self.items, key));
  const { items } = self;
  const i = position(key, items.length);
  if (i < 0 || i >= items.length) throw indexError('list index out of range');
  return items[i];
}
function position(key: Value, length: number): number {
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`list indices must be integers or slices, not ${typeName(typeOf(key))}`);
  }
  const i = toSize(key, 'IndexError');
  return i < 0 ? i + length : i;
}
function setItem(self: List, key: Value, value: Value): void {
  if (key instanceof Slice) {
    assignSlice(self, key, value);
    return;
  }
  const i = position(key, self.items.length);
  if (i < 0 || i >= self.items.length) throw indexError('list assignment index out of range');
  touch(self);
  self.items[i] = value;
}
function assignSlice(self: List, key: Slice, value: Value): void {
  const { start, stop, step, count } = sliceIndices(key, self.items.length);
  if (step === 1) {
    const items = fastSequence(value, 'can only assign an iterable');
    const size = self.items.length;
    const lo = Math.min(start, size);
    const hi = Math.min(Math.max(stop, lo), size);
    touch(self);
    splice(self, lo, hi, items);
    return;
  }
  const items = fastSequence(value, 'must assign iterable to extended slice');
  if (items.length !== count) throw valueError(`attempt to assign sequence of size ${items.length} to extended slice of size ${count}`);
  if (count === 0) return;
  touch(self);
  for (let i = start, k = 0; k < count; k++, i += step) self.items[i] = items[k];
}
/** Replaces items[lo…hi). `splice(...)` would overflow the stack with many arguments. */
function splice(self: List, lo: number, hi: number, items: readonly Value[]): void {
  const all = self.items;
  if (items.length === 0) all.splice(lo, hi - lo);
  else if (lo === all.length) for (let i = 0; i < items.length; i++) all.push(items[i]);
  else if (items.length < 1000) all.splice(lo, hi - lo, ...items);
  else self.items = all.slice(0, lo).concat(items, all.slice(hi));
}
function deleteItem(self: List, key: Value): void {
  if (key instanceof Slice) {
    const { start, step, count } = sliceIndices(key, self.items.length);
    if (count === 0) return;
    touch(self);
    const { items } = self;
    if (step === 1) {
      items.splice(start, count);
      return;
    }
    const first = step < 0 ? start + (count - 1) * step : start;
    const stride = Math.abs(step);
    let to = first;
    for (let i = first, k = 0; i < items.length; i++) {
      if (k < count && i === first + k * stride) k++;
      else items[to++] = items[i];
    }
    items.length = to;
    return;
  }
  const i = position(key, self.items.length);
  if (i < 0 || i >= self.items.length) throw indexError('list assignment index out of range');
  touch(self);
  self.items.splice(i, 1);
}

// Growth ----------------------------------------------------------------------------------------------------------

/** Appends all items. What is iterated may look at the list while it grows. */
export function extend(self: List, iterable: Value): void {
  if ((iterable instanceof List && iterable.cls === T.list) || (iterable instanceof Tuple && iterable.cls === T.tuple) || iterable === self) {
    const more = (iterable as List).items;
    const n = more.length;
    if (n === 0) return;
    spendMemory(n * 8);
    touch(self);
    const { items } = self;
    for (let i = 0; i < n; i++) items.push(more[i]);
    return;
  }
  const it = iterate(iterable);
  if (!typeOf(iterable).builtin) lengthHint(iterable, 8);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    touch(self);
    self.items.push(x);
    if (--vm.fuel < 0) vm.refuel();
  }
}
function concat(a: Value, b: Value): Value {
  if (!(b instanceof List)) {
    if (b instanceof Unknown) throw new UnknownUsed(b.origins);
    throw typeError(`can only concatenate list (not "${typeName(typeOf(b))}") to list`);
  }
  const x = (a as List).items;
  spendMemory((x.length + b.items.length) * 8);
  return new List(x.concat(b.items));
}
function insert(self: List, index: Value, value: Value): Value {
  const n = self.items.length;
  let i = toSsize(index);
  if (i < 0) i = Math.max(0, i + n);
  touch(self);
  if (i >= n) self.items.push(value);
  else self.items.splice(i, 0, value);
  return null;
}
function pop(self: List, index?: Value): Value {
  const i = index === undefined ? -1 : toSsize(index);
  const n = self.items.length;
  if (n === 0) throw indexError('pop from empty list');
  const at = i < 0 ? i + n : i;
  if (at < 0 || at >= n) throw indexError('pop index out of range');
  touch(self);
  if (at === n - 1) return self.items.pop()!;
  return self.items.splice(at, 1)[0];
}
function remove(self: List, value: Value): Value {
  const i = indexOf(self, value, 0, Infinity);
  if (i < 0) throw valueError('list.remove(x): x not in list');
  touch(self);
  self.items.splice(i, 1);
  return null;
}
function clear(self: List): Value {
  if (self.items.length === 0) return null;
  touch(self);
  self.items = [];
  return null;
}
function index(self: List, value: Value, start?: Value, stop?: Value): Value {
  const n = self.items.length;
  const from = searchBound(start, n, 0, searchIndex);
  const to = searchBound(stop, n, Infinity, searchIndex);
  const i = indexOf(self, value, from, to);
  if (i < 0) throw valueError(`${repr(value)} is not in list`);
  return i;
}
function count(self: List, value: Value): Value {
  let n = 0;
  for (let i = 0; i < self.items.length; i++) {
    if (equal(self.items[i], value)) n++;
    if (--vm.fuel < 0) vm.refuel();
  }
  return n;
}

/** `list.sort`: while it runs, the list is empty for everyone else. */
export function sortList(self: List, key: Value | undefined, reverse: boolean): void {
  const { items } = self;
  if (items.length === 0) return;
  touch(self);
  const standIn: Value[] = [];
  self.items = standIn;
  const { stamp } = self;
  let changed = false;
  try {
    sortItems(items, key === null ? undefined : key, reverse);
    changed = self.stamp !== stamp || self.items !== standIn;
  } finally {
    touch(self);
    self.items = items;
  }
  if (changed) throw valueError('list modified during sort');
}
/** `sorted(v, key=…, reverse=…)`. */
export function sortedList(v: Value, key: Value = null, reverse: Value = false): List {
  if (v instanceof PySet && v.cls.builtin && v.random) return new List(sortedSet(v, key, reverse));
  const out = new List(listItems(v));
  sortList(out, key, toInt(reverse) !== 0);
  return out;
}
/**
 * The order that a set of open order comes in does not show where no two keys are equal and asking for the keys has changed nothing. (The clock ticks with
 * each change of an object.)
 */
function sortedSet(s: PySet, key: Value, reverse: Value): Value[] {
  const items = elementsUnordered(s);
  const { clock } = vm;
  const printed = run.stdout.length;
  let sure = false;
  sortItems(items, key === null ? undefined : key, toInt(reverse) !== 0, keys => {
    sure = (key === null || !vm.tracing) && vm.clock === clock && run.stdout.length === printed && allDistinct(keys);
  });
  if (!sure) showOrder(s);
  return items;
}
/** Of keys in order, whether they are plain and no two are equal. */
function allDistinct(keys: readonly Value[]): boolean {
  let last: MapKey;
  for (const k of keys) {
    if (typeof k === 'object' && !(k instanceof Tuple) && !(k instanceof Float)) return false;
    const mk = mapKey(k);
    if (mk === undefined || mk === last) return false;
    last = mk;
  }
  return true;
}
function sort(self: List, key: Value | undefined, reverse: Value | undefined): Value {
  sortList(self, key, reverse !== undefined && toInt(reverse) !== 0);
  return null;
}

T.list = defineClass({
  name: 'list',
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  alloc: cls => new List([], cls),
  slots: {
    new: cls => new List([], cls),
    init: (v, args, kw) => {
      const self = v as List;
      if (self.cls === T.list || self.cls.slots.new === T.list.slots.new) noKeywords('list', kw);
      checkPositional('list', args, 0, 1);
      clear(self);
      if (args.length === 1) extend(self, args[0]);
    },
    repr: v => ((v as List).items.length === 0 ? '[]' : guardedRepr(v as List, '[...]', () => `[${joinReprs((v as List).items)}]`)),
    hash: null,
    compare: (a, b, op) => (b instanceof List && a instanceof List ? compareItems(a, b, op) : NotImplemented),
    len: v => (v as List).items.length,
    getitem: (v, key) => getItem(v as List, key),
    setitem: (v, key, value) => setItem(v as List, key, value),
    delitem: (v, key) => deleteItem(v as List, key),
    contains: (v, item) => containsItem(v as List, item),
    concat,
    repeat: (v, n) => new List(repeated((v as List).items, n)),
    iconcat: (v, other) => {
      extend(v as List, other);
      return v;
    },
    irepeat: (v, n) => {
      const self = v as List;
      const items = repeated(self.items, n);
      touch(self);
      self.items = items;
      return v;
    },
    iter: v => new ListIter(v as List),
  },
  methods: {
    append: {
      params: 'self, object, /', returns: 'none',
      call: (self: List, value: Value) => {
        touch(self);
        self.items.push(value);
        return null;
      },
    },
    extend: {
      params: 'self, iterable, /', returns: 'none',
      call: (self: List, iterable: Value) => {
        extend(self, iterable);
        return null;
      },
    },
    insert: { params: 'self, index, object, /', returns: 'none', call: insert },
    pop: { params: 'self, index=-1, /', call: pop },
    remove: { params: 'self, value, /', returns: 'none', call: remove },
    clear: { params: 'self, /', returns: 'none', call: clear },
    copy: { params: 'self, /', returns: 'list', call: (self: List) => new List(self.items.slice()) },
    index: { params: 'self, value, start=0, stop=9223372036854775807, /', returns: 'int', call: index },
    count: { params: 'self, value, /', returns: 'int', call: count },
    reverse: {
      params: 'self, /', returns: 'none',
      call: (self: List) => {
        touch(self);
        self.items.reverse();
        return null;
      },
    },
    sort: { params: 'self, *, key=None, reverse=False', returns: 'none', call: sort },
    __reversed__: { params: 'self, /', call: (self: List) => new ListReverseIter(self) },
    __getitem__: { params: 'self, index, /', call: getItem },
    __sizeof__: { params: 'self, /', returns: 'int', call: (self: List) => 40 + 8 * self.items.length },
    __class_getitem__: classGetItem,
  },
});
