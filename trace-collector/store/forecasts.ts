// Forecasts of tests, kept with the state of the code that they were made for, and what became of them: after a recording of the same code each is confirmed or
// refuted. A refuted one carries its surprise. The tables are those of schema.ts; where forecasts come from is not known here.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { type CodeState, changedFiles } from '../code-state.ts';
import { together } from './database.ts';
import type { Outcome, Store } from './store.ts';

/** A place in a trace, for people and programs. */
const step = z.object({ event: z.string(), function: z.string(), file: z.string(), line: z.number() });
/** What a test does at its end, thought or happened. */
const ending = z.object({
  result: z.string(),
  exception: z.string().optional(),
  message: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
});
export type Ending = z.infer<typeof ending>;
const surprise = z.object({
  kind: z.enum(['wrong pass', 'wrong fail', 'other way']),
  thought: ending,
  happened: ending,
  /** Where a rehearsal of the test first leaves the recording. */
  diverged: z
    .object({
      frame: z.number(),
      thought: step.optional(),
      happened: step.optional(),
      values: z.array(z.object({ name: z.string(), left: z.string().optional(), right: z.string().optional() })),
    })
    .optional(),
});
/** A forecast that was wrong: what was thought, what happened, and where the two parted. Of a value, `left` is what was thought. */
export type Surprise = z.infer<typeof surprise>;

/** `unknown`: it claimed nothing. `incomparable`: the recording does not settle it, and `why` says the reason. */
export type Verdict = 'confirmed' | 'refuted' | 'unknown' | 'incomparable';

const made = ending.extend({
  phase: z.string(),
  /** Why it is unknown: origins, in short. */
  why: z.array(z.string()),
});
export type Claim = z.infer<typeof made>;
export interface ForecastMade {
  readonly test: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly probability: number;
  readonly claim: Claim;
}
export interface StoredForecast extends ForecastMade {
  readonly id: number;
  /** Digest of the code that it is for. */
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly verdict?: Verdict;
  /** When it was judged, and by the outcome in which run. */
  readonly judged?: number;
  readonly run?: number;
  readonly surprise?: Surprise;
  /** Of an incomparable one. */
  readonly why?: string;
}

/** Keeps forecasts; one that was made for the same code before, and says the same, is not kept again. Gives how many are new. */
export function keepForecasts({ db }: Store, code: CodeState, at: number, forecasts: readonly ForecastMade[]): number {
  const known = new Map<string, string>();
  for (const r of db.prepare('SELECT subject, forecast FROM forecasts WHERE code = ? ORDER BY id').all(code.digest))
    known.set(r.subject as string, r.forecast as string);
  const fresh = forecasts
    .map(f => ({ f, text: JSON.stringify({ ...f.claim, probability: f.probability }) }))
    .filter(({ f, text }) => known.get(f.test) !== text);
  if (fresh.length === 0) return 0;
  together(db, () => {
    keepState({ db }, code);
    const insert = db.prepare('INSERT INTO forecasts (subject, code, made, outcome, probability, forecast) VALUES (?, ?, ?, ?, ?, ?)');
    for (const { f, text } of fresh) insert.run(f.test, code.digest, at, f.outcome, f.probability, text);
  });
  return fresh.length;
}
function keepState({ db }: Pick<Store, 'db'>, code: CodeState): void {
  db.prepare('INSERT INTO code_states (digest, files) VALUES (?, ?) ON CONFLICT DO NOTHING').run(code.digest, deflateRawSync(JSON.stringify(code.files)));
}

export interface ForecastFilter {
  readonly test?: string;
  readonly code?: string;
  /** Judged by this run. */
  readonly run?: number;
  readonly limit?: number;
}
/** Newest first. */
export function forecasts({ db }: Store, filter: ForecastFilter = {}): StoredForecast[] {
  const where: string[] = [];
  const values: (string | number)[] = [];
  for (const [column, value] of [
    ['subject', filter.test],
    ['code', filter.code],
    ['run', filter.run],
  ] as const) {
    if (value === undefined) continue;
    where.push(`${column} = ?`);
    values.push(value);
  }
  const text = `SELECT * FROM forecasts ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY id DESC LIMIT ?`;
  return db
    .prepare(text)
    .all(...values, filter.limit ?? -1)
    .map(storedForecast);
}
function storedForecast(r: Record<string, unknown>): StoredForecast {
  const told = r.surprise === null ? undefined : (JSON.parse(r.surprise as string) as { why?: string });
  return {
    id: r.id as number,
    test: r.subject as string,
    code: r.code as string,
    made: r.made as number,
    outcome: r.outcome as ForecastMade['outcome'],
    probability: r.probability as number,
    claim: made.parse(JSON.parse(r.forecast as string)),
    ...(r.verdict === null ? {} : { verdict: r.verdict as Verdict, judged: r.judged as number }),
    ...(r.run === null ? {} : { run: r.run as number }),
    ...(told === undefined ? {} : told.why === undefined ? { surprise: surprise.parse(told) } : { why: told.why }),
  };
}

/** The files whose change since then makes a forecast wait; undefined where the state was not kept. */
export function changedSince({ db }: Store, digest: string, now: CodeState): string[] | undefined {
  const row = db.prepare('SELECT files FROM code_states WHERE digest = ?').get(digest);
  if (row === undefined) return undefined;
  return changedFiles(z.record(z.string(), z.string()).parse(JSON.parse(inflateRawSync(row.files as Uint8Array).toString('utf8'))), now.files);
}

export interface Verdicts {
  readonly confirmed: number;
  readonly refuted: number;
  readonly unknown: number;
  readonly incomparable: number;
}

/** Holds the stored forecasts for a run's code against its outcomes. Of a test's forecasts for that code the newest one made before is judged. */
export function judgeRun(store: Store, run: number): Verdicts {
  const { db } = store;
  const tally = { confirmed: 0, refuted: 0, unknown: 0, incomparable: 0 };
  const about = db.prepare('SELECT code, python, started FROM runs WHERE id = ?').get(run);
  if (about === undefined || about.code === null) return tally;
  const newest = new Map<string, StoredForecast>();
  for (const f of forecasts(store, { code: about.code as string })) if (!newest.has(f.test) && f.made <= (about.started as number)) newest.set(f.test, f);
  if (newest.size === 0) return tally;
  together(db, () => {
    const mark = db.prepare('UPDATE forecasts SET verdict = ?, judged = ?, run = ?, surprise = ? WHERE id = ?');
    for (const o of store.outcomesOf(run)) {
      const f = newest.get(o.test);
      if (f === undefined) continue;
      const { verdict, told } = judged(f, o, about.python as string);
      tally[verdict]++;
      mark.run(verdict, o.at, run, told === undefined ? null : JSON.stringify(told), f.id);
    }
  });
  return tally;
}

/** Adds to a refuted forecast's surprise where its rehearsal leaves the recording. */
export function setDivergence({ db }: Store, f: StoredForecast, diverged: NonNullable<Surprise['diverged']>): void {
  if (f.surprise !== undefined) db.prepare('UPDATE forecasts SET surprise = ? WHERE id = ?').run(JSON.stringify({ ...f.surprise, diverged }), f.id);
}

const fails = (result: string): boolean => result === 'failed' || result === 'error';
const bare = (type: string): string => type.slice(type.lastIndexOf('.') + 1);
/** Rehearsals have this Python's rules. */
const semantics = '3.11';

/** What an outcome makes of a forecast for the same code. */
export function judged(f: StoredForecast, o: Outcome, python: string): { readonly verdict: Verdict; readonly told?: Surprise | { readonly why: string } } {
  if (f.outcome === 'unknown') return { verdict: 'unknown' };
  const { claim } = f;
  const otherError = claim.exception !== undefined && o.exception !== undefined && bare(claim.exception) !== bare(o.exception);
  const right = claim.result === o.result && !(fails(o.result) && otherError);
  if ((f.verdict === 'refuted' && right) || (f.verdict === 'confirmed' && !right))
    return { verdict: 'incomparable', told: { why: 'it passes and fails with the same code' } };
  if (f.verdict === 'incomparable' && f.why?.startsWith('it passes and fails')) return { verdict: 'incomparable', told: { why: f.why } };
  if (right) return { verdict: 'confirmed' };
  if (!`${python}.`.startsWith(`${semantics}.`))
    return { verdict: 'incomparable', told: { why: `it was recorded with Python ${python}, and forecast for ${semantics}` } };
  const { phase: _, why: __, ...thought } = claim;
  const { result, exception, message, file, line } = o;
  const kind = fails(claim.result) === fails(result) ? 'other way' : fails(result) ? 'wrong pass' : 'wrong fail';
  return { verdict: 'refuted', told: { kind, thought, happened: { result, exception, message, file, line } } };
}
