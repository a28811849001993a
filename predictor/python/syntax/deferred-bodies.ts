// Bodies of functions that become AST only when someone looks at them: most of a library's never run. Only outermost functions of a text that was built whole before
// without a problem (`SyntaxTree.sound`) are put off, and only where the scopes around them do not hang on what is inside.
import type { FunctionDef, Stmt } from './ast.ts';
import * as K from './node-kinds.ts';
import { lineAt, type Source } from './source.ts';

/** What is known of a body that is not there yet. */
export interface Deferral {
  /** It holds a yield of its own. */
  readonly yields: boolean;
  /** An import stands somewhere in it. */
  readonly imports: boolean;
  /** Where it begins: with its first statement, or the line of that one's first decorator. */
  readonly begin: Place;
  /** The line of its first statement, behind the decorators. */
  readonly firstLine: number;
}
/** A line from 1, and a column from 0. */
export interface Place {
  readonly line: number;
  readonly col: number;
}
/** A body that may be there meanwhile. */
interface Late extends Deferral {
  build: (() => readonly Stmt[]) | undefined;
  body: readonly Stmt[] | undefined;
}
const deferrals = new WeakMap<FunctionDef, Late>();
export const deferralOf = (node: FunctionDef): Deferral | undefined => deferrals.get(node);

/** What of the body at `block` must be known before it is built; undefined where it has to be built now. */
export function deferral(s: Source, block: number): Deferral | undefined {
  if (!s.deferring) return undefined;
  // A method that may use `__class__` makes its class keep a cell.
  const text = s.text.slice(s.start[block], s.end[block]);
  if (text.includes('super') || text.includes('__class__')) return undefined;
  const yields = yieldsIn(s, block, s.next[block]);
  if (yields === undefined) return undefined;
  return { yields, imports: importsIn(s, block, s.next[block]), ...beginOfBlock(s, block) };
}
function beginOfBlock(s: Source, block: number): Pick<Deferral, 'begin' | 'firstLine'> {
  const first = block + 1;
  const line = lineAt(s, s.start[s.kind[first] === K.DECORATED_DEFINITION ? s.next[first + 2] : first], s.line);
  if (s.kind[first] !== K.DECORATED_DEFINITION) return { begin: { line, col: s.start[first] - s.lineStarts[line - 1] }, firstLine: line };
  let definition = first + 1;
  while (s.next[definition] < s.next[first]) definition = s.next[definition];
  return { begin: { line, col: 0 }, firstLine: lineAt(s, s.start[definition], line) };
}
function importsIn(s: Source, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (s.kind[at] === K.IMPORT_STATEMENT || s.kind[at] === K.IMPORT_FROM_STATEMENT) return true;
  return false;
}
/** `Deferral.begin`, of any function. */
export function beginOfBody(node: FunctionDef): Place {
  const known = deferrals.get(node);
  if (known !== undefined) return known.begin;
  const [first] = node.body;
  const decorated = first.kind === 'FunctionDef' || first.kind === 'ClassDef' ? first.decorators[0] : undefined;
  return decorated === undefined ? first : { line: decorated.line, col: 0 };
}

/** Whether a yield stands in nodes `from` to `to` that belongs to no inner function; undefined where that takes a closer look. */
function yieldsIn(s: Source, from: number, to: number): boolean | undefined {
  let yields = false;
  for (let at = from; at < to; at++) {
    switch (s.kind[at]) {
      case K.YIELD: yields = true; break;
      case K.FUNCTION_DEFINITION: case K.LAMBDA: {
        // Decorators, defaults and annotations may yield for the function around: rare enough to build it.
        const inner = s.next[at];
        for (let node = at + 1; node < inner; node++) if (s.kind[node] === K.YIELD && !isInBlock(s, at, node)) return undefined;
        at = inner - 1;
        break;
      }
      default: break;
    }
  }
  return yields;
}
function isInBlock(s: Source, owner: number, node: number): boolean {
  for (let child = owner + 1; child < s.next[owner]; child = s.next[child]) if (s.kind[child] === K.BLOCK) return node > child && node < s.next[child];
  return false;
}

/** `Deferral.firstLine`, of any function. */
export const firstLineOf = (node: FunctionDef): number => deferrals.get(node)?.firstLine ?? node.body[0]?.line ?? node.line;

/** Where a statement with `block` as its last body ends in the text: with its last statement, or the semicolon behind that. */
export function endOfBlock(s: Source, block: number): number {
  let last = -1;
  for (let child = block + 1; child < s.next[block]; child = s.next[child]) last = child;
  return endOf(s, last);
}
function endOf(s: Source, node: number): number {
  let inner = -1;
  switch (s.kind[node]) {
    case K.DECORATED_DEFINITION: case K.FUNCTION_DEFINITION: case K.CLASS_DEFINITION: case K.IF_STATEMENT: case K.ELIF_CLAUSE: case K.ELSE_CLAUSE: case K.FOR_STATEMENT:
    case K.WHILE_STATEMENT: case K.WITH_STATEMENT: case K.TRY_STATEMENT: case K.EXCEPT_CLAUSE: case K.FINALLY_CLAUSE: case K.MATCH_STATEMENT: case K.CASE_CLAUSE: case K.BLOCK:
      for (let child = node + 1; child < s.next[node]; child = s.next[child]) inner = child;
      return endOf(s, inner);
    default: return s.end[node];
  }
}

/** `head`, with a body that `build` gives when it is first asked for. */
export function withDeferredBody(head: Omit<FunctionDef, 'body'>, known: Deferral, build: () => readonly Stmt[]): FunctionDef {
  const node = Object.defineProperty(head, 'body', waiting) as FunctionDef;
  deferrals.set(node, { ...known, build, body: undefined });
  return node;
}
/** One and the same for all, so that they share a shape: each with a getter of its own would have a table of its own. */
const waiting: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: FunctionDef) {
    const late = deferrals.get(this)!;
    if (late.body === undefined) {
      late.body = late.build!();
      // It holds the text's whole tree.
      late.build = undefined;
    }
    return late.body;
  },
};
