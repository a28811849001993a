// Where a session's moments come from: a stored trace, read stretch by stretch, or a rehearsal in memory, in the same columns. A session knows nothing else of them.
import { ColumnsBuilder, type FrameColumns, type LiveActivation } from '../../../trace-collector/frame-columns.ts';
import type { OpenTrace } from '../../../trace-collector/store/store.ts';
import type { Trace, TraceCode, TraceFrame } from '../../../trace-collector/trace.ts';

export interface FrameSource {
  readonly source: Trace['source'];
  readonly title: string;
  /** "3.11", or the debugger that told it. */
  readonly semantics: string;
  readonly truncated: boolean;
  readonly codes: readonly TraceCode[];
  /** How many moments there are. */
  readonly length: number;
  /** The number of each stretch's first moment, ascending, from 0. */
  readonly firsts: readonly number[];
  /** A stretch of columns, by its place in `firsts`. */
  stretch(k: number): FrameColumns;
}

export function storedSource(t: OpenTrace): FrameSource {
  return {
    source: t.about.source,
    title: t.about.title,
    semantics: t.about.semantics,
    truncated: t.about.truncated,
    codes: t.codes,
    length: t.about.frames,
    firsts: t.firsts,
    stretch: k => t.stretchAt(t.firsts[k]).columns,
  };
}

const stretchLength = 4096;

export function memorySource(t: Omit<Trace, 'frames'> & { readonly frames: Iterable<TraceFrame> }, title: string): FrameSource {
  const stretches: FrameColumns[] = [];
  const live = new Map<number, { code: number; depth: number; line: number; paused: boolean; locals: Map<string, string> }>();
  let columns = new ColumnsBuilder([]);
  let length = 0;
  for (const f of t.frames) {
    length++;
    let a = live.get(f.activation);
    if (a === undefined) live.set(f.activation, (a = { code: f.code, depth: f.depth, line: 0, paused: false, locals: new Map() }));
    for (const [name, text] of Object.entries(f.changed)) {
      columns.change(name, text);
      a.locals.set(name, text);
    }
    for (const name of f.deleted) {
      columns.change(name, undefined);
      a.locals.delete(name);
    }
    a.line = f.line;
    a.paused = f.event === 'yield';
    columns.frame(f, f.value, f.exception, f.stdout, f.stderr);
    if (f.event === 'return' || f.event === 'unwind') live.delete(f.activation);
    if (columns.length < stretchLength) continue;
    stretches.push(columns.done());
    columns = new ColumnsBuilder([...live].map(([activation, s]): LiveActivation => ({ activation, ...s, locals: [...s.locals] })));
  }
  if (columns.length > 0) stretches.push(columns.done());
  return {
    source: t.source,
    title,
    semantics: t.semantics,
    truncated: t.truncated,
    codes: t.codes,
    length,
    firsts: stretches.map((_, k) => k * stretchLength),
    stretch: k => stretches[k],
  };
}
