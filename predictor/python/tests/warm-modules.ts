// Library modules that tests import while they run. In pytest's one process such a module stays; here each test is taken back, and the next would read it anew. What
// a second test asks for is therefore imported once for all that follow, if its import leaves nothing in doubt.
import { importModule, loadedNow } from '../imports.ts';
import { guarded, rollback, snapshot, startRun } from '../machine.ts';
import { certainty } from '../unknown-value.ts';
import { importBudget } from './collection.ts';

export class WarmModules {
  readonly #asked = new Map<string, number>();

  /** To be called behind each test, its changes taken back. */
  after(): void {
    for (const name of loadedNow.keys()) {
      const times = (this.#asked.get(name) ?? 0) + 1;
      this.#asked.set(name, times);
      if (times === 2) keep(name);
    }
    loadedNow.clear();
  }
}
function keep(name: string): void {
  snapshot();
  startRun(importBudget);
  const o = guarded(() => importModule(name));
  if (o.ending.kind !== 'value' || o.doubts.length > 0 || certainty.decisions.length > 0 || o.effects.length > 0 || o.stdout !== '') rollback();
}
