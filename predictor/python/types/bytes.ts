// The `bytes` type (Objects/bytesobject.c): construction and slots. The methods are in bytes-methods.ts.
import { lookup, typeOf } from '../attributes.ts';
import { afterUnknown } from '../calls.ts';
import { defineClass } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { typeName } from '../names.ts';
import { hashBytes, setHashSeed } from '../numbers/hash.ts';
import { NotImplemented } from '../operators.ts';
import { indexError, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import type { CompareCode } from '../slots.ts';
import { bytesRepr } from '../text/str-repr.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, type Kw, Slice, T, Tuple, type Type, type Value } from '../values.ts';
import { bytesFrom, specialBytes } from './bytes-making.ts';
import { bytesMethods, containsByte, repeatBytes } from './bytes-methods.ts';
import { compareBytes, sameBytes } from './bytes-search.ts';
import { bytesOrNone, nameArgument, strOf } from './convert.ts';
import { encodeText } from './encoding.ts';
import { bytesPercent } from './formatting.ts';
import { hasIndex, sliceIndices, toSize } from './indices.ts';
import { latinBytes, latinText } from './latin-text.ts';
import { reserve } from './large.ts';
import { BytesIter, bytesIterator } from './sequence-iterators.ts';
import { swallow } from './swallow.ts';
import { vm } from '../state.ts';

export const bytesParameters = signature('source=None, encoding=None, errors=None', false);

/** `bytes.__new__` */
function newBytes(cls: Type, args: Value[], kw: Kw): Value {
  const [x, encoding, errors] = bindNative(bytesParameters, 'bytes', 'bytes', args, kw) as (Value | undefined)[];
  if (cls === T.bytes && x instanceof Bytes && x.cls === T.bytes && encoding === undefined && errors === undefined) return x;
  return new Bytes(contentOf(x, encoding, errors), cls);
}
function contentOf(x: Value | undefined, encoding: Value | undefined, errors: Value | undefined): Uint8Array {
  const name = encoding === undefined ? undefined : nameArgument(encoding, 'bytes', "argument 'encoding'");
  const handler = errors === undefined ? undefined : nameArgument(errors, 'bytes', "argument 'errors'");
  if (x === undefined) {
    if (name !== undefined || handler !== undefined) throw typeError(name !== undefined ? 'encoding without a string argument' : 'errors without a string argument');
    return new Uint8Array(0);
  }
  const text = strOf(x);
  if (name !== undefined) {
    if (text === undefined) throw typeError('encoding without a string argument');
    return encodeText(text, name, handler ?? 'strict');
  }
  if (handler !== undefined) throw typeError(text !== undefined ? 'string argument without an encoding' : 'errors without a string argument');
  if (!(x instanceof Bytes && x.cls === T.bytes)) {
    const special = specialBytes(x);
    if (special !== undefined) return special;
  }
  if (text !== undefined) throw typeError('string argument without an encoding');
  return zeros(x) ?? bytesFrom(x, 'bytes');
}
/** `bytes(n)`: that many zeros; undefined where the argument is no size. */
export function zeros(x: Value): Uint8Array | undefined {
  if (!hasIndex(x)) return undefined;
  let n: number;
  const { frame } = vm;
  try {
    n = toSize(x, 'OverflowError');
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) return undefined;
    throw e;
  }
  if (n < 0) throw valueError('negative count');
  reserve(n);
  return new Uint8Array(n);
}

function getItem(self: Bytes, key: Value): Value {
  const { data } = self;
  if (key instanceof Slice) {
    const part = slicedBytes(data, key);
    return part.length === data.length && self.cls === T.bytes && key.step === null ? self : new Bytes(part);
  }
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`byte indices must be integers or slices, not ${typeName(typeOf(key))}`);
  }
  const i = toSize(key, 'IndexError');
  const at = i < 0 ? i + data.length : i;
  if (at < 0 || at >= data.length) throw indexError('index out of range');
  return data[at];
}
export function slicedBytes(data: Uint8Array, s: Slice): Uint8Array {
  const { start, step, count } = sliceIndices(s, data.length);
  if (step === 1) return data.slice(start, start + count);
  const out = new Uint8Array(count);
  for (let i = start, k = 0; k < count; k++, i += step) out[k] = data[i];
  return out;
}
/** `a + b` of bytes-like objects. */
export function concatBytes(a: Value, b: Value): Uint8Array {
  const y = bytesOrNone(b);
  const x = bytesOrNone(a);
  if (x === undefined || y === undefined) throw typeError(`can't concat ${typeName(typeOf(b))} to ${typeName(typeOf(a))}`);
  reserve(x.length + y.length);
  const out = new Uint8Array(x.length + y.length);
  out.set(x);
  out.set(y, x.length);
  return out;
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof Bytes) || !(b instanceof Bytes)) return NotImplemented;
  return orderBytes(a.data, b.data, op);
}
export function orderBytes(a: Uint8Array, b: Uint8Array, op: CompareCode): boolean {
  switch (op) {
    case 0: return compareBytes(a, b) < 0;
    case 1: return compareBytes(a, b) <= 0;
    case 2: return sameBytes(a, b);
    case 3: return !sameBytes(a, b);
    case 4: return compareBytes(a, b) > 0;
    default: return compareBytes(a, b) >= 0;
  }
}
/** `data % args` */
export function percentBytes(data: Uint8Array, args: Value): Uint8Array {
  const out = bytesPercent(latinText(data), args, percentText, key => new Bytes(latinBytes(key)));
  reserve(out.length);
  return latinBytes(out);
}
/** What `%b` and `%s` show: bytes, buffers, and what has `__bytes__`. */
function percentText(v: Value): string {
  if (v instanceof Bytes || v instanceof ByteArray) return latinText(v.data);
  const data = lookup(typeOf(v), '__bytes__') !== undefined ? specialBytes(v) : bytesOrNone(v);
  if (data === undefined) throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(typeOf(v))}'`);
  return latinText(data);
}
export function hash(v: Value): number | bigint {
  const { data } = v as Bytes;
  if (data.length > 0 && !hashSeed.pinned) hashSeed.drawn++;
  setHashSeed(hashSeed.seed);
  return hashBytes(data);
}

T.bytes = defineClass({
  name: 'bytes',
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  alloc: cls => new Bytes(new Uint8Array(0), cls),
  slots: {
    new: newBytes,
    repr: v => bytesRepr((v as Bytes).data),
    str: v => bytesRepr((v as Bytes).data),
    hash,
    compare,
    len: v => (v as Bytes).data.length,
    getitem: (v, key) => getItem(v as Bytes, key),
    contains: (v, item) => containsByte(v as Bytes, item),
    concat: (a, b) => new Bytes(concatBytes(a, b)),
    repeat: (v, n) => {
      const self = v as Bytes;
      return n === 1 && self.cls === T.bytes ? self : new Bytes(repeatBytes(self.data, n, 'repeated bytes are too long'));
    },
    mod: (a, b) => {
      if (!(a instanceof Bytes)) return NotImplemented;
      try {
        return new Bytes(percentBytes(a.data, b));
      } catch (e) {
        return afterUnknown(e, 'bytes');
      }
    },
    iter: v => new BytesIter(v as Bytes, bytesIterator),
  },
  methods: {
    ...bytesMethods,
    __bytes__: { params: 'self, /', returns: 'bytes', call: (self: Bytes) => (self.cls === T.bytes ? self : new Bytes(self.data)) },
    __getnewargs__: { params: 'self, /', returns: 'tuple', call: (self: Bytes) => new Tuple([new Bytes(self.data)]) },
    __sizeof__: { params: 'self, /', returns: 'int', call: (self: Bytes) => 33 + self.data.length },
  },
});
