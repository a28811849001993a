// Edits read from a git repository: the staged changes, or the working tree, against HEAD. It reads the repository's files; git itself is not started.
import { join, relative } from 'node:path';
import { Failed, indexTooNew, notARepository, repositoryUnreadable, splitIndex } from '../../trace-collector/failure.ts';
import type { Edit } from './edits.ts';
import { UnreadableIndex } from './git/index-file.ts';
import { repositoryRoot } from './git/places.ts';
import { openRepository, type Repository } from './git/repository.ts';
import { standing } from './git/standing.ts';
import { decodeUtf8, maxSourceBytes } from './source-text.ts';

/** What git tells hooks of the commit at hand. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The index against HEAD: what a commit would hold. */
export const stagedEdit = (folder: string, environment: Environment = process.env): Promise<Edit> => read(folder, 'staged', environment);
/** The working tree, untracked files included, against HEAD. */
export const worktreeEdit = (folder: string, environment: Environment = process.env): Promise<Edit> => read(folder, 'worktree', environment);

async function read(folder: string, which: 'staged' | 'worktree', environment: Environment): Promise<Edit> {
  const dir = repositoryRoot(folder);
  if (dir === undefined) throw notARepository(folder);
  try {
    return await compare(openRepository(dir, environment, process.cwd()), which);
  } catch (e) {
    if (e instanceof Failed) throw e;
    if (e instanceof UnreadableIndex && e.kind === 'version') throw indexTooNew(dir, e.version);
    if (e instanceof UnreadableIndex && e.kind === 'split') throw splitIndex(dir);
    throw repositoryUnreadable(dir, e instanceof UnreadableIndex ? `its index is damaged: ${e.message}` : (e as Error).message.split('\n')[0]);
  }
}

async function compare(r: Repository, which: 'staged' | 'worktree'): Promise<Edit> {
  const before = new Map<string, string | null>();
  const after = new Map<string, string | null>();
  const changed: string[] = [];
  for (const s of await standing(r, which === 'staged')) {
    const path = join(r.dir, s.path);
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
    const blob = await r.blob(oid);
    const isText = !blob.subarray(0, 8000).includes(0) && blob.length <= maxSourceBytes;
    // A binary file keeps the disk's content on both sides: programs seldom differ by it, and it cannot be told as text.
    if (!isText) return;
    try {
      contents.set(path, decodeUtf8(blob, relative(r.dir, path)));
    } catch (e) {
      // In another encoding it is as good as binary, unless it is a source that is to be rehearsed.
      if (path.endsWith('.py')) throw e;
    }
  }
}
