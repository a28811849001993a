// The `bytearray` type (Objects/bytearrayobject.c): construction, slots, and the methods that change it.
import { typeOf } from '../attributes.ts';
import { afterUnknown } from '../calls.ts';
import { defineClass, type Methods } from '../define.ts';
import { typeName } from '../names.ts';
import { iterate, NotImplemented } from '../operators.ts';
import { indexError, typeError, valueError } from '../raise.ts';
import { bindNative } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { bytesRepr } from '../text/str-repr.ts';
import { originHere, Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, type Iter, type Kw, type Mutable, Slice, T, Tuple, type Value } from '../values.ts';
import { byteValue, bytesFrom } from './bytes-making.ts';
import { bytesMethods, containsByte, repeatBytes } from './bytes-methods.ts';
import { bytesParameters, concatBytes, orderBytes, percentBytes, slicedBytes, zeros } from './bytes.ts';
import { bytesOrNone, nameArgument, strOf } from './convert.ts';
import { encodeText } from './encoding.ts';
import { hasIndex, sliceIndices, toSize, toSsize } from './indices.ts';
import { lengthHint } from './iteration.ts';
import { latinText } from './latin-text.ts';
import { reserve } from './large.ts';
import { byteArrayIterator, BytesIter } from './sequence-iterators.ts';
import { swallow } from './swallow.ts';

// Size ------------------------------------------------------------------------------------------------------------

/** Byte arrays and arrays that a memoryview may still look at: CPython refuses to resize them, but only as long as the view lives, which we cannot tell. */
export const lent = new WeakSet<object>();
/** Buffers that were made larger than their content, so that appending is cheap. */
const roomy = new WeakSet<ArrayBufferLike>();

/** To be called before the length changes. */
function resizing(self: ByteArray): void {
  notLent(self);
  touch(self);
}
export function notLent(o: Mutable): void {
  if (lent.has(o)) throw new UnknownUsed([originHere('not-modelled', 'resizing an object that a memoryview shows')]);
}
function append(self: ByteArray, byte: number): void {
  resizing(self);
  const n = self.data.length;
  const { buffer } = self.data;
  if (roomy.has(buffer) && n < buffer.byteLength) self.data = new Uint8Array(buffer, 0, n + 1);
  else {
    const grown = new Uint8Array(Math.max(16, n * 2));
    grown.set(self.data);
    roomy.add(grown.buffer);
    self.data = grown.subarray(0, n + 1);
  }
  self.data[n] = byte;
}
/** Replaces data[from…to). */
function splice(self: ByteArray, from: number, to: number, by: Uint8Array): void {
  const { data } = self;
  if (to - from === by.length) {
    touch(self);
    data.set(by, from);
    return;
  }
  resizing(self);
  const out = new Uint8Array(data.length - (to - from) + by.length);
  out.set(data.subarray(0, from));
  out.set(by, from);
  out.set(data.subarray(to), from + by.length);
  self.data = out;
}

// Items -----------------------------------------------------------------------------------------------------------

function position(self: ByteArray, key: Value): number {
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`bytearray indices must be integers or slices, not ${typeName(typeOf(key))}`);
  }
  const i = toSize(key, 'IndexError');
  const at = i < 0 ? i + self.data.length : i;
  if (at < 0 || at >= self.data.length) throw indexError('bytearray index out of range');
  return at;
}
function setItem(self: ByteArray, key: Value, value: Value): void {
  if (!(key instanceof Slice)) {
    // The value is looked at before the index is held against the length.
    if (hasIndex(key)) toSize(key, 'IndexError');
    const byte = hasIndex(key) ? byteValue(value) : 0;
    const at = position(self, key);
    touch(self);
    self.data[at] = byte;
    return;
  }
  const { start, stop, step, count } = sliceIndices(key, self.data.length);
  const by = assigned(value);
  if (step === 1) {
    splice(self, start, Math.max(start, stop), by);
    return;
  }
  if (by.length === 0) {
    deleteItem(self, key);
    return;
  }
  if (by.length !== count) throw valueError(`attempt to assign bytes of size ${by.length} to extended slice of size ${count}`);
  touch(self);
  for (let i = start, k = 0; k < count; k++, i += step) self.data[i] = by[k];
}
/** What a slice may be set to. */
function assigned(value: Value): Uint8Array {
  if (value instanceof ByteArray) return value.data.slice();
  if (hasIndex(value) || strOf(value) !== undefined) throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  return bytesFrom(value, 'bytearray');
}
function deleteItem(self: ByteArray, key: Value): void {
  if (!(key instanceof Slice)) {
    const at = position(self, key);
    splice(self, at, at + 1, new Uint8Array(0));
    return;
  }
  const { start, step, count } = sliceIndices(key, self.data.length);
  if (count === 0) return;
  if (step === 1) {
    splice(self, start, start + count, new Uint8Array(0));
    return;
  }
  const gone = new Set<number>();
  for (let i = start, k = 0; k < count; k++, i += step) gone.add(i);
  resizing(self);
  self.data = self.data.filter((_, i) => !gone.has(i));
}

// Growth ----------------------------------------------------------------------------------------------------------

function extend(self: ByteArray, iterable: Value): Value {
  const data = bytesOrNone(iterable);
  if (data !== undefined) {
    reserve(data.length);
    splice(self, self.data.length, self.data.length, data.slice());
    return null;
  }
  let it: Iter;
  const { frame } = vm;
  try {
    it = iterate(iterable);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError(`can't extend bytearray with ${typeName(typeOf(iterable))}`);
    throw e;
  }
  if (!typeOf(iterable).builtin) lengthHint(iterable, 32);
  // All items are read before the first one is added.
  const more: number[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    more.push(byteValue(x));
    if (--vm.fuel < 0) vm.refuel();
  }
  splice(self, self.data.length, self.data.length, Uint8Array.from(more));
  return null;
}
function init(self: ByteArray, args: Value[], kw: Kw): void {
  const [x, encoding, errors] = bindNative(bytesParameters, 'bytearray', 'bytearray', args, kw) as (Value | undefined)[];
  const name = encoding === undefined ? undefined : nameArgument(encoding, 'bytearray', "argument 'encoding'");
  const handler = errors === undefined ? undefined : nameArgument(errors, 'bytearray', "argument 'errors'");
  if (self.data.length > 0) splice(self, 0, self.data.length, new Uint8Array(0));
  let data: Uint8Array;
  if (x === undefined) {
    if (name !== undefined || handler !== undefined) throw typeError(name !== undefined ? 'encoding without a string argument' : 'errors without a string argument');
    return;
  }
  const text = strOf(x);
  if (text !== undefined) {
    if (name === undefined) throw typeError('string argument without an encoding');
    data = encodeText(text, name, handler ?? 'strict');
  } else {
    if (name !== undefined || handler !== undefined) throw typeError(name !== undefined ? 'encoding without a string argument' : 'errors without a string argument');
    data = zeros(x) ?? bytesFrom(x, 'bytearray');
  }
  touch(self);
  self.data = data;
}
/** Unlike bytes, a single quote is escaped within double quotes too. */
function show(v: Value): string {
  const inner = bytesRepr((v as ByteArray).data);
  return `${typeOf(v).name}(${inner.startsWith('b"') ? inner.replaceAll("'", "\\'") : inner})`;
}
const methods: Methods = {
  append: {
    params: 'self, item, /', returns: 'none',
    call: (self: ByteArray, item: Value) => {
      append(self, byteValue(item));
      return null;
    },
  },
  clear: {
    params: 'self, /', returns: 'none',
    call: (self: ByteArray) => {
      splice(self, 0, self.data.length, new Uint8Array(0));
      return null;
    },
  },
  copy: { params: 'self, /', returns: 'bytearray', call: (self: ByteArray) => new ByteArray(self.data.slice()) },
  extend: { params: 'self, iterable_of_ints, /', returns: 'none', call: extend },
  insert: {
    params: 'self, index, item, /', returns: 'none',
    call: (self: ByteArray, index: Value, item: Value) => {
      const i = toSsize(index);
      const byte = byteValue(item);
      const n = self.data.length;
      const at = i < 0 ? Math.max(0, i + n) : Math.min(i, n);
      splice(self, at, at, Uint8Array.of(byte));
      return null;
    },
  },
  pop: {
    params: 'self, index=-1, /', returns: 'int',
    call: (self: ByteArray, index?: Value) => {
      const i = index === undefined ? -1 : toSsize(index);
      const n = self.data.length;
      if (n === 0) throw indexError('pop from empty bytearray');
      const at = i < 0 ? i + n : i;
      if (at < 0 || at >= n) throw indexError('pop index out of range');
      const byte = self.data[at];
      splice(self, at, at + 1, new Uint8Array(0));
      return byte;
    },
  },
  remove: {
    params: 'self, value, /', returns: 'none',
    call: (self: ByteArray, value: Value) => {
      const at = self.data.indexOf(byteValue(value));
      if (at < 0) throw valueError('value not found in bytearray');
      splice(self, at, at + 1, new Uint8Array(0));
      return null;
    },
  },
  reverse: {
    params: 'self, /', returns: 'none',
    call: (self: ByteArray) => {
      touch(self);
      self.data.reverse();
      return null;
    },
  },
  __alloc__: { params: 'self, /', returns: 'int', call: () => new Unknown([originHere('not-modelled', 'bytearray.__alloc__')], T.int) },
  __sizeof__: { params: 'self, /', returns: 'int', call: () => new Unknown([originHere('not-modelled', 'bytearray.__sizeof__')], T.int) },
  __reduce__: {
    params: 'self, /', returns: 'tuple',
    call: (self: ByteArray) => new Tuple([self.cls, new Tuple(self.data.length === 0 ? [] : [latinText(self.data), 'latin-1']), null]),
  },
};

T.bytearray = defineClass({
  name: 'bytearray',
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  alloc: cls => new ByteArray(new Uint8Array(0), cls),
  slots: {
    new: cls => new ByteArray(new Uint8Array(0), cls),
    init: (v, args, kw) => init(v as ByteArray, args, kw),
    repr: show,
    str: show,
    hash: null,
    compare: (a, b, op) => {
      const x = bytesOrNone(a);
      const y = bytesOrNone(b);
      return x === undefined || y === undefined ? NotImplemented : orderBytes(x, y, op);
    },
    len: v => (v as ByteArray).data.length,
    getitem: (v, key) => {
      const self = v as ByteArray;
      return key instanceof Slice ? new ByteArray(slicedBytes(self.data, key)) : self.data[position(self, key)];
    },
    setitem: (v, key, value) => setItem(v as ByteArray, key, value),
    delitem: (v, key) => deleteItem(v as ByteArray, key),
    contains: (v, item) => containsByte(v as ByteArray, item),
    concat: (a, b) => new ByteArray(concatBytes(a, b)),
    repeat: (v, n) => new ByteArray(repeatBytes((v as ByteArray).data, n, '')),
    iconcat: (v, other) => {
      const self = v as ByteArray;
      const data = bytesOrNone(other);
      if (data === undefined) throw typeError(`can't concat ${typeName(typeOf(other))} to ${typeName(typeOf(v))}`);
      reserve(data.length);
      splice(self, self.data.length, self.data.length, data.slice());
      return v;
    },
    irepeat: (v, n) => {
      const self = v as ByteArray;
      splice(self, 0, self.data.length, repeatBytes(self.data, n, ''));
      return v;
    },
    mod: (a, b) => {
      if (!(a instanceof ByteArray)) return NotImplemented;
      try {
        return new ByteArray(percentBytes(a.data, b));
      } catch (e) {
        return afterUnknown(e, 'bytearray');
      }
    },
    iter: v => new BytesIter(v as ByteArray, byteArrayIterator),
  },
  methods: { ...bytesMethods, ...methods },
});
