// Strs count code points, JavaScript strings count UTF-16 units: lengths, indices and order by code point. A string without surrogate
// pairs needs no work; one with pairs gets a table of marks, kept for the few long strings used last, so that walking over it by index
// takes linear time. Half a pair alone is a character (surrogates.ts).
import { Excess } from '../fault.ts';
import type { Int } from '../numbers/integer.ts';
import { firstHalves, glue, isPairAt, sideBySide, wouldPair } from './surrogates.ts';

/** No str longer than this is made. */
export const MAX_TEXT = 1 << 28;

// Classes of units above U+00FF: V8 answers them for a one-byte string without looking at the characters, which no loop of ours can.
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
const NEAR_TOP = /[\ud800-\uffff]/;

interface Marks {
  readonly text: string;
  /** In code points. */
  readonly length: number;
  /** The offset of every 16th code point; undefined in a string without pairs. */
  readonly offsets: Uint32Array | undefined;
}

const STEP = 16;
const SHORT = 96;
const recent: Marks[] = [];
let oldest = 0;

/** The marks of a long string, made on first use. */
function marksOf(text: string): Marks {
  const latest = recent[(oldest + 7) % 8];
  if (latest !== undefined && latest.text.length === text.length && latest.text === text) return latest;
  for (const marks of recent) if (marks.text.length === text.length && marks.text === text) return marks;
  const marks = makeMarks(text);
  recent[oldest] = marks;
  oldest = (oldest + 1) % 8;
  return marks;
}

function makeMarks(text: string): Marks {
  if (!PAIR.test(text)) return { text, length: text.length, offsets: undefined };
  const offsets: number[] = [];
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (count % STEP === 0) offsets.push(at);
    count += 1;
    if (isPairAt(text, at)) at += 1;
  }
  return { text, length: count, offsets: Uint32Array.from(offsets) };
}

/** Does the text hold a character beyond U+FFFF? */
export function hasPairs(text: string): boolean {
  const length = text.length;
  if (length < 12) {
    for (let i = 0; i < length; i++) if (isPairAt(text, i)) return true;
    return false;
  }
  if (length > SHORT) {
    for (const marks of recent) if (marks.text.length === length && marks.text === text) return marks.offsets !== undefined;
  }
  if (!PAIR.test(text)) {
    // Worth keeping only for two-byte strings: the next test of this one would walk over it again.
    if (length > 256 && NOT_LATIN.test(text)) marksOf(text);
    return false;
  }
  if (length > SHORT) marksOf(text);
  return true;
}

const NOT_LATIN = /[^\u0000-\u00ff]/;

/** `len(text)` */
export function strLength(text: string): number {
  if (!hasPairs(text)) return text.length;
  if (text.length > SHORT) return marksOf(text).length;
  return countPoints(text, 0, text.length);
}

function countPoints(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from; i < to; i++) if (isPairAt(text, i)) count -= 1;
  return count;
}

/** The offset of a code point's index, from 0 to the length, in UTF-16 units. */
export function offsetOf(text: string, index: number): number {
  return hasPairs(text) ? pairedOffset(text, index) : index;
}

/** The same for a text known to have pairs. */
function pairedOffset(text: string, index: number): number {
  return text.length > SHORT ? markedOffset(marksOf(text), index) : walk(text, 0, index);
}

function markedOffset({ text, offsets }: Marks, index: number): number {
  const table = offsets as Uint32Array;
  const mark = Math.min(Math.floor(index / STEP), table.length - 1);
  return walk(text, table[mark], index - mark * STEP);
}

/** The offset so many code points on. */
function walk(text: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0; left--) at += isPairAt(text, at) ? 2 : 1;
  return at;
}

/** The index of the code point at an offset. */
export function indexAt(text: string, offset: number): number {
  if (!hasPairs(text)) return offset;
  if (text.length <= SHORT) return countPoints(text, 0, offset);
  const offsets = marksOf(text).offsets as Uint32Array;
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low * STEP + countPoints(text, offsets[low], offset);
}

/** `text[index]` for a Python index, or undefined when it is out of range. */
export function charAt(text: string, index: Int): string | undefined {
  if (typeof index === 'bigint') return undefined;
  if (!hasPairs(text)) return text[index < 0 ? index + text.length : index];
  const marks = text.length > SHORT ? marksOf(text) : undefined;
  const length = marks === undefined ? countPoints(text, 0, text.length) : marks.length;
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) return undefined;
  const offset = marks === undefined ? walk(text, 0, at) : markedOffset(marks, at);
  return isPairAt(text, offset) ? text.slice(offset, offset + 2) : text[offset];
}

/** Walks over the characters; faster than a for-of where there are no pairs. */
export function chars(text: string): string[] {
  return hasPairs(text) ? Array.from(text) : text.split('');
}

/** Where a slice starts, what it steps by and how many items it takes, for a sequence of `length` (PySlice_AdjustIndices). */
export interface SliceRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}

/** `slice(start, stop, step).indices(length)` and the number of items; undefined stands for None, and a step of 0 is the caller's to refuse. */
export function sliceRange(start: Int | undefined, stop: Int | undefined, step: Int | undefined, length: number): SliceRange {
  const by = step === undefined ? 1 : clip(step);
  const first = start === undefined ? (by < 0 ? length - 1 : 0) : bound(clip(start), length, by);
  const last = stop === undefined ? (by < 0 ? -1 : length) : bound(clip(stop), length, by);
  let count = 0;
  if (by < 0) {
    if (last < first) count = Math.floor((first - last - 1) / -by) + 1;
  } else if (first < last) count = Math.floor((last - first - 1) / by) + 1;
  return { start: first, stop: last, step: by, count };
}

function clip(index: Int): number {
  if (typeof index === 'number') return index;
  return index < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}

function bound(index: number, length: number, step: number): number {
  if (index < 0) {
    const at = index + length;
    return at < 0 ? (step < 0 ? -1 : 0) : at;
  }
  return index >= length ? (step < 0 ? length - 1 : length) : index;
}

/** `text[start:stop:step]` */
export function sliceStr(text: string, start: Int | undefined, stop: Int | undefined, step?: Int): string {
  const paired = hasPairs(text);
  const range = sliceRange(start, stop, step, paired ? strLength(text) : text.length);
  if (range.count === 0) return '';
  if (range.step === 1) {
    if (!paired) return text.slice(range.start, range.stop);
    return text.slice(pairedOffset(text, range.start), pairedOffset(text, range.stop));
  }
  let out = '';
  if (!paired) {
    for (let i = 0, at = range.start; i < range.count; i++, at += range.step) out = glue(out, text[at]);
    return out;
  }
  const all = Array.from(text);
  for (let i = 0, at = range.start; i < range.count; i++, at += range.step) out = glue(out, all[at]);
  return out;
}

/** -1, 0 or 1: the order of strs by code points. UTF-16 units order alike, but for pairs against U+E000 to U+FFFF. */
export function compareStrs(a: string, b: string): number {
  if (a === b) return 0;
  if (!NEAR_TOP.test(a) || !NEAR_TOP.test(b)) return a < b ? -1 : 1;
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === shorter) return a.length < b.length ? -1 : 1;
  // They may differ in the second half of a pair only: one of them then has its first half alone.
  if (i > 0 && (isPairAt(a, i - 1) || isPairAt(b, i - 1))) i -= 1;
  return (a.codePointAt(i) as number) < (b.codePointAt(i) as number) ? -1 : 1;
}

/** `chr(code)` for 0 to 0x10ffff */
export function charOfPoint(code: number): string {
  if (code >= 0xd800 && code < 0xdc00) firstHalves.made = true;
  return String.fromCodePoint(code);
}

/** `text * count` */
export function repeatStr(text: string, count: Int): string {
  if (count <= 0 || text === '') return '';
  if (typeof count === 'bigint' || text.length * count > MAX_TEXT) throw new Excess('str');
  if (wouldPair(text, text)) throw sideBySide();
  return text.repeat(count);
}
