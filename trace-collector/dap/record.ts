// Records a run over a debug adapter into the store. This runs the user's code: who calls it has made sure that this is wanted.
import type { Failed } from '../failure.ts';
import type { Store } from '../store/store.ts';
import { otherAdapter } from './adapters/adapter.ts';
import { nativeAdapter } from './adapters/native.ts';
import { debugpyAdapter } from './adapters/python.ts';
import type { DapConfiguration } from './configuration.ts';
import { connectAdapter, startAdapter } from './connection.ts';
import { DapRecorder, type DapRecording } from './recorder.ts';
import { beginRun } from './stored-run.ts';

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
  const frames = o.frames ?? 1_000_000;
  const { builder, finish } = beginRun(store, {
    command,
    root: o.configuration.roots[0] ?? o.cwd,
    title: o.title,
    semantics: language === 'python' ? 'debugpy' : 'dap',
    frames,
  });
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
    const trace = finish(r.failed?.message, r.exit);
    return { ...r, trace, frames: builder.frames, truncated: builder.truncated };
  } catch (e) {
    finish((e as Error).message, undefined);
    throw e;
  }
}
