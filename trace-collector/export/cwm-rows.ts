// Rows of the Code World Model's text: one per test, program or call, whole or not at all. The text itself is made in cwm.ts.
import { cwmEnd, cwmFramesOf, cwmHead } from '../cwm.ts';
import { framesBelow, isNamed, markedContext } from '../function-trace.ts';
import type { TraceCode, TraceFrame } from '../trace.ts';
import { type Format, type Portion, type Row, redactedFrame } from './rows.ts';

export const cwm: Format = {
  name: 'cwm',
  version: 1,
  about:
    'One row per call with all the project’s own code below it, as the text that Meta’s Code World Model reads and writes (facebookresearch/cwm, PROMPTING_GUIDE.md): the context is the file of the entry, ' +
    'its first function marked `# << START_OF_TRACE`; frames of other files show their own lines. Special tokens stand as text and must be put in by their ids. ' +
    'Of a test it is the test function’s own call, without fixtures. Values are `repr` texts without addresses; `..` repeats the frame before.',
  columns: [
    { name: 'trace', type: 'int', what: 'number of the trace' },
    { name: 'frame', type: 'int', what: 'the entry’s frame in the trace' },
    { name: 'test', type: 'string', what: 'pytest’s node id', nullable: true },
    { name: 'title', type: 'string', what: 'the test, or the program and its arguments' },
    { name: 'result', type: 'string', what: 'of the test: passed, failed, error, skipped, xfailed, xpassed', nullable: true },
    { name: 'python', type: 'string', what: 'whose order of events and wording it has' },
    { name: 'file', type: 'string', what: 'of the entry, relative to the project' },
    { name: 'function', type: 'string', what: 'the entry’s qualified name' },
    { name: 'frames', type: 'int', what: 'how many there are' },
    { name: 'ends', type: 'string', what: 'return or exception' },
    { name: 'cut', type: 'boolean', what: 'some value was too long, and ends in …' },
    { name: 'unknown', type: 'boolean', what: 'some value is <unknown>: only where it is rehearsed' },
    { name: 'text', type: 'string', what: 'the context and the frames' },
  ],
  *rows(p, r, { rowBytes }, skip): Generator<Row> {
    const { trace: t } = p;
    const start = p.call ?? entryOf(p);
    if (start === undefined) {
      skip('no call');
      return;
    }
    const about = { count: 0, last: undefined as TraceFrame | undefined, cut: false, unknown: false, missing: false };
    const code = t.codes[firstOf(t.frames(start))!.code];
    const source = t.lines(code.file);
    if (source === undefined) {
      skip('source not kept');
      return;
    }
    if (p.call !== undefined && isClassBody(source, code)) {
      skip('class body');
      return;
    }
    const parts = [cwmHead(markedContext(code, source.join('')))];
    let size = parts[0].length;
    function* watched(): Generator<TraceFrame> {
      for (const f of framesBelow(t.frames(start!))) {
        about.count++;
        about.last = f;
        const texts = [...Object.values(f.changed), f.value ?? ''];
        about.cut ||= texts.some(x => x.endsWith('…'));
        about.unknown ||= texts.some(x => x.includes('<unknown>'));
        yield redactedFrame(f, r);
      }
    }
    const linesOf = (file: string): readonly string[] => {
      const lines = t.lines(file);
      if (lines === undefined) about.missing = true;
      return lines ?? [];
    };
    for (const text of cwmFramesOf(watched(), t.codes, linesOf)) {
      parts.push(text);
      size += text.length;
      if (size > rowBytes || about.missing) break;
    }
    const { last, missing, count, cut, unknown } = about;
    const ended = last !== undefined && last.activation === 0 && (last.event === 'return' || last.event === 'unwind');
    if (missing || size > rowBytes || !ended) {
      skip(missing ? 'source not kept' : size > rowBytes ? 'too long' : 'cut short');
      return;
    }
    yield {
      trace: t.id,
      frame: start,
      test: t.test ?? null,
      title: t.title,
      result: t.result ?? null,
      python: t.python,
      file: t.path(code.file),
      function: code.function,
      frames: count,
      ends: last.event === 'return' ? 'return' : 'exception',
      cut,
      unknown,
      text: parts.join('') + cwmEnd,
    };
  },
};

const firstOf = <T>(all: Iterable<T>): T | undefined => {
  for (const x of all) return x;
  return undefined;
};
/** A test's own call; of a program, its first. */
function entryOf({ trace: t }: Portion): number | undefined {
  const name = t.test?.split('::').at(-1)?.replace(/\[.*$/s, '');
  let at = 0;
  for (const f of t.frames(0)) {
    if (f.event === 'call' && (name === undefined || isNamed(t.codes[f.code].function, name))) return at;
    at++;
  }
  return undefined;
}
/** A class's body is no function, though it runs as one. */
function isClassBody(lines: readonly string[], { line, function: name }: TraceCode): boolean {
  if (name.endsWith('>')) return false; // A lambda stands anywhere.
  const head = lines.slice(Math.max(0, line - 1), line + 200).find(l => /^\s*(?:async\s+def|def|class)\b/.test(l));
  return head !== undefined && /^\s*class\b/.test(head);
}
