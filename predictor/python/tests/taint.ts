// Which test files stand on an import that came out of doubt. A module that is loaded once is shared by all who import it, and so are its doubts.
import { type Origin, union } from '../../unknown.ts';
import { stopWatching, watchModules } from '../doubt-watch.ts';
import { decodeSource } from '../imports.ts';
import { importedNames } from '../warm.ts';
import { world } from '../world.ts';
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
  readonly #stains = watchModules();

  /** Those that a module has by what it imports, itself included. */
  of(module: string): Taint {
    const { doubts, orders } = this.#stains;
    if (doubts.size === 0 && orders.size === 0) return noTaint;
    const files = closure(module);
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

/** Files of every loaded module that the module's import statements lead to, at any depth. */
export function closure(start: string): Set<string> {
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
