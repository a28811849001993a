// The C library's exp() and exp2(), bit for bit: 2**(k/128) from a table times a short polynomial (the algorithm of Arm's optimized routines,
// which glibc has had since 2.28, in its variant for machines with fused multiply-add).
import { fma } from './fused.ts';
import { EXP_STEPS } from './libm-tables.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

let tails: Float64Array | undefined;
/** High and low words of the bits of 2**(i/128) less i << 45. */
let steps: Int32Array | undefined;

function decode(): Float64Array {
  tails = new Float64Array(128);
  steps = new Int32Array(256);
  for (let i = 0; i < 128; i++) {
    const text = EXP_STEPS.slice(32 * i, 32 * i + 32);
    word[1] = Number.parseInt(text.slice(0, 8), 16);
    word[0] = Number.parseInt(text.slice(8, 16), 16);
    tails[i] = float[0];
    steps[2 * i] = Number.parseInt(text.slice(16, 24), 16);
    steps[2 * i + 1] = Number.parseInt(text.slice(24), 16);
  }
  return tails;
}

const SHIFT = 6755399441055744;
const INVERSE_LN2 = 184.6649652337873;
const LN2_HIGH = -0.005415212348111709;
const LN2_LOW = -1.2864023111638346e-14;
const C2 = 0.49999999999996786;
const C3 = 0.16666666666665886;
const C4 = 0.0416666808410674;
const C5 = 0.008333335853059549;

/** exp(x) */
export function exp(x: number): number {
  const size = Math.abs(x);
  if (!(size < 1024)) return x !== x ? x : x > 0 ? Infinity : 0;
  if (size < 2 ** -54) return 1 + x;
  const shifted = fma(INVERSE_LN2, x, SHIFT);
  const k = shifted - SHIFT;
  const rest = fma(k, LN2_LOW, fma(k, LN2_HIGH, x));
  return powerOfTwo(k, rest, size >= 512);
}

/** exp(x + tail) for pow: x and tail together are finite and not tiny. */
export function expOfSum(x: number, tail: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -54) return 1 + x;
  if (size >= 1024) return x > 0 ? Infinity : 0;
  const k = fma(INVERSE_LN2, x, SHIFT) - SHIFT;
  const rest = tail + fma(k, LN2_LOW, fma(k, LN2_HIGH, x));
  return powerOfTwo(k, rest, size >= 512);
}

/** 2**(k/128) * exp(rest) for a small rest. */
function powerOfTwo(k: number, rest: number, wide: boolean): number {
  const table = tails ?? decode();
  const index = k & 127;
  const square = rest * rest;
  // The rounding of a fused step is not seen in the result unless that lies next to a tie: try plain steps first.
  const plain = table[index] + rest + (C2 + rest * C3) * square + square * square * (C4 + rest * C5);
  const [stepHigh, stepLow] = [(steps as Int32Array)[2 * index], (steps as Int32Array)[2 * index + 1]];
  if (!wide) {
    word[1] = stepHigh + (k << 13);
    word[0] = stepLow;
    const scale = float[0];
    const product = scale * plain;
    const margin = scale * 2 ** -58;
    const result = scale + (product + margin);
    if (result === scale + (product - margin)) return result;
    return fma(scale, polynomial(rest, square, table[index]), scale);
  }
  const tmp = polynomial(rest, square, table[index]);
  if (k > 0) {
    word[1] = stepHigh + (k << 13) - (1009 << 20);
    word[0] = stepLow;
    const scale = float[0];
    return 2 ** 1009 * fma(scale, tmp, scale);
  }
  word[1] = stepHigh + (k << 13) + (1022 << 20);
  word[0] = stepLow;
  return nearUnderflow(float[0], tmp);
}

function polynomial(rest: number, square: number, tail: number): number {
  const middle = fma(fma(rest, C3, C2), square, rest + tail);
  return fma(square * square, fma(rest, C5, C4), middle);
}

/** (scale + scale * tmp) * 2**-1022, rounded once though the result may be subnormal. */
function nearUnderflow(scale: number, tmp: number): number {
  const product = scale * tmp;
  let y = scale + product;
  if (y < 1) {
    const low = scale - y + product;
    const high = 1 + y;
    y = 1 - high + y + low + high - 1;
  }
  return 2 ** -1022 * y;
}

/** exp2(x); glibc has no fused variant of it. */
export function exp2(x: number): number {
  const size = Math.abs(x);
  if (!(size < 1024) && x > 0) return Infinity;
  if (x !== x) return x;
  if (x <= -1075) return 0;
  if (size < 2 ** -54) return 1 + x;
  const table = tails ?? decode();
  const whole = x + 52776558133248 - 52776558133248;
  const k = whole * 128;
  const rest = x - whole;
  const index = k & 127;
  const square = rest * rest;
  const first = Math.LN2 * rest + table[index];
  const tmp = (0.0555041086686087 * rest + 0.24022650695909065) * square + first + (rest * 0.0013332074570119598 + 0.009618131975721055) * (square * square);
  const lift = size > 928 ? (k > 0 ? -1 : 1022) : 0;
  word[1] = (steps as Int32Array)[2 * index] + (k << 13) + (lift << 20);
  word[0] = (steps as Int32Array)[2 * index + 1];
  const scale = float[0];
  if (lift === 1022) return nearUnderflow(scale, tmp);
  const result = tmp * scale + scale;
  return lift === 0 ? result : 2 * result;
}
