// A trace that is there as one record, put into a store: a rehearsal, or a recording from elsewhere.
import { type Activation, TraceBuilder } from '../trace-builder.ts';
import type { Trace } from '../trace.ts';
import type { Store, TraceRecord } from './store.ts';

/** Gives its number. */
export function putTrace(store: Store, about: Omit<TraceRecord, 'source' | 'semantics'>, t: Trace): number {
  const into = store.addTrace({ ...about, source: t.source, semantics: t.semantics });
  const builder = new TraceBuilder({ limit: Number.POSITIVE_INFINITY, onStretch: c => into.stretch(c) });
  for (const c of t.codes) builder.code(c);
  const running = new Map<number, Activation>();
  for (const f of t.frames) {
    let a = running.get(f.activation);
    if (a === undefined) running.set(f.activation, (a = builder.open(builder.code(t.codes[f.code]), f.depth)));
    const { value, exception, stdout, stderr } = f;
    builder.event(f.event, a, f.line, [...f.deleted.map(name => [name, undefined] as const), ...Object.entries(f.changed)], {
      value,
      exception,
      stdout,
      stderr,
    });
    if (f.event === 'return' || f.event === 'unwind') running.delete(f.activation);
  }
  builder.end();
  return into.end(builder.codes, t.truncated);
}
