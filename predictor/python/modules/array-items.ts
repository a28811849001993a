// The item types of `array.array` (Modules/arraymodule.c): how a value is checked and stored, and made again. Sizes are those of 64-bit Linux and macOS.
import { overflowError, typeError } from '../raise.ts';
import { charOfPoint, strLength } from '../text/code-points.ts';
import { floatOf, strOf } from '../types/convert.ts';
import { toInt } from '../types/indices.ts';
import { Float, type Value } from '../values.ts';

export interface ItemType {
  readonly code: string;
  readonly size: number;
  get(view: DataView, at: number): Value;
  set(view: DataView, at: number, value: Value): void;
}

const LONG_MAX = (1n << 63n) - 1n;
const ULONG_MAX = (1n << 64n) - 1n;

/** What a C long is read from. */
function long(v: Value): number | bigint {
  const n = toInt(v);
  if (n > LONG_MAX || n < -LONG_MAX - 1n) throw overflowError('Python int too large to convert to C long');
  return n;
}
function ranged(n: number | bigint, min: number, max: number, what: string): number {
  if (n < min) throw overflowError(`${what} is less than minimum`);
  if (n > max) throw overflowError(`${what} is greater than maximum`);
  return Number(n);
}
function unsignedLong(v: Value): number | bigint {
  const n = toInt(v);
  if (n < 0) throw overflowError("can't convert negative value to unsigned int");
  if (n > ULONG_MAX) throw overflowError('Python int too large to convert to C unsigned long');
  return n;
}
const small = (n: bigint): Value => (n <= 9007199254740991n && n >= -9007199254740991n ? Number(n) : n);

const integer = (code: string, size: 1 | 2 | 4, signed: boolean, read: (v: Value) => number): ItemType => {
  const bits = size * 8;
  const name = `${signed ? 'Int' : 'Uint'}${bits}` as 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32';
  const get = DataView.prototype[`get${name}`];
  const set = DataView.prototype[`set${name}`];
  return {
    code, size,
    get: (view, at) => get.call(view, at, true),
    set: (view, at, v) => set.call(view, at, read(v), true),
  };
};
const wide = (code: string, signed: boolean, read: (v: Value) => number | bigint): ItemType => ({
  code, size: 8,
  get: (view, at) => small(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true)),
  set: (view, at, v) => view.setBigUint64(at, BigInt.asUintN(64, BigInt(read(v))), true),
});

const all: readonly ItemType[] = [
  integer('b', 1, true, v => ranged(ranged(long(v), -32768, 32767, 'signed short integer'), -128, 127, 'signed char')),
  integer('B', 1, false, v => ranged(long(v), 0, 255, 'unsigned byte integer')),
  {
    code: 'u', size: 4,
    get: (view, at) => charOfPoint(view.getUint32(at, true)),
    set: (view, at, v) => {
      const s = strOf(v);
      if (s === undefined || strLength(s) !== 1) throw typeError('array item must be unicode character');
      view.setUint32(at, s.codePointAt(0) as number, true);
    },
  },
  integer('h', 2, true, v => ranged(long(v), -32768, 32767, 'signed short integer')),
  integer('H', 2, false, v => ranged(ranged(long(v), -2147483648, 2147483647, 'signed integer'), 0, 65535, 'unsigned short')),
  integer('i', 4, true, v => ranged(long(v), -2147483648, 2147483647, 'signed integer')),
  integer('I', 4, false, v => ranged(unsignedLong(v), 0, 4294967295, 'unsigned int')),
  wide('l', true, long),
  wide('L', false, unsignedLong),
  wide('q', true, v => {
    const n = toInt(v);
    if (n > LONG_MAX || n < -LONG_MAX - 1n) throw overflowError('int too big to convert');
    return n;
  }),
  wide('Q', false, v => {
    const n = toInt(v);
    if (n < 0) throw overflowError("can't convert negative int to unsigned");
    if (n > ULONG_MAX) throw overflowError('int too big to convert');
    return n;
  }),
  { code: 'f', size: 4, get: (view, at) => new Float(view.getFloat32(at, true)), set: (view, at, v) => view.setFloat32(at, floatOf(v), true) },
  { code: 'd', size: 8, get: (view, at) => new Float(view.getFloat64(at, true)), set: (view, at, v) => view.setFloat64(at, floatOf(v), true) },
];
export const itemTypes = new Map(all.map(t => [t.code, t]));
