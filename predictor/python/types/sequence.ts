// What lists and tuples share: comparison item by item, search, repetition, slices of arrays (Objects/listobject.c, Objects/tupleobject.c).
import { type Origin, union } from '../../unknown.ts';
import { compare, enterNative, equal, spendMemory, truth } from '../operators.ts';
import { raising } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { type Slice, T, type Value } from '../values.ts';
import { sliceIndices, type Span, toSize } from './indices.ts';
import { maybeMember } from './known.ts';

/** Compares by the first items that differ, then by length. The arrays are those of live objects: they may change while items are compared. */
export function compareItems(a: { readonly items: readonly Value[] }, b: { readonly items: readonly Value[] }, op: CompareCode): Value {
  if ((op === 2 || op === 3) && a.items.length !== b.items.length) return op === 3;
  enterNative(' in comparison');
  try {
    let i = 0;
    for (; i < a.items.length && i < b.items.length; i++) {
      const x = a.items[i];
      const y = b.items[i];
      if (x === y && !(x instanceof Unknown)) continue;
      if (!equal(x, y)) {
        if (op === 2) return false;
        if (op === 3) return true;
        return compare(x, y, op);
      }
      if (--vm.fuel < 0) vm.refuel();
    }
    return compareLengths(a.items.length, b.items.length, op);
  } finally {
    vm.native--;
  }
}
export function compareLengths(m: number, n: number, op: CompareCode): boolean {
  switch (op) {
    case 0: return m < n;
    case 1: return m <= n;
    case 2: return m === n;
    case 3: return m !== n;
    case 4: return m > n;
    default: return m >= n;
  }
}

/** Where the item is from `start` on, before `stop`; -1 for nowhere. `existing == wanted`, in this order. */
export function indexOf(seq: { readonly items: readonly Value[] }, wanted: Value, start: number, stop: number): number {
  if (typeof wanted === 'string') {
    // No user code can run as long as the items are plain.
    const { items } = seq;
    for (; start < stop && start < items.length; start++) {
      const x = items[start];
      if (x === wanted) return start;
      if (typeof x === 'object' && x !== null) break;
    }
  }
  for (let i = start; i < stop && i < seq.items.length; i++) {
    if (equal(seq.items[i], wanted)) return i;
    if (--vm.fuel < 0) vm.refuel();
  }
  return -1;
}
/** `item in seq`: unknown items and an unknown wanted one are decided at once, not item by item. */
export function containsItem(seq: { readonly items: readonly Value[] }, wanted: Value): boolean {
  if (wanted instanceof Unknown) return maybeMember(wanted, seq.items.length);
  let open: readonly Origin[] | null = null;
  for (let i = 0; i < seq.items.length; i++) {
    const x = seq.items[i];
    if (x instanceof Unknown) open = open === null ? x.origins : union(open, x.origins);
    else if (equal(x, wanted)) return true;
    if (--vm.fuel < 0) vm.refuel();
  }
  return open !== null && truth(new Unknown(open, T.bool));
}
/** The start or stop argument of `index` methods: clipped, counted from the end where negative (`_PyEval_SliceIndexNotNone`). */
export function searchBound(v: Value | undefined, length: number, fallback: number, read: (v: Value) => number): number {
  if (v === undefined) return fallback;
  const i = read(v);
  return i < 0 ? Math.max(0, i + length) : i;
}

/** `items * n`. */
export function repeated(items: readonly Value[], count: Value): Value[] {
  const n = toSize(count, 'OverflowError');
  if (n <= 0 || items.length === 0) return [];
  const size = items.length * n;
  if (size * 8 >= 2 ** 63) throw raising('MemoryError');
  spendMemory(size * 8);
  if (items.length === 1) return new Array<Value>(size).fill(items[0]);
  const out: Value[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < items.length; j++) out.push(items[j]);
  return out;
}
/** `items[a:b:c]`. */
export const sliced = (items: readonly Value[], s: Slice): Value[] => taken(items, sliceIndices(s, items.length));
/** The items of a slice that is laid over them already. */
export function taken(items: readonly Value[], { start, step, count }: Span): Value[] {
  if (step === 1) return items.slice(start, start + count);
  const out: Value[] = [];
  for (let i = start, k = 0; k < count; k++, i += step) out.push(items[i]);
  return out;
}
