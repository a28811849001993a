// `os.stat` and `os.scandir` over the overlay: stat results, directory entries, and the order of a folder's names, which the system leaves open.
import { defineClass } from '../define.ts';
import { DiskProblem, type Status } from '../../overlay.ts';
import { hashSeed } from '../hash-seed.ts';
import { permuted } from '../open-orders.ts';
import { repr } from '../operators.ts';
import { truth } from '../operators.ts';
import { vm } from '../state.ts';
import { classGetItem } from '../types/generic-row.ts';
import { defineIterator, NativeIter, moving } from '../types/iterator-base.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { doubt, originHere, unknown } from '../unknown-value.ts';
import { Bytes, Obj, T, type Tuple, type Value } from '../values.ts';
import { absolute, devices, disk, encodePath, isDevice, onDisk, type OpenFile, type PathArgument } from './disk.ts';
import { openOf } from './descriptors.ts';
import { settleLost } from './io/unflushed.ts';

const shown = ['st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size', 'st_atime', 'st_mtime', 'st_ctime'];
export const statResult = structSequence('os.stat_result', [...shown, 'st_atime', 'st_mtime', 'st_ctime', 'st_atime_ns', 'st_mtime_ns', 'st_ctime_ns', 'st_blksize', 'st_blocks', 'st_rdev'], 10);

const typeBits = { file: 0o100000, folder: 0o40000, link: 0o120000 };
/** What stands on the disk, as `os.stat` tells it: times, owners and the sizes of folders are not known. */
export function statOf(s: Status): Tuple {
  const time = (): Value => unknown('time', 'os.stat', T.int);
  const float = (): Value => unknown('time', 'os.stat', T.float);
  const owner = (): Value => unknown('input', 'os.stat', T.int);
  const size = s.kind === 'folder' ? owner() : s.size;
  return statResult([
    typeBits[s.kind] | s.mode, s.id, 64769, s.kind === 'folder' ? owner() : s.links, owner(), owner(), size, time(), time(), time(), float(), float(), float(), time(), time(), time(), 4096, owner(), 0,
  ]);
}
const device = (mode: number): Tuple => statResult([mode, 5, 5, 1, ...Array.from({ length: 2 }, () => unknown('input', 'os.stat', T.int)), 0, ...Array.from({ length: 9 }, () => unknown('time', 'os.stat', T.int)), 4096, 0, 259]);

export function statusOfPath(path: string): Status {
  settleLost(path);
  const s = disk().overlay.status(path);
  if (s === undefined) throw disk().overlay.missing(path);
  return s;
}
export function statPath(text: string, given: Value, follow: boolean): Tuple {
  return onDisk(() => {
    const path = absolute(text, follow);
    return devices.has(path) ? device(0o20666) : statOf(statusOfPath(path));
  }, given);
}
export function statFd(fd: number): Tuple {
  return statOpen(openOf(fd));
}
function statOpen(f: OpenFile): Tuple {
  if (isDevice(f)) return device(0o20666);
  if (f.special !== null) return device(0o10600);
  if (f.node === null) return onDisk(() => statOf(statusOfPath(f.path)));
  return statOf({ kind: 'file', id: f.node.id, mode: f.node.mode, size: f.node.length, links: f.node.links });
}

// Folders ------------------------------------------------------------------------------------------------------------

const orderless = /\b(sorted|set|frozenset|len|sum|any|all|Counter|min|max|rmtree|copytree|assertCountEqual|bool)\s*\(|\bin\s+(os\.)?listdir\b|\.sort\(/;
/** The names in a folder. Where the program has changed it their order is open: if then the line that asks for them shows no sign of not minding, that is a doubt. */
export function namesIn(path: string): readonly string[] {
  const names = disk().overlay.list(path);
  if (names === undefined) {
    const k = disk().overlay.kind(path);
    throw k === undefined ? disk().overlay.missing(path) : new DiskProblem(20);
  }
  // As it stands on the disk, a folder gives its names to each program in the same order.
  if (disk().overlay.keepsOrder(path)) return names;
  if (names.length > 1) {
    let f = vm.frame;
    let minds = true;
    for (; f !== null && f.code.library; f = f.back) if (f.code.file.endsWith('/shutil.py') && /rmtree|copytree/.test(f.code.name)) minds = false;
    if (minds && f !== null && !orderless.test(f.code.source.lines[f.line - 1] ?? '')) doubt([originHere('order', 'os.listdir')]);
  }
  return permuted(names, hashSeed.order);
}

class DirEntry extends Obj {
  readonly name: string;
  readonly path: string;
  /** Where it really is. */
  readonly at: string;
  readonly isBytes: boolean;
  constructor(name: string, path: string, at: string, isBytes: boolean) {
    super(dirEntryClass);
    this.name = name;
    this.path = path;
    this.at = at;
    this.isBytes = isBytes;
  }
}
const text = (s: string, isBytes: boolean): Value => (isBytes ? new Bytes(encodePath(s)) : s);
function kindIs(e: DirEntry, kind: 'file' | 'folder', follow: Value): boolean {
  const s = disk().overlay.status(e.at);
  if (s === undefined) return false;
  if (s.kind === 'link') return truth(follow) && disk().overlay.kind(e.at) === kind;
  return s.kind === kind;
}
export const dirEntryClass = defineClass({
  name: 'DirEntry',
  module: 'posix',
  subclassable: false,
  slots: { repr: e => `<DirEntry ${repr(text((e as DirEntry).name, (e as DirEntry).isBytes))}>` },
  methods: {
    is_dir: { params: 'self, *, follow_symlinks=True', returns: 'bool', call: (e: DirEntry, follow: Value = true) => kindIs(e, 'folder', follow) },
    is_file: { params: 'self, *, follow_symlinks=True', returns: 'bool', call: (e: DirEntry, follow: Value = true) => kindIs(e, 'file', follow) },
    is_symlink: { params: 'self, /', returns: 'bool', call: (e: DirEntry) => disk().overlay.status(e.at)?.kind === 'link' },
    stat: { params: 'self, *, follow_symlinks=True', call: (e: DirEntry, follow: Value = true) => statPath(e.at, text(e.path, e.isBytes), truth(follow)) },
    inode: { params: 'self, /', returns: 'int', call: (e: DirEntry) => statusOfPath(e.at).id },
    __fspath__: { params: 'self, /', call: (e: DirEntry) => text(e.path, e.isBytes) },
    __class_getitem__: classGetItem,
  },
  getset: {
    name: [(e: DirEntry) => text(e.name, e.isBytes)],
    path: [(e: DirEntry) => text(e.path, e.isBytes)],
  },
});

class ScandirIterator extends NativeIter {
  private entries: DirEntry[];
  private at = 0;
  constructor(entries: DirEntry[]) {
    super(scandirClass);
    this.entries = entries;
  }
  next(): Value | undefined {
    moving(this);
    return this.entries[this.at++];
  }
  close(): void {
    moving(this);
    this.entries = [];
  }
}
const scandirClass = defineIterator({
  name: 'ScandirIterator',
  module: 'posix',
  methods: {
    close: { params: 'self, /', call: (s: ScandirIterator) => (s.close(), null) },
    __enter__: { params: 'self, /', call: (s: ScandirIterator) => s },
    __exit__: { params: 'self, *args', call: (s: ScandirIterator) => (s.close(), null) },
  },
});
export function scandir(p: PathArgument): Value {
  return onDisk(() => {
    const path = p.fd === null ? absolute(p.text) : openOf(p.fd).path;
    const prefix = p.fd !== null ? '' : p.text.endsWith('/') ? p.text : `${p.text}/`;
    const base = path === '/' ? '' : path;
    return new ScandirIterator(namesIn(path).map(n => new DirEntry(n, prefix + n, `${base}/${n}`, p.isBytes)));
  }, p.fd === null ? p.given : undefined);
}
