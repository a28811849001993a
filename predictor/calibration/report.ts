// What a workspace's verified forecasts come to, as one record: scores before and after correction, the reliability table, and groups. And forecasts with their chances corrected.
import type { CalibrationReport, Forecast, Report } from '../../trace-collector/trace.ts';
import { type Scores, scoresOf, type Verified } from './compare.ts';
import { type Calibrator, fitCalibration } from './fit.ts';

/** Stretches of the history: each is scored with what was learned from those before it. */
const stretches = 20;

/** `history` in the order in which the forecasts were made. */
export function calibrationReport(root: string, history: readonly Verified[]): CalibrationReport {
  const corrected = inHindsight(history);
  const now = fitCalibration(history);
  const open = history.map((v, i) => [v, corrected[i]] as const).filter(([v]) => v.claim === 'unknown');
  const definite = history.filter(v => v.claim !== 'unknown');
  const right = definite.filter(v => (v.claim === 'pass') === v.passed).length;
  return {
    root,
    verified: history.length,
    tests: new Set(history.map(v => v.test)).size,
    confirmed: right,
    refuted: definite.length - right,
    abstained: history.length - definite.length,
    abstention: history.length === 0 ? 0 : (history.length - definite.length) / history.length,
    uncorrected: scores(history.map(v => [v.probability, v.passed] as const)),
    corrected: scores(history.map((v, i) => [corrected[i], v.passed] as const)),
    undecided: { uncorrected: scores(open.map(([v]) => [v.probability, v.passed] as const)), corrected: scores(open.map(([v, p]) => [p, v.passed] as const)) },
    groups: groupsOf(history, now),
  };
}
const scores = (pairs: Parameters<typeof scoresOf>[0]): CalibrationReport['uncorrected'] => {
  const s: Scores = scoresOf(pairs);
  return { ...s, bins: s.bins.map(b => ({ ...b })) };
};

/** What each would have been corrected to when it was made, by what had been verified until then. */
function inHindsight(history: readonly Verified[]): readonly number[] {
  const out: number[] = [];
  const size = Math.max(1, Math.ceil(history.length / stretches));
  for (let from = 0; from < history.length; from += size) {
    const { correct } = fitCalibration(history.slice(0, from));
    for (const v of history.slice(from, from + size)) out.push(correct(v));
  }
  return out;
}

function groupsOf(history: readonly Verified[], now: Calibrator): CalibrationReport['groups'] {
  const groups = new Map<string, Verified[]>();
  for (const v of history) {
    const key = v.claim === 'unknown' ? `unknown ${v.reason ?? ''}` : v.claim;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [v]);
    else group.push(v);
  }
  const mean = (vs: readonly Verified[], of: (v: Verified) => number): number => vs.reduce((sum, v) => sum + of(v), 0) / vs.length;
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map(vs => ({
      claim: vs[0].claim,
      ...(vs[0].claim === 'unknown' && vs[0].reason !== undefined ? { reason: vs[0].reason } : {}),
      count: vs.length,
      passed: vs.filter(v => v.passed).length,
      uncorrected: mean(vs, v => v.probability),
      corrected: mean(vs, now.correct),
    }));
}

/** A forecast whose chance is corrected; a definite one is a claim, and stays what it is. */
export function correctedForecast<F extends Forecast>(test: string, f: F, { correct }: Calibrator): F {
  if (f.outcome !== 'unknown') return f;
  const probability = correct({ test, claim: 'unknown', probability: f.probability, reason: f.why[0]?.reason });
  return probability === f.probability ? f : { ...f, probability, uncorrected: f.probability };
}
export function correctedReport(r: Report, c: Calibrator | undefined): Report {
  if (c === undefined || c.size === 0) return r;
  return {
    ...r,
    tests: r.tests.map(t => ({
      ...t,
      ...(t.before === undefined ? {} : { before: correctedForecast(t.id, t.before, c) }),
      ...(t.after === undefined ? {} : { after: correctedForecast(t.id, t.after, c) }),
    })),
  };
}
