// The resident engine: a process that keeps engines warm for commands that come and go, such as hooks. It asks nothing of the network, runs nothing of the user's, and ends
// by itself when no question has come for a while.
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Failed } from '../../../trace-collector/failure.ts';
import { type Progress, Service, type Watch } from '../service.ts';
import { readFrames, writeFrame } from './frames.ts';
import type { Heard, ResidentStatus, Said } from './protocol.ts';

/** Workspaces whose engines are kept: each takes some hundred megabytes. */
const mostWorkspaces = 3;
const memoryMb = 1536;

interface Kept {
  readonly service: Service;
  /** Questions that are being answered or wait for an engine. */
  busy: number;
  /** What is worked out though no one waits for it. */
  readonly leftAlone: Set<Work>;
}
type Question = Extract<Said, { kind: 'ask' }>;

/** One question, from its coming to its answer. */
class Work {
  readonly #stop = new AbortController();
  readonly signal = this.#stop.signal;
  done: Promise<void> = Promise.resolve();
  #loading = false;
  #unwanted = false;

  begin(): void {
    this.#loading = true;
  }
  heard({ phase }: Progress): void {
    if (phase !== 'test' && phase !== 'program') return;
    this.#loading = false;
    if (this.#unwanted) this.end();
  }
  end(): void {
    this.#stop.abort();
  }
  /** For another question: what is being imported is imported to its end, or it would begin anew for each that comes sooner than that takes. */
  makeWay(): void {
    if (this.#loading) this.#unwanted = true;
    else this.end();
  }
}

export class ResidentServer {
  readonly #minutes: number;
  /** By workspace, the one asked last at the end. */
  readonly #kept = new Map<string, Kept>();
  readonly #server: Server;
  readonly #since = Date.now();
  #questions = 0;
  #open = 0;
  #idle: NodeJS.Timeout | undefined;
  readonly #ended: () => void;

  /** `ended` is called once it has ended. */
  constructor(minutes: number, ended: () => void) {
    this.#minutes = minutes;
    this.#ended = ended;
    this.#server = createServer(socket => this.#serve(socket));
  }

  /** Resolves to false where another one listens there already. What a dead one has left behind is put away. */
  async listen(path: string): Promise<boolean> {
    if (await this.#listens(path)) return true;
    if (await answers(path)) return false;
    rmSync(path, { force: true });
    return await this.#listens(path);
  }
  #listens(path: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const failed = (e: NodeJS.ErrnoException): void => (e.code === 'EADDRINUSE' ? resolve(false) : reject(e));
      this.#server.once('error', failed);
      this.#server.listen(path, () => {
        this.#server.off('error', failed);
        this.#rest();
        resolve(true);
      });
    });
  }

  #serve(socket: Socket): void {
    let asked: { readonly work: Work; readonly kept: Kept } | undefined;
    let goOn = false;
    const say = (h: Heard): void => writeFrame(socket, h);
    readFrames(socket, value => {
      const said = value as Said;
      switch (said.kind) {
        case 'ask': {
          if (asked !== undefined) return void socket.destroy();
          const kept = this.#keep(said.workspace);
          for (const left of kept.leftAlone) left.makeWay();
          const work = new Work();
          kept.busy++;
          // Their engine is warm: the question waits for it.
          work.done = Promise.all([...kept.leftAlone].map(w => w.done))
            .then(() => this.#answer(said, kept.service, work, say))
            .finally(() => {
              kept.leftAlone.delete(work);
              asked = undefined;
              kept.busy--;
              this.#rest();
            });
          asked = { work, kept };
          return;
        }
        case 'stop':
          goOn = said.goOn;
          if (asked !== undefined && goOn) asked.kept.leftAlone.add(asked.work);
          else asked?.work.end();
          return;
        case 'status':
          return say({ kind: 'status', ...this.#status() });
        case 'quit':
          return this.#end();
        default:
          said satisfies never;
      }
    });
    socket.on('error', () => {});
    // Who is gone without a word was ended.
    socket.on('close', () => !goOn && asked?.work.end());
  }

  async #answer(q: Question, service: Service, work: Work, say: (h: Heard) => void): Promise<void> {
    if (work.signal.aborted) return;
    this.#questions++;
    this.#open++;
    clearTimeout(this.#idle);
    work.begin();
    const watch: Record<string, unknown> = { signal: work.signal };
    for (const name of q.listens) watch[name] = (...given: readonly unknown[]) => say({ kind: 'told', name, given });
    const { onProgress } = watch as Watch;
    watch.onProgress = (p: Progress) => {
      work.heard(p);
      onProgress?.(p);
    };
    try {
      const ask = service[q.what] as (...a: readonly unknown[]) => Promise<unknown>;
      say({ kind: 'answer', value: await ask.call(service, ...q.given, watch) });
    } catch (e) {
      if (e instanceof Failed) say({ kind: 'failed', failure: e.failure });
      else say({ kind: 'fault', text: e instanceof Error ? (e.stack ?? e.message) : String(e) });
    } finally {
      this.#open--;
    }
  }

  #keep(workspace: string): Kept {
    let kept = this.#kept.get(workspace);
    if (kept === undefined) {
      const idle = [...this.#kept].filter(([, k]) => k.busy === 0);
      for (const [name, k] of idle.slice(0, Math.max(0, this.#kept.size + 1 - mostWorkspaces))) {
        k.service.dispose();
        this.#kept.delete(name);
      }
      // It stays: a second engine comes only where it is worth it.
      kept = { service: new Service({ memoryMb, share: { jobs: 2 }, loads: 'disk' }), busy: 0, leftAlone: new Set() };
    }
    this.#kept.delete(workspace);
    this.#kept.set(workspace, kept);
    return kept;
  }

  #status(): ResidentStatus {
    return {
      pid: process.pid,
      since: this.#since,
      workspaces: [...this.#kept.keys()],
      questions: this.#questions,
      open: this.#open,
      memory: process.memoryUsage.rss(),
      minutes: this.#minutes,
    };
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#open === 0) this.#idle = setTimeout(() => this.#end(), this.#minutes * 60_000);
  }
  #end(): void {
    this.#server.close();
    for (const k of this.#kept.values()) k.service.dispose();
    this.#ended();
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
