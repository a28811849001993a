// The stand-alone adapter: a session on two streams. Bytes that are no message, and messages that cannot be read, are told to the client and passed over; they
// never end it.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed } from '../../../trace-collector/dap/framing.ts';
import type { DebugHost } from './opening.ts';
import { ForetraceSession } from './session.ts';

const longestHead = 4096;
const longestBody = 64 << 20;

/** Bodies of messages from chunks of any size; what stands between them is handed to `stray`. */
export class BodyReader {
  private waiting: Buffer = Buffer.alloc(0);
  /** Bytes of a message that is too long, still to be thrown away. */
  private skip = 0;
  private readonly stray: (why: string) => void;
  constructor(stray: (why: string) => void) {
    this.stray = stray;
  }
  *feed(chunk: Uint8Array): Generator<string> {
    this.waiting = this.waiting.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.waiting, chunk]);
    for (;;) {
      if (this.skip > 0) {
        const gone = Math.min(this.skip, this.waiting.length);
        this.waiting = this.waiting.subarray(gone);
        this.skip -= gone;
        if (this.skip > 0) return;
      }
      const end = this.waiting.indexOf('\r\n\r\n');
      if (end < 0) {
        if (this.waiting.length > longestHead) this.drop(this.waiting.length - 32);
        return;
      }
      const head = this.waiting.toString('latin1', 0, end);
      const m = /(?:^|\r\n|[^A-Za-z-])Content-Length: *(\d+)(?=\r\n|$)/i.exec(head);
      if (m === null) {
        this.drop(end + 4);
        continue;
      }
      const length = Number(m[1]);
      if (length > longestBody) {
        this.stray(`a message of ${length} bytes was passed over`);
        this.waiting = this.waiting.subarray(end + 4);
        this.skip = length;
        continue;
      }
      if (this.waiting.length < end + 4 + length) return;
      if (m.index > 0 && !/^[A-Za-z-]+:/.test(head)) this.stray('bytes that are no message were passed over');
      const body = this.waiting.toString('utf8', end + 4, end + 4 + length);
      this.waiting = this.waiting.subarray(end + 4 + length);
      yield body;
    }
  }
  private drop(bytes: number): void {
    this.waiting = this.waiting.subarray(bytes);
    this.stray('bytes that are no message were passed over');
  }
}

/** Serves one client until it goes. */
export function serve(input: Readable, output: Writable, host: DebugHost): Promise<void> {
  return new Promise(done => {
    const session = new ForetraceSession(host);
    let seq = 1_000_000_000;
    const note = (why: string): void =>
      void output.write(framed({ seq: seq++, type: 'event', event: 'output', body: { category: 'important', output: `foretrace: ${why}\n` } }));
    const answerTo = (m: Record<string, unknown>, why: string): void =>
      void output.write(
        framed({
          seq: seq++,
          type: 'response',
          request_seq: m.seq,
          command: String(m.command ?? ''),
          success: false,
          message: why,
          body: { error: { id: 4, format: why } },
        }),
      );
    const finish = (): void => {
      session.dispose();
      done();
    };
    session.onGone = finish;
    session.onDidSendMessage(m => void output.write(framed(m)));
    const take = (body: string): void => {
      let m: unknown;
      try {
        m = JSON.parse(body);
      } catch {
        note('a message that is not JSON was passed over');
        return;
      }
      if (typeof m !== 'object' || m === null || Array.isArray(m)) {
        note('a message that is not an object was passed over');
        return;
      }
      const r = m as Record<string, unknown>;
      if (r.type !== 'request') {
        if (r.type !== 'response') note('a message that is no request was passed over');
      } else if (typeof r.seq !== 'number') note('a request without a number was passed over');
      else if (typeof r.command !== 'string') answerTo(r, 'the request has no command');
      else session.handleMessage(r as unknown as DebugProtocol.Request);
    };
    const reader = new BodyReader(note);
    input.on('data', (chunk: Uint8Array) => {
      for (const body of reader.feed(chunk)) take(body);
    });
    input.on('end', finish).on('close', finish).on('error', finish);
    output.on('error', finish);
  });
}

export interface Listening {
  readonly port: number;
  /** Hangs up on all clients, and listens no more. */
  close(): void;
  readonly closed: Promise<void>;
}
/** Listens on 127.0.0.1, one session for each client. Port 0 is any that is free. Rejects where the port cannot be had. */
export function listen(port: number, host: DebugHost): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void serve(socket, socket, host).then(() => socket.end());
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () =>
      done({
        port: (server.address() as AddressInfo).port,
        close: () => {
          server.close();
          for (const s of sockets) s.destroy();
        },
        closed: new Promise(over => void server.once('close', () => over())),
      }),
    );
  });
}
