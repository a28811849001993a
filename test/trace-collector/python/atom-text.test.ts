// Texts of plain values, as Python's repr gives them.
import { describe, expect, it } from 'vitest';
import { atomText, floatText, strText } from '../../../trace-collector/python/atom-text.ts';
import { ellipsis, type Item } from '../../../trace-collector/python/marshal.ts';

describe('the text of a plain value', () => {
  it.each([
    [0, '0.0'], [-0, '-0.0'], [1, '1.0'], [0.1, '0.1'], [1e16, '1e+16'], [123456789012345680, '1.2345678901234568e+17'], [1e15, '1000000000000000.0'], [1e-4, '0.0001'], [1.5e-5, '1.5e-05'],
    [1e300, '1e+300'], [5e-324, '5e-324'], [Number.NaN, 'nan'], [-Infinity, '-inf'],
  ])('of the float %d is %s', (x, text) => {
    expect(floatText(x)).toBe(text);
  });
  it.each([
    ['plain', "'plain'"], ["it's", '"it\'s"'], ['\'"', "'\\'\"'"], ['a\n\t\\\x00\x7f', "'a\\n\\t\\\\\\x00\\x7f'"],
  ])('of the str %j is %s', (s, text) => {
    expect(strText(s)).toBe(text);
  });
  it('of ints is cut where Python would not write it out', () => {
    expect(atomText(10n ** 5000n, 2000, 4300)).toBe('<repr failed: ValueError>');
    expect(atomText(10n ** 3000n, 2000, 4300)).toHaveLength(2001);
    expect(atomText(-(10n ** 20n), 2000, 0)).toBe('-100000000000000000000');
  });
  it('of bytes and names of their own', () => {
    expect(atomText(new Uint8Array([97, 39, 255]), 99, 0)).toBe('b"a\'\\xff"');
    expect(([null, true, false, ellipsis] as Item[]).map(v => atomText(v, 99, 0))).toEqual(['None', 'True', 'False', 'Ellipsis']);
    expect(atomText({ real: 0, imaginary: 1 }, 99, 0)).toBe('1j');
    expect(atomText({ real: 1.5, imaginary: -2 }, 99, 0)).toBe('(1.5-2j)');
  });
});
