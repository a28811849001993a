// Open descriptors: opening, reading, writing and closing on the overlay. What posix.ts and FileIO share.
import { DiskProblem } from '../../overlay.ts';
import { takeStdin } from '../pins.ts';
import { touch } from '../state.ts';
import { originHere, UnknownUsed } from '../unknown-value.ts';
import { run, effect } from '../world.ts';
import { absolute, absoluteForNew, changing, decodePath, devices, disk, isDevice, isKnown, osError, onDisk, type OpenFile } from './disk.ts';
import type { Value } from '../values.ts';
import { settleLost } from './io/unflushed.ts';

export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
const O_DIRECTORY = 0o200000;
const O_NOFOLLOW = 0o400000;
const O_TMPFILE = 0o20000000;

export const EBADF = 9;

function freeNumber(files: Map<number, OpenFile>): number {
  let n = 0;
  while (files.has(n)) n++;
  return n;
}
/** Enters an open file under the lowest free number. */
export function enter(f: OpenFile): number {
  const d = changing(null, '');
  const n = freeNumber(d.files);
  d.files.set(n, f);
  return n;
}

/** `open(2)`; problems are thrown as OSError about `given`. */
export function openPath(text: string, given: Value, flags: number, mode: number): number {
  return onDisk(() => openFile(text, flags, mode), given);
}
function openFile(text: string, flags: number, mode: number): number {
  const d = disk();
  const writes = (flags & 3) !== 0;
  const reads = (flags & 3) !== O_WRONLY;
  if ((flags & O_TMPFILE) === O_TMPFILE) throw new DiskProblem(95);
  const creates = (flags & O_CREAT) !== 0;
  const follow = (flags & (O_NOFOLLOW | 0)) === 0 && !(creates && (flags & O_EXCL) !== 0);
  const path = creates ? absoluteForNew(text) : absolute(text, follow);
  const base = { path, at: 0, reads, writes, appends: (flags & O_APPEND) !== 0, pipe: null, shared: 1 };
  const device = devices.get(path);
  if (device !== undefined && creates && (flags & O_EXCL) !== 0) throw new DiskProblem(17);
  if (device !== undefined) return enter({ ...base, node: null, folder: false, special: device });
  if (path === '/dev/tty' || path.startsWith('/dev/') || path.startsWith('/proc/')) throw new UnknownUsed([originHere('input', path)]);
  settleLost(path);
  const status = d.overlay.status(path);
  if (status?.kind === 'link') throw new DiskProblem(40);
  if (status === undefined) {
    if (!creates) {
      if (!isKnown(path)) throw new UnknownUsed([originHere('input', path)]);
      throw d.overlay.missing(path);
    }
    const node = changing('write', path).overlay.create(path, mode & ~d.umask & 0o7777);
    return enter({ ...base, node, folder: false, special: null });
  }
  if (creates && (flags & O_EXCL) !== 0) throw new DiskProblem(17);
  if (status.kind === 'folder') {
    if (writes || creates) throw new DiskProblem(21);
    return enter({ ...base, node: null, folder: true, special: null });
  }
  if ((flags & O_DIRECTORY) !== 0) throw new DiskProblem(20);
  const node = d.overlay.node(path)!;
  if (writes) {
    changing('write', path);
    if ((flags & O_TRUNC) !== 0) d.overlay.truncate(node, 0);
  }
  return enter({ ...base, node, folder: false, special: null });
}
/** The open file of a number; EBADF if there is none. */
export function openOf(fd: number): OpenFile {
  const f = disk().files.get(fd);
  if (f === undefined) throw osError(EBADF);
  return f;
}
export function closeFd(fd: number): void {
  const f = openOf(fd);
  const d = changing(null, '');
  d.files.delete(fd);
  f.shared--;
  if (f.shared === 0 && f.pipe !== null && f.writes) f.pipe.writers--;
}
/** These devices have no end: who asks for all that is in them gets no answer. */
const mostZeros = 1 << 28;
export function zeros(count: number): Uint8Array {
  if (count > mostZeros) throw new UnknownUsed([originHere('budget', 'memory')]);
  return new Uint8Array(count);
}
/** `read(2)`. A pipe that is empty but still written to would block: that is unknown. */
export function readFd(fd: number, count: number, at?: number): Uint8Array {
  const f = openOf(fd);
  if (!f.reads) throw osError(EBADF);
  if (f.folder) throw osError(21);
  if (f.special === 'null') return new Uint8Array(0);
  if (f.special === 'zero' || f.special === 'full') return zeros(count);
  if (f.special === 'random') throw new UnknownUsed([originHere('random', f.path)]);
  const given = f.special === 'stdin' ? takeStdin(count) : undefined;
  if (given !== undefined) return given;
  if (f.special === 'stdin') throw new UnknownUsed([originHere('input', 'sys.stdin')]);
  if (f.special === 'unknown') throw new UnknownUsed([originHere('input', f.path)]);
  if (f.pipe !== null) return readPipe(f.pipe, count);
  const node = f.node!;
  const from = at ?? f.at;
  const data = node.read(from, from + count).slice();
  if (at === undefined && data.length > 0) {
    touch(disk());
    f.at += data.length;
  }
  return data;
}
function readPipe(pipe: { data: Uint8Array[]; writers: number }, count: number): Uint8Array {
  if (pipe.data.length === 0) {
    if (pipe.writers === 0) return new Uint8Array(0);
    throw new UnknownUsed([originHere('order', 'read from an empty pipe')]);
  }
  const first = pipe.data.shift()!;
  if (first.length > count) pipe.data.unshift(first.subarray(count));
  return first.slice(0, count);
}
/** `write(2)`: how many bytes were written. */
export function writeFd(fd: number, data: Uint8Array, at?: number): number {
  const f = openOf(fd);
  if (!f.writes) throw osError(EBADF);
  if (f.special === 'full' && data.length > 0) throw osError(28);
  if (isDevice(f)) return data.length;
  if (f.special === 'stdout' || f.special === 'stderr') {
    run[f.special] += decodePath(data);
    return data.length;
  }
  if (f.pipe !== null) {
    f.pipe.data.push(data.slice());
    return data.length;
  }
  if (f.special === 'unknown') return data.length;
  const d = disk();
  touch(d);
  const node = f.node!;
  const from = at ?? (f.appends ? node.length : f.at);
  d.overlay.write(node, from, data);
  if (at === undefined) f.at = from + data.length;
  return data.length;
}
/** `lseek(2)` */
export function seekFd(fd: number, offset: number, whence: number): number {
  const f = openOf(fd);
  if (isDevice(f)) return 0;
  if (f.special !== null) throw osError(29);
  const size = f.node?.length ?? 0;
  const to = whence === 0 ? offset : whence === 1 ? f.at + offset : whence === 2 ? size + offset : -1;
  if (to < 0) throw osError(22);
  touch(disk());
  f.at = to;
  return to;
}
export function truncateFd(fd: number, size: number): void {
  const f = openOf(fd);
  if (f.node === null || !f.writes || size < 0) throw osError(22);
  const d = changing('write', f.path);
  d.overlay.truncate(f.node, size);
}
/** Both ends of a pipe: the reading and the writing descriptor. */
export function openPipe(): [number, number] {
  const pipe = { data: [], writers: 1 };
  const end = (writes: boolean): OpenFile => ({ node: null, path: 'pipe', folder: false, at: 0, reads: !writes, writes, appends: false, special: 'pipe', pipe, shared: 1 });
  return [enter(end(false)), enter(end(true))];
}
/** A descriptor whose content nothing is known of (what a child process writes). */
export const openUnknown = (what: string, writes: boolean): number => enter({ node: null, path: what, folder: false, at: 0, reads: !writes, writes, appends: false, special: 'unknown', pipe: null, shared: 1 });
/** `dup(2)` onto the lowest free number, or onto `to`. */
export function duplicate(fd: number, to?: number): number {
  const f = openOf(fd);
  if (to === fd) return fd;
  if (to !== undefined && disk().files.has(to)) closeFd(to);
  f.shared++;
  if (to === undefined) return enter(f);
  changing(null, '').files.set(to, f);
  return to;
}
export const touchEnvironment = (name: string): void => effect('environment', name);
