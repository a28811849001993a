// The real disk as the engine's read-only `Files`: contents only from below the allowed roots, also when a link leads elsewhere.
import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileKind, Files } from '../../predictor/files.ts';
import { type Listing, listingOf } from './folder-listings.ts';

export interface NodeFilesOptions {
  /** Absolute folders below which files may be read: the workspace, the library, site-packages. */
  readonly roots: readonly string[];
  /** Larger files count as unreadable. */
  readonly maxBytes?: number;
  /** Files below this folder are read once: to whoever asks again, they are as they were then. */
  readonly steady?: string;
}
export interface NodeFiles extends Files {
  /** Paths whose content was asked for and not given, in order of asking. */
  readonly refused: string[];
  /** Whether a file below `steady` has changed between two questions: what was made of both is of no one state of the disk. */
  hasMoved(): boolean;
}

const defaultMaxBytes = 64 << 20;
/** A name may be found though no listing has it in these letters. */
const otherCases = process.platform === 'darwin' || process.platform === 'win32';

/** Larger files are read each time. */
const mostSteadyBytes = 1 << 20;

/** Whether something stands at a path is told for the whole disk; what is in it only below the roots. A folder is listed once: to whoever asks again, it is as it was then. */
export function nodeFiles({ roots, maxBytes = defaultMaxBytes, steady }: NodeFilesOptions): NodeFiles {
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
  const contents = new Map<string, Uint8Array>();
  const stamped = new Map<string, string | undefined>();
  let moved = false;
  const isSteady = (path: string): boolean => steady !== undefined && path.startsWith(`${steady}/`);
  const stampNow = (path: string): string | undefined => {
    const s = statSync(path, { throwIfNoEntry: false });
    return s?.isFile() ? stampOf(path, s) : undefined;
  };
  const stamp = (path: string): string | undefined => {
    if (!isSteady(path)) return stampNow(path);
    if (!stamped.has(path)) stamped.set(path, stampNow(path));
    return stamped.get(path);
  };
  const readSteady = (path: string): Uint8Array => {
    const before = stamp(path);
    const bytes = readFileSync(path);
    if (stampNow(path) !== before) moved = true;
    if (bytes.length <= mostSteadyBytes) contents.set(path, bytes);
    return bytes;
  };
  return {
    refused,
    hasMoved: () => moved,
    kind,
    read(path) {
      const known = contents.get(path);
      if (known !== undefined) return known;
      if (kind(path) !== 'file') return undefined;
      try {
        if (fileAllowed(path) && statSync(path).size <= maxBytes) return isSteady(path) ? readSteady(path) : readFileSync(path);
      } catch {
        // Not readable for this user: refused by the system.
      }
      refused.push(path);
      return undefined;
    },
    keepsOrder: path => folderAllowed(path),
    stamp,
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

/** The last stamp of each file: to write it takes longer than to see that it is the same. */
const stamps = new Map<string, { readonly stats: Marks; readonly text: string }>();
type Marks = Pick<Stats, 'mtimeMs' | 'ctimeMs' | 'size' | 'ino'>;
function stampOf(path: string, { mtimeMs, ctimeMs, size, ino }: Marks): string {
  const known = stamps.get(path);
  if (known !== undefined && known.stats.mtimeMs === mtimeMs && known.stats.ctimeMs === ctimeMs && known.stats.size === size && known.stats.ino === ino)
    return known.text;
  const text = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  if (stamps.size >= mostStamps) stamps.clear();
  stamps.set(path, { stats: { mtimeMs, ctimeMs, size, ino }, text });
  return text;
}
const mostStamps = 50_000;
function kindOnDisk(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
}
