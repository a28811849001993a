// Reads a tree straight from the memory of the WebAssembly runtime, without a call per node: many times faster than its cursor.
// It rests on the layout of tree-sitter's `Subtree` (lib/src/subtree.h) in 32-bit memory, which is no promise of theirs: `createWebGrammar`
// compares it with the cursor when it starts, and does without it where the two differ.
import { emptyTree, growTree, isFormatted, PRUNED, type FlatTree } from './flat-tree.ts';
import { UNLEARNED } from './grammar-kinds.ts';
import * as K from './node-kinds.ts';

/** The language's own tables, as addresses in memory. */
export interface LanguageTables {
  readonly publicSymbols: number;
  readonly aliases: number;
  readonly aliasWidth: number;
}

// Offsets in TSTree, TSLanguage and SubtreeHeapData.
const TREE_LANGUAGE = 8;
const LANGUAGE_ALIAS_WIDTH = 36;
const LANGUAGE_PUBLIC_SYMBOLS = 76;
const LANGUAGE_ALIASES = 84;
const PADDING_BYTES = 4;
const SIZE_BYTES = 16;
const CHILD_COUNT = 36;
const SYMBOL = 40;
const FLAGS = 44;
const PRODUCTION = 66;
const ERROR_SYMBOL = 65535;
// Deeper trees are left to the cursor, which does not recurse.
const DEEPEST = 1500;

/** The tree at `address`, or undefined where a node of a kind not yet learned, or too great a depth, asks for the cursor. */
export function readMemory(memory: ArrayBuffer, address: number, kinds: Uint8Array, text: string): FlatTree | undefined {
  const u32 = new Uint32Array(memory);
  const u16 = new Uint16Array(memory);
  const language = u32[(address + TREE_LANGUAGE) >> 2];
  const reader: Reader = {
    u8: new Uint8Array(memory), u16, u32, kinds, text, tree: emptyTree(), ok: true, depth: 0,
    publicSymbols: u32[(language + LANGUAGE_PUBLIC_SYMBOLS) >> 2],
    aliases: u32[(language + LANGUAGE_ALIASES) >> 2],
    aliasWidth: u16[(language + LANGUAGE_ALIAS_WIDTH) >> 1],
  };
  readNode(reader, address, 0, u32[(u32[address >> 2] + PADDING_BYTES) >> 2]);
  return reader.ok ? reader.tree : undefined;
}

interface Reader extends LanguageTables {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly kinds: Uint8Array;
  readonly text: string;
  readonly tree: FlatTree;
  ok: boolean;
  depth: number;
}

// The subtree stored at address `at`, if it is visible or has an alias; `position` is in bytes, two for each UTF-16 unit.
function readNode(r: Reader, at: number, alias: number, position: number): void {
  const { u8, u32, tree } = r;
  const first = u8[at];
  const inline = (first & 1) !== 0;
  const heap = inline ? 0 : u32[at >> 2];
  const symbol = alias !== 0 ? alias : inline ? u8[at + 1] : r.u16[(heap + SYMBOL) >> 1];
  let kind: number = K.ERROR;
  if (symbol !== ERROR_SYMBOL) {
    kind = r.kinds[r.u16[(r.publicSymbols >> 1) + symbol]];
    if (kind === UNLEARNED) {
      r.ok = false;
      return;
    }
    if (kind === K.COMMENT || kind === K.LINE_CONTINUATION) return;
  }
  if (tree.count === tree.kind.length) growTree(tree);
  const node = tree.count++;
  const start = position >> 1;
  tree.kind[node] = kind;
  tree.start[node] = start;
  tree.end[node] = start + ((inline ? u8[at + 7] : u32[(heap + SIZE_BYTES) >> 2]) >> 1);
  if (kind === K.ERROR || (inline ? (first & 32) !== 0 : (u8[heap + FLAGS + 1] & 2) !== 0)) tree.faults.push(node);
  if (!inline && PRUNED[kind] === 0 && (kind !== K.STRING || isFormatted(r.text, start))) readChildren(r, heap, position);
  tree.next[node] = tree.count;
}

function readChildren(r: Reader, heap: number, from: number): void {
  const { u8, u16, u32 } = r;
  const count = u32[(heap + CHILD_COUNT) >> 2];
  if (count === 0) return;
  if (++r.depth > DEEPEST) r.ok = false;
  if (!r.ok) return;
  const production = u16[(heap + PRODUCTION) >> 1];
  const aliases = production === 0 ? 0 : (r.aliases >> 1) + production * r.aliasWidth;
  let position = from;
  let structural = 0;
  for (let at = heap - count * 8; at < heap; at += 8) {
    const first = u8[at];
    if ((first & 1) !== 0) {
      if (at !== heap - count * 8) position += u8[at + 6];
      const alias = (first & 8) === 0 && aliases !== 0 ? u16[aliases + structural] : 0;
      if ((first & 8) === 0) structural++;
      if ((first & 2) !== 0 || alias !== 0) readNode(r, at, alias, position);
      position += u8[at + 7];
    } else {
      const child = u32[at >> 2];
      if (at !== heap - count * 8) position += u32[(child + PADDING_BYTES) >> 2];
      const flags = u8[child + FLAGS];
      const alias = (flags & 4) === 0 && aliases !== 0 ? u16[aliases + structural] : 0;
      if ((flags & 4) === 0) structural++;
      if ((flags & 1) !== 0 || alias !== 0) readNode(r, at, alias, position);
      else readChildren(r, child, position);
      position += u32[(child + SIZE_BYTES) >> 2];
    }
  }
  r.depth--;
}
