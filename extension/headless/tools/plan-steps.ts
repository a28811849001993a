// The steps of a plan, each over the state that those before it have left: edits, tests, programs, and any other command line by the shell's simulation. A step changes the state.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import * as z from 'zod';
import { Failed } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { cut } from '../present/style.ts';
import { contentsOf, inside } from '../proposals.ts';
import { exitCodeOf, namesNothing, type PytestLine, pytestLine } from '../pytest-line.ts';
import { forecastCommand } from '../shell-host.ts';
import { briefForecast, briefReport, briefShellOrigins, type Detail, effectBrief, executionBrief, reportBrief, roomFor, unknownBrief } from './brief.ts';
import type { Call } from './tool.ts';

export const stepBrief = z.object({
  step: z.int(),
  what: z.string(),
  outcome: z.enum(['ok', 'fails', 'unknown']),
  chance: z.number().describe('That it succeeds.'),
  say: z.string(),
  tests: reportBrief.optional(),
  execution: executionBrief.optional(),
  command: z
    .object({
      exitCode: z.int().optional(),
      stdout: z.string().optional(),
      stderr: z.string().optional(),
      made: z.array(z.string()),
      changed: z.array(z.string()),
      deleted: z.array(z.string()),
      unknown: z.array(unknownBrief),
    })
    .optional()
    .describe('Of any other command line: what it prints and changes.'),
  effects: z.array(effectBrief).optional(),
});
export type StepResult = z.input<typeof stepBrief>;

/** The files in which the plan differs from the disk by now. */
export type State = Map<string, string | null>;
export interface PlanAsked {
  readonly scenario?: string;
  readonly detail?: Detail;
}
export interface Stepped {
  readonly result: StepResult;
  /** What it leaves that later steps are rehearsed without. */
  readonly lost: readonly string[];
}

export function editStep(n: number, s: Parameters<typeof contentsOf>[0], state: State, { desk }: Call): Stepped {
  try {
    const changed = contentsOf(s, desk.folder, state);
    for (const [file, text] of changed) state.set(file, text);
    const say = `changes ${[...changed.keys()].map(f => desk.show(f)).join(', ')}`;
    return { result: { step: n, what: 'edit', outcome: 'ok', chance: 1, say }, lost: [] };
  } catch (e) {
    if (!(e instanceof Failed) || e.failure.blame === 'nobody') throw e;
    return { result: { step: n, what: 'edit', outcome: 'fails', chance: 0, say: e.failure.say }, lost: [] };
  }
}

export async function commandStep(n: number, command: string, state: State, a: PlanAsked, call: Call): Promise<Stepped> {
  const [program = '', ...args] = wordsOf(command) ?? [];
  const name = program.split('/').at(-1)!;
  const isPython = /^python(?:3(?:\.\d+)?)?$/.test(name);
  try {
    // Plain ones tell more than the shell can.
    if (name === 'pytest' || name === 'py.test') return { result: await pytestStep(n, command, args, state, a, call), lost: [] };
    if (isPython && args[0] === '-m' && args[1] === 'pytest') return { result: await pytestStep(n, command, args.slice(2), state, a, call), lost: [] };
    if (isPython && args[0] !== undefined && !args[0].startsWith('-')) return await pythonStep(n, command, args, state, a, call);
    return await shellStep(n, command, state, a, call);
  } catch (e) {
    if (!(e instanceof Failed) || e.failure.blame !== 'user') throw e;
    return { result: { step: n, what: command, outcome: 'fails', chance: 0, say: e.failure.say }, lost: [] };
  }
}

async function pytestStep(n: number, what: string, args: readonly string[], state: State, a: PlanAsked, call: Call): Promise<StepResult> {
  const line = pytestLine(args);
  if (line.stray !== undefined) return { step: n, what, outcome: 'unknown', chance: 0.5, say: `what pytest's option ${line.stray} changes is not forecast` };
  const fails = (say: string): StepResult => ({ step: n, what, outcome: 'fails', chance: 0, say });
  const { desk } = call;
  const gone = line.paths.find(p => {
    const file = inside(desk.folder, desk.root, p.split('::')[0]);
    return state.has(file) ? state.get(file) === null : !existsSync(file) && ![...state].some(([f, text]) => text !== null && f.startsWith(`${file}/`));
  });
  if (gone !== undefined) return fails(`${gone.split('::')[0]} is not there: pytest ends with exit code 4`);
  const report = await testsWith(state, line, a, call);
  const tests = report.tests.flatMap(t => t.after ?? []);
  const nothing = line.paths.find(p => namesNothing(p, tests, p => relative(report.root, inside(desk.folder, desk.root, p))));
  if (nothing !== undefined) return fails(`there is no test ${nothing}: pytest ends with exit code 4`);
  if (tests.length === 0) return fails('no tests found: pytest ends with exit code 5');
  const brief = briefReport(report, desk, a.detail, false);
  const exit = exitCodeOf(tests);
  return {
    step: n,
    what,
    outcome: exit === undefined ? 'unknown' : exit === 0 ? 'ok' : 'fails',
    chance: exit === undefined ? brief.chanceOfNoBreak : exit === 0 ? 1 : 0,
    say: exit === undefined ? brief.summary : `${brief.summary}; pytest ends with exit code ${exit}`,
    tests: brief,
    effects: report.effects.slice(0, 20),
  };
}
/** The tests in a state: paths that only the plan has made are found with it. */
async function testsWith(state: State, { paths, picking }: PytestLine, a: PlanAsked, { desk, signal, progress }: Call): Promise<Report> {
  const there = paths.filter(p => existsSync(inside(desk.folder, desk.root, p.split('::')[0])));
  const made = paths.filter(p => !there.includes(p));
  const report = await desk.workspace.forecast({
    ...(state.size === 0 ? {} : { edit: { files: Object.fromEntries(state) } }),
    paths: made.length > 0 ? [] : there,
    ...(picking.length === 0 ? {} : { options: picking }),
    ...(a.scenario === undefined ? {} : { scenario: a.scenario }),
    signal,
    onProgress: p => progress(p.done, p.of, p.what),
  });
  const asked = (id: string): boolean => paths.length === 0 || paths.some(p => isBelow(id, relative(report.root, inside(desk.folder, desk.root, p))));
  // As it stands then, not against what was before.
  const tests = report.tests.flatMap(t => {
    if (t.after === undefined || !asked(t.id)) return [];
    const change = t.after.outcome === 'unknown' ? ('unknown' as const) : t.after.outcome === 'fail' ? ('fails' as const) : ('passes' as const);
    return [{ id: t.id, change, after: t.after }];
  });
  return { ...report, tests, effects: tests.flatMap(t => t.after.effects) };
}
const isBelow = (id: string, path: string): boolean =>
  path === '' || path === '.' || id === path || id.startsWith(`${path}/`) || id.startsWith(`${path}::`) || id.startsWith(`${path}[`);

async function pythonStep(n: number, what: string, [file, ...args]: readonly string[], state: State, a: PlanAsked, call: Call): Promise<Stepped> {
  const { desk, signal, progress } = call;
  const r = await desk.workspace.rehearse({
    target: file,
    arguments: args,
    ...(state.size === 0 ? {} : { edit: { files: Object.fromEntries(state) } }),
    ...(a.scenario === undefined ? {} : { scenario: a.scenario }),
    aftermath: true,
    signal,
    onProgress: p => progress(p.done, p.of, p.what),
  });
  const f = r.forecast;
  const lost: string[] = [];
  if (r.aftermath === undefined) lost.push(...f.effects.filter(e => e.kind === 'write' || e.kind === 'delete').map(e => e.what));
  for (const c of r.aftermath?.changes ?? []) {
    if (!c.path.startsWith(`${desk.root}/`) || c.kind === 'folder') continue;
    const text = c.kind === 'gone' ? null : c.kind === 'file' ? textOf(c.bytes) : undefined;
    if (text === undefined) lost.push(c.path);
    else state.set(c.path, text);
  }
  const execution = briefForecast(f, desk, a.detail);
  const say = f.outcome === 'pass' ? 'ends normally' : f.outcome === 'fail' ? `raises ${f.raises?.type ?? 'an exception'}` : 'cannot be told';
  const outcome = f.outcome === 'pass' ? 'ok' : f.outcome === 'fail' ? 'fails' : 'unknown';
  return { result: { step: n, what, outcome, chance: f.probability, say, execution, effects: execution.effects }, lost };
}
function textOf(bytes: Uint8Array | undefined): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes ?? new Uint8Array());
  } catch {
    return undefined;
  }
}

async function shellStep(n: number, what: string, state: State, a: PlanAsked, { desk, signal }: Call): Promise<Stepped> {
  const f = await forecastCommand(desk.workspace, {
    command: what,
    cwd: desk.folder,
    workspace: desk.root,
    environment: desk.environment,
    onto: state,
    signal,
  });
  const room = roomFor(a.detail);
  const known = f.exit !== undefined;
  // Behind what is not known nobody can say which of the changes are made.
  if (known) for (const [file, text] of f.files) state.set(file, text);
  const outputs = {
    ...(f.stdout.text === '' ? {} : { stdout: cut(f.stdout.text, room.text * 4) }),
    ...(f.stderr.text === '' ? {} : { stderr: cut(f.stderr.text, room.text * 4) }),
  };
  const paths = (all: readonly string[]): string[] => all.slice(0, 40).map(p => desk.show(p));
  const [first] = f.why;
  return {
    result: {
      step: n,
      what,
      outcome: !known ? 'unknown' : f.exit === 0 ? 'ok' : 'fails',
      chance: !known ? 0.5 : f.exit === 0 ? 1 : 0,
      say: known ? `ends with exit code ${f.exit}` : `what it does cannot be known${first === undefined ? '' : `: ${first.what}`}`,
      command: {
        ...(known ? { exitCode: f.exit } : {}),
        ...outputs,
        made: paths(f.made),
        changed: paths(f.changed),
        deleted: paths(f.deleted),
        unknown: briefShellOrigins(f.why, desk),
      },
      effects: f.effects.slice(0, room.effects),
    },
    lost: known
      ? f.opaque
      : [...new Set([...f.files.keys(), ...f.opaque, ...f.effects.filter(e => e.kind === 'write' || e.kind === 'delete').map(e => e.what)])],
  };
}

/** The words of one plain command, quotes taken off; undefined where it holds more than that. */
export function wordsOf(command: string): string[] | undefined {
  const words: string[] = [];
  let rest = command.trim();
  while (rest !== '') {
    const m = /^(?:'[^']*'|"(?:[^"\\$`]|\\["\\$`])*"|\\.|[^\s'"\\|&;<>()$`*?{}~#!])+/.exec(rest);
    if (m === null) return undefined;
    words.push(m[0].replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, one) => single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? one));
    rest = rest.slice(m[0].length);
    if (rest !== '' && !/^\s/.test(rest)) return undefined;
    rest = rest.trim();
  }
  return words.length === 0 ? undefined : words;
}
