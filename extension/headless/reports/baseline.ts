// A baseline file: findings that are known and no news. One is known while the test fails with the same words (or is unknown for the same reasons); whatever it does otherwise is news.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { badBaseline, baselineUnwritable, noSuchPath } from '../../../trace-collector/failure.ts';
import type { Finding, Judged, SetAside } from './findings.ts';

const entry = z.strictObject({
  test: z.string().min(1),
  /** What it says while it is known. */
  say: z.string(),
});
const baseline = z.strictObject({ version: z.literal(1), about: z.string().optional(), known: z.array(entry) });
export type Baseline = z.infer<typeof baseline>;

/** Throws a Failed that names the place in the file. */
export function readBaseline(file: string, shown = file): Baseline {
  if (!existsSync(file)) throw noSuchPath(shown);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (e) {
    throw badBaseline(shown, '$', `is not JSON: ${(e as Error).message.split('\n')[0]}`);
  }
  const read = baseline.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue.path.reduce<string>((out, p) => (typeof p === 'number' ? `${out}[${p}]` : `${out}.${String(p)}`), '$');
  throw badBaseline(shown, path, issue.message.replace(/^Invalid input: /, ''));
}

/** What may stand in a baseline: what is wrong now, whoever has brought it. */
const isKnowable = (f: Finding): boolean => ['breaks', 'alters', 'fails', 'unknown'].includes(f.kind) && f.setAside?.by !== 'comment';
const keyOf = (f: Pick<Finding, 'test' | 'say'>): string => `${f.test}\n${f.say}`;

/** Says which findings the baseline knows. */
export function knownIn(b: Baseline): (f: Finding) => SetAside | undefined {
  const known = new Set(b.known.map(keyOf));
  return f => (known.has(keyOf(f)) ? { by: 'baseline' } : undefined);
}
/** Tests of the report whose entry no longer holds; those that the report does not speak of may still be as they were. */
export function staleIn(b: Baseline, j: Pick<Judged, 'findings' | 'report'>): string[] {
  const seen = new Set(j.report.tests.map(t => t.id));
  const now = new Set(j.findings.map(keyOf));
  return [...new Set(b.known.filter(k => seen.has(k.test) && !now.has(keyOf(k))).map(k => k.test))];
}

/** The findings as a baseline, in an order that makes for small diffs. Entries of tests that were not looked at are kept. */
export function baselineOf(j: Judged, before: Baseline | undefined): Baseline {
  const seen = new Set(j.report.tests.map(t => t.id));
  const kept = (before?.known ?? []).filter(k => !seen.has(k.test));
  const known = [...kept, ...j.findings.filter(isKnowable).map(({ test, say }) => ({ test, say }))];
  known.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  return { version: 1, about: 'Forecasts that are known and no news: foretrace check --baseline FILE. Written by --write-baseline.', known };
}
/** Beside its place and moved there. */
export function writeBaseline(file: string, b: Baseline): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(b, undefined, 2)}\n`);
    renameSync(`${file}.new`, file);
  } catch (e) {
    throw baselineUnwritable(file, (e as NodeJS.ErrnoException).code ?? String(e));
  }
}
