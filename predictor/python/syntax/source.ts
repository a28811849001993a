// A text beside its flat tree, with what the builders share: positions, problems and interned names.
import type { SyntaxProblem } from './ast.ts';
import type { FlatTree } from './flat-tree.ts';
import type { Hole, Holes } from './repair.ts';

/** A text with its flat tree (see `FlatTree` for how to walk it). */
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
  readonly holes: Holes | undefined;
  readonly characterNamed: CharacterLookup | undefined;
  /** A rule of layout is broken, which only a look at the lines can put right (repair.ts). */
  misplaced: boolean;
  /** Where the body built last ended with a semicolon, else -1. */
  semicolon: number;
  /** Bodies of functions met now may wait until someone looks at them (deferred-bodies.ts). */
  deferring: boolean;
  /** What bodies that wait are built of. */
  late: LateSource | undefined;
  // The last answer of `locate`.
  line: number;
  col: number;
  endLine: number;
  endCol: number;
}

/** A source that is let go of where room is wanted, and made again where it is asked for. */
export class LateSource {
  #source: WeakRef<Source>;
  readonly #again: () => Source;
  constructor(source: Source, again: () => Source) {
    this.#source = new WeakRef(source);
    this.#again = again;
  }
  get(): Source {
    let source = this.#source.deref();
    if (source === undefined) this.#source = new WeakRef((source = this.#again()));
    return source;
  }
}

/** The text of a character or named sequence by its Unicode name, for `\N{…}`; undefined where there is none. */
export type CharacterLookup = (name: string) => string | undefined;

/** A source whose tree is `tree`; the tree's arrays are not copied. */
export function sourceOf(text: string, tree: FlatTree, characterNamed?: CharacterLookup, holes?: Holes): Source {
  return {
    text, kind: tree.kind, start: tree.start, end: tree.end, next: tree.next, faults: tree.faults, lineStarts: findLines(text), problems: [], settled: 0,
    holes, characterNamed, misplaced: false, semicolon: -1, deferring: false, late: undefined, line: 1, col: 0, endLine: 1, endCol: 0,
  };
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

/** Notes that a line does not parse, or that the tokenizer gives up in it. */
export function reportHole(s: Source, { message, blamed }: Hole): void {
  locate(s, blamed.from, blamed.to);
  s.problems.push({ message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol, found: blamed.byTokens ? 'token' : 'line' });
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
