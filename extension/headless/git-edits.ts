// Edits read from a git repository: the staged changes, or the working tree, against HEAD. It reads the repository's files; git itself is not started.
import * as disk from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import * as git from 'isomorphic-git';
import { Failed, indexTooNew, notARepository, repositoryUnreadable } from '../../trace-collector/failure.ts';
import type { Edit } from './edits.ts';
import { decodeUtf8, maxSourceBytes } from './source-text.ts';

/** The folder of the repository around `folder`, or undefined. */
export async function repositoryRoot(folder: string): Promise<string | undefined> {
  try {
    return await git.findRoot({ fs: disk, filepath: folder });
  } catch {
    return undefined;
  }
}

/** The index against HEAD: what a commit would hold. */
export const stagedEdit = (folder: string): Promise<Edit> => read(folder, 'staged');
/** The working tree, untracked files included, against HEAD. */
export const worktreeEdit = (folder: string): Promise<Edit> => read(folder, 'worktree');

async function read(folder: string, which: 'staged' | 'worktree'): Promise<Edit> {
  const dir = await repositoryRoot(folder);
  if (dir === undefined) throw notARepository(folder);
  try {
    return await compare(dir, which);
  } catch (e) {
    if (e instanceof Failed) throw e;
    const version = await indexVersion(dir);
    throw version !== undefined && version > 3 ? indexTooNew(dir, version) : repositoryUnreadable(dir, (e as Error).message.split('\n')[0]);
  }
}

async function indexVersion(dir: string): Promise<number | undefined> {
  const gitdir = /^gitdir: (.+)$/m.exec(textOf(join(dir, '.git')) ?? '')?.[1];
  try {
    return (await disk.promises.readFile(join(gitdir === undefined ? join(dir, '.git') : resolve(dir, gitdir.trim()), 'index'))).readUInt32BE(4);
  } catch {
    return undefined;
  }
}

/** Where a file stands in each of the three trees: its blob, or undefined. */
interface Stand {
  readonly path: string;
  readonly head: string | undefined;
  readonly work: string | undefined;
  readonly index: string | undefined;
}

async function compare(dir: string, which: 'staged' | 'worktree'): Promise<Edit> {
  const cache = {};
  const fs = repositoryFiles(dir);
  const stands = await differing(fs, dir, cache);
  const before = new Map<string, string | null>();
  const after = new Map<string, string | null>();
  const changed: string[] = [];
  for (const s of stands) {
    const path = join(dir, s.path);
    const target = which === 'staged' ? s.index : s.work;
    if (s.head !== s.work) await put(before, path, s.head);
    if (which === 'staged' && s.index !== s.work) await put(after, path, s.index);
    if (s.head !== target) changed.push(path);
  }
  return { before, after, changed };

  async function put(contents: Map<string, string | null>, path: string, oid: string | undefined): Promise<void> {
    if (oid === undefined) {
      contents.set(path, null);
      return;
    }
    const { blob } = await git.readBlob({ fs, dir, oid, cache });
    const isText = !blob.subarray(0, 8000).includes(0) && blob.length <= maxSourceBytes;
    // A binary file keeps the disk's content on both sides: programs seldom differ by it, and it cannot be told as text.
    if (isText) contents.set(path, decodeUtf8(blob, relative(dir, path)));
  }
}

/**
 * The disk as a repository's reader sees it, and read-only: isomorphic-git would freshen the index on the way. A linked worktree has its own HEAD and index and
 * shares the rest with its repository (gitrepository-layout, `commondir`).
 */
function repositoryFiles(dir: string): git.FsClient {
  const move = commonFolderOf(dir);
  const { promises } = disk;
  // Promises also where the arguments are wrong: isomorphic-git tells by that which kind of file system it has.
  const call =
    (name: 'readFile' | 'readdir' | 'stat' | 'lstat' | 'readlink') =>
    async (path: string, options?: object): Promise<unknown> =>
      (promises[name] as (p: string, o?: object) => unknown)(move(path), options);
  const nothing = async (): Promise<void> => {};
  return {
    promises: {
      readFile: call('readFile'),
      readdir: call('readdir'),
      stat: call('stat'),
      lstat: call('lstat'),
      readlink: call('readlink'),
      writeFile: nothing,
      mkdir: nothing,
      rmdir: nothing,
      unlink: nothing,
      symlink: nothing,
      chmod: nothing,
    },
  };
}
function commonFolderOf(dir: string): (path: string) => string {
  const link = /^gitdir: (.+)$/m.exec(textOf(join(dir, '.git')) ?? '')?.[1];
  const own = link === undefined ? undefined : resolve(dir, link.trim());
  const common = own === undefined ? undefined : textOf(join(own, 'commondir'));
  if (own === undefined || common === undefined) return path => path;
  const shared = resolve(own, common.trim());
  return path => (/^(?:objects|refs|packed-refs|config|info|shallow)(?:[/\\]|$)/.test(relative(own, path)) ? join(shared, relative(own, path)) : path);
}
function textOf(path: string): string | undefined {
  try {
    return disk.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function differing(fs: git.FsClient, dir: string, cache: object): Promise<Stand[]> {
  const trees = [git.WORKDIR(), git.STAGE()];
  const hasHead = await git.resolveRef({ fs, dir, ref: 'HEAD' }).then(
    () => true,
    () => false, // No commit yet: everything is new.
  );
  if (hasHead) trees.push(git.TREE({ ref: 'HEAD' }));
  const found = await git.walk({
    fs,
    dir,
    cache,
    trees,
    async map(path, [work, index, head]) {
      if (path === '.') return undefined;
      const tracked = index !== null || (head ?? null) !== null;
      if (!tracked && (await git.isIgnored({ fs, dir, filepath: path }))) return null;
      const kinds = await Promise.all([work, index, head].map(e => e?.type()));
      if (kinds.includes('tree') && !kinds.includes('blob')) return path.split(sep).includes('.git') ? null : undefined;
      const oid = async (at: number): Promise<string | undefined> => (kinds[at] === 'blob' ? await [work, index, head][at]!.oid() : undefined);
      const stand: Stand = { path, work: await oid(0), index: await oid(1), head: await oid(2) };
      return stand.work === stand.head && stand.index === stand.head ? undefined : stand;
    },
    // Flat: folders pass on what their files gave.
    reduce: async (own: Stand | undefined, children: (Stand | Stand[])[]) => [...(own === undefined ? [] : [own]), ...children.flat()],
  });
  return found as Stand[];
}
