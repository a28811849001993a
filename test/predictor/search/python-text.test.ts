// Python text taken apart by hand: strings, comments and brackets hold together.
import { describe, expect, it } from 'vitest';
import { comparisonsIn } from '../../../predictor/search/comparisons.ts';
import { splitOutside } from '../../../predictor/search/python-text.ts';

describe('a text is split at marks', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a, b=(1, 2), c="x,y"', [','], ['a', ' b=(1, 2)', ' c="x,y"']],
    ["a,  # it's a comment, no string\n b", [','], ['a', "  # it's a comment, no string\n b"]],
    [`a="""x", 'y'""", b`, [','], [`a="""x", 'y'"""`, ' b']],
    ['a="\\",", b', [','], ['a="\\","', ' b']],
    ["a='not closed, b", [','], ["a='not closed, b"]],
    ['', [','], ['']],
  ])('%s', (text, marks, expected) => {
    expect(splitOutside(text, marks)).toEqual(expected);
  });
  it('once, with what is behind it whole', () => {
    expect(splitOutside('a: int = 1 == 2', ['='], { once: true })).toEqual(['a: int ', ' 1 == 2']);
    expect(splitOutside('f(x)), y)', [')'], { once: true })).toEqual(['f(x)', ', y)']);
  });
});

describe('a condition compares', () => {
  it.each<[string, readonly string[]]>([
    ['if (n > 9) and (m < 2):', ['n > 9', 'm < 2']],
    ['while (a == b):', ['a == b']],
    ["assert x << 2 != 'a < b'", ["x << 2 != 'a < b'"]],
    ['if f(a, b < c) in seen:', ['f(a, b < c) in seen']],
  ])('%s', (text, expected) => {
    expect(comparisonsIn(text).map(c => `${c.left} ${c.op} ${c.right}`)).toEqual(expected);
  });
});
