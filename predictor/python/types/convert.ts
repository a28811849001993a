// Values as the plain things that builtin functions work on: ints, floats, strs and buffers, with the errors that CPython gives for what is none of them
// (Python/getargs.c, Objects/abstract.c). An unknown throws `UnknownUsed`. Indices and slices are in indices.ts.
import { typeOf } from '../attributes.ts';
import { Fault } from '../fault.ts';
import { typeName } from '../names.ts';
import { raising, typeError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Boxed, ByteArray, Bytes, Float, type Value } from '../values.ts';
import { isAscii } from '../text/unicode.ts';
import { encodeText } from './encoding.ts';
import { toInt, toSize } from './indices.ts';

export { toInt as indexOf, toSize, toSsize } from './indices.ts';

/** The plain int of an int, a bool or an instance of a subclass of int; undefined for anything else. `__index__` is not asked. */
export function intOf(v: Value): number | bigint | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    case 'object':
      if (v instanceof Boxed) return typeof v.value === 'number' || typeof v.value === 'bigint' ? v.value : undefined;
      if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  }
  return undefined;
}
/** The text of a str or of an instance of a subclass; undefined for anything else. */
export function strOf(v: Value): string | undefined {
  if (typeof v === 'string') return v;
  if (v instanceof Boxed) return typeof v.value === 'string' ? v.value : undefined;
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return undefined;
}
/** The number of a float or of an instance of a subclass; undefined for anything else, ints included. */
export function plainFloat(v: Value): number | undefined {
  if (v instanceof Float) return v.value;
  if (v instanceof Boxed) return v.value instanceof Float ? v.value.value : undefined;
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return undefined;
}

/** `PyFloat_AsDouble`: floats, ints, and what has `__float__` or `__index__`. */
export function floatOf(v: Value): number {
  if (v instanceof Float) return v.value;
  if (typeof v === 'number') return v;
  const x = floatOrNone(v);
  if (x === undefined) throw typeError(`must be real number, not ${typeName(typeOf(v))}`);
  return x;
}
/** The same, undefined for what is no real number. */
export function floatOrNone(v: Value): number | undefined {
  const plain = plainFloat(v);
  if (plain !== undefined) return plain;
  const t = typeOf(v);
  const { float, index } = t.slots;
  if (float !== undefined) {
    if (typeof v !== 'object') return wholeAsFloat(intOf(v)!);
    const r = float(v);
    const x = plainFloat(r);
    if (x !== undefined) return x;
    throw typeError(`${typeName(t)}.__float__ returned non-float (type ${typeName(typeOf(r))})`);
  }
  return index === undefined ? undefined : wholeAsFloat(toInt(v));
}
/** `PyLong_AsDouble` */
export function wholeAsFloat(n: number | bigint): number {
  const x = Number(n);
  if (x === Infinity || x === -Infinity) throw new Fault('OverflowError', 'int too large to convert to float');
  return x;
}

/** A size or index as a JavaScript number; beyond a machine word it is an OverflowError, beyond safe integers it is clipped. */
export const smallIndex = (v: Value): number => toSize(v, 'OverflowError');

/** A C int (`_PyLong_AsInt`). */
export function toCInt(v: Value): number {
  const i = toInt(v);
  if (i > 0x7fffffff || i < -0x80000000) throw raising('OverflowError', 'Python int too large to convert to C int');
  return Number(i);
}
const LONG_MAX = (1n << 63n) - 1n;
/** A C int as `PyArg_ParseTuple` reads it ("i"). */
export function toParsedInt(v: Value): number {
  const i = toInt(v);
  if (i > LONG_MAX || i < -LONG_MAX - 1n) throw raising('OverflowError', 'Python int too large to convert to C long');
  if (i > 0x7fffffff) throw raising('OverflowError', 'signed integer is greater than maximum');
  if (i < -0x80000000) throw raising('OverflowError', 'signed integer is less than minimum');
  return Number(i);
}
/** The low bits of an int, as unsigned C types are read without an overflow check ("k", "K"). */
export const maskedInt = (v: Value, bits: number): bigint => BigInt.asUintN(bits, BigInt(toInt(v)));

/** How a value's class is called in "must be str, not …": None is named itself. */
export const shownType = (v: Value): string => (v === null ? 'None' : typeName(typeOf(v)));
/** `_PyArg_BadArgument`: "replace() argument 1 must be str, not int". */
export function badArgument(name: string, which: string, expected: string, v: Value): unknown {
  if (v instanceof Unknown) return new UnknownUsed(v.origins);
  return typeError(`${name}() ${which} must be ${expected}, not ${shownType(v)}`);
}
/** A str argument of a builtin function; `which` is "argument", "argument 1" or "argument 'sep'". */
export function strArgument(v: Value, name: string, which: string): string {
  const s = strOf(v);
  if (s === undefined) throw badArgument(name, which, 'str', v);
  return s;
}
/** The same where C wants a string that ends in a zero byte: names of encodings and the like. */
export function nameArgument(v: Value, name: string, which: string): string {
  const s = strArgument(v, name, which);
  if (!isAscii(s)) encodeText(s, 'utf-8', 'strict');
  if (s.includes('\0')) throw raising('ValueError', 'embedded null character');
  return s;
}
/** A str, or a TypeError with this message. */
export function expectStr(v: Value, message: string): string {
  const s = strOf(v);
  if (s === undefined) throw typeError(message);
  return s;
}

// Buffers ---------------------------------------------------------------------------------------------------------

/** What an object that lends its memory (memoryview, array.array, mmap…) implements; bytes and bytearray are known by themselves. */
export interface Exporter {
  /** The bytes in order; a live view where they lie together. */
  exportBytes(): Uint8Array;
  readonly readonlyBuffer: boolean;
}
export const isExporter = (v: Value): v is Value & Exporter => typeof v === 'object' && v !== null && 'exportBytes' in v;

/** The bytes of a bytes-like object (live where possible: copy before keeping); undefined for anything else. */
export function bytesOrNone(v: Value): Uint8Array | undefined {
  if (v instanceof Bytes || v instanceof ByteArray) return v.data;
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return isExporter(v) ? v.exportBytes() : undefined;
}
/** The same; TypeError for anything else. */
export function bytesOf(v: Value): Uint8Array {
  const data = bytesOrNone(v);
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(typeOf(v))}'`);
  return data;
}
/** The bytes of what can be written to, live. `name` and `which` as in `badArgument`. */
export function writableBytes(v: Value, name: string, which: string): Uint8Array {
  if (v instanceof ByteArray) return v.data;
  if (isExporter(v) && !v.readonlyBuffer) return v.exportBytes();
  throw badArgument(name, which, 'read-write bytes-like object', v);
}
