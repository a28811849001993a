// `foretrace serve` as another editor meets it: a real client over the built command's standard input and output, and input that no client should send.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { methods, methodsText, notifications } from '../../../extension/headless/serve/methods.ts';
import type { Report, TestForecast } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
const running: ChildProcess[] = [];
const start = (): ChildProcess => {
  const p = spawn(process.execPath, [cli, 'serve'], { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(p);
  return p;
};
const ended = (p: ChildProcess): Promise<number | null> => new Promise(done => p.on('exit', done));

interface Client {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly told: { readonly method: string; readonly params: Record<string, unknown> }[];
  ask<R>(method: string, params?: object): Promise<R>;
}
async function client(initialize: object | null = {}): Promise<Client> {
  const p = start();
  const connection = createMessageConnection(new StreamMessageReader(p.stdout!), new StreamMessageWriter(p.stdin!));
  const told: Client['told'] = [];
  for (const method of Object.keys(notifications)) connection.onNotification(method, (params: Record<string, unknown>) => void told.push({ method, params }));
  connection.listen();
  const c: Client = { process: p, connection, told, ask: (method, params = {}) => connection.sendRequest(method, params) };
  if (initialize !== null) await c.ask('initialize', { workspace: folder.path, ...initialize });
  return c;
}
const refusal = async (answer: Promise<unknown>): Promise<{ code: number; message: string; data?: unknown }> => {
  try {
    await answer;
  } catch (e) {
    const { code, message, data } = e as { code: number; message: string; data?: unknown };
    return { code, message, data };
  }
  throw new Error('it was answered');
};

beforeAll(() => {
  folder = makeFolder({
    'app.py': 'import time\n\ndef total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n\ndef year():\n    return time.gmtime().tm_year\n\ndef endless():\n    while True:\n        pass\n',
    'test_app.py': 'from app import total, year\n\ndef test_total():\n    assert total([1, 2]) == 3\n\ndef test_empty():\n    assert total([]) == 0\n\ndef test_year():\n    assert year() > 2000\n',
    'leap.json': '{"clock": "2024-02-29T12:00:00Z"}',
  });
});
afterEach(() => {
  for (const p of running.splice(0)) p.kill();
});
afterAll(() => folder.remove());

describe('a client', () => {
  it('is told who serves, and gets everything that the documentation names', async () => {
    const c = await client(null);
    expect(await c.ask('initialize', { workspace: folder.path })).toMatchObject({ name: 'foretrace', workspace: folder.path, methods: Object.keys(methods) });
    expect(readFileSync(join(import.meta.dirname, '../../../extension/headless/serve/METHODS.md'), 'utf8')).toBe(methodsText());
  });
  it('gets the forecast of an edit, each test as it comes, and progress', async () => {
    const c = await client();
    const edit = { files: { 'app.py': readFileSync(folder.at('app.py'), 'utf8').replace('result = 0', 'result = 1') } };
    const report = await c.ask<Report>('edit/forecast', { edit, token: 'e1' });
    expect(report.changed).toEqual(['app.py']);
    expect(report.tests.map(t => [t.id, t.change]).sort()).toEqual([
      ['test_app.py::test_empty', 'breaks'],
      ['test_app.py::test_total', 'breaks'],
      ['test_app.py::test_year', 'unknown'],
    ]);
    const streamed = c.told.filter(t => t.method === 'edit/test').map(t => `${t.params.state} ${(t.params.forecast as TestForecast).id} ${(t.params.forecast as TestForecast).outcome}`);
    expect(streamed.filter(s => s.startsWith('before'))).toHaveLength(3);
    expect(streamed).toContain('after test_app.py::test_total fail');
    expect(c.told.filter(t => t.method === '$/progress').map(t => (t.params as { token: string }).token)).toContain('e1');
    for (const t of c.told) expect(notifications[t.method as keyof typeof notifications].params.safeParse(t.params).success).toBe(true);
    expect(methods['edit/forecast'].result.safeParse(report).success).toBe(true);
  });
  it('may send a unified diff, and ask for some tests only', async () => {
    const c = await client();
    const diff = '--- a/app.py\n+++ b/app.py\n@@ -3,3 +3,3 @@\n def total(items):\n-    result = 0\n+    result = 5\n     for i in items:\n';
    const report = await c.ask<Report>('edit/forecast', { edit: { diff }, paths: ['test_app.py::test_empty'] });
    expect(report.tests.map(t => `${t.id} ${t.change}`)).toEqual(['test_app.py::test_empty breaks']);
  });
  it('gets a call line by line, page by page', async () => {
    const c = await client();
    interface Page { readonly trace: number; readonly from: number; readonly total: number; readonly frames: { readonly event: string; readonly line: number; readonly value?: string }[] }
    const r = await c.ask<{ forecast: { value: string }; trace: Page }>('rehearse', { target: 'app.py', call: 'total([1, 2])', trace: { first: 3 } });
    expect(r.forecast.value).toBe('3');
    expect(r.trace.frames.map(f => `${f.event} ${f.line}`)).toEqual(['call 3', 'line 4', 'line 5']);
    const rest = await c.ask<Page>('trace/frames', { trace: r.trace.trace, from: 3, count: 1000 });
    expect(rest.frames).toHaveLength(r.trace.total - 3);
    expect(rest.frames.at(-1)).toMatchObject({ event: 'return', value: '3' });
    expect(await refusal(c.ask('trace/frames', { trace: 99, from: 0, count: 1 }))).toMatchObject({ code: -32803, message: expect.stringContaining('no trace 99') });
  });
  it('rehearses a test, and what an edit would make of a program', async () => {
    const c = await client();
    expect(await c.ask('rehearse', { target: 'test_app.py::test_total', trace: {} })).toMatchObject({ forecast: { id: 'test_app.py::test_total', outcome: 'pass' }, trace: { from: 0 } });
    expect(await c.ask('rehearse', { target: 'new.py', edit: { files: { 'new.py': 'import sys\nprint(sys.argv[1:])\n' } }, arguments: ['x'] })).toMatchObject({ forecast: { stdout: "['x']\n" } });
  });
  it('lists tests', async () => {
    const c = await client();
    expect((await c.ask<{ tests: { id: string }[] }>('tests/list')).tests.map(t => t.id)).toEqual(['test_app.py::test_total', 'test_app.py::test_empty', 'test_app.py::test_year']);
  });
  it('asks under a scenario, its own or a file’s, and is told so', async () => {
    const c = await client({ scenario: 'leap.json' });
    expect(await c.ask('rehearse', { target: 'app.py', call: 'year()' })).toMatchObject({ forecast: { value: '2024', scenario: 'leap.json' } });
    expect(await c.ask('rehearse', { target: 'app.py', call: 'year()', scenario: { clock: 0 } })).toMatchObject({ forecast: { value: '1970' } });
  });
  it('has the origin of an unknown explained, with its line', async () => {
    const c = await client();
    const { forecast } = await c.ask<{ forecast: { outcome: string; why: object[] } }>('rehearse', { target: 'app.py', call: 'year()' });
    expect(forecast.outcome).toBe('unknown');
    expect(await c.ask('origin/explain', { origin: forecast.why[0] })).toMatchObject({ say: expect.stringContaining('time'), remedy: expect.stringContaining('clock'), source: 'return time.gmtime().tm_year' });
  });
  it('cancels a request at once, and goes on', async () => {
    const c = await client();
    const { CancellationTokenSource } = await import('vscode-jsonrpc/node');
    const source = new CancellationTokenSource();
    const from = performance.now();
    const asked = c.connection.sendRequest('rehearse', { target: 'app.py', call: 'endless()', budget: { ms: 60_000, steps: 1e12 }, token: 1 }, source.token);
    setTimeout(() => source.cancel(), 1000);
    expect(await refusal(asked)).toMatchObject({ code: -32800 });
    expect(performance.now() - from).toBeLessThan(20_000);
    expect(await c.ask('rehearse', { target: 'app.py', call: 'total([4])' })).toMatchObject({ forecast: { value: '4' } });
  });
  it('may ask many things at once', async () => {
    const c = await client({ engines: 2 });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => c.ask<{ forecast: { value: string } }>('rehearse', { target: 'app.py', call: `total([${i}, 1])` })));
    expect(answers.map(a => a.forecast.value)).toEqual(Array.from({ length: 8 }, (_, i) => String(i + 1)));
  });
  it('keeps the engine warm: the second forecast of an edit is faster', async () => {
    const c = await client();
    const edit = (n: number): object => ({ edit: { files: { 'app.py': readFileSync(folder.at('app.py'), 'utf8').replace('result = 0', `result = ${n}`) } }, paths: ['test_app.py::test_total'] });
    const took = async (n: number): Promise<number> => {
      const from = performance.now();
      await c.ask('edit/forecast', edit(n));
      return performance.now() - from;
    };
    const first = await took(1);
    await took(2);
    expect(Math.min(await took(3), await took(4))).toBeLessThan(first);
  });
});

describe('an end', () => {
  it('comes with shutdown and exit', async () => {
    const c = await client();
    const end = ended(c.process);
    expect(await c.connection.sendRequest('shutdown')).toBe(null);
    expect(await refusal(c.ask('tests/list'))).toMatchObject({ code: -32600 });
    await c.connection.sendNotification('exit');
    expect(await end).toBe(0);
  });
  it('comes with exit alone, as a failure', async () => {
    const c = await client();
    const end = ended(c.process);
    await c.connection.sendNotification('exit');
    expect(await end).toBe(1);
  });
  it('comes with the end of the input, also while a request is answered', async () => {
    const c = await client();
    const end = ended(c.process);
    c.connection.sendRequest('rehearse', { target: 'app.py', call: 'endless()', budget: { ms: 60_000, steps: 1e12 } }).catch(() => {});
    setTimeout(() => c.process.stdin!.end(), 500);
    expect(await end).toBe(0);
  });
});

describe('bad input', () => {
  it('is refused with what is wrong', async () => {
    const c = await client(null);
    expect(await refusal(c.ask('tests/list'))).toMatchObject({ code: -32002 });
    expect(await refusal(c.ask('initialize', {}))).toMatchObject({ code: -32602, message: expect.stringContaining('workspace') });
    expect(await refusal(c.ask('initialize', { workspace: '/nowhere/at/all' }))).toMatchObject({ code: -32803, message: expect.stringContaining('/nowhere/at/all'), data: { blame: 'user' } });
    await c.ask('initialize', { workspace: folder.path });
    expect(await refusal(c.ask('initialize', { workspace: folder.path }))).toMatchObject({ code: -32600 });
    expect(await refusal(c.ask('no/such'))).toMatchObject({ code: -32601 });
    expect(await refusal(c.ask('rehearse', { target: 'app.py', cal: 'f()' }))).toMatchObject({ code: -32602, message: expect.stringContaining('cal') });
    expect(await refusal(c.ask('rehearse', { target: 'nowhere.py' }))).toMatchObject({ code: -32803, message: expect.stringContaining('nowhere.py') });
    expect(await refusal(c.ask('rehearse', { target: '../../etc/passwd' }))).toMatchObject({ code: -32803, message: expect.stringContaining('workspace') });
    expect(await refusal(c.ask('tests/list', { paths: ['/etc'] }))).toMatchObject({ code: -32803, message: expect.stringContaining('workspace') });
    expect(await refusal(c.ask('rehearse', { target: 'test_app.py::test_nothing' }))).toMatchObject({ code: -32803, message: expect.stringContaining('no such test') });
    expect(await refusal(c.ask('edit/forecast', { edit: { diff: 'nonsense' } }))).toMatchObject({ code: -32803, message: expect.stringContaining('unified diff') });
    expect(await refusal(c.ask('edit/forecast', { edit: { files: { '../outside.py': '' } } }))).toMatchObject({ code: -32803, message: expect.stringContaining('workspace') });
    expect(await refusal(c.ask('edit/forecast', { scenario: { clock: 'noon' } }))).toMatchObject({ code: -32602, message: expect.stringContaining('scenario') });
    expect(await c.ask('rehearse', { target: 'app.py', call: '1 +' })).toMatchObject({ forecast: { outcome: 'fail', raises: { type: 'SyntaxError' } } });
    expect(await c.ask('rehearse', { target: 'app.py', call: 'total([7])' })).toMatchObject({ forecast: { value: '7' } });
  });
  it('that is no JSON, or no request, is answered, and the next request is served', async () => {
    const p = start();
    const heard: { id: unknown; error?: { code: number } }[] = [];
    let gather = Buffer.alloc(0);
    p.stdout!.on('data', (chunk: Buffer) => {
      gather = Buffer.concat([gather, chunk]);
      for (;;) {
        const m = /^Content-Length: (\d+)\r\n\r\n/.exec(gather.toString('latin1'));
        if (m === null || gather.length < m[0].length + Number(m[1])) return;
        heard.push(JSON.parse(gather.subarray(m[0].length, m[0].length + Number(m[1])).toString()) as (typeof heard)[number]);
        gather = gather.subarray(m[0].length + Number(m[1]));
      }
    });
    const send = (text: string): void => void p.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const until = async (n: number): Promise<void> => {
      for (let i = 0; i < 500 && heard.length < n; i++) await new Promise(r => setTimeout(r, 20));
    };
    send('{"jsonrpc": "2.0", "id": 1, "method": ');
    send('42');
    send('{"id": 7, "method": "tests/list"}');
    send('[]');
    send('{"jsonrpc": "2.0", "id": 2, "method": 5}');
    send('{"jsonrpc": "2.0", "method": "unknown/notification"}');
    send(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'initialize', params: { workspace: folder.path } }));
    await until(6);
    expect(heard.map(h => [h.id, h.error?.code])).toEqual([[null, -32700], [null, -32600], [7, -32600], [null, -32600], [2, -32600], [3, undefined]]);
  });
});
