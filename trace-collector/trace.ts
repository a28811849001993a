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
});
export type TraceFrame = z.infer<typeof traceFrame>;

export const trace = z.object({
  /** Whether it happened or was forecast. */
  source: z.enum(['recording', 'rehearsal']),
  /** The Python whose event order and wording it has, as "3.11". */
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
