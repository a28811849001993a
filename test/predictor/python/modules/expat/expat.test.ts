import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasPython, records } from '../real-python.ts';
import { type Case, differences, eventsOf } from './cases.ts';

const golden = (): Case[] => readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8').trim().split('\n').map(line => JSON.parse(line) as Case);

test('recorded documents are told as Expat told them', () => {
  expect(golden().flatMap(differences)).toEqual([]);
});

test('few of them are beyond the parser', () => {
  const cases = golden();
  expect(cases.filter(c => eventsOf(c) === undefined).length).toBeLessThan(cases.length / 8);
});

test.runIf(hasPython)('damaged documents are told as the Expat 2.5 of this machine tells them', { timeout: 60_000 }, () => {
  expect(records<Case>('expat/cases.py', process.env.EXPAT_SEED ?? 2, process.env.EXPAT_COUNT ?? 1500).flatMap(differences)).toEqual([]);
});
