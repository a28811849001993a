// Searching in strs by code points: find, count, replace, partition, startswith and the like. Indices and lengths are in code points;
// `start` and `end` are Python ints, undefined for None. Splitting is in str-split.ts, padding in str-layout.ts.
import { Excess, Fault } from '../fault.ts';
import type { Int } from '../numbers/integer.ts';
import { charOfPoint, chars, hasPairs, indexAt, MAX_TEXT, offsetOf, strLength } from './code-points.ts';
import { endsHigh, firstHalves, glue, isWhole, sideBySide, startsLow, wouldPair } from './surrogates.ts';

/** Does the text begin or end with half a pair, so that it could be found inside of one? */
export function hasOpenEnd(text: string): boolean {
  return startsLow(text) || endsHigh(text);
}

/** Like indexOf, but never in the middle of a pair. */
export function offsetOfText(text: string, wanted: string, from: number): number {
  let at = text.indexOf(wanted, from);
  if (at >= 0 && hasOpenEnd(wanted)) while (at >= 0 && !isWhole(text, at, at + wanted.length)) at = text.indexOf(wanted, at + 1);
  return at;
}

export function lastOffsetOfText(text: string, wanted: string, from: number): number {
  let at = text.lastIndexOf(wanted, from);
  // JavaScript looks from 0 where it is told to look from before the beginning.
  if (at >= 0 && hasOpenEnd(wanted)) while (at >= 0 && !isWhole(text, at, at + wanted.length)) at = at === 0 ? -1 : text.lastIndexOf(wanted, at - 1);
  return at;
}

/** A part of a text in UTF-16 units, or undefined where it starts behind its end. */
interface Part {
  readonly from: number;
  readonly to: number;
}

function part(text: string, start: Int | undefined, end: Int | undefined): Part | undefined {
  if (start === undefined && end === undefined) return { from: 0, to: text.length };
  const length = strLength(text);
  const from = start === undefined ? 0 : lowerBound(start, length);
  const to = end === undefined ? length : Math.min(lowerBound(end, length), length);
  if (from > to) return undefined;
  return length === text.length ? { from, to } : { from: offsetOf(text, from), to: offsetOf(text, to) };
}

function lowerBound(index: Int, length: number): number {
  if (typeof index === 'bigint') return index < 0n ? 0 : Number.MAX_SAFE_INTEGER;
  return index >= 0 ? index : Math.max(0, index + length);
}

/** `text.find(wanted, start, end)`: -1 when it is not there */
export function find(text: string, wanted: string, start?: Int, end?: Int): number {
  const within = part(text, start, end);
  if (within === undefined) return -1;
  const { from, to } = within;
  if (to === text.length) {
    const at = offsetOfText(text, wanted, from);
    return at <= 0 ? at : indexAt(text, at);
  }
  const at = offsetOfText(text.slice(0, to), wanted, from);
  return at <= 0 ? at : indexAt(text, at);
}

/** `text.rfind(wanted, start, end)` */
export function rfind(text: string, wanted: string, start?: Int, end?: Int): number {
  const within = part(text, start, end);
  if (within === undefined) return -1;
  const { from, to } = within;
  if (to - wanted.length < from) return -1;
  const at = lastOffsetOfText(text, wanted, to - wanted.length);
  return at < from ? -1 : indexAt(text, at);
}

/** `text.index(wanted, start, end)` */
export function index(text: string, wanted: string, start?: Int, end?: Int): number {
  const at = find(text, wanted, start, end);
  if (at < 0) throw new Fault('ValueError', 'substring not found');
  return at;
}

/** `text.rindex(wanted, start, end)` */
export function rindex(text: string, wanted: string, start?: Int, end?: Int): number {
  const at = rfind(text, wanted, start, end);
  if (at < 0) throw new Fault('ValueError', 'substring not found');
  return at;
}

/** `wanted in text` */
export function contains(text: string, wanted: string): boolean {
  return offsetOfText(text, wanted, 0) >= 0;
}

/** `text.count(wanted, start, end)`: occurrences that do not overlap; the empty str is between any two characters and at both ends */
export function count(text: string, wanted: string, start?: Int, end?: Int): number {
  const within = part(text, start, end);
  if (within === undefined) return 0;
  const { from, to } = within;
  if (wanted === '') return strLength(text.slice(from, to)) + 1;
  let found = 0;
  for (let at = offsetOfText(text, wanted, from); at >= 0 && at + wanted.length <= to; at = offsetOfText(text, wanted, at + wanted.length)) found += 1;
  return found;
}

function beginsWith(text: string, prefix: string, at: number): boolean {
  return text.startsWith(prefix, at) && (!hasOpenEnd(prefix) || isWhole(text, at, at + prefix.length));
}

/** `text.startswith(prefix, start, end)` of one prefix */
export function startsWith(text: string, prefix: string, start?: Int, end?: Int): boolean {
  if (start === undefined && end === undefined) return beginsWith(text, prefix, 0);
  const within = part(text, start, end);
  return within !== undefined && within.from + prefix.length <= within.to && beginsWith(text, prefix, within.from);
}

/** `text.endswith(suffix, start, end)` of one suffix */
export function endsWith(text: string, suffix: string, start?: Int, end?: Int): boolean {
  const within = part(text, start, end);
  if (within === undefined) return false;
  const at = within.to - suffix.length;
  return at >= within.from && beginsWith(text, suffix, at);
}

/** `text.removeprefix(prefix)` */
export function removePrefix(text: string, prefix: string): string {
  return beginsWith(text, prefix, 0) ? text.slice(prefix.length) : text;
}

/** `text.removesuffix(suffix)` */
export function removeSuffix(text: string, suffix: string): string {
  return suffix !== '' && endsWith(text, suffix) ? text.slice(0, text.length - suffix.length) : text;
}

/** `text.replace(old, by, count)`: a negative count replaces all */
export function replace(text: string, old: string, by: string, limit: Int = -1): string {
  if (limit === 0 || old === by) return text;
  const most = limit < 0 || typeof limit === 'bigint' ? Number.POSITIVE_INFINITY : limit;
  if (old === '') return interleave(text, by, most);
  if (most === Number.POSITIVE_INFINITY && !firstHalves.made && !hasOpenEnd(old) && by.length <= old.length) {
    // Only a `$` means something in the replacement.
    return by.includes('$') ? text.split(old).join(by) : text.replaceAll(old, by);
  }
  let out = '';
  let kept = 0;
  let done = 0;
  for (let at = offsetOfText(text, old, 0); at >= 0 && done < most; at = offsetOfText(text, old, kept)) {
    out = glue(glue(out, text.slice(kept, at)), by);
    kept = at + old.length;
    done += 1;
    if (out.length > MAX_TEXT) throw new Excess('str');
  }
  return kept === 0 ? text : glue(out, text.slice(kept));
}

function interleave(text: string, by: string, most: number): string {
  if ((text.length + 1) * by.length > MAX_TEXT) throw new Excess('str');
  const all = chars(text);
  let out = '';
  for (let i = 0; i < all.length; i++) out = glue(out, i < most ? glue(by, all[i]) : all[i]);
  return all.length < most ? glue(out, by) : out;
}

/** `text.partition(separator)` */
export function partition(text: string, separator: string): [string, string, string] {
  if (separator === '') throw new Fault('ValueError', 'empty separator');
  const at = offsetOfText(text, separator, 0);
  return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/** `text.rpartition(separator)` */
export function rpartition(text: string, separator: string): [string, string, string] {
  if (separator === '') throw new Fault('ValueError', 'empty separator');
  const at = lastOffsetOfText(text, separator, text.length);
  return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/** What a translation table says of a code point: nothing (it stays), null (it goes), or what takes its place. */
export type Replacement = undefined | null | number | string;

/** `text.translate(table)`, the table as a function of the code point */
export function translate(text: string, table: (code: number) => Replacement): string {
  let out = '';
  const paired = hasPairs(text);
  for (let i = 0; i < text.length; i++) {
    const code = paired ? (text.codePointAt(i) as number) : text.charCodeAt(i);
    const by = table(code);
    if (by === undefined) out = glue(out, code > 0xffff ? text.slice(i, i + 2) : text[i]);
    else if (typeof by === 'number') {
      if (by < 0 || by > 0x10ffff) throw new Fault('ValueError', 'character mapping must be in range(0x110000)');
      out = glue(out, charOfPoint(by));
    } else if (by !== null) out = glue(out, by);
    if (code > 0xffff) i += 1;
  }
  return out;
}

/** `str.maketrans(from, to, deleted)` of strs: code points in order, each with its replacement or null */
export function translationPairs(from: string, to: string, deleted = ''): [number, number | null][] {
  const sources = chars(from);
  const targets = chars(to);
  if (sources.length !== targets.length) throw new Fault('ValueError', 'the first two maketrans arguments must have equal length');
  const pairs: [number, number | null][] = sources.map((char, i) => [char.codePointAt(0) as number, targets[i].codePointAt(0) as number]);
  for (const char of chars(deleted)) pairs.push([char.codePointAt(0) as number, null]);
  return pairs;
}

/** `separator.join(items)` of strs */
export function join(separator: string, items: readonly string[]): string {
  let size = separator.length * Math.max(0, items.length - 1);
  for (const item of items) size += item.length;
  if (size > MAX_TEXT) throw new Excess('str');
  if (firstHalves.made) {
    if (separator === '') for (let i = 1; i < items.length; i++) if (wouldPair(items[i - 1], items[i])) throw sideBySide();
    if (separator !== '') for (let i = 1; i < items.length; i++) if (wouldPair(items[i - 1], separator) || wouldPair(separator, items[i])) throw sideBySide();
  }
  return items.join(separator);
}
