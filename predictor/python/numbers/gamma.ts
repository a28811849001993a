// CPython's own gamma and lgamma, by Lanczos' approximation (Modules/mathmodule.c).
import { Fault } from '../fault.ts';
import { cos, exp, log, pow, sin } from './libm.ts';

const G = 6.024680040776729583740234375;
const G_MINUS_HALF = 5.524680040776729583740234375;
const LOG_PI = 1.144729885849400174143427351353058711647;

const NUMERATOR = [
  23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
  35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
  6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
  248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
  2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
  8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
];
const DENOMINATOR = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];

function lanczosSum(x: number): number {
  let top = 0;
  let bottom = 0;
  if (x < 5) {
    for (let i = NUMERATOR.length - 1; i >= 0; i--) {
      top = top * x + NUMERATOR[i];
      bottom = bottom * x + DENOMINATOR[i];
    }
  } else {
    for (let i = 0; i < NUMERATOR.length; i++) {
      top = top / x + NUMERATOR[i];
      bottom = bottom / x + DENOMINATOR[i];
    }
  }
  return top / bottom;
}

/** sin(pi * x) for a finite x */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const quarter = Math.floor(2 * y + 0.5);
  let result: number;
  if (quarter === 0) result = sin(Math.PI * y);
  else if (quarter === 1) result = cos(Math.PI * (y - 0.5));
  else if (quarter === 2) result = sin(Math.PI * (1 - y));
  else if (quarter === 3) result = -cos(Math.PI * (y - 1.5));
  else result = sin(Math.PI * (y - 2));
  return x < 0 ? -result : result;
}

const FACTORIALS: number[] = [1];
for (let i = 1; i < 23; i++) FACTORIALS.push(FACTORIALS[i - 1] * i);

function domainError(): Fault {
  return new Fault('ValueError', 'math domain error');
}

function inRange(result: number): number {
  if (!Number.isFinite(result)) throw new Fault('OverflowError', 'math range error');
  return result;
}

/** `math.gamma(x)` (m_tgamma) */
export function gamma(x: number): number {
  if (x !== x || x === Infinity) return x;
  if (x === -Infinity || x === 0) throw domainError();
  if (Number.isInteger(x)) {
    if (x < 0) throw domainError();
    if (x <= 23) return FACTORIALS[x - 1];
  }
  const size = Math.abs(x);
  if (size < 1e-20) return inRange(1 / x);
  if (size > 200) return x < 0 ? 0 / sinPi(x) : inRange(Infinity);
  const y = size + G_MINUS_HALF;
  // What the rounding of y has lost.
  let z = size > G_MINUS_HALF ? y - size - G_MINUS_HALF : y - G_MINUS_HALF - size;
  z = (z * G) / y;
  let result: number;
  if (x < 0) {
    result = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) result /= pow(y, size - 0.5);
    else {
      const root = pow(y, size / 2 - 0.25);
      result = result / root / root;
    }
  } else {
    result = lanczosSum(size) / exp(y);
    result += z * result;
    if (size < 140) result *= pow(y, size - 0.5);
    else {
      const root = pow(y, size / 2 - 0.25);
      result = result * root * root;
    }
  }
  return inRange(result);
}

/** `math.lgamma(x)` (m_lgamma) */
export function lgamma(x: number): number {
  if (x !== x) return x;
  if (!Number.isFinite(x)) return Infinity;
  if (x <= 2 && Number.isInteger(x)) {
    if (x <= 0) throw domainError();
    return 0;
  }
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let result = log(lanczosSum(size)) - G;
  result += (size - 0.5) * (log(size + G - 0.5) - 1);
  if (x < 0) result = LOG_PI - log(Math.abs(sinPi(size))) - log(size) - result;
  return inRange(result);
}
