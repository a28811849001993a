// Case mapping of strs: lower, upper, title, capitalize, swapcase and casefold, with the longer mappings and the final sigma. Which
// characters are cased is asked of unicode.ts.
import { decodeNumbers, unsigned } from './table-numbers.ts';
import { CASED, flagsOf, IGNORABLE, isAscii, LOWER, UPPER } from './unicode.ts';
import { FOLDED, LOWER as LOWER_TABLE, TITLE as TITLE_TABLE, UPPER as UPPER_TABLE } from './unicode-tables.ts';

type Mapping = Map<number, string>;

let lowers: Mapping | undefined;
let uppers: Mapping | undefined;
let titles: Mapping | undefined;
let folds: Mapping | undefined;

function decodeMapping(table: string): Mapping {
  const mapping: Mapping = new Map();
  const list = decodeNumbers(table);
  const end = 1 + 4 * list[0];
  let start = 0;
  for (let i = 1; i < end; i += 4) {
    start += unsigned(list[i]);
    for (let j = 0, code = start; j < list[i + 1]; j++, code += list[i + 2]) mapping.set(code, String.fromCodePoint(code + unsigned(list[i + 3])));
  }
  for (let i = end; i < list.length; i += 2 + list[i + 1]) mapping.set(list[i], String.fromCodePoint(...list.slice(i + 2, i + 2 + list[i + 1])));
  return mapping;
}

function lowerOf(code: number, char: string): string {
  if (code < 128) return char.toLowerCase();
  lowers ??= decodeMapping(LOWER_TABLE);
  return lowers.get(code) ?? char;
}

function upperOf(code: number, char: string): string {
  if (code < 128) return char.toUpperCase();
  uppers ??= decodeMapping(UPPER_TABLE);
  return uppers.get(code) ?? char;
}

function titleOf(code: number, char: string): string {
  if (code < 128) return char.toUpperCase();
  titles ??= decodeMapping(TITLE_TABLE);
  return titles.get(code) ?? upperOf(code, char);
}

const CAPITAL_SIGMA = 0x3a3;

/** The lower case of the character at `at`, where a sigma that ends its word has a form of its own (lower_ucs4). */
function lowerAt(text: string, at: number, code: number, char: string): string {
  if (code !== CAPITAL_SIGMA) return lowerOf(code, char);
  return isFinalSigma(text, at) ? 'ς' : 'σ';
}

function isFinalSigma(text: string, at: number): boolean {
  let before = at;
  let code: number;
  do {
    if (before === 0) return false;
    before -= before > 1 && isLowSurrogate(text.charCodeAt(before - 1)) && isHighSurrogate(text.charCodeAt(before - 2)) ? 2 : 1;
    code = text.codePointAt(before) as number;
  } while ((flagsOf(code) & IGNORABLE) !== 0);
  if ((flagsOf(code) & CASED) === 0) return false;
  let after = at + 1;
  while (after < text.length) {
    code = text.codePointAt(after) as number;
    const flags = flagsOf(code);
    if ((flags & IGNORABLE) === 0) return (flags & CASED) === 0;
    after += code > 0xffff ? 2 : 1;
  }
  return true;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** `str.lower()` */
export function lower(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return mapped(text, lowerAt);
}

/** `str.upper()` */
export function upper(text: string): string {
  if (isAscii(text)) return text.toUpperCase();
  return mapped(text, (_, __, code, char) => upperOf(code, char));
}

/** `str.casefold()` */
export function casefold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  folds ??= decodeMapping(FOLDED);
  const table = folds;
  return mapped(text, (_, __, code, char) => (code < 128 ? undefined : table.get(code)) ?? lowerOf(code, char));
}

/** `str.swapcase()` */
export function swapcase(text: string): string {
  return mapped(text, (whole, at, code, char) => {
    const flags = flagsOf(code);
    if ((flags & UPPER) !== 0) return lowerAt(whole, at, code, char);
    return (flags & LOWER) !== 0 ? upperOf(code, char) : char;
  });
}

/** `str.title()` */
export function title(text: string): string {
  let inWord = false;
  return mapped(text, (whole, at, code, char) => {
    const changed = inWord ? lowerAt(whole, at, code, char) : titleOf(code, char);
    inWord = (flagsOf(code) & CASED) !== 0;
    return changed;
  });
}

/** `str.capitalize()` */
export function capitalize(text: string): string {
  if (isAscii(text)) return text.length === 0 ? text : text[0].toUpperCase() + text.slice(1).toLowerCase();
  return mapped(text, (whole, at, code, char) => (at === 0 ? titleOf(code, char) : lowerAt(whole, at, code, char)));
}

function mapped(text: string, map: (text: string, at: number, code: number, char: string) => string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) {
      out += map(text, i, code, text.slice(i, i + 2));
      i += 1;
    } else out += map(text, i, code, text[i]);
  }
  return out;
}
