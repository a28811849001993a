// How an iterator's end carries a value between the engine's `undefined` and Python's StopIteration.
import type { Frame } from './frames.ts';
import { makeExc, stopIteration } from './raise.ts';
import { tracer } from './tracer.ts';
import { type Exc, Iter, type Value } from './values.ts';

/** The StopIteration that `__next__` of an engine iterator raises at its end: a generator hands over what it returned. */
export function stop(it: Value): unknown {
  const result = it instanceof Iter ? (it as Iter & { result?: Value }).result : undefined;
  return stopIteration(result ?? null);
}
const last: { exc: Exc | null } = { exc: null };
/** A StopIteration has ended a Python-level iterator: a `for` loop of a trace shows it as an exception in its own frame. */
export function ended(exc: Exc): void {
  last.exc = exc;
}
/** The next item for a traced `for` loop. CPython reports the StopIteration that ends one, where there is one (FOR_ITER): a generator's plain end makes none. */
export function tracedNext(f: Frame, it: Iter): Value | undefined {
  last.exc = null;
  const v = it.next();
  if (v === undefined) tracedEnd(f, it);
  return v;
}
/** The same report for a delegate (`yield from`, `await`) that has ended; a coroutine always ends in a StopIteration. */
export function tracedEnd(f: Frame, it: Value, always = false): void {
  const { exc } = last;
  const result = (it as { result?: Value } | null)?.result ?? null;
  if (exc !== null) tracer.exception(f, exc);
  else if (always || result !== null) tracer.exception(f, makeExc('StopIteration', ...(result === null ? [] : [result])));
  last.exc = null;
}
