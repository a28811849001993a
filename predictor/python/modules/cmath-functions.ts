// The functions of `cmath` on pairs of floats (Modules/cmathmodule.c): principal values with branch cuts, large and tiny arguments scaled, infinities and NaNs
// by table.
import { Fault } from '../fault.ts';
import type { ComplexPair } from '../numbers/complex.ts';
import { copySign, scaleByPower } from '../numbers/float-parts.ts';
import { hypotOfTwo } from '../numbers/libm-hypot.ts';
import * as libm from '../numbers/libm.ts';

type Pair = ComplexPair;
type Unary = (z: Pair) => Pair;

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = libm.log(LARGE);
const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_SMALL = Math.sqrt(SMALLEST_NORMAL);

const pair = (re: number, im: number): Pair => ({ re, im });
const domainError = (): Fault => new Fault('ValueError', 'math domain error');
const rangeError = (): Fault => new Fault('OverflowError', 'math range error');
const isFinitePair = (z: Pair): boolean => Number.isFinite(z.re) && Number.isFinite(z.im);

// Special values --------------------------------------------------------------------------------------------------

/**
 * Results for arguments that are not finite. Rows are the real part, columns the imaginary one: -inf, negative, -0, 0, positive, inf, nan. Each part is a sign
 * and I (inf), P (pi), H (pi/2), Q (pi/4), T (3 pi/4), 1 or 0; n is nan, E a domain error.
 */
const TABLES: Readonly<Record<string, string>> = {
  acos: '+T+I +P+I +P+I +P-I +P-I +T-I n+I +H+I . . . . +H-I nn +H+I . . . . +H-I +Hn +H+I . . . . +H-I +Hn +H+I . . . . +H-I nn +Q+I +0+I +0+I +0-I +0-I +Q-I n+I n+I nn nn nn nn n-I nn',
  acosh: '+I-T +I-P +I-P +I+P +I+P +I+T +In +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-Q +I-0 +I-0 +I+0 +I+0 +I+Q +In +In nn nn nn nn +In nn',
  asinh: '-I-Q -I-0 -I-0 -I+0 -I+0 -I+Q -In -I-H . . . . -I+H nn -I-H . . . . -I+H nn +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-Q +I-0 +I-0 +I+0 +I+0 +I+Q +In +In nn n-0 n+0 nn +In nn',
  atanh: '-0-H -0-H -0-H -0+H -0+H -0+H -0n -0-H . . . . -0+H nn -0-H . . . . -0+H -0n +0-H . . . . +0+H +0n +0-H . . . . +0+H nn +0-H +0-H +0-H +0+H +0+H +0+H +0n +0-H nn nn nn nn +0+H nn',
  cosh: 'E -I+I +I+0 +I-0 -I-I E +In E . . . . E nn E . . . . E n+0 E . . . . E n+0 E . . . . E nn E -I-I +I-0 +I+0 -I+I E +In nn nn n+0 n+0 nn nn nn',
  exp: '+0+0 -0-0 +0-0 +0+0 -0+0 +0+0 +0+0 E . . . . E nn E . . . . E nn E . . . . E nn E . . . . E nn E -I-I +I-0 +I+0 -I+I E +In nn nn n-0 n+0 nn nn nn',
  log: '+I-T +I-P +I-P +I+P +I+P +I+T +In +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-H . . . . +I+H nn +I-Q +I-0 +I-0 +I+0 +I+0 +I+Q +In +In nn nn nn nn +In nn',
  sinh: 'E +I-I -I-0 -I+0 +I+I E +In E . . . . E nn E . . . . E +0n E . . . . E +0n E . . . . E nn E -I-I +I-0 +I+0 -I+I E +In nn nn n-0 n+0 nn nn nn',
  sqrt: '+I-I +0-I +0-I +0+I +0+I +I+I n+I +I-I . . . . +I+I nn +I-I . . . . +I+I nn +I-I . . . . +I+I nn +I-I . . . . +I+I nn +I-I +I-0 +I-0 +I+0 +I+0 +I+I +In +I-I nn nn nn nn +I+I nn',
  tanh: '-1+0 -1+0 -1-0 -1+0 -1-0 -1+0 -1+0 E . . . . E nn E . . . . E nn E . . . . E nn E . . . . E nn +1+0 +1+0 +1-0 +1+0 +1-0 +1+0 +1+0 nn nn n-0 n+0 nn nn nn',
  rect: 'E +I+I -I+0 -I-0 +I-I E +In E . . . . E nn +0+0 . . . . +0+0 +0+0 +0+0 . . . . +0+0 +0+0 E . . . . E nn E -I-I +I-0 +I+0 -I+I E +In nn nn n+0 n+0 nn nn nn',
};
const SIZES: Readonly<Record<string, number>> = { I: Infinity, P: Math.PI, H: Math.PI / 2, Q: Math.PI / 4, T: 0.75 * Math.PI, 1: 1, 0: 0 };

function kindOf(x: number): number {
  if (x !== x) return 6;
  if (!Number.isFinite(x)) return x < 0 ? 0 : 5;
  if (x === 0) return Object.is(x, -0) ? 2 : 3;
  return x < 0 ? 1 : 4;
}
function special(name: string, z: Pair): Pair {
  const text = TABLES[name].split(' ')[7 * kindOf(z.re) + kindOf(z.im)];
  if (text === 'E') throw domainError();
  const parts: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === 'n') parts.push(Number.NaN);
    else {
      const size = SIZES[text[++i]];
      parts.push(text[i - 1] === '-' ? -size : size);
    }
  }
  return pair(parts[0], parts[1]);
}
/** An infinite real part and an angle that is finite and not zero. */
const isRay = (z: Pair): boolean => Math.abs(z.re) === Infinity && Number.isFinite(z.im) && z.im !== 0;

// Square root and logarithm -------------------------------------------------------------------------------------------

export const sqrt: Unary = z => {
  if (!isFinitePair(z)) return special('sqrt', z);
  const { re, im } = z;
  if (re === 0 && im === 0) return pair(0, im);
  let ax = Math.abs(re);
  const ay = Math.abs(im);
  let s: number;
  if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    ax = scaleByPower(ax, 53);
    s = scaleByPower(Math.sqrt(ax + hypotOfTwo(ax, scaleByPower(ay, 53))), -27);
  } else {
    ax /= 8;
    s = 2 * Math.sqrt(ax + hypotOfTwo(ax, ay / 8));
  }
  const d = ay / (2 * s);
  return re >= 0 ? pair(s, copySign(d, im)) : pair(d, copySign(s, im));
};

function logOf(z: Pair): Pair {
  if (!isFinitePair(z)) return special('log', z);
  const ax = Math.abs(z.re);
  const ay = Math.abs(z.im);
  let re: number;
  if (ax > LARGE || ay > LARGE) re = libm.log(hypotOfTwo(ax / 2, ay / 2)) + Math.LN2;
  else if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    if (ax === 0 && ay === 0) throw domainError();
    re = libm.log(hypotOfTwo(scaleByPower(ax, 53), scaleByPower(ay, 53))) - 53 * Math.LN2;
  } else {
    const h = hypotOfTwo(ax, ay);
    if (h >= 0.71 && h <= 1.73) {
      const most = Math.max(ax, ay);
      const least = Math.min(ax, ay);
      re = libm.log1p((most - 1) * (most + 1) + least * least) / 2;
    } else re = libm.log(h);
  }
  return pair(re, libm.atan2(z.im, z.re));
}
export const log: Unary = logOf;
export const log10: Unary = z => {
  const { re, im } = logOf(z);
  return pair(re / Math.LN10, im / Math.LN10);
};
/** log(2 |z|) of a huge number. */
const hugeLog = (z: Pair): number => libm.log(hypotOfTwo(z.re / 2, z.im / 2)) + 2 * Math.LN2;
const isHuge = (z: Pair): boolean => Math.abs(z.re) > LARGE || Math.abs(z.im) > LARGE;

// Inverse functions -------------------------------------------------------------------------------------------------

export const acos: Unary = z => {
  if (!isFinitePair(z)) return special('acos', z);
  const { re, im } = z;
  if (isHuge(z)) return pair(libm.atan2(Math.abs(im), re), re < 0 ? -copySign(hugeLog(z), im) : copySign(hugeLog(z), -im));
  const s1 = sqrt(pair(1 - re, -im));
  const s2 = sqrt(pair(1 + re, im));
  return pair(2 * libm.atan2(s1.re, s2.re), libm.asinh(s2.re * s1.im - s2.im * s1.re));
};
export const acosh: Unary = z => {
  if (!isFinitePair(z)) return special('acosh', z);
  const { re, im } = z;
  if (isHuge(z)) return pair(hugeLog(z), libm.atan2(im, re));
  const s1 = sqrt(pair(re - 1, im));
  const s2 = sqrt(pair(re + 1, im));
  return pair(libm.asinh(s1.re * s2.re + s1.im * s2.im), 2 * libm.atan2(s1.im, s2.re));
};
export const asinh: Unary = z => {
  if (!isFinitePair(z)) return special('asinh', z);
  const { re, im } = z;
  if (isHuge(z)) return pair(im >= 0 ? copySign(hugeLog(z), re) : -copySign(hugeLog(z), -re), libm.atan2(im, Math.abs(re)));
  const s1 = sqrt(pair(1 + im, -re));
  const s2 = sqrt(pair(1 - im, re));
  return pair(libm.asinh(s1.re * s2.im - s2.re * s1.im), libm.atan2(im, s1.re * s2.re - s1.im * s2.im));
};
export const atanh: Unary = z => {
  if (!isFinitePair(z)) return special('atanh', z);
  if (z.re < 0 || Object.is(z.re, -0)) {
    const r = atanh(pair(-z.re, -z.im));
    return pair(-r.re, -r.im);
  }
  const { re, im } = z;
  const ay = Math.abs(im);
  if (re > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = hypotOfTwo(re / 2, im / 2);
    return pair(re / 4 / h / h, -copySign(Math.PI / 2, -im));
  }
  if (re === 1 && ay < SQRT_SMALL) {
    if (ay === 0) throw domainError();
    return pair(-libm.log(Math.sqrt(ay) / Math.sqrt(hypotOfTwo(ay, 2))), copySign(libm.atan2(2, -ay) / 2, im));
  }
  return pair(libm.log1p((4 * re) / ((1 - re) * (1 - re) + ay * ay)) / 4, -libm.atan2(-2 * im, (1 - re) * (1 + re) - ay * ay) / 2);
};

// Exponential and hyperbolic functions ----------------------------------------------------------------------------------

/** A finite argument whose result is not. */
function inRange(r: Pair): Pair {
  if (Math.abs(r.re) === Infinity || Math.abs(r.im) === Infinity) throw rangeError();
  return r;
}
export const exp: Unary = z => {
  const { re, im } = z;
  if (!isFinitePair(z)) {
    if (!isRay(z)) return special('exp', z);
    const size = re > 0 ? Infinity : 0;
    return pair(copySign(size, libm.cos(im)), copySign(size, libm.sin(im)));
  }
  if (re > LOG_LARGE) {
    const l = libm.exp(re - 1);
    return inRange(pair(l * libm.cos(im) * Math.E, l * libm.sin(im) * Math.E));
  }
  const l = libm.exp(re);
  return inRange(pair(l * libm.cos(im), l * libm.sin(im)));
};
export const cosh: Unary = z => {
  const { re, im } = z;
  if (!isFinitePair(z)) {
    if (!isRay(z)) return special('cosh', z);
    const r = pair(copySign(Infinity, libm.cos(im)), copySign(Infinity, libm.sin(im)));
    return re > 0 ? r : pair(r.re, -r.im);
  }
  if (Math.abs(re) > LOG_LARGE) {
    const less = re - copySign(1, re);
    return inRange(pair(libm.cos(im) * libm.cosh(less) * Math.E, libm.sin(im) * libm.sinh(less) * Math.E));
  }
  return inRange(pair(libm.cos(im) * libm.cosh(re), libm.sin(im) * libm.sinh(re)));
};
export const sinh: Unary = z => {
  const { re, im } = z;
  if (!isFinitePair(z)) {
    if (!isRay(z)) return special('sinh', z);
    const r = pair(copySign(Infinity, libm.cos(im)), copySign(Infinity, libm.sin(im)));
    return re > 0 ? r : pair(-r.re, r.im);
  }
  if (Math.abs(re) > LOG_LARGE) {
    const less = re - copySign(1, re);
    return inRange(pair(libm.cos(im) * libm.sinh(less) * Math.E, libm.sin(im) * libm.cosh(less) * Math.E));
  }
  return inRange(pair(libm.cos(im) * libm.sinh(re), libm.sin(im) * libm.cosh(re)));
};
export const tanh: Unary = z => {
  const { re, im } = z;
  if (!isFinitePair(z)) {
    if (!isRay(z)) return special('tanh', z);
    return pair(re > 0 ? 1 : -1, copySign(0, 2 * libm.sin(im) * libm.cos(im)));
  }
  if (Math.abs(re) > LOG_LARGE) return pair(copySign(1, re), 4 * libm.sin(im) * libm.cos(im) * libm.exp(-2 * Math.abs(re)));
  const tx = libm.tanh(re);
  const ty = libm.tan(im);
  const cx = 1 / libm.cosh(re);
  const both = tx * ty;
  const bottom = 1 + both * both;
  return pair((tx * (1 + ty * ty)) / bottom, (ty / bottom) * cx * cx);
};

/** f(iz) / i for the functions that are hyperbolic ones turned by a right angle. */
const turned = (f: Unary): Unary => z => {
  const r = f(pair(-z.im, z.re));
  return pair(r.im, -r.re);
};
export const asin = turned(asinh);
export const atan = turned(atanh);
export const sin = turned(sinh);
export const tan = turned(tanh);
export const cos: Unary = z => cosh(pair(-z.im, z.re));

// Polar form ----------------------------------------------------------------------------------------------------------

export function phase(z: Pair): number {
  const angle = libm.atan2(z.im, z.re);
  // An angle too small for a float is reported as out of range.
  if (angle === 0 && z.im !== 0 && Number.isFinite(z.re) && Number.isFinite(z.im)) throw rangeError();
  return angle;
}
export function polar(z: Pair): [number, number] {
  const size = hypotOfTwo(z.re, z.im);
  if (size === Infinity && isFinitePair(z)) throw rangeError();
  return [size, libm.atan2(z.im, z.re)];
}
export function rect(r: number, angle: number): Pair {
  const z = pair(r, angle);
  if (!isFinitePair(z)) {
    if (!isRay(z)) return special('rect', z);
    const out = pair(copySign(Infinity, libm.cos(angle)), copySign(Infinity, libm.sin(angle)));
    return r > 0 ? out : pair(-out.re, -out.im);
  }
  return angle === 0 ? pair(r, r * angle) : pair(r * libm.cos(angle), r * libm.sin(angle));
}
