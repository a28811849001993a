// Reprs of containers that may hold themselves: which ones are being printed right now (`Py_ReprEnter`), and the shared way of joining items.
import { enterNative, repr } from '../operators.ts';
import { vm } from '../state.ts';
import type { Obj, Value } from '../values.ts';

const printing: Obj[] = [];

/** Runs `text` unless `o` is being printed already: then the answer is `again`. */
export function guardedRepr(o: Obj, again: string, text: () => string): string {
  if (printing.includes(o)) return again;
  const depth = printing.length;
  enterNative(' while getting the repr of an object');
  printing.push(o);
  try {
    return text();
  } finally {
    printing.length = depth;
    vm.native--;
  }
}
/** `1, 2, 3`: items that join while they are printed are printed too, as CPython reads the length anew for each. */
export function joinReprs(items: readonly Value[]): string {
  let s = '';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) s += ', ';
    s += repr(items[i]);
    if (--vm.fuel < 0) vm.refuel();
  }
  return s;
}
