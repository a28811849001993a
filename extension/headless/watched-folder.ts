// What requests have seen of a workspace's files, kept from one to the next as long as the system tells of no change: thousands of files need not be asked for each time. Where changes may
// come without a word (other systems, drives that others write to, links), each request asks anew.
import { type FSWatcher, lstatSync, type Stats, statfsSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { FileKind } from '../../predictor/files.ts';
import { type Listing, listingOf } from './folder-listings.ts';

/** What was seen below a folder. To who asks again, it is as it was then. */
export class Sights {
  readonly folder: string;
  /** Stamps of files; undefined for what is none. */
  readonly stamps = new Map<string, string | undefined>();
  readonly listings = new Map<string, Listing>();
  /** What stands at paths that no listing tells of. */
  readonly kinds = new Map<string, FileKind | undefined>();
  readonly contents = new Map<string, Uint8Array>();
  /** A file has other names, or leads elsewhere: it may change without a word. */
  isLoose = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Environments within the workspace are looked at as those outside. */
  covers(path: string): boolean {
    return path.startsWith(`${this.folder}/`) && !path.includes('/site-packages/', this.folder.length);
  }
  stamp(path: string): string | undefined {
    if (!this.stamps.has(path)) this.stamps.set(path, this.#stampNow(path));
    return this.stamps.get(path);
  }
  #stampNow(path: string): string | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    const slash = path.lastIndexOf('/');
    const listed = this.listings.get(path.slice(0, slash));
    const isOwn = listed === undefined ? lstatSync(path, { throwIfNoEntry: false })?.isFile() : listed.kinds.get(path.slice(slash + 1)) === 'file';
    if (stats.nlink > 1 || !isOwn) this.isLoose = true;
    return stampOf(path, stats);
  }

  /** How much was seen. */
  get size(): number {
    return this.stamps.size + this.listings.size + this.kinds.size;
  }
  /** Folders that hold all that was seen. */
  folders(): Set<string> {
    const out = new Set(this.listings.keys());
    for (const path of this.stamps.keys()) out.add(dirname(path));
    for (const path of this.kinds.keys()) out.add(dirname(path));
    return out;
  }
  /** Whether all of it is still so. */
  hold(): boolean {
    try {
      for (const [path, stamp] of this.stamps) if (stampNow(path) !== stamp) return false;
      for (const [path, kind] of this.kinds) if (kindOnDisk(path) !== kind) return false;
      for (const [folder, listing] of this.listings) if (listingOf(folder) !== listing) return false;
    } catch {
      return false;
    }
    return true;
  }
}

/** More folders are not watched. */
const mostFolders = 1000;
/** Milliseconds after which what should have been told of is looked for once more: writing through mapped memory says nothing. */
const secondLookMs = 1000;

export class WatchedFolder {
  readonly folder: string;
  readonly #watched = new Map<string, { readonly watcher: FSWatcher; marks: string }>();
  /** Folders in which names came or went, and that may be gone themselves. */
  readonly #renamed = new Set<string>();
  #sights: Sights | undefined;
  /** All that was seen when so much of it was seen is watched. */
  #watchedSize = 0;
  #hasChanged = false;
  #isHopeless = process.platform !== 'linux';
  #secondLook: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Whether the system has been asked to tell of changes: then it has to be heard out before `current` is asked (`heardOut`). */
  get isWatching(): boolean {
    return this.#watched.size > 0;
  }

  /** What was seen so far and is still so: all of it, or nothing yet. */
  current(): Sights {
    clearTimeout(this.#secondLook);
    if (this.#sights?.isLoose === false && this.#watchedSize > 0 && !this.#hasChanged && this.#foldersStand()) return this.#sights;
    for (const folder of this.#renamed) this.#leave(folder);
    this.#renamed.clear();
    this.#hasChanged = false;
    this.#watchedSize = 0;
    this.#sights = new Sights(this.folder);
    return this.#sights;
  }

  /** Has the system tell of changes to all that was seen. What has changed in the meantime is seen anew at the next request. */
  watch(): void {
    const sights = this.#sights;
    if (this.#isHopeless || sights === undefined || sights.isLoose) return;
    if (sights.size !== this.#watchedSize) {
      let isNew = false;
      for (const folder of sights.folders()) {
        const there = standing(folder);
        if (there === undefined || this.#watched.has(there)) continue;
        if (this.#watched.size >= mostFolders || !this.#open(there)) {
          this.giveUp();
          return;
        }
        isNew = true;
      }
      if (isNew && !sights.hold()) {
        this.#sights = undefined;
        return;
      }
      if (this.#watchedSize === 0) for (const [folder, w] of this.#watched) w.marks = marksOf(folder);
      this.#watchedSize = sights.size;
    }
    clearTimeout(this.#secondLook);
    this.#secondLook = setTimeout(() => {
      if (this.#sights === sights && !sights.hold()) this.#sights = undefined;
    }, secondLookMs).unref();
  }
  /** Asks the disk from now on. */
  giveUp(): void {
    this.#isHopeless = true;
    this.#sights = undefined;
    clearTimeout(this.#secondLook);
    for (const folder of [...this.#watched.keys()]) this.#leave(folder);
  }

  #open(folder: string): boolean {
    try {
      if (!tellsOfChanges(folder)) return false;
      const watcher = watch(folder, { persistent: false }, event => {
        this.#hasChanged = true;
        if (event === 'rename') this.#renamed.add(folder);
      });
      watcher.on('error', () => this.giveUp());
      this.#watched.set(folder, { watcher, marks: marksOf(folder) });
      return true;
    } catch {
      // The system watches no more folders for this user, or it is gone.
      return false;
    }
  }
  #leave(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }
  /** A folder that was put in another one's place, by whatever name its path leads there, tells nothing. */
  #foldersStand(): boolean {
    let all = true;
    for (const [folder, { marks }] of this.#watched) {
      if (marksOf(folder) === marks) continue;
      this.#renamed.add(folder);
      all = false;
    }
    return all;
  }
}

/** Calls back when all has been heard that the system has told so far: it is read once in each turn of the event loop, and not always before what a port brings. */
export function heardOut(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

/** The folder, or the first above it that is there. */
function standing(folder: string): string | undefined {
  for (let f = folder; ; f = dirname(f)) {
    if (statSync(f, { throwIfNoEntry: false })?.isDirectory()) return f;
    if (f === dirname(f)) return undefined;
  }
}
function marksOf(folder: string): string {
  try {
    const { dev, ino, mtimeMs, ctimeMs } = statSync(folder);
    return `${dev} ${ino} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return '';
  }
}
/** File systems on which no one writes but by this system (statfs(2): ext, XFS, Btrfs, F2FS, ZFS, tmpfs, overlayfs). */
const own = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630]);
const tellsOfChanges = (folder: string): boolean => own.has(statfsSync(folder).type);

/** What marks a file's content: it changes whenever that does. */
export function stampNow(path: string): string | undefined {
  const s = statSync(path, { throwIfNoEntry: false });
  return s?.isFile() ? stampOf(path, s) : undefined;
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

/** What stands at a path, links followed. */
export function kindOnDisk(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
}
