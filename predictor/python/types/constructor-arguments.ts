// The arguments of constructors that take positional ones only, with CPython's error texts (Python/getargs.c, `_PyArg_CheckPositional`, `_PyArg_NoKeywords`).
import { typeError } from '../raise.ts';
import type { Kw, Value } from '../values.ts';

/** Refuses keyword arguments. */
export function noKeywords(name: string, kw: Kw): void {
  if (kw !== null && kw.size > 0) throw typeError(`${name}() takes no keyword arguments`);
}
/** Refuses too few or too many arguments. */
export function checkPositional(name: string, args: readonly Value[], min: number, max: number): void {
  const n = args.length;
  if (n >= min && n <= max) return;
  const [bound, which] = n < min ? [min, 'at least '] : [max, 'at most '];
  throw typeError(`${name} expected ${min === max ? '' : which}${bound} argument${bound === 1 ? '' : 's'}, got ${n}`);
}
