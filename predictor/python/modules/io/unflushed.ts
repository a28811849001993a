// Writers that still hold data back. Where nobody has them any more, CPython has closed them long ago: their data is then written before anyone looks.
import { isReachable } from '../../reachable.ts';
import { doubt, originHere } from '../../unknown-value.ts';
import type { Stream } from './base.ts';

export const pending = new Set<Stream>();
/** How a stream of each kind is brought to the disk; set by open.ts. */
export const settle: { flush: (s: Stream) => void; pathOf: (s: Stream) => string | undefined } = { flush: () => {}, pathOf: () => undefined };

/** To be called when a program has ended: CPython closes what is still open. */
export function settleAll(): void {
  for (const s of [...pending]) settle.flush(s);
}

/** To be called before the file at a path is looked at. */
export function settleLost(path: string): void {
  if (pending.size === 0) return;
  for (const s of [...pending]) {
    if (settle.pathOf(s) !== path) continue;
    const isHeld = isReachable(s);
    if (isHeld === undefined) doubt([originHere('not-modelled', 'garbage collection')]);
    else if (!isHeld) settle.flush(s);
  }
}
