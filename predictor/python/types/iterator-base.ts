// The base of the engine's own iterators: it can be put back to an earlier state, as a warm module may hold one (`itertools.count`).
import { builtinsDict } from '../compiler/names.ts';
import { type ClassSpec, defineClass } from '../define.ts';
import { touch, vm } from '../state.ts';
import { Iter, Tuple, type Type, type Value } from '../values.ts';

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

/** What `__reduce__` of an iterator gives: `iter` (or `reversed`) over what it stands for, and its state. */
export function reduced(maker: 'iter' | 'reversed', args: Value[], ...state: Value[]): Value {
  return new Tuple([builtinsDict.dict.map.get(maker)!.value!, new Tuple(args), ...state]);
}
/** Defines an iterator class: `iter` and `next` are those of the engine's own iterators. */
export function defineIterator(spec: ClassSpec): Type {
  return defineClass({ subclassable: false, ...spec, slots: { iter: self, next: advance, ...spec.slots } });
}
const self = (v: Value): Value => v;
const advance = (v: Value): Value | undefined => (v as Iter).next();
