// The `int` type (Objects/longobject.c). Arithmetic on plain small ints seldom comes here: operators.ts does it. Results are always plain ints, also those of
// subclasses. What `int(…)` accepts is in int-constructor.ts.
import { defineClass } from '../define.ts';
import { Excess } from '../fault.ts';
import { floatPow, intToFloat, trueDiv } from '../numbers/float.ts';
import { hashInt } from '../numbers/hash.ts';
import { fromBytes, intToText, toBytes } from '../numbers/int-text.ts';
import * as int from '../numbers/integer.ts';
import { NotImplemented, spendMemory, truth } from '../operators.ts';
import { call } from '../calls.ts';
import type { Binary, CompareCode } from '../slots.ts';
import { vm } from '../state.ts';
import { Boxed, Bytes, Float, T, Tuple, type Type, type Value } from '../values.ts';
import { objectBytes } from './bytes-making.ts';
import { intOf, strArgument, toSsize } from './convert.ts';
import { formatInt } from './formatting.ts';
import { toInt } from './indices.ts';
import { newInt } from './int-constructor.ts';

type Int = int.Int;

/** `sys.set_int_max_str_digits`: longer ints are not turned into text; 0 is no limit. */
export const intDigits = { max: 4300 };

export const intRepr = (n: Int): string => (typeof n === 'number' ? String(n) : intToText(n, intDigits.max));

// Arithmetic ------------------------------------------------------------------------------------------------------

/** Ints below are multiplied and raised without asking how long they are. */
const MODEST = 1n << 65536n;
const isModest = (n: Int): boolean => typeof n === 'number' || (n < MODEST && n > -MODEST);

/** Counts the work and the memory of an operation whose result has about this many bits. */
function charge(bits: number): void {
  if (bits < 65536) return;
  if (bits > int.MAX_BITS) throw new Excess('int');
  spendMemory(bits / 8);
  vm.fuel -= Math.floor(bits / 512);
  if (vm.fuel < 0) vm.refuel();
}
/** As many multiplications as the exponent has bits, each of the modulus's length. */
function chargeModular(bits: number): void {
  if (bits > 2 ** 31) throw new Excess('int');
  vm.fuel -= bits >>> 14;
  if (vm.fuel < 0) vm.refuel();
}
function multiply(a: Int, b: Int): Int {
  if (isModest(a) && isModest(b)) return int.mul(a, b);
  charge(int.bitLength(a) + int.bitLength(b));
  return int.mul(a, b);
}
function large(op: (a: Int, b: Int) => Int): (a: Int, b: Int) => Int {
  return (a, b) => {
    if (!isModest(a)) charge(int.bitLength(a));
    return op(a, b);
  };
}
function shiftLeft(a: Int, b: Int): Int {
  if (b > 60000 && a !== 0 && b < int.MAX_BITS) charge(int.bitLength(a) + Number(b));
  return int.shiftLeft(a, b);
}
function power(a: Value, b: Value, m?: Value): Value {
  const x = intOf(a);
  const y = intOf(b);
  if (x === undefined || y === undefined) return NotImplemented;
  if (m !== undefined && m !== null) {
    const n = intOf(m);
    if (n === undefined) return NotImplemented;
    if (typeof y === 'bigint' || typeof n === 'bigint') chargeModular(int.bitLength(y) * int.bitLength(n));
    return int.powMod(x, y, n);
  }
  if (y < 0) return new Float(floatPow(intToFloat(x), intToFloat(y))!);
  if (typeof y === 'number' && y > 60) charge((int.bitLength(x) - 1) * y);
  return int.powInt(x, y);
}

const binary = (f: (a: Int, b: Int) => Value): Binary => (a, b) => {
  const x = intOf(a);
  if (x === undefined) return NotImplemented;
  const y = intOf(b);
  return y === undefined ? NotImplemented : f(x, y);
};
function compare(a: Value, b: Value, op: CompareCode): Value {
  const x = intOf(a);
  if (x === undefined) return NotImplemented;
  const y = intOf(b);
  if (y === undefined) return NotImplemented;
  switch (op) {
    case 0: return x < y;
    case 1: return x <= y;
    case 2: return x === y;
    case 3: return x !== y;
    case 4: return x > y;
    default: return x >= y;
  }
}

// Methods ---------------------------------------------------------------------------------------------------------

/** The receiver of a method is an int for sure. */
const plain = (v: Value): Int => (typeof v === 'number' ? v : intOf(v)!);

function intToBytes(self: Value, length?: Value, byteorder?: Value, signed?: Value): Value {
  const size = length === undefined ? 1 : toSsize(length);
  const order = byteorder === undefined ? 'big' : strArgument(byteorder, 'to_bytes', "argument 'byteorder'");
  const twos = signed !== undefined && truth(signed);
  if (size > 0) spendMemory(size);
  return new Bytes(toBytes(plain(self), size, order, twos));
}
function intFromBytes(cls: Type, bytes: Value, byteorder?: Value, signed?: Value): Value {
  const order = byteorder === undefined ? 'big' : strArgument(byteorder, 'from_bytes', "argument 'byteorder'");
  const twos = signed !== undefined && truth(signed);
  // A wrong order is told before wrong bytes are.
  if (order !== 'big' && order !== 'little') fromBytes(new Uint8Array(0), order, false);
  const n = fromBytes(objectBytes(bytes), order, twos);
  return cls === T.int ? n : call(cls, [n]);
}
function round(self: Value, ndigits?: Value): Value {
  const n = plain(self);
  if (ndigits === undefined) return n;
  const digits = toInt(ndigits);
  // A multiple of a power of ten with more digits than the number is 0.
  if (digits < 0 && -Number(digits) > int.bitLength(n) * 0.302 + 2) return 0;
  return int.roundInt(n, digits);
}
function sizeOf(self: Value): Value {
  return 24 + 4 * Math.ceil(int.bitLength(plain(self)) / 30);
}
const same = { params: 'self, /', returns: 'int', call: plain };

T.int = defineClass({
  name: 'int',
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  alloc: cls => new Boxed(cls, 0),
  slots: {
    new: newInt,
    add: binary(large(int.add)),
    sub: binary(large(int.sub)),
    mul: binary(multiply),
    truediv: binary((a, b) => new Float(trueDiv(a, b))),
    floordiv: binary(large(int.floorDiv)),
    mod: binary(large(int.mod)),
    divmod: binary((a, b) => new Tuple(int.divmod(a, b))),
    pow: power,
    lshift: binary(shiftLeft),
    rshift: binary(int.shiftRight),
    and: binary(int.and),
    or: binary(int.or),
    xor: binary(int.xor),
    neg: v => int.neg(plain(v)),
    pos: plain,
    abs: v => int.abs(plain(v)),
    invert: v => int.invert(plain(v)),
    int: plain,
    index: plain,
    float: v => new Float(intToFloat(plain(v))),
    bool: v => plain(v) !== 0,
    repr: v => intRepr(plain(v)),
    hash: v => (typeof v === 'number' ? (v === -1 ? -2 : v) : hashInt(plain(v))),
    compare,
  },
  methods: {
    bit_length: { params: 'self, /', returns: 'int', call: (v: Value) => int.bitLength(plain(v)) },
    bit_count: { params: 'self, /', returns: 'int', call: (v: Value) => int.bitCount(plain(v)) },
    to_bytes: { params: "self, /, length=1, byteorder='big', *, signed=False", returns: 'bytes', call: intToBytes },
    from_bytes: { params: "cls, /, bytes, byteorder='big', *, signed=False", kind: 'class', returns: 'int', call: intFromBytes },
    as_integer_ratio: { params: 'self, /', returns: 'tuple', call: (v: Value) => new Tuple([plain(v), 1]) },
    conjugate: same,
    __trunc__: same,
    __floor__: same,
    __ceil__: same,
    __round__: { params: 'self, ndigits=None, /', returns: 'int', call: round },
    __format__: {
      params: 'self, format_spec, /', returns: 'str',
      call: (self: Value, spec: Value) => formatInt(self, strArgument(spec, '__format__', 'argument')),
    },
    __getnewargs__: { params: 'self, /', returns: 'tuple', call: (v: Value) => new Tuple([plain(v)]) },
    __sizeof__: { params: 'self, /', returns: 'int', call: sizeOf },
  },
  getset: {
    real: [plain],
    imag: [() => 0],
    numerator: [plain],
    denominator: [() => 1],
  },
});

