// Forecasts cut down to what an agent has room for: what breaks and where, with both sides; the rest as numbers. What is left out is counted.
import * as z from 'zod';
import { chanceOfNoBreak } from '../../../predictor/forecast/ranking.ts';
import { verdicts, type Verdict } from '../../../predictor/forecast/policy.ts';
import {
  change,
  type Consequence,
  type Forecast,
  effect,
  oracleUse,
  type Raised,
  type Report,
  type TestChange,
  type TraceOrigin,
} from '../../../trace-collector/trace.ts';
import { explainOrigin } from '../present/origins.ts';
import { cut } from '../present/style.ts';
import type { Desk } from './desk.ts';

export const detail = z.enum(['short', 'full']).optional().describe('short (default) fits into a conversation; full leaves little out.');
export type Detail = z.infer<typeof detail>;
interface Room {
  readonly tests: number;
  readonly text: number;
  readonly lines: number;
  readonly values: number;
  readonly effects: number;
}
export const roomFor = (d: Detail): Room =>
  d === 'full' ? { tests: 200, text: 4000, lines: 60, values: 12, effects: 100 } : { tests: 8, text: 300, lines: 6, values: 4, effects: 8 };

export const failureBrief = z
  .object({
    error: z.string(),
    at: z.string().optional().describe('file:line of the innermost frame of the project.'),
    source: z.string().optional(),
    left: z.string().optional().describe('Both sides of the failing assert.'),
    op: z.string().optional(),
    right: z.string().optional(),
    values: z.record(z.string(), z.string()).optional().describe('Locals that the line names.'),
    through: z.array(z.string()).optional().describe('The way down: file:line in function.'),
  })
  .meta({ id: 'Failure' });
export const unknownBrief = z.object({ what: z.string(), why: z.string(), remedy: z.string(), at: z.string().optional() }).meta({ id: 'Unknown' });
export const effectBrief = effect.meta({ id: 'Effect' });
export const answersBrief = z
  .object({
    ifRight: z.enum(['pass', 'fail', 'unknown']).describe('The outcome if the answers are right. They are not verified: the outcome itself stays unknown.'),
    answers: z.array(z.object({ oracle: z.string(), what: z.string(), value: z.string(), at: z.string(), note: z.string().optional() })),
  })
  .meta({ id: 'Answers' });
export const useBrief = oracleUse.meta({ id: 'OracleUse' });
export const testBrief = z.object({
  id: z.string(),
  change: change.describe('breaks: passed before. alters: failed otherwise before. unknown: cannot be told.'),
  passes: z.number().describe('The chance that it passes after.'),
  failure: failureBrief.optional(),
  because: z.array(z.string()).optional().describe('The way from the edit to the failure: what takes another value, in the order in which it does.'),
  unknown: z.array(unknownBrief).optional(),
  oracles: answersBrief.optional(),
});
export const verdictBrief = z
  .object({ verdict: z.enum(verdicts), rule: z.string().optional(), say: z.string().optional(), because: z.array(z.string()) })
  .describe('What .foretrace/policy.json says to it.');
export const reportBrief = z
  .object({
    outcome: z
      .enum(['breaks', 'unknown', 'fine'])
      .describe(
        'breaks: tests that pass now would fail. unknown: some outcome that was known cannot be told. fine: no test that is still there breaks (counts.disappears are gone).',
      ),
    summary: z.string(),
    chanceOfNoBreak: z.number(),
    counts: z.partialRecord(change, z.int()),
    tests: z.array(testBrief).describe('Those that are worth reading, worst first.'),
    effects: z.array(effectBrief).describe('Changes to the world that the edit brings. None was made.'),
    changed: z.array(z.string()),
    behaviour: z
      .array(z.object({ call: z.string(), at: z.string(), before: z.string(), after: z.string() }))
      .optional()
      .describe('Where no test breaks: calls with the same arguments that come out otherwise.'),
    stopped: z.boolean().optional().describe('It was cut short: only what was known by then.'),
    scenario: z.string().optional(),
    oracles: z.array(useBrief).optional().describe('Who was asked for unknowns, and where.'),
    leftOut: z.string().optional().describe('What is not shown here, and how to get it.'),
  })
  .meta({ id: 'Tests' });

export function briefFailure(r: Raised, desk: Desk, room: Room): z.input<typeof failureBrief> {
  const own = r.traceback.filter(e => !e.library);
  const inner = own.at(-1) ?? r.traceback.at(-1);
  const names = new Set(inner?.source?.match(/[A-Za-z_]\w*/g) ?? []);
  const values = Object.entries(inner?.locals ?? {})
    .filter(([n]) => names.has(n))
    .slice(0, room.values);
  const through = own
    .slice(0, -1)
    .slice(-room.values)
    .map(e => `${desk.show(e.file)}:${e.line} in ${e.function}`);
  return {
    error: cut(r.message === '' ? r.type : `${r.type}: ${r.message}`, room.text),
    ...(inner === undefined ? {} : { at: `${desk.show(inner.file)}:${inner.line}`, source: cut((inner.source ?? '').trim(), room.text) }),
    ...(r.sides === undefined ? {} : { left: cut(r.sides.left, room.text), op: r.sides.op, right: cut(r.sides.right, room.text) }),
    ...(values.length === 0 ? {} : { values: Object.fromEntries(values.map(([n, v]) => [n, cut(v, room.text)])) }),
    ...(through.length === 0 ? {} : { through }),
  };
}
const mostOrigins = 3;
/** Of one kind from one line there may be many (each place where a file was looked for): the first stands for all. */
function telling(why: readonly TraceOrigin[]): TraceOrigin[] {
  const seen = new Set<string>();
  return why
    .filter(o => {
      const key = o.line === undefined ? o.what : `${o.reason} ${o.file}:${o.line}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, mostOrigins);
}
export function briefOrigins(why: readonly TraceOrigin[], desk: Desk): z.input<typeof unknownBrief>[] {
  return telling(why).map(o => {
    const { say, remedy } = explainOrigin(o);
    const at = o.file === undefined ? {} : { at: `${desk.show(o.file)}${o.line === undefined ? '' : `:${o.line}`}` };
    return { what: o.what, why: say.slice(o.what.length + 2), remedy, ...at };
  });
}
/** The same of a command line: what stands in no file is the shell's, and no scenario helps. */
export const briefShellOrigins = (why: readonly TraceOrigin[], desk: Desk): z.input<typeof unknownBrief>[] =>
  telling(why).flatMap(o => briefOrigins([o], desk).map(b => (o.file === undefined ? { ...b, ...shellReasons[o.reason] } : b)));
const shellReasons: Readonly<Record<string, { readonly why: string; readonly remedy: string } | undefined>> = {
  'not-modelled': {
    why: 'What this does in a command line is not forecast.',
    remedy: 'Take it apart: ask for the parts that are known, or run it where its effects are harmless.',
  },
  input: {
    why: 'It comes from outside, or lies where nothing is read: beyond the workspace, the terminal, behind something unknown.',
    remedy: 'Give it in the line itself, or ask for the parts that do not hang on it.',
  },
  syntax: { why: 'bash would not understand the line.', remedy: 'Mend its quotes and brackets.' },
};
export function briefTest(t: TestChange, desk: Desk, room: Room): z.input<typeof testBrief> {
  const f = t.after;
  return {
    id: t.id,
    change: t.change,
    passes: f === undefined ? 0 : f.probability,
    ...(f?.raises === undefined ? {} : { failure: briefFailure(f.raises, desk, room) }),
    ...(t.because === undefined ? {} : { because: t.because.slice(0, room.lines).map(s => stepText(s, desk)) }),
    ...(f === undefined || f.why.length === 0 ? {} : { unknown: briefOrigins(f.why, desk) }),
    ...(f?.filled === undefined ? {} : { oracles: briefAnswers(f.filled, desk, room) }),
  };
}

function briefAnswers({ outcome, answers }: NonNullable<Forecast['filled']>, desk: Desk, room: Room): z.input<typeof answersBrief> {
  return {
    ifRight: outcome,
    answers: answers.slice(0, room.tests).map(a => ({
      oracle: a.oracle,
      what: cut(a.what, room.text),
      value: cut(a.value ?? (a.raises === undefined ? 'works' : `raises ${a.raises}`), room.text),
      at: `${desk.show(a.file)}:${a.line}`,
      ...(a.note === undefined ? {} : { note: a.note }),
    })),
  };
}
export const stepText = (s: Consequence, desk: Desk): string =>
  `${desk.show(s.file)}:${s.line} in ${s.function}: ${s.kind}${s.name === undefined ? '' : ` ${s.name}`} ${cut(s.before, 100)} → ${cut(s.after, 100)}`;

/** `edited`: there is a state before to compare with. */
export function briefReport(r: Report, desk: Desk, d: Detail, edited: boolean): z.input<typeof reportBrief> {
  const room = roomFor(d);
  const counts: Partial<Record<TestChange['change'], number>> = {};
  for (const t of r.tests) counts[t.change] = (counts[t.change] ?? 0) + 1;
  const telling = r.tests.filter(t => worthTelling(t, edited) || d === 'full');
  const tests = telling.slice(0, room.tests).map(t => briefTest(t, desk, room));
  const breaks = edited ? (counts.breaks ?? 0) : (counts.breaks ?? 0) + (counts.fails ?? 0);
  const lost = r.tests.some(t => t.change === 'unknown' && !(edited && t.before?.outcome === 'unknown'));
  const left = [
    ...(telling.length > tests.length ? [`${telling.length - tests.length} more tests like these`] : []),
    ...(r.effects.length > room.effects ? [`${r.effects.length - room.effects} more effects`] : []),
  ];
  return {
    outcome: breaks > 0 ? 'breaks' : lost ? 'unknown' : 'fine',
    summary: summaryOf(counts, r.tests.length, edited, r.stopped === true),
    chanceOfNoBreak: edited ? chanceOfNoBreak(r) : breaks > 0 ? 0 : Math.min(1, ...r.tests.map(t => t.after?.probability ?? 1)),
    counts,
    tests,
    effects: r.effects.slice(0, room.effects).map(e => ({ ...e, ...(e.file === undefined ? {} : { file: desk.show(e.file) }) })),
    changed: [...r.changed],
    ...(r.behaviour === undefined || r.behaviour.length === 0
      ? {}
      : {
          behaviour: r.behaviour.slice(0, room.tests).map(c => ({
            call: cut(`${c.function}(${c.arguments})`, room.text),
            at: `${desk.show(c.file)}:${c.line}`,
            before: cut(c.before, room.text),
            after: cut(c.after, room.text),
          })),
        }),
    ...(r.stopped === true ? { stopped: true } : {}),
    ...(r.scenario === undefined ? {} : { scenario: r.scenario }),
    ...(r.oracles === undefined ? {} : { oracles: [...r.oracles] }),
    ...(left.length === 0 ? {} : { leftOut: `${left.join(', ')}: ask with detail "full", or for single tests` }),
  };
}
/** What fails or is unknown as before is no news. */
function worthTelling(t: TestChange, edited: boolean): boolean {
  if (t.change === 'unknown') return !edited || t.before?.outcome !== 'unknown';
  return t.change === 'breaks' || t.change === 'alters' || t.change === 'disappears' || t.change === 'fixes' || (t.change === 'fails' && !edited);
}
const words: readonly (readonly [TestChange['change'], string, string])[] = [
  ['breaks', 'would break', 'would fail'],
  ['alters', 'would fail in another way', 'would fail'],
  ['fails', 'fail as before', 'would fail'],
  ['unknown', 'cannot be told', 'cannot be told'],
  ['disappears', 'would be gone', 'would be gone'],
  ['fixes', 'would be fixed', 'would be fixed'],
  ['appears', 'are new and pass', 'are new and pass'],
  ['passes', 'pass', 'pass'],
];
function summaryOf(counts: Partial<Record<TestChange['change'], number>>, of: number, edited: boolean, stopped: boolean): string {
  if (of === 0) return stopped ? 'nothing is known yet' : 'no tests found';
  const parts = words.flatMap(([c, withEdit, without]) => (counts[c] === undefined ? [] : [`${counts[c]} ${edited ? withEdit : without}`]));
  return `of ${of} tests ${parts.join(', ')} (forecast, not run)`;
}
export const briefVerdict = (v: Verdict): z.input<typeof verdictBrief> => ({ ...v, because: [...v.because] });

export const executionBrief = z
  .object({
    outcome: z.enum(['pass', 'fail', 'unknown']),
    passes: z.number(),
    value: z.string().optional(),
    failure: failureBrief.optional(),
    unknown: z.array(unknownBrief).optional(),
    stdout: z.string().optional(),
    stderr: z.string().optional(),
    effects: z.array(effectBrief),
    scenario: z.string().optional(),
    oracles: answersBrief.optional(),
  })
  .meta({ id: 'Execution' });
export function briefForecast(f: Forecast, desk: Desk, d: Detail): z.input<typeof executionBrief> {
  const room = roomFor(d);
  const output = (text: string): string => cut(text, room.text * 4);
  return {
    outcome: f.outcome,
    passes: f.probability,
    ...(f.value === undefined ? {} : { value: cut(f.value, room.text * 2) }),
    ...(f.raises === undefined ? {} : { failure: briefFailure(f.raises, desk, room) }),
    ...(f.why.length === 0 ? {} : { unknown: briefOrigins(f.why, desk) }),
    ...(f.stdout === '' ? {} : { stdout: output(f.stdout) }),
    ...(f.stderr === '' ? {} : { stderr: output(f.stderr) }),
    effects: f.effects.slice(0, room.effects).map(e => ({ ...e, ...(e.file === undefined ? {} : { file: desk.show(e.file) }) })),
    ...(f.scenario === undefined ? {} : { scenario: f.scenario }),
    ...(f.filled === undefined ? {} : { oracles: briefAnswers(f.filled, desk, room) }),
  };
}
