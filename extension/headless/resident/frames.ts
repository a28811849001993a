// Values over a stream: each as V8 writes it (all that a structured clone may hold), behind its length in four bytes. Both ends are this program, of one build and one user.
import type { Readable, Writable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

/** No question or answer comes near: whoever sends more is someone else. */
const longest = 1 << 30;

export function writeFrame(to: Writable, value: unknown): void {
  if (to.destroyed || !to.writable) return;
  const body = serialize(value);
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32LE(body.length);
  to.cork();
  to.write(head);
  to.write(body);
  to.uncork();
}

/** Calls `hear` with each value; what is no frame destroys the stream. */
export function readFrames(from: Readable, hear: (value: unknown) => void): void {
  let waiting: Buffer[] = [];
  let have = 0;
  let need = 4;
  let inBody = false;
  from.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    have += chunk.length;
    while (have >= need) {
      const all = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
      const part = all.subarray(0, need);
      const rest = all.subarray(need);
      waiting = rest.length > 0 ? [rest] : [];
      have = rest.length;
      if (inBody) {
        need = 4;
        inBody = false;
        let value: unknown;
        try {
          value = deserialize(part);
        } catch {
          from.destroy();
          return;
        }
        hear(value);
      } else {
        need = part.readUInt32LE();
        inBody = true;
        if (need > longest) {
          from.destroy();
          return;
        }
      }
    }
  });
}
