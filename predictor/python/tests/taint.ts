// Which test files stand on an import that came out of doubt. A module that is loaded once is shared by all who import it, and so are its doubts.
import { type Origin, union } from '../../unknown.ts';
import { stopWatching, watchModules } from '../doubt-watch.ts';
import { decodeSource } from '../imports.ts';
import { importedNames } from '../warm.ts';
import { world } from '../world.ts';
import { resolveRelativeName } from './relative-name.ts';
import { loadedModules } from './runner.ts';

export class Taints {
  /** Doubts by the file of the module body that they arose in. */
  readonly #stains = watchModules();

  /** The doubts that a module has by what it imports, itself included. */
  of(module: string): readonly Origin[] {
    if (this.#stains.size === 0) return [];
    const files = closure(module);
    let out: readonly Origin[] = [];
    for (const [file, origins] of this.#stains) if (files.has(file)) out = union(out, origins);
    return out;
  }

  /** Collection is over: what tests doubt is their own affair. */
  close(): void {
    stopWatching();
  }

  /** Doubts since the last asking that arose in no module's body: they are of what was being done. */
  loose(): readonly Origin[] {
    const out = this.#stains.get('') ?? [];
    this.#stains.delete('');
    return union([], out);
  }
}

/** Files of every loaded module that the module's import statements lead to, at any depth. */
function closure(start: string): Set<string> {
  const loaded = loadedModules();
  const seen = new Set<string>();
  const files = new Set<string>();
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
    files.add(file);
    for (const i of importedNames(decodeSource(bytes))) queue.push(i.level === 0 ? i.name : resolveRelativeName(i, name, file.endsWith('/__init__.py')));
  }
  return files;
}
