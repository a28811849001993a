// The Debug Adapter Protocol's framing: bytes in, messages out. It knows nothing of what messages mean.
import type { DapMessage } from './protocol.ts';

const longestHead = 4096;
const longestBody = 64 << 20;

/** Reads messages from chunks of any size. `feed` throws a plain Error, of one line, on bytes that are no such message. */
export class MessageReader {
  private waiting: Buffer = Buffer.alloc(0);

  *feed(chunk: Uint8Array): Generator<DapMessage> {
    this.waiting = this.waiting.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.waiting, chunk]);
    for (;;) {
      const end = this.waiting.indexOf('\r\n\r\n');
      if (end < 0) {
        if (this.waiting.length > longestHead || !mayBeHead(this.waiting)) throw new Error(`it sent what is not a message: ${shown(this.waiting)}`);
        return;
      }
      const head = /^Content-Length: *(\d+)$/im.exec(this.waiting.toString('latin1', 0, end).replaceAll('\r', ''));
      if (head === null) throw new Error(`it sent what is not a message: ${shown(this.waiting)}`);
      const length = Number(head[1]);
      if (length > longestBody) throw new Error(`it announced a message of ${length} bytes`);
      if (this.waiting.length < end + 4 + length) return;
      const body = this.waiting.toString('utf8', end + 4, end + 4 + length);
      this.waiting = this.waiting.subarray(end + 4 + length);
      yield messageOf(body);
    }
  }
}
/** A header's line begins with a name, so rubbish is seen before a blank line comes. */
const mayBeHead = (bytes: Buffer): boolean => /^[A-Za-z-]*(?:$|:)/.test(bytes.toString('latin1', 0, 64).split('\r\n')[0]);
const shown = (bytes: Buffer): string => JSON.stringify(bytes.toString('utf8', 0, 60));

function messageOf(body: string): DapMessage {
  let m: Partial<Record<string, unknown>> | undefined;
  try {
    m = JSON.parse(body) as typeof m;
  } catch {}
  const told = m !== null && typeof m === 'object';
  if (told && m?.type === 'event' && typeof m.event === 'string') return m as unknown as DapMessage;
  if (told && m?.type === 'response' && typeof m.request_seq === 'number') return m as unknown as DapMessage;
  if (told && m?.type === 'request' && typeof m.command === 'string') return m as unknown as DapMessage;
  throw new Error(`it sent a message that cannot be read: ${JSON.stringify(body.slice(0, 60))}`);
}

export function framed(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}
