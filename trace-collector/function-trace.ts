// One call out of a longer trace: the first of a function, with all that it calls, numbered anew, as if the trace had begun there.
import { START_MARKER } from './cwm.ts';
import type { Trace, TraceFrame } from './trace.ts';

/** The first call of a function (its qualified name, or its last part) and what is below it; undefined where it is not called. */
export function activationOf(t: Trace, name: string): Trace | undefined {
  const exact = t.frames.findIndex(f => f.event === 'call' && t.codes[f.code].function === name);
  const start = exact >= 0 ? exact : t.frames.findIndex(f => f.event === 'call' && t.codes[f.code].function.split('.').at(-1) === name);
  if (start < 0) return undefined;
  const { depth, activation } = t.frames[start];
  const numbers = new Map<number, number>();
  const frames: TraceFrame[] = [];
  for (let i = start; i < t.frames.length; i++) {
    const f = t.frames[i];
    if (f.event === 'call') numbers.set(f.activation, numbers.size);
    const number = numbers.get(f.activation);
    if (number === undefined) continue; // A generator that was begun before, or another thread.
    frames.push({ ...f, activation: number, depth: f.depth - depth });
    if (f.activation === activation && (f.event === 'return' || f.event === 'unwind')) break;
  }
  return { ...t, frames };
}

/** The text of the file in which a trace begins, its first function marked as the model's prompts mark it. */
export function contextOf(t: Trace, sourceOf: (file: string) => string): string {
  const first = t.frames[0];
  if (first === undefined) return '';
  const code = t.codes[first.code];
  const lines = sourceOf(code.file).split('\n');
  const at = lines.findIndex((l, i) => i >= code.line - 1 && /^\s*(?:async\s+def|def|class)\b/.test(l));
  if (at >= 0) lines[at] += START_MARKER;
  return lines.join('\n');
}
