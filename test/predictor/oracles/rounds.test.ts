// Rounds of asking, with oracles made for it: who is asked what, what is filled, and that nothing an oracle does reaches the rehearsal but its answers.
import { describe, expect, it } from 'vitest';
import type { Ask, Asking, Oracle, Told } from '../../../predictor/oracles/oracle.ts';
import { fillUnknowns } from '../../../predictor/oracles/rounds.ts';

const ask = (id: string): Ask => ({ id, kind: 'value', file: '/w/app.py', line: 1, function: 'f', text: id, turn: 0, known: [], why: [{ reason: 'input', what: 'socket' }], around: { first: 1, text: '' } });
const oracle = (name: string, answers: Readonly<Record<string, Told>>, asked: string[][] = []): Oracle => ({
  name,
  trust: 'model',
  takes: () => true,
  answer: async asks => {
    asked.push(asks.map(a => a.id));
    return { answers: asks.flatMap(a => (answers[a.id] === undefined ? [] : [{ ask: a.id, told: answers[a.id] }])) };
  },
});
/** A rehearsal that needs to know `ids`, of which some are no literals. */
const needing =
  (ids: readonly string[], refuses: readonly string[] = []) =>
  async ({ fills }: Asking) => {
    const known = new Set(fills.map(f => f.ask).filter(a => !refuses.includes(a)));
    return { result: [...known], asks: ids.filter(i => !known.has(i)).map(ask) };
  };
const { signal } = new AbortController();

describe('asking oracles', () => {
  it('asks each in turn for what those before it did not know, all in one batch', async () => {
    const first: string[][] = [];
    const second: string[][] = [];
    const r = await fillUnknowns({ rehearse: needing(['a', 'b', 'c']), oracles: [oracle('memory', { b: { value: '1' } }, first), oracle('chat', { a: { value: '2' } }, second)], signal });
    expect(first).toEqual([['a', 'b', 'c']]);
    expect(second).toEqual([['a', 'c']]);
    expect(r.result.sort()).toEqual(['a', 'b']);
    expect(r.uses).toEqual([
      { oracle: 'memory', asked: 3, answered: 1 },
      { oracle: 'chat', asked: 2, answered: 1 },
    ]);
  });
  it('asks again for what an answer brings to light', async () => {
    const asked: string[][] = [];
    const rehearse = async ({ fills }: Asking) => ({ result: fills.length, asks: fills.some(f => f.ask === 'a') ? (fills.some(f => f.ask === 'b') ? [] : [ask('b')]) : [ask('a')] });
    const r = await fillUnknowns({ rehearse, oracles: [oracle('chat', { a: { object: true }, b: { value: '1' } }, asked)], signal });
    expect(asked).toEqual([['a'], ['b']]);
    expect(r.result).toBe(2);
  });
  it('drops an answer that was no literal, says so, and asks the next', async () => {
    const r = await fillUnknowns({
      rehearse: needing(['a'], ['a']),
      oracles: [oracle('chat', { a: { value: 'open("x")' } })],
      signal,
    });
    expect(r.fills).toEqual([]);
    expect(r.uses).toEqual([{ oracle: 'chat', asked: 1, answered: 0, trouble: '1 of its answers was no Python literal' }]);
  });
  it('goes on where an oracle throws', async () => {
    const broken: Oracle = { name: 'chat', trust: 'model', address: 'http://x', takes: () => true, answer: () => Promise.reject(new Error('boom\nat secret')) };
    const r = await fillUnknowns({ rehearse: needing(['a']), oracles: [broken, oracle('cwm', { a: { value: '1' } })], signal });
    expect(r.result).toEqual(['a']);
    expect(r.uses[0]).toEqual({ oracle: 'chat', address: 'http://x', asked: 1, answered: 0, trouble: 'boom' });
  });
  it('takes no answer to what was not asked', async () => {
    const eager: Oracle = { name: 'chat', trust: 'model', takes: () => true, answer: async () => ({ answers: [{ ask: 'z', told: { value: '1' } }] }) };
    expect((await fillUnknowns({ rehearse: needing(['a']), oracles: [eager], signal })).fills).toEqual([]);
  });
  it('sends nobody what they do not take', async () => {
    const asked: string[][] = [];
    await fillUnknowns({ rehearse: needing(['a', 'b']), oracles: [{ ...oracle('chat', {}, asked), takes: a => a.id === 'b' }], signal });
    expect(asked).toEqual([['b']]);
  });
  it('asks nobody where nothing is open', async () => {
    const asked: string[][] = [];
    await fillUnknowns({ rehearse: needing([]), oracles: [oracle('chat', {}, asked)], signal });
    expect(asked).toEqual([]);
  });
});
