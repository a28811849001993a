// Floats against CPython: texts, rounding, division, powers, and crossings with ints.
import * as digits from '../../../../predictor/python/numbers/float-digits.ts';
import * as float from '../../../../predictor/python/numbers/float.ts';
import * as text from '../../../../predictor/python/numbers/float-text.ts';
import { F, I, T, holdAgainstPython, int, type Random, type Row, type Wire } from './differential.ts';

function* floats(random: Random, count = 2000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [F(random.float())];
}

function* pairs(random: Random, count = 2000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [F(random.float()), F(random.float())];
}

function* withDigits(random: Random, low: number, high: number, count = 3000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) {
    const wide = random.chance(0.1);
    yield [F(random.float()), int(wide ? low + random.below(high - low) : Math.max(low, random.below(12) - 3))];
  }
}

function* floatTexts(random: Random): Iterable<Wire[]> {
  const pieces = ['1', '0', '9', '12', '_', '.', 'e', 'E', '+', '-', ' ', '\t', 'inf', 'nan', 'Infinity', '٣', '\u00a0', '\u2003', '5e-324', '1e308', 'x', '\u001c', '0x', '\n', '99999999999999999999', '😀', "'"];
  for (let i = 0; i < 4000; i++) yield [random.text(pieces, 6)];
  for (let i = 0; i < 1000; i++) yield [`${random.below(2 ** 32)}${random.below(2 ** 32)}${random.below(2 ** 32)}e${random.below(700) - 350}`];
  for (const one of ['', ' ', '1__0', '_1', '1_', '1_.5', '1._5', '1e_5', '1_0.0_1e1_0', 'iNf', '+nan', '-INFINITY', 'infinit', '.', '.e1', '1.e1', '1e', `0.${'0'.repeat(400)}1e401`, '9007199254740993', '2.2250738585072011e-308', `${'1'.repeat(900)}e-900`]) yield [one];
}

function* hexTexts(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 1500; i++) yield [text.floatHex(random.float())];
  const pieces = ['0x', '1', 'f', 'A', '.', 'p', 'P', '+', '-', '10', '1074', '1023', '-1080', ' ', '8', '7fffffffffffff', '_', 'inf', 'nan', '0'];
  for (let i = 0; i < 4000; i++) yield [random.text(pieces, 7)];
  for (const one of ['0x1.fffffffffffff8p1023', '0x1.fffffffffffff7p1023', '0x0.8p-1074', '0x0.80001p-1074', '0x1p-1075', '0x3p-1075', '0x1p1024', '-0x0p0', '0x1p999999999999', '0x1p-999999999999', '0x0p999999999999']) yield [one];
}

const spread = function* (random: Random, count: number, bits: number): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) yield [int(random.int(bits)), int(random.int(bits))];
  for (let i = 0; i < count / 2; i++) yield [int(random.int(3000)), int(random.int(3000))];
  // Quotients near ties: odd numbers of 54 bits over powers of two, and subnormal ones.
  for (let i = 0; i < count / 2; i++) {
    const odd = (1n << 53n) + BigInt(random.below(2 ** 30)) * 2n + 1n;
    const step = BigInt(random.below(3) - 1);
    yield [int((odd << 100n) + step), int(1n << BigInt(100 + random.below(1200)))];
  }
};

function ratio(x: number): Wire {
  const [a, b] = float.integerRatio(x);
  return T(I(a), I(b));
}

function power(a: number, b: number): Wire {
  const result = float.floatPow(a, b);
  return result === undefined ? 'complex' : F(result);
}

const rows: Row[] = [
  { name: 'repr', python: 'repr', cases: random => floats(random, 6000), ours: digits.floatRepr },
  { name: 'format e', python: "lambda x, n: format(x, '.%de' % n)", cases: random => withDigits(random, 0, 500), ours: (x: number, n: number) => signed(x, digits.layoutFloat(x, 'e', n)) },
  { name: 'format f', python: "lambda x, n: format(x, '.%df' % n)", cases: random => withDigits(random, 0, 1200), ours: (x: number, n: number) => signed(x, digits.layoutFloat(x, 'f', n)) },
  { name: 'format g', python: "lambda x, n: format(x, '.%dg' % n)", cases: random => withDigits(random, 0, 500), ours: (x: number, n: number) => signed(x, digits.layoutFloat(x, 'g', n)) },
  { name: 'format #g', python: "lambda x, n: format(x, '#.%dg' % n)", cases: random => withDigits(random, 0, 500), ours: (x: number, n: number) => signed(x, digits.layoutFloat(x, 'g', n, true)) },
  { name: 'format of no type', python: "lambda x, n: format(x, '.%d' % n)", cases: random => withDigits(random, 0, 30), ours: (x: number, n: number) => signed(x, digits.layoutFloat(x, 'g', n, false, true)) },
  { name: 'float of text', python: 'float', cases: floatTexts, ours: (t: string) => F(text.parseFloat(t)) },
  { name: 'hex', python: 'float.hex', cases: floats, ours: text.floatHex },
  { name: 'fromhex', python: 'float.fromhex', cases: hexTexts, ours: (t: string) => F(text.floatFromHex(t)) },
  { name: 'round to digits', python: 'round', cases: random => withDigits(random, -330, 330), ours: (x: number, n: number) => F(float.roundFloat(x, n)) },
  { name: 'round', python: 'round', cases: floats, ours: (x: number) => I(float.roundToInt(x)) },
  { name: 'int of float', python: 'int', cases: floats, ours: (x: number) => I(float.floatToInt(x)) },
  { name: 'floor', python: 'math.floor', cases: floats, ours: (x: number) => I(float.floorToInt(x)) },
  { name: 'ceil', python: 'math.ceil', cases: floats, ours: (x: number) => I(float.ceilToInt(x)) },
  { name: 'as_integer_ratio', python: 'float.as_integer_ratio', cases: floats, ours: ratio },
  { name: '//', python: 'lambda a, b: a // b', cases: pairs, ours: (a: number, b: number) => F(float.floatFloorDiv(a, b)) },
  { name: '%', python: 'lambda a, b: a % b', cases: pairs, ours: (a: number, b: number) => F(float.floatMod(a, b)) },
  { name: 'divmod', python: 'divmod', cases: pairs, ours: (a: number, b: number) => T(...float.floatDivmod(a, b).map(F)) },
  { name: '/', python: 'lambda a, b: a / b', cases: pairs, ours: (a: number, b: number) => F(float.floatDiv(a, b)) },
  { name: '**', python: "lambda a, b: 'complex' if math.isfinite(a) and a < 0 and math.isfinite(b) and b != int(b) else a ** b", libm: true, cases: function* (random) {
    for (let i = 0; i < 2000; i++) yield [F(random.float()), F(random.chance(0.3) ? random.below(40) - 20 : random.float() % 1000)];
  }, ours: power },
  { name: '/ of ints', python: 'lambda a, b: a / b', cases: random => spread(random, 2000, 130), ours: (a: number, b: number) => F(float.trueDiv(a, b)) },
  { name: 'float of int', python: 'float', cases: function* (random) {
    for (let i = 0; i < 1500; i++) yield [int(random.int(1030))];
    for (let i = 0; i < 500; i++) yield [int((BigInt(random.below(2 ** 30)) << 53n) + (1n << 53n) + BigInt(random.below(3) - 1) + (1n << 29n))];
  }, ours: (n: number) => F(float.intToFloat(n)) },
  { name: 'comparison with an int', python: 'lambda x, n: (x < n) * 4 + (x == n) * 2 + (x > n)', cases: function* (random) {
    for (let i = 0; i < 1500; i++) {
      const x = random.float();
      yield [F(x), int(Number.isFinite(x) && random.chance(0.7) ? BigInt(Math.trunc(x)) + BigInt(random.below(3) - 1) : random.int(70))];
    }
  }, ours: (x: number, n: number) => {
    const order = float.compareFloatInt(x, n);
    return I(order < 0 ? 4 : order === 0 ? 2 : order > 0 ? 1 : 0);
  } },
];

function signed(x: number, layout: string): string {
  return (x < 0 || Object.is(x, -0) ? '-' : '') + layout;
}

holdAgainstPython('float', new URL('./golden-float.json', import.meta.url), rows);
