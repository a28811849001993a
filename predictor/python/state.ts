// The running machine's state: one record for the whole engine, so that hot code reaches it with one load. It holds no behaviour beyond its own
// counters; who may reset it is machine.ts.
import type { Frame } from './frames.ts';
import type { Exc, Mutable } from './values.ts';

/** Something whose content can be copied now, and put back by what `saver` gives: once. */
export interface Journalled {
  saver(): () => void;
  /** Of what can be taken back, but not put in place again: differs where that matters. */
  height?(): number;
}

export interface Machine {
  /** The frame that runs, or null between runs. */
  frame: Frame | null;
  /** The exception being handled (`sys.exc_info()`), or null. */
  handled: Exc | null;
  /** Steps left before `refuel` is asked: loops and calls count it down. */
  fuel: number;
  /** Called when the fuel is out: refills it or throws `BudgetSpent`. */
  refuel: () => void;
  /** Logical time: one tick for each change of a mutable object. */
  clock: number;
  /** Objects older than this belong to the warm snapshot: the first change of each is undone at rollback. */
  mark: number;
  /** Copies of warm objects, taken before their first change. */
  undo: (() => void)[];
  /** Warm objects that were changed, one for each of `undo`. */
  touched: Journalled[];
  /** Objects older than this belong to the ground below the snapshot (machine.ts); 0 where there is none. */
  ground: number;
  recursionLimit: number;
  /** Nesting of native recursion (repr of nested lists, comparison…), which CPython counts with the frames. */
  native: number;
  /** Deepest frame so far. */
  deepest: number;
  /** Bytes (roughly) that may still be allocated by single large operations. */
  memory: number;
  /** Which runs of code are noted together (watched-reads.ts). */
  epoch: number;
  /** Code compiled now records a trace. */
  tracing: boolean;
  /** Code compiled now notes unknowns that somebody might know, and takes in answers (ask-points.ts). */
  asking: boolean;
  /** The project's own code has changed something of the warm snapshot. */
  marred: boolean;
  /** What it has changed there, less what every import and every class statement changes. Who asks takes it out (tests/changed-cells.ts). */
  changed: Mutable[];
  /** As `marred`, but for what every import and every class statement changes. */
  stirred: boolean;
}

export const vm: Machine = {
  frame: null,
  handled: null,
  fuel: 1 << 30,
  refuel: () => {},
  clock: 1,
  mark: 0,
  undo: [],
  touched: [],
  ground: 0,
  recursionLimit: 1000,
  native: 0,
  deepest: 0,
  memory: 1 << 30,
  epoch: 0,
  tracing: false,
  asking: false,
  marred: false,
  changed: [],
  stirred: false,
};

/** The innermost running frame of the user's own code, or the innermost of all: where a reader would look. */
export function userFrame(): Frame | null {
  for (let f = vm.frame; f !== null; f = f.back) if (!f.code.library) return f;
  return vm.frame;
}
/** To be called before every change of a mutable object: keeps the warm snapshot restorable and tells tracers that the object has changed. */
export function touch(o: Mutable): void {
  if (o.stamp < vm.mark) {
    vm.undo.push(o.saver());
    vm.touched.push(o);
    if (vm.frame !== null && isOwnChange(vm.frame)) {
      vm.marred = vm.stirred = true;
      vm.changed.push(o);
    }
  }
  o.stamp = ++vm.clock;
}
/** To be called before a change of what is no object of the program's, or of what has no birth: it is taken back at rollback. */
export function journal(j: Journalled): void {
  vm.undo.push(j.saver());
  vm.touched.push(j);
}
/** A variable of the engine's own, for `journal`. */
export function variable<V>(get: () => V, set: (value: V) => void): Journalled {
  return {
    saver() {
      const now = get();
      return () => set(now);
    },
  };
}
/** Made by the project's code, or by a method of the library that its assignment stands for: `os.environ['A'] = 'b'`, `decimal.getcontext().prec = 9`. */
function isOwnChange(f: Frame): boolean {
  if (!f.code.library) return true;
  let first = f;
  while (first.back?.code.library) first = first.back;
  return first.back !== null && assigning.has(first.code.name);
}
const assigning = new Set(['__setitem__', '__delitem__', '__setattr__', '__delattr__']);
/** Does what the engine books by itself when a program imports something or defines a class: that counts for `marred`, not for `stirred` and `changed`. */
export function unstirred<R>(act: () => R): R {
  const { stirred } = vm;
  const { length } = vm.changed;
  const out = act();
  vm.stirred = stirred;
  vm.changed.length = length;
  return out;
}
