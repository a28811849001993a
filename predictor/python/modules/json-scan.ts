// The cores of `_json`: scanning JSON text and quoting strings, as Modules/_json.c does. What a Python value is stays open: values are made through
// callbacks. Inside, positions count UTF-16 units; what comes in and goes out counts code points, as Python does.
import { Fault } from '../fault.ts';
import { charOfPoint } from '../text/code-points.ts';

/** How the scanner makes Python values. Hooks of the decoder (`object_hook`, `parse_int`…) are the maker's business. */
export interface JsonMaker<V> {
  readonly null: V;
  readonly true: V;
  readonly false: V;
  string(text: string): V;
  /** Text of an int: an optional minus and ASCII digits. */
  integer(text: string): V;
  /** Text of a float, as JSON writes it. */
  float(text: string): V;
  constant(name: 'NaN' | 'Infinity' | '-Infinity'): V;
  array(items: V[]): V;
  /** Keys in order of appearance, repeated ones included. */
  object(keys: string[], values: V[]): V;
  /** Before an object or array is read, and after. `where` completes "maximum recursion depth exceeded". */
  enter(where: string): void;
  leave(): void;
}

/** `scanstring(string, end, strict)`: the text, and the position behind the closing quote. `end` is the position behind the opening one. */
export function scanString(text: string, end: number, strict: boolean): { value: string; end: number } {
  const at = unitAt(text, end);
  if (end < 0 || at > text.length) throw new Fault('ValueError', 'end is out of bounds');
  const value = readString(text, at, strict);
  return { value, end: pointAt(text, stop) };
}

/** `scan_once(string, idx)`: one JSON term, and the position behind it. StopIteration carries the position where no term begins. */
export function scanOnce<V>(text: string, idx: number, strict: boolean, maker: JsonMaker<V>): { value: V; end: number } {
  if (idx < 0) throw new Fault('ValueError', 'idx cannot be negative');
  const at = unitAt(text, idx);
  if (at >= text.length) throw new Fault('StopIteration', String(idx), idx);
  const value = readTerm(text, at, strict, maker);
  return { value, end: pointAt(text, stop) };
}

/** `encode_basestring_ascii` */
export function encodeAscii(text: string): string {
  return quoted(text, 0x7e);
}

/** `encode_basestring` */
export function encodeUnicode(text: string): string {
  return quoted(text, 0xffff);
}

// Scanning ---------------------------------------------------------------------------------------------------------

/** Where the last read has stopped. A second result without an allocation: it is read at once by whoever called. */
let stop = 0;

function readTerm<V>(text: string, at: number, strict: boolean, maker: JsonMaker<V>): V {
  switch (text.charCodeAt(at)) {
    case 34: // "
      return maker.string(readString(text, at + 1, strict));
    case 123: // {
      maker.enter(' while decoding a JSON object from a unicode string');
      try {
        return readObject(text, at + 1, strict, maker);
      } finally {
        maker.leave();
      }
    case 91: // [
      maker.enter(' while decoding a JSON array from a unicode string');
      try {
        return readArray(text, at + 1, strict, maker);
      } finally {
        maker.leave();
      }
    case 110: // n
      if (!text.startsWith('null', at)) break;
      stop = at + 4;
      return maker.null;
    case 116: // t
      if (!text.startsWith('true', at)) break;
      stop = at + 4;
      return maker.true;
    case 102: // f
      if (!text.startsWith('false', at)) break;
      stop = at + 5;
      return maker.false;
    case 78: // N
      if (text.startsWith('NaN', at)) return readConstant('NaN', at, maker);
      break;
    case 73: // I
      if (text.startsWith('Infinity', at)) return readConstant('Infinity', at, maker);
      break;
    case 45: // -
      if (text.startsWith('-Infinity', at)) return readConstant('-Infinity', at, maker);
  }
  return readNumber(text, at, maker);
}

function readConstant<V>(name: 'NaN' | 'Infinity' | '-Infinity', at: number, maker: JsonMaker<V>): V {
  const value = maker.constant(name);
  stop = at + name.length;
  return value;
}

function readObject<V>(text: string, from: number, strict: boolean, maker: JsonMaker<V>): V {
  const keys: string[] = [];
  const values: V[] = [];
  let at = behindSpace(text, from);
  if (text.charCodeAt(at) !== 125) {
    for (;;) {
      if (text.charCodeAt(at) !== 34) throw decodeError('Expecting property name enclosed in double quotes', text, at);
      keys.push(readString(text, at + 1, strict));
      at = behindSpace(text, stop);
      if (text.charCodeAt(at) !== 58) throw decodeError("Expecting ':' delimiter", text, at);
      at = behindSpace(text, at + 1);
      if (at >= text.length) throw noTerm(text, at);
      values.push(readTerm(text, at, strict, maker));
      at = behindSpace(text, stop);
      const ch = text.charCodeAt(at);
      if (ch === 125) break;
      if (ch !== 44) throw decodeError("Expecting ',' delimiter", text, at);
      at = behindSpace(text, at + 1);
    }
  }
  const value = maker.object(keys, values);
  stop = at + 1;
  return value;
}

function readArray<V>(text: string, from: number, strict: boolean, maker: JsonMaker<V>): V {
  const items: V[] = [];
  let at = behindSpace(text, from);
  if (text.charCodeAt(at) !== 93) {
    for (;;) {
      if (at >= text.length) throw noTerm(text, at);
      items.push(readTerm(text, at, strict, maker));
      at = behindSpace(text, stop);
      const ch = text.charCodeAt(at);
      if (ch === 93) break;
      if (ch !== 44) throw decodeError("Expecting ',' delimiter", text, at);
      at = behindSpace(text, at + 1);
    }
  }
  const value = maker.array(items);
  stop = at + 1;
  return value;
}

function readNumber<V>(text: string, from: number, maker: JsonMaker<V>): V {
  let at = from;
  let isFloat = false;
  if (text.charCodeAt(at) === 45) at++;
  const first = text.charCodeAt(at);
  if (!isDigit(first)) throw noTerm(text, from);
  at++;
  if (first !== 48) at = behindDigits(text, at);
  if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) {
    isFloat = true;
    at = behindDigits(text, at + 2);
  }
  if ((text.charCodeAt(at) | 32) === 101) {
    const sign = text.charCodeAt(at + 1);
    const digits = sign === 43 || sign === 45 ? at + 2 : at + 1;
    const end = behindDigits(text, digits);
    if (end > digits) {
      isFloat = true;
      at = end;
    }
  }
  const value = isFloat ? maker.float(text.slice(from, at)) : maker.integer(text.slice(from, at));
  stop = at;
  return value;
}

/** The text of a string whose opening quote lies just before `from`. */
function readString(text: string, from: number, strict: boolean): string {
  let out = '';
  let chunk = from;
  for (let at = from; at < text.length; at++) {
    const ch = text.charCodeAt(at);
    if (ch > 92) continue;
    if (ch === 34) {
      stop = at + 1;
      return out === '' ? text.slice(chunk, at) : out + text.slice(chunk, at);
    }
    if (ch === 92) {
      out += text.slice(chunk, at);
      at++;
      if (at === text.length) break;
      if (text.charCodeAt(at) === 117) {
        out += readEscape(text, at + 1);
        at = stop - 1;
      } else {
        const plain = ESCAPES[text[at]];
        if (plain === undefined) throw decodeError('Invalid \\escape', text, at - 1);
        out += plain;
      }
      chunk = at + 1;
    } else if (ch <= 31 && strict) throw decodeError('Invalid control character at', text, at);
  }
  throw new Fault('json.JSONDecodeError', 'Unterminated string starting at', pointAt(text, from) - 1);
}

const ESCAPES: Record<string, string | undefined> = { __proto__: null as never, '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The character that `\u` and the four digits at `from` mean, together with a second half behind it. */
function readEscape(text: string, from: number): string {
  if (from + 4 >= text.length) throw decodeError('Invalid \\uXXXX escape', text, from - 1);
  const high = fourDigits(text, from);
  stop = from + 4;
  if ((high & 0xfc00) === 0xd800 && from + 10 < text.length && text.charCodeAt(from + 4) === 92 && text.charCodeAt(from + 5) === 117) {
    const low = fourDigits(text, from + 6);
    if ((low & 0xfc00) === 0xdc00) {
      stop = from + 10;
      return String.fromCharCode(high, low);
    }
  }
  return charOfPoint(high);
}

function fourDigits(text: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + 4; at++) {
    const ch = text.charCodeAt(at);
    const letter = (ch | 32) - 87;
    if (isDigit(ch)) value = value * 16 + ch - 48;
    else if (letter >= 10 && letter <= 15) value = value * 16 + letter;
    else throw decodeError('Invalid \\uXXXX escape', text, from - 1);
  }
  return value;
}

function behindSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const ch = text.charCodeAt(at);
    if (ch !== 32 && ch !== 10 && ch !== 13 && ch !== 9) return at;
    at++;
  }
}

function behindDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(ch: number): boolean {
  return ch >= 48 && ch <= 57;
}

/** A `json.JSONDecodeError(message, text, position)`; `extra` is the position. */
function decodeError(message: string, text: string, unit: number): Fault {
  return new Fault('json.JSONDecodeError', message, pointAt(text, unit));
}

function noTerm(text: string, unit: number): Fault {
  const at = pointAt(text, unit);
  return new Fault('StopIteration', String(at), at);
}

// Positions --------------------------------------------------------------------------------------------------------

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
let last = { text: '', hasPairs: false };

/** Texts are scanned piece by piece: the answer for the last one is kept. */
function hasPairs(text: string): boolean {
  if (text !== last.text) last = { text, hasPairs: PAIR.test(text) };
  return last.hasPairs;
}

/** The UTF-16 position of a code point. Positions outside stay outside. */
function unitAt(text: string, point: number): number {
  if (!hasPairs(text)) return point;
  let unit = 0;
  for (let i = 0; i < point; i++) unit += unit < text.length && (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
  return unit;
}

function pointAt(text: string, unit: number): number {
  if (!hasPairs(text)) return unit;
  let point = 0;
  for (let i = 0; i < unit; i++, point++) if (i < text.length && (text.codePointAt(i) as number) > 0xffff) i++;
  return point;
}

// Quoting ----------------------------------------------------------------------------------------------------------

const SHORT: Record<number, string> = { 34: '\\"', 92: '\\\\', 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };

/** The text in quotes; characters above `highest` are escaped. */
function quoted(text: string, highest: number): string {
  let out = '"';
  let chunk = 0;
  for (let at = 0; at < text.length; at++) {
    const ch = text.charCodeAt(at);
    if (ch >= 32 && ch <= highest && ch !== 34 && ch !== 92) continue;
    out += text.slice(chunk, at) + (SHORT[ch] ?? `\\u${ch.toString(16).padStart(4, '0')}`);
    chunk = at + 1;
  }
  return `${out}${text.slice(chunk)}"`;
}
