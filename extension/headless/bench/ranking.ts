// rank_edits: of HumanEval's solutions and their mutants, given as edits of an empty function, is one chosen whose test passes? Only tasks of which some candidate fails count.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { Desk } from '../tools/desk.ts';
import { tools } from '../tools/table.ts';
import type { BenchOptions } from './options.ts';
import type { Recorded } from './outcome.ts';
import { readPrograms, readRows } from './rows.ts';

interface Row {
  readonly id: string;
  readonly task_id: string;
  readonly module: string;
  readonly entry_point: string;
  readonly diff?: string | null;
  readonly test: string;
  readonly result: Recorded;
}

export async function ranking({ folder, json, sample = 20 }: BenchOptions): Promise<void> {
  const rows = readRows<Row>(folder, r => 'entry_point' in r && 'module' in r);
  const programs = readPrograms(folder);
  const byTask = new Map<string, Row[]>();
  for (const r of rows) byTask.set(r.task_id, [...(byTask.get(r.task_id) ?? []), r]);
  const tasks = [...byTask.values()].filter(t => t.some(r => r.result.outcome === 'pass') && t.some(r => r.result.outcome !== 'pass'));
  const chosen = Array.from({ length: Math.min(sample, tasks.length) }, (_, i) => tasks[Math.floor(((i + 0.5) * tasks.length) / Math.min(sample, tasks.length))]);
  const rank = tools.find(t => t.name === 'rank_edits')!;
  const counts = { tasks: 0, candidates: 0, passing: 0, failing: 0 };
  const from = performance.now();
  for (const task of chosen) {
    const [{ module, test, entry_point }] = task;
    const place = mkdtempSync(join(tmpdir(), 'foretrace-ranking-'));
    mkdirSync(place, { recursive: true });
    const [testFile] = test.split('::');
    for (const [name, text] of [['pytest.ini', '[pytest]\n'], [module, `def ${entry_point}(*_):\n    raise NotImplementedError\n`], [testFile, programs.get(testFile)!]]) writeFileSync(join(place, name), text);
    const desk = new Desk(place, { engines: 1 });
    try {
      // The right one comes last, so that a tie is no help.
      const candidates = [...task].reverse().map(r => {
        const text = r.diff ? applyPatch(programs.get(module)!, r.diff) : programs.get(module)!;
        return { name: r.id, files: { [module]: text === false ? '' : text } };
      });
      const { best } = (await rank.handle({ candidates }, { desk, signal: new AbortController().signal, progress: () => {} })) as { best: string };
      const outcome = task.find(r => r.id === best)?.result.outcome;
      counts.tasks++;
      counts.candidates += candidates.length;
      if (outcome === 'pass') counts.passing++;
      else {
        counts.failing++;
        console.error(`chosen although it fails: ${best}`);
      }
    } finally {
      desk.dispose();
      rmSync(place, { recursive: true, force: true });
    }
  }
  const report = { ...counts, share: `${((100 * counts.passing) / Math.max(1, counts.tasks)).toFixed(1)} %`, milliseconds: Math.round(performance.now() - from) };
  console.log(json ? JSON.stringify(report) : report);
}
