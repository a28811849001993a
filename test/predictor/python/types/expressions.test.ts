// Expressions over the builtin types: the engine must say what CPython said. Recorded answers (golden-*.json) run everywhere; where there is a Python 3.11,
// fresh random expressions are asked of both. BLESS=1 records anew. An unknown is honest, but counted: too many would hide a hole.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { evalText, execText, guarded, mainNamespace, startRun } from '../../../../predictor/python/machine.ts';
import { repr, str } from '../../../../predictor/python/operators.ts';
import type { Dict } from '../../../../predictor/python/values.ts';
import { startTestEngine } from '../../../support/engine.ts';
import { hasPython } from '../../../support/python.ts';

interface Recorded {
  readonly prelude: string;
  readonly cases: readonly (readonly [expression: string, result: string])[];
}
const FAMILIES = ['methods', 'operators', 'calls', 'arithmetic', 'formats', 'text', 'subclasses', 'bytearrays', 'memoryviews', 'mathematics'];
const FILE = '/workspace/main.py';
const golden = (family: string): string => join(import.meta.dirname, `golden-${family}.json`);

function ask(family: string, seed: number, count: number): Recorded {
  const r = spawnSync('python3', [join(import.meta.dirname, 'expressions.py'), family, String(seed), String(count)], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
  if (r.status !== 0) throw new Error(r.stderr);
  return JSON.parse(r.stdout) as Recorded;
}

/** What the engine makes of an expression: a repr, `!Type: message`, or undefined where it does not know. */
function answer(expression: string, globals: Dict): string | undefined {
  startRun(defaultBudget);
  const { ending, doubts } = guarded(() => repr(evalText(expression, FILE, globals)));
  if (ending.kind === 'unknown' || doubts.length > 0) return undefined;
  if (ending.kind === 'value') return ending.value as string;
  const { exc } = ending;
  const said = guarded(() => str(exc)).ending;
  return `!${exc.cls.name}: ${said.kind === 'value' ? String(said.value) : '?'}`;
}
function hold({ prelude, cases }: Recorded): void {
  const globals = mainNamespace(FILE);
  execText(prelude, FILE, globals);
  const wrong: string[] = [];
  let unknown = 0;
  for (const [expression, result] of cases) {
    const got = answer(expression, globals)?.replace(/0x[0-9a-f]{6,}/g, '0x');
    if (got === undefined) unknown++;
    else if (got !== result) wrong.push(`${expression}\n  Python ${result}\n  engine ${got}`);
  }
  expect(wrong).toEqual([]);
  expect(unknown).toBeLessThanOrEqual(cases.length * 0.02);
}

beforeAll(startTestEngine);
for (const family of FAMILIES) {
  describe(family, () => {
    test('are answered as CPython once did', () => {
      if (process.env.BLESS === '1' && hasPython) writeFileSync(golden(family), `${JSON.stringify(ask(family, 1, 300), null, 1)}\n`);
      expect(existsSync(golden(family))).toBe(true);
      hold(JSON.parse(readFileSync(golden(family), 'utf8')) as Recorded);
    });
    test.runIf(hasPython)('are answered as CPython does now', () => {
      hold(ask(family, Number(process.env.SEED ?? 20), 500));
    });
  });
}
