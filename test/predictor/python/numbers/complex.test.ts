// Complex numbers against CPython: arithmetic, powers and texts.
import * as complex from '../../../../predictor/python/numbers/complex.ts';
import { C, F, holdAgainstPython, type Random, type Row, type Wire } from './differential.ts';

type Pair = [number, number];
const of = ([re, im]: Pair): complex.ComplexPair => ({ re, im });
const wire = ({ re, im }: complex.ComplexPair): Wire => C(re, im);

function part(random: Random): number {
  return random.chance(0.3) ? random.below(7) - 3 : random.chance(0.8) ? (random.below(20001) - 10000) / 10 ** random.below(5) : random.float();
}

function* ones(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 3000; i++) yield [C(part(random), part(random))];
}

function* pairs(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 4000; i++) yield [C(part(random), part(random)), random.chance(0.3) ? C(random.below(13) - 6, 0) : C(part(random), part(random))];
}

function* texts(random: Random): Iterable<Wire[]> {
  const pieces = ['1', '2.5', '1e5', 'j', 'J', '+', '-', ' ', '(', ')', 'inf', 'nan', '_', '0', '.', 'e', '٣', 'x', '\u00a0'];
  for (let i = 0; i < 8000; i++) yield [random.text(pieces, 6)];
  for (const one of ['', '1+2j', ' ( 1e5-infj ) ', '1_0+2_0j', '1__0', '(1', '1 + 2j', '1-j', '+j', '--1', 'infinity+nanj']) yield [one];
}

const two = (f: (a: complex.ComplexPair, b: complex.ComplexPair) => complex.ComplexPair) => (a: Pair, b: Pair) => wire(f(of(a), of(b)));

const rows: Row[] = [
  { name: '+', python: 'lambda a, b: a + b', cases: pairs, ours: two(complex.complexAdd) },
  { name: '-', python: 'lambda a, b: a - b', cases: pairs, ours: two(complex.complexSub) },
  { name: '*', python: 'lambda a, b: a * b', cases: pairs, ours: two(complex.complexMul) },
  { name: '/', python: 'lambda a, b: a / b', cases: pairs, ours: two(complex.complexDiv) },
  { name: '**', python: 'lambda a, b: a ** b', cases: pairs, libm: true, ours: two(complex.complexPow) },
  { name: 'minus', python: 'lambda a: -a', cases: ones, ours: (a: Pair) => wire(complex.complexNeg(of(a))) },
  { name: 'abs', python: 'abs', cases: ones, libm: true, ours: (a: Pair) => F(complex.complexAbs(of(a))) },
  { name: 'repr', python: 'repr', cases: ones, ours: (a: Pair) => complex.complexRepr(of(a)) },
  { name: 'complex of text', python: 'complex', cases: texts, ours: (t: string) => wire(complex.parseComplex(t)) },
];

holdAgainstPython('complex', new URL('./golden-complex.json', import.meta.url), rows);
