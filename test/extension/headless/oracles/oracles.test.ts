// Oracles as users have them: on the command line and in the tools for agents, with a real engine, a real store with real recordings, and a real server on this machine.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast, OracleUse, Report, TestForecast } from '../../../../trace-collector/trace.ts';
import type { CwmPrediction } from '../../../../extension/headless/oracles/cwm-prediction.ts';
import { readTokenizer } from '../../../../extension/headless/oracles/tokenizer.ts';
import { piecesOfText } from '../../../../predictor/oracles/cwm-reading.ts';
import { promptIds } from '../../../../predictor/oracles/cwm.ts';
import { smallTokenizer } from '../../../support/cwm-tokenizer.ts';
import { json, type ModelServer, modelServer, said, stream } from '../../../support/model-server.ts';
import { canRecord, type Place, place } from '../../../support/recording.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
let here: Place;
let server: ModelServer;
interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
/** Not synchronous: the server that is asked lives in this process. */
const foretrace = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise(done => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: here.folder,
      env: { ...process.env, NO_COLOR: '1', HOME: here.folder, XDG_CONFIG_HOME: join(here.folder, 'config'), FORETRACE_CACHE: join(here.folder, 'cache'), ...more },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', d => (out += d));
    child.stderr.on('data', d => (err += d));
    child.on('close', code => done({ code, out, err }));
  });
const check = async (...args: string[]): Promise<Report> => JSON.parse((await foretrace(['check', '--format', 'json', ...args])).out) as Report;
const test = (r: Report, name: string): TestForecast => r.tests.find(t => t.id.endsWith(`::${name}`))!.after!;
const rehearse = async (...args: string[]): Promise<{ forecast: Forecast; uses?: OracleUse[] }> => JSON.parse((await foretrace(['rehearse', '--format', 'json', ...args])).out);
const settings = (s: object): void => {
  mkdirSync(join(here.folder, '.foretrace'), { recursive: true });
  writeFileSync(join(here.folder, '.foretrace', 'oracles.json'), JSON.stringify(s));
};
/** Answers by the expression that is asked for. */
const answering =
  (answers: Readonly<Record<string, readonly [string, string]>>): Parameters<ModelServer['behave']>[0] =>
  ({ body }, a) => {
    const questions = [...(body.messages[1].content as string).matchAll(/^q(\d+): \S+ in \S+: (.*?)(?:;| \(not known)/gm)];
    stream(a, said(...questions.map(([, , text]) => answers[text] ?? (['unknown', ''] as const))));
  };

beforeAll(async () => {
  here = place();
  server = await modelServer((_, a) => stream(a, said()));
  here.write('pytest.ini', '[pytest]\n');
  here.write(
    'app.py',
    `import subprocess, sys

def ask(kind, times=2):
    out = subprocess.run([sys.executable, "-c", f"print({kind!r} * {times})"], capture_output=True, text=True)
    if out.returncode != 0:
        raise ValueError(kind)
    return out.stdout.strip()

def chance():
    import random
    return random.random()

class Client:
    def get(self, url):
        import urllib.request
        with urllib.request.urlopen(url) as r:
            return r.read().decode()
`,
  );
  here.write(
    'test_app.py',
    `from app import Client, ask, chance

def test_asks():
    assert ask("ab") == "abab"

def test_asks_otherwise():
    assert ask("ab", 3) == "abab"

def test_get():
    assert Client().get("http://127.0.0.1:9/").startswith("hello")

def test_chance():
    assert chance() < 2

def test_sum():
    assert 1 + 1 == 2
`,
  );
  here.write('many.py', 'import app\n\ndef all():\n    return [app.Client().get(u) for u in ("http://a", "http://b")]\n');
});
afterAll(async () => {
  here.remove();
  await server.close();
});
afterEach(() => {
  server.received.length = 0;
  rmSync(join(here.folder, '.foretrace', 'oracles.json'), { force: true });
  rmSync(join(here.folder, 'config'), { recursive: true, force: true });
  rmSync(join(here.folder, 'cache', 'answers'), { recursive: true, force: true });
});

const chat = (): object => ({ chat: { address: server.address, model: 'some-model', seconds: 5, retries: 0 } });

describe('without an oracle', () => {
  it('nothing is asked, whatever the workspace says', async () => {
    settings({ ...chat(), use: ['chat', 'cwm'] });
    const r = await check();
    expect(test(r, 'test_asks')).toMatchObject({ outcome: 'unknown' });
    expect(r.oracles).toBeUndefined();
    expect(server.received).toHaveLength(0);
  });
});

describe('a chat model', () => {
  it('makes an unknown test likely, and never certain', async () => {
    settings(chat());
    server.behave(answering({ 'out.returncode': ['value', '0'], 'out.stdout': ['value', "'abab\\n'"], 'urllib.request.urlopen(url)': ['object', ''], 'r.read()': ['value', "b'hello you'"] }));
    const r = await check('--oracle', 'chat');
    expect(test(r, 'test_asks')).toMatchObject({ outcome: 'unknown', result: 'unknown', filled: { outcome: 'pass', answers: [{ oracle: 'chat' }, { oracle: 'chat', what: 'out.stdout', value: "'abab\\n'" }] } });
    expect(test(r, 'test_asks').probability).toBeGreaterThan(0.6);
    expect(test(r, 'test_asks').probability).toBeLessThan(1);
    expect(test(r, 'test_asks').why[0]).toEqual({ reason: 'model', what: 'chat' });
    expect(test(r, 'test_asks_otherwise').filled).toBeDefined();
    expect(test(r, 'test_get')).toMatchObject({ outcome: 'unknown', filled: { outcome: 'pass' } });
    expect(test(r, 'test_sum')).toMatchObject({ outcome: 'pass', probability: 1 });
    expect(test(r, 'test_sum').filled).toBeUndefined();
    expect(r.oracles).toMatchObject([{ oracle: 'chat', address: server.address }]);
  });
  it('that says what makes a test fail makes it likely to fail', async () => {
    settings(chat());
    server.behave(answering({ 'out.returncode': ['value', '0'], 'out.stdout': ['value', "'no'"] }));
    const f = test(await check('--oracle', 'chat', 'test_app.py::test_asks'), 'test_asks');
    expect(f).toMatchObject({ outcome: 'unknown', filled: { outcome: 'fail' }, raises: { type: 'AssertionError', sides: { left: "'no'", right: "'abab'" } } });
    expect(f.probability).toBeLessThan(0.4);
  });
  it('is not asked about chance, and time', async () => {
    settings(chat());
    const r = await check('--oracle', 'chat', 'test_app.py::test_chance');
    expect(test(r, 'test_chance').filled).toBeUndefined();
    expect(server.received).toHaveLength(0);
  });
  it('names itself, its address and each answer in the text', async () => {
    settings(chat());
    server.behave(answering({ 'out.returncode': ['value', '0'], 'out.stdout': ['value', "'abab'"] }));
    const { out, err, code } = await foretrace(['check', '--oracle', 'chat', 'test_app.py::test_asks']);
    expect(err).toContain(`oracle chat: some-model at ${server.address}; code around unknowns is sent there`);
    expect(out).toContain('test_app.py::test_asks would pass, if these answers are right');
    expect(out).toContain("out.stdout = 'abab'");
    expect(out).toContain(`asked chat at ${server.address}`);
    expect(code).toBe(3);
  });
  it('fills what a call needs: values in turn, exceptions', async () => {
    settings(chat());
    server.behave(answering({ 'urllib.request.urlopen(url)': ['object', ''], 'r.read()': ['value', "b'x'"] }));
    const r = await rehearse('many.py', '--call', 'all()', '--oracle', 'chat');
    expect(r.forecast).toMatchObject({ outcome: 'unknown', value: "['x', 'x']", filled: { outcome: 'pass' } });
    server.behave(answering({ 'urllib.request.urlopen(url)': ['raises', "TimeoutError('slow')"] }));
    rmSync(join(here.folder, 'cache', 'answers'), { recursive: true, force: true });
    const raised = await rehearse('many.py', '--call', 'all()', '--oracle', 'chat');
    expect(raised.forecast).toMatchObject({ outcome: 'unknown', filled: { outcome: 'fail' }, raises: { type: 'TimeoutError', message: 'slow' } });
  });
  it('gets nothing evaluated: code in place of a value is no answer', async () => {
    settings(chat());
    const harm = join(here.folder, 'harm');
    server.behave(answering({ 'out.returncode': ['value', `open(${JSON.stringify(harm)}, "w")`], 'out.stdout': ['raises', `ValueError(open(${JSON.stringify(harm)}, "w"))`] }));
    const r = await check('--oracle', 'chat', 'test_app.py::test_asks');
    expect(test(r, 'test_asks').filled).toBeUndefined();
    expect(r.effects.filter(e => e.kind === 'write')).toEqual([]);
    expect(r.oracles?.[0].trouble).toMatch(/no Python literal/);
    expect(existsSync(harm)).toBe(false);
  });
  it('that is not there leaves the forecast as it was', async () => {
    settings({ chat: { address: 'http://127.0.0.1:9/v1', model: 'm', retries: 0, seconds: 2 } });
    const r = await check('--oracle', 'chat', 'test_app.py::test_asks');
    expect(test(r, 'test_asks')).toMatchObject({ outcome: 'unknown', probability: 0.5 });
    expect(r.oracles).toMatchObject([{ answered: 0, trouble: expect.stringMatching(/cannot be reached/) }]);
  });
  it('takes its key from the environment, and says so where it is not there', async () => {
    settings({ chat: { address: server.address, model: 'm', key: 'SOME_KEY' } });
    expect((await foretrace(['check', '--oracle', 'chat'])).err).toMatch(/the environment variable SOME_KEY holds no key/);
    await foretrace(['check', '--oracle', 'chat', 'test_app.py::test_asks'], { SOME_KEY: 'abc' });
    expect(server.received[0].headers.authorization).toBe('Bearer abc');
  });
  it("is switched on by a person's own file, and off by --oracle none", async () => {
    here.write('config/foretrace/oracles.json', JSON.stringify({ ...chat(), use: ['chat'] }));
    server.behave(answering({ 'out.returncode': ['value', '0'] }));
    await check('test_app.py::test_asks');
    expect(server.received.length).toBeGreaterThan(0);
    const before = server.received.length;
    await check('test_app.py::test_asks', '--oracle', 'none');
    expect(server.received).toHaveLength(before);
  });
  it('answers for agents, too', async () => {
    settings(chat());
    server.behave(answering({ 'out.returncode': ['value', '0'], 'out.stdout': ['value', "'abab'"] }));
    const told = async (tool: string, input: object): Promise<Record<string, unknown>> => {
      const { out, err } = await foretrace(['tool', tool, JSON.stringify(input), '--oracle', 'chat']);
      expect(err).toContain(server.address);
      return JSON.parse(out) as Record<string, unknown>;
    };
    expect(await told('predict_execution', { target: 'app.py', call: 'ask("ab")' })).toMatchObject({ outcome: 'unknown', value: "'abab'", oracles: { ifRight: 'pass', answers: [{ oracle: 'chat' }, { value: "'abab'" }] } });
    expect(await told('predict_edit', { tests: ['test_app.py::test_asks'] })).toMatchObject({
      outcome: 'unknown',
      tests: [{ change: 'unknown', oracles: { ifRight: 'pass' } }],
      oracles: [{ oracle: 'chat', address: server.address }],
    });
  });
});

describe('an MCP server with an oracle', () => {
  it('asks it for the client’s questions, and tells that it may', async () => {
    settings(chat());
    server.behave(answering({ 'out.returncode': ['value', '0'], 'out.stdout': ['value', "'abab'"] }));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [cli, 'mcp', '--oracle', 'chat'],
        cwd: here.folder,
        env: { ...(process.env as Record<string, string>), HOME: here.folder, FORETRACE_CACHE: join(here.folder, 'cache') },
        stderr: 'ignore',
      }),
    );
    try {
      const { tools } = await client.listTools();
      expect(tools.find(t => t.name === 'predict_edit')?.annotations?.openWorldHint).toBe(true);
      const r = await client.callTool({ name: 'predict_edit', arguments: { tests: ['test_app.py::test_asks'] } });
      expect(r.structuredContent).toMatchObject({ tests: [{ oracles: { ifRight: 'pass' } }], oracles: [{ oracle: 'chat', address: server.address }] });
      const call = await client.callTool({ name: 'predict_execution', arguments: { target: 'app.py', call: 'ask("ab")' } });
      expect(call.structuredContent).toMatchObject({ outcome: 'unknown', value: "'abab'", oracles: { ifRight: 'pass' }, asked: [{ oracle: 'chat' }] });
    } finally {
      await client.close();
    }
  });
});

describe('settings', () => {
  it.each<[string, RegExp]>([
    ['{"chat": {"model": "m"}}', /oracles\.json: \$\.chat\.address is missing/],
    ['{"chat": {"address": "ftp://x", "model": "m"}}', /\$\.chat\.address must be an address such as/],
    ['{"chat": {"address": "http://x", "model": "m", "key": "sk-123 abc"}}', /\$\.chat\.key must be the name of an environment variable/],
    ['{"chats": {}}', /\$\.chats is no setting of an oracle/],
    ['{"chat"', /\$ is not JSON/],
    ['{}', /--oracle chat: \.foretrace\/oracles\.json does not say where it is/],
  ])('that read %s are refused in one line', async (text, say) => {
    here.write('.foretrace/oracles.json', text);
    const { err, code } = await foretrace(['check', '--oracle', 'chat']);
    expect(err).toMatch(say);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
  it('are listed without asking anybody', async () => {
    settings(chat());
    const { out, code } = await foretrace(['oracles']);
    expect(code).toBe(0);
    expect(out).toContain(`some-model at ${server.address}`);
    expect(out).toMatch(/cwm +off +not set up/);
    expect(server.received).toHaveLength(0);
  });
  it('have a JSON schema', async () => {
    expect(JSON.parse((await foretrace(['oracles', '--schema'])).out)).toMatchObject({ type: 'object', additionalProperties: false, properties: { chat: { type: 'object' }, cwm: { type: 'object' } } });
  });
  it('refuse an oracle that there is not', async () => {
    expect((await foretrace(['check', '--oracle', 'delphi'])).err).toMatch(/--oracle delphi: memory, chat, cwm or none/);
  });
});

describe.skipIf(!canRecord)('the memory of recorded calls', () => {
  beforeAll(async () => {
    here.write('run.py', 'import app\nprint(app.ask("ab"))\nprint(app.ask("x", times=1))\nprint(app.chance(), app.chance())\n');
    await here.run('script', ['run.py']);
  });
  it('fills a call with equal arguments, with the date of the record', async () => {
    const r = await check('--oracle', 'memory', 'test_app.py');
    expect(test(r, 'test_asks')).toMatchObject({
      outcome: 'unknown',
      filled: { outcome: 'pass', answers: [{ oracle: 'memory', what: "ask(kind='ab', times=2)", value: "'abab'", note: expect.stringMatching(/^recorded \d{4}-\d\d-\d\d, its file is as it was$/) }] },
      why: [{ reason: 'recording', what: 'memory' }],
    });
    expect(test(r, 'test_asks').probability).toBeGreaterThan(0.95);
    expect(r.oracles?.[0].address).toBeUndefined();
  });
  it('says nothing of other arguments, and of calls that came out differently', async () => {
    const r = await check('--oracle', 'memory', 'test_app.py');
    expect(test(r, 'test_asks_otherwise').filled).toBeUndefined();
    expect(test(r, 'test_chance').filled).toBeUndefined();
  });
  it('says where the code has changed since, and is then believed less', async () => {
    here.write('edit.diff', '--- a/app.py\n+++ b/app.py\n@@ -3,1 +3,2 @@\n+# a remark\n def ask(kind, times=2):\n');
    const f = test(await check('--oracle', 'memory', '--edit', 'edit.diff', 'test_app.py::test_asks'), 'test_asks');
    expect(f.filled?.answers[0].note).toMatch(/its file has changed since/);
    expect(f.probability).toBeLessThan(0.95);
  });
  it('comes before a model, which is then not asked for the same', async () => {
    settings(chat());
    server.behave(answering({}));
    const f = test(await check('--oracle', 'memory', '--oracle', 'chat', 'test_app.py::test_asks'), 'test_asks');
    expect(f.filled?.answers.map(a => a.oracle)).toEqual(['memory']);
    expect(server.received).toHaveLength(0);
  });
});

describe('the Code World Model', () => {
  const cwm = (more: object = {}): object => ({ cwm: { address: server.address, tokenizer: 'tokenizer.json', retries: 0, seconds: 5, ...more } });
  beforeAll(() => {
    here.write('tokenizer.json', JSON.stringify(smallTokenizer()));
    here.write('sums.py', 'def total(xs):\n    s = 0\n    for x in xs:\n        s += x\n    return s\n');
    here.write('native.py', 'import app\n\ndef shout(word):\n    return app.ask(word).upper()\n');
  });
  /** Answers with frames, as token ids. */
  const writing =
    (text: string): Parameters<ModelServer['behave']>[0] =>
    (_, a) => {
      const tokenizer = readTokenizer(join(here.folder, 'tokenizer.json'), 'tokenizer.json');
      json(a, 200, { choices: [{ text: '', token_ids: promptIds(tokenizer, piecesOfText(text)), finish_reason: 'stop' }] });
    };
  /** What the engine tells of a call, as CWM would write it after the prompt. */
  const truth = async (): Promise<string> => {
    const { out } = await foretrace(['rehearse', 'sums.py', '--call', 'total([1, 2])', '--format', 'cwm']);
    return out.trimEnd().split('def main():\n<|frame_sep|>')[1];
  };

  it('predicts a trace that is held against the rehearsal, and says whose licence it has', async () => {
    settings(cwm());
    server.behave(writing(await truth()));
    const { out, err } = await foretrace(['rehearse', 'sums.py', '--call', 'total([1, 2])', '--oracle', 'cwm', '--trace']);
    expect(err).toMatch(/cwm: facebook\/cwm at .*FAIR Non-Commercial Research License/);
    expect(out).toContain('≈ 3');
    expect(out).toMatch(/1[0-9] frames, all as rehearsed/);
    expect(out).toMatch(/▸ total.*# xs = \[1, 2\]/);
  });
  it('that goes wrong shows where', async () => {
    settings(cwm());
    server.behave(writing((await truth()).replace('"s": "1"', '"s": "7"')));
    const { cwm: told } = JSON.parse((await foretrace(['rehearse', 'sums.py', '--call', 'total([1, 2])', '--oracle', 'cwm', '--format', 'json'])).out) as { cwm: CwmPrediction };
    expect(told).toMatchObject({ model: 'facebook/cwm', value: '3', trace: { by: 'cwm' }, comparison: { first: { values: [{ name: 's', left: '1', right: '7' }] } } });
    const { out } = await foretrace(['rehearse', 'sums.py', '--call', 'total([1, 2])', '--oracle', 'cwm']);
    expect(out).toMatch(/6 frames as rehearsed, then they part/);
    expect(out).toContain('s: 1 rehearsed, 7 predicted');
  });
  it('that is not there leaves the forecast', async () => {
    settings(cwm({ address: 'http://127.0.0.1:9' }));
    const { out, code } = await foretrace(['rehearse', 'sums.py', '--call', 'total([1, 2])', '--oracle', 'cwm']);
    expect(code).toBe(0);
    expect(out).toContain('→ 3');
    expect(out).toContain('cannot be reached');
  });
  it('fills what a rehearsal cannot know', async () => {
    settings(cwm());
    server.behave(writing('<|action_sep|>    return app.ask(word)\n<|arg_sep|>"\'abab\'"'));
    const r = await rehearse('native.py', '--call', 'shout("ab")', '--oracle', 'cwm');
    expect(r.forecast.filled?.answers.some(a => a.oracle === 'cwm')).toBe(true);
    expect(r.forecast.outcome).toBe('unknown');
  });
  it('needs its own tokenizer', async () => {
    settings(cwm({ tokenizer: 'nowhere.json' }));
    expect((await foretrace(['rehearse', 'sums.py', '--call', 'total([1])', '--oracle', 'cwm'])).err).toMatch(/the tokenizer nowhere\.json cannot be read.*name the tokenizer\.json that comes with the model/);
  });
});
