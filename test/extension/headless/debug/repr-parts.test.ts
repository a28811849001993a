// Structure read back from texts: what is surely one value is opened, all else is left whole.
import { describe, expect, it } from 'vitest';
import { isImmutable, isLiteral, partsOf } from '../../../../extension/headless/debug/repr-parts.ts';

const open = (text: string): string[] | undefined => partsOf(text)?.parts.map(p => `${p.name}=${p.text}`);

describe('the parts of a value', () => {
  it.each([
    ['[1, [2, 3], (4,)]', ['0=1', '1=[2, 3]', '2=(4,)']],
    ["{'a, b': 1, 2: {3}}", ["'a, b'=1", '2={3}']],
    ["{'it\\'s', \"x]\"}", ["0='it\\'s'", '1="x]"']],
    ['(1,)', ['0=1']],
    ['Point(x=1, y=[2, 3])', ['x=1', 'y=[2, 3]']],
    ["[<Color.RED: 'a, b'>, <__main__.P object>]", ["0=<Color.RED: 'a, b'>", '1=<__main__.P object>']],
    ['[-1.5e-07, (1+2j), None]', ['0=-1.5e-07', '1=(1+2j)', '2=None']],
    ['frozenset({1, 2})', ['0=1', '1=2']],
    ['{}', []],
    ['[1, 2, 3…', ['0=1', '1=2']],
  ])('are read from %s', (text, parts) => expect(open(text)).toEqual(parts));
  it.each(['[Order #3, paid]', '[1, 2', '(1+2j)', '5', "'[1, 2]'", '<list object>', 'Order(3, paid!)', '[1] + [2]', '{1: }', '[ 1 2 ]'])('are not made up for %s', text => expect(partsOf(text)).toBeUndefined());
});
describe('a literal', () => {
  it.each(['1', '-1.5', '1e+20', "'a'", "b'x'", '[]', 'set()', '{1: [2, (3,)]}', '(1+2j)', 'True', 'range(0, 3)', "bytearray(b'x')"])('is %s', text => expect(isLiteral(text)).toBe(true));
  it.each(['nan', 'inf', '[1, <f>]', "'cut…", '[1, 2…', 'Point(x=1)', 'Ellipsis', '[...]', '<unknown>', '01', "Decimal('1')", "f'x'"])('is not %s', text => expect(isLiteral(text)).toBe(false));
  it('is immutable where nothing in it can change', () => {
    expect(["'a'", '(1, (2,))', '5'].map(isImmutable)).toEqual([true, true, true]);
    expect(['[1]', '([1],)', '{}', 'set()'].map(isImmutable)).toEqual([false, false, false, false]);
  });
});
