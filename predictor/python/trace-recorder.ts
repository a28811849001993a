// Records a rehearsal's trace in columns. At an event nothing is rendered: each local is kept by reference, a mutable one as a snapshot that is shared while the
// object has not changed. Texts are made once, when someone looks (predictor/python/trace-text.ts).
import type { EventKind } from '../../trace-collector/trace.ts';
import type { Code, Frame } from './frames.ts';
import { setTracer, type Tracer } from './tracer.ts';
import { frozen, type Shot } from './trace-snapshot.ts';
import { Cell, Dict, type Exc, type Value } from './values.ts';
import { run } from './world.ts';

const kinds: readonly EventKind[] = ['call', 'line', 'return', 'exception', 'yield', 'unwind', 'resume'];
const CALL = 0;
const LINE = 1;
const RETURN = 2;
const EXCEPTION = 3;
const YIELD = 4;
const UNWIND = 5;
const RESUME = 6;

/** What the recorder keeps for one activation. */
class Activation {
  readonly number: number;
  readonly depth: number;
  readonly code: number;
  /** The locals at its last event. */
  last: readonly (Shot | undefined)[] = none;
  names: readonly string[];
  constructor(number: number, depth: number, code: number, names: readonly string[]) {
    this.number = number;
    this.depth = depth;
    this.code = code;
    this.names = names;
  }
}
const none: readonly (Shot | undefined)[] = [];

export interface RecorderOptions {
  /** Events beyond this end the recording; the program runs on. */
  readonly limit: number;
  /** Codes whose frames are recorded. */
  readonly wanted: (code: Code) => boolean;
}

/** The columns of one recording. */
export class Recorder implements Tracer {
  readonly kinds: number[] = [];
  readonly owners: Activation[] = [];
  readonly lines: number[] = [];
  readonly locals: (readonly (Shot | undefined)[])[] = [];
  /** Names of the locals, for namespaces that are dicts; else those of the code's slots. */
  readonly names: (readonly string[])[] = [];
  readonly value: (Shot | undefined)[] = [];
  readonly raised: (Exc | undefined)[] = [];
  readonly out: number[] = [];
  readonly codes: Code[] = [];
  truncated = false;
  private readonly codeIndex = new Map<Code, number>();
  private activations = 0;
  private readonly wants = new Map<Code, boolean>();
  private readonly options: RecorderOptions;
  constructor(options: RecorderOptions) {
    this.options = options;
  }
  /** Makes it the tracer of what runs from now on. */
  start(): void {
    setTracer({
      call: f => this.call(f),
      line: f => this.line(f),
      return: (f, v, k) => this.return(f, v, k),
      exception: (f, e) => this.exception(f, e),
      resume: f => this.resume(f),
    });
  }
  stop(): void {
    setTracer(null);
  }
  static kindName(k: number): EventKind {
    return kinds[k];
  }

  private wanted(code: Code): boolean {
    let w = this.wants.get(code);
    if (w === undefined) this.wants.set(code, (w = this.options.wanted(code)));
    return w;
  }
  private activate(f: Frame): Activation {
    let i = this.codeIndex.get(f.code);
    if (i === undefined) {
      this.codeIndex.set(f.code, (i = this.codes.length));
      this.codes.push(f.code);
    }
    let depth = 0;
    for (let b = f.back; b !== null; b = b.back) {
      if (b.trace !== null) {
        depth = (b.trace as Activation).depth + 1;
        break;
      }
    }
    const a = new Activation(this.activations++, depth, i, f.code.slotNames);
    f.trace = a;
    return a;
  }
  private add(kind: number, f: Frame, line: number, value: Shot | undefined, exc: Exc | undefined): void {
    const a = f.trace as Activation;
    if (this.kinds.length >= this.options.limit) {
      this.truncated = true;
      return;
    }
    if (kind !== RESUME) this.look(f, a);
    this.kinds.push(kind);
    this.owners.push(a);
    this.lines.push(line);
    this.locals.push(a.last);
    this.names.push(a.names);
    this.value.push(value);
    this.raised.push(exc);
    this.out.push(run.stdout.length);
  }
  /** Takes the locals, sharing the last event's array where none has changed. */
  private look(f: Frame, a: Activation): void {
    const { kind } = f.code.scope;
    if (kind === 'module' || kind === 'class') {
      this.lookNamespace(f, a);
      return;
    }
    const { slots } = f;
    const { slotNames, cellSlots, freeStart } = f.code;
    const n = slotNames.length;
    const { last } = a;
    let next: (Shot | undefined)[] | null = last.length === n ? null : new Array(n);
    for (let i = 0; i < n; i++) {
      let v: Value | undefined = slots[i];
      if (v instanceof Cell && (i >= freeStart || cellSlots.includes(i))) v = v.value;
      const shot = v === undefined ? undefined : frozen(v, last[i]);
      if (next !== null) next[i] = shot;
      else if (shot !== last[i]) {
        next = last.slice();
        next[i] = shot;
      }
    }
    if (next !== null) a.last = next;
  }
  private lookNamespace(f: Frame, a: Activation): void {
    if (!(f.locals instanceof Dict)) return;
    const names: string[] = [];
    const shots: Shot[] = [];
    for (const e of f.locals.map.values()) {
      if (typeof e.key !== 'string' || e.value === undefined) continue;
      const i = a.names.indexOf(e.key);
      names.push(e.key);
      shots.push(frozen(e.value, i < 0 ? undefined : a.last[i]));
    }
    a.names = names;
    a.last = shots;
  }

  call(f: Frame): void {
    if (!this.wanted(f.code)) return;
    this.activate(f);
    this.add(CALL, f, f.code.scope.kind === 'module' ? 0 : f.code.line, undefined, undefined);
  }
  line(f: Frame): void {
    if (f.trace === null) return;
    this.add(LINE, f, f.line, undefined, undefined);
  }
  return(f: Frame, value: Value, kind: 'return' | 'yield' | 'unwind'): void {
    if (f.trace === null) return;
    this.add(kind === 'return' ? RETURN : kind === 'yield' ? YIELD : UNWIND, f, f.line, frozen(value, undefined), undefined);
  }
  exception(f: Frame, exc: Exc): void {
    if (f.trace === null) return;
    this.add(EXCEPTION, f, f.line, frozen(exc, undefined), exc);
  }
  resume(f: Frame): void {
    if (f.trace === null) return;
    this.add(RESUME, f, f.line, undefined, undefined);
  }
  get length(): number {
    return this.kinds.length;
  }
}
