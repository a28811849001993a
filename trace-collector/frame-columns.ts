// Frames in columns: a stretch of a trace as typed arrays and one table of texts, from which a frame is made when someone looks. It is what is stored and
// sent, so a million frames never are a million objects.
import { type EventKind, eventKinds, type TraceFrame } from './trace.ts';

/** A text that is not there: a local that has gone, a frame without a value. */
export const none = -1;

/** What was known when the stretch began: an activation that was under way, its line, and its locals as pairs of name and text. */
export interface LiveActivation {
  readonly activation: number;
  readonly code: number;
  readonly depth: number;
  readonly line: number;
  /** Paused generators live on without being on the stack. */
  readonly paused: boolean;
  readonly locals: readonly (readonly [name: string, text: string])[];
}

export interface FrameColumns {
  readonly length: number;
  /** Index into `eventKinds`. */
  readonly kinds: Uint8Array;
  readonly lines: Int32Array;
  readonly codes: Int32Array;
  readonly activations: Int32Array;
  readonly depths: Int32Array;
  /** Where a frame's changes begin; one more than there are frames. */
  readonly changeStarts: Int32Array;
  /** Names and texts, as indices into `texts`; a text of `none` is a local that has gone. */
  readonly changedNames: Int32Array;
  readonly changedTexts: Int32Array;
  /** Texts of values, exceptions' classes, output: pairs of frame and text, ascending. */
  readonly values: Int32Array;
  readonly exceptions: Int32Array;
  readonly stdout: Int32Array;
  readonly stderr: Int32Array;
  readonly texts: readonly string[];
  /** The state at the beginning. */
  readonly live: readonly LiveActivation[];
}

/** The text that belongs to frame `i` in one of the sparse columns. */
function sparse(pairs: Int32Array, i: number): number {
  let low = 0;
  let high = pairs.length >> 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (pairs[2 * mid] < i) low = mid + 1;
    else high = mid;
  }
  return low < pairs.length >> 1 && pairs[2 * low] === i ? pairs[2 * low + 1] : none;
}

/** Frame `i` as the record that surfaces and exports know. */
export function frameAt(c: FrameColumns, i: number): TraceFrame {
  const changed: Record<string, string> = {};
  const deleted: string[] = [];
  for (let k = c.changeStarts[i]; k < c.changeStarts[i + 1]; k++) {
    const name = c.texts[c.changedNames[k]];
    if (c.changedTexts[k] === none) deleted.push(name);
    else changed[name] = c.texts[c.changedTexts[k]];
  }
  const frame: TraceFrame = {
    event: eventKinds[c.kinds[i]],
    code: c.codes[i],
    activation: c.activations[i],
    depth: c.depths[i],
    line: c.lines[i],
    changed,
    deleted,
  };
  const value = sparse(c.values, i);
  if (value !== none) frame.value = c.texts[value];
  const exception = sparse(c.exceptions, i);
  if (exception !== none) frame.exception = c.texts[exception];
  const stdout = sparse(c.stdout, i);
  if (stdout !== none) frame.stdout = c.texts[stdout];
  const stderr = sparse(c.stderr, i);
  if (stderr !== none) frame.stderr = c.texts[stderr];
  return frame;
}

/** A column that grows. */
class Growing {
  array = new Int32Array(256);
  length = 0;
  push(n: number): void {
    if (this.length === this.array.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.array);
      this.array = wider;
    }
    this.array[this.length++] = n;
  }
  done(): Int32Array {
    return this.array.slice(0, this.length);
  }
}

export interface FrameInput {
  readonly event: EventKind;
  readonly code: number;
  readonly activation: number;
  readonly depth: number;
  readonly line: number;
}

/** Gathers frames into columns. Changes come first, then the frame that they belong to. */
export class ColumnsBuilder {
  length = 0;
  private readonly kinds = new Growing();
  private readonly lines = new Growing();
  private readonly codes = new Growing();
  private readonly activations = new Growing();
  private readonly depths = new Growing();
  private readonly changeStarts = new Growing();
  private readonly changedNames = new Growing();
  private readonly changedTexts = new Growing();
  private readonly values = new Growing();
  private readonly exceptions = new Growing();
  private readonly stdout = new Growing();
  private readonly stderr = new Growing();
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly live: readonly LiveActivation[];
  constructor(live: readonly LiveActivation[]) {
    this.live = live;
    this.changeStarts.push(0);
  }
  private number(text: string): number {
    let n = this.numbers.get(text);
    if (n === undefined) {
      n = this.texts.push(text) - 1;
      this.numbers.set(text, n);
    }
    return n;
  }
  change(name: string, text: string | undefined): void {
    this.changedNames.push(this.number(name));
    this.changedTexts.push(text === undefined ? none : this.number(text));
  }
  frame(f: FrameInput, value?: string, exception?: string, stdout?: string, stderr?: string): void {
    const i = this.length++;
    this.kinds.push(eventKinds.indexOf(f.event));
    this.lines.push(f.line);
    this.codes.push(f.code);
    this.activations.push(f.activation);
    this.depths.push(f.depth);
    this.changeStarts.push(this.changedNames.length);
    const add = (column: Growing, text: string | undefined): void => {
      if (text === undefined) return;
      column.push(i);
      column.push(this.number(text));
    };
    add(this.values, value);
    add(this.exceptions, exception);
    add(this.stdout, stdout);
    add(this.stderr, stderr);
  }
  done(): FrameColumns {
    return {
      length: this.length,
      kinds: Uint8Array.from(this.kinds.done()),
      lines: this.lines.done(),
      codes: this.codes.done(),
      activations: this.activations.done(),
      depths: this.depths.done(),
      changeStarts: this.changeStarts.done(),
      changedNames: this.changedNames.done(),
      changedTexts: this.changedTexts.done(),
      values: this.values.done(),
      exceptions: this.exceptions.done(),
      stdout: this.stdout.done(),
      stderr: this.stderr.done(),
      texts: this.texts,
      live: this.live,
    };
  }
}
