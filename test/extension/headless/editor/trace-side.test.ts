// One side of a timeline: its calls held against a reading frame by frame, its table against the trace, and a million moments within a person's patience.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../extension/headless/debug/frame-source.ts';
import { boxesIn, callSpans, spanAt } from '../../../../extension/headless/editor/call-spans.ts';
import { TraceSide } from '../../../../extension/headless/editor/trace-side.ts';
import { boxSize, type Ask, type Row, type Step } from '../../../../webview/protocol.ts';
import { longSource, longTrace, longFrames, longCodes } from '../../../support/long-trace.ts';

const never = new AbortController().signal;
const lines = longSource.split('\n');
const side = async (length: number): Promise<TraceSide> =>
  TraceSide.read({ source: memorySource(longTrace(length), 'long'), about: 'it ends well', effects: [], linesOf: () => lines, show: f => f.replace('/project/', '') });
const rows = async (s: TraceSide, from: number, count: number): Promise<readonly Row[]> => {
  const a = await s.answer({ kind: 'rows', side: 0, from, count }, never);
  return a.kind === 'rows' ? a.rows : [];
};
const led = async (s: TraceSide, ask: Ask): Promise<number | undefined> => {
  const a = await s.answer(ask, never);
  return a.kind === 'found' ? a.at : undefined;
};
const step = (s: TraceSide, at: number, how: Step): Promise<number | undefined> => led(s, { kind: 'step', side: 0, at, how });

describe('the calls of a trace', () => {
  it('each span begins with a call or a generator that goes on, ends with what leaves it, and lies in its caller', async () => {
    const frames = [...longFrames(6000)];
    const spans = await callSpans(memorySource(longTrace(6000), 'long'));
    expect(spans.firsts.length).toBe(frames.filter(f => f.event === 'call' || f.event === 'resume').length);
    for (let s = 0; s < spans.firsts.length; s++) {
      const [first, last] = [frames[spans.firsts[s]], frames[spans.lasts[s]]];
      expect(['call', 'resume']).toContain(first.event);
      expect(['return', 'unwind', 'yield']).toContain(last.event);
      expect(last.activation).toBe(first.activation);
      expect(spans.raised[s] === 1).toBe(last.event === 'unwind');
      expect(spans.levels[s]).toBe(first.depth);
      const p = spans.parents[s];
      expect(p === -1).toBe(first.depth === 0);
      if (p !== -1) expect(spans.firsts[p] < spans.firsts[s] && spans.lasts[p] > spans.lasts[s]).toBe(true);
    }
    for (let i = 0; i < frames.length; i += 7) expect(spans.activations[spanAt(spans, i)]).toBe(frames[i].activation);
  });
  it('drawn closely each call is a box; drawn from afar no more boxes than pixels, and every call is in one of them', async () => {
    const spans = await callSpans(memorySource(longTrace(20_000), 'long'));
    const length = spans.lasts[0] + 1;
    const close = boxesIn(spans, { from: 0, to: 200, width: 4000, top: 0, rows: 20 });
    const begun = [...spans.firsts].filter(f => f < 200).length;
    expect(close.length / boxSize).toBe(begun);
    const far = boxesIn(spans, { from: 0, to: length, width: 300, top: 0, rows: 20 });
    expect(far.length / boxSize).toBeLessThan(300 * spans.byLevel.length);
    const calls = new Map<number, number>();
    for (let k = 0; k < far.length; k += boxSize) calls.set(far[k], (calls.get(far[k]) ?? 0) + far[k + 4]);
    expect([...calls]).toEqual(spans.byLevel.map((ids, level) => [level, ids.length]));
  });
  it('only the levels asked for are drawn', async () => {
    const spans = await callSpans(memorySource(longTrace(6000), 'long'));
    const levels = boxesIn(spans, { from: 0, to: 6000, width: 1000, top: 2, rows: 2 }).filter((_, i) => i % boxSize === 0);
    expect([...new Set(levels)]).toEqual([2, 3]);
  });
});

describe('the table of a trace', () => {
  it('tells of a line what it sets, also where calls lie in between', async () => {
    const s = await side(3000);
    const told = await rows(s, 0, 60);
    expect(told[1]).toMatchObject({ event: 'line', line: 30, text: 'line_30()', sets: [['total', '1']] });
    expect(told[2]).toMatchObject({ event: 'call', sets: [['n', '0']] });
    expect(told[3]).toMatchObject({ event: 'line', line: 3, sets: [['half', '0']] });
    expect(told[4]).toMatchObject({ line: 4, sets: [['answer', '0']] });
    expect(told[5]).toMatchObject({ event: 'return', value: '0', sets: [] });
  });
  it('tells output at the moment that writes it, in the table and in the list of output', async () => {
    const s = await side(3000);
    const all = await rows(s, 0, 500);
    const writer = all.find(r => r.stdout !== undefined)!;
    expect(writer).toMatchObject({ event: 'call', stdout: 'at 3\n' });
    const a = await s.answer({ kind: 'outputs', side: 0, from: 0, count: 2 }, never);
    expect(a).toMatchObject({ outputs: [{ at: writer.at, text: 'at 3\n', error: false }, { text: 'at 103\n' }] });
    expect(s.told().outputs).toBe([...longFrames(3000)].filter(f => f.stdout !== undefined).length);
  });
  it('tells the stack of a moment with the values of each level', async () => {
    const s = await side(3000);
    const at = (await rows(s, 0, 300)).find(r => r.event === 'line' && r.code === 2)!.at;
    const a = await s.answer({ kind: 'moment', side: 0, at }, never);
    expect(a.kind === 'moment' && a.moment.stack.map(l => [longCodes[l.code].function, l.locals])).toMatchObject([
      ['deep', [['left', expect.any(String)]]],
      ['step', expect.arrayContaining([['n', '3']])],
      ['<module>', [['total', '3']]],
    ]);
  });
});

describe('ways through a trace', () => {
  it('lead by lines, and by calls', async () => {
    const s = await side(3000);
    expect(await step(s, 1, 'next')).toBe(2);
    expect(await step(s, 1, 'over')).toBe(6);
    expect(await step(s, 6, 'overBack')).toBe(1);
    expect(await step(s, 3, 'caller')).toBe(0);
    expect(await step(s, 0, 'callee')).toBe(2);
    expect(await step(s, 2, 'nextCall')).toBe(7);
    expect(await step(s, 7, 'previousCall')).toBe(2);
    expect(await step(s, 0, 'caller')).toBeUndefined();
    expect(await step(s, 0, 'previous')).toBeUndefined();
  });
  it('lead to a text in values, names, functions and output, onward and back, and around the end', async () => {
    const s = await side(3000);
    const all = await rows(s, 0, 3000);
    const search = (at: number, text: string, way: 1 | -1 = 1): Promise<number | undefined> => led(s, { kind: 'search', side: 0, at, text, way });
    const [deep, other] = all.filter(r => r.event === 'call' && r.code === 2).map(r => r.at);
    expect(await search(0, 'DEEP')).toBe(deep);
    expect(await search(deep, 'deep')).toBe(other);
    expect(await search(other, 'deep', -1)).toBe(deep);
    expect(await search(0, 'at 103')).toBe(all.find(r => r.stdout === 'at 103\n')!.at);
    const raised = all.find(r => r.event === 'exception')!;
    expect(await search(0, "ValueError('13')")).toBe(raised.at);
    // A value is found at the line that sets it.
    expect(all[(await search(0, 'half'))!]).toMatchObject({ line: 3, event: 'line' });
    const last = all.findLast(r => r.event === 'call' && r.code === 2)!.at;
    expect(await search(last, 'deep')).toBe(deep);
    expect(await search(0, 'no such thing')).toBeUndefined();
  });
  it('lead to what gave a local its value: the line that set it, or the call that was given it', async () => {
    const s = await side(3000);
    const written = (at: number, level: number, name: string): Promise<number | undefined> => led(s, { kind: 'written', side: 0, at, level, name });
    // `half` is set by moment 3 and read at moment 4; `n` comes with the call, which the line at moment 1 makes.
    expect(await written(4, 0, 'half')).toBe(3);
    expect(await written(4, 0, 'n')).toBe(1);
    expect(await written(9, 1, 'total')).toBe(1);
    expect(await written(4, 0, 'nobody')).toBeUndefined();
  });
  it('lead to the next run of a line', async () => {
    const s = await side(3000);
    expect(await led(s, { kind: 'line', side: 0, at: 0, file: '/project/app.py', line: 3 })).toBe(3);
    expect(await led(s, { kind: 'line', side: 0, at: 4, file: '/project/app.py', line: 3 })).toBe(8);
    expect(await led(s, { kind: 'line', side: 0, at: 4, file: '/project/app.py', line: 39 })).toBeUndefined();
  });
});

describe('a million moments', () => {
  it('are read once within seconds, and then each window comes within a frame of the screen', async () => {
    const source = memorySource(longTrace(1_000_000), 'long');
    const from = performance.now();
    const s = await TraceSide.read({ source, about: '', effects: [], linesOf: () => lines, show: f => f });
    const reading = performance.now() - from;
    const times: number[] = [];
    const asks: Ask[] = [];
    for (let k = 0; k < 60; k++) {
      const at = Math.floor((k * 997_331) % 1_000_000);
      const width = 2 ** (3 + (k % 17));
      asks.push({ kind: 'chart', side: 0, from: Math.max(0, at - width), to: Math.min(source.length, at + width), width: 2000, top: 0, rows: 12 }, { kind: 'rows', side: 0, from: at, count: 128 }, { kind: 'moment', side: 0, at });
    }
    for (const a of asks) {
      const start = performance.now();
      await s.answer(a, never);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    console.log(`a million moments: read in ${Math.round(reading)} ms, a window in ${times[90].toFixed(1)} ms (p95 ${times[170].toFixed(1)} ms)`);
    expect(reading).toBeLessThan(20_000);
    expect(times[90]).toBeLessThan(50);
  });
});
