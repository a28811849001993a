// Ints from text and to text, and as bytes. Their arithmetic is in integer.ts.
import { Fault } from '../fault.ts';
import { asciiNumber } from '../text/ascii-number.ts';
import { strRepr } from '../text/str-repr.ts';
import { bitLength, type Int, norm } from './integer.ts';

/** The default of sys.set_int_max_str_digits(); 0 there means no limit. */
export const DEFAULT_MAX_STR_DIGITS = 4300;

/** `str(n)` and `repr(n)` (long_to_decimal_string) */
export function intToText(n: Int, maxDigits = DEFAULT_MAX_STR_DIGITS): string {
  if (typeof n === 'number') return String(n);
  if (maxDigits > 0) {
    // A decimal digit holds more than 3.32 bits: refuse what is surely too long before working it out.
    if (bitLength(n) > maxDigits * 3.33 + 64) throw tooLong(maxDigits);
    const text = n.toString();
    if (text.length - (n < 0n ? 1 : 0) > maxDigits) throw tooLong(maxDigits);
    return text;
  }
  return n.toString();
}

function tooLong(maxDigits: number, digits?: number): Fault {
  const size = digits === undefined ? '' : `: value has ${digits} digits`;
  return new Fault(
    'ValueError',
    `Exceeds the limit (${maxDigits} digits) for integer string conversion${size}; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

/** `bin(n)` */
export function bin(n: Int): string {
  return prefixed(n, 2, '0b');
}

/** `oct(n)` */
export function oct(n: Int): string {
  return prefixed(n, 8, '0o');
}

/** `hex(n)` */
export function hex(n: Int): string {
  return prefixed(n, 16, '0x');
}

function prefixed(n: Int, base: number, prefix: string): string {
  const text = n.toString(base);
  return n < 0 ? `-${prefix}${text.slice(1)}` : prefix + text;
}

/** `int(text, base)` (PyLong_FromUnicodeObject). For bytes, pass their latin-1 text and `shown`, the repr of the bytes. */
export function parseInteger(text: string, base: Int = 10, maxDigits = DEFAULT_MAX_STR_DIGITS, shown?: () => string): Int {
  if ((base !== 0 && base < 2) || base > 36) throw new Fault('ValueError', 'int() base must be >= 2 and <= 36, or 0');
  const value = readInteger(asciiNumber(text), base as number, maxDigits);
  if (value === undefined) {
    const original = shown === undefined ? strRepr(text) : shown();
    throw new Fault('ValueError', `invalid literal for int() with base ${base}: ${clipped(original)}`);
  }
  return value;
}

/** C's `%.200R` counts code points. */
function clipped(text: string): string {
  if (text.length <= 200) return text;
  let at = 0;
  for (let count = 0; count < 200 && at < text.length; count++) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 0x20;
  return letter >= 97 && letter <= 122 ? letter - 87 : 99;
}

/** An int literal in ASCII text with spaces around it, or undefined (PyLong_FromString). */
function readInteger(text: string, wantedBase: number, maxDigits: number): Int | undefined {
  let at = 0;
  let end = text.length;
  while (at < end && isSpace(text.charCodeAt(at))) at += 1;
  while (end > at && isSpace(text.charCodeAt(end - 1))) end -= 1;
  const sign = text.charCodeAt(at);
  if (sign === 43 || sign === 45) at += 1;
  let base = wantedBase;
  let zeroOnly = false;
  const second = text.charCodeAt(at) === 48 && at + 1 < end ? text.charCodeAt(at + 1) | 0x20 : 0;
  const implied = second === 120 ? 16 : second === 111 ? 8 : second === 98 ? 2 : 0;
  if (base === 0) {
    if (implied !== 0) base = implied;
    else {
      zeroOnly = text.charCodeAt(at) === 48;
      base = 10;
    }
  }
  if (implied === base) {
    at += 2;
    if (text.charCodeAt(at) === 95) at += 1;
  }
  const digits = scanDigits(text, at, end, base, maxDigits);
  if (digits === undefined) return undefined;
  const value = valueOf(digits, base);
  // "012" is no literal of Python 3, though "000" is.
  if (zeroOnly && value !== 0) return undefined;
  return sign === 45 ? (typeof value === 'number' ? 0 - value : -value) : value;
}

/** The digits from `at` to `end` without underscores, or undefined where there is anything else. */
function scanDigits(text: string, from: number, end: number, base: number, maxDigits: number): string | undefined {
  let at = from;
  let underscores = 0;
  let afterUnderscore = true;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 95) {
      if (afterUnderscore) return undefined;
      underscores += 1;
      afterUnderscore = true;
    } else if (digitOf(code) < base) afterUnderscore = false;
    else break;
    at += 1;
  }
  if (afterUnderscore) return undefined;
  const count = at - from - underscores;
  if (maxDigits > 0 && count > maxDigits && count > 640 && (base & (base - 1)) !== 0) throw tooLong(maxDigits, count);
  if (at !== end) return undefined;
  const digits = text.slice(from, end);
  return underscores > 0 ? digits.replaceAll('_', '') : digits;
}

function valueOf(digits: string, base: number): Int {
  const value = base === 10 ? Number(digits) : Number.parseInt(digits, base);
  if (Number.isSafeInteger(value) && digits.length <= 53) return value;
  if (base === 10) return norm(BigInt(digits));
  if (base === 16) return norm(BigInt(`0x${digits}`));
  if (base === 8) return norm(BigInt(`0o${digits}`));
  if (base === 2) return norm(BigInt(`0b${digits}`));
  return norm(joined(digits, 0, digits.length, base));
}

/** Halves, so that long texts take less than quadratic time. */
function joined(digits: string, from: number, to: number, base: number): bigint {
  if (to - from <= 10) return BigInt(Number.parseInt(digits.slice(from, to), base));
  const middle = (from + to) >> 1;
  return joined(digits, from, middle, base) * BigInt(base) ** BigInt(to - middle) + joined(digits, middle, to, base);
}

/** `n.to_bytes(length, byteorder, signed=...)` */
export function toBytes(n: Int, length: Int, byteorder: string, signed: boolean): Uint8Array {
  const little = isLittle(byteorder);
  if (length < 0) throw new Fault('ValueError', 'length argument must be non-negative');
  if (n < 0 && !signed) throw new Fault('OverflowError', "can't convert negative int to unsigned");
  const size = Number(length);
  // CPython takes -1 too for a number without bytes.
  if (size === 0 && (n === 0 || n === -1)) return new Uint8Array(0);
  const value = BigInt(n);
  const bits = bitLength(value < 0n ? -value - 1n : value) + (signed && n !== 0 ? 1 : 0);
  if (bits > 8 * size) throw new Fault('OverflowError', 'int too big to convert');
  const bytes = new Uint8Array(size);
  const digits = BigInt.asUintN(8 * size, value).toString(16).padStart(2 * size, '0');
  for (let i = 0; i < size; i++) bytes[little ? size - 1 - i : i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** `int.from_bytes(bytes, byteorder, signed=...)` */
export function fromBytes(bytes: Uint8Array, byteorder: string, signed: boolean): Int {
  const little = isLittle(byteorder);
  const size = bytes.length;
  if (size === 0) return 0;
  if (size <= 6) {
    let small = 0;
    for (let i = 0; i < size; i++) small = small * 256 + bytes[little ? size - 1 - i : i];
    return signed && bytes[little ? size - 1 : 0] > 127 ? small - 2 ** (8 * size) : small;
  }
  const parts: string[] = [];
  for (let i = 0; i < size; i++) parts.push(bytes[little ? size - 1 - i : i].toString(16).padStart(2, '0'));
  const value = BigInt(`0x${parts.join('')}`);
  return norm(signed ? BigInt.asIntN(8 * size, value) : value);
}

function isLittle(byteorder: string): boolean {
  if (byteorder === 'little') return true;
  if (byteorder === 'big') return false;
  throw new Fault('ValueError', "byteorder must be either 'little' or 'big'");
}
