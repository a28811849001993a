// How long one waits: a warm check of a one-function edit against `python -m pytest` of the same tests on a copy with the edit in it, and a check by a new process of an
// unchanged project, its forecasts remembered on disk, against a new pytest. Each pair in one run.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editFromPatch } from '../edits.ts';
import { Service } from '../service.ts';
import type { BenchOptions } from './options.ts';
import { environmentOf, forecast, readRepositories, type Recorded, type Repository } from './repositories.ts';
import { readRows } from './rows.ts';

interface Row {
  readonly id: string;
  readonly repo: string;
  readonly diff: string;
  readonly tests: Readonly<Record<string, Recorded>>;
}
const geomean = (xs: readonly number[]): number => Math.exp(xs.reduce((a, x) => a + Math.log(x), 0) / xs.length);
const fastest = (times: number, act: () => void): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const from = performance.now();
    act();
    best = Math.min(best, performance.now() - from);
  }
  return best;
};
function pytest(r: Repository, folder: string, ids: readonly string[]): void {
  const environment = { ...process.env, ...environmentOf({ ...r, folder }), PYTHONDONTWRITEBYTECODE: '' };
  const done = spawnSync('python3', ['-m', 'pytest', '-q', '-c', '/dev/null', '--rootdir=.', '-p', 'no:cacheprovider', ...ids], { cwd: folder, env: environment, stdio: 'ignore' });
  if (done.error !== undefined) throw done.error;
}

export async function checkSpeed({ folder, json, repos: checkouts, only, sample = 4 }: BenchOptions): Promise<void> {
  const started = performance.now();
  const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
  process.env.FORETRACE_CACHE = cache;
  const rows = readRows<Row>(folder, r => 'diff' in r && 'tests' in r);
  const cli = join(dirname(fileURLToPath(import.meta.url)), 'cli.js');
  const warmRatios: number[] = [];
  const coldRatios: number[] = [];
  for (const r of readRepositories(folder, checkouts ?? '.')) {
    if (only !== undefined && !only.includes(r.name)) continue;
    const service = new Service();
    const copy = mkdtempSync(join(tmpdir(), 'foretrace-copy-'));
    try {
      cpSync(r.folder, copy, { recursive: true });
      await forecast(service, r, { paths: r.tests });
      const mine = rows.filter(m => m.repo === r.name);
      for (const m of mine.filter((_, i) => i % Math.ceil(mine.length / sample) === 0)) {
        const ids = Object.keys(m.tests);
        const edit = editFromPatch(m.diff.endsWith('\n') ? m.diff : `${m.diff}\n`, m.id, [r.folder], r.folder);
        // The edit, and back again, as in an editor: the first time is for warming up.
        let warm = Number.POSITIVE_INFINITY;
        for (let k = 0; k < 4; k++) {
          await forecast(service, r, { paths: ids });
          const from = performance.now();
          await forecast(service, r, { paths: ids, changes: edit.after });
          if (k > 0) warm = Math.min(warm, performance.now() - from);
        }
        for (const [file, text] of edit.after) writeFileSync(join(copy, relative(r.folder, file)), text ?? '');
        const theirs = fastest(2, () => pytest(r, copy, ids));
        for (const file of edit.after.keys()) cpSync(file, join(copy, relative(r.folder, file)));
        warmRatios.push(theirs / warm);
        console.log(`${m.id}: ${ids.length} tests, warm check ${warm.toFixed(1)} ms, pytest ${theirs.toFixed(0)} ms: ${(theirs / warm).toFixed(1)} times as fast`);
      }
      if (!existsSync(cli)) continue;
      const check = (): void => {
        try {
          execFileSync(process.execPath, [cli, 'check', ...r.tests], { cwd: r.folder, stdio: 'pipe', env: { ...process.env, ...environmentOf(r) } });
        } catch {
          // Some tests fail or are unknown: the time is what counts.
        }
      };
      check();
      const ours = fastest(3, check);
      const theirs = fastest(2, () => pytest(r, copy, r.tests));
      coldRatios.push(theirs / ours);
      console.log(`${r.name}: a new process on the unchanged project ${ours.toFixed(0)} ms, pytest ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(1)} times as fast`);
    } finally {
      service.dispose();
      rmSync(copy, { recursive: true, force: true });
    }
  }
  rmSync(cache, { recursive: true, force: true });
  const result = {
    bench: 'check-speed', total: warmRatios.length + coldRatios.length, right: 0, wrong: 0, unknown: 0, ms: Math.round(performance.now() - started),
    warmSpeedup: Number(geomean(warmRatios).toFixed(2)), coldSpeedup: Number(geomean(coldRatios).toFixed(2)), peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(`warm check of an edit: ${result.warmSpeedup} times as fast as pytest (geometric mean); a new process with remembered forecasts: ${result.coldSpeedup} times; ${result.peakMb} MB`);
  if (json) console.log(JSON.stringify(result));
}
