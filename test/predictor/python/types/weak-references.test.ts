// What a weak reference gives: the object as long as the program holds it, and nothing definite where only the engine may still have it.
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { execText, guarded, mainNamespace, type Outcome, rollback, snapshot, startRun } from '../../../../predictor/python/machine.ts';
import { startTestEngine } from '../../../support/engine.ts';

beforeAll(startTestEngine);

const make = `
import weakref
from collections import deque
class Item: pass
def last(items, size):
    kept = deque(items, maxlen=size)
    yield from kept
def items(n):
    made = deque(Item() for _ in range(n))
    return made, [weakref.ref(i) for i in made]
def taken(made):
    while made: yield made.popleft()
registry = {'of': []}
`;
function rehearse(program: string): Outcome {
  const g = mainNamespace('program.py');
  startRun(defaultBudget);
  guarded(() => execText(make, 'program.py', g));
  snapshot();
  startRun(defaultBudget);
  const o = guarded(() => execText(program, 'program.py', g));
  rollback();
  return o;
}

describe('held', () => {
  for (const [where, program] of [
    ['by a deque', 'made, refs = items(3)\nprint([r() is not None for r in refs])'],
    ['by a deque, asked for often', 'made, refs = items(60)\nfor _ in range(60):\n  assert all(r() is not None for r in refs)\nprint([True] * 3)'],
    ['by a generator that waits', 'made, refs = items(3)\ntwo = last(taken(made), 2)\nnext(two)\nprint([True] + [r() is not None for r in refs[1:]])'],
    ['by a list that is older than the test', "made, refs = items(3)\nregistry['of'].extend(made)\nmade.clear()\nprint([r() is not None for r in refs])"],
  ]) {
    test(where, () => {
      expect(rehearse(program)).toMatchObject({ ending: { kind: 'value' }, doubts: [], stdout: '[True, True, True]\n' });
    });
  }
});
describe('let go', () => {
  for (const [by, program] of [
    ['a deque', 'made, refs = items(3)\nmade.popleft()\nassert refs[0]()'],
    ['a generator that has ended', 'made, refs = items(3)\nfor two in last(taken(made), 2): pass\ndel two\nassert refs[1]()'],
  ]) {
    test(by, () => {
      const o = rehearse(program);
      expect(o.doubts.length > 0 || o.ending.kind === 'unknown').toBe(true);
    });
  }
});
