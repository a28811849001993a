// Ints against CPython: arithmetic, texts, bytes, and number theory.
import * as integer from '../../../../predictor/python/numbers/integer.ts';
import * as text from '../../../../predictor/python/numbers/int-text.ts';
import * as theory from '../../../../predictor/python/numbers/number-theory.ts';
import { B, I, T, holdAgainstPython, int, type Random, type Row, type Wire } from './differential.ts';

type Int = integer.Int;

function* ones(random: Random, count = 1500, bits = 300): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [int(random.int(bits))];
}

function* pairs(random: Random, count = 2500): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [int(random.int(random.pick([31, 33, 53, 54, 64, 200]))), int(random.int(random.pick([31, 33, 53, 54, 64, 200])))];
}

function* shifts(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 2000; i++) yield [int(random.int(random.pick([31, 33, 54, 100]))), int(random.below(random.pick([5, 34, 70, 300])) - 1)];
}

function* literals(random: Random): Iterable<Wire[]> {
  const pieces = ['0', '1', '9', 'f', 'Z', '_', '0x', '0b', '0O', '+', '-', ' ', '\t', '٣', '\u00a0', 'x', 'é', "'", '12345678901234567890', '8', '7'];
  for (let i = 0; i < 6000; i++) yield [random.text(pieces, 6), int(random.pick([10, 10, 0, 16, 2, 8, 36, 3, 7, 37, 1, -1]))];
  for (const size of [600, 4300, 4301, 5000]) for (const base of [10, 16, 36, 0]) yield ['1'.repeat(size), int(base)];
  yield [`${'1'.repeat(5000)}x`, int(10)];
  yield ['9_'.repeat(4400), int(10)];
  yield ['x'.repeat(300), int(10)];
  yield ['😀'.repeat(300), int(10)];
  yield ['', int(10)];
}

const two = (f: (a: never, b: never) => Int) => (a: Int, b: Int) => I(f(a as never, b as never));

const rows: Row[] = [
  { name: '+', python: 'lambda a, b: a + b', cases: pairs, ours: two(integer.add) },
  { name: '-', python: 'lambda a, b: a - b', cases: pairs, ours: two(integer.sub) },
  { name: '*', python: 'lambda a, b: a * b', cases: pairs, ours: two(integer.mul) },
  { name: '//', python: 'lambda a, b: a // b', cases: pairs, ours: two(integer.floorDiv) },
  { name: '%', python: 'lambda a, b: a % b', cases: pairs, ours: two(integer.mod) },
  { name: 'divmod', python: 'divmod', cases: pairs, ours: (a: Int, b: Int) => T(...integer.divmod(a, b).map(I)) },
  { name: '&', python: 'lambda a, b: a & b', cases: pairs, ours: two(integer.and) },
  { name: '|', python: 'lambda a, b: a | b', cases: pairs, ours: two(integer.or) },
  { name: '^', python: 'lambda a, b: a ^ b', cases: pairs, ours: two(integer.xor) },
  { name: '<<', python: 'lambda a, b: a << b', cases: shifts, ours: two(integer.shiftLeft) },
  { name: '>>', python: 'lambda a, b: a >> b', cases: shifts, ours: two(integer.shiftRight) },
  { name: 'minus', python: 'lambda a: -a', cases: ones, ours: (a: Int) => I(integer.neg(a)) },
  { name: '~', python: 'lambda a: ~a', cases: ones, ours: (a: Int) => I(integer.invert(a)) },
  { name: 'abs', python: 'abs', cases: ones, ours: (a: Int) => I(integer.abs(a)) },
  { name: '**', python: 'lambda a, b: a ** b', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.int(random.pick([4, 10, 31, 70]))), int(random.below(random.pick([4, 20, 70])))];
  }, ours: two(integer.powInt) },
  { name: 'pow of three', python: 'pow', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.int(80)), int(random.int(random.pick([6, 40, 80]))), int(random.int(random.pick([6, 40, 80])))];
  }, ours: (a: Int, b: Int, c: Int) => I(integer.powMod(a, b, c)) },
  { name: 'bit_length', python: 'int.bit_length', cases: ones, ours: (a: Int) => I(integer.bitLength(a)) },
  { name: 'bit_count', python: 'int.bit_count', cases: ones, ours: (a: Int) => I(integer.bitCount(a)) },
  { name: 'round', python: 'round', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.chance(0.5) ? BigInt(random.below(20001) - 10000) * 5n : random.int(100)), int(3 - random.below(12))];
  }, ours: two(integer.roundInt) },
  { name: 'str', python: 'str', cases: function* (random) {
    yield* ones(random);
    for (const digits of [4299, 4300, 4301, 6000]) for (const sign of [1n, -1n]) yield [int(sign * (10n ** BigInt(digits) - 1n))];
  }, ours: (a: Int) => text.intToText(a) },
  { name: 'bin', python: 'bin', cases: ones, ours: text.bin },
  { name: 'oct', python: 'oct', cases: ones, ours: text.oct },
  { name: 'hex', python: 'hex', cases: ones, ours: text.hex },
  { name: 'int of text', python: 'int', cases: literals, ours: (t: string, base: Int) => I(text.parseInteger(t, base)) },
  { name: 'to_bytes', python: 'lambda n, size, order, signed: n.to_bytes(size, order, signed=signed)', cases: function* (random) {
    for (let i = 0; i < 2000; i++) {
      const n = random.int(90);
      const size = random.chance(0.7) ? Math.floor((n < 0n ? -n : n).toString(16).length / 2) + random.below(3) : random.below(13) - 1;
      yield [int(n), int(size), random.chance(0.02) ? 'odd' : random.pick(['big', 'little']), random.chance(0.5)];
    }
  }, ours: (n: Int, size: Int, order: string, isSigned: boolean) => B(text.toBytes(n, size, order, isSigned)) },
  { name: 'from_bytes', python: 'lambda b, order, signed: int.from_bytes(b, order, signed=signed)', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [B(random.bytes(12)), random.pick(['big', 'little']), random.chance(0.5)];
  }, ours: (b: Uint8Array, order: string, isSigned: boolean) => I(text.fromBytes(b, order, isSigned)) },
  { name: 'isqrt', python: 'math.isqrt', cases: function* (random) {
    yield* ones(random);
    for (let i = 0; i < 800; i++) {
      const n = BigInt(random.below(2 ** 31)) * BigInt(random.below(2 ** 30));
      yield [int(n * n + BigInt(random.below(3) - 1))];
    }
  }, ours: (n: Int) => I(theory.isqrt(n)) },
  { name: 'gcd', python: 'lambda *a: math.gcd(*a)', cases: pairs, ours: (...a: Int[]) => I(theory.gcd(a)) },
  { name: 'lcm', python: 'lambda *a: math.lcm(*a)', cases: pairs, ours: (...a: Int[]) => I(theory.lcm(a)) },
  { name: 'factorial', python: 'math.factorial', cases: function* (random) {
    for (let i = -1; i < 300; i++) yield [int(i)];
    yield [int(2n ** 64n)];
    void random;
  }, ours: (n: Int) => I(theory.factorial(n)) },
  { name: 'comb', python: 'math.comb', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.below(random.pick([10, 70, 3000])) - 1), int(random.below(random.pick([10, 70])) - 1)];
    for (let i = 0; i < 300; i++) yield [int(random.int(80)), int(random.below(20))];
  }, ours: two(theory.comb) },
  { name: 'perm', python: 'math.perm', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.below(random.pick([10, 70, 3000])) - 1), int(random.below(random.pick([10, 70])) - 1)];
  }, ours: two(theory.perm) },
];

holdAgainstPython('int', new URL('./golden-int.json', import.meta.url), rows);
