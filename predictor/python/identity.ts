// Identity of values that have none here: strs and ints are plain JavaScript values, while in CPython two equal ones may be one object or two. Where a suite tries out
// what CPython leaves open, they are one object in one try and two in the next; elsewhere the answer is unknown.
import { hashSeed } from './hash-seed.ts';
import { noteOrder } from './open-orders.ts';
import { originHere, Unknown } from './unknown-value.ts';
import { T, type Value } from './values.ts';

export const sharedIdentityName = 'identity of equal values';

/** Objects that CPython makes once: small ints, short strs, names that no program computes (`'__no_default__'`), and all that is boxed here. */
function isOne(v: Value): boolean {
  if (typeof v === 'number') return v >= -5 && v <= 256;
  if (typeof v === 'string') return v.length <= 1 || /^__\w+$/.test(v);
  return typeof v !== 'bigint';
}
/** `v is w` of two that are equal here. */
export function sharedIdentity(v: Value): Value {
  if (isOne(v)) return true;
  const why = originHere('order', sharedIdentityName);
  return noteOrder([why]) ? hashSeed.order % 2 === 0 : new Unknown([why], T.bool);
}

const ids = new Map<Value, number>();
let drawn = 0;
const addressOf = (n: number): number => 0x7e0000000000 + n * 32;
function idByValue(v: Value): number {
  let n = ids.get(v);
  if (n === undefined) ids.set(v, (n = addressOf(++drawn)));
  return n;
}
/** `id(v)` of a str or an int. `apart`: the asking code is the library's, which asks only so as to tell values apart (copy, pprint). */
export function idOfValue(v: Value, apart: boolean): Value {
  if (apart || isOne(v)) return idByValue(v);
  const why = originHere('order', sharedIdentityName);
  if (!noteOrder([why])) return new Unknown([why], T.int);
  return hashSeed.order % 2 === 0 ? idByValue(v) : addressOf(++drawn);
}
