// The real disk as the engine's read-only `Files`: contents only from below the allowed roots, also when a link leads elsewhere.
import { lstatSync, opendirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileKind, Files } from '../../predictor/files.ts';

export interface NodeFilesOptions {
  /** Absolute folders below which files may be read: the workspace, the library, site-packages. */
  readonly roots: readonly string[];
  /** Larger files count as unreadable. */
  readonly maxBytes?: number;
}
export interface NodeFiles extends Files {
  /** Paths whose content was asked for and not given, in order of asking. */
  readonly refused: string[];
}

const defaultMaxBytes = 64 << 20;
/** A name may be found though no listing has it in these letters. */
const otherCases = process.platform === 'darwin' || process.platform === 'win32';

/** Whether something stands at a path is told for the whole disk; what is in it only below the roots. A folder is listed once: to whoever asks again, it is as it was then. */
export function nodeFiles({ roots, maxBytes = defaultMaxBytes }: NodeFilesOptions): NodeFiles {
  const allowed = new Set<string>();
  for (const root of roots) {
    allowed.add(root);
    try {
      allowed.add(realpathSync.native(root));
    } catch {
      // A root that is not there allows nothing.
    }
  }
  const below = (path: string): boolean => {
    for (let p = path; ; p = dirname(p)) {
      if (allowed.has(p)) return true;
      if (p === dirname(p)) return false;
    }
  };
  /** Folders already judged: their real path is below a root. */
  const judged = new Map<string, boolean>();
  const folderAllowed = (folder: string): boolean => {
    let known = judged.get(folder);
    if (known === undefined) {
      known = linksInside(folder);
      judged.set(folder, known);
    }
    return known;
  };
  const linksInside = (path: string): boolean => {
    try {
      return below(path) && below(realpathSync.native(path));
    } catch {
      return false;
    }
  };
  const fileAllowed = (path: string): boolean => {
    if (!folderAllowed(dirname(path))) return false;
    try {
      return !lstatSync(path).isSymbolicLink() || linksInside(path);
    } catch {
      return false;
    }
  };
  const refused: string[] = [];
  const listed = new Map<string, Listing>();
  /** A listing tells what stands below its folder, so that nothing more is asked of the disk for a folder's files. */
  const kind = (path: string): FileKind | undefined => {
    const slash = path.lastIndexOf('/');
    const folder = listed.get(path.slice(0, slash));
    const name = path.slice(slash + 1);
    if (folder === undefined || name === '' || name === '.' || name === '..') return kindOnDisk(path);
    const known = folder.kinds.get(name);
    return known === 'link' || (known === undefined && otherCases) ? kindOnDisk(path) : known;
  };
  return {
    refused,
    kind,
    read(path) {
      if (kind(path) !== 'file') return undefined;
      try {
        if (fileAllowed(path) && statSync(path).size <= maxBytes) return readFileSync(path);
      } catch {
        // Not readable for this user: refused by the system.
      }
      refused.push(path);
      return undefined;
    },
    keepsOrder: path => folderAllowed(path),
    stamp(path) {
      const s = statSync(path, { throwIfNoEntry: false });
      return s?.isFile() ? `${s.mtimeMs} ${s.ctimeMs} ${s.size} ${s.ino}` : undefined;
    },
    list(path) {
      const known = listed.get(path);
      if (known !== undefined) return known.names;
      if (kind(path) !== 'folder') return undefined;
      try {
        if (folderAllowed(path)) {
          const listing = listingOf(path);
          if (!path.endsWith('/')) listed.set(path, listing);
          return listing.names;
        }
      } catch {
        // As above.
      }
      refused.push(path);
      return undefined;
    },
  };
}

interface Listing {
  /** In the order in which the system gives them, as Python's `os.listdir` does; `readdir` would sort them. */
  readonly names: readonly string[];
  /** What each name stands for; of a link, and of what the system does not say at once, nothing is known yet. */
  readonly kinds: ReadonlyMap<string, FileKind | 'link' | undefined>;
}
function listingOf(folder: string): Listing {
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
function kindOnDisk(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
}
