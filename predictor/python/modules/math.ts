// The `math` module (Modules/mathmodule.c). The functions themselves are in numbers/; here arguments are read and results made.
import { bind, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule, type Methods, type Row } from '../define.ts';
import { typeName } from '../names.ts';
import { ceilToInt, floatToInt, floorToInt } from '../numbers/float.ts';
import * as math from '../numbers/math.ts';
import * as theory from '../numbers/number-theory.ts';
import { iterate, mul, toArray } from '../operators.ts';
import { raising, typeError } from '../raise.ts';
import { vm } from '../state.ts';
import { floatOf, intOf } from '../types/convert.ts';
import { toInt } from '../types/indices.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Float, type Module, Tuple, type Value } from '../values.ts';

const unary = (f: (x: number) => number): Row => ({ params: 'x, /', returns: 'float', call: (x: Value) => new Float(f(floatOf(x))) });
const binary = (f: (x: number, y: number) => number): Row => ({
  params: 'x, y, /', returns: 'float',
  call: (x: Value, y: Value) => {
    const a = floatOf(x);
    return new Float(f(a, floatOf(y)));
  },
});
const question = (f: (x: number) => boolean): Row => ({ params: 'x, /', returns: 'bool', call: (x: Value) => f(floatOf(x)) });

/** `math.floor` and its like: the method of the class, or the rounding of a float. */
const rounding = (name: string, f: (x: number) => number | bigint, floats: boolean): Row => ({
  params: 'x, /', returns: 'int',
  call: (x: Value) => {
    if (x instanceof Float) return f(x.value);
    if (typeof x === 'number') return x;
    if (x instanceof Unknown) throw new UnknownUsed(x.origins);
    const cls = typeOf(x);
    const method = lookup(cls, name);
    if (method !== undefined) return call(bind(method, x, cls), []);
    if (!floats) throw typeError(`type ${typeName(cls)} doesn't define ${name} method`);
    return f(floatOf(x));
  },
});

/** An argument of a logarithm: ints of any size stay exact. */
const logArgument = (v: Value): number | bigint => intOf(v) ?? floatOf(v);
const logarithm = (f: (x: number | bigint) => number): Row => ({ params: 'x, /', returns: 'float', call: (x: Value) => new Float(f(logArgument(x))) });

function ldexp(x: Value, power: Value): Value {
  const a = floatOf(x);
  const n = intOf(power);
  if (n === undefined) throw typeError('Expected an int as second argument to ldexp.');
  return new Float(math.ldexp(a, n));
}
function prod(iterable: Value, start?: Value): Value {
  let product: Value = start ?? 1;
  const it = iterate(iterable);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    product = mul(product, x);
    if (--vm.fuel < 0) vm.refuel();
  }
  return product;
}
function fsum(iterable: Value): Value {
  const values: number[] = [];
  const it = iterate(iterable);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    values.push(floatOf(x));
    if (--vm.fuel < 0) vm.refuel();
  }
  return new Float(math.fsum(values));
}
function dist(p: Value, q: Value): Value {
  const a = p instanceof Tuple ? p.items : toArray(p);
  const b = q instanceof Tuple ? q.items : toArray(q);
  if (a.length !== b.length) throw raising('ValueError', 'both points must have the same number of dimensions');
  // Coordinates are read in pairs.
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < a.length; i++) {
    x.push(floatOf(a[i]));
    y.push(floatOf(b[i]));
  }
  return new Float(math.dist(x, y));
}

const rows: Methods = {
  ...Object.fromEntries(Object.entries(math.unary).map(([name, f]) => [name, unary(f)])),
  gamma: unary(math.gamma),
  lgamma: unary(math.lgamma),
  ulp: unary(math.ulp),
  atan2: binary(math.atan2),
  copysign: binary(math.copysign),
  fmod: binary(math.fmod),
  nextafter: binary(math.nextafter),
  pow: binary(math.mathPow),
  remainder: binary(math.remainder),
  isfinite: question(Number.isFinite),
  isinf: question(x => x === Infinity || x === -Infinity),
  isnan: question(x => x !== x),
  ceil: rounding('__ceil__', ceilToInt, true),
  floor: rounding('__floor__', floorToInt, true),
  trunc: rounding('__trunc__', floatToInt, false),
  log: {
    params: '*args', returns: 'float',
    call: ([x, base, more]: Value[]) => {
      if (x === undefined || more !== undefined) throw typeError('math.log requires 1 to 2 arguments');
      const a = logArgument(x);
      if (base === undefined) return new Float(math.log(a));
      // The logarithm of the first is taken before the second is looked at.
      math.log(a);
      return new Float(math.log(a, logArgument(base)));
    },
  },
  log2: logarithm(math.log2),
  log10: logarithm(math.log10),
  ldexp: { params: 'x, i, /', returns: 'float', call: ldexp },
  frexp: {
    params: 'x, /', returns: 'tuple',
    call: (x: Value) => {
      const [m, e] = math.frexp(floatOf(x));
      return new Tuple([new Float(m), e]);
    },
  },
  modf: {
    params: 'x, /', returns: 'tuple',
    call: (x: Value) => {
      const [fraction, whole] = math.modf(floatOf(x));
      return new Tuple([new Float(fraction), new Float(whole)]);
    },
  },
  hypot: { params: '*coordinates', returns: 'float', call: (values: Value[]) => new Float(math.hypot(values.map(floatOf))) },
  dist: { params: 'p, q, /', returns: 'float', call: dist },
  fsum: { params: 'seq, /', returns: 'float', call: fsum },
  prod: { params: 'iterable, /, *, start=1', call: prod },
  isclose: {
    params: 'a, b, *, rel_tol=1e-09, abs_tol=0.0', returns: 'bool',
    call: (a: Value, b: Value, relative?: Value, absolute?: Value) => {
      const x = floatOf(a);
      const y = floatOf(b);
      return math.isclose(x, y, relative === undefined ? undefined : floatOf(relative), absolute === undefined ? undefined : floatOf(absolute));
    },
  },
  factorial: { params: 'x, /', returns: 'int', call: (n: Value) => theory.factorial(toInt(n)) },
  isqrt: { params: 'n, /', returns: 'int', call: (n: Value) => theory.isqrt(toInt(n)) },
  gcd: { params: '*integers', returns: 'int', call: (values: Value[]) => theory.gcd(values.map(toInt)) },
  lcm: { params: '*integers', returns: 'int', call: (values: Value[]) => theory.lcm(values.map(toInt)) },
  comb: {
    params: 'n, k, /', returns: 'int',
    call: (n: Value, k: Value) => {
      const a = toInt(n);
      return theory.comb(a, toInt(k));
    },
  },
  perm: {
    params: 'n, k=None, /', returns: 'int',
    call: (n: Value, k?: Value) => {
      if (k === undefined || k === null) return theory.factorial(toInt(n));
      const a = toInt(n);
      return theory.perm(a, toInt(k));
    },
  },
};
export const mathModule = (): Module =>
  defineModule(
    'math',
    rows,
    { pi: new Float(Math.PI), e: new Float(Math.E), tau: new Float(2 * Math.PI), inf: new Float(Infinity), nan: new Float(NaN) },
    'This module provides access to the mathematical functions\ndefined by the C standard.',
  );
