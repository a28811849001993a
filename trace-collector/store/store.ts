// The store of one workspace: traces of real runs, outcomes of tests, forecasts and what became of them, in one SQLite file that an editor and a command line
// may use at once. It is asked and told in records; nothing of its tables shows.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { storeFull } from '../failure.ts';
import { type FrameColumns, frameAt } from '../frame-columns.ts';
import { stopsOnly, type Trace, type TraceCode, type TraceFrame, traceCode } from '../trace.ts';
import { type CallSummary, summarizeCalls } from './calls.ts';
import { isFull, openDatabase, together } from './database.ts';
import { packed, stretchBytes, stretchOf } from './stretch-bytes.ts';

export interface RunRecord {
  readonly kind: 'script' | 'pytest' | 'unittest' | 'dap' | 'rehearsal';
  readonly command: readonly string[];
  readonly root: string;
  readonly python: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Digest of the code that it ran: code-state.ts. */
  readonly code?: string;
}
export interface TraceRecord {
  readonly run: number;
  readonly source: Trace['source'];
  readonly title: string;
  readonly test?: string;
  readonly semantics: string;
  readonly process: number;
  readonly started: number;
}
export interface StoredTrace extends TraceRecord {
  readonly id: number;
  readonly frames: number;
  /** Deflated, as stored. */
  readonly bytes: number;
  readonly truncated: boolean;
  readonly result?: string;
}
export interface Outcome {
  readonly test: string;
  readonly result: 'passed' | 'failed' | 'error' | 'skipped' | 'xfailed' | 'xpassed';
  readonly phase: 'collect' | 'setup' | 'call' | 'teardown';
  readonly exception?: string;
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
  readonly seconds?: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}
export interface TraceFilter {
  readonly test?: string;
  readonly file?: string;
  readonly function?: string;
  readonly since?: number;
  readonly limit?: number;
}

export interface Store {
  readonly path: string;
  readonly setAside: string | undefined;
  /** For what is kept beside the traces: forecasts.ts, prune.ts. */
  readonly db: DatabaseSync;
  addRun(run: RunRecord, spool?: string): number;
  endRun(run: number, finished: number, exit: number | undefined, note?: string): void;
  /** Takes the stretches of a trace as they come. Nothing of it is seen before `end`. */
  addTrace(trace: TraceRecord): TraceInput;
  addOutcome(run: number, outcome: Outcome, trace?: number): void;
  traces(filter?: TraceFilter): StoredTrace[];
  open(id: number): OpenTrace | undefined;
  outcomes(test: string, limit?: number): Outcome[];
  outcomesOf(run: number): Outcome[];
  /** What a function gave for arguments of these texts, in any trace. */
  calls(file: string, name: string, parameters: readonly (readonly [string, string])[]): CallSummary[];
  size(): number;
  close(): void;
}
export interface TraceInput {
  stretch(columns: FrameColumns): void;
  end(codes: readonly TraceCode[], truncated: boolean): number;
  /** Takes it back. */
  drop(): void;
}
/** A trace of any length, read stretch by stretch. */
export interface OpenTrace {
  readonly about: StoredTrace;
  readonly codes: readonly TraceCode[];
  /** The number of each stretch's first frame. */
  readonly firsts: readonly number[];
  frame(i: number): TraceFrame;
  frames(from: number, to: number): Generator<TraceFrame>;
  stretches(): Generator<{ readonly first: number; readonly columns: FrameColumns }>;
  /** The stretch that holds frame `i`, and the number of its first frame. */
  stretchAt(i: number): { readonly first: number; readonly columns: FrameColumns };
  /** The frames whose locals, values, output or exceptions hold a text, from `from` on. */
  search(text: string, from?: number): Generator<number>;
  /** The whole as one record: for traces of a moderate length. */
  whole(limit?: number): Trace;
}

export function openStore(path: string): Store {
  const { db, setAside } = openDatabase(path);
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let s = statements.get(text);
    if (s === undefined) statements.set(text, (s = db.prepare(text)));
    return s;
  };
  const told = <R>(work: () => R): R => {
    try {
      return work();
    } catch (e) {
      throw isFull(e) ? storeFull(path) : e;
    }
  };
  const storedTrace = (r: Record<string, unknown>): StoredTrace => ({
    id: r.id as number,
    run: r.run as number,
    source: r.source as Trace['source'],
    title: r.title as string,
    ...(r.test === null ? {} : { test: r.test as string }),
    semantics: r.semantics as string,
    process: r.process as number,
    started: r.started as number,
    frames: r.frames as number,
    bytes: r.bytes as number,
    truncated: r.truncated === 1,
    ...(typeof r.result === 'string' ? { result: r.result } : {}),
  });
  const columnsOfTrace = `t.id, t.run, t.source, t.title, t.test, t.semantics, t.process, t.started, t.frames, t.bytes, t.truncated, (SELECT o.result FROM outcomes o WHERE o.trace = t.id) AS result`;

  const readOutcome = (r: Record<string, unknown>): Outcome =>
    Object.fromEntries(Object.entries(r).filter(([k, v]) => v !== null && !['id', 'run', 'trace'].includes(k))) as unknown as Outcome;

  return {
    path,
    setAside,
    db,
    addRun: (run, spool) =>
      told(() =>
        Number(
          sql('INSERT INTO runs (kind, command, root, python, started, spool, code) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
            run.kind,
            JSON.stringify(run.command),
            run.root,
            run.python,
            run.started,
            spool ?? null,
            run.code ?? null,
          ).lastInsertRowid,
        ),
      ),
    endRun: (run, finished, exit, note) =>
      told(() => void sql('UPDATE runs SET finished = ?, exit = ?, note = ? WHERE id = ?').run(finished, exit ?? null, note ?? null, run)),
    addTrace: about => traceInput(db, sql, told, about),
    addOutcome: (run, o, trace) =>
      told(
        () =>
          void sql(
            'INSERT INTO outcomes (run, test, result, phase, exception, message, file, line, seconds, at, trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          ).run(run, o.test, o.result, o.phase, o.exception ?? null, o.message ?? null, o.file ?? null, o.line ?? null, o.seconds ?? null, o.at, trace ?? null),
      ),
    traces: (filter = {}) => {
      const where: string[] = [];
      const values: (string | number)[] = [];
      const add = (clause: string, value: string | number | undefined): void => {
        if (value === undefined) return;
        where.push(clause);
        values.push(value);
      };
      add('t.test = ?', filter.test);
      add('t.started >= ?', filter.since);
      add('EXISTS (SELECT 1 FROM calls c JOIN functions f ON f.id = c.function WHERE c.trace = t.id AND f.file = ?)', filter.file);
      add('EXISTS (SELECT 1 FROM calls c JOIN functions f ON f.id = c.function WHERE c.trace = t.id AND f.name = ?)', filter.function);
      const text = `SELECT ${columnsOfTrace} FROM traces t ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY t.id DESC LIMIT ?`;
      return sql(text)
        .all(...values, filter.limit ?? -1)
        .map(r => storedTrace(r as Record<string, unknown>));
    },
    open: id => {
      const row = sql(`SELECT ${columnsOfTrace}, t.codes FROM traces t WHERE t.id = ?`).get(id) as Record<string, unknown> | undefined;
      return row === undefined ? undefined : openTrace(sql, storedTrace(row), row.codes as Uint8Array);
    },
    outcomes: (test, limit = -1) =>
      sql('SELECT * FROM outcomes WHERE test = ? ORDER BY at DESC, id DESC LIMIT ?')
        .all(test, limit)
        .map(r => readOutcome(r as Record<string, unknown>)),
    outcomesOf: run =>
      sql('SELECT * FROM outcomes WHERE run = ? ORDER BY id')
        .all(run)
        .map(r => readOutcome(r as Record<string, unknown>)),
    calls: (file, name, parameters) =>
      sql(
        'SELECT c.trace, c.frame, c.value, c.exception, c.times FROM calls c JOIN functions f ON f.id = c.function WHERE f.file = ? AND f.name = ? AND c.arguments = ? ORDER BY c.trace DESC',
      )
        .all(file, name, argumentsDigest(parameters))
        .map(r => r as unknown as CallSummary),
    size: () => ['', '-wal'].reduce((n, suffix) => n + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0), 0),
    close: () => db.close(),
  };
}

/** What tells calls with the same arguments: their names and texts. */
export function argumentsDigest(parameters: readonly (readonly [string, string])[]): Uint8Array {
  return createHash('sha256').update(JSON.stringify(parameters)).digest().subarray(0, 16);
}

type Sql = (text: string) => StatementSync;

function traceInput(db: DatabaseSync, sql: Sql, told: <R>(work: () => R) => R, about: TraceRecord): TraceInput {
  const stretches: { stretch: number; first: number }[] = [];
  const calls = summarizeCalls();
  let frames = 0;
  let bytes = 0;
  return {
    stretch(c) {
      // What was not seen from its beginning is no call that anyone could rely on.
      if (about.semantics !== stopsOnly) calls.add(c, frames);
      const plain = stretchBytes(c);
      const digest = createHash('sha256').update(plain).digest();
      const data = packed(plain);
      // A stretch without a trace is harmless: pruning takes it when it is old.
      told(() => sql('INSERT INTO stretches (digest, frames, data) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING').run(digest, c.length, data));
      const { id } = sql('SELECT id FROM stretches WHERE digest = ?').get(digest) as { id: number };
      stretches.push({ stretch: id, first: frames });
      frames += c.length;
      bytes += data.length;
    },
    end(codes, truncated) {
      return told(() =>
        together(db, () => {
          const packedCodes = deflateRawSync(JSON.stringify(codes));
          const id = Number(
            sql(
              'INSERT INTO traces (run, source, title, test, semantics, process, started, frames, bytes, truncated, codes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            ).run(
              about.run,
              about.source,
              about.title,
              about.test ?? null,
              about.semantics,
              about.process,
              about.started,
              frames,
              bytes,
              truncated ? 1 : 0,
              packedCodes,
            ).lastInsertRowid,
          );
          stretches.forEach(({ stretch, first }, at) => {
            sql('INSERT INTO trace_stretches (trace, at, first, stretch) VALUES (?, ?, ?, ?)').run(id, at, first, stretch);
          });
          const functions = codes.map(c => {
            sql('INSERT INTO functions (file, name, line) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(c.file, c.function, c.line);
            return (sql('SELECT id FROM functions WHERE file = ? AND name = ? AND line = ?').get(c.file, c.function, c.line) as { id: number }).id;
          });
          for (const c of calls.done())
            sql('INSERT INTO calls (function, arguments, trace, frame, value, exception, times) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
              functions[c.code],
              argumentsDigest(c.parameters),
              id,
              c.frame,
              c.value ?? null,
              c.exception ?? null,
              c.times,
            );
          return id;
        }),
      );
    },
    drop: () => {},
  };
}

function openTrace(sql: Sql, about: StoredTrace, packedCodes: Uint8Array): OpenTrace {
  const codes = traceCode.array().parse(JSON.parse(inflateRawSync(packedCodes).toString('utf8')));
  const rows = sql('SELECT first, stretch FROM trace_stretches WHERE trace = ? ORDER BY at').all(about.id) as unknown as { first: number; stretch: number }[];
  let cached = -1;
  let columns: FrameColumns | undefined;
  const load = (k: number): FrameColumns => {
    if (cached !== k || columns === undefined) {
      columns = stretchOf((sql('SELECT data FROM stretches WHERE id = ?').get(rows[k].stretch) as { data: Uint8Array }).data);
      cached = k;
    }
    return columns;
  };
  const indexOf = (i: number): number => {
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (rows[mid].first <= i) low = mid;
      else high = mid - 1;
    }
    return low;
  };
  function* frames(from: number, to: number): Generator<TraceFrame> {
    for (let i = Math.max(0, from); i < Math.min(to, about.frames); i++) {
      const k = indexOf(i);
      yield frameAt(load(k), i - rows[k].first);
    }
  }
  return {
    about,
    codes,
    firsts: rows.map(r => r.first),
    frame: i => {
      const k = indexOf(i);
      return frameAt(load(k), i - rows[k].first);
    },
    frames,
    *stretches() {
      for (let k = 0; k < rows.length; k++) yield { first: rows[k].first, columns: load(k) };
    },
    stretchAt: i => ({ first: rows[indexOf(i)].first, columns: load(indexOf(i)) }),
    *search(text, from = 0) {
      for (let k = indexOf(from); k < rows.length; k++) {
        const c = load(k);
        const hits = new Set<number>();
        c.texts.forEach((t, n) => {
          if (t.includes(text)) hits.add(n);
        });
        if (hits.size === 0) continue;
        const found = new Set<number>();
        for (let i = 0; i < c.length; i++) for (let n = c.changeStarts[i]; n < c.changeStarts[i + 1]; n++) if (hits.has(c.changedTexts[n])) found.add(i);
        for (const pairs of [c.values, c.exceptions, c.stdout, c.stderr])
          for (let n = 0; n < pairs.length; n += 2) if (hits.has(pairs[n + 1])) found.add(pairs[n]);
        for (const i of [...found].sort((a, b) => a - b)) if (rows[k].first + i >= from) yield rows[k].first + i;
      }
    },
    whole: (limit = Number.POSITIVE_INFINITY) => ({
      source: about.source,
      semantics: about.semantics,
      codes,
      frames: [...frames(0, limit)],
      truncated: about.truncated || about.frames > limit,
    }),
  };
}
