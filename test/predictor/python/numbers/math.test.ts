// The math module against CPython, to the last bit where it stands on arithmetic alone; the C library's functions are in libm.test.ts.
import * as math from '../../../../predictor/python/numbers/math.ts';
import type { Int } from '../../../../predictor/python/numbers/integer.ts';
import { F, holdAgainstPython, I, int, L, type Random, type Row, T, type Wire } from './differential.ts';

function* floats(random: Random, count = 2000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [F(random.float())];
}

function* pairs(random: Random, count = 3000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) {
    const x = random.float();
    yield [F(x), F(random.chance(0.1) ? x : random.chance(0.2) ? x * (1 + random.below(3) * 2 ** -52) : random.float())];
  }
}

function* lists(random: Random, count = 2000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) {
    const wild = random.chance(0.3);
    const items = Array.from({ length: random.below(9) }, () => (wild ? random.float() : (random.below(20001) - 10000) / 10 ** random.below(5)));
    if (random.chance(0.5)) items.push(...items.map(x => -x * (random.chance(0.8) ? 1 : 1 + 2 ** -50)));
    yield [L(items.map(F))];
  }
}

const rows: Row[] = [
  { name: 'fmod', python: 'math.fmod', cases: pairs, ours: (x: number, y: number) => F(math.fmod(x, y)) },
  { name: 'remainder', python: 'math.remainder', cases: pairs, ours: (x: number, y: number) => F(math.remainder(x, y)) },
  { name: 'copysign', python: 'math.copysign', cases: pairs, ours: (x: number, y: number) => F(math.copysign(x, y)) },
  { name: 'nextafter', python: 'math.nextafter', cases: pairs, ours: (x: number, y: number) => F(math.nextafter(x, y)) },
  { name: 'isclose', python: 'math.isclose', cases: pairs, ours: (x: number, y: number) => math.isclose(x, y) },
  { name: 'isclose within', python: 'lambda a, b, r, s: math.isclose(a, b, rel_tol=r, abs_tol=s)', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [F(random.float()), F(random.float()), F(random.pick([0, 0.1, -1, 1e-9, 2])), F(random.pick([0, 1, -0.5, 100]))];
  }, ours: (a: number, b: number, r: number, s: number) => math.isclose(a, b, r, s) },
  { name: 'ulp', python: 'math.ulp', cases: floats, ours: (x: number) => F(math.ulp(x)) },
  { name: 'frexp', python: 'math.frexp', cases: floats, ours: (x: number) => T(F(math.frexp(x)[0]), I(math.frexp(x)[1])) },
  { name: 'modf', python: 'math.modf', cases: floats, ours: (x: number) => T(...math.modf(x).map(F)) },
  { name: 'ldexp', python: 'math.ldexp', cases: function* (random) {
    for (let i = 0; i < 4000; i++) yield [F(random.float()), int(random.chance(0.05) ? random.int(80) : random.below(random.pick([20, 2200, 4400])) - random.pick([10, 1100, 2200]))];
  }, ours: (x: number, n: Int) => F(math.ldexp(x, n)) },
  { name: 'fsum', python: 'math.fsum', cases: lists, ours: (values: number[]) => F(math.fsum(values)) },
  { name: 'hypot', python: 'lambda v: math.hypot(*v)', cases: lists, ours: (values: number[]) => F(math.hypot(values)) },
  { name: 'hypot of two', python: 'math.hypot', cases: pairs, ours: (x: number, y: number) => F(math.hypot([x, y])) },
  { name: 'dist', python: 'math.dist', cases: function* (random) {
    for (let i = 0; i < 1000; i++) {
      const size = random.below(5);
      yield [L(Array.from({ length: size }, () => F(random.float()))), L(Array.from({ length: random.chance(0.97) ? size : size + 1 }, () => F(random.float())))];
    }
  }, ours: (p: number[], q: number[]) => F(math.dist(p, q)) },
  { name: 'degrees', python: 'math.degrees', cases: floats, ours: (x: number) => F(math.unary.degrees(x)) },
  { name: 'radians', python: 'math.radians', cases: floats, ours: (x: number) => F(math.unary.radians(x)) },
  { name: 'sqrt', python: 'math.sqrt', cases: floats, ours: (x: number) => F(math.unary.sqrt(x)) },
  { name: 'cbrt', python: 'math.cbrt', cases: floats, ours: (x: number) => F(math.unary.cbrt(x)) },
];

holdAgainstPython('math', new URL('./golden-math.json', import.meta.url), rows);
