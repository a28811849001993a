// Which trees of texts are kept: those that are asked for again. Each key in an editor makes a text of its own.
import { describe, expect, it } from 'vitest';
import '../../../predictor/python/engine-types.ts'; // First: it loads the builtin classes in the order in which they need each other.
import { analysed } from '../../../predictor/python/source.ts';
import { world } from '../../../predictor/python/world.ts';
import { webGrammar } from '../../support/grammars.ts';

const grammar = await webGrammar();
world.current = { ...world.current, grammar };
const text = (k: number): string => `def f(x):\n    return x + ${k}\ns = '${'.'.repeat(60_000)}'\n`;

describe('the tree of a text', () => {
  it('is kept as long as the file’s last texts are asked for', () => {
    const first = analysed(text(0), '/w/a.py');
    expect(analysed(text(0), '/w/a.py')).toBe(first);
    for (let k = 1; k <= 4; k++) analysed(text(k), '/w/a.py');
    const fourth = analysed(text(4), '/w/a.py');
    expect(analysed(text(0), '/w/a.py')).not.toBe(first);
    expect(analysed(text(4), '/w/a.py')).toBe(fourth);
  });
  it('goes with the file’s, where it was asked for without its file before', () => {
    const first = analysed(text(10));
    expect(analysed(text(10), '/w/b.py')).toBe(first);
    for (let k = 11; k <= 14; k++) {
      analysed(text(k));
      analysed(text(k), '/w/b.py');
    }
    expect(analysed(text(10), '/w/b.py')).not.toBe(first);
  });
  it('of no file is kept while there are few', () => {
    const small = analysed('x = 1\n');
    const first = analysed(text(20));
    expect(analysed('x = 1\n')).toBe(small);
    for (let k = 21; k < 24; k++) analysed(text(k));
    expect(analysed(text(20))).not.toBe(first);
  });
});
