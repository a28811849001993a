// What an agent is told of a forecast that ran out of time: a report in, lines out.
import { describe, expect, it } from 'vitest';
import { contextOf, emptyReport } from '../../../../extension/headless/hooks/foresight.ts';
import type { Desk } from '../../../../extension/headless/tools/desk.ts';
import { suspicionOf } from '../../../../predictor/forecast/suspicion.ts';
import type { TestChange, TestForecast } from '../../../../trace-collector/trace.ts';

const desk = { show: (file: string) => file } as unknown as Desk;
const forecast: TestForecast = {
  id: 'test_a.py::test_a',
  file: 'test_a.py',
  line: 3,
  outcome: 'pass',
  result: 'passed',
  phase: 'call',
  probability: 1,
  why: [],
  stdout: '',
  stderr: '',
  effects: [],
};
const failure: TestForecast = {
  ...forecast,
  outcome: 'fail',
  result: 'failed',
  probability: 0,
  raises: { type: 'AssertionError', message: '', because: [], traceback: [{ file: 'test_a.py', line: 4, function: 'test_a', source: 'assert total() == 3', library: false, locals: {} }] },
};
const told = (test: Omit<TestChange, 'id'>): string => contextOf({ ...emptyReport('/p'), stopped: true, tests: [{ id: 'test_a.py::test_a', ...test }] }, desk, false);

describe('a failure that was seen when time ran out', () => {
  const suspected = suspicionOf(failure);
  it('is told as most likely, with its line, where the test passed before', () => {
    expect(told({ change: 'unknown', before: forecast, after: suspected })).toContain('✗ test_a.py::test_a: most likely AssertionError at test_a.py:4: assert total() == 3');
  });
  it('is told as most likely of a test that is new', () => {
    expect(told({ change: 'unknown', after: suspected })).toContain('most likely AssertionError');
  });
  it('is not laid at the door of the edit where the test failed before', () => {
    const text = told({ change: 'unknown', before: failure, after: suspected });
    expect(text).not.toContain('most likely');
    expect(text).toContain('? test_a.py::test_a: fails now; afterwards cannot be told');
  });
});
