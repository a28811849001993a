// Is an object certainly still alive? The engine never frees anything, CPython frees an object when its last reference goes. What the program can still
// reach is alive in both; about the rest (garbage, or held by nothing but a value under way) nothing is said.
import type { Frame } from './frames.ts';
import { imports } from './imports.ts';
import { vm } from './state.ts';
import { Generator } from './types/generator.ts';
import { Dict, Module, Mutable, Obj, Type } from './values.ts';

/** Objects looked at by all questions of a run together, at most: beyond it there is no answer. */
const ALLOWANCE = 6_000_000;
let spent = 0;
export function forgetReachable(): void {
  spent = 0;
}

/** True: the program holds the object. False: it does not, but for a value under way. Undefined: that took too long to find out. */
export function isReachable(wanted: Obj): boolean | undefined {
  if (wanted instanceof Type || wanted instanceof Module) return true;
  const isNew = wanted instanceof Mutable && !isAsBefore(wanted);
  const own = new Search(wanted, isNew ? isAsBefore : () => false);
  for (let f: Frame | null = vm.frame; f !== null; f = f.back) addFrame(f, own.add);
  const held = own.run();
  if (held !== false) return held;
  // What leads to a new object from an old one leads over one that was changed.
  if (isNew) {
    for (const o of vm.touched) own.add(o);
    own.add(vm.handled);
    const found = own.run();
    if (found !== true) return found;
  }
  const all = new Search(wanted, () => false);
  for (let f: Frame | null = vm.frame; f !== null; f = f.back) addFrame(f, all.add);
  all.add(vm.handled);
  all.add(imports.modules);
  return all.run();
}
/** An object of the warm snapshot that has not changed since: it holds nothing new. Generators change as they run. */
const isAsBefore = (o: object): boolean => o instanceof Mutable && !(o instanceof Generator) && o.stamp < vm.mark;
function addFrame(f: Frame, add: (v: unknown) => void): void {
  // Library code's own variables hold the object only while it works on it.
  for (const v of f.slots) add(v);
  add(f.locals);
  add(f.globals);
}
class Search {
  readonly #wanted: object;
  /** What need not be looked into. */
  readonly #isIdle: (o: object) => boolean;
  readonly #seen = new Set<object>();
  readonly #queue: object[] = [];

  constructor(wanted: object, isIdle: (o: object) => boolean) {
    this.#wanted = wanted;
    this.#isIdle = isIdle;
  }
  readonly add = (v: unknown): void => {
    if (typeof v !== 'object' || v === null || this.#seen.has(v)) return;
    this.#seen.add(v);
    this.#queue.push(v);
  };
  /** Whether what was added leads to the object; undefined where the allowance is spent. */
  run(): boolean | undefined {
    for (let o = this.#queue.pop(); o !== undefined; o = this.#queue.pop()) {
      if (o === this.#wanted) return true;
      if (++spent > ALLOWANCE) return undefined;
      if (!this.#isIdle(o)) expand(o, this.add);
    }
    return false;
  }
}
function expand(o: object, add: (v: unknown) => void): void {
  if (Array.isArray(o)) {
    for (const v of o) add(v);
    return;
  }
  if (o instanceof Dict) {
    for (const e of o.map.values()) {
      add(e.key);
      add(e.value);
    }
    for (const v of o.fields) add(v);
    return;
  }
  if (o instanceof Map) {
    for (const [k, v] of o) {
      add(k);
      add(v);
    }
    return;
  }
  if (o instanceof Set) {
    for (const v of o) add(v);
    return;
  }
  if (o instanceof Type) {
    add(o.dict);
    add(o.bases);
    return;
  }
  if (o instanceof Generator) {
    // One that has ended has let go of its variables.
    if (o.state !== 'closed') addFrame(o.frame, add);
    return;
  }
  if (!(o instanceof Obj)) {
    const proto = Object.getPrototypeOf(o) as unknown;
    if (proto !== Object.prototype && proto !== null && !('key' in o && 'value' in o)) return;
  }
  const isWeak = weak.has(o);
  // Code has trees, names and constants: nothing that ends.
  for (const [k, v] of Object.entries(o)) if (typeof v === 'object' && v !== null && k !== 'code' && !(isWeak && k === 'referent')) add(v);
}
/** Objects whose `referent` is no reference in CPython: weak references add themselves. */
export const weak = new WeakSet<object>();
