// Arithmetic of Python ints: a JavaScript number while it is a safe integer (never -0), a bigint beyond. Texts of ints are in
// int-text.ts, number theory in number-theory.ts, what meets floats in float.ts.
import { Excess, Fault } from '../fault.ts';

/** A Python int: a number exactly when `Number.isSafeInteger` holds, else a bigint. */
export type Int = number | bigint;

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MIN_SAFE = -MAX_SAFE;

/** No int longer than this many bits is made: about 10 million decimal digits. */
export const MAX_BITS = 1 << 25;

/** The canonical form of an int held in a bigint. */
export function norm(value: bigint): Int {
  return value <= MAX_SAFE && value >= MIN_SAFE ? Number(value) : value;
}

/** The canonical form of a float that holds a whole number. */
export function intOfWhole(value: number): Int {
  return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
}

export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    return Number.isSafeInteger(sum) ? sum : BigInt(a) + BigInt(b);
  }
  return norm(BigInt(a) + BigInt(b));
}

export function sub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    return Number.isSafeInteger(difference) ? difference : BigInt(a) - BigInt(b);
  }
  return norm(BigInt(a) - BigInt(b));
}

export function mul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    return Number.isSafeInteger(product) ? product + 0 : BigInt(a) * BigInt(b);
  }
  if (a === 0 || b === 0) return 0;
  if (typeof a === 'bigint' && typeof b === 'bigint' && bitLength(a) + bitLength(b) > MAX_BITS) throw new Excess('int');
  return norm(BigInt(a) * BigInt(b));
}

export function neg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : -a;
}

export function abs(a: Int): Int {
  return a < 0 ? neg(a) : a;
}

/** `~a` */
export function invert(a: Int): Int {
  return sub(-1, a);
}

export function isZero(a: Int): boolean {
  return a === 0;
}

/** -1, 0 or 1: the sign of `a - b`. JavaScript compares a number with a bigint exactly. */
export function compareInts(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `a // b` (long_div) */
export function floorDiv(a: Int, b: Int): Int {
  if (b === 0) throw new Fault('ZeroDivisionError', 'integer division or modulo by zero');
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0;
  const x = BigInt(a);
  const y = BigInt(b);
  const quotient = x / y;
  return norm(x < 0n !== y < 0n && quotient * y !== x ? quotient - 1n : quotient);
}

/** `a % b` (long_mod) */
export function mod(a: Int, b: Int): Int {
  if (b === 0) throw new Fault('ZeroDivisionError', 'integer modulo by zero');
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
  }
  return norm(bigMod(BigInt(a), BigInt(b)));
}

/** `divmod(a, b)` (long_divmod) */
export function divmod(a: Int, b: Int): [Int, Int] {
  if (b === 0) throw new Fault('ZeroDivisionError', 'integer division or modulo by zero');
  return [floorDiv(a, b), mod(a, b)];
}

/** The remainder with the divisor's sign. */
export function bigMod(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** `a << count` (long_lshift) */
export function shiftLeft(a: Int, count: Int): Int {
  if (count < 0) throw new Fault('ValueError', 'negative shift count');
  if (a === 0) return 0;
  if (typeof a === 'number' && typeof count === 'number' && count < 53) {
    const shifted = a * 2 ** count;
    if (Number.isSafeInteger(shifted)) return shifted;
  }
  if (typeof count === 'bigint') throw new Fault('OverflowError', 'too many digits in integer');
  if (count + bitLength(a) > MAX_BITS) throw new Excess('int');
  return norm(BigInt(a) << BigInt(count));
}

/** `a >> count` (long_rshift) */
export function shiftRight(a: Int, count: Int): Int {
  if (count < 0) throw new Fault('ValueError', 'negative shift count');
  if (typeof a === 'number') {
    if ((a | 0) === a) return count > 31 ? (a < 0 ? -1 : 0) : a >> Number(count);
    if (count > 53) return a < 0 ? -1 : 0;
    return Math.floor(a / 2 ** Number(count)) + 0;
  }
  if (count > MAX_BITS) return a < 0n ? -1 : 0;
  return norm(a >> BigInt(count));
}

export function and(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a & b;
  return norm(BigInt(a) & BigInt(b));
}

export function or(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a | b;
  return norm(BigInt(a) | BigInt(b));
}

export function xor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a ^ b;
  return norm(BigInt(a) ^ BigInt(b));
}

/** `a ** exponent` for an exponent that is not negative; for a negative one Python asks `float ** float` (see floatPow). */
export function powInt(a: Int, exponent: Int): Int {
  if (exponent === 0) return 1;
  if (a === 0 || a === 1) return a;
  if (a === -1) return typeof exponent === 'number' ? (exponent % 2 === 0 ? 1 : -1) : (exponent & 1n) === 0n ? 1 : -1;
  if (typeof a === 'number' && typeof exponent === 'number' && exponent < 54) {
    let result = 1;
    let base = a;
    let left = exponent;
    for (;;) {
      if ((left & 1) !== 0) result *= base;
      left >>= 1;
      if (left === 0) break;
      base *= base;
    }
    // Every factor divides the result, so a safe result was reached through safe products only.
    if (Number.isSafeInteger(result)) return result;
  }
  if (typeof exponent === 'bigint' || (bitLength(a) - 1) * exponent > MAX_BITS) throw new Excess('int');
  return norm(BigInt(a) ** BigInt(exponent));
}

/** `pow(a, exponent, modulus)` (long_pow) */
export function powMod(a: Int, exponent: Int, modulus: Int): Int {
  if (modulus === 0) throw new Fault('ValueError', 'pow() 3rd argument cannot be 0');
  let base = BigInt(a);
  let left = BigInt(exponent);
  const signed = BigInt(modulus);
  const m = signed < 0n ? -signed : signed;
  if (m === 1n) return 0;
  if (left < 0n) {
    base = inverse(base, m);
    left = -left;
  }
  base = bigMod(base, m);
  let result = 1n;
  if (m < 0x1_0000_0000n && left < 0x1_0000_0000n) result = BigInt(smallPowMod(Number(base), Number(left), Number(m)));
  else {
    const bits = left.toString(2);
    for (let i = 0; i < bits.length; i++) {
      result = (result * result) % m;
      if (bits.charCodeAt(i) === 49) result = (result * base) % m;
    }
  }
  return norm(signed < 0n && result !== 0n ? result - m : result);
}

function smallPowMod(base: number, exponent: number, m: number): number {
  let result = 1;
  let power = base;
  let left = exponent;
  while (left > 0) {
    if (left % 2 === 1) result = smallMulMod(result, power, m);
    left = Math.floor(left / 2);
    if (left > 0) power = smallMulMod(power, power, m);
  }
  return result;
}

function smallMulMod(a: number, b: number, m: number): number {
  const product = a * b;
  return product <= Number.MAX_SAFE_INTEGER ? product % m : Number((BigInt(a) * BigInt(b)) % BigInt(m));
}

/** The inverse of `a` modulo `m > 1`, by Euclid. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1] = [bigMod(a, m), m];
  let [s0, s1] = [1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [s0, s1] = [s1, s0 - q * s1];
  }
  if (r0 !== 1n) throw new Fault('ValueError', 'base is not invertible for the given modulus');
  return s0;
}

/** `a.bit_length()` */
export function bitLength(a: Int): number {
  if (typeof a === 'number') {
    const size = Math.abs(a);
    return size <= 0xffff_ffff ? 32 - Math.clz32(size) : 64 - Math.clz32(Math.floor(size / 0x1_0000_0000));
  }
  const hex = (a < 0n ? -a : a).toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}

/** `a.bit_count()` */
export function bitCount(a: Int): number {
  if (typeof a === 'number') {
    const size = Math.abs(a);
    return ones(size | 0) + ones(Math.floor(size / 0x1_0000_0000));
  }
  const hex = (a < 0n ? -a : a).toString(16);
  let count = 0;
  for (let i = 0; i < hex.length; i += 7) count += ones(Number.parseInt(hex.slice(i, i + 7), 16));
  return count;
}

function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** `round(a, digits)` for ints: to a multiple of a power of ten, halves to the even one (int___round___impl). */
export function roundInt(a: Int, digits: Int): Int {
  if (digits >= 0) return a;
  if (digits < -MAX_BITS) throw new Excess('int');
  const unit = 10n ** BigInt(-Number(digits));
  const value = BigInt(a);
  let rest = bigMod(value, unit);
  const down = value - rest;
  rest *= 2n;
  return norm(rest > unit || (rest === unit && (down / unit) % 2n !== 0n) ? down + unit : down);
}
