// What import statements do: they ask the `__import__` that the builtins of their namespace hold (IMPORT_NAME in Python/ceval.c), which a program may have replaced; tests of
// optional dependencies do.
import { call } from '../calls.ts';
import type { Frame } from '../frames.ts';
import { importError, importFrom, importName, importStar } from '../imports.ts';
import { Tuple, type Value } from '../values.ts';
import { builtinsDict, builtinsOf } from './names.ts';

/** The program's own `__import__`, or null where it is the engine's. */
function ownImporter(f: Frame): Value {
  const importer = builtinsOf(f.globals).map.get('__import__')?.value;
  if (importer === undefined) throw importError('__import__ not found');
  return importer === builtinsDict.importer ? null : importer;
}
const asked = (importer: Value, f: Frame, name: string, from: readonly string[] | null, level: number): Value =>
  call(importer, [name, f.globals, f.locals, from === null ? null : new Tuple([...from]), level]);

/** `import a.b`: the top package, or with `leaf` (`import a.b as c`) the named module. */
export function imported(f: Frame, name: string, leaf: boolean): Value {
  const importer = ownImporter(f);
  if (importer === null) return importName(name, f.globals, leaf, 0);
  const top = asked(importer, f, name, null, 0);
  return leaf ? name.split('.').slice(1).reduce(importFrom, top) : top;
}
/** `from a import …`: what the names are to be taken from. */
export function importedFrom(f: Frame, name: string, level: number, names: readonly string[]): Value {
  const importer = ownImporter(f);
  return importer === null ? importName(name, f.globals, true, level, names) : asked(importer, f, name, names, level);
}
/** `from a import *` */
export function importedStar(f: Frame, name: string, level: number): void {
  const importer = ownImporter(f);
  importStar(f, importer === null ? importName(name, f.globals, true, level) : asked(importer, f, name, ['*'], level));
}
