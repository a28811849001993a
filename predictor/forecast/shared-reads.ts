// Reads that are alike are one and the same object: tests of a suite mostly look at the same, so that a memory of thousands has room for them, and is written and asked as fast as for a few.
import type { FileRead, Reads } from './reads.ts';

export class SharedReads {
  readonly #files = new Map<string, Known<FileRead>>();
  readonly #all = new Map<string, Known<Reads>>();
  /** Answers for objects that were asked for before. */
  readonly #numbers = new WeakMap<Reads, number>();

  /** The one that stands for a read of a file. */
  file(read: FileRead): FileRead {
    return this.#file(read).one;
  }
  /** The one that stands for all that was read. */
  all(reads: Reads): Reads {
    return this.#whole(reads).one;
  }
  /** Its place in `table`. */
  numberOf(reads: Reads): number {
    let number = this.#numbers.get(reads);
    if (number === undefined) this.#numbers.set(reads, (number = this.#whole(reads).number));
    return number;
  }
  /** All reads, without saying anything twice. */
  get table(): ReadsTable {
    const packed = ({ one: { files, kinds, lists } }: Known<Reads>): PackedReads => ({
      files: Object.fromEntries(Object.entries(files).map(([path, read]) => [path, this.#file(read).number])),
      ...(isEmpty(kinds) ? {} : { kinds }),
      ...(isEmpty(lists) ? {} : { lists }),
    });
    return { all: [...this.#all.values()].map(packed), files: [...this.#files.values()].map(k => k.one) };
  }

  #file(read: FileRead): Known<FileRead> {
    const key = read.units === undefined ? read.hash : `${read.hash}\n${read.units.join('\n')}`;
    return known(this.#files, key, () => (read.units === undefined ? read : { hash: read.hash, units: read.units.slice() }));
  }
  #whole({ files, kinds, lists }: Reads): Known<Reads> {
    let key = '';
    const own: Record<string, FileRead> = {};
    for (const path in files) {
      const { one, number } = this.#file(files[path]);
      own[path] = one;
      key += `${path}\n${number}\n`;
    }
    return known(this.#all, `${key}${JSON.stringify([kinds, lists])}`, () => ({ files: own, kinds: isEmpty(kinds) ? nothing : kinds, lists: isEmpty(lists) ? nothing : lists }));
  }
}
interface Known<T> {
  readonly one: T;
  readonly number: number;
}
function known<T>(all: Map<string, Known<T>>, key: string, make: () => T): Known<T> {
  let found = all.get(key);
  if (found === undefined) all.set(key, (found = { one: make(), number: all.size }));
  return found;
}
const nothing: Readonly<Record<string, string>> = {};
const isEmpty = (of: Readonly<Record<string, string>>): boolean => {
  for (const _ in of) return false;
  return true;
};

/** Reads by number, as they are written down. */
export interface ReadsTable {
  readonly all: readonly PackedReads[];
  readonly files: readonly FileRead[];
}
interface PackedReads {
  readonly files: Readonly<Record<string, number>>;
  readonly kinds?: Reads['kinds'];
  readonly lists?: Reads['lists'];
}
/** The reads of a table, in its order. */
export const readsOf = ({ all, files }: ReadsTable): readonly Reads[] =>
  all.map(r => ({ files: Object.fromEntries(Object.entries(r.files).map(([path, n]) => [path, files[n]])), kinds: r.kinds ?? nothing, lists: r.lists ?? nothing }));
