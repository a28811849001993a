// The C library's asin, acos, atan and atan2, bit for bit (see libm-sine.ts for the algorithms' origin).
import { fma } from './fused.ts';
import { ARCSINE_STEPS, ARCTANGENT_STEPS, ROOT_STEPS } from './libm-angle-tables.ts';
import { decodeFloats } from './libm-log.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

let arcsines: Float64Array | undefined;
let arctangents: Float64Array | undefined;
let roots: Float64Array | undefined;

const HALF_PI = 1.5707963267948966;
const HALF_PI_REST = 6.123233995736766e-17;
const PI_REST = 1.2246467991473532e-16;

function upperBits(x: number): number {
  float[0] = x;
  return word[1] & 0x7fffffff;
}

/** (asin(x) - x) / x**3 of a square. */
function arcsineSeries(square: number): number {
  let p = fma(0.018138290340456505, square, 0.022355121102652562);
  p = fma(p, square, 0.03038212685821193);
  p = fma(p, square, 0.044642856142105974);
  p = fma(p, square, 0.07500000000261227);
  return fma(p, square, 0.1666666666666641);
}

/** The arcsine of a size from 0.125 to 0.96875, in two parts that are yet to be added. */
const part = { high: 0, low: 0 };

function arcsineByTable(size: number, upper: number): void {
  arcsines ??= decodeFloats(ARCSINE_STEPS);
  let at: number;
  let last: number;
  if (upper < 0x3fd00000) [at, last] = [11 * ((upper >> 15) & 31), 6];
  else if (upper < 0x3fe00000) [at, last] = [11 * ((upper >> 14) & 63) + 352, 6];
  else if (upper < 0x3fe80000) [at, last] = [1056 + 3 * ((upper >> 11) & 0x1fc), 7];
  else if (upper < 0x3fed8000) [at, last] = [992 + 13 * ((upper >> 13) & 127), 8];
  else if (upper < 0x3fee8000) [at, last] = [884 + 14 * ((upper >> 13) & 127), 9];
  else [at, last] = [768 + 15 * ((upper >> 13) & 127), 10];
  const z = size - arcsines[at];
  let p = arcsines[at + last];
  for (let i = at + last - 1; i >= at + 2; i--) p = fma(p, z, arcsines[i]);
  part.low = fma(z, arcsines[at + 1], fma(z * z, p, arcsines[at + last + 1]));
  part.high = arcsines[at + last + 2];
}

/** The square root of z, as a float of few bits and the rest of it. */
const root = { high: 0, low: 0 };

function rootOf(z: number, split: number): void {
  roots ??= decodeFloats(ROOT_STEPS);
  float[0] = z;
  const t = roots[(word[1] >> 14) & 127] * 2 ** (511 - (word[1] >> 21));
  const r = fma(-(t * t), z, 1);
  const s = fma(fma(fma(0.31252362655451865, r, 0.3750175008673452), r, 0.4999999994959554), r, 0.9999999998599908) * t;
  const c = s * z;
  const half = fma(-(0.5 * s), c, 1.5);
  if (split === 0) {
    const wide = c * 134217728;
    root.high = wide + c - wide;
  } else root.high = c + split - split;
  root.low = fma(-root.high, root.high, z) / fma(half, c, root.high);
}

/** asin(x) */
export function asin(x: number): number {
  const upper = upperBits(x);
  if (upper < 0x3e500000) return x;
  if (upper < 0x3fc00000) {
    const square = x * x;
    return fma(arcsineSeries(square), x * square, x);
  }
  const size = Math.abs(x);
  let result: number;
  if (upper < 0x3fef0000) {
    arcsineByTable(size, upper);
    result = part.low + part.high;
  } else if (size < 1) {
    const z = (1 - size) * 0.5;
    rootOf(z, 16777216);
    const { high, low } = root;
    const p = arcsineSeries(z) * z;
    const sum = high + low;
    result = fma(-(sum + sum), p, fma(-2, low, HALF_PI_REST)) + fma(-2, high, HALF_PI);
  } else if (size === 1) result = HALF_PI;
  else return Number.NaN;
  return x < 0 ? -result : result;
}

/** acos(x) */
export function acos(x: number): number {
  const upper = upperBits(x);
  if (upper < 0x3c880000) return HALF_PI;
  if (upper < 0x3fc00000) {
    const square = x * x;
    const r = HALF_PI - x;
    return r + fma(-arcsineSeries(square), x * square, HALF_PI - r - x + HALF_PI_REST);
  }
  const size = Math.abs(x);
  if (upper < 0x3fef0000) {
    arcsineByTable(size, upper);
    return x > 0 ? HALF_PI_REST - part.low + (HALF_PI - part.high) : part.low + HALF_PI_REST + (part.high + HALF_PI);
  }
  if (size < 1) {
    const z = (1 - size) * 0.5;
    rootOf(z, 0);
    const { high, low } = root;
    const p = arcsineSeries(z) * z * (high + low);
    const half = x > 0 ? low + p + high : HALF_PI_REST - low - p + (HALF_PI - high);
    return half + half;
  }
  if (size === 1) return x > 0 ? 0 : Math.PI;
  return Number.NaN;
}

/** (atan(x) - x) / x**3 of a square. */
function arctangentSeries(square: number): number {
  let p = fma(0.07601836584380736, square, -0.09090424391727987);
  p = fma(p, square, 0.11111109821886427);
  p = fma(p, square, -0.14285714283953163);
  p = fma(p, square, 0.19999999999998855);
  return fma(p, square, -0.3333333333333333);
}

/** Where the table has the number nearest to one from 1/16 to 1. */
function row(x: number): number {
  arctangents ??= decodeFloats(ARCTANGENT_STEPS);
  return 7 * (fma(256, x, 4503599627370496) - 4503599627370496 - 16);
}

/** The slope of the arctangent from a table row to z off it: four coefficients, without the last step. */
function slope(at: number, z: number): number {
  const table = arctangents as Float64Array;
  let p = fma(table[at + 6], z, table[at + 5]);
  p = fma(p, z, table[at + 4]);
  p = fma(p, z, table[at + 3]);
  return fma(p, z, table[at + 2]);
}

/** atan(x) */
export function atan(x: number): number {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size < 0.0625) {
    if (size < 1.2904777690891933e-8) return x;
    const square = x * x;
    return fma(x * square, arctangentSeries(square), x);
  }
  let result = HALF_PI;
  if (size < 1) {
    const at = row(size);
    const z = size - (arctangents as Float64Array)[at];
    result = fma(slope(at, z), z, (arctangents as Float64Array)[at + 1]);
  } else if (size < 5805361265115136) {
    const w = 1 / size;
    const product = size * w;
    const lost = 1 - product - fma(size, w, -product);
    if (size < 16) {
      const at = row(w);
      const z = fma(lost, w, w - (arctangents as Float64Array)[at]);
      result = HALF_PI - (arctangents as Float64Array)[at + 1] + fma(-z, slope(at, z), HALF_PI_REST);
    } else {
      const square = w * w;
      const series = w * square * arctangentSeries(square);
      const gap = HALF_PI - w;
      result = HALF_PI - gap - w + HALF_PI_REST - lost * w - series + gap;
    }
  }
  return x < 0 ? -result : result;
}

/** atan2(y, x) */
export function atan2(y: number, x: number): number {
  if (y === 0 || x === 0 || !Number.isFinite(y) || !Number.isFinite(x)) return Math.atan2(y, x);
  let ax = Math.abs(x);
  let ay = Math.abs(y);
  const gap = (upperBits(y) & 0x7ff00000) - (upperBits(x) & 0x7ff00000);
  let result: number;
  if (gap >= 0x03900000) result = HALF_PI;
  else if (gap <= -0x03900000) result = x > 0 ? ay / ax : Math.PI;
  else {
    if (ax < 2 ** -500 || ay < 2 ** -500) {
      ax *= 2 ** 500;
      ay *= 2 ** 500;
    }
    if (ax > 2 ** 500 || ay > 2 ** 500) {
      ax *= 2 ** -500;
      ay *= 2 ** -500;
    }
    const flat = ay < ax;
    const top = flat ? ay : ax;
    const bottom = flat ? ax : ay;
    const u = top / bottom;
    const v = bottom * u;
    const du = (top - v - fma(bottom, u, -v)) / bottom;
    result = x > 0 ? (flat ? flatAngle(u, du) : steepAngle(u, du)) : ax < ay ? backSteepAngle(u, du) : backFlatAngle(u, du);
  }
  return y < 0 ? -result : result;
}

/** atan(u + du) */
function flatAngle(u: number, du: number): number {
  if (u < 0.0625) {
    const square = u * u;
    return u + fma(u * square, arctangentSeries(square), du);
  }
  const at = row(u);
  const table = arctangents as Float64Array;
  const t = u - table[at];
  const v = du + t;
  const dv = Math.abs(t) > Math.abs(du) ? t - v + du : du - v + t;
  const p = fma(fma(fma(table[at + 6], v, table[at + 5]), v, table[at + 4]), v, table[at + 3]);
  const c = table[at + 2];
  return fma(v, c, fma(dv, c, v * v * p)) + table[at + 1];
}

/** pi/2 - atan(u + du) */
function steepAngle(u: number, du: number): number {
  if (u < 0.0625) {
    const square = u * u;
    const series = u * square * arctangentSeries(square);
    const gap = HALF_PI - u;
    return HALF_PI - gap - u + HALF_PI_REST - du - series + gap;
  }
  const at = row(u);
  const table = arctangents as Float64Array;
  const v = u - table[at] + du;
  return HALF_PI - table[at + 1] + fma(-v, slope(at, v), HALF_PI_REST);
}

/** pi/2 + atan(u + du) */
function backSteepAngle(u: number, du: number): number {
  if (u < 0.0625) {
    const square = u * u;
    const series = square * u * arctangentSeries(square);
    const sum = u + HALF_PI;
    return HALF_PI - sum + u + HALF_PI_REST + du + series + sum;
  }
  const at = row(u);
  const table = arctangents as Float64Array;
  const v = u - table[at] + du;
  return HALF_PI + table[at + 1] + fma(v, slope(at, v), HALF_PI_REST);
}

/** pi - atan(u + du) */
function backFlatAngle(u: number, du: number): number {
  if (u < 0.0625) {
    const square = u * u;
    const series = square * u * arctangentSeries(square);
    const gap = Math.PI - u;
    return Math.PI - gap - u + PI_REST - du - series + gap;
  }
  const at = row(u);
  const table = arctangents as Float64Array;
  const v = u - table[at] + du;
  return Math.PI - table[at + 1] + fma(-v, slope(at, v), PI_REST);
}
