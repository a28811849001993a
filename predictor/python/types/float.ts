// The `float` type (Objects/floatobject.c).
import { typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { typeName } from '../names.ts';
import * as float from '../numbers/float.ts';
import { floatFromHex, floatHex, floatRepr, parseFloat } from '../numbers/float-text.ts';
import { hashFloat } from '../numbers/hash.ts';
import { NotImplemented, repr } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import type { Binary, CompareCode } from '../slots.ts';
import { isAscii } from '../text/unicode.ts';
import { Unknown } from '../unknown-value.ts';
import { Boxed, Complex, Float, type Kw, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { bytesOrNone, floatOrNone, intOf, plainFloat, strArgument, strOf } from './convert.ts';
import { encodeText } from './encoding.ts';
import { formatFloat } from './formatting.ts';
import { toInt } from './indices.ts';
import { numberText } from './latin-text.ts';
import { serial } from './object.ts';

/** The receiver of a method is a float for sure. */
const plain = (v: Value): number => (v instanceof Float ? v.value : ((v as Boxed).value as Float).value);

/** An operand as a float; undefined for what floats do not work with. */
function operand(v: Value): number | undefined {
  if (typeof v === 'number') return v;
  const x = plainFloat(v);
  if (x !== undefined) return x;
  const n = intOf(v);
  return n === undefined ? undefined : float.intToFloat(n);
}
const binary = (f: (a: number, b: number) => Value): Binary => (a, b) => {
  const x = operand(a);
  if (x === undefined) return NotImplemented;
  const y = operand(b);
  return y === undefined ? NotImplemented : f(x, y);
};
const arithmetic = (f: (a: number, b: number) => number): Binary => binary((a, b) => new Float(f(a, b)));

function power(a: Value, b: Value, m?: Value): Value {
  if (m !== undefined && m !== null) throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
  const x = operand(a);
  const y = operand(b);
  if (x === undefined || y === undefined) return NotImplemented;
  const r = float.floatPow(x, y);
  return r === undefined ? T.complex.slots.pow!(new Complex(x, 0), new Complex(y, 0)) : new Float(r);
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  const x = plainFloat(a);
  if (x === undefined) return NotImplemented;
  let y: number | bigint | undefined = plainFloat(b);
  // JavaScript compares a number with a bigint exactly.
  if (y === undefined) y = intOf(b);
  if (y === undefined) return NotImplemented;
  switch (op) {
    case 0: return x < y;
    case 1: return x <= y;
    case 2: return x == y;
    case 3: return x != y;
    case 4: return x > y;
    default: return x >= y;
  }
}

/** `PyNumber_Float`: numbers, what has `__float__` or `__index__`, and text. */
export function toFloat(v: Value): number {
  if (v instanceof Float) return v.value;
  if (typeof v === 'string') return parseFloat(v);
  const cls = typeOf(v);
  // The method of a subclass of float is asked, too.
  if (v instanceof Boxed && cls.slots.float !== undefined && cls.slots.float !== T.float.slots.float) {
    const r = cls.slots.float(v);
    const x = plainFloat(r);
    if (x === undefined) throw typeError(`${typeName(cls)}.__float__ returned non-float (type ${typeName(typeOf(r))})`);
    return x;
  }
  const x = floatOrNone(v);
  if (x !== undefined) return x;
  const text = strOf(v);
  if (text !== undefined) return parseFloat(text, () => repr(v));
  const data = bytesOrNone(v);
  if (data === undefined) throw typeError(`float() argument must be a string or a real number, not '${typeName(cls)}'`);
  return parseFloat(numberText(data), () => repr(v));
}
function newFloat(cls: Type, args: Value[], kw: Kw): Value {
  if (cls.slots.init === T.float.slots.init) noKeywords('float', kw);
  checkPositional('float', args, 0, 1);
  const v = args[0];
  if (cls === T.float && v instanceof Float) return v;
  if (cls === T.float && v instanceof Unknown && (v.type === T.float || v.type === T.bool)) return new Unknown(v.origins, T.float);
  const x = new Float(v === undefined ? 0 : toFloat(v));
  return cls === T.float ? x : new Boxed(cls, x);
}
function round(self: Value, ndigits?: Value): Value {
  const x = plain(self);
  if (ndigits === undefined || ndigits === null) return float.roundToInt(x);
  return new Float(float.roundFloat(x, toInt(ndigits)));
}
function fromHex(cls: Type, text: Value): Value {
  const s = strOf(text);
  if (s === undefined) throw typeError('bad argument type for built-in operation');
  // C reads it as UTF-8.
  if (!isAscii(s)) encodeText(s, 'utf-8', 'strict');
  const x = new Float(floatFromHex(s));
  return cls === T.float ? x : call(cls, [x]);
}
/** A NaN is hashed by its address (`_Py_HashDouble`). */
function hash(v: Value): number | bigint {
  const x = plain(v);
  if (x === x) return hashFloat(x);
  hashSeed.drawn++;
  return serial(v as object) * 16;
}

T.float = defineClass({
  name: 'float',
  doc: 'Convert a string or number to a floating point number, if possible.',
  alloc: cls => new Boxed(cls, new Float(0)),
  slots: {
    new: newFloat,
    add: arithmetic((a, b) => a + b),
    sub: arithmetic((a, b) => a - b),
    mul: arithmetic((a, b) => a * b),
    truediv: arithmetic(float.floatDiv),
    floordiv: arithmetic(float.floatFloorDiv),
    mod: arithmetic(float.floatMod),
    divmod: binary((a, b) => {
      const [q, r] = float.floatDivmod(a, b);
      return new Tuple([new Float(q), new Float(r)]);
    }),
    pow: power,
    neg: v => new Float(-plain(v)),
    pos: v => (v instanceof Float ? v : new Float(plain(v))),
    abs: v => new Float(Math.abs(plain(v))),
    bool: v => plain(v) !== 0,
    int: v => float.floatToInt(plain(v)),
    float: v => (v instanceof Float ? v : new Float(plain(v))),
    repr: v => floatRepr(plain(v)),
    hash,
    compare,
  },
  methods: {
    conjugate: { params: 'self, /', returns: 'float', call: (v: Value) => new Float(plain(v)) },
    __trunc__: { params: 'self, /', returns: 'int', call: (v: Value) => float.floatToInt(plain(v)) },
    __floor__: { params: 'self, /', returns: 'int', call: (v: Value) => float.floorToInt(plain(v)) },
    __ceil__: { params: 'self, /', returns: 'int', call: (v: Value) => float.ceilToInt(plain(v)) },
    __round__: { params: 'self, ndigits=None, /', call: round },
    as_integer_ratio: { params: 'self, /', returns: 'tuple', call: (v: Value) => new Tuple(float.integerRatio(plain(v))) },
    fromhex: { params: 'cls, string, /', kind: 'class', returns: 'float', call: fromHex },
    hex: { params: 'self, /', returns: 'str', call: (v: Value) => floatHex(plain(v)) },
    is_integer: { params: 'self, /', returns: 'bool', call: (v: Value) => float.isWhole(plain(v)) },
    __getnewargs__: { params: 'self, /', returns: 'tuple', call: (v: Value) => new Tuple([new Float(plain(v))]) },
    __getformat__: {
      params: 'cls, typestr, /', kind: 'class', returns: 'str',
      call: (_cls: Type, typestr: Value) => {
        const s = strArgument(typestr, '__getformat__', 'argument');
        if (s !== 'double' && s !== 'float') throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
        return 'IEEE, little-endian';
      },
    },
    __format__: {
      params: 'self, format_spec, /', returns: 'str',
      call: (self: Value, spec: Value) => formatFloat(self, strArgument(spec, '__format__', 'argument')),
    },
    __sizeof__: { params: 'self, /', returns: 'int', call: () => 24 },
  },
  getset: {
    real: [(v: Value) => (v instanceof Float ? v : new Float(plain(v)))],
    imag: [() => new Float(0)],
  },
});
