// Literals are read and written as Python does, and steps lead from one side of a comparison to the other.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonsIn } from '../../../predictor/search/comparisons.ts';
import { InputSearch } from '../../../predictor/search/input-search.ts';
import { firstOf, type Literal, literalOf, literalText } from '../../../predictor/search/literals.ts';
import { isMet, stepsTowards } from '../../../predictor/search/steps-towards.ts';

const literal: fc.Arbitrary<Literal> = fc.letrec<{ any: Literal; key: Literal }>(tie => ({
  key: fc.oneof(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(value => ({ kind: 'int', value }) as Literal),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map(value => ({ kind: 'str', value }) as Literal),
    fc.constantFrom<Literal>({ kind: 'word', text: 'None' }, { kind: 'word', text: 'True' }),
  ),
  any: fc.oneof({ depthSize: 'small' }, tie('key'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => ({ kind: 'float', value }) as Literal),
    fc.array(tie('any'), { maxLength: 3 }).map(items => ({ kind: 'list', items }) as Literal),
    fc.array(tie('any'), { maxLength: 3 }).map(items => ({ kind: 'tuple', items }) as Literal),
    fc.array(fc.tuple(tie('key'), tie('any')), { maxLength: 3 }).map(items => ({ kind: 'dict', items }) as Literal),
  ),
})).any;

describe('a literal', () => {
  it('reads back what was written', () => {
    fc.assert(fc.property(literal, l => {
      expect(literalText(literalOf(literalText(l)) ?? { kind: 'str', value: 'unread' })).toBe(literalText(l));
    }));
  });
  it.each([['1', 'int'], ['-2.5e10', 'float'], ["'a\\n\\x41\\u00e9'", 'str'], ['"it\'s"', 'str'], ["b'\\xff'", 'bytes'], ['[1, [2], ()]', 'list'], ['(1,)', 'tuple'], ['{1: {2}}', 'dict'], ['set()', 'set'], ['{}', 'dict'], ['None', 'word']])('%s is a %s', (text, kind) => {
    expect(literalOf(text)?.kind).toBe(kind);
  });
  it.each(['<app.Basket object>', 'Decimal(1)', '[1, 2', "'cut…", '1 + 1', 'f(1)', '', "{1: 2, 3}"])('%j is none', text => {
    expect(literalOf(text)).toBeUndefined();
  });
  it('begins as its annotation says', () => {
    expect(firstOf('int').every(l => l.kind === 'int')).toBe(true);
    expect(firstOf('Optional[str]').map(l => l.kind)).toEqual(['str', 'str', 'str', 'str', 'str', 'word']);
    expect(firstOf('list[float]').every(l => l.kind === 'list')).toBe(true);
    expect(new Set(firstOf(undefined).map(l => l.kind)).size).toBeGreaterThan(4);
  });
});

describe('a condition', () => {
  it.each([
    ['if a == "x and y" and not (b > 3 or c):', [['a', '==', '"x and y"'], ['b', '>', '3'], ['bool(c)', '==', 'True']]],
    ['elif 0 < n <= len(items):', [['0', '<', 'n'], ['n', '<=', 'len(items)']]],
    ['while x not in d and name.startswith(("a", "b")):', [['x', 'not in', 'd'], ['name', 'startswith', '("a", "b")']]],
    ['if f(a == 1)[b < 2]:', [['bool(f(a == 1)[b < 2])', '==', 'True']]],
    ['if x << 2 != y:', [['x << 2', '!=', 'y']]],
  ])('%s', (text, found) => {
    expect(comparisonsIn(text).map(c => [c.left, c.op, c.right])).toEqual(found);
  });
});

describe('steps', () => {
  const steps = (input: string[], left: string, op: string, right: string): string[] => stepsTowards(input.map(t => literalOf(t)!), [{ left: literalOf(left)!, op, right: literalOf(right)! }]).map(i => i.map(literalText).join(', '));
  it('put the other value where the first shows, also inside a text or a list', () => {
    expect(steps(["'v1;7'"], "'v1'", '==', "'v2'")).toContain("'v2;7'");
    expect(steps(["'v1;7'"], '7', '>', '4000')).toContain("'v1;4001'");
    expect(steps(['[1, 2]'], '2', '==', '9')).toContain('[1, 9]');
    expect(steps(["'ab'"], "'ab'", 'startswith', "'x'")).toContain("'xab'");
    expect(steps(['[1]'], '1', '==', '3')).toContain('[1, 1, 1]');
  });
  it('go as far as is missing, by the multiple that the side may be', () => {
    expect(steps(['2'], '13', '==', '97')).toContain('30');
  });
  it('know which comparisons are true already', () => {
    expect([isMet({ left: literalOf('3')!, op: '>', right: literalOf('2.5')! }), isMet({ left: literalOf("'a'")!, op: 'in', right: literalOf("'bc'")! }), isMet({ left: literalOf('[]')!, op: 'in', right: literalOf('[]')! })]).toEqual([true, false, undefined]);
  });
});

it('the same seeds and answers give the same proposals, none of them twice', () => {
  const run = (): string[] => {
    const s = new InputSearch(2, { inputs: [], first: [firstOf('int'), firstOf('str')], pool: firstOf(undefined) });
    return Array.from({ length: 300 }, (_, i) => {
      const next = s.next()!;
      s.tell(next, { lines: new Set([i % 7]), distance: i % 5, values: [] });
      return next.map(literalText).join(', ');
    });
  };
  expect(run()).toEqual(run());
  expect(new Set(run()).size).toBe(300);
});
