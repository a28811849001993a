// Questions that the forecaster asks of a program's values (a repr, a message) once a run is over: on a budget of their own, and without changing what the run
// has gathered.
import type { Budget } from '../budget.ts';
import { startRun } from './machine.ts';
import { repr, str } from './operators.ts';
import { likely } from './syntax-errors.ts';
import { vm } from './state.ts';
import { certainty, Unknown } from './unknown-value.ts';
import { typeOf } from './attributes.ts';
import { Exc, type Value } from './values.ts';
import { run } from './world.ts';

const small: Budget = { steps: 200_000, ms: 500, bytes: 1 << 22, paths: 1 };

/** The answer, or `otherwise` where asking raises, hangs on an unknown, or takes too long. */
export function aside<A>(ask: () => A, otherwise: A): A {
  const { doubts, decisions, next } = certainty;
  const { stdout, stderr, effects } = run;
  const { frame, handled, native } = vm;
  try {
    startRun(small);
    const answer = ask();
    return certainty.decisions.length > 0 ? otherwise : answer;
  } catch {
    return otherwise;
  } finally {
    Object.assign(certainty, { doubts, decisions, next });
    Object.assign(run, { stdout, stderr, effects });
    Object.assign(vm, { frame, handled, native });
  }
}

const longest = 2000;
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

export const reprText = (v: Value): string =>
  v instanceof Unknown ? '<unknown>' : aside(() => cut(withoutAddress(repr(v))), `<${typeOf(v).name} object>`);
export const strText = (v: Value): string => aside(() => cut(str(v)), (v instanceof Exc ? likely.get(v) : undefined) ?? `<${typeOf(v).name} object>`);
/** Addresses differ from run to run. */
const withoutAddress = (text: string): string => (text.includes(' at 0x') ? text.replace(/ at 0x[0-9a-fA-F]+/g, '') : text);
