// Character properties as Python 3.11 sees them (Unicode 14), for code points and for whole strs. Case mapping is in letter-case.ts, what
// only the unicodedata module asks in unicode-data.ts. The tables are decoded when the first character beyond ASCII is asked about.
import { decodeNumbers, unsigned } from './table-numbers.ts';
import { DECIMALS, DIGITS, NUMERICS, RECORD_RUNS, RECORDS } from './unicode-tables.ts';

export const ALPHA = 1;
export const DECIMAL = 2;
export const DIGIT = 4;
export const NUMERIC = 8;
export const SPACE = 16;
export const PRINTABLE = 32;
export const START = 64;
export const CONTINUE = 128;
export const LOWER = 256;
export const UPPER = 512;
export const TITLE = 1024;
export const CASED = 2048;
export const IGNORABLE = 4096;
export const MIRRORED = 8192;

/** The properties that code points share, in columns, and the record of each code point: in blocks, most of which are alike. */
export interface Records {
  readonly flags: Uint16Array;
  readonly category: Uint8Array;
  readonly bidi: Uint8Array;
  readonly width: Uint8Array;
  readonly combining: Uint8Array;
  /** Of each 256 code points, which block theirs is. */
  readonly blockOf: Uint16Array;
  readonly blocks: Uint16Array;
}
/** The number of a code point's record. */
export const recordOf = ({ blockOf, blocks }: Records, code: number): number => blocks[(blockOf[code >> 8] << 8) | (code & 255)];

let decoded: Records | undefined;

export function records(): Records {
  if (decoded !== undefined) return decoded;
  const fields = decodeNumbers(RECORDS);
  const count = fields.length / 5;
  const [flags, category, bidi, width, combining] = [
    new Uint16Array(count),
    new Uint8Array(count),
    new Uint8Array(count),
    new Uint8Array(count),
    new Uint8Array(count),
  ];
  for (let i = 0; i < count; i++) {
    flags[i] = fields[5 * i];
    category[i] = fields[5 * i + 1];
    bidi[i] = fields[5 * i + 2];
    width[i] = fields[5 * i + 3];
    combining[i] = fields[5 * i + 4];
  }
  decoded = { flags, category, bidi, width, combining, ...blocksOf(decodeNumbers(RECORD_RUNS)) };
  return decoded;
}
/** Blocks of runs: pairs of a length and a record, which cover all code points. Blocks within one run are shared. */
function blocksOf(runs: readonly number[]): Pick<Records, 'blockOf' | 'blocks'> {
  const blockOf = new Uint16Array(0x110000 >> 8);
  const made: Uint16Array[] = [];
  const alike = new Map<number, number>();
  let run = 0;
  let left = runs[0];
  for (let b = 0; b < blockOf.length; b++) {
    const isWithin = left >= 256;
    const known = isWithin ? alike.get(runs[run + 1]) : undefined;
    if (isWithin && known === undefined) alike.set(runs[run + 1], made.length);
    const block = new Uint16Array(known === undefined ? 256 : 0);
    for (let at = 0; at < 256; ) {
      const here = Math.min(left, 256 - at);
      block.fill(runs[run + 1], at, at + here);
      at += here;
      left -= here;
      if (left === 0) left = runs[(run += 2)];
    }
    blockOf[b] = known ?? made.length;
    if (known === undefined) made.push(block);
  }
  const blocks = new Uint16Array(made.length << 8);
  made.forEach((block, i) => blocks.set(block, i << 8));
  return { blockOf, blocks };
}

const asciiFlags = new Uint16Array(128);
for (let code = 0; code < 128; code++) {
  const lower = code >= 97 && code <= 122;
  const upper = code >= 65 && code <= 90;
  const digit = code >= 48 && code <= 57;
  let flags = 0;
  if (lower || upper) flags |= ALPHA | START | CONTINUE | CASED | (lower ? LOWER : UPPER);
  if (digit) flags |= DECIMAL | DIGIT | NUMERIC | CONTINUE;
  if (code === 95) flags |= START | CONTINUE;
  if (code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31)) flags |= SPACE;
  if (code >= 32 && code < 127) flags |= PRINTABLE;
  if (code === 39 || code === 46 || code === 58 || code === 94 || code === 96) flags |= IGNORABLE;
  if ('()<>[]{}'.includes(String.fromCharCode(code))) flags |= MIRRORED;
  asciiFlags[code] = flags;
}

/** The properties of a code point, as a set of the bits above. */
export function flagsOf(code: number): number {
  if (code < 128) return asciiFlags[code];
  const table = decoded ?? records();
  return table.flags[recordOf(table, code)];
}

/** Do all code points of a str that is not empty have one of the bits? */
function all(text: string, bits: number): boolean {
  const length = text.length;
  if (length === 0) return false;
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i);
    if (code < 128) {
      if ((asciiFlags[code] & bits) === 0) return false;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      code = text.codePointAt(i) as number;
      if (code > 0xffff) i += 1;
    }
    if ((flagsOf(code) & bits) === 0) return false;
  }
  return true;
}

/** `str.isalpha()` */
export function isAlpha(text: string): boolean {
  return all(text, ALPHA);
}

/** `str.isdecimal()` */
export function isDecimal(text: string): boolean {
  return all(text, DECIMAL);
}

/** `str.isdigit()` */
export function isDigit(text: string): boolean {
  return all(text, DIGIT);
}

/** `str.isnumeric()` */
export function isNumeric(text: string): boolean {
  return all(text, NUMERIC);
}

/** `str.isalnum()` */
export function isAlnum(text: string): boolean {
  return all(text, ALPHA | DECIMAL | DIGIT | NUMERIC);
}

/** `str.isspace()` */
export function isSpace(text: string): boolean {
  return all(text, SPACE);
}

/** `str.isprintable()` */
export function isPrintable(text: string): boolean {
  return text.length === 0 || all(text, PRINTABLE);
}

/** `str.isascii()` */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** `str.isidentifier()` */
export function isIdentifier(text: string): boolean {
  if (text.length === 0) return false;
  const first = text.codePointAt(0) as number;
  if ((flagsOf(first) & START) === 0) return false;
  const rest = first > 0xffff ? 2 : 1;
  return rest === text.length || all(text.slice(rest), CONTINUE);
}

/** `str.islower()` */
export function isLower(text: string): boolean {
  return isOneCase(text, LOWER, UPPER | TITLE);
}

/** `str.isupper()` */
export function isUpper(text: string): boolean {
  return isOneCase(text, UPPER, LOWER | TITLE);
}

function isOneCase(text: string, wanted: number, unwanted: number): boolean {
  let found = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    const flags = flagsOf(code);
    if ((flags & unwanted) !== 0) return false;
    if ((flags & wanted) !== 0) found = true;
  }
  return found;
}

/** `str.istitle()` */
export function isTitle(text: string): boolean {
  let found = false;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    const flags = flagsOf(code);
    if ((flags & (UPPER | TITLE)) !== 0) {
      if (inWord) return false;
      inWord = true;
      found = true;
    } else if ((flags & LOWER) !== 0) {
      if (!inWord) return false;
      found = true;
    } else inWord = false;
  }
  return found;
}

/** White space as str.split() and str.strip() know it. */
export function isSpaceCode(code: number): boolean {
  return (flagsOf(code) & SPACE) !== 0;
}

/** Would repr() show the code point as it is? */
export function isPrintableCode(code: number): boolean {
  return (flagsOf(code) & PRINTABLE) !== 0;
}

let decimals: Map<number, number> | undefined;
let digits: Map<number, number> | undefined;
let numerics: Map<number, number> | undefined;

function runValues(table: string): Map<number, number> {
  const values = new Map<number, number>();
  const runs = decodeNumbers(table);
  let at = 0;
  for (let i = 0; i < runs.length; i += 3) {
    at += runs[i];
    for (let j = 0; j < runs[i + 1]; j++) values.set(at++, runs[i + 2] + j);
  }
  return values;
}

/** `unicodedata.decimal(char)` */
export function decimalValue(code: number): number | undefined {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : undefined;
  decimals ??= runValues(DECIMALS);
  return decimals.get(code);
}

/** `unicodedata.digit(char)` */
export function digitValue(code: number): number | undefined {
  const decimal = decimalValue(code);
  if (decimal !== undefined || code < 128) return decimal;
  digits ??= runValues(DIGITS);
  return digits.get(code);
}

/** `unicodedata.numeric(char)`, a float */
export function numericValue(code: number): number | undefined {
  const digit = digitValue(code);
  if (digit !== undefined || code < 128) return digit;
  if (numerics === undefined) {
    numerics = new Map();
    const list = decodeNumbers(NUMERICS);
    let at = 0;
    for (let i = 0; i < list.length; i += 3) {
      at += list[i];
      numerics.set(at, unsigned(list[i + 1]) / list[i + 2]);
    }
  }
  return numerics.get(code);
}
