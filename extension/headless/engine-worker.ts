// A worker thread with the engine in it, restarted when it dies. What comes of a request is one of: its answer, a Failure, or the way in which it died.
import { Worker } from 'node:worker_threads';
import { cancelled, engineDied } from '../../trace-collector/failure.ts';
import type { Loads, Message, Request, WorkerStart } from './protocol.ts';
import { Hearer, type Parcel } from './told-once.ts';

/** How a thread may go: over the clock, over its memory, or by a fault. */
export type Death = 'time' | 'memory' | 'fault';

export interface Asking {
  readonly request: Request;
  readonly hear: (m: Message) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds of silence after which the thread counts as stuck. */
  readonly patience: number;
}

/**
 * The engine recurses natively where Python does. 256 MB carry about 200 000 nested Python calls; pages that are not touched cost nothing. CPython itself dies
 * by its C stack long before.
 */
const stackSizeMb = 256;
const defaultMemoryMb = 3072;
/** Most of what a rehearsal makes is soon garbage: room for it means fewer stops. */
const youngMb = 96;
const startPatience = 30_000;
/** Milliseconds for importing a large project's modules for the first time. */
export const importPatience = 90_000;
/** Milliseconds in which a thread that was asked to stop may do so; longer where the next question needs it, too. */
const stopPatience = 250;
const onlyOnePatience = 2000;
/** A browser's page that is not isolated from others' shares no numbers with its threads: there a thread hears of nothing while it works, and to wait costs less than to begin anew. */
const isHeard = (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
const deafPatience = 20_000;
/** Young objects get less room in an editor's process: half the memory in all, and keys are answered as fast. */
const guestYoungMb = 12;

export class EngineWorker {
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  /** Ends the waiting for a thread that has not started yet. */
  #giveUp = (): void => {};
  #hearer = new Hearer();
  /** The first set to 1, the thread comes to an end of the request by itself, and stays warm; the second, to an end of what it loads while no one asks. */
  readonly #stop = new Int32Array(new SharedArrayBuffer(8));
  readonly #bugs: (text: string) => void;
  readonly #memoryMb: number;
  readonly #guest: boolean;

  readonly #native: boolean;
  readonly #loads: Loads | undefined;
  readonly #one: boolean;

  constructor(options: {
    readonly onBug: (text: string) => void;
    readonly memoryMb?: number;
    readonly native?: boolean;
    readonly guest?: boolean;
    readonly loads?: Loads;
    readonly one?: boolean;
  }) {
    this.#one = options.one ?? false;
    this.#loads = options.loads;
    this.#native = options.native === true;
    this.#bugs = options.onBug;
    this.#guest = options.guest ?? false;
    this.#memoryMb = options.memoryMb ?? defaultMemoryMb;
  }

  /** Resolves at the request's last message, or with the way in which the thread died. */
  async ask({ request, hear, signal, patience }: Asking): Promise<Death | 'answered'> {
    if (signal?.aborted) throw cancelled();
    const worker = await this.#started();
    // It may have been cancelled while the thread started.
    if (signal?.aborted) throw cancelled();
    return await new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        worker.off('message', listen).off('error', fail).off('exit', exited);
        act();
      };
      const wait = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.stop();
          finish(() => resolve('time'));
        }, ms);
      };
      const listen = (p: Parcel): void => {
        for (const m of this.#hearer.messages(p)) take(m);
      };
      const take = (m: Message): void => {
        if (signal?.aborted) {
          if (m.kind === 'done') finish(() => reject(cancelled()));
          return;
        }
        wait(patience);
        if (m.kind === 'bug') this.#bugs(m.text);
        else hear(m);
        if (m.kind === 'done') finish(() => resolve('answered'));
      };
      const fail = (e: Error & { code?: string }): void => {
        this.#worker = undefined;
        if (e.code !== 'ERR_WORKER_OUT_OF_MEMORY') this.#bugs(e.stack ?? e.message);
        finish(() => resolve(e.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'fault'));
      };
      const exited = (): void => {
        this.#worker = undefined;
        finish(() => resolve('fault'));
      };
      const abort = (): void => {
        Atomics.store(this.#stop, 0, 1);
        clearTimeout(timer);
        // Deep in one operation it does not hear.
        timer = setTimeout(
          () => {
            this.stop();
            finish(() => reject(cancelled()));
          },
          isHeard ? (this.#one ? onlyOnePatience : stopPatience) : deafPatience,
        );
      };
      worker.on('message', listen).on('error', fail).on('exit', exited);
      signal?.addEventListener('abort', abort);
      Atomics.store(this.#stop, 0, 0);
      // It may be loading tests: where there is but this engine, no one waits for that.
      if (this.#one) Atomics.store(this.#stop, 1, 1);
      wait(this.#loads === undefined ? patience : Math.max(patience, importPatience));
      worker.postMessage(request);
    });
  }

  /** Ends the thread at once, whatever it is doing. The next request starts another. */
  stop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#ready = undefined;
    if (worker === undefined) return;
    this.#giveUp();
    worker.removeAllListeners();
    worker.on('error', () => {}); // A thread that is being ended may still complain.
    void worker.terminate();
  }

  async #started(): Promise<Worker> {
    if (this.#worker !== undefined) {
      await this.#ready;
      return this.#worker;
    }
    const here = import.meta.url;
    // The bundle lies beside this one; sources that run as they are use the one that was built last.
    const worker = new Worker(new URL(here.endsWith('.ts') ? '../../dist/worker-start.js' : './worker-start.js', here), {
      resourceLimits: { stackSizeMb, maxOldGenerationSizeMb: this.#memoryMb, maxYoungGenerationSizeMb: this.#guest ? guestYoungMb : youngMb },
      stdin: false,
      workerData: { stop: this.#stop, native: this.#native, loads: this.#loads } satisfies WorkerStart,
    });
    this.#worker = worker;
    this.#hearer = new Hearer();
    worker.unref();
    // Between questions it may be loading tests, and die of that.
    worker.on('error', () => {}).on('exit', () => this.#worker === worker && (this.#worker = undefined));
    this.#ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(engineDied('it did not start')), startPatience);
      this.#giveUp = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      worker.once('message', () => {
        clearTimeout(timer);
        resolve();
      });
      worker.once('error', e => {
        clearTimeout(timer);
        this.#worker = undefined;
        reject(engineDied(e.message.split('\n')[0]));
      });
    });
    await this.#ready;
    return worker;
  }
}
