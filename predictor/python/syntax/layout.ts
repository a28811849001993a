// Layout: the rules of indentation and line joining, which the grammar takes lightly. Each check reports
// CPython's complaint, and marks the source as `misplaced`.
import * as K from './node-kinds.ts';
import { lineAt, report, type Source } from './source.ts';

/** The indentation of a block, with tabs to multiples of 8 and with tabs of width 1, as CPython measures it. */
export interface Indentation {
  readonly width: number;
  readonly tabless: number;
}

export const MODULE_INDENTATION: Indentation = { width: 0, tabless: 0 };

/** The indentation of the line on which `node` is the first thing; undefined where something stands before it. */
export function indentationOf(s: Source, node: number): Indentation | undefined {
  const start = s.start[node];
  let line = lineAt(s, start, s.line);
  let from = s.lineStarts[line - 1];
  let to = start;
  // A line that was joined has its indentation on the first of its lines.
  while (from >= 2 && s.text.charCodeAt(from - 2) === 92) {
    const before = s.text.slice(s.lineStarts[line - 2], from - 2).trimStart();
    if (before.startsWith('#')) break;
    if (before !== '') return undefined;
    line--;
    from = s.lineStarts[line - 1];
    to = s.lineStarts[line] - 2;
  }
  let width = 0;
  let tabless = 0;
  for (let at = from; at < to; at++) {
    const code = s.text.charCodeAt(at);
    if (code === 32) {
      width++;
      tabless++;
    } else if (code === 9) {
      width = (width | 7) + 1;
      tabless++;
    } else if (code === 12) {
      width = 0;
      tabless = 0;
    } else {
      return undefined;
    }
  }
  return { width, tabless };
}

/** Checks that the statement at `node` stands where its block does. `afterBlock`: the statement before it was a compound one. */
export function checkIndentation(s: Source, node: number, own: Indentation, block: Indentation, afterBlock: boolean): void {
  if (own.width === block.width && own.tabless === block.tabless) return;
  s.misplaced = true;
  const deeper = own.width > block.width && !afterBlock;
  const message = own.width === block.width ? 'inconsistent use of tabs and spaces in indentation'
    : deeper ? 'unexpected indent' : 'unindent does not match any outer indentation level';
  report(s, s.start[node], s.end[node], message);
}

/** Checks the header of the compound statement or clause `owner`, up to the colon before `block`. */
export function checkHeader(s: Source, owner: number, block: number): void {
  const from = s.start[owner];
  const line = lineAt(s, from, s.line);
  if (s.start[block] < s.lineStarts[line]) return;
  let colon = owner;
  for (let child = owner + 1; child < block; child = s.next[child]) if (s.kind[child] === K.COLON) colon = child;
  if (s.start[colon] >= s.lineStarts[line]) checkJoins(s, from, s.start[colon]);
}

/** Checks that each newline from `from` to `to` is in brackets, in a string, or escaped. The grammar skips newlines that it does not expect. */
export function checkJoins(s: Source, from: number, to: number): void {
  const { text } = s;
  let depth = 0;
  for (let at = from; at < to; at++) {
    switch (text.charCodeAt(at)) {
      case 10:
        if (depth === 0) {
          s.misplaced = true;
          report(s, from, at, 'invalid syntax');
          return;
        }
        break;
      case 40: case 91: case 123: depth++; break;
      case 41: case 93: case 125: depth--; break;
      case 92: at++; break;
      case 35: {
        const end = text.indexOf('\n', at);
        at = end === -1 ? to : end - 1;
        break;
      }
      case 34: case 39: {
        at = skipString(text, at, to);
        break;
      }
      default:
    }
  }
}

/** Index of the last quote of the string whose first quote is at `at`, or `to` if it does not end before. */
export function skipString(text: string, at: number, to: number): number {
  const quote = text.charCodeAt(at);
  const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  for (let index = at + (triple ? 3 : 1); index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    else if (code === quote && (!triple || (text.charCodeAt(index + 1) === quote && text.charCodeAt(index + 2) === quote))) return triple ? index + 2 : index;
  }
  return to;
}
