// A spool: the folder that the tracer's processes, or the recorder over a debug adapter, write to while a recording runs. It lies beside the store, so that what a killed recorder leaves behind is
// found and taken in by whoever opens the store next.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { judgeRun, type Verdicts } from '../store/forecasts.ts';
import { keepSources } from '../store/sources.ts';
import type { Store, TraceInput } from '../store/store.ts';
import { TraceBuilder } from '../trace-builder.ts';
import { replayJournal } from '../trace-journal.ts';
import { RecordedEvents } from './recorded-events.ts';
import { readRecording } from './recording-file.ts';

const about = z.object({
  kind: z.enum(['script', 'pytest', 'unittest', 'dap']),
  command: z.array(z.string()),
  root: z.string(),
  started: z.number(),
  /** The recorder's process. */
  recorder: z.number(),
  frames: z.number(),
  /** Digest of the code that is run. */
  code: z.string().optional(),
  /** Of a recording over a debug adapter: what its one trace says of itself. */
  trace: z.object({ title: z.string(), semantics: z.string(), process: z.number() }).optional(),
});
export type SpoolAbout = z.infer<typeof about>;

export interface Taken {
  readonly run: number;
  readonly traces: number;
  readonly frames: number;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly truncated: number;
  /** What became of the forecasts that were made for this code. */
  readonly verdicts: Verdicts;
  /** Writing failed, for this reason (`ENOSPC`): the program ran on unrecorded. */
  readonly stopped: string | undefined;
}

const outcomeMark = z.object({
  outcome: z.string(),
  at: z.number(),
  result: z.enum(['passed', 'failed', 'error', 'skipped', 'xfailed', 'xpassed']),
  phase: z.enum(['collect', 'setup', 'call', 'teardown']),
  seconds: z.number().optional(),
  exception: z.string().optional(),
  message: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
  cut: z.boolean().optional(),
});

/** The journal of a recording over a debug adapter. */
export const journalName = 'events.jsonl';

export const spoolsOf = (storePath: string): string => join(dirname(storePath), `${basename(storePath, '.db')}.spool`);

export function makeSpool(storePath: string, a: SpoolAbout): string {
  mkdirSync(spoolsOf(storePath), { recursive: true });
  const folder = mkdtempSync(join(spoolsOf(storePath), `${a.kind}-`));
  writeFileSync(join(folder, 'run.json'), JSON.stringify(a));
  // The tracer renames it when it cannot write any more: that needs no room on the disk.
  writeFileSync(join(folder, 'going'), '');
  return folder;
}

/** Takes in what recorders have left that are no longer there. */
export function takeLeftovers(store: Store): Taken[] {
  const folder = spoolsOf(store.path);
  if (!existsSync(folder)) return [];
  const taken: Taken[] = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      const a = about.parse(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8')));
      const owner = /\.taken-(\d+)$/.exec(name);
      if (isAlive(owner === null ? a.recorder : Number(owner[1]))) continue;
      // Whoever renames it has it.
      const mine = `${path.replace(/\.taken-\d+$/, '')}.taken-${process.pid}`;
      renameSync(path, mine);
      taken.push(takeSpool(store, mine, a, undefined, interrupted));
    } catch {
      // Another process was faster, or there is nothing in it that can be read.
    }
  }
  return taken;
}
const interrupted = 'the recorder was interrupted';
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as { code?: string }).code === 'EPERM';
  }
}

/** Reads a spool into the store, and removes it. */
export function takeSpool(store: Store, folder: string, a: SpoolAbout, exit: number | undefined, note?: string): Taken {
  const spool = basename(folder).replace(/\.taken-\d+$/, '');
  // A run of that spool was begun by someone who did not come to its end.
  store.db.prepare('DELETE FROM runs WHERE spool = ? AND finished IS NULL').run(spool);
  const run = store.addRun({ kind: a.kind, command: a.command, root: a.root, python: '', started: a.started, code: a.code }, spool);
  const taken: Tally = { run, traces: 0, frames: 0, outcomes: new Map(), truncated: 0, files: new Set() };
  const files = readdirSync(folder).filter(f => f.endsWith('.ftrec'));
  files.sort((x, y) => Number.parseInt(x, 10) - Number.parseInt(y, 10));
  let python = '';
  if (a.trace !== undefined && existsSync(join(folder, journalName))) takeJournal(store, join(folder, journalName), a, a.trace, taken);
  for (const file of files) python = takeRecording(store, join(folder, file), a, taken) ?? python;
  store.db.prepare('UPDATE runs SET python = ? WHERE id = ?').run(python, run);
  // Of an interrupted recording it is only known what was there when the last of it was written.
  const written = Math.max(0, ...files.map(f => statSync(join(folder, f)).mtimeMs));
  keepSources(store, run, taken.files, note === interrupted ? written : undefined);
  const verdicts = judgeRun(store, run);
  store.endRun(run, Date.now(), exit, note);
  const stopped = readdirSync(folder).find(f => f.startsWith('stopped-'));
  rmSync(folder, { recursive: true, force: true });
  return { ...taken, verdicts, stopped: stopped === undefined ? undefined : errorName(Number(stopped.slice('stopped-'.length))) };
}

/** ENOSPC has one number everywhere. */
const errorName = (n: number): string => (n === 28 ? 'ENOSPC' : `error ${n}`);

interface Tally {
  readonly run: number;
  traces: number;
  frames: number;
  readonly outcomes: Map<string, number>;
  truncated: number;
  /** Files whose code ran. */
  readonly files: Set<string>;
}
/** What a recorder over a debug adapter had seen when it was interrupted. */
function takeJournal(store: Store, path: string, a: SpoolAbout, about: NonNullable<SpoolAbout['trace']>, taken: Tally): void {
  const input = store.addTrace({ run: taken.run, source: 'recording', ...about, started: a.started });
  const builder = new TraceBuilder({ limit: a.frames, onStretch: c => input.stretch(c) });
  replayJournal(path, builder);
  builder.end();
  if (builder.frames === 0) {
    input.drop();
    return;
  }
  input.end(builder.codes, true);
  for (const c of builder.codes) taken.files.add(c.file);
  taken.traces++;
  taken.truncated++;
  taken.frames += builder.frames;
}
/** One process's recording. Gives its Python's version. */
function takeRecording(store: Store, path: string, a: SpoolAbout, taken: Tally): string | undefined {
  let builder: TraceBuilder | undefined;
  let input: TraceInput | undefined;
  const open = (test: string | undefined, at: number): void => {
    const head = events.about;
    if (head === undefined) return;
    const title = test ?? [basename(head.argv[0] ?? ''), ...head.argv.slice(1)].join(' ');
    const into = store.addTrace({
      run: taken.run,
      source: 'recording',
      title,
      test,
      semantics: head.python,
      process: head.pid,
      started: Math.round(at * 1000),
    });
    input = into;
    builder = new TraceBuilder({ limit: a.frames, onStretch: c => into.stretch(c) });
  };
  const close = (): number | undefined => {
    if (builder === undefined || input === undefined) return undefined;
    builder.end();
    const id = builder.frames > 0 ? input.end(builder.codes, builder.truncated) : undefined;
    for (const c of builder.codes) taken.files.add(c.file);
    if (id !== undefined) taken.traces++;
    taken.frames += builder.frames;
    if (builder.truncated) taken.truncated++;
    builder = input = undefined;
    return id;
  };
  const events = new RecordedEvents({
    get builder() {
      if (builder === undefined && a.kind === 'script' && events.about !== undefined) open(undefined, events.about.started);
      return builder;
    },
    mark(m) {
      if (typeof m.test === 'string') {
        close();
        open(m.test, Number(m.at));
        return;
      }
      if (m.outcome === undefined) return;
      const o = outcomeMark.parse(m);
      if (o.cut === true && builder !== undefined) builder.truncated = true;
      const trace = o.phase === 'collect' ? undefined : close();
      const { outcome: test, cut: _, at, ...told } = o;
      store.addOutcome(taken.run, { test, at: Math.round(at * 1000), ...told }, trace);
      taken.outcomes.set(o.result, (taken.outcomes.get(o.result) ?? 0) + 1);
    },
    stopped() {
      if (builder !== undefined) builder.truncated = true;
    },
  });
  readRecording(path, events);
  if (!events.ended) {
    events.drain();
    // Killed in the middle: what there is, is there.
    if (builder !== undefined) (builder as TraceBuilder).truncated = true;
  }
  close();
  return events.about?.python;
}
