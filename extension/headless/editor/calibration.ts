// How far the forecasts of a workspace can be trusted, from those that a recording has judged: what the calibration page draws.
import { forecasts, type Ending, type StoredForecast } from '../../../trace-collector/store/forecasts.ts';
import type { Outcome, Store } from '../../../trace-collector/store/store.ts';
import type { Calibration, Scores } from '../../../webview/protocol.ts';

const mostSurprises = 50;
const binCount = 10;

export const nothingJudged: Calibration = {
  report: { verified: 0, confirmed: 0, refuted: 0, abstention: 0, uncorrected: { count: 0, brier: 0, ece: 0, bins: [] } },
  surprises: [],
};

/** Of each forecast that was judged, the chance of passing that it claimed, and whether the test passed. */
interface Judged {
  readonly claimed: number;
  readonly passed: boolean;
}

export function calibrationOf(store: Store): Calibration {
  const all = forecasts(store).filter(f => f.verdict !== undefined && f.verdict !== 'incomparable');
  const outcomes = new Map<number, ReadonlyMap<string, Outcome>>();
  const happened = (f: StoredForecast): Outcome | undefined => {
    if (f.run === undefined) return undefined;
    let of = outcomes.get(f.run);
    if (of === undefined) outcomes.set(f.run, (of = new Map(store.outcomesOf(f.run).map(o => [o.test, o]))));
    return of.get(f.test);
  };
  const judged: Judged[] = [];
  for (const f of all) {
    const o = happened(f);
    if (o !== undefined) judged.push({ claimed: Math.min(1, Math.max(0, f.probability)), passed: o.result !== 'failed' && o.result !== 'error' });
  }
  const count = (verdict: StoredForecast['verdict']): number => all.filter(f => f.verdict === verdict).length;
  return {
    report: {
      verified: all.length,
      confirmed: count('confirmed'),
      refuted: count('refuted'),
      abstention: all.length === 0 ? 0 : count('unknown') / all.length,
      uncorrected: scores(judged),
    },
    surprises: all.flatMap(surpriseOf).slice(0, mostSurprises),
  };
}

/** Brier's score, the expected calibration error over ten bins, and the bins (Guo et al. 2017, On Calibration of Modern Neural Networks, section 2). */
export function scores(judged: readonly Judged[]): Scores {
  if (judged.length === 0) return nothingJudged.report.uncorrected;
  const groups = Array.from({ length: binCount }, (): Judged[] => []);
  for (const j of judged) groups[Math.min(binCount - 1, Math.floor(j.claimed * binCount))].push(j);
  const mean = (of: readonly Judged[], value: (j: Judged) => number): number => of.reduce((sum, j) => sum + value(j), 0) / of.length;
  const bins = groups.flatMap((of, k) =>
    of.length === 0
      ? []
      : [{ from: k / binCount, to: (k + 1) / binCount, count: of.length, predicted: mean(of, j => j.claimed), observed: mean(of, j => Number(j.passed)) }],
  );
  return {
    count: judged.length,
    brier: mean(judged, j => (j.claimed - Number(j.passed)) ** 2),
    ece: bins.reduce((sum, b) => sum + (b.count / judged.length) * Math.abs(b.predicted - b.observed), 0),
    bins,
  };
}

function surpriseOf(f: StoredForecast): Calibration['surprises'] {
  if (f.surprise === undefined) return [];
  const { thought, happened } = f.surprise;
  const at = happened.file === undefined ? thought : happened;
  return [
    {
      test: f.test,
      thought: endingText(thought),
      happened: endingText(happened),
      judged: f.judged ?? f.made,
      ...(at.file === undefined || at.line === undefined ? {} : { file: at.file, line: at.line }),
    },
  ];
}
const endingText = (e: Ending): string =>
  [e.result, ...(e.exception === undefined ? [] : [e.exception]), ...(e.message === undefined || e.message === '' ? [] : [brief(e.message)])].join(': ');
const brief = (text: string): string => {
  const [first] = text.split('\n');
  return first.length <= 160 ? first : `${first.slice(0, 159)}…`;
};
