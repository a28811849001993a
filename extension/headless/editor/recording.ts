// Tests run for real, for the editor: the one place of the editor's that starts a process, and it is asked only in a trusted workspace.
import { interpreterFor, record } from '../../../trace-collector/python/record.ts';
import { tracerFolder } from '../assets.ts';
import { workspaceOf } from '../commands/session.ts';
import { storeAt } from '../commands/store-at.ts';
import { type KeptSuite, keepSuites } from '../kept-forecasts.ts';
import type { RecordedTests } from './protocol.ts';

export interface RecordingAsked {
  readonly folder: string;
  readonly ids: readonly string[];
  readonly python?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Kept before the run, and judged by it. */
  readonly forecasts?: KeptSuite;
}

/** Runs pytest under the tracer and tells each test's outcome. Rejects with a Failed where Python cannot be started. */
export async function recordTests({ folder, ids, python, environment, forecasts }: RecordingAsked, signal: AbortSignal): Promise<RecordedTests> {
  const used = interpreterFor(workspaceOf(folder), environment, python);
  const store = storeAt(folder, undefined);
  try {
    if (forecasts !== undefined) keepSuites(store, [forecasts]);
    const r = await record(store, {
      kind: 'pytest',
      python: used,
      tracer: tracerFolder(),
      args: ['-q', ...ids],
      cwd: folder,
      roots: [workspaceOf(folder)],
      environment,
      output: 'ignore',
      signal,
      ...(forecasts === undefined ? {} : { code: forecasts.code.digest }),
    });
    const results = store.outcomesOf(r.run).map(o => ({
      id: o.test,
      result: o.result,
      ...(o.message === undefined && o.exception === undefined
        ? {}
        : { message: [o.exception, o.message].filter(t => t !== undefined && t !== '').join(': ') }),
      ...(o.file === undefined ? {} : { file: o.file }),
      ...(o.line === undefined ? {} : { line: o.line }),
      ...(o.seconds === undefined ? {} : { seconds: o.seconds }),
    }));
    const said =
      results.length > 0
        ? undefined
        : `pytest ended with exit code ${r.exit ?? r.killed} and told of no test. Is pytest installed for ${used}? The setting foretrace.record.python names another interpreter.`;
    return { run: r.run, results, ...(said === undefined ? {} : { said }) };
  } finally {
    store.close();
  }
}
