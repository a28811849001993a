// `foretrace export --format cwm|events --out DIR`: traces as a data set to train or to measure with.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exportTraces, formats } from '../../../trace-collector/export/export.ts';
import type { Manifest } from '../../../trace-collector/export/dataset.ts';
import { badUsage, nothingToExport } from '../../../trace-collector/failure.ts';
import type { Outcome, Store } from '../../../trace-collector/store/store.ts';
import { openStore } from '../../../trace-collector/store/store.ts';
import { keepSources } from '../../../trace-collector/store/sources.ts';
import { putTrace } from '../../../trace-collector/store/whole-trace.ts';
import { count, duration } from '../present/style.ts';
import { rehearseTraces } from '../surprises.ts';
import { exitCodes } from './exit-codes.ts';
import { baseOf, placeAt, type Session, workspaceOf } from './session.ts';
import { storeAt } from './store-at.ts';
import { checkPaths } from './tests.ts';

declare const FORETRACE_VERSION: string;
const version = typeof FORETRACE_VERSION === 'string' ? FORETRACE_VERSION : 'from sources';

export interface ExportArguments {
  /** Of a rehearsed export: the tests to rehearse. */
  readonly paths: readonly string[];
  readonly format: string | undefined;
  readonly out: string | undefined;
  readonly parquet: boolean;
  readonly jsonl: boolean;
  readonly source: string;
  readonly rows: string;
  readonly rowBytes: string | undefined;
  readonly test: string | undefined;
  readonly function: string | undefined;
  readonly since: string | undefined;
  readonly force: boolean;
  readonly store: string | undefined;
}

export async function exportCommand(session: Session, o: ExportArguments): Promise<number> {
  const { format, rows, source } = o;
  if (format !== 'cwm' && format !== 'events')
    throw badUsage(format === undefined ? 'export needs --format cwm or --format events' : `--format ${format}: cwm or events`);
  if (rows !== 'tests' && rows !== 'functions') throw badUsage(`--rows ${rows}: tests or functions`);
  if (source !== 'recorded' && source !== 'rehearsed') throw badUsage(`--source ${source}: recorded or rehearsed; one data set never holds both`);
  if (o.out === undefined) throw badUsage('export needs --out DIR');
  if (o.parquet && o.jsonl) throw badUsage('give one of --parquet and --jsonl');
  if (source === 'recorded' && o.paths.length > 0) throw badUsage('export of recordings takes no paths; --test and --function narrow it');
  const since = o.since === undefined ? undefined : Date.parse(o.since);
  if (Number.isNaN(since)) throw badUsage(`--since ${o.since}: a date such as 2026-01-31, or a time such as 2026-01-31T12:00Z`);
  if (o.rowBytes !== undefined && !/^[1-9]\d*$/.test(o.rowBytes)) throw badUsage(`--max-row-bytes ${o.rowBytes}: a whole number above 0`);
  const began = performance.now();
  const write = (store: Store): Promise<Manifest> =>
    exportTraces(
      store,
      {
        folder: resolve(session.cwd, o.out!),
        format: formats[format],
        container: o.jsonl ? 'jsonl' : 'parquet',
        split: source,
        tool: `foretrace ${version}`,
        force: o.force,
        test: o.test,
        function: o.function,
        since,
        // A function is asked for to have its calls.
        rows: o.function === undefined ? rows : 'functions',
        rowBytes: o.rowBytes === undefined ? 1 << 20 : Number(o.rowBytes),
      },
      session.watch.signal,
    );
  const m = source === 'recorded' ? await fromStore(session, o, write) : await fromRehearsal(session, o, write);
  session.progress.clear();
  const left = Object.values(m.skipped).reduce((a, b) => a + b, 0);
  const secrets = Object.values(m.redacted.replacements).reduce((a, b) => a + b, 0);
  const bytes = m.files.reduce((n, f) => n + f.bytes, 0);
  session.print(
    `Wrote ${count(m.rows, 'row')} of ${count(m.traces, 'trace')} (${(bytes / (1 << 20)).toFixed(1)} MB) to ${o.out} in ${duration(performance.now() - began)}${left === 0 ? '' : `; ${left} left out`}${secrets === 0 ? '' : `; ${count(secrets, 'secret')} replaced`}. README.md there tells more.\n`,
  );
  return exitCodes.fine;
}

async function fromStore(session: Session, o: ExportArguments, write: (store: Store) => Promise<Manifest>): Promise<Manifest> {
  const store = storeAt(session.cwd, o.store);
  try {
    if (!store.traces({ limit: 1, test: o.test }).some(t => t.source === 'recording'))
      throw nothingToExport(o.test === undefined ? 'nothing is recorded here; foretrace record does it' : `no recording of ${o.test}`);
    return await write(store);
  } finally {
    store.close();
  }
}

/** Rehearses into a store of its own, file by file, and exports that: so a rehearsed export is made, filtered and bounded like a recorded one. */
async function fromRehearsal(session: Session, o: ExportArguments, write: (store: Store) => Promise<Manifest>): Promise<Manifest> {
  const asked = o.test === undefined ? o.paths : [o.test];
  checkPaths(session, asked);
  const { cwd, paths } = baseOf(session, asked);
  const place = placeAt(session, cwd);
  const folder = mkdtempSync(join(tmpdir(), 'foretrace-export-'));
  const store = openStore(join(folder, 'traces.db'));
  try {
    const { collected, root } = await session.service.suite({ place, cwd, paths, list: true }, session.watch);
    if (collected.length === 0) throw nothingToExport('no tests are found here');
    const run = store.addRun({ kind: 'rehearsal', command: ['rehearse', ...paths], root: workspaceOf(cwd), python: '3.11', started: 0 });
    const files = new Set<string>();
    for (const file of new Set(collected.map(t => t.id.split('::')[0]))) {
      const kept = new Map<string, number>();
      const suite = await rehearseTraces(
        { service: session.service, place, cwd: root, watch: session.watch },
        collected.filter(t => t.id.split('::')[0] === file).map(t => t.id),
        (test, trace) => {
          kept.set(test, putTrace(store, { run, title: test, test, process: 0, started: 0 }, trace));
          for (const c of trace.codes) files.add(c.file);
        },
      );
      for (const t of suite.tests)
        if (t.result !== 'unknown') store.addOutcome(run, { test: t.id, result: t.result satisfies Outcome['result'], phase: t.phase, at: 0 }, kept.get(t.id));
    }
    keepSources(store, run, files);
    store.endRun(run, 0, undefined);
    return await write(store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
