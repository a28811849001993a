// Sets in one order: two runs with another hash seed read the same, and nothing else is touched.
import { describe, expect, it } from 'vitest';
import { setsInOrder } from '../../../../extension/headless/editor/set-order.ts';

describe('sets in one order', () => {
  it.each([
    ["{'b', 'a'}", "{'a', 'b'}"],
    ["frozenset({'ware', 'gift'})", "frozenset({'gift', 'ware'})"],
    ["[1, {'b', 'a'}, (frozenset({2, 1}),)]", "[1, {'a', 'b'}, (frozenset({1, 2}),)]"],
    ["{'k': {'b', 'a'}, 'a': 1}", "{'k': {'a', 'b'}, 'a': 1}"],
    ["Line(article='cup, x', tags=frozenset({'b', 'a'}))", "Line(article='cup, x', tags=frozenset({'a', 'b'}))"],
    ["{frozenset({'d', 'c'}), frozenset({'b', 'a'})}", "{frozenset({'a', 'b'}), frozenset({'c', 'd'})}"],
  ])('%s is %s', (text, sorted) => {
    expect(setsInOrder(text)).toBe(sorted);
  });
  it.each(['set()', 'frozenset()', '{}', "{'b': 1, 'a': 2}", "'{b, a}'", "Counter({'b': 1, 'a': 2})", "{'b', 'a…", '<object at 0x>', '[3, 2, 1]', 'f(x)', "ValueError('{b, a}')"])('%s stays as it is', text => {
    expect(setsInOrder(text)).toBe(text);
  });
});
