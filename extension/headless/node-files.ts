// The real disk as the engine's read-only `Files`: contents only from below the allowed roots, also when a link leads elsewhere.
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileKind, Files } from '../../predictor/files.ts';
import { type Listing, listingOf } from './folder-listings.ts';
import { kindOnDisk, type Sights, stampNow } from './watched-folder.ts';

export interface NodeFilesOptions {
  /** Absolute folders below which files may be read: the workspace, the library, site-packages. */
  readonly roots: readonly string[];
  /** Larger files count as unreadable. */
  readonly maxBytes?: number;
  /** Files below a folder are read once: to whoever asks again, they are as they were then, for as long as these sights are used. */
  readonly steady?: Sights;
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
  const elsewhere = new Map<string, Listing>();
  const listings = (folder: string): Map<string, Listing> =>
    steady !== undefined && (folder === steady.folder || steady.covers(folder)) ? steady.listings : elsewhere;
  /** A listing tells what stands below its folder, so that nothing more is asked of the disk for a folder's files. */
  const kind = (path: string): FileKind | undefined => {
    const slash = path.lastIndexOf('/');
    const parent = path.slice(0, slash);
    const name = path.slice(slash + 1);
    const folder = listings(parent).get(parent);
    if (folder === undefined || name === '' || name === '.' || name === '..') return kindUnlisted(path);
    const known = folder.kinds.get(name);
    return known === 'link' || (known === undefined && otherCases) ? kindUnlisted(path) : known;
  };
  const kindUnlisted = (path: string): FileKind | undefined => {
    if (!steady?.covers(path)) return kindOnDisk(path);
    if (!steady.kinds.has(path)) {
      steady.kinds.set(path, kindOnDisk(path));
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) steady.isLoose = true;
    }
    return steady.kinds.get(path);
  };
  let moved = false;
  const readSteady = (path: string, sights: Sights): Uint8Array => {
    const before = sights.stamp(path);
    const bytes = readFileSync(path);
    if (stampNow(path) !== before) moved = true;
    if (bytes.length <= mostSteadyBytes) sights.contents.set(path, bytes);
    return bytes;
  };
  return {
    refused,
    hasMoved: () => moved,
    kind,
    read(path) {
      const known = steady?.contents.get(path);
      if (known !== undefined) return known;
      if (kind(path) !== 'file') return undefined;
      try {
        if (fileAllowed(path) && statSync(path).size <= maxBytes) return steady?.covers(path) ? readSteady(path, steady) : readFileSync(path);
      } catch {
        // Not readable for this user: refused by the system.
      }
      refused.push(path);
      return undefined;
    },
    keepsOrder: path => folderAllowed(path),
    stamp: path => (steady?.covers(path) ? steady.stamp(path) : stampNow(path)),
    standing: steady === undefined ? undefined : { folder: steady.folder, state: steady, covers: path => steady.covers(path), apart: [], isReshaped: false },
    list(path) {
      const listed = listings(path);
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
