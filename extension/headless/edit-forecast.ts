// An edit's forecast: the tests before and after it. What `check`, `serve` and the library have in common.
import { relative } from 'node:path';
import type { Budget } from '../../predictor/budget.ts';
import { compareSuites, newEffects } from '../../predictor/forecast/compare.ts';
import type { Report, TestForecast } from '../../trace-collector/trace.ts';
import type { Edit } from './edits.ts';
import type { Place } from './protocol.ts';
import { type Service, type Suite, type SuiteWatch, testBudget } from './service.ts';

export interface EditAsked {
  /** Folder where pytest would be started, and the files, folders or node ids asked for. */
  readonly cwd: string;
  readonly paths: readonly string[];
  /** Without one the tests are forecast as they are. */
  readonly edit?: Edit;
  /** What each test may spend; the rest is as usual. */
  readonly budget?: Partial<Budget>;
  /** Rehearse all anew instead of recalling what still holds. */
  readonly fresh?: boolean;
  /** The workspace with contents that differ from the disk. */
  readonly place: (changes: Edit['after']) => Place;
}
/** Hears of forecasts as they come; `state` tells of which side of the edit. */
type Hear = (f: TestForecast, state: 'before' | 'after') => void;
export type EditWatch = Omit<SuiteWatch, 'onTest' | 'onRecalled' | 'onTrace'> & { readonly onTest?: Hear; readonly onRecalled?: Hear };

export async function forecastEdit(service: Service, { cwd, paths, edit, budget, fresh, place }: EditAsked, watch: EditWatch = {}): Promise<Report> {
  const from = performance.now();
  const scenario = place(new Map()).scenario;
  const named = scenario === undefined ? {} : { scenario: scenario.name };
  const milliseconds = (): number => Math.round(performance.now() - from);
  // An edit that changes nothing breaks nothing.
  if (edit !== undefined && edit.changed.length === 0)
    return { root: cwd, python: { version: '', origin: '' }, changed: [], tests: [], effects: [], ...named, milliseconds: milliseconds() };
  // What a budget of its own has cut short is not worth remembering.
  const spending = budget === undefined ? { fresh } : { fresh: true, budget: { ...testBudget, ...budget } };
  const run = (changes: Edit['after'], state: 'before' | 'after'): Promise<Suite> =>
    service.suite(
      { place: place(changes), cwd, paths, list: false, ...spending },
      { ...watch, onTest: f => watch.onTest?.(f, state), onRecalled: f => watch.onRecalled?.(f, state) },
    );
  // The second run recalls from the first what the edit does not touch; what is on the disk comes first, for that is remembered.
  const afterFirst = edit === undefined || edit.after.size === 0;
  const first = await run(afterFirst ? new Map() : edit.before, afterFirst ? 'after' : 'before');
  const second = edit === undefined ? undefined : await run(afterFirst ? edit.before : edit.after, afterFirst ? 'before' : 'after');
  const after = afterFirst ? first : second!;
  const original = afterFirst ? second : first;
  const before: readonly TestForecast[] = original?.tests ?? [];
  return {
    root: after.root,
    python: after.python,
    changed: (edit?.changed ?? []).map(f => relative(after.root, f)),
    tests: compareSuites(before, after.tests, edit !== undefined),
    effects: newEffects(before, after.tests, edit !== undefined),
    ...named,
    milliseconds: milliseconds(),
  };
}
