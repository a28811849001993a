// Runs a program or its tests under the tracer and takes what it wrote into the store. This runs the user's code: who calls it has made sure that this is wanted.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isDiskFull, pythonNotStarted, recordingWaits } from '../failure.ts';
import { isFull } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { makeSpool, type SpoolAbout, type Taken, takeSpool } from './spool.ts';

export interface RecordOptions {
  readonly kind: SpoolAbout['kind'];
  /** The interpreter. */
  readonly python: string;
  /** Where foretrace_tracer.py lies. */
  readonly tracer: string;
  /** For a script, its file first. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Files below these are recorded; all else is stepped over. */
  readonly roots: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Longest text of a value, most frames of a trace, deepest nesting. */
  readonly text?: number;
  readonly frames?: number;
  readonly depth?: number;
  readonly addresses?: 'strip' | 'mask';
  /** Digest of the code, by which forecasts for it are found: code-state.ts. */
  readonly code?: string;
  /** `false`: sys.settrace also where the interpreter has sys.monitoring. */
  readonly monitoring?: boolean;
  /** Ends the program. */
  readonly signal?: AbortSignal;
  /** `stderr`: what the program prints goes there, for the caller's own output is data. */
  readonly output?: 'inherit' | 'ignore' | 'stderr';
  /** Hears what it prints, in place of `output`; it then has no standard input. */
  readonly onOutput?: (text: string) => void;
}
export interface Recorded extends Taken {
  readonly exit: number | undefined;
  /** The signal that ended it. */
  readonly killed: string | undefined;
}

/** Runs it to its end. Rejects with a Failed where Python cannot be started or the store is full. */
export async function record(store: Store, o: RecordOptions): Promise<Recorded> {
  // A suite has many traces: one test that loops a million times must not fill the disk.
  const frames = o.frames ?? (o.kind === 'script' ? 1_000_000 : 200_000);
  const about: SpoolAbout = {
    kind: o.kind,
    command: [o.kind, ...o.args],
    root: o.roots[0] ?? o.cwd,
    started: Date.now(),
    recorder: process.pid,
    frames,
    code: o.code,
  };
  const spool = makeSpool(store.path, about);
  const said = JSON.stringify({
    out: spool,
    roots: o.roots,
    text: o.text ?? 2000,
    frames,
    depth: o.depth ?? 400,
    addresses: o.addresses ?? 'strip',
    monitoring: o.monitoring ?? true,
  });
  const { exit, killed } = await run(o, said).catch((e: unknown) => {
    rmSync(spool, { recursive: true, force: true });
    throw e;
  });
  try {
    return { ...takeSpool(store, spool, about, exit, killed === undefined ? undefined : `ended by ${killed}`), exit, killed };
  } catch (e) {
    // The spool stays, and whoever opens the store next takes it in.
    throw isFull(e) || isDiskFull(e) ? recordingWaits(store.path, spool) : e;
  }
}

function run(o: RecordOptions, said: string): Promise<{ exit: number | undefined; killed: string | undefined }> {
  const path = [o.tracer, o.environment.PYTHONPATH].filter(p => p !== undefined && p !== '').join(delimiter);
  const [args, environment] =
    o.kind === 'pytest'
      ? [['-m', 'pytest', '-p', 'foretrace_pytest', ...o.args], { PYTHONPATH: path, FORETRACE_RECORD: said }]
      : o.kind === 'unittest'
        ? [[join(o.tracer, 'foretrace_unittest.py'), said, ...o.args], { PYTHONPATH: path }]
        : [[join(o.tracer, 'foretrace_tracer.py'), said, ...o.args], {}];
  return new Promise((done, fail) => {
    const child = spawn(o.python, args, {
      cwd: o.cwd,
      env: { ...o.environment, ...environment },
      stdio:
        o.onOutput !== undefined
          ? ['ignore', 'pipe', 'pipe']
          : o.output === 'ignore'
            ? 'ignore'
            : ['inherit', o.output === 'stderr' ? 2 : 'inherit', 'inherit'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => o.onOutput?.(text));
    // What it has started may keep its output open for ever.
    child.once('exit', () => setTimeout(() => [child.stdout, child.stderr].forEach(s => void s?.destroy()), 500).unref());
    let later: NodeJS.Timeout | undefined;
    // Ctrl-C lets the program end as it likes; one that does not is stopped.
    const stop = (): void => {
      child.kill('SIGINT');
      later ??= setTimeout(() => child.kill('SIGKILL'), 3000);
    };
    o.signal?.addEventListener('abort', stop);
    child.once('error', e => fail(pythonNotStarted(o.python, e.message)));
    child.once('close', (code, signal) => {
      clearTimeout(later);
      o.signal?.removeEventListener('abort', stop);
      done({ exit: code ?? undefined, killed: signal ?? undefined });
    });
  });
}

/** The interpreter to run: the one asked for, the environment's, the one beside the code, or the first on the PATH. */
export function interpreterFor(workspace: string, environment: Readonly<Record<string, string | undefined>>, asked?: string): string {
  if (asked !== undefined) return asked;
  const bin = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const places = [environment.VIRTUAL_ENV, ...['.venv', 'venv', 'env'].map(n => join(workspace, n)), environment.CONDA_PREFIX];
  for (const place of places) {
    if (place === undefined || place === '') continue;
    const path = join(place, ...bin);
    if (existsSync(path)) return path;
  }
  return process.platform === 'win32' ? 'python' : 'python3';
}
