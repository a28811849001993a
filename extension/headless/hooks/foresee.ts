// What is said to an agent before its edit is made: the forecast as far as it got within the budget, judged by the policy.
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Failed } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { workspaceOf } from '../commands/session.ts';
import { policyOf, policyPlace, verdictOn } from '../policy-file.ts';
import { contentsOf } from '../proposals.ts';
import { briefReport } from '../tools/brief.ts';
import { Desk } from '../tools/desk.ts';
import type { HookAnswer, HookEvent } from './dialects.ts';

const silent: HookAnswer = { verdict: 'allow', context: '', reason: '' };

/** Never rejects for what the user's project is like: who cannot tell says so, and the edit goes on. `left` tells the milliseconds that remain. */
export async function foresee(e: HookEvent, cwd: string, left: () => number, environment: Readonly<Record<string, string>>): Promise<HookAnswer> {
  if (e.proposal === undefined) return silent;
  const folder = folderFor(cwd, e);
  const root = workspaceOf(folder);
  const policy = policyOf(root);
  let after: Map<string, string | null>;
  try {
    after = contentsOf(e.proposal, folder);
  } catch (x) {
    if (!(x instanceof Failed)) throw x;
    // What lies elsewhere is not ours to judge; a broken policy still is.
    const verdict = verdictOn(policy, root, emptyReport(root));
    return verdict.verdict === 'allow'
      ? { ...silent, context: `Foretrace: ${x.failure.say}` }
      : { verdict: verdict.verdict, context: '', reason: reasonOf(verdict) };
  }
  const changed = [...after.keys()].map(f => relative(root, f));
  // Who may edit the policy has no policy.
  if (changed.includes(policyPlace)) return { verdict: 'ask', context: '', reason: `Foretrace: this changes the policy itself (${policyPlace})` };
  const desk = new Desk(folder, { environment: withoutAgent(environment), engines: 1 });
  try {
    const { report, whole } = await within(desk, after, left);
    const verdict = verdictOn(policy, root, { ...report, changed });
    const note = whole ? {} : { note: noteOf(report) };
    return { verdict: verdict.verdict, context: contextOf(report, desk, whole), reason: verdict.verdict === 'allow' ? '' : reasonOf(verdict), ...note };
  } finally {
    desk.dispose();
  }
}
const emptyReport = (root: string): Report => ({ root, python: { version: '', origin: '' }, changed: [], tests: [], effects: [], milliseconds: 0 });

/** Where the agent works, if that is a project; else where the file lies: a whole home folder is no place to look for tests. */
function folderFor(cwd: string, { proposal }: HookEvent): string {
  const isProject = (f: string): boolean => ['.git', 'pyproject.toml', 'pytest.ini', 'setup.cfg', 'setup.py', 'tox.ini'].some(n => existsSync(join(f, n)));
  for (let f = cwd; ; f = dirname(f)) {
    if (isProject(f)) return cwd;
    if (f === dirname(f)) break;
  }
  const first = Object.keys(proposal?.files ?? {})[0] ?? proposal?.replace?.[0]?.path;
  for (let f = first === undefined ? cwd : dirname(join(first.startsWith('/') ? '' : cwd, first)); f !== dirname(f); f = dirname(f))
    if (existsSync(f)) return f;
  return cwd;
}
/** Variables that agents set for what they start: no program cares for them, and remembered forecasts should not hang on them. */
const withoutAgent = (all: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([n]) => !/^(?:CLAUDE|CURSOR|VSCODE|COPILOT|npm_)/.test(n)));

interface Foreseen {
  readonly report: Report;
  readonly whole: boolean;
}
/** First the tests that are named after the changed files, then all. When the time is over, what is known of both sides is told. */
async function within(desk: Desk, after: ReadonlyMap<string, string | null>, left: () => number): Promise<Foreseen> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), Math.max(1, left()));
  const edit = { files: Object.fromEntries(after) };
  let known = emptyReport(desk.root);
  try {
    const likely = likelyTests([...after.keys()], desk.root).map(f => relative(desk.folder, f));
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

function contextOf(report: Report, desk: Desk, whole: boolean): string {
  const b = briefReport(report, desk, 'short', true);
  if (report.tests.length === 0) return '';
  const out = [`Foretrace forecast, nothing was run: ${b.summary.replace(' (forecast, not run)', '')}${whole ? '' : '; time ran out before the others'}.`];
  for (const t of b.tests) {
    const f = t.failure;
    if (t.change === 'breaks' || t.change === 'alters') {
      out.push(`✗ ${t.id}: ${f?.error ?? 'fails'}${f?.at === undefined ? '' : ` at ${f.at}: ${f.source}`}`);
      if (f?.left !== undefined) out.push(`  left: ${f.left}`, `  right: ${f.right}`);
      for (const [n, v] of Object.entries(f?.values ?? {})) out.push(`  ${n} = ${v}`);
    } else if (t.change === 'unknown') out.push(`? ${t.id}: cannot be told${t.unknown?.[0] === undefined ? '' : ` (${t.unknown[0].what})`}`);
    else if (t.change === 'fixes') out.push(`✓ ${t.id} is fixed`);
  }
  for (const e of b.effects) out.push(`new effect: ${e.kind} ${desk.show(e.what)}${e.file === undefined ? '' : ` at ${e.file}:${e.line}`}`);
  const text = out.join('\n');
  return text.length <= mostText ? text : `${text.slice(0, mostText)}…`;
}
const noteOf = (r: Report): string =>
  r.tests.length === 0
    ? 'Foretrace had no forecast of this edit in time; `foretrace check`, run once, makes the next ones faster'
    : 'Foretrace ran out of time: some tests are not forecast';
function reasonOf(v: { readonly verdict: string; readonly rule?: string; readonly say?: string; readonly because: readonly string[] }): string {
  const does = v.verdict === 'deny' ? 'denies' : 'asks about';
  return `Foretrace's policy ${does} this edit (${v.rule ?? 'otherwise'}): ${v.because.join('; ')}${v.say === undefined ? '' : `. ${v.say}`}`;
}
