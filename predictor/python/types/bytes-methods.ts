// The methods that `bytes` and `bytearray` share, a row each (Objects/bytes_methods.c, Objects/stringlib). Results are of the receiver's kind.
import { typeOf } from '../attributes.ts';
import type { Methods, Row } from '../define.ts';
import { hexlify } from '../modules/binascii-core.ts';
import { typeName } from '../names.ts';
import { overflowError, typeError, valueError } from '../raise.ts';
import { call } from '../calls.ts';
import { isAscii } from '../text/unicode.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, List, T, Tuple, type Type, type Value } from '../values.ts';
import * as find from './bytes-search.ts';
import { badArgument, bytesOf, bytesOrNone, nameArgument, strArgument, strOf, toCInt } from './convert.ts';
import { decodeBytes } from './encoding.ts';
import { hasIndex, sliceIndex, toSize, toSsize } from './indices.ts';
import { fastSequence } from './iteration.ts';
import { latinText } from './latin-text.ts';
import { reserve, work } from './large.ts';

export type AnyBytes = Bytes | ByteArray;

/** A result of the receiver's kind: subclasses give the plain type. */
export function like(self: Value, data: Uint8Array): AnyBytes {
  return self instanceof ByteArray ? new ByteArray(data) : new Bytes(data);
}
export const listOf = (self: Value, parts: Uint8Array[]): List => {
  reserve(parts.length * 40);
  vm.fuel -= parts.length >> 4;
  return new List(parts.map(p => like(self, p)));
};

// Searching -------------------------------------------------------------------------------------------------------

/** What is searched for: bytes, or one byte as an int (`parse_args_finds_byte`). */
function needle(v: Value): Uint8Array {
  const data = bytesOrNone(v);
  if (data !== undefined) return data;
  if (!hasIndex(v)) throw typeError(`argument should be integer or bytes-like object, not '${typeName(typeOf(v))}'`);
  return Uint8Array.of(byteIndex(v));
}
function byteIndex(v: Value): number {
  const n = toSize(v, null);
  if (n < 0 || n > 255) throw valueError('byte must be in range(0, 256)');
  return n;
}
/** The bounds of find and the like, cut to the length (`ADJUST_INDICES`). */
function part(length: number, start: Value | undefined, end: Value | undefined): find.Part {
  let from = start === undefined || start === null ? 0 : sliceIndex(start);
  let to = end === undefined || end === null ? Infinity : sliceIndex(end);
  if (to > length) to = length;
  else if (to < 0) to = Math.max(0, to + length);
  if (from < 0) from = Math.max(0, from + length);
  return { from, to };
}
type Search = (data: Uint8Array, wanted: Uint8Array, from: number, to: number) => number;
const searcher = (f: Search, must: boolean): Row => ({
  params: 'self, sub, start=None, end=None, //', returns: 'int',
  call: (self: AnyBytes, sub: Value, start?: Value, end?: Value) => {
    const { from, to } = part(self.data.length, start, end);
    work(to - from);
    const at = f(self.data, needle(sub), from, to);
    if (must && at < 0) throw valueError('subsection not found');
    return at;
  },
});
/** `x in data` */
export function containsByte(self: AnyBytes, item: Value): boolean {
  if (hasIndex(item)) {
    const n = toSize(item, null);
    if (n < 0 || n > 255) throw valueError('byte must be in range(0, 256)');
    return self.data.includes(n);
  }
  return find.findBytes(self.data, bytesOf(item), 0, self.data.length) >= 0;
}
const affix = (name: string, ends: boolean): Row => ({
  params: 'self, affix, start=None, end=None, //', returns: 'bool',
  call: (self: AnyBytes, wanted: Value, start?: Value, end?: Value) => {
    const { from, to } = part(self.data.length, start, end);
    const matches = (w: Uint8Array): boolean => {
      if (w.length > to - from || from > to) return false;
      return find.hasPrefix(self.data, w, ends ? to - w.length : from);
    };
    if (wanted instanceof Tuple) {
      for (const w of wanted.items) if (matches(bytesOf(w))) return true;
      return false;
    }
    const data = bytesOrNone(wanted);
    if (data === undefined) throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(typeOf(wanted))}`);
    return matches(data);
  },
});
const partition = (back: boolean): Row => ({
  params: 'self, sep, /', returns: 'tuple',
  call: (self: AnyBytes, sep: Value) => {
    const separator = bytesOf(sep);
    if (separator.length === 0) throw valueError('empty separator');
    const { data } = self;
    const at = back ? find.findBytesBack(data, separator, 0, data.length) : find.findBytes(data, separator, 0, data.length);
    const none = new Uint8Array(0);
    if (at < 0) {
      const whole = self instanceof ByteArray ? like(self, data.slice()) : self.cls === T.bytes ? self : like(self, data);
      return new Tuple(back ? [like(self, none), like(self, none), whole] : [whole, like(self, none), like(self, none)]);
    }
    // A separator next to bytes is handed on as it is.
    const middle = self instanceof ByteArray ? like(self, separator.slice()) : sep;
    return new Tuple([like(self, data.slice(0, at)), middle, like(self, data.slice(at + separator.length))]);
  },
});
function replace(self: AnyBytes, old: Value, by: Value, count?: Value): Value {
  const from = bytesOf(old);
  const to = bytesOf(by);
  const n = count === undefined ? -1 : toSsize(count);
  const most = n < 0 ? Infinity : n;
  reserve(find.replacedLength(self.data, from, to, most));
  return like(self, find.replaceBytes(self.data, from, to, most));
}

// Splitting and joining ---------------------------------------------------------------------------------------------

const splitter = (f: (data: Uint8Array, separator: Uint8Array | undefined, most: number) => Uint8Array[]): Row => ({
  params: 'self, /, sep=None, maxsplit=-1', returns: 'list',
  call: (self: AnyBytes, sep?: Value, maxsplit?: Value) => {
    const limit = maxsplit === undefined ? -1 : toSsize(maxsplit);
    const separator = sep === undefined || sep === null ? undefined : bytesOf(sep);
    if (separator !== undefined && separator.length === 0) throw valueError('empty separator');
    return listOf(self, f(self.data, separator, limit < 0 ? Infinity : limit));
  },
});
function join(self: AnyBytes, iterable: Value): Value {
  const items = fastSequence(iterable, 'can only join an iterable');
  const parts = items.map((v, i) => {
    if (v instanceof Unknown) throw new UnknownUsed(v.origins);
    const data = bytesOrNone(v);
    if (data === undefined) throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(typeOf(v))} found`);
    return data;
  });
  reserve(parts.reduce((n, p) => n + p.length + self.data.length, 0));
  return like(self, find.joinBytes(self.data, parts));
}
const stripper = (left: boolean, right: boolean): Row => ({
  params: 'self, bytes=None, /',
  call: (self: AnyBytes, chars?: Value) => {
    const data = find.stripBytes(self.data, chars === undefined || chars === null ? undefined : bytesOf(chars), left, right);
    return data.length === self.data.length && self.cls === T.bytes ? self : like(self, data);
  },
});

// Layout ----------------------------------------------------------------------------------------------------------

const aligner = (name: string, left: (gap: number, width: number) => number): Row => ({
  params: "self, width, fillchar=b' ', /",
  call: (self: AnyBytes, width: Value, fillchar?: Value) => {
    const n = toSsize(width);
    let fill = 32;
    if (fillchar !== undefined) {
      if (!(fillchar instanceof Bytes || fillchar instanceof ByteArray) || fillchar.data.length !== 1) throw badArgument(name, 'argument 2', 'a byte string of length 1', fillchar);
      fill = fillchar.data[0];
    }
    const gap = n - self.data.length;
    if (gap <= 0) return self.cls === T.bytes ? self : like(self, self.data.slice());
    reserve(n);
    const before = left(gap, n);
    return like(self, find.padBytes(self.data, before, gap - before, fill));
  },
});
function zfill(self: AnyBytes, width: Value): Value {
  const n = toSsize(width);
  const gap = n - self.data.length;
  if (gap <= 0) return self.cls === T.bytes ? self : like(self, self.data.slice());
  reserve(n);
  const out = find.padBytes(self.data, gap, 0, 48);
  const sign = out[gap];
  if (sign === 43 || sign === 45) {
    out[gap] = 48;
    out[0] = sign;
  }
  return like(self, out);
}
const mapper = (f: (data: Uint8Array) => Uint8Array): Row => ({ params: 'self, /', call: (self: AnyBytes) => (work(self.data.length), like(self, f(self.data))) });
const question = (f: (data: Uint8Array) => boolean): Row => ({ params: 'self, /', returns: 'bool', call: (self: AnyBytes) => (work(self.data.length), f(self.data)) });

// Translation and text ----------------------------------------------------------------------------------------------

function translate(self: AnyBytes, table: Value, deleted?: Value): Value {
  let map: Uint8Array | undefined;
  if (table !== null) {
    map = bytesOf(table);
    if (map.length !== 256) throw valueError('translation table must be 256 characters long');
  }
  const goes = deleted === undefined ? undefined : bytesOf(deleted);
  const out: number[] = [];
  for (const c of self.data) if (goes === undefined || !goes.includes(c)) out.push(map === undefined ? c : map[c]);
  return like(self, Uint8Array.from(out));
}
function maketrans(from: Value, to: Value): Value {
  const a = bytesOf(from);
  const b = bytesOf(to);
  if (a.length !== b.length) throw valueError('maketrans arguments must have same length');
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) table[a[i]] = b[i];
  return new Bytes(table);
}
/** `.hex(sep, bytes_per_sep)` of any bytes (`_Py_strhex_with_sep`). */
export function hexText(data: Uint8Array, sep: Value | undefined, group: Value | undefined): string {
  const size = group === undefined ? 1 : toCInt(group);
  return latinText(hexlify(data, separatorByte(sep), size));
}
/** The separator's byte, or -1. */
export function separatorByte(sep: Value | undefined): number {
  if (sep === undefined) return -1;
  const text = strOf(sep) ?? (sep instanceof Bytes || sep instanceof ByteArray ? latinText(sep.data) : undefined);
  // CPython asks for the length before it asks for the type.
  const n = text?.length ?? (typeOf(sep).slots.len === undefined ? undefined : typeOf(sep).slots.len!(sep));
  if (n === undefined) throw typeError(`object of type '${typeName(typeOf(sep))}' has no len()`);
  if (n !== 1) throw valueError('sep must be length 1.');
  if (text === undefined) throw typeError('sep must be str or bytes.');
  if (!isAscii(text)) throw valueError('sep must be ASCII.');
  return text.charCodeAt(0);
}
/** `bytes.fromhex`: pairs of digits, white space between the pairs. */
function fromHex(cls: Type, text: Value): Value {
  const s = strArgument(text, 'fromhex', 'argument');
  const out: number[] = [];
  let at = 0;
  const bad = (where: number): unknown => valueError(`non-hexadecimal number found in fromhex() arg at position ${where}`);
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) throw bad(i);
  while (at < s.length) {
    while (at < s.length && find.isSpace(s.charCodeAt(at))) at++;
    if (at >= s.length) break;
    const high = digit(s.charCodeAt(at));
    if (high < 0) throw bad(at);
    const low = digit(s.charCodeAt(at + 1));
    if (low < 0) throw bad(at + 1);
    out.push(high * 16 + low);
    at += 2;
  }
  const data = Uint8Array.from(out);
  if (cls === T.bytearray) return new ByteArray(data);
  const made = new Bytes(data);
  return cls === T.bytes ? made : call(cls, [made]);
}
function digit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const letter = (c | 32) - 87;
  return letter >= 10 && letter <= 15 ? letter : -1;
}
function decode(self: AnyBytes, encoding?: Value, errors?: Value): Value {
  const name = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'decode', "argument 'encoding'");
  const handler = errors === undefined ? 'strict' : nameArgument(errors, 'decode', "argument 'errors'");
  return decodeBytes(self.data, name, handler, self);
}

/** `data * n` */
export function repeatBytes(data: Uint8Array, n: Value, what: string): Uint8Array {
  const count = toSize(n, 'OverflowError');
  if (count <= 0 || data.length === 0) return new Uint8Array(0);
  const size = data.length * count;
  if (size >= 2 ** 63 && what !== '') throw overflowError(what);
  reserve(size);
  const out = new Uint8Array(size);
  if (data.length === 1) return out.fill(data[0]);
  for (let i = 0; i < count; i++) out.set(data, i * data.length);
  return out;
}

export const bytesMethods: Methods = {
  capitalize: mapper(d => d.map((c, i) => (i === 0 ? find.toUpper(c) : find.toLower(c)))),
  center: aligner('center', (gap, width) => (gap >> 1) + (gap & width & 1)),
  count: searcher((d, w, from, to) => find.countBytes(d, w, from, to), false),
  decode: { params: "self, /, encoding='utf-8', errors='strict'", returns: 'str', call: decode },
  endswith: affix('endswith', true),
  expandtabs: {
    params: 'self, /, tabsize=8',
    call: (self: AnyBytes, size?: Value) => like(self, find.expandTabs(self.data, size === undefined ? 8 : toCInt(size), reserve)),
  },
  find: searcher(find.findBytes, false),
  fromhex: { params: 'cls, string, /', kind: 'class', call: fromHex },
  hex: { params: 'self, /, sep=None, bytes_per_sep=1', returns: 'str', call: (self: AnyBytes, sep?: Value, group?: Value) => hexText(self.data, sep, group) },
  index: searcher(find.findBytes, true),
  isalnum: question(d => find.allBytes(d, c => find.isLetter(c) || find.isDigit(c))),
  isalpha: question(d => find.allBytes(d, find.isLetter)),
  isascii: question(d => d.every(c => c < 128)),
  isdigit: question(d => find.allBytes(d, find.isDigit)),
  islower: question(d => find.oneCase(d, find.isLower, find.isUpper)),
  isspace: question(d => find.allBytes(d, find.isSpace)),
  istitle: question(find.isTitle),
  isupper: question(d => find.oneCase(d, find.isUpper, find.isLower)),
  join: { params: 'self, iterable_of_bytes, /', call: join },
  ljust: aligner('ljust', () => 0),
  lower: mapper(d => d.map(find.toLower)),
  lstrip: stripper(true, false),
  maketrans: { params: 'frm, to, /', kind: 'static', returns: 'bytes', call: maketrans },
  partition: partition(false),
  removeprefix: {
    params: 'self, prefix, /',
    call: (self: AnyBytes, prefix: Value) => {
      const p = bytesOf(prefix);
      return like(self, self.data.slice(p.length <= self.data.length && find.hasPrefix(self.data, p) ? p.length : 0));
    },
  },
  removesuffix: {
    params: 'self, suffix, /',
    call: (self: AnyBytes, suffix: Value) => {
      const s = bytesOf(suffix);
      const at = self.data.length - s.length;
      return like(self, at >= 0 && find.hasPrefix(self.data, s, at) ? self.data.slice(0, at) : self.data.slice());
    },
  },
  replace: { params: 'self, old, new, count=-1, /', call: replace },
  rfind: searcher(find.findBytesBack, false),
  rindex: searcher(find.findBytesBack, true),
  rjust: aligner('rjust', gap => gap),
  rpartition: partition(true),
  rsplit: splitter(find.splitBytesBack),
  rstrip: stripper(false, true),
  split: splitter(find.splitBytes),
  splitlines: {
    params: 'self, /, keepends=False', returns: 'list',
    call: (self: AnyBytes, keepends?: Value) => listOf(self, find.splitLines(self.data, keepends !== undefined && toCInt(keepends) !== 0)),
  },
  startswith: affix('startswith', false),
  strip: stripper(true, true),
  swapcase: mapper(d => d.map(c => (find.isLetter(c) ? c ^ 32 : c))),
  title: mapper(find.title),
  translate: { params: "self, table, /, delete=b''", call: translate },
  upper: mapper(d => d.map(find.toUpper)),
  zfill: { params: 'self, width, /', call: zfill },
};
