// The part of `node:fs` that the engine's host reads by, over what was told (told.ts). Errors are those of a disk (errno(3)): what cannot be read is refused there, too.
import { type Entry, entryAt } from './told.ts';

class DiskError extends Error {
  readonly code: string;
  constructor(code: string, call: string, path: string) {
    super(`${code}: ${call} '${path}'`);
    this.code = code;
  }
}
function found(path: string, call: string): Entry {
  const e = entryAt(String(path));
  if (e === undefined) throw new DiskError('ENOENT', call, path);
  if (e === 'closed') throw new DiskError('EACCES', call, path);
  return e;
}

export class Stats {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly dev = 0;
  readonly nlink = 1;
  readonly mode = 0o644;
  readonly #kind: Entry['kind'];
  constructor({ kind, size, at, ino }: Entry) {
    this.size = size;
    this.mtimeMs = this.ctimeMs = at;
    this.ino = ino;
    this.#kind = kind;
  }
  isFile(): boolean {
    return this.#kind === 'file';
  }
  isDirectory(): boolean {
    return this.#kind === 'folder';
  }
  isSymbolicLink(): boolean {
    return false;
  }
}
export function statSync(path: string, options?: { readonly throwIfNoEntry?: boolean }): Stats | undefined {
  if (options?.throwIfNoEntry === false && entryAt(path) === undefined) return undefined;
  return new Stats(found(path, 'stat'));
}
export const lstatSync = statSync;
export const existsSync = (path: string): boolean => typeof entryAt(path) === 'object';

export function readFileSync(path: string, options?: string | { readonly encoding?: string }): Uint8Array | string {
  const { kind, bytes } = found(path, 'open');
  if (kind === 'folder') throw new DiskError('EISDIR', 'read', path);
  if (bytes === undefined) throw new DiskError('EACCES', 'open', path);
  return options === undefined ? bytes : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
/** No one is told of changes: what was told is asked each time. */
export function statfsSync(path: string): never {
  throw new DiskError('ENOSYS', 'statfs', path);
}
export function watch(path: string): never {
  throw new DiskError('ENOSYS', 'watch', path);
}
/** Nothing told is a link. */
export const realpathSync = Object.assign((path: string): string => (found(path, 'realpath'), path), {
  native: (path: string): string => (found(path, 'realpath'), path),
});

interface Dirent {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}
function entriesIn(path: string): Dirent[] {
  const { kind, inside } = found(path, 'scandir');
  if (kind === 'file') throw new DiskError('ENOTDIR', 'scandir', path);
  if (inside === undefined) throw new DiskError('EACCES', 'scandir', path);
  return [...inside].map(([name, e]) => ({ name, isFile: () => e.kind === 'file', isDirectory: () => e.kind === 'folder' }));
}
export function readdirSync(path: string, options?: { readonly withFileTypes?: boolean }): string[] | Dirent[] {
  const all = entriesIn(path);
  return options?.withFileTypes === true ? all : all.map(e => e.name);
}
export function opendirSync(path: string): { readSync(): Dirent | null; closeSync(): void } {
  const all = entriesIn(path);
  let next = 0;
  return { readSync: () => all[next++] ?? null, closeSync() {} };
}

const readOnly = (path: unknown): never => {
  throw new DiskError('EROFS', 'write', String(path));
};
export const mkdirSync = readOnly;
export const mkdtempSync = readOnly;
export const openSync = readOnly;
export const renameSync = readOnly;
export const rmSync = readOnly;
export const writeFileSync = readOnly;
export const writeSync = readOnly;
export const readSync = readOnly;
export const closeSync = readOnly;
export const readlinkSync = readOnly;
export const createReadStream = readOnly;
export const createWriteStream = readOnly;
export const promises = {};
export default {};
