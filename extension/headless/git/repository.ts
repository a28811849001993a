// Where a repository's parts lie (linked worktrees, submodules, borrowed objects), and its objects, read through isomorphic-git. Nothing is written, and git is not started.
import * as disk from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import * as git from 'isomorphic-git';
import { repositoryUnreadable } from '../../../trace-collector/failure.ts';
import { gitFolders, textOf } from './places.ts';

export interface Repository {
  /** The folder of the working tree. */
  readonly dir: string;
  /** HEAD and the index lie here. */
  readonly gitdir: string;
  /** The index that a commit would be made from: `git commit -a` and `git commit FILE` make one of their own and tell hooks of it. */
  readonly index: string;
  /** The tree of HEAD; undefined before the first commit. */
  readonly head: () => Promise<string | undefined>;
  readonly tree: (oid: string) => Promise<readonly git.TreeEntry[]>;
  readonly blob: (oid: string) => Promise<Uint8Array>;
  readonly isIgnored: (path: string) => Promise<boolean>;
}

/** `environment` may name another index, as git does for hooks. Throws a Failed for what cannot be read at all. */
export function openRepository(dir: string, environment: Readonly<Record<string, string | undefined>>, cwd: string): Repository {
  const { own: gitdir, shared } = gitFolders(dir);
  const config = textOf(join(shared, 'config')) ?? '';
  if (/^\s*objectformat\s*=\s*sha256/im.test(config)) throw repositoryUnreadable(dir, 'its objects are named by SHA-256, which is not supported');
  if (/^\s*refstorage\s*=\s*reftable/im.test(config)) throw repositoryUnreadable(dir, 'its references are kept in a reftable, which is not supported');
  const fs = readOnly(shared, gitdir);
  const cache = {};
  const about = { fs, dir, gitdir, cache };
  return {
    dir,
    gitdir,
    index: indexOf(gitdir, environment, cwd),
    async head() {
      let commit: string;
      try {
        commit = await git.resolveRef({ fs, dir, gitdir, ref: 'HEAD' });
      } catch (e) {
        // No commit yet, if HEAD names a branch that is yet to be.
        if (/^ref: refs\/heads\//.test(textOf(join(gitdir, 'HEAD')) ?? '') && (e as { code?: string }).code === 'NotFoundError') return undefined;
        throw e;
      }
      return (await git.readCommit({ ...about, oid: commit })).commit.tree;
    },
    tree: async oid => (await git.readTree({ ...about, oid })).tree,
    blob: async oid => (await git.readBlob({ ...about, oid })).blob,
    isIgnored: path => git.isIgnored({ fs, dir, gitdir, filepath: path }),
  };
}

/** GIT_INDEX_FILE counts only where the hook that has set it is this repository's. */
function indexOf(gitdir: string, environment: Readonly<Record<string, string | undefined>>, cwd: string): string {
  const named = environment.GIT_INDEX_FILE;
  const own = join(gitdir, 'index');
  if (named === undefined || named === '') return own;
  const path = isAbsolute(named) ? named : resolve(cwd, named);
  const isOurs = real(environment.GIT_DIR === undefined ? resolve(path, '..') : resolve(cwd, environment.GIT_DIR)) === real(gitdir);
  return isOurs && disk.existsSync(path) ? path : own;
}
function real(path: string): string {
  try {
    return disk.realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * The disk as isomorphic-git is to see it: nothing is written, a linked worktree's shared parts are found in its repository (gitrepository-layout, `commondir`), and objects
 * that are borrowed from others (`objects/info/alternates`) as if they were here.
 */
function readOnly(shared: string, gitdir: string): git.FsClient {
  const { promises } = disk;
  const move = (path: string): string => {
    const below = relative(gitdir, path);
    return shared !== gitdir && /^(?:objects|refs|packed-refs|config|info|shallow)(?:[/\\]|$)/.test(below) && !disk.existsSync(path)
      ? join(shared, below)
      : path;
  };
  const objects = join(shared, 'objects');
  const lent = alternates(objects, 0);
  const elsewhere = (path: string): string | undefined => {
    const below = relative(objects, path);
    return below.startsWith('..') || isAbsolute(below) ? undefined : lent.map(o => join(o, below)).find(p => disk.existsSync(p));
  };
  // Promises also where the arguments are wrong: isomorphic-git tells by that which kind of file system it has.
  const call =
    (name: 'readFile' | 'readdir' | 'stat' | 'lstat' | 'readlink') =>
    async (given: string, options?: object): Promise<unknown> => {
      const path = given === undefined ? given : move(given);
      const act = promises[name] as (p: string, o?: object) => Promise<unknown>;
      if (lent.length > 0 && name === 'readdir') {
        const all = await Promise.all([path, ...lent.map(o => join(o, relative(objects, path)))].map(p => act(p, options).catch(() => undefined)));
        if (all[0] === undefined || !relative(objects, path).startsWith('..')) return [...new Set(all.flatMap(names => (names as string[] | undefined) ?? []))];
        return all[0];
      }
      try {
        return await act(path, options);
      } catch (e) {
        const other = lent.length === 0 ? undefined : elsewhere(path);
        if (other === undefined) throw e;
        return await act(other, options);
      }
    };
  const nothing = async (): Promise<void> => {};
  const reading = { readFile: call('readFile'), readdir: call('readdir'), stat: call('stat'), lstat: call('lstat'), readlink: call('readlink') };
  return { promises: { ...reading, writeFile: nothing, mkdir: nothing, rmdir: nothing, unlink: nothing, symlink: nothing, chmod: nothing } };
}
function alternates(objects: string, depth: number): string[] {
  // Git itself follows five.
  if (depth > 5) return [];
  const named = (textOf(join(objects, 'info/alternates')) ?? '').split('\n').filter(l => l.trim() !== '' && !l.startsWith('#'));
  return named.flatMap(l => [resolve(objects, l), ...alternates(resolve(objects, l), depth + 1)]);
}
