// Two traces side by side: what counts as the same, and the shares of Table 9 of the CWM paper.
import { describe, expect, it } from 'vitest';
import { compareTraces, firstDivergence } from '../../trace-collector/trace-comparison.ts';
import type { Trace, TraceFrame } from '../../trace-collector/trace.ts';

const frame = (event: TraceFrame['event'], line: number, changed: Record<string, string> = {}, more: Partial<TraceFrame> = {}): TraceFrame => ({ event, code: 0, activation: 0, depth: 0, line, changed, deleted: [], ...more });
const trace = (...frames: TraceFrame[]): Trace => ({ source: 'recording', semantics: '3.11', codes: [{ file: '/w/a.py', function: 'f', line: 1 }], frames, truncated: false });
const run = (x: string, last = 4) => trace(frame('call', 1, { n: '1' }), frame('line', 2), frame('line', 3, { x, y: '0' }), frame('return', last, {}, { value: x }));

describe('a comparison', () => {
  it('finds equal traces equal', () => {
    expect(compareTraces(run('5'), run('5'))).toEqual({ frames: 4, states: 4, actions: 4, same: 4, table9: { stateExactMatch: 1, actionExactMatch: 1, keyMatch: 1, keyValueMatch: 1 } });
  });
  it('tells the first frame that differs, values side by side', () => {
    const c = compareTraces(run('5'), run('6'));
    expect(c.first).toEqual({ frame: 2, values: [{ name: 'x', left: '5', right: '6' }] });
    // One of three states is wrong; of its pairs two are in both, four in either.
    expect(c.table9).toEqual({ stateExactMatch: 2 / 3, actionExactMatch: 1, keyMatch: 1, keyValueMatch: (1 + 1 + 2 / 4) / 3 });
  });
  it('counts what is missing at the end', () => {
    const whole = run('5');
    const c = compareTraces(whole, { ...whole, frames: whole.frames.slice(0, 2) });
    expect(c).toMatchObject({ frames: 4, first: { frame: 2, values: [] }, table9: { stateExactMatch: 2 / 3, actionExactMatch: 0.5 } });
  });
  it('takes a text that was cut for what it begins', () => {
    expect(compareTraces(run("'aaaa…"), run("'aaaabbbb'")).first).toBeUndefined();
  });
  it('does not count the words that pytest puts into a failed assert', () => {
    const raised = (value: string): Trace => trace(frame('line', 2), frame('exception', 2, {}, { value, exception: 'AssertionError' }));
    expect(compareTraces(raised("AssertionError('assert 0 == 1\\n +  where')"), raised('AssertionError()')).first).toBeUndefined();
    expect(compareTraces(raised("AssertionError('no\\nassert 0 == 1')"), raised("AssertionError('no')")).first).toBeUndefined();
    expect(compareTraces(raised("AssertionError('no')"), raised("AssertionError('yes')")).first).toBeDefined();
  });
});

describe('the first divergence, looked for frame by frame', () => {
  const frames = (t: Trace) => ({ codes: t.codes, length: t.frames.length, frame: (i: number) => t.frames[i] });
  const whole = run('5');
  it.each([
    ['equal traces', whole, whole],
    ['another value', whole, run('6')],
    ['another line', whole, run('5', 9)],
    ['a missing end', whole, { ...whole, frames: whole.frames.slice(0, 2) }],
    ['a local that is gone', whole, { ...whole, frames: whole.frames.map((f, i) => (i === 2 ? { ...f, deleted: ['n'] } : f)) }],
    ['other output', whole, { ...whole, frames: whole.frames.map((f, i) => (i === 1 ? { ...f, stdout: 'x' } : f)) }],
  ])('of %s is that of the whole comparison', (_, a, b) => {
    expect(firstDivergence(frames(a), frames(b))).toEqual(compareTraces(a, b).first);
  });
});
