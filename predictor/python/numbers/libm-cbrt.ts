// The C library's cbrt(): a polynomial and one step of Halley's method, not always the nearest float.
import { frexp, scaleByPower } from './float-parts.ts';

const CBRT2 = 1.2599210498948731648;
const SQUARED = 1.5874010519681994748;
const FACTORS = [1 / SQUARED, 1 / CBRT2, 1, CBRT2, SQUARED];

/** cbrt(x) (sysdeps/ieee754/dbl-64/s_cbrt.c) */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [m, exponent] = frexp(Math.abs(x));
  let u = 0.784932344976639262 - 0.145263899385486367 * m;
  u = 1.83469277483613086 - u * m;
  u = 2.4469312256353444 - u * m;
  u = 2.11499494167371287 - u * m;
  u = 1.50819193781584896 - u * m;
  u = 0.35489576504391986 + u * m;
  const cube = u * u * u;
  const root = ((u * (cube + 2 * m)) / (2 * cube + m)) * FACTORS[2 + (exponent % 3)];
  return scaleByPower(x > 0 ? root : -root, Math.trunc(exponent / 3));
}
