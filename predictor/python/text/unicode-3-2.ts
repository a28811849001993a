// Unicode 3.2, which stringprep and IDNA ask (`unicodedata.ucd_3_2_0`, Modules/unicodedata.c): Unicode 14, less what came since, and but for what was told otherwise then.
import { UnknownUsed, originHere } from '../unknown-value.ts';
import { decodeNumbers } from './table-numbers.ts';
import * as now from './unicode-data.ts';
import { ASSIGNED, BIDI, CATEGORY, DECIMAL, MIRRORED, NORMALIZED, WIDTH } from './unicode-3-2-table.ts';

type Table = readonly (readonly [was: string, codes: string])[];
/** Where each stretch begins and ends, in order. */
function bounds(codes: string): number[] {
  let at = 0;
  return decodeNumbers(codes).map(n => (at += n));
}
/** Whether one of the stretches holds the code. */
function holds(edges: readonly number[], code: number): boolean {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= code) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
function holder(codes: string): (code: number) => boolean {
  let edges: number[] | undefined;
  return code => holds((edges ??= bounds(codes)), code);
}
/** What a property was where it differs. */
function former(table: Table): (code: number) => string | undefined {
  const rows = table.map(([was, codes]) => ({ was, has: holder(codes) }));
  return code => rows.find(r => r.has(code))?.was;
}
export const isAssigned = holder(ASSIGNED);
const wasNormalized = holder(NORMALIZED);
const formerCategory = former(CATEGORY);
const formerBidi = former(BIDI);
const formerWidth = former(WIDTH);
const formerMirrored = former(MIRRORED);
/** Decimal values that it had and lacks now; all that it has now it had. */
export const formerDecimal = former(DECIMAL);

export const category = (code: number): string => (isAssigned(code) ? (formerCategory(code) ?? now.category(code)) : 'Cn');
export const bidirectional = (code: number): string => (isAssigned(code) ? (formerBidi(code) ?? now.bidirectional(code)) : '');
export const eastAsianWidth = (code: number): string => (isAssigned(code) ? (formerWidth(code) ?? now.eastAsianWidth(code)) : 'F');
export const mirrored = (code: number): number => (isAssigned(code) ? Number(formerMirrored(code) ?? now.mirrored(code)) : 0);
export const combining = (code: number): number => (isAssigned(code) ? now.combining(code) : 0);
export const decomposition = (code: number): string => (isAssigned(code) ? now.decomposition(code) : '');

/** A normal form, as today: of a text with characters that are newer, or that were mapped otherwise, nothing is said. */
export function normalize(form: string, text: string): string {
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (!isAssigned(code) || wasNormalized(code)) throw new UnknownUsed([originHere('not-modelled', 'unicodedata.ucd_3_2_0.normalize of newer characters')]);
  }
  return now.normalize(form, text);
}
