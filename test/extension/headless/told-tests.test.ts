// What several engines tell of a suite's tests becomes one suite: each test once, in the order of the collection.
import { describe, expect, it } from 'vitest';
import { ToldTests } from '../../../extension/headless/told-tests.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';

const forecastOf = (id: string, stdout = ''): TestForecast => ({
  id, file: `/p/${id.split('::')[0]}`, line: 1, outcome: 'pass', result: 'passed', probability: 1, phase: 'call', reason: undefined, raises: undefined, why: [], effects: [], stdout, stderr: '',
});
const placesOf = (...forecasts: readonly TestForecast[]) => forecasts.map(({ id, file, line }) => ({ id, file, line }));
const [a1, a2, b1, b2] = ['a.py::one', 'a.py::two', 'b.py::one', 'b.py::two'].map(id => forecastOf(id));
const collected = [placesOf(a1, a2), [], placesOf(b1, b2)];

describe('tests that were told', () => {
  it('come in the order of the collection, whether they were told one by one or by the file', () => {
    const told = new ToldTests();
    expect(told.takeFiles([[], [], [b1, b2]])).toEqual([[], [], [b1, b2]]);
    expect([told.take(a2), told.take(a1)]).toEqual([true, true]);
    expect([told.size, told.hasAll(collected)]).toEqual([4, true]);
    expect(told.inOrder(collected)).toEqual([a1, a2, b1, b2]);
    expect(told.ids().sort()).toEqual([a1, a2, b1, b2].map(t => t.id));
    expect(told.inOrder(collected)).toEqual([a1, a2, b1, b2]);
  });

  it('count as they were told first, where more than one engine tells', () => {
    const told = new ToldTests();
    told.takeFiles([[a1, a2], [], []]);
    told.mayRepeat = true;
    expect(told.take(forecastOf(a1.id, 'later'))).toBe(false);
    told.take(b2);
    expect(told.takeFiles([[forecastOf(a1.id, 'later'), a2], [], [b1, forecastOf(b2.id, 'later')]])).toEqual([[], [], [b1]]);
    expect(told.take(forecastOf(b1.id, 'later'))).toBe(false);
    expect(told.inOrder(collected)).toEqual([a1, a2, b1, b2]);
  });

  it('are missing where no one has told them, though others of their file were', () => {
    const told = new ToldTests();
    told.takeFiles([[a1], [], [b1, b2]]);
    expect(told.hasAll(collected)).toBe(false);
    expect(told.inOrder(collected)).toEqual([a1, b1, b2]);
    expect([told.has(a1.id), told.has(a2.id)]).toEqual([true, false]);
    told.take(a2);
    expect(told.hasAll(collected)).toBe(true);
    expect(told.inOrder(collected)).toEqual([a1, a2, b1, b2]);
  });

  it('come first where they were not collected, and in whatever files they were told', () => {
    const told = new ToldTests();
    told.takeFiles([[b1, b2], [a1, a2]]);
    told.take(forecastOf('c.py::one'));
    expect(told.inOrder([placesOf(a2), placesOf(b1, b2)]).map(t => t.id)).toEqual(['c.py::one', a1.id, a2.id, b1.id, b2.id]);
  });
});
