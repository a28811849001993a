// Answers as literals: what is taken, and that code never is.
import { beforeAll, describe, expect, it } from 'vitest';
import { exceptionMaker, literalMaker } from '../../../predictor/python/literal-text.ts';
import { repr } from '../../../predictor/python/operators.ts';
import { startTestEngine } from '../../support/engine.ts';

beforeAll(startTestEngine);
const read = (text: string): string | undefined => {
  const make = literalMaker(text);
  return make === undefined ? undefined : repr(make());
};

describe('a literal', () => {
  it.each([
    ['None', 'None'],
    ['-12', '-12'],
    ["'it\\'s'", '"it\'s"'],
    ['b"\\x00a"', "b'\\x00a'"],
    ['[1, 2.50, (3,), {"a": {1}}]', "[1, 2.5, (3,), {'a': {1}}]"],
    ['set()', 'set()'],
    ['frozenset({1})', 'frozenset({1})'],
    ['(1-2j)', '(1-2j)'],
    ['[nan, -inf]', '[nan, -inf]'],
    ['{}', '{}'],
  ])('is %s', (text, expected) => expect(read(text)).toBe(expected));
  it.each([
    '__import__("os").system("true")',
    'open("/etc/passwd").read()',
    '[x for x in range(9**9)]',
    'f"{1}"',
    '(lambda: 1)()',
    'a',
    '1 + 1',
    '{**{}}',
    '[*[1]]',
    '...',
    "'cut off…",
    '<Response [200]>',
    '',
    '1; import os',
    '1\nimport os',
    'dict(a=1)',
    `${'['.repeat(500)}${']'.repeat(500)}`,
    `'${'x'.repeat(300_000)}'`,
  ])('is not %s', text => expect(read(text)).toBeUndefined());
  it('is a new object each time', () => {
    const make = literalMaker('[1]')!;
    expect(make()).not.toBe(make());
  });
});
describe('an exception', () => {
  it.each([
    ["KeyError('a')", "KeyError('a')"],
    ['TimeoutError', 'TimeoutError()'],
    ["OSError(2, 'no')", "FileNotFoundError(2, 'no')"],
  ])('is %s', (text, expected) => expect(repr(exceptionMaker(text)!())).toBe(expected));
  it.each(['SystemExit(1)', 'KeyboardInterrupt', 'requests.Timeout()', "ValueError(open('x'))", 'print', "ValueError(*['a'])"])('is not %s', text => expect(exceptionMaker(text)).toBeUndefined());
});
