// The bundled standard library: the .py files of a zip, shown as a read-only folder. It is what machines without Python rehearse on.
import { unzipSync } from 'fflate';
import type { Files } from '../../predictor/files.ts';

/** Where the bundled library stands in the engine's world. */
export const libraryFolder = '/python-stdlib';

/**
 * Modules of the standard library that the zip lacks. They are there in a real Python, so to miss them would be wrong: they are shown as C extensions, which the
 * engine takes for unknown.
 */
const absent = [
  '_lzma',
  '_sqlite3',
  '_ssl',
  'curses',
  'dbm',
  'distutils',
  'ensurepip',
  'idlelib',
  'lib2to3',
  'lzma',
  'pydoc_data',
  'sqlite3',
  'ssl',
  'test',
  'tkinter',
  'turtle',
  'venv',
];

/** `base` with the zip's content, and `added` files, at `libraryFolder`. Entries are unpacked when they are read. */
export function withLibrary(base: Files, zip: Uint8Array, added: ReadonlyMap<string, Uint8Array> = new Map()): Files {
  const names: string[] = [...added.keys(), ...absent.map(m => `${m}.so`)];
  unzipSync(zip, {
    filter(entry) {
      names.push(entry.name);
      return false;
    },
  });
  const folders = new Map<string, Set<string>>([[libraryFolder, new Set()]]);
  const files = new Map<string, string>();
  for (const name of names) {
    const path = `${libraryFolder}/${name.replace(/\/$/, '')}`;
    if (name.endsWith('/')) folders.set(path, folders.get(path) ?? new Set());
    else files.set(path, name);
    for (let p = path; p !== libraryFolder; ) {
      const slash = p.lastIndexOf('/');
      const parent = p.slice(0, slash);
      const children = folders.get(parent) ?? new Set();
      folders.set(parent, children.add(p.slice(slash + 1)));
      p = parent;
    }
  }
  const inside = (path: string): boolean => path.startsWith(libraryFolder);
  const unpacked = new Map([...added].map(([name, bytes]) => [`${libraryFolder}/${name}`, bytes]));
  return {
    refused: base.refused,
    standing: base.standing,
    kind: path => (inside(path) ? (folders.has(path) ? 'folder' : files.has(path) ? 'file' : undefined) : base.kind(path)),
    keepsOrder: path => !inside(path) && base.keepsOrder?.(path) === true,
    list(path) {
      if (!inside(path)) return base.list(path);
      const children = folders.get(path);
      return children === undefined ? undefined : [...children];
    },
    stamp: path => (inside(path) ? undefined : base.stamp?.(path)),
    read(path) {
      if (!inside(path)) return base.read(path);
      const name = files.get(path);
      if (name === undefined || name.endsWith('.so')) return undefined;
      let bytes = unpacked.get(path);
      if (bytes === undefined) {
        bytes = unzipSync(zip, { filter: entry => entry.name === name })[name];
        unpacked.set(path, bytes);
      }
      return bytes;
    },
  };
}
