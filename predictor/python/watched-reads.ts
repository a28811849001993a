// Gathers what a rehearsal looks at while it goes: each code that runs, once, and what it asks of the disk. What the engine looks up for itself (imports, settings)
// does not count: that is covered by the list of the project's files.
import type { Files } from '../files.ts';
import { textHash } from '../forecast/reads.ts';
import type { Code } from './frames.ts';
import { vm } from './state.ts';
import { modelFolder } from './tests/model-folder.ts';

/** What was seen since the last asking. */
export interface Seen {
  /** Codes of the project's own files, by file. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files whose whole content counts. */
  readonly whole: ReadonlySet<string>;
  readonly kinds: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, string>;
}
let codes = new Map<string, Set<string>>();
let whole = new Set<string>();
let kinds = new Map<string, string>();
let lists = new Map<string, string>();
let watching = false;

/** Runs what belongs to a program: what it looks at counts. */
export const watched = <R>(act: () => R): R => during(true, act);
/** Runs what the engine does for itself in the middle of that. */
export const unwatched = <R>(act: () => R): R => during(false, act);
function during<R>(counts: boolean, act: () => R): R {
  const outer = watching;
  watching = counts;
  try {
    return act();
  } finally {
    watching = outer;
  }
}
/** What was seen so far; gathering begins anew. */
export function takeSeen(): Seen {
  const seen = { codes, whole, kinds, lists };
  codes = new Map();
  whole = new Set();
  kinds = new Map();
  lists = new Map();
  vm.epoch++;
  return seen;
}
/** Called for the first run of a code in an epoch. */
export function noteCode(code: Code): void {
  code.epoch = vm.epoch;
  if (!watching || code.library) return;
  let names = codes.get(code.file);
  if (names === undefined) codes.set(code.file, (names = new Set()));
  names.add(code.qualname);
}
/** A program (not pytest's model) has asked for a line number in this code's file: then lines count, and with them the whole content. */
export function noteLines(code: Code): void {
  if (watching && !code.library && !vm.frame?.code.file.startsWith(modelFolder)) whole.add(code.file);
}

/** The same files, with every question noted while reads are watched. */
export function watchedFiles(files: Files): Files {
  return {
    ...files,
    get refused() {
      return files.refused;
    },
    kind(path) {
      const k = files.kind(path);
      if (watching) kinds.set(path, k ?? '');
      return k;
    },
    read(path) {
      if (watching) whole.add(path);
      return files.read(path);
    },
    list(path) {
      const names = files.list(path);
      if (watching) lists.set(path, listHash(names));
      return names;
    },
  };
}
const listHashes = new WeakMap<readonly string[], string>();
export function listHash(names: readonly string[] | undefined): string {
  if (names === undefined) return '';
  let hash = listHashes.get(names);
  if (hash === undefined) listHashes.set(names, (hash = textHash(names.join('\0'))));
  return hash;
}
