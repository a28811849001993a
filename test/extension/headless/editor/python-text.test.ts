// Functions and statements found by reading lines, also where the text does not parse.
import { describe, expect, it } from 'vitest';
import { functionAt, functionsOf, statementsOf } from '../../../../extension/headless/editor/python-text.ts';

const text = `import os

class Basket:
    """Holds
    def fake(): not code
    """
    def add(self, line):
        def inner(x):
            return x
        return inner(line)

    async def later(self):
        await x(
            1,
        )
        return 2

def total(a,
          b):
    s = "a # no comment ("
    return a + b  # ) done
`;

describe('functions of a text', () => {
  it('are found with their qualified names and their ends', () => {
    expect(functionsOf(text).map(f => [f.qualname, f.line, f.end])).toEqual([
      ['Basket.add', 7, 10],
      ['Basket.add.<locals>.inner', 8, 9],
      ['Basket.later', 12, 16],
      ['total', 18, 21],
    ]);
  });
  it('are told by a line inside them, the innermost first', () => {
    expect([7, 9, 10, 14, 19, 21].map(l => functionAt(text, l)?.name)).toEqual(['add', 'inner', 'add', 'later', 'total', 'total']);
    expect(functionAt(text, 1)).toBeUndefined();
    expect(functionAt(text, 4)).toBeUndefined();
  });
  it('have the line that is being begun below them', () => {
    expect(functionAt('def f():\n    x = 1\n    \n', 3)?.name).toBe('f');
    expect(functionAt('def f():\n    x = 1\n\n', 3)).toBeUndefined();
  });
  it('are found around a line that does not parse', () => {
    const broken = 'def f():\n    x = (1,\n    y = [\n\ndef g():\n    return 1\n';
    expect(functionsOf(broken).map(f => f.name)).toEqual(['f', 'g']);
  });
});
describe('statements', () => {
  it('take in the lines that continue them', () => {
    expect(statementsOf('x = (1,\n  2)\ny = """a\nb"""\nz = 1 + \\\n  2\n').map(s => [s.first, s.last])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });
});
