// The flat form of a syntax tree: every node of a tree-sitter tree in pre-order, as numbers in typed arrays, beside its text. The builders
// walk these arrays, so that each backend's cursor is walked once only. It knows nothing of Python's meaning.
import { learnKind, UNLEARNED } from './grammar-kinds.ts';
import * as K from './node-kinds.ts';
import type { SyntaxProblem } from './ast.ts';

/** The part of a tree-sitter TreeCursor that is walked; the cursors of web-tree-sitter and of the native module both have it. */
export interface Cursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** A text with its flattened tree. A node is an index; its first child is the index after it, its next sibling is `next`, while that is below its parent's `next`. */
export interface Source {
  readonly text: string;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly next: Int32Array;
  /** Indexes of ERROR and MISSING nodes, ascending. */
  readonly faults: readonly number[];
  /** Where each line begins, and one entry past the end. */
  readonly lineStarts: Int32Array;
  readonly problems: SyntaxProblem[];
  /** How many of the problems have become `Broken` statements. */
  settled: number;
  /** Where statements begin that are only placeholders for broken ones (repair.ts), and why. */
  readonly holes: ReadonlyMap<number, string> | undefined;
  readonly characterNamed: CharacterLookup | undefined;
  /** Where the body built last ended with a semicolon, else -1. */
  semicolon: number;
  // The last answer of `locate`.
  line: number;
  col: number;
  endLine: number;
  endCol: number;
}

/** The text of a character or named sequence by its Unicode name, for `\N{…}`; undefined where there is none. */
export type CharacterLookup = (name: string) => string | undefined;

// Kinds whose children say nothing that their text does not.
const PRUNED = new Uint8Array(256);
// The length of a token whose text is fixed, else 0.
const WIDTH = new Uint8Array(256);
for (const [kind, name, named] of K.KIND_NAMES) {
  if (!named) {
    PRUNED[kind] = 1;
    WIDTH[kind] = kind === K.NOT_IN || kind === K.IS_NOT ? 0 : name.length;
  }
}
for (const kind of [
  K.IDENTIFIER, K.INTEGER, K.FLOAT, K.TRUE, K.FALSE, K.NONE, K.ELLIPSIS, K.PASS_STATEMENT, K.BREAK_STATEMENT, K.CONTINUE_STATEMENT, K.IMPORT_PREFIX,
  K.STRING_START, K.STRING_CONTENT, K.STRING_END, K.TYPE_CONVERSION, K.POSITIONAL_SEPARATOR, K.KEYWORD_SEPARATOR, K.WILDCARD_IMPORT,
]) PRUNED[kind] = 1;

// Scratch space shared by all flattenings: a `Source` is consumed before the next one is made (see `flatten`).
let kinds = new Uint8Array(1 << 14);
let starts = new Int32Array(1 << 14);
let ends = new Int32Array(1 << 14);
let nexts = new Int32Array(1 << 14);

function grow(): void {
  const size = kinds.length * 2;
  const kind = new Uint8Array(size);
  kind.set(kinds);
  kinds = kind;
  const copy = (old: Int32Array): Int32Array<ArrayBuffer> => {
    const wider = new Int32Array(size);
    wider.set(old);
    return wider;
  };
  starts = copy(starts);
  ends = copy(ends);
  nexts = copy(nexts);
}

/** Reads a whole tree through its cursor. The arrays are reused by the next call, so the tree must be built before that. */
export function flatten(cursor: Cursor, kindOf: Uint8Array, text: string, characterNamed?: CharacterLookup, holes?: ReadonlyMap<number, string>): Source {
  const faults: number[] = [];
  const parents: number[] = [];
  let count = 0;
  walk: for (;;) {
    let kind = kindOf[cursor.nodeTypeId];
    if (kind === UNLEARNED) kind = learnKind(kindOf, cursor);
    if (kind !== K.COMMENT && kind !== K.LINE_CONTINUATION) {
      if (count === kinds.length) grow();
      const node = count++;
      const start = cursor.startIndex;
      kinds[node] = kind;
      starts[node] = start;
      const width = WIDTH[kind];
      if (width !== 0 && (width === 1 || text.charCodeAt(start + width - 1) === lastCode(kind)) && text.charCodeAt(start) === firstCode(kind)) {
        ends[node] = start + width;
      } else {
        const end = cursor.endIndex;
        ends[node] = end;
        if (kind === K.ERROR || (end === start && cursor.nodeIsMissing)) faults.push(node);
      }
      if (PRUNED[kind] === 0 && (kind !== K.STRING || isFormatted(text, start)) && cursor.gotoFirstChild()) {
        parents.push(node);
        continue;
      }
      nexts[node] = count;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || parents.length === 0) break walk;
      nexts[parents.pop()!] = count;
    }
  }
  return {
    text, kind: kinds, start: starts, end: ends, next: nexts, faults, lineStarts: findLines(text), problems: [], settled: 0, holes, characterNamed,
    semicolon: -1, line: 1, col: 0, endLine: 1, endCol: 0,
  };
}

// A MISSING token has no width: the text at its place tells it from a real one.
const FIRST = new Uint8Array(256);
const LAST = new Uint8Array(256);
for (const [kind, name] of K.KIND_NAMES) {
  FIRST[kind] = name.charCodeAt(0);
  LAST[kind] = name.charCodeAt(name.length - 1);
}
function firstCode(kind: number): number {
  return FIRST[kind];
}
function lastCode(kind: number): number {
  return LAST[kind];
}

/** Whether the string literal at `start` has an `f` in its prefix. */
export function isFormatted(text: string, start: number): boolean {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at) | 32;
    if (code === 102) return true; // f
    if (code !== 114 && code !== 98 && code !== 117) return false; // r b u
  }
}

function findLines(text: string): Int32Array {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  const starts = new Int32Array(count + 1);
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts[line++] = at + 1;
  starts[count] = text.length + 1;
  return starts;
}

/** The line (from 1) on which `index` stands. Neighbours are asked for in a row, so the search starts at `near`. */
export function lineAt(s: Source, index: number, near: number): number {
  const starts = s.lineStarts;
  let line = near;
  if (starts[line - 1] > index) {
    for (let step = 1; ; step *= 2) {
      const low = line - step;
      if (low <= 1 || starts[low - 1] <= index) return search(starts, index, low < 1 ? 1 : low, line);
      line = low;
    }
  }
  for (let step = 1; starts[line] <= index; step *= 2) {
    const high = line + step;
    if (high >= starts.length - 1 || starts[high] > index) return search(starts, index, line, high > starts.length - 1 ? starts.length - 1 : high);
    line = high;
  }
  return line;
}

function search(starts: Int32Array, index: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle - 1] <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Works out the span from index `from` to index `to`, into `s.line`, `s.col`, `s.endLine` and `s.endCol`. */
export function locate(s: Source, from: number, to: number): void {
  const line = lineAt(s, from, s.line);
  s.line = line;
  s.col = from - s.lineStarts[line - 1];
  const endLine = to < s.lineStarts[line] ? line : lineAt(s, to, line);
  s.endLine = endLine;
  s.endCol = to - s.lineStarts[endLine - 1];
}

/** Notes that CPython would refuse the stretch from `from` to `to`. */
export function report(s: Source, from: number, to: number, message: string): void {
  locate(s, from, to);
  s.problems.push({ message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
}

/** Whether an ERROR or MISSING node stands at or below `node`. */
export function isFaulty(s: Source, node: number): boolean {
  const faults = s.faults;
  if (faults.length === 0) return false;
  const end = s.next[node];
  let low = 0;
  let high = faults.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (faults[middle] < node) low = middle + 1;
    else high = middle;
  }
  return low < faults.length && faults[low] < end;
}

/** The identifier in the text from `from` to `to`: NFKC-normalised (PEP 3131), and equal names are the same string. */
export function nameAt(s: Source, from: number, to: number): string {
  let text = s.text.slice(from, to);
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 127) {
      text = text.normalize('NFKC');
      break;
    }
  }
  const known = interned.get(text);
  if (known !== undefined) {
    // The grammar takes the keywords `async` and `await` for names.
    if (text.length === 5 && (text === 'async' || text === 'await')) report(s, from, to, 'invalid syntax');
    return known;
  }
  interned.set(text, text);
  return text;
}

const interned = new Map<string, string>([['async', 'async'], ['await', 'await']]);
