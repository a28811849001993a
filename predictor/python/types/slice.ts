// The `slice` type (Objects/sliceobject.c). How slices are applied to sequences is in indices.ts.
import { defineClass } from '../define.ts';
import * as int from '../numbers/integer.ts';
import { compare, equal, NotImplemented, repr } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { Slice, T, Tuple, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { hasIndex, toInt } from './indices.ts';
import { mustKnow } from './known.ts';

function sliceCompare(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof Slice) || !(b instanceof Slice)) return NotImplemented;
  if (a === b) return op === 1 || op === 2 || op === 5;
  const x = [a.start, a.stop, a.step];
  const y = [b.start, b.stop, b.step];
  for (let i = 0; i < 3; i++) {
    if (!equal(x[i], y[i])) return op === 2 ? false : op === 3 ? true : compare(x[i], y[i], op);
  }
  return op === 1 || op === 2 || op === 5;
}

function bound(v: Value): int.Int {
  if (hasIndex(v)) return toInt(v);
  mustKnow(v);
  throw typeError('slice indices must be integers or None or have an __index__ method');
}
function indices(self: Slice, lengthValue: Value): Value {
  const length = toInt(lengthValue);
  if (int.compareInts(length, 0) < 0) throw valueError('length should not be negative');
  return new Tuple(longIndices(self, length));
}
/** Start, stop and step against a length, exact for bounds of any size (`_PySlice_GetLongIndices`). */
export function longIndices(self: Slice, length: int.Int): [int.Int, int.Int, int.Int] {
  const step = self.step === null ? 1 : bound(self.step);
  if (int.isZero(step)) throw valueError('slice step cannot be zero');
  const back = int.compareInts(step, 0) < 0;
  const lower = back ? -1 : 0;
  const upper = back ? int.sub(length, 1) : length;
  const clip = (v: Value, fallback: int.Int): int.Int => {
    if (v === null) return fallback;
    const i = bound(v);
    if (int.compareInts(i, 0) < 0) {
      const j = int.add(i, length);
      return int.compareInts(j, lower) < 0 ? lower : j;
    }
    return int.compareInts(i, upper) > 0 ? upper : i;
  };
  return [clip(self.start, back ? upper : lower), clip(self.stop, back ? lower : upper), step];
}

T.slice = defineClass({
  name: 'slice',
  subclassable: false,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  slots: {
    new: (_cls, args, kw) => {
      noKeywords('slice', kw);
      checkPositional('slice', args, 1, 3);
      return args.length === 1 ? new Slice(null, args[0], null) : new Slice(args[0], args[1], args[2] ?? null);
    },
    repr: v => {
      const { start, stop, step } = v as Slice;
      return `slice(${repr(start)}, ${repr(stop)}, ${repr(step)})`;
    },
    compare: sliceCompare,
    hash: null,
  },
  methods: {
    indices: { params: 'self, length, /', returns: 'tuple', call: indices },
    __reduce__: { params: 'self, /', call: (self: Slice) => new Tuple([T.slice, new Tuple([self.start, self.stop, self.step])]) },
  },
  getset: {
    start: [(self: Slice) => self.start],
    stop: [(self: Slice) => self.stop],
    step: [(self: Slice) => self.step],
  },
});
