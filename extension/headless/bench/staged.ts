// How long a commit waits: mutants staged in a real git repository, each checked by a new process as the hook runs it (`check --staged`), its forecasts of the state before
// remembered on disk, or with the resident engine, to its end or stopped after a second. What it says of recorded tests is held against the record, too.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../../trace-collector/trace.ts';
import type { BenchOptions } from './options.ts';
import { environmentOf, isRight, readRepositories, type Recorded } from './repositories.ts';
import { readRows } from './rows.ts';

interface Row {
  readonly id: string;
  readonly repo: string;
  readonly diff: string;
  readonly tests: Readonly<Record<string, Recorded>>;
}
const percentile = (xs: readonly number[], p: number): number => [...xs].sort((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(p * xs.length))] ?? 0;

export async function staged({ folder, json, repos: checkouts, only, sample = 8 }: BenchOptions): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
  const cli = join(dirname(fileURLToPath(import.meta.url)), 'cli.js');
  const rows = readRows<Row>(folder, r => 'diff' in r && 'tests' in r);
  const quick: number[] = [];
  const whole: number[] = [];
  const again: number[] = [];
  const warm: number[] = [];
  const inTime: number[] = [];
  let sameVerdict = 0;
  const told = { right: 0, wrong: 0, unknown: 0 };
  for (const r of readRepositories(folder, checkouts ?? '.')) {
    if (only !== undefined && !only.includes(r.name)) continue;
    const copy = mkdtempSync(join(tmpdir(), 'foretrace-staged-'));
    try {
      cpSync(r.folder, copy, { recursive: true });
      const env = { ...process.env, ...environmentOf({ ...r, folder: copy }), FORETRACE_CACHE: cache };
      const git = (args: readonly string[], input = ''): void => {
        const done = spawnSync('git', args, { cwd: copy, input, stdio: ['pipe', 'ignore', 'pipe'], encoding: 'utf8' });
        if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
      };
      const checkIn = (env: NodeJS.ProcessEnv, args: readonly string[]): { readonly out: string; readonly ms: number } => {
        const from = performance.now();
        const done = spawnSync(process.execPath, [cli, 'check', ...args, ...r.tests], { cwd: copy, env, encoding: 'utf8', maxBuffer: 1 << 28 });
        return { out: done.stdout, ms: performance.now() - from };
      };
      const check = (...args: string[]): { readonly out: string; readonly ms: number } => checkIn(env, args);
      /** Remembers nothing of what the others have done. */
      const residentEnv = { ...env, FORETRACE_CACHE: join(cache, 'resident'), FORETRACE_RESIDENT: '5' };
      const hurriedEnv = { ...residentEnv, FORETRACE_CACHE: join(cache, 'hurried') };
      const mine = rows.filter(m => m.repo === r.name);
      const patch = (m: Row): string => (m.diff.endsWith('\n') ? m.diff : `${m.diff}\n`);
      // One that is there already, as after an earlier commit.
      git(['reset', '--hard', '-q']);
      git(['apply', '--index', '-'], patch(mine[mine.length - 1]));
      for (const e of [residentEnv, hurriedEnv]) checkIn(e, ['--staged', '--quick']);
      const ownQuick: number[] = [];
      for (const m of mine.filter((_, i) => i % Math.ceil(mine.length / sample) === 0)) {
        git(['reset', '--hard', '-q']);
        // As after the last commit: what is there is known.
        check();
        git(['apply', '--index', '-'], patch(m));
        const first = check('--staged', '--quick', '--format', 'json');
        ownQuick.push(first.ms);
        const stays = checkIn(residentEnv, ['--staged', '--quick', '--format', 'json']);
        warm.push(stays.ms);
        const outcomes = (out: string): string => (JSON.parse(out) as Report).tests.map(t => `${t.id} ${t.after?.outcome}`).join('\n');
        if (outcomes(stays.out) !== outcomes(first.out)) console.error(`${m.id}: the resident engine says otherwise`);
        const hurried = checkIn(hurriedEnv, ['--staged', '--quick', '--budget', '1000', '--cold-budget', '10000', '--format', 'json']);
        inTime.push(hurried.ms);
        // What fails by itself may not have been held against the tests before it by then: it is told by its chance.
        const breaks = (out: string): boolean => (JSON.parse(out) as Report).tests.some(t => t.after !== undefined && t.after.probability < 0.5 && t.before?.outcome === 'pass');
        if (breaks(hurried.out) === breaks(first.out)) sameVerdict++;
        again.push(check('--staged', '--quick', '--format', 'json').ms);
        whole.push(check('--staged').ms);
        const report = JSON.parse(first.out) as Report;
        for (const [id, truth] of Object.entries(m.tests)) {
          const f = report.tests.find(t => t.id === id)?.after;
          if (f === undefined) continue;
          if (f.outcome === 'unknown') told.unknown++;
          else if (isRight(f, truth)) told.right++;
          else {
            told.wrong++;
            console.error(`${m.id} ${id}: ${f.result}, in truth ${truth.outcome}`);
          }
        }
      }
      quick.push(...ownQuick);
      console.log(`${r.name}: ${ownQuick.length} staged edits, ${percentile(ownQuick, 0.5).toFixed(0)} ms in the middle, ${Math.max(...ownQuick).toFixed(0)} ms at most`);
    } finally {
      for (const name of ['resident', 'hurried']) spawnSync(process.execPath, [cli, 'resident', 'stop'], { env: { ...process.env, FORETRACE_CACHE: join(cache, name) } });
      rmSync(copy, { recursive: true, force: true });
    }
  }
  rmSync(cache, { recursive: true, force: true });
  const figures = (xs: readonly number[]): { p50: number; p95: number } => ({ p50: Math.round(percentile(xs, 0.5)), p95: Math.round(percentile(xs, 0.95)) });
  const result = { bench: 'staged', total: quick.length, ...told, quick: figures(quick), repeated: figures(again), resident: figures(warm), inTime: { ...figures(inTime), sameVerdict }, withReasons: figures(whole) };
  console.log(`${result.total} staged edits: --quick ${result.quick.p50} ms (p95 ${result.quick.p95} ms), a second time ${result.repeated.p50} (${result.repeated.p95}), by a resident engine ${result.resident.p50} (${result.resident.p95}), stopped after a second ${result.inTime.p50} (${result.inTime.p95}) with the same verdict for ${sameVerdict}, with reasons ${result.withReasons.p50} (${result.withReasons.p95})`);
  if (json) console.log(JSON.stringify(result));
}
