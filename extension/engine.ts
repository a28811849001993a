// The extension host's end of the editor's worker: questions as promises, cancelled by VS Code's tokens. Nothing is computed here.
import type * as vscode from 'vscode';
import type { AnswerTo, Ask, Early, FromWorker, ToWorker } from './headless/editor/protocol.ts';

/** What could not be answered, in words for a person. */
export class NoAnswer extends Error {
  readonly cancelled: boolean;
  constructor(say: string) {
    super(say);
    this.cancelled = say === 'cancelled';
  }
}
interface Waiting {
  readonly settle: (answer: unknown) => void;
  readonly fail: (e: NoAnswer) => void;
  readonly progress?: (done: number, of: number, what: string) => void;
  readonly early?: (e: Early) => void;
  readonly complete?: Asking['complete'];
}
/** Hears a debug session's messages; of one that says it has stopped, also the moment. */
type Hear = (message: unknown, at?: number) => void;
export interface Asking {
  readonly token?: vscode.CancellationToken;
  readonly onProgress?: Waiting['progress'];
  /** Hears of failures before the answer comes. */
  readonly onEarly?: Waiting['early'];
  /** Carries a question to a language model; only questions that name one have it. */
  readonly complete?: (system: string, user: string) => Promise<string>;
}

/** The way to a worker: a process where there are any, else a browser's worker. */
export interface WorkerLink {
  send(m: ToWorker): void;
  end(): void;
}
export interface WorkerHeard {
  message(m: FromWorker): void;
  /** It has ended by itself, or never began. */
  lost(e?: Error): void;
  said(text: string): void;
}
export type StartWorker = (heard: WorkerHeard) => WorkerLink;

export class Engine implements vscode.Disposable {
  private worker: WorkerLink | undefined;
  private readonly start: StartWorker;
  private readonly log: vscode.LogOutputChannel;
  private readonly waiting = new Map<number, Waiting>();
  private readonly debuggers = new Map<number, { readonly config: Extract<ToWorker, { kind: 'debug' }>; readonly hear: Hear }>();
  /** Texts that a worker that is started anew must be told again. */
  private readonly buffers = new Map<string, string>();
  private count = 0;

  constructor(start: StartWorker, log: vscode.LogOutputChannel) {
    this.start = start;
    this.log = log;
  }

  ask<A extends Ask>(ask: A, { token, onProgress, onEarly, complete }: Asking = {}): Promise<AnswerTo<A>> {
    const id = ++this.count;
    if (token?.isCancellationRequested) return Promise.reject(new NoAnswer('cancelled'));
    const from = performance.now();
    return new Promise<AnswerTo<A>>((settle, fail) => {
      const cancel = token?.onCancellationRequested(() => this.post({ kind: 'cancel', id }));
      const over = (): void => {
        this.waiting.delete(id);
        cancel?.dispose();
        this.log.trace(`${ask.kind}: ${Math.round(performance.now() - from)} ms`);
      };
      this.waiting.set(id, {
        settle: answer => (over(), settle(answer as AnswerTo<A>)),
        fail: e => (over(), fail(e)),
        ...(onProgress === undefined ? {} : { progress: onProgress }),
        ...(onEarly === undefined ? {} : { early: onEarly }),
        ...(complete === undefined ? {} : { complete }),
      });
      this.post({ kind: 'ask', id, ask });
    });
  }
  /** The text of an unsaved file; null once it is saved, closed or undone. */
  buffer(file: string, text: string | null): void {
    if (text === null && !this.buffers.delete(file)) return;
    if (text !== null) this.buffers.set(file, text);
    if (this.worker !== undefined) this.post({ kind: 'buffer', file, text });
  }
  /** Opens a debug session in the worker and gives the way to speak to it. */
  debug(folder: string, trusted: boolean, hear: Hear): { readonly session: number; send(message: unknown): void; close(): void } {
    const session = ++this.count;
    const config = { kind: 'debug', session, folder, trusted } as const;
    this.debuggers.set(session, { config, hear });
    this.post(config);
    return {
      session,
      send: message => this.post({ kind: 'dap', session, message }),
      close: () => {
        if (this.debuggers.delete(session)) this.post({ kind: 'dap', session, message: null });
      },
    };
  }
  /** Has a debug session that is another debugger's kept, as far as it is told of. */
  watch(folder: string, name: string, type: string): { hear(from: 'editor' | 'adapter', message: unknown): void; end(): void } {
    const session = ++this.count;
    this.post({ kind: 'watch', session, folder, name, type });
    return {
      hear: (from, message) => this.post({ kind: 'watched', session, from, message }),
      end: () => this.post({ kind: 'watched', session, from: 'editor', message: null }),
    };
  }
  /** Ends the worker; the next question starts another. */
  restart(): void {
    this.worker?.end();
    this.lost('cancelled');
  }
  dispose(): void {
    this.restart();
  }

  private post(m: ToWorker): void {
    this.started().send(m);
  }
  private started(): WorkerLink {
    if (this.worker !== undefined) return this.worker;
    const worker = this.start({
      message: m => this.hear(m),
      lost: e => {
        if (e !== undefined) this.log.error(e);
        if (this.worker === worker) this.lost('Foretrace’s worker stopped; see the log.');
      },
      said: text => this.log.info(text),
    });
    this.worker = worker;
    for (const [file, text] of this.buffers) worker.send({ kind: 'buffer', file, text });
    return worker;
  }
  private async complete({ id, call, system, user }: Extract<FromWorker, { kind: 'complete' }>): Promise<void> {
    try {
      const carry = this.waiting.get(id)?.complete;
      if (carry === undefined) throw new NoAnswer('nobody carries questions to a model');
      this.post({ kind: 'completed', call, text: await carry(system, user) });
    } catch (e) {
      this.post({ kind: 'completed', call, trouble: e instanceof Error ? e.message : String(e) });
    }
  }
  private lost(say: string): void {
    this.worker = undefined;
    this.debuggers.clear();
    for (const w of [...this.waiting.values()]) w.fail(new NoAnswer(say));
  }
  private hear(m: FromWorker): void {
    if (m.kind === 'bug') this.log.warn(`a fault of Foretrace’s own: ${m.text}`);
    else if (m.kind === 'dap') this.debuggers.get(m.session)?.hear(m.message, m.at);
    else if (m.kind === 'progress') this.waiting.get(m.id)?.progress?.(m.done, m.of, m.what);
    else if (m.kind === 'early') this.waiting.get(m.id)?.early?.(m.early);
    else if (m.kind === 'complete') void this.complete(m);
    else if (m.kind === 'answer') this.waiting.get(m.id)?.settle(m.answer);
    else this.waiting.get(m.id)?.fail(new NoAnswer(m.failure.say));
  }
}
