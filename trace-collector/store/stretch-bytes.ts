// A stretch of frames as bytes: its columns one after the other, then its texts and the state at its beginning as JSON, all deflated. Equal stretches give equal
// bytes, so a test that runs as it did before costs nothing.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { FrameColumns } from '../frame-columns.ts';

const columns = [
  'lines',
  'codes',
  'activations',
  'depths',
  'changeStarts',
  'changedNames',
  'changedTexts',
  'values',
  'exceptions',
  'stdout',
  'stderr',
] as const;
const rest = z.object({
  texts: z.array(z.string()),
  live: z.array(
    z.object({
      activation: z.number(),
      code: z.number(),
      depth: z.number(),
      line: z.number(),
      paused: z.boolean(),
      locals: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
});

/** The bytes of a stretch before they are deflated: what its digest is taken of. */
export function stretchBytes(c: FrameColumns): Uint8Array {
  const texts = new TextEncoder().encode(JSON.stringify({ texts: c.texts, live: c.live }));
  const size = 4 * (2 + columns.length) + columns.reduce((n, k) => n + 4 * c[k].length, 0) + c.kinds.length + texts.length;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const number = (n: number): void => {
    view.setInt32(at, n, true);
    at += 4;
  };
  number(1);
  number(c.length);
  for (const k of columns) number(c[k].length);
  for (const k of columns) for (const n of differences(k, c[k])) number(n);
  out.set(c.kinds, at);
  out.set(texts, at + c.kinds.length);
  return out;
}
export const packed = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: 3 });

/** The stretch that bytes hold. Throws on bytes that are no stretch. */
export function stretchOf(data: Uint8Array): FrameColumns {
  const bytes = inflateRawSync(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0, true) !== 1) throw new RangeError('a stretch of another version');
  const length = view.getInt32(4, true);
  let at = 4 * (2 + columns.length);
  const arrays = columns.map((k, i) => {
    const array = new Int32Array(view.getInt32(8 + 4 * i, true));
    for (let n = 0; n < array.length; n++, at += 4) array[n] = view.getInt32(at, true);
    return [k, sums(k, array)] as const;
  });
  const kinds = Uint8Array.from(bytes.subarray(at, at + length));
  const { texts, live } = rest.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(at + length))));
  return { length, kinds, texts, live, ...(Object.fromEntries(arrays) as Record<(typeof columns)[number], Int32Array>) };
}

/** Columns that mostly rise are kept as differences: they deflate to little. */
const rising = new Set<string>(['lines', 'activations', 'changeStarts', 'changedTexts']);
function differences(k: string, a: Int32Array): Int32Array {
  return rising.has(k) ? a.map((n, i) => (i === 0 ? n : n - a[i - 1])) : a;
}
function sums(k: string, a: Int32Array): Int32Array {
  if (rising.has(k)) for (let i = 1; i < a.length; i++) a[i] += a[i - 1];
  return a;
}
