// Values as indices and sizes: `__index__` conversion, and slices against a length (Objects/abstract.c, Objects/sliceobject.c). Shared by all sequences.
import { typeOf } from '../attributes.ts';
import { typeName } from '../names.ts';
import { raising, typeError, valueError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Boxed, type Slice, type Value } from '../values.ts';

/** `operator.index(v)` as a plain int (`PyNumber_Index`). */
export function toInt(v: Value): number | bigint {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    default: {
      if (v instanceof Boxed && (typeof v.value === 'number' || typeof v.value === 'bigint')) return v.value;
      if (v instanceof Unknown) throw new UnknownUsed(v.origins);
      const f = typeOf(v).slots.index;
      if (f === undefined) throw typeError(`'${typeName(typeOf(v))}' object cannot be interpreted as an integer`);
      const r = f(v);
      if (typeof r === 'number' || typeof r === 'bigint') return r;
      if (typeof r === 'boolean') return r ? 1 : 0;
      if (r instanceof Boxed && (typeof r.value === 'number' || typeof r.value === 'bigint')) return r.value;
      if (r instanceof Unknown) throw new UnknownUsed(r.origins);
      throw typeError(`__index__ returned non-int (type ${typeName(typeOf(r))})`);
    }
  }
}
/** Whether `toInt` applies. */
export const hasIndex = (v: Value): boolean => typeof v === 'number' || typeOf(v).slots.index !== undefined;

/** Beyond this no index or size exists: larger ones stand for it. */
export const MAX_SIZE = Number.MAX_SAFE_INTEGER;
export const SSIZE_MAX = 2n ** 63n - 1n;

/** An index or size as a JavaScript number (`PyNumber_AsSsize_t`); without an error type it is clipped. */
export function toSize(v: Value, overflow: 'IndexError' | 'OverflowError' | null): number {
  if (typeof v === 'number') return v;
  const i = toInt(v);
  if (typeof i === 'number') return i;
  if (overflow !== null && (i > SSIZE_MAX || i < -SSIZE_MAX - 1n)) throw raising(overflow, `cannot fit '${typeName(typeOf(v))}' into an index-sized integer`);
  return i < 0n ? -MAX_SIZE : MAX_SIZE;
}
/** A size for `PyArg_Parse("n")`: what does not fit raises OverflowError. */
export function toSsize(v: Value): number {
  if (typeof v === 'number') return v;
  const i = toInt(v);
  if (typeof i === 'number') return i;
  if (i > SSIZE_MAX || i < -SSIZE_MAX - 1n) throw raising('OverflowError', 'Python int too large to convert to C ssize_t');
  return i < 0n ? -MAX_SIZE : MAX_SIZE;
}

/** The same to the last digit: beyond what a number holds it is a bigint, good for comparing and showing only. */
export function exactSsize(v: Value): number {
  const clipped = toSsize(v);
  return Math.abs(clipped) < MAX_SIZE ? clipped : (toInt(v) as number);
}

/** A slice laid over a sequence: `count` items at start, start + step, … */
export interface Span {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}
/** `PySlice_Unpack` and `PySlice_AdjustIndices`. */
export function sliceIndices(s: Slice, length: number): Span {
  const step = s.step === null ? 1 : sliceIndex(s.step);
  if (step === 0) throw valueError('slice step cannot be zero');
  const back = step < 0;
  const start = s.start === null ? (back ? length - 1 : 0) : clip(sliceIndex(s.start), length, back);
  const stop = s.stop === null ? (back ? -1 : length) : clip(sliceIndex(s.stop), length, back);
  let count = 0;
  if (back) {
    if (stop < start) count = Math.floor((start - stop - 1) / -step) + 1;
  } else if (start < stop) count = step === 1 ? stop - start : Math.floor((stop - start - 1) / step) + 1;
  return { start, stop, step, count };
}
function clip(i: number, length: number, back: boolean): number {
  if (i < 0) {
    const j = i + length;
    return j >= 0 ? j : back ? -1 : 0;
  }
  return i < length ? i : back ? length - 1 : length;
}
/** A slice bound as a clipped number (`_PyEval_SliceIndex`). */
export function sliceIndex(v: Value): number {
  if (typeof v === 'number') return v;
  if (!hasIndex(v)) throw notIndex(v, 'slice indices must be integers or None or have an __index__ method');
  return toSize(v, null);
}
/** The same for the bounds of `index`, `find` and the like, which may not be None. */
export function searchIndex(v: Value): number {
  if (typeof v === 'number') return v;
  if (!hasIndex(v)) throw notIndex(v, 'slice indices must be integers or have an __index__ method');
  return toSize(v, null);
}
const notIndex = (v: Value, message: string): unknown => (v instanceof Unknown ? new UnknownUsed(v.origins) : typeError(message));
