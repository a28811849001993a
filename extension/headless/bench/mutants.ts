// One-change mutants of real repositories: which tests each breaks. One engine per repository, warm from mutant to mutant.
import { editFromPatch } from '../edits.ts';
import { Service } from '../service.ts';
import type { BenchOptions } from './options.ts';
import { forecast, isRight, readRepositories, type Recorded, said, tellProgress, was } from './repositories.ts';
import { readRows } from './rows.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly id: string;
  readonly repo: string;
  readonly diff: string;
  readonly tests: Readonly<Record<string, Recorded>>;
}

export async function mutants({ folder, json, repos: checkouts, only, sample = Number.POSITIVE_INFINITY }: BenchOptions): Promise<void> {
  const tally = new Tally('mutants');
  const all = readRows<Row>(folder, r => 'diff' in r && 'tests' in r);
  const counts = { broken: 0, recalled: 0, failForecasts: 0, failRight: 0 };
  for (const r of readRepositories(folder, checkouts ?? '.')) {
    if (only !== undefined && !only.includes(r.name)) continue;
    const from = performance.now();
    const rows = chosen(all.filter(m => m.repo === r.name), sample);
    const service = new Service({ onBug: text => console.error('ENGINE FAULT', text) });
    const before = { right: tally.right, wrong: tally.wrong, unknown: tally.unknown };
    for (const [n, m] of rows.entries()) {
      tellProgress(`${r.name} ${n}/${rows.length} ${m.id}`);
      const edit = editFromPatch(m.diff.endsWith('\n') ? m.diff : `${m.diff}\n`, m.id, [r.folder], r.folder);
      const s = await forecast(service, r, { paths: Object.keys(m.tests), changes: edit.after, patience: 4000 });
      const found = new Map(s.tests.map(t => [t.id, t]));
      for (const [id, truth] of Object.entries(m.tests)) {
        const f = found.get(id);
        const name = `${m.id} ${id}`;
        const breaks = truth.outcome === 'fail' || truth.outcome === 'error' || truth.outcome === 'hang';
        if (breaks) counts.broken++;
        if (f?.outcome === 'fail') {
          counts.failForecasts++;
          if (breaks) counts.failRight++;
          if (breaks) counts.recalled++;
        }
        if (f === undefined) tally.lack(name, [{ reason: 'not-modelled', what: 'a node id of its own' }]);
        else if (f.outcome === 'unknown') {
          if (truth.outcome === 'hang' && f.why.some(w => w.reason === 'budget')) tally.agree();
          else tally.lack(name, f.why as never);
        } else if (isRight(f, truth)) tally.agree();
        else tally.differ(name, said(f), was(truth));
      }
    }
    tellProgress('');
    service.dispose();
    console.log(`${r.name}: ${rows.length} mutants, ${tally.right - before.right} right, ${tally.wrong - before.wrong} wrong, ${tally.unknown - before.unknown} unknown, ${Math.round(performance.now() - from)} ms`);
  }
  const share = (n: number, of: number): string => (of === 0 ? '-' : `${((100 * n) / of).toFixed(2)} %`);
  tally.report(json, { ...counts, recall: share(counts.recalled, counts.broken), precision: share(counts.failRight, counts.failForecasts) });
}

/** `n` rows spread evenly: the same ones each time. */
function chosen(rows: readonly Row[], n: number): readonly Row[] {
  if (n >= rows.length) return rows;
  return Array.from({ length: n }, (_, i) => rows[Math.floor(((i + 0.5) * rows.length) / n)]);
}
