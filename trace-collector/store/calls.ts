// The calls in a trace, by function and arguments: what a function gave for them. It is what a rehearsal asks for that cannot know a value itself.
import { type FrameColumns, none } from '../frame-columns.ts';
import { eventKinds } from '../trace.ts';

export interface CallSummary {
  readonly trace: number;
  /** Of the first such call. */
  readonly frame: number;
  /** The text of what it returned; null where it was left by an exception, did not end, or gave different values. */
  readonly value: string | null;
  readonly exception: string | null;
  readonly times: number;
}
export interface TracedCall {
  readonly code: number;
  readonly frame: number;
  readonly parameters: readonly (readonly [string, string])[];
  value?: string;
  exception?: string;
  times: number;
}

/** Different calls of one trace that are kept. */
const most = 20_000;
const call = eventKinds.indexOf('call');
const returned = eventKinds.indexOf('return');
const raised = eventKinds.indexOf('exception');
const unwind = eventKinds.indexOf('unwind');

/** Gathers calls from a trace's stretches as they come. */
export function summarizeCalls(): { add(c: FrameColumns, first: number): void; done(): Iterable<TracedCall> } {
  const calls = new Map<string, TracedCall>();
  const running = new Map<number, TracedCall>();
  const textAt = (c: FrameColumns, pairs: Int32Array): Map<number, string> => {
    const m = new Map<number, string>();
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i + 1] !== none) m.set(pairs[i], c.texts[pairs[i + 1]]);
    return m;
  };
  return {
    add(c, first) {
      const values = textAt(c, c.values);
      const exceptions = textAt(c, c.exceptions);
      for (let i = 0; i < c.length; i++) {
        const kind = c.kinds[i];
        if (kind === call) {
          const parameters: [string, string][] = [];
          for (let k = c.changeStarts[i]; k < c.changeStarts[i + 1]; k++) parameters.push([c.texts[c.changedNames[k]], c.texts[c.changedTexts[k]]]);
          const key = `${c.codes[i]}\0${JSON.stringify(parameters)}`;
          const known = calls.get(key);
          if (known === undefined) {
            if (calls.size >= most) continue;
            const fresh: TracedCall = { code: c.codes[i], frame: first + i, parameters, times: 1 };
            calls.set(key, fresh);
            running.set(c.activations[i], fresh);
          } else known.times++;
        } else if (kind === raised) {
          const r = running.get(c.activations[i]);
          if (r !== undefined) r.exception = `${exceptions.get(i) ?? ''}: ${values.get(i) ?? ''}`;
        } else if (kind === returned || kind === unwind) {
          const r = running.get(c.activations[i]);
          if (r === undefined) continue;
          running.delete(c.activations[i]);
          if (kind === unwind) continue;
          r.value = values.get(i);
          r.exception = undefined;
        }
      }
    },
    done: () => calls.values(),
  };
}
