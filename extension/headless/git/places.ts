// Where a repository's folders lie, found by looking: its working tree, its own folder, and what linked worktrees share. It reads no objects, so that who asks only for places waits
// for nothing else.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The working tree around `folder`, or undefined. */
export function repositoryRoot(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

export interface GitFolders {
  /** HEAD and the index lie here. */
  readonly own: string;
  /** Objects, references, the configuration: those of the repository that a worktree is linked to. */
  readonly shared: string;
}
/** `.git` is a folder, or a file that names one (gitrepository-layout). */
export function gitFolders(dir: string): GitFolders {
  const link = /^gitdir: (.+)$/m.exec(textOf(join(dir, '.git')) ?? '')?.[1];
  const own = link === undefined ? join(dir, '.git') : resolve(dir, link.trim());
  const common = textOf(join(own, 'commondir'))?.trim();
  return { own, shared: common === undefined ? own : resolve(own, common) };
}
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
