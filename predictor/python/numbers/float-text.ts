// Reading floats from text, and their hexadecimal form. Decimal digits of floats are made in float-digits.ts.
import { Fault } from '../fault.ts';
import { asciiNumber } from '../text/ascii-number.ts';
import { strRepr } from '../text/str-repr.ts';

export { floatRepr } from './float-digits.ts';

/** `float(text)` (PyFloat_FromString). For bytes, pass their latin-1 text and `shown`, the repr of the bytes. */
export function parseFloat(text: string, shown?: () => string): number {
  const value = readFloat(asciiNumber(text));
  if (value === undefined) throw new Fault('ValueError', `could not convert string to float: ${shown === undefined ? strRepr(text) : shown()}`);
  return value;
}

/** A float literal in ASCII text with spaces around it, or undefined. */
export function readFloat(text: string): number | undefined {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  const stop = scanFloat(text, start, true);
  if (stop !== end || stop === start) return undefined;
  return floatOfLiteral(text.slice(start, end));
}

/** The value of text that scanFloat has accepted. */
export function floatOfLiteral(text: string): number {
  const first = text.charCodeAt(0);
  const letter = (first === 43 || first === 45 ? text.charCodeAt(1) : first) | 0x20;
  if (letter === 105) return first === 45 ? -Infinity : Infinity;
  if (letter === 110) return Number.NaN;
  return Number(text.includes('_') ? text.replaceAll('_', '') : text);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where the float that starts at `from` ends, or `from` when there is none: the grammar of float(), with `_` between digits if wanted. */
export function scanFloat(text: string, from: number, underscores: boolean): number {
  let at = from;
  const sign = text.charCodeAt(at);
  if (sign === 43 || sign === 45) at += 1;
  const letter = text.charCodeAt(at) | 0x20;
  if (letter === 105 || letter === 110) return scanWord(text, from, at);
  const wholeEnd = scanDigits(text, at, underscores);
  let digits = wholeEnd - at;
  at = wholeEnd;
  if (text.charCodeAt(at) === 46) {
    const end = scanDigits(text, at + 1, underscores);
    digits += end - at - 1;
    at = end;
  }
  if (digits === 0) return from;
  if ((text.charCodeAt(at) | 0x20) === 101) {
    let power = at + 1;
    const powerSign = text.charCodeAt(power);
    if (powerSign === 43 || powerSign === 45) power += 1;
    const end = scanDigits(text, power, underscores);
    if (end > power) at = end;
  }
  return at;
}

function scanWord(text: string, from: number, at: number): number {
  const word = text.slice(at, at + 8).toLowerCase();
  if (word === 'infinity') return at + 8;
  if (word.startsWith('inf') || word.startsWith('nan')) return at + 3;
  return from;
}

function scanDigits(text: string, from: number, underscores: boolean): number {
  let at = from;
  while (isDigit(text.charCodeAt(at)) || (underscores && at > from && text.charCodeAt(at) === 95 && isDigit(text.charCodeAt(at + 1)))) at += 1;
  return at;
}

const view = new DataView(new ArrayBuffer(8));

/** `x.hex()` (float_hex_impl) */
export function floatHex(x: number): string {
  if (x !== x) return 'nan';
  if (x === Infinity) return 'inf';
  if (x === -Infinity) return '-inf';
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  const sign = high >>> 31 === 1 ? '-' : '';
  if (x === 0) return `${sign}0x0.0p+0`;
  const biased = (high >>> 20) & 0x7ff;
  const exponent = biased === 0 ? -1022 : biased - 1023;
  const digits = (high & 0xfffff).toString(16).padStart(5, '0') + view.getUint32(4).toString(16).padStart(8, '0');
  return `${sign}0x${biased === 0 ? 0 : 1}.${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

/** `float.fromhex(text)` (float_fromhex) */
export function floatFromHex(text: string): number {
  let at = 0;
  let end = text.length;
  while (at < end && isSpace(text.charCodeAt(at))) at += 1;
  while (end > at && isSpace(text.charCodeAt(end - 1))) end -= 1;
  const start = at;
  const sign = text.charCodeAt(at);
  if (sign === 43 || sign === 45) at += 1;
  const letter = text.charCodeAt(at) | 0x20;
  if (letter === 105 || letter === 110) {
    if (scanWord(text, start, at) !== end || end === start) throw badHex();
    return floatOfLiteral(text.slice(start, end));
  }
  if (text.charCodeAt(at) === 48 && (text.charCodeAt(at + 1) | 0x20) === 120) at += 2;
  const wholeStart = at;
  while (isHexDigit(text.charCodeAt(at))) at += 1;
  let digits = text.slice(wholeStart, at);
  let fraction = 0;
  if (text.charCodeAt(at) === 46) {
    const fractionStart = at + 1;
    at += 1;
    while (isHexDigit(text.charCodeAt(at))) at += 1;
    fraction = at - fractionStart;
    digits += text.slice(fractionStart, at);
  }
  if (digits === '') throw badHex();
  let power = 0;
  if ((text.charCodeAt(at) | 0x20) === 112) {
    let from = at + 1;
    const powerSign = text.charCodeAt(from);
    if (powerSign === 43 || powerSign === 45) from += 1;
    const powerEnd = scanDigits(text, from, false);
    if (powerEnd === from) throw badHex();
    power = Number(text.slice(at + 1, powerEnd));
    at = powerEnd;
  }
  const size = scaledHex(BigInt(`0x${digits}`), power - 4 * fraction);
  if (size === Infinity) throw new Fault('OverflowError', 'hexadecimal value too large to represent as a float');
  if (at !== end) throw badHex();
  return sign === 45 ? -size : size;
}

function badHex(): Fault {
  return new Fault('ValueError', 'invalid hexadecimal floating-point string');
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || ((code | 0x20) >= 97 && (code | 0x20) <= 102);
}

/** mantissa * 2**power, rounded once, half to even. */
function scaledHex(mantissa: bigint, power: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits + power > 1024) return Infinity;
  if (bits + power < -1074) return 0;
  let kept = mantissa;
  let shift = power;
  const drop = Math.max(bits - 53, -1074 - power);
  if (drop > 0) {
    const dropped = BigInt(drop);
    const half = 1n << (dropped - 1n);
    const rest = kept & ((1n << dropped) - 1n);
    kept >>= dropped;
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    shift += drop;
  }
  const first = Math.trunc(shift / 2);
  return Number(kept) * 2 ** first * 2 ** (shift - first);
}
