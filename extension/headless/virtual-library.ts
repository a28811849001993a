// The bundled standard library: the .py files of a zip, shown as a read-only folder. It is what machines without Python rehearse on.
import { unzipSync } from 'fflate';
import type { Files } from '../../predictor/files.ts';

/** Where the bundled library stands in the engine's world. */
export const libraryFolder = '/python-stdlib';

/** `base` with the zip's content at `libraryFolder`. Entries are unpacked when they are read. */
export function withLibrary(base: Files, zip: Uint8Array): Files {
  const names: string[] = [];
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
  const unpacked = new Map<string, Uint8Array>();
  return {
    refused: base.refused,
    kind: path => (inside(path) ? (folders.has(path) ? 'folder' : files.has(path) ? 'file' : undefined) : base.kind(path)),
    list(path) {
      if (!inside(path)) return base.list(path);
      const children = folders.get(path);
      return children === undefined ? undefined : [...children];
    },
    read(path) {
      if (!inside(path)) return base.read(path);
      const name = files.get(path);
      if (name === undefined) return undefined;
      let bytes = unpacked.get(path);
      if (bytes === undefined) {
        bytes = unzipSync(zip, { filter: entry => entry.name === name })[name];
        unpacked.set(path, bytes);
      }
      return bytes;
    },
  };
}
