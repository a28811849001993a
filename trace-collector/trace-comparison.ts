// Two traces held against each other, frame by frame: of a recording and a rehearsal, or of two runs. What is counted is what the Code World Model's paper counts
// (Table 9): the share of steps with the same state and with the same action, and how far the states overlap in names and in values.
import type { Trace, TraceCode, TraceFrame } from './trace.ts';

export interface Divergence {
  readonly frame: number;
  /** What differs there: locals by name, `value`, `output`. */
  readonly values: readonly { readonly name: string; readonly left?: string; readonly right?: string }[];
}
/**
 * Shares of the left trace, the true one, from 0 to 1; frames are aligned by their number. A state is the locals of a call or line frame, an action the place
 * where a frame stands. The overlaps are the mean over states of what both have by what either has.
 */
export interface TableNine {
  readonly stateExactMatch: number;
  readonly actionExactMatch: number;
  readonly keyMatch: number;
  readonly keyValueMatch: number;
}
export interface TraceComparison {
  /** Of the longer one. */
  readonly frames: number;
  /** Frames whose locals read the same. */
  readonly states: number;
  /** Frames with the same event, place and value. */
  readonly actions: number;
  readonly same: number;
  readonly table9: TableNine;
  readonly first?: Divergence;
}

/** A text that was cut is the same as one that begins with it. */
const alike = (a: string | undefined, b: string | undefined): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.endsWith('…') && b.startsWith(a.slice(0, -1))) return true;
  return b.endsWith('…') && a.startsWith(b.slice(0, -1));
};
/** Where pytest rewrites `assert`, the exception holds what was compared, behind the program's own message: that is the runner's doing and no difference. */
const alikeRaised = (a: TraceFrame, b: TraceFrame): boolean => {
  if (alike(a.value, b.value)) return true;
  if (a.exception !== 'AssertionError' || b.exception !== 'AssertionError' || a.value === undefined || b.value === undefined) return false;
  const [short, long] = a.value.length < b.value.length ? [a.value, b.value] : [b.value, a.value];
  if (short === 'AssertionError()') return /^AssertionError\(['"]assert /.test(long);
  const message = /^AssertionError\((['"])(.*)\1\)$/s.exec(short)?.[2];
  return message !== undefined && long.slice('AssertionError('.length + 1).startsWith(`${message}\\nassert `);
};
const observes = (f: TraceFrame | undefined): boolean => f !== undefined && (f.event === 'line' || f.event === 'call' || f.event === 'resume');
const share = (n: number, of: number): number => (of === 0 ? 1 : n / of);

/** The left one is the truth where there is one. */
export function compareTraces(left: Trace, right: Trace): TraceComparison {
  const sides = [new Map(), new Map()] as const satisfies Locals[];
  const frames = Math.max(left.frames.length, right.frames.length);
  let states = 0;
  let actions = 0;
  let same = 0;
  const steps = { observed: 0, states: 0, places: 0, keys: 0, pairs: 0 };
  let first: Divergence | undefined;
  for (let i = 0; i < frames; i++) {
    const a = left.frames[i];
    const b = right.frames[i];
    if (a === undefined || b === undefined) {
      first ??= { frame: i, values: [] };
      for (let k = i; k < left.frames.length; k++) if (observes(left.frames[k])) steps.observed++;
      break;
    }
    const x = follow(sides[0], a);
    const y = follow(sides[1], b);
    const either = new Set([...x.keys(), ...y.keys()]);
    const names = [...either].filter(n => !alike(x.get(n), y.get(n)));
    const place = samePlace(a, b, left.codes, right.codes);
    const action = sameAction(a, b, place);
    if (names.length === 0) states++;
    if (action) actions++;
    if (place) steps.places++;
    if (observes(a)) {
      steps.observed++;
      if (observes(b)) {
        if (names.length === 0) steps.states++;
        const both = [...x.keys()].filter(n => y.has(n)).length;
        steps.keys += share(both, either.size);
        // Of a name with two values, two pairs stand against none.
        const pairs = either.size - names.length;
        steps.pairs += share(pairs, x.size + y.size - pairs);
      }
    }
    if (names.length === 0 && action) same++;
    else first ??= { frame: i, values: valuesThatDiffer(a, b, x, y, names) };
  }
  const table9 = {
    stateExactMatch: share(steps.states, steps.observed),
    actionExactMatch: share(steps.places, left.frames.length),
    keyMatch: share(steps.keys, steps.observed),
    keyValueMatch: share(steps.pairs, steps.observed),
  };
  return { frames, states, actions, same, table9, ...(first === undefined ? {} : { first }) };
}

/** A trace of any length, frame by frame. */
export interface Frames {
  readonly codes: readonly TraceCode[];
  readonly length: number;
  frame(i: number): TraceFrame;
}
/** The first frame in which two traces differ, found without having either of them as a whole. */
export function firstDivergence(left: Frames, right: Frames): Divergence | undefined {
  const sides = [new Map(), new Map()] as const satisfies Locals[];
  const both = Math.min(left.length, right.length);
  for (let i = 0; i < both; i++) {
    const a = left.frame(i);
    const b = right.frame(i);
    const x = follow(sides[0], a);
    const y = follow(sides[1], b);
    const names = [...new Set([...x.keys(), ...y.keys()])].filter(n => !alike(x.get(n), y.get(n)));
    if (names.length > 0 || !sameAction(a, b, samePlace(a, b, left.codes, right.codes))) return { frame: i, values: valuesThatDiffer(a, b, x, y, names) };
  }
  return left.length === right.length ? undefined : { frame: both, values: [] };
}

type Locals = Map<number, Map<string, string>>;
/** The locals of a frame's activation, at that frame. */
function follow(side: Locals, f: TraceFrame): ReadonlyMap<string, string> {
  let locals = side.get(f.activation);
  if (locals === undefined) side.set(f.activation, (locals = new Map()));
  for (const name of f.deleted) locals.delete(name);
  for (const [name, text] of Object.entries(f.changed)) locals.set(name, text);
  if (f.event === 'return' || f.event === 'unwind') side.delete(f.activation);
  return locals;
}
const samePlace = (a: TraceFrame, b: TraceFrame, left: readonly TraceCode[], right: readonly TraceCode[]): boolean =>
  a.line === b.line && left[a.code].function === right[b.code].function;
const sameAction = (a: TraceFrame, b: TraceFrame, place: boolean): boolean =>
  a.event === b.event && place && alikeRaised(a, b) && (a.stdout ?? '') === (b.stdout ?? '');
function valuesThatDiffer(
  a: TraceFrame,
  b: TraceFrame,
  x: ReadonlyMap<string, string>,
  y: ReadonlyMap<string, string>,
  names: readonly string[],
): Divergence['values'] {
  const values: { name: string; left?: string; right?: string }[] = names.map(name => ({ name, left: x.get(name), right: y.get(name) }));
  if (!alikeRaised(a, b)) values.push({ name: 'value', left: a.value, right: b.value });
  if ((a.stdout ?? '') !== (b.stdout ?? '')) values.push({ name: 'output', left: a.stdout, right: b.stdout });
  return values;
}
