// Sorting as `list.sort` does it: which items are compared, and in which order, is what CPython's timsort with powersort merges does
// (Objects/listobject.c, Objects/listsort.txt), as programs that count or trace comparisons see it.
import { call } from '../calls.ts';
import { typeOf } from '../attributes.ts';
import { compare, less, NotImplemented, truth } from '../operators.ts';
import { vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { union, type Origin } from '../../unknown.ts';
import { Float, type Value } from '../values.ts';

type Less = (a: Value, b: Value) => boolean;

/**
 * Sorts `items` in place, stably. `key` undefined means the items themselves. Whatever is raised on the way leaves all items in the array, in the order
 * that CPython leaves them in. Unknown keys make every place unknown; the answer is then their origins, else null. `see` is shown the keys in order.
 */
export function sortItems(items: Value[], key: Value | undefined, reverse: boolean, see?: (keys: readonly Value[]) => void): readonly Origin[] | null {
  const keys = key === undefined ? items : keysOf(items, key);
  vm.fuel -= items.length;
  if (vm.fuel < 0) vm.refuel();
  if (items.length < 2) {
    see?.(keys);
    return null;
  }
  const origins = unknownOrigins(keys);
  if (origins !== null) {
    const type = sharedType(items);
    for (let i = 0; i < items.length; i++) items[i] = new Unknown(origins, type);
    return origins;
  }
  if (key === undefined && allNumbers(items)) {
    sortNumbers(items, reverse);
    see?.(items);
    return null;
  }
  const values = key === undefined ? null : items;
  if (reverse) {
    keys.reverse();
    values?.reverse();
  }
  try {
    new Timsort(keys, values, comparison(keys)).sort();
  } finally {
    if (reverse) items.reverse();
  }
  see?.(keys);
  return null;
}
function keysOf(items: Value[], key: Value): Value[] {
  const keys: Value[] = new Array(items.length);
  for (let i = 0; i < items.length; i++) keys[i] = call(key, [items[i]]);
  return keys;
}
function unknownOrigins(keys: readonly Value[]): readonly Origin[] | null {
  let origins: readonly Origin[] | null = null;
  for (const k of keys) if (k instanceof Unknown) origins = origins === null ? k.origins : union(origins, k.origins);
  return origins;
}
/** The class of all items, where there is but one. */
function sharedType(items: readonly Value[]): Unknown['type'] {
  const type = (v: Value): Unknown['type'] => (v instanceof Unknown ? v.type : typeOf(v));
  const first = type(items[0]);
  return items.every(v => type(v) === first) ? first : null;
}
function allNumbers(items: readonly Value[]): boolean {
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'number') return false;
  return true;
}
/** Equal ints cannot be told apart, so that any sort will do. */
function sortNumbers(items: Value[], reverse: boolean): void {
  const sorted = Float64Array.from(items as number[]).sort();
  if (reverse) sorted.reverse();
  for (let i = 0; i < sorted.length; i++) items[i] = sorted[i];
}

/** The cheapest `<` that is right for these keys (`unsafe_*_compare`). */
function comparison(keys: readonly Value[]): Less {
  const first = keys[0];
  if (typeof first === 'number') {
    if (allNumbers(keys)) return (a, b) => (a as number) < (b as number);
  } else if (typeof first === 'string') {
    // UTF-16 order is code point order as long as there are no surrogates.
    if (keys.every(k => typeof k === 'string' && !hasSurrogate(k))) return (a, b) => (a as string) < (b as string);
  } else if (first instanceof Float) {
    if (keys.every(k => k instanceof Float)) return (a, b) => (a as Float).value < (b as Float).value;
  }
  const cls = typeOf(first);
  const own = cls.slots.compare;
  if (!cls.builtin && own !== undefined && keys.every(k => typeOf(k) === cls)) {
    return (a, b) => {
      const r = own(a, b, 0);
      return truth(r === NotImplemented ? compare(a, b, 0) : r);
    };
  }
  return less;
}
function hasSurrogate(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0xd800 && c <= 0xdfff) return true;
  }
  return false;
}

const MIN_GALLOP = 7;

interface Run {
  base: number;
  length: number;
  power: number;
}

/** One sort: `values` move along with `keys` where both are given. */
class Timsort {
  private readonly keys: Value[];
  private readonly values: Value[] | null;
  private readonly lt: Less;
  private minGallop = MIN_GALLOP;
  private readonly pending: Run[] = [];

  constructor(keys: Value[], values: Value[] | null, lt: Less) {
    this.keys = keys;
    this.values = values;
    this.lt = lt;
  }

  sort(): void {
    let lo = 0;
    let remaining = this.keys.length;
    const shortest = minimalRun(remaining);
    do {
      let n = this.countRun(lo, lo + remaining);
      if (n < shortest) {
        const force = Math.min(remaining, shortest);
        this.insertionSort(lo, lo + force, lo + n);
        n = force;
      }
      this.foundRun(n);
      this.pending.push({ base: lo, length: n, power: 0 });
      lo += n;
      remaining -= n;
    } while (remaining > 0);
    this.collapse();
  }

  /** Length of the run at `lo`, which is turned round if it descends. */
  private countRun(lo: number, hi: number): number {
    const { keys, lt } = this;
    let at = lo + 1;
    if (at === hi) return 1;
    if (lt(keys[at], keys[lo])) {
      for (at++; at < hi && lt(keys[at], keys[at - 1]); at++);
      reverseRange(keys, lo, at);
      if (this.values !== null) reverseRange(this.values, lo, at);
    } else for (at++; at < hi && !lt(keys[at], keys[at - 1]); at++);
    return at - lo;
  }

  private insertionSort(lo: number, hi: number, from: number): void {
    const { keys, values, lt } = this;
    for (let start = from === lo ? from + 1 : from; start < hi; start++) {
      let l = lo;
      let r = start;
      const pivot = keys[start];
      do {
        const p = l + ((r - l) >> 1);
        if (lt(pivot, keys[p])) r = p;
        else l = p + 1;
      } while (l < r);
      move(keys, l + 1, l, start - l);
      keys[l] = pivot;
      if (values !== null) {
        const value = values[start];
        move(values, l + 1, l, start - l);
        values[l] = value;
      }
    }
  }

  private foundRun(length: number): void {
    const { pending } = this;
    if (pending.length === 0) return;
    const last = pending[pending.length - 1];
    const power = powerBetween(last.base, last.length, length, this.keys.length);
    while (pending.length > 1 && pending[pending.length - 2].power > power) this.mergeAt(pending.length - 2);
    pending[pending.length - 1].power = power;
  }
  private collapse(): void {
    const { pending } = this;
    while (pending.length > 1) {
      let n = pending.length - 2;
      if (n > 0 && pending[n - 1].length < pending[n + 1].length) n--;
      this.mergeAt(n);
    }
  }
  private mergeAt(i: number): void {
    const { pending, keys } = this;
    const a = pending[i];
    const b = pending[i + 1];
    let base = a.base;
    let na = a.length;
    a.length += b.length;
    pending.splice(i + 1, 1);
    const k = this.gallopRight(keys[b.base], keys, base, na, 0);
    base += k;
    na -= k;
    if (na === 0) return;
    const nb = this.gallopLeft(keys[base + na - 1], keys, b.base, b.length, b.length - 1);
    if (nb <= 0) return;
    if (na <= nb) this.mergeLow(base, na, b.base, nb);
    else this.mergeHigh(base, na, b.base, nb);
  }

  /** Where `key` belongs in a[base…base+n), before equal ones. */
  private gallopLeft(key: Value, a: readonly Value[], base: number, n: number, hint: number): number {
    const { lt } = this;
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    if (lt(a[at], key)) {
      const max = n - hint;
      while (ofs < max && lt(a[at + ofs], key)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    } else {
      const max = hint + 1;
      while (ofs < max && !lt(a[at - ofs], key)) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      [last, ofs] = [hint - ofs, hint - last];
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      if (lt(a[base + m], key)) last = m + 1;
      else ofs = m;
    }
    return ofs;
  }
  /** The same, after equal ones. */
  private gallopRight(key: Value, a: readonly Value[], base: number, n: number, hint: number): number {
    const { lt } = this;
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    if (lt(key, a[at])) {
      const max = hint + 1;
      while (ofs < max && lt(key, a[at - ofs])) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      [last, ofs] = [hint - ofs, hint - last];
    } else {
      const max = n - hint;
      while (ofs < max && !lt(key, a[at + ofs])) {
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      if (lt(key, a[base + m])) ofs = m;
      else last = m + 1;
    }
    return ofs;
  }

  /** Merges neighbours of which the left one is not longer: it is copied out, and the merge runs from left to right. */
  private mergeLow(base: number, countA: number, baseB: number, countB: number): void {
    const { keys, values, lt } = this;
    const a = keys.slice(base, base + countA);
    const av = values === null ? null : values.slice(base, base + countA);
    let [na, nb, ia, ib, dest] = [countA, countB, 0, baseB, base];
    const takeA = (n: number): void => {
      for (let i = 0; i < n; i++) {
        if (values !== null) values[dest + i] = av![ia + i];
        keys[dest + i] = a[ia + i];
      }
      dest += n;
      ia += n;
      na -= n;
    };
    const takeB = (n: number): void => {
      move(keys, dest, ib, n);
      if (values !== null) move(values, dest, ib, n);
      dest += n;
      ib += n;
      nb -= n;
    };
    // True when one item of a is left, which belongs behind all of b.
    const merge = (): boolean => {
      let { minGallop } = this;
      takeB(1);
      if (nb === 0) return false;
      if (na === 1) return true;
      for (;;) {
        let acount = 0;
        let bcount = 0;
        for (;;) {
          if (lt(keys[ib], a[ia])) {
            takeB(1);
            bcount++;
            acount = 0;
            if (nb === 0) return false;
            if (bcount >= minGallop) break;
          } else {
            takeA(1);
            acount++;
            bcount = 0;
            if (na === 1) return true;
            if (acount >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          acount = this.gallopRight(keys[ib], a, ia, na, 0);
          if (acount > 0) {
            takeA(acount);
            if (na <= 1) return na === 1;
          }
          takeB(1);
          if (nb === 0) return false;
          bcount = this.gallopLeft(a[ia], keys, ib, nb, 0);
          if (bcount > 0) {
            takeB(bcount);
            if (nb === 0) return false;
          }
          takeA(1);
          if (na === 1) return true;
        } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
        minGallop++;
        this.minGallop = minGallop;
      }
    };
    let lastOfA = false;
    try {
      lastOfA = merge();
    } finally {
      // After an exception the rest of b stands where it stood.
      if (lastOfA) takeB(nb);
      takeA(na);
    }
  }

  /** The same for a shorter right one: from right to left. */
  private mergeHigh(base: number, countA: number, baseB: number, countB: number): void {
    const { keys, values, lt } = this;
    const b = keys.slice(baseB, baseB + countB);
    const bv = values === null ? null : values.slice(baseB, baseB + countB);
    let [na, nb] = [countA, countB];
    let ia = base + countA - 1;
    let ib = countB - 1;
    let dest = baseB + countB - 1;
    const takeA = (n: number): void => {
      dest -= n;
      ia -= n;
      na -= n;
      move(keys, dest + 1, ia + 1, n);
      if (values !== null) move(values, dest + 1, ia + 1, n);
    };
    const takeB = (n: number): void => {
      dest -= n;
      ib -= n;
      nb -= n;
      for (let i = 1; i <= n; i++) {
        if (values !== null) values[dest + i] = bv![ib + i];
        keys[dest + i] = b[ib + i];
      }
    };
    // True when one item of b is left, which belongs before all of a.
    const merge = (): boolean => {
      let { minGallop } = this;
      takeA(1);
      if (na === 0) return false;
      if (nb === 1) return true;
      for (;;) {
        let acount = 0;
        let bcount = 0;
        for (;;) {
          if (lt(b[ib], keys[ia])) {
            takeA(1);
            acount++;
            bcount = 0;
            if (na === 0) return false;
            if (acount >= minGallop) break;
          } else {
            takeB(1);
            bcount++;
            acount = 0;
            if (nb === 1) return true;
            if (bcount >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          acount = na - this.gallopRight(b[ib], keys, base, na, na - 1);
          if (acount > 0) {
            takeA(acount);
            if (na === 0) return false;
          }
          takeB(1);
          if (nb === 1) return true;
          bcount = nb - this.gallopLeft(keys[ia], b, 0, nb, nb - 1);
          if (bcount > 0) {
            takeB(bcount);
            if (nb <= 1) return nb === 1;
          }
          takeA(1);
          if (na === 0) return false;
        } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
        minGallop++;
        this.minGallop = minGallop;
      }
    };
    let firstOfB = false;
    try {
      firstOfB = merge();
    } finally {
      if (firstOfB) takeA(na);
      takeB(nb);
    }
  }
}

/** Overlapping ranges are fine. (`copyWithin` of arrays is slow.) */
function move(a: Value[], to: number, from: number, n: number): void {
  if (to < from) for (let i = 0; i < n; i++) a[to + i] = a[from + i];
  else for (let i = n - 1; i >= 0; i--) a[to + i] = a[from + i];
}
function reverseRange(a: Value[], lo: number, hi: number): void {
  for (hi--; lo < hi; lo++, hi--) {
    const x = a[lo];
    a[lo] = a[hi];
    a[hi] = x;
  }
}
/** Runs shorter than this are lengthened by insertion: n over a power of two, between 32 and 64. */
function minimalRun(n: number): number {
  let rest = 0;
  while (n >= 64) {
    rest |= n & 1;
    n >>= 1;
  }
  return n + rest;
}
/** Depth of the boundary between two neighbouring runs in the ideal merge tree over n items. */
function powerBetween(start: number, n1: number, n2: number, n: number): number {
  let a = 2 * start + n1;
  let b = a + n1 + n2;
  for (let power = 1; ; power++) {
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) return power;
    a *= 2;
    b *= 2;
  }
}
