// MBPP: each assertion of a small program by itself.
import { execText, mainNamespace } from '../../../predictor/python/machine.ts';
import { answer, startEngine } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { type Recorded, score } from './outcome.ts';
import { readRows } from './rows.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly id: string;
  readonly code: string;
  readonly setup: string;
  readonly tests: readonly string[];
  readonly results: readonly Recorded[];
}
export async function mbpp({ folder, json }: BenchOptions): Promise<void> {
  const rows = readRows<Row>(folder, r => 'tests' in r && 'results' in r);
  await startEngine();
  const tally = new Tally('mbpp');
  for (const row of rows) {
    row.tests.forEach((test, i) => {
      const truth = row.results[i];
      if (truth === undefined || truth.outcome === 'not_run') return;
      const a = answer([row.code, row.setup, test], () => {
        const g = mainNamespace('/workspace/program.py');
        execText(row.code, '/workspace/program.py', g);
        if (row.setup) execText(row.setup, '/workspace/setup.py', g);
        return execText(test, '/workspace/test.py', g);
      });
      score(tally, `${row.id}#${i}`, a, truth);
    });
  }
  tally.report(json);
}
