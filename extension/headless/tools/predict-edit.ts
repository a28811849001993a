// predict_edit, rank_edits and list_affected_tests: what proposed edits would do to the tests.
import { relative } from 'node:path';
import * as z from 'zod';
import { defaultBudget } from '../../../predictor/budget.ts';
import { expectedFailures, ranked } from '../../../predictor/forecast/ranking.ts';
import { badArguments, Failed, noSuchTest } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { fewReasons, type Reasons } from '../edit-reasons.ts';
import { verdictOn } from '../policy-file.ts';
import { namesNothing } from '../pytest-line.ts';
import { contentsOf, inside, isProposal, type Proposal, proposalShape } from '../proposals.ts';
import { briefReport, briefVerdict, detail, reportBrief, verdictBrief } from './brief.ts';
import { type Call, forecasting, tool } from './tool.ts';

const tests = z.array(z.string().min(1)).optional().describe('Files, folders or node ids to look at; all tests, where it is not said.');
export const scenarioFile = z
  .string()
  .min(1)
  .optional()
  .describe('Path of a scenario file that pins clock, chance, files, network …; what_if takes one as JSON.');
const secondsFor = z.number().positive().max(600).optional().describe('Most seconds for each test (10).');

/** Who says for how long means it: the count of steps, made for the usual time, gives way. */
export const budgetOf = (seconds: number | undefined): { budget?: { ms: number; steps: number } } =>
  seconds === undefined ? {} : { budget: { ms: Math.round(seconds * 1000), steps: Math.max(defaultBudget.steps, Math.round(seconds * stepsPerSecond)) } };
const stepsPerSecond = 200_000_000;

export interface EditAsked {
  readonly tests?: readonly string[];
  readonly scenario?: string;
  readonly secondsPerTest?: number;
  readonly reasons?: Reasons;
}
/** Forecasts the tests with an edit over the disk. */
export async function forecastOf(after: ReadonlyMap<string, string | null> | undefined, a: EditAsked, { desk, signal, progress }: Call): Promise<Report> {
  const report = await desk.workspace.forecast({
    ...(after === undefined ? {} : { edit: { files: Object.fromEntries(after) } }),
    paths: a.tests ?? [],
    ...(a.scenario === undefined ? {} : { scenario: a.scenario }),
    ...budgetOf(a.secondsPerTest),
    ...(a.reasons === undefined ? {} : { reasons: a.reasons }),
    signal,
    onProgress: p => progress(p.done, p.of, p.phase === 'test' ? p.what : `${p.phase} ${p.what}`),
  });
  // Of no tests none breaks: a name that is wrong would look fine.
  const nothing = report.stopped ? undefined : a.tests?.find(t => namesNothing(t, report.tests, p => relative(report.root, inside(desk.folder, desk.root, p))));
  if (nothing !== undefined) throw noSuchTest(nothing);
  return report;
}

const predictEdit = tool({
  name: 'predict_edit',
  title: 'Forecast an edit',
  description:
    'Forecasts, without running anything, which Python tests a proposed edit would break or fix: the failing line, both sides of the assertion, values along the way, new effects (files, network, processes), and what the policy says. Ask before you write an edit that is not trivial; if it predicts a break, revise the edit or say why it is right. "unknown" names what could not be known, and what would make it known. Without an edit it forecasts the tests as they stand.',
  input: z.strictObject({ ...proposalShape, tests, scenario: scenarioFile, secondsPerTest: secondsFor, detail }),
  output: reportBrief.extend({ policy: verdictBrief, milliseconds: z.number() }),
  annotations: forecasting,
  handle: async (a, call) => {
    const after = isProposal(a) ? contentsOf(a, call.desk.folder) : undefined;
    const report = await forecastOf(after, { ...a, reasons: fewReasons }, call);
    return {
      ...briefReport(report, call.desk, a.detail, after !== undefined),
      policy: briefVerdict(verdictOn(call.desk.policy, call.desk.root, report)),
      milliseconds: report.milliseconds,
    };
  },
});

const candidate = z.strictObject({ name: z.string().optional(), ...proposalShape });
const rankEdits = tool({
  name: 'rank_edits',
  title: 'Rank candidate edits',
  description:
    'Forecasts several candidate edits of the same files and orders them: fewest tests expected to fail first, then fewest breaks, fewest new effects, smallest. Each one comes with why. Nothing is run. Use it to choose among alternative fixes.',
  input: z.strictObject({ candidates: z.array(candidate).min(1).max(50), tests, scenario: scenarioFile, secondsPerTest: secondsFor, detail }),
  output: z.object({
    best: z.string().optional().describe('The first one that applies, by name (or number from 1).'),
    order: z.array(
      z.object({
        candidate: z.string(),
        expectedFailures: z.number().optional(),
        error: z.string().optional().describe('Why it could not be forecast.'),
        forecast: reportBrief.optional(),
        policy: verdictBrief.optional(),
      }),
    ),
  }),
  annotations: forecasting,
  handle: async (a, call) => {
    const rows: { name: string; report?: Report; error?: string; size: number }[] = [];
    for (const [i, c] of a.candidates.entries()) {
      const name = c.name ?? String(i + 1);
      call.progress(i, a.candidates.length, name);
      try {
        const after = contentsOf(c, call.desk.folder);
        rows.push({ name, report: await forecastOf(after, a, { ...call, progress: () => {} }), size: sizeOf(c) });
      } catch (e) {
        if (!(e instanceof Failed) || e.failure.blame === 'nobody') throw e;
        rows.push({ name, error: e.failure.say, size: 0 });
      }
    }
    const good = rows.filter((r): r is typeof r & { report: Report } => r.report !== undefined);
    const order = ranked(good).map(i => good[i]);
    return {
      ...(order.length === 0 ? {} : { best: order[0].name }),
      order: [
        ...order.map(r => ({
          candidate: r.name,
          expectedFailures: expectedFailures(r.report),
          forecast: briefReport(r.report, call.desk, a.detail, true),
          policy: briefVerdict(verdictOn(call.desk.policy, call.desk.root, r.report)),
        })),
        ...rows.filter(r => r.error !== undefined).map(r => ({ candidate: r.name, error: r.error })),
      ],
    };
  },
});
const sizeOf = (p: Proposal): number => JSON.stringify([p.diff, p.files, p.replace, p.patch]).length;

const listAffectedTests = tool({
  name: 'list_affected_tests',
  title: 'List the tests that an edit reaches',
  description:
    'Names the tests whose code, or what it reads, a proposed edit changes: those to run after it. Found by what each test is forecast to run, down to single functions; nothing is run. Tests that the edit cannot reach are only counted.',
  input: z.strictObject({ ...proposalShape, tests, limit: z.int().min(1).max(5000).optional().describe('Most tests to name (100).') }),
  output: z.object({
    affected: z.array(z.object({ id: z.string(), file: z.string(), line: z.int() })),
    affectedCount: z.int(),
    untouched: z.int().describe('Tests that the edit does not reach.'),
    pytest: z.string().optional().describe('A command that runs the affected ones.'),
    leftOut: z.string().optional(),
  }),
  annotations: forecasting,
  handle: async (a, call) => {
    if (!isProposal(a)) throw badArguments('list_affected_tests', 'give the edit: diff, files, replace or patch');
    const after = contentsOf(a, call.desk.folder);
    const untouched = new Set<string>();
    const report = await call.desk.workspace.forecast({
      edit: { files: Object.fromEntries(after) },
      paths: a.tests ?? [],
      signal: call.signal,
      onProgress: p => call.progress(p.done, p.of, p.what),
      onRecalled: (f, state) => state === 'after' && untouched.add(f.id),
    });
    const affected = report.tests.flatMap(t => (t.after === undefined || untouched.has(t.id) ? [] : [t.after]));
    const shown = affected.slice(0, a.limit ?? 100);
    const ids = shown.map(t => (/[\s"'$`\\[\]()]/.test(t.id) ? `'${t.id.replaceAll("'", `'\\''`)}'` : t.id));
    return {
      affected: shown.map(t => ({ id: t.id, file: call.desk.show(t.file), line: t.line })),
      affectedCount: affected.length,
      untouched: untouched.size,
      ...(shown.length === 0 || shown.length < affected.length ? {} : { pytest: `pytest ${ids.join(' ')}` }),
      ...(shown.length < affected.length ? { leftOut: `${affected.length - shown.length} more: ask with a higher limit` } : {}),
    };
  },
});

export const editTools = [predictEdit, rankEdits, listAffectedTests];
