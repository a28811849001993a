// A trace of any length, made up: a loop that calls `step`, which at times goes down into `deep`, raises, prints, and runs a generator. Its frames come one by one.
import type { Trace, TraceFrame } from '../../trace-collector/trace.ts';

const file = '/project/app.py';
export const longCodes: Trace['codes'] = [
  { file, function: '<module>', line: 1 },
  { file, function: 'step', line: 2 },
  { file, function: 'deep', line: 10 },
  { file, function: 'each', line: 20 },
];
export const longSource = Array.from({ length: 40 }, (_, i) => `line_${i + 1}()`).join('\n');

export function* longFrames(length: number): Generator<TraceFrame> {
  let made = 0;
  let activations = 0;
  const frame = (event: TraceFrame['event'], code: number, activation: number, depth: number, line: number, changed: Record<string, string> = {}, more: Partial<TraceFrame> = {}): TraceFrame => {
    made++;
    return { event, code, activation, depth, line, changed, deleted: [], ...more };
  };
  const main = activations++;
  yield frame('call', 0, main, 0, 1);
  for (let i = 0; made < length - 40; i++) {
    yield frame('line', 0, main, 0, 30, i === 0 ? {} : { total: String(i) });
    const step = activations++;
    yield frame('call', 1, step, 1, 2, { n: String(i) });
    yield frame('line', 1, step, 1, 3);
    yield frame('line', 1, step, 1, 4, { half: String(i / 2) });
    if (i % 10 === 3) {
      const deep = Array.from({ length: 1 + (i % 7) }, () => activations++);
      for (const [k, a] of deep.entries()) {
        yield frame('call', 2, a, 2 + k, 10, { left: String(deep.length - k) });
        yield frame('line', 2, a, 2 + k, 11, {}, k === 0 && i % 100 === 3 ? { stdout: `at ${i}\n` } : {});
      }
      const raises = i % 50 === 13;
      for (const [k, a] of [...deep.entries()].reverse()) {
        if (raises) {
          yield frame('exception', 2, a, 2 + k, 11, {}, { exception: 'ValueError', value: `ValueError('${i}')` });
          yield frame('unwind', 2, a, 2 + k, 11, {}, { exception: 'ValueError' });
        } else yield frame('return', 2, a, 2 + k, 12, {}, { value: String(k) });
      }
      if (raises) yield frame('exception', 1, step, 1, 4, {}, { exception: 'ValueError', value: `ValueError('${i}')` });
    }
    if (i % 25 === 7) {
      const each = activations++;
      yield frame('call', 3, each, 2, 20);
      yield frame('yield', 3, each, 2, 21, {}, { value: '1' });
      yield frame('line', 1, step, 1, 5, { got: '1' });
      yield frame('resume', 3, each, 2, 21);
      yield frame('return', 3, each, 2, 22, {}, { value: 'None' });
    }
    yield frame('return', 1, step, 1, 6, { answer: String(i) }, { value: String(i * 2) });
  }
  yield frame('line', 0, main, 0, 31);
  yield frame('return', 0, main, 0, 31, {}, { value: 'None' });
}
export const longTrace = (length: number, source: Trace['source'] = 'rehearsal'): Omit<Trace, 'frames'> & { frames: Generator<TraceFrame> } => ({
  source,
  semantics: '3.11',
  codes: longCodes,
  frames: longFrames(length),
  truncated: false,
});
