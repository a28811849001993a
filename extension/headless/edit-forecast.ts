// An edit's forecast: the tests before and after it. What `check`, `serve` and the library have in common.
import { relative } from 'node:path';
import type { Budget } from '../../predictor/budget.ts';
import { compareSuites, newEffects } from '../../predictor/forecast/compare.ts';
import { suspicionOf } from '../../predictor/forecast/suspicion.ts';
import { Failed } from '../../trace-collector/failure.ts';
import type { OracleUse, Report, TestForecast } from '../../trace-collector/trace.ts';
import type { Edit } from './edits.ts';
import type { Place } from './protocol.ts';
import { type Reasons, withReasons } from './edit-reasons.ts';
import { type Oracles, suiteWithOracles } from './oracles/filled-forecasts.ts';
import { type Engines, type Suite, type SuiteAsked, type SuiteWatch, testBudget } from './service.ts';

export interface EditAsked {
  /** Folder where pytest would be started, and the files, folders or node ids asked for. */
  readonly cwd: string;
  readonly paths: readonly string[];
  /** pytest's options that pick tests: `-k`, `-m` … */
  readonly options?: readonly string[];
  /** Without one the tests are forecast as they are. */
  readonly edit?: Edit;
  /** What each test may spend; the rest is as usual. */
  readonly budget?: Partial<Budget>;
  /** Look for what lies behind the outcomes, too. */
  readonly reasons?: Reasons;
  /** It may be cancelled because its time is over: what is remembered of the state before the edit is told first, so that there is something to hold the new forecasts against. */
  readonly limited?: boolean;
  /** Rehearse all anew instead of recalling what still holds. */
  readonly fresh?: boolean;
  /** Asked for what is unknown after the edit. */
  readonly oracles?: Oracles;
  /** The workspace with contents that differ from the disk. */
  readonly place: (changes: Edit['after']) => Place;
}
/** Hears of forecasts as they come; `state` tells of which side of the edit. */
type Hear = (f: TestForecast, state: 'before' | 'after') => void;
export type EditWatch = Omit<SuiteWatch, 'onTest' | 'onRecalled' | 'onSuspected' | 'onTrace'> & {
  readonly onTest?: Hear;
  readonly onRecalled?: Hear;
  /** How many tests are remembered of the state before the edit; where time is `limited`, before all else. */
  readonly onRemembered?: (tests: number) => void;
  /** Has something to do while the tests of one side are rehearsed, and with them. */
  readonly during?: (changes: Edit['after'], suite: Promise<Suite>) => Promise<void>;
};

export async function forecastEdit(service: Engines, asked: EditAsked, watch: EditWatch = {}): Promise<Report> {
  const { cwd, paths, edit, budget, fresh, place } = asked;
  const from = performance.now();
  const scenario = place(new Map()).scenario;
  const named = scenario === undefined ? {} : { scenario: scenario.name };
  const milliseconds = (): number => Math.round(performance.now() - from);
  // An edit that changes nothing breaks nothing.
  if (edit !== undefined && edit.changed.length === 0)
    return { root: cwd, python: { version: '', origin: '' }, changed: [], tests: [], effects: [], ...named, milliseconds: milliseconds() };
  // What a budget of its own has cut short is not worth remembering.
  const spending = budget === undefined ? { fresh } : { fresh: true, budget: { ...testBudget, ...budget } };
  const told: Record<'before' | 'after', TestForecast[]> = { before: [], after: [] };
  /** Failures after the edit that were not yet seen through when it was cancelled. */
  const suspected: TestForecast[] = [];
  let found: Pick<Suite, 'root' | 'python'> = { root: cwd, python: { version: '', origin: '' } };
  // Told by the second run alone, which rehearses only what the edit touches.
  const reached = new Set<string>();
  let uses: readonly OracleUse[] | undefined;
  const requestFor = (changes: Edit['after'], state: 'before' | 'after'): SuiteAsked => ({
    place: place(changes),
    cwd,
    paths,
    list: false,
    ...spending,
    ...(asked.options === undefined ? {} : { configured: { options: asked.options } }),
    ...(state === 'before' ? { isBefore: true } : {}),
  });
  const run = async (changes: Edit['after'], state: 'before' | 'after'): Promise<Suite> => {
    const suite = suiteWithOracles(
      service,
      requestFor(changes, state),
      {
        ...watch,
        onCollected: s => (found = s),
        onTest(f) {
          told[state].push(f);
          watch.onTest?.(f, state);
        },
        onRecalled: f => watch.onRecalled?.(f, state),
        onSuspected: f => state === 'after' && suspected.push(f),
        onProgress(p) {
          if (p.phase === 'test' && state === 'after') reached.add(p.what);
          watch.onProgress?.(p);
        },
      },
      state === 'after' ? asked.oracles : undefined,
    );
    await watch.during?.(changes, suite);
    const both = await suite;
    uses = both.uses ?? uses;
    return both;
  };
  const reportOf = (before: readonly TestForecast[], after: readonly TestForecast[]): Report => ({
    root: found.root,
    python: found.python,
    changed: (edit?.changed ?? []).map(f => relative(found.root, f)),
    tests: compareSuites(before, after, edit !== undefined),
    effects: newEffects(before, after, edit !== undefined),
    ...named,
    ...(uses === undefined ? {} : { oracles: [...uses] }),
    milliseconds: milliseconds(),
  });
  // The second run recalls from the first what the edit does not touch; what is on the disk comes first, for that is remembered.
  const afterFirst = edit === undefined || edit.after.size === 0;
  let report: Report;
  try {
    if (edit !== undefined && asked.limited) {
      const { tests } = await service.suite({ ...requestFor(edit.before, 'before'), recallOnly: true }, { signal: watch.signal });
      told.before.push(...tests);
      watch.onRemembered?.(tests.length);
    }
    const first = await run(afterFirst ? new Map() : edit.before, afterFirst ? 'after' : 'before');
    const second = edit === undefined ? undefined : await run(afterFirst ? edit.before : edit.after, afterFirst ? 'before' : 'after');
    report = reportOf((afterFirst ? second : first)?.tests ?? [], (afterFirst ? first : second!).tests);
  } catch (e) {
    if (!isCancelled(e)) throw e;
    const known = new Map(told.before.map(f => [f.id, f]));
    const all = withSuspected(told.after, suspected);
    const both = edit === undefined ? all : all.filter(f => known.has(f.id));
    if (both.length === 0) throw e;
    return {
      ...reportOf(
        both.flatMap(f => known.get(f.id) ?? []),
        both,
      ),
      stopped: true,
    };
  }
  if (asked.reasons === undefined || edit === undefined) return report;
  try {
    return { ...(await withReasons(service, { ...asked, edit }, report, [...reached], asked.reasons, watch)), milliseconds: milliseconds() };
  } catch (e) {
    // The outcomes are all there.
    if (isCancelled(e)) return report;
    throw e;
  }
}
/** What was told, and the failures that were not seen through. */
function withSuspected(told: readonly TestForecast[], suspected: readonly TestForecast[]): TestForecast[] {
  const known = new Set(told.map(f => f.id));
  return [...told, ...suspected.filter(f => !known.has(f.id)).map(suspicionOf)];
}
const isCancelled = (e: unknown): boolean => e instanceof Failed && e.failure.blame === 'nobody';
