// Speed: plain rehearsal against plain CPython, and a full trace with the reprs of all locals against a settrace tracer that keeps the same, program by program
// in one run, so that a slow moment of the machine hits both. Then traces a second over the CRUXEval functions, the start to the first answer, and memory.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evalText, execText, guarded, mainNamespace, startRun } from '../../../predictor/python/machine.ts';
import { vm } from '../../../predictor/python/state.ts';
import { Recorder } from '../../../predictor/python/trace-recorder.ts';
import { renderTexts, renderTrace } from '../../../predictor/python/trace-text.ts';
import { run } from '../../../predictor/python/world.ts';
import type { Dict } from '../../../predictor/python/values.ts';
import { startEngine } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { readRows } from './rows.ts';

const here = dirname(fileURLToPath(import.meta.url));
const programs = existsSync(join(here, 'programs')) ? join(here, 'programs') : join(here, '..', 'extension', 'headless', 'bench', 'programs');
const names = ['loop', 'call', 'string', 'dict', 'objects', 'generators', 'exceptions'];
const budget = { steps: 1e12, ms: 1e9, bytes: 1 << 30, paths: 1 };

const python = (args: readonly string[]): string | undefined => {
  const r = spawnSync('python3', args, { encoding: 'utf8' });
  return r.status === 0 ? r.stdout : undefined;
};
function sizes(path: string): { size: number; traceSize: number } {
  const text = readFileSync(path, 'utf8');
  const read = (name: string): number => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(text)![1]);
  return { size: read('SIZE'), traceSize: read('TRACE_SIZE') };
}
function load(path: string): Dict {
  const g = mainNamespace(path);
  startRun(budget);
  guarded(() => execText(readFileSync(path, 'utf8'), path, g));
  return g;
}
function time(act: () => void): number {
  const t = performance.now();
  act();
  return performance.now() - t;
}
/** One timed run of `program(size)`, in milliseconds. */
function runOnce(g: Dict, size: number): number {
  startRun(budget);
  return time(() => {
    const o = guarded(() => evalText(`program(${size})`, '<call>', g));
    if (o.ending.kind !== 'value') throw new Error(`the program did not end: ${JSON.stringify(o.ending)}`);
  });
}
interface Traced {
  readonly recordMs: number;
  readonly renderMs: number;
  readonly events: number;
}
function traceOnce(g: Dict, path: string, size: number): Traced {
  startRun(budget);
  const recorder = new Recorder({ limit: 1e8, wanted: c => c.file === path });
  recorder.start();
  const recordMs = time(() => {
    guarded(() => evalText(`program(${size})`, '<call>', g));
  });
  recorder.stop();
  const renderMs = time(() => {
    renderTexts(recorder);
  });
  return { recordMs, renderMs, events: recorder.length };
}
const geomean = (xs: readonly number[]): number => Math.exp(xs.reduce((a, x) => a + Math.log(x), 0) / xs.length);

export async function speed({ folder, json }: BenchOptions): Promise<void> {
  await startEngine();
  const version = python(['-c', 'import sys; print(sys.version.split()[0])'])?.trim();
  const plain: { name: string; ms: number; python?: number }[] = [];
  const traced: { name: string; recordMs: number; renderMs: number; events: number; python?: number }[] = [];
  for (const name of names) {
    const path = join(programs, `${name}.py`);
    const { size, traceSize } = sizes(path);
    const g = load(path);
    let ms = Infinity;
    let theirs = Infinity;
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 3; i++) ms = Math.min(ms, runOnce(g, size));
      const out = version === undefined ? undefined : python([join(programs, 'clock.py'), 'plain', path, String(size), '3']);
      if (out !== undefined) theirs = Math.min(theirs, Number(out.split(' ')[0]));
    }
    plain.push({ name, ms, ...(theirs === Infinity ? {} : { python: theirs }) });
    vm.tracing = true;
    const tg = load(path);
    let best: Traced | undefined;
    let traceTheirs = Infinity;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 2; i++) {
        const t = traceOnce(tg, path, traceSize);
        if (best === undefined || t.recordMs + t.renderMs < best.recordMs + best.renderMs) best = t;
      }
      const out = version === undefined ? undefined : python([join(programs, 'clock.py'), 'trace', path, String(traceSize), '2']);
      if (out !== undefined) traceTheirs = Math.min(traceTheirs, Number(out.split(' ')[0]));
    }
    vm.tracing = false;
    traced.push({ name, ...best!, ...(traceTheirs === Infinity ? {} : { python: traceTheirs }) });
  }
  const ratio = (a: number, b: number | undefined): string => (b === undefined ? '-' : (a / b).toFixed(2));
  console.log(`plain rehearsal against CPython ${version ?? '(none here)'}, fastest of 15 each\n`);
  for (const p of plain) console.log(`${p.name.padEnd(12)} ${p.ms.toFixed(1).padStart(9)} ms ${(p.python?.toFixed(1) ?? '-').padStart(9)} ms  ratio ${ratio(p.ms, p.python)}`);
  console.log('\nfull trace with reprs of all locals against settrace\n');
  for (const t of traced) {
    const all = t.recordMs + t.renderMs;
    console.log(`${t.name.padEnd(12)} record ${t.recordMs.toFixed(1).padStart(8)} ms, render ${t.renderMs.toFixed(1).padStart(8)} ms, settrace ${(t.python?.toFixed(1) ?? '-').padStart(8)} ms, ${t.events} events: ${t.python === undefined ? '-' : (t.python / all).toFixed(1)} times as fast (recording alone ${t.python === undefined ? '-' : (t.python / t.recordMs).toFixed(1)})`);
  }
  const known = plain.filter(p => p.python !== undefined);
  const result: Record<string, unknown> = { bench: 'speed', total: plain.length + traced.length, right: 0, wrong: 0, unknown: 0, ms: Math.round(performance.now()), python: version ?? null };
  if (known.length > 0) {
    result.plainRatio = Number(geomean(known.map(p => p.ms / p.python!)).toFixed(3));
    result.traceSpeedup = Number(geomean(traced.map(t => t.python! / (t.recordMs + t.renderMs))).toFixed(2));
    result.recordSpeedup = Number(geomean(traced.map(t => t.python! / t.recordMs)).toFixed(2));
    console.log(`\nplain: ${result.plainRatio} times CPython's time (geometric mean); trace: ${result.traceSpeedup} times as fast as settrace, recording alone ${result.recordSpeedup}`);
  }
  if (folder !== '.' && existsSync(folder)) {
    const rows = readRows<{ code: string; call: string }>(folder, r => 'code' in r && 'call' in r);
    vm.tracing = true;
    const t = time(() => {
      for (const row of rows) {
        startRun(budget);
        const g = mainNamespace('/workspace/program.py');
        const recorder = new Recorder({ limit: 1e6, wanted: c => c.file === '/workspace/program.py' });
        guarded(() => execText(row.code, '/workspace/program.py', g));
        recorder.start();
        guarded(() => evalText(row.call, '<call>', g));
        recorder.stop();
        renderTrace(recorder, run.stdout);
      }
    });
    vm.tracing = false;
    result.tracesPerSecond = Math.round(rows.length / (t / 1000));
    console.log(`traces a second over ${rows.length} functions, parsing included: ${result.tracesPerSecond}`);
  }
  const cli = join(here, 'cli.js');
  if (existsSync(cli)) {
    const path = join(programs, 'call.py');
    const starts = [0, 1, 2].map(() => time(() => void execFileSync(process.execPath, [cli, 'rehearse', path, '--call', 'add(1, 2)'], { stdio: 'ignore' })));
    result.firstAnswerMs = Math.round(Math.min(...starts));
    console.log(`start to first answer (a new process): ${result.firstAnswerMs} ms`);
  }
  result.peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`peak memory of this process: ${result.peakMb} MB`);
  if (json) console.log(JSON.stringify(result));
}
