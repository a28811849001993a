// Which test files stand on an import that came out of doubt. A module that is loaded once is shared by all who import it, and so are its doubts.
import { type Origin, union } from '../../unknown.ts';
import { type Stains, stopWatching, watchModules } from '../doubt-watch.ts';
import { loadedTree } from '../code-of-files.ts';
import { type ImportedName, importedNames, namesImportedIn } from '../warm.ts';
import { world } from '../world.ts';
import { decodeSource } from '../source-encoding.ts';
import { resolveRelativeName } from './relative-name.ts';
import { loadedModules } from './runner.ts';

/** Doubts that keep an outcome from being definite, and open orders that have yet to be tried out. */
export interface Taint {
  readonly doubts: readonly Origin[];
  readonly orders: readonly Origin[];
}
export const noTaint: Taint = { doubts: [], orders: [] };
export const joinTaints = (a: Taint, b: Taint): Taint => ({ doubts: union(a.doubts, b.doubts), orders: union(a.orders, b.orders) });
export const doubted = (doubts: readonly Origin[]): Taint => ({ doubts, orders: [] });

export class Taints {
  readonly #stains: Stains;
  constructor(before?: Stains) {
    this.#stains = watchModules(before);
  }

  /** Those that a module has by what it imports, itself included. */
  of(module: string): Taint {
    const { doubts, orders } = this.#stains;
    if (doubts.size === 0 && orders.size === 0) return noTaint;
    const files = new ImportGraph().closure(module);
    const among = (stains: ReadonlyMap<string, readonly Origin[]>): readonly Origin[] => {
      let out: readonly Origin[] = [];
      for (const [file, origins] of stains) if (files.has(file)) out = union(out, origins);
      return out;
    };
    return { doubts: among(doubts), orders: among(orders) };
  }

  /** Those since the last asking that arose in no module's body: they are of what was being done. */
  loose(): Taint {
    const { doubts, orders } = this.#stains;
    const out = { doubts: doubts.get('') ?? [], orders: orders.get('') ?? [] };
    doubts.delete('');
    orders.delete('');
    return out;
  }

  /** Collection is over: what tests doubt is their own affair. */
  close(): void {
    stopWatching();
  }
}

/** Who imports whom among the modules that are loaded, by their import statements. */
export class ImportGraph {
  readonly #loaded = loadedModules();
  readonly #leads = new Map<string, readonly string[]>();

  /** Files of every loaded module that the module's import statements lead to, at any depth. */
  closure(start: string): Set<string> {
    const seen = new Set<string>();
    const files = new Set<string>();
    const queue = [start];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (seen.has(name) || !this.#loaded.has(name)) continue;
      seen.add(name);
      // A submodule's packages are loaded with it.
      const dot = name.lastIndexOf('.');
      if (dot > 0) queue.push(name.slice(0, dot));
      const file = this.#loaded.get(name);
      const leads = file === undefined ? undefined : this.#leadsOf(name, file);
      if (file === undefined || leads === undefined) continue;
      files.add(file);
      queue.push(...leads);
    }
    return files;
  }
  #leadsOf(name: string, file: string): readonly string[] | undefined {
    const known = this.#leads.get(name);
    if (known !== undefined) return known;
    const leads = namesIn(file)?.map(i => (i.level === 0 ? i.name : resolveRelativeName(i, name, file.endsWith('/__init__.py'))));
    if (leads !== undefined) this.#leads.set(name, leads);
    return leads;
  }
}
function namesIn(file: string): readonly ImportedName[] | undefined {
  const tree = loadedTree(file);
  if (tree !== undefined) return namesImportedIn(tree);
  const bytes = world.current.files.read(file);
  return bytes === undefined ? undefined : importedNames(decodeSource(bytes));
}
