// Records a run over a debug adapter into the store. This runs the user's code: who calls it has made sure that this is wanted.
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Failed } from '../failure.ts';
import { journalName, makeSpool } from '../python/spool.ts';
import { keepSources } from '../store/sources.ts';
import type { Store } from '../store/store.ts';
import { JournaledBuilder } from '../trace-journal.ts';
import { otherAdapter } from './adapters/adapter.ts';
import { nativeAdapter } from './adapters/native.ts';
import { debugpyAdapter } from './adapters/python.ts';
import type { DapConfiguration } from './configuration.ts';
import { connectAdapter, startAdapter } from './connection.ts';
import { DapRecorder, type DapRecording } from './recorder.ts';

export interface DapRecordOptions {
  readonly configuration: DapConfiguration;
  /** What lists call the trace. */
  readonly title: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly frames?: number;
  readonly text?: number;
  readonly signal?: AbortSignal;
  readonly onOutput?: (category: 'stdout' | 'stderr', text: string) => void;
}
export interface DapRecorded extends DapRecording {
  /** The trace in the store; nothing where not one frame was seen. */
  readonly trace: number | undefined;
  readonly frames: number;
  readonly truncated: boolean;
  readonly failed: Failed | undefined;
}

/** Records to the program's end. Rejects with a Failed only where the store is full. */
export async function recordOverDap(store: Store, o: DapRecordOptions): Promise<DapRecorded> {
  const { adapter, language } = o.configuration;
  const command = 'command' in adapter ? adapter.command : [`${adapter.host}:${adapter.port}`];
  const kind = { python: debugpyAdapter, native: nativeAdapter, other: otherAdapter }[language];
  const connection =
    'command' in adapter
      ? startAdapter(kind.command(adapter.command), adapter.cwd ?? o.cwd, { ...o.environment, ...adapter.env })
      : connectAdapter(adapter.host, adapter.port);
  const started = Date.now();
  const frames = o.frames ?? 1_000_000;
  const trace = { title: o.title, semantics: language === 'python' ? 'debugpy' : 'dap', process: process.pid };
  // Should this process be killed, whoever opens the store next finds in the spool what was seen so far.
  const spool = makeSpool(store.path, { kind: 'dap', command, root: o.configuration.roots[0] ?? o.cwd, started, recorder: process.pid, frames, trace });
  const run = store.addRun({ kind: 'dap', command, root: o.configuration.roots[0], python: '', started }, basename(spool));
  const input = store.addTrace({ run, source: 'recording', ...trace, started });
  const builder = new JournaledBuilder(join(spool, journalName), { limit: frames, onStretch: c => input.stretch(c) });
  const recorder = new DapRecorder({
    connection,
    name: command.join(' '),
    kind,
    configuration: o.configuration,
    builder,
    text: o.text ?? 2000,
    frames,
    signal: o.signal,
    onOutput: o.onOutput,
  });
  try {
    const r = await recorder.run();
    if (r.failed !== undefined || o.signal?.aborted) builder.truncated = true;
    return { ...r, ...finish(r.failed?.message, r.exit) };
  } catch (e) {
    finish((e as Error).message, undefined);
    throw e;
  }

  function finish(note: string | undefined, exit: number | undefined): Pick<DapRecorded, 'trace' | 'frames' | 'truncated'> {
    builder.close();
    builder.end();
    const trace = builder.frames > 0 ? input.end(builder.codes, builder.truncated) : undefined;
    if (trace !== undefined) keepSources(store, run, new Set(builder.codes.map(c => c.file)));
    store.endRun(run, Date.now(), exit, note);
    rmSync(spool, { recursive: true, force: true });
    return { trace, frames: builder.frames, truncated: builder.truncated };
  }
}
