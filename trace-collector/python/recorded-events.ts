// From the tracer's stream of numbers and values to the events of traces: each thread's stream is read in order, the threads' turns are put in the order they
// took, and activations are found again from calls and returns. The numbers are those of foretrace_tracer.py.
import type { Activation, Change, TraceBuilder } from '../trace-builder.ts';
import type { EventKind } from '../trace.ts';
import { atomText } from './atom-text.ts';
import type { Item } from './marshal.ts';
import type { RecordedCode, RecordingHead, RecordingReader } from './recording-file.ts';

const CALL = -1;
const RETURN = -2;
const YIELD = -3;
const UNWIND = -4;
const EXCEPTION = -5;
const RESUME = -6;
const STDOUT = -7;
const STDERR = -8;
const GONE = -9;
const ORDER = -10;
const NAMED = -11;
const MARK = -13;
const STOPPED = -14;
const SLOTS = -32;
const CALLS = -(1 << 24);

/** Who hears of what the events say. */
export interface EventListener {
  /** The trace that events belong to now; undefined while nobody wants them. */
  readonly builder: TraceBuilder | undefined;
  mark(about: Readonly<Record<string, unknown>>): void;
  /** The tracer gave up: a limit, or the program set a tracer of its own. */
  stopped(): void;
}

interface Running {
  readonly activation: Activation;
  readonly code: number;
  readonly builder: TraceBuilder;
}
interface Thread {
  items: Item[];
  at: number;
  /** The turn it waits for, or has. */
  turn: number;
  readonly stack: Running[];
  texts: string[];
  changes: [slot: number, text: string | undefined][];
  stdout: string;
  stderr: string;
}
const nothing: readonly Change[] = [];

export class RecordedEvents implements RecordingReader {
  about: RecordingHead | undefined;
  ended = false;
  private readonly codes = new Map<number, RecordedCode>();
  private readonly threads = new Map<number, Thread>();
  private readonly generators = new Map<number, Running>();
  private turn = 1;
  private readonly listener: EventListener;
  constructor(listener: EventListener) {
    this.listener = listener;
  }
  head(head: RecordingHead): void {
    this.about = head;
  }
  code(number: number, code: RecordedCode): void {
    this.codes.set(number, code);
  }
  end(cut: boolean): void {
    this.ended = true;
    this.drain();
    if (cut) this.listener.stopped();
  }
  events(number: number, items: readonly Item[]): void {
    let t = this.threads.get(number);
    if (t === undefined) {
      t = { items: [], at: 0, turn: 0, stack: [], texts: [], changes: [], stdout: '', stderr: '' };
      this.threads.set(number, t);
    }
    if (t.at > 0) {
      t.items = t.items.slice(t.at);
      t.at = 0;
    }
    // An event may be split between two handings-over.
    t.items = t.items.length === 0 ? (items as Item[]) : t.items.concat(items);
    this.advance();
  }
  /** All that is still waiting for its turn is read: nothing more will come. */
  drain(): void {
    for (;;) {
      this.advance();
      const waiting = [...this.threads.values()].filter(t => t.turn > this.turn);
      if (waiting.length === 0) return;
      this.turn = Math.min(...waiting.map(t => t.turn));
    }
  }
  private advance(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const t of this.threads.values()) {
        if (t.turn <= this.turn) this.read(t);
        // A thread that is heard to wait for a later turn has no more to say in this one.
        if (t.turn === this.turn + 1 && [...this.threads.values()].every(o => o === t || o.turn > this.turn)) {
          this.turn++;
          moved = true;
        }
      }
    }
  }

  /** Reads events until the thread has to wait. */
  private read(t: Thread): void {
    const { items } = t;
    while (t.turn <= this.turn && t.at < items.length) {
      const op = items[t.at] as number;
      if (op >= 0) {
        this.event(t, 'line', op);
        t.at++;
        continue;
      }
      const needs = op <= CALLS ? (this.codes.get(CALLS - op)?.generator === true ? 2 : 1) : op <= SLOTS ? 2 : (operands.get(op) ?? 1);
      if (t.at + needs > items.length) return;
      // A text that makes the reader forget is followed by the text itself.
      const last = items[t.at + needs - 1];
      if (takesValue(op) && Array.isArray(last) && last.length === 0 && t.at + needs >= items.length) return;
      t.at += needs;
      this.perform(t, op, items, t.at - needs + 1);
    }
  }
  private perform(t: Thread, op: number, items: readonly Item[], i: number): void {
    const number = (k: number): number => items[i + k] as number;
    if (op <= CALLS) {
      const code = CALLS - op;
      const c = this.codes.get(code);
      this.call(t, code, c?.line ?? 0, c?.generator === true ? number(0) : undefined);
      return;
    }
    if (op <= SLOTS) {
      t.changes.push([SLOTS - op, this.text(t, i)]);
      return;
    }
    switch (op) {
      case CALL:
        this.call(t, number(0), number(1), undefined);
        return;
      case RETURN:
      case YIELD:
      case UNWIND: {
        const value = this.text(t, i + 1);
        this.event(t, op === RETURN ? 'return' : op === YIELD ? 'yield' : 'unwind', number(0), value);
        t.stack.pop();
        return;
      }
      case EXCEPTION:
        this.event(t, 'exception', number(0), this.text(t, i + 2), items[i + 1] as string);
        return;
      case RESUME: {
        const running = this.generators.get(number(0));
        if (running === undefined) this.call(t, number(1), number(2), number(0));
        else {
          t.stack.push(running);
          this.event(t, 'resume', number(2));
        }
        return;
      }
      case STDOUT:
        t.stdout += items[i] as string;
        return;
      case STDERR:
        t.stderr += items[i] as string;
        return;
      case GONE:
        t.changes.push([SLOTS - number(0), undefined]);
        return;
      case ORDER:
        t.turn = number(0);
        return;
      case NAMED: {
        const names = this.codes.get(number(0))?.names;
        const name = items[i + 1] as string;
        if (names !== undefined && !names.includes(name)) names.push(name);
        return;
      }
      case MARK: {
        const about = JSON.parse(items[i] as string) as Record<string, unknown>;
        if (t.stdout !== '' || t.stderr !== '') this.leftover(t);
        this.listener.mark(about);
        return;
      }
      case STOPPED:
        this.listener.stopped();
    }
  }
  /** Output after the last event has no frame to belong to. */
  private leftover(t: Thread): void {
    t.stdout = t.stderr = '';
    t.changes = [];
    t.stack.length = 0;
  }
  /** The text of a value: a list is one that the tracer rendered, by number, in full, or by what differs from the one before. */
  private text(t: Thread, i: number): string {
    let v = t.items[i];
    const { text: room, digits } = this.about!;
    if (!Array.isArray(v)) return atomText(v, room, digits);
    if (v.length === 0) {
      t.texts = [];
      v = t.items[i + 1] as Item[];
      t.at++;
    }
    const [first, tail, middle] = v as readonly [string | number, number, string];
    if (v.length === 1) {
      if (typeof first === 'number') return t.texts[first] ?? '<unrepresentable>';
      t.texts.push(first);
      return first;
    }
    const before = this.before(t, SLOTS - (t.items[i - 1] as number));
    return before.slice(0, first as number) + middle + before.slice(before.length - tail);
  }
  /** What a slot of the running activation read last. */
  private before(t: Thread, slot: number): string {
    for (let k = t.changes.length - 1; k >= 0; k--) if (t.changes[k][0] === slot) return t.changes[k][1] ?? '';
    const top = t.stack.at(-1);
    if (top === undefined) return '';
    return top.activation.locals.get(this.codes.get(top.code)?.names[slot] ?? '') ?? '';
  }
  private call(t: Thread, code: number, line: number, generator: number | undefined): void {
    const c = this.codes.get(code);
    const { builder } = this.listener;
    if (c === undefined || builder === undefined) {
      t.changes = [];
      return;
    }
    const running: Running = {
      activation: builder.open(
        builder.code({ file: c.file, function: c.function, line: c.line }),
        t.stack.length === 0 ? 0 : t.stack[t.stack.length - 1].activation.depth + 1,
      ),
      code,
      builder,
    };
    t.stack.push(running);
    if (generator !== undefined) this.generators.set(generator, running);
    this.event(t, 'call', line);
  }
  private event(t: Thread, kind: EventKind, line: number, value?: string, exception?: string): void {
    const top = t.stack.at(-1);
    if (top === undefined || top.builder !== this.listener.builder) {
      t.changes = [];
      return;
    }
    const { changes } = t;
    let told = nothing;
    if (changes.length > 0 && kind !== 'resume') {
      const names = this.codes.get(top.code)!.names;
      told = changes.map(([slot, text]) => [names[slot], text] as const);
      t.changes = [];
    }
    top.builder.event(kind, top.activation, line, told, {
      value,
      exception,
      stdout: t.stdout === '' ? undefined : t.stdout,
      stderr: t.stderr === '' ? undefined : t.stderr,
    });
    if (t.stdout !== '') t.stdout = '';
    if (t.stderr !== '') t.stderr = '';
  }
}

/** How many items an operation takes, itself included. */
const operands: ReadonlyMap<number, number> = new Map([
  [CALL, 3],
  [RETURN, 3],
  [YIELD, 3],
  [UNWIND, 3],
  [EXCEPTION, 4],
  [RESUME, 4],
  [STDOUT, 2],
  [STDERR, 2],
  [GONE, 2],
  [ORDER, 2],
  [NAMED, 3],
  [MARK, 2],
  [STOPPED, 1],
]);
const takesValue = (op: number): boolean => (op > CALLS && op <= SLOTS) || op === RETURN || op === YIELD || op === UNWIND || op === EXCEPTION;
