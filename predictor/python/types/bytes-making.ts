// Bytes from what a program has: iterables of ints, buffers, objects with `__bytes__` (Objects/bytesobject.c `PyObject_Bytes`, `PyBytes_FromObject`).
import { bind, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { typeName } from '../names.ts';
import { iterate, plainItems } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, type Iter, type Value } from '../values.ts';
import { bytesOrNone, strOf } from './convert.ts';
import { lengthHint } from './iteration.ts';
import { toInt } from './indices.ts';
import { swallow } from './swallow.ts';

/** What `__bytes__` gives; undefined where there is none. */
export function specialBytes(v: Value): Uint8Array | undefined {
  const cls = typeOf(v);
  const method = lookup(cls, '__bytes__');
  if (method === undefined) return undefined;
  const r = call(bind(method, v, cls), []);
  if (r instanceof Bytes) return r.data;
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  throw typeError(`__bytes__ returned non-bytes (type ${typeName(typeOf(r))})`);
}
/** `PyObject_Bytes`: what `int.from_bytes` reads. */
export function objectBytes(v: Value): Uint8Array {
  if (v instanceof Bytes && typeOf(v).builtin) return v.data;
  return specialBytes(v) ?? bytesFrom(v, 'bytes');
}
/** Buffers and iterables of ints, as fresh bytes. */
export function bytesFrom(v: Value, what: 'bytes' | 'bytearray'): Uint8Array {
  const data = bytesOrNone(v);
  if (data !== undefined) return data.slice();
  const message = what === 'bytes' ? 'bytes must be in range(0, 256)' : 'byte must be in range(0, 256)';
  const plain = what === 'bytes' ? plainItems(v) : undefined;
  if (plain !== undefined) return Uint8Array.from(plain, x => byteValue(x, message));
  if (strOf(v) !== undefined) throw cannot(v, what);
  let it: Iter;
  const { frame } = vm;
  try {
    it = iterate(v);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw cannot(v, what);
    throw e;
  }
  if (what === 'bytes' && !typeOf(v).builtin) lengthHint(v, 64);
  const out: number[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    out.push(byteValue(x, message));
    if (--vm.fuel < 0) vm.refuel();
  }
  return Uint8Array.from(out);
}
const cannot = (v: Value, what: string): unknown => typeError(`cannot convert '${typeName(typeOf(v))}' object to ${what}`);

/** An int from 0 to 255. */
export function byteValue(v: Value, message = 'byte must be in range(0, 256)'): number {
  const n = typeof v === 'number' ? v : toInt(v);
  if (n < 0 || n > 255) throw valueError(message);
  return Number(n);
}
