// How an iterator's end carries a value between the engine's `undefined` and Python's StopIteration.
import { stopIteration } from './raise.ts';
import { vm } from './state.ts';
import { tracer } from './tracer.ts';
import { type Exc, Iter, type Value } from './values.ts';

/** The StopIteration that `__next__` of an engine iterator raises at its end: a generator hands over what it returned. */
export function stop(it: Value): unknown {
  const result = it instanceof Iter ? (it as Iter & { result?: Value }).result : undefined;
  return stopIteration(result ?? null);
}
/** A StopIteration has ended a loop over a Python-level iterator; a trace shows it as an exception in the looping frame. */
export function ended(exc: Exc): void {
  if (vm.tracing && vm.frame !== null) tracer.exception(vm.frame, exc);
}
