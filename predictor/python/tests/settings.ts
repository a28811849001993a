// pytest's settings for a run: where its root is, what it looks for, what its command line adds (_pytest/config/findpaths.py, by behaviour).
import type { Files } from '../../files.ts';
import { type IniValue, readIni, readTomlTable } from './ini.ts';

export interface Settings {
  readonly rootdir: string;
  readonly inifile: string | undefined;
  readonly inis: ReadonlyMap<string, IniValue>;
  /** Files and folders to collect, absolute. */
  readonly args: readonly string[];
  /** Node ids asked for, as `file::name` below `args`; empty for everything. */
  readonly wanted: readonly string[];
  readonly pythonFiles: readonly string[];
  readonly norecursedirs: readonly string[];
  readonly pythonpath: readonly string[];
  readonly ignored: readonly string[];
  readonly ignoredGlobs: readonly string[];
  readonly deselected: readonly string[];
  readonly keyword: string;
  readonly markexpr: string;
  readonly importlib: boolean;
  readonly strictMarkers: boolean;
  readonly doctestModules: boolean;
  /** What is left of addopts, for options of conftest files. */
  readonly options: readonly string[];
}

export const parentOf = (path: string): string => (path.lastIndexOf('/') <= 0 ? '/' : path.slice(0, path.lastIndexOf('/')));
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const joined = (folder: string, path: string): string => normal(path.startsWith('/') ? path : `${folder}/${path}`);
function normal(path: string): string {
  if (path.startsWith('/') && path.length > 1 && !/\/(?:\.{0,2}\/|\.{0,2}$)/.test(path)) return path;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return `/${out.join('/')}`;
}

/** What a command line says of pytest's own configuration (`-c FILE`, `--rootdir DIR`): absolute paths. */
export interface Configured {
  /** The file with the settings; one that is not there, as /dev/null, means none at all. */
  readonly inifile?: string;
  readonly rootdir?: string;
  /** Further options, behind those of addopts: `-k`, `-m`, `--deselect`, `--ignore`, each with its value as a word of its own. */
  readonly options?: readonly string[];
}

/** `asked` are the paths (or node ids) of the command, relative to `cwd`. */
export function readSettings(files: Files, cwd: string, asked: readonly string[], configured: Configured = {}): Settings {
  const given = asked.map(a => {
    const [path, ...names] = a.split('::');
    return { path: joined(cwd, path), names };
  });
  const paths = given.map(g => g.path);
  const ancestor = commonFolder(files, paths) ?? cwd;
  const found = configured.inifile === undefined ? locate(files, ancestor, cwd, paths) : named(files, configured.inifile);
  const { inifile } = found;
  const rootdir = configured.rootdir ?? found.rootdir;
  const words = splitWords(listOf(found.inis.get('addopts'), true).join(' '));
  const { overrides, ...options } = parseOptions([...words, ...(configured.options ?? [])], rootdir);
  const inis = new Map([...found.inis, ...overrides]);
  const everything = paths.length === 0 || (paths.length === 1 && paths[0] === rootdir);
  const testpaths = everything ? listOf(inis.get('testpaths'), true).flatMap(p => expand(files, rootdir, p)) : [];
  return {
    rootdir,
    inifile,
    inis,
    args: testpaths.length > 0 ? testpaths : paths.length > 0 ? paths : [rootdir],
    wanted: given.filter(g => g.names.length > 0).map(g => `${relativeTo(rootdir, g.path)}::${g.names.join('::')}`),
    pythonFiles: inis.has('python_files') ? listOf(inis.get('python_files'), true) : ['test_*.py', '*_test.py'],
    norecursedirs: inis.has('norecursedirs')
      ? listOf(inis.get('norecursedirs'), true)
      : ['*.egg', '.*', '_darcs', 'build', 'CVS', 'dist', 'node_modules', 'venv', '{arch}'],
    pythonpath: listOf(inis.get('pythonpath'), true).map(p => joined(rootdir, p)),
    ...options,
  };
}
export const relativeTo = (folder: string, path: string): string =>
  path === folder ? '' : path.startsWith(folder === '/' ? '/' : `${folder}/`) ? path.slice(folder === '/' ? 1 : folder.length + 1) : path;

/** A setting as a list: lines of an ini value, or words of it. */
export function listOf(value: IniValue | undefined, words: boolean): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  return value
    .split(words ? /\s+/ : /\n/)
    .map(v => v.trim())
    .filter(v => v !== '');
}

// The root -----------------------------------------------------------------------------------------------------------------

function commonFolder(files: Files, paths: readonly string[]): string | undefined {
  let common: string | undefined;
  for (const p of paths) {
    const folder = files.kind(p) === 'folder' ? p : parentOf(p);
    if (common === undefined) common = folder;
    while (folder !== common && !folder.startsWith(`${common === '/' ? '' : common}/`)) common = parentOf(common);
  }
  return common;
}

interface Found {
  readonly rootdir: string;
  readonly inifile: string | undefined;
  readonly inis: ReadonlyMap<string, IniValue>;
}
const configNames = ['pytest.toml', '.pytest.toml', 'pytest.ini', '.pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg'];

function locate(files: Files, ancestor: string, cwd: string, paths: readonly string[]): Found {
  const upward = (start: string): Found | undefined => {
    let pyproject: Found | undefined;
    for (let folder = start; ; folder = parentOf(folder)) {
      for (const name of configNames) {
        const file = joined(folder, name);
        if (files.kind(file) !== 'file') continue;
        const inis = settingsIn(name, textOf(files, file));
        if (inis !== undefined) return { rootdir: folder, inifile: file, inis };
        if (name === 'pyproject.toml') pyproject ??= { rootdir: folder, inifile: file, inis: new Map() };
      }
      if (folder === '/') return pyproject;
    }
  };
  const found = upward(ancestor);
  if (found !== undefined) return found;
  for (let folder = ancestor; ; folder = parentOf(folder)) {
    if (files.kind(joined(folder, 'setup.py')) === 'file') return { rootdir: folder, inifile: undefined, inis: new Map() };
    if (folder === '/') break;
  }
  const rootdir = paths.length > 0 ? ancestor : cwd;
  return { rootdir, inifile: undefined, inis: new Map() };
}
function named(files: Files, file: string): Found {
  const inis = files.kind(file) === 'file' ? settingsIn(baseName(file), textOf(files, file)) : undefined;
  return { rootdir: parentOf(file), inifile: inis === undefined ? undefined : file, inis: inis ?? new Map() };
}
function settingsIn(name: string, text: string): ReadonlyMap<string, IniValue> | undefined {
  if (name.endsWith('pytest.toml')) return readTomlTable(text, 'pytest') ?? new Map();
  if (name === 'pyproject.toml') return readTomlTable(text, 'tool.pytest.ini_options') ?? readTomlTable(text, 'tool.pytest');
  const section = readIni(text).get(name === 'setup.cfg' ? 'tool:pytest' : 'pytest');
  return section ?? (name.endsWith('pytest.ini') ? new Map() : undefined);
}
const textOf = (files: Files, path: string): string => new TextDecoder().decode(files.read(path) ?? new Uint8Array());

/** A testpaths entry, which may be a glob of folders. */
function expand(files: Files, root: string, pattern: string): string[] {
  let folders = [root];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    folders = /[*?[]/.test(part)
      ? folders.flatMap(f => [...(files.list(f) ?? [])].filter(n => matchesGlob(n, part)).sort().map(n => joined(f, n)))
      : folders.map(f => joined(f, part));
  }
  return folders.filter(f => files.kind(f) !== undefined);
}

// The command line ------------------------------------------------------------------------------------------------------------

/** Words as a shell splits them (shlex.split). */
export function splitWords(text: string): string[] {
  const out: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && (text[i + 1] === '"' || text[i + 1] === '\\')) word += text[++i];
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (/\s/.test(c)) {
      if (word !== undefined) out.push(word);
      word = undefined;
    } else if (c === '\\' && i + 1 < text.length) word = (word ?? '') + text[++i];
    else word = (word ?? '') + c;
  }
  if (word !== undefined) out.push(word);
  return out;
}

type Options = Pick<Settings, 'ignored' | 'ignoredGlobs' | 'deselected' | 'keyword' | 'markexpr' | 'importlib' | 'strictMarkers' | 'doctestModules' | 'options'>;
function parseOptions(words: readonly string[], rootdir: string): Options & { readonly overrides: ReadonlyMap<string, string> } {
  const ignored: string[] = [];
  const ignoredGlobs: string[] = [];
  const deselected: string[] = [];
  const options: string[] = [];
  const overrides = new Map<string, string>();
  const override = (text: string): void => {
    const [name, ...rest] = text.split('=');
    overrides.set(name, rest.join('='));
  };
  let keyword = '';
  let markexpr = '';
  let importlib = false;
  let strictMarkers = false;
  let doctestModules = false;
  for (let i = 0; i < words.length; i++) {
    const [name, ...rest] = words[i].split('=');
    const value = (): string => (rest.length > 0 ? rest.join('=') : (words[++i] ?? ''));
    if (name === '--ignore') ignored.push(joined(rootdir, value()));
    else if (name === '--ignore-glob') ignoredGlobs.push(joined(rootdir, value()));
    else if (name === '--deselect') deselected.push(value());
    else if (name === '-k') keyword = value();
    else if (name === '-m') markexpr = value();
    else if (name === '--import-mode') importlib = value() === 'importlib';
    else if (name === '--strict-markers' || name === '--strict') strictMarkers = true;
    else if (name === '--doctest-modules') doctestModules = true;
    else if (name === '-o' || name === '--override-ini') override(value());
    else if (/^-o\w/.test(name)) override(words[i].slice(2));
    else if (name === '-p' || name === '-W' || name === '-n' || name === '-r') value();
    else options.push(words[i]);
  }
  return { ignored, ignoredGlobs, deselected, keyword, markexpr, importlib, strictMarkers, doctestModules, options, overrides };
}

const globs = new Map<string, RegExp | undefined>();
/** fnmatch of one name. */
export function matchesGlob(name: string, pattern: string): boolean {
  if (!globs.has(pattern)) globs.set(pattern, globRegExp(pattern));
  return globs.get(pattern)?.test(name) === true;
}
function globRegExp(pattern: string): RegExp | undefined {
  const source = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.').replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}
