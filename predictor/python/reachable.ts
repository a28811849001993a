// Is an object certainly still alive? The engine never frees anything, CPython frees an object when its last reference goes. What the program can still
// reach is alive in both; about the rest (garbage, or held by nothing but a value under way) nothing is said.
import type { Frame } from './frames.ts';
import { imports } from './imports.ts';
import { vm } from './state.ts';
import { Generator } from './types/generator.ts';
import { Dict, Module, Obj, Type } from './values.ts';

/** Objects looked at by all questions of a run together, at most: beyond it the answer is "not known". */
const ALLOWANCE = 6_000_000;
let spent = 0;
export function forgetReachable(): void {
  spent = 0;
}

/** True: the program holds the object. False: not known. */
export function isReachable(wanted: Obj): boolean {
  if (wanted instanceof Type || wanted instanceof Module) return true;
  const seen = new Set<object>();
  const queue: object[] = [];
  const add = (v: unknown): void => {
    if (typeof v === 'object' && v !== null && !seen.has(v)) {
      seen.add(v);
      queue.push(v);
    }
  };
  for (let f: Frame | null = vm.frame; f !== null; f = f.back) addFrame(f, add);
  if (search(wanted, queue, add)) return true;
  add(vm.handled);
  add(imports.modules);
  return search(wanted, queue, add);
}
function addFrame(f: Frame, add: (v: unknown) => void): void {
  // Library code's own variables hold the object only while it works on it.
  for (const v of f.slots) add(v);
  add(f.locals);
  add(f.globals);
}
function search(wanted: object, queue: object[], add: (v: unknown) => void): boolean {
  while (queue.length > 0) {
    const o = queue.pop()!;
    if (o === wanted) return true;
    if (++spent > ALLOWANCE) return false;
    expand(o, add);
  }
  return false;
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
    addFrame(o.frame, add);
    return;
  }
  if (!(o instanceof Obj)) {
    const proto = Object.getPrototypeOf(o) as unknown;
    if (proto !== Object.prototype && proto !== null && !('key' in o && 'value' in o)) return;
  }
  const isWeak = weak.has(o);
  for (const [k, v] of Object.entries(o)) if (typeof v === 'object' && v !== null && !(isWeak && k === 'referent')) add(v);
}
/** Objects whose `referent` is no reference in CPython: weak references add themselves. */
export const weak = new WeakSet<object>();
