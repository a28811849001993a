// The `array` module (Modules/arraymodule.c).
import { typeOf } from '../attributes.ts';
import { callMethod } from '../calls.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { typeName } from '../names.ts';
import { compare as compareValues, equal, iterate, NotImplemented, repr, truth } from '../operators.ts';
import { indexError, raising, typeError, valueError } from '../raise.ts';
import { parsedCount } from '../signature.ts';
import type { CompareCode } from '../slots.ts';
import { touch, vm } from '../state.ts';
import { strRepr } from '../text/str-repr.ts';
import { notLent } from '../types/bytearray.ts';
import { noKeywords } from '../types/constructor-arguments.ts';
import { badArgument, bytesOf, type Exporter, strArgument, strOf } from '../types/convert.ts';
import { classGetItem } from '../types/generic-row.ts';
import { hasIndex, sliceIndex, sliceIndices, toSize, toSsize } from '../types/indices.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { reserve } from '../types/large.ts';
import { chars, strLength } from '../text/code-points.ts';
import { compareLengths, searchBound } from '../types/sequence.ts';
import { unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, type Kw, List, type Module, Mutable, Slice, T, Tuple, type Type, type Value } from '../values.ts';
import { itemTypes, type ItemType } from './array-items.ts';

export class ArrayObject extends Mutable implements Exporter {
  readonly item: ItemType;
  /** Room for more items than there are, so that appending is cheap. */
  private buffer: ArrayBuffer;
  private view: DataView;
  length: number;
  readonly readonlyBuffer = false;
  constructor(item: ItemType, length: number, cls: Type) {
    super(cls);
    this.item = item;
    this.length = length;
    this.buffer = new ArrayBuffer(length * item.size);
    this.view = new DataView(this.buffer);
  }
  get itemFormat(): string {
    return this.item.code === 'u' ? 'w' : this.item.code;
  }
  get itemSize(): number {
    return this.item.size;
  }
  exportBytes(): Uint8Array {
    return new Uint8Array(this.buffer, 0, this.length * this.item.size);
  }
  get(i: number): Value {
    return this.item.get(this.view, i * this.item.size);
  }
  /** Throws before anything has changed where the value does not fit. */
  set(i: number, v: Value): void {
    touch(this);
    this.item.set(this.view, i * this.item.size, v);
  }
  resize(length: number): void {
    if (length !== this.length) notLent(this);
    touch(this);
    const need = length * this.item.size;
    if (need > this.buffer.byteLength || need < this.buffer.byteLength >> 2) {
      reserve(need);
      const grown = new Uint8Array(Math.max(need, this.length < length && this.length > 0 ? Math.min(need * 2, need + (1 << 24)) : need));
      grown.set(this.exportBytes().subarray(0, need));
      this.buffer = grown.buffer;
      this.view = new DataView(this.buffer);
    }
    this.length = length;
  }
  /** Replaces the whole content. */
  load(data: Uint8Array): void {
    this.resize(data.length / this.item.size);
    this.exportBytes().set(data);
  }
  append(v: Value): void {
    this.resize(this.length + 1);
    try {
      this.item.set(this.view, (this.length - 1) * this.item.size, v);
    } catch (e) {
      this.length--;
      throw e;
    }
  }
  override saver(): () => void {
    const base = super.saver();
    const data = this.exportBytes().slice();
    return () => {
      base();
      this.buffer = data.buffer;
      this.view = new DataView(this.buffer);
      this.length = data.length / this.item.size;
    };
  }
}

// Making ----------------------------------------------------------------------------------------------------------

const CODES = 'bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)';
function make(cls: Type, args: Value[], kw: Kw): Value {
  if (cls === classOf() || cls.slots.init === T.object.slots.init) noKeywords('array.array', kw);
  if (args.length < 1 || args.length > 2) throw parsedCount('array', args.length, 1, 2);
  const code = strOf(args[0]);
  if (code === undefined || strLength(code) !== 1) throw badArgument('array', 'argument 1', 'a unicode character', args[0]);
  const initial = args[1];
  if (initial !== undefined && code !== 'u') {
    if (strOf(initial) !== undefined) throw typeError(`cannot use a str to initialize an array with typecode '${code}'`);
    if (initial instanceof ArrayObject && initial.item.code === 'u') throw typeError(`cannot use a unicode array to initialize an array with typecode '${code}'`);
  }
  const plain = initial === undefined || initial instanceof List || initial instanceof Tuple || initial instanceof Bytes || initial instanceof ByteArray || initial instanceof ArrayObject;
  const it = plain || strOf(initial) !== undefined ? undefined : iterate(initial);
  const item = itemTypes.get(code);
  if (item === undefined) throw valueError(CODES);
  const self = new ArrayObject(item, 0, cls);
  if (initial === undefined) return self;
  if (initial instanceof Bytes || initial instanceof ByteArray) fromBytes(self, initial);
  else if (it !== undefined) {
    for (let x = it.next(); x !== undefined; x = it.next()) {
      self.append(x);
      if (--vm.fuel < 0) vm.refuel();
    }
  } else if (initial instanceof ArrayObject && initial.item === item) self.load(initial.exportBytes().slice());
  else {
    const text = strOf(initial);
    const items = text !== undefined ? chars(text) : initial instanceof ArrayObject ? itemsOf(initial) : (initial as List).items;
    reserve(items.length * item.size);
    self.resize(items.length);
    for (let i = 0; i < items.length; i++) self.set(i, items[i]);
    vm.fuel -= items.length >> 3;
  }
  return self;
}
function itemsOf(a: ArrayObject): Value[] {
  const out: Value[] = new Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a.get(i);
  return out;
}
/** A fresh array of the same items or of a part of them. */
function part(a: ArrayObject, data: Uint8Array): ArrayObject {
  const out = new ArrayObject(a.item, 0, classOf());
  out.load(data);
  return out;
}
function fromBytes(self: ArrayObject, v: Value): Value {
  const data = bytesOf(v).slice();
  if (data.length % self.item.size !== 0) throw valueError('bytes length not a multiple of item size');
  const n = self.length;
  self.resize(n + data.length / self.item.size);
  self.exportBytes().set(data, n * self.item.size);
  return null;
}

// Items -----------------------------------------------------------------------------------------------------------

function position(self: ArrayObject, key: Value, message: string): number {
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError('array indices must be integers');
  }
  const i = toSize(key, 'IndexError');
  const at = i < 0 ? i + self.length : i;
  if (at < 0 || at >= self.length) throw indexError(message);
  return at;
}
function sliced(self: ArrayObject, key: Slice): Uint8Array {
  const { start, step, count } = sliceIndices(key, self.length);
  const { size } = self.item;
  const data = self.exportBytes();
  if (step === 1) return data.slice(start * size, (start + count) * size);
  const out = new Uint8Array(count * size);
  for (let i = start, k = 0; k < count; k++, i += step) out.set(data.subarray(i * size, (i + 1) * size), k * size);
  return out;
}
function setItem(self: ArrayObject, key: Value, value: Value | undefined): void {
  if (!(key instanceof Slice)) {
    const at = position(self, key, 'array assignment index out of range');
    if (value !== undefined) self.set(at, value);
    else splice(self, at, at + 1, new Uint8Array(0));
    return;
  }
  const { start, stop, step, count } = sliceIndices(key, self.length);
  let by = new Uint8Array(0);
  if (value !== undefined) {
    if (!(value instanceof ArrayObject)) throw typeError(`can only assign array (not "${typeName(typeOf(value))}") to array slice`);
    if (value.item !== self.item) throw typeError('bad argument type for built-in operation');
    by = value.exportBytes().slice();
  }
  const { size } = self.item;
  if (step === 1) {
    splice(self, start, Math.max(start, stop), by);
    return;
  }
  const n = by.length / size;
  if (n === 0) {
    const gone = new Set<number>();
    for (let i = start, k = 0; k < count; k++, i += step) gone.add(i);
    const left = itemsOf(self).filter((_, i) => !gone.has(i));
    touch(self);
    left.forEach((v, i) => {
      self.set(i, v);
    });
    self.resize(left.length);
    return;
  }
  if (n !== count) throw valueError(`attempt to assign array of size ${n} to extended slice of size ${count}`);
  touch(self);
  const data = self.exportBytes();
  for (let i = start, k = 0; k < count; k++, i += step) data.set(by.subarray(k * size, (k + 1) * size), i * size);
}
/** Replaces items[from…to). */
function splice(self: ArrayObject, from: number, to: number, by: Uint8Array): void {
  const { size } = self.item;
  const data = self.exportBytes();
  const out = new Uint8Array(data.length - (to - from) * size + by.length);
  out.set(data.subarray(0, from * size));
  out.set(by, from * size);
  out.set(data.subarray(to * size), from * size + by.length);
  self.load(out);
}
function search(self: ArrayObject, value: Value, from: number, to: number): number {
  for (let i = from; i < to && i < self.length; i++) {
    if (equal(self.get(i), value)) return i;
    if (--vm.fuel < 0) vm.refuel();
  }
  return -1;
}

// Growth ----------------------------------------------------------------------------------------------------------

function extend(self: ArrayObject, v: Value): Value {
  if (v instanceof ArrayObject) {
    if (v.item !== self.item) throw typeError('can only extend with array of same kind');
    return fromBytes(self, v);
  }
  const it = iterate(v);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    self.append(x);
    if (--vm.fuel < 0) vm.refuel();
  }
  return null;
}
function repeated(self: ArrayObject, count: Value): Uint8Array {
  const n = Math.max(0, toSize(count, 'OverflowError'));
  const data = self.exportBytes();
  if (data.length * n >= 2 ** 63) throw raising('MemoryError');
  reserve(data.length * n);
  const out = new Uint8Array(data.length * n);
  for (let i = 0; i < n && data.length > 0; i++) out.set(data, i * data.length);
  return out;
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof ArrayObject) || !(b instanceof ArrayObject)) return NotImplemented;
  if (a.length !== b.length && (op === 2 || op === 3)) return op === 3;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a.get(i);
    const y = b.get(i);
    if (truth(compareValues(x, y, 2))) continue;
    return op === 2 ? false : op === 3 ? true : compareValues(x, y, op);
  }
  return compareLengths(a.length, b.length, op);
}
function byteswap(self: ArrayObject): Value {
  const { size } = self.item;
  touch(self);
  const data = self.exportBytes();
  for (let i = 0; i < data.length; i += size) data.subarray(i, i + size).reverse();
  return null;
}
const onlyText = (self: ArrayObject, name: string): void => {
  if (self.item.code !== 'u') throw valueError(`${name}() may only be called on unicode type arrays`);
};
const notModelled = (): Value => unknown('not-modelled', 'array.array and files');

class ArrayIter extends NativeIter {
  private of: ArrayObject | null;
  private at = 0;
  constructor(of: ArrayObject) {
    super(arrayIterator);
    this.of = of;
  }
  next(): Value | undefined {
    if (this.of === null) return undefined;
    moving(this);
    if (this.at < this.of.length) return this.of.get(this.at++);
    this.of = null;
    return undefined;
  }
}
const arrayIterator: Type = defineIterator({ name: 'arrayiterator', module: 'array' });

const copy = (self: ArrayObject): Value => part(self, self.exportBytes().slice());
const methods: Methods = {
  append: {
    params: 'self, v, /', returns: 'none',
    call: (self: ArrayObject, v: Value) => {
      self.append(v);
      return null;
    },
  },
  extend: { params: 'self, bb, /', returns: 'none', call: extend },
  insert: {
    params: 'self, i, v, /', returns: 'none',
    call: (self: ArrayObject, index: Value, v: Value) => {
      const i = toSsize(index);
      const one = new ArrayObject(self.item, 1, classOf());
      one.set(0, v);
      const at = i < 0 ? Math.max(0, i + self.length) : Math.min(i, self.length);
      splice(self, at, at, one.exportBytes());
      return null;
    },
  },
  pop: {
    params: 'self, i=-1, /',
    call: (self: ArrayObject, index?: Value) => {
      const i = index === undefined ? -1 : toSsize(index);
      if (self.length === 0) throw indexError('pop from empty array');
      const at = i < 0 ? i + self.length : i;
      if (at < 0 || at >= self.length) throw indexError('pop index out of range');
      const v = self.get(at);
      if (at === self.length - 1) self.resize(at);
      else splice(self, at, at + 1, new Uint8Array(0));
      return v;
    },
  },
  remove: {
    params: 'self, v, /', returns: 'none',
    call: (self: ArrayObject, v: Value) => {
      const at = search(self, v, 0, Infinity);
      if (at < 0) throw valueError('array.remove(x): x not in array');
      splice(self, at, at + 1, new Uint8Array(0));
      return null;
    },
  },
  index: {
    params: 'self, v, start=0, stop=9223372036854775807, /', returns: 'int',
    call: (self: ArrayObject, v: Value, start?: Value, stop?: Value) => {
      const at = search(self, v, searchBound(start, self.length, 0, sliceIndex), searchBound(stop, self.length, Infinity, sliceIndex));
      if (at < 0) throw valueError('array.index(x): x not in array');
      return at;
    },
  },
  count: { params: 'self, v, /', returns: 'int', call: (self: ArrayObject, v: Value) => itemsOf(self).filter(x => equal(x, v)).length },
  reverse: {
    params: 'self, /', returns: 'none',
    call: (self: ArrayObject) => {
      const items = itemsOf(self).reverse();
      items.forEach((v, i) => {
        self.set(i, v);
      });
      return null;
    },
  },
  byteswap: { params: 'self, /', returns: 'none', call: byteswap },
  tobytes: { params: 'self, /', returns: 'bytes', call: (self: ArrayObject) => new Bytes(self.exportBytes().slice()) },
  tolist: { params: 'self, /', returns: 'list', call: (self: ArrayObject) => new List(itemsOf(self)) },
  frombytes: { params: 'self, buffer, /', returns: 'none', call: fromBytes },
  fromlist: {
    params: 'self, list, /', returns: 'none',
    call: (self: ArrayObject, list: Value) => {
      if (!(list instanceof List)) throw typeError('arg must be list');
      const n = self.length;
      try {
        for (const v of list.items) self.append(v);
      } catch (e) {
        self.resize(n);
        throw e;
      }
      return null;
    },
  },
  tounicode: {
    params: 'self, /', returns: 'str',
    call: (self: ArrayObject) => {
      onlyText(self, 'tounicode');
      return itemsOf(self).join('');
    },
  },
  fromunicode: {
    params: 'self, ustr, /', returns: 'none',
    call: (self: ArrayObject, text: Value) => {
      const s = strArgument(text, 'fromunicode', 'argument');
      onlyText(self, 'fromunicode');
      for (const c of chars(s)) self.append(c);
      return null;
    },
  },
  buffer_info: { params: 'self, /', returns: 'tuple', call: (self: ArrayObject) => new Tuple([unknown('order', 'address of an array', T.int), self.length]) },
  tofile: {
    params: 'self, f, /', returns: 'none',
    call: (self: ArrayObject, f: Value) => {
      callMethod(f, 'write', [new Bytes(self.exportBytes().slice())]);
      return null;
    },
  },
  fromfile: { params: 'self, f, n, /', returns: 'none', call: notModelled },
  __copy__: { params: 'self, /', call: copy },
  __deepcopy__: { params: 'self, unused, /', call: copy },
  __reduce_ex__: {
    params: 'self, value, /', returns: 'tuple',
    call: (self: ArrayObject) => new Tuple([self.cls, new Tuple([self.item.code, new List(itemsOf(self))]), null]),
  },
  __class_getitem__: classGetItem,
};

let cls: Type | undefined;
function classOf(): Type {
  cls ??= defineClass({
    name: 'array',
    module: 'array',
    alloc: c => new ArrayObject(itemTypes.get('b')!, 0, c),
    slots: {
      new: make,
      repr: v => {
        const self = v as ArrayObject;
        const name = typeOf(v).name;
        if (self.length === 0) return `${name}('${self.item.code}')`;
        return `${name}('${self.item.code}', ${self.item.code === 'u' ? strRepr(itemsOf(self).join('')) : repr(new List(itemsOf(self)))})`;
      },
      hash: null,
      compare,
      len: v => (v as ArrayObject).length,
      getitem: (v, key) => {
        const self = v as ArrayObject;
        return key instanceof Slice ? part(self, sliced(self, key)) : self.get(position(self, key, 'array index out of range'));
      },
      setitem: (v, key, value) => setItem(v as ArrayObject, key, value),
      delitem: (v, key) => setItem(v as ArrayObject, key, undefined),
      contains: (v, item) => search(v as ArrayObject, item, 0, Infinity) >= 0,
      concat: (a, b) => {
        if (!(b instanceof ArrayObject)) throw typeError(`can only append array (not "${typeName(typeOf(b))}") to array`);
        const x = a as ArrayObject;
        if (b.item !== x.item) throw typeError('bad argument type for built-in operation');
        const out = copy(x) as ArrayObject;
        fromBytes(out, b);
        return out;
      },
      repeat: (v, n) => part(v as ArrayObject, repeated(v as ArrayObject, n)),
      iconcat: (v, other) => {
        if (!(other instanceof ArrayObject)) throw typeError(`can only extend with array (not "${typeName(typeOf(other))}")`);
        extend(v as ArrayObject, other);
        return v;
      },
      irepeat: (v, n) => {
        (v as ArrayObject).load(repeated(v as ArrayObject, n));
        return v;
      },
      iter: v => new ArrayIter(v as ArrayObject),
    },
    methods,
    getset: {
      typecode: [(self: ArrayObject) => self.item.code],
      itemsize: [(self: ArrayObject) => self.item.size],
    },
  });
  return cls;
}
export const arrayModule = (): Module => {
  const array = classOf();
  return defineModule('array', {}, { array, ArrayType: array, typecodes: 'bBuhHiIlLqQfd', _array_reconstructor: unknown('not-modelled', 'array._array_reconstructor') });
};
