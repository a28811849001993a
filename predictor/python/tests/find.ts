// Finds test files and the conftest files above them, by names alone. Nothing is imported here.
import type { Files } from '../../files.ts';
import { baseName, joined, matchesGlob, parentOf, relativeTo, type Settings } from './settings.ts';

export interface TestFile {
  readonly file: string;
  /** Relative to the root: the node id's first part. */
  readonly id: string;
  /** Its name makes it a test file; else only its doctests are wanted. */
  readonly isTest: boolean;
}

/** The same list as last time, where it cannot have changed. */
export function findTestFiles(files: Files, s: Settings): readonly TestFile[] {
  const { standing } = files;
  const state = standing?.isReshaped === false && s.args.every(a => a === standing.folder || standing.covers(a)) ? standing.state : undefined;
  const asked = state === undefined ? '' : JSON.stringify([s.rootdir, s.args, s.pythonFiles, s.norecursedirs, s.ignored, s.ignoredGlobs, s.doctestModules]);
  const last = state === undefined ? undefined : found.get(state);
  if (last?.asked === asked) return last.testFiles;
  const folders: string[] = [];
  const testFiles = find(files, s, folders);
  if (state !== undefined && folders.every(f => f === standing!.folder || standing!.covers(f))) found.set(state, { asked, testFiles });
  return testFiles;
}
const found = new WeakMap<object, { readonly asked: string; readonly testFiles: readonly TestFile[] }>();

/** `folders` takes those that were looked into. */
function find(files: Files, s: Settings, folders: string[]): TestFile[] {
  const out = new Map<string, TestFile>();
  const add = (file: string, isTest = true): void => void out.set(file, { file, id: relativeTo(s.rootdir, file), isTest });
  const walk = (folder: string, depth: number): void => {
    if (depth > 40) return; // A loop of links.
    folders.push(folder);
    for (const name of sorted(files.list(folder) ?? [])) {
      const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
      if (ignored(path, s)) continue;
      const kind = files.kind(path);
      if (kind === 'folder') {
        if (!skipsFolder(files, path, s)) walk(path, depth + 1);
      } else if (kind === 'file' && name.endsWith('.py')) {
        const isTest = s.pythonFiles.some(p => matchesPath(path, p));
        if (isTest || (s.doctestModules && !notForDoctests.has(name))) add(path, isTest);
      }
    }
  };
  for (const arg of s.args) {
    // A file that is named is taken whatever it is called.
    if (files.kind(arg) === 'file') {
      if (arg.endsWith('.py')) add(arg);
    } else if (files.kind(arg) === 'folder') walk(arg, 0);
  }
  return [...out.values()];
}
const sortings = new WeakMap<readonly string[], readonly string[]>();
/** Names in the order in which pytest goes through them. */
function sorted(names: readonly string[]): readonly string[] {
  let known = sortings.get(names);
  if (known === undefined) sortings.set(names, (known = [...names].sort()));
  return known;
}
/** Files that pytest never imports for their doctests. */
const notForDoctests = new Set(['setup.py', '__main__.py', 'conftest.py']);
/** A pattern with a slash is held against the path's end, else against the name (_pytest/pathlib.py, fnmatch_ex). */
const matchesPath = (path: string, pattern: string): boolean => (pattern.includes('/') ? matchesGlob(path, `*/${pattern}`) : matchesGlob(baseName(path), pattern));
const ignored = (path: string, s: Settings): boolean => s.ignored.includes(path) || s.ignoredGlobs.some(g => matchesGlob(path, g));
function skipsFolder(files: Files, folder: string, s: Settings): boolean {
  const name = baseName(folder);
  if (name === '__pycache__' || s.norecursedirs.some(p => matchesPath(folder, p))) return true;
  // A virtual environment.
  return files.kind(joined(folder, 'pyvenv.cfg')) === 'file' || files.kind(joined(folder, 'conda-meta')) === 'folder';
}

/** The conftest files that a test file sees, outermost first; those above the root only down from where no package encloses it. */
export function conftestsFor(files: Files, s: Settings, file: string): string[] {
  const out: string[] = [];
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    const conftest = joined(folder, 'conftest.py');
    if (files.kind(conftest) === 'file') out.unshift(conftest);
    if (folder === s.rootdir || folder === '/') return out;
  }
}

/**
 * How pytest imports a file: the module's dotted name, and the folder that goes to the front of sys.path in its `prepend` mode. In its `importlib` mode a file outside of
 * packages is named by its place below the root (_pytest/pathlib.py, `module_name_from_path`).
 */
export function moduleFor(files: Files, s: Settings, file: string): { readonly name: string; readonly root: string } {
  const parts = [baseName(file).replace(/\.py$/, '')];
  let folder = parentOf(file);
  while (files.kind(joined(folder, '__init__.py')) === 'file' && /^[A-Za-z_]\w*$/.test(baseName(folder))) {
    parts.unshift(baseName(folder));
    folder = parentOf(folder);
  }
  const alone = parts.length === 1;
  if (parts[parts.length - 1] === '__init__' && parts.length > 1) parts.pop();
  if (!alone || !s.importlib) return { name: parts.join('.'), root: folder };
  const below = file.startsWith(s.rootdir === '/' ? '/' : `${s.rootdir}/`) ? relativeTo(s.rootdir, file) : file.slice(1);
  return { name: below.replace(/\.py$/, '').split('/').map(p => p.replaceAll('.', '_')).join('.'), root: folder };
}
