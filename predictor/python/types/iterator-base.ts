// The base of the engine's own iterators: it can be put back to an earlier state, as a warm module may hold one (`itertools.count`).
import { type ClassSpec, defineClass } from '../define.ts';
import { touch, vm } from '../state.ts';
import { Iter, type Type, type Value } from '../values.ts';

export abstract class NativeIter extends Iter {
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}
/** To be called by `next()` before the iterator moves. Cheaper than `touch`: a moved iterator looks no different to a tracer. */
export function moving(it: Iter): void {
  if (it.stamp < vm.mark) touch(it);
}

/** Defines an iterator class: `iter` and `next` are those of the engine's own iterators. */
export function defineIterator(spec: ClassSpec): Type {
  return defineClass({ subclassable: false, ...spec, slots: { iter: self, next: advance, ...spec.slots } });
}
const self = (v: Value): Value => v;
const advance = (v: Value): Value | undefined => (v as Iter).next();
