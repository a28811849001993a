// Recording: no tracing, a bare settrace tracer that keeps the repr of all locals, and ours with its writing, in one run; then bytes of a frame in the store; a
// recording of a million frames, its memory and what opening, stepping and searching it take; and debugpy stepped over DAP.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dapConfiguration } from '../../../trace-collector/dap/configuration.ts';
import { recordOverDap } from '../../../trace-collector/dap/record.ts';
import { record as runRecorded } from '../../../trace-collector/python/record.ts';
import { openStore } from '../../../trace-collector/store/store.ts';
import { tracerFolder } from '../assets.ts';
import type { BenchOptions } from './options.ts';

const here = dirname(fileURLToPath(import.meta.url));
const bench = existsSync(join(here, 'programs')) ? here : join(here, '..', 'extension', 'headless', 'bench');
const names = ['loop', 'call', 'string', 'dict', 'objects', 'generators', 'exceptions'];

export async function record({ json }: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'foretrace-bench-'));
  // First, while this process has done nothing else that takes memory.
  const long = await million(folder);
  const ratios: number[] = [];
  const sizes: number[] = [];
  for (const name of names) {
    const path = join(bench, 'programs', `${name}.py`);
    const r = spawnSync('python3', [join(bench, 'record_clock.py'), tracerFolder(), folder, path, '5'], { encoding: 'utf8' });
    if (r.status !== 0) throw new Error(r.stderr);
    const t = JSON.parse(r.stdout) as { plain: number; bare: number; ours: number; events: number; bytes: number };
    const store = openStore(join(folder, `${name}.db`));
    const script = join(folder, 'run.py');
    spawnSync('python3', ['-c', `open(${JSON.stringify(script)}, "w").write(open(${JSON.stringify(path)}).read() + "\\nprogram(TRACE_SIZE)\\n")`]);
    const kept = await runRecorded(store, { kind: 'script', python: 'python3', tracer: tracerFolder(), args: [script], cwd: folder, roots: [folder], environment: process.env, output: 'ignore' });
    const [stored] = store.traces();
    store.close();
    ratios.push(t.bare / t.ours);
    sizes.push(stored.bytes / kept.frames);
    console.log(
      `${name.padEnd(12)} plain ${(t.plain * 1000).toFixed(1).padStart(7)} ms, bare ${(t.bare * 1000).toFixed(1).padStart(8)} ms, ours ${(t.ours * 1000).toFixed(1).padStart(7)} ms: ${(t.bare / t.ours).toFixed(2)} times as fast, ` +
        `${((1e9 * t.ours) / t.events).toFixed(0)} ns a frame; ${(t.bytes / t.events).toFixed(1)} bytes a frame written, ${sizes.at(-1)!.toFixed(1)} stored`,
    );
  }
  const dap = await overDap(folder);
  rmSync(folder, { recursive: true, force: true });
  const speedup = Math.exp(ratios.reduce((a, x) => a + Math.log(x), 0) / ratios.length);
  const bytes = sizes.reduce((a, x) => a + x, 0) / sizes.length;
  console.log(`\n${speedup.toFixed(2)} times as fast as the bare tracer (geometric mean), ${bytes.toFixed(1)} bytes a frame stored`);
  if (json) console.log(JSON.stringify({ bench: 'record', speedup: Number(speedup.toFixed(2)), lowest: Number(Math.min(...ratios).toFixed(2)), bytesPerFrame: Number(bytes.toFixed(1)), million: long, ...(dap === undefined ? {} : { dap }) }));
}

/** A million frames: peak memory of both processes in MB, and milliseconds to open the trace, to step through it and to find what stands in its last frame. */
async function million(folder: string): Promise<Readonly<Record<string, number>>> {
  const script = join(folder, 'million.py');
  const peak = join(folder, 'million.peak');
  const name = JSON.stringify(peak);
  writeFileSync(
    script,
    `import resource\n\n\ndef walk(n):\n    total = 0\n    seen = []\n    for i in range(n):\n        total += i * i % 7\n        if i % 1000 == 0:\n            seen.append(total)\n    return total\n\n\nwalk(340000)\nopen(${name}, "w").write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\nlast = "needle"\n`,
  );
  const store = openStore(join(folder, 'million.db'));
  const began = performance.now();
  const kept = await runRecorded(store, { kind: 'script', python: 'python3', tracer: tracerFolder(), args: [script], cwd: folder, roots: [folder], environment: process.env, frames: 2_000_000, output: 'ignore' });
  const took = performance.now() - began;
  const program = Number(readFileSync(peak, 'utf8')) / 1024;
  const recorder = process.resourceUsage().maxRSS / 1024;
  const timed = <R>(work: () => R): readonly [R, number] => {
    const start = performance.now();
    return [work(), performance.now() - start];
  };
  const [trace, open] = timed(() => store.open(store.traces()[0].id)!);
  const [, step] = timed(() => {
    for (let i = 0; i < 1000; i++) trace.frame(Math.floor(kept.frames / 2) + (i < 500 ? i : 1000 - i));
  });
  const [found, search] = timed(() => trace.search('needle').next().value);
  const [{ bytes }] = store.traces();
  store.close();
  console.log(
    `a million    ${kept.frames} frames recorded in ${(took / 1000).toFixed(1)} s; at most ${program.toFixed(0)} MB in the program, ${recorder.toFixed(0)} MB in the recorder; ${(bytes / kept.frames).toFixed(1)} bytes a frame stored; ` +
      `opened in ${open.toFixed(0)} ms, a thousand steps at its middle ${step.toFixed(0)} ms, frame ${found} found in ${search.toFixed(0)} ms`,
  );
  return { frames: kept.frames, programMb: Math.round(program), recorderMb: Math.round(recorder), openMs: Math.round(open), stepMs: Math.round(step), searchMs: Math.round(search) };
}

/** debugpy, stepped over DAP: steps a second, and what they wait for. Skipped where python3 has no debugpy and FORETRACE_DEBUGPY names no folder with one. */
async function overDap(folder: string): Promise<Readonly<Record<string, number>> | undefined> {
  const path = [process.env.FORETRACE_DEBUGPY, process.env.PYTHONPATH].filter(x => x !== undefined && x !== '').join(delimiter);
  if (spawnSync('python3', ['-c', 'import debugpy'], { env: { ...process.env, PYTHONPATH: path } }).status !== 0) {
    console.log('debugpy      skipped: python3 has none, and FORETRACE_DEBUGPY names no folder that holds one');
    return undefined;
  }
  const script = join(folder, 'stepped.py');
  writeFileSync(script, `${readFileSync(join(bench, 'programs', 'objects.py'), 'utf8')}\nprogram(60)\n`);
  const configuration = dapConfiguration(
    { adapter: { command: ['python3', '-m', 'debugpy.adapter'], env: { PYTHONPATH: path } }, language: 'python', arguments: { program: script, cwd: folder }, roots: [folder] },
    join(folder, 'config.json'),
  );
  const store = openStore(join(folder, 'stepped.db'));
  const began = performance.now();
  const r = await recordOverDap(store, { configuration, title: 'stepped.py', cwd: folder, environment: process.env });
  const took = performance.now() - began;
  store.close();
  const { running, reading } = r.stepping;
  const rate = (1000 * r.steps) / (running + reading);
  console.log(
    `debugpy      ${r.steps} steps over DAP, ${r.frames} frames: ${rate.toFixed(0)} steps a second; ${(running / r.steps).toFixed(2)} ms of a step wait for the program to stop, ` +
      `${(reading / r.steps).toFixed(2)} ms ask for its stack, scopes and variables and for the next step; ${((took - running - reading) / 1000).toFixed(1)} s begin and end the session`,
  );
  return { stepsPerSecond: Math.round(rate), runningMs: Number((running / r.steps).toFixed(2)), readingMs: Number((reading / r.steps).toFixed(2)) };
}
