// Encodings against CPython: every table, random texts and bytes, and all error handlers.
import { decodeBytesEscape } from '../../../../predictor/python/text/codec-escape.ts';
import { ALIASES, ENCODINGS } from '../../../../predictor/python/text/codec-tables.ts';
import { decodeUtf16, decodeUtf32 } from '../../../../predictor/python/text/codec-utf16.ts';
import { decodeUtf8 } from '../../../../predictor/python/text/codec-utf8.ts';
import { decode, encode, findEncoding } from '../../../../predictor/python/text/codecs.ts';
import { B, holdAgainstPython, I, type Random, type Row, T, type Wire } from '../numbers/differential.ts';

const COMMON = ['utf-8', 'utf-8', 'UTF8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'ascii', 'latin-1', 'iso-8859-15', 'cp1252', 'cp437', 'koi8-r', 'unicode_escape', 'raw_unicode_escape', 'mac-roman', 'cp037'];
const ERRORS = ['strict', 'strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass', 'odd'];
const CHARS = [...'aZ09 \n\\x{}é€ŁяΩ中\u0080\u009f\u00ff\u07ff\u0800\ud7ff\ue000\ufeff\uffff😀\u{10ffff}', '\udc80', '\udcff', '\ude00', 'abc'];

function* encodings(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 8000; i++) yield [random.text(CHARS, 7), random.pick(COMMON), random.pick(ERRORS)];
}

function someBytes(random: Random): Uint8Array {
  if (random.chance(0.4)) return random.bytes(10);
  const pieces = ['a', '\\', '\\x', '\\u', '\\U', '\\N{', '}', '0041', '1f', '\\n', '8', '\xc3', '\xa9', '\xe2\x82\xac', '\xe2\x82', '\xf0\x9f\x98\x80', '\xf0\x9f', '\xed\xa0\x80', '\xed\xb2\x80', '\xf4\x90', '\xc0', '\xe0\x80', '\xff\xfe', '\xfe\xff', '\x00', '\x00\xd8', '\x00\xdc', '\xd8', '\xdc', '\x00\x00', '\xff\xfe\x00\x00', '\xef\xbb\xbf', '\x11', '\x80'];
  return Uint8Array.from(random.text(pieces, 6), char => char.charCodeAt(0));
}

function* decodings(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 12000; i++) yield [B(someBytes(random)), random.pick(COMMON), random.pick(ERRORS)];
}

const charmaps = ENCODINGS.split(' ').filter(name => /^(cp\d|iso8859|koi8|mac_|hp_|kz|palmos|ptcp|tis)/.test(name) && !['cp932', 'cp949', 'cp950'].includes(name));

/** Halves of a pair side by side are not for our strs: we give no answer. */
const guard = (expression: string): string => `(lambda f: lambda *a: (lambda r: ('unanswered',) if isinstance(r, str) and any('\\ud800' <= c < '\\udc00' <= d < '\\ue000' for c, d in zip(r, r[1:])) else r)(f(*a)))(${expression})`;

const rows: Row[] = [
  { name: 'encode', python: 'str.encode', cases: encodings, ours: (t: string, e: string, h: string) => B(encode(t, e, h)) },
  { name: 'decode', python: guard('bytes.decode'), cases: decodings, ours: (b: Uint8Array, e: string, h: string) => decode(b, e, h) },
  { name: 'decode of every table', python: "lambda e: bytes(range(256)).decode(e, 'replace')", cases: () => charmaps.map(name => [name]), ours: (e: string) => decode(Uint8Array.from({ length: 256 }, (_, i) => i), e, 'replace') },
  { name: 'encode of every table', python: "lambda e: ''.join(map(chr, [*range(0x2600), *range(0xf000, 0x10000)])).encode(e, 'replace')", cases: () => charmaps.map(name => [name]), ours: (e: string) => {
    let text = '';
    for (let code = 0; code < 0x10000; code++) if (code < 0x2600 || code >= 0xf000) text += String.fromCharCode(code);
    return B(encode(text, e, 'replace'));
  } },
  { name: 'names of encodings', python: 'lambda n: __import__("encodings").search_function(n.lower()) is not None if n.isascii() else False', cases: function* (random) {
    const names = [...ENCODINGS.split(' '), ...ALIASES.split(' ')];
    for (let i = 0; i < 800; i++) {
      const name = random.pick(names);
      yield [random.chance(0.3) ? name.toUpperCase().replaceAll('_', random.pick(['-', ' ', '_', '--'])) : random.chance(0.1) ? `${name}x` : name];
    }
    for (const one of ['', 'utf.8', 'cp.1252', 'iso_ir.100', '.', 'u8', ' utf-8 ']) yield [one];
  }, ours: (name: string) => findEncoding(name) !== undefined },
  ...([['utf_8', decodeUtf8], ['utf_16_le', (b: Uint8Array, e: string, f: boolean) => decodeUtf16(b, 'little', e, f)], ['utf_32_be', (b: Uint8Array, e: string, f: boolean) => decodeUtf32(b, 'big', e, f)]] as const).map(([name, f]): Row => ({
    name: `unfinished ${name}`, python: `lambda b: codecs.${name}_decode(b, 'replace', False)`, cases: function* (random) {
      for (let i = 0; i < 2000; i++) yield [B(someBytes(random))];
    }, ours: (b: Uint8Array) => {
      const { text, consumed } = f(b, 'replace', false);
      return T(text, I(consumed));
    } })),
  { name: 'escape_decode', python: "lambda b, e: codecs.escape_decode(b, e)[0]", cases: function* (random) {
    for (let i = 0; i < 3000; i++) yield [B(Uint8Array.from(random.text(['\\', 'x', '4', '1f', '0', '7', '777', 'n', 'q', "'", '\n', 'a', '\xff'], 6), char => char.charCodeAt(0))), random.pick(['strict', 'replace', 'ignore', 'odd'])];
  }, ours: (b: Uint8Array, e: string) => B(decodeBytesEscape(b, e)) },
];

holdAgainstPython('codecs', new URL('./golden-codecs.json', import.meta.url), rows);
