// The disk of a browser's worker: what it was told of files. Nothing can be written on it.
import type { Told, ToldFiles } from '../told-files.ts';

export interface Entry {
  readonly kind: 'file' | 'folder';
  /** Undefined where a file's content was not told. */
  readonly bytes: Uint8Array | undefined;
  /** Names in a folder; undefined where they were not told. */
  readonly inside: Map<string, Entry> | undefined;
  readonly size: number;
  /** Changes with each change, as a disk's numbers do. */
  readonly ino: number;
  /** Milliseconds. */
  at: number;
}
let count = 0;
const entry = (told: Told): Entry => ({
  kind: told.kind === 'closed' ? told.of : told.kind,
  bytes: told.kind === 'file' ? told.bytes : undefined,
  inside: told.kind === 'folder' ? new Map() : undefined,
  size: told.kind === 'file' ? told.bytes.length : told.kind === 'closed' ? (told.size ?? 0) : 0,
  ino: ++count,
  at: Date.now(),
});
const root = entry({ kind: 'folder' });

/** Two spellings of a path are one: `//`, `.` and `..` are taken out. */
function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts;
}
/** Of what lies in a closed folder nothing is known: that is another answer than that it is not there. */
export function entryAt(path: string): Entry | 'closed' | undefined {
  let at = root;
  for (const part of partsOf(path)) {
    if (at.kind !== 'folder') return undefined;
    if (at.inside === undefined) return 'closed';
    const next = at.inside.get(part);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}
/** Takes in what was told. Folders above that were not told of are there all the same. */
export function take(files: ToldFiles): void {
  for (const [path, told] of files) {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) continue;
    let folder: Entry | undefined = root;
    for (const part of parts) {
      let next: Entry | undefined = folder?.inside?.get(part);
      if (next === undefined && told !== null) folder?.inside?.set(part, (next = entry({ kind: 'folder' })));
      folder = next;
    }
    if (folder?.inside === undefined) continue;
    const isNew = folder.inside.has(name) === (told === null);
    if (told === null) folder.inside.delete(name);
    else folder.inside.set(name, entry(told));
    if (isNew) folder.at = Date.now();
  }
}
/** All of it, as it would have to be told to another worker. */
export function everything(): ToldFiles {
  const out: [string, Told][] = [];
  const walk = (folder: Entry, path: string): void => {
    for (const [name, e] of folder.inside!) {
      const at = `${path}/${name}`;
      if (e.kind === 'file') out.push([at, e.bytes === undefined ? { kind: 'closed', of: 'file', size: e.size } : { kind: 'file', bytes: e.bytes }]);
      else if (e.inside === undefined) out.push([at, { kind: 'closed', of: 'folder' }]);
      else {
        out.push([at, { kind: 'folder' }]);
        walk(e, at);
      }
    }
  };
  walk(root, '');
  return out;
}
