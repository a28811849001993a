// What an oracle is: a source that may be asked for what a rehearsal cannot know. Here are the question, the answer and the interface; who is asked when is in rounds.ts,
// and what the engine makes of an answer is in python/ask-points.ts.
import type { Origin } from '../unknown.ts';

/** One unknown that a rehearsal met in the project's own code, and that somebody might know. */
export interface Ask {
  /** The same for the same place (or call), as long as the code is the same. */
  readonly id: string;
  /** `value`: what an expression gives. `call`: what a function of the project's gives for arguments that are all known. */
  readonly kind: 'value' | 'call';
  readonly file: string;
  readonly line: number;
  /** The function that it stands in, or that is called: its qualified name. */
  readonly function: string;
  /** The expression as it stands in the source; of a call the function's name with its arguments. */
  readonly text: string;
  /** It comes out of a function of the project's, in which there are questions of their own. */
  readonly derived?: boolean;
  /** How often the expression had been reached before with nothing known. */
  readonly turn: number;
  /** Names in the expression whose values are known, as `repr` tells them; of a call its arguments, in the order of the parameters. */
  readonly known: readonly (readonly [name: string, value: string])[];
  /** Why it is not known. */
  readonly why: readonly Origin[];
  /** The source lines around it, and the number of the first. */
  readonly around: { readonly first: number; readonly text: string };
}

/**
 * `value`: a Python literal. `raises`: a builtin exception, as `ValueError('no')`. `object`: it works, and gives something that no literal stands for: what is made of
 * that may be asked for in its turn.
 */
export type Told = { readonly value: string } | { readonly raises: string } | { readonly object: true };
export interface Answer {
  readonly ask: string;
  readonly told: Told;
  /** What a reader should know of it: the date of a record, a doubt. */
  readonly note?: string;
}

/** How far an oracle's answers are to be believed, before there is a history: see `trustIn`. */
export type Trust = 'recorded' | 'recorded-before' | 'model';

/** An answer on its way into a rehearsal. */
export interface Fill extends Answer {
  readonly oracle: string;
  readonly trust: Trust;
  /** What was asked, for those who read the forecast. */
  readonly about: { readonly what: string; readonly file: string; readonly line: number };
}

export interface Answered {
  readonly answers: readonly (Answer & { readonly trust?: Trust })[];
  /** Why some or all could not be answered, in one line for people: a server that did not answer, a cap that is reached. */
  readonly trouble?: string;
}
export interface Oracle {
  /** As a forecast names it: `memory`, `chat`, `cwm`. */
  readonly name: string;
  readonly trust: Trust;
  /** Where code goes when it is asked; undefined where nothing leaves the machine. */
  readonly address?: string;
  /** Whether it may know such a thing at all: what it does not take is not sent to it. */
  takes(a: Ask): boolean;
  /** Answers what it can. It never throws for what a server did, only for `signal`'s sake. */
  answer(asks: readonly Ask[], signal: AbortSignal): Promise<Answered>;
}

/** The chance that an answer is right that nothing has yet confirmed or refuted. */
export function trustIn(t: Trust): number {
  return t === 'recorded' ? 0.97 : t === 'recorded-before' ? 0.85 : 0.75;
}

/** What the engine is told: the fills, and which functions (`file`, a line feed, qualified name) are worth asking for by their calls. */
export interface Asking {
  readonly fills: readonly Fill[];
  readonly functions: ReadonlySet<string>;
}
export const functionKey = (file: string, name: string): string => `${file}\n${name}`;

/** An answer that holds what stood in the place of a secret (export/redaction.ts): no value of the program. */
export const namesSecret = (answer: string): boolean => answer.includes('<redacted');
