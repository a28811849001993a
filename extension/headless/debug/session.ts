// The `foretrace` debug session: the Debug Adapter Protocol over a trace, whichever way it came about. It knows no transport (adapter.ts) and no editor.
import { DebugSession, Event } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { badRequest, cancelled, Failed, launchedAlready, notLaunched } from '../../../trace-collector/failure.ts';
import { Breakpoints, exceptionFilters, type ResolvedBreakpoint } from './breakpoints.ts';
import { type Changed, setExpression, setVariable, whereWritten } from './changing.ts';
import { completions, evaluate, exceptionInfo, filesOf, frameIn, scopes, sourceOf, sourceText, stackTrace, variables } from './inspection.ts';
import { type LaunchArguments, launchArguments } from './launch-arguments.ts';
import { type DebugHost, type Opened, open } from './opening.ts';
import { type ArgumentsOf, argumentsOf, type Command, capabilities, isCommand, unknownRequest } from './requests.ts';
import { Walk } from './walk.ts';

const threadId = 1;
/** These are answered at once, whatever the session is doing. */
const urgent = new Set<Command>(['cancel', 'pause', 'terminate', 'disconnect']);
/** These make sense before anything is launched. */
const early = new Set<Command>([
  'initialize',
  'launch',
  'disconnect',
  'terminate',
  'cancel',
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setExceptionBreakpoints',
  'threads',
]);

type Handler<C extends Command> = (a: ArgumentsOf<C>, signal: AbortSignal) => unknown;
type Handlers = { readonly [C in Command]: Handler<C> };

export class ForetraceSession extends DebugSession {
  /** Called once, when the client has gone. */
  onGone: () => void = () => {};
  private readonly host: DebugHost;
  private readonly breakpoints = new Breakpoints();
  private readonly running = new Map<number, AbortController>();
  private readonly targets: number[] = [];
  private queue: Promise<void> = Promise.resolve();
  private client: ArgumentsOf<'initialize'> | undefined;
  private launched: { readonly a: LaunchArguments; readonly noDebug: boolean } | undefined;
  private launching = false;
  private walk: Walk | undefined;
  private configured = false;
  private begun = false;
  private over = false;

  constructor(host: DebugHost) {
    super();
    this.host = host;
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const { command, seq } = request;
    const stop = new AbortController();
    this.running.set(seq, stop);
    const work = async (): Promise<void> => {
      try {
        if (stop.signal.aborted) throw cancelled();
        this.respond(request, await this.perform(request, stop.signal));
        this.after(command);
      } catch (e) {
        this.refuse(request, e);
      } finally {
        this.running.delete(seq);
      }
    };
    if (isCommand(command) && urgent.has(command)) void work();
    else this.queue = this.queue.then(work);
  }
  private async perform({ command, arguments: data }: DebugProtocol.Request, signal: AbortSignal): Promise<unknown> {
    if (command === 'attach') throw badRequest('attach', 'there is nothing to attach to; use launch');
    if (typeof command !== 'string' || !isCommand(command)) throw unknownRequest(String(command));
    if (this.client === undefined && command !== 'initialize' && !urgent.has(command)) throw badRequest(command, 'initialize comes first');
    if (this.walk === undefined && !early.has(command)) throw notLaunched(command);
    const handler = this.handlers[command] as Handler<Command>;
    return await handler(argumentsOf(command, data ?? undefined) as never, signal);
  }
  private respond(request: DebugProtocol.Request, body: unknown): void {
    this.sendResponse({ type: 'response', seq: 0, request_seq: request.seq, command: request.command, success: true, ...(body === undefined ? {} : { body }) });
  }
  private refuse(request: DebugProtocol.Request, e: unknown): void {
    const failure = e instanceof Failed ? e.failure : undefined;
    const say = failure?.say ?? `internal error: ${e instanceof Error ? e.message : String(e)}`;
    // The specification has `cancelled` as the whole message of a request that was cancelled.
    const id = failure === undefined ? 1 : failure.blame === 'nobody' ? 2 : failure.blame === 'setup' ? 3 : 4;
    this.sendResponse({
      type: 'response',
      seq: 0,
      request_seq: request.seq,
      command: String(request.command),
      success: false,
      message: say,
      body: { error: { id, format: say.replaceAll('{', '(').replaceAll('}', ')'), showUser: request.command === 'launch' || request.command === 'restart' } },
    } as DebugProtocol.ErrorResponse);
  }
  /** What follows an answer, and must not come before it. */
  private after(command: string): void {
    if (command === 'launch') this.tell('initialized');
    else if (command === 'configurationDone' || command === 'restart') this.begin();
    else if (command === 'disconnect') this.onGone();
  }
  private tell(event: string, body: object = {}): void {
    const e = new Event(event, body) as DebugProtocol.Event;
    this.sendEvent(e);
  }
  private say(output: string, category: 'stdout' | 'stderr' | 'console', moment?: number): void {
    const w = this.walk;
    const at = moment === undefined || w === undefined || category === 'console' ? undefined : w.timeline.frame(moment);
    const place = at === undefined || w === undefined ? {} : { source: sourceOf(w.timeline.source.codes[at.code].file), line: this.line(Math.max(1, at.line)) };
    this.tell('output', { category, output, ...place });
  }

  /** What the session walks through, and where it stands; nothing before its launch and after its end. */
  get standing(): { readonly opened: Opened; readonly at: number } | undefined {
    return this.walk === undefined ? undefined : { opened: this.walk.opened, at: this.walk.at };
  }

  // Lines and columns as the client counts them.
  private line(n: number): number {
    return this.client?.linesStartAt1 === false ? n - 1 : n;
  }
  private ourLine(n: number): number {
    return this.client?.linesStartAt1 === false ? n + 1 : n;
  }
  private column(n: number): number {
    return this.client?.columnsStartAt1 === false ? n - 1 : n;
  }

  // Beginning and end ------------------------------------------------------------------------------------------------------

  private async launch(data: unknown, signal: AbortSignal): Promise<void> {
    if (this.launching || this.walk !== undefined) throw launchedAlready();
    const a = launchArguments(data);
    this.launching = true;
    try {
      this.launched = { a, noDebug: (data as { noDebug?: unknown }).noDebug === true };
      await this.makeWalk(a, signal);
    } finally {
      this.launching = false;
    }
  }
  private async makeWalk(a: LaunchArguments, signal: AbortSignal): Promise<void> {
    const title = { rehearse: 'Rehearsing', record: 'Recording', replay: 'Opening the trace' }[a.mode];
    const progressId = `launch-${Date.now()}`;
    const shows = this.client?.supportsProgressReporting === true;
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    this.progress.set(progressId, stop);
    if (shows) this.tell('progressStart', { progressId, title, cancellable: true });
    try {
      const opened = await open(this.host, a, either);
      if (either.aborted || this.over) {
        opened.close();
        throw cancelled();
      }
      this.walk?.dispose();
      this.walk = new Walk(
        opened,
        this.breakpoints,
        {
          stopped: s => this.tell('stopped', { threadId, allThreadsStopped: true, ...s }),
          output: (text, category, moment) => this.say(text, category, moment),
          ended: () => this.end(),
        },
        a.stopAtEnd,
      );
      await this.walk.begin();
      const settable = opened.counterfactual !== undefined;
      this.tell('capabilities', { capabilities: { supportsSetVariable: settable, supportsSetExpression: settable } });
      this.say(`${opened.source.title}: ${opened.about}${opened.source.truncated ? ' (the trace was cut short)' : ''}\n`, 'console');
      await this.lookAgain();
    } finally {
      this.progress.delete(progressId);
      if (shows) this.tell('progressEnd', { progressId });
    }
  }
  private readonly progress = new Map<string, AbortController>();
  /** Breakpoints that were set before there was anything to look at, or of which another trace tells otherwise. */
  private async lookAgain(): Promise<void> {
    for (const b of await this.breakpoints.lookIn(this.walk!.over())) this.tell('breakpoint', { reason: 'changed', breakpoint: this.shown(b) });
  }
  private begin(): void {
    if (this.walk === undefined || !this.configured || this.over) return;
    if (!this.begun) this.tell('thread', { reason: 'started', threadId });
    this.begun = true;
    if (this.launched?.noDebug) this.walk.runThrough();
    else this.walk.enter(this.launched?.a.stopOnEntry ?? true);
  }
  private end(): void {
    if (this.over) return;
    this.over = true;
    if (this.begun) this.tell('thread', { reason: 'exited', threadId });
    if (this.walk !== undefined) this.tell('exited', { exitCode: this.walk.opened.exit });
    this.tell('terminated');
  }
  private stopAll(except: AbortSignal): void {
    for (const stop of this.running.values()) if (stop.signal !== except) stop.abort();
    this.walk?.pause();
  }
  /** Lets go of what the session holds; the client may have gone without a word. */
  override dispose(): void {
    this.over = true;
    for (const stop of this.running.values()) stop.abort();
    this.walk?.dispose();
    this.walk = undefined;
  }

  // Requests ---------------------------------------------------------------------------------------------------------------

  private here(command: string): Walk {
    if (this.walk === undefined) throw notLaunched(command);
    if (!this.begun) throw badRequest(command, 'the session has not begun: configurationDone comes first');
    if (this.over) throw badRequest(command, 'the session is over');
    if (this.walk.moving !== undefined) throw badRequest(command, 'the session is moving; pause comes first');
    return this.walk;
  }
  private thread(command: string, id: number): Walk {
    if (id !== threadId) throw badRequest(command, `there is no thread ${id}`);
    return this.here(command);
  }
  /** A move is answered first, and told by events when it is done. */
  private move(command: string, a: { readonly threadId: number }, go: (w: Walk) => void): unknown {
    const w = this.thread(command, a.threadId);
    setImmediate(() => go(w));
    return command === 'continue' ? { allThreadsContinued: true } : undefined;
  }
  private async changed({ about, ...body }: Changed): Promise<unknown> {
    this.say(`${about}\n`, 'console');
    await this.lookAgain();
    if (this.client?.supportsInvalidatedEvent === true) setImmediate(() => this.tell('invalidated', { areas: ['all'] }));
    return { ...body, variablesReference: 0 };
  }
  private shown(b: ResolvedBreakpoint): object {
    return b.line === undefined ? b : { ...b, line: this.line(b.line) };
  }
  private pathIn(command: string, source: { readonly path?: string }): string {
    if (source.path === undefined) throw badRequest(command, 'the source has no path');
    return source.path;
  }
  private target(moment: number): number {
    return this.targets.push(moment);
  }

  private readonly handlers: Handlers = {
    initialize: a => {
      if (a.pathFormat !== 'path') throw badRequest('initialize', `pathFormat '${a.pathFormat}': only path is supported`);
      this.client = a;
      return { ...capabilities, exceptionBreakpointFilters: exceptionFilters };
    },
    launch: (a, signal) => this.launch(a, signal),
    configurationDone: () => {
      if (this.configured) throw badRequest('configurationDone', 'it was given already');
      this.configured = true;
    },
    restart: async (a, signal) => {
      const of = a.arguments === undefined ? this.launched!.a : launchArguments(a.arguments);
      this.walk?.pause();
      this.launched = { a: of, noDebug: this.launched?.noDebug ?? false };
      await this.makeWalk(of, signal);
      this.over = false;
    },
    terminate: (_, signal) => {
      this.stopAll(signal);
      setImmediate(() => this.end());
    },
    disconnect: (_, signal) => {
      this.stopAll(signal);
      this.dispose();
    },
    cancel: a => {
      if (a.requestId !== undefined) this.running.get(a.requestId)?.abort();
      if (a.progressId !== undefined) this.progress.get(a.progressId)?.abort();
    },

    setBreakpoints: async a => {
      const file = this.pathIn('setBreakpoints', a.source);
      const made = await this.breakpoints.setLines(
        file,
        a.breakpoints.map(b => ({ ...b, line: this.ourLine(b.line) })),
      );
      return { breakpoints: made.map(b => ({ ...this.shown(b), source: sourceOf(file) })) };
    },
    setFunctionBreakpoints: async a => ({ breakpoints: (await this.breakpoints.setFunctions(a.breakpoints)).map(b => this.shown(b)) }),
    setExceptionBreakpoints: async a => {
      await this.breakpoints.setFilters(a.filters);
    },
    breakpointLocations: async a => {
      const lines = await this.walk!.timeline.linesOf(this.pathIn('breakpointLocations', a.source));
      const [from, to] = [this.ourLine(a.line), this.ourLine(a.endLine ?? a.line)];
      return { breakpoints: lines.filter(l => l >= from && l <= to).map(l => ({ line: this.line(l) })) };
    },

    threads: () => ({ threads: this.walk === undefined ? [] : [{ id: threadId, name: this.walk.timeline.source.title }] }),
    continue: a => this.move('continue', a, w => w.continue(1)),
    reverseContinue: a => this.move('reverseContinue', a, w => w.continue(-1)),
    next: a => this.move('next', a, w => (a.granularity === 'instruction' ? w.stepEvent(1) : w.stepOver())),
    stepIn: a => this.move('stepIn', a, w => (a.granularity === 'instruction' ? w.stepEvent(1) : w.stepIn())),
    stepOut: a => this.move('stepOut', a, w => w.stepOut()),
    stepBack: a => this.move('stepBack', a, w => (a.granularity === 'instruction' ? w.stepEvent(-1) : w.stepBack())),
    pause: a => {
      if (a.threadId !== threadId) throw badRequest('pause', `there is no thread ${a.threadId}`);
      if (this.walk === undefined) throw notLaunched('pause');
      this.walk.pause();
    },
    restartFrame: async a => {
      const w = this.here('restartFrame');
      const { entry } = frameIn(w, 'restartFrame', a.frameId);
      const call = await w.timeline.callOf(entry.activation, w.at);
      if (call === undefined) throw badRequest('restartFrame', 'the trace does not show where that frame began');
      setImmediate(() => void w.jump(w.timeline.bodyOf(call), 'restart'));
    },
    gotoTargets: async a => {
      const w = this.here('gotoTargets');
      const line = this.ourLine(a.line);
      const moments = await w.timeline.momentsOfLine(this.pathIn('gotoTargets', a.source), line);
      // The next time that the line runs; where it does not run again, the last time that it did.
      const moment = moments.find(m => m > w.at) ?? moments.findLast(m => m <= w.at);
      if (moment === undefined) return { targets: [] };
      const n = moments.indexOf(moment) + 1;
      return { targets: [{ id: this.target(moment), label: `line ${line}, time ${n} of ${moments.length}`, line: this.line(line) }] };
    },
    goto: a => {
      const w = this.thread('goto', a.threadId);
      const moment = this.targets[a.targetId - 1];
      if (moment === undefined || moment > w.timeline.last) throw badRequest('goto', `there is no target ${a.targetId}`);
      setImmediate(() => void w.jump(moment, 'goto'));
    },

    stackTrace: a => stackTrace(this.thread('stackTrace', a.threadId), a, n => this.line(n)),
    scopes: a => scopes(this.here('scopes'), a),
    variables: (a, signal) => variables(this.here('variables'), a, signal),
    setVariable: async (a, signal) => await this.changed(await setVariable(this.here('setVariable'), a, signal)),
    setExpression: async (a, signal) => await this.changed(await setExpression(this.here('setExpression'), a, signal)),
    evaluate: (a, signal) => evaluate(this.here('evaluate'), a, signal, text => this.say(text, 'stdout')),
    completions: (a, signal) => completions(this.here('completions'), a, n => this.column(n), signal),
    exceptionInfo: a => exceptionInfo(this.thread('exceptionInfo', a.threadId)),
    loadedSources: () => ({ sources: filesOf(this.walk!).map(sourceOf) }),
    source: a => sourceText(this.walk!, a.source?.path),

    'foretrace/whereWritten': async a => {
      const found = await whereWritten(this.here('foretrace/whereWritten'), a);
      return { ...found, line: this.line(found.line), targetId: this.target(found.moment) };
    },
    'foretrace/goToMoment': a => {
      const w = this.here('foretrace/goToMoment');
      if (a.moment > w.timeline.last) throw badRequest('foretrace/goToMoment', `there are ${w.timeline.length} moments, from 0 on`);
      setImmediate(() => void w.jump(a.moment, 'goto'));
    },
  };
}
