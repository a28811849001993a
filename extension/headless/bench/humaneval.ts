// HumanEval: a solution or a one-change mutant of it, held by the task's own check().
import { applyPatch } from 'diff';
import { execText, filesChanged, mainNamespace } from '../../../predictor/python/machine.ts';
import { answer, startEngine, withPrograms } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { type Recorded, score } from './outcome.ts';
import { readPrograms, readRows } from './rows.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly id: string;
  readonly module: string;
  readonly entry_point: string;
  readonly diff?: string | null;
  readonly test: string;
  readonly result: Recorded;
}
export async function humaneval({ folder, json }: BenchOptions): Promise<void> {
  const rows = readRows<Row>(folder, r => 'entry_point' in r && 'module' in r);
  const programs = readPrograms(folder);
  const files = new Map([...programs].map(([p, t]) => [`/workspace/${p}`, t]));
  await startEngine(withPrograms(files), ['/workspace']);
  const tally = new Tally('humaneval');
  for (const row of rows) {
    const original = programs.get(row.module)!;
    const patched = row.diff ? applyPatch(original, row.diff) : original;
    if (patched === false) throw new Error(`${row.id}: the diff does not apply`);
    files.set(`/workspace/${row.module}`, patched);
    filesChanged();
    const [testFile, test] = row.test.split('::');
    const a = answer([patched, programs.get(testFile)!], () => execText(`from ${testFile.replace(/\.py$/, '')} import ${test}\n${test}()\n`, '/workspace/run.py', mainNamespace('/workspace/run.py')));
    files.set(`/workspace/${row.module}`, original);
    score(tally, row.id, a, row.result);
  }
  tally.report(json);
}
