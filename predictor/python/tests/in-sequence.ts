// Rehearses tests one after the other without taking anything back between them, as pytest runs them: for a test that fails by itself but may stand on what the
// tests before it in its file left behind (class attributes, globals, fixtures of a wide scope).
import type { Raised, TestForecast } from '../../../trace-collector/trace.ts';
import { type Budget, Stopped } from '../../budget.ts';
import { type Origin, union } from '../../unknown.ts';
import { beginAskedRun } from '../ask-points.ts';
import { strText } from '../aside.ts';
import { guarded, rollback, snapshot, startRun } from '../machine.ts';
import { takeOrders } from '../open-orders.ts';
import { refusals, shared } from '../program.ts';
import { className } from '../raised.ts';
import { vm } from '../state.ts';
import { certainty } from '../unknown-value.ts';
import type { Exc } from '../values.ts';
import { watched } from '../watched-reads.ts';
import { withheldSoFar, world } from '../world.ts';
import type { Planned } from './collection.ts';
import { endOf, forecastFrom, runnerOf } from './one-test.ts';
import { runItem, sharesFixtures } from './runner.ts';

const sharing = new WeakMap<Planned, boolean>();
/** Does the test use a fixture that lives longer than it? */
export function shares(t: Planned): boolean {
  let known = sharing.get(t);
  if (known === undefined) {
    const { item } = t;
    const ending = item === undefined ? undefined : guarded(() => sharesFixtures(runnerOf(item), item)).ending;
    sharing.set(t, (known = ending?.kind === 'value' && ending.value === true));
  }
  return known;
}

/** One way through all of the tests, in their order. A test that comes after an uncertain one is uncertain too, and says which that was. `brief`: of exceptions only class and message are told. Throws `Stopped`. */
export function rehearseInSequence(tests: readonly Planned[], budget: Budget, brief: boolean): Map<string, TestForecast> {
  const out = new Map<string, TestForecast>();
  const limit = vm.recursionLimit;
  let before: readonly Origin[] = [];
  snapshot();
  try {
    tests.forEach((t, i) => {
      // There may be hundreds, each too short to hear it by itself.
      if (world.current.stopped?.()) throw new Stopped();
      const item = t.item!;
      const refused = withheldSoFar();
      startRun(shared(budget));
      if (i === 0) beginAskedRun();
      const o = guarded(() => watched(() => runItem(runnerOf(item), item, tests[i + 1]?.item)));
      let doubts = union(t.taint.doubts, refusals(refused));
      for (const d of certainty.decisions) doubts = union(doubts, d.origins);
      vm.recursionLimit = limit;
      const forecast = forecastFrom(t, [endOf(o, union(doubts, before), brief ? inShort : undefined)], true, []);
      out.set(t.id, forecast);
      if (forecast.outcome === 'unknown' && before.length === 0) before = [{ reason: 'order', what: `${stateOf}${t.id}` }];
    });
  } finally {
    rollback();
    takeOrders();
  }
  return out;
}

const stateOf = 'state left by ';
/** It does not fail there, and nothing makes it uncertain but that a test before it is. */
const onlyBehind = ({ raises, why }: TestForecast): boolean => raises === undefined && why.every(o => o.what.startsWith(stateOf));

const inShort = (exc: Exc): Raised => ({ type: className(exc.cls), message: strText(exc), traceback: [], because: [] });

/** Whether the test ends in sequence as it does alone. */
export const endsAlike = (alone: TestForecast, inSequence: TestForecast): boolean =>
  inSequence.outcome === alone.outcome && inSequence.result === alone.result && inSequence.raises?.type === alone.raises?.type && inSequence.raises?.message === alone.raises?.message;

/** An outcome by itself, held against how the test ends in sequence: what pytest would see. A pass that nothing speaks against stays one where the sequence is uncertain; `behind` a failure it must pass there too. */
export function settledInSequence(alone: TestForecast, inSequence: TestForecast, behind: boolean): TestForecast {
  if (endsAlike(alone, inSequence)) return alone;
  if (inSequence.outcome === 'unknown' && alone.outcome === 'pass' && (!behind || onlyBehind(inSequence))) return alone;
  return inSequence.outcome === 'unknown' && inSequence.raises?.type === alone.raises?.type ? alone : inSequence;
}
