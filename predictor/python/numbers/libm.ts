// The functions of the C library (glibc 2.28 to 2.38 on x86-64 with FMA) that Python's floats, math and complex rest on: one name for each,
// bit for bit where libm-*.ts says so.
export { acos, asin, atan, atan2 } from './libm-arc.ts';
export { cbrt } from './libm-cbrt.ts';
export { erf, erfc } from './libm-erf.ts';
export { exp, exp2 } from './libm-exp.ts';
export { acosh, asinh, atanh, cosh, expm1, log10, log1p, sinh, tanh } from './libm-hyperbolic.ts';
export { hypotOfTwo } from './libm-hypot.ts';
export { log, log2 } from './libm-log.ts';
export { pow } from './libm-pow.ts';
export { cos, sin, tan } from './libm-sine.ts';
