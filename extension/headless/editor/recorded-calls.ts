// Recorded calls of a function, as examples: what it was given, and what it did then. Values are shown only where the function still reads as it did.
import type { Store } from '../../../trace-collector/store/store.ts';
import { sourceOf } from '../../../trace-collector/store/sources.ts';
import type { TraceFrame } from '../../../trace-collector/trace.ts';
import type { Example } from './examples.ts';
import { type FunctionFound, functionsOf } from './python-text.ts';

type RecordedExample = Extract<Example, { kind: 'recorded' }>;

/** Calls are looked at in the newest traces first. */
const mostLooked = 60;
const mostOffered = 12;
/** Events of one activation that are shown, and how far they are looked for among those of others. */
const mostEvents = 4000;
const farthest = 200_000;

/** Different calls, the newest of each. */
export function recordedCalls(store: Store, file: string, f: FunctionFound): RecordedExample[] {
  const rows = store.db
    .prepare(
      'SELECT c.trace, c.frame FROM calls c JOIN functions f ON f.id = c.function WHERE f.file = ? AND f.name = ? ORDER BY c.trace DESC, c.frame LIMIT ?',
    )
    .all(file, f.qualname, mostLooked) as unknown as { trace: number; frame: number }[];
  const out = new Map<string, RecordedExample>();
  for (const { trace, frame } of rows) {
    if (out.size >= mostOffered) break;
    const given = Object.entries(store.open(trace)?.frame(frame).changed ?? {}).filter(([name]) => name !== 'self' && name !== 'cls');
    const call = `${f.name}(${given.map(([n, v]) => `${n}=${v}`).join(', ')})`;
    if (!out.has(call)) out.set(call, { kind: 'recorded', trace, frame, call });
  }
  return [...out.values()];
}

export interface RecordedActivation {
  readonly frames: readonly TraceFrame[];
  readonly activation: number;
  /** Lines by which the function has moved since. */
  readonly moved: number;
  /** Milliseconds since 1970. */
  readonly started: number;
}
/** What a recorded call did; in words why that cannot be shown. */
export function recordedActivation(store: Store, e: RecordedExample, file: string, text: string, f: FunctionFound): RecordedActivation | string {
  const trace = store.open(e.trace);
  if (trace === undefined) return `Trace ${e.trace} is no longer in the store.`;
  const then = sourceOf(store, trace.about.run, file);
  const old = then === undefined ? undefined : functionsOf(then).find(g => g.qualname === f.qualname);
  if (then === undefined || old === undefined || textOf(then, old) !== textOf(text, f)) return `${f.name} has changed since that call was recorded.`;
  const { activation } = trace.frame(e.frame);
  const frames: TraceFrame[] = [];
  for (const t of trace.frames(e.frame, e.frame + farthest)) {
    if (t.activation !== activation) continue;
    frames.push(t);
    if (t.event === 'return' || t.event === 'unwind' || frames.length >= mostEvents) break;
  }
  return { frames, activation, moved: f.line - old.line, started: trace.about.started };
}
const textOf = (text: string, { line, end }: FunctionFound): string =>
  text
    .split('\n')
    .slice(line - 1, end)
    .join('\n');
