// The open-addressing table of CPython's sets (Objects/setobject.c): it decides the order in which a set is iterated. Membership is not asked here: it only
// keeps the entries in the places where CPython would keep them.
import { SlowEntry } from '../dict-keys.ts';
import type { Entry } from '../values.ts';
import { half, halvesOf, hashHalves } from './hash-halves.ts';

const MIN_SIZE = 8;
const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5;

type Slot = Entry | null | undefined;
/** A deleted entry's place. */
const DUMMY = undefined;

export class SetTable {
  mask = MIN_SIZE - 1;
  /** Places taken, dummies included. */
  fill = 0;
  used = 0;
  slots: Slot[] = new Array<Slot>(MIN_SIZE).fill(null);
  private high = new Int32Array(MIN_SIZE);
  private low = new Int32Array(MIN_SIZE);

  clone(): SetTable {
    const t = new SetTable();
    t.mask = this.mask;
    t.fill = this.fill;
    t.used = this.used;
    t.slots = this.slots.slice();
    t.high = this.high.slice();
    t.low = this.low.slice();
    return t;
  }

  /** Adds an entry whose key is not in the table. */
  add(e: Entry): void {
    entryHalves(e);
    this.addHashed(e, half.high, half.low);
  }
  private addHashed(e: Entry, high: number, low: number): void {
    this.used++;
    if (this.put(e, high, low)) return;
    this.fill++;
    if (this.fill * 5 >= this.mask * 3) this.grow();
  }
  private grow(): void {
    this.resize(this.used > 50000 ? this.used * 2 : this.used * 4);
  }
  /** Into the last deleted place on the way to the first one never used, or else into this; says whether it was a deleted one. */
  private put(e: Entry, high: number, low: number): boolean {
    const { slots, mask } = this;
    let i = low & mask;
    let ph = high;
    let pl = low;
    let deleted = -1;
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
      for (let j = i; j <= last; j++) {
        if (slots[j] === null) {
          const at = deleted < 0 ? j : deleted;
          slots[at] = e;
          this.high[at] = high;
          this.low[at] = low;
          return deleted >= 0;
        }
        if (slots[j] === DUMMY) deleted = j;
      }
      pl = (pl >>> PERTURB_SHIFT) | (ph << (32 - PERTURB_SHIFT));
      ph >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + pl) & mask;
    }
  }
  /** Takes an entry out that is in the table. */
  remove(e: Entry): void {
    const { slots, mask } = this;
    entryHalves(e);
    let i = half.low & mask;
    let ph = half.high;
    let pl = half.low;
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
      for (let j = i; j <= last; j++) {
        if (slots[j] === e) {
          slots[j] = DUMMY;
          this.used--;
          return;
        }
      }
      pl = (pl >>> PERTURB_SHIFT) | (ph << (32 - PERTURB_SHIFT));
      ph >>>= PERTURB_SHIFT;
      i = (Math.imul(i, 5) + 1 + pl) & mask;
    }
  }

  /** A new table for more than `least` entries, without dummies. */
  resize(least: number): void {
    let size = MIN_SIZE;
    while (size <= least) size *= 2;
    if (size === MIN_SIZE && this.mask === MIN_SIZE - 1 && this.fill === this.used) return;
    const { slots, high, low } = this;
    this.mask = size - 1;
    this.slots = new Array<Slot>(size).fill(null);
    this.high = new Int32Array(size);
    this.low = new Int32Array(size);
    for (let i = 0; i < slots.length; i++) {
      const e = slots[i];
      if (e !== null && e !== DUMMY) this.put(e, high[i], low[i]);
    }
    this.fill = this.used;
  }
  /** Room for `more` entries at once, as merging makes it. */
  reserve(more: number): void {
    if ((this.fill + more) * 5 >= this.mask * 3) this.resize((this.used + more) * 2);
  }
  /** After deleting many: more than a quarter of dummies are cleared away. */
  tidy(): void {
    if (this.fill - this.used > this.mask >> 2) this.grow();
  }

  /**
   * Merges another table in, place by place (`set_merge`): `isNew` adds a key to the set and says whether it was missing; null where all are new.
   */
  merge(other: SetTable, isNew: ((e: Entry) => boolean) | null): void {
    this.reserve(other.used);
    const wasEmpty = this.fill === 0;
    if (wasEmpty && this.mask === other.mask && other.fill === other.used) {
      this.slots = other.slots.slice();
      this.high = other.high.slice();
      this.low = other.low.slice();
      this.fill = this.used = other.used;
      return;
    }
    const { slots, high, low } = other;
    for (let i = 0; i < slots.length; i++) {
      const e = slots[i];
      if (e === null || e === DUMMY) continue;
      if (isNew !== null && !isNew(e)) continue;
      if (wasEmpty) {
        this.put(e, high[i], low[i]);
        this.fill++;
        this.used++;
      } else this.addHashed(e, high[i], low[i]);
    }
  }

  /** The first taken place from `at` on, or -1. */
  next(at: number): number {
    const { slots } = this;
    for (; at < slots.length; at++) {
      const e = slots[at];
      if (e !== null && e !== DUMMY) return at;
    }
    return -1;
  }
  entries(): Entry[] {
    const out: Entry[] = [];
    for (const e of this.slots) if (e !== null && e !== DUMMY) out.push(e);
    return out;
  }
}

/** Sets `half` to the hash of an entry's key. */
export function entryHalves(e: Entry): void {
  if (e instanceof SlowEntry) halvesOf(e.hash);
  else hashHalves(e.key);
}
