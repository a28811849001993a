// The trace memory as an oracle: what a function of the project's gave when it was last recorded with the same arguments. Nothing leaves the machine. Where the records lie
// is the host's to know.
import type { Answer, Ask, Oracle, Told, Trust } from './oracle.ts';

/** What was recorded of calls with the same arguments. */
export interface RecordedCall {
  /** `repr` of what they all gave. */
  readonly value?: string;
  /** The class and the `repr` of what they raised: `ValueError: ValueError('no')`. */
  readonly exception?: string;
  /** Of the newest, in milliseconds since 1970. */
  readonly at: number;
  /** The file that the function stands in reads otherwise than when it was recorded, or it is not known how it read. */
  readonly changed: boolean;
  readonly times: number;
}
export interface RecordedCalls {
  /** The functions of which calls were recorded. */
  functions(): Iterable<{ readonly file: string; readonly name: string }>;
  /** Undefined where there is none, or where calls with these arguments came out differently: then it is no function of them. */
  find(file: string, name: string, known: readonly (readonly [string, string])[]): RecordedCall | undefined;
}

export function memoryOracle(calls: RecordedCalls): Oracle {
  return {
    name: 'memory',
    trust: 'recorded',
    takes: a => a.kind === 'call',
    answer: async asks => ({ answers: asks.flatMap(a => recorded(calls, a) ?? []) }),
  };
}
function recorded(calls: RecordedCalls, a: Ask): (Answer & { readonly trust: Trust }) | undefined {
  const found = calls.find(a.file, a.function, a.known);
  const told = found === undefined ? undefined : toldBy(found);
  if (found === undefined || told === undefined) return undefined;
  const day = new Date(found.at).toISOString().slice(0, 10);
  const code = found.changed ? 'its file has changed since' : 'its file is as it was';
  return { ask: a.id, told, note: `recorded ${day}, ${code}`, trust: found.changed ? 'recorded-before' : 'recorded' };
}
function toldBy({ value, exception }: RecordedCall): Told | undefined {
  if (value !== undefined) return { value };
  if (exception === undefined) return undefined;
  const colon = exception.indexOf(': ');
  return { raises: colon < 0 ? exception : exception.slice(colon + 2) };
}
