// Arithmetic and texts of Python complex numbers, as pairs of floats (Objects/complexobject.c). format() of them is in text/format-spec.ts.
import { Fault } from '../fault.ts';
import { asciiNumber } from '../text/ascii-number.ts';
import { strRepr } from '../text/str-repr.ts';
import { layoutFloat } from './float-digits.ts';
import { isNegative } from './float-parts.ts';
import { floatOfLiteral, scanFloat } from './float-text.ts';
import { atan2, cos, exp, hypotOfTwo, log, pow, sin } from './libm.ts';

export interface ComplexPair {
  readonly re: number;
  readonly im: number;
}

export function complexAdd(a: ComplexPair, b: ComplexPair): ComplexPair {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function complexSub(a: ComplexPair, b: ComplexPair): ComplexPair {
  return { re: a.re - b.re, im: a.im - b.im };
}

export function complexNeg(a: ComplexPair): ComplexPair {
  return { re: -a.re, im: -a.im };
}

export function complexMul(a: ComplexPair, b: ComplexPair): ComplexPair {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

/** `a / b`, scaled by the larger part of b (_Py_c_quot) */
export function complexDiv(a: ComplexPair, b: ComplexPair): ComplexPair {
  if (b.re === 0 && b.im === 0) throw new Fault('ZeroDivisionError', 'complex division by zero');
  return quotient(a, b);
}

function quotient(a: ComplexPair, b: ComplexPair): ComplexPair {
  const re = Math.abs(b.re);
  const im = Math.abs(b.im);
  if (re >= im) {
    const ratio = b.im / b.re;
    const bottom = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / bottom, im: (a.im - a.re * ratio) / bottom };
  }
  if (im >= re) {
    const ratio = b.re / b.im;
    const bottom = b.re * ratio + b.im;
    return { re: (a.re * ratio + a.im) / bottom, im: (a.im * ratio - a.re) / bottom };
  }
  return { re: Number.NaN, im: Number.NaN };
}

/** `abs(a)` */
export function complexAbs(a: ComplexPair): number {
  const size = hypotOfTwo(a.re, a.im);
  if (size === Infinity && Number.isFinite(a.re) && Number.isFinite(a.im)) throw new Fault('OverflowError', 'absolute value too large');
  return size;
}

/** `a ** b` (complex_pow) */
export function complexPow(a: ComplexPair, b: ComplexPair): ComplexPair {
  const result = b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100 ? wholePower(a, b.re) : power(a, b);
  if (Math.abs(result.re) === Infinity || Math.abs(result.im) === Infinity) throw new Fault('OverflowError', 'complex exponentiation');
  return result;
}

function zeroPower(): Fault {
  return new Fault('ZeroDivisionError', '0.0 to a negative or complex power');
}

function wholePower(a: ComplexPair, n: number): ComplexPair {
  let result: ComplexPair = { re: 1, im: 0 };
  let square = a;
  for (let left = Math.abs(n); left > 0; left >>= 1) {
    if ((left & 1) !== 0) result = complexMul(result, square);
    square = complexMul(square, square);
  }
  if (n > 0) return result;
  if (result.re === 0 && result.im === 0) throw zeroPower();
  return quotient({ re: 1, im: 0 }, result);
}

function power(a: ComplexPair, b: ComplexPair): ComplexPair {
  if (b.re === 0 && b.im === 0) return { re: 1, im: 0 };
  if (a.re === 0 && a.im === 0) {
    if (b.im !== 0 || b.re < 0) throw zeroPower();
    return { re: 0, im: 0 };
  }
  const size = hypotOfTwo(a.re, a.im);
  let length = anyPow(size, b.re);
  const angle = atan2(a.im, a.re);
  let phase = angle * b.re;
  if (b.im !== 0) {
    length /= exp(angle * b.im);
    phase += b.im * log(size);
  }
  // C's sin and cos of an infinite angle report a domain error, which complex_pow takes for one of a zero.
  if (Math.abs(phase) === Infinity) throw zeroPower();
  return { re: length * cos(phase), im: length * sin(phase) };
}

/** C's pow() of a size that may be infinite or no number. */
function anyPow(size: number, exponent: number): number {
  if (exponent === 0 || size === 1) return 1;
  if (Number.isFinite(size) && Number.isFinite(exponent)) return pow(size, exponent);
  return size ** exponent;
}

/** `repr(a)` (complex_repr) */
export function complexRepr({ re, im }: ComplexPair): string {
  if (re === 0 && !isNegative(re)) return `${signed(im)}j`;
  const imaginary = signed(im);
  return `(${signed(re)}${imaginary[0] === '-' ? '' : '+'}${imaginary}j)`;
}

function signed(x: number): string {
  return `${isNegative(x) ? '-' : ''}${layoutFloat(x, 'r', 0)}`;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** `complex(text)` (complex_subtype_from_string) */
export function parseComplex(text: string): ComplexPair {
  const ascii = asciiNumber(text);
  if (ascii.includes('_') && !underscoresFit(ascii)) throw new Fault('ValueError', `could not convert string to complex: ${strRepr(text)}`);
  const value = readComplex(ascii.includes('_') ? ascii.replaceAll('_', '') : ascii);
  if (value === undefined) throw new Fault('ValueError', 'complex() arg is a malformed string');
  return value;
}

function underscoresFit(text: string): boolean {
  const isDigit = (at: number): boolean => text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 95 && !(isDigit(i - 1) && isDigit(i + 1))) return false;
  return true;
}

function readComplex(text: string): ComplexPair | undefined {
  let at = 0;
  const skip = (): void => {
    while (isSpace(text.charCodeAt(at))) at += 1;
  };
  const isJ = (): boolean => (text.charCodeAt(at) | 0x20) === 106;
  const sign = (): number => (text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0);
  const float = (): number | undefined => {
    const end = scanFloat(text, at, false);
    if (end === at) return undefined;
    const value = floatOfLiteral(text.slice(at, end));
    at = end;
    return value;
  };
  skip();
  const bracket = text[at] === '(';
  if (bracket) {
    at += 1;
    skip();
  }
  let re = 0;
  let im = 0;
  const first = float();
  if (first === undefined || sign() !== 0) {
    re = first ?? 0;
    const one = sign();
    const second = first === undefined ? undefined : float();
    if (second !== undefined) im = second;
    else {
      im = one === 0 ? 1 : one;
      if (one !== 0) at += 1;
    }
    if (!isJ()) return undefined;
    at += 1;
  } else if (isJ()) {
    at += 1;
    im = first;
  } else re = first;
  skip();
  if (bracket) {
    if (text[at] !== ')') return undefined;
    at += 1;
    skip();
  }
  return at === text.length ? { re, im } : undefined;
}
