// rehearse_plan: edits and commands in order, each over what those before it have left behind, to where the plan goes wrong.
import { relative } from 'node:path';
import * as z from 'zod';
import { judge } from '../../../predictor/forecast/policy.ts';
import type { Effect } from '../../../predictor/effects.ts';
import { chanceOfNoBreak, judgedTests } from '../../../predictor/forecast/ranking.ts';
import { badArguments } from '../../../trace-collector/failure.ts';
import { told } from '../policy-file.ts';
import { isProposal, proposalShape } from '../proposals.ts';
import { briefReport, briefVerdict, detail, reportBrief, verdictBrief } from './brief.ts';
import { commandStep, editStep, type State, stepBrief, type StepResult } from './plan-steps.ts';
import { forecastOf, scenarioFile } from './predict-edit.ts';
import { forecasting, tool } from './tool.ts';

const step = z
  .strictObject({
    ...proposalShape,
    command: z
      .string()
      .min(1)
      .optional()
      .describe('Or a bash command line: pytest [paths] [-k …], python FILE [arguments], or what predict_command knows (pipes, &&, rm, cp, mv, sed …).'),
  })
  .describe('An edit (diff, files, replace or patch), or a command.');
const rehearsePlan = tool({
  name: 'rehearse_plan',
  title: 'Rehearse a plan',
  description:
    'Rolls a list of edits and commands (pytest …, python FILE …, any command line that predict_command knows) forward without running anything: what each step does to the state that those before it have left, files that it writes or deletes included, the step where it goes wrong, an estimate of the plan’s success, and what all of it together would break. Use it before a change of several steps.',
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
    const effects: Effect[] = [];
    let goesWrongAt: number | undefined;
    for (const [i, s] of a.steps.entries()) {
      call.progress(i, a.steps.length + 1, s.command ?? 'edit');
      if (isProposal(s) === (s.command !== undefined)) throw badArguments(`step ${i + 1}`, 'give either an edit or a command');
      const { result: r, lost } = s.command === undefined ? editStep(i + 1, s, state, call) : await commandStep(i + 1, s.command, state, a, call);
      steps.push(r);
      effects.push(...(r.effects ?? []));
      if (lost.length > 0 && i + 1 < a.steps.length)
        notes.push(
          `step ${i + 1} changes ${lost
            .slice(0, 8)
            .map(p => call.desk.show(p))
            .join(', ')}: later steps are rehearsed without that`,
        );
      if (r.outcome !== 'fails') continue;
      goesWrongAt ??= i + 1;
      if (a.goOn !== true) {
        if (i + 1 < a.steps.length) notes.push(`steps from ${i + 2} on are not rehearsed (goOn does)`);
        break;
      }
    }
    const after = state.size === 0 ? undefined : await forecastOf(state, { scenario: a.scenario }, call);
    const together = steps.reduce((p, s) => p * s.chance, 1);
    const { desk } = call;
    const changed = [...state.keys()].map(f => relative(desk.root, f));
    const judged = { workspace: desk.root, changed, effects: [...effects, ...(after?.effects ?? [])], tests: after === undefined ? [] : judgedTests(after) };
    return {
      success: together * (after === undefined ? 1 : chanceOfNoBreak(after)),
      ...(goesWrongAt === undefined ? {} : { goesWrongAt }),
      steps,
      ...(after === undefined ? {} : { after: briefReport(after, desk, a.detail, true) }),
      policy: briefVerdict(told(desk.policy, judge(desk.policy, judged))),
      notes,
    };
  },
});

export const planTools = [rehearsePlan];
