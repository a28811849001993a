// How a rehearsal sees the disk: a read-only interface that the host hands in. Nothing here touches a real file.

export type FileKind = 'file' | 'folder';

export interface Files {
  /** What stands at an absolute path, or undefined for nothing. */
  kind(path: string): FileKind | undefined;
  /** A file's bytes, or undefined where there is none or it may not be read. */
  read(path: string): Uint8Array | undefined;
  /** Names in a folder, in no particular order; undefined where it is no folder. */
  list(path: string): readonly string[] | undefined;
  /** Changes whenever the file's content does, and is cheaper to ask for; undefined where nothing is that sure. */
  stamp?(path: string): string | undefined;
  /** Whether `list` gives a folder's names in the order in which the system gives them to every program. */
  keepsOrder?(path: string): boolean;
  /** Paths whose content was asked for and withheld, in order of asking: who was told `undefined` for one of these does not know what is there. */
  readonly refused?: readonly string[];
  /** What is sure to be as it was before. */
  readonly standing?: Standing;
}
/** A folder that is watched: what was made of its files need not be made again. */
export interface Standing {
  readonly folder: string;
  /** The same object as long as nothing has changed at the paths that it covers. */
  readonly state: object;
  covers(path: string): boolean;
  /** Paths at which something else is laid over what stands there. */
  readonly apart: readonly string[];
  /** Whether there are more or fewer files by that. */
  readonly isReshaped: boolean;
}

/** Files that are nowhere but here, by absolute path. */
export function memoryFiles(contents: Iterable<readonly [path: string, content: string | Uint8Array]>): Files {
  const encoder = new TextEncoder();
  const files = new Map([...contents].map(([path, c]) => [path, typeof c === 'string' ? encoder.encode(c) : c]));
  const folders = new Map<string, Set<string>>();
  for (const path of files.keys()) {
    for (let p = path, i = p.lastIndexOf('/'); i >= 0 && p !== ''; p = p.slice(0, i), i = p.lastIndexOf('/')) {
      const folder = i === 0 ? '/' : p.slice(0, i);
      const names = folders.get(folder) ?? new Set();
      folders.set(folder, names.add(p.slice(i + 1)));
    }
  }
  return {
    kind: path => (files.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    read: path => files.get(path),
    list: path => (folders.has(path) ? [...folders.get(path)!] : undefined),
  };
}

/** The text that a path was last given here, and its stamp: to compare texts is much cheaper than to hash one. */
const texts = new Map<string, { readonly text: string; readonly stamp: string }>();
let stamped = 0;
function stampOf(path: string, text: string): string {
  let last = texts.get(path);
  if (last?.text !== text) {
    if (texts.size > mostTexts) texts.clear();
    texts.set(path, (last = { text, stamp: `${textStamp}${++stamped}` }));
  }
  return last.stamp;
}
const mostTexts = 100;
/** How the stamp of a text begins that is not on the disk. */
export const textStamp = 'text ';

/** The same files with some replaced or added (an unsaved buffer, a proposed edit); `null` deletes one. */
export function withChanges(base: Files, changes: ReadonlyMap<string, string | null>): Files {
  const encoder = new TextEncoder();
  const folders = new Map<string, Set<string>>();
  const losing = new Set<string>();
  for (const [path, text] of changes) {
    if (text === null) {
      losing.add(path.slice(0, path.lastIndexOf('/')));
      continue;
    }
    for (let p = path, i = p.lastIndexOf('/'); i > 0; p = p.slice(0, i), i = p.lastIndexOf('/')) {
      const folder = p.slice(0, i);
      let names = folders.get(folder);
      if (names === undefined) folders.set(folder, (names = new Set()));
      names.add(p.slice(i + 1));
    }
  }
  const { standing } = base;
  return {
    refused: base.refused,
    standing: standing && { ...standing, apart: [...standing.apart, ...changes.keys()], isReshaped: standing.isReshaped || [...changes].some(([path, text]) => text === null || base.kind(path) !== 'file') },
    kind(path) {
      const c = changes.get(path);
      if (c !== undefined) return c === null ? undefined : 'file';
      return base.kind(path) ?? (folders.has(path) ? 'folder' : undefined);
    },
    read(path) {
      const c = changes.get(path);
      if (c !== undefined) return c === null ? undefined : encoder.encode(c);
      return base.read(path);
    },
    stamp(path) {
      const c = changes.get(path);
      return c === undefined ? base.stamp?.(path) : c === null ? undefined : stampOf(path, c);
    },
    keepsOrder: path => base.keepsOrder?.(path) === true && !folders.has(path),
    list(path) {
      const known = base.list(path);
      const added = folders.get(path);
      if (added === undefined && (known === undefined || !losing.has(path))) return known;
      const names = new Set(known ?? []);
      // The same list, where nothing comes or goes: who has made something of it need not do so again.
      if (known !== undefined && !losing.has(path) && [...added!].every(n => names.has(n))) return known;
      for (const n of added ?? []) names.add(n);
      return [...names].filter(n => changes.get(`${path}/${n}`) !== null);
    },
  };
}
