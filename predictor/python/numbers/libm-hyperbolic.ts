// The C library's expm1, log1p, log10 and the hyperbolic functions with their inverses, bit for bit: the classic algorithms of Sun's fdlibm in
// the order of operations that glibc gives them, with fused steps in expm1 and log1p.
import { fma } from './fused.ts';
import { exp } from './libm-exp.ts';
import { log } from './libm-log.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2 = Math.LN2;

/** The upper half of a float's bits, without the sign. */
function upperBits(x: number): number {
  float[0] = x;
  return word[1] & 0x7fffffff;
}

/** y * 2**k where y * 2**k does not overflow, though 2**k may. */
function lifted(y: number, k: number): number {
  return k > 1023 ? y * 2 * 2 ** (k - 1) : y * 2 ** k;
}

/** expm1(x) */
export function expm1(x: number): number {
  const upper = upperBits(x);
  if (upper > 0x40436879) {
    if (upper >= 0x7ff00000) return x === -Infinity ? -1 : x;
    if (x > 709.782712893384) return Infinity;
    if (x < 0) return -1;
  }
  if (upper <= 0x3c8fffff) return x;
  let k = 0;
  let rest = x;
  let lost = 0;
  if (upper > 0x3fd62e42) {
    if (upper <= 0x3ff0a2b1) k = x > 0 ? 1 : -1;
    else k = Math.trunc(x * Math.LOG2E + (x < 0 ? -0.5 : 0.5));
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    rest = high - low;
    lost = high - rest - low;
  }
  const half = rest * 0.5;
  const halfSquare = rest * half;
  const second = halfSquare * halfSquare;
  const a = fma(halfSquare, -0.03333333333333313, 1);
  const b = fma(halfSquare, -7.93650757867488e-5, 0.0015873015872548146);
  const c = fma(halfSquare, -2.0109921818362437e-7, 4.008217827329362e-6);
  const r1 = fma(second * second, c, fma(second, b, a));
  const t = fma(-r1, half, 3);
  let e = ((r1 - t) / fma(-rest, t, 6)) * halfSquare;
  if (k === 0) return rest - fma(e, rest, -halfSquare);
  e = fma(e - lost, rest, -lost) - halfSquare;
  if (k === -1) return 0.5 * (rest - e) - 0.5;
  if (k === 1) return rest < -0.25 ? -2 * (e - (rest + 0.5)) : 1 + 2 * (rest - e);
  if (k <= -2 || k > 56) return lifted(1 - (e - rest), k) - 1;
  if (k < 20) return lifted(1 - 2 ** -k - (e - rest), k);
  return lifted(rest - (e + 2 ** -k) + 1, k);
}

/** log1p(x) */
export function log1p(x: number): number {
  const upper = upperBits(x);
  const signed = word[1];
  let k = 0;
  let f = x;
  let lost = 0;
  let mantissa = 1;
  let reduce = true;
  if (signed <= 0x3fda8279) {
    if (upper >= 0x3ff00000) return x === -1 ? -Infinity : Number.NaN;
    if (upper <= 0x3e1fffff) return upper <= 0x3c8fffff ? x : x - x * x * 0.5;
    if (signed > 0 || signed <= (0xbfd2bec3 | 0)) reduce = false;
  } else if (signed > 0x7fefffff) return x;
  if (reduce) {
    let u = x;
    if (signed <= 0x433fffff) {
      u = 1 + x;
      float[0] = u;
      k = (word[1] >> 20) - 1023;
      lost = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else {
      float[0] = u;
      k = (word[1] >> 20) - 1023;
    }
    mantissa = word[1] & 0xfffff;
    if (mantissa <= 0x6a09d) word[1] = mantissa | 0x3ff00000;
    else {
      k += 1;
      word[1] = mantissa | 0x3fe00000;
      mantissa = (0x100000 - mantissa) >> 2;
    }
    f = float[0] - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (mantissa === 0) {
    if (f === 0) return k === 0 ? 0 : fma(k, LN2_HIGH, fma(k, LN2_LOW, lost));
    const short = fma(-0.6666666666666666, f, 1) * halfSquare;
    if (k === 0) return f - short;
    return fma(k, LN2_HIGH, -(short - fma(k, LN2_LOW, lost) - f));
  }
  const s = f / (2 + f);
  const z = s * s;
  const second = z * z;
  const fourth = second * second;
  const a = fma(z, 0.2857142874366239, 0.3999999999940942);
  const b = fma(z, 0.1818357216161805, 0.22222198432149784);
  const c = fma(z, 0.14798198605116586, 0.15313837699209373);
  const series = fma(second * fourth, c, fma(fourth, b, fma(z, 0.6666666666666735, second * a)));
  const part = (series + halfSquare) * s;
  if (k === 0) return f - (halfSquare - part);
  return fma(k, LN2_HIGH, -(halfSquare - (fma(k, LN2_LOW, lost) + part) - f));
}

/** log10(x) */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  const lift = x < 2 ** -1022 ? 54 : 0;
  float[0] = lift === 0 ? x : x * 2 ** 54;
  let k = (word[1] >> 20) - 1023 - lift;
  const negative = k < 0 ? 1 : 0;
  k += negative;
  word[1] = (word[1] & 0xfffff) | ((0x3ff - negative) << 20);
  return Math.LOG10E * log(float[0]) + k * 3.694239077158931e-13 + k * 0.30102999566361177;
}

/** From here on exp(|x|) alone would overflow, though half of it does not. */
const LAST = 710.4758600739439;

/** sinh(x) */
export function sinh(x: number): number {
  const upper = upperBits(x);
  if (upper > 0x7fefffff) return x;
  const half = x < 0 ? -0.5 : 0.5;
  const size = Math.abs(x);
  if (upper <= 0x4035ffff) {
    if (upper <= 0x3e2fffff) return x;
    const t = expm1(size);
    if (upper <= 0x3fefffff) return half * (t + t - (t * t) / (t + 1));
    return half * (t + t / (t + 1));
  }
  if (upper <= 0x40862e41) return half * exp(size);
  if (size > LAST) return x * 1e307;
  const w = exp(0.5 * size);
  return half * w * w;
}

/** cosh(x) */
export function cosh(x: number): number {
  const upper = upperBits(x);
  const size = Math.abs(x);
  if (upper > 0x7fefffff) return x * x;
  if (upper <= 0x4035ffff) {
    if (upper <= 0x3fd62e42) {
      if (upper <= 0x3c7fffff) return 1;
      const t = expm1(size);
      const w = 1 + t;
      return 1 + (t * t) / (w + w);
    }
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (upper <= 0x40862e41) return 0.5 * exp(size);
  if (size > LAST) return Infinity;
  const w = exp(0.5 * size);
  return 0.5 * w * w;
}

/** tanh(x) */
export function tanh(x: number): number {
  const upper = upperBits(x);
  if (x === 0 || x !== x) return x;
  const size = Math.abs(x);
  let result = 1;
  if (upper <= 0x4035ffff) {
    if (upper <= 0x3c7fffff) return x * (1 + x);
    if (upper > 0x3fefffff) result = 1 - 2 / (expm1(size + size) + 2);
    else {
      const t = expm1(-2 * size);
      result = -t / (t + 2);
    }
  }
  return x < 0 ? -result : result;
}

/** asinh(x) */
export function asinh(x: number): number {
  const upper = upperBits(x);
  if (upper <= 0x3e2fffff || upper > 0x7fefffff) return x;
  const size = Math.abs(x);
  let result: number;
  if (upper > 0x41b00000) result = log(size) + LN2;
  else if (upper > 0x40000000) result = log(1 / (Math.sqrt(x * x + 1) + size) + (size + size));
  else {
    const t = x * x;
    result = log1p(t / (Math.sqrt(t + 1) + 1) + size);
  }
  return x < 0 ? -result : result;
}

/** acosh(x) */
export function acosh(x: number): number {
  if (x > 2) {
    if (x >= 2 ** 28) return x === Infinity ? x : log(x) + LN2;
    return log(x + x - 1 / (Math.sqrt(x * x - 1) + x));
  }
  if (x === 1) return 0;
  if (!(x > 1)) return Number.NaN;
  const t = x - 1;
  return log1p(t + Math.sqrt(t + t + t * t));
}

/** atanh(x) */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -28 || x !== x) return x;
  if (size >= 1) return size === 1 ? x / 0 : Number.NaN;
  const twice = size + size;
  const result = size < 0.5 ? 0.5 * log1p((twice * size) / (1 - size) + twice) : 0.5 * log1p(twice / (1 - size));
  return x < 0 ? -result : result;
}
