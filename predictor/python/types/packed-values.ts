// Python values for the packing and unpacking of modules/struct: how it looks into values and makes them.
import { typeOf } from '../attributes.ts';
import type { Maker, Reader } from '../modules/struct/packing.ts';
import { truth } from '../operators.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, Float, T, type Value } from '../values.ts';
import { floatOf, intOf } from './convert.ts';
import { toInt } from './indices.ts';
import { swallow } from './swallow.ts';

export const valueMaker: Maker<Value> = {
  integer: n => n,
  float: x => new Float(x),
  bool: b => b,
  bytes: data => new Bytes(data),
};
const known = (v: Value): Value => {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return v;
};
export const packReader: Reader<Value> = {
  integer: v => {
    const n = intOf(v);
    if (n !== undefined) return n;
    return typeOf(v).slots.index === undefined ? undefined : toInt(v);
  },
  isInteger: v => typeOf(known(v)).mro.includes(T.int),
  float: v => {
    const { frame } = vm;
    try {
      return floatOf(v);
    } catch (e) {
      // CPython replaces whatever went wrong by its own error.
      if (swallow(e, 'Exception', frame)) return undefined;
      throw e;
    }
  },
  bool: truth,
  bytes: v => (known(v) instanceof Bytes ? (v as Bytes).data : undefined),
  bytearray: v => (v instanceof ByteArray ? v.data : undefined),
};
