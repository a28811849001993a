// One call out of a longer trace: the first of a function, with all that it calls, numbered anew, as if the trace had begun there.
import { START_MARKER } from './cwm.ts';
import type { Trace, TraceCode, TraceFrame } from './trace.ts';

/** The first call of a function (its qualified name, or its last part) and what is below it; undefined where it is not called. */
export function activationOf(t: Trace, name: string): Trace | undefined {
  const exact = t.frames.findIndex(f => f.event === 'call' && t.codes[f.code].function === name);
  const start = exact >= 0 ? exact : t.frames.findIndex(f => f.event === 'call' && isNamed(t.codes[f.code].function, name));
  return start < 0 ? undefined : { ...t, frames: [...framesBelow(t.frames.slice(start))] };
}
export const isNamed = (qualified: string, name: string): boolean => qualified === name || qualified.split('.').at(-1) === name;

/** Of frames that begin with a call: those of it and below it, numbered anew, to its end. */
export function* framesBelow(frames: Iterable<TraceFrame>): Generator<TraceFrame> {
  let entry: TraceFrame | undefined;
  let count = 0;
  const numbers = new Map<number, number>();
  for (const f of frames) {
    entry ??= f;
    if (f.event === 'call') numbers.set(f.activation, count++);
    const number = numbers.get(f.activation);
    if (number === undefined) continue; // A generator that was begun before, or another thread.
    yield { ...f, activation: number, depth: f.depth - entry.depth };
    const left = f.event === 'return' || f.event === 'unwind';
    if (left && f.activation === entry.activation) return;
    if (left) numbers.delete(f.activation);
  }
}

/** The text of the file in which a trace begins, its first function marked as the model's prompts mark it. */
export function contextOf(t: Trace, sourceOf: (file: string) => string): string {
  const first = t.frames[0];
  return first === undefined ? '' : markedContext(t.codes[first.code], sourceOf(t.codes[first.code].file));
}
export function markedContext(code: TraceCode, source: string): string {
  const lines = source.split('\n');
  const at = lines.findIndex((l, i) => i >= code.line - 1 && /^\s*(?:async\s+def|def|class)\b/.test(l));
  if (at >= 0) lines[at] += START_MARKER;
  return lines.join('\n');
}
