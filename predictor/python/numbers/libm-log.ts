// The C library's log() and log2(), bit for bit (see libm-exp.ts for the algorithm's origin).
import { fma } from './fused.ts';
import { LOG2_STEPS, LOG_STEPS } from './libm-tables.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

let table: Float64Array | undefined;

let binary: Float64Array | undefined;

/** The floats of a table, from their bits. */
export function decodeFloats(text: string): Float64Array {
  const numbers = new Float64Array(text.length / 16);
  for (let i = 0; i < numbers.length; i++) {
    word[1] = Number.parseInt(text.slice(16 * i, 16 * i + 8), 16);
    word[0] = Number.parseInt(text.slice(16 * i + 8, 16 * i + 16), 16);
    numbers[i] = float[0];
  }
  return numbers;
}

const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;
const A = [-0.5000000000000001, 0.33333333331825593, -0.2499999999622955, 0.20000304511814496, -0.16667054827627667];
const B = [
  -0.5, 0.3333333333333352, -0.24999999999998432, 0.19999999999320328, -0.16666666669929706, 0.14285715076560868, -0.12499997863982555,
  0.11110712032936046, -0.10000486757818193, 0.09181994006195467, -0.08328363062289341,
];

/** log(x) */
export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) return x === 1 ? 0 : nearOne(x);
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  table ??= decodeFloats(LOG_STEPS);
  const lift = x < 2 ** -1022 ? 52 : 0;
  float[0] = lift === 0 ? x : x * 2 ** 52;
  const offset = word[1] - 0x3fe60000;
  const index = (offset >> 13) & 127;
  const power = offset >> 20;
  word[1] -= offset & 0xfff00000;
  const mantissa = float[0];
  const inverse = table[2 * index];
  const logarithm = table[2 * index + 1];
  const k = power - lift;
  // Exact: the upper part of log 2 ends in zeros.
  const w = k * LN2_HIGH + logarithm;
  const r = fma(mantissa, inverse, -1);
  const high = w + r;
  const square = r * r;
  const tail = w - high + r;
  // The rounding of the fused steps shows in the result only where that lies next to a tie: try plain steps first.
  const plain = k * LN2_LOW + tail + square * A[0] + r * square * (A[1] + r * A[2] + square * (A[3] + r * A[4]));
  const guess = high + (plain + 2 ** -65);
  if (guess === high + (plain - 2 ** -65)) return guess;
  const low = fma(k, LN2_LOW, tail);
  const inner = fma(fma(r, A[4], A[3]), square, fma(r, A[2], A[1]));
  return fma(r * square, inner, fma(square, A[0], low)) + high;
}

function nearOne(x: number): number {
  const r = x - 1;
  const square = r * r;
  const cube = r * square;
  const first = fma(square, B[3], fma(r, B[2], B[1]));
  const second = fma(square, B[6], fma(r, B[5], B[4]));
  const third = fma(cube, B[10], fma(square, B[9], fma(r, B[8], B[7])));
  const y = fma(fma(third, cube, second), cube, first);
  // r in two halves, so that the square of the upper one is exact.
  const wide = r * 134217728;
  const upper = wide + r - wide;
  const lower = r - upper;
  const half = upper * upper * -0.5;
  const high = r + half;
  const low = fma(-0.5 * lower, r + upper, r - high + half);
  return high + fma(y, cube, low);
}

const INVERSE_HIGH = 1.4426950407214463;
const INVERSE_LOW = 1.6751713164886512e-10;

/** log2(x) */
export function log2(x: number): number {
  if (x >= NEAR_LOW && x < NEAR_HIGH) return x === 1 ? 0 : binaryNearOne(x);
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  binary ??= decodeFloats(LOG2_STEPS);
  const lift = x < 2 ** -1022 ? 52 : 0;
  float[0] = lift === 0 ? x : x * 2 ** 52;
  const offset = word[1] - 0x3fe60000;
  const index = (offset >> 14) & 63;
  const k = (offset >> 20) - lift;
  word[1] -= offset & 0xfff00000;
  const r = fma(float[0], binary[2 * index], -1);
  const t1 = r * INVERSE_HIGH;
  const t2 = fma(r, INVERSE_LOW, fma(r, INVERSE_HIGH, -t1));
  const t3 = k + binary[2 * index + 1];
  const high = t3 + t1;
  const low = t3 - high + t1 + t2;
  const square = r * r;
  const first = fma(r, 0.4808983469629985, -0.7213475204444882);
  const second = fma(r, 0.2885390073180969, -0.36067375954075914);
  const third = fma(r, 0.2061202382173603, -0.2404693555628422);
  return fma(square, fma(third, square * square, fma(second, square, first)), low) + high;
}

// 1 - 0x1.5b51p-5 and 1 + 0x1.6ab2p-5
const NEAR_LOW = 0.9576029777526855;
const NEAR_HIGH = 1.0442743301391602;

function binaryNearOne(x: number): number {
  const r = x - 1;
  const high = r * INVERSE_HIGH;
  const low = fma(r, INVERSE_LOW, fma(r, INVERSE_HIGH, -high));
  const square = r * r;
  const fourth = square * square;
  const p = fma(r, 0.48089834696298744, -0.7213475204444817);
  const y = fma(p, square, high);
  const rest = fma(p, square, high - y) + low;
  const a = fma(r, 0.2885390081805197, -0.360673760222145);
  const b = fma(fma(r, 0.2060992861022954, -0.24044917405728863), square, a);
  const c = fma(fma(r, 0.13046826811283835, -0.14483316576701266), square, fma(r, 0.1603032746063156, -0.18033596705327856));
  return y + fma(fma(c, fourth, b), fourth, rest);
}
