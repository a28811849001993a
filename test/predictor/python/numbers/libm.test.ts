// The C library's functions against the machine's, to the last bit. The recorded answers are those of glibc on x86-64 with FMA; another C library
// may differ from them, so elsewhere only these are held against ours.
import * as math from '../../../../predictor/python/numbers/math.ts';
import { F, holdAgainstPython, int, type Random, type Row, type Wire } from './differential.ts';

function anything(random: Random): number {
  switch (random.below(6)) {
    case 0: return (random.below(2 ** 32) / 2 ** 32) * 20 - 10;
    case 1: return (random.below(2 ** 32) / 2 ** 32) * 1500 - 750;
    case 2: return (random.below(20001) - 10000) / 10 ** random.below(5);
    case 3: return ((random.below(2001) - 1000) * Math.PI) / (1 + random.below(12));
    case 4: return (random.chance(0.5) ? 1 : -1) * (1 - 10 ** -(random.below(1600) / 100));
    default: return random.float();
  }
}

function* singles(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 3000; i++) yield [F(anything(random))];
  for (const one of [0, -0, 1, -1, 0.5, -0.5, 2, Infinity, -Infinity, Number.NaN, 1e308, -1e308, 5e-324, 1e22, 709.782712893384, 710.5, -745.2, 23, 171.7, 170.6]) yield [F(one)];
}

function* pairs(random: Random): Iterable<Wire[]> {
  const specials = [0, -0, 1, -1, 0.5, 2, 3, -3, Infinity, -Infinity, Number.NaN, 1e308, 5e-324];
  for (const a of specials) for (const b of specials) yield [F(a), F(b)];
  for (let i = 0; i < 4000; i++) {
    const a = anything(random);
    yield [F(a), F(random.chance(0.2) ? a * (1 + (random.below(100) - 50) / 1000) : random.chance(0.3) ? (random.below(81) - 40) / 2 : anything(random))];
  }
}

const names = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'erf', 'erfc', 'exp', 'exp2', 'expm1', 'log1p', 'sin', 'sinh', 'tan', 'tanh'];

const rows: Row[] = [
  ...names.map((name): Row => ({ name, python: `math.${name}`, cases: singles, ours: (x: number) => F(math.unary[name](x)) })),
  { name: 'gamma', python: 'math.gamma', cases: singles, ours: (x: number) => F(math.gamma(x)) },
  { name: 'lgamma', python: 'math.lgamma', cases: singles, ours: (x: number) => F(math.lgamma(x)) },
  { name: 'log', python: 'math.log', cases: singles, ours: (x: number) => F(math.log(x)) },
  { name: 'log2', python: 'math.log2', cases: singles, ours: (x: number) => F(math.log2(x)) },
  { name: 'log10', python: 'math.log10', cases: singles, ours: (x: number) => F(math.log10(x)) },
  { name: 'log to a base', python: 'math.log', cases: pairs, ours: (x: number, y: number) => F(math.log(x, y)) },
  { name: 'pow', python: 'math.pow', cases: pairs, ours: (x: number, y: number) => F(math.mathPow(x, y)) },
  { name: 'atan2', python: 'math.atan2', cases: pairs, ours: (x: number, y: number) => F(math.atan2(x, y)) },
  ...Object.entries({ log: math.log, log2: math.log2, log10: math.log10 }).map(([name, f]): Row => ({ name: `${name} of a large int`, python: `math.${name}`, cases: function* (random) {
    for (let i = 0; i < 600; i++) {
      const n = random.int(3000);
      yield [int(random.chance(0.9) && n < 0n ? -n : n)];
    }
  }, ours: (n: number) => F(f(n)) })),
];

holdAgainstPython('libm', new URL('./golden-libm.json', import.meta.url), rows.map(row => ({ ...row, libm: true })));
