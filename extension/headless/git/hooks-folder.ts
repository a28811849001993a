// Where git looks for a repository's hooks: `core.hooksPath` of its configuration files, read as git reads them (git-scm.com/docs/git-config), else the folder `hooks` beside its objects.
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { gitFolders, textOf } from './places.ts';

export interface HooksFolder {
  readonly path: string;
  /** The file that says so; absent for git's own place. */
  readonly saidBy?: string;
}
/** `dir` is the working tree. Of conditional includes (`includeIf`) nothing is read. */
export function hooksFolder(dir: string, environment: Readonly<Record<string, string | undefined>>): HooksFolder {
  const { own: gitdir, shared } = gitFolders(dir);
  const home = environment.HOME ?? homedir();
  const global =
    environment.GIT_CONFIG_GLOBAL === undefined
      ? [join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'git/config'), join(home, '.gitconfig')]
      : [environment.GIT_CONFIG_GLOBAL];
  const system = environment.GIT_CONFIG_NOSYSTEM === undefined ? ['/etc/gitconfig'] : [];
  let found: HooksFolder = { path: join(shared, 'hooks') };
  // The last one wins.
  for (const file of [...system, ...global, join(shared, 'config'), join(gitdir, 'config.worktree')]) {
    const said = hooksPathIn(file, home, 0);
    if (said !== undefined && said !== '') found = { path: isAbsolute(said) ? said : resolve(dir, said), saidBy: file };
  }
  return found;
}

function hooksPathIn(file: string, home: string, depth: number): string | undefined {
  const text = textOf(file);
  if (text === undefined || depth > 5) return undefined;
  let section = '';
  let found: string | undefined;
  for (const line of text.replaceAll(/\\\r?\n/g, '').split(/\r?\n/)) {
    const head = /^\s*\[\s*([\w.-]+)\s*("[^"]*")?\s*\]/.exec(line);
    if (head !== null) section = `${head[1].toLowerCase()}${head[2] ?? ''}`;
    const [, name, value] = /^(?:\s*\[[^\]]*\])?\s*([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (section === 'core' && name.toLowerCase() === 'hookspath') found = pathOf(value, home);
    if (section === 'include' && name.toLowerCase() === 'path') {
      const other = pathOf(value, home);
      found = hooksPathIn(isAbsolute(other) ? other : resolve(dirname(file), other), home, depth + 1) ?? found;
    }
  }
  return found;
}
function pathOf(value: string, home: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  const plain = quoted === null ? value.replace(/\s*[#;].*$/, '').trim() : quoted[1].replaceAll(/\\(.)/g, '$1');
  return plain.replace(/^~(?=\/|$)/, home);
}
