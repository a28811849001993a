// Forecasts of tests whose file was not collected: they are known by reading the file, and share its fate.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { type Origin, union } from '../../unknown.ts';
import type { Outcome } from '../machine.ts';
import { raisedOf } from '../raised.ts';
import type { World } from '../world.ts';
import { decodeSource } from '../source-encoding.ts';
import type { Planned } from './collection.ts';
import type { TestFile } from './find.ts';
import { staticTests } from './static-tests.ts';
import type { Taint } from './taint.ts';

/** How the import of a file ended, why it was not imported, or why it is skipped. */
export type Fate = { readonly outcome: Outcome } | { readonly origins: readonly Origin[] } | { readonly skipped: string };

/** The tests of a file that are known by reading only, each with the same fate. */
export function settled(
  files: World['files'],
  f: TestFile,
  fate: Fate,
  taint: Taint,
): Planned[] {
  const bytes = files.read(f.file);
  const doubts = union(taint.doubts, taint.orders);
  const tests = bytes === undefined ? [] : staticTests(decodeSource(bytes), f.id);
  const one = (id: string, line: number): Planned => {
    const base = { id, file: f.file, line, phase: 'collect' as const };
    return { id, file: f.file, line, taint, settled: fateOf(base, fate, doubts) };
  };
  return tests.length > 0 ? tests.map(t => one(t.id, t.line)) : [one(f.id, 1)];
}
function fateOf(
  base: Pick<TestForecast, 'id' | 'file' | 'line' | 'phase'>,
  fate: Fate,
  doubts: readonly Origin[],
): TestForecast {
  const quiet = { why: [], effects: [], stdout: '', stderr: '' };
  if ('skipped' in fate) {
    return doubts.length === 0
      ? { ...base, ...quiet, outcome: 'pass', probability: 1, result: 'skipped', reason: fate.skipped }
      : { ...base, ...quiet, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...doubts] };
  }
  if ('origins' in fate) return { ...base, ...quiet, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...fate.origins] };
  const { ending, stdout, stderr } = fate.outcome;
  if (ending.kind === 'raise') {
    const raises = raisedOf(ending.exc);
    const sure = doubts.length === 0;
    return { ...base, outcome: sure ? 'fail' : 'unknown', probability: sure ? 0 : 0.5, result: sure ? 'error' : 'unknown', raises, why: [...doubts], effects: [], stdout, stderr };
  }
  const origins = ending.kind === 'unknown' ? union(ending.origins, doubts) : doubts;
  return { ...base, outcome: 'unknown', probability: 0.5, result: 'unknown', why: [...origins], effects: [], stdout, stderr };
}
