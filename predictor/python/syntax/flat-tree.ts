// The flat form of a syntax tree: every visible node in pre-order, as numbers in typed arrays. Each backend fills it once per parse, and the
// builders walk it instead of the backend's own nodes.
import { learnKind, UNLEARNED } from './grammar-kinds.ts';
import * as K from './node-kinds.ts';

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

/** A node is an index; its first child is the index after it, its next sibling is `next`, while that is below its parent's `next`. */
export interface FlatTree {
  kind: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  next: Int32Array;
  count: number;
  /** Indexes of ERROR and MISSING nodes, ascending. */
  faults: number[];
}

/** Kinds whose children say nothing that their text does not. */
export const PRUNED = new Uint8Array(256);
// The length, first and last character of a token whose text is fixed.
const WIDTH = new Uint8Array(256);
const FIRST = new Uint8Array(256);
const LAST = new Uint8Array(256);
for (const [kind, name, named] of K.KIND_NAMES) {
  if (named) continue;
  PRUNED[kind] = 1;
  WIDTH[kind] = kind === K.NOT_IN || kind === K.IS_NOT ? 0 : name.length;
  FIRST[kind] = name.charCodeAt(0);
  LAST[kind] = name.charCodeAt(name.length - 1);
}
for (const kind of [
  K.IDENTIFIER, K.INTEGER, K.FLOAT, K.TRUE, K.FALSE, K.NONE, K.ELLIPSIS, K.PASS_STATEMENT, K.BREAK_STATEMENT, K.CONTINUE_STATEMENT, K.IMPORT_PREFIX,
  K.STRING_START, K.STRING_CONTENT, K.STRING_END, K.TYPE_CONVERSION, K.POSITIONAL_SEPARATOR, K.KEYWORD_SEPARATOR, K.WILDCARD_IMPORT,
]) PRUNED[kind] = 1;

// One scratch tree for all parses: a tree is built before the next one is read.
const scratch: FlatTree = {
  kind: new Uint8Array(1 << 14), start: new Int32Array(1 << 14), end: new Int32Array(1 << 14), next: new Int32Array(1 << 14), count: 0, faults: [],
};

/** The scratch tree, emptied. Whatever was read into it before is gone. */
export function emptyTree(): FlatTree {
  scratch.count = 0;
  scratch.faults = [];
  return scratch;
}

/** A tree that stays as it is, whatever is read behind it. */
export function kept({ kind, start, end, next, count, faults }: FlatTree): FlatTree {
  return { kind: kind.slice(0, count), start: start.slice(0, count), end: end.slice(0, count), next: next.slice(0, count), count, faults };
}

/** Makes room for twice as many nodes. */
export function growTree(tree: FlatTree): void {
  const size = tree.kind.length * 2;
  const kind = new Uint8Array(size);
  kind.set(tree.kind);
  tree.kind = kind;
  tree.start = widened(tree.start, size);
  tree.end = widened(tree.end, size);
  tree.next = widened(tree.next, size);
}

function widened(old: Int32Array, size: number): Int32Array {
  const wider = new Int32Array(size);
  wider.set(old);
  return wider;
}

/** Reads a whole tree of `text` through its cursor, with as few calls to it as will do. */
export function readCursor(cursor: Cursor, kinds: Uint8Array, text: string): FlatTree {
  const tree = emptyTree();
  const parents: number[] = [];
  for (;;) {
    let kind = kinds[cursor.nodeTypeId];
    if (kind === UNLEARNED) kind = learnKind(kinds, cursor);
    if (kind !== K.COMMENT && kind !== K.LINE_CONTINUATION) {
      if (tree.count === tree.kind.length) growTree(tree);
      const node = tree.count++;
      const start = cursor.startIndex;
      tree.kind[node] = kind;
      tree.start[node] = start;
      const width = WIDTH[kind];
      // A MISSING token has no width: the text at its place tells it from a real one.
      if (width !== 0 && text.charCodeAt(start) === FIRST[kind] && text.charCodeAt(start + width - 1) === LAST[kind]) {
        tree.end[node] = start + width;
      } else {
        const end = cursor.endIndex;
        tree.end[node] = end;
        if (kind === K.ERROR || (end === start && cursor.nodeIsMissing)) tree.faults.push(node);
      }
      if (PRUNED[kind] === 0 && (kind !== K.STRING || isFormatted(text, start)) && cursor.gotoFirstChild()) {
        parents.push(node);
        continue;
      }
      tree.next[node] = tree.count;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || parents.length === 0) return tree;
      tree.next[parents.pop()!] = tree.count;
    }
  }
}

/** Whether the string literal at `start` has an `f` in its prefix. */
export function isFormatted(text: string, start: number): boolean {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at) | 32;
    if (code === 102) return true; // f
    if (code !== 114 && code !== 98 && code !== 117) return false; // r b u
  }
}
