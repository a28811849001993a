// The editor's worker, asked as the extension asks it: a bug is typed and undone, a file does not parse for a while, values come for the function under the cursor,
// and the debugger sees unsaved text. The worker is the built one.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorker } from '../../../../extension/headless/editor/start-worker.ts';
import type { AnswerTo, Ask, Early, FromWorker, ToWorker } from '../../../../extension/headless/editor/protocol.ts';
import { openStore } from '../../../../trace-collector/store/store.ts';
import { type Folder, makeFolder } from '../folder.ts';

const app = 'def total(prices):\n    """Sum.\n\n    >>> total([1, 2])\n    3\n    """\n    sum_ = 0\n    for p in prices:\n        sum_ += p\n    return sum_\n\n\ndef unused(a):\n    return a\n';
const tests = 'from app import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_empty():\n    assert total([]) == 0\n';
let folder: Folder;
let worker: ChildProcess;
let count = 0;
const waiting = new Map<number, (m: FromWorker) => void>();
const dap: { event?: string; command?: string; body?: { reason?: string }; success?: boolean; message?: string }[] = [];
const bugs: string[] = [];
const early: Early[] = [];
const post = (m: ToWorker): void => void worker.send(m);
const told = (ask: Ask, hold?: (id: number) => void): Promise<FromWorker> =>
  new Promise(done => {
    const id = ++count;
    waiting.set(id, done);
    post({ kind: 'ask', id, ask });
    hold?.(id);
  });
async function ask<A extends Ask>(a: A): Promise<AnswerTo<A>> {
  const m = await told(a);
  if (m.kind !== 'answer') throw new Error(m.kind === 'failure' ? m.failure.say : m.kind);
  return m.answer as AnswerTo<A>;
}
const type = (file: string, text: string | null): void => post({ kind: 'buffer', file: folder.at(file), text });

beforeAll(() => {
  folder = makeFolder({ 'app.py': app, 'test_app.py': tests, 'pytest.ini': '[pytest]\n' });
  worker = startWorker(new URL('../../../../dist/editor-start.js', import.meta.url));
  worker.on('message', message => {
    const m = message as FromWorker;
    if (m.kind === 'dap') dap.push(m.message as (typeof dap)[number]);
    else if (m.kind === 'bug') bugs.push(m.text);
    else if (m.kind === 'early') early.push(m.early);
    else if (m.kind !== 'progress') waiting.get(m.id)?.(m);
  });
});
afterAll(() => {
  worker.kill();
  folder.remove();
});
const rehearse = () => ask({ kind: 'rehearse', folder: folder.path });
const inline = (line: number, file = 'app.py') => ask({ kind: 'inline', folder: folder.path, file: folder.at(file), line });

describe('the editor’s worker', () => {
  it('finds tests by reading and tells what they would do', async () => {
    expect((await ask({ kind: 'discover', folder: folder.path })).tests.map(t => t.id)).toEqual(['test_app.py::test_total', 'test_app.py::test_empty']);
    expect(await rehearse()).toMatchObject({ counts: { fail: 0, pass: 2 }, findings: [] });
  });
  it('tells a second time only what reads otherwise', async () => {
    expect(await rehearse()).toMatchObject({ changed: [] });
    expect(await rehearse()).not.toHaveProperty('tests');
    expect(await ask({ kind: 'rehearse', folder: folder.path, anew: true })).toMatchObject({ tests: [{ line: 4 }, { line: 8 }], changed: [{ state: 'passes' }, { state: 'passes' }] });
  });
  it('finds what an unsaved edit breaks, at the edited line, and that it is mended again', async () => {
    type('app.py', app.replace('+= p', '+= p + 1'));
    const broken = await rehearse();
    expect(broken.counts).toMatchObject({ fail: 1, pass: 1 });
    expect(broken.changed.map(t => t.id)).toEqual(['test_app.py::test_total']);
    expect(broken.findings).toMatchObject([{ file: folder.at('app.py'), line: 9, related: [{ file: folder.at('test_app.py'), line: 5 }] }]);
    type('app.py', null);
    expect(await rehearse()).toMatchObject({ counts: { fail: 0, pass: 2 }, findings: [], changed: [{ id: 'test_app.py::test_total', state: 'passes' }] });
  });
  it('takes a test as an example that reaches the function by ways no name tells, and not the whole file as a script', async () => {
    folder.write('deep.py', 'def deepest(n):\n    return n * 2\n\ndef way(n):\n    return deepest(n) + 1\n');
    folder.write('test_names_deepest.py', 'import deep\n\ndef test_deepest_is_there():\n    assert callable(deep.deepest)\n\nclass TestWay:\n    def check(self, n):\n        return deep.way(n)\n    def test_odd(self):\n        assert self.check(3) == 7\n\nif __name__ == "__main__":\n    import pytest\n    pytest.main()\n');
    await rehearse();
    expect((await inline(2, 'deep.py')).example).toEqual({ kind: 'test', id: 'test_names_deepest.py::TestWay::test_odd' });
    expect((await inline(8, 'test_names_deepest.py')).example).toEqual({ kind: 'test', id: 'test_names_deepest.py::TestWay::test_odd' });
    for (const name of ['deep.py', 'test_names_deepest.py']) rmSync(folder.at(name));
    await rehearse();
  });
  it('says of values that they are those of one order, where a set of texts was gone through on the way, and that no line is left out', async () => {
    folder.write('kinds.py', 'KINDS = {"one", "two", "three"}\nNAMES = [k for k in KINDS]\n\ndef name_of(n):\n    if n == 7:\n        return None\n    return NAMES[n]\n');
    folder.write('test_kinds.py', 'from kinds import KINDS, name_of\n\ndef test_names():\n    assert name_of(0) in KINDS\n');
    await rehearse();
    const told = await inline(7, 'kinds.py');
    expect(told.notTaken).toEqual([]);
    expect(told.lines.find(l => l.line === 7)?.history.at(-1)).toBe('in one order: CPython leaves another one open (iteration order of a set at kinds.py:2).');
    for (const name of ['kinds.py', 'test_kinds.py']) rmSync(folder.at(name));
    await rehearse();
  });
  it('tells what likely fails while slow tests are still being rehearsed', async () => {
    folder.write('test_slow.py', 'from app import total\n\n\ndef test_slow():\n    n = 0\n    for i in range(4_000_000):\n        n += total([1])\n    assert n == 4_000_000\n');
    await rehearse();
    early.length = 0;
    type('app.py', app.replace('+= p', '+= p + 1'));
    expect(await rehearse()).toMatchObject({ counts: { fail: 2, pass: 1 } });
    expect(early[0]).toMatchObject({ likely: expect.any(Number), findings: [{ file: folder.at('app.py'), line: 9, say: expect.stringContaining('would likely fail') }] });
    type('app.py', null);
    rmSync(folder.at('test_slow.py'));
    await rehearse();
  });
  it('keeps a failure that was saved, until it is taken for given', async () => {
    type('app.py', app.replace('+= p', '-= p'));
    await rehearse();
    folder.write('app.py', app.replace('+= p', '-= p'));
    type('app.py', null);
    expect((await rehearse()).findings).toHaveLength(1);
    await ask({ kind: 'baseline', folder: folder.path });
    expect(await rehearse()).toMatchObject({ counts: { fail: 1 }, findings: [] });
    folder.write('app.py', app);
    expect(await rehearse()).toMatchObject({ counts: { fail: 0 } });
    await ask({ kind: 'baseline', folder: folder.path });
  });
  it('stays with the forecast from before while a file does not parse', async () => {
    type('app.py', app.replace('sum_ = 0', 'sum_ = ('));
    expect(await rehearse()).toMatchObject({ unparsed: folder.at('app.py'), counts: { fail: 0, pass: 2 }, changed: [] });
    expect((await inline(9)).nothing).toBe('The code does not parse yet.');
    type('app.py', null);
    expect((await rehearse()).unparsed).toBeUndefined();
  });
  it('predicts the function under the cursor with a test that reaches it', async () => {
    const told = await inline(9);
    expect(told).toMatchObject({ function: { name: 'total', line: 1, end: 10 }, example: { kind: 'test', id: 'test_app.py::test_total' }, notTaken: [] });
    expect(told.lines.map(l => [l.line, l.text])).toEqual([
      [1, 'prices = [1, 2]'],
      [7, 'sum_ = 0'],
      [8, 'p = 1 │ 2'],
      [9, 'sum_ = 1 │ 3'],
      [10, 'returns 3'],
    ]);
  });
  it('predicts it with the example that is pinned', async () => {
    const pinned = await ask({ kind: 'inline', folder: folder.path, file: folder.at('app.py'), line: 9, pinned: { kind: 'test', id: 'test_app.py::test_empty' } });
    expect(pinned).toMatchObject({ example: { id: 'test_app.py::test_empty' }, notTaken: [[9, 9]] });
    const call = await ask({ kind: 'inline', folder: folder.path, file: folder.at('app.py'), line: 9, pinned: { kind: 'call', call: 'total([5])' } });
    expect(call.lines.at(-1)?.text).toBe('returns 5');
  });
  it('says why there is no prediction', async () => {
    expect((await inline(14)).nothing).toContain('reaches unused');
    expect((await inline(11)).nothing).toBe('The cursor is in no function.');
  });
  it('says that the tests cannot begin, where that is why', async () => {
    type('app.py', `import no_such_module\n${app}`);
    expect((await inline(10)).nothing).toMatch(/reaches total: ModuleNotFoundError: No module named 'no_such_module'/);
    type('app.py', null);
  });
  it('offers examples: tests, and calls of the docstring', async () => {
    expect(await ask({ kind: 'examples', folder: folder.path, file: folder.at('app.py'), line: 9 })).toContainEqual({ kind: 'call', call: 'total([1, 2])' });
  });
  it('answers that a question was cancelled, and the next one after it', async () => {
    type('app.py', app.replace('sum_ = 0', 'sum_ = 0\n    while True: pass'));
    const m = await told({ kind: 'inline', folder: folder.path, file: folder.at('app.py'), line: 8 }, id => setTimeout(() => post({ kind: 'cancel', id }), 300));
    expect(m).toMatchObject({ kind: 'failure', failure: { say: 'cancelled' } });
    type('app.py', null);
    expect((await inline(9)).lines).toHaveLength(5);
  });
  it('steps through unsaved text, and refuses to record where the workspace is not trusted', async () => {
    type('app.py', app.replace('+= p', '+= p * 10'));
    const until = async (found: () => boolean): Promise<void> => {
      for (let n = 0; !found() && n < 400; n++) await new Promise(r => setTimeout(r, 25));
    };
    const request = (session: number, seq: number, command: string, args: object): void => post({ kind: 'dap', session, message: { type: 'request', seq, command, arguments: args } });
    post({ kind: 'debug', session: 900, folder: folder.path, trusted: false });
    request(900, 1, 'initialize', { adapterID: 'foretrace' });
    request(900, 2, 'launch', { mode: 'record', program: 'test_app.py' });
    await until(() => dap.some(m => m.command === 'launch'));
    expect(dap.find(m => m.command === 'launch')).toMatchObject({ success: false, message: expect.stringContaining('not trusted') });
    dap.length = 0;
    request(900, 3, 'launch', { mode: 'rehearse', program: 'app.py', call: 'total([4])' });
    await until(() => dap.some(m => m.command === 'launch'));
    expect(dap.find(m => m.command === 'launch')).toMatchObject({ success: true });
    expect(JSON.stringify(dap)).toContain('it gives 40');
    post({ kind: 'dap', session: 900, message: null });
    type('app.py', null);
    expect(existsSync(folder.at('.foretrace'))).toBe(false);
  });
  it('lets go quietly of a folder that is deleted', async () => {
    const gone = folder.at('gone');
    mkdirSync(gone);
    await ask({ kind: 'discover', folder: gone });
    rmSync(gone, { recursive: true });
    for (const kind of ['rehearse', 'behaviour', 'checkStaged', 'calibration', 'recordings'] as const) expect(await told({ kind, folder: gone })).toMatchObject({ kind: 'failure', failure: { say: 'cancelled' } });
    expect(bugs).toEqual([]);
  });
  it('keeps what is seen of another debugger’s session, and says where it cannot', async () => {
    const session = 4242;
    const say = (from: 'editor' | 'adapter', message: unknown): void => post({ kind: 'watched', session, from, message });
    post({ kind: 'watch', session, folder: folder.path, name: 'my session', type: 'debugpy' });
    say('adapter', { type: 'event', seq: 1, event: 'stopped', body: { reason: 'breakpoint', threadId: 1 } });
    say('editor', { type: 'request', seq: 2, command: 'stackTrace', arguments: { threadId: 1, startFrame: 0, levels: 20 } });
    const stackFrames = [{ id: 7, name: 'total', line: 9, source: { path: folder.at('app.py') } }];
    say('adapter', { type: 'response', seq: 3, request_seq: 2, command: 'stackTrace', success: true, body: { stackFrames } });
    say('editor', null);
    // Questions are answered in order: the session is in the store by then.
    await rehearse();
    const store = openStore(folder.at('.foretrace/traces.db'));
    try {
      const [t] = store.traces();
      expect(t).toMatchObject({ title: 'my session', semantics: 'stops', truncated: true, frames: 2 });
      expect(store.open(t.id)!.whole().codes).toMatchObject([{ file: folder.at('app.py'), function: 'total' }]);
    } finally {
      store.close();
    }
    rmSync(folder.at('.foretrace'), { recursive: true });
    writeFileSync(folder.at('.foretrace'), 'no folder');
    post({ kind: 'watch', session, folder: folder.path, name: 'next', type: 'debugpy' });
    say('adapter', { type: 'event', seq: 1, event: 'stopped', body: { reason: 'breakpoint', threadId: 1 } });
    say('editor', { type: 'request', seq: 2, command: 'stackTrace', arguments: { threadId: 1 } });
    say('adapter', { type: 'response', seq: 3, request_seq: 2, command: 'stackTrace', success: true, body: { stackFrames } });
    say('editor', null);
    await rehearse();
    rmSync(folder.at('.foretrace'));
    expect(bugs.splice(0)).toEqual([expect.stringContaining('.foretrace')]);
  });
});
