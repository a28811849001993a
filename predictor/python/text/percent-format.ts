// printf-style formatting, `format % args`, of strs and bytes: reading the format into fields, and rendering what a field asks for
// (unicode_format in Objects/unicodeobject.c). What the arguments are, and their str() and int(), is the host's to say.
import { Excess, Fault } from '../fault.ts';
import { layoutFloat } from '../numbers/float-digits.ts';
import { DEFAULT_MAX_STR_DIGITS, intToText } from '../numbers/int-text.ts';
import type { Int } from '../numbers/integer.ts';
import { charOfPoint, MAX_TEXT, sliceStr, strLength } from './code-points.ts';
import { glue } from './surrogates.ts';

/** One `%` of a format. Width and precision are -1 where there is none. */
export interface PercentField {
  readonly key: string | undefined;
  readonly flags: number;
  readonly width: number | '*';
  readonly precision: number | '*';
  readonly conversion: string;
  /** The index of the conversion in the format, in code points. */
  readonly at: number;
  /** What is wrong with the format, to be raised once the key and the stars have taken their arguments. */
  readonly fault: Fault | undefined;
}

export type PercentSegment = string | PercentField;

const LEFT = 1;
const SIGN = 2;
const BLANK = 4;
const ALTERNATE = 8;
const ZERO = 16;
const FLAGS = '-+ #0';

const scanned = new Map<string, readonly PercentSegment[]>();

/** Takes a format apart, up to its first mistake. */
export function scanPercent(format: string): readonly PercentSegment[] {
  const known = scanned.get(format);
  if (known !== undefined) return known;
  const segments: PercentSegment[] = [];
  let at = 0;
  while (at < format.length) {
    const mark = format.indexOf('%', at);
    if (mark < 0) {
      segments.push(format.slice(at));
      break;
    }
    const escaped = format[mark + 1] === '%';
    if (mark > at || escaped) segments.push(format.slice(at, escaped ? mark + 1 : mark));
    if (escaped) {
      at = mark + 2;
      continue;
    }
    const [field, end] = scanField(format, mark + 1);
    segments.push(field);
    if (field.fault !== undefined) break;
    at = end;
  }
  if (format.length < 500) {
    if (scanned.size >= 256) scanned.clear();
    scanned.set(format, segments);
  }
  return segments;
}

function scanField(format: string, start: number): [PercentField, number] {
  let at = start;
  let key: string | undefined;
  let flags = 0;
  let width: number | '*' = -1;
  let precision: number | '*' = -1;
  const done = (fault: Fault | undefined, conversion = ''): [PercentField, number] => [
    { key, flags, width, precision, conversion, at: conversion === '' ? 0 : strLength(format.slice(0, at)), fault },
    at + conversion.length,
  ];
  if (format[at] === '(') {
    const end = endOfKey(format, at);
    if (end < 0) {
      // Asked for before the key is read: the argument must be a mapping.
      key = '';
      return done(new Fault('ValueError', 'incomplete format key'));
    }
    key = format.slice(at + 1, end);
    at = end + 1;
  }
  while (at < format.length && FLAGS.includes(format[at])) flags |= 1 << FLAGS.indexOf(format[at++]);
  if (format[at] === '*') {
    width = '*';
    at += 1;
  } else {
    const [count, end] = readCount(format, at);
    if (end > at) width = count;
    at = end;
    if (count > 2 ** 63 - 1) return done(new Fault('ValueError', 'width too big'));
  }
  if (format[at] === '.') {
    at += 1;
    precision = 0;
    if (format[at] === '*') {
      precision = '*';
      at += 1;
    } else {
      const [count, end] = readCount(format, at);
      if (count > 0x7fffffff) return done(new Fault('ValueError', 'precision too big'));
      precision = count;
      at = end;
    }
  }
  if (format[at] === 'h' || format[at] === 'l' || format[at] === 'L') at += 1;
  if (at >= format.length) return done(new Fault('ValueError', 'incomplete format'));
  return done(undefined, String.fromCodePoint(format.codePointAt(at) as number));
}

/** The offset of the parenthesis that closes the one at `start`, or -1. */
function endOfKey(format: string, start: number): number {
  let depth = 0;
  for (let at = start; at < format.length; at++) {
    if (format[at] === '(') depth += 1;
    else if (format[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function readCount(text: string, from: number): [number, number] {
  let at = from;
  let value = 0;
  for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - 48) value = value * 10 + digit;
  return [value, at];
}

/** What formatting asks of the argument values. Methods may throw whatever the engine raises with. */
export interface PercentHost<V> {
  /** The items of a tuple on the right of `%`, or the one value that is no tuple. */
  readonly args: { readonly tuple: readonly V[] } | { readonly single: V };
  /** Is the right side a mapping (it has `__getitem__`, and is neither tuple nor str, nor bytes for bytes)? */
  readonly isMapping: boolean;
  /** `mapping[key]` */
  lookup(key: string): V;
  /** The value of an int, for `*`; undefined for any other type. */
  star(value: V): Int | undefined;
  /** `str(v)`, `repr(v)`, `ascii(v)`; for bytes, `s` and `b` give the latin-1 text of the bytes. */
  text(value: V, conversion: 's' | 'r' | 'a' | 'b'): string;
  /** For d, i and u `int(v)` of a number, for o, x and X `operator.index(v)`; undefined where that is a TypeError. */
  integer(value: V, conversion: string): Int | undefined;
  /** `float(v)`; raises by itself. */
  float(value: V): number;
  /** For c: a str of one character (for bytes one byte), else `operator.index(v)`; undefined where that is neither. */
  char(value: V): string | Int | undefined;
  typeName(value: V): string;
  readonly maxDigits?: number;
}

/** `format % args`. With `bytes`, all texts are the latin-1 texts of bytes. */
export function percentFormat<V>(format: string, host: PercentHost<V>, bytes = false): string {
  const { args } = host;
  let tuple = 'tuple' in args ? args.tuple : [args.single];
  let used = 0;
  const next = (): V => {
    if (used >= tuple.length) throw new Fault('TypeError', 'not enough arguments for format string');
    return tuple[used++];
  };
  let out = '';
  for (const segment of scanPercent(format)) {
    if (typeof segment === 'string') {
      out = glue(out, segment);
      continue;
    }
    let { key, width, precision, flags } = segment;
    if (key !== undefined) {
      if (!host.isMapping) throw new Fault('TypeError', 'format requires a mapping');
      if (segment.fault !== undefined && segment.fault.message === 'incomplete format key') throw segment.fault;
      tuple = [host.lookup(key)];
      used = 0;
    }
    if (width === '*') {
      width = starred(next(), host, 'Python int too large to convert to C ssize_t', 2 ** 63);
      if (width < 0) {
        width = -width;
        flags |= LEFT;
      }
    }
    if (precision === '*') precision = Math.max(0, starred(next(), host, 'Python int too large to convert to C int', 2 ** 31));
    if (segment.fault !== undefined) throw segment.fault;
    out = glue(out, renderField(next(), segment, flags, width, precision, host, bytes));
    if (out.length > MAX_TEXT) throw new Excess('str');
  }
  if (used < tuple.length && !host.isMapping) throw new Fault('TypeError', `not all arguments converted during ${bytes ? 'bytes' : 'string'} formatting`);
  return out;
}

function starred<V>(value: V, host: PercentHost<V>, tooLarge: string, limit: number): number {
  const count = host.star(value);
  if (count === undefined) throw new Fault('TypeError', '* wants int');
  if (count >= limit || count < -limit) throw new Fault('OverflowError', tooLarge);
  return Number(count);
}

function renderField<V>(
  value: V,
  field: PercentField,
  flags: number,
  width: number,
  precision: number,
  host: PercentHost<V>,
  bytes: boolean,
): string {
  const { conversion } = field;
  switch (conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const n = host.integer(value, conversion);
      if (n !== undefined) return renderInt(n, conversion, flags, width, precision, host.maxDigits);
      const wanted = conversion === 'o' || conversion === 'x' || conversion === 'X' ? 'an integer' : 'a real number';
      // Bytes turn i into d before they look.
      const shown = bytes && conversion === 'i' ? 'd' : conversion;
      throw new Fault('TypeError', `%${shown} format: ${wanted} is required, not ${host.typeName(value)}`);
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return renderFloat(host.float(value), conversion, flags, width, precision);
    case 'c':
      return renderText(bytes ? byteOf(host.char(value)) : charOf(host.char(value)), flags, width, -1);
    case 's':
    case 'r':
    case 'a':
      return renderText(host.text(value, conversion), flags, width, precision);
    case 'b':
      if (bytes) return renderText(host.text(value, 'b'), flags, width, precision);
  }
  throw unsupported(conversion, field.at, bytes);
}

function unsupported(conversion: string, at: number, bytes: boolean): Fault {
  const code = conversion.codePointAt(0) as number;
  const shown = bytes || (code >= 31 && code <= 126) ? conversion : '?';
  return new Fault('ValueError', `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${at}`);
}

function charOf(char: string | Int | undefined): string {
  if (char === undefined || (typeof char === 'string' && strLength(char) !== 1)) throw new Fault('TypeError', '%c requires int or char');
  if (typeof char === 'string') return char;
  if (char < 0 || char > 0x10ffff) throw new Fault('OverflowError', '%c arg not in range(0x110000)');
  return charOfPoint(Number(char));
}

function byteOf(char: string | Int | undefined): string {
  if (char === undefined || (typeof char === 'string' && char.length !== 1)) {
    throw new Fault('TypeError', '%c requires an integer in range(256) or a single byte');
  }
  if (typeof char === 'string') return char;
  if (char < 0 || char > 255) throw new Fault('OverflowError', '%c arg not in range(256)');
  return String.fromCharCode(Number(char));
}

function pad(count: number, fill: string): string {
  if (count > MAX_TEXT) throw new Excess('str');
  return count > 0 ? fill.repeat(count) : '';
}

/** A text cut to the precision and padded to the width. */
export function renderText(text: string, flags: number, width: number, precision: number): string {
  const shown = precision >= 0 && precision < text.length ? sliceStr(text, 0, precision) : text;
  if (width <= 0) return shown;
  const gap = pad(width - strLength(shown), ' ');
  return (flags & LEFT) !== 0 ? shown + gap : gap + shown;
}

/** An int by one of d i u o x X. */
export function renderInt(n: Int, conversion: string, flags: number, width: number, precision: number, maxDigits = DEFAULT_MAX_STR_DIGITS): string {
  const base = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
  const text = base === 10 ? intToText(n, maxDigits) : n.toString(base);
  if (flags === 0 && width < 0 && precision < 0 && conversion !== 'X') return text;
  const negative = n < 0;
  let digits = negative ? text.slice(1) : text;
  if (precision > 0x7fffffff - 3) throw new Fault('OverflowError', 'precision too large');
  if (precision > digits.length) digits = pad(precision - digits.length, '0') + digits;
  const prefix = (flags & ALTERNATE) === 0 || base === 10 ? '' : `0${conversion}`;
  return withSign(negative, prefix, conversion === 'X' ? digits.toUpperCase() : digits, flags, width);
}

/** A float by one of e E f F g G. */
export function renderFloat(x: number, conversion: string, flags: number, width: number, precision: number): string {
  const code = conversion.toLowerCase() as 'e' | 'f' | 'g';
  const text = layoutFloat(x, code, precision < 0 ? 6 : precision, (flags & ALTERNATE) !== 0);
  return withSign(x < 0 || Object.is(x, -0), '', code === conversion ? text : text.toUpperCase(), flags, width);
}

function withSign(negative: boolean, prefix: string, digits: string, flags: number, width: number): string {
  const sign = negative ? '-' : (flags & SIGN) !== 0 ? '+' : (flags & BLANK) !== 0 ? ' ' : '';
  const gap = width - sign.length - prefix.length - digits.length;
  if (gap <= 0) return sign + prefix + digits;
  if ((flags & LEFT) !== 0) return sign + prefix + digits + pad(gap, ' ');
  return (flags & ZERO) !== 0 ? sign + prefix + pad(gap, '0') + digits : pad(gap, ' ') + sign + prefix + digits;
}
