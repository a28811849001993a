// A language model of the editor's, asked through the worker as the extension host carries its questions. The worker is the built one; the model is this test.
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorker } from '../../../../extension/headless/editor/start-worker.ts';
import type { AskedModel, FromWorker, ToWorker } from '../../../../extension/headless/editor/protocol.ts';
import { said } from '../../../support/model-server.ts';
import { type Folder, makeFolder } from '../folder.ts';

let folder: Folder;
let worker: ChildProcess;
let answer: (question: string) => { text?: string; trouble?: string } | undefined;
const questions: string[] = [];
const told = new Map<number, (m: FromWorker) => void>();
let count = 0;
const post = (m: ToWorker): void => void worker.send(m);
const ask = (id: string, hold?: (n: number) => void): Promise<FromWorker> =>
  new Promise(done => {
    told.set(++count, done);
    post({ kind: 'ask', id: count, ask: { kind: 'askModel', folder: folder.path, id, model: { name: 'some-model', address: 'vscode.lm/test' } } });
    hold?.(count);
  });
const asked = async (id: string): Promise<AskedModel> => {
  const m = await ask(id);
  if (m.kind !== 'answer') throw new Error(m.kind === 'failure' ? m.failure.say : m.kind);
  return m.answer as AskedModel;
};

beforeAll(() => {
  folder = makeFolder({
    'pytest.ini': '[pytest]\n',
    'test_it.py': 'import socket\n\nSECRET_TOKEN = "ghp_0123456789abcdefghij0123456789abcdef"\n\ndef test_name():\n    assert socket.gethostbyname("localhost") == "127.0.0.1"\n\ndef test_sum():\n    assert 1 + 1 == 2\n',
  });
  worker = startWorker(new URL('../../../../dist/editor-start.js', import.meta.url));
  worker.on('message', message => {
    const m = message as FromWorker;
    if (m.kind === 'complete') {
      questions.push(m.user);
      const said = answer(m.user);
      if (said !== undefined) post({ kind: 'completed', call: m.call, ...said });
    } else if (m.kind === 'answer' || m.kind === 'failure') told.get(m.id)?.(m);
  });
});
afterAll(() => {
  worker.kill();
  folder.remove();
});

describe('the editor’s language model', () => {
  it('is asked about a test, and its answer makes nothing certain', async () => {
    answer = () => ({ text: said(['value', "'127.0.0.1'"]) });
    const r = await asked('test_it.py::test_name');
    expect(r).toMatchObject({ outcome: 'unknown', ifRight: 'pass' });
    expect(r.text).toContain("= '127.0.0.1'");
    expect(r.text).toContain('some-model at vscode.lm/test');
    expect(questions[0]).toContain('socket.gethostbyname("localhost")');
    expect(questions[0]).not.toContain('ghp_');
    expect(questions[0]).not.toContain(folder.path);
  });
  it('is not asked about what is known', async () => {
    questions.length = 0;
    expect(await asked('test_it.py::test_sum')).toMatchObject({ outcome: 'pass', probability: 1 });
    expect(questions).toEqual([]);
  });
  it('that refuses leaves the forecast as it was, and says why', async () => {
    answer = () => ({ trouble: 'consent was not given' });
    const r = await asked('test_it.py::test_name');
    expect(r.ifRight).toBeUndefined();
    expect(r.text).toContain('consent was not given');
  });
  it('that never answers is left when the person cancels', async () => {
    answer = () => undefined;
    questions.length = 0;
    const m = await ask('test_it.py::test_name', n => {
      const wait = setInterval(() => {
        if (questions.length === 0) return;
        clearInterval(wait);
        post({ kind: 'cancel', id: n });
      }, 10);
    });
    // What was known by then is still told.
    expect(m.kind === 'answer' ? (m.answer as AskedModel).ifRight : m.kind).toBeUndefined();
  });
});
