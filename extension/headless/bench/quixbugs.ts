// QuixBugs: one assertion over a small algorithm, buggy or corrected.
import { execText, mainNamespace } from '../../../predictor/python/machine.ts';
import { answer, startEngine, withPrograms } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { type Recorded, score } from './outcome.ts';
import { readPrograms, readRows } from './rows.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly id: string;
  readonly program: string;
  readonly variant: string;
  readonly setup: string;
  readonly test: string;
  readonly result: Recorded;
}
export async function quixbugs({ folder, json }: BenchOptions): Promise<void> {
  const rows = readRows<Row>(folder, r => 'program' in r && 'variant' in r);
  const programs = readPrograms(folder);
  await startEngine(withPrograms(new Map([...programs].map(([p, t]) => [`/workspace/${p}`, t]))), ['/workspace']);
  const tally = new Tally('quixbugs');
  for (const row of rows) {
    const a = answer([programs.get(`${row.variant}/${row.program}.py`)!, row.setup, row.test], () => {
      const g = mainNamespace(`/workspace/${row.variant}/${row.program}.py`);
      execText(programs.get(`${row.variant}/${row.program}.py`)!, `/workspace/${row.variant}/${row.program}.py`, g);
      if (row.setup) execText(row.setup, '/workspace/setup.py', g);
      return execText(row.test, '/workspace/test.py', g);
    });
    score(tally, row.id, a, row.result);
  }
  tally.report(json);
}
