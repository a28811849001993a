// A run whose end is unknown anyway is not carried on for long.
import { beforeAll, expect, test } from 'vitest';
import { defaultBudget } from '../../../predictor/budget.ts';
import { execText, guarded, mainNamespace, type Outcome, startRun } from '../../../predictor/python/machine.ts';
import { world } from '../../../predictor/python/world.ts';
import { startTestEngine } from '../../support/engine.ts';

/** Each look at the clock takes 10 ms. */
let clock = 0;
beforeAll(async () => {
  await startTestEngine();
  world.current = { ...world.current, now: () => (clock += 10) };
});
const budget = { ...defaultBudget, ms: 5000, inDoubtMs: 500 };
function rehearse(program: string): Outcome {
  startRun(budget);
  return guarded(() => execText(program, 'program.py', mainNamespace('program.py')));
}

test('a loop that waits for something unknown ends after so many turns', () => {
  const o = rehearse('import time\nwhile time.monotonic() >= 0: pass');
  expect(o.ending).toMatchObject({ kind: 'unknown', origins: [{ reason: 'budget', what: 'paths' }] });
  expect(o.steps).toBeLessThan(20_000);
});
test('what is in doubt gets a part of the time', () => {
  const certain = rehearse('while True: pass');
  const inDoubt = rehearse('import time\nopen(str(time.time()), "w")\nwhile True: pass');
  expect(inDoubt.doubts).not.toEqual([]);
  for (const o of [certain, inDoubt]) expect(o.ending).toMatchObject({ kind: 'unknown', origins: [{ reason: 'budget', what: 'time' }] });
  expect(inDoubt.steps).toBeLessThan(certain.steps / 5);
});
test('what is certain in the end may take all of it', () => {
  expect(rehearse('for _ in range(1_000_000): pass\nx = 1')).toMatchObject({ ending: { kind: 'value' }, doubts: [] });
});
