// What is said to an agent before it runs a command line: what that would change, as far as it is known, judged by the policy. Where it changes sources, the tests after it too.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { judge, type Verdict, verdicts } from '../../../predictor/forecast/policy.ts';
import { programEnvironment, workspaceOf } from '../commands/session.ts';
import { changesPolicy, policyOf, policyPlace, told, verdictOn } from '../policy-file.ts';
import { cut } from '../present/style.ts';
import { timeIsOver } from '../resident/client.ts';
import { type CommandForecast, forecastCommand } from '../shell-host.ts';
import { Desk } from '../tools/desk.ts';
import type { HookAnswer } from './dialects.ts';
import { contextOf, noteOf, reasonOf, residentFor, within } from './foresight.ts';

/** `left` tells the milliseconds that remain. What cannot be known in time is judged by the effects that the line names. */
export async function foreseeCommand(command: string, cwd: string, left: () => number, environment: Readonly<Record<string, string>>): Promise<HookAnswer> {
  const root = workspaceOf(cwd);
  const policy = policyOf(root);
  const desk = new Desk(cwd, { environment: programEnvironment(environment), engines: 1, resident: residentFor(environment) });
  try {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(timeIsOver), Math.max(1, left()));
    let f: CommandForecast;
    try {
      f = await forecastCommand(desk.workspace, { command, cwd: desk.folder, workspace: desk.root, environment: desk.environment, signal: stop.signal });
    } catch (e) {
      if (!stop.signal.aborted) throw e;
      // Without its Python, which took too long, the rest of the line is known at once.
      f = await forecastCommand(desk.workspace, { command, cwd: desk.folder, workspace: desk.root, environment: { ...desk.environment, PATH: '' } });
      f = { ...f, exit: undefined, effects: [...f.effects, { kind: 'subprocess', what: cut(command, 200) }] };
    } finally {
      clearTimeout(timer);
    }
    const changed = [...f.made, ...f.changed, ...f.deleted].map(p => relative(root, p));
    if (changesPolicy(root, changed)) return { verdict: 'ask', context: '', reason: `Foretrace: this changes the policy itself (${policyPlace})` };
    const verdict = told(policy, judge(policy, { workspace: root, changed, effects: f.effects, tests: [] }));
    const sources = [...f.files].filter(([p]) => p.endsWith('.py') && (f.deleted.includes(p) || existsSync(p)));
    // Only where all that it does is known, and there is something to forecast.
    if (f.exit === undefined || sources.length === 0 || left() < 300) return answer(verdict, commandContext(f, desk));
    const { report, whole } = await within(desk, new Map(f.files), left);
    const both = strictest(verdict, verdictOn(policy, root, { ...report, changed }));
    return {
      ...answer(both, [commandContext(f, desk), contextOf(report, desk, whole)].filter(t => t !== '').join('\n')),
      ...(whole ? {} : { note: noteOf(report) }),
    };
  } finally {
    desk.dispose();
  }
}
const strictest = (a: Verdict, b: Verdict): Verdict => (verdicts.indexOf(b.verdict) > verdicts.indexOf(a.verdict) ? b : a);
function answer(v: Verdict, context: string): HookAnswer {
  return { verdict: v.verdict, context, reason: v.verdict === 'allow' ? '' : reasonOf(v, 'command') };
}

const mostPaths = 12;
/** Said only where there is something to know before: what it deletes or overwrites, or that it fails. Listing a folder needs no foresight. */
function commandContext(f: CommandForecast, desk: Desk): string {
  const paths = (all: readonly string[]): string =>
    `${all
      .slice(0, mostPaths)
      .map(p => desk.show(p))
      .join(', ')}${all.length > mostPaths ? ` and ${all.length - mostPaths} more` : ''}`;
  const outside = f.effects.filter(e => (e.kind === 'write' || e.kind === 'delete') && !e.what.startsWith(`${desk.root}/`) && e.what !== '/dev/null');
  // Behind what is not known.
  const known = new Set([...f.made, ...f.changed, ...f.deleted]);
  const perhaps = f.effects
    .filter(
      e =>
        (e.kind === 'write' || e.kind === 'delete') && f.exit === undefined && e.what.startsWith(`${desk.root}/`) && existsSync(e.what) && !known.has(e.what),
    )
    .map(e => e.what);
  const out = [
    ...(f.deleted.length > 0 ? [`deletes ${paths(f.deleted)}`] : []),
    ...(f.changed.length > 0 ? [`changes ${paths(f.changed)}`] : []),
    ...(perhaps.length > 0 ? [`may change ${paths(perhaps)}`] : []),
    ...outside.slice(0, 4).map(e => `${e.kind}s outside the workspace: ${e.what}`),
    ...(f.exit !== undefined && f.exit !== 0
      ? [`ends with exit code ${f.exit}${f.stderr.text === '' ? '' : `: ${cut(f.stderr.text.trim().split('\n').at(-1)!, 200)}`}`]
      : []),
  ];
  return out.length === 0 ? '' : `Foretrace forecast of the command, nothing was run: it ${out.join('; ')}.`;
}
