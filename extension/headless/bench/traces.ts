// Line-by-line truth: every event of a call, held against the rehearsal's trace. The calls are those of small programs, and the first calls of functions in the
// tests of real repositories.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { evalText, execText, mainNamespace } from '../../../predictor/python/machine.ts';
import { vm } from '../../../predictor/python/state.ts';
import { Recorder } from '../../../predictor/python/trace-recorder.ts';
import { renderTrace } from '../../../predictor/python/trace-text.ts';
import { run } from '../../../predictor/python/world.ts';
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { Service } from '../service.ts';
import { answer, startEngine } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { forecast, readRepositories, type Repository } from './repositories.ts';
import { readRows } from './rows.ts';
import { Tally } from './tally.ts';

type Event = (string | number | Record<string, string> | string[])[];
interface ProgramRow {
  readonly id: string;
  readonly variant: string;
  readonly code: string;
  readonly call: string;
  readonly events: readonly Event[];
}
interface TestRow {
  readonly id: string;
  readonly repo: string;
  readonly file: string;
  readonly function: string;
  readonly test: string;
  readonly events: readonly Event[];
}

/**
 * A trace in the data set's own form (traces/README.md): reprs cut at 300 characters, addresses masked. The data set tells a yield by the instruction at which the
 * frame was left, so a generator that is left by what was thrown in at a yield reads as one that yields None.
 */
export function eventsOf(t: Trace): Event[] {
  const cut = (s: string): string => ([...s].length > 300 ? `${[...s].slice(0, 300).join('')}...<${[...s].length} chars>` : s);
  return t.frames.map((f, i) => {
    const head: Event = [isLeftAtYield(t.frames, i) ? 'yield' : f.event, f.activation, f.depth, t.codes[f.code].function, f.line];
    const changed = Object.fromEntries(Object.entries(f.changed).map(([k, v]) => [k, cut(v)]));
    switch (f.event) {
      case 'call': return [...head, changed];
      case 'line': return [...head, changed, f.deleted];
      case 'exception': return [...head, f.exception!, cut(f.value!), changed, f.deleted];
      case 'resume': return head;
      default: return [...head, cut(f.value!), changed, f.deleted];
    }
  });
}
function isLeftAtYield(frames: Trace['frames'], i: number): boolean {
  const [resumed, thrown, left] = frames.slice(Math.max(0, i - 2), i + 1);
  return left?.event === 'unwind' && thrown.event === 'exception' && resumed.event === 'resume' && thrown.activation === left.activation && resumed.activation === left.activation;
}
const canonical = (e: Event): string => JSON.stringify(e, (_k, v) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v as object).sort(([a], [b]) => (a < b ? -1 : 1))) : v));

export async function traces({ folder, json, repos }: BenchOptions): Promise<void> {
  const tally = new Tally('traces');
  const count = { events: 0, sameEvents: 0, functions: 0, repoFunctions: 0, repoRight: 0 };
  const compare = (id: string, events: readonly Event[], trace: Trace): boolean => {
    const got = eventsOf(trace).map(canonical);
    const want = events.map(canonical);
    const first = want.findIndex((e, i) => e !== got[i]);
    count.sameEvents += want.filter((e, i) => e === got[i]).length;
    if (first < 0 && got.length === want.length) {
      tally.agree();
      return true;
    }
    // A value that the rehearsal does not know is told as unknown, and so is the trace.
    if (got.length === want.length && want.every((e, i) => e === got[i] || got[i].includes('"<unknown>"'))) {
      tally.lack(id, [{ reason: 'input', what: 'a value in the trace' }]);
      return false;
    }
    const at = first < 0 ? want.length : first;
    tally.differ(`${id} event ${at}`, got[at] ?? 'no more events', want[at] ?? 'no more events');
    return false;
  };

  await startEngine();
  for (const row of readRows<ProgramRow>(folder, r => 'code' in r && 'events' in r)) {
    count.functions++;
    count.events += row.events.length;
    const a = traceOfCall(row);
    if (Array.isArray(a)) tally.lack(row.id, a);
    else compare(`${row.id} (${row.variant})`, row.events, a as Trace);
  }

  const tests = readRows<TestRow>(folder, r => 'test' in r && 'events' in r);
  // The repositories are described beside the mutants of their functions.
  const described = [folder, join(dirname(resolve(folder)), 'mutants')].filter(existsSync);
  const checkouts = new Map((repos === undefined ? [] : described.flatMap(d => readRepositories(d, repos))).map(r => [r.name, r]));
  const service = new Service({ onBug: text => console.error('ENGINE FAULT', text) });
  for (const row of tests) {
    const checkout = checkouts.get(row.repo);
    if (checkout === undefined) continue;
    count.repoFunctions++;
    count.events += row.events.length;
    const { said, trace } = await traceInTest(service, checkout, row);
    if (said === undefined) tally.lack(row.id, [{ reason: 'not-modelled', what: 'test not found' }]);
    else if (trace === undefined || said.outcome === 'unknown') tally.lack(row.id, said.why as never);
    else if (compare(row.id, row.events, trace)) count.repoRight++;
  }
  service.dispose();
  if (count.repoFunctions < tests.length) console.log(`${tests.length - count.repoFunctions} functions of repositories left out: no checkout of theirs under --repos`);
  tally.report(json, count);
}

/** The trace of a row's call, or why there is none. */
function traceOfCall(row: ProgramRow): Trace | readonly { reason: string; what: string }[] {
  vm.tracing = true;
  const recorder = new Recorder({ limit: 200_000, wanted: c => c.file === '/workspace/program.py' });
  const a = answer([row.code], () => {
    const g = mainNamespace('/workspace/program.py');
    execText(row.code, '/workspace/program.py', g);
    recorder.start();
    try {
      return evalText(row.call, '/workspace/call.py', g);
    } finally {
      recorder.stop();
    }
  });
  vm.tracing = false;
  return a.kind === 'unknown' ? a.origins : renderTrace(recorder, run.stdout, 'mask');
}

async function traceInTest(service: Service, r: Repository, row: TestRow): Promise<{ said?: TestForecast; trace?: Trace }> {
  let trace: Trace | undefined;
  const suite = await forecast(service, r, {
    paths: [row.test],
    trace: { limit: 200_000, addresses: 'mask', within: { file: join(r.folder, row.file), function: row.function }, only: r.source.map(s => join(r.folder, s)) },
    onTrace: (_id, t) => (trace = t),
  });
  return { said: suite.tests.find(t => t.id === row.test), trace };
}
