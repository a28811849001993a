// CWM's protocol against a real HTTP server on this machine that reads prompts as token ids and answers as one: to the byte, and with every way of going wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadline, limitedFetch } from '../../../extension/headless/oracles/limited-fetch.ts';
import { readTokenizer } from '../../../extension/headless/oracles/tokenizer.ts';
import { type CwmOptions, cwmOracle, predictTrace, promptIds, type Tokenizer } from '../../../predictor/oracles/cwm.ts';
import { piecesOfIds, piecesOfText, readTrace } from '../../../predictor/oracles/cwm-reading.ts';
import { completionServer } from '../../../predictor/oracles/openai.ts';
import type { Ask } from '../../../predictor/oracles/oracle.ts';
import { purse } from '../../../predictor/oracles/spending.ts';
import { cwmContext, cwmPiecesText, cwmTokens } from '../../../trace-collector/cwm.ts';
import { smallTokenizer } from '../../support/cwm-tokenizer.ts';
import { json, type ModelServer, modelServer } from '../../support/model-server.ts';

let folder: string;
let tokenizer: Tokenizer;
let server: ModelServer;
/** A prompt as text. */
const shown = (ids: number[]): string => cwmPiecesText(piecesOfIds(ids, i => tokenizer.decode(i)));
const idsOf = (text: string): number[] => promptIds(tokenizer, piecesOfText(text));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-cwm-'));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(smallTokenizer()));
  tokenizer = readTokenizer(join(folder, 'tokenizer.json'), 'tokenizer.json');
  server = await modelServer(() => {});
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});
beforeEach(() => {
  server.received.length = 0;
});

const code = 'def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n';
/** What CPython 3.11 does, in CWM's words (checked against the engine's own trace elsewhere). */
const written = [
  '<|line_sep|>{}<|action_sep|>    return f([2])\n<|frame_sep|>',
  '<|call_sep|>{"xs": "[2]"}<|action_sep|>def f(xs):\n<|frame_sep|>',
  '<|line_sep|>{"xs": ".."}<|action_sep|>    total = 0\n<|frame_sep|>',
  '<|line_sep|>{"xs": "..", "total": "0"}<|action_sep|>    for x in xs:\n<|frame_sep|>',
  '<|line_sep|>{"xs": "..", "total": "..", "x": "2"}<|action_sep|>        total += x\n<|frame_sep|>',
  '<|line_sep|>{"xs": "..", "total": "2", "x": ".."}<|action_sep|>    for x in xs:\n<|frame_sep|>',
  '<|line_sep|>{"xs": "..", "total": "..", "x": ".."}<|action_sep|>    return total\n<|frame_sep|>',
  '<|return_sep|><|action_sep|>    return total\n<|arg_sep|>"2"<|frame_sep|>',
  '<|return_sep|><|action_sep|>    return f([2])\n<|arg_sep|>"2"<|frame_sep|>',
].join('');

const options = (kind: 'vllm' | 'fgserve' = 'vllm', more: Partial<CwmOptions> = {}): CwmOptions => ({
  server: completionServer({ address: server.address, seconds: 2, retries: 0, fetch: limitedFetch, deadline }, 'facebook/cwm', kind),
  tokenizer,
  purse: purse({ requests: 20, tokens: 1_000_000 }),
  source: () => code,
  redact: t => t.replaceAll('hunter2', '<redacted:password:1>'),
  frames: 1000,
  newTokens: 8192,
  temperature: 0,
  ...more,
});
const { signal } = new AbortController();
const answer =
  (text: string, more: object = {}): Parameters<ModelServer['behave']>[0] =>
  (_, a) =>
    json(a, 200, { id: 'x', object: 'text_completion', choices: [{ index: 0, text: 'unused', token_ids: idsOf(text), finish_reason: 'stop', ...more }], usage: { total_tokens: 10 } });

describe("CWM's tokenizer", () => {
  it('gives back every text as it was, special tokens in texts included', () => {
    for (const text of ['def f(x):\n    return x\n', '{"a": "\\u00e9"}', 'ünïcödé 🐍', '<|frame_sep|>', '  \n\n\t']) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(tokenizer.encode('<|frame_sep|>').every(i => i < 1000)).toBe(true);
  });
  it('is refused where it is another model’s', () => {
    const path = join(folder, 'other.json');
    writeFileSync(path, JSON.stringify({ ...smallTokenizer(), added_tokens: [{ id: 5, content: '<|frame_sep|>' }] }));
    expect(() => readTokenizer(path, 'other.json')).toThrow(/other\.json is not CWM's: <\|frame_sep\|> is 5, not 128100/);
    writeFileSync(path, '{}');
    expect(() => readTokenizer(path, 'other.json')).toThrow(/is no tokenizer\.json/);
    expect(() => readTokenizer(join(folder, 'none.json'), 'none.json')).toThrow(/none\.json cannot be read/);
  });
});

describe('a whole trace', () => {
  it('is asked for by token ids, to the byte, and read frame by frame', async () => {
    server.behave(answer(`${written}<|end_of_text|>`));
    const r = await predictTrace(options(), '/w/app.py', code, 'f([2])', signal);
    const [{ path, body }] = server.received;
    expect(path).toBe('/v1/completions');
    expect(body.prompt.slice(0, 2)).toEqual([128000, 128107]);
    expect(shown(body.prompt)).toBe(
      `<|begin_of_text|><|trace_context_start|>\n${code}\ndef main():  # << START_OF_TRACE\n    return f([2])\n<|frame_sep|><|call_sep|>{}<|action_sep|>def main():\n<|frame_sep|>`,
    );
    expect(body).toMatchObject({ model: 'facebook/cwm', max_tokens: 8192, temperature: 0, stop_token_ids: [cwmTokens.end.id], return_token_ids: true, skip_special_tokens: false });
    expect(r).toMatchObject({ value: '2', ended: true });
    expect(r.broken).toBeUndefined();
    expect(r.trace).toMatchObject({ source: 'rehearsal', by: 'cwm', truncated: false, codes: [{ function: 'main', line: 8 }, { function: 'f', line: 2 }] });
    expect(r.trace.frames.map(f => [f.event, f.line, f.depth, f.changed, f.value])).toEqual([
      ['call', 8, 0, {}, undefined],
      ['line', 9, 0, {}, undefined],
      ['call', 2, 1, { xs: '[2]' }, undefined],
      ['line', 3, 1, {}, undefined],
      ['line', 4, 1, { total: '0' }, undefined],
      ['line', 5, 1, { x: '2' }, undefined],
      ['line', 4, 1, { total: '2' }, undefined],
      ['line', 6, 1, {}, undefined],
      ['return', 6, 1, {}, '2'],
      ['return', 9, 0, {}, '2'],
    ]);
  });
  it('is asked for without the secrets in the code', async () => {
    server.behave(answer(`${written}<|end_of_text|>`));
    await predictTrace(options(), '/w/app.py', `PASSWORD = 'hunter2'\n${code}`, 'f([2])', signal);
    const sent = shown(server.received[0].body.prompt);
    expect(sent).toContain("PASSWORD = '<redacted:password:1>'");
    expect(sent).not.toContain('hunter2');
  });
  it('comes from fgserve, too, which speaks of tokens and always says length', async () => {
    server.behave((_, a) => json(a, 200, { choices: [{ tokens: idsOf(`${written}<|end_of_text|>`), finish_reason: 'length' }] }));
    expect(await predictTrace(options('fgserve'), '/w/app.py', code, 'f([2])', signal)).toMatchObject({ value: '2', ended: true, isCut: false });
    expect(server.received[0].body).not.toHaveProperty('stop_token_ids');
  });
  it('is read from text where the server tells no ids', async () => {
    server.behave((_, a) => json(a, 200, { choices: [{ text: written, finish_reason: 'stop', stop_reason: 128001 }] }));
    expect(await predictTrace(options(), '/w/app.py', code, 'f([2])', signal)).toMatchObject({ value: '2', ended: true });
  });
  it('that is cut by the limit on tokens keeps its whole frames', async () => {
    server.behave(answer(written.slice(0, 260), { finish_reason: 'length' }));
    const r = await predictTrace(options(), '/w/app.py', code, 'f([2])', signal);
    expect(r).toMatchObject({ isCut: true, ended: false, trace: { truncated: true } });
    expect(r.broken).toBeUndefined();
    expect(r.trace.frames.map(f => f.event)).toEqual(['call', 'line', 'call', 'line']);
  });
  it('of an endless loop ends with the budget of frames', async () => {
    server.behave(answer('<|line_sep|>{}<|action_sep|>    return f([2])\n<|frame_sep|>'.repeat(200)));
    const r = await predictTrace(options('vllm', { frames: 50 }), '/w/app.py', code, 'f([2])', signal);
    expect(r.trace.frames).toHaveLength(50);
    expect(r.trace.truncated).toBe(true);
  });
  it('tells exceptions that leave frames', () => {
    const text =
      '<|line_sep|>{}<|action_sep|>    return f(0)\n<|frame_sep|><|exception_sep|><|action_sep|>    return f(0)\n<|arg_sep|>"ZeroDivisionError(\'division by zero\')"<|frame_sep|><|return_sep|><|action_sep|>    return f(0)\n<|arg_sep|>"None"<|frame_sep|><|end_of_text|>';
    const r = readTrace(cwmContext('f = lambda x: 1 / x\n', 'f(0)'), '/w/a.py', piecesOfText(text), 100);
    expect(r.trace.frames.map(f => [f.event, f.exception])).toEqual([
      ['call', undefined],
      ['line', undefined],
      ['exception', 'ZeroDivisionError'],
      ['unwind', undefined],
    ]);
    expect(r.value).toBeUndefined();
  });
});

describe('what is not in the format', () => {
  it.each<[string, string, RegExp]>([
    ['no frame at all', 'I think that the result is 2. It follows from the code, which adds up what is in the list, and there is one thing in it.', /a frame begins with "I think/],
    ['locals that are no JSON', `<|line_sep|>{"a": open('x')}<|action_sep|>    return f([2])\n<|frame_sep|>${written}`, /no JSON object/],
    ['locals that are no texts', `<|line_sep|>{"a": [1]}<|action_sep|>    return f([2])\n<|frame_sep|>${written}`, /no JSON object of texts/],
    ['a return without a value', `<|return_sep|><|action_sep|>    return f([2])\n<|frame_sep|>${written}`, /has no value/],
    ['an event in the middle of a frame', `<|line_sep|>{}<|call_sep|>{}<|action_sep|>x\n<|frame_sep|>${written}`, /has no source line/],
    ['frames after the end', `${written}${written}`, /after the end/],
  ])('as %s, ends the trace', (_, text, say) => {
    const r = readTrace(cwmContext(code, 'f([2])'), '/w/a.py', piecesOfText(text), 1000);
    expect(r.trace.truncated).toBe(true);
    expect(r.broken ?? '').toMatch(say);
    expect(r.ended).toBe(false);
  });
  it('never harms: special tokens of other kinds', () => {
    expect(piecesOfIds([128009, 65, 200_000], ids => tokenizer.decode(ids)).map(p => (typeof p === 'string' ? p : p.text))).toEqual(['\ufffd', tokenizer.decode([65]), '\ufffd']);
  });
  it('never harms: names of JavaScript, huge depths', () => {
    const r = readTrace(cwmContext(code, 'f([2])'), '/w/a.py', piecesOfText('<|line_sep|>{"__proto__": "1", "constructor": "2"}<|action_sep|>x\n<|frame_sep|>'), 1000);
    expect(Object.keys(r.trace.frames[1].changed)).toEqual(['constructor']);
    const deep = readTrace('\n', '/w/a.py', piecesOfText('<|call_sep|>{}<|action_sep|>def main():\n<|frame_sep|>'.repeat(5000)), 10_000);
    expect(deep.trace.frames).toHaveLength(5001);
  });
});

describe('a single step', () => {
  const ask = (text: string, known: Ask['known'] = [], more: Partial<Ask> = {}): Ask => ({
    id: text,
    kind: 'value',
    file: '/w/app.py',
    line: 1,
    function: 'g',
    text,
    turn: 0,
    known,
    why: [{ reason: 'native', what: 'numpy' }],
    around: { first: 1, text: '' },
    ...more,
  });
  it('forces the return of main, and takes its value', async () => {
    server.behave(answer('<|action_sep|>    return f(xs)\n<|arg_sep|>"5"', { stop_reason: 128100 }));
    const r = await cwmOracle(options()).answer([ask('f(xs)', [['xs', '[2, 3]']])], signal);
    expect(r.answers).toEqual([{ ask: 'f(xs)', told: { value: '5' }, note: `facebook/cwm at ${server.address}` }]);
    const [{ body }] = server.received;
    expect(shown(body.prompt)).toMatch(/\nxs = \[2, 3\]\n\ndef main\(\): {2}# << START_OF_TRACE\n {4}return f\(xs\)\n<\|frame_sep\|><\|call_sep\|>\{\}<\|action_sep\|>def main\(\):\n<\|frame_sep\|><\|return_sep\|>$/);
    expect(body).toMatchObject({ max_tokens: 512, stop_token_ids: [128100, 128001] });
  });
  it('is not asked where something in the expression has no known value', async () => {
    const o = cwmOracle(options());
    for (const a of [ask('f(ys)'), ask('self.load()'), ask('f(xs)', [['xs', '<object>']]), ask('f(\n1)'), ask('f(1)', [], { kind: 'call' }), ask('f(1)', [], { turn: 1 })]) expect(o.takes(a)).toBe(false);
    expect(o.takes(ask('f(1)'))).toBe(true);
    expect(server.received).toHaveLength(0);
  });
  it.each<[string, Parameters<ModelServer['behave']>[0], RegExp | undefined]>([
    ['another format', answer('5'), undefined],
    ['no choices', (_, a) => json(a, 200, {}), /no choices/],
    ['an error', (_, a) => json(a, 500, 'x'), /error: 500/],
    ['silence', () => {}, /did not answer within 2 seconds/],
    ['half an answer', (_, a) => void a.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).end('{"choices":[{'), /no answer that can be read|cannot be reached|did not answer/],
    ['endless bytes', (_, a) => void a.writeHead(200, { 'content-type': 'application/json' }).end(`{"x": "${'y'.repeat(40 << 20)}"}`), /too long|no answer that can be read|cannot be reached|did not answer/],
  ])('answered with %s gives nothing', async (_, behaviour, say) => {
    server.behave(behaviour);
    const r = await cwmOracle(options()).answer([ask('f(1)')], signal);
    expect(r.answers).toEqual([]);
    if (say === undefined) expect(r.trouble).toBeUndefined();
    else expect(r.trouble).toMatch(say);
  });
  it('whose answer names a secret that it was not told gives nothing', async () => {
    server.behave(answer(`<|action_sep|>    return f(p)\n<|arg_sep|>"'<redacted:password:1>!'"`, { stop_reason: 128100 }));
    const r = await cwmOracle(options()).answer([ask('f(p)', [['p', "'hunter2'"]])], signal);
    expect(r).toEqual({ answers: [] });
    expect(shown(server.received[0].body.prompt)).toContain("p = '<redacted:password:1>'");
  });
  it('stops at the cap', async () => {
    server.behave(answer('<|action_sep|>x\n<|arg_sep|>"5"'));
    const r = await cwmOracle(options('vllm', { purse: purse({ requests: 1, tokens: 100_000 }) })).answer([ask('f(1)'), ask('f(2)')], signal);
    expect(r.answers).toHaveLength(1);
    expect(r.trouble).toBe('the cap of 1 requests is reached');
  });
});
