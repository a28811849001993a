// What an export is made of: a trace as an exporter reads it, rows of plain columns, and what a format is. Each format is a file of its own.
import type { TraceCode, TraceFrame } from '../trace.ts';
import type { Redaction } from './redaction.ts';

export type Split = 'recorded' | 'rehearsed';
export type ColumnType = 'string' | 'int' | 'boolean';
export type Row = Readonly<Record<string, string | number | boolean | null>>;
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What it holds: for the card. */
  readonly what: string;
  readonly nullable?: boolean;
}

/** One trace, read frame by frame. */
export interface TraceToExport {
  /** Its number in the store. */
  readonly id: number;
  readonly split: Split;
  readonly test: string | undefined;
  readonly title: string;
  /** The Python whose rules it follows. */
  readonly python: string;
  readonly result: string | undefined;
  readonly truncated: boolean;
  readonly codes: readonly TraceCode[];
  frames(from: number): Iterable<TraceFrame>;
  /** A path as it is told: relative to the project. */
  path(file: string): string;
  /** The lines of a file as it was, with their ends, secrets taken out; undefined where that is not known. */
  lines(file: string): readonly string[] | undefined;
}
/** A trace, or one call in it. */
export interface Portion {
  readonly trace: TraceToExport;
  /** The call's frame; without it the whole. */
  readonly call?: number;
}
/** Why a trace or a call gives no row. */
export type Skip = 'source not kept' | 'cut short' | 'too long' | 'no call' | 'class body' | 'recorded before';

export interface Format {
  readonly name: 'cwm' | 'events';
  /** Of its rows: changes when their meaning does. */
  readonly version: number;
  readonly columns: readonly Column[];
  /** The rows of a portion, as they are made; `skip` hears of what gives none. */
  rows(p: Portion, r: Redaction, limits: Limits, skip: (why: Skip) => void): Iterable<Row>;
  /** For the card. */
  readonly about: string;
}
export interface Limits {
  /** A row with a longer text is left out. */
  readonly rowBytes: number;
}
/** A frame without secrets. */
export function redactedFrame(f: TraceFrame, r: Redaction): TraceFrame {
  const text = (t: string | undefined): string | undefined => (t === undefined ? undefined : r.text(t));
  return {
    ...f,
    changed: Object.fromEntries(Object.entries(f.changed).map(([name, t]) => [name, r.value(name, t)])),
    value: text(f.value),
    stdout: text(f.stdout),
    stderr: text(f.stderr),
  };
}
