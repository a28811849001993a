// The methods of `str`, a row each (Objects/unicodeobject.c, Objects/clinic/unicodeobject.c.h). The work is done in text/; here arguments are read.
import { typeOf } from '../attributes.ts';
import type { Methods, Row } from '../define.ts';
import { typeName } from '../names.ts';
import { getItem, plainItems } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import * as letterCase from '../text/letter-case.ts';
import { strLength } from '../text/code-points.ts';
import * as layout from '../text/str-layout.ts';
import * as search from '../text/str-search.ts';
import * as splitting from '../text/str-split.ts';
import * as kinds from '../text/unicode.ts';
import { type Origin, union } from '../../unknown.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { type Boxed, Bytes, Dict, type Kw, List, T, Tuple, type Value } from '../values.ts';
import { dictSet } from '../dict-keys.ts';
import { intOf, nameArgument, strArgument, strOf, toCInt } from './convert.ts';
import { encodeText } from './encoding.ts';
import { formatStr, strFormat, strFormatMap } from './formatting.ts';
import { sliceIndex, toSsize } from './indices.ts';
import { fastSequence } from './iteration.ts';
import { reserve, work } from './large.ts';
import { swallow } from './swallow.ts';

/** The receiver of a method is a str for sure. */
function plain(v: Value): string {
  const text = typeof v === 'string' ? v : ((v as Boxed).value as string);
  work(text.length);
  return text;
}

// Searching -------------------------------------------------------------------------------------------------------

/** A bound of find and the like. */
const bound = (v: Value | undefined): number | undefined => (v === undefined || v === null ? undefined : sliceIndex(v));

function needle(v: Value): string {
  const s = strOf(v);
  if (s === undefined) throw typeError(`must be str, not ${typeName(typeOf(v))}`);
  return s;
}
type Search = (text: string, wanted: string, start?: number, end?: number) => number;
const searcher = (f: Search): Row => ({
  params: 'self, sub, start=None, end=None, //', returns: 'int',
  call: (self: Value, sub: Value, start?: Value, end?: Value) => {
    const from = bound(start);
    const to = bound(end);
    return f(plain(self), needle(sub), from, to);
  },
});
const affix = (name: 'startswith' | 'endswith', f: (text: string, wanted: string, start?: number, end?: number) => boolean): Row => ({
  params: 'self, affix, start=None, end=None, //', returns: 'bool',
  call: (self: Value, wanted: Value, start?: Value, end?: Value) => {
    const text = plain(self);
    if (typeof wanted === 'string' && start === undefined) return f(text, wanted);
    const from = bound(start);
    const to = bound(end);
    if (wanted instanceof Tuple) {
      for (const w of wanted.items) {
        const s = strOf(w);
        if (s === undefined) throw typeError(`tuple for ${name} must only contain str, not ${typeName(typeOf(w))}`);
        if (f(text, s, from, to)) return true;
      }
      return false;
    }
    const s = strOf(wanted);
    if (s === undefined) throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(typeOf(wanted))}`);
    return f(text, s, from, to);
  },
});
const partition = (f: (text: string, separator: string) => [string, string, string]): Row => ({
  params: 'self, sep, /', returns: 'tuple', call: (self: Value, sep: Value) => new Tuple(f(plain(self), needle(sep))),
});
function replace(self: Value, old: Value, by: Value, count?: Value): Value {
  const from = strArgument(old, 'replace', 'argument 1');
  const to = strArgument(by, 'replace', 'argument 2');
  const out = search.replace(plain(self), from, to, count === undefined ? -1 : toSsize(count));
  reserve(out.length);
  return out;
}

// Splitting and joining ---------------------------------------------------------------------------------------------

const splitter = (f: (text: string, separator?: string, limit?: number) => string[]): Row => ({
  params: 'self, /, sep=None, maxsplit=-1', returns: 'list',
  call: (self: Value, sep?: Value, maxsplit?: Value) => {
    const limit = maxsplit === undefined ? -1 : toSsize(maxsplit);
    let separator: string | undefined;
    if (sep !== undefined && sep !== null) {
      separator = strOf(sep);
      if (separator === undefined) throw typeError(`must be str or None, not ${typeName(typeOf(sep))}`);
    }
    return listOf(f(plain(self), separator, limit));
  },
});
function listOf(parts: string[]): List {
  reserve(parts.length * 16);
  vm.fuel -= parts.length >> 4;
  return new List(parts);
}
function join(self: Value, iterable: Value): Value {
  const items = plainItems(iterable) ?? fastSequence(iterable, 'can only join an iterable');
  const texts: string[] = new Array(items.length);
  let lost: readonly Origin[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string') texts[i] = item;
    else if (item instanceof Unknown) {
      if (item.type !== T.str) throw new UnknownUsed(item.origins);
      lost = lost === null ? item.origins : union(lost, item.origins);
    } else {
      const s = strOf(item);
      if (s === undefined) throw typeError(`sequence item ${i}: expected str instance, ${typeName(typeOf(item))} found`);
      texts[i] = s;
    }
  }
  if (lost !== null) return new Unknown(lost, T.str);
  const out = search.join(plain(self), texts);
  reserve(out.length);
  vm.fuel -= items.length >> 4;
  return out;
}
const stripper = (name: string, f: (text: string, chars?: string) => string): Row => ({
  params: 'self, chars=None, /', returns: 'str',
  call: (self: Value, charsGiven?: Value) => {
    if (charsGiven === undefined || charsGiven === null) return f(plain(self));
    const set = strOf(charsGiven);
    if (set === undefined) throw typeError(`${name} arg must be None or str`);
    return f(plain(self), set);
  },
});

// Layout ----------------------------------------------------------------------------------------------------------

const aligner = (f: (text: string, width: number, fill?: string) => string): Row => ({
  params: "self, width, fillchar=' ', /", returns: 'str',
  call: (self: Value, width: Value, fillchar?: Value) => {
    const n = toSsize(width);
    let fill: string | undefined;
    if (fillchar !== undefined) {
      fill = strOf(fillchar);
      if (fill === undefined) throw typeError(`The fill character must be a unicode character, not ${typeName(typeOf(fillchar))}`);
      if (strLength(fill) !== 1) throw typeError('The fill character must be exactly one character long');
    }
    const text = plain(self);
    if (n > text.length) reserve(n);
    return f(text, n, fill);
  },
});
function zfill(self: Value, width: Value): Value {
  const n = toSsize(width);
  if (n > 0) reserve(n);
  return layout.zfill(plain(self), n);
}
function expandtabs(self: Value, tabsize?: Value): Value {
  const out = layout.expandtabs(plain(self), tabsize === undefined ? 8 : toCInt(tabsize));
  reserve(out.length);
  return out;
}
const mapper = (f: (text: string) => string): Row => ({ params: 'self, /', returns: 'str', call: (self: Value) => f(plain(self)) });
const question = (f: (text: string) => boolean): Row => ({ params: 'self, /', returns: 'bool', call: (self: Value) => f(plain(self)) });

// Translation -----------------------------------------------------------------------------------------------------

function translate(self: Value, table: Value): Value {
  const known = new Map<number, search.Replacement>();
  return search.translate(plain(self), code => {
    // CPython asks once per ASCII character too, so that a table with side effects sees the same.
    if (code < 128 && known.has(code)) return known.get(code);
    const by = replacement(table, code);
    if (code < 128) known.set(code, by);
    return by;
  });
}
function replacement(table: Value, code: number): search.Replacement {
  let v: Value;
  const { frame } = vm;
  try {
    v = getItem(table, code);
  } catch (e) {
    if (swallow(e, 'LookupError', frame)) return undefined;
    throw e;
  }
  if (v === null) return null;
  const n = intOf(v);
  if (n !== undefined) {
    if (n < 0 || n > 0x10ffff) throw valueError('character mapping must be in range(0x110000)');
    return Number(n);
  }
  const s = strOf(v);
  if (s === undefined) throw typeError('character mapping must return integer, None or str');
  return s;
}
function maketrans(x: Value, y?: Value, z?: Value): Value {
  const out = new Dict();
  if (y !== undefined) {
    const to = strArgument(y, 'maketrans', 'argument 2');
    const deleted = z === undefined ? '' : strArgument(z, 'maketrans', 'argument 3');
    const from = strOf(x);
    if (from === undefined) throw typeError('first maketrans argument must be a string if there is a second argument');
    for (const [k, v] of search.translationPairs(from, to, deleted)) dictSet(out, k, v);
    return out;
  }
  if (!(x instanceof Dict) || x.cls !== T.dict) {
    if (x instanceof Unknown) throw new UnknownUsed(x.origins);
    throw typeError('if you give only one argument to maketrans it must be a dict');
  }
  for (const e of x.map.values()) {
    const text = strOf(e.key);
    let key: Value;
    if (text !== undefined) {
      if (strLength(text) !== 1) throw valueError('string keys in translate table must be of length 1');
      key = text.codePointAt(0) as number;
    } else if (intOf(e.key) !== undefined) key = e.key;
    else throw typeError('keys in translate table must be strings or integers');
    dictSet(out, key, e.value as Value);
  }
  return out;
}

/** PEP 393: header and one, two or four bytes a character. */
function sizeOf(self: Value): Value {
  const text = plain(self);
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > most) most = c;
  }
  const n = strLength(text);
  if (most < 128) return 49 + n;
  if (n !== text.length) return 76 + 4 * n;
  return most < 256 ? 73 + n : 74 + 2 * n;
}
function encode(self: Value, encoding?: Value, errors?: Value): Value {
  const name = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'encode', "argument 'encoding'");
  const handler = errors === undefined ? 'strict' : nameArgument(errors, 'encode', "argument 'errors'");
  return new Bytes(encodeText(plain(self), name, handler));
}

export const strMethods: Methods = {
  capitalize: mapper(letterCase.capitalize),
  casefold: mapper(letterCase.casefold),
  center: aligner(layout.center),
  count: searcher(search.count),
  encode: { params: "self, /, encoding='utf-8', errors='strict'", returns: 'bytes', call: encode },
  endswith: affix('endswith', search.endsWith),
  expandtabs: { params: 'self, /, tabsize=8', returns: 'str', call: expandtabs },
  find: searcher(search.find),
  format: { params: 'self, /, *args, **kwargs', returns: 'str', call: (self: Value, args: Value[], kw: Kw) => strFormat(plain(self), args, kw) },
  format_map: { params: 'self, mapping, /', returns: 'str', call: (self: Value, mapping: Value) => strFormatMap(plain(self), mapping) },
  index: searcher(search.index),
  isalnum: question(kinds.isAlnum),
  isalpha: question(kinds.isAlpha),
  isascii: question(kinds.isAscii),
  isdecimal: question(kinds.isDecimal),
  isdigit: question(kinds.isDigit),
  isidentifier: question(kinds.isIdentifier),
  islower: question(kinds.isLower),
  isnumeric: question(kinds.isNumeric),
  isprintable: question(kinds.isPrintable),
  isspace: question(kinds.isSpace),
  istitle: question(kinds.isTitle),
  isupper: question(kinds.isUpper),
  join: { params: 'self, iterable, /', returns: 'str', call: join },
  ljust: aligner(layout.ljust),
  lower: mapper(letterCase.lower),
  lstrip: stripper('lstrip', splitting.lstrip),
  maketrans: { params: 'x, y=None, z=None, /', kind: 'static', returns: 'dict', call: maketrans },
  partition: partition(search.partition),
  removeprefix: {
    params: 'self, prefix, /', returns: 'str',
    call: (self: Value, prefix: Value) => search.removePrefix(plain(self), strArgument(prefix, 'removeprefix', 'argument')),
  },
  removesuffix: {
    params: 'self, suffix, /', returns: 'str',
    call: (self: Value, suffix: Value) => search.removeSuffix(plain(self), strArgument(suffix, 'removesuffix', 'argument')),
  },
  replace: { params: 'self, old, new, count=-1, /', returns: 'str', call: replace },
  rfind: searcher(search.rfind),
  rindex: searcher(search.rindex),
  rjust: aligner(layout.rjust),
  rpartition: partition(search.rpartition),
  rsplit: splitter(splitting.rsplit),
  rstrip: stripper('rstrip', splitting.rstrip),
  split: splitter(splitting.split),
  splitlines: {
    params: 'self, /, keepends=False', returns: 'list',
    call: (self: Value, keepends?: Value) => listOf(splitting.splitlines(plain(self), keepends !== undefined && toCInt(keepends) !== 0)),
  },
  startswith: affix('startswith', search.startsWith),
  strip: stripper('strip', splitting.strip),
  swapcase: mapper(letterCase.swapcase),
  title: mapper(letterCase.title),
  translate: { params: 'self, table, /', returns: 'str', call: translate },
  upper: mapper(letterCase.upper),
  zfill: { params: 'self, width, /', returns: 'str', call: zfill },
  __format__: {
    params: 'self, format_spec, /', returns: 'str',
    call: (self: Value, spec: Value) => formatStr(self, strArgument(spec, '__format__', 'argument')),
  },
  __getnewargs__: { params: 'self, /', returns: 'tuple', call: (self: Value) => new Tuple([plain(self)]) },
  __sizeof__: { params: 'self, /', returns: 'int', call: sizeOf },
};
