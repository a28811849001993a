// Native code that swallows a Python exception: iterators that end on StopIteration, lookups that take no for an answer.
import { isSubtype } from '../attributes.ts';
import type { Frame } from '../frames.ts';
import { asRaise, excTypes } from '../raise.ts';
import { vm } from '../state.ts';

/** Whether the thrown thing is a Python exception of this type. Then `frame`, the one that ran when the native code began, is the running one again. */
export function swallow(thrown: unknown, type: string, frame: Frame | null): boolean {
  const r = asRaise(thrown);
  if (r === undefined || !isSubtype(r.exc.cls, excTypes.get(type)!)) return false;
  vm.frame = frame;
  return true;
}
/** Runs the body of an iterator's `next`: a StopIteration out of what it calls is its end. */
export function untilStop<R>(body: () => R | undefined): R | undefined {
  const { frame } = vm;
  try {
    return body();
  } catch (e) {
    if (swallow(e, 'StopIteration', frame)) return undefined;
    throw e;
  }
}
