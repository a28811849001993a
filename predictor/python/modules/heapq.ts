// The `_heapq` module: the same comparisons, in the same order, as Modules/_heapqmodule.c.
import { isSubtype, typeOf } from '../attributes.ts';
import { defineModule, type Row } from '../define.ts';
import { typeName } from '../names.ts';
import { less } from '../operators.ts';
import { indexError, runtimeError, typeError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { List, type Module, T, type Value } from '../values.ts';

/** Whether the first of two items belongs nearer to the root: `<`, or for heaps of the largest the reverse. */
type Order = 'min' | 'max';
const before = (a: Value, b: Value, order: Order): boolean => (order === 'min' ? less(a, b) : less(b, a));

function unchanged(heap: List, size: number): void {
  if (heap.items.length !== size) throw runtimeError('list changed size during iteration');
  touch(heap);
}
function swap(heap: List, i: number, j: number): void {
  const { items } = heap;
  const x = items[i];
  items[i] = items[j];
  items[j] = x;
}
/** Moves the item at `at` towards the root, not beyond `start`. */
function siftDown(heap: List, start: number, at: number, order: Order): void {
  const size = heap.items.length;
  if (at >= size) throw indexError('index out of range');
  while (at > start) {
    const parent = (at - 1) >> 1;
    const rises = before(heap.items[at], heap.items[parent], order);
    unchanged(heap, size);
    if (!rises) return;
    swap(heap, at, parent);
    at = parent;
  }
}
/** Moves the item at `at` to a leaf, then back up to where it belongs. */
function siftUp(heap: List, at: number, order: Order): void {
  const size = heap.items.length;
  const start = at;
  if (at >= size) throw indexError('index out of range');
  const firstLeaf = size >> 1;
  while (at < firstLeaf) {
    let child = 2 * at + 1;
    if (child + 1 < size) {
      const left = order === 'min' ? before(heap.items[child], heap.items[child + 1], order) : less(heap.items[child + 1], heap.items[child]);
      unchanged(heap, size);
      if (!left) child++;
    }
    swap(heap, at, child);
    at = child;
  }
  siftDown(heap, start, at, order);
  if (--vm.fuel < 0) vm.refuel();
}

function push(heap: List, item: Value): null {
  touch(heap);
  heap.items.push(item);
  siftDown(heap, 0, heap.items.length - 1, 'min');
  return null;
}
function pop(heap: List, order: Order): Value {
  if (heap.items.length === 0) throw indexError('index out of range');
  touch(heap);
  const last = heap.items.pop()!;
  if (heap.items.length === 0) return last;
  const top = heap.items[0];
  heap.items[0] = last;
  siftUp(heap, 0, order);
  return top;
}
function replace(heap: List, item: Value, order: Order): Value {
  if (heap.items.length === 0) throw indexError('index out of range');
  touch(heap);
  const top = heap.items[0];
  heap.items[0] = item;
  siftUp(heap, 0, order);
  return top;
}
function pushPop(heap: List, item: Value): Value {
  if (heap.items.length === 0) return item;
  if (!less(heap.items[0], item)) return item;
  return replace(heap, item, 'min');
}
function heapify(heap: List, order: Order): null {
  const n = heap.items.length;
  touch(heap);
  if (n > 2500) inCacheOrder(n, i => siftUp(heap, i, order));
  else for (let i = (n >> 1) - 1; i >= 0; i--) siftUp(heap, i, order);
  return null;
}
/** Large heaps are made so that neighbouring parts are done one after the other (`cache_friendly_heapify`). */
function inCacheOrder(n: number, sift: (i: number) => void): void {
  const m = n >> 1;
  const leftmost = 2 ** (31 - Math.clz32(m + 1)) - 1;
  const half = m >> 1;
  const climb = (from: number, to: number): void => {
    for (let i = from; i >= to; i--) {
      for (let j = i; ; j >>= 1) {
        sift(j);
        if ((j & 1) === 0) break;
      }
    }
  };
  climb(leftmost - 1, half);
  climb(m - 1, leftmost);
}

/** A row whose first argument must be a list. */
function row(name: string, params: string, call: (heap: List, item: Value) => Value): Row {
  return {
    params: `${params}, /`,
    call: (heap: Value, item?: Value) => {
      if (heap instanceof List && isSubtype(heap.cls, T.list)) return call(heap, item!);
      if (heap instanceof Unknown) throw new UnknownUsed(heap.origins);
      throw typeError(`${name}() argument${params.includes(',') ? ' 1' : ''} must be list, not ${heap === null ? 'None' : typeName(typeOf(heap))}`);
    },
  };
}

/** The module `_heapq`. */
export const heapqModule = (): Module =>
  defineModule('_heapq', {
    heappush: row('heappush', 'heap, item', push),
    heappushpop: row('heappushpop', 'heap, item', pushPop),
    heappop: row('heappop', 'heap', heap => pop(heap, 'min')),
    heapreplace: row('heapreplace', 'heap, item', (heap, item) => replace(heap, item, 'min')),
    heapify: row('heapify', 'heap', heap => heapify(heap, 'min')),
    _heappop_max: row('_heappop_max', 'heap', heap => pop(heap, 'max')),
    _heapreplace_max: row('_heapreplace_max', 'heap, item', (heap, item) => replace(heap, item, 'max')),
    _heapify_max: row('_heapify_max', 'heap', heap => heapify(heap, 'max')),
  });
