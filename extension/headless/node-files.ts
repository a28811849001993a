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

/** Whether something stands at a path is told for the whole disk; what is in it only below the roots. */
export function nodeFiles({ roots, maxBytes = defaultMaxBytes }: NodeFilesOptions): NodeFiles {
  const allowed = new Set<string>();
  for (const root of roots) {
    allowed.add(root);
    try {
      allowed.add(realpathSync(root));
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
      return below(path) && below(realpathSync(path));
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
      const s = statSync(path, { throwIfNoEntry: false, bigint: true });
      return s?.isFile() ? `${s.mtimeNs} ${s.ctimeNs} ${s.size} ${s.ino}` : undefined;
    },
    list(path) {
      if (kind(path) !== 'folder') return undefined;
      try {
        if (folderAllowed(path)) return namesIn(path);
      } catch {
        // As above.
      }
      refused.push(path);
      return undefined;
    },
  };
}

/** In the order in which the system gives them, as Python's `os.listdir` does; `readdir` would sort them. */
function namesIn(folder: string): string[] {
  const out: string[] = [];
  const open = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) out.push(entry.name);
  } finally {
    open.closeSync();
  }
  return out;
}
function kind(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
}
