// The part of `node:worker_threads` that the engine's thread and its starter use, over a browser's workers.
import { type BrowserWorker, startBrowserWorker } from '../browser-worker.ts';
import { beginning, hear, hearFiles, post, unhear } from './channel.ts';
import { everything } from './told.ts';

type Act = (m: never) => void;
export const threadId = 1;
export const resourceLimits = {};
export const workerData: unknown = beginning?.workerData;
export const parentPort = {
  postMessage: post,
  on: (_: 'message', act: Act): void => hear(act as (m: unknown) => void),
  once(_: 'message', act: Act): void {
    const first = (m: unknown): void => {
      unhear(first);
      act(m as never);
    };
    hear(first);
  },
};

/** Only the engine is started so: which script that is, this worker was told at its own beginning. */
export class Worker {
  readonly #worker: BrowserWorker;
  readonly #hearers: { readonly kind: string; readonly act: Act; readonly once: boolean }[] = [];

  constructor(_: URL, options: { readonly workerData?: unknown }) {
    this.#worker = startBrowserWorker(beginning.engine!, 'foretrace engine');
    this.#worker.onmessage = e => this.#tell('message', e.data);
    this.#worker.onerror = e => {
      e.preventDefault();
      this.#worker.terminate();
      this.#tell('error', new Error(e.message ?? 'it did not start'));
    };
    this.#worker.postMessage({ kind: 'begin', files: everything(), workerData: options.workerData });
    running.add(this.#worker);
  }
  postMessage(message: unknown): void {
    this.#worker.postMessage({ kind: 'message', message });
  }
  on(kind: string, act: Act): this {
    this.#hearers.push({ kind, act, once: false });
    return this;
  }
  once(kind: string, act: Act): this {
    this.#hearers.push({ kind, act, once: true });
    return this;
  }
  off(kind: string, act: Act): this {
    const at = this.#hearers.findIndex(h => h.kind === kind && h.act === act);
    if (at >= 0) this.#hearers.splice(at, 1);
    return this;
  }
  terminate(): Promise<number> {
    running.delete(this.#worker);
    this.#worker.terminate();
    this.#tell('exit', 1);
    return Promise.resolve(1);
  }
  unref(): void {}

  #tell(kind: string, m: unknown): void {
    for (const h of [...this.#hearers])
      if (h.kind === kind) {
        if (h.once) this.off(kind, h.act);
        h.act(m as never);
      }
  }
}
const running = new Set<BrowserWorker>();
hearFiles(files => {
  for (const w of running) w.postMessage({ kind: 'files', files });
});
