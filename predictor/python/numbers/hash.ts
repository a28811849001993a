// CPython's 64-bit hashes of numbers, strs and bytes: numbers modulo 2**61 - 1 (Python/pyhash.c), texts by SipHash-1-3 under the key that
// a PYTHONHASHSEED gives (Python/bootstrap_hash.c). Hashes of tuples and frozensets are made of these in types/hash-halves.ts.
import { hasPairs } from '../text/code-points.ts';
import { type Int, norm } from './integer.ts';

/** The last hash that was asked for in halves: signed 32-bit numbers. */
export const halves = { high: 0, low: 0 };

const MODULUS = (1n << 61n) - 1n;

/** A hash in halves as a Python int. */
export function hashOfHalves(high: number, low: number): Int {
  // A 64-bit hash is rarely a safe integer, but then it must be a number.
  if (high >= -0x200000 && high < 0x200000) {
    const small = high * 0x1_0000_0000 + (low >>> 0);
    if (Number.isSafeInteger(small)) return small;
  }
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** `hash(n)` of an int (long_hash) */
export function hashInt(n: Int): Int {
  if (typeof n === 'number') return n === -1 ? -2 : n;
  const rest = norm(n < 0n ? -(-n % MODULUS) : n % MODULUS);
  return rest === -1 ? -2 : rest;
}

const view = new DataView(new ArrayBuffer(8));

/** `hash(x)` of a float that is a number (_Py_HashDouble); a nan hashes by its identity, which is the caller's to know. */
export function hashFloat(x: number): Int {
  if (Number.isSafeInteger(x)) return x === -1 ? -2 : x + 0;
  if (x === Infinity) return 314159;
  if (x === -Infinity) return -314159;
  view.setFloat64(0, x);
  const head = view.getUint32(0);
  const biased = (head >>> 20) & 0x7ff;
  const mantissa = (head & 0xfffff) * 0x1_0000_0000 + view.getUint32(4) + (biased === 0 ? 0 : 2 ** 52);
  // 2**61 is 1 modulo 2**61 - 1, so that a power of two turns the 61 bits around.
  const turn = (((biased === 0 ? 1 : biased) - 1075) % 61) + 61;
  const size = rotate61(mantissa, turn % 61);
  return x < 0 ? (size === 1 ? -2 : typeof size === 'number' ? -size : -size) : size;
}

/** The 61 bits of a safe integer, turned left by `count`. */
function rotate61(value: number, count: number): Int {
  // Bits at and above 61 - count come back at the bottom.
  const keep = 61 - count;
  const top = keep >= 53 ? 0 : Math.floor(value / 2 ** keep);
  const rest = value - top * 2 ** keep;
  if (count === 0 || rest === 0) return count === 0 ? value : top;
  const sum = rest * 2 ** count + top;
  if (Number.isSafeInteger(sum)) return sum;
  return norm((BigInt(rest) << BigInt(count)) | BigInt(top));
}

/** `hash(complex(re, im))` from the hashes of its parts (complex_hash) */
export function hashComplexParts(re: Int, im: Int): Int {
  const sum = BigInt.asIntN(64, BigInt(re) + 1000003n * BigInt(im));
  return sum === -1n ? -2 : norm(sum);
}

// The key in 32-bit words, the low one first; all zero for PYTHONHASHSEED=0.
const key = new Int32Array(4);
let keySeed = 0;

/** Hashes texts from here on as PYTHONHASHSEED=seed does, 0 to 4294967295 (lcg_urandom). */
export function setHashSeed(seed: number): void {
  if (seed === keySeed) return;
  keySeed = seed;
  known.clear();
  key.fill(0);
  if (seed === 0) return;
  let x = seed | 0;
  for (let i = 0; i < 16; i++) {
    x = (Math.imul(x, 214013) + 2531011) | 0;
    key[i >> 2] |= ((x >>> 16) & 0xff) << (8 * (i & 3));
  }
}

let words = new Int32Array(64);
let bytes = new Uint8Array(words.buffer);

function room(size: number): void {
  if (bytes.length >= size) return;
  words = new Int32Array(1 << (32 - Math.clz32((size >> 2) + 1)));
  bytes = new Uint8Array(words.buffer);
}

// The halves of texts hashed before, by slot.
const SLOTS = 1 << 14;
const known = new Map<string, number>();
const slots = new Int32Array(2 * SLOTS);

/** Sets `halves` to the hash of a str (unicode_hash): of its characters in 1, 2 or 4 bytes each, whatever the widest needs. */
export function strHalves(text: string): void {
  const slot = known.get(text);
  if (slot !== undefined) {
    halves.low = slots[2 * slot];
    halves.high = slots[2 * slot + 1];
    return;
  }
  const length = text.length;
  room(4 * length + 8);
  let widest = 0;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i] = unit;
    widest |= unit;
  }
  if (widest < 256) siphash(length);
  else siphash(hasPairs(text) ? wide(text) : twoBytes(text));
  if (known.size >= SLOTS) known.clear();
  const fresh = known.size;
  known.set(text, fresh);
  slots[2 * fresh] = halves.low;
  slots[2 * fresh + 1] = halves.high;
}

function twoBytes(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit;
    bytes[2 * i + 1] = unit >> 8;
  }
  return 2 * text.length;
}

function wide(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    bytes[4 * count] = code;
    bytes[4 * count + 1] = code >> 8;
    bytes[4 * count + 2] = code >> 16;
    bytes[4 * count + 3] = 0;
    count += 1;
  }
  return 4 * count;
}

/** `hash(text)` */
export function hashStr(text: string): Int {
  strHalves(text);
  return hashOfHalves(halves.high, halves.low);
}

/** Sets `halves` to the hash of bytes. */
export function bytesHalves(data: ArrayLike<number>): void {
  room(data.length + 8);
  bytes.set(data);
  siphash(data.length);
}

/** `hash(bytes)` */
export function hashBytes(data: ArrayLike<number>): Int {
  bytesHalves(data);
  return hashOfHalves(halves.high, halves.low);
}

/** SipHash-1-3 of the first bytes of the buffer, into `halves`; the empty text hashes to 0, and no hash is -1 (_Py_HashBytes). */
function siphash(length: number): void {
  if (length === 0) {
    halves.low = halves.high = 0;
    return;
  }
  // The state: four 64-bit words, high and low halves.
  let ah = key[1] ^ 0x736f6d65;
  let al = key[0] ^ 0x70736575;
  let bh = key[3] ^ 0x646f7261;
  let bl = key[2] ^ 0x6e646f6d;
  let ch = key[1] ^ 0x6c796765;
  let cl = key[0] ^ 0x6e657261;
  let dh = key[3] ^ 0x74656462;
  let dl = key[2] ^ 0x79746573;
  // The last block ends in the length; the bytes between are zero.
  const blocks = (length >> 3) + 1;
  bytes.fill(0, length, 8 * blocks);
  bytes[8 * blocks - 1] = length;
  for (let block = 0; block < blocks + 3; block++) {
    let ml = 0;
    let mh = 0;
    if (block < blocks) {
      ml = words[2 * block];
      mh = words[2 * block + 1];
    } else if (block === blocks) cl ^= 0xff;
    dl ^= ml;
    dh ^= mh;
    // a += b; c += d; b = rotl(b, 13) ^ a; d = rotl(d, 16) ^ c; a = rotl(a, 32)
    let t = (al >>> 0) + (bl >>> 0);
    ah = (ah + bh + (t > 0xffffffff ? 1 : 0)) | 0;
    al = t | 0;
    t = (cl >>> 0) + (dl >>> 0);
    ch = (ch + dh + (t > 0xffffffff ? 1 : 0)) | 0;
    cl = t | 0;
    t = (bh << 13) | (bl >>> 19);
    bl = ((bl << 13) | (bh >>> 19)) ^ al;
    bh = t ^ ah;
    t = (dh << 16) | (dl >>> 16);
    dl = ((dl << 16) | (dh >>> 16)) ^ cl;
    dh = t ^ ch;
    t = al;
    al = ah;
    ah = t;
    // c += b; a += d; b = rotl(b, 17) ^ c; d = rotl(d, 21) ^ a; c = rotl(c, 32)
    t = (cl >>> 0) + (bl >>> 0);
    ch = (ch + bh + (t > 0xffffffff ? 1 : 0)) | 0;
    cl = t | 0;
    t = (al >>> 0) + (dl >>> 0);
    ah = (ah + dh + (t > 0xffffffff ? 1 : 0)) | 0;
    al = t | 0;
    t = (bh << 17) | (bl >>> 15);
    bl = ((bl << 17) | (bh >>> 15)) ^ cl;
    bh = t ^ ch;
    t = (dh << 21) | (dl >>> 11);
    dl = ((dl << 21) | (dh >>> 11)) ^ al;
    dh = t ^ ah;
    t = cl;
    cl = ch;
    ch = t;
    al ^= ml;
    ah ^= mh;
  }
  halves.low = al ^ bl ^ cl ^ dl;
  halves.high = ah ^ bh ^ ch ^ dh;
  if (halves.low === -1 && halves.high === -1) halves.low = -2;
}
