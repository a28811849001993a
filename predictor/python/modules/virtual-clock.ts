// The clock that event loops and timeouts run by: it stands still except while the program waits, so that the order of timers is theirs alone. Its readings are
// for the library's own comparisons; a program that asks for the time is not told them.
import { touch } from '../state.ts';
import { Mutable, T } from '../values.ts';
import { advanceClock, clockNow } from '../pins.ts';
import { secondsIn, slept } from './time.ts';
import { yieldToThreads } from './threads.ts';

class VirtualClock extends Mutable {
  now = 1000;
  override saver(): () => void {
    const { now } = this;
    return () => {
      this.now = now;
    };
  }
}
let made: VirtualClock | undefined;
const virtual = (): VirtualClock => (made ??= new VirtualClock(T.object));

/** Seconds. */
export function now(): number {
  const pinned = clockNow();
  return pinned === null ? virtual().now : secondsIn(pinned);
}
/** Time goes by while the program waits. */
export function pass(seconds: number): void {
  if (clockNow() !== null) {
    advanceClock(BigInt(Math.round(seconds * 1e9)));
    return;
  }
  const v = virtual();
  touch(v);
  v.now += seconds;
}
slept.with = seconds => {
  yieldToThreads();
  if (clockNow() !== null) return;
  const v = virtual();
  touch(v);
  v.now += seconds;
};
