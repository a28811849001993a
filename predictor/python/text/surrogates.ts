// Half a surrogate pair may stand alone in a str, and is one character there. Only where a first half comes to stand before a second would JavaScript make one
// character of what are two in Python: a text of which that might be so is not made.
import { Excess } from '../fault.ts';

/** Has a first half alone been made yet? Until then no two texts can meet in one character, and nobody looks. */
export const firstHalves = { made: false };

export const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
export const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;
export const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;

/** Are the two units from `at` on one character? */
export const isPairAt = (text: string, at: number): boolean => isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1));

export const startsLow = (text: string): boolean => isLow(text.charCodeAt(0));
export const endsHigh = (text: string): boolean => isHigh(text.charCodeAt(text.length - 1));

/** Do two texts meet in halves of which JavaScript would make a pair? */
export const wouldPair = (left: string, right: string): boolean => firstHalves.made && startsLow(right) && endsHigh(left);
export const sideBySide = (): Excess => new Excess('surrogates side by side');

/** `left + right` */
export function glue(left: string, right: string): string {
  if (wouldPair(left, right)) throw sideBySide();
  return left + right;
}

/** Is the part of a text from `from` to `to` bounded by characters, not by the middle of a pair? */
export const isWhole = (text: string, from: number, to: number): boolean => !(from > 0 && isPairAt(text, from - 1)) && !(to > 0 && isPairAt(text, to - 1));
