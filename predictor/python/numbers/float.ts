// Arithmetic of Python floats where it is not plain JavaScript arithmetic: floor division, powers, rounding, and every crossing between
// float and int. Texts of floats are in float-text.ts and float-digits.ts.
import { Fault } from '../fault.ts';
import { fixed, oddAndPower } from './float-digits.ts';
import { bitLength, type Int, intOfWhole, norm } from './integer.ts';
import { pow } from './libm-pow.ts';

/** `a / b` (float_div) */
export function floatDiv(a: number, b: number): number {
  if (b === 0) throw new Fault('ZeroDivisionError', 'float division by zero');
  return a / b;
}

/** `a % b` (float_rem): the sign is the divisor's, for a zero too. */
export function floatMod(a: number, b: number): number {
  if (b === 0) throw new Fault('ZeroDivisionError', 'float modulo');
  return pythonMod(a, b);
}

function pythonMod(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return b < 0 !== rest < 0 ? rest + b : rest;
}

/** `a // b` (float_floor_div) */
export function floatFloorDiv(a: number, b: number): number {
  if (b === 0) throw new Fault('ZeroDivisionError', 'float floor division by zero');
  return floorQuotient(a, b);
}

function floorQuotient(a: number, b: number): number {
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `divmod(a, b)` (float_divmod) */
export function floatDivmod(a: number, b: number): [number, number] {
  if (b === 0) throw new Fault('ZeroDivisionError', 'float divmod()');
  return [floorQuotient(a, b), pythonMod(a, b)];
}

/** `a ** b`; `undefined` means that the answer is complex: complexPow of both (float_pow) */
export function floatPow(a: number, b: number): number | undefined {
  if (b === 0 || a === 1) return 1;
  if (a !== a || b !== b) return Number.NaN;
  const infinite = Math.abs(a) === Infinity || Math.abs(b) === Infinity;
  if (a === 0 && b < 0 && !infinite) throw new Fault('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (Math.abs(b) === Infinity) {
    const size = Math.abs(a);
    if (size === 1) return 1;
    return b > 0 === size > 1 ? Infinity : 0;
  }
  const odd = Math.abs(b) % 2 === 1;
  if (Math.abs(a) === Infinity) {
    if (b > 0) return odd ? a : Infinity;
    return odd ? (a < 0 ? -0 : 0) : 0;
  }
  if (a === 0) return odd ? a : 0;
  if (a < 0) {
    if (!Number.isInteger(b)) return undefined;
    const size = a === -1 ? 1 : inRange(pow(-a, b), a);
    return odd ? -size : size;
  }
  return inRange(pow(a, b), a);
}

const RANGE_ERROR = [34, 'Numerical result out of range'];

/** A finite base whose power has run out of the range of floats. */
function inRange(result: number, base: number): number {
  if (result === Infinity && Math.abs(base) !== Infinity) throw new Fault('OverflowError', "(34, 'Numerical result out of range')", RANGE_ERROR);
  return result;
}

/** `float(n)` of an int: the nearest float, halves to even (PyLong_AsDouble) */
export function intToFloat(n: Int): number {
  const x = Number(n);
  if (x === Infinity || x === -Infinity) throw new Fault('OverflowError', 'int too large to convert to float');
  return x;
}

/** `int(x)` (PyLong_FromDouble) */
export function floatToInt(x: number): Int {
  return intOfWhole(finite(Math.trunc(x)));
}

/** `math.floor(x)` and `x.__floor__()` */
export function floorToInt(x: number): Int {
  return intOfWhole(finite(Math.floor(x)));
}

/** `math.ceil(x)` and `x.__ceil__()` */
export function ceilToInt(x: number): Int {
  return intOfWhole(finite(Math.ceil(x)));
}

/** `round(x)`: to the nearest int, halves to even (float___round___impl) */
export function roundToInt(x: number): Int {
  return intOfWhole(finite(roundHalfEven(x)));
}

function finite(x: number): number {
  if (x !== x) throw new Fault('ValueError', 'cannot convert float NaN to integer');
  if (x === Infinity || x === -Infinity) throw new Fault('OverflowError', 'cannot convert float infinity to integer');
  return x;
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

/** `round(x, digits)`: the nearest decimal by the exact value of `x`, halves to even, read back as a float (double_round) */
export function roundFloat(x: number, digits: Int): number {
  if (!Number.isFinite(x) || digits > 323) return x;
  if (digits < -308) return 0 * x;
  const places = Number(digits);
  if (places >= 0) {
    if (Number.isInteger(x)) return x;
    const rounded = Number(fixed(x, places));
    return x < 0 ? -rounded : rounded;
  }
  const unit = 10n ** BigInt(-places);
  const { odd, power } = oddAndPower(Math.abs(x));
  // Compare in units of 2**power, so that the fraction counts too.
  const value = power >= 0 ? odd << BigInt(power) : odd;
  const scaled = power >= 0 ? unit : unit << BigInt(-power);
  const quotient = value / scaled;
  const rest = (value - quotient * scaled) * 2n;
  const up = rest > scaled || (rest === scaled && (quotient & 1n) === 1n);
  const rounded = Number((up ? quotient + 1n : quotient) * unit);
  if (rounded === Infinity) throw new Fault('OverflowError', 'rounded value too large to represent');
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}

/** `x.is_integer()` */
export function isWhole(x: number): boolean {
  return Number.isInteger(x);
}

/** `x.as_integer_ratio()` */
export function integerRatio(x: number): [Int, Int] {
  if (x !== x) throw new Fault('ValueError', 'cannot convert NaN to integer ratio');
  if (!Number.isFinite(x)) throw new Fault('OverflowError', 'cannot convert Infinity to integer ratio');
  if (Number.isSafeInteger(x)) return [x + 0, 1];
  const { odd, power } = oddAndPower(x);
  return power >= 0 ? [norm(odd << BigInt(power)), 1] : [norm(odd), norm(1n << BigInt(-power))];
}

/** `a / b` of ints, correctly rounded (long_true_divide) */
export function trueDiv(a: Int, b: Int): number {
  if (b === 0) throw new Fault('ZeroDivisionError', 'division by zero');
  // Both are exact floats, so one IEEE division rounds correctly.
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const negative = a < 0 !== b < 0;
  const x = magnitude(a);
  const y = magnitude(b);
  if (x === 0n) return negative ? -0 : 0;
  const shift = bitLength(x) - bitLength(y) - 66;
  // A quotient of 65 to 67 bits with a sticky last bit: Number() then rounds it once, correctly, as long as the result is normal.
  const top = shift < 0 ? x << BigInt(-shift) : x;
  const bottom = shift < 0 ? y : y << BigInt(shift);
  let quotient = top / bottom;
  if (quotient * bottom !== top) quotient |= 1n;
  let power = shift;
  const lowest = bitLength(quotient) + power;
  if (lowest > 1025) throw new Fault('OverflowError', 'integer division result too large for a float');
  if (lowest < -1021) {
    // Subnormal: keep no more bits than the result has, rounding here.
    const drop = BigInt(-1074 - power);
    const half = 1n << (drop - 1n);
    const rest = quotient & ((1n << drop) - 1n);
    quotient >>= drop;
    if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
    power = -1074;
  }
  const result = scale(Number(quotient), power);
  if (result === Infinity) throw new Fault('OverflowError', 'integer division result too large for a float');
  return negative ? -result : result;
}

function magnitude(n: Int): bigint {
  const big = BigInt(n);
  return big < 0n ? -big : big;
}

/** x * 2**power for an exact result. */
function scale(x: number, power: number): number {
  const half = Math.trunc(power / 2);
  return x * 2 ** half * 2 ** (power - half);
}

/** -1, 0, 1, or NaN where the float is not a number: the exact order of a float and an int (float_richcompare) */
export function compareFloatInt(x: number, n: Int): number {
  if (x !== x) return Number.NaN;
  return x < n ? -1 : x > n ? 1 : 0;
}
