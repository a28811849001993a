// Library modules that tests import while they run. In pytest's one process such a module stays; here each test is taken back, and the next would read it anew. What
// a second test asks for is therefore imported once for all that follow, if its import leaves nothing in doubt.
import { importModule, loadedNow } from '../imports.ts';
import { guarded, rollback, snapshot, startRun } from '../machine.ts';
import { certainty } from '../unknown-value.ts';
import { withheldSoFar } from '../world.ts';
import { importBudget } from './collection.ts';

export class WarmModules {
  readonly #asked = new Map<string, number>();
  readonly #refused = new Set<string>();

  /** To be called behind each test, its changes taken back. */
  after(): void {
    for (const name of loadedNow.keys()) {
      const times = (this.#asked.get(name) ?? 0) + 1;
      this.#asked.set(name, times);
      // A module is imported behind its packages: what could not be kept of them ends it too.
      if (times === 2 && !packagesOf(name).some(p => this.#refused.has(p)) && !kept(name)) this.#refused.add(name);
    }
    loadedNow.clear();
  }
}
const packagesOf = (name: string): string[] => [...name.matchAll(/\./g)].map(dot => name.slice(0, dot.index));
function kept(name: string): boolean {
  const withheld = withheldSoFar();
  snapshot();
  startRun(importBudget);
  const o = guarded(() => importModule(name));
  const clean = o.ending.kind === 'value' && o.doubts.length === 0 && certainty.decisions.length === 0 && o.effects.length === 0 && o.stdout === '' && withheldSoFar() === withheld;
  if (!clean) rollback();
  return clean;
}
