// What differs from one debug adapter to the next, and the plain answers for one that nothing is known about.
import type { StackFrame, Variable } from '../protocol.ts';

export interface CodePlace {
  /** Qualified, where the source tells. */
  readonly name: string;
  /** Where the code begins, and the line that a `call` event has. */
  readonly line: number;
  readonly callLine: number;
}
/** Lines of a source file, the first at 0; nothing where it cannot be read. */
export type SourceLines = (file: string) => readonly string[] | undefined;

export interface AdapterKind {
  /** The adapter's command, as it is best started. */
  command(given: readonly string[]): readonly string[];
  /** Arguments for launch or attach, completed by what a recording needs. */
  arguments(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** A frame keeps its id for as long as it is on the stack. */
  readonly stableFrames: boolean;
  /** After a return it stops once more in the middle of the caller's line. */
  readonly stopsAfterReturn: boolean;
  /** What the outermost code returns that comes to its end, where that is known. */
  readonly atEnd: string | undefined;
  /** Functions to begin at where nothing else is asked for, as the adapter does not stop in the program's own code by itself. */
  readonly entry: readonly string[];
  /** Which exception filter tells of every exception raised. */
  readonly raised: string;
  /** `value` of a variable is its whole text; otherwise it is opened part by part. */
  readonly wholeValues: boolean;
  /** Where the stop at `frame` belongs. `first`: the line where the activation was first seen. */
  place(frame: StackFrame, first: number, lines: SourceLines): CodePlace;
  /** Whether what was left at this line only pauses. */
  pauses(source: string): boolean;
  /** The name that a variable is recorded by, or nothing if it is none of the program's. */
  variable(v: Variable): string | undefined;
  /** What a function gave back, read from the caller's variables. `name` is the adapter's, `qualified` that of its place. */
  returned(name: string, qualified: string, variables: readonly Variable[]): string | undefined;
  /** The text of a value. */
  text(value: string): string;
  /** The class and the text of what was raised, from exceptionInfo and the variables of the frame that raised it. */
  exception(id: string, description: string | undefined, variables: readonly Variable[]): { readonly type: string; readonly text: string };
}

export const otherAdapter: AdapterKind = {
  command: given => given,
  arguments: given => given,
  stableFrames: false,
  stopsAfterReturn: false,
  atEnd: undefined,
  entry: [],
  raised: '',
  wholeValues: false,
  place: (frame, first) => ({ name: frame.name, line: first, callLine: first }),
  pauses: () => false,
  variable: v => v.name,
  returned: () => undefined,
  text: value => value,
  exception: (id, description) => ({ type: id, text: description ?? id }),
};
