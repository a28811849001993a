// What a forecast of an edit comes to as a number: the chance that it breaks nothing, and how many tests are expected to fail after it. Candidates are ordered by these.
import type { Report, TestChange } from '../../trace-collector/trace.ts';
import type { JudgedTest } from './policy.ts';

/** The chance that no test that passes now fails after the edit. Tests that are unknown for the same reasons stand or fall together. */
export function chanceOfNoBreak(r: Report): number {
  const together = new Map<string, number>();
  for (const t of r.tests) {
    if (t.change === 'breaks') return 0;
    if (!isLost(t)) continue;
    const key = JSON.stringify(t.after!.why);
    together.set(key, Math.min(together.get(key) ?? 1, t.after!.probability));
  }
  return [...together.values()].reduce((p, q) => p * q, 1);
}
/** Its outcome was known to be good, or there was nothing to compare, and is unknown now. */
const isLost = (t: TestChange): boolean => t.change === 'unknown' && t.before?.outcome !== 'unknown';

/** Tests expected to fail after the edit. One that has gone counts as a failure: leaving a test out is no way to pass it. */
export function expectedFailures(r: Report): number {
  return r.tests.reduce((sum, t) => sum + (t.after === undefined ? (t.before?.outcome === 'pass' ? 1 : 0) : 1 - t.after.probability), 0);
}

export interface Candidate {
  readonly report: Report;
  /** Characters that it adds and removes: the smaller of two that are alike comes first. */
  readonly size: number;
}
/** Numbers of the candidates, best first: fewest expected failures, then fewest known breaks, fewest new effects, smallest. */
export function ranked(candidates: readonly Candidate[]): number[] {
  const scores = candidates.map(c => [round(expectedFailures(c.report)), c.report.tests.filter(t => t.change === 'breaks').length, c.report.effects.length, c.size]);
  return candidates.map((_, i) => i).sort((a, b) => firstDifference(scores[a], scores[b]) || a - b);
}
const round = (x: number): number => Math.round(x * 1e6) / 1e6;
const firstDifference = (a: readonly number[], b: readonly number[]): number => {
  const i = a.findIndex((x, n) => x !== b[n]);
  return i < 0 ? 0 : a[i] - b[i];
};

/** What a policy is told of the tests. */
export const judgedTests = (r: Report): JudgedTest[] =>
  r.tests.map(t => ({
    id: t.id,
    passed: t.before === undefined ? false : t.before.outcome === 'pass',
    fails: t.after === undefined ? 0 : 1 - t.after.probability,
    lost: t.change === 'unknown' && t.before !== undefined && t.before.outcome !== 'unknown',
    ...(t.after === undefined ? { gone: true } : {}),
  }));
