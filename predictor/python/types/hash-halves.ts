// 64-bit hashes as two 32-bit halves, without bigints: tuple hashes (Objects/tupleobject.c, xxHash), frozenset hashes, and what set tables probe with.
import { hash } from '../operators.ts';
import { T, Tuple, type Value } from '../values.ts';

/** The last result: `high` and `low` are its signed 32-bit halves. */
export const half = { high: 0, low: 0 };

/** High 32 bits of the unsigned product of two 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(cross / 65536)) | 0;
}
/** Sets `half` to the product of two 64-bit numbers, modulo 2**64. */
export function multiply(ah: number, al: number, bh: number, bl: number): void {
  half.high = (highProduct(al, bl) + Math.imul(ah, bl) + Math.imul(al, bh)) | 0;
  half.low = Math.imul(al, bl);
}
/** Sets `half` to the sum. */
export function addHalves(ah: number, al: number, bh: number, bl: number): void {
  const low = (al >>> 0) + (bl >>> 0);
  half.low = low | 0;
  half.high = (ah + bh + (low > 0xffffffff ? 1 : 0)) | 0;
}

/** Sets `half` to a hash given as a Python int. */
export function halvesOf(h: number | bigint): void {
  if (typeof h === 'number') {
    half.low = h | 0;
    half.high = Math.floor(h / 4294967296) | 0;
  } else {
    half.low = Number(BigInt.asIntN(32, h));
    half.high = Number(BigInt.asIntN(32, h >> 32n));
  }
}
/** The halves as a Python int. */
export function fromHalves(high: number, low: number): number | bigint {
  if (high >= -0x200000 && high < 0x200000) {
    const n = high * 4294967296 + (low >>> 0);
    if (Number.isSafeInteger(n)) return n;
  }
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Sets `half` to `hash(v)`. */
export function hashHalves(v: Value): void {
  if (typeof v === 'number') halvesOf(v === -1 ? -2 : v);
  else if (v instanceof Tuple && v.cls.slots.hash === T.tuple.slots.hash) tupleHalves(v.items);
  else halvesOf(hash(v));
}

/** `hash(tuple)` as a Python int. */
export function tupleHash(items: readonly Value[]): number | bigint {
  tupleHalves(items);
  return fromHalves(half.high, half.low);
}
function tupleHalves(items: readonly Value[]): void {
  // 2870177450012600261
  let high = 0x27d4eb2f;
  let low = 0x165667c5;
  for (let i = 0; i < items.length; i++) {
    hashHalves(items[i]);
    // 14029467366897019727
    multiply(half.high, half.low, 0xc2b2ae3d | 0, 0x27d4eb4f);
    addHalves(high, low, half.high, half.low);
    const h = half.high;
    const l = half.low;
    // Rotated left by 31, times 11400714785074694791.
    multiply((h << 31) | (l >>> 1), (l << 31) | (h >>> 1), 0x9e3779b1 | 0, 0x85ebca87 | 0);
    high = half.high;
    low = half.low;
  }
  addHalves(high, low, 0x27d4eb2f, (items.length ^ 0x165667c5 ^ 3527539) | 0);
  if (half.high === -1 && half.low === -1) {
    half.high = 0;
    half.low = 1546275796;
  }
}

/** Collects the hashes of a frozenset's items, whose order does not matter (`frozenset_hash`). */
export class FrozenHash {
  private high = 0;
  private low = 0;
  private count = 0;
  add(h: number, l: number): void {
    // ((x ^ 89869747) ^ (x << 16)) * 3644798167
    multiply(h ^ ((h << 16) | (l >>> 16)), l ^ 89869747 ^ (l << 16), 0, 3644798167 | 0);
    this.high ^= half.high;
    this.low ^= half.low;
    this.count++;
  }
  finish(): number | bigint {
    multiply(0, this.count + 1, 0, 1927868237);
    let h = this.high ^ half.high;
    let l = this.low ^ half.low;
    const l11 = (l >>> 11) | (h << 21);
    const l25 = (l >>> 25) | (h << 7);
    l ^= l11 ^ l25;
    h ^= (h >>> 11) ^ (h >>> 25);
    multiply(h, l, 0, 69069);
    addHalves(half.high, half.low, 0, 907133923);
    if (half.high === -1 && half.low === -1) return 590923713;
    return fromHalves(half.high, half.low);
  }
}
