// Snapshots of values for traces. A value that cannot change is its own snapshot; a container's is a copy of its parts, shared until the container or something
// in it changes; an object whose `repr` is Python code is rendered at once, as a debugger would.
import { typeOf } from './attributes.ts';
import { repr } from './operators.ts';
import { asRaise } from './raise.ts';
import { vm } from './state.ts';
import { setTracer, tracer } from './tracer.ts';
import { elementsOf, PySet } from './types/set.ts';
import { certainty, Unknown } from './unknown-value.ts';
import { Boxed, ByteArray, Dict, Exc, Instance, List, Mutable, T, Tuple, type Value } from './values.ts';

/** A container as it was. */
export class Copy {
  readonly of: Mutable;
  readonly stamp: number;
  readonly parts: readonly Shot[];
  /** No part can change: then the container's own stamp tells all. */
  readonly fixed: boolean;
  text: string | undefined;
  constructor(of: Mutable, stamp: number, parts: readonly Shot[], fixed: boolean) {
    this.of = of;
    this.stamp = stamp;
    this.parts = parts;
    this.fixed = fixed;
  }
}
/** A text rendered when the event happened; good while nothing at all has changed since. */
export class Rendered {
  readonly of: Value;
  readonly clock: number;
  readonly text: string;
  constructor(of: Value, clock: number, text: string) {
    this.of = of;
    this.clock = clock;
    this.text = text;
  }
}
/** A value that needs no copy, a copy of a container, or a text. */
export type Shot = Value | Copy | Rendered;

/** The snapshot of `v` now; `before` is returned again where it is still true. */
export function frozen(v: Value, before: Shot | undefined): Shot {
  if (typeof v !== 'object' || v === null || v === before) return v;
  if (before instanceof Copy && before.of === v && stillTrue(before)) return before;
  if (before instanceof Rendered && before.of === v && before.clock === vm.clock) return before;
  return take(v, 0);
}
function stillTrue(c: Copy): boolean {
  if (c.of.stamp !== c.stamp) return false;
  if (c.fixed) return true;
  for (const p of c.parts) {
    if (p instanceof Copy) {
      if (!stillTrue(p)) return false;
    } else if (p instanceof Rendered && p.clock !== vm.clock) return false;
  }
  return true;
}
function take(v: Value, depth: number): Shot {
  if (typeof v !== 'object' || v === null) return v;
  if (v instanceof Unknown) return v;
  if (!(v instanceof Mutable)) return plain(v) ? v : render(v);
  if (depth > 40) return render(v);
  const { cls } = v;
  if (v instanceof List && cls === T.list) return copyOf(v, v.items, depth);
  if (v instanceof Tuple && cls === T.tuple) return everyPlain(v.items) ? v : copyOf(v, v.items, depth);
  if (v instanceof Dict && cls === T.dict) {
    const flat: Value[] = [];
    for (const e of v.map.values()) flat.push(e.key, e.value as Value);
    return copyOf(v, flat, depth);
  }
  if (v instanceof PySet && (cls === T.set || cls === T.frozenset)) return copyOf(v, elementsOf(v), depth);
  if (v instanceof Instance && cls.slots.repr === T.object.slots.repr) return v;
  if (v instanceof Exc && cls.slots.repr === T.exception.slots.repr) return copyOf(v, [v.args], depth);
  if (plain(v)) return v;
  return render(v);
}
/** Containers that are being copied: one that holds itself shows as its own `repr` shows it. */
const open = new Set<Mutable>();
function copyOf(v: Mutable, items: readonly Value[], depth: number): Shot {
  if (open.has(v)) return new Rendered(v, vm.clock, v instanceof List ? '[...]' : v instanceof Dict ? '{...}' : v instanceof Tuple ? '(...)' : `${v.cls.name}(...)`);
  open.add(v);
  let fixed = true;
  const parts: Shot[] = new Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const p = take(items[i], depth + 1);
    parts[i] = p;
    if (p instanceof Copy ? !(p.fixed && p.of instanceof Tuple) : p instanceof Rendered) fixed = false;
  }
  open.delete(v);
  return new Copy(v, v.stamp, parts, fixed);
}
function everyPlain(items: readonly Value[]): boolean {
  for (const x of items) if (typeof x === 'object' && x !== null && !(plain(x) && (!(x instanceof Tuple) || everyPlain(x.items)))) return false;
  return true;
}
/** Objects of builtin classes whose repr hangs on nothing that changes: functions, classes, modules, floats, ranges, iterators… */
function plain(v: Value): boolean {
  const cls = typeOf(v);
  if (!cls.builtin) return v instanceof Instance && cls.slots.repr === T.object.slots.repr;
  if (v instanceof List || v instanceof Dict || v instanceof PySet || v instanceof ByteArray || v instanceof Exc || v instanceof Boxed) return false;
  if (v instanceof Tuple) return cls === T.tuple;
  return simple.has(cls) || cls.slots.repr === T.object.slots.repr;
}
const simple = {
  set: null as Set<unknown> | null,
  has(cls: unknown): boolean {
    this.set ??= new Set([T.float, T.complex, T.bytes, T.range, T.function, T.type, T.module, T.builtin, T.generator, T.coroutine, T.none, T.ellipsis, T.notImplemented, T.methodDescriptor, T.wrapperDescriptor]);
    return this.set.has(cls);
  },
};

/** What stands for a value whose `repr` raises. */
export function failedRepr(thrown: unknown): string {
  const raised = asRaise(thrown);
  return raised === undefined ? '<unknown>' : `<repr failed: ${raised.exc.cls.name}>`;
}

/** `repr(v)` now, without leaving a trace of its own; what it raises or leaves unknown becomes a note. */
function render(v: Value): Rendered {
  const saved = { ...tracer };
  const { frame, handled, native } = vm;
  const { doubts, decisions, next } = certainty;
  setTracer(null);
  let text: string;
  try {
    text = repr(v);
  } catch (e) {
    text = failedRepr(e);
  }
  setTracer(saved);
  Object.assign(vm, { frame, handled, native });
  Object.assign(certainty, { doubts, decisions, next });
  return new Rendered(v, vm.clock, text);
}
