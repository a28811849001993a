// predict_execution and what_if: what a program, a call or a test would do, as the world is and as it might be.
import * as z from 'zod';
import { scenario as scenarioPins } from '../../../predictor/scenario.ts';
import { badArguments } from '../../../trace-collector/failure.ts';
import { contentsOf, isProposal, type Proposal, proposalShape } from '../proposals.ts';
import type { WithUses } from '../oracles/filled-forecasts.ts';
import type { Rehearsed, ScenarioGiven } from '../workspace.ts';
import { briefForecast, briefReport, detail, executionBrief, reportBrief, useBrief } from './brief.ts';
import { uriOf } from './desk.ts';
import { framesText } from './frames-text.ts';
import { budgetOf, scenarioFile } from './predict-edit.ts';
import { type Call, forecasting, tool } from './tool.ts';

const target = z.string().min(1).describe('A Python file, or a test by its node id (tests/test_app.py::test_total).');
const callText = z
  .string()
  .min(1)
  .optional()
  .describe('An expression to evaluate in the file’s namespace, as "total([1, 2])"; without it the file runs as a script.');
const argv = z.array(z.string()).optional().describe('sys.argv after the program’s name.');
const seconds = z.number().positive().max(600).optional().describe('Most seconds for it.');
const mostFrames = 20_000;

export const traceBrief = z.object({
  name: z.string().describe('For get_trace, compare_traces and explain_value.'),
  uri: z.string(),
  frames: z.int(),
  truncated: z.boolean(),
  text: z.string().describe('The first frames, numbered.'),
  leftOut: z.string().optional(),
});

interface Asked extends Proposal {
  readonly target: string;
  readonly call?: string;
  readonly arguments?: readonly string[];
  readonly seconds?: number;
}
function rehearsalOf(a: Asked, scenario: ScenarioGiven | undefined, trace: boolean, { desk, signal, progress }: Call): Promise<Rehearsed & WithUses> {
  if (a.target.includes('::') && (a.call !== undefined || a.arguments !== undefined)) throw badArguments('target', 'a test takes neither call nor arguments');
  return desk.workspace.rehearse({
    target: a.target,
    call: a.call,
    arguments: a.arguments,
    ...(isProposal(a) ? { edit: { files: Object.fromEntries(contentsOf(a, desk.folder)) } } : {}),
    ...(scenario === undefined ? {} : { scenario }),
    ...budgetOf(a.seconds),
    trace: trace ? mostFrames : false,
    signal,
    onProgress: p => progress(p.done, p.of, p.what),
  });
}
export const titleOf = (a: Pick<Asked, 'target' | 'call'>): string => (a.call === undefined ? a.target : `${a.call} in ${a.target}`);

const predictExecution = tool({
  name: 'predict_execution',
  title: 'Forecast a program, a call or a test',
  description:
    'Forecasts what a Python program, one call of a function, or one test would do, without running it: value or exception (with line and locals), output, effects, and with trace: true every line with the values of its locals. An edit may be given along. "unknown" names what could not be known. Use it in place of adding prints, or to see what a function gives for certain arguments.',
  input: z.strictObject({
    target,
    call: callText,
    arguments: argv,
    trace: z.boolean().optional().describe('Line by line. The answer has the first lines and a name for the rest.'),
    ...proposalShape,
    scenario: scenarioFile,
    seconds,
    detail,
  }),
  output: executionBrief.extend({
    python: z.string(),
    milliseconds: z.number(),
    trace: traceBrief.optional(),
    asked: z.array(useBrief).optional().describe('Who was asked for unknowns, and where.'),
  }),
  annotations: forecasting,
  handle: async (a, call) => {
    const r = await rehearsalOf(a, a.scenario, a.trace === true, call);
    const { desk } = call;
    const first = a.detail === 'full' ? 200 : 40;
    return {
      ...briefForecast(r.forecast, desk, a.detail),
      python: r.python.version,
      ...(r.uses === undefined ? {} : { asked: [...r.uses] }),
      milliseconds: Math.round(r.milliseconds),
      ...(r.trace === undefined ? {} : { trace: traceOf(desk.keep(titleOf(a), r.trace), r.trace, first, call) }),
    };
  },
});
function traceOf(name: string, trace: NonNullable<Rehearsed['trace']>, first: number, { desk }: Call): z.input<typeof traceBrief> {
  const shown = trace.frames.slice(0, first);
  return {
    name,
    uri: uriOf(name),
    frames: trace.frames.length,
    truncated: trace.truncated,
    text: framesText({ codes: trace.codes, frames: shown }, 0, desk),
    ...(shown.length < trace.frames.length
      ? { leftOut: `frames from ${shown.length} on: get_trace ${JSON.stringify({ trace: name, from: shown.length })}` }
      : {}),
  };
}

const whatIf = tool({
  name: 'what_if',
  title: 'Forecast under a scenario',
  description:
    'Forecasts a program, call, test (target) or tests under a scenario: the clock, random seed, environment, files, standard input pinned, or stand-ins for functions ({"patches": {"requests.get": {"raises": "requests.exceptions.Timeout(\'slow\')"}}}), beside the forecast without it. Nothing is run. Use it for what happens if the network times out, a file is missing, or it is a leap day, and to make an unknown known.',
  input: z.strictObject({
    scenario: scenarioPins,
    target: target.optional(),
    call: callText,
    arguments: argv,
    tests: z.array(z.string().min(1)).optional().describe('In place of target: files, folders or node ids.'),
    ...proposalShape,
    seconds,
    detail,
  }),
  output: z.object({
    differs: z.boolean(),
    under: executionBrief.optional(),
    without: executionBrief.optional().describe('Only where it differs.'),
    tests: reportBrief.optional().describe('Tests under the scenario.'),
    testsWithout: reportBrief.optional().describe('Only where they differ.'),
  }),
  annotations: forecasting,
  handle: async (a, call) => {
    if ((a.target === undefined) === (a.tests === undefined)) throw badArguments('what_if', 'give either target or tests');
    if (a.target !== undefined) {
      const asked = { ...a, target: a.target };
      const under = briefForecast((await rehearsalOf(asked, a.scenario, false, call)).forecast, call.desk, a.detail);
      const without = briefForecast((await rehearsalOf(asked, undefined, false, call)).forecast, call.desk, a.detail);
      const differs = JSON.stringify({ ...under, scenario: undefined }) !== JSON.stringify(without);
      return { differs, under, ...(differs ? { without } : {}) };
    }
    const files = isProposal(a) ? { edit: { files: Object.fromEntries(contentsOf(a, call.desk.folder)) } } : {};
    const ask = (more: object): ReturnType<typeof call.desk.workspace.forecast> =>
      call.desk.workspace.forecast({
        ...files,
        paths: a.tests,
        ...budgetOf(a.seconds),
        signal: call.signal,
        onProgress: p => call.progress(p.done, p.of, p.what),
        ...more,
      });
    const [under, without] = [await ask({ scenario: a.scenario }), await ask({})];
    const results = (r: typeof under): string => JSON.stringify(r.tests.map(t => [t.id, t.after?.outcome, t.after?.raises?.message]).sort());
    const differs = results(under) !== results(without);
    return {
      differs,
      tests: briefReport(under, call.desk, a.detail, isProposal(a)),
      ...(differs ? { testsWithout: briefReport(without, call.desk, a.detail, isProposal(a)) } : {}),
    };
  },
});

export const executionTools = [predictExecution, whatIf];
