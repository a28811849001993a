// The calls of a trace as spans of moments, in columns: one reading of the whole, from which any window is drawn at the detail that its pixels can show. A generator
// that pauses and goes on has a span for each time that it runs.
import { setImmediate } from 'node:timers/promises';
import { eventKinds } from '../../../trace-collector/trace.ts';
import { boxSize } from '../../../webview/protocol.ts';
import type { FrameSource } from '../debug/frame-source.ts';

const kindOf = (k: (typeof eventKinds)[number]): number => eventKinds.indexOf(k);
const CALL = kindOf('call');
const RETURN = kindOf('return');
const YIELD = kindOf('yield');
const UNWIND = kindOf('unwind');
const RESUME = kindOf('resume');

export interface CallSpans {
  /** First and last moment of each span; spans are in the order of their first moments. */
  readonly firsts: Int32Array;
  readonly lasts: Int32Array;
  readonly codes: Int32Array;
  readonly activations: Int32Array;
  /** The span that it was called from, or -1. */
  readonly parents: Int32Array;
  readonly levels: Int32Array;
  /** 1 where an exception left it. */
  readonly raised: Uint8Array;
  /** The spans of each level, ascending. */
  readonly byLevel: readonly Int32Array[];
  /** Moments that write, ascending: the writer, and 1 for standard error. */
  readonly writers: Int32Array;
  readonly errors: Uint8Array;
}

/** Reads a trace once. It gives way to other work, and rejects when it is stopped. */
export async function callSpans(source: FrameSource, signal?: AbortSignal): Promise<CallSpans> {
  const firsts: number[] = [];
  const lasts: number[] = [];
  const codes: number[] = [];
  const activations: number[] = [];
  const parents: number[] = [];
  const levels: number[] = [];
  const raised: number[] = [];
  const depths: number[] = [];
  const writers: number[] = [];
  const errors: number[] = [];
  const open = new Map<number, number>();
  let running = -1;
  for (let k = 0; k < source.firsts.length; k++) {
    const c = source.stretch(k);
    const base = source.firsts[k];
    for (let n = 0; n < c.length; n++) {
      const kind = c.kinds[n];
      const activation = c.activations[n];
      let s = open.get(activation);
      if (s === undefined) {
        // A call, a generator that goes on, or what was under way when the trace began.
        const called =
          running !== -1 && open.get(activations[running]) === running && (kind === RESUME || kind !== CALL || depths[running] === c.depths[n] - 1);
        const parent = called ? running : -1;
        s = firsts.length;
        firsts.push(base + n);
        lasts.push(base + n);
        codes.push(c.codes[n]);
        activations.push(activation);
        parents.push(parent);
        depths.push(c.depths[n]);
        // Another thread's calls lie below those that are under way.
        levels.push(parent !== -1 ? levels[parent] + 1 : lowest(open, levels));
        raised.push(0);
        open.set(activation, s);
      }
      running = s;
      if (kind === RETURN || kind === UNWIND || kind === YIELD) {
        lasts[s] = base + n;
        if (kind === UNWIND) raised[s] = 1;
        open.delete(activation);
        running = parents[s];
      }
    }
    const wrote: [number, number][] = [];
    for (let p = 0; p < c.stdout.length; p += 2) wrote.push([base + c.stdout[p], 0]);
    for (let p = 0; p < c.stderr.length; p += 2) wrote.push([base + c.stderr[p], 1]);
    wrote.sort((a, b) => a[0] - b[0]);
    for (const [at, error] of wrote) {
      // What was written since the frame before was written by that frame.
      writers.push(Math.max(0, at - 1));
      errors.push(error);
    }
    if (k % 8 === 7) await setImmediate();
    signal?.throwIfAborted();
  }
  for (const s of open.values()) lasts[s] = source.length - 1;
  const byLevel: number[][] = [];
  for (let s = 0; s < levels.length; s++) {
    while (byLevel.length <= levels[s]) byLevel.push([]);
    byLevel[levels[s]].push(s);
  }
  return {
    firsts: Int32Array.from(firsts),
    lasts: Int32Array.from(lasts),
    codes: Int32Array.from(codes),
    activations: Int32Array.from(activations),
    parents: Int32Array.from(parents),
    levels: Int32Array.from(levels),
    raised: Uint8Array.from(raised),
    byLevel: byLevel.map(l => Int32Array.from(l)),
    writers: Int32Array.from(writers),
    errors: Uint8Array.from(errors),
  };
}
function lowest(open: ReadonlyMap<number, number>, levels: readonly number[]): number {
  let level = 0;
  for (const s of open.values()) level = Math.max(level, levels[s] + 1);
  return level;
}

export interface ChartWindow {
  readonly from: number;
  readonly to: number;
  /** Pixels for the stretch from `from` to `to`. */
  readonly width: number;
  readonly top: number;
  readonly rows: number;
}
/** Narrower calls are drawn as one box with their neighbours. */
const narrowest = 3;

/** The boxes of a window, as the protocol's numbers. What is too narrow to be told apart is passed over in one step, so the cost is the picture's and not the trace's. */
export function boxesIn(spans: CallSpans, { from, to, width, top, rows }: ChartWindow): number[] {
  const { firsts, lasts, codes, raised, byLevel } = spans;
  const out: number[] = [];
  const least = (narrowest * (to - from)) / Math.max(1, width);
  for (let level = top; level < Math.min(top + rows, byLevel.length); level++) {
    const ids = byLevel[level];
    let i = lowerBound(ids.length, k => lasts[ids[k]] >= from);
    while (i < ids.length && firsts[ids[i]] < to) {
      const s = ids[i];
      const first = firsts[s];
      if (lasts[s] + 1 - first >= least) {
        out.push(level, first, lasts[s] + 1, codes[s], 1, raised[s]);
        i++;
        continue;
      }
      let j = Math.max(
        i + 1,
        lowerBound(ids.length, k => firsts[ids[k]] >= first + least),
      );
      // The last of them may reach far beyond.
      if (j - 1 > i && lasts[ids[j - 1]] + 1 - firsts[ids[j - 1]] >= least) j--;
      let anyRaised = 0;
      for (let k = i; k < j && k < i + 1000; k++) anyRaised |= raised[ids[k]];
      out.push(level, first, lasts[ids[j - 1]] + 1, codes[s], j - i, anyRaised);
      i = j;
    }
  }
  return out;
}
/** How many boxes an answer holds. */
export const boxCount = (boxes: readonly number[]): number => boxes.length / boxSize;

/** The innermost span around a moment; -1 where there is none. */
export function spanAt({ firsts, lasts, parents }: CallSpans, moment: number): number {
  let s = lowerBound(firsts.length, k => firsts[k] > moment) - 1;
  while (s !== -1 && lasts[s] < moment) s = parents[s];
  return s;
}
/** The span that begins at a moment; -1 where none does. */
export function spanFrom({ firsts }: CallSpans, moment: number): number {
  const s = lowerBound(firsts.length, k => firsts[k] >= moment);
  return firsts[s] === moment ? s : -1;
}
/** The first span that a span calls, or its neighbour on the same level. */
export function neighbour(spans: CallSpans, s: number, where: 'callee' | 'next' | 'previous'): number {
  if (where === 'callee') return spans.parents[s + 1] === s ? s + 1 : -1;
  const ids = spans.byLevel[spans.levels[s]];
  const at = lowerBound(ids.length, k => ids[k] >= s) + (where === 'next' ? 1 : -1);
  return ids[at] ?? -1;
}

/** The first number below `count` for which a condition holds that holds from there on; else `count`. */
export function lowerBound(count: number, holds: (k: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (holds(mid)) high = mid;
    else low = mid + 1;
  }
  return low;
}
