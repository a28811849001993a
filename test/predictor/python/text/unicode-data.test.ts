// The unicodedata module against CPython: every character's properties, names and normal forms, today and in Unicode 3.2.
import * as before from '../../../../predictor/python/text/unicode-3-2.ts';
import * as data from '../../../../predictor/python/text/unicode-data.ts';
import { lookup, nameOf } from '../../../../predictor/python/text/unicode-names.ts';
import { holdAgainstPython, I, int, L, type Random, type Row, T, type Wire } from '../numbers/differential.ts';

const CHUNK = 0x1000;

function* chunks(): Iterable<Wire[]> {
  for (let start = 0; start < 0x110000; start += CHUNK) if (start < 0x33000 || start === 0xe0000 || start === 0xf0000 || process.env.FUZZ !== undefined) yield [int(start)];
}

function perChar(name: string, python: string, f: (code: number, char: string) => unknown): Row {
  return {
    name,
    python: `lambda start: [(lambda c: ${python})(chr(p)) for p in range(start, start + ${CHUNK}) if not 0xd800 <= p < 0xdc00]`,
    cases: chunks,
    ours: (start: number) => {
      const out: unknown[] = [];
      for (let code = start; code < start + CHUNK; code++) if (code < 0xd800 || code >= 0xdc00) out.push(f(code, String.fromCodePoint(code)));
      return L(out);
    },
  };
}

const MARKS = ['a', 'e', 'i', 'A', 'ﬁ', '½', 'Å', '\u0300', '\u0301', '\u0327', '\u0323', '\u0345', '가', 'ᄀ', 'ᅡ', 'ᆨ', '\u1e9b', '\u0378', '\u1acf', '\u{1faf9}', '\u{1e08f}', '\u{11f5a}', '\u{16d69}', '\u3099', 'か', '\u0f71', '\u{1d15f}', '\u{2f800}'];

/** Mapped otherwise in Unicode 3.2 (Corrigendum 4): of these nothing is said. */
const CORRECTED = [0x2f868, 0x2f874, 0x2f91f, 0x2f95f, 0x2f9bf];
const OLD = 'unicodedata.ucd_3_2_0';
const rows: Row[] = [
  perChar('category', 'unicodedata.category(c)', data.category),
  perChar('bidirectional', 'unicodedata.bidirectional(c)', data.bidirectional),
  perChar('east_asian_width', 'unicodedata.east_asian_width(c)', data.eastAsianWidth),
  perChar('combining and mirrored', '(unicodedata.combining(c), unicodedata.mirrored(c))', code => T(I(data.combining(code)), I(data.mirrored(code)))),
  perChar('decomposition', 'unicodedata.decomposition(c)', data.decomposition),
  perChar('name', 'unicodedata.name(c, None)', code => nameOf(code) ?? null),
  perChar('lookup of a name', 'unicodedata.lookup(unicodedata.name(c)) == c if unicodedata.name(c, None) else None', (code, char) => (nameOf(code) === undefined ? null : lookup(nameOf(code) as string) === char)),
  perChar('normal forms', "[unicodedata.normalize(f, c) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')]", (_, char) => L(['NFC', 'NFD', 'NFKC', 'NFKD'].map(form => data.normalize(form, char)))),
  perChar('normal forms among marks', "[unicodedata.normalize(f, 'a\\u0323' + c + '\\u0301') for f in ('NFC', 'NFD', 'NFKC')]", (_, char) => L(['NFC', 'NFD', 'NFKC'].map(form => data.normalize(form, `a\u0323${char}\u0301`)))),
  perChar('category in Unicode 3.2', `${OLD}.category(c)`, before.category),
  perChar('bidirectional in Unicode 3.2', `${OLD}.bidirectional(c)`, before.bidirectional),
  perChar('east_asian_width in Unicode 3.2', `${OLD}.east_asian_width(c)`, before.eastAsianWidth),
  perChar('combining and mirrored in Unicode 3.2', `(${OLD}.combining(c), ${OLD}.mirrored(c))`, code => T(I(before.combining(code)), I(before.mirrored(code)))),
  perChar('decomposition in Unicode 3.2', `${OLD}.decomposition(c)`, before.decomposition),
  perChar(
    'normal forms in Unicode 3.2',
    `[${OLD}.normalize(f, c) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')] if ${OLD}.category(c) != 'Cn' and ord(c) not in (${CORRECTED.join(', ')}) else None`,
    (code, char) => (!before.isAssigned(code) || CORRECTED.includes(code) ? null : L(['NFC', 'NFD', 'NFKC', 'NFKD'].map(form => before.normalize(form, char)))),
  ),
  { name: 'normalize', python: 'unicodedata.normalize', cases: function* (random: Random) {
    for (let i = 0; i < 6000; i++) yield [random.pick(['NFC', 'NFD', 'NFKC', 'NFKD']), random.text(MARKS, 8)];
    yield ['nfc', 'a'];
  }, ours: data.normalize },
  { name: 'lookup', python: 'lambda n: (lambda: unicodedata.lookup(n))() if n else None', cases: () => ['LF', 'line feed', 'NEW LINE', 'VS17', 'KEYCAP DIGIT ONE', 'latin small letter a', 'LATIN CAPITAL LETTER GHA', 'BOM', 'ZWJ', 'HANGUL SYLLABLE GAG', 'HANGUL SYLLABLE A', 'LATIN SMALL LETTER A WITH MACRON AND GRAVE', 'CJK UNIFIED IDEOGRAPH-20000', 'BULLET', 'Snowman'].map(name => [name]), ours: (name: string) => lookup(name) ?? null },
  { name: 'lookup of no name', python: "lambda n: n == 'HANGUL SYLLABLE GAGG'", cases: () => ['hangul syllable ga', 'HANGUL SYLLABLE', 'HANGUL SYLLABLE GAGG', 'CJK UNIFIED IDEOGRAPH-4e00', 'CJK UNIFIED IDEOGRAPH-FFFF', 'nothing', 'é'].map(name => [name]), ours: (name: string) => lookup(name) !== undefined },
];

holdAgainstPython('unicodedata', new URL('./golden-unicodedata.json', import.meta.url), rows);
