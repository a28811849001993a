// Branches on unknowns: runs the same thing once for each way its unknown branches may go, bounded, and says whether all ways agree.
import type { Budget } from '../budget.ts';
import { type Origin, union } from '../unknown.ts';
import { guarded, type Outcome, rollback, snapshot, startRun } from './machine.ts';
import { certainty } from './unknown-value.ts';
import type { Value } from './values.ts';

export interface Explored {
  /** One outcome for each path, the first with every unknown branch taken as true. */
  readonly outcomes: readonly Outcome[];
  /** Every path was seen; else `origins` names the branches that were left out. */
  readonly complete: boolean;
  readonly origins: readonly Origin[];
}

/** `act` must start from the current state each time: it is run from a snapshot. `read` sees each outcome before the state is taken back; `enough` ends the search early. */
export function explore(act: () => Value, budget: Budget, read: (o: Outcome) => void, enough: () => boolean = () => false): Explored {
  const outcomes: Outcome[] = [];
  let origins: readonly Origin[] = [];
  let decisions: { taken: boolean; origins: readonly Origin[] }[] = [];
  for (;;) {
    snapshot();
    startRun(budget);
    certainty.decisions = decisions;
    const o = guarded(act);
    outcomes.push(o);
    read(o);
    const made = certainty.decisions;
    for (const d of made) origins = union(origins, d.origins);
    const undone = rollback();
    // The next path: the last branch not yet taken the other way.
    while (made.length > 0 && !made[made.length - 1].taken) made.pop();
    if (made.length === 0) return { outcomes, complete: undone, origins };
    if (outcomes.length >= budget.paths || !undone || enough()) return { outcomes, complete: false, origins };
    made[made.length - 1] = { taken: false, origins: made[made.length - 1].origins };
    decisions = made;
  }
}
