import { beforeAll, describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../predictor/budget.ts';
import { changedCalls } from '../../../predictor/forecast/behaviour.ts';
import { consequences } from '../../../predictor/forecast/consequences.ts';
import { rehearseProgram } from '../../../predictor/python/program.ts';
import { vm } from '../../../predictor/python/state.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { startTestEngine } from '../../support/engine.ts';

beforeAll(startTestEngine);

const shop = `
class Basket:
    def __init__(self):
        self.prices = []
    def add(self, price, count):
        self.prices.append(price * count)
    def total(self):
        out = sum(self.prices)
        return out

def tax(amount, rate=20):
    share = amount * rate // 100
    return share

def gross(amount):
    return amount + tax(amount)

def test_gross():
    basket = Basket()
    basket.add(100, 2)
    total = basket.total()
    bill = gross(total)
    assert bill == 240

def helper(n):
    return tax(n)
`;
function traceOf(text: string, call: string): Trace {
  vm.tracing = true;
  try {
    return rehearseProgram({ file: '/workspace/shop.py', text, call, trace: true, budget: defaultBudget }).trace!;
  } finally {
    vm.tracing = false;
  }
}
const edited = (from: string, to: string): string => {
  expect(shop).toContain(from);
  return shop.replace(from, to);
};
const steps = (text: string, call = 'test_gross()'): string[] =>
  consequences(traceOf(shop, call), traceOf(text, call)).map(s => `${s.line} ${s.function} ${s.kind}${s.name === undefined ? '' : ` ${s.name}`}: ${s.before} → ${s.after}`);

describe('the consequences of an edit', () => {
  it('lead from the edited line through calls and values to the test', () => {
    expect(steps(edited('// 100', '// 10'))).toEqual(['12 tax sets share: 40 → 400', '13 tax returns: 40 → 400', '16 gross returns: 240 → 600', '22 test_gross sets bill: 240 → 600']);
  });

  it('begin with a change of state, though the call that made it gives the same', () => {
    expect(steps(edited('price * count)', 'price + count)'))).toEqual(['8 Basket.total sets out: 200 → 102', '9 Basket.total returns: 200 → 102', '21 test_gross sets total: 200 → 102', '16 gross returns: 240 → 122', '22 test_gross sets bill: 240 → 122']);
  });

  it('end with an exception where one is raised', () => {
    expect(steps(edited('return share', 'raise ValueError(share)'))).toEqual(['13 tax raises: 40 → ValueError(40)', '16 gross raises: 240 → ValueError(40)']);
  });

  it('are none where nothing differs', () => {
    expect(steps(edited('out = sum(self.prices)', 'out = 0 + sum(self.prices)'))).toEqual([]);
  });
});

describe('the behaviour diff', () => {
  it('tells the calls that come out otherwise with the same arguments', () => {
    const changes = changedCalls(traceOf(shop, 'helper(30)'), traceOf(edited('rate // 100', 'rate // 10'), 'helper(30)'));
    expect(changes.map(c => `${c.function}(${c.arguments}): ${c.before} → ${c.after}`)).toEqual(['helper(n=30): 6 → 60', 'tax(amount=30, rate=20): 6 → 60']);
  });

  it('tells of an exception in place of a value', () => {
    const [change] = changedCalls(traceOf(shop, 'tax(5)'), traceOf(edited('share = amount', 'share = amount.size'), 'tax(5)'));
    expect(change).toMatchObject({ before: '1', after: "raises AttributeError(\"'int' object has no attribute 'size'\")" });
  });

  it('is silent about a function that is called with other arguments only', () => {
    expect(changedCalls(traceOf(shop, 'tax(5)'), traceOf(shop, 'tax(50)'))).toEqual([]);
  });
});
