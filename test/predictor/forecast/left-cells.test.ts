// Which tests change the same place.
import { describe, expect, it } from 'vitest';
import { cellOf, cellsKept, LeftCells } from '../../../predictor/forecast/left-cells.ts';

describe('tests that change cells', () => {
  const cells = new LeftCells();
  cells.note('one', [cellOf('app.CACHE', 'a'), cellOf('app.log')]);
  cells.note('same key', [cellOf('app.CACHE', 'a')]);
  cells.note('other key', [cellOf('app.CACHE', '*')]);
  cells.note('all keys', [cellOf('app.CACHE')]);
  cells.note('nothing', []);
  const meeting = (id: string): string[] => ['one', 'same key', 'other key', 'all keys', 'nothing'].filter(t => cells.meets(id, x => x === t));
  it('meet where the key is the same', () => {
    expect(meeting('same key')).toEqual(['one', 'same key', 'all keys']);
    expect(meeting('other key')).toEqual(['other key', 'all keys']);
  });
  it('meet whoever changes the whole of an object', () => {
    expect(meeting('all keys')).toEqual(['one', 'same key', 'other key', 'all keys']);
  });
  it('meet no one where they change nothing', () => {
    expect(meeting('nothing')).toEqual([]);
  });
  it('are remembered by names, and by the number of what has none', () => {
    expect(cellsKept(['#12', cellOf('b'), '#7', cellOf('a', 'k')])).toEqual(['#', '#', 'a\nk', 'b']);
  });
});
