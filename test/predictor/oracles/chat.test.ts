// Chat models over a real HTTP server on this machine that speaks the protocol: streams, retries, caps, caches, and servers that are slow, broken or hostile.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadline, limitedFetch } from '../../../extension/headless/oracles/limited-fetch.ts';
import { type AnswerCache, chatOracle, readAnswers } from '../../../predictor/oracles/chat.ts';
import { chatServer } from '../../../predictor/oracles/openai.ts';
import type { Ask, Oracle, Told } from '../../../predictor/oracles/oracle.ts';
import { purse } from '../../../predictor/oracles/spending.ts';
import { json, type ModelServer, modelServer, said, stream } from '../../support/model-server.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await modelServer((_, a) => stream(a, said(['value', '1'])));
});
afterEach(() => server.close());

const ask = (id: string, more: Partial<Ask> = {}): Ask => ({
  id,
  kind: 'value',
  file: '/home/anna/shop/app.py',
  line: 3,
  function: 'price',
  text: `fetch(${id})`,
  turn: 0,
  known: [['url', "'https://x'"]],
  why: [{ reason: 'input', what: 'socket' }],
  around: { first: 2, text: 'def price(url):\n    return fetch(url)' },
  ...more,
});
interface Made {
  readonly requests?: number;
  readonly tokens?: number;
  readonly seconds?: number;
  readonly retries?: number;
  readonly key?: string;
  readonly cache?: AnswerCache;
}
function oracle(m: Made = {}): Oracle {
  const model = chatServer({ address: server.address, key: m.key, seconds: m.seconds ?? 10, retries: m.retries ?? 2, fetch: limitedFetch, deadline }, 'some-model');
  return chatOracle(model, {
    purse: purse({ requests: m.requests ?? 10, tokens: m.tokens ?? 100_000 }),
    cache: m.cache,
    show: f => f.slice(f.lastIndexOf('/') + 1),
    redact: t => t.replaceAll('hunter2', '<redacted>'),
  });
}
const { signal } = new AbortController();

describe('a chat model', () => {
  it('is asked for all unknowns in one request, with the code around them and a schema for the answer', async () => {
    server.behave((_, a) => stream(a, said(['value', "'a'"], ['raises', "KeyError('b')"], ['object', ''], ['unknown', ''])));
    const r = await oracle({ key: 'k-1' }).answer([ask('a'), ask('b'), ask('c'), ask('d')], signal);
    expect(r.answers.map(a => [a.ask, a.told])).toEqual([
      ['a', { value: "'a'" }],
      ['b', { raises: "KeyError('b')" }],
      ['c', { object: true }],
    ]);
    expect(r.answers[0].note).toBe(`some-model at ${server.address}`);
    expect(server.received).toHaveLength(1);
    const [{ path, headers, body }] = server.received;
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe('Bearer k-1');
    expect(body).toMatchObject({ model: 'some-model', stream: true, temperature: 0, response_format: { type: 'json_schema', json_schema: { schema: { type: 'object', additionalProperties: false } } } });
    expect(body.messages[1].content).toContain("    3      return fetch(url)");
    expect(body.messages[1].content).toContain("q1: app.py:3 in price: fetch(a); known: url = 'https://x'");
    expect(body.messages[1].content).not.toContain('anna');
  });
  it('gets no key where none is set, and nothing of the environment', async () => {
    process.env.OPENAI_API_KEY = 'sk-secret';
    process.env.OPENAI_ORG_ID = 'org-secret';
    try {
      await oracle().answer([ask('a')], signal);
    } finally {
      delete process.env.OPENAI_API_KEY;
      delete process.env.OPENAI_ORG_ID;
    }
    expect(JSON.stringify(server.received[0].headers)).not.toMatch(/secret|authorization/);
  });
  it('gets no secrets', async () => {
    await oracle().answer([ask('a', { around: { first: 1, text: "password = 'hunter2'" } })], signal);
    expect(JSON.stringify(server.received[0].body)).not.toContain('hunter2');
  });
  it('is not asked for what only a recording can tell, nor for what follows from other answers', () => {
    expect([ask('a'), ask('b', { kind: 'call' }), ask('c', { derived: true })].map(a => oracle().takes(a))).toEqual([true, false, false]);
  });
  it('is asked the same once', async () => {
    const kept = new Map<string, Told | null>();
    const cache: AnswerCache = { get: k => kept.get(k), set: (k, v) => void kept.set(k, v) };
    server.behave((_, a) => stream(a, said(['value', '1'], ['unknown', ''])));
    await oracle({ cache }).answer([ask('a'), ask('b')], signal);
    server.behave((_, a) => stream(a, said(['value', '7'])));
    const again = await oracle({ cache }).answer([ask('a'), ask('b'), ask('c')], signal);
    expect(again.answers.map(a => [a.ask, a.told])).toEqual([
      ['a', { value: '1' }],
      ['c', { value: '7' }],
    ]);
    expect(server.received[1].body.messages[1].content).not.toContain('fetch(a)');
    await oracle({ cache }).answer([ask('a'), ask('b')], signal);
    expect(server.received).toHaveLength(2);
    // Other code around it is another question.
    await oracle({ cache }).answer([ask('a', { around: { first: 1, text: 'other' } })], signal);
    expect(server.received).toHaveLength(3);
  });
});

describe('a server that is busy or fails', () => {
  it('is asked again after the time that it names', async () => {
    server.behave((_, a, nth) => (nth === 1 ? json(a, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' }) : stream(a, said(['value', '1']))));
    const from = performance.now();
    expect((await oracle().answer([ask('a')], signal)).answers).toHaveLength(1);
    expect(performance.now() - from).toBeGreaterThan(900);
    expect(server.received).toHaveLength(2);
  });
  it('is given up after some tries, and told', async () => {
    server.behave((_, a) => json(a, 500, 'oops', { 'retry-after-ms': '10' }));
    const r = await oracle({ retries: 2 }).answer([ask('a')], signal);
    expect(r).toEqual({ answers: [], trouble: `${server.address} answered with an error: 500` });
    expect(server.received).toHaveLength(3);
  });
  it.each([
    [401, 'refuses the key (401)'],
    [403, 'refuses the key (403)'],
    [404, 'answered with an error: 404'],
  ])('with %i is not asked again', async (status, say) => {
    server.behave((_, a) => json(a, status, { error: { message: 'the key sk-123 is wrong' } }));
    expect((await oracle().answer([ask('a')], signal)).trouble).toBe(`${server.address} ${say}`);
    expect(server.received).toHaveLength(1);
  });
  it('that asks for hours of patience is left when time is up', async () => {
    server.behave((_, a) => json(a, 429, '{}', { 'retry-after': '36000' }));
    const from = performance.now();
    expect((await oracle({ seconds: 1 }).answer([ask('a')], signal)).trouble).toMatch(/did not answer within 1 seconds/);
    expect(performance.now() - from).toBeLessThan(5000);
  });
  it('that does not know schemas is asked in plain words', async () => {
    server.behave(({ body }, a) => ('response_format' in body ? json(a, 400, { error: { message: 'response_format is not supported' } }) : stream(a, `Sure!\n\`\`\`json\n${said(['value', '3'])}\n\`\`\``)));
    expect((await oracle().answer([ask('a')], signal)).answers).toMatchObject([{ told: { value: '3' } }]);
  });
  it('that is not there is told', async () => {
    const gone = oracle({ retries: 0 });
    await server.close();
    expect((await gone.answer([ask('a')], signal)).trouble).toMatch(/cannot be reached/);
  });
});

describe('a server that is slow, broken or hostile', () => {
  it.each<[string, Parameters<ModelServer['behave']>[0], RegExp]>([
    ['never answers', () => {}, /did not answer within 3 seconds/],
    ['stops in the middle of a stream', (_, a) => void a.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"choices":[{"delta":{"content":"{"}}]}\n\n'), /did not answer within 3 seconds/],
    ['cuts the connection', (_, a) => stream(a, said(['value', '1']), { end: false }), /gave no answer that can be read|cannot be reached|did not answer with the JSON/],
    ['sends no JSON', (_, a) => stream(a, 'I think that it is 3.'), /did not answer with the JSON/],
    ['sends garbage for events', (_, a) => void a.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {{{\n\n'), /gave no answer that can be read/],
    ['sends a web page', (_, a) => void a.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), /no answer that can be read|did not answer with the JSON/],
    ['sends JSON of another kind', (_, a) => stream(a, '{"answers": 5}'), /did not answer with the JSON/],
    ['sends an endless answer', (_, a) => stream(a, `{"answers": [{"id": "q1", "kind": "value", "python": "${'9'.repeat(600_000)}"}]}`), /too long/],
    ['leads elsewhere', (_, a) => void a.writeHead(307, { location: 'http://127.0.0.1:9/steal' }).end(), /cannot be reached/],
  ])('that %s gives no answers, and a reason', async (_, behaviour, reason) => {
    server.behave(behaviour);
    const r = await oracle({ seconds: 3, retries: 0 }).answer([ask('a')], signal);
    expect(r.answers).toEqual([]);
    expect(r.trouble).toMatch(reason);
  });
  it('is left at once when the asker goes', async () => {
    server.behave(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const from = performance.now();
    await expect(oracle({ seconds: 30 }).answer([ask('a')], stop.signal)).rejects.toThrow('cancelled');
    expect(performance.now() - from).toBeLessThan(3000);
  });
  it('gets nothing in by answers to other questions, doubles, or odd shapes', () => {
    const read = readAnswers(
      JSON.stringify({
        answers: [
          { id: 'q1', kind: 'value', python: '1' },
          { id: 'q1', kind: 'value', python: '2' },
          { id: 'q2', kind: 'exec', python: 'x' },
          { id: 'q3', kind: 'value', python: 5 },
          { id: 'q4', kind: 'value', python: '1', more: true },
          { id: 'q5', kind: 'value', python: "'<redacted:token:1>'" },
          { id: '__proto__', kind: 'object', python: '' },
          null,
        ],
      }),
      9,
    )!;
    expect([...read]).toEqual([
      ['q1', { value: '1' }],
      // It was not told what stands there.
      ['q5', null],
      ['__proto__', { object: true }],
    ]);
  });
});

describe('spending', () => {
  it('stops at the cap on requests', async () => {
    const o = oracle({ requests: 1 });
    await o.answer([ask('a')], signal);
    expect(await o.answer([ask('b')], signal)).toEqual({ answers: [], trouble: 'the cap of 1 requests is reached' });
    expect(server.received).toHaveLength(1);
  });
  it('stops at the cap on tokens, before a request', async () => {
    expect((await oracle({ tokens: 1000 }).answer([ask('a')], signal)).trouble).toBe('the cap of 1000 tokens is reached');
    expect(server.received).toHaveLength(0);
  });
  it('counts what the server says was used', async () => {
    server.behave((_, a) => stream(a, said(['value', '1']), { usage: 9000 }));
    const o = oracle({ tokens: 10_000 });
    await o.answer([ask('a')], signal);
    expect((await o.answer([ask('b')], signal)).trouble).toMatch(/cap of 10000 tokens/);
  });
});
