// The `cmath` module (Modules/cmathmodule.c). The functions themselves are in cmath-functions.ts.
import { defineModule, type Methods, type Row } from '../define.ts';
import { Fault } from '../fault.ts';
import { complexAbs, complexDiv, type ComplexPair, complexSub } from '../numbers/complex.ts';
import { atan2 } from '../numbers/libm.ts';
import { valueError } from '../raise.ts';
import { toComplex } from '../types/complex.ts';
import { floatOf } from '../types/convert.ts';
import { Complex, Float, type Module, Tuple, type Value } from '../values.ts';
import * as functions from './cmath-functions.ts';

const made = (p: ComplexPair): Complex => new Complex(p.re, p.im);
const unary = (f: (z: ComplexPair) => ComplexPair): Row => ({ params: 'z, /', returns: 'complex', call: (z: Value) => made(f(toComplex(z))) });
const question = (f: (z: ComplexPair) => boolean): Row => ({ params: 'z, /', returns: 'bool', call: (z: Value) => f(toComplex(z)) });
const infinite = (x: number): boolean => x === Infinity || x === -Infinity;

function log(z: Value, base?: Value): Value {
  const a = toComplex(z);
  const b = base === undefined ? undefined : toComplex(base);
  if (b === undefined) return made(functions.log(a));
  // The second logarithm forgets the error of the first.
  const x = a.re === 0 && a.im === 0 ? { re: -Infinity, im: atan2(a.im, a.re) } : functions.log(a);
  const y = functions.log(b);
  try {
    return made(complexDiv(x, y));
  } catch (e) {
    if (e instanceof Fault && e.type === 'ZeroDivisionError') throw valueError('math domain error');
    throw e;
  }
}
function isclose(a: Value, b: Value, relative?: Value, absolute?: Value): Value {
  const x = toComplex(a);
  const y = toComplex(b);
  const rel = relative === undefined ? 1e-9 : floatOf(relative);
  const abs = absolute === undefined ? 0 : floatOf(absolute);
  if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative');
  if (x.re === y.re && x.im === y.im) return true;
  if (infinite(x.re) || infinite(x.im) || infinite(y.re) || infinite(y.im)) return false;
  const gap = complexAbs(complexSub(x, y));
  return gap <= rel * complexAbs(y) || gap <= rel * complexAbs(x) || gap <= abs;
}
const { acos, acosh, asin, asinh, atan, atanh, cos, cosh, exp, log10, sin, sinh, sqrt, tan, tanh } = functions;

const rows: Methods = {
  ...Object.fromEntries(Object.entries({ acos, acosh, asin, asinh, atan, atanh, cos, cosh, exp, log10, sin, sinh, sqrt, tan, tanh }).map(([n, f]) => [n, unary(f)])),
  log: { params: 'z, base=None, /', returns: 'complex', call: log },
  isfinite: question(z => Number.isFinite(z.re) && Number.isFinite(z.im)),
  isinf: question(z => infinite(z.re) || infinite(z.im)),
  isnan: question(z => z.re !== z.re || z.im !== z.im),
  isclose: { params: 'a, b, *, rel_tol=1e-09, abs_tol=0.0', returns: 'bool', call: isclose },
  phase: { params: 'z, /', returns: 'float', call: (z: Value) => new Float(functions.phase(toComplex(z))) },
  polar: {
    params: 'z, /', returns: 'tuple',
    call: (z: Value) => {
      const [size, angle] = functions.polar(toComplex(z));
      return new Tuple([new Float(size), new Float(angle)]);
    },
  },
  rect: {
    params: 'r, phi, /', returns: 'complex',
    call: (r: Value, phi: Value) => {
      const size = floatOf(r);
      return made(functions.rect(size, floatOf(phi)));
    },
  },
};
export const cmathModule = (): Module =>
  defineModule(
    'cmath',
    rows,
    {
      pi: new Float(Math.PI), e: new Float(Math.E), tau: new Float(2 * Math.PI), inf: new Float(Infinity), nan: new Float(NaN), infj: new Complex(0, Infinity), nanj: new Complex(0, NaN),
    },
    'This module provides access to mathematical functions for complex\nnumbers.',
  );
