// The timeline's reducer: what is asked for, when it is there, and where one stands. No browser.
import { describe, expect, it } from 'vitest';
import { boxAt, fitting, hit, momentOf, pixelOf } from '../../webview/chart-layout.ts';
import { contentHeight, rowsInSight, scrolledTo, topRow } from '../../webview/long-list.ts';
import { type About, type Answer, type Ask, type Moment, readToHost, readToPage, type Row } from '../../webview/protocol.ts';
import { initial, pageLength, reduce, rowAt, type State, type TimelineEvent, wanted } from '../../webview/timeline-state.ts';

const side = (length: number, kind: 'predicted' | 'recorded' = 'predicted'): About['sides'][number] => ({ kind, about: 'it ends well', length, levels: 30, outputs: 500, truncated: false, codes: [{ file: '/a.py', shown: 'a.py', function: 'f', line: 1 }], effects: [] });
const about = (...lengths: number[]): About => ({ title: 'test_a', sides: lengths.map((n, k) => side(n, k === 0 ? 'predicted' : 'recorded')), debuggable: true });
const row = (at: number): Row => ({ at, event: 'line', code: 0, line: 3, depth: 0, text: 'x = 1', sets: [['x', '1']], gone: [] });
const through = (s: State, ...events: TimelineEvent[]): State => events.reduce(reduce, s);
const opened = (a: About): State =>
  through(initial, { kind: 'chartSize', width: 1000, levels: 10 }, { kind: 'table', sight: { top: 0, rows: 20 } }, { kind: 'opened', about: a });
const answerTo = (ask: Ask): Answer => {
  switch (ask.kind) {
    case 'rows': return { kind: 'rows', rows: Array.from({ length: ask.count }, (_, k) => row(ask.from + k)) };
    case 'chart': return { kind: 'chart', chart: { rows: 30, boxes: [] } };
    case 'moment': return { kind: 'moment', moment: moment(ask.at, 1) };
    case 'outputs': return { kind: 'outputs', outputs: [] };
    default: return { kind: 'found' };
  }
};
const moment = (at: number, depth: number): Moment => ({ at, stack: Array.from({ length: depth }, () => ({ code: 0, line: 3, locals: [] })), changed: [], call: [0, 9], row: row(at) });
const served = (s: State): State => wanted(s).reduce((t, ask) => reduce(t, { kind: 'answered', ask, answer: answerTo(ask) }), s);

describe('what a timeline asks for', () => {
  it('is nothing before there is a trace, and nothing more once all in sight is there', () => {
    expect(wanted(initial)).toEqual([]);
    const s = opened(about(10_000));
    expect(wanted(s).map(a => a.kind)).toEqual(['rows', 'moment', 'chart']);
    expect(wanted(served(s))).toEqual([]);
  });
  it('is asked of both sides, but not beyond the end of the shorter one', () => {
    const s = opened(about(10_000, 50));
    expect(wanted(s).map(a => `${a.kind} ${a.side}`)).toEqual(['rows 0', 'moment 0', 'chart 0', 'rows 1', 'moment 1', 'chart 1']);
    const far = served(reduce(s, { kind: 'go', at: 5000 }));
    expect(wanted(reduce(far, { kind: 'go', at: 5001 })).map(a => `${a.kind} ${a.side}`)).toEqual(['moment 0']);
  });
  it('are the pages around the rows in sight', () => {
    const s = reduce(served(opened(about(10_000))), { kind: 'table', sight: { top: pageLength * 5 - 3, rows: 20 } });
    expect(wanted(s)).toEqual([4, 5].map(k => ({ kind: 'rows', side: 0, from: k * pageLength, count: pageLength })));
  });
  it('is the chart anew only when what is held is too coarse or too narrow', () => {
    const s = served(opened(about(100_000)));
    expect(wanted(reduce(s, { kind: 'zoom', factor: 0.95, around: 50_000 }))).toEqual([]);
    const close = reduce(s, { kind: 'zoom', factor: 0.3, around: 50_000 });
    const [ask] = wanted(close);
    expect(ask).toMatchObject({ kind: 'chart', from: expect.any(Number) });
    const held = served(close);
    const width = held.view.to - held.view.from;
    expect(wanted(reduce(held, { kind: 'pan', by: width * 0.3 }))).toEqual([]);
    expect(wanted(reduce(held, { kind: 'pan', by: width * 0.8 }))).toMatchObject([{ kind: 'chart' }]);
  });
  it('does not grow with what was seen: pages seen long ago are let go', () => {
    let s = opened(about(1_000_000));
    for (let k = 0; k < 200; k++) s = served(reduce(s, { kind: 'table', sight: { top: k * 5000, rows: 20 } }));
    expect(s.rows.size).toBeLessThan(60);
    expect(wanted(reduce(s, { kind: 'table', sight: { top: 0, rows: 20 } }))).toMatchObject([{ kind: 'rows', from: 0 }]);
  });
});

describe('where one stands', () => {
  it('is the beginning, or where prediction and recording part', () => {
    expect(opened(about(500)).at).toBe(0);
    expect(opened({ ...about(500, 500), divergence: { at: 77, values: [] } }).at).toBe(77);
  });
  it('stays within the trace and comes into sight in table and chart', () => {
    const s = through(opened(about(10_000)), { kind: 'show', stretch: { from: 0, to: 100 } }, { kind: 'go', at: 123_456 });
    expect(s.at).toBe(9999);
    expect(s.table.top + s.table.rows).toBeGreaterThan(9999);
    expect(s.view.from <= 9999 && s.view.to >= 9999).toBe(true);
    expect(reduce(s, { kind: 'go', at: -5 }).at).toBe(0);
  });
  it('moves the table no further than needed', () => {
    const s = opened(about(10_000));
    expect(reduce(s, { kind: 'go', at: 5 }).table.top).toBe(0);
    expect(through(s, { kind: 'go', at: 18 }, { kind: 'go', at: 19 }).table.top).toBe(1);
  });
  it('follows a step, a search, a line; where they lead nowhere that is said', () => {
    const s = served(opened(about(500)));
    const asking = reduce(s, { kind: 'search', text: 'total', way: 1 });
    const [ask] = wanted(asking);
    expect(ask).toEqual({ kind: 'search', side: 0, at: 0, text: 'total', way: 1 });
    expect(reduce(asking, { kind: 'answered', ask, answer: { kind: 'found', at: 44 } })).toMatchObject({ at: 44, errand: undefined });
    expect(reduce(asking, { kind: 'answered', ask, answer: { kind: 'found' } })).toMatchObject({ at: 0, errand: undefined, said: '"total" is not in this trace' });
    // An answer that was overtaken leads nowhere.
    const newer = reduce(asking, { kind: 'step', how: 'over' });
    expect(reduce(newer, { kind: 'answered', ask, answer: { kind: 'found', at: 44 } }).at).toBe(0);
  });
  it('is said with what happens there, and its level is shown in the chart', () => {
    const s = opened(about(500));
    const there = reduce(s, { kind: 'answered', ask: { kind: 'moment', side: 0, at: 0 }, answer: { kind: 'moment', moment: moment(0, 25) } });
    expect(there.said).toBe('moment 1, a.py line 3: x = 1: x = 1');
    expect(there.chart.tops[0]).toBe(15);
  });
});

describe('refusals', () => {
  it('of a search are said; of what is in sight they end the asking until it is made anew', () => {
    const s = served(opened(about(500)));
    const asking = reduce(s, { kind: 'search', text: 'total', way: 1 });
    const searched = reduce(asking, { kind: 'refused', ask: wanted(asking)[0], say: 'too busy' });
    expect(searched).toMatchObject({ failed: undefined, errand: undefined, said: 'too busy' });
    const gone = reduce(reduce(s, { kind: 'go', at: 300 }), { kind: 'refused', ask: { kind: 'moment', side: 0, at: 300 }, say: 'gone' });
    expect(gone.failed).toBe('gone');
    expect(wanted(gone)).toEqual([]);
    expect(rowAt(reduce(gone, { kind: 'opened', about: about(500) }), 0, 0)).toBeUndefined();
  });
});

describe('the arithmetic of the picture', () => {
  const view = { from: 100, to: 300 };
  it('goes from moments to pixels and back', () => {
    expect(pixelOf(200, view, 1000)).toBe(500);
    expect(momentOf(500, view, 1000)).toBe(200);
  });
  it('finds the box under a point, on the level that is shown there', () => {
    const boxes = [3, 120, 140, 0, 1, 0, 4, 125, 130, 0, 1, 1];
    expect(hit(boxes, 110, 20, view, 1000, 3)).toBeUndefined();
    expect(hit(boxes, 130, 20, view, 1000, 3)).toEqual(boxAt(boxes, 1));
    expect(hit(boxes, 130, 5, view, 1000, 3)).toEqual(boxAt(boxes, 0));
  });
  it('cuts names to what fits', () => {
    expect(['total', 'total', 'total'].map((t, k) => fitting(t, [100, 32, 10][k], 8))).toEqual(['total', 'tot…', '']);
  });
  it('scrolls a list of any length to both of its ends', () => {
    for (const length of [10, 5000, 2_000_000, 50_000_000]) {
      const s = { length, rowHeight: 22, height: 440 };
      const bottom = Math.max(0, contentHeight(s) - s.height);
      expect(topRow(s, 0)).toBe(0);
      if (length > rowsInSight(s)) expect(topRow(s, bottom)).toBeCloseTo(length - 20, 3);
      expect(contentHeight(s)).toBeLessThan(16_000_000);
      expect(topRow(s, scrolledTo(s, Math.floor(length / 2)))).toBeCloseTo(Math.floor(length / 2), 3);
    }
  });
});

describe('the protocol', () => {
  it('reads its own messages and refuses all others', () => {
    expect(readToHost({ kind: 'ask', id: 1, ask: { kind: 'rows', side: 0, from: 0, count: 128 } })).toBeDefined();
    for (const m of [undefined, 'x', { kind: 'ask', id: 1, ask: { kind: 'rows', side: 0, from: 0, count: 1e9 } }, { kind: 'ask', id: 1, ask: { kind: 'rows', side: 3, from: 0, count: 1 } }, { kind: 'source', file: 3, line: 1, focus: true }])
      expect(readToHost(m)).toBeUndefined();
    expect(readToPage({ kind: 'timeline', about: about(5) })).toBeDefined();
    expect(readToPage({ kind: 'timeline', about: { ...about(5), sides: [] } })).toBeUndefined();
  });
});
