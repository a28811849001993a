// Hashes and random numbers against CPython.
import * as hash from '../../../../predictor/python/numbers/hash.ts';
import { MersenneTwister } from '../../../../predictor/python/numbers/mersenne.ts';
import type { Int } from '../../../../predictor/python/numbers/integer.ts';
import { askPython, B, C, F, hasPython, holdAgainstPython, I, int, L, type Random, type Row, type Wire } from './differential.ts';
import { expect, test } from 'vitest';

// str hashes hang on the seed: Python's own siphash under a given seed is asked for in a process of its own below.
const TEXTS = ['', 'a', 'ab', 'abcdefg', 'abcdefgh', 'abcdefghi', 'the quick brown fox jumps over the lazy dog', 'é', 'naïve', 'ü'.repeat(20), '中', '中文字符', 'a中', '😀', 'a😀', '😀'.repeat(9), '\udc80', 'x\udcff', '\x00', '\x00\x00', 'ÿ'.repeat(7), `${'a'.repeat(100)}\u0100`];

function* some(random: Random, one: () => Wire, count = 1500): Iterable<Wire[]> {
  void random;
  for (let i = 0; i < count; i++) yield [one()];
}

const rows: Row[] = [
  { name: 'hash of an int', python: 'hash', cases: random => some(random, () => int(random.chance(0.1) ? (2n ** 61n - 1n) * BigInt(random.below(9) - 4) + BigInt(random.below(5) - 2) : random.int(200))), ours: (n: Int) => I(hash.hashInt(n)) },
  { name: 'hash of a float', python: 'lambda x: 0 if x != x else hash(x)', cases: random => some(random, () => F(random.float()), 4000), ours: (x: number) => (x !== x ? I(0) : I(hash.hashFloat(x))) },
  { name: 'hash of a complex', python: 'lambda z: 0 if z != z else hash(z)', cases: random => some(random, () => C(random.float(), random.float())), ours: ([re, im]: [number, number]) => (re !== re || im !== im ? I(0) : I(hash.hashComplexParts(hash.hashFloat(re), hash.hashFloat(im)))) },
  { name: 'random.Random of an int', python: 'lambda n: (lambda r: [r.random(), r.getrandbits(7), r.getrandbits(32), r.getrandbits(33), r.getrandbits(53), r.getrandbits(54), r.getrandbits(200), r.getrandbits(0), [r.random() for i in range(700)][-1], hash(r.getstate()[1])])(random.Random(n))', cases: random => some(random, () => int(random.int(random.pick([10, 40, 100, 3000]))), 150),
    ours: (n: Int) => {
      const r = new MersenneTwister(n);
      const first = [F(r.random()), ...[7, 32, 33, 53, 54, 200, 0].map(k => I(r.getrandbits(k)))];
      let last = 0;
      for (let i = 0; i < 700; i++) last = r.random();
      const again = new MersenneTwister();
      again.setstate(r.getstate());
      if (again.random() !== r.copy().random()) throw new Error('state is lost');
      return L([...first, F(last), I(tupleHash(r.getstate()))]);
    } },
];

/** The hash of a tuple of small ints. */
function tupleHash(items: readonly number[]): Int {
  let acc = 2870177450012600261n;
  for (const item of items) {
    acc = BigInt.asUintN(64, acc + BigInt(item) * 14029467366897019727n);
    acc = BigInt.asUintN(64, ((acc << 31n) | (acc >> 33n)) * 11400714785074694791n);
  }
  acc = BigInt.asIntN(64, acc + (BigInt(items.length) ^ (2870177450012600261n ^ 3527539n)));
  return Number.isSafeInteger(Number(acc)) ? Number(acc) : acc;
}

holdAgainstPython('hash', new URL('./golden-hash.json', import.meta.url), rows);

test('hashes of strs and bytes are those of the seed', () => {
  // Recorded with PYTHONHASHSEED=0 and 1.
  hash.setHashSeed(0);
  const none = ['a', 'abc', 'naïve', '中', '😀'].map(text => hash.hashStr(text).toString());
  hash.setHashSeed(1);
  const one = ['a', 'abc', 'naïve', '中', '😀'].map(text => hash.hashStr(text).toString());
  expect({ none, one }).toMatchInlineSnapshot(`
    {
      "none": [
        "4644417185603328019",
        "-4594863902769663758",
        "7682306841811832039",
        "1216952446211864180",
        "-3536540696076613844",
      ],
      "one": [
        "-3012895188637184397",
        "-4667308735975688587",
        "2609374546601413833",
        "-351994049093453171",
        "7663130467274561019",
      ],
    }
  `);
  if (!hasPython) return;
  for (const seed of [0, 1, 42, 4294967295]) {
    hash.setHashSeed(seed);
    const cases = TEXTS.map(text => [text]);
    const data = Array.from({ length: 40 }, (_, i) => [B(Uint8Array.from({ length: i }, (__, j) => (i * 7 + j * 31) & 255))]);
    const [texts, bytes] = askPython([{ python: 'hash', cases }, { python: 'hash', cases: data }], { PYTHONHASHSEED: String(seed) });
    expect(TEXTS.map(text => JSON.stringify(I(hash.hashStr(text))).replaceAll(',', ', '))).toEqual(texts.map(text => text.replaceAll(',', ', ')));
    expect(data.map(([one]) => JSON.stringify(I(hash.hashBytes(Buffer.from((one as string[])[1], 'hex')))))).toEqual(bytes);
    // A second time from the table.
    expect(TEXTS.map(text => JSON.stringify(I(hash.hashStr(text))))).toEqual(texts);
  }
  hash.setHashSeed(0);
});
