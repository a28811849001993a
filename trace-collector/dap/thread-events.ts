// One thread's stops made into events: calls and returns are read from how the stack differs from the stop before. It asks for nothing; the recorder hands it
// each stop complete.
import type { Activation, Change, TraceBuilder } from '../trace-builder.ts';
import type { AdapterKind, SourceLines } from './adapters/adapter.ts';
import type { StackFrame, Variable } from './protocol.ts';

export interface SeenFrame {
  readonly frame: StackFrame;
  readonly file: string;
  /** Variables of the program's, with their texts; read for frames that are new and for the top. */
  readonly locals?: ReadonlyMap<string, string>;
}
export interface Stop {
  /** Recorded frames, outermost first. */
  readonly frames: readonly SeenFrame[];
  /** What the adapter lists in the top frame, returned values among it. */
  readonly variables: readonly Variable[];
  readonly exception?: { readonly type: string; readonly text: string };
  /** The top frame of all is one of those recorded. */
  readonly atOurs: boolean;
}
export interface Output {
  stdout: string;
  stderr: string;
}
interface Live {
  readonly activation: Activation;
  readonly id: number;
  readonly name: string;
  readonly file: string;
  raised?: { readonly type: string; readonly text: string };
  /** What was raised in it at any time: a `finally` may have run since. */
  once?: string;
}
/** Paused ones that are remembered: an abandoned generator is never heard of again. */
const mostPaused = 10_000;

export class ThreadEvents {
  private readonly stack: Live[] = [];
  private readonly builder: TraceBuilder;
  private readonly kind: AdapterKind;
  private readonly lines: SourceLines;
  private readonly output: Output;
  private readonly paused: Map<string, Live>;

  /** `output` and `paused` are shared by the threads of a recording. */
  constructor(builder: TraceBuilder, kind: AdapterKind, lines: SourceLines, output: Output, paused: Map<string, Live>) {
    this.builder = builder;
    this.kind = kind;
    this.lines = lines;
    this.output = output;
    this.paused = paused;
  }

  /** How many of these frames, outermost first, are known: the variables of the others are wanted. */
  known(frames: readonly { readonly frame: StackFrame; readonly file: string }[]): number {
    let n = 0;
    while (n < frames.length && n < this.stack.length && this.same(this.stack[n], frames[n].frame, frames[n].file)) n++;
    return n;
  }
  stop(s: Stop): void {
    this.settleHeld(s.exception?.text);
    // Whether a frame that caught something and ran a `finally` returned, or was left by it after all, shows in the caller's next stop.
    const left = this.stack.slice(this.known(s.frames));
    if (this.kind.stopsAfterReturn && s.exception === undefined && left.some(l => l.once !== undefined && l.raised === undefined)) this.held = s;
    else this.settle(s, s.exception?.text);
  }
  private held: Stop | undefined;
  private settleHeld(arriving: string | undefined): void {
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.settle(held, arriving);
  }
  private settle(s: Stop, arriving: string | undefined): void {
    const kept = this.known(s.frames);
    const popped = this.stack.length > kept;
    while (this.stack.length > kept) this.leave(s.variables, undefined, arriving);
    for (const f of s.frames.slice(kept)) this.enter(f);
    const top = this.stack.at(-1);
    if (top === undefined || !s.atOurs) return;
    const { frame, locals } = s.frames[s.frames.length - 1];
    const changes = changesOf(top.activation, locals);
    if (s.exception !== undefined) {
      if (top.raised === undefined || top.raised.text !== s.exception.text) this.raise(top, frame.line, changes, s.exception);
      return;
    }
    if (popped && this.kind.stopsAfterReturn && frame.line === top.activation.line) {
      // Back in the caller's line, which has been told already; what has passed through the callee is raised here too.
      if (this.passing !== undefined) this.raise(top, frame.line, changes, this.passing);
      this.passing = undefined;
      return;
    }
    this.passing = undefined;
    top.raised = undefined;
    this.event('line', top.activation, frame.line, changes);
  }
  /** The thread has ended: what is on its stack returns, or is left by what was raised. */
  end(): void {
    this.settleHeld(undefined);
    while (this.stack.length > 0) this.leave([], 'end');
  }

  private passing: Live['raised'];
  private same(l: Live, frame: StackFrame, file: string): boolean {
    return l.name === frame.name && l.file === file && (!this.kind.stableFrames || l.id === frame.id);
  }
  private raise(l: Live, line: number, changes: readonly Change[], exception: { readonly type: string; readonly text: string }): void {
    l.raised = exception;
    l.once = exception.text;
    this.event('exception', l.activation, line, changes, exception.text, exception.type);
  }
  private enter({ frame, file, locals }: SeenFrame): void {
    const key = `${frame.id}\0${frame.name}\0${file}`;
    const before = this.kind.stableFrames ? this.paused.get(key) : undefined;
    if (before !== undefined) {
      this.paused.delete(key);
      this.stack.push(before);
      this.event('resume', before.activation, before.activation.line, []);
      return;
    }
    const at = this.kind.place(frame, frame.line, this.lines);
    const code = this.builder.code({ file, function: at.name, line: at.line });
    const activation = this.builder.open(code, this.stack.length);
    this.stack.push({ activation, id: frame.id, name: frame.name, file });
    this.event('call', activation, at.callLine, changesOf(activation, locals));
    // An outer frame is at its line already.
    activation.line = frame.line;
  }
  private leave(variables: readonly Variable[], why?: 'end', arriving?: string): void {
    const l = this.stack.pop()!;
    const a = l.activation;
    if (this.passing !== undefined && l.raised === undefined) this.raise(l, a.line, [], this.passing);
    if (l.raised !== undefined) {
      this.passing = l.raised;
      this.event('unwind', a, a.line, [], 'None');
      return;
    }
    this.passing = undefined;
    if (arriving !== undefined && l.once === arriving) {
      this.event('unwind', a, a.line, [], 'None');
      return;
    }
    const given = this.kind.returned(l.name, this.builder.codes[a.code].function, variables) ?? (why === 'end' ? this.kind.atEnd : undefined);
    const value = given === undefined ? undefined : this.kind.text(given);
    if (why !== 'end' && this.kind.stableFrames && this.kind.pauses(this.lines(l.file)?.[a.line - 1] ?? '')) {
      if (this.paused.size < mostPaused) this.paused.set(`${l.id}\0${l.name}\0${l.file}`, l);
      // What the adapter lists under its name is what it returned some time before.
      this.event('yield', a, a.line, []);
    } else this.event('return', a, a.line, [], value);
  }
  private event(kind: Parameters<TraceBuilder['event']>[0], a: Activation, line: number, changes: readonly Change[], value?: string, exception?: string): void {
    const { stdout, stderr } = this.output;
    this.builder.event(kind, a, line, changes, { value, exception, stdout: stdout === '' ? undefined : stdout, stderr: stderr === '' ? undefined : stderr });
    this.output.stdout = this.output.stderr = '';
  }
}

function changesOf(a: Activation, locals: ReadonlyMap<string, string> | undefined): Change[] {
  if (locals === undefined) return [];
  const changes: Change[] = [];
  for (const [name, text] of locals) if (a.locals.get(name) !== text) changes.push([name, text]);
  for (const name of a.locals.keys()) if (!locals.has(name)) changes.push([name, undefined]);
  return changes;
}
