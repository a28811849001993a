import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasPython, records } from '../real-python.ts';
import { type Case, differences } from './cases.ts';

test('recorded JSON texts give what CPython gave', () => {
  const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8').trim().split('\n');
  expect(golden.flatMap(line => differences(JSON.parse(line) as Case))).toEqual([]);
});

test.runIf(hasPython)('random JSON texts give what CPython gives', { timeout: 60_000 }, () => {
  expect(records<Case>('json/cases.py', process.env.JSON_SEED ?? 5, process.env.JSON_COUNT ?? 10_000).flatMap(differences)).toEqual([]);
});
