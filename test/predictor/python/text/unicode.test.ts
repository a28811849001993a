// Characters against CPython: properties, values and letter case.
import * as letters from '../../../../predictor/python/text/letter-case.ts';
import { strAscii, strRepr, bytesRepr } from '../../../../predictor/python/text/str-repr.ts';
import * as unicode from '../../../../predictor/python/text/unicode.ts';
import { B, F, I, L, T, holdAgainstPython, int, type Random, type Row, type Wire } from '../numbers/differential.ts';

const CHUNK = 0x1000;

function* chunks(): Iterable<Wire[]> {
  for (let start = 0; start < 0x110000; start += CHUNK) if (start < 0x33000 || start === 0xe0000 || start === 0xf0000 || process.env.FUZZ !== undefined) yield [int(start)];
}

function each(start: number, f: (char: string, code: number) => unknown): Wire {
  const out: unknown[] = [];
  for (let code = start; code < start + CHUNK; code++) out.push(f(String.fromCodePoint(code), code));
  return L(out);
}

function perChar(name: string, python: string, f: (char: string, code: number) => unknown): Row {
  return { name, python: `lambda start: [(lambda c: ${python})(chr(p)) for p in range(start, start + ${CHUNK})]`, cases: chunks, ours: (start: number) => each(start, f) };
}

const PIECES = [...'aBz09_ .\'"\\\n\t\r\x00\x1f\x7f\x85\xa0éßÀµıİſŉǅǆΣσςΑάῼﬁ٣½Ⅷⅷⓐ\u0345\u0301\u200b\u2028\ufeff\ud7ff\ue000\uffff中𐐀𐐨😀𝟘\u{10ffff}\u00ad:·’', '\udc80', '\udfff', 'Ⅻ'];

function* texts(random: Random): Iterable<Wire[]> {
  yield [''];
  for (let i = 0; i < 3000; i++) yield [random.text(PIECES, 8)];
}

const rows: Row[] = [
  perChar('isalpha', 'c.isalpha()', c => unicode.isAlpha(c)),
  perChar('isdecimal', 'c.isdecimal()', c => unicode.isDecimal(c)),
  perChar('isdigit', 'c.isdigit()', c => unicode.isDigit(c)),
  perChar('isnumeric', 'c.isnumeric()', c => unicode.isNumeric(c)),
  perChar('isspace', 'c.isspace()', c => unicode.isSpace(c)),
  perChar('isprintable', 'c.isprintable()', c => unicode.isPrintable(c)),
  perChar('isidentifier', 'c.isidentifier()', c => unicode.isIdentifier(c)),
  perChar('isidentifier later', "('a' + c).isidentifier()", c => unicode.isIdentifier(`a${c}`)),
  perChar('islower', 'c.islower()', c => unicode.isLower(c)),
  perChar('isupper', 'c.isupper()', c => unicode.isUpper(c)),
  perChar('istitle', 'c.istitle()', c => unicode.isTitle(c)),
  perChar('lower', 'c.lower()', c => letters.lower(c)),
  perChar('upper', 'c.upper()', c => letters.upper(c)),
  perChar('title', "('a' + c + 'b').title()", c => letters.title(`a${c}b`)),
  perChar('capitalize', 'c.capitalize()', c => letters.capitalize(c)),
  perChar('casefold', 'c.casefold()', c => letters.casefold(c)),
  perChar('swapcase', 'c.swapcase()', c => letters.swapcase(c)),
  perChar('decimal', 'unicodedata.decimal(c, -1)', (_, p) => I(unicode.decimalValue(p) ?? -1)),
  perChar('digit', 'unicodedata.digit(c, -1)', (_, p) => I(unicode.digitValue(p) ?? -1)),
  perChar('numeric', 'unicodedata.numeric(c, -1.0)', (_, p) => F(unicode.numericValue(p) ?? -1)),
  perChar('repr of a character', 'repr(c)', c => strRepr(c)),
  { name: 'questions about strs', python: 'lambda s: (s.isalpha(), s.isalnum(), s.isdigit(), s.isspace(), s.islower(), s.isupper(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())', cases: texts,
    ours: (s: string) => T(unicode.isAlpha(s), unicode.isAlnum(s), unicode.isDigit(s), unicode.isSpace(s), unicode.isLower(s), unicode.isUpper(s), unicode.isTitle(s), unicode.isIdentifier(s), unicode.isPrintable(s), unicode.isAscii(s)) },
  { name: 'letter case of strs', python: 'lambda s: (s.lower(), s.upper(), s.title(), s.capitalize(), s.swapcase(), s.casefold())', cases: texts,
    ours: (s: string) => T(letters.lower(s), letters.upper(s), letters.title(s), letters.capitalize(s), letters.swapcase(s), letters.casefold(s)) },
  { name: 'repr and ascii of strs', python: 'lambda s: (repr(s), ascii(s))', cases: texts, ours: (s: string) => T(strRepr(s), strAscii(s)) },
  { name: 'repr of bytes', python: 'repr', cases: function* (random) {
    for (let i = 0; i < 800; i++) yield [B(random.bytes(12))];
    for (const one of ["'", '"', '\'"', '\\', '\n\r\t', 'plain']) yield [B([...one].map(c => c.charCodeAt(0)))];
  }, ours: (b: Uint8Array) => bytesRepr(b) },
];

holdAgainstPython('characters', new URL('./golden-unicode.json', import.meta.url), rows);
