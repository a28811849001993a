// Iterators over lists, tuples, strs, bytes and ranges, forwards and backwards (Objects/listobject.c, tupleobject.c, unicodeobject.c, rangeobject.c).
import { defineIterator, moving, NativeIter, reduced } from './iterator-base.ts';
import * as int from '../numbers/integer.ts';
import type { Methods } from '../define.ts';
import { touch } from '../state.ts';
import { type ByteArray, type Bytes, List, Range, Tuple, type Type, type Value } from '../values.ts';
import { toInt, toSsize } from './indices.ts';

/** What the iterators over an array of items have in common: the sequence is let go at its end, and stays so even when it grows. */
abstract class ItemsIter<S> extends NativeIter {
  seq: S | null;
  index = 0;
  constructor(cls: Type, seq: S) {
    super(cls);
    this.seq = seq;
  }
  abstract size(): number;
}

const rows = (reversed: boolean, empty: () => Value = () => new List([])): Methods => ({
  __reduce__: {
    params: 'self, /', returns: 'tuple',
    call: (self: ItemsIter<Value>) => (self.seq === null ? reduced('iter', [empty()]) : reduced(reversed ? 'reversed' : 'iter', [self.seq], self.index)),
  },
  __length_hint__: {
    params: 'self, /', returns: 'int',
    call: (self: ItemsIter<unknown>) => {
      if (self.seq === null) return 0;
      const n = self.size();
      return reversed ? (n <= self.index ? 0 : self.index + 1) : Math.max(0, n - self.index);
    },
  },
  __setstate__: {
    params: 'self, state, /', returns: 'none',
    call: (self: ItemsIter<unknown>, state: Value) => {
      const i = toSsize(state);
      touch(self);
      if (self.seq !== null) {
        if (reversed) self.index = Math.max(-1, Math.min(i, self.size() - 1));
        else self.index = Math.max(0, Math.min(i, self.size()));
      }
      return null;
    },
  },
});

export class ListIter extends ItemsIter<List> {
  constructor(list: List) {
    super(listIterator, list);
  }
  size(): number {
    return this.seq!.items.length;
  }
  next(): Value | undefined {
    const { seq } = this;
    if (seq === null) return undefined;
    moving(this);
    if (this.index < seq.items.length) return seq.items[this.index++];
    this.seq = null;
    return undefined;
  }
}
export class ListReverseIter extends ItemsIter<List> {
  constructor(list: List) {
    super(listReverseIterator, list);
    this.index = list.items.length - 1;
  }
  size(): number {
    return this.seq!.items.length;
  }
  next(): Value | undefined {
    const { seq } = this;
    if (seq === null) return undefined;
    moving(this);
    if (this.index >= 0 && this.index < seq.items.length) return seq.items[this.index--];
    this.index = -1;
    this.seq = null;
    return undefined;
  }
}
export class TupleIter extends ItemsIter<Tuple> {
  constructor(tuple: Tuple) {
    super(tupleIterator, tuple);
  }
  size(): number {
    return this.seq!.items.length;
  }
  next(): Value | undefined {
    const { seq } = this;
    if (seq === null) return undefined;
    moving(this);
    if (this.index < seq.items.length) return seq.items[this.index++];
    this.seq = null;
    return undefined;
  }
}
export class BytesIter extends ItemsIter<Bytes | ByteArray> {
  constructor(bytes: Bytes | ByteArray, cls: Type) {
    super(cls, bytes);
  }
  size(): number {
    return this.seq!.data.length;
  }
  next(): Value | undefined {
    const { seq } = this;
    if (seq === null) return undefined;
    moving(this);
    if (this.index < seq.data.length) return seq.data[this.index++];
    this.seq = null;
    return undefined;
  }
}
/** Over code points. The index counts UTF-16 units. */
export class StrIter extends ItemsIter<string> {
  constructor(s: string) {
    super(isAscii(s) ? strAsciiIterator : strIterator, s);
  }
  size(): number {
    let n = 0;
    const s = this.seq!;
    for (let i = 0; i < s.length; i += pointLength(s, i)) n++;
    return n;
  }
  next(): Value | undefined {
    const s = this.seq;
    if (s === null) return undefined;
    moving(this);
    const i = this.index;
    if (i < s.length) {
      const n = pointLength(s, i);
      this.index = i + n;
      return n === 1 ? s[i] : s.slice(i, i + n);
    }
    this.seq = null;
    return undefined;
  }
}
const pointLength = (s: string, i: number): 1 | 2 => ((s.charCodeAt(i) & 0xfc00) === 0xd800 && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00 ? 2 : 1);
function isAscii(s: string): boolean {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) return false;
  return true;
}
const strRows: Methods = {
  __reduce__: {
    params: 'self, /', returns: 'tuple',
    call: (self: StrIter) => {
      if (self.seq === null) return reduced('iter', ['']);
      let n = 0;
      for (let i = 0; i < self.index; i += pointLength(self.seq, i)) n++;
      return reduced('iter', [self.seq], n);
    },
  },
  __setstate__: {
    params: 'self, state, /', returns: 'none',
    call: (self: StrIter, state: Value) => {
      const n = toSsize(state);
      touch(self);
      self.index = 0;
      if (self.seq !== null) for (let k = 0; k < n && self.index < self.seq.length; k++) self.index += pointLength(self.seq, self.index);
      return null;
    },
  },
  __length_hint__: {
    params: 'self, /', returns: 'int',
    call: (self: StrIter) => {
      let n = 0;
      const s = self.seq;
      if (s !== null) for (let i = self.index; i < s.length; i += pointLength(s, i)) n++;
      return n;
    },
  },
};

/** Over a range of small ints, in either direction. */
export class RangeIter extends NativeIter {
  at: number;
  readonly step: number;
  left: number;
  constructor(start: number, step: number, count: number) {
    super(rangeIterator);
    this.at = start;
    this.step = step;
    this.left = count;
  }
  next(): Value | undefined {
    if (this.left <= 0) return undefined;
    moving(this);
    this.left--;
    const x = this.at;
    this.at = x + this.step;
    return x;
  }
}
export class LongRangeIter extends NativeIter {
  readonly start: int.Int;
  readonly step: int.Int;
  readonly count: int.Int;
  index: int.Int = 0;
  constructor(start: int.Int, step: int.Int, count: int.Int, cls: Type = longRangeIterator) {
    super(cls);
    this.start = start;
    this.step = step;
    this.count = count;
  }
  next(): Value | undefined {
    if (int.compareInts(this.index, this.count) >= 0) return undefined;
    moving(this);
    const x = int.add(this.start, int.mul(this.step, this.index));
    this.index = int.add(this.index, 1);
    return x;
  }
}

export const listIterator = defineIterator({ name: 'list_iterator', methods: rows(false) });
export const listReverseIterator = defineIterator({ name: 'list_reverseiterator', methods: rows(true) });
export const tupleIterator = defineIterator({ name: 'tuple_iterator', methods: rows(false, () => new Tuple([])) });
export const bytesIterator = defineIterator({ name: 'bytes_iterator', methods: rows(false, () => new Tuple([])) });
export const byteArrayIterator = defineIterator({ name: 'bytearray_iterator', methods: rows(false, () => new Tuple([])) });
export const strAsciiIterator = defineIterator({ name: 'str_ascii_iterator', methods: strRows });
export const strIterator = defineIterator({ name: 'str_iterator', methods: strRows });
export const rangeIterator = defineIterator({
  name: 'range_iterator',
  methods: {
    __length_hint__: { params: 'self, /', returns: 'int', call: (self: RangeIter) => Math.max(0, self.left) },
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: RangeIter) => reduced('iter', [new Range(self.at, int.add(self.at, int.mul(self.step, Math.max(0, self.left))), self.step)], 0),
    },
    // Only fresh iterators are told their place: `__reduce__` above gives a range without what has passed.
    __setstate__: {
      params: 'self, state, /', returns: 'none',
      call: (self: RangeIter, state: Value) => {
        const i = Math.max(0, Math.min(toSsize(state), self.left));
        touch(self);
        self.at += i * self.step;
        self.left -= i;
        return null;
      },
    },
  },
});
export const longRangeIterator = defineIterator({
  name: 'longrange_iterator',
  methods: {
    __length_hint__: { params: 'self, /', returns: 'int', call: (self: LongRangeIter) => int.sub(self.count, self.index) },
    __setstate__: {
      params: 'self, state, /', returns: 'none',
      call: (self: LongRangeIter, state: Value) => {
        let i = toInt(state);
        if (int.compareInts(i, 0) < 0) i = 0;
        else if (int.compareInts(i, self.count) > 0) i = self.count;
        touch(self);
        self.index = i;
        return null;
      },
    },
  },
});
