// The C library's sin, cos and tan, bit for bit: the angle brought near zero in two floats, a table, and short polynomials (IBM's accurate
// mathematical library, as glibc has it since 2.28, with fused steps).
import { fma } from './fused.ts';
import { SINE_STEPS, TANGENT_STEPS, TWO_OVER_PI } from './libm-angle-tables.ts';
import { decodeFloats } from './libm-log.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

let sines: Float64Array | undefined;
let tangents: Float64Array | undefined;

/** Adding it and taking it away rounds to a 128th, halves to even. */
const BIG = 52776558133248;
const HALF_PI = 1.5707963267948966;
const HALF_PI_REST = 6.123233995736766e-17;
const ROUND = 6755399441055744;

/** More than plain steps and fused ones can differ by. */
const MARGIN = 2 ** -59;

/** The sine of x + dx, for |x| up to about 0.86. */
function sineOf(x: number, dx: number): number {
  const size = Math.abs(x);
  if (size < 0.126) {
    const square = x * x;
    let p = fma(-2.5022014848318398e-8, square, 2.755729806860771e-6);
    p = fma(p, square, -0.00019841269834414642);
    p = fma(p, square, 0.008333333333332329);
    p = fma(p, square, -0.16666666666666666);
    return fma(square, fma(p, x, -(0.5 * dx)), dx) + x;
  }
  sines ??= decodeFloats(SINE_STEPS);
  const rest = x <= 0 ? -dx : dx;
  const nearest = size + BIG - BIG;
  const at = nearest * 512;
  const t = size - nearest;
  const square = t * t;
  const sine = sines[at];
  // The rounding of the fused steps shows in the result only where that lies next to a tie: try plain steps first.
  const sPlain = t + (t * square * (-0.16666666666666488 + square * 0.008333332142857223) + rest);
  const cPlain = t * rest + square * (0.5 + square * (-0.04166666666666644 + square * 0.001388888740079376));
  const plain = sines[at + 1] + sPlain * sines[at + 3] - cPlain * sine + sPlain * sines[at + 2];
  const guess = sine + (plain + MARGIN);
  if (guess === sine + (plain - MARGIN)) return x < 0 !== guess < 0 ? -guess : guess;
  const s = t + fma(t * square, fma(square, 0.008333332142857223, -0.16666666666666488), rest);
  const c = fma(t, rest, square * fma(square, fma(square, 0.001388888740079376, -0.04166666666666644), 0.5));
  const low = fma(-c, sine, fma(s, sines[at + 3], sines[at + 1]));
  const result = sine + fma(s, sines[at + 2], low);
  return x < 0 ? -Math.abs(result) : Math.abs(result);
}

/** The cosine of x + dx, for |x| up to about 0.86. */
function cosineOf(x: number, dx: number): number {
  sines ??= decodeFloats(SINE_STEPS);
  const size = Math.abs(x);
  const nearest = size + BIG - BIG;
  const at = nearest * 512;
  const t = size - nearest + (x < 0 ? -dx : dx);
  const square = t * t;
  const sPlain = t * square * (-0.16666666666666488 + square * 0.008333332142857223) + t;
  const cPlain = square * (0.5 + square * (-0.04166666666666644 + square * 0.001388888740079376));
  const plain = sines[at + 3] - sPlain * sines[at + 1] - cPlain * sines[at + 2] - sPlain * sines[at];
  const guess = sines[at + 2] + (plain + MARGIN);
  if (guess === sines[at + 2] + (plain - MARGIN)) return guess;
  const s = fma(t * square, fma(square, 0.008333332142857223, -0.16666666666666488), t);
  const c = square * fma(square, fma(square, 0.001388888740079376, -0.04166666666666644), 0.5);
  const low = fma(-c, sines[at + 2], fma(-s, sines[at + 1], sines[at + 3]));
  return sines[at + 2] + fma(-s, sines[at], low);
}

/** The last reduced angle: x less a multiple of pi/2, in two floats, and the multiple modulo 4. */
const angle = { high: 0, low: 0, quarter: 0 };

/** The multiple of pi/2 that is nearest to x. */
function quarters(x: number): number {
  const q = x * 0.6366197723675814;
  const n = q + ROUND - ROUND;
  return Math.abs(q - n) < 0.499 ? n : fma(x, 0.6366197723675814, ROUND) - ROUND;
}

function reduce(x: number): void {
  const n = quarters(x);
  // The first three parts of pi/2 are so short that their products with n are exact.
  const y = x - n * 1.5707963407039642 - n * -1.3909067564377153e-8;
  const part = n * -4.97899623147991e-17;
  const a = y - part;
  const lost = y - a - part;
  angle.high = fma(-n, -1.9034889620193266e-25, a);
  angle.low = lost + fma(-n, -1.9034889620193266e-25, a - angle.high);
  angle.quarter = n & 3;
}

let digits: Float64Array | undefined;

/** The part of one half of a huge x: an integer modulo 4 and a fraction in two floats, of x * 2/pi. */
function fractionOf(x: number, into: [number, number, number]): void {
  const table = digits as Float64Array;
  float[0] = x;
  const exponent = (word[1] >> 20) & 2047;
  const from = Math.max(0, Math.trunc((exponent - 450) / 24));
  let scale = 2 ** (576 - 24 * from);
  const r = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 6; i++) {
    r[i] = x * table[from + i] * scale;
    scale *= 2 ** -24;
  }
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    const whole = r[i] + ROUND - ROUND;
    sum += whole;
    r[i] -= whole;
  }
  let t = 0;
  for (let i = 5; i >= 0; i--) t += r[i];
  const rest = r[0] - t + r[1] + r[2] + r[3] + r[4] + r[5];
  const whole = t + ROUND - ROUND;
  sum += whole;
  t -= whole;
  const high = t + rest;
  into[0] = sum - (sum + 27021597764222976 - 27021597764222976);
  into[1] = high;
  into[2] = t - high + rest;
}

const SPLIT = 134217729;

/** The same as reduce() for |x| from 1e8 (__branred). */
function reduceHuge(x: number): void {
  if (digits === undefined) {
    digits = new Float64Array(75);
    for (let i = 0; i < 75; i++) digits[i] = Number.parseInt(TWO_OVER_PI.slice(6 * i, 6 * i + 6), 16);
  }
  const scaled = x * 2 ** -600;
  const t0 = scaled * SPLIT;
  const upper = t0 - (t0 - scaled);
  const first: [number, number, number] = [0, 0, 0];
  const second: [number, number, number] = [0, 0, 0];
  fractionOf(upper, first);
  fractionOf(scaled - upper, second);
  let sum = first[0] + second[0];
  let b = first[1] + second[1];
  const rest = Math.abs(first[1]) > Math.abs(second[1]) ? first[1] - b + second[1] : second[1] - b + first[1];
  if (b > 0.5) {
    b -= 1;
    sum += 1;
  } else if (b < -0.5) {
    b += 1;
    sum -= 1;
  }
  const s = b + (rest + first[2] + second[2]);
  const t = b - s + rest + (first[2] + second[2]);
  const product = s * SPLIT;
  const t1 = product - (product - s);
  const t2 = s - t1;
  b = s * HALF_PI;
  const lowest = t * HALF_PI + (t2 * -1.3909067675399456e-8 + s * HALF_PI_REST);
  const low = t1 * 1.5707963407039642 - b + t1 * -1.3909067675399456e-8 + t2 * 1.5707963407039642 + lowest;
  angle.high = b + low;
  angle.low = b - angle.high + low;
  angle.quarter = Math.trunc(sum) & 3;
}

function upperBits(x: number): number {
  float[0] = x;
  return word[1] & 0x7fffffff;
}

/** sin(x) */
export function sin(x: number): number {
  const upper = upperBits(x);
  if (upper < 0x3e500000) return x;
  if (upper < 0x3feb6000) return sineOf(x, 0);
  if (upper < 0x400368fd) {
    const t = HALF_PI - Math.abs(x);
    const result = Math.abs(cosineOf(t, HALF_PI_REST));
    return x < 0 ? -result : result;
  }
  if (upper >= 0x7ff00000) return Number.NaN;
  if (upper < 0x419921fb) reduce(x);
  else reduceHuge(x);
  return turned(angle.quarter);
}

/** cos(x) */
export function cos(x: number): number {
  const upper = upperBits(x);
  if (upper < 0x3e400000) return 1;
  if (upper < 0x3feb6000) return cosineOf(x, 0);
  if (upper < 0x400368fd) {
    const y = HALF_PI - Math.abs(x);
    const high = y + HALF_PI_REST;
    return sineOf(high, y - high + HALF_PI_REST);
  }
  if (upper >= 0x7ff00000) return Number.NaN;
  if (upper < 0x419921fb) reduce(x);
  else reduceHuge(x);
  return turned(angle.quarter + 1);
}

/** The sine of the reduced angle and so many quarter turns. */
function turned(quarters: number): number {
  const result = (quarters & 1) === 0 ? sineOf(angle.high, angle.low) : cosineOf(angle.high, angle.low);
  return (quarters & 2) === 0 ? result : -result;
}

function tangentSeries(square: number): number {
  let p = fma(0.008896546349534924, square, 0.021869380598167253);
  p = fma(p, square, 0.05396825411095433);
  p = fma(p, square, 0.1333333333332673);
  return fma(p, square, 0.3333333333333333);
}

/** tan(x) */
export function tan(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const size = Math.abs(x);
  if (size <= 1.2589993048095494e-8) return x;
  if (size <= 0.060799986124038696) {
    const square = x * x;
    return fma(x * square, tangentSeries(square), x);
  }
  if (size <= 0.7869997024536133) {
    const result = tangentByTable(size, 0, false);
    return x < 0 ? -result : result;
  }
  if (size <= 25) {
    const n = quarters(x);
    const y = x - n * 1.5707963407039642 - n * -1.3909067564377153e-8;
    angle.high = fma(-n, -4.9789962505147994e-17, y);
    angle.low = fma(-n, -4.9789962505147994e-17, y - angle.high);
    angle.quarter = n & 3;
  } else {
    if (size <= 1e8) reduce(x);
    else reduceHuge(x);
    const { high, low } = angle;
    angle.high = high + low;
    angle.low = Math.abs(high) > Math.abs(low) ? high - angle.high + low : low - angle.high + high;
  }
  const { high: a, low: da } = angle;
  const odd = (angle.quarter & 1) === 1;
  if (Math.abs(a) <= 0.060799986124038696) {
    const square = a * a;
    const rest = fma(a * square, tangentSeries(square), da);
    const sum = a + rest;
    if (!odd) return sum;
    const lost = Math.abs(a) > Math.abs(rest) ? a - sum + rest : rest - sum + a;
    return negativeReciprocal(sum, lost);
  }
  const result = a < 0 ? tangentByTable(-a, -da, odd) : tangentByTable(a, da, odd);
  return a < 0 !== odd ? -result : result;
}

/** The tangent of an angle from 0.06 to 0.8, or its cotangent. */
function tangentByTable(size: number, rest: number, cotangent: boolean): number {
  tangents ??= decodeFloats(TANGENT_STEPS);
  const at = 3 * Math.trunc(fma(256, size, -15.5));
  const z = size - tangents[at] + rest;
  const square = z * z;
  const p = fma(z * square, fma(square, 0.13333354920669913, 0.3333333333332254), z);
  const f = tangents[at + 1];
  const g = tangents[at + 2];
  const t = (f + g) * p;
  return cotangent ? g - t / (f + p) : t / (g - p) + f;
}

/** -1 / (b + db) */
function negativeReciprocal(b: number, db: number): number {
  const c = 1 / b;
  const u = c * b;
  const lost = 1 - u - fma(c, b, -u);
  const rest = fma(-db, c, lost) / b;
  const z = c + rest;
  return -(c - z + rest + z);
}
