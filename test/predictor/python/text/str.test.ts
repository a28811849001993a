// Methods of strs against CPython: search, split, layout, slices and order by code points.
import * as points from '../../../../predictor/python/text/code-points.ts';
import * as layout from '../../../../predictor/python/text/str-layout.ts';
import * as search from '../../../../predictor/python/text/str-search.ts';
import * as splits from '../../../../predictor/python/text/str-split.ts';
import { I, L, T, holdAgainstPython, int, type Random, type Row, type Wire } from '../numbers/differential.ts';

type Bound = number | null;
const at = (bound: Bound) => bound ?? undefined;

const ALPHABETS = [[...'ab'], [...'abc \t\n'], [...'a😀b', '\ude00', 'é'], [...' \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000a'], [...'a😀\uffff\ue000\u{10ffff}é中', '\udc00'], [...'+-12$&\tab\r\n']];

function text(random: Random, max = 12): string {
  const long = random.chance(0.05);
  return random.text(random.pick(ALPHABETS), long ? 300 : max);
}

function bound(random: Random): Wire {
  if (random.chance(0.4)) return null;
  return int(random.chance(0.03) ? random.int(90) : random.below(30) - 15);
}

function* searches(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 5000; i++) {
    const alphabet = random.pick(ALPHABETS);
    const whole = random.text(alphabet, random.chance(0.05) ? 300 : 12);
    yield [whole, random.text(alphabet, 3), bound(random), bound(random)];
  }
}

function* pairs(random: Random, second = 3): Iterable<Wire[]> {
  for (let i = 0; i < 3000; i++) {
    const alphabet = random.pick(ALPHABETS);
    yield [random.text(alphabet, 12), random.text(alphabet, second)];
  }
}

function* splitCases(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 4000; i++) {
    const alphabet = random.pick(ALPHABETS);
    yield [random.text(alphabet, 20), random.chance(0.4) ? null : random.text(alphabet, 2), int(random.below(7) - 2)];
  }
}

function* layouts(random: Random): Iterable<Wire[]> {
  for (let i = 0; i < 2000; i++) yield [text(random), int(random.below(30) - 3), random.chance(0.02) ? 'xx' : random.pick(['*', '😀', '0', 'é'])];
}

const rows: Row[] = [
  { name: 'find', python: 'str.find', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => I(search.find(s, w, at(a), at(b))) },
  { name: 'rfind', python: 'str.rfind', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => I(search.rfind(s, w, at(a), at(b))) },
  { name: 'index', python: 'str.index', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => I(search.index(s, w, at(a), at(b))) },
  { name: 'count', python: 'str.count', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => I(search.count(s, w, at(a), at(b))) },
  { name: 'startswith', python: 'str.startswith', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => search.startsWith(s, w, at(a), at(b)) },
  { name: 'endswith', python: 'str.endswith', cases: searches, ours: (s: string, w: string, a: Bound, b: Bound) => search.endsWith(s, w, at(a), at(b)) },
  { name: 'in', python: 'lambda s, w: w in s', cases: pairs, ours: search.contains },
  { name: 'removeprefix', python: 'str.removeprefix', cases: pairs, ours: search.removePrefix },
  { name: 'removesuffix', python: 'str.removesuffix', cases: pairs, ours: search.removeSuffix },
  { name: 'partition', python: 'str.partition', cases: pairs, ours: (s: string, w: string) => T(...search.partition(s, w)) },
  { name: 'rpartition', python: 'str.rpartition', cases: pairs, ours: (s: string, w: string) => T(...search.rpartition(s, w)) },
  { name: 'replace', python: 'str.replace', cases: function* (random) {
    for (let i = 0; i < 4000; i++) {
      const alphabet = random.pick(ALPHABETS);
      yield [random.text(alphabet, 14), random.text(alphabet, 2), random.pick(['', 'x', '$&', '😀', '$1$$', 'longer']), int(random.below(6) - 2)];
    }
  }, ours: (s: string, a: string, b: string, n: number) => search.replace(s, a, b, n) },
  { name: 'split', python: 'str.split', cases: splitCases, ours: (s: string, w: string | null, n: number) => L(splits.split(s, w ?? undefined, n)) },
  { name: 'rsplit', python: 'str.rsplit', cases: splitCases, ours: (s: string, w: string | null, n: number) => L(splits.rsplit(s, w ?? undefined, n)) },
  { name: 'splitlines', python: 'str.splitlines', cases: function* (random) {
    for (let i = 0; i < 2000; i++) yield [text(random, 20), random.chance(0.5)];
  }, ours: (s: string, keep: boolean) => L(splits.splitlines(s, keep)) },
  ...Object.entries({ strip: splits.strip, lstrip: splits.lstrip, rstrip: splits.rstrip }).map(([name, f]): Row => ({ name, python: `str.${name}`, cases: function* (random) {
    for (let i = 0; i < 3000; i++) {
      const alphabet = random.pick(ALPHABETS);
      yield [random.text(alphabet, 12), random.chance(0.4) ? null : random.text(alphabet, 3)];
    }
  }, ours: (s: string, set: string | null) => f(s, set ?? undefined) })),
  { name: 'center', python: 'str.center', cases: layouts, ours: layout.center },
  { name: 'ljust', python: 'str.ljust', cases: layouts, ours: layout.ljust },
  { name: 'rjust', python: 'str.rjust', cases: layouts, ours: layout.rjust },
  { name: 'zfill', python: 'lambda s, w, f: s.zfill(w)', cases: layouts, ours: (s: string, w: number) => layout.zfill(s, w) },
  { name: 'expandtabs', python: 'str.expandtabs', cases: function* (random) {
    for (let i = 0; i < 2000; i++) yield [text(random, 20), int(random.below(11) - 2)];
  }, ours: layout.expandtabs },
  { name: 'len', python: 'len', cases: function* (random) {
    for (let i = 0; i < 2000; i++) yield [text(random)];
  }, ours: (s: string) => I(points.strLength(s)) },
  { name: 'an index', python: 'lambda s, i: s[i] if -len(s) <= i < len(s) else None', cases: function* (random) {
    for (let i = 0; i < 3000; i++) yield [text(random), int(random.below(random.pick([30, 400])) - random.pick([15, 200]))];
  }, ours: (s: string, i: number) => points.charAt(s, i) ?? null },
  { name: 'a slice', python: 'lambda s, a, b, c: s[a:b:c]', cases: function* (random) {
    for (let i = 0; i < 5000; i++) yield [text(random), bound(random), bound(random), random.chance(0.5) ? null : int(random.pick([1, 2, 3, -1, -2, -3, 100, -100]))];
  }, ours: (s: string, a: Bound, b: Bound, c: Bound) => points.sliceStr(s, at(a), at(b), at(c)) },
  { name: 'slice.indices', python: 'lambda a, b, c, n: (*slice(a, b, c).indices(n), len(range(*slice(a, b, c).indices(n))))', cases: function* (random) {
    for (let i = 0; i < 3000; i++) yield [bound(random), bound(random), random.chance(0.3) ? null : int(random.pick([1, 2, 3, -1, -2, -3, 100])), int(random.below(20))];
  }, ours: (a: Bound, b: Bound, c: Bound, n: number) => {
    const range = points.sliceRange(at(a), at(b), at(c), n);
    return T(I(range.start), I(range.stop), I(range.step), I(range.count));
  } },
  { name: 'order', python: 'lambda a, b: (a > b) - (a < b)', cases: random => pairs(random, 12), ours: (a: string, b: string) => I(points.compareStrs(a, b)) },
  { name: 'translate', python: "lambda s: s.translate({97: None, 0x1f600: 'smile', 98: 0x1f601, 99: 'ab'})", cases: function* (random) {
    for (let i = 0; i < 1000; i++) yield [text(random)];
  }, ours: (s: string) => search.translate(s, code => ({ 97: null, 128512: 'smile', 98: 0x1f601, 99: 'ab' })[code]) },
];

holdAgainstPython('str', new URL('./golden-str.json', import.meta.url), rows);
