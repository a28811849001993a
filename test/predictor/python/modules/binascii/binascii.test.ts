import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasPython, records } from '../real-python.ts';
import { type Case, differences } from './cases.ts';

test('recorded uses of binascii give what CPython gave', () => {
  const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8').trim().split('\n');
  expect(golden.flatMap(line => differences(JSON.parse(line) as Case))).toEqual([]);
});

test.runIf(hasPython)('random uses of binascii give what CPython gives', { timeout: 60_000 }, () => {
  expect(records<Case>('binascii/cases.py', process.env.BINASCII_SEED ?? 5, process.env.BINASCII_COUNT ?? 10_000).flatMap(differences)).toEqual([]);
});
