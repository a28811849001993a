// What the webview's pages and their host say to each other, checked where it crosses the border. Plain data: a page asks for windows of a trace and is never handed
// the whole. Moments count from 0, lines from 1; files are absolute paths. It knows neither DOM nor editor, for the host reads it too.
import * as z from 'zod';
import { calibrationReport, effect, eventKind } from '../trace-collector/trace.ts';

const natural = z.number().int().min(0);
/** One side of a timeline: 0, or 1 for the recording that a prediction is held against. */
const side = natural.max(1);

// Questions -----------------------------------------------------------------------------------------------------------------

/** How one goes from a moment to another. The last four go by calls, as the chart shows them. */
export const steps = ['next', 'previous', 'over', 'overBack', 'out', 'caller', 'callee', 'nextCall', 'previousCall'] as const;
export type Step = (typeof steps)[number];

export const mostRows = 512;
const ask = z.discriminatedUnion('kind', [
  /** The calls between two moments, as boxes for a picture so many pixels wide; of the rows from `top` on. */
  z.object({ kind: z.literal('chart'), side, from: natural, to: natural, width: natural.max(20_000), top: natural, rows: natural.max(500) }),
  z.object({ kind: z.literal('rows'), side, from: natural, count: natural.max(mostRows) }),
  /** The stack and its values. */
  z.object({ kind: z.literal('moment'), side, at: natural }),
  /** Pieces of output by their number. */
  z.object({ kind: z.literal('outputs'), side, from: natural, count: natural.max(mostRows) }),
  z.object({ kind: z.literal('step'), side, at: natural, how: z.enum(steps) }),
  /** The next moment, in one direction and then around, whose function, values or output hold a text. */
  z.object({ kind: z.literal('search'), side, at: natural, text: z.string().min(1).max(500), way: z.union([z.literal(1), z.literal(-1)]) }),
  /** The next moment at which a line runs, or the last one before. */
  z.object({ kind: z.literal('line'), side, at: natural, file: z.string(), line: natural }),
  /** The moment that gave a local of a level of the stack (0 is the innermost) the value that it has. */
  z.object({ kind: z.literal('written'), side, at: natural, level: natural, name: z.string() }),
]);
export type Ask = z.infer<typeof ask>;

// Answers -------------------------------------------------------------------------------------------------------------------

/** So many numbers make a box: row, first moment, moment behind the last, code of the first call, how many calls it stands for, and 1 where one was left by an exception. */
export const boxSize = 6;
const chart = z.object({ rows: natural, boxes: z.array(z.number()) });
export type Chart = z.infer<typeof chart>;

/** One moment of the table: the line as it reads, and what it has changed. */
const row = z.object({
  at: natural,
  event: eventKind,
  code: natural,
  line: natural,
  depth: natural,
  /** The source line; empty where it is not to be had. */
  text: z.string(),
  /** Name and value. Of a call its arguments, of a line what it sets. */
  sets: z.array(z.tuple([z.string(), z.string()])),
  gone: z.array(z.string()),
  value: z.string().optional(),
  exception: z.string().optional(),
  /** What this moment writes. */
  stdout: z.string().optional(),
  stderr: z.string().optional(),
});
export type Row = z.infer<typeof row>;

const level = z.object({ code: natural, line: natural, locals: z.array(z.tuple([z.string(), z.string()])) });
const moment = z.object({
  at: natural,
  /** Innermost first. */
  stack: z.array(level),
  /** Names of the innermost locals that read otherwise than a moment of its own before. */
  changed: z.array(z.string()),
  /** The call that it lies in: first moment and last. */
  call: z.tuple([natural, natural]),
  row,
});
export type Moment = z.infer<typeof moment>;

const output = z.object({ at: natural, text: z.string(), error: z.boolean() });
export type Output = z.infer<typeof output>;

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chart'), chart }),
  z.object({ kind: z.literal('rows'), rows: z.array(row) }),
  z.object({ kind: z.literal('moment'), moment }),
  z.object({ kind: z.literal('outputs'), outputs: z.array(output) }),
  /** Where a step, a search or a line leads; nothing where it leads nowhere. */
  z.object({ kind: z.literal('found'), at: natural.optional() }),
]);
export type Answer = z.infer<typeof answer>;

const code = z.object({ file: z.string(), shown: z.string(), function: z.string(), line: z.number().int() });
export type Code = z.infer<typeof code>;
const told = z.object({
  /** Whether it is a forecast or has happened. */
  kind: z.enum(['predicted', 'recorded']),
  /** What came of it, in a sentence. */
  about: z.string(),
  length: natural,
  /** Levels of the call chart. */
  levels: natural,
  outputs: natural,
  truncated: z.boolean(),
  codes: z.array(code),
  effects: z.array(effect),
});
export type Side = z.infer<typeof told>;

const about = z.object({
  title: z.string(),
  sides: z.array(told).min(1).max(2),
  /** Where the prediction and the recording first differ, and in what. */
  divergence: z.object({ at: natural, values: z.array(z.object({ name: z.string(), left: z.string().optional(), right: z.string().optional() })) }).optional(),
  /** Where it is worth beginning: at the exception that nobody caught. */
  start: natural.optional(),
  /** A debug session over it can be started or is under way. */
  debuggable: z.boolean(),
});
export type About = z.infer<typeof about>;

// Calibration ---------------------------------------------------------------------------------------------------------------

const calibration = z.object({
  report: calibrationReport,
  surprises: z.array(
    z.object({
      test: z.string(),
      thought: z.string(),
      happened: z.string(),
      /** Milliseconds since 1970. */
      judged: z.number(),
      file: z.string().optional(),
      line: z.number().int().optional(),
    }),
  ),
});
export type Calibration = z.infer<typeof calibration>;

// Messages ------------------------------------------------------------------------------------------------------------------

const toHost = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ask'), id: natural, ask }),
  /** Shows a line of a file in the editor. */
  z.object({ kind: z.literal('source'), file: z.string(), line: natural, focus: z.boolean() }),
  /** Goes on in the debugger from that moment. */
  z.object({ kind: z.literal('debug'), side, at: natural }),
  /** Shows the trace of a test. */
  z.object({ kind: z.literal('test'), test: z.string() }),
  /** Makes the page's content anew. */
  z.object({ kind: z.literal('again') }),
]);
export type ToHost = z.infer<typeof toHost>;

const toPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('busy'), what: z.string() }),
  z.object({ kind: z.literal('timeline'), about, at: natural.optional() }),
  z.object({ kind: z.literal('calibration'), calibration, folder: z.string() }),
  z.object({ kind: z.literal('failed'), say: z.string() }),
  z.object({ kind: z.literal('answer'), id: natural, answer }),
  z.object({ kind: z.literal('refused'), id: natural, say: z.string() }),
  z.object({ kind: z.literal('go'), at: natural }),
  /** The code was edited since. */
  z.object({ kind: z.literal('stale') }),
]);
export type ToPage = z.infer<typeof toPage>;

/** Nothing where it is no message of ours. */
export const readToHost = (data: unknown): ToHost | undefined => toHost.safeParse(data).data;
export const readToPage = (data: unknown): ToPage | undefined => toPage.safeParse(data).data;
