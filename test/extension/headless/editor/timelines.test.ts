// Timelines as the editor opens them, over the built worker: of a test's rehearsal, unsaved text included, of a recording, of both, and of a debug session.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerTo, Ask, ToWorker } from '../../../../extension/headless/editor/protocol.ts';
import type { Row } from '../../../../webview/protocol.ts';
import { hasPytest } from '../../../support/recording.ts';
import { type Folder, makeFolder } from '../folder.ts';
import { type BuiltWorker, startWorker } from './built-worker.ts';

if (!hasPytest) console.warn('SKIPPED: timelines of recordings: there is no python3 with pytest');
const app = 'def total(prices):\n    sum_ = 0\n    for p in prices:\n        sum_ += p\n    print(sum_)\n    return sum_\n';
const tests = 'from app import total\n\n\ndef test_total():\n    with open("out.txt", "w") as f:\n        f.write("x")\n    assert total([1, 2]) == 3\n';
const id = 'test_app.py::test_total';
let folder: Folder;
let worker: BuiltWorker;
const ask = <A extends Ask>(a: A): Promise<AnswerTo<A>> => worker.ask(a);
const post = (m: ToWorker): void => worker.post(m);
const rows = async (view: number, side = 0): Promise<readonly Row[]> => {
  const a = await ask({ kind: 'timeline', folder: folder.path, view, ask: { kind: 'rows', side, from: 0, count: 512 } });
  return a.kind === 'rows' ? a.rows : [];
};
const open = (view: number, wanted: Extract<Ask, { kind: 'openTimeline' }>['wanted']) => ask({ kind: 'openTimeline', folder: folder.path, view, wanted });

beforeAll(() => {
  folder = makeFolder({ 'app.py': app, 'test_app.py': tests, 'pytest.ini': '[pytest]\n' });
  worker = startWorker();
});
afterAll(async () => {
  await worker.end();
  folder.remove();
});

describe('a timeline', () => {
  it('of a test shows its rehearsal with unsaved text, the source that it was made from, and what it would change', async () => {
    post({ kind: 'buffer', file: folder.at('app.py'), text: app.replace('+= p', '+= p * 10') });
    const about = await open(1, { kind: 'launch', arguments: { mode: 'rehearse', program: id } });
    expect(about).toMatchObject({ title: id, debuggable: true, sides: [{ kind: 'predicted', outputs: 1, about: expect.stringContaining('AssertionError') }] });
    expect(about.sides[0].effects.map(e => e.kind)).toContain('write');
    const all = await rows(1);
    expect(all.filter(r => r.text.startsWith('sum_ += p * 10')).map(r => r.sets)).toEqual([[['sum_', '10']], [['sum_', '30']]]);
    expect(all[about.start!]).toMatchObject({ event: 'exception', exception: 'AssertionError' });
    expect(all.find(r => r.stdout !== undefined)).toMatchObject({ text: 'print(sum_)', stdout: '30\n' });
    post({ kind: 'buffer', file: folder.at('app.py'), text: null });
    // The trace is still that of the text that it was made from.
    expect((await rows(1)).filter(r => r.text === 'sum_ += p * 10')).toHaveLength(2);
  });
  it('runs nothing: a launch that records is refused, and no store is made by looking for recordings', async () => {
    await expect(open(2, { kind: 'launch', arguments: { mode: 'record', program: id } })).rejects.toThrow('records nothing');
    expect(await ask({ kind: 'recordings', folder: folder.path })).toEqual([]);
    await expect(open(2, { kind: 'compared', test: id })).rejects.toThrow(`no recording of ${id}`);
    expect(existsSync(folder.at('.foretrace'))).toBe(false);
  });
  it('that was closed, or never opened, answers no more', async () => {
    await ask({ kind: 'closeTimeline', folder: folder.path, view: 1 });
    await expect(rows(1)).rejects.toThrow('gone; make it anew');
  });
  it('of a debug session is the session’s own trace, and the session tells where it stands', async () => {
    const until = async (found: () => boolean): Promise<void> => {
      for (let n = 0; !found() && n < 400; n++) await new Promise(r => setTimeout(r, 25));
    };
    const request = (seq: number, command: string, args: object): void => post({ kind: 'dap', session: 77, message: { type: 'request', seq, command, arguments: args } });
    post({ kind: 'debug', session: 77, folder: folder.path, trusted: false });
    request(1, 'initialize', { adapterID: 'foretrace' });
    request(2, 'launch', { mode: 'rehearse', program: 'app.py', call: 'total([4, 5])' });
    request(3, 'configurationDone', {});
    await until(() => worker.stops.length === 1);
    const about = await open(3, { kind: 'session', session: 77 });
    expect(about.sides[0].about).toContain('it gives 9');
    request(4, 'foretrace/goToMoment', { moment: 4 });
    await until(() => worker.stops.length === 2);
    expect(worker.stops[1]).toBe(4);
    // The picture goes; the session stays.
    await ask({ kind: 'closeTimeline', folder: folder.path, view: 3 });
    request(5, 'foretrace/goToMoment', { moment: 5 });
    await until(() => worker.stops.length === 3);
    expect(worker.stops[2]).toBe(5);
    post({ kind: 'dap', session: 77, message: null });
  });
  it.skipIf(!hasPytest)('of a recording shows what happened, with the lines that ran', { timeout: 60_000 }, async () => {
    const recorded = await ask({ kind: 'record', folder: folder.path, ids: [] });
    expect(recorded.results).toMatchObject([{ id, result: 'passed' }]);
    folder.write('app.py', `# moved\n${app}`);
    const [found] = await ask({ kind: 'recordings', folder: folder.path, test: id });
    expect(found).toMatchObject({ test: id, result: 'passed' });
    const about = await open(4, { kind: 'launch', arguments: { mode: 'replay', trace: found.id } });
    expect(about.sides[0]).toMatchObject({ kind: 'recorded', effects: [] });
    expect((await rows(4)).filter(r => r.text === 'sum_ += p').map(r => r.sets)).toEqual([[['sum_', '1']], [['sum_', '3']]]);
    folder.write('app.py', app);
  });
  it.skipIf(!hasPytest)('recorded calls are examples of a function, told as recorded and no longer once it has changed', async () => {
    const at = { folder: folder.path, file: folder.at('app.py'), line: 3 };
    const examples = await ask({ kind: 'examples', ...at });
    const recorded = examples.find(e => e.kind === 'recorded')!;
    expect(recorded).toMatchObject({ call: 'total(prices=[1, 2])' });
    // Its arguments can be written down, so it can be predicted with them as well.
    expect(examples).toContainEqual({ kind: 'call', call: 'total(prices=[1, 2])' });
    const shown = await ask({ kind: 'inline', ...at, pinned: recorded });
    expect(shown.recorded).toBeGreaterThan(0);
    expect(shown.lines.map(l => [l.line, l.text])).toEqual([[1, 'prices = [1, 2]'], [2, 'sum_ = 0'], [3, 'p = 1 │ 2'], [4, 'sum_ = 1 │ 3'], [6, 'returns 3']]);
    const turn = await ask({ kind: 'inline', ...at, pinned: recorded, turns: { 0: 2 } });
    expect(turn.lines.find(l => l.line === 4)?.text).toBe('sum_ = 3');
    post({ kind: 'buffer', file: folder.at('app.py'), text: `import os\n${app}` });
    expect((await ask({ kind: 'inline', ...at, pinned: recorded })).lines.map(l => l.line)).toEqual([2, 3, 4, 5, 7]);
    post({ kind: 'buffer', file: folder.at('app.py'), text: app.replace('+= p', '-= p') });
    expect((await ask({ kind: 'inline', ...at, pinned: recorded })).nothing).toBe('total has changed since that call was recorded.');
    post({ kind: 'buffer', file: folder.at('app.py'), text: null });
  });
  it.skipIf(!hasPytest)('verified forecasts are kept, judged, and told by the calibration', { timeout: 60_000 }, async () => {
    expect(await ask({ kind: 'calibration', folder: folder.path })).toMatchObject({ report: { verified: 0 } });
    await ask({ kind: 'record', folder: folder.path, ids: [], verify: true });
    expect(await ask({ kind: 'calibration', folder: folder.path })).toMatchObject({
      report: { verified: 1, confirmed: 1, refuted: 0, abstention: 0, uncorrected: { count: 1, brier: 0, ece: 0, bins: [{ from: 0.9, count: 1, predicted: 1, observed: 1 }] } },
      surprises: [],
    });
  });
  it.skipIf(!hasPytest)('of both tells that they are the same, or the line at which they part', { timeout: 60_000 }, async () => {
    const same = await open(5, { kind: 'compared', test: id });
    expect(same.sides.map(s => s.kind)).toEqual(['predicted', 'recorded']);
    expect(same.divergence).toBeUndefined();
    folder.write('app.py', app.replace('+= p', '+= p + 1'));
    const parted = await open(5, { kind: 'compared', test: id });
    expect(parted.divergence?.values).toEqual([{ name: 'sum_', left: '2', right: '1' }]);
    const [thought, happened] = [await rows(5, 0), await rows(5, 1)];
    const at = parted.divergence!.at;
    expect(thought[at]).toMatchObject({ text: 'sum_ += p + 1', sets: [['sum_', '2']] });
    expect(happened[at]).toMatchObject({ text: 'sum_ += p', sets: [['sum_', '1']] });
    folder.write('app.py', app);
  });
});
