// The neutral format: one row per frame, nothing derived, for whoever wants to make their own from it.
import { type Format, type Row, redactedFrame } from './rows.ts';

export const events: Format = {
  name: 'events',
  version: 1,
  about:
    'One row per frame, in order. `changed` and `deleted` are the difference to the last event of the same activation, so the locals at a frame are all changes of its activation up to it. ' +
    'Frames of functions below the entry follow their caller’s frame; comprehensions and lambdas are activations of their own where the Python makes them so (up to 3.11).',
  columns: [
    { name: 'trace', type: 'int', what: 'number of the trace' },
    { name: 'frame', type: 'int', what: 'number of the frame in its trace, from 0' },
    { name: 'test', type: 'string', what: 'pytest’s node id', nullable: true },
    { name: 'title', type: 'string', what: 'the test, or the program and its arguments' },
    { name: 'result', type: 'string', what: 'of the test: passed, failed, error, skipped, xfailed, xpassed', nullable: true },
    { name: 'python', type: 'string', what: 'whose order of events and wording it has' },
    { name: 'event', type: 'string', what: 'call, line, return, exception, yield, resume, unwind (left by an exception)' },
    { name: 'activation', type: 'int', what: 'number of the call that the frame belongs to' },
    { name: 'depth', type: 'int', what: 'nesting of traced calls' },
    { name: 'file', type: 'string', what: 'relative to the project' },
    { name: 'function', type: 'string', what: 'qualified name' },
    { name: 'line', type: 'int', what: 'in the file, from 1' },
    { name: 'source', type: 'string', what: 'the line as it was, without its end', nullable: true },
    { name: 'changed', type: 'string', what: 'JSON object: locals that are new or read differently, by their repr, before the line runs' },
    { name: 'deleted', type: 'string', what: 'JSON array: locals that have gone' },
    { name: 'value', type: 'string', what: 'repr of what is returned or yielded, or of the exception', nullable: true },
    { name: 'exception', type: 'string', what: 'class of the exception', nullable: true },
    { name: 'stdout', type: 'string', what: 'printed since the frame before', nullable: true },
    { name: 'stderr', type: 'string', what: 'the same of standard error', nullable: true },
  ],
  *rows({ trace: t, call }, r): Generator<Row> {
    const told = { test: t.test ?? null, title: t.title, result: t.result ?? null, python: t.python };
    let frame = call ?? 0;
    for (const raw of t.frames(frame)) {
      const f = redactedFrame(raw, r);
      const code = t.codes[f.code];
      const source = t.lines(code.file)?.[f.line - 1];
      yield {
        trace: t.id,
        frame: frame++,
        ...told,
        event: f.event,
        activation: f.activation,
        depth: f.depth,
        file: t.path(code.file),
        function: code.function,
        line: f.line,
        source: source === undefined ? null : source.replace(/\n$/, ''),
        changed: JSON.stringify(f.changed),
        deleted: JSON.stringify(f.deleted),
        value: f.value ?? null,
        exception: f.exception ?? null,
        stdout: f.stdout ?? null,
        stderr: f.stderr ?? null,
      };
    }
  },
};
