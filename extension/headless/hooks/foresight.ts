// What can be said within a budget of time: the forecast of an edit as far as it got, and its words for an agent. What asks for it is in foresee.ts and foresee-command.ts.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { Failed } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { type ResidentOptions, timeIsOver } from '../resident/client.ts';
import { briefReport } from '../tools/brief.ts';
import type { Desk } from '../tools/desk.ts';
import type { EditGiven } from '../workspace.ts';

export const emptyReport = (root: string): Report => ({ root, python: { version: '', origin: '' }, changed: [], tests: [], effects: [], milliseconds: 0 });

export const residentFor = (environment: Readonly<Record<string, string>>): ResidentOptions => ({ environment, home: homedir(), start: true });

export interface Foreseen {
  readonly report: Report;
  readonly whole: boolean;
}
/**
 * All tests, where most of them are remembered as they were before the edit; else first those that are named after the changed files. When the time is over, what is known
 * of both sides is told; what was rehearsed is remembered, so that the next question comes further.
 */
export async function within(desk: Desk, after: ReadonlyMap<string, string | null>, left: () => number): Promise<Foreseen> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(timeIsOver), Math.max(1, left()));
  const edit = { files: Object.fromEntries(after) };
  const likely = likelyTests([...after.keys()], desk.root).map(f => relative(desk.folder, f));
  let known = emptyReport(desk.root);
  try {
    const first = likely.length === 0 ? undefined : await wholeIfRemembered(desk, edit, likely.length, stop.signal);
    if (first !== undefined) return { report: first, whole: first.stopped !== true };
    if (likely.length > 0) known = await desk.workspace.forecast({ edit, paths: likely, signal: stop.signal });
    const all = await desk.workspace.forecast({ edit, signal: stop.signal });
    return { report: all.tests.length > 0 || all.stopped !== true ? all : known, whole: all.stopped !== true };
  } catch (e) {
    if (!(e instanceof Failed) || !stop.signal.aborted) throw e;
    return { report: known, whole: false };
  } finally {
    clearTimeout(timer);
  }
}
/** Undefined as soon as it shows that more files than these must be read anew for the state before. */
async function wholeIfRemembered(desk: Desk, edit: EditGiven, files: number, signal: AbortSignal): Promise<Report | undefined> {
  const cold = new AbortController();
  let isBefore = true;
  try {
    return await desk.workspace.forecast({
      edit,
      signal: AbortSignal.any([signal, cold.signal]),
      onTest: () => (isBefore = false),
      onProgress: p => isBefore && p.phase === 'collect' && p.of > files && cold.abort(),
    });
  } catch (e) {
    if (!cold.signal.aborted || signal.aborted) throw e;
    return undefined;
  }
}
function likelyTests(changed: readonly string[], root: string): string[] {
  const out = new Set<string>();
  for (const file of changed) {
    const name = basename(file, '.py');
    if (!file.endsWith('.py')) continue;
    if (/^test_|_test$/.test(name)) {
      if (existsSync(file)) out.add(file);
      continue;
    }
    const places = [dirname(file), join(dirname(file), 'tests'), join(root, 'tests'), join(root, 'test'), join(root, 'tests', relative(root, dirname(file)))];
    for (const place of places) for (const test of [`test_${name}.py`, `${name}_test.py`]) if (existsSync(join(place, test))) out.add(join(place, test));
  }
  return [...out];
}

// What is said --------------------------------------------------------------------------------------------------------------

const mostText = 2500;

export function contextOf(report: Report, desk: Desk, whole: boolean): string {
  const b = briefReport(report, desk, 'short', true);
  if (report.tests.length === 0) return '';
  const failedBefore = new Set(report.tests.flatMap(t => (t.before?.outcome === 'fail' ? [t.id] : [])));
  const out = [`Foretrace forecast, nothing was run: ${b.summary.replace(' (forecast, not run)', '')}${whole ? '' : '; time ran out before the others'}.`];
  for (const t of b.tests) {
    const f = t.failure;
    if (t.change === 'breaks' || t.change === 'alters') {
      out.push(`✗ ${t.id}: ${f?.error ?? 'fails'}${f?.at === undefined ? '' : ` at ${f.at}: ${f.source}`}`);
      if (f?.left !== undefined) out.push(`  left: ${f.left}`, `  right: ${f.right}`);
      for (const [n, v] of Object.entries(f?.values ?? {})) out.push(`  ${n} = ${v}`);
    } else if (t.change === 'unknown' && f !== undefined && t.passes < 0.5 && !failedBefore.has(t.id)) {
      out.push(`✗ ${t.id}: most likely ${f.error}${f.at === undefined ? '' : ` at ${f.at}: ${f.source}`} (not all was looked at in time)`);
    } else if (t.change === 'unknown')
      out.push(
        `? ${t.id}: ${failedBefore.has(t.id) ? 'fails now; afterwards ' : ''}cannot be told${t.unknown?.[0] === undefined ? '' : ` (${t.unknown[0].what})`}`,
      );
    else if (t.change === 'fixes') out.push(`✓ ${t.id} is fixed`);
  }
  for (const e of b.effects) out.push(`new effect: ${e.kind} ${desk.show(e.what)}${e.file === undefined ? '' : ` at ${e.file}:${e.line}`}`);
  const text = out.join('\n');
  return text.length <= mostText ? text : `${text.slice(0, mostText)}…`;
}
export const noteOf = (r: Report): string =>
  r.tests.length === 0
    ? 'Foretrace had no forecast of this edit in time; the next one goes on from here, `foretrace check`, run once, makes them faster, and `foretrace hook --budget MS` gives more time'
    : 'Foretrace ran out of time: some tests are not forecast';
export function reasonOf(
  v: { readonly verdict: string; readonly rule?: string; readonly say?: string; readonly because: readonly string[] },
  what = 'edit',
): string {
  const does = v.verdict === 'deny' ? 'denies' : 'asks about';
  return `Foretrace's policy ${does} this ${what} (${v.rule ?? 'otherwise'}): ${v.because.join('; ')}${v.say === undefined ? '' : `. ${v.say}`}`;
}
