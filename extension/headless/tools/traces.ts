// get_trace, compare_traces, explain_value: looking at traces; record_trace: the one tool that runs code.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { consequences } from '../../../predictor/forecast/consequences.ts';
import { badArguments, isAFolder, lineNeverRuns, noSuchLocal, noSuchPath } from '../../../trace-collector/failure.ts';
import { activationOf } from '../../../trace-collector/function-trace.ts';
import { interpreterFor, record } from '../../../trace-collector/python/record.ts';
import { compareTraces } from '../../../trace-collector/trace-comparison.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { tracerFolder } from '../assets.ts';
import { writtenBefore } from '../debug/changing.ts';
import { Timeline } from '../debug/timeline.ts';
import { cut } from '../present/style.ts';
import { inside } from '../proposals.ts';
import { stepText } from './brief.ts';
import { type Desk, type NamedTrace, uriOf } from './desk.ts';
import { framesText } from './frames-text.ts';
import { forecasting, running, tool } from './tool.ts';

const traceName = z.string().min(1).describe('rehearsal-3 or recording-12, as other tools name them, or a test’s id for its newest recording.');
/** What is read of a long trace where the whole is needed. */
const mostFrames = 200_000;

const getTrace = tool({
  name: 'get_trace',
  title: 'Read a trace',
  description:
    'Reads a trace page by page: what ran line by line, with the values that changed. Traces come from predict_execution (rehearsals: forecast) and record_trace (recordings: what happened). Without a trace it lists those that are there.',
  input: z.strictObject({
    trace: traceName.optional(),
    from: z.int().min(0).optional().describe('First frame (0).'),
    count: z.int().min(1).max(2000).optional().describe('How many frames (60).'),
    function: z.string().min(1).optional().describe('Only the first call of this function, by its qualified name.'),
  }),
  output: z.object({
    traces: z.array(z.object({ name: z.string(), title: z.string(), frames: z.int(), result: z.string().optional() })).optional(),
    name: z.string().optional(),
    title: z.string().optional(),
    kind: z.enum(['recording', 'rehearsal']).optional(),
    from: z.int().optional(),
    total: z.int().optional(),
    truncated: z.boolean().optional(),
    text: z.string().optional(),
    next: z.int().optional().describe('The frame to go on from.'),
  }),
  annotations: forecasting,
  handle: async (a, { desk }) => {
    if (a.trace === undefined) {
      const stored = desk.store(false)?.traces({ limit: 20 }) ?? [];
      return {
        traces: [
          ...desk.kept,
          ...stored.map(t => ({ name: `recording-${t.id}`, title: t.title, frames: t.frames, ...(t.result === undefined ? {} : { result: t.result }) })),
        ],
      };
    }
    const found = desk.trace(a.trace);
    const from = a.from ?? 0;
    const count = a.count ?? 60;
    const { frames, codes, total, truncated } = part(found, a.function, from, count);
    return {
      name: found.name,
      title: found.title,
      kind: found.source.source,
      from,
      total,
      truncated,
      text: framesText({ codes, frames }, from, desk),
      ...(from + frames.length < total ? { next: from + frames.length } : {}),
    };
  },
});
type Part = Pick<Trace, 'codes' | 'frames' | 'truncated'> & { readonly total: number };
function part(t: NamedTrace, name: string | undefined, from: number, count: number): Part {
  if (name !== undefined) {
    const call = activationOf(t.whole(mostFrames), name);
    if (call === undefined) throw badArguments('function', `'${name}' is not called in ${t.name}`);
    return { codes: call.codes, frames: call.frames.slice(from, from + count), total: call.frames.length, truncated: call.truncated };
  }
  const timeline = new Timeline(t.source);
  const to = Math.min(from + count, t.source.length);
  const frames = Array.from({ length: Math.max(0, to - from) }, (_, i) => timeline.frame(from + i));
  return { codes: [...t.source.codes], frames, total: t.source.length, truncated: t.source.truncated };
}

const compare = tool({
  name: 'compare_traces',
  title: 'Compare two traces',
  description:
    'Holds two traces against each other, frame by frame: where they diverge first, with both values, and what follows from it. For a forecast against what happened, a run before an edit and one after it, or a passing case and a failing one.',
  input: z.strictObject({ left: traceName, right: traceName }),
  output: z.object({
    same: z.boolean(),
    frames: z.int(),
    sameStates: z.int(),
    sameActions: z.int(),
    diverges: z
      .object({
        frame: z.int(),
        left: z.string(),
        right: z.string(),
        values: z.array(z.object({ name: z.string(), left: z.string().optional(), right: z.string().optional() })),
      })
      .optional(),
    consequences: z.array(z.string()).describe('What differs in the order in which it comes about.'),
  }),
  annotations: forecasting,
  handle: async (a, { desk }) => {
    const [left, right] = [a.left, a.right].map(t => desk.trace(t).whole(mostFrames));
    const c = compareTraces(left, right);
    const side = (t: Trace, n: number): string => framesText({ codes: t.codes, frames: t.frames.slice(n, n + 1) }, n, desk) || 'has ended';
    const short = (t: string | undefined): string | undefined => (t === undefined ? undefined : cut(t, 300));
    return {
      same: c.first === undefined,
      frames: c.frames,
      sameStates: c.states,
      sameActions: c.actions,
      ...(c.first === undefined
        ? {}
        : {
            diverges: {
              frame: c.first.frame,
              left: side(left, c.first.frame),
              right: side(right, c.first.frame),
              values: c.first.values.slice(0, 12).map(v => ({ name: v.name, left: short(v.left), right: short(v.right) })),
            },
          }),
      consequences: consequences(left, right)
        .slice(0, 12)
        .map(s => stepText(s, desk)),
    };
  },
});

const explainValue = tool({
  name: 'explain_value',
  title: 'Find what wrote a value',
  description:
    'Tells which line gave a local variable the value that it has at a moment of a trace, and what it was before. Make the trace with predict_execution (trace: true) or record_trace. Without a line or moment it looks where the program fails, else at the last moment that has such a local.',
  input: z.strictObject({
    trace: traceName,
    name: z.string().min(1).describe('A local variable.'),
    file: z.string().min(1).optional(),
    line: z.int().min(1).optional().describe('Before this line runs; with file.'),
    occurrence: z.int().min(1).optional().describe('The n-th time that it runs; the last time, where it is not said.'),
    moment: z.int().min(0).optional().describe('Or a frame’s number.'),
  }),
  output: z.object({
    value: z.string(),
    moment: z.int().describe('Where it was looked at.'),
    writtenBy: z.object({
      at: z.string(),
      source: z.string().optional(),
      function: z.string(),
      moment: z.int(),
      how: z.enum(['line', 'argument', 'start']).describe('By this line, handed over by this call, or there when its frame began.'),
      maybeInACall: z.boolean().describe('The line made calls, and one of these may have changed the value in place.'),
    }),
    before: z.array(z.object({ value: z.string(), at: z.string(), moment: z.int() })).describe('Earlier values in the same call, newest first.'),
  }),
  annotations: forecasting,
  handle: async (a, { desk }) => {
    const { source } = desk.trace(a.trace);
    const timeline = new Timeline(source);
    const moment = await momentOf(timeline, a, desk);
    const frame = timeline.stack(moment).findIndex(s => s.locals.has(a.name));
    if (frame < 0) throw noSuchLocal(a.name, `at frame ${moment}${thereAre(timeline.stack(moment).flatMap(s => [...s.locals.keys()]))}`);
    const entry = timeline.stack(moment)[frame];
    const text = entry.locals.get(a.name)!;
    const written = await writtenBefore(timeline, moment, { frame, local: a.name, parts: [], text });
    if (written === undefined) throw noSuchLocal(a.name, 'whose writing the trace shows');
    const before: { value: string; at: string; moment: number }[] = [];
    for (let at = await timeline.changeOf(entry.activation, a.name, moment); at !== undefined && before.length < 8; ) {
      const earlier = await timeline.changeOf(entry.activation, a.name, at - 1);
      if (earlier === undefined) break;
      const f = timeline.frame(earlier);
      if (f.changed[a.name] !== undefined)
        before.push({ value: cut(f.changed[a.name], 200), at: `${desk.show(source.codes[f.code].file)}:${f.line}`, moment: earlier });
      at = earlier;
    }
    const line = desk.sourceLine(written.source.path, written.line)?.trim();
    return {
      value: cut(text, 2000),
      moment,
      writtenBy: {
        at: `${desk.show(written.source.path)}:${written.line}`,
        ...(line === undefined ? {} : { source: line }),
        function: written.function,
        moment: written.moment,
        how: written.how,
        maybeInACall: written.calls,
      },
      before,
    };
  },
});
interface Where {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly occurrence?: number;
  readonly moment?: number;
}
async function momentOf(timeline: Timeline, a: Where, desk: Desk): Promise<number> {
  if (a.moment !== undefined) {
    if (a.moment > timeline.last) throw badArguments('moment', `the trace has ${timeline.length} frames`);
    return a.moment;
  }
  if (a.line !== undefined) {
    if (a.file === undefined) throw badArguments('explain_value', 'a line needs its file');
    const file = inside(desk.folder, desk.root, a.file);
    const all = await timeline.momentsOfLine(file, a.line);
    const moment = a.occurrence === undefined ? all.at(-1) : all[a.occurrence - 1];
    if (moment === undefined) throw lineNeverRuns(a.file, a.line);
    return moment;
  }
  const raised = await timeline.uncaught();
  if (raised !== undefined && timeline.stack(raised).some(s => s.locals.has(a.name))) return raised;
  for (let i = timeline.last; i >= 0; i--) if (a.name in timeline.frame(i).changed) return i;
  const names = new Set<string>();
  for (let i = 0; i < Math.min(timeline.length, mostLooked); i++) for (const n in timeline.frame(i).changed) names.add(n);
  throw noSuchLocal(a.name, `in that trace${thereAre([...names])}`);
}
const mostLooked = 2000;
const thereAre = (names: readonly string[]): string => (names.length === 0 ? '' : `; there are ${[...new Set(names)].slice(0, 12).join(', ')}`);

const recordTrace = tool({
  name: 'record_trace',
  title: 'RUN code and record it',
  description:
    'RUNS a Python program, or tests, with all that they do to files, network and processes, and keeps a line-by-line trace of what really happened. The only tool that runs code: use it to confirm a forecast, or where a forecast is unknown. Give a file with arguments, or tests.',
  input: z.strictObject({
    file: z.string().min(1).optional(),
    arguments: z.array(z.string()).optional(),
    tests: z.array(z.string().min(1)).optional().describe('In place of file: paths or node ids for pytest.'),
    timeoutSeconds: z.number().positive().max(3600).optional().describe('Ends it after so long (60).'),
  }),
  output: z.object({
    exitCode: z.int().optional(),
    endedBy: z.string().optional(),
    outcomes: z.record(z.string(), z.int()).describe('Tests by how they ended.'),
    failures: z.array(z.object({ test: z.string(), result: z.string(), error: z.string().optional(), at: z.string().optional() })),
    traces: z.array(z.object({ name: z.string(), uri: z.string(), title: z.string(), frames: z.int(), result: z.string().optional() })),
    stdout: z.string().optional(),
    printed: z.string().optional().describe('Where it ended badly: the end of what it printed, errors included.'),
    leftOut: z.string().optional(),
  }),
  annotations: running,
  handle: async (a, { desk, signal, progress }) => {
    if ((a.file === undefined) === (a.tests === undefined)) throw badArguments('record_trace', 'give either file or tests');
    if (a.tests?.some(t => t.startsWith('-'))) throw badArguments('tests', 'paths and node ids only, no options');
    const file = a.file === undefined ? undefined : programOf(desk, a.file);
    for (const t of a.tests ?? []) if (!existsSync(inside(desk.folder, desk.root, t.split('::')[0]))) throw noSuchPath(t.split('::')[0]);
    progress(0, 1, `running ${a.file ?? 'pytest'}`);
    const store = desk.store(true)!;
    let printed = '';
    const r = await record(store, {
      kind: file === undefined ? 'pytest' : 'script',
      python: interpreterFor(desk.root, process.env),
      tracer: tracerFolder(),
      args: file === undefined ? [...(a.tests ?? []), '-q', '-p', 'no:cacheprovider'] : [file, ...(a.arguments ?? [])],
      cwd: desk.folder,
      roots: [desk.root],
      environment: process.env,
      // Standard output is the protocol's.
      onOutput: text => (printed = (printed + text).slice(-mostPrinted)),
      signal: AbortSignal.any([signal, AbortSignal.timeout((a.timeoutSeconds ?? 60) * 1000)]),
    });
    const outcomes = store.outcomesOf(r.run);
    const traces = store.traces({ limit: r.traces }).filter(t => t.run === r.run);
    const bad = outcomes.filter(o => o.result === 'failed' || o.result === 'error');
    const shown = traces.filter(t => t.result === undefined || t.result === 'failed' || t.result === 'error' || traces.length <= 10).slice(0, 10);
    const stdout = file === undefined ? '' : outputOf(desk, traces[0]?.id);
    return {
      ...(r.exit === undefined ? {} : { exitCode: r.exit }),
      ...(r.killed === undefined ? {} : { endedBy: signal.aborted ? 'cancelled' : r.killed }),
      outcomes: Object.fromEntries(r.outcomes),
      failures: bad.slice(0, 20).map(o => ({
        test: o.test,
        result: o.result,
        ...(o.exception === undefined ? {} : { error: cut(`${o.exception}: ${o.message ?? ''}`, 300) }),
        ...(o.file === undefined ? {} : { at: `${desk.show(o.file)}:${o.line}` }),
      })),
      traces: shown.map(t => ({
        name: `recording-${t.id}`,
        uri: uriOf(`recording-${t.id}`),
        title: t.title,
        frames: t.frames,
        ...(t.result === undefined ? {} : { result: t.result }),
      })),
      ...(stdout === '' ? {} : { stdout: cut(stdout, 4000) }),
      ...(r.exit === 0 || printed === '' ? {} : { printed }),
      ...(shown.length < traces.length ? { leftOut: `${traces.length - shown.length} more traces: get_trace with a test’s id` } : {}),
    };
  },
});
const mostPrinted = 2000;
function programOf(desk: Desk, name: string): string {
  const file = resolve(inside(desk.folder, desk.root, name));
  if (!existsSync(file)) throw noSuchPath(name);
  if (statSync(file).isDirectory()) throw isAFolder(name);
  return file;
}
function outputOf(desk: Desk, id: number | undefined): string {
  if (id === undefined) return '';
  let out = '';
  for (const f of desk.trace(String(id)).whole(mostFrames).frames) if ((out += f.stdout ?? '').length > 5000) break;
  return out;
}

export const traceTools = [getTrace, compare, explainValue, recordTrace];
