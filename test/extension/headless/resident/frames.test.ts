import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readFrames, writeFrame } from '../../../../extension/headless/resident/frames.ts';

const values = [1, 'é😀', { place: { changes: new Map([['/a.py', null]]) } }, new Uint8Array([1, 2, 3]), [undefined, 2n ** 80n], 'x'.repeat(300_000)];

describe('values over a stream', () => {
  it.each([1, 3, 4, 5, 1000, 1 << 20])('arrive as they were sent, in pieces of %d bytes', async size => {
    const sent = new PassThrough();
    for (const v of values) writeFrame(sent, v);
    sent.end();
    const bytes = Buffer.concat(await sent.toArray());
    const received = new PassThrough();
    const heard: unknown[] = [];
    readFrames(received, v => heard.push(v));
    const pieces = size === 1 ? bytes.subarray(0, 2000) : bytes;
    for (let at = 0; at < pieces.length; at += size) received.write(pieces.subarray(at, at + size));
    received.end();
    await new Promise(r => received.on('end', r));
    expect(heard).toEqual(size === 1 ? values.slice(0, 5) : values);
  });

  it.each([
    ['longer than any question', Buffer.from([255, 255, 255, 255, 0])],
    ['not what V8 writes', Buffer.from([3, 0, 0, 0, 1, 2, 3])],
  ])('end with what is %s', async (_, bytes) => {
    const stream = new PassThrough();
    stream.on('error', () => {});
    const heard: unknown[] = [];
    readFrames(stream, v => heard.push(v));
    const closed = new Promise(r => stream.on('close', r));
    stream.write(bytes);
    await closed;
    expect(heard).toEqual([]);
  });
});
