// The `range` type (Objects/rangeobject.c). Bounds are ints of any size; ranges of small ones take plain arithmetic.
import { typeOf } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { typeName } from '../names.ts';
import * as int from '../numbers/integer.ts';
import { equal, NotImplemented, repr } from '../operators.ts';
import { indexError, overflowError, typeError, valueError } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { type Kw, Range, Slice, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { tupleHash } from './hash-halves.ts';
import { hasIndex, toInt } from './indices.ts';
import { maybeMember, mustKnow } from './known.ts';
import { LongRangeIter, RangeIter, rangeIterator } from './sequence-iterators.ts';
import { longIndices } from './slice.ts';

/** How many numbers it holds. */
export function rangeLength(r: Range): int.Int {
  const { start, stop, step } = r;
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    const span = step > 0 ? stop - start : start - stop;
    if (span <= 0) return 0;
    if (span <= Number.MAX_SAFE_INTEGER) return Math.floor((span - 1) / Math.abs(step)) + 1;
  }
  const up = int.compareInts(step, 0) > 0;
  const [lo, hi] = up ? [start, stop] : [stop, start];
  if (int.compareInts(lo, hi) >= 0) return 0;
  return int.add(int.floorDiv(int.sub(int.sub(hi, lo), 1), int.abs(step)), 1);
}
/** The number at an index, which is not checked. */
function at(r: Range, i: int.Int): int.Int {
  return int.add(r.start, int.mul(i, r.step));
}

function make(_cls: Type, args: Value[], kw: Kw): Value {
  noKeywords('range', kw);
  checkPositional('range', args, 1, 3);
  if (args.length === 1) return new Range(0, toInt(args[0]), 1);
  const start = toInt(args[0]);
  const stop = toInt(args[1]);
  const step = args.length === 3 ? toInt(args[2]) : 1;
  if (step === 0) throw valueError('range() arg 3 must not be zero');
  return new Range(start, stop, step);
}

const SSIZE_MAX = 2n ** 63n - 1n;
const SSIZE_MIN = -SSIZE_MAX - 1n;
function sizeOf(r: Range): number {
  const n = rangeLength(r);
  if (typeof n === 'bigint' && n > SSIZE_MAX) throw overflowError('Python int too large to convert to C ssize_t');
  return n as number;
}
function iterator(r: Range, backwards: boolean): Value {
  const n = rangeLength(r);
  const start = backwards && n !== 0 ? at(r, int.sub(n, 1)) : r.start;
  const step = backwards ? int.neg(r.step) : r.step;
  const end = int.add(start, int.mul(step, n));
  if (typeof start === 'number' && typeof step === 'number' && typeof n === 'number' && typeof end === 'number' && typeof r.stop === 'number') {
    return new RangeIter(start, step, n);
  }
  return new LongRangeIter(start, step, n, isShort(r, n, backwards) ? rangeIterator : undefined);
}
/** CPython's short iterator counts in 64 bits, and so must not run over their edge behind its last number. */
function isShort(r: Range, n: int.Int, backwards: boolean): boolean {
  const [start, stop, step] = [BigInt(r.start), BigInt(r.stop), BigInt(r.step)];
  const fits = (x: bigint): boolean => x <= SSIZE_MAX && x >= SSIZE_MIN;
  if (!fits(start) || !fits(stop) || !fits(step) || BigInt(n) > SSIZE_MAX) return false;
  if (n === 0) return true;
  if (backwards) return step > 0n ? start >= SSIZE_MIN + step : start <= SSIZE_MAX + step;
  return step > 0n ? stop <= SSIZE_MAX - (step - 1n) : stop >= SSIZE_MIN + (-1n - step);
}

function getItem(self: Range, key: Value): Value {
  if (key instanceof Slice) {
    const [start, stop, step] = longIndices(key, rangeLength(self));
    return new Range(at(self, start), at(self, stop), int.mul(self.step, step));
  }
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`range indices must be integers or slices, not ${typeName(typeOf(key))}`);
  }
  const i = toInt(key);
  const n = rangeLength(self);
  const j = int.compareInts(i, 0) < 0 ? int.add(i, n) : i;
  if (int.compareInts(j, 0) < 0 || int.compareInts(j, n) >= 0) throw indexError('range object index out of range');
  return at(self, j);
}
/** Index of a number, or -1. */
function find(r: Range, x: int.Int): int.Int {
  const { start, stop, step } = r;
  const up = int.compareInts(step, 0) > 0;
  const [least, most] = up ? [start, int.sub(stop, 1)] : [int.add(stop, 1), start];
  if (int.compareInts(x, least) < 0 || int.compareInts(x, most) > 0) return -1;
  const [q, rest] = int.divmod(int.sub(x, start), step);
  return int.isZero(rest) ? q : -1;
}
const plainInt = (v: Value): v is number | bigint | boolean => typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean';

/** Indices of all equal numbers, for values that are not plain ints: one by one, as `_PySequence_IterSearch` does. */
function search(r: Range, wanted: Value, found: (i: number) => boolean): void {
  mustKnow(wanted);
  const n = rangeLength(r);
  for (let i = 0; i < n; i++) {
    if (equal(at(r, i), wanted) && found(i)) return;
    if (--vm.fuel < 0) vm.refuel();
  }
}
function contains(self: Range, item: Value): boolean {
  if (plainInt(item)) return find(self, toInt(item)) !== -1;
  if (item instanceof Unknown) return maybeMember(item, rangeLength(self) === 0 ? 0 : 1);
  let yes = false;
  search(self, item, () => (yes = true));
  return yes;
}
function index(self: Range, value: Value): Value {
  let i: int.Int = -1;
  if (plainInt(value)) i = find(self, toInt(value));
  else {
    search(self, value, j => {
      i = j;
      return true;
    });
    if (i === -1) throw valueError('sequence.index(x): x not in sequence');
  }
  if (i === -1) throw valueError(`${repr(value)} is not in range`);
  return i;
}
function count(self: Range, value: Value): Value {
  if (plainInt(value)) return find(self, toInt(value)) === -1 ? 0 : 1;
  let n = 0;
  search(self, value, () => {
    n++;
    return false;
  });
  return n;
}

function compareRanges(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof Range) || !(b instanceof Range) || (op !== 2 && op !== 3)) return NotImplemented;
  return sameNumbers(a, b) === (op === 2);
}
function sameNumbers(a: Range, b: Range): boolean {
  const n = rangeLength(a);
  if (n !== rangeLength(b)) return false;
  if (n === 0) return true;
  return a.start === b.start && (n === 1 || a.step === b.step);
}

T.range = defineClass({
  name: 'range',
  subclassable: false,
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
  slots: {
    new: make,
    repr: v => {
      const { start, stop, step } = v as Range;
      return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
    },
    bool: v => rangeLength(v as Range) !== 0,
    hash: v => {
      const r = v as Range;
      const n = rangeLength(r);
      return tupleHash([n, n === 0 ? null : r.start, n === 0 || n === 1 ? null : r.step]);
    },
    compare: compareRanges,
    len: v => sizeOf(v as Range),
    getitem: (v, key) => getItem(v as Range, key),
    contains: (v, item) => contains(v as Range, item),
    iter: v => iterator(v as Range, false),
  },
  methods: {
    index: { params: 'self, value, /', returns: 'int', call: index },
    count: { params: 'self, value, /', returns: 'int', call: count },
    __reversed__: { params: 'self, /', call: (self: Range) => iterator(self, true) },
    __reduce__: { params: 'self, /', call: (self: Range) => new Tuple([T.range, new Tuple([self.start, self.stop, self.step])]) },
  },
  getset: {
    start: [(self: Range) => self.start],
    stop: [(self: Range) => self.stop],
    step: [(self: Range) => self.step],
  },
});
