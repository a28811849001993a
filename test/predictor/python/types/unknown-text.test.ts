// What formatting, methods and constructors make of unknowns whose type is known, and methods that are given one: an unknown of the right type, and a doubt only where the call might raise.
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { evalText, execText, guarded, mainNamespace, startRun } from '../../../../predictor/python/machine.ts';
import { Unknown } from '../../../../predictor/python/unknown-value.ts';
import type { Dict } from '../../../../predictor/python/values.ts';
import { startTestEngine } from '../../../support/engine.ts';

const FILE = '/workspace/main.py';
let globals: Dict;
beforeAll(async () => {
  await startTestEngine();
  globals = mainNamespace(FILE);
  startRun(defaultBudget);
  execText("import random\ntext = random.choice(['a', 'bc'])\nwhole = random.randint(1, 6)\npart = random.random()\nlist3 = [1, 2, 3]\nrandom.shuffle(list3)\n", FILE, globals);
});

/** `int`, `int?` with doubts, or the value itself. */
function kind(expression: string): string {
  startRun(defaultBudget);
  const held: { value?: unknown } = {};
  const { doubts } = guarded(() => {
    held.value = evalText(expression, FILE, globals);
    return null;
  });
  const v = held.value;
  return `${v instanceof Unknown ? (v.type?.name ?? 'anything') : String(v)}${doubts.length > 0 ? '?' : ''}`;
}

describe('an unknown of a known type', () => {
  test.each([
    ["f'{text} {whole:03d} {part:.2f} {text!r:>5}'", 'str'],
    ["f'{text:d}'", 'str?'],
    ["'%s %d %.1f' % (text, whole, part)", 'str'],
    ["'%d' % (text,)", 'str?'],
    ["'{} {:>5}'.format(text, whole)", 'str'],
    ["', '.join([text, 'x'])", 'str'],
    ["', '.join([whole])", 'str?'],
    ['str(whole)', 'str'],
    ['int(whole)', 'int'],
    ['int(text)', 'int?'],
    ['bool(text)', 'bool'],
    ['float(part)', 'float'],
    ['text.upper()', 'str'],
    ["text.split(',')", 'list'],
    ["text.index('a')", 'int?'],
    ["text.encode('ascii')", 'bytes?'],
    ['whole.bit_length()', 'int'],
    ['part.as_integer_ratio()', 'tuple?'],
    ["'a$b'.replace('$', text)", 'str'],
    ["'a$b'.replace(text, text)", 'str'],
    ["'a$b'.startswith(text)", 'bool'],
    ["'a$b'.strip(text)", 'str'],
    ["'a$b'.find(text, whole)", 'int'],
    ["'a$b'.split(text)", 'list?'],
    ["'a$b'.index(text)", 'int?'],
    ["'a$b'.center(whole)", 'str?'],
    ["'a$b'.center(9, text)", 'str?'],
    ["'a$b'.encode(text)", 'bytes?'],
    ["b'ab'.find(b'b', whole)", 'int'],
    ["b'ab'.find(whole)", 'int?'],
    ['len(list3)', '3'],
    ['part * 2 + whole', 'float'],
  ])('%s gives %s', (expression, expected) => {
    expect(kind(expression)).toBe(expected);
  });
});
