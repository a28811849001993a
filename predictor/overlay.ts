// A file system that a rehearsal may write to: reads fall through to the host's read-only files, changes stay in memory. Nothing here touches a real disk.
// Paths are absolute, with `/` and without `.` and `..` (see `Overlay.resolve`). Problems are thrown as errno numbers of Linux.
import type { FileKind, Files } from './files.ts';

/** What the system would refuse, with its errno. */
export class DiskProblem {
  readonly errno: number;
  constructor(errno: number) {
    this.errno = errno;
  }
}
export const EPERM = 1;
export const ENOENT = 2;
export const EEXIST = 17;
export const ENOTDIR = 20;
export const EISDIR = 21;
export const EINVAL = 22;
export const ENOTEMPTY = 39;
export const ELOOP = 40;

/** A file's content and properties: what all its names and open descriptors share. */
export class FileNode {
  readonly id: number;
  mode: number;
  links = 1;
  private bytes: Uint8Array | null;
  /** Gives nothing for what is withheld: it is asked again each time, so that whoever asks is seen to have asked. */
  private readonly load: (() => Uint8Array | undefined) | null;
  private size = 0;
  /** The array is the overlay's own: the host's is not written to. */
  private owned: boolean;
  constructor(id: number, mode: number, load: (() => Uint8Array | undefined) | null) {
    this.id = id;
    this.mode = mode;
    this.load = load;
    this.bytes = load === null ? new Uint8Array(0) : null;
    this.owned = load === null;
  }
  private content(): Uint8Array {
    if (this.bytes === null) {
      const loaded = this.load!();
      if (loaded === undefined) return nothing;
      this.bytes = loaded;
      this.size = loaded.length;
    }
    return this.bytes;
  }
  get length(): number {
    this.content();
    return this.size;
  }
  /** Its bytes are no longer the host's. */
  get written(): boolean {
    return this.owned && this.load !== null;
  }
  /** A view: copy what is kept. */
  read(from: number, to: number): Uint8Array {
    return this.content().subarray(Math.min(from, this.length), Math.min(to, this.length));
  }
  /** Writes, filling a gap with zeros; the returned function takes it back. */
  write(at: number, data: Uint8Array): () => void {
    const old = this.content();
    const isWithheld = this.bytes === null;
    const before = this.size;
    const end = at + data.length;
    const overwritten = old.slice(Math.min(at, before), Math.min(end, before));
    if (end > old.length || !this.owned) {
      const grown = new Uint8Array(Math.max(end, before, Math.min(old.length * 2, old.length + (1 << 20))));
      grown.set(old.subarray(0, before));
      this.bytes = grown;
      this.owned = true;
    } else if (at > before) old.fill(0, before, at);
    this.bytes!.set(data, at);
    this.size = Math.max(before, end);
    return () => {
      this.bytes!.set(overwritten, Math.min(at, before));
      this.size = before;
      if (!isWithheld) return;
      this.bytes = null;
      this.owned = false;
    };
  }
  truncate(size: number): () => void {
    this.content();
    const { bytes, owned, size: before } = this;
    const cut = new Uint8Array(size);
    if (bytes !== null) cut.set(bytes.subarray(0, Math.min(size, before)));
    this.bytes = cut;
    this.size = size;
    this.owned = true;
    return () => {
      this.bytes = bytes;
      this.size = before;
      this.owned = owned;
    };
  }
}

const nothing = new Uint8Array(0);

type Entry =
  | { readonly kind: 'file'; readonly node: FileNode }
  /** `own`: nothing of the host's shows through below it. */
  | { readonly kind: 'folder'; readonly id: number; mode: number; readonly own: boolean }
  | { readonly kind: 'link'; readonly id: number; readonly target: string }
  | { readonly kind: 'gone' };

export interface Status {
  readonly kind: 'file' | 'folder' | 'link';
  readonly id: number;
  readonly mode: number;
  readonly size: number;
  readonly links: number;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export interface OverlayChange {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'gone';
  readonly bytes?: Uint8Array;
}

export class Overlay implements Files {
  private readonly base: Files;
  private readonly entries = new Map<string, Entry>();
  /** Files of the host that were asked for, by path, so that they keep their identity. */
  private readonly seen = new Map<string, FileNode>();
  private readonly folderIds = new Map<string, number>();
  private lastId = 2;
  private linked = false;
  private log: (() => void)[] | null = null;

  constructor(base: Files) {
    this.base = base;
  }

  // Taking changes back ---------------------------------------------------------------------------------------------

  /** From now on changes can be taken back, down to the returned mark. */
  mark(): number {
    this.log ??= [];
    return this.log.length;
  }
  undo(mark: number): void {
    while (this.log !== null && this.log.length > mark) this.log.pop()!();
    if (mark === 0) this.log = null;
  }
  private put(path: string, e: Entry | undefined): void {
    const old = this.entries.get(path);
    if (e === undefined) this.entries.delete(path);
    else this.entries.set(path, e);
    this.log?.push(() => {
      if (old === undefined) this.entries.delete(path);
      else this.entries.set(path, old);
    });
  }

  /** What differs from the host by now, parents first. Of what has gone, only the uppermost name is told. */
  changes(): OverlayChange[] {
    const out: OverlayChange[] = [];
    for (const [path, e] of [...this.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (e.kind === 'file') out.push({ path, kind: 'file', bytes: e.node.read(0, e.node.length).slice() });
      else if (e.kind === 'gone' ? this.base.kind(path) !== undefined : true) out.push({ path, kind: e.kind });
    }
    // A file that was only asked for is not in `entries`; one whose content was written through its node is.
    for (const [path, node] of this.seen) if (!this.entries.has(path) && node.written && this.entry(path) !== undefined) out.push({ path, kind: 'file', bytes: node.read(0, node.length).slice() });
    return out;
  }

  /** To be called when the host's files have changed, and the program holds none of them open. */
  forgetHost(): void {
    this.seen.clear();
  }

  // Looking --------------------------------------------------------------------------------------------------------

  /** The overlay's own entry, or what the host has; undefined for nothing. */
  private entry(path: string): Entry | undefined {
    if (this.entries.size > 0) {
      const own = this.entries.get(path);
      if (own !== undefined) return own.kind === 'gone' ? undefined : own;
      for (let p = path; p !== '/'; ) {
        p = parentOf(p);
        const e = this.entries.get(p);
        if (e === undefined) continue;
        if (e.kind !== 'folder' || e.own) return undefined;
      }
    }
    const kind = this.base.kind(path);
    if (kind === undefined) return undefined;
    if (kind === 'folder') return { kind, id: this.folderId(path), mode: 0o755, own: false };
    let node = this.seen.get(path);
    if (node === undefined) this.seen.set(path, (node = new FileNode(++this.lastId, 0o644, () => this.base.read(path))));
    return { kind, node };
  }
  private folderId(path: string): number {
    let id = this.folderIds.get(path);
    if (id === undefined) this.folderIds.set(path, (id = ++this.lastId));
    return id;
  }
  /** Is the overlay itself what says what stands there (and not the host)? */
  decides(path: string): boolean {
    for (let p = path; ; p = parentOf(p)) {
      const e = this.entries.get(p);
      if (e !== undefined && (p === path || e.kind !== 'folder' || e.own)) return true;
      if (p === '/') return false;
    }
  }
  /** Links followed (the last one only if asked), `.` and `..` taken out. A path through what is no folder, or through nothing, is a problem unless it is its last part. */
  resolve(path: string, followLast: boolean): string {
    let rest = path.split('/').filter(p => p !== '' && p !== '.');
    let at = '';
    let hops = 0;
    while (rest.length > 0) {
      const [name, ...tail] = rest;
      rest = tail;
      if (name === '..') {
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
        continue;
      }
      const here = `${at}/${name}`;
      if (this.linked) {
        const e = this.entries.get(here);
        if (e?.kind === 'link' && (rest.length > 0 || followLast)) {
          if (++hops > 40) throw new DiskProblem(ELOOP);
          rest = [...e.target.split('/').filter(p => p !== '' && p !== '.'), ...rest];
          if (e.target.startsWith('/')) at = '';
          continue;
        }
      }
      // A `..` behind what is no folder must fail, so it is looked at here.
      if (rest.length > 0 && rest.includes('..') && this.kind(here) !== 'folder') throw this.missing(here);
      at = here;
    }
    const out = at === '' ? '/' : at;
    if (path.endsWith('/') && out !== '/' && this.kind(out) === 'file') throw new DiskProblem(ENOTDIR);
    return out;
  }
  /** Why nothing can be found at a path. */
  missing(path: string): DiskProblem {
    for (let p = parentOf(path); p !== '/'; p = parentOf(p)) {
      const k = this.kind(p);
      if (k === 'file') return new DiskProblem(ENOTDIR);
      if (k === 'folder') break;
    }
    return new DiskProblem(ENOENT);
  }
  kind(path: string): FileKind | undefined {
    const e = this.entry(path);
    if (e === undefined || e.kind === 'gone') return undefined;
    if (e.kind !== 'link') return e.kind;
    try {
      return this.kind(this.resolve(path, true));
    } catch {
      return undefined;
    }
  }
  read(path: string): Uint8Array | undefined {
    const e = this.entry(path);
    if (e?.kind === 'file') return e.node.read(0, e.node.length);
    if (e?.kind === 'link') return this.read(this.resolve(path, true));
    return undefined;
  }
  list(path: string): readonly string[] | undefined {
    const e = this.entry(path);
    if (e?.kind === 'link') return this.list(this.resolve(path, true));
    if (e?.kind !== 'folder') return undefined;
    const names = new Set(e.own ? [] : (this.base.list(path) ?? []));
    if (this.entries.size > 0) {
      const prefix = path === '/' ? '/' : `${path}/`;
      for (const [p, child] of this.entries) {
        if (!p.startsWith(prefix) || p === path || p.indexOf('/', prefix.length) >= 0) continue;
        if (child.kind === 'gone') names.delete(nameOf(p));
        else names.add(nameOf(p));
      }
    }
    return this.keepsOrder(path) ? [...names] : [...names].sort();
  }
  keepsOrder(path: string): boolean {
    const e = this.entry(path);
    if (e?.kind === 'link') return this.keepsOrder(this.resolve(path, true));
    if (e?.kind !== 'folder' || e.own || this.base.keepsOrder?.(path) !== true) return false;
    const prefix = path === '/' ? '/' : `${path}/`;
    for (const p of this.entries.keys()) if (p.startsWith(prefix) && p !== path && p.indexOf('/', prefix.length) < 0) return false;
    return true;
  }
  status(path: string): Status | undefined {
    const e = this.entry(path);
    switch (e?.kind) {
      case 'file': return { kind: 'file', id: e.node.id, mode: e.node.mode, size: e.node.length, links: e.node.links };
      case 'folder': return { kind: 'folder', id: e.id, mode: e.mode, size: 4096, links: 2 };
      case 'link': return { kind: 'link', id: e.id, mode: 0o777, size: e.target.length, links: 1 };
      default: return undefined;
    }
  }
  target(path: string): string {
    const e = this.entry(path);
    if (e === undefined) throw this.missing(path);
    if (e.kind !== 'link') throw new DiskProblem(EINVAL);
    return e.target;
  }
  node(path: string): FileNode | undefined {
    const e = this.entry(path);
    return e?.kind === 'file' ? e.node : undefined;
  }

  // Changing -------------------------------------------------------------------------------------------------------

  private demandFolder(path: string): void {
    const k = this.kind(path);
    if (k === undefined) throw this.missing(path);
    if (k !== 'folder') throw new DiskProblem(ENOTDIR);
  }
  /** A new empty file. */
  create(path: string, mode: number): FileNode {
    if (this.entry(path) !== undefined) throw new DiskProblem(EEXIST);
    this.demandFolder(parentOf(path));
    const node = new FileNode(++this.lastId, mode, null);
    this.put(path, { kind: 'file', node });
    return node;
  }
  write(node: FileNode, at: number, data: Uint8Array): void {
    const back = node.write(at, data);
    this.log?.push(back);
  }
  truncate(node: FileNode, size: number): void {
    const back = node.truncate(size);
    this.log?.push(back);
  }
  makeFolder(path: string, mode: number): void {
    if (this.entry(path) !== undefined) throw new DiskProblem(EEXIST);
    this.demandFolder(parentOf(path));
    this.put(path, { kind: 'folder', id: ++this.lastId, mode, own: true });
  }
  makeLink(path: string, target: string): void {
    if (this.entry(path) !== undefined) throw new DiskProblem(EEXIST);
    this.demandFolder(parentOf(path));
    this.linked = true;
    this.put(path, { kind: 'link', id: ++this.lastId, target });
  }
  /** A second name for a file. */
  addName(from: string, to: string): void {
    const e = this.entry(from);
    if (e === undefined) throw this.missing(from);
    if (e.kind === 'folder') throw new DiskProblem(EPERM);
    if (this.entry(to) !== undefined) throw new DiskProblem(EEXIST);
    this.demandFolder(parentOf(to));
    if (e.kind === 'file') this.count(e.node, 1);
    this.put(from, e);
    this.put(to, e);
  }
  private count(node: FileNode, by: number): void {
    node.links += by;
    this.log?.push(() => {
      node.links -= by;
    });
  }
  removeFile(path: string): void {
    const e = this.entry(path);
    if (e === undefined) throw this.missing(path);
    if (e.kind === 'folder') throw new DiskProblem(EISDIR);
    if (e.kind === 'file') this.count(e.node, -1);
    this.put(path, { kind: 'gone' });
  }
  removeFolder(path: string): void {
    const e = this.entry(path);
    if (e === undefined) throw this.missing(path);
    if (e.kind !== 'folder') throw new DiskProblem(ENOTDIR);
    if (path === '/') throw new DiskProblem(EPERM);
    if (this.list(path)!.length > 0) throw new DiskProblem(ENOTEMPTY);
    this.put(path, { kind: 'gone' });
  }
  rename(from: string, to: string): void {
    const e = this.entry(from);
    if (e === undefined) throw this.missing(from);
    if (from === to) return;
    if (e.kind === 'folder' && to.startsWith(`${from}/`)) throw new DiskProblem(EINVAL);
    this.demandFolder(parentOf(to));
    const old = this.entry(to);
    if (old !== undefined) {
      if (old.kind === 'folder') {
        if (e.kind !== 'folder') throw new DiskProblem(EISDIR);
        if (this.list(to)!.length > 0) throw new DiskProblem(ENOTEMPTY);
      } else if (e.kind === 'folder') throw new DiskProblem(ENOTDIR);
      // Two names of one file: nothing happens.
      if (old.kind === 'file' && e.kind === 'file' && old.node === e.node) return;
    }
    if (old?.kind === 'file') this.count(old.node, -1);
    this.move(from, to);
  }
  private move(from: string, to: string): void {
    const e = this.entry(from)!;
    if (e.kind === 'folder') {
      const names = this.list(from)!;
      this.put(to, { kind: 'folder', id: e.id, mode: e.mode, own: true });
      for (const n of names) this.move(`${from}/${n}`, `${to}/${n}`);
    } else this.put(to, e);
    this.put(from, { kind: 'gone' });
  }
  setMode(path: string, mode: number): void {
    const e = this.entry(path);
    if (e === undefined) throw this.missing(path);
    if (e.kind === 'file') {
      const old = e.node.mode;
      e.node.mode = mode;
      this.log?.push(() => {
        e.node.mode = old;
      });
    } else if (e.kind === 'folder') this.put(path, { kind: 'folder', id: e.id, mode, own: e.own });
  }
}
