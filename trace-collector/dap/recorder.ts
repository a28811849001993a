// The DapRecorder: drives a debug adapter, step by step, and makes a trace of its stops. It knows no language (adapters/) and no store (record.ts).
import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Failed } from '../failure.ts';
import type { TraceBuilder } from '../trace-builder.ts';
import type { AdapterKind } from './adapters/adapter.ts';
import { DapClient, Refused } from './client.ts';
import type { DapConfiguration } from './configuration.ts';
import type { Connection } from './connection.ts';
import type { Capabilities, DapEvent, StackFrame, Variable } from './protocol.ts';
import { ThreadEvents } from './thread-events.ts';
import { localVariables, textsOf } from './variables.ts';

export interface DapRecorderOptions {
  readonly connection: Connection;
  /** What messages call the adapter. */
  readonly name: string;
  readonly kind: AdapterKind;
  readonly configuration: DapConfiguration;
  readonly builder: TraceBuilder;
  readonly text: number;
  readonly frames: number;
  readonly signal?: AbortSignal;
  /** The program's output, as it comes. */
  readonly onOutput?: (category: 'stdout' | 'stderr', text: string) => void;
}
export interface DapRecording {
  readonly exit: number | undefined;
  /** Why it ended early; the frames so far are in the builder. */
  readonly failed: Failed | undefined;
  readonly steps: number;
  /** Milliseconds of stepping: waiting for the program to stop, and reading what it shows. */
  readonly stepping: { readonly running: number; readonly reading: number };
}
interface StoppedBody {
  readonly reason: string;
  readonly threadId?: number;
  readonly allThreadsStopped?: boolean;
}

export class DapRecorder {
  private readonly o: DapRecorderOptions;
  private readonly client: DapClient;
  private readonly threads = new Map<number, ThreadEvents>();
  private readonly gone: ThreadEvents[] = [];
  private readonly output = { stdout: '', stderr: '' };
  private readonly paused = new Map();
  private readonly sources = new Map<string, readonly string[] | undefined>();
  private capabilities: Capabilities = {};
  private readonly stops: StoppedBody[] = [];
  private initialized = false;
  private over = false;
  private exit: number | undefined;
  private wake: () => void = () => {};
  private steps = 0;
  private running = 0;
  private reading = 0;

  constructor(o: DapRecorderOptions) {
    this.o = o;
    this.client = new DapClient(o.connection, o.name, o.configuration.timeoutSeconds * 1000);
    this.client.onEvent = e => this.event(e);
    this.client.onFailed = () => this.wake();
  }

  /** Runs the program to its end. It does not reject: what went wrong with the adapter is in `failed`. */
  async run(): Promise<DapRecording> {
    const stop = (): void => {
      this.over = true;
      this.wake();
    };
    this.o.signal?.addEventListener('abort', stop);
    let failed: Failed | undefined;
    let refused: Refused | undefined;
    try {
      await this.begin();
      while (await this.nextStop()) {
        const began = performance.now();
        await this.take(this.stops.shift()!);
        this.reading += performance.now() - began;
        if (this.o.builder.truncated) break;
      }
      if (this.client.failed === undefined && !this.o.builder.truncated) for (const t of [...this.gone, ...this.threads.values()]) t.end();
    } catch (e) {
      if (e instanceof Refused) refused = e;
      else if (e !== this.client.failed) throw e;
    } finally {
      this.o.signal?.removeEventListener('abort', stop);
      failed = this.over ? undefined : this.client.failed;
      if (this.client.failed === undefined) await this.client.request('disconnect', { terminateDebuggee: true }, 3000).catch(() => {});
      this.client.close();
    }
    if (refused !== undefined) failed = this.client.refusal(refused);
    return { exit: this.exit, failed, steps: this.steps, stepping: { running: this.running, reading: this.reading } };
  }

  private async begin(): Promise<void> {
    const { configuration: c, kind } = this.o;
    this.capabilities =
      (await this.client.request('initialize', {
        clientID: 'foretrace',
        adapterID: c.language,
        pathFormat: 'path',
        linesStartAt1: true,
        columnsStartAt1: true,
        supportsVariableType: true,
        supportsVariablePaging: true,
      })) ?? {};
    // Its answer may come before configurationDone or after it, as the adapter likes.
    let refused: Error | undefined;
    const launched = this.client.request(c.request, kind.arguments(c.arguments)).catch((e: Error) => {
      refused = e;
      this.wake();
    });
    await this.until(() => this.initialized || refused !== undefined || this.over);
    if (refused !== undefined) throw refused;
    const files = new Map<string, { line: number }[]>();
    for (const { file, line } of c.breakpoints) files.set(file, [...(files.get(file) ?? []), { line }]);
    for (const [path, breakpoints] of files) await this.client.request('setBreakpoints', { source: { path }, breakpoints });
    const functions = c.functions.length === 0 && c.breakpoints.length === 0 ? kind.entry : c.functions;
    if (functions.length > 0) await this.client.request('setFunctionBreakpoints', { breakpoints: functions.map(name => ({ name })) });
    const filters = (this.capabilities.exceptionBreakpointFilters ?? []).map(f => f.filter).filter(f => f === kind.raised);
    await this.client.request('setExceptionBreakpoints', { filters });
    if (this.capabilities.supportsConfigurationDoneRequest) await this.client.request('configurationDone', {});
    await launched;
    if (refused !== undefined) throw refused;
  }

  private event(e: DapEvent): void {
    const body = e.body ?? {};
    if (e.event === 'initialized') this.initialized = true;
    else if (e.event === 'stopped') this.stops.push(body as unknown as StoppedBody);
    else if (e.event === 'terminated') this.over = true;
    else if (e.event === 'exited') this.exit = Number(body.exitCode);
    else if (e.event === 'output') {
      const category = body.category === undefined || body.category === 'console' ? undefined : body.category;
      if (category === 'stdout' || category === 'stderr') {
        this.output[category] += String(body.output);
        this.o.onOutput?.(category, String(body.output));
      }
    } else if (e.event === 'thread') this.thread(Number(body.threadId), body.reason === 'exited');
    this.wake();
  }
  private thread(id: number, gone: boolean): void {
    if (gone) {
      // What it wrote last may come yet.
      const events = this.threads.get(id);
      if (events !== undefined) this.gone.push(events);
      this.threads.delete(id);
    } else if (this.o.configuration.threads && this.steps > 0 && !this.threads.has(id)) {
      // A new one runs until it is stopped. One that is over by then has nothing to show.
      void this.client.request('pause', { threadId: id }).catch(() => {});
    }
  }
  private until(met: () => boolean): Promise<void> {
    return new Promise((done, fail) => {
      this.wake = () => {
        if (this.client.failed !== undefined) fail(this.client.failed);
        else if (met()) done();
      };
      this.wake();
    });
  }
  /** Waits for the program to stop. A line may take its time, so a silent adapter is asked whether it is there. */
  private async nextStop(): Promise<boolean> {
    const began = performance.now();
    const asking = setInterval(() => void this.client.request('threads', {}).catch(() => {}), this.o.configuration.timeoutSeconds * 1000);
    try {
      await this.until(() => this.stops.length > 0 || this.over);
    } finally {
      clearInterval(asking);
    }
    this.running += performance.now() - began;
    return this.stops.length > 0 && !this.over;
  }

  private async take(s: StoppedBody): Promise<void> {
    for (const t of this.gone.splice(0)) t.end();
    if (s.threadId === undefined) {
      for (const { id } of (await this.client.request('threads', {})).threads) await this.look(id, s);
      return;
    }
    await this.look(s.threadId, s);
  }
  private async look(threadId: number, s: StoppedBody): Promise<void> {
    const all = (await this.client.request('stackTrace', { threadId, startFrame: 0, levels: 1000 })).stackFrames;
    const ours = all.filter(f => this.isOurs(f)).map(frame => ({ frame, file: frame.source?.path ?? '' }));
    ours.reverse();
    const atOurs = all.length > 0 && this.isOurs(all[0]);
    if (ours.length > 0) {
      let events = this.threads.get(threadId);
      if (events === undefined) {
        events = new ThreadEvents(this.o.builder, this.o.kind, file => this.source(file), this.output, this.paused);
        this.threads.set(threadId, events);
      }
      const known = events.known(ours);
      const limits = { depth: this.o.configuration.depth, elements: this.o.configuration.elements, text: this.o.text };
      const frames = [];
      let top: readonly Variable[] = [];
      for (const [i, f] of ours.entries()) {
        const wanted = i >= known || i === ours.length - 1;
        if (!wanted) {
          frames.push(f);
          continue;
        }
        top = await localVariables(this.client, f.frame.id);
        frames.push({ ...f, locals: await textsOf(this.client, this.o.kind, top, limits) });
      }
      events.stop({ frames, variables: top, atOurs, ...(s.reason === 'exception' ? { exception: await this.exception(threadId, top) } : {}) });
    } else this.threads.get(threadId)?.end();
    this.steps++;
    const command = ours.length === 0 ? 'continue' : atOurs ? 'stepIn' : 'stepOut';
    const single = this.capabilities.supportsSingleThreadExecutionRequests === true;
    await this.client.request(command, { threadId, ...(single ? { singleThread: true } : {}) });
  }
  private async exception(threadId: number, variables: readonly Variable[]): Promise<{ type: string; text: string }> {
    if (this.capabilities.supportsExceptionInfoRequest !== true) return { type: 'exception', text: 'exception' };
    const { exceptionId, description } = await this.client.request('exceptionInfo', { threadId });
    const told = this.o.kind.exception(exceptionId, description, variables);
    return { type: told.type, text: told.text.slice(0, this.o.text) };
  }
  private isOurs(f: StackFrame): boolean {
    const path = f.source?.path;
    if (path === undefined) return false;
    const { roots, stepOver } = this.o.configuration;
    return roots.some(r => path === r || path.startsWith(r.endsWith(sep) ? r : r + sep)) && !stepOver.some(part => path.includes(part));
  }
  private source(file: string): readonly string[] | undefined {
    if (!this.sources.has(file)) {
      let lines: string[] | undefined;
      try {
        lines = readFileSync(resolve(file), 'utf8').split(/\r?\n/);
      } catch {}
      this.sources.set(file, lines);
    }
    return this.sources.get(file);
  }
}
