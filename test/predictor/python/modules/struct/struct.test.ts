import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasPython, records } from '../real-python.ts';
import { type Case, differences } from './cases.ts';

test('recorded uses of struct give what CPython gave', () => {
  const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8').trim().split('\n');
  expect(golden.flatMap(line => differences(JSON.parse(line) as Case))).toEqual([]);
});

test.runIf(hasPython)('random uses of struct give what CPython gives', { timeout: 60_000 }, () => {
  expect(records<Case>('struct/cases.py', process.env.STRUCT_SEED ?? 5, process.env.STRUCT_COUNT ?? 5000).flatMap(differences)).toEqual([]);
});
