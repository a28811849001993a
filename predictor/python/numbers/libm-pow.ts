// The C library's pow(), bit for bit: a logarithm in two floats, and the exponential of its product (see libm-exp.ts for the algorithm's origin).
import { fma } from './fused.ts';
import { expOfSum } from './libm-exp.ts';
import { decodeFloats } from './libm-log.ts';
import { POW_STEPS } from './libm-tables.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

let table: Float64Array | undefined;

const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/**
 * Squares, roots and reciprocals, whose rounding error is known: where that is less than 0.45 of the last place, pow() rounds alike, for its own
 * error is less than 0.03. Otherwise 0.
 */
function quickPow(a: number, b: number): number {
  let result: number;
  let error: number;
  if (b === 2) {
    result = a * a;
    error = lost(a, a, result);
  } else if (b === 0.5) {
    result = Math.sqrt(a);
    const square = result * result;
    error = (a - square - lost(result, result, square)) / (2 * result);
  } else if (b === -1) {
    result = 1 / a;
    const one = result * a;
    error = (1 - one - lost(result, a, one)) / a;
  } else return 0;
  return result + 1.1 * error === result ? result : 0;
}

/** What the rounding of x * y has lost. */
function lost(x: number, y: number, product: number): number {
  let t = x * 134217729;
  const xHigh = t - (t - x);
  const xLow = x - xHigh;
  t = y * 134217729;
  const yHigh = t - (t - y);
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

/** pow(a, b) for a finite a > 0 and a finite b. */
export function pow(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (a > 1e-140 && a < 1e140) {
    const quick = quickPow(a, b);
    if (quick !== 0) return quick;
  }
  const exponent = Math.abs(b);
  if (exponent < 2 ** -65) return 1;
  if (exponent >= 2 ** 63) return a > 1 === b > 0 ? Infinity : 0;
  table ??= decodeFloats(POW_STEPS);
  const steps = table;
  const lift = a < 2 ** -1022 ? 52 : 0;
  float[0] = lift === 0 ? a : a * 2 ** 52;
  const offset = word[1] - 0x3fe69555;
  const index = 3 * ((offset >> 13) & 127);
  const k = (offset >> 20) - lift;
  word[1] -= offset & 0xfff00000;
  const r = fma(float[0], steps[index], -1);
  const t1 = fma(k, LN2_HIGH, steps[index + 1]);
  const t2 = t1 + r;
  const low1 = fma(k, LN2_LOW, steps[index + 2]);
  const low2 = t1 - t2 + r;
  const half = r * -0.5;
  const square = r * half;
  const cube = r * square;
  const high = t2 + square;
  const low3 = fma(half, r, -square);
  const low4 = t2 - high + square;
  const inner = fma(fma(r, 1.0000415263675542, -1.142909628459501), square, fma(r, -0.6666666663487739, 0.7999999995323976));
  const sum = fma(square, inner, fma(r, 0.5000000000000007, -0.6666666666666679));
  const low = fma(cube, sum, low1 + low2 + low3 + low4);
  const logarithm = high + low;
  const tail = high - logarithm + low;
  const product = b * logarithm;
  if (!(Math.abs(product) < 1024)) return product > 0 ? Infinity : 0;
  return expOfSum(product, fma(b, tail, fma(b, logarithm, -product)));
}
