// What is said to an agent before its edit is made: the forecast as far as it got within the budget, judged by the policy.
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { Failed } from '../../../trace-collector/failure.ts';
import { isProject, programEnvironment, workspaceOf } from '../commands/session.ts';
import { changesPolicy, policyOf, policyPlace, verdictOn } from '../policy-file.ts';
import { contentsOf, inside, type Proposal } from '../proposals.ts';
import { Desk } from '../tools/desk.ts';
import type { HookAnswer, HookEvent } from './dialects.ts';
import { foreseeCommand } from './foresee-command.ts';
import { residentMinutes } from '../resident/address.ts';
import { timeIsOver } from '../resident/client.ts';
import { contextOf, emptyReport, noteOf, reasonOf, residentFor, within } from './foresight.ts';

const silent: HookAnswer = { verdict: 'allow', context: '', reason: '' };

/** Never rejects for what the user's project is like: who cannot tell says so, and the edit goes on. `left` tells the milliseconds that remain. */
export async function foresee(e: HookEvent, cwd: string, left: () => number, environment: Readonly<Record<string, string>>): Promise<HookAnswer> {
  if (e.begins) return await prepared(cwd, environment);
  if (e.command !== undefined) return await foreseeCommand(e.command, cwd, left, environment);
  if (e.proposal === undefined) return e.touches === undefined ? silent : judgedByName(e.touches, cwd);
  const folder = folderFor(cwd, e);
  const root = workspaceOf(folder);
  const policy = policyOf(root);
  let after: Map<string, string | null>;
  try {
    after = contentsOf(e.proposal, folder);
  } catch (x) {
    if (!(x instanceof Failed)) throw x;
    // Its tests are not ours to look for where it lies elsewhere; that it writes there is for the policy.
    const effects = outside(e.proposal, folder, root).map(what => ({ kind: 'write' as const, what }));
    const verdict = verdictOn(policy, root, { ...emptyReport(root), effects });
    return verdict.verdict === 'allow'
      ? { ...silent, context: `Foretrace: ${x.failure.say}` }
      : { verdict: verdict.verdict, context: '', reason: reasonOf(verdict) };
  }
  const changed = [...after.keys()].map(f => relative(root, f));
  // Who may edit the policy has no policy.
  if (changesPolicy(root, changed)) return { verdict: 'ask', context: '', reason: `Foretrace: this changes the policy itself (${policyPlace})` };
  const desk = new Desk(folder, { environment: programEnvironment(environment), engines: 1, resident: residentFor(environment) });
  try {
    const { report, whole } = await within(desk, after, left);
    const verdict = verdictOn(policy, root, { ...report, changed });
    const note = whole ? {} : { note: noteOf(report) };
    return { verdict: verdict.verdict, context: contextOf(report, desk, whole), reason: verdict.verdict === 'allow' ? '' : reasonOf(verdict), ...note };
  } finally {
    desk.dispose();
  }
}
/** While the agent still reads, the resident engine loads the project's tests and rehearses them: its first edit is answered in time. Nothing is said. */
async function prepared(cwd: string, environment: Readonly<Record<string, string>>): Promise<HookAnswer> {
  if (residentMinutes(environment) === 0 || !inProject(cwd)) return silent;
  const desk = new Desk(cwd, { environment: programEnvironment(environment), engines: 1, resident: residentFor(environment) });
  const stop = new AbortController();
  try {
    // It goes on without us as soon as it has begun.
    await desk.workspace.forecast({ signal: stop.signal, onProgress: () => stop.abort(timeIsOver) });
  } catch (x) {
    if (!(x instanceof Failed)) throw x;
  } finally {
    desk.dispose();
  }
  return silent;
}
/** An edit of a file of which only the name is understood, such as a notebook: rules about files still count. */
function judgedByName(name: string, cwd: string): HookAnswer {
  const root = workspaceOf(cwd);
  const near = relative(root, resolve(cwd, name));
  const isOutside = near.startsWith('..') || isAbsolute(near);
  const report = { ...emptyReport(root), ...(isOutside ? { effects: [{ kind: 'write' as const, what: resolve(cwd, name) }] } : { changed: [near] }) };
  const verdict = verdictOn(policyOf(root), root, report);
  return verdict.verdict === 'allow' ? silent : { verdict: verdict.verdict, context: '', reason: reasonOf(verdict) };
}
/** Files that it names beyond the workspace. */
function outside({ files, replace }: Proposal, folder: string, root: string): string[] {
  const named = [...new Set([...Object.keys(files ?? {}), ...(replace ?? []).map(r => r.path)])];
  return named.flatMap(name => {
    try {
      inside(folder, root, name);
      return [];
    } catch (e) {
      if (!(e instanceof Failed)) throw e;
      return [resolve(folder, name)];
    }
  });
}
/** Where the agent works, if that is a project; else where the file lies: a whole home folder is no place to look for tests. */
function folderFor(cwd: string, { proposal }: HookEvent): string {
  if (inProject(cwd)) return cwd;
  const first = Object.keys(proposal?.files ?? {})[0] ?? proposal?.replace?.[0]?.path;
  for (let f = first === undefined ? cwd : dirname(join(first.startsWith('/') ? '' : cwd, first)); f !== dirname(f); f = dirname(f))
    if (existsSync(f)) return f;
  return cwd;
}
function inProject(folder: string): boolean {
  for (let f = folder; ; f = dirname(f)) {
    if (isProject(f)) return true;
    if (f === dirname(f)) return false;
  }
}
