// What stands in folders of the real disk, kept from one request to the next: a folder whose own times have not changed since it was read is not read again.
import { opendirSync, statSync } from 'node:fs';
import type { FileKind } from '../../predictor/files.ts';

export interface Listing {
  /** In the order in which the system gives them, as Python's `os.listdir` does; `readdir` would sort them. The same array as long as the folder is the same. */
  readonly names: readonly string[];
  /** What each name stands for; of a link, and of what the system does not say at once, nothing is known yet. */
  readonly kinds: ReadonlyMap<string, FileKind | 'link' | undefined>;
}

interface Kept {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly listing: Listing;
}
const kept = new Map<string, Kept>();
const mostKept = 5000;
/** Clocks of file systems tick: twice changed within a tick, a folder looks as after the first change (as in git's index, Documentation/technical/racy-git). A fraction of a second says that they tick quickly. */
const quickTickMs = 50;
const slowTickMs = 2500;

/** Names and kinds in a folder. Throws as `opendirSync` does. */
export function listingOf(folder: string): Listing {
  const { mtimeMs, ctimeMs, ino } = statSync(folder);
  const known = kept.get(folder);
  if (known !== undefined && known.mtimeMs === mtimeMs && known.ctimeMs === ctimeMs && known.ino === ino) return known.listing;
  const listing = read(folder);
  const changed = Math.max(mtimeMs, ctimeMs);
  if (Date.now() - changed > (changed % 1000 === 0 ? slowTickMs : quickTickMs)) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(folder, { mtimeMs, ctimeMs, ino, listing });
  } else kept.delete(folder);
  return listing;
}

function read(folder: string): Listing {
  const names: string[] = [];
  const kinds = new Map<string, FileKind | 'link' | undefined>();
  const open = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      names.push(entry.name);
      kinds.set(entry.name, entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'link');
    }
  } finally {
    open.closeSync();
  }
  return { names, kinds };
}
