// From a backend's type ids to our kinds. Both backends carry the same grammar, but only its names are promised, and the native one can
// tell an id's name only at a node: so each id is learned where it is first met.
import type { Cursor } from './flat-tree.ts';
import { KIND_NAMES, OTHER } from './node-kinds.ts';

/** The kind of an id that has not been met yet. */
export const UNLEARNED = 255;

/** A table from type id to kind, with nothing learned. Type ids have 16 bits. */
export function emptyKindTable(): Uint8Array {
  return new Uint8Array(1 << 16).fill(UNLEARNED);
}

/** Learns the kind of the node under the cursor. */
export function learnKind(kinds: Uint8Array, cursor: Cursor): number {
  const kind = (cursor.nodeIsNamed ? NODES : TOKENS).get(cursor.nodeType) ?? OTHER;
  kinds[cursor.nodeTypeId] = kind;
  return kind;
}

const NODES = new Map<string, number>();
const TOKENS = new Map<string, number>();
for (const [kind, name, named] of KIND_NAMES) (named ? NODES : TOKENS).set(name, kind);
