// Reading all items of an iterable as CPython's list and tuple makers do: they also ask for a length hint, which programs can see
// (Objects/listobject.c `list_extend`, Objects/abstract.c `PyObject_LengthHint`, `PySequence_Fast`).
import { special, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { typeName } from '../names.ts';
import { isPlain, iter, iterate, NotImplemented, plainItems } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { type Iter, T, type Value } from '../values.ts';
import { exactSsize } from './indices.ts';
import { mustKnow } from './known.ts';
import { swallow } from './swallow.ts';

/** `operator.length_hint(v, fallback)`. */
export function lengthHint(v: Value, fallback: number): number {
  mustKnow(v);
  const cls = typeOf(v);
  if (cls.slots.len !== undefined) {
    const n = quietTypeError(() => cls.slots.len!(v));
    if (n !== undefined) return n;
  }
  const hint = special(v, '__length_hint__');
  if (hint === undefined) return fallback;
  const n = quietTypeError(() => call(hint, []));
  if (n === undefined || n === NotImplemented) return fallback;
  if (n instanceof Unknown) return fallback;
  if (!typeOf(n).mro.includes(T.int)) throw typeError(`__length_hint__ must be an integer, not ${typeName(typeOf(n))}`);
  const size = exactSsize(n);
  if (size < 0) throw valueError('__length_hint__() should return >= 0');
  return size;
}
function quietTypeError<R>(f: () => R): R | undefined {
  const { frame } = vm;
  try {
    return f();
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) return undefined;
    throw e;
  }
}

/** What `list(v)` holds. */
export function listItems(v: Value): Value[] {
  const plain = plainItems(v);
  if (plain !== undefined) return plain.slice();
  const it = iterate(v);
  if (!typeOf(v).builtin) lengthHint(v, 8);
  return drain(it);
}
/** The items of `*v` in a list display. */
export function starItems(v: Value): Value[] {
  const { slots } = typeOf(v);
  if (slots.iter === undefined && slots.getitem === undefined && !(v instanceof Unknown)) {
    throw typeError(`Value after * must be an iterable, not ${typeName(typeOf(v))}`);
  }
  return listItems(v);
}
/** All that an iterator has left. */
export function drain(it: Iter): Value[] {
  const out: Value[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    out.push(x);
    if (--vm.fuel < 0) vm.refuel();
  }
  return out;
}
/** `PySequence_Fast`: a copy of the items, with a message of its own for what cannot be iterated. */
export function fastSequence(v: Value, message: string): Value[] {
  const plain = plainItems(v);
  if (plain !== undefined) return plain.slice();
  const { frame } = vm;
  let it: Value;
  try {
    it = iter(v);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError(message);
    throw e;
  }
  return isPlain(it) ? drain(it) : listItems(it);
}
