// Two traces held against each other, frame by frame: of a recording and a rehearsal, or of two runs. What is counted is what the Code World Model's paper counts
// (Table 9): the share of frames with the same state, and with the same action.
import type { Trace, TraceFrame } from './trace.ts';

export interface Divergence {
  readonly frame: number;
  /** What differs there: locals by name, `value`, `output`. */
  readonly values: readonly { readonly name: string; readonly left?: string; readonly right?: string }[];
}
export interface TraceComparison {
  /** Of the longer one. */
  readonly frames: number;
  /** Frames whose locals read the same. */
  readonly states: number;
  /** Frames with the same event, place and value. */
  readonly actions: number;
  readonly same: number;
  readonly first?: Divergence;
}

/** A text that was cut is the same as one that begins with it. */
const alike = (a: string | undefined, b: string | undefined): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.endsWith('…') && b.startsWith(a.slice(0, -1))) return true;
  return b.endsWith('…') && a.startsWith(b.slice(0, -1));
};

export function compareTraces(left: Trace, right: Trace): TraceComparison {
  const sides = [left, right].map(() => new Map<number, Map<string, string>>());
  const follow = (side: number, f: TraceFrame): Map<string, string> => {
    let locals = sides[side].get(f.activation);
    if (locals === undefined) sides[side].set(f.activation, (locals = new Map()));
    for (const name of f.deleted) locals.delete(name);
    for (const [name, text] of Object.entries(f.changed)) locals.set(name, text);
    return locals;
  };
  const frames = Math.max(left.frames.length, right.frames.length);
  let states = 0;
  let actions = 0;
  let same = 0;
  let first: Divergence | undefined;
  for (let i = 0; i < frames; i++) {
    const a = left.frames[i];
    const b = right.frames[i];
    if (a === undefined || b === undefined) {
      first ??= { frame: i, values: [] };
      break;
    }
    const x = follow(0, a);
    const y = follow(1, b);
    const names = [...new Set([...x.keys(), ...y.keys()])].filter(n => !alike(x.get(n), y.get(n)));
    const action =
      a.event === b.event &&
      a.line === b.line &&
      left.codes[a.code].function === right.codes[b.code].function &&
      alike(a.value, b.value) &&
      (a.stdout ?? '') === (b.stdout ?? '');
    if (names.length === 0) states++;
    if (action) actions++;
    if (names.length === 0 && action) same++;
    else if (first === undefined) {
      const values = names.map(name => ({ name, left: x.get(name), right: y.get(name) }));
      if (!alike(a.value, b.value)) values.push({ name: 'value', left: a.value, right: b.value });
      if ((a.stdout ?? '') !== (b.stdout ?? '')) values.push({ name: 'output', left: a.stdout, right: b.stdout });
      first = { frame: i, values };
    }
  }
  return { frames, states, actions, same, ...(first === undefined ? {} : { first }) };
}
