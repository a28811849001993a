// Suites of real repositories, unchanged: every test that pytest ran, by node id.
import { Service } from '../service.ts';
import type { BenchOptions } from './options.ts';
import { forecast, isRight, readRepositories, said, tellProgress, was } from './repositories.ts';
import { Tally } from './tally.ts';

export async function repos({ folder, json, repos: checkouts, only }: BenchOptions): Promise<void> {
  const tally = new Tally('repos');
  const service = new Service({ onBug: text => console.error('ENGINE FAULT', text) });
  let pass = 0;
  let truePass = 0;
  let wronglyFail = 0;
  let missing = 0;
  let extra = 0;
  for (const r of readRepositories(folder, checkouts ?? '.')) {
    if (only !== undefined && !only.includes(r.name)) continue;
    const from = performance.now();
    const ids = Object.keys(r.baseline);
    const s = await forecast(service, r, { paths: r.tests, onTest: (t, n) => tellProgress(`${r.name} ${n}/${ids.length} ${t.id}`) });
    tellProgress('');
    const found = new Map(s.tests.map(t => [t.id, t]));
    const absent = ids.filter(id => !found.has(id));
    const unheard = s.tests.filter(t => !(t.id in r.baseline));
    missing += absent.length;
    extra += unheard.length;
    const before = { right: tally.right, wrong: tally.wrong, unknown: tally.unknown };
    for (const id of ids) {
      const truth = r.baseline[id];
      const f = found.get(id);
      if (truth.outcome === 'pass') {
        truePass++;
        if (f?.outcome === 'pass' && f.result !== 'skipped') pass++;
        if (f?.outcome === 'fail') wronglyFail++;
      }
      if (f === undefined) tally.lack(`${r.name} ${id}`, [{ reason: 'not-modelled', what: 'a node id of its own' }]);
      else if (f.outcome === 'unknown') tally.lack(`${r.name} ${id}`, f.why as never);
      else if (isRight(f, truth)) tally.agree();
      else tally.differ(`${r.name} ${id}`, said(f), was(truth));
    }
    console.log(
      `${r.name}: ${ids.length} tests, ${tally.right - before.right} right, ${tally.wrong - before.wrong} wrong, ${tally.unknown - before.unknown} unknown, ` +
        `ids ${absent.length + unheard.length === 0 ? 'equal' : `${absent.length} missing, ${unheard.length} extra`}, ${Math.round(performance.now() - from)} ms`,
    );
    for (const id of absent.slice(0, 3)) console.log(`  missing ${id}`);
    for (const t of unheard.slice(0, 3)) console.log(`  extra   ${t.id}`);
  }
  service.dispose();
  tally.report(json, { pass, truePass, wronglyFail, idsEqual: missing + extra === 0, idsMissing: missing, idsExtra: extra });
}
