// What entries of `sys.path` stand for (PathFinder._path_hooks): folders, wherever the program stands; zip archives, which `zipimport` reads; and what the program's own hooks take.
import { getAttr } from './attributes.ts';
import { call, callMethod } from './calls.ts';
import { dictGet } from './dict-keys.ts';
import { isRaised } from './exceptions.ts';
import { disk } from './modules/disk.ts';
import { asRaise } from './raise.ts';
import { List, Module, type Value } from './values.ts';
import { unwatched } from './watched-reads.ts';
import { filesNow } from './world.ts';

/** The folder that an entry names, as FileFinder joins it: `.` and `..` stay in it. */
export function folderOf(entry: string): string {
  if (entry === '' || entry === '.') return disk().cwd;
  const path = entry.startsWith('/') ? entry : `${disk().cwd}/${entry}`;
  return path.endsWith('/') ? path.replace(/\/+$/, '') || '/' : path;
}
/** The module's spec by what stands at the entry; undefined where nobody there knows it. */
export function specFromHooks(name: string, entry: string, importModule: (name: string) => Value): Value | undefined {
  if (loadingOwn) return undefined;
  const sys = importModule('sys');
  const own = sys instanceof Module ? dictGet(sys.dict, 'path_hooks') : undefined;
  const hooks = own instanceof List ? own.items.slice() : [];
  if (standsInFile(folderOf(entry))) hooks.unshift(zipimporter(importModule));
  for (const hook of hooks) {
    const finder = unlessImportError(() => call(hook, [entry]));
    if (finder === undefined) continue;
    const spec = callMethod(finder, 'find_spec', [name]);
    return spec === null ? undefined : spec;
  }
  return undefined;
}
/** In CPython it is frozen: what it imports is found without it. */
let loadingOwn = false;
function zipimporter(importModule: (name: string) => Value): Value {
  loadingOwn = true;
  try {
    return getAttr(importModule('zipimport'), 'zipimporter');
  } finally {
    loadingOwn = false;
  }
}
/** Whether the path goes to a file, or on into one. */
function standsInFile(path: string): boolean {
  for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    const kind = unwatched(() => filesNow().kind(at));
    if (kind !== undefined) return kind === 'file';
  }
  return false;
}
function unlessImportError(act: () => Value): Value | undefined {
  try {
    return act();
  } catch (e) {
    if (!isRaised(asRaise(e), 'ImportError')) throw e;
    return undefined;
  }
}
