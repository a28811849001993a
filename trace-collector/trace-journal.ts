// A trace's events as lines of a file, written while they happen: what a recorder that is killed leaves behind, and how it is read again. It is no format to keep
// traces in; that is the store's.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Activation, type Change, type EventDetails, TraceBuilder, type TraceBuilderOptions } from './trace-builder.ts';
import type { EventKind, TraceCode } from './trace.ts';

type Line =
  | readonly ['code', TraceCode]
  | readonly ['open', code: number, depth: number]
  | readonly [
      'event',
      kind: EventKind,
      activation: number,
      line: number,
      changes: readonly (readonly [name: string, text: string | null])[],
      details: EventDetails,
    ];

/** A builder that also writes down what it is told, event by event. */
export class JournaledBuilder extends TraceBuilder {
  private readonly file: number;
  constructor(path: string, options: TraceBuilderOptions) {
    super(options);
    this.file = openSync(path, 'a');
  }
  override code(c: TraceCode): number {
    const known = this.codes.length;
    const n = super.code(c);
    if (n === known) this.write(['code', c]);
    return n;
  }
  override open(code: number, depth: number): Activation {
    this.write(['open', code, depth]);
    return super.open(code, depth);
  }
  override event(kind: EventKind, a: Activation, line: number, changes: readonly Change[], details: EventDetails = {}): void {
    this.write(['event', kind, a.number, line, changes.map(([name, text]) => [name, text ?? null] as const), details]);
    super.event(kind, a, line, changes, details);
  }
  /** Nothing more comes. */
  close(): void {
    closeSync(this.file);
  }
  private write(line: Line): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

/** Tells a builder what a journal holds, as far as it goes: the last line may have been cut off. */
export function replayJournal(path: string, builder: TraceBuilder): void {
  const activations: Activation[] = [];
  for (const text of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const line = JSON.parse(text) as Line;
    if (line[0] === 'code') builder.code(line[1]);
    else if (line[0] === 'open') activations.push(builder.open(line[1], line[2]));
    else {
      const [, kind, activation, at, changes, details] = line;
      builder.event(
        kind,
        activations[activation],
        at,
        changes.map(([name, t]) => [name, t ?? undefined] as const),
        details,
      );
    }
  }
}
