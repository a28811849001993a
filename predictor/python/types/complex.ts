// The `complex` type (Objects/complexobject.c). Its arithmetic is in numbers/complex.ts.
import { bind, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { typeName } from '../names.ts';
import * as arithmetic from '../numbers/complex.ts';
import { hashComplexParts, hashFloat } from '../numbers/hash.ts';
import { NotImplemented } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import type { Binary, CompareCode } from '../slots.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Boxed, Complex, Float, type Kw, T, Tuple, type Type, type Value } from '../values.ts';
import { intOf, plainFloat, strArgument, strOf, wholeAsFloat } from './convert.ts';
import { toFloat } from './float.ts';
import { formatComplex } from './formatting.ts';
import { serial } from './object.ts';

type Pair = arithmetic.ComplexPair;

/** The plain complex of an instance of complex or a subclass; undefined for anything else. */
export function complexOf(v: Value): Complex | undefined {
  if (v instanceof Complex) return v;
  if (v instanceof Boxed) return v.value instanceof Complex ? v.value : undefined;
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return undefined;
}
/** The receiver of a method is a complex for sure. */
const plain = (v: Value): Complex => (v instanceof Complex ? v : ((v as Boxed).value as Complex));
const made = (p: Pair): Complex => new Complex(p.re, p.im);

/** `PyComplex_AsCComplex` of what may be written for a complex: also what has `__complex__`, `__float__` or `__index__`. */
export function toComplex(v: Value): Pair {
  const known = complexOf(v) ?? special(v);
  if (known !== undefined) return known;
  const cls = typeOf(v);
  if (cls.slots.float === undefined && cls.slots.index === undefined) throw typeError(`must be real number, not ${typeName(cls)}`);
  return { re: toFloat(v), im: 0 };
}
/** What `__complex__` gives; undefined where there is none. */
function special(v: Value): Complex | undefined {
  const cls = typeOf(v);
  const method = lookup(cls, '__complex__');
  if (method === undefined) return undefined;
  const r = call(bind(method, v, cls), []);
  const c = complexOf(r);
  if (c === undefined) throw typeError(`__complex__ returned non-complex (type ${typeName(typeOf(r))})`);
  return c;
}

const parameters = signature('real=0, imag=0', false);
/** `complex.__new__` */
function newComplex(cls: Type, args: Value[], kw: Kw): Value {
  const [r, i] = bindNative(parameters, 'complex', 'complex', args, kw) as (Value | undefined)[];
  if (i === undefined && r instanceof Complex && cls === T.complex) return r;
  const value = fromParts(r, i);
  return cls === T.complex ? value : new Boxed(cls, value);
}
function fromParts(r: Value | undefined, i: Value | undefined): Complex {
  const text = r === undefined ? undefined : strOf(r);
  if (text !== undefined) {
    if (i !== undefined) throw typeError("complex() can't take second arg if first is a string");
    return made(arithmetic.parseComplex(text));
  }
  if (i !== undefined && strOf(i) !== undefined) throw typeError("complex() second arg can't be a string");
  const numeric = (v: Value): boolean => typeOf(v).slots.float !== undefined || typeOf(v).slots.index !== undefined || complexOf(v) !== undefined;
  const first = r === undefined ? undefined : (special(r) ?? complexOf(r));
  if (first === undefined && r !== undefined && !numeric(r)) throw typeError(`complex() first argument must be a string or a number, not '${typeName(typeOf(r))}'`);
  if (i !== undefined && !numeric(i)) throw typeError(`complex() second argument must be a number, not '${typeName(typeOf(i))}'`);
  let re = first !== undefined ? first.re : r === undefined ? 0 : toFloat(r);
  let im = first === undefined ? 0 : first.im;
  if (i === undefined) return new Complex(re, im);
  // The real part of the second is the imaginary part, and its imaginary part turns to the real side.
  const second = complexOf(i);
  if (second !== undefined) re -= second.im;
  const own = second !== undefined ? second.re : toFloat(i);
  im = first === undefined ? own : own + im;
  return new Complex(re, im);
}

/** An operand as a complex; undefined for what complex numbers do not work with. */
function operand(v: Value): Pair | undefined {
  const c = complexOf(v);
  if (c !== undefined) return c;
  const x = plainFloat(v);
  if (x !== undefined) return { re: x, im: 0 };
  const n = intOf(v);
  return n === undefined ? undefined : { re: wholeAsFloat(n), im: 0 };
}
const binary = (f: (a: Pair, b: Pair) => Pair): Binary => (a, b) => {
  const x = operand(a);
  if (x === undefined) return NotImplemented;
  const y = operand(b);
  return y === undefined ? NotImplemented : made(f(x, y));
};
function power(a: Value, b: Value, m?: Value): Value {
  const x = operand(a);
  const y = x === undefined ? undefined : operand(b);
  if (x === undefined || y === undefined) return NotImplemented;
  if (m !== undefined && m !== null) throw valueError('complex modulo');
  return made(arithmetic.complexPow(x, y));
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  if (op !== 2 && op !== 3) return NotImplemented;
  const x = complexOf(a);
  if (x === undefined) return NotImplemented;
  const y = complexOf(b);
  let same: boolean;
  if (y !== undefined) same = x.re === y.re && x.im === y.im;
  else {
    const n = plainFloat(b) ?? intOf(b);
    if (n === undefined) return NotImplemented;
    // JavaScript compares a number with a bigint exactly.
    same = x.im === 0 && x.re == n;
  }
  return same === (op === 2);
}
function hash(v: Value): number | bigint {
  const { re, im } = plain(v);
  if (re !== re || im !== im) {
    hashSeed.drawn++;
    return serial(v as object) * 16;
  }
  return hashComplexParts(hashFloat(re), hashFloat(im));
}

T.complex = defineClass({
  name: 'complex',
  doc: 'Create a complex number from a real part and an optional imaginary part.\n\nThis is equivalent to (real + imag*1j) where imag defaults to 0.',
  alloc: cls => new Boxed(cls, new Complex(0, 0)),
  slots: {
    new: newComplex,
    add: binary(arithmetic.complexAdd),
    sub: binary(arithmetic.complexSub),
    mul: binary(arithmetic.complexMul),
    truediv: binary(arithmetic.complexDiv),
    pow: power,
    neg: v => made(arithmetic.complexNeg(plain(v))),
    pos: plain,
    abs: v => new Float(arithmetic.complexAbs(plain(v))),
    bool: v => plain(v).re !== 0 || plain(v).im !== 0,
    repr: v => arithmetic.complexRepr(plain(v)),
    hash,
    compare,
  },
  methods: {
    conjugate: { params: 'self, /', returns: 'complex', call: (v: Value) => new Complex(plain(v).re, -plain(v).im) },
    __complex__: { params: 'self, /', returns: 'complex', call: plain },
    __format__: {
      params: 'self, format_spec, /', returns: 'str',
      call: (self: Value, spec: Value) => formatComplex(self, strArgument(spec, '__format__', 'argument')),
    },
    __getnewargs__: { params: 'self, /', returns: 'tuple', call: (v: Value) => new Tuple([new Float(plain(v).re), new Float(plain(v).im)]) },
  },
  getset: {
    real: [(v: Value) => new Float(plain(v).re)],
    imag: [(v: Value) => new Float(plain(v).im)],
  },
});
