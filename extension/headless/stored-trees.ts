// Syntax trees of source files kept on disk by their text, so that a new process reads the library's instead of parsing it again. Losing them costs time only.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { FlatTree } from '../../predictor/python/syntax/flat-tree.ts';
import type { Grammar, SyntaxTree } from '../../predictor/python/syntax/parser.ts';

/** Shorter texts are parsed as fast as read. */
const shortest = 4096;
/** Older ones go. */
const mostKept = 1500;
const wordsBefore = 3;

export interface StoredTrees extends Grammar {
  /** Writes what was parsed since: to be called when no one waits. */
  flush(): void;
}

/** `version` is of whatever gives the numbers in a tree their meaning. */
export function withStoredTrees(grammar: Grammar, folder: string, version: string): StoredTrees {
  const real = new WeakMap<SyntaxTree, SyntaxTree>();
  const waiting = new Map<string, Uint8Array>();
  const pathOf = (text: string): string => join(folder, `${createHash('sha1').update(version).update('\0').update(text).digest('hex')}.tree`);

  const stored = (text: string, { flat, sound }: Stored): SyntaxTree => {
    // Only who goes on from it needs the tree itself.
    const itself = (): SyntaxTree => {
      let tree = real.get(wrapped);
      if (tree === undefined) real.set(wrapped, (tree = grammar.parse(text)));
      return tree;
    };
    const wrapped: SyntaxTree = {
      hasError: false,
      sound,
      read: () => flat,
      edit: change => itself().edit(change),
      release: () => real.get(wrapped)?.release(),
    };
    return wrapped;
  };
  const parsed = (tree: SyntaxTree, path: string): SyntaxTree => {
    const wrapped: SyntaxTree = {
      hasError: tree.hasError,
      read(source) {
        const flat = tree.read(source);
        if (!tree.hasError && flat.faults.length === 0) waiting.set(path, bytesOf(flat));
        return flat;
      },
      edit: change => tree.edit(change),
      release: () => tree.release(),
    };
    real.set(wrapped, tree);
    return wrapped;
  };
  return {
    backend: grammar.backend,
    parse(text, previous) {
      if (previous !== undefined) return grammar.parse(text, real.get(previous) ?? previous);
      if (text.length < shortest) return grammar.parse(text);
      const path = pathOf(text);
      const found = readTree(path);
      return found === undefined ? parsed(grammar.parse(text), path) : stored(text, found);
    },
    noteSound(text) {
      if (text.length < shortest) return;
      const bytes = waiting.get(pathOf(text));
      if (bytes !== undefined) new Int32Array(bytes.buffer, 0, wordsBefore)[2] = 1;
    },
    flush() {
      if (waiting.size === 0) return;
      try {
        mkdirSync(folder, { recursive: true });
        for (const [path, bytes] of waiting) {
          writeFileSync(`${path}.${process.pid}.${threadId}`, bytes);
          renameSync(`${path}.${process.pid}.${threadId}`, path);
        }
        prune(folder);
      } catch {
        // A full or read-only disk: the next process parses again.
      }
      waiting.clear();
    },
  };
}

function bytesOf({ kind, start, end, next, count }: FlatTree): Uint8Array {
  const words = new Int32Array(wordsBefore + 3 * count);
  words[0] = count;
  words[1] = words.length;
  words[2] = 0;
  words.set(start.subarray(0, count), wordsBefore);
  words.set(end.subarray(0, count), wordsBefore + count);
  words.set(next.subarray(0, count), wordsBefore + 2 * count);
  const bytes = new Uint8Array(words.byteLength + count);
  bytes.set(new Uint8Array(words.buffer));
  bytes.set(kind.subarray(0, count), words.byteLength);
  return bytes;
}
interface Stored {
  readonly flat: FlatTree;
  readonly sound: boolean;
}
function readTree(path: string): Stored | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  // A buffer of its own: columns must begin at whole words.
  const own = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  if (own.length < 4 * wordsBefore) return undefined;
  const [count, words, sound] = new Int32Array(own.buffer, own.byteOffset, wordsBefore);
  if (words !== wordsBefore + 3 * count || own.length !== words * 4 + count) return undefined;
  const column = (n: number): Int32Array => new Int32Array(own.buffer, own.byteOffset + 4 * (wordsBefore + n * count), count);
  return {
    flat: { start: column(0), end: column(1), next: column(2), kind: new Uint8Array(own.buffer, own.byteOffset + words * 4, count), count, faults: [] },
    sound: sound === 1,
  };
}
function prune(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= mostKept) return;
  const all = names.map(name => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  for (const old of all.sort((a, b) => b.at - a.at).slice(mostKept / 2)) rmSync(old.path, { force: true });
}
