// The project's Python sources, and the names that they are imported by.
import type { Files } from '../../files.ts';
import { baseName } from './settings.ts';

export interface Sources {
  /** Paths, sorted. */
  readonly all: readonly string[];
  /** Those among them that mark packages, or tell pytest what it does. */
  readonly marking: readonly string[];
}
const known = new WeakMap<object, Sources>();
/** The project's Python sources. */
export function sourcesOf(files: Files, workspace: string): Sources {
  const { standing } = files;
  const state = standing?.folder === workspace && !standing.isReshaped ? standing.state : undefined;
  let sources = state === undefined ? undefined : known.get(state);
  if (sources === undefined) {
    const all = sourcesBelow(files, workspace).sort();
    sources = { all, marking: all.filter(p => p.endsWith('/__init__.py') || p.endsWith('/conftest.py')) };
    if (state !== undefined) known.set(state, sources);
  }
  return sources;
}
/** Python sources below a folder, less what belongs to environments and caches. */
function sourcesBelow(files: Files, folder: string, depth = 0): string[] {
  if (depth > 40) return [];
  const names = files.list(folder) ?? [];
  if (names.includes('pyvenv.cfg')) return [];
  return names.flatMap(name => {
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    if (name.endsWith('.py')) return [path];
    if (name.startsWith('.') || name.includes('.') || name === '__pycache__' || name === 'node_modules' || name === 'site-packages') return [];
    return files.kind(path) === 'folder' ? sourcesBelow(files, path, depth + 1) : [];
  });
}
/** The name that an import statement would have for the file. */
export function stemOf(path: string): string {
  const name = baseName(path).replace(/\.py$/, '');
  return name === '__init__' ? baseName(path.slice(0, path.lastIndexOf('/'))) : name;
}
/** Names by which sources could be found from a folder on the path, before a module of the library: such a folder is no package itself. */
export function namesFromPath(files: Files, workspace: string): Set<string> {
  const out = new Set<string>();
  for (const source of sourcesBelow(files, workspace)) {
    const own = folderOf(source);
    const folder = source.endsWith('/__init__.py') ? folderOf(own) : own;
    if (files.kind(`${folder}/__init__.py`) !== 'file') out.add(stemOf(source));
  }
  return out;
}
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
