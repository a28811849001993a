// The order in which tests are tried when an edit has come in between.
import { describe, expect, it } from 'vitest';
import { inTurns } from '../../../../predictor/python/tests/scouting.ts';

const costs: Readonly<Record<string, number>> = { 'a::slow': 500, 'a::quick': 1, 'a::many[0]': 3, 'a::many[1]': 2, 'a::many[2]': 4, 'b::few[x]': 6, 'b::few[y]': 6 };
const order = (ids: readonly string[]): string[] => inTurns(ids.map(id => ({ id })), id => costs[id]).map(t => t.id);

describe('tests in turns', () => {
  it('begin with what costs little, and give each test function the same time', () => {
    expect(order(Object.keys(costs))).toEqual(['a::quick', 'a::many[1]', 'a::many[0]', 'b::few[x]', 'a::many[2]', 'b::few[y]', 'a::slow']);
  });
  it('take one of unknown cost for one in the middle', () => {
    expect(order(['new::one', 'a::slow', 'a::quick', 'b::few[x]'])).toEqual(['a::quick', 'new::one', 'b::few[x]', 'a::slow']);
  });
  it('stay in their order where they cost the same', () => {
    expect(order(['c::one', 'c::two', 'c::three'])).toEqual(['c::one', 'c::two', 'c::three']);
  });
});
