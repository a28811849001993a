// From forecasts to what the editor shows: messages, counts, problems at the edited lines, the tree of tests, verdicts. No editor is needed.
import { describe, expect, it } from 'vitest';
import { byRehearsals, docstringCalls, hasMain, likelyTests } from '../../../../extension/headless/editor/examples.ts';
import { editedLines, findingsOf } from '../../../../extension/headless/editor/findings.ts';
import { unparsedIn } from '../../../../extension/headless/editor/folder-forecast.ts';
import { functionsOf } from '../../../../extension/headless/editor/python-text.ts';
import { countsOf, countsText, testShown } from '../../../../extension/headless/editor/test-shown.ts';
import { placesOf } from '../../../../extension/headless/editor/test-tree.ts';
import { agreement } from '../../../../extension/headless/editor/verdict.ts';
import type { TestForecast } from '../../../../trace-collector/trace.ts';

const passing: TestForecast = {
  id: 'tests/test_a.py::test_one', file: '/w/tests/test_a.py', line: 3, outcome: 'pass', probability: 1, result: 'passed', phase: 'call', why: [], effects: [], stdout: '', stderr: '',
};
const frame = (file: string, line: number, fn: string, library = false) => ({ file, line, function: fn, source: 'assert total(x) == 4', library, locals: { x: '[1, 2]', unused: '1' } });
const failing: TestForecast = {
  ...passing,
  outcome: 'fail',
  probability: 0,
  result: 'failed',
  raises: {
    type: 'AssertionError',
    message: '',
    traceback: [frame('/w/tests/test_a.py', 5, 'test_one')],
    sides: { left: '3', op: '==', right: '4', difference: ['At index 0 diff: 3 != 4'] },
    because: [],
  },
};
const show = (f: string): string => f.replace('/w/', '');

describe('a predicted failure', () => {
  it('tells both sides, the values, the place, and that it is predicted', () => {
    const { message, state } = testShown(failing, show);
    expect(state).toBe('fails');
    expect(message).toMatchObject({ expected: '4', actual: '3', file: '/w/tests/test_a.py', line: 5, stack: [{ label: 'test_one', line: 5 }] });
    expect(message!.text).toContain('Predicted: AssertionError: assert 3 == 4');
    expect(message!.text).toContain('where x = [1, 2]');
    expect(message!.text).not.toContain('unused');
    expect(message!.text).toContain('tests/test_a.py:5');
    expect(message!.text).toContain('nothing was run');
  });
  it('has the innermost of the user’s frames first, and none of the library', () => {
    const raises = { ...failing.raises!, type: 'KeyError', message: "'k'", sides: undefined, traceback: [frame('/w/tests/test_a.py', 5, 'test_one'), frame('/w/app.py', 9, 'total'), frame('/lib/x.py', 1, 'get', true)] };
    const { message } = testShown({ ...failing, raises }, show);
    expect(message!.stack.map(f => f.label)).toEqual(['total', 'test_one']);
    expect(message).toMatchObject({ file: '/w/app.py', line: 9 });
    expect(message!.expected).toBeUndefined();
  });
  it('of a file that does not parse stands at the line that the parser names', () => {
    const raises = { type: 'SyntaxError', message: "'(' was never closed (test_a.py, line 7)", traceback: [], because: [] };
    expect(testShown({ ...failing, id: 'tests/test_a.py', line: 1, result: 'error', phase: 'collect', raises }, show)).toMatchObject({ state: 'errors', message: { line: 7 } });
  });
});
describe('other outcomes', () => {
  it('are unknown with their origin, or skipped with their reason', () => {
    expect(testShown({ ...passing, outcome: 'unknown', result: 'unknown', why: [{ reason: 'time', what: 'time.time', file: '/w/app.py', line: 2 }] }, show)).toMatchObject({
      state: 'unknown', why: 'time.time (depends on the time) at app.py:2',
    });
    expect(testShown({ ...passing, result: 'skipped', reason: 'later' }, show)).toMatchObject({ state: 'skips', why: 'later' });
    expect(testShown({ ...passing, effects: [{ kind: 'write', what: '/w/out.txt' }] }, show).effects).toEqual(['write out.txt']);
  });
  it('are counted in one line', () => {
    expect(countsText(countsOf([{ state: 'fails' }, { state: 'errors' }, { state: 'passes' }, { state: 'unknown' }, { state: 'skips' }]))).toBe('2 would fail · 1 pass · 1 unknown');
    expect(countsText(countsOf([{ state: 'passes' }]))).toBe('1 pass');
  });
});
describe('introduced failures', () => {
  it('stand at the lines that were edited', () => {
    expect(editedLines('/w/app.py', 'a\nb\nc\n', 'a\nB\nc\n')).toEqual({ file: '/w/app.py', first: 2, last: 2 });
    expect(editedLines('/w/app.py', 'a\nb\nc\n', 'a\nc\n')).toMatchObject({ first: 2 });
    expect(editedLines('/w/app.py', 'a\n', 'a\n')).toBeUndefined();
    const [f, ...others] = findingsOf([failing], [{ file: '/w/app.py', first: 9, last: 9 }], show);
    expect(others).toEqual([]);
    expect(f).toMatchObject({ file: '/w/app.py', line: 9, related: [{ file: '/w/tests/test_a.py', line: 5 }] });
    expect(f.say).toBe('Predicted: tests/test_a.py::test_one would fail: AssertionError: assert 3 == 4');
  });
  it('stand at the edited line that the failure went through, where it did', () => {
    const raises = { ...failing.raises!, traceback: [frame('/w/tests/test_a.py', 5, 'test_one'), frame('/w/app.py', 12, 'total')] };
    expect(findingsOf([{ ...failing, raises }], [{ file: '/w/b.py', first: 1, last: 2 }, { file: '/w/app.py', first: 10, last: 14 }], show)[0]).toMatchObject({ file: '/w/app.py', line: 12 });
  });
  it('of several tests are one problem', () => {
    const found = findingsOf([failing, { ...failing, id: 'tests/test_a.py::test_two' }], [{ file: '/w/app.py', first: 9, last: 9 }], show);
    expect(found).toHaveLength(1);
    expect(found[0].say).toContain('2 tests would fail');
    expect(found[0].related).toHaveLength(2);
  });
  it('without a known edit stand at the assertion', () => {
    expect(findingsOf([failing], [], show)[0]).toMatchObject({ file: '/w/tests/test_a.py', line: 5 });
  });
});
describe('a file that is being typed in', () => {
  const broken: TestForecast = { ...failing, phase: 'collect', result: 'error', raises: { type: 'SyntaxError', message: 'invalid syntax (app.py, line 2)', traceback: [], because: [] } };
  it('is told apart from one that was saved broken', () => {
    expect(unparsedIn([passing, broken], ['/w/app.py'])).toBe('/w/app.py');
    expect(unparsedIn([passing, broken], ['/w/other.py'])).toBeUndefined();
    expect(unparsedIn([passing, failing], ['/w/app.py'])).toBeUndefined();
  });
});
describe('the tree of tests', () => {
  it('has files, classes, tests and cases', () => {
    const at = (id: string, line: number) => ({ id, file: '/w/a.py', line });
    const tree = placesOf([at('a.py::test_x[1::2/3]', 4), at('a.py::test_x[b]', 4), at('a.py::C::test_y', 9), at('b.py', 1)]);
    const flat = (places: ReturnType<typeof placesOf>, depth = 0): string[] => places.flatMap(p => [`${' '.repeat(depth)}${p.label}${p.test ? ' *' : ''}`, ...flat(p.children, depth + 1)]);
    expect(flat(tree)).toEqual(['a.py', ' test_x', '  [1::2/3] *', '  [b] *', ' C', '  test_y *', 'b.py *']);
  });
});
describe('a forecast held against a real run', () => {
  const shown = (state: 'passes' | 'fails' | 'unknown' | 'skips') => ({ id: 'x', file: '', line: 1, state, effects: [] });
  it('agrees, disagrees, or claimed nothing', () => {
    expect(agreement(shown('passes'), { id: 'x', result: 'passed' })).toMatchObject({ agrees: true, say: 'As predicted, it passed' });
    expect(agreement(shown('passes'), { id: 'x', result: 'failed', message: 'E' }).agrees).toBe(false);
    expect(agreement(shown('fails'), { id: 'x', result: 'error' }).agrees).toBe(true);
    expect(agreement(shown('skips'), { id: 'x', result: 'xfailed' }).agrees).toBe(true);
    expect(agreement(shown('unknown'), { id: 'x', result: 'failed' }).agrees).toBe(true);
  });
});
describe('examples for a function', () => {
  const app = 'class Basket:\n    def total(self):\n        return 1\n\ndef mean(xs):\n    """Mean.\n\n    >>> mean([1, 2])\n    1.5\n    >>> x = mean([1])\n    """\n    return 1\n';
  const [total, mean] = functionsOf(app);
  const tests = [
    { id: 't.py::test_other', file: '/w/t.py', line: 1 },
    { id: 't.py::test_mean', file: '/w/t.py', line: 4 },
    { id: 'u.py::test_basket', file: '/w/u.py', line: 1 },
  ];
  const texts = [
    { file: '/w/t.py', text: 'def test_other():\n    pass\n\ndef test_mean():\n    assert mean([1]) == 1\n' },
    { file: '/w/u.py', text: 'def test_basket():\n    assert Basket().total() == 1\n' },
  ];
  it('are first the tests that name it', () => {
    expect(likelyTests(tests, texts, '/w/app.py', mean)[0].id).toBe('t.py::test_mean');
    expect(likelyTests(tests, texts, '/w/app.py', total)[0].id).toBe('u.py::test_basket');
  });
  it('are those that have reached it, the quick ones first, then those of which nothing is known', () => {
    const at = (name: string) => ({ id: `t.py::${name}`, file: '/w/t.py', line: 1 });
    const likely = ['slow', 'new', 'quick', 'other', 'as_quick', 'away', 'far'].map(at);
    const known = [{ ...at('slow'), ran: 900 }, { ...at('quick'), ran: 11 }, { ...at('as_quick'), ran: 10 }, at('other'), at('away'), at('far')];
    const { reaching, others } = byRehearsals(likely, known);
    expect(reaching.map(t => t.id)).toEqual(['quick', 'as_quick', 'new', 'slow'].map(n => at(n).id));
    expect(others.map(t => t.id)).toEqual(['other', 'away'].map(n => at(n).id));
    expect(byRehearsals(likely, [])).toEqual({ reaching: likely, others: [] });
  });
  it('are calls of its docstring that stand by themselves', () => {
    expect(docstringCalls(mean)).toEqual([{ kind: 'call', call: 'mean([1, 2])' }]);
  });
  it('are the file itself where it has a main', () => {
    expect(hasMain("if __name__ == '__main__':\n    main()\n")).toBe(true);
    expect(hasMain(app)).toBe(false);
  });
});
