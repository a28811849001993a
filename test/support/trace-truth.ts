// Traces in the form that settrace.py prints, for comparison.
import type { Trace } from '../../trace-collector/trace.ts';

export interface TruthEvent {
  readonly event: string;
  readonly activation: number;
  readonly depth: number;
  readonly function: string;
  readonly line: number;
  readonly changed?: Readonly<Record<string, string>>;
  readonly deleted?: readonly string[];
  readonly value?: string;
  readonly exception?: string;
  readonly stdout?: string;
}
export interface Truth {
  readonly events: readonly TruthEvent[];
  readonly ending: string;
  readonly stdout: string;
}
const hidden = new Set(['__name__', '__builtins__', '__doc__', '__file__', '__package__', '__loader__', '__spec__', '__cached__', '__annotations__']);

/** One event as one line of text: what is equal reads equal. */
export function eventText(e: TruthEvent): string {
  const changed = Object.entries(e.changed ?? {}).filter(([k]) => !hidden.has(k)).sort(([a], [b]) => (a < b ? -1 : 1));
  const deleted = [...(e.deleted ?? [])].filter(k => !hidden.has(k)).sort();
  const stdout = e.stdout?.replace(/0x[0-9a-f]{12}/g, '0x…');
  const more = [e.value, e.exception, stdout].map(x => (x === undefined ? '' : JSON.stringify(x))).join(' ');
  return `${e.event} #${e.activation} @${e.depth} ${e.function}:${e.line} ${e.event === 'resume' ? '' : `${JSON.stringify(changed)} -${JSON.stringify(deleted)}`} ${more}`.trimEnd();
}
export function eventsOf(t: Trace): string[] {
  return t.frames.map(f => eventText({ ...f, function: t.codes[f.code].function }));
}
