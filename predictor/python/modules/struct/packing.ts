// `pack`, `unpack` and their relatives on plain bytes. What a Python value is stays open: values are read and made through callbacks.
import { Excess, Fault } from '../../fault.ts';
import { readFloat, writeFloat } from './floats.ts';
import { type Field, type Layout, structError } from './layout.ts';

/** How packing looks into a Python value. */
export interface Reader<V> {
  /** The value as an int, by `__index__` where it is none itself; undefined where there is no such thing. */
  integer(value: V): number | bigint | undefined;
  /** Is it an int (or of a subclass)? */
  isInteger(value: V): boolean;
  /** PyFloat_AsDouble; undefined where that raises. */
  float(value: V): number | undefined;
  bool(value: V): boolean;
  bytes(value: V): Uint8Array | undefined;
  bytearray(value: V): Uint8Array | undefined;
}

/** How unpacking makes Python values. Integers are numbers while they are safe integers. */
export interface Maker<V> {
  integer(value: number | bigint): V;
  float(value: number): V;
  bool(value: boolean): V;
  bytes(value: Uint8Array): V;
}

const LARGEST_BUFFER = 2 ** 31;

/** `struct.pack` */
export function pack<V>(layout: Layout, values: readonly V[], reader: Reader<V>): Uint8Array {
  checkCount('pack', layout, values.length);
  if (layout.size > LARGEST_BUFFER) throw new Excess('struct.pack');
  const out = new Uint8Array(layout.size);
  write(layout, values, reader, out, 0);
  return out;
}

/** The first thing `struct.pack_into` and `struct.pack` look at. */
export function checkCount(name: 'pack' | 'pack_into', layout: Layout, count: number): void {
  if (count !== layout.count) throw structError(`${name} expected ${layout.count} items for packing (got ${count})`);
}

/** `struct.pack_into`, after `checkCount`. */
export function packInto<V>(layout: Layout, buffer: Uint8Array, offset: number, values: readonly V[], reader: Reader<V>): void {
  const { size } = layout;
  let at = offset;
  if (at < 0) {
    if (at + size > 0) throw structError(`no space to pack ${size} bytes at offset ${offset}`);
    if (at + buffer.length < 0) throw structError(`offset ${offset} out of range for ${buffer.length}-byte buffer`);
    at += buffer.length;
  }
  if (buffer.length - at < size) {
    throw structError(
      `pack_into requires a buffer of at least ${size + at} bytes for packing ${size} bytes at offset ${at} (actual buffer size is ${buffer.length})`,
    );
  }
  buffer.fill(0, at, at + size);
  write(layout, values, reader, buffer, at);
}

/** `struct.unpack` */
export function unpack<V>(layout: Layout, buffer: Uint8Array, maker: Maker<V>): V[] {
  if (buffer.length !== layout.size) throw structError(`unpack requires a buffer of ${layout.size} bytes`);
  return read(layout, buffer, 0, maker);
}

/** `struct.unpack_from` */
export function unpackFrom<V>(layout: Layout, buffer: Uint8Array, offset: number, maker: Maker<V>): V[] {
  const { size } = layout;
  let at = offset;
  if (at < 0) {
    if (at + size > 0) throw structError(`not enough data to unpack ${size} bytes at offset ${offset}`);
    if (at + buffer.length < 0) throw structError(`offset ${offset} out of range for ${buffer.length}-byte buffer`);
    at += buffer.length;
  }
  if (buffer.length - at < size) {
    throw structError(
      `unpack_from requires a buffer of at least ${size + at} bytes for unpacking ${size} bytes at offset ${at} (actual buffer size is ${buffer.length})`,
    );
  }
  return read(layout, buffer, at, maker);
}

/** What `struct.iter_unpack` checks before it starts. Its steps are `unpackFrom` at multiples of the size. */
export function checkIteration(layout: Layout, length: number): void {
  if (layout.size === 0) throw structError('cannot iteratively unpack with a struct of length 0');
  if (length % layout.size !== 0) throw structError(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`);
}

// Writing ----------------------------------------------------------------------------------------------------------

function write<V>(layout: Layout, values: readonly V[], reader: Reader<V>, out: Uint8Array, start: number): void {
  let next = 0;
  for (const field of layout.fields) {
    let at = start + field.offset;
    for (let i = 0; i < field.repeat; i++, at += field.size) writeOne(layout, field, values[next++], reader, out, at);
  }
}

function writeOne<V>(layout: Layout, field: Field, value: V, reader: Reader<V>, out: Uint8Array, at: number): void {
  const { code, size } = field;
  const little = layout.family !== 'big';
  switch (code) {
    case 'c': {
      const data = reader.bytes(value);
      if (data === undefined || data.length !== 1) throw structError('char format requires a bytes object of length 1');
      out[at] = data[0];
      return;
    }
    case 's': {
      const data = reader.bytes(value) ?? reader.bytearray(value);
      if (data === undefined) throw structError("argument for 's' must be a bytes object");
      out.set(data.length > size ? data.subarray(0, size) : data, at);
      return;
    }
    case 'p': {
      const data = reader.bytes(value) ?? reader.bytearray(value);
      if (data === undefined) throw structError("argument for 'p' must be a bytes object");
      if (size === 0) {
        if (at < out.length) out[at] = 255; // CPython writes the length -1 behind the field.
        return;
      }
      const length = Math.min(data.length, size - 1);
      out.set(data.subarray(0, length), at + 1);
      out[at] = Math.min(length, 255);
      return;
    }
    case '?':
      out[at] = reader.bool(value) ? 1 : 0;
      return;
    case 'e':
    case 'f':
    case 'd': {
      const number = reader.float(value);
      if (number === undefined) throw structError('required argument is not a float');
      if (writeFloat(out, at, size, little, number)) return;
      if (code === 'f' && layout.family === 'native') {
        writeFloat(out, at, size, little, number < 0 ? -Infinity : Infinity); // The C conversion, which does not complain.
        return;
      }
      if (reader.isInteger(value)) throw structError('int too large to convert');
      throw new Fault('OverflowError', `float too large to pack with ${code} format`);
    }
  }
  const number = reader.integer(value);
  if (number === undefined) throw structError('required argument is not an integer');
  const complaint = outOfRange(layout, field, number, reader.isInteger(value));
  if (complaint !== null) {
    // Big-endian eight-byte integers are written as far as they go before CPython notices.
    if (size === 8 && layout.family === 'big' && (code === 'q' || number >= 0)) writeInteger(out, at, size, little, number);
    throw complaint;
  }
  writeInteger(out, at, size, little, number);
}

const LONG_MIN = -(1n << 63n);
const LONG_MAX = (1n << 63n) - 1n;
const ULONG_MAX = (1n << 64n) - 1n;

/** The error for an integer that does not fit. CPython first reads a C long or unsigned long, and complains differently about that. */
function outOfRange(layout: Layout, field: Field, n: number | bigint, isInteger: boolean): Fault | null {
  const { code, size } = field;
  const signed = code >= 'a' && code !== 'P';
  const bits = BigInt(size * 8);
  const least = signed ? -(1n << (bits - 1n)) : 0n;
  const most = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  if (code === 'P' ? n >= LONG_MIN && n <= ULONG_MAX : n >= least && n <= most) return null;
  if (code === 'P' || (size === 8 && layout.family === 'big')) {
    if (isInteger) return structError('int too large to convert');
    if (code !== 'P') return new Fault('OverflowError', !signed && n < 0 ? "can't convert negative int to unsigned" : 'int too big to convert');
    return new Fault('OverflowError', `Python int too large to convert to C ${n < 0 ? 'long' : 'unsigned long'}`);
  }
  const small = code === 'b' || code === 'B' || ((code === 'h' || code === 'H') && layout.family !== 'big');
  const readsLong = signed || small;
  if (readsLong ? n < LONG_MIN || n > LONG_MAX : n < 0 || n > ULONG_MAX) return structError('argument out of range');
  if (small) {
    const name = { b: 'byte', B: 'ubyte', h: 'short', H: 'ushort' }[code as 'b' | 'B' | 'h' | 'H'];
    return structError(`${name} format requires ${least} <= number <= ${most}`);
  }
  return structError(size === 8 ? 'argument out of range' : `'${code}' format requires ${least} <= number <= ${most}`);
}

function writeInteger(out: Uint8Array, at: number, size: number, little: boolean, value: number | bigint): void {
  let low: number;
  let high = 0;
  if (size === 8) {
    const big = BigInt.asUintN(64, BigInt(value));
    low = Number(big & 0xffffffffn);
    high = Number(big >> 32n);
  } else low = Number(value);
  for (let i = 0; i < size; i++) {
    out[little ? at + i : at + size - 1 - i] = i < 4 ? low >>> (8 * i) : high >>> (8 * (i - 4));
  }
}

// Reading ----------------------------------------------------------------------------------------------------------

function read<V>(layout: Layout, data: Uint8Array, start: number, maker: Maker<V>): V[] {
  const out: V[] = [];
  for (const field of layout.fields) {
    let at = start + field.offset;
    for (let i = 0; i < field.repeat; i++, at += field.size) out.push(readOne(layout, field, data, at, maker));
  }
  return out;
}

function readOne<V>(layout: Layout, field: Field, data: Uint8Array, at: number, maker: Maker<V>): V {
  const { code, size } = field;
  const little = layout.family !== 'big';
  switch (code) {
    case 'c':
    case 's':
      return maker.bytes(data.slice(at, at + size));
    case 'p':
      if (size === 0) throw new Fault('SystemError', 'Negative size passed to PyBytes_FromStringAndSize');
      return maker.bytes(data.slice(at + 1, at + 1 + Math.min(data[at], size - 1)));
    case '?':
      return maker.bool(data[at] !== 0);
    case 'e':
    case 'f':
    case 'd':
      return maker.float(readFloat(data, at, size, little));
    default:
      return maker.integer(readInteger(data, at, size, little, code >= 'a'));
  }
}

function readInteger(data: Uint8Array, at: number, size: number, little: boolean, signed: boolean): number | bigint {
  if (size === 8) {
    const low = word(data, little ? at : at + 4, 4, little);
    const high = word(data, little ? at + 4 : at, 4, little);
    const top = signed ? high | 0 : high;
    const value = top * 0x100000000 + low;
    return Number.isSafeInteger(value) ? value : (BigInt(top) << 32n) | BigInt(low);
  }
  const value = word(data, at, size, little);
  return signed ? (value << (32 - 8 * size)) >> (32 - 8 * size) : value;
}

function word(data: Uint8Array, at: number, size: number, little: boolean): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + data[little ? at + size - 1 - i : at + i];
  return value;
}
