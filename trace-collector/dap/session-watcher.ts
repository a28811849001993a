// A debug session watched from beside: it hears what the editor asks and what the adapter answers, asks nothing itself, and makes a trace of what was seen at each stop.
// Between two stops the program ran unseen, so such a trace has gaps; it never claims to be whole.
import { sep } from 'node:path';
import type { TraceBuilder } from '../trace-builder.ts';
import type { AdapterKind, SourceLines } from './adapters/adapter.ts';
import type { DapEvent, DapMessage, DapRequest, DapResponse, ExceptionInfo, Scope, StackFrame, Variable } from './protocol.ts';
import { type SeenFrame, ThreadEvents } from './thread-events.ts';

export interface SessionWatcherOptions {
  readonly kind: AdapterKind;
  /** Asked for at the first stop that shows something. */
  readonly builder: () => TraceBuilder;
  /** Folders whose code is kept. */
  readonly roots: readonly string[];
  readonly lines: SourceLines;
  /** Longest text of a value. */
  readonly text: number;
}

/** Where a thread stands, as far as the editor has asked. */
interface Seen {
  readonly reason: string;
  readonly said: string | undefined;
  /** By place from the top. */
  readonly frames: Map<number, StackFrame>;
  /** How many there are; undefined while that is open. */
  total: number | undefined;
  readonly scopes: Map<number, readonly Scope[]>;
  readonly variables: Map<number, Variable[]>;
  exception?: ExceptionInfo;
}
interface Thread {
  readonly events: ThreadEvents;
  /** From `base` up, counted from the bottom. */
  stack: SeenFrame[];
  /** What lies below has never been seen. */
  base: number;
}

/** Requests after which what was seen of a stop is all there is. */
const goesOn = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'goto', 'restartFrame', 'restart', 'disconnect', 'terminate']);
const answered = new Set(['stackTrace', 'scopes', 'variables', 'exceptionInfo']);
const heard = new Set(['stopped', 'continued', 'output', 'exited', 'terminated', 'thread']);

/** Whether a message tells a watcher anything: others need not be passed on to it. */
export function isTelling(m: DapMessage): boolean {
  if (m.type === 'event') return heard.has(m.event);
  return answered.has(m.command) || (m.type === 'request' && goesOn.has(m.command));
}

export class SessionWatcher {
  private readonly o: SessionWatcherOptions;
  private readonly asked = new Map<number, DapRequest>();
  private readonly stopped = new Map<number, Seen>();
  private readonly threads = new Map<number, Thread>();
  private readonly output = { stdout: '', stderr: '' };
  private readonly paused = new Map();
  private builder: TraceBuilder | undefined;
  /** Stops of which too little was seen to say where they were. */
  missed = 0;
  exit: number | undefined;

  constructor(o: SessionWatcherOptions) {
    this.o = o;
  }

  /** What the editor asks. */
  sent(m: DapMessage): void {
    if (m.type !== 'request') return;
    if (answered.has(m.command)) this.asked.set(m.seq, m);
    if (goesOn.has(m.command)) this.leave((m.arguments as { threadId?: number } | undefined)?.threadId);
  }
  /** What the adapter tells. */
  received(m: DapMessage): void {
    if (m.type === 'event') this.event(m);
    else if (m.type === 'response') this.answer(m);
  }
  /** The session is over. */
  end(): void {
    this.leave(undefined);
    if (this.builder !== undefined) this.builder.truncated = true;
  }

  private event({ event, body = {} }: DapEvent): void {
    const thread = typeof body.threadId === 'number' ? body.threadId : undefined;
    if (event === 'stopped' && thread !== undefined) {
      this.leave(body.allThreadsStopped === true ? undefined : thread);
      const said = typeof body.text === 'string' ? body.text : undefined;
      this.stopped.set(thread, { reason: String(body.reason), said, frames: new Map(), total: undefined, scopes: new Map(), variables: new Map() });
    } else if (event === 'continued') this.leave(body.allThreadsContinued === false ? thread : undefined);
    else if (event === 'output' && (body.category === 'stdout' || body.category === 'stderr')) this.output[body.category] += String(body.output);
    else if (event === 'exited') this.exit = Number(body.exitCode);
    else if (event === 'terminated') this.leave(undefined);
    else if (event === 'thread' && body.reason === 'exited' && thread !== undefined) {
      this.leave(thread);
      this.threads.delete(thread);
    }
  }
  private answer(m: DapResponse): void {
    const request = this.asked.get(m.request_seq);
    this.asked.delete(m.request_seq);
    if (request === undefined || !m.success) return;
    const a = (request.arguments ?? {}) as {
      threadId?: number;
      startFrame?: number;
      levels?: number;
      frameId?: number;
      variablesReference?: number;
      start?: number;
    };
    const body = (m.body ?? {}) as { stackFrames?: StackFrame[]; totalFrames?: number; scopes?: Scope[]; variables?: Variable[] } & ExceptionInfo;
    if (m.command === 'stackTrace') {
      const seen = this.stopped.get(a.threadId ?? Number.NaN);
      if (seen === undefined) return;
      const { startFrame: from = 0, levels = 0 } = a;
      const frames = body.stackFrames ?? [];
      for (const [i, f] of frames.entries()) seen.frames.set(from + i, f);
      if (levels === 0 || frames.length < levels) seen.total = from + frames.length;
      else if (typeof body.totalFrames === 'number') seen.total ??= body.totalFrames;
      return;
    }
    // Frames and references are told apart by their numbers only, across all threads.
    for (const seen of this.stopped.values()) {
      if (m.command === 'scopes' && [...seen.frames.values()].some(f => f.id === a.frameId)) seen.scopes.set(a.frameId!, body.scopes ?? []);
      else if (m.command === 'variables' && [...seen.scopes.values()].some(s => s.some(x => x.variablesReference === a.variablesReference))) {
        const known = seen.variables.get(a.variablesReference!) ?? [];
        (body.variables ?? []).forEach((v, i) => {
          known[(a.start ?? 0) + i] = v;
        });
        seen.variables.set(a.variablesReference!, known);
      } else if (m.command === 'exceptionInfo' && this.stopped.get(a.threadId ?? Number.NaN) === seen) seen.exception = body;
    }
  }

  /** The thread goes on, or all of them do: what was seen of their stops is all there is. */
  private leave(thread: number | undefined): void {
    for (const [id, seen] of [...this.stopped]) {
      if (thread !== undefined && id !== thread) continue;
      this.stopped.delete(id);
      this.take(id, seen);
    }
  }
  private take(id: number, seen: Seen): void {
    const { total } = seen;
    let top = 0;
    while (seen.frames.has(top)) top++;
    // An editor reads the stack's top; how deep it is must be known all the same, or calls could not be told from returns.
    if (top === 0 || total === undefined) {
      this.missed++;
      return;
    }
    const thread = this.threads.get(id);
    const from = total - top;
    const here = Array.from({ length: top }, (_, i) => this.frame(seen.frames.get(top - 1 - i)!, seen));
    if (thread === undefined && !here.some(f => this.isOurs(f))) return;
    const t = thread ?? this.begin(id, from);
    if (total <= t.base) {
      // Back where nothing had been seen yet: from here on it is.
      t.base = from;
      t.stack = here;
    } else if (from <= t.base) t.stack = here.slice(t.base - from);
    else if (from - t.base <= t.stack.length) t.stack = [...t.stack.slice(0, from - t.base), ...here];
    else {
      // Frames have come in between of which nothing is known.
      this.missed++;
      return;
    }
    const frames = t.stack.filter(f => this.isOurs(f));
    const variables = this.localsOf(seen.frames.get(0)!, seen) ?? [];
    const exception = seen.reason === 'exception' ? { exception: this.exception(seen, variables) } : {};
    t.events.stop({ frames, variables, atOurs: this.isOurs(t.stack[t.stack.length - 1]), ...exception });
  }
  private begin(id: number, base: number): Thread {
    this.builder ??= this.o.builder();
    const t: Thread = { events: new ThreadEvents(this.builder, this.o.kind, this.o.lines, this.output, this.paused), stack: [], base };
    this.threads.set(id, t);
    return t;
  }
  private frame(frame: StackFrame, seen: Seen): SeenFrame {
    const file = frame.source?.path ?? '';
    const variables = this.localsOf(frame, seen);
    if (variables === undefined) return { frame, file };
    const { kind, text } = this.o;
    const locals = new Map<string, string>();
    for (const v of variables) {
      const name = kind.variable(v);
      const value = kind.text(v.value);
      if (name !== undefined) locals.set(name, value.length > text ? `${value.slice(0, text)}…` : value);
    }
    return { frame, file, locals };
  }
  private localsOf(frame: StackFrame, seen: Seen): readonly Variable[] | undefined {
    const scopes = seen.scopes.get(frame.id);
    if (scopes === undefined) return undefined;
    const hinted = scopes.filter(s => s.presentationHint === 'locals' || s.presentationHint === 'arguments');
    const chosen = hinted.length > 0 ? hinted : scopes.filter(s => s.expensive !== true).slice(0, 1);
    // What was not opened was not seen.
    if (!chosen.every(s => s.variablesReference === 0 || seen.variables.has(s.variablesReference))) return undefined;
    return chosen.flatMap(s => (seen.variables.get(s.variablesReference) ?? []).filter(v => v !== undefined));
  }
  private exception({ exception, said }: Seen, variables: readonly Variable[]): { readonly type: string; readonly text: string } {
    if (exception === undefined) return { type: 'exception', text: said ?? 'exception' };
    const told = this.o.kind.exception(exception.exceptionId, exception.description, variables);
    return { type: told.type, text: told.text.slice(0, this.o.text) };
  }
  private isOurs({ file }: SeenFrame): boolean {
    return this.o.roots.some(r => file === r || file.startsWith(r.endsWith(sep) ? r : r + sep));
  }
}
