// predict_command: what a shell command line would print and change.
import { relative } from 'node:path';
import * as z from 'zod';
import { judge } from '../../../predictor/forecast/policy.ts';
import { told } from '../policy-file.ts';
import { forecastCommand } from '../shell-host.ts';
import { briefReport, briefShellOrigins, briefVerdict, detail, effectBrief, reportBrief, roomFor, unknownBrief, verdictBrief } from './brief.ts';
import { forecasting, tool } from './tool.ts';
import { cut } from '../present/style.ts';

const stream = z.object({ text: z.string(), known: z.boolean().describe('Whether this is all of it; else it is what is known, from its beginning.') });

const predictCommand = tool({
  name: 'predict_command',
  title: 'Forecast a shell command',
  description:
    'Forecasts what a bash command line would print, its exit code, and the files it would make, change and delete, without running it: pipes, &&, ||, ;, redirections, globs, if and for; echo, cat, head, tail, wc, grep, sort, uniq, cut, tr, plain sed, seq, ls, cd, mkdir, rm, cp, mv, touch, test; python FILE, python -c, pytest (with -k, -m and paths; its tests are told). Of any other program nothing is claimed, but effects behind it are still listed. Ask before a command that deletes or overwrites.',
  input: z.strictObject({ command: z.string().min(1).max(20_000), detail }),
  output: z.object({
    exitCode: z.int().optional().describe('Absent where it cannot be known.'),
    stdout: stream,
    stderr: stream,
    made: z.array(z.string()),
    changed: z.array(z.string()),
    deleted: z.array(z.string()),
    effects: z.array(effectBrief).describe('All that it might do to the world, also behind what is unknown.'),
    unknown: z.array(unknownBrief),
    tests: z.array(reportBrief).optional().describe('Of each pytest in the line: what it prints is not forecast, but how its tests end.'),
    policy: verdictBrief,
    leftOut: z.string().optional(),
  }),
  annotations: forecasting,
  handle: async (a, { desk, signal }) => {
    const f = await forecastCommand(desk.workspace, { command: a.command, cwd: desk.folder, workspace: desk.root, environment: desk.environment, signal });
    const room = roomFor(a.detail);
    const most = a.detail === 'full' ? 1000 : 40;
    const paths = (all: readonly string[]): string[] => all.slice(0, most).map(p => desk.show(p));
    const left = [f.made, f.changed, f.deleted, f.effects].reduce((n, l) => n + Math.max(0, l.length - most), 0);
    const changed = [...f.made, ...f.changed, ...f.deleted].map(p => relative(desk.root, p));
    const verdict = told(desk.policy, judge(desk.policy, { workspace: desk.root, changed, effects: f.effects, tests: [] }));
    return {
      ...(f.exit === undefined ? {} : { exitCode: f.exit }),
      stdout: { ...f.stdout, text: cut(f.stdout.text, room.text * 10) },
      stderr: { ...f.stderr, text: cut(f.stderr.text, room.text * 4) },
      made: paths(f.made),
      changed: paths(f.changed),
      deleted: paths(f.deleted),
      effects: f.effects.slice(0, most),
      unknown: briefShellOrigins(f.why, desk),
      ...(f.tests.length === 0 ? {} : { tests: f.tests.map(r => briefReport(r, desk, a.detail, false)) }),
      policy: briefVerdict(verdict),
      ...(left === 0 ? {} : { leftOut: `${left} more paths and effects: ask with detail "full"` }),
    };
  },
});

export const commandTools = [predictCommand];
