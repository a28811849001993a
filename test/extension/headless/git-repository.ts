// A repository of real git for one test file, and the built command in it. Machines without git skip what needs it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
export const hasGit = spawnSync('git', ['--version']).status === 0;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
export interface GitRepository extends Folder {
  /** Runs git in it, or in a folder below; throws with what git says where it fails. */
  readonly git: (...args: string[]) => string;
  readonly gitAt: (folder: string, ...args: string[]) => string;
  /** Writes, adds and commits. */
  readonly commit: (files?: Readonly<Record<string, string | null>>) => void;
  readonly foretrace: (...args: string[]) => Ran;
  readonly foretraceAt: (folder: string, ...args: string[]) => Ran;
}
const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
/** A hook's variables would lead git elsewhere. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([n]) => !n.startsWith('GIT_')));

export function makeRepository(files: Readonly<Record<string, string>> = {}): GitRepository {
  const folder = makeFolder(files);
  const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
  const gitAt = (at: string, ...args: string[]): string => {
    const r = spawnSync('git', args, { cwd: at, encoding: 'utf8', env: { ...environment, ...who } });
    if (r.status !== 0) throw new Error(`git ${args.join(' ')}: ${r.stderr}`);
    return r.stdout;
  };
  const git = (...args: string[]): string => gitAt(folder.path, ...args);
  const foretraceAt = (at: string, ...args: string[]): Ran => {
    const r = spawnSync(process.execPath, [cli, ...args], { cwd: at, encoding: 'utf8', env: { ...environment, NO_COLOR: '1', FORETRACE_CACHE: cache } });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  git('init', '-q', '-b', 'main');
  return {
    ...folder,
    remove() {
      folder.remove();
      rmSync(cache, { recursive: true, force: true });
    },
    git,
    gitAt,
    commit(changes = {}) {
      for (const [name, text] of Object.entries(changes)) if (text !== null) folder.write(name, text);
      for (const [name, text] of Object.entries(changes)) if (text === null) git('rm', '-q', '--cached', '-f', name);
      git('add', '-A');
      git('commit', '-q', '-m', 'state');
    },
    foretrace: (...args) => foretraceAt(folder.path, ...args),
    foretraceAt,
  };
}
