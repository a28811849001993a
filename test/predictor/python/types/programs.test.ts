// Programs over lists, dicts, sets, ranges, iterators and the modules beside them: recorded ones everywhere, random ones where there is a Python 3.11.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPython } from '../../../support/python.ts';
import { startTestEngine } from '../../../support/engine.ts';
import { type Recorded, verdict } from './programs.ts';

const kinds = ['list', 'sort', 'dict', 'set', 'range', 'collections', 'iterators'];

function read(jsonl: string): Recorded[] {
  return jsonl.split('\n').filter(l => l !== '').map(l => JSON.parse(l) as Recorded);
}
function random(kind: string): Recorded[] {
  const seed = process.env.PROGRAMS_SEED ?? '7';
  const count = process.env.PROGRAMS_COUNT ?? '25';
  const run = spawnSync('python3', ['-B', join(import.meta.dirname, 'programs.py'), kind, seed, count], {
    encoding: 'utf8', maxBuffer: 1 << 29, env: { ...process.env, PYTHONHASHSEED: '0', PYTHONIOENCODING: 'utf-8' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return read(run.stdout);
}
/** No program may be wrong, and few may be unsure. */
function hold(records: Recorded[]): void {
  const verdicts = records.map(verdict);
  expect(verdicts.flatMap(v => (v.kind === 'wrong' ? [v.why] : []))).toEqual([]);
  expect(verdicts.filter(v => v.kind === 'unsure').length).toBeLessThanOrEqual(records.length / 8);
}

beforeAll(startTestEngine);

test('recorded programs print what CPython printed', () => {
  hold(read(readFileSync(join(import.meta.dirname, 'golden.jsonl'), 'utf8')));
});
describe.runIf(hasPython)('random programs print what CPython prints', () => {
  for (const kind of kinds) {
    test(kind, () => {
      hold(random(kind));
    });
  }
});
