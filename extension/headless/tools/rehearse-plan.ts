// rehearse_plan: edits and commands in order, each over what those before it have left behind, to where the plan goes wrong.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import * as z from 'zod';
import { chanceOfNoBreak } from '../../../predictor/forecast/ranking.ts';
import { keywordFilter } from '../../../predictor/forecast/selection.ts';
import { badArguments, Failed } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { verdictOn } from '../policy-file.ts';
import { contentsOf, inside, isProposal, proposalShape } from '../proposals.ts';
import { briefForecast, briefReport, briefVerdict, detail, type Detail, effectBrief, executionBrief, reportBrief, verdictBrief } from './brief.ts';
import { forecastOf, scenarioFile } from './predict-edit.ts';
import { type Call, forecasting, tool } from './tool.ts';

const step = z
  .strictObject({ ...proposalShape, command: z.string().min(1).optional().describe('Or a command: pytest [paths] [-k …] or python FILE [arguments].') })
  .describe('An edit (diff, files, replace or patch), or a command.');
const stepBrief = z.object({
  step: z.int(),
  what: z.string(),
  outcome: z.enum(['ok', 'fails', 'unknown']),
  chance: z.number().describe('That it succeeds.'),
  say: z.string(),
  tests: reportBrief.optional(),
  execution: executionBrief.optional(),
  effects: z.array(effectBrief).optional(),
});

type StepResult = z.input<typeof stepBrief>;
type State = Map<string, string | null>;

const rehearsePlan = tool({
  name: 'rehearse_plan',
  title: 'Rehearse a plan',
  description:
    'Rolls a list of edits and commands (pytest …, python FILE …) forward without running anything: what each step does to the state that those before it have left, the step where it goes wrong, an estimate of the plan’s success, and what all edits together would break. Use it before a change of several steps. What a program writes is listed as an effect, but later steps do not see it.',
  input: z.strictObject({
    steps: z.array(step).min(1).max(50),
    scenario: scenarioFile,
    goOn: z.boolean().optional().describe('Go on behind a step that fails.'),
    detail,
  }),
  output: z.object({
    success: z.number().describe('The chance that every command succeeds and the edits together break no test.'),
    goesWrongAt: z.int().optional().describe('Number of the first step that fails.'),
    steps: z.array(stepBrief),
    after: reportBrief.optional().describe('The tests after all edits, against those before the plan.'),
    policy: verdictBrief.optional(),
    notes: z.array(z.string()),
  }),
  annotations: forecasting,
  handle: async (a, call) => {
    const state: State = new Map();
    const steps: StepResult[] = [];
    const notes: string[] = [];
    let goesWrongAt: number | undefined;
    for (const [i, s] of a.steps.entries()) {
      call.progress(i, a.steps.length + 1, s.command ?? 'edit');
      if (isProposal(s) === (s.command !== undefined)) throw badArguments(`step ${i + 1}`, 'give either an edit or a command');
      const r = s.command === undefined ? editStep(i + 1, s, state, call) : await commandStep(i + 1, s.command, state, a, call);
      steps.push(r);
      const writes = (r.effects ?? []).filter(e => e.kind === 'write' || e.kind === 'delete');
      if (writes.length > 0 && i + 1 < a.steps.length)
        notes.push(`step ${i + 1} changes ${writes.map(e => call.desk.show(e.what)).join(', ')}: later steps are rehearsed without that`);
      if (r.outcome !== 'fails') continue;
      goesWrongAt ??= i + 1;
      if (a.goOn !== true) {
        if (i + 1 < a.steps.length) notes.push(`steps from ${i + 2} on are not rehearsed (goOn does)`);
        break;
      }
    }
    const after = state.size === 0 ? undefined : await forecastOf(state, { scenario: a.scenario }, call);
    const together = steps.reduce((p, s) => p * s.chance, 1);
    return {
      success: together * (after === undefined ? 1 : chanceOfNoBreak(after)),
      ...(goesWrongAt === undefined ? {} : { goesWrongAt }),
      steps,
      ...(after === undefined
        ? {}
        : { after: briefReport(after, call.desk, a.detail, true), policy: briefVerdict(verdictOn(call.desk.policy, call.desk.root, after)) }),
      notes,
    };
  },
});

function editStep(n: number, s: Parameters<typeof contentsOf>[0], state: State, { desk }: Call): StepResult {
  try {
    const changed = contentsOf(s, desk.folder, state);
    for (const [file, text] of changed) state.set(file, text);
    return { step: n, what: 'edit', outcome: 'ok', chance: 1, say: `changes ${[...changed.keys()].map(f => desk.show(f)).join(', ')}` };
  } catch (e) {
    if (!(e instanceof Failed) || e.failure.blame === 'nobody') throw e;
    return { step: n, what: 'edit', outcome: 'fails', chance: 0, say: e.failure.say };
  }
}

interface PlanAsked {
  readonly scenario?: string;
  readonly detail?: Detail;
}
async function commandStep(n: number, command: string, state: State, a: PlanAsked, call: Call): Promise<StepResult> {
  const unknown = (say: string): StepResult => ({ step: n, what: command, outcome: 'unknown', chance: 0.5, say });
  const words = wordsOf(command);
  if (words === undefined) return unknown('it is more than one plain command: give its parts as steps of their own');
  const [program, ...args] = words;
  const name = program.split('/').at(-1)!;
  const isPython = /^python(?:3(?:\.\d+)?)?$/.test(name);
  try {
    if (name === 'pytest' || name === 'py.test') return await pytestStep(n, command, args, state, a, call);
    if (isPython && args[0] === '-m' && args[1] === 'pytest') return await pytestStep(n, command, args.slice(2), state, a, call);
    if (isPython && args[0] !== undefined && !args[0].startsWith('-')) return await pythonStep(n, command, args, state, a, call);
  } catch (e) {
    if (!(e instanceof Failed) || e.failure.blame !== 'user') throw e;
    return { step: n, what: command, outcome: 'fails', chance: 0, say: e.failure.say };
  }
  return unknown(`what '${name}' does is not forecast: only pytest and python FILE are`);
}

/** Options of pytest that change neither which tests run nor how they end. */
const idle =
  /^(?:-v+|-q+|-s|-l|-r[a-zA-Z]*|--tb=\w+|--verbose|--quiet|--no-header|--no-summary|--color=\w+|--durations=\d+|-p|no:cacheprovider|--showlocals|--capture=\w+)$/;

async function pytestStep(n: number, what: string, args: readonly string[], state: State, a: PlanAsked, call: Call): Promise<StepResult> {
  const paths: string[] = [];
  let keep: ((id: string) => boolean) | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '-k' || arg.startsWith('-k')) {
      keep = keywordFilter(arg === '-k' ? (args[++i] ?? '') : arg.slice(2));
      if (keep === undefined) return { step: n, what, outcome: 'unknown', chance: 0.5, say: 'its -k expression is not understood' };
    } else if (arg === '-x' || arg === '--exitfirst' || idle.test(arg)) continue;
    else if (arg.startsWith('-')) return { step: n, what, outcome: 'unknown', chance: 0.5, say: `what pytest's option ${arg} changes is not forecast` };
    else paths.push(arg);
  }
  const whole = await testsWith(state, paths, a, call);
  const report: Report = keep === undefined ? whole : { ...whole, tests: whole.tests.filter(t => keep(t.id)) };
  const brief = briefReport(report, call.desk, a.detail, false);
  const chance = report.tests.length === 0 ? 0 : brief.outcome === 'breaks' ? 0 : brief.chanceOfNoBreak;
  return {
    step: n,
    what,
    outcome: report.tests.length === 0 || brief.outcome === 'breaks' ? 'fails' : brief.outcome === 'unknown' ? 'unknown' : 'ok',
    chance,
    say: report.tests.length === 0 ? 'no tests found: pytest ends with exit code 5' : brief.summary,
    tests: brief,
    effects: report.effects.slice(0, 20),
  };
}
/** The tests in a state: paths that only the plan has made are found with it. */
async function testsWith(state: State, paths: readonly string[], a: PlanAsked, { desk, signal, progress }: Call): Promise<Report> {
  const there = paths.filter(p => existsSync(inside(desk.folder, desk.root, p.split('::')[0])));
  const made = paths.filter(p => !there.includes(p));
  const report = await desk.workspace.forecast({
    ...(state.size === 0 ? {} : { edit: { files: Object.fromEntries(state) } }),
    paths: made.length > 0 ? [] : there,
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

async function pythonStep(
  n: number,
  what: string,
  [file, ...args]: readonly string[],
  state: State,
  a: PlanAsked,
  { desk, signal, progress }: Call,
): Promise<StepResult> {
  const r = await desk.workspace.rehearse({
    target: file,
    arguments: args,
    ...(state.size === 0 ? {} : { edit: { files: Object.fromEntries(state) } }),
    ...(a.scenario === undefined ? {} : { scenario: a.scenario }),
    signal,
    onProgress: p => progress(p.done, p.of, p.what),
  });
  const f = r.forecast;
  const execution = briefForecast(f, desk, a.detail);
  const say = f.outcome === 'pass' ? 'ends normally' : f.outcome === 'fail' ? `raises ${f.raises?.type ?? 'an exception'}` : 'cannot be told';
  return {
    step: n,
    what,
    outcome: f.outcome === 'pass' ? 'ok' : f.outcome === 'fail' ? 'fails' : 'unknown',
    chance: f.probability,
    say,
    execution,
    effects: execution.effects,
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

export const planTools = [rehearsePlan];
