// Builds one trace, event by event, in stretches of columns that are handed on as they fill. It knows each activation's locals, so that a frame tells only what
// reads differently than before, and each stretch begins with the state it needs. Where the events come from is another's matter.
import { ColumnsBuilder, type FrameColumns, type LiveActivation } from './frame-columns.ts';
import type { EventKind, TraceCode } from './trace.ts';

export interface Activation {
  readonly number: number;
  readonly code: number;
  readonly depth: number;
  line: number;
  paused: boolean;
  readonly locals: Map<string, string>;
}
/** A name and its text; without a text the local has gone. */
export type Change = readonly [name: string, text: string | undefined];

export interface EventDetails {
  readonly value?: string;
  readonly exception?: string;
  readonly stdout?: string;
  readonly stderr?: string;
}
export interface TraceBuilderOptions {
  /** Frames beyond this are not kept. */
  readonly limit: number;
  readonly onStretch: (columns: FrameColumns) => void;
  /** Frames of a stretch. */
  readonly stretch?: number;
}

export class TraceBuilder {
  readonly codes: TraceCode[] = [];
  frames = 0;
  truncated = false;
  private activations = 0;
  private readonly codeNumbers = new Map<string, number>();
  private readonly live = new Map<number, Activation>();
  private readonly options: TraceBuilderOptions;
  private readonly stretch: number;
  private columns: ColumnsBuilder;
  constructor(options: TraceBuilderOptions) {
    this.options = options;
    this.stretch = options.stretch ?? 4096;
    this.columns = new ColumnsBuilder([]);
  }

  code(c: TraceCode): number {
    const key = `${c.file}\0${c.function}\0${c.line}`;
    let n = this.codeNumbers.get(key);
    if (n === undefined) {
      n = this.codes.push(c) - 1;
      this.codeNumbers.set(key, n);
    }
    return n;
  }
  /** A new activation. Its `call` event is to follow. */
  open(code: number, depth: number): Activation {
    const a: Activation = { number: this.activations++, code, depth, line: 0, paused: false, locals: new Map() };
    this.live.set(a.number, a);
    return a;
  }
  event(kind: EventKind, a: Activation, line: number, changes: readonly Change[], details: EventDetails = {}): void {
    if (this.frames >= this.options.limit) {
      this.truncated = true;
      return;
    }
    this.frames++;
    for (const [name, text] of changes) {
      if (a.locals.get(name) === text) continue;
      if (text === undefined) a.locals.delete(name);
      else a.locals.set(name, text);
      this.columns.change(name, text);
    }
    a.line = line;
    a.paused = kind === 'yield';
    this.columns.frame(
      { event: kind, code: a.code, activation: a.number, depth: a.depth, line },
      details.value,
      details.exception,
      details.stdout,
      details.stderr,
    );
    if (kind === 'return' || kind === 'unwind') this.live.delete(a.number);
    if (this.columns.length >= this.stretch) this.hand(true);
  }
  /** Hands on what is left. */
  end(): void {
    if (this.columns.length > 0) this.hand(false);
  }
  private hand(goesOn: boolean): void {
    const done = this.columns.done();
    this.columns = new ColumnsBuilder(goesOn ? this.state() : []);
    this.options.onStretch(done);
  }
  private state(): LiveActivation[] {
    return [...this.live.values()].map(a => ({ activation: a.number, code: a.code, depth: a.depth, line: a.line, paused: a.paused, locals: [...a.locals] }));
  }
}
