// Records a rehearsal's trace in columns. At an event nothing is rendered and, where no local has changed, nothing is allocated: what has changed since the
// activation's last event is appended by reference, a mutable value as a snapshot (trace-snapshot.ts). Texts are made when someone looks (trace-text.ts).
import type { EventKind } from '../../trace-collector/trace.ts';
import type { Code, Frame } from './frames.ts';
import { vm } from './state.ts';
import { Copy, frozen, type Shot } from './trace-snapshot.ts';
import { setTracer } from './tracer.ts';
import { Cell, Dict, type Exc, type Value } from './values.ts';
import { run } from './world.ts';

export const recordedKinds: readonly EventKind[] = ['call', 'line', 'return', 'exception', 'yield', 'unwind', 'resume'];
const CALL = 0;
const LINE = 1;
const RETURN = 2;
const EXCEPTION = 3;
const YIELD = 4;
const UNWIND = 5;
const RESUME = 6;

/** What is the same for all activations of one code. */
interface Looks {
  /** Index into `codes`. */
  readonly code: number;
  readonly namespace: boolean;
  /** Slots that are looked at. */
  readonly count: number;
  /** Free and captured variables are read through their cells. */
  readonly cells: readonly boolean[] | null;
  readonly names: string[];
}
function looksOf(c: Code, code: number): Looks {
  const { kind } = c.scope;
  const namespace = kind === 'module' || kind === 'class';
  const cells = c.cellSlots.length === 0 && c.freevars.length === 0 ? null : c.slotNames.map((_, i) => i >= c.freeStart || c.cellSlots.includes(i));
  return { code, namespace, count: namespace ? 0 : c.slotNames.length, cells, names: c.slotNames as string[] };
}

/** What the recorder keeps for one activation. */
export class Activation {
  readonly number: number;
  readonly depth: number;
  /** Index into `codes`. */
  readonly code: number;
  /** The locals at its last event, by slot; for a namespace that is a dict, by index into `names`. */
  readonly last: (Shot | undefined)[];
  readonly count: number;
  readonly cells: readonly boolean[] | null;
  /** Names of the locals: the code's slots, or a growing list for a namespace. */
  readonly names: string[];
  readonly index: Map<string, number> | null;
  /** The engine's time at the last look at a namespace. */
  seen = -1;
  constructor(number: number, depth: number, looks: Looks) {
    this.number = number;
    this.depth = depth;
    this.code = looks.code;
    this.index = looks.namespace ? new Map() : null;
    this.names = looks.namespace ? [] : looks.names;
    this.count = looks.count;
    this.cells = looks.cells;
    this.last = new Array(looks.count);
  }
}

export interface RecorderOptions {
  /** Events beyond this are not recorded; the program runs on. */
  readonly limit: number;
  /** Codes whose frames are recorded. */
  readonly wanted: (code: Code) => boolean;
  /** Only the first activation of such a code is recorded, with all that it calls: the recording begins and ends with it. */
  readonly within?: (code: Code) => boolean;
  /** Hears of each event just before it is recorded (moments.ts). */
  readonly at?: (event: number, f: Frame) => void;
}

/** What each module has and none shows, as in recordings (foretrace_tracer.py, HIDDEN). */
const hidden = new Set(['__name__', '__builtins__', '__doc__', '__file__', '__package__', '__loader__', '__spec__', '__cached__', '__annotations__']);

/** The columns of one recording: an event is an index into them. */
export class Recorder {
  length = 0;
  kinds = new Uint8Array(1024);
  lines = new Int32Array(1024);
  owners = new Int32Array(1024);
  /** Where the event's changes begin; they end where the next event's begin. */
  changes = new Int32Array(1025);
  readonly changedSlots: number[] = [];
  readonly changedShots: (Shot | undefined)[] = [];
  readonly activations: Activation[] = [];
  readonly codes: Code[] = [];
  /** Values of return, yield and exception events: the events, in order, and what they came with. */
  readonly valued: number[] = [];
  readonly values: Shot[] = [];
  /** The exception itself where `values` has one, else null. */
  readonly raised: (Exc | null)[] = [];
  /** Events since whose forerunner something was written, and the length of standard output then. */
  readonly wrote: number[] = [];
  readonly written: number[] = [];
  truncated = false;
  /** Length of standard output when the recording began. */
  startOut = 0;
  private out = 0;
  private readonly looks = new Map<Code, Looks | null>();
  /** The activation that the recording is of, where it is of one. */
  private entry: Activation | null = null;
  private readonly options: RecorderOptions;
  private readonly at: ((event: number, f: Frame) => void) | undefined;
  constructor(options: RecorderOptions) {
    this.options = options;
    this.at = options.at;
  }
  /** Makes it the tracer of what runs from now on. */
  start(): void {
    this.startOut = this.out = run.stdout.length;
    setTracer({
      call: f => this.call(f),
      line: f => {
        if (f.trace !== null) this.add(LINE, f, f.line);
      },
      return: (f, v, k) => this.leave(f, v, k === 'return' ? RETURN : k === 'yield' ? YIELD : UNWIND),
      exception: (f, e) => this.exception(f, e),
      resume: f => {
        if (f.trace !== null) this.add(RESUME, f, f.line);
      },
    });
  }
  stop(): void {
    setTracer(null);
  }

  private call(f: Frame): void {
    let looks = this.looks.get(f.code);
    if (looks === undefined) {
      looks = this.options.wanted(f.code) ? looksOf(f.code, this.codes.push(f.code) - 1) : null;
      this.looks.set(f.code, looks);
    }
    if (looks === null) return;
    const { within } = this.options;
    if (within !== undefined && this.entry === null && !within(f.code)) return;
    let depth = 0;
    for (let b = f.back; b !== null; b = b.back) {
      if (b.trace !== null) {
        depth = (b.trace as Activation).depth + 1;
        break;
      }
    }
    const a = new Activation(this.activations.length, depth, looks);
    this.activations.push(a);
    f.trace = a;
    if (within !== undefined && this.entry === null) this.begin(a);
    this.add(CALL, f, f.code.scope.kind === 'module' ? 0 : f.code.line);
  }
  private leave(f: Frame, v: Value, kind: number): void {
    if (f.trace === null) return;
    const at = this.length;
    this.add(kind, f, f.line);
    if (this.length > at) this.value(at, frozen(v, undefined), null);
    if (f.trace === this.entry && kind !== YIELD) this.stop();
  }
  private begin(a: Activation): void {
    this.entry = a;
    this.startOut = this.out = run.stdout.length;
  }
  private exception(f: Frame, exc: Exc): void {
    if (f.trace === null) return;
    const at = this.length;
    this.add(EXCEPTION, f, f.line);
    if (this.length === at) return;
    this.value(at, frozen(exc, undefined), exc);
  }
  private value(at: number, v: Shot, exc: Exc | null): void {
    this.valued.push(at);
    this.values.push(v);
    this.raised.push(exc);
  }

  private add(kind: number, f: Frame, line: number): void {
    const i = this.length;
    if (i >= this.options.limit) {
      this.truncated = true;
      return;
    }
    if (this.at !== undefined) this.at(i, f);
    if (i >= this.kinds.length) this.grow();
    const a = f.trace as Activation;
    this.kinds[i] = kind;
    this.lines[i] = line;
    this.owners[i] = a.number;
    this.changes[i] = this.changedSlots.length;
    this.length = i + 1;
    if (kind !== RESUME) {
      if (a.index === null) this.lookSlots(f, a);
      else this.lookNamespace(f, a, a.index);
    }
    this.changes[i + 1] = this.changedSlots.length;
    if (run.stdout.length !== this.out) {
      this.out = run.stdout.length;
      this.wrote.push(i);
      this.written.push(this.out);
    }
  }
  private grow(): void {
    const n = this.kinds.length * 2;
    const wider = <A extends Uint8Array | Int32Array>(from: A, to: A): A => {
      to.set(from as never);
      return to;
    };
    this.kinds = wider(this.kinds, new Uint8Array(n));
    this.lines = wider(this.lines, new Int32Array(n));
    this.owners = wider(this.owners, new Int32Array(n));
    this.changes = wider(this.changes, new Int32Array(n + 1));
  }

  private lookSlots(f: Frame, a: Activation): void {
    const { slots } = f;
    const { last, count, cells } = a;
    for (let k = 0; k < count; k++) {
      let v: Value | undefined = slots[k];
      if (cells !== null && cells[k] && v instanceof Cell) v = v.value;
      const before = last[k];
      // A snapshot that is the value itself is of something that cannot change.
      if (v === before) continue;
      if (typeof v === 'object' && v !== null) {
        if (before instanceof Copy && before.of === v && before.fixed && before.stamp === before.of.stamp) continue;
        const shot = frozen(v, before);
        if (shot === before) continue;
        this.changed(a, k, shot);
      } else this.changed(a, k, v);
    }
  }
  private changed(a: Activation, k: number, shot: Shot | undefined): void {
    a.last[k] = shot;
    this.changedSlots.push(k);
    this.changedShots.push(shot);
  }
  private lookNamespace(f: Frame, a: Activation, index: Map<string, number>): void {
    if (!(f.locals instanceof Dict) || a.seen === vm.clock) return;
    a.seen = vm.clock;
    const present = new Set<number>();
    for (const e of f.locals.map.values()) {
      if (typeof e.key !== 'string' || e.value === undefined || hidden.has(e.key)) continue;
      let k = index.get(e.key);
      if (k === undefined) {
        k = a.names.push(e.key) - 1;
        index.set(e.key, k);
      }
      present.add(k);
      const shot = frozen(e.value, a.last[k]);
      if (shot !== a.last[k]) this.changed(a, k, shot);
    }
    for (let k = 0; k < a.names.length; k++) if (a.last[k] !== undefined && !present.has(k)) this.changed(a, k, undefined);
  }
}
