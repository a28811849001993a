// Taking strs apart: split, rsplit, splitlines, and the strips. White space is Python's (unicode.ts); none of it lies beyond U+FFFF.
import { Fault } from '../fault.ts';
import type { Int } from '../numbers/integer.ts';
import { hasPairs } from './code-points.ts';
import { hasOpenEnd, lastOffsetOfText, offsetOfText } from './str-search.ts';
import { isPairAt } from './surrogates.ts';
import { isSpaceCode } from './unicode.ts';

function isSpaceUnit(unit: number): boolean {
  if (unit < 128) return unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 28 && unit <= 31);
  return isSpaceCode(unit);
}

function most(limit: Int): number {
  return limit < 0 || typeof limit === 'bigint' ? Number.POSITIVE_INFINITY : limit;
}

/** `text.split(separator, maxsplit)`: undefined for None, which splits at runs of white space */
export function split(text: string, separator?: string, maxsplit: Int = -1): string[] {
  if (separator === undefined) return splitSpaces(text, most(maxsplit));
  if (separator === '') throw new Fault('ValueError', 'empty separator');
  if (maxsplit < 0 && !hasOpenEnd(separator)) return text.split(separator);
  const limit = most(maxsplit);
  const parts: string[] = [];
  let from = 0;
  while (parts.length < limit) {
    const at = offsetOfText(text, separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function splitSpaces(text: string, limit: number): string[] {
  const parts: string[] = [];
  const length = text.length;
  let at = 0;
  for (;;) {
    while (at < length && isSpaceUnit(text.charCodeAt(at))) at += 1;
    if (at === length) return parts;
    if (parts.length >= limit) break;
    const from = at;
    while (at < length && !isSpaceUnit(text.charCodeAt(at))) at += 1;
    parts.push(text.slice(from, at));
  }
  parts.push(text.slice(at));
  return parts;
}

/** `text.rsplit(separator, maxsplit)` */
export function rsplit(text: string, separator?: string, maxsplit: Int = -1): string[] {
  if (maxsplit < 0) return splitFromRight(text, separator);
  const limit = most(maxsplit);
  if (separator === undefined) return rsplitSpaces(text, limit);
  if (separator === '') throw new Fault('ValueError', 'empty separator');
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < limit) {
    const at = end < separator.length ? -1 : lastOffsetOfText(text, separator, end - separator.length);
    if (at < 0) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

/** Without a limit the sides differ only where separators overlap. */
function splitFromRight(text: string, separator: string | undefined): string[] {
  return separator === undefined || separator.length === 1 ? split(text, separator) : rsplit(text, separator, Number.MAX_SAFE_INTEGER);
}

function rsplitSpaces(text: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  for (;;) {
    while (end > 0 && isSpaceUnit(text.charCodeAt(end - 1))) end -= 1;
    if (end === 0) return parts.reverse();
    if (parts.length >= limit) break;
    const to = end;
    while (end > 0 && !isSpaceUnit(text.charCodeAt(end - 1))) end -= 1;
    parts.push(text.slice(end, to));
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

function isLineBreak(unit: number): boolean {
  return (unit >= 10 && unit <= 13) || (unit >= 28 && unit <= 30) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

/** `text.splitlines(keepends)` */
export function splitlines(text: string, keepends = false): string[] {
  const lines: string[] = [];
  const length = text.length;
  let from = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (!isLineBreak(unit)) continue;
    const end = at;
    if (unit === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    lines.push(text.slice(from, keepends ? at + 1 : end));
    from = at + 1;
  }
  if (from < length) lines.push(text.slice(from));
  return lines;
}

/** `text.strip(chars)`: undefined for None, which takes white space away */
export function strip(text: string, chars?: string): string {
  return stripSides(text, chars, true, true);
}

/** `text.lstrip(chars)` */
export function lstrip(text: string, chars?: string): string {
  return stripSides(text, chars, true, false);
}

/** `text.rstrip(chars)` */
export function rstrip(text: string, chars?: string): string {
  return stripSides(text, chars, false, true);
}

function stripSides(text: string, chars: string | undefined, left: boolean, right: boolean): string {
  let from = 0;
  let to = text.length;
  if (chars === undefined) {
    if (left) while (from < to && isSpaceUnit(text.charCodeAt(from))) from += 1;
    if (right) while (to > from && isSpaceUnit(text.charCodeAt(to - 1))) to -= 1;
  } else if (hasPairs(text)) {
    const set = new Set(chars);
    while (left && from < to) {
      const char = String.fromCodePoint(text.codePointAt(from) as number);
      if (!set.has(char)) break;
      from += char.length;
    }
    while (right && to > from) {
      const paired = to - 2 >= from && isPairAt(text, to - 2);
      const char = text.slice(paired ? to - 2 : to - 1, to);
      if (!set.has(char)) break;
      to -= char.length;
    }
  } else {
    const set = hasPairs(chars) ? Array.from(chars).filter(char => char.length === 1).join('') : chars;
    if (left) while (from < to && set.includes(text[from])) from += 1;
    if (right) while (to > from && set.includes(text[to - 1])) to -= 1;
  }
  return from === 0 && to === text.length ? text : text.slice(from, to);
}
