// A client of the Debug Adapter Protocol: requests with their answers, events, time limits. It knows nothing of recording. The first thing that goes wrong with
// the adapter ends it: every request that waits, and every one that comes later, rejects with that one Failed.
import { adapterFailed, type Failed } from '../failure.ts';
import type { Connection } from './connection.ts';
import { framed, MessageReader } from './framing.ts';
import type { DapEvent, DapMessage, DapRequests } from './protocol.ts';

interface Waiting {
  readonly command: string;
  readonly done: (body: unknown) => void;
  readonly fail: (e: Error) => void;
  readonly timer: NodeJS.Timeout;
}
/** The adapter answered that it will not. */
export class Refused extends Error {}

export class DapClient {
  /** Why it is over, if it is. */
  failed: Failed | undefined;
  onEvent: (e: DapEvent) => void = () => {};
  onFailed: (e: Failed) => void = () => {};
  private seq = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly reader = new MessageReader();
  private readonly connection: Connection;
  private readonly name: string;
  private readonly limit: number;
  private closed = false;

  /** `limit`: milliseconds that an answer may take. */
  constructor(connection: Connection, name: string, limit: number) {
    this.connection = connection;
    this.name = name;
    this.limit = limit;
    connection.output.on('data', (chunk: Uint8Array) => this.read(chunk));
    connection.output.on('error', () => {});
    void connection.ended.then(why => {
      const said = connection.said();
      this.fail(said === '' ? why : `${why} (${said.slice(0, 200)})`);
    });
  }

  /** Rejects with a Failed when the adapter is lost, and with Refused when it answers that it will not. */
  request<C extends keyof DapRequests>(command: C, args: DapRequests[C][0], limit = this.limit): Promise<DapRequests[C][1]> {
    if (this.failed !== undefined) return Promise.reject(this.failed);
    const seq = ++this.seq;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => this.fail(`it has not answered '${command}' for ${limit / 1000} s`), limit);
      this.waiting.set(seq, { command, done: done as (body: unknown) => void, fail, timer });
      this.connection.input.write(framed({ seq, type: 'request', command, arguments: args }));
    });
  }
  /** What to tell of a request that recording cannot go on without. */
  refusal(r: Refused): Failed {
    return adapterFailed(this.name, r.message);
  }
  close(): void {
    this.closed = true;
    for (const w of this.waiting.values()) clearTimeout(w.timer);
    this.connection.close();
  }

  private read(chunk: Uint8Array): void {
    if (this.failed !== undefined) return;
    try {
      for (const m of this.reader.feed(chunk)) this.take(m);
    } catch (e) {
      this.fail((e as Error).message);
    }
  }
  private take(m: DapMessage): void {
    if (m.type === 'event') {
      this.onEvent(m);
      return;
    }
    if (m.type === 'request') {
      // Terminals and child sessions are a host's to give; we have none.
      this.connection.input.write(
        framed({ seq: ++this.seq, type: 'response', request_seq: m.seq, command: m.command, success: false, message: 'not supported' }),
      );
      return;
    }
    const w = this.waiting.get(m.request_seq);
    if (w === undefined || w.command !== m.command) {
      throw new Error(w === undefined ? `it answered a request '${m.command}' that nobody made` : `it answered '${m.command}' where '${w.command}' was asked`);
    }
    this.waiting.delete(m.request_seq);
    clearTimeout(w.timer);
    if (m.success) w.done(m.body);
    else w.fail(new Refused(`'${m.command}' was refused: ${m.message ?? 'no reason given'}`));
  }
  private fail(why: string): void {
    if (this.failed !== undefined || this.closed) return;
    this.failed = adapterFailed(this.name, why);
    for (const w of this.waiting.values()) {
      clearTimeout(w.timer);
      w.fail(this.failed);
    }
    this.waiting.clear();
    this.onFailed(this.failed);
  }
}
