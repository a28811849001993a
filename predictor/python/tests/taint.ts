// Which test files stand on an import that came out of doubt. A module that is loaded once is shared by all who import it, and so are its doubts.
import { type Origin, union } from '../../unknown.ts';
import { resolveRelativeName } from './relative-name.ts';
import { decodeSource } from '../imports.ts';
import { importedNames } from '../warm.ts';
import { world } from '../world.ts';
import { loadedModules } from './runner.ts';

interface Stain {
  /** Modules that were loaded while the doubt arose. */
  readonly modules: ReadonlySet<string>;
  readonly origins: readonly Origin[];
}

export class Taints {
  readonly #stains: Stain[] = [];

  /** Notes that loading these modules was in doubt. */
  add(modules: ReadonlySet<string>, origins: readonly Origin[]): void {
    if (origins.length > 0) this.#stains.push({ modules, origins });
  }

  /** The doubts that a module has by what it imports, itself included. */
  of(module: string): readonly Origin[] {
    if (this.#stains.length === 0) return [];
    const reached = closure(module);
    return this.#stains.reduce<readonly Origin[]>((all, s) => ([...reached].some(m => s.modules.has(m)) ? union(all, s.origins) : all), []);
  }
}

/** Every loaded module that the module's import statements lead to, at any depth. */
function closure(start: string): Set<string> {
  const loaded = loadedModules();
  const seen = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name) || !loaded.has(name)) continue;
    seen.add(name);
    // A submodule's packages are loaded with it.
    const dot = name.lastIndexOf('.');
    if (dot > 0) queue.push(name.slice(0, dot));
    const file = loaded.get(name);
    const bytes = file === undefined ? undefined : world.current.files.read(file);
    if (file === undefined || bytes === undefined) continue;
    for (const i of importedNames(decodeSource(bytes))) queue.push(i.level === 0 ? i.name : resolveRelativeName(i, name, file.endsWith('/__init__.py')));
  }
  return seen;
}
