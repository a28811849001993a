// Containers and iterators that are older than a snapshot are as they were after a rollback.
import { beforeAll, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { evalText, execText, guarded, mainNamespace, rollback, snapshot, startRun } from '../../../../predictor/python/machine.ts';
import { repr } from '../../../../predictor/python/operators.ts';
import { startTestEngine } from '../../../support/engine.ts';

beforeAll(startTestEngine);

const make = `
from collections import deque, defaultdict, OrderedDict
import itertools, functools
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return 7
    def __eq__(self, other): return self.v == other.v
    def __repr__(self): return f'H{self.v}'
l = [1, 2, [3]]; d = {'a': 1, (1, 2): 'b', H(1): 'h'}; s = {1, 2, 3, 64}; s.discard(2); o = OrderedDict(a=1, b=2); q = deque([1, 2], 5); dd = defaultdict(list, k=[1])
it = iter([1, 2, 3]); next(it); c = itertools.count(5); z = zip('abc', itertools.count()); next(z); dk = iter(d); next(dk); sk = iter(s); next(sk)
class L(list): pass
sub = L([1]); sub.x = 'attr'
@functools.lru_cache
def f(x): return x + len(l)
f(1)
`;
const look = "[l, d, s, o, q, dd, sub, vars(sub), f.cache_info(), list(o), list(d)]";
const change = `
l.append(4); l[2].append(9); l.sort(key=str, reverse=True); d['new'] = 1; del d['a']; d[(1, 2)] = 'c'; d.pop(H(1)); d[H(2)] = 3; s.add(99); s.discard(1); s |= {5, 6}; s &= {5, 99, 3}
o.move_to_end('a'); o['z'] = 1; o.popitem(last=False); q.append(3); q.rotate(1); q.maxlen; dd['new'].append(1); sub.append(2); sub.x = 'other'; sub.y = 1
list(it); next(c); list(zip(range(2), z)); f(2); f(1); f.cache_clear()
try: list(dk)
except RuntimeError: pass
try: list(sk)
except RuntimeError: pass
`;
test('a rollback puts everything back', () => {
  const g = mainNamespace('program.py');
  const run = (text: string): void => {
    startRun(defaultBudget);
    expect(guarded(() => execText(text, 'program.py', g)).ending).toMatchObject({ kind: 'value' });
  };
  const text = (expression: string): string => repr(evalText(expression, 'program.py', g));
  run(make);
  const before = text(look);
  snapshot();
  run(change);
  expect(text(look)).not.toBe(before);
  expect(rollback()).toBe(true);
  expect(text(look)).toBe(before);
  expect(text("[next(it), next(c), next(z), next(dk), next(sk), d[H(1)], f(1), f.cache_info().hits]")).toBe("[2, 5, ('b', 1), (1, 2), 1, 'h', 4, 1]");
});
