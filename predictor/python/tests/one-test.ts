// Rehearses one collected test on every path through its unknown branches.
import type { Raised, TestForecast, Trace } from '../../../trace-collector/trace.ts';
import type { Budget } from '../../budget.ts';
import type { Effect } from '../../effects.ts';
import { agree, type PathEnd } from '../../forecast/agreement.ts';
import { type Origin, union } from '../../unknown.ts';
import { strText } from '../aside.ts';
import { filledInRun } from '../ask-points.ts';
import { getAttr } from '../attributes.ts';
import type { Outcome } from '../machine.ts';
import { takeOrders } from '../open-orders.ts';
import { type MomentAnswers, momentVisit } from '../moments.ts';
import { explore } from '../paths.ts';
import { refusals, shared } from '../program.ts';
import { raisedOf } from '../raised.ts';
import { vm } from '../state.ts';
import { Recorder } from '../trace-recorder.ts';
import { renderTrace } from '../trace-text.ts';
import { Exc, type Tuple, type Value } from '../values.ts';
import { watched } from '../watched-reads.ts';
import { run, withheldSoFar } from '../world.ts';
import { type Change, changedCells, takeChanges } from './changed-cells.ts';
import type { Planned, TraceAsked } from './collection.ts';
import { runItem } from './runner.ts';

/** How one path through a test ended. */
export interface TestEnd extends PathEnd {
  readonly result: TestForecast['result'];
  readonly phase: TestForecast['phase'];
  readonly reason: string | undefined;
}

/** Paths of a test that tell how likely it passes, where it is clear already that the answer is unknown. */
const enoughPaths = 4;
/** Steps after which two that end differently are enough: the chance is not worth as much again. */
const manySteps = 300_000;
/** Steps up to which a test is repeated for what it leaves to others: a part of a second. */
const longSteps = 2_000_000;
const isSettled = (ends: readonly TestEnd[]): boolean => ends[0].outcome !== 'unknown' && ends.every(e => e.outcome === ends[0].outcome && e.result === ends[0].result && e.raises?.type === ends[0].raises?.type);

export const runnerOf = (item: Value): Value => getAttr(getAttr(getAttr(item, 'session'), 'config'), 'runner');

export interface RehearsedTest {
  readonly forecast: TestForecast;
  /** The open orders that it hangs on: it holds if it comes out the same in other orders. */
  readonly orders: readonly Origin[];
  /** It may have left something changed for the tests after it. */
  readonly marred: boolean;
  /** What it may have left changed, as far as it can be named (forecast/left-cells.ts). */
  readonly cells: readonly string[];
  /** It takes so many steps that it is not worth repeating for what it leaves to others. */
  readonly long: boolean;
  /** Of the first path, where it was asked for. */
  readonly trace?: Trace;
  readonly answers?: MomentAnswers;
}

export function rehearseTest(t: Planned, budget: Budget, asked?: TraceAsked): RehearsedTest {
  const ends: TestEnd[] = [];
  let steps = 0;
  const limit = vm.recursionLimit;
  const refused = withheldSoFar();
  const item = t.item!;
  const runner = runnerOf(item);
  takeOrders();
  vm.marred = false;
  const changes: Change[] = [];
  const answers: MomentAnswers | undefined = asked?.moments === undefined ? undefined : { sets: [], answers: [] };
  let recorder = asked === undefined ? undefined : recorderOf(asked, answers);
  let trace: Trace | undefined;
  const seen = explore(
    () => {
      recorder?.start();
      try {
        return watched(() => runItem(runner, item));
      } finally {
        recorder?.stop();
      }
    },
    shared(answers === undefined ? budget : { ...budget, paths: 1 }),
    o => {
      if (recorder !== undefined) trace = renderTrace(recorder, run.stdout, asked?.addresses);
      recorder = undefined;
      ends.push(endOf(o, union(t.taint.doubts, refusals(refused))));
      changes.push(...takeChanges());
      steps += o.steps;
      vm.recursionLimit = limit;
    },
    () => (ends.length >= enoughPaths || steps > manySteps) && !isSettled(ends),
  );
  const complete = seen.complete || (ends.length === 1 && seen.origins.length === 0);
  return { forecast: forecastFrom(t, ends, complete, seen.origins), orders: union(t.taint.orders, takeOrders()), marred: vm.marred, cells: changes.length === 0 ? [] : changedCells(changes), long: steps / ends.length > longSteps, trace, answers };
}
export function forecastFrom(t: Planned, ends: readonly TestEnd[], complete: boolean, origins: readonly Origin[]): TestForecast {
  const f = agree({ ends, complete, origins });
  const shown = ends.find(e => e.outcome === 'fail') ?? ends[0];
  const { value: _, ...rest } = f;
  return { ...rest, id: t.id, file: t.file, line: t.line, result: f.outcome === 'unknown' ? 'unknown' : shown.result, phase: shown.phase, reason: shown.reason };
}

function recorderOf({ limit, within, only, moments }: TraceAsked, answers: MomentAnswers | undefined): Recorder {
  const isOf = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);
  return new Recorder({
    limit,
    wanted: c => !c.library && (only === undefined || only.some(p => isOf(c.file, p))),
    at: moments === undefined ? undefined : momentVisit(moments, answers!),
    within: within === undefined ? undefined : c => c.file === within.file && c.qualname === within.function,
  });
}

/** `told` gives what is told of an exception: all of it, where nothing else is asked for. */
export function endOf(o: Outcome, doubts: readonly Origin[], told: (exc: Exc) => Raised = raisedOf): TestEnd {
  const why = union(o.doubts, doubts);
  const gathered = { effects: o.effects.filter(isOfTheTest), stdout: o.stdout, stderr: o.stderr, filled: filledInRun() };
  const { ending } = o;
  if (ending.kind === 'unknown') return { outcome: 'unknown', result: 'unknown', phase: 'call', reason: undefined, why: union(ending.origins, why), ...gathered };
  const definite = why.length === 0;
  // The model catches all that a test raises; what comes through it was raised by the model.
  if (ending.kind === 'raise') return { outcome: 'unknown', result: 'unknown', phase: 'call', reason: undefined, why: union([{ reason: 'not-modelled', what: `pytest's model: ${strText(ending.exc)}` }], why), raises: told(ending.exc), ...gathered };
  const [result, phase, exc, reason] = (ending.value as Tuple).items as [TestForecast['result'], TestForecast['phase'], Value, Value];
  const fails = result === 'failed' || result === 'error';
  return {
    outcome: definite ? (fails ? 'fail' : 'pass') : 'unknown',
    value: result,
    result,
    phase,
    reason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    raises: fails && exc instanceof Exc ? told(exc) : undefined,
    why,
    ...gathered,
  };
}
/** Temporary folders and pytest's own variable are the framework's, not the program's. */
const isOfTheTest = (e: Effect): boolean => !e.what.startsWith('/tmp/pytest-of-user') && !(e.kind === 'environment' && e.what.startsWith('PYTEST_'));
