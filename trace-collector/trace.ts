// The Trace: what a program did (a recording) or would do (a rehearsal), as frames in CWM's sense. It is the one vocabulary that all folders share, so it knows
// nothing of Python's engine, of stores or of editors.
import * as z from 'zod';

/**
 * One event of a trace. `call`, `line`, `return` and `exception` are those of CPython's `sys.settrace` (Include/cpython/pystate.h, PyTrace_*). `yield` and `unwind`
 * are settrace's `return` told apart: a generator pauses, a frame is left by an exception. `resume` is its `call` when a generator goes on.
 */
export const eventKinds = ['call', 'line', 'return', 'exception', 'yield', 'unwind', 'resume'] as const;
export const eventKind = z.enum(eventKinds);
export type EventKind = z.infer<typeof eventKind>;

/** One function, class body, comprehension or module that frames of a trace belong to. */
export const traceCode = z.object({ file: z.string(), function: z.string(), line: z.number().int() });
export type TraceCode = z.infer<typeof traceCode>;

export const traceFrame = z.object({
  event: eventKind,
  /** Index into `codes`. */
  code: z.number().int(),
  /** Number of the activation, in the order of calls. */
  activation: z.number().int(),
  /** Nesting of traced activations, 0 for the entry. */
  depth: z.number().int(),
  line: z.number().int(),
  /** Locals that are new or read differently than at the activation's last event: their `repr`, addresses stripped. */
  changed: z.record(z.string(), z.string()),
  /** Locals that have gone. */
  deleted: z.array(z.string()),
  /** The value returned or yielded, or the exception: its `repr`. */
  value: z.string().optional(),
  /** The exception's class. */
  exception: z.string().optional(),
  /** Standard output since the frame before. */
  stdout: z.string().optional(),
  /** Standard error since the frame before. */
  stderr: z.string().optional(),
});
export type TraceFrame = z.infer<typeof traceFrame>;

/** The semantics of a trace with gaps: what it tells was so, but between two of its lines others ran unseen. */
export const stopsOnly = 'stops';

export const trace = z.object({
  /** Whether it happened or was forecast. */
  source: z.enum(['recording', 'rehearsal']),
  /** The Python whose event order and wording it has, as "3.11"; `debugpy` and `dap` for those of a debugger, `stops` where it was only seen where a debugger stopped. */
  semantics: z.string(),
  codes: z.array(traceCode),
  frames: z.array(traceFrame),
  /** Some limit cut it short. */
  truncated: z.boolean(),
});
export type Trace = z.infer<typeof trace>;

/** How an unknown is told across the border. */
export const origin = z.object({ reason: z.string(), what: z.string(), file: z.string().optional(), line: z.number().int().optional() });
export type TraceOrigin = z.infer<typeof origin>;

// Forecasts ---------------------------------------------------------------------------------------------------------------

/** A change to the world that the program would make. */
export const effect = z.object({
  kind: z.enum(['write', 'delete', 'network', 'subprocess', 'environment', 'input']),
  what: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
});

/** One entry of a traceback, outermost first. */
export const stackEntry = z.object({
  file: z.string(),
  line: z.number().int(),
  function: z.string(),
  /** The source line as it stands in the file. */
  source: z.string().optional(),
  /** Code of the Python library or of a package: not the user's. */
  library: z.boolean(),
  /** Locals of that frame as they were when it was left: their `repr`, cut. */
  locals: z.record(z.string(), z.string()),
});
export type StackEntry = z.infer<typeof stackEntry>;

/** Both sides of the comparison in a failed `assert`. */
export const sides = z.object({
  left: z.string(),
  op: z.string(),
  right: z.string(),
  /** Where they differ, line by line, as pytest tells it. */
  difference: z.array(z.string()),
});

export const raised = z.object({
  /** The class, qualified outside builtins: `decimal.InvalidOperation`. */
  type: z.string(),
  message: z.string(),
  traceback: z.array(stackEntry),
  sides: sides.optional(),
  /** "KeyError: 'x'" for each exception behind it (its cause or context), nearest first. */
  because: z.array(z.string()),
});
export type Raised = z.infer<typeof raised>;

/** What a program, a call or a test will do. */
export const forecast = z.object({
  outcome: z.enum(['pass', 'fail', 'unknown']),
  /** The chance that it passes, as far as the paths explored tell: 1 for `pass`, 0 for `fail`. */
  probability: z.number(),
  /** `repr` of the value of a call. */
  value: z.string().optional(),
  /** What it raises; of an unknown outcome, what one of its paths raises. */
  raises: raised.optional(),
  /** Why it is not known: the origins, most telling first. Empty for a definite outcome. */
  why: z.array(origin),
  effects: z.array(effect),
  /** The scenario under which it holds; without one it holds as the world is. */
  scenario: z.string().optional(),
  stdout: z.string(),
  stderr: z.string(),
});
export type Forecast = z.infer<typeof forecast>;

/** A test as pytest would report it. */
export const testForecast = forecast.extend({
  /** pytest's node id. */
  id: z.string(),
  /** Absolute path and line of the test function. */
  file: z.string(),
  line: z.number().int(),
  result: z.enum(['passed', 'failed', 'error', 'skipped', 'xfailed', 'xpassed', 'unknown']),
  /** Where it stopped: `collect` for a file that cannot be imported. */
  phase: z.enum(['collect', 'setup', 'call', 'teardown']),
  /** Why it is skipped or expected to fail. */
  reason: z.string().optional(),
});
export type TestForecast = z.infer<typeof testForecast>;

/** One step of the way from an edit to what a test sees of it: both values, as texts. */
export const consequence = z.object({
  file: z.string(),
  line: z.number().int(),
  function: z.string(),
  kind: z.enum(['sets', 'returns', 'raises']),
  /** The local that is set. */
  name: z.string().optional(),
  before: z.string(),
  after: z.string(),
});
export type Consequence = z.infer<typeof consequence>;

/** A call that comes out otherwise after an edit, with arguments that read the same. */
export const callChange = z.object({
  file: z.string(),
  /** Of the function, after the edit. */
  line: z.number().int(),
  function: z.string(),
  /** `a=1, b='x'`. */
  arguments: z.string(),
  before: z.string(),
  after: z.string(),
});
export type CallChange = z.infer<typeof callChange>;

/** What became of one test by an edit. */
export const change = z.enum(['breaks', 'fixes', 'fails', 'passes', 'appears', 'disappears', 'unknown', 'alters']);
export const testChange = z.object({
  id: z.string(),
  /**
   * `breaks`: passed before, fails after. `fixes`: the other way. `fails` and `passes`: as before, or with nothing to compare. `alters`: fails as before, in another way.
   * `appears` and `disappears`: in one state only. `unknown`: no definite outcome after the edit.
   */
  change,
  before: testForecast.optional(),
  after: testForecast.optional(),
  /** Of some introduced failures: the way from the edit to the failure, in the order in which it comes about. */
  because: z.array(consequence).optional(),
});
export type TestChange = z.infer<typeof testChange>;

export const report = z.object({
  /** Folder that node ids are relative to. */
  root: z.string(),
  /** The library that was rehearsed: release, and where it was found. */
  python: z.object({ version: z.string(), origin: z.string() }),
  /** Files that the edit changes, relative to the root; empty without an edit. */
  changed: z.array(z.string()),
  /** It was stopped: only what was known by then is in it. */
  stopped: z.boolean().optional(),
  /** Introduced failures first. */
  tests: z.array(testChange),
  /** Effects that the edit brings, beyond those before it. */
  effects: z.array(effect),
  /** Calls that come out otherwise, in tests that the edit reaches and does not break: where nothing breaks, and it was asked for. */
  behaviour: z.array(callChange).optional(),
  /** The scenario that all of it is under. */
  scenario: z.string().optional(),
  milliseconds: z.number(),
});
export type Report = z.infer<typeof report>;
