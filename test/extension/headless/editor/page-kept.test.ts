// What a page keeps over a reload of the window, and what is believed of it afterwards.
import { describe, expect, it } from 'vitest';
import { debugOf, readKept } from '../../../../extension/headless/editor/page-kept.ts';

const folders = ['/work/shop'];
const rehearsed = { page: 'timeline', folder: '/work/shop', title: 'test_tags', wanted: { kind: 'launch', arguments: { mode: 'rehearse', program: 'tests/test_a.py::test_tags', cwd: '/work/shop' } } };
const compared = { page: 'timeline', folder: '/work/shop', title: 'test_tags', wanted: { kind: 'compared', test: 'tests/test_a.py::test_tags', trace: 7 } };

describe('what a page has kept', () => {
  it.each([
    ['a rehearsal', rehearsed],
    ['a recording', { ...rehearsed, wanted: { kind: 'launch', arguments: { mode: 'replay', trace: 3, cwd: '/work/shop' } } }],
    ['a comparison', compared],
    ['a calibration', { page: 'calibration', folder: '/work/shop' }],
  ])('of %s is read as it was', (_what, kept) => {
    expect(readKept({ kept, at: 12, title: 'test_tags' }, folders)).toEqual(kept);
  });
  it.each([
    ['of a folder that is not open any more', { kept: { ...rehearsed, folder: '/work/other' } }],
    ['that would run something', { kept: { ...rehearsed, wanted: { kind: 'launch', arguments: { mode: 'record', program: 'x.py', cwd: '/work/shop' } } } }],
    ['of a debug session', { kept: { ...rehearsed, wanted: { kind: 'session', session: 3 } } }],
    ['of something else', { title: 'x', at: 3 }],
    ['that is nothing', undefined],
  ])('is not believed %s', (_what, state) => {
    expect(readKept(state, folders)).toBeUndefined();
  });
  it('says how one goes on in the debugger, of each side', () => {
    expect(debugOf({ kind: 'compared', test: 'tests/test_a.py::test_tags', trace: 7 }, '/work/shop')).toEqual([
      { mode: 'rehearse', program: 'tests/test_a.py::test_tags', cwd: '/work/shop' },
      { mode: 'replay', trace: 7, cwd: '/work/shop' },
    ]);
  });
});
