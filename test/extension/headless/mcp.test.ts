// The tools as an agent meets them: the official client over the built command's standard input and output, in both eras of the protocol, and input that no agent should send.
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tools } from '../../../extension/headless/tools/table.ts';
import { hasPytest } from '../../support/recording.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
const python = spawnSync('python3', ['-c', 'import sys; print(sys.version_info[:2] >= (3, 8))'], { encoding: 'utf8' }).stdout?.trim() === 'True';
const pytestOnPath = spawnSync('pytest', ['--version']).status === 0;
let folder: Folder;
const open: Client[] = [];
const eras = { 'of 2025': {}, 'of 2026': { versionNegotiation: { mode: { pin: '2026-07-28' } } } } as const;

async function connect(era: keyof typeof eras = 'of 2026', args: readonly string[] = []): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, eras[era]);
  open.push(client);
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp', ...args], cwd: folder.path, env: process.env as Record<string, string>, stderr: 'inherit' }));
  // From then on it holds each answer against the tool's output schema.
  await client.listTools();
  return client;
}
interface Answer {
  readonly content: readonly { readonly type: string; readonly text?: string; readonly uri?: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}
const call = async (c: Client, name: string, args: object): Promise<Answer> => (await c.callTool({ name, arguments: args as Record<string, unknown> })) as unknown as Answer;
const answer = async <R = Record<string, unknown>>(c: Client, name: string, args: object): Promise<R> => {
  const r = await call(c, name, args);
  expect(r.isError, r.content[0]?.text).not.toBe(true);
  expect(JSON.parse(r.content[0].text!)).toEqual(r.structuredContent);
  return r.structuredContent as R;
};
const refusal = async (c: Client, name: string, args: object): Promise<string> => {
  const r = await call(c, name, args);
  expect(r.isError).toBe(true);
  expect(r.content[0].text).not.toMatch(/\n\s+at /);
  return r.content[0].text!;
};

const app = 'import time\n\ndef total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n\ndef year():\n    return time.gmtime().tm_year\n\ndef endless():\n    while True:\n        pass\n';
const breaking = { replace: [{ path: 'app.py', old: 'result = 0', new: 'result = 1' }] };
beforeAll(() => {
  folder = makeFolder({
    'pyproject.toml': '',
    'app.py': app,
    'main.py': 'import sys\nfrom app import total\nprint(total([int(a) for a in sys.argv[1:]]))\n',
    'writes.py': 'open("out.txt", "w").write("x")\n',
    'tests/test_app.py': 'from app import total, year\n\ndef test_total():\n    assert total([1, 2]) == 3\n\ndef test_empty():\n    assert total([]) == 0\n\ndef test_year():\n    assert year() > 2000\n',
    'tests/test_other.py': 'def test_other():\n    assert 1 + 1 == 2\n',
    'tests/test_slow.py': 'def test_slow():\n    n = 0\n    while n < 10 ** 9:\n        n += 1\n',
    'conftest.py': '',
    'pytest.ini': '[pytest]\ntestpaths = tests\naddopts = --ignore=tests/test_slow.py\npythonpath = .\n',
  });
});
afterEach(async () => {
  for (const c of open.splice(0)) await c.close();
});
afterAll(() => folder.remove());

describe.each(Object.keys(eras) as (keyof typeof eras)[])('a client %s', era => {
  it('is told every tool, with its schemas and what it may do', async () => {
    const c = await connect(era);
    const { tools: listed } = await c.listTools();
    expect(listed.map(t => t.name)).toEqual(tools.map(t => t.name));
    for (const t of listed) expect(t).toMatchObject({ title: expect.any(String), inputSchema: { type: 'object' }, outputSchema: { type: 'object' } });
    expect(listed.filter(t => t.annotations?.readOnlyHint !== true).map(t => t.name)).toEqual(['record_trace']);
    expect(c.getInstructions()).toContain('predict_edit');
  });
  it('has an edit forecast, and is stopped from a breaking one by a strict policy', async () => {
    const c = await connect(era);
    const forecast = await answer(c, 'predict_edit', { ...breaking, tests: ['tests/test_app.py'] });
    expect(forecast).toMatchObject({ outcome: 'breaks', counts: { breaks: 2, unknown: 1 }, chanceOfNoBreak: 0, policy: { verdict: 'allow' } });
    expect((forecast.tests as object[])[0]).toMatchObject({ id: 'tests/test_app.py::test_total', change: 'breaks', failure: { at: 'tests/test_app.py:4', left: '4', right: '3' } });
    folder.write('.foretrace/policy.json', JSON.stringify({ rules: [{ name: 'no broken tests', when: { breaks: 0.9 }, verdict: 'deny' }] }));
    try {
      expect(await answer(c, 'predict_edit', breaking)).toMatchObject({ policy: { verdict: 'deny', rule: 'no broken tests' } });
      expect(readFileSync(folder.at('app.py'), 'utf8')).toBe(app);
    } finally {
      folder.write('.foretrace/policy.json', '{"rules": []}');
    }
  });
  it('hears how far a call has come', async () => {
    const c = await connect(era);
    const progress: number[] = [];
    await c.callTool({ name: 'predict_edit', arguments: breaking }, { onprogress: p => void progress.push(p.progress) });
    expect(progress.length).toBeGreaterThan(0);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
  });
  it('cancels a call at once, and goes on', async () => {
    const c = await connect(era);
    const stop = new AbortController();
    const endless = c.callTool({ name: 'predict_execution', arguments: { target: 'app.py', call: 'endless()', seconds: 60 } }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    await expect(endless).rejects.toThrow();
    const from = performance.now();
    expect(await answer(c, 'predict_execution', { target: 'app.py', call: 'total([1])' })).toMatchObject({ value: '1' });
    expect(performance.now() - from).toBeLessThan(15_000);
  });
  it('reads a trace by its link', async () => {
    const c = await connect(era);
    const r = await call(c, 'predict_execution', { target: 'app.py', call: 'total([1, 2])', trace: true });
    const link = r.content.find(b => b.type === 'resource_link');
    expect(link?.uri).toBe('foretrace://trace/rehearsal-1');
    const { contents } = await c.readResource({ uri: link!.uri! });
    expect((contents[0] as { text: string }).text).toContain('result = 0');
    expect((await c.listResources()).resources.map(x => x.uri)).toEqual([link!.uri]);
    await expect(c.readResource({ uri: 'foretrace://trace/rehearsal-99' })).rejects.toThrow('no trace rehearsal-99');
  });
});

describe('the tools', () => {
  it('rank candidates: the one that passes first, those that do not apply last', async () => {
    const c = await connect();
    const r = await answer<{ best: string; order: { candidate: string; error?: string }[] }>(c, 'rank_edits', {
      candidates: [
        { name: 'off by one', ...breaking },
        { name: 'gone', replace: [{ path: 'app.py', old: 'no such text', new: '' }] },
        { name: 'sum', replace: [{ path: 'app.py', old: '    result = 0\n    for i in items:\n        result += i\n    return result', new: '    return sum(items)' }] },
        { name: 'broken', files: { 'app.py': 'def total(' } },
      ],
    });
    expect(r.best).toBe('sum');
    expect(r.order.map(o => o.candidate)).toEqual(['sum', 'off by one', 'broken', 'gone']);
    expect(r.order.at(-1)!.error).toContain('the text to replace is not in app.py');
  });
  it('say that a test is not there, where a name finds none: nothing breaks is no answer', async () => {
    const c = await connect();
    expect(await refusal(c, 'predict_edit', { ...breaking, tests: ['tests/test_app.py::test_totl'] })).toContain('no such test: tests/test_app.py::test_totl');
    const plan = await answer<{ goesWrongAt: number; steps: { say: string }[] }>(c, 'rehearse_plan', { steps: [{ command: 'pytest -q tests/test_app.py::test_totl' }] });
    expect([plan.goesWrongAt, plan.steps[0].say]).toEqual([1, 'there is no test tests/test_app.py::test_totl: pytest ends with exit code 4']);
  });
  it.runIf(pytestOnPath)('tell of a command line what its tests do, and of an unknown program how to go on', async () => {
    const c = await connect();
    expect(await answer(c, 'predict_command', { command: 'pytest -q tests/test_app.py -k "total or empty"' })).toMatchObject({ exitCode: 0, tests: [{ counts: { passes: 2 } }] });
    const { unknown } = await answer<{ unknown: { remedy: string }[] }>(c, 'predict_command', { command: 'make install' });
    expect(unknown[0].remedy).not.toContain('scenario');
  });
  it.runIf(hasPytest)('tell what a run printed that came to no tests', async () => {
    const c = await connect();
    expect(await answer(c, 'record_trace', { tests: ['tests/test_app.py::test_totl'] })).toMatchObject({ exitCode: 4, printed: expect.stringContaining('not found') });
  });
  it('list the tests that an edit reaches', async () => {
    const c = await connect();
    const r = await answer<{ affected: { id: string }[]; untouched: number; pytest: string }>(c, 'list_affected_tests', breaking);
    // What is said of test_year names a line of app.py, and that may have moved.
    expect(r.affected.map(t => t.id)).toEqual(['tests/test_app.py::test_total', 'tests/test_app.py::test_empty', 'tests/test_app.py::test_year']);
    expect(r.untouched).toBe(1);
    expect(r.pytest).toBe('pytest tests/test_app.py::test_total tests/test_app.py::test_empty tests/test_app.py::test_year');
  });
  it('forecast a program, and what if the clock were another', async () => {
    const c = await connect();
    expect(await answer(c, 'predict_execution', { target: 'main.py', arguments: ['1', '2'] })).toMatchObject({ outcome: 'pass', stdout: '3\n' });
    expect(await answer(c, 'predict_execution', { target: 'app.py', call: 'year()' })).toMatchObject({ outcome: 'unknown', unknown: [{ remedy: expect.stringContaining('clock') }] });
    expect(await answer(c, 'what_if', { target: 'app.py', call: 'year()', scenario: { clock: '2024-02-29T12:00:00Z' } })).toMatchObject({ differs: true, under: { value: '2024' }, without: { outcome: 'unknown' } });
    expect(await answer(c, 'what_if', { tests: ['tests/test_app.py::test_year'], scenario: { clock: 0 } })).toMatchObject({ differs: true, tests: { outcome: 'breaks' } });
  });
  it('rehearse a plan to the step where it goes wrong', async () => {
    const c = await connect();
    const steps = [
      { files: { 'more.py': 'from app import total\nprint(total([2, 3]))\n' } },
      { command: 'python more.py' },
      breaking,
      { command: "python3 -m pytest tests/test_app.py -q -k 'total and not year'" },
      { command: 'python more.py' },
    ];
    const r = await answer<{ steps: { outcome: string; say: string; execution?: { stdout?: string } }[] }>(c, 'rehearse_plan', { steps });
    expect(r).toMatchObject({ success: 0, goesWrongAt: 4, after: { outcome: 'breaks' } });
    expect(r.steps.map(s => s.outcome)).toEqual(['ok', 'ok', 'ok', 'fails']);
    expect(r.steps[1].execution?.stdout).toBe('5\n');
    expect(await answer(c, 'rehearse_plan', { steps: steps.slice(0, 2) })).toMatchObject({ success: 1, after: { outcome: 'fine' } });
    expect(await answer(c, 'rehearse_plan', { steps: [{ command: 'make all && rm -rf /' }, { command: 'pytest tests/none.py' }] })).toMatchObject({ steps: [{ outcome: 'unknown' }, { outcome: 'fails' }] });
    // Later steps find what a program has written.
    const written = await answer<{ steps: { say: string; command?: { stdout?: string } }[] }>(c, 'rehearse_plan', { steps: [{ command: 'python writes.py' }, { command: 'cat out.txt | wc -l && mv out.txt kept.txt' }, { command: '[ -f kept.txt ] && [ ! -f out.txt ]' }, { command: 'pytest -q tests/test_other.py' }] });
    expect(written).toMatchObject({ success: 1, notes: [], steps: [{ outcome: 'ok' }, { outcome: 'ok', command: { exitCode: 0, made: ['kept.txt'], deleted: ['out.txt'] } }, { outcome: 'ok' }, { outcome: 'ok' }] });
    expect(await answer(c, 'rehearse_plan', { steps: [{ command: 'rm -rf tests && ls tests' }, { command: 'pytest' }] })).toMatchObject({ goesWrongAt: 1, steps: [{ say: 'ends with exit code 2', command: { deleted: expect.arrayContaining(['tests/test_app.py']) } }] });
    expect(await answer(c, 'rehearse_plan', { steps: [{ command: 'make all' }, { command: 'ls' }] })).toMatchObject({ steps: [{ outcome: 'unknown', command: { unknown: [expect.anything()] } }, { outcome: 'ok' }] });
    expect(await answer(c, 'rehearse_plan', { steps: [{ command: 'cp app.py saved.py' }, breaking, { command: 'cp saved.py app.py && rm saved.py' }] })).toMatchObject({ success: 1, after: { outcome: 'fine' } });
    expect(existsSync(folder.at('out.txt'))).toBe(false);
  });
  it('page through traces, compare them, and find what wrote a value', async () => {
    const c = await connect();
    await answer(c, 'predict_execution', { target: 'app.py', call: 'total([1, 2])', trace: true });
    await answer(c, 'predict_execution', { target: 'app.py', call: 'total([1, 2])', trace: true, ...breaking });
    const page = await answer<{ text: string; next: number; total: number }>(c, 'get_trace', { trace: 'rehearsal-1', from: 1, count: 3 });
    expect(page.text.split('\n')[0]).toMatch(/^1 .*4: result = 0/);
    expect(page.next).toBe(4);
    expect(await answer(c, 'get_trace', { trace: 'rehearsal-1', function: 'total' })).toMatchObject({ total: page.total });
    expect(await answer(c, 'compare_traces', { left: 'rehearsal-1', right: 'rehearsal-2' })).toMatchObject({
      same: false, diverges: { frame: 2, values: [{ name: 'result', left: '0', right: '1' }] }, consequences: expect.arrayContaining([expect.stringContaining('sets result 0 → 1')]),
    });
    expect(await answer(c, 'explain_value', { trace: 'rehearsal-1', name: 'result' })).toMatchObject({
      value: '3', writtenBy: { at: 'app.py:6', source: 'result += i', function: 'total', how: 'line' }, before: [{ value: '1' }, { value: '0' }],
    });
    expect(await answer(c, 'explain_value', { trace: 'rehearsal-1', name: 'result', file: 'app.py', line: 6, occurrence: 1 })).toMatchObject({ value: '0', writtenBy: { at: 'app.py:4' } });
    expect(await answer(c, 'explain_value', { trace: 'rehearsal-1', name: 'items' })).toMatchObject({ value: '[1, 2]', writtenBy: { how: 'start' } });
  });
  it.skipIf(!python)('record what really happens, where they are allowed to', async () => {
    const c = await connect();
    expect(await answer(c, 'record_trace', { file: 'main.py', arguments: ['4', '5'] })).toMatchObject({ exitCode: 0, stdout: '9\n', traces: [{ name: expect.stringMatching(/^recording-\d+$/) }] });
    const { traces } = await answer<{ traces: { name: string }[] }>(c, 'get_trace', {});
    expect(await answer(c, 'get_trace', { trace: traces[0].name })).toMatchObject({ kind: 'recording' });
    const careful = await connect('of 2026', ['--no-record']);
    expect((await careful.listTools()).tools.map(t => t.name)).not.toContain('record_trace');
  });
});

it('tells a call that does not parse as Python would', async () => {
  expect(await answer(await connect(), 'predict_execution', { target: 'app.py', call: 'total(' })).toMatchObject({ outcome: 'fail', failure: { error: expect.stringContaining('SyntaxError') } });
});

describe('bad input', () => {
  it('is told in a line that says what to do', async () => {
    const c = await connect();
    expect(await refusal(c, 'predict_edit', { diff: 'hello' })).toContain('not a unified diff');
    expect(await refusal(c, 'predict_edit', { diff: '--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-nothing\n+x\n' })).toContain('the diff does not apply: app.py, hunk 1');
    expect(await refusal(c, 'predict_edit', { files: { '/etc/passwd': '' } })).toContain('leads out of the workspace');
    expect(await refusal(c, 'predict_edit', { ...breaking, tests: ['nowhere.py'] })).toContain('no such file or folder: nowhere.py');
    expect(await refusal(c, 'predict_edit', { dif: 'x' })).toContain('dif');
    expect(await refusal(c, 'predict_execution', { target: 'nowhere.py' })).toContain('nowhere.py');
    expect(await refusal(c, 'predict_execution', { target: 'tests/test_app.py::test_total', call: 'f()' })).toContain('a test takes neither call nor arguments');
    expect(await refusal(c, 'predict_execution', { target: 'tests/test_app.py::test_none' })).toContain('no such test');
    expect(await refusal(c, 'what_if', { scenario: { clock: 'noon' }, target: 'app.py' })).toContain('clock');
    expect(await refusal(c, 'what_if', { scenario: {} })).toContain('either target or tests');
    expect(await refusal(c, 'get_trace', { trace: 'rehearsal-7' })).toContain('no trace rehearsal-7');
    expect(await refusal(c, 'explain_value', { trace: '999', name: 'x' })).toContain('no trace 999');
    expect(await refusal(c, 'list_affected_tests', {})).toContain('give the edit');
    expect(await refusal(c, 'record_trace', { tests: ['--collect-only'] })).toContain('no options');
    await expect(c.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow('no_such_tool');
  });
  it('does not end the server', async () => {
    const c = await connect('of 2025');
    await refusal(c, 'predict_edit', { diff: '\u0000' });
    expect(await answer(c, 'predict_execution', { target: 'app.py', call: 'total([])' })).toMatchObject({ value: '0' });
  });
});

describe('foretrace tool', () => {
  const run = (...args: string[]): { code: number | null; out: string; err: string } => {
    const r = spawnSync(process.execPath, [cli, 'tool', ...args], { cwd: folder.path, encoding: 'utf8' });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  it('gives the same as JSON', () => {
    expect(run().out.split('\n')[0]).toContain('predict_edit');
    expect((JSON.parse(run('--schemas').out) as { name: string }[]).map(t => t.name)).toEqual(tools.map(t => t.name));
    expect(JSON.parse(run('predict_execution', '{"target": "app.py", "call": "total([1])"}').out)).toMatchObject({ value: '1' });
  });
  it('refuses what it does not understand in one line', () => {
    for (const args of [['nothing'], ['predict_edit', '{'], ['predict_execution', '{}'], ['get_trace', '{}', 'more']]) {
      const { code, out, err } = run(...args);
      expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
    }
  });
});
