// What only the unicodedata module asks of characters: category, bidirectional class, width, combining class, decomposition and the normal
// forms, all of Unicode 14. Values of digits are in unicode.ts, names in unicode-names.ts.
import { Fault } from '../fault.ts';
import { decodeNumbers, unsigned } from './table-numbers.ts';
import { isAscii, MIRRORED, recordOf, records } from './unicode.ts';
import { BIDI_CLASSES, CATEGORIES, DECOMPOSITION_TAGS, DECOMPOSITIONS, WIDTHS } from './unicode-tables.ts';

/** `unicodedata.unidata_version` */
export const UNIDATA_VERSION = '14.0.0';

/** `unicodedata.category(char)` */
export function category(code: number): string {
  const table = records();
  return CATEGORIES[table.category[recordOf(table, code)]];
}

/** `unicodedata.bidirectional(char)` */
export function bidirectional(code: number): string {
  const table = records();
  const name = BIDI_CLASSES[table.bidi[recordOf(table, code)]];
  return name === '-' ? '' : name;
}

/** `unicodedata.east_asian_width(char)` */
export function eastAsianWidth(code: number): string {
  const table = records();
  return WIDTHS[table.width[recordOf(table, code)]];
}

/** `unicodedata.combining(char)` */
export function combining(code: number): number {
  const table = records();
  return table.combining[recordOf(table, code)];
}

/** `unicodedata.mirrored(char)` */
export function mirrored(code: number): number {
  const table = records();
  return (table.flags[recordOf(table, code)] & MIRRORED) === 0 ? 0 : 1;
}

let decompositions: Map<number, string> | undefined;

/** `unicodedata.decomposition(char)` */
export function decomposition(code: number): string {
  if (decompositions === undefined) {
    decompositions = new Map();
    const numbers = decodeNumbers(DECOMPOSITIONS);
    let at = 0;
    for (let i = 0; i < numbers.length; i += 3 + numbers[i + 2]) {
      at += numbers[i];
      const base = at;
      const codes = numbers.slice(i + 3, i + 3 + numbers[i + 2]).map(step => (base + unsigned(step)).toString(16).toUpperCase().padStart(4, '0'));
      const tag = DECOMPOSITION_TAGS[numbers[i + 1]];
      decompositions.set(at, `${tag === '-' ? '' : `<${tag}> `}${codes.join(' ')}`);
    }
  }
  return decompositions.get(code) ?? '';
}

/** `unicodedata.normalize(form, text)` */
export function normalize(form: string, text: string): string {
  if (form !== 'NFC' && form !== 'NFD' && form !== 'NFKC' && form !== 'NFKD') throw new Fault('ValueError', 'invalid normalization form');
  if (isAscii(text)) return text;
  const table = records();
  // The host's Unicode may be newer. What Unicode 14 has assigned never changes its normal forms; what it has not, stands for itself and ends a
  // sequence, whatever a newer version says of it.
  const unassigned = CATEGORIES.indexOf('Cn');
  let out = '';
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    const size = code > 0xffff ? 2 : 1;
    if (code > 127 && table.category[recordOf(table, code)] === unassigned) {
      out += text.slice(kept, i).normalize(form) + text.slice(i, i + size);
      kept = i + size;
    }
    i += size - 1;
  }
  return kept === 0 ? text.normalize(form) : out + text.slice(kept).normalize(form);
}

/** `unicodedata.is_normalized(form, text)` */
export function isNormalized(form: string, text: string): boolean {
  return normalize(form, text) === text;
}
