// Line ends in text streams: universal newlines on reading, `\n` replaced on writing (PEP 278, Modules/_io/textio.c).
import { Tuple, type Value } from '../../values.ts';

/** Kinds of line ends seen, as bits. */
export const CR = 1;
export const LF = 2;
export const CRLF = 4;
export function seenNewlines(bits: number): Value {
  const kinds: Value[] = [];
  if (bits & CR) kinds.push('\r');
  if (bits & LF) kinds.push('\n');
  if (bits & CRLF) kinds.push('\r\n');
  return kinds.length === 0 ? null : kinds.length === 1 ? kinds[0] : new Tuple(kinds);
}
/** Which line ends a text holds. */
export function newlinesIn(text: string): number {
  if (!text.includes('\r')) return text.includes('\n') ? LF : 0;
  let bits = 0;
  for (let i = 0; i < text.length && bits !== 7; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) bits |= LF;
    else if (c === 13) {
      if (text.charCodeAt(i + 1) === 10) {
        bits |= CRLF;
        i++;
      } else bits |= CR;
    }
  }
  return bits;
}
export const unify = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** How a stream treats line ends, from its `newline` argument. */
export interface Newlines {
  /** Any line end ends a line. */
  readonly universal: boolean;
  /** They all become `\n` on reading. */
  readonly translates: boolean;
  /** The one line end of lines, where not universal. */
  readonly ending: string;
  /** What `\n` becomes on writing; null keeps it. */
  readonly written: string | null;
}
export function newlinesOf(newline: string | null): Newlines {
  return {
    universal: newline === null || newline === '',
    translates: newline === null,
    ending: newline === null || newline === '' ? '\n' : newline,
    written: newline === null || newline === '' || newline === '\n' ? null : newline,
  };
}
/** Offset behind the line that begins at `from`; -1 where it does not end in the text. `final`: nothing follows, so that a `\r` at the end is one. */
export function lineEnd(text: string, from: number, n: Newlines, translated: boolean): number {
  if (translated || n.ending === '\n' && !n.universal) {
    const i = text.indexOf('\n', from);
    return i < 0 ? -1 : i + 1;
  }
  if (!n.universal) {
    const i = text.indexOf(n.ending, from);
    return i < 0 ? -1 : i + n.ending.length;
  }
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i + 1;
    if (c === 13) {
      if (i + 1 < text.length) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
      return i + 1;
    }
  }
  return -1;
}
