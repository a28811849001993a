import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BudgetSpent } from '../../../../../predictor/budget.ts';
import { programOf } from '../../../../../predictor/python/modules/sre/program.ts';
import { advance, matchAt, walkOver } from '../../../../../predictor/python/modules/sre/search.ts';
import { sliceOf, subjectOfBytes, subjectOfString } from '../../../../../predictor/python/modules/sre/subject.ts';
import { hasPython, records } from '../real-python.ts';
import { type Case, differences } from './cases.ts';

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Case);

test('recorded patterns find what CPython found', () => {
  expect(golden.flatMap(differences)).toEqual([]);
});

test.runIf(hasPython)('the recorded oddities are still those of CPython', () => {
  const fresh = records<Case>('sre/quirks.py');
  expect(fresh).toEqual(golden.slice(0, fresh.length));
});

test.runIf(hasPython)('random patterns find what CPython finds', { timeout: 60_000 }, () => {
  const seed = Number(process.env.SRE_SEED ?? 7);
  expect(records<Case>('sre/cases.py', seed, Number(process.env.SRE_COUNT ?? 1500)).flatMap(differences)).toEqual([]);
});

/** `(?:a|b)*` and `(ab|c|ba)*`. */
const STAR = [14, 4, 0, 0, 4294967295, 24, 10, 0, 4294967295, 13, 5, 22, 97, 98, 0, 1, 1];
const GROUP_STAR = [14, 4, 0, 0, 4294967295, 23, 28, 0, 4294967295, 17, 0, 7, 7, 16, 97, 16, 98, 15, 14, 5, 16, 99, 15, 9, 7, 16, 98, 16, 97, 15, 2, 0, 17, 1, 18, 1];

test('long subjects do not exhaust the stack of JavaScript', () => {
  const subject = subjectOfString('ab'.repeat(100_000));
  for (const code of [STAR, GROUP_STAR]) {
    const found = matchAt(programOf(code, 1), subject, 0, subject.length, 'fullmatch', { steps: 1e8 });
    expect(found?.spans.slice(0, 2)).toEqual(Int32Array.of(0, 200_000));
  }
});

test('a catastrophic pattern ends when its budget is spent', () => {
  // (?:a+a+)+b
  const code = [14, 4, 0, 3, 4294967295, 23, 17, 1, 4294967295, 24, 6, 1, 4294967295, 16, 97, 1, 24, 6, 1, 4294967295, 16, 97, 1, 18, 16, 98, 1];
  const budget = { steps: 100_000 };
  const subject = subjectOfString('a'.repeat(60));
  expect(() => matchAt(programOf(code, 0), subject, 0, 60, 'match', budget)).toThrow(BudgetSpent);
  expect(budget.steps).toBeLessThan(0);
});

test('an empty match does not stand where the last match ended', () => {
  // x*
  const walk = walkOver(programOf([14, 4, 0, 0, 4294967295, 24, 6, 0, 4294967295, 16, 120, 1, 1], 0), subjectOfString('axb'), 0, 3);
  const spans = [];
  while (advance(walk, 'search', { steps: 1000 })) spans.push([walk.state.start, walk.state.at]);
  expect(spans).toEqual([[0, 0], [1, 2], [2, 2], [3, 3]]);
});

test('subjects are cut by code points', () => {
  expect(sliceOf(subjectOfString('a😀b'), 1, 3)).toBe('😀b');
  expect(sliceOf(subjectOfString('abc'), 1, 9)).toBe('bc');
  expect(sliceOf(subjectOfBytes(Uint8Array.of(1, 2, 3)), 1, 2)).toEqual(Uint8Array.of(2));
});

test('code that re does not make is refused', () => {
  expect(() => programOf([99, 1], 0)).toThrow(expect.objectContaining({ type: 'RuntimeError', message: 'invalid SRE code' }));
});
