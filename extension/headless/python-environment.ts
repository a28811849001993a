// Which Python a workspace uses, told by looking at files: no interpreter is ever started. It gives folders; reading them is another's task.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { listingOf } from './folder-listings.ts';
import { libraryFolder } from './virtual-library.ts';

export interface PythonEnvironment {
  /** Of the environment whose packages are used, as "3.11"; undefined where no Python was found. */
  readonly version: string | undefined;
  /** Where it was found: `.venv`, `VIRTUAL_ENV`, a path. */
  readonly origin: string;
  /** Standard library folders; the bundled one where no 3.11 was found. */
  readonly library: readonly string[];
  readonly libraryVersion: string;
  /** site-packages and what their .pth files add. */
  readonly packages: readonly string[];
  readonly bundled: boolean;
}
export interface SearchOptions {
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The engine has the semantics of this release, so it wants this library. */
export const wantedVersion = '3.11';
/** Release of the bundled library (pyodide 0.25.1). */
const bundledVersion = '3.11.3';

/** An installation or virtual environment. */
interface Installation {
  readonly version: string;
  readonly origin: string;
  readonly library: string;
  readonly packages: readonly string[];
}

/** The first environment found gives the packages; its library serves if it is 3.11, else the first 3.11 on the machine, else the bundled one. */
export function findPython(options: SearchOptions): PythonEnvironment {
  const { FORETRACE_PYTHON: asked } = options.environment;
  // Said outright: a prefix, an interpreter's path, or the library that comes with Foretrace.
  if (asked === 'bundled') return describe(undefined, undefined, bundledVersion);
  let chosen: Installation | undefined;
  for (const i of installations(options)) {
    chosen ??= i;
    if (i.version !== wantedVersion || i.library === '') continue;
    return describe(chosen, [i.library], fullVersion(i.library) ?? wantedVersion);
  }
  return describe(chosen, undefined, bundledVersion);
}
function describe(chosen: Installation | undefined, library: readonly string[] | undefined, libraryVersion: string): PythonEnvironment {
  return {
    version: chosen?.version,
    origin: chosen?.origin ?? 'bundled with Foretrace',
    library: library ?? [libraryFolder],
    libraryVersion,
    packages: chosen === undefined ? [] : withPathFiles(chosen.packages),
    bundled: library === undefined,
  };
}

// Candidates, in the order in which a shell or an editor would take them ----------------------------------------------

function* installations(o: SearchOptions): Generator<Installation> {
  const seen = new Set<string>();
  for (const [prefix, origin] of prefixes(o)) {
    const real = realpath(prefix);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    const found = installationAt(prefix, origin, o.home);
    if (found !== undefined) yield found;
  }
}
function* prefixes({ workspace, environment, home }: SearchOptions): Generator<readonly [prefix: string, origin: string]> {
  const { FORETRACE_PYTHON: asked } = environment;
  if (asked) {
    const path = resolve(workspace, asked);
    yield [basename(dirname(path)) === 'bin' ? dirname(dirname(path)) : path, 'FORETRACE_PYTHON'];
  }
  if (environment.VIRTUAL_ENV) yield [environment.VIRTUAL_ENV, 'VIRTUAL_ENV'];
  for (const name of ['.venv', 'venv', 'env', '.env']) if (existsSync(join(workspace, name, 'pyvenv.cfg'))) yield [join(workspace, name), name];
  if (environment.CONDA_PREFIX) yield [environment.CONDA_PREFIX, 'CONDA_PREFIX'];
  const versions = join(environment.PYENV_ROOT ?? join(home, '.pyenv'), 'versions');
  for (const v of pyenvVersions(workspace, environment, dirname(versions))) yield [join(versions, v), `pyenv ${v}`];
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder) || folder.endsWith(`${join('.pyenv', 'shims')}`)) continue;
    for (const name of ['python3', 'python', 'python.exe']) {
      const program = realpath(join(folder, name));
      if (program === undefined) continue;
      // bin/python3 on Unix, python.exe at the prefix on Windows.
      yield [basename(dirname(program)) === 'bin' ? dirname(dirname(program)) : dirname(program), join(folder, name)];
      if (basename(folder) === 'bin') yield [dirname(folder), join(folder, name)];
    }
  }
  for (const v of names(versions).sort(newestFirst)) yield [join(versions, v), `pyenv ${v}`];
  for (const folder of [join(home, '.local/share/uv/python'), join(home, 'miniconda3/envs'), join(home, 'anaconda3/envs')]) {
    for (const v of names(folder)) yield [join(folder, v), join(folder, v)];
  }
  for (const prefix of ['/usr/local', '/usr', '/opt/homebrew', '/Library/Frameworks/Python.framework/Versions/Current']) yield [prefix, prefix];
}
/** What the pyenv shim would choose: PYENV_VERSION, a .python-version file above, the global one. */
function pyenvVersions(workspace: string, environment: SearchOptions['environment'], root: string): string[] {
  const split = (text: string): string[] => text.split(/[\s:]+/).filter(v => v !== '' && !v.startsWith('#') && v !== 'system');
  if (environment.PYENV_VERSION) return split(environment.PYENV_VERSION);
  for (let folder = workspace; ; folder = dirname(folder)) {
    const text = readText(join(folder, '.python-version'));
    if (text !== undefined) return split(text);
    if (folder === dirname(folder)) break;
  }
  return split(readText(join(root, 'version')) ?? '');
}

// One prefix -----------------------------------------------------------------------------------------------------------

function installationAt(prefix: string, origin: string, home: string): Installation | undefined {
  const config = readText(join(prefix, 'pyvenv.cfg'));
  if (config === undefined) {
    const library = libraryOf(prefix);
    return library && { ...library, origin, packages: [...userPackages(home, library.version), ...library.packages] };
  }
  const setting = (name: string): string | undefined => new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, 'm').exec(config)?.[1];
  const base = setting('home');
  const library =
    base === undefined
      ? undefined
      : (libraryOf(dirname(base), setting('version') ?? setting('version_info')) ?? libraryOf(dirname(realpath(base) ?? base)) ?? libraryOf(base));
  const own = sitePackages(prefix);
  if (library === undefined) {
    // The base has moved away; the packages are still good.
    const version = /python(\d+\.\d+)/.exec(own[0] ?? '')?.[1];
    return version === undefined ? undefined : { version, origin, library: '', packages: own };
  }
  const shared = setting('include-system-site-packages')?.toLowerCase() === 'true' ? library.packages : [];
  return { version: library.version, origin, library: library.library, packages: [...own, ...shared] };
}

interface Library {
  readonly version: string;
  readonly library: string;
  readonly packages: readonly string[];
}
/** The library below a prefix: `lib/python3.x` on Unix, `Lib` on Windows. With several, the wanted one, else the newest. */
function libraryOf(prefix: string, wanted?: string): Library | undefined {
  const minor = /^\d+\.\d+/.exec(wanted ?? '')?.[0];
  const versions = names(join(prefix, 'lib'))
    .map(n => /^python(3\.\d+)$/.exec(n)?.[1])
    .filter(v => v !== undefined)
    .filter(v => existsSync(join(prefix, 'lib', `python${v}`, 'os.py')))
    .sort(newestFirst);
  const version = versions.find(v => v === minor) ?? (minor === undefined ? (versions.find(v => v === wantedVersion) ?? versions[0]) : undefined);
  if (version !== undefined) return { version, library: join(prefix, 'lib', `python${version}`), packages: sitePackages(prefix, version) };
  if (!existsSync(join(prefix, 'Lib', 'os.py'))) return undefined;
  const found = names(prefix)
    .map(n => /^python3(\d+)\.dll$/i.exec(n)?.[1])
    .find(v => v !== undefined);
  return { version: minor ?? (found === undefined ? wantedVersion : `3.${found}`), library: join(prefix, 'Lib'), packages: sitePackages(prefix) };
}
function sitePackages(prefix: string, version?: string): string[] {
  const lib = join(prefix, 'lib');
  const folders = version === undefined ? names(lib).filter(n => /^python3\.\d+$/.test(n)) : [`python${version}`];
  return [
    ...folders.map(f => join(lib, f, 'site-packages')),
    ...(version === undefined ? [] : [join(prefix, 'local/lib', `python${version}`, 'dist-packages'), join(lib, 'python3', 'dist-packages')]),
    join(prefix, 'Lib', 'site-packages'),
  ].filter(isFolder);
}
const userPackages = (home: string, version: string): string[] => [join(home, '.local/lib', `python${version}`, 'site-packages')].filter(isFolder);

/** The patch release, where the folder tells it (pyenv and uv name their folders so). */
const fullVersion = (library: string): string | undefined => /(?:^|[/\\-])(3\.\d+\.\d+)/.exec(library)?.[1];

// .pth files and editable installs (Lib/site.py; setuptools' finders) -----------------------------------------------------

function withPathFiles(packages: readonly string[]): string[] {
  const out = [...packages];
  const add = (folder: string): void => {
    if (isFolder(folder) && !out.includes(folder)) out.push(folder);
  };
  for (const folder of packages) {
    for (const name of names(folder).sort()) {
      const text = /\.pth$|\.egg-link$|^__editable__.*_finder\.py$/.test(name) ? readText(join(folder, name)) : undefined;
      if (text === undefined) continue;
      if (name.endsWith('.py')) for (const parent of mappedFolders(text)) add(parent);
      else {
        for (const line of text.split(/\r?\n/).map(l => l.trimEnd())) {
          // Lines that start with `import` are code: they are not run.
          if (line === '' || line.startsWith('#') || /^import[ \t]/.test(line) || line === '.') continue;
          add(isAbsolute(line) ? line : join(folder, line));
        }
      }
    }
  }
  return out;
}
/** Folders that hold the packages of an editable install's `MAPPING = {'name': '/path/to/name'}`. */
function mappedFolders(finder: string): string[] {
  const mapping = /^MAPPING\b[^=]*=\s*\{(.*?)\}/ms.exec(finder)?.[1] ?? '';
  return [...mapping.matchAll(/'([^']+)'\s*:\s*'([^']+)'/g)]
    .filter(([, name, path]) => basename(path).replace(/\.py$/, '') === name)
    .map(([, , path]) => dirname(path));
}

// pytest's plugins ---------------------------------------------------------------------------------------------------------

/** Plugins that bring no fixtures a test would ask for. */
const withoutFixtures = /^pytest_(?:cov|timeout|sugar|randomly|repeat|rerunfailures|forked|clarity|pretty|html|instafail|picked|order|ordering|metadata)-/i;

/** Whether an installed plugin may define fixtures that no file of the project defines. */
export function mayHavePluginFixtures(python: PythonEnvironment, environment: SearchOptions['environment']): boolean {
  if (environment.PYTEST_DISABLE_PLUGIN_AUTOLOAD) return false;
  if (python.packages.length === 0) return true; // Nothing is known of the packages.
  return python.packages.some(bringsFixtures);
}
/** By folder, as long as nothing comes into it or goes. */
const bringing = new Map<string, { readonly stamp: string; readonly answer: boolean }>();
function bringsFixtures(folder: string): boolean {
  const s = statSync(folder, { throwIfNoEntry: false });
  const stamp = s === undefined ? '' : `${s.ino} ${s.mtimeMs} ${s.ctimeMs}`;
  const known = bringing.get(folder);
  if (known?.stamp === stamp) return known.answer;
  const answer = names(folder).some(
    n => n.endsWith('.dist-info') && !withoutFixtures.test(n) && (readText(join(folder, n, 'entry_points.txt'))?.includes('[pytest11]') ?? false),
  );
  bringing.set(folder, { stamp, answer });
  return answer;
}

// The disk -----------------------------------------------------------------------------------------------------------------

// Most places that are looked at are not there: to be told so by an exception would cost more than all the rest.

function realpath(path: string): string | undefined {
  return attempt(path, p => realpathSync.native(p));
}
function names(folder: string): string[] {
  return attempt(folder, p => [...listingOf(p).names].sort()) ?? [];
}
function readText(path: string): string | undefined {
  return attempt(path, p => readFileSync(p, 'utf8'));
}
function attempt<R>(path: string, read: (path: string) => R): R | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return read(path);
  } catch {
    return undefined;
  }
}
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
/** "3.11.7" before "3.9.18". */
function newestFirst(a: string, b: string): number {
  const [x, y] = [a, b].map(v => (v.match(/\d+/g) ?? []).map(Number));
  for (let i = 0; i < Math.max(x.length, y.length); i++) if (x[i] !== y[i]) return (y[i] ?? 0) - (x[i] ?? 0);
  return 0;
}
