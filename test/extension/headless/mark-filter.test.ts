// Filters that engines share: nothing that was added is missed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMarks, markBytes, mayHold } from '../../../extension/headless/mark-filter.ts';

const empty = (): Uint32Array => new Uint32Array(new SharedArrayBuffer(markBytes));
it('finds what was added, whatever else was', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), fc.nat(), (marks, n) => {
      const filter = empty();
      addMarks(filter, marks);
      expect(mayHold(filter, ['something', marks[n % marks.length]])).toBe(true);
    }),
  );
});
it('finds nothing where nothing was added', () => {
  expect(mayHold(empty(), ['app.CACHE', ''])).toBe(false);
});
it('seldom finds what was not added', () => {
  const filter = empty();
  addMarks(filter, ['app.CACHE\nfoo', 'app.CACHE\r']);
  const others = Array.from({ length: 1000 }, (_, i) => `app.CACHE\n${i}`);
  expect(others.filter(o => mayHold(filter, [o])).length).toBeLessThan(30);
});
