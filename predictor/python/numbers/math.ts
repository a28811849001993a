// The math module's functions of floats, with the errors that Python raises. Whole-number functions are in number-theory.ts, floor, ceil
// and trunc of floats in float.ts (floorToInt, ceilToInt, floatToInt).
import { Fault } from '../fault.ts';
import { copySign, frexp, nextAfter, scaleByPower } from './float-parts.ts';
import { floatDiv } from './float.ts';
import { bitLength, type Int } from './integer.ts';
import * as libm from './libm.ts';

export { gamma, lgamma } from './gamma.ts';

function domainError(): Fault {
  return new Fault('ValueError', 'math domain error');
}

function rangeError(): Fault {
  return new Fault('OverflowError', 'math range error');
}

type Unary = (x: number) => number;

/** What math_1 checks: a nan out of nothing, and an infinity out of something finite. */
function checked(f: Unary, canOverflow: boolean): Unary {
  return x => {
    const result = f(x);
    if (Number.isFinite(result) || x !== x) return result;
    if (result !== result) throw domainError();
    if (Number.isFinite(x)) throw canOverflow ? rangeError() : domainError();
    return result;
  };
}

/** The functions of one float: `math.acos(x)` and so on, by name. */
export const unary: Readonly<Record<string, Unary>> = {
  acos: checked(libm.acos, false),
  acosh: checked(libm.acosh, false),
  asin: checked(libm.asin, false),
  asinh: checked(libm.asinh, false),
  atan: checked(libm.atan, false),
  atanh: checked(libm.atanh, false),
  cbrt: checked(libm.cbrt, false),
  cos: checked(libm.cos, false),
  cosh: checked(libm.cosh, true),
  erf: libm.erf,
  erfc: libm.erfc,
  exp: checked(libm.exp, true),
  exp2: checked(libm.exp2, true),
  expm1: checked(libm.expm1, true),
  fabs: Math.abs,
  log1p: checked(libm.log1p, false),
  sin: checked(libm.sin, false),
  sinh: checked(libm.sinh, true),
  sqrt: checked(Math.sqrt, false),
  tan: checked(libm.tan, false),
  tanh: checked(libm.tanh, false),
  degrees: x => x * (180 / Math.PI),
  radians: x => x * (Math.PI / 180),
};

/** `math.atan2(y, x)` */
export function atan2(y: number, x: number): number {
  return libm.atan2(y, x);
}

export { copySign as copysign } from './float-parts.ts';

/** `math.pow(x, y)` (math_pow_impl) */
export function mathPow(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x !== x || y !== y) return Number.NaN;
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (x === 0 && y < 0) throw domainError();
    if (x < 0 && !Number.isInteger(y)) throw domainError();
    const odd = Math.abs(y) % 2 === 1;
    if (x === 0) return odd ? x : 0;
    const size = x === -1 ? 1 : libm.pow(Math.abs(x), y);
    if (size === Infinity) throw rangeError();
    return x < 0 && odd ? -size : size;
  }
  if (!Number.isFinite(x)) {
    const odd = Number.isFinite(y) && Math.abs(y) % 2 === 1;
    if (y > 0) return odd ? x : Math.abs(x);
    return odd ? copySign(0, x) : 0;
  }
  const size = Math.abs(x);
  if (size === 1) return 1;
  return y > 0 === size > 1 ? Infinity : 0;
}

/** `math.fmod(x, y)` */
export function fmod(x: number, y: number): number {
  if (!Number.isFinite(y) && y === y && Number.isFinite(x)) return x;
  const result = x % y;
  if (result !== result && x === x && y === y) throw domainError();
  return result;
}

/** `math.remainder(x, y)` (m_remainder) */
export function remainder(x: number, y: number): number {
  if (x !== x || y !== y) return Number.NaN;
  if (!Number.isFinite(x) || y === 0) throw domainError();
  if (!Number.isFinite(y)) return x;
  const size = Math.abs(x);
  const by = Math.abs(y);
  const rest = size % by;
  const gap = by - rest;
  const result = rest < gap ? rest : rest > gap ? -gap : rest - 2 * ((0.5 * (size - rest)) % by);
  return copySign(1, x) * result;
}

/** `math.ldexp(x, i)` */
export function ldexp(x: number, power: Int): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (power > 2200) throw rangeError();
  if (power < -2200) return copySign(0, x);
  const result = scaleByPower(x, Number(power));
  if (!Number.isFinite(result)) throw rangeError();
  return result;
}

/** `math.modf(x)` */
export function modf(x: number): [number, number] {
  if (x !== x) return [x, x];
  if (!Number.isFinite(x)) return [copySign(0, x), x];
  const whole = Math.trunc(x);
  return [copySign(x - whole, x), copySign(whole, x)];
}

/** The logarithm of a positive int too large for a float, from its first bits (loghelper). */
function bigLog(n: bigint, f: Unary): number {
  const size = bitLength(n);
  const shift = BigInt(size - 64);
  // _PyLong_Frexp rounds to 53 bits, halves to even; the sticky bit stands for all that is cut off.
  let top = n >> shift;
  if (top << shift !== n) top |= 1n;
  let mantissa = Number(top) / 2 ** 64;
  let power = size;
  if (mantissa === 1) {
    mantissa = 0.5;
    power += 1;
  }
  return f(mantissa) + f(2) * power;
}

function logOf(x: number | bigint, f: Unary): number {
  if (typeof x === 'bigint') {
    if (x <= 0n) throw domainError();
    const float = Number(x);
    return float === Infinity ? bigLog(x, f) : f(float);
  }
  if (x !== x || x === Infinity) return x;
  if (x <= 0) throw domainError();
  return f(x);
}

/** `math.log(x, base)` of a float, or of an int as a bigint; a safe int may come as a number. */
export function log(x: number | bigint, base?: number | bigint): number {
  const result = logOf(x, libm.log);
  return base === undefined ? result : floatDiv(result, logOf(base, libm.log));
}

/** `math.log2(x)` */
export function log2(x: number | bigint): number {
  return logOf(x, libm.log2);
}

/** `math.log10(x)` */
export function log10(x: number | bigint): number {
  return logOf(x, libm.log10);
}

/** `math.frexp(x)` */
export { frexp, nextAfter as nextafter };

/** `math.ulp(x)` */
export function ulp(x: number): number {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size === Infinity) return size;
  const next = nextAfter(size, Infinity);
  return next === Infinity ? size - nextAfter(size, -Infinity) : next - size;
}

/** `math.isclose(a, b, rel_tol=..., abs_tol=...)` */
export function isclose(a: number, b: number, relative = 1e-9, absolute = 0): boolean {
  if (relative < 0 || absolute < 0) throw new Fault('ValueError', 'tolerances must be non-negative');
  if (a === b) return true;
  if (Math.abs(a) === Infinity || Math.abs(b) === Infinity) return false;
  const gap = Math.abs(b - a);
  return gap <= Math.abs(relative * b) || gap <= Math.abs(relative * a) || gap <= absolute;
}

/** `math.fsum(values)`: the exact sum, rounded once (math_fsum) */
export function fsum(values: readonly number[]): number {
  let partials: number[] = [];
  let specials = 0;
  let infinities = 0;
  for (const value of values) {
    let x = value;
    const kept: number[] = [];
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) kept.push(low);
      x = high;
    }
    partials = kept;
    if (x === 0) continue;
    if (Number.isFinite(x)) partials.push(x);
    else {
      if (Number.isFinite(value)) throw new Fault('OverflowError', 'intermediate overflow in fsum');
      if (value === Infinity || value === -Infinity) infinities += value;
      specials += value;
      partials = [];
    }
  }
  if (specials !== 0) {
    if (infinities !== infinities) throw new Fault('ValueError', '-inf + inf in fsum');
    return specials;
  }
  return sumOfPartials(partials);
}

/** The partials do not overlap and grow: add from the top until a part is lost, then round half to even over what is left. */
function sumOfPartials(partials: readonly number[]): number {
  let at = partials.length;
  if (at === 0) return 0;
  let high = partials[--at];
  let low = 0;
  while (at > 0) {
    const x = high;
    const y = partials[--at];
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  if (at > 0 && ((low < 0 && partials[at - 1] < 0) || (low > 0 && partials[at - 1] > 0))) {
    const y = low * 2;
    const x = high + y;
    if (y === x - high) high = x;
  }
  return high;
}

const SPLIT = 134217729;

/** `math.hypot(*values)` (vector_norm) */
export function hypot(values: readonly number[]): number {
  let most = 0;
  let hasNan = false;
  for (const value of values) {
    if (value !== value) hasNan = true;
    else if (Math.abs(value) > most) most = Math.abs(value);
  }
  if (most === Infinity) return Infinity;
  if (hasNan) return Number.NaN;
  if (most === 0 || values.length <= 1) return most;
  const power = frexp(most)[1];
  let sum = 1;
  let first = 0;
  if (power < -1023) {
    for (const value of values) {
      const ratio = Math.abs(value) / most;
      const square = ratio * ratio;
      const before = sum;
      sum += square;
      first += before - sum + square;
    }
    return most * Math.sqrt(sum - 1 + first);
  }
  const scale = 2 ** -power;
  let second = 0;
  let third = 0;
  const addSquare = (x: number, sign: number): void => {
    const t = x * SPLIT;
    const high = t - (t - x);
    const low = x - high;
    let part = sign * high * high;
    let before = sum;
    sum += part;
    first += before - sum + part;
    part = sign * 2 * high * low;
    before = sum;
    sum += part;
    second += before - sum + part;
    third += sign * low * low;
  };
  for (const value of values) addSquare(Math.abs(value) * scale, 1);
  const root = Math.sqrt(sum - 1 + (first + second + third));
  addSquare(root, -1);
  return (root + (sum - 1 + (first + second + third)) / (2 * root)) / scale;
}

/** `math.dist(p, q)` of two points with as many coordinates */
export function dist(p: readonly number[], q: readonly number[]): number {
  if (p.length !== q.length) throw new Fault('ValueError', 'both points must have the same number of dimensions');
  return hypot(p.map((x, i) => x - q[i]));
}
