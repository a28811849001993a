// Reads a recording that foretrace_tracer.py has written, as far as it goes: a process that was killed leaves a shorter file, not a broken one. It tells the
// records apart; what their events mean is told by recorded-events.ts.
import { closeSync, openSync, readSync } from 'node:fs';
import * as z from 'zod';
import { notARecording } from '../failure.ts';
import { type Item, readMarshal } from './marshal.ts';

const magic = 'FTREC\0\0\x01';

/** What a recording says of its process. */
export const recordingHead = z.object({
  version: z.literal(1),
  /** "3.11" */
  python: z.string(),
  implementation: z.string(),
  pid: z.number(),
  parent: z.number(),
  /** Seconds since 1970. */
  started: z.number(),
  argv: z.array(z.string()),
  folder: z.string(),
  /** Longest text of a value. */
  text: z.number(),
  /** The limit on an int's digits, 0 for none. */
  digits: z.number(),
});
export type RecordingHead = z.infer<typeof recordingHead>;

export interface RecordedCode {
  readonly file: string;
  readonly function: string;
  readonly line: number;
  readonly generator: boolean;
  readonly names: string[];
}
export interface RecordingReader {
  head(head: RecordingHead): void;
  code(number: number, code: RecordedCode): void;
  events(thread: number, items: readonly Item[]): void;
  /** The process has ended in order; `cut` says that it reached a limit. */
  end(cut: boolean): void;
}

/** Reads a file from its start to its end, or to where it was cut off. Throws a Failed where it is no recording of ours. */
export function readRecording(path: string, reader: RecordingReader): void {
  const fd = openSync(path, 'r');
  try {
    const start = readExactly(fd, 8);
    if (start === undefined) return; // Killed before it could say anything.
    if (Buffer.from(start).toString('latin1') !== magic) throw notARecording(path);
    for (;;) {
      const head = readExactly(fd, 5);
      if (head === undefined) return;
      const view = new DataView(head.buffer, head.byteOffset);
      const payload = readExactly(fd, view.getUint32(0, true) - 1);
      if (payload === undefined) return;
      tell(head[4], payload, reader);
    }
  } finally {
    closeSync(fd);
  }
}
function readExactly(fd: number, n: number): Uint8Array | undefined {
  if (n < 0 || n > 1 << 30) return undefined;
  const bytes = new Uint8Array(n);
  for (let at = 0; at < n; ) {
    const got = readSync(fd, bytes, at, n - at, null);
    if (got === 0) return undefined;
    at += got;
  }
  return bytes;
}
function tell(kind: number, payload: Uint8Array, reader: RecordingReader): void {
  switch (kind) {
    case 72:
      reader.head(recordingHead.parse(JSON.parse(new TextDecoder().decode(payload))));
      return;
    case 67:
      for (const row of readMarshal(payload) as readonly Item[][]) {
        const [number, file, name, line, generator, , names] = row as unknown as [number, string, string, number, boolean, boolean, string[]];
        reader.code(number, { file, function: name, line, generator, names: [...names] });
      }
      return;
    case 69:
      reader.events(new DataView(payload.buffer, payload.byteOffset).getUint32(0, true), readMarshal(payload.subarray(4)) as readonly Item[]);
      return;
    case 88:
      reader.end((JSON.parse(new TextDecoder().decode(payload)) as { cut: boolean }).cut);
  }
}
