// The CWM text form, byte for byte: against real runs where there is a Python 3.11, and against one recorded text everywhere.
import { describe, expect, it } from 'vitest';
import { bareNamespace, evalText, execText, guarded, startRun } from '../../predictor/python/machine.ts';
import { defaultBudget } from '../../predictor/budget.ts';
import { vm } from '../../predictor/python/state.ts';
import { Recorder } from '../../predictor/python/trace-recorder.ts';
import { renderTrace } from '../../predictor/python/trace-text.ts';
import { run } from '../../predictor/python/world.ts';
import { cwmContext, cwmText } from '../../trace-collector/cwm.ts';
import { startTestEngine } from '../support/engine.ts';
import { askPython, hasPython } from '../support/python.ts';

await startTestEngine();

function rehearsed(code: string, call: string): string {
  const context = cwmContext(code, call);
  vm.tracing = true;
  const recorder = new Recorder({ limit: 100_000, wanted: c => c.file === '/workspace/context.py' });
  startRun(defaultBudget);
  const g = bareNamespace();
  guarded(() => execText(context, '/workspace/context.py', g));
  recorder.start();
  guarded(() => evalText('main()', '<call>', g));
  recorder.stop();
  vm.tracing = false;
  return cwmText(context, renderTrace(recorder, run.stdout));
}
const cases: [string, string][] = [
  ['def f(text):\n    return text.find(",")', 'f("There are, no, commas")'],
  ['def f(nums):\n    output = []\n    for n in nums:\n        output.append((nums.count(n), n))\n    output.sort(reverse=True)\n    return output', 'f([1, 1, 3])'],
  ['def f(names, winners):\n    ls = [names.index(n) for n in names if n in winners]\n    ls.sort(reverse=True)\n    return ls', "f(['e', 'f'], ['f', 'x'])"],
  ['def g(n):\n    yield n\n    yield n + 1\ndef f(n):\n    total = 0\n    for x in g(n):\n        total += x\n    return total', 'f(3)'],
  ['def f(d):\n    try:\n        return d["k"]\n    except KeyError as e:\n        r = repr(e)\n    del d\n    return r', 'f({})'],
  ['def f(s):\n    k = lambda c: (c, "é\\n\\"")\n    return sorted(s, key=k)', "f('ba')"],
  ['def f(n):\n    if n == 0:\n        raise ValueError("deep")\n    return f(n - 1)', 'f(2)'],
  ['class C:\n    def __init__(self, v):\n        self.v = v\ndef f(v):\n    c = C(v)\n    it = iter([c])\n    return next(it).v', 'f(4)'],
];

describe('the CWM text form', () => {
  it('is that of the published generations', () => {
    expect(rehearsed('def f(text):\n    return text.find(",")', "f('a,b')")).toBe(
      '<|begin_of_text|><|trace_context_start|>\ndef f(text):\n    return text.find(",")\ndef main():  # << START_OF_TRACE\n    return f(\'a,b\')\n<|frame_sep|>' +
        '<|call_sep|>{}<|action_sep|>def main():\n<|frame_sep|><|line_sep|>{}<|action_sep|>    return f(\'a,b\')\n<|frame_sep|>' +
        '<|call_sep|>{"text": "\'a,b\'"}<|action_sep|>def f(text):\n<|frame_sep|><|line_sep|>{"text": ".."}<|action_sep|>    return text.find(",")\n<|frame_sep|>' +
        '<|return_sep|><|action_sep|>    return text.find(",")\n<|arg_sep|>"1"<|frame_sep|><|return_sep|><|action_sep|>    return f(\'a,b\')\n<|arg_sep|>"1"<|frame_sep|><|end_of_text|>',
    );
  });
  it.skipIf(!hasPython)('is byte for byte what a real run gives', () => {
    const truths = askPython<string[]>('cwm_truth.py', [], cases);
    cases.forEach(([code, call], i) => {
      expect(rehearsed(code, call)).toBe(truths[i]);
    });
  });
});
