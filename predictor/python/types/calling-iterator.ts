// Iterators that call the program's functions on the way: a StopIteration out of these is their end.
import { vm } from '../state.ts';
import type { Value } from '../values.ts';
import { moving, NativeIter } from './iterator-base.ts';
import { swallow } from './swallow.ts';

export abstract class CallingIter extends NativeIter {
  next(): Value | undefined {
    moving(this);
    const { frame } = vm;
    try {
      return this.step();
    } catch (e) {
      if (swallow(e, 'StopIteration', frame)) return undefined;
      throw e;
    }
  }
  protected abstract step(): Value | undefined;
}
