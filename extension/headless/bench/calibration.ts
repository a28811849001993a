// Calibration on one-change mutants of real repositories: each repository's forecasts in two halves, by mutants; what is learned from one half corrects the chances of the other,
// and the scores of both are told. Learned from few mutants, too: a workspace begins with little history.
import { type Scores, scoresOf, type Verified } from '../../../predictor/calibration/compare.ts';
import { fitCalibration } from '../../../predictor/calibration/fit.ts';
import { editFromPatch } from '../edits.ts';
import { Service } from '../service.ts';
import type { BenchOptions } from './options.ts';
import { forecast, readRepositories, type Recorded, tellProgress } from './repositories.ts';
import { readRows } from './rows.ts';

interface Row {
  readonly id: string;
  readonly repo: string;
  readonly diff: string;
  readonly tests: Readonly<Record<string, Recorded>>;
}
/** One mutant's verified forecasts. */
type Judged = readonly Verified[];
interface Pair {
  told: [number, boolean][];
  corrected: [number, boolean][];
}

export async function calibration({ folder, json, repos: checkouts, only, sample = Number.POSITIVE_INFINITY }: BenchOptions): Promise<void> {
  const all = readRows<Row>(folder, r => 'diff' in r && 'tests' in r);
  const halves = pair();
  const undecided = pair();
  const few = new Map([1, 3, 5, 10].map(n => [n, { all: pair(), undecided: pair() }]));
  const table: Record<string, unknown>[] = [];
  for (const r of readRepositories(folder, checkouts ?? '.')) {
    if (only !== undefined && !only.includes(r.name)) continue;
    const service = new Service({ onBug: text => console.error('ENGINE FAULT', text) });
    const judged: Judged[] = [];
    const rows = all.filter(m => m.repo === r.name).slice(0, sample);
    for (const [n, m] of rows.entries()) {
      tellProgress(`${r.name} ${n}/${rows.length} ${m.id}`);
      const edit = editFromPatch(m.diff.endsWith('\n') ? m.diff : `${m.diff}\n`, m.id, [r.folder], r.folder);
      const s = await forecast(service, r, { paths: Object.keys(m.tests), changes: edit.after, patience: 4000 });
      judged.push(
        s.tests.flatMap(f => {
          const truth = m.tests[f.id];
          if (truth === undefined) return [];
          const reason = f.outcome === 'unknown' && f.why.length > 0 ? { reason: f.why[0].reason } : {};
          return [{ test: f.id, claim: f.outcome, probability: f.probability, ...reason, code: m.id, passed: truth.outcome === 'pass' || truth.outcome === 'skip' }];
        }),
      );
    }
    tellProgress('');
    service.dispose();
    const own = pair();
    const ownOpen = pair();
    const sides = [judged.filter((_, i) => i % 2 === 0), judged.filter((_, i) => i % 2 === 1)];
    for (const [learned, held] of [sides, [...sides].reverse()]) {
      score(learned, held, [own, halves], [ownOpen, undecided]);
      for (const [n, f] of few) score(learned.slice(0, n), held, [f.all], [f.undecided]);
    }
    const line = { repository: r.name, ...summary(own), undecided: summary(ownOpen) };
    table.push(line);
    console.log(`${r.name.padEnd(16)} ${said(own)}; of the unknown ${said(ownOpen)}`);
  }
  console.log(`\nall              ${said(halves)}\nof the unknown   ${said(undecided)}`);
  for (const [n, f] of few) console.log(`learned from ${String(n).padStart(2)}  ${said(f.all)}; of the unknown ${said(f.undecided)}`);
  const { brier, corrected } = summary(halves);
  console.log(corrected.brier <= brier ? 'corrected ≤ uncorrected on the held-back halves' : 'corrected > uncorrected on the held-back halves');
  if (json) console.log(JSON.stringify({ bench: 'calibration', ...summary(halves), undecided: summary(undecided), few: Object.fromEntries([...few].map(([n, f]) => [n, { ...summary(f.all), undecided: summary(f.undecided) }])), repositories: table }));
}
const pair = (): Pair => ({ told: [], corrected: [] });

function score(learned: readonly Judged[], held: readonly Judged[], all: readonly Pair[], open: readonly Pair[]): void {
  const { correct } = fitCalibration(learned.flat());
  for (const v of held.flat()) {
    const into = v.claim === 'unknown' ? [...all, ...open] : all;
    const p = correct(v);
    for (const t of into) {
      t.told.push([v.probability, v.passed]);
      t.corrected.push([p, v.passed]);
    }
  }
}
function summary(p: Pair): { count: number; brier: number; ece: number; corrected: { brier: number; ece: number } } {
  const told: Scores = scoresOf(p.told);
  const corrected: Scores = scoresOf(p.corrected);
  return { count: told.count, brier: told.brier, ece: told.ece, corrected: { brier: corrected.brier, ece: corrected.ece } };
}
function said(p: Pair): string {
  const s = summary(p);
  return s.count === 0 ? 'none' : `${s.count}: Brier ${s.brier.toFixed(5)} → ${s.corrected.brier.toFixed(5)}, calibration error ${s.ece.toFixed(5)} → ${s.corrected.ece.toFixed(5)}`;
}
