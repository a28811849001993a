// The `memoryview` type over one dimension (Objects/memoryobject.c). Views of more dimensions are not modelled.
import { typeOf } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { Fault } from '../fault.ts';
import { layoutOf } from '../modules/struct/layout.ts';
import { packInto, unpackFrom } from '../modules/struct/packing.ts';
import { typeName } from '../names.ts';
import { equal, hash, NotImplemented } from '../operators.ts';
import { raising, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import type { CompareCode } from '../slots.ts';
import { touch } from '../state.ts';
import { originHere, Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, List, Mutable, Slice, T, Tuple, type Type, type Value } from '../values.ts';
import { lent } from './bytearray.ts';
import { hexText } from './bytes-methods.ts';
import { sameBytes } from './bytes-search.ts';
import { bytesOrNone, type Exporter, isExporter, strArgument } from './convert.ts';
import { hasIndex, sliceIndices, toSize } from './indices.ts';
import { defineIterator, moving, NativeIter } from './iterator-base.ts';
import { packReader, valueMaker } from './packed-values.ts';
import { address } from './object.ts';

/** An exporter whose items are not single bytes tells what they are. */
export interface ItemExporter extends Exporter {
  readonly itemFormat: string;
  readonly itemSize: number;
}
interface Shape1 {
  readonly base: Value;
  readonly offset: number;
  readonly count: number;
  readonly stride: number;
  readonly itemSize: number;
  readonly format: string;
  readonly readonlyBuffer: boolean;
}

export class MemoryView extends Mutable implements Exporter {
  readonly view: Shape1;
  released = false;
  constructor(view: Shape1) {
    super(T.memoryview);
    this.view = view;
  }
  get readonlyBuffer(): boolean {
    return this.view.readonlyBuffer;
  }
  /** The whole memory that is looked into, live. */
  memory(): Uint8Array {
    if (this.released) throw valueError('operation forbidden on released memoryview object');
    const { base } = this.view;
    return base instanceof Bytes || base instanceof ByteArray ? base.data : (base as Value & Exporter).exportBytes();
  }
  exportBytes(): Uint8Array {
    const { offset, count, stride, itemSize } = this.view;
    const memory = this.memory();
    if (stride === itemSize) return memory.subarray(offset, offset + count * itemSize);
    const out = new Uint8Array(count * itemSize);
    for (let i = 0; i < count; i++) out.set(memory.subarray(offset + i * stride, offset + i * stride + itemSize), i * itemSize);
    return out;
  }
  override saver(): () => void {
    const base = super.saver();
    const { released } = this;
    return () => {
      base();
      this.released = released;
    };
  }
}

function viewOf(v: Value): MemoryView {
  if (v instanceof MemoryView) {
    v.memory();
    return new MemoryView(v.view);
  }
  if (v instanceof Bytes) return new MemoryView({ base: v, offset: 0, count: v.data.length, stride: 1, itemSize: 1, format: 'B', readonlyBuffer: true });
  if (v instanceof ByteArray) {
    lent.add(v);
    return new MemoryView({ base: v, offset: 0, count: v.data.length, stride: 1, itemSize: 1, format: 'B', readonlyBuffer: false });
  }
  if (isExporter(v)) {
    if (!v.readonlyBuffer) lent.add(v as object);
    const { itemFormat = 'B', itemSize = 1 } = v as Value & Partial<ItemExporter> & Exporter;
    return new MemoryView({ base: v, offset: 0, count: v.exportBytes().length / itemSize, stride: itemSize, itemSize, format: itemFormat, readonlyBuffer: v.readonlyBuffer });
  }
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`memoryview: a bytes-like object is required, not '${typeName(typeOf(v))}'`);
}

// Items -----------------------------------------------------------------------------------------------------------

function itemAt(self: MemoryView, i: number): Value {
  const { offset, stride, format } = self.view;
  const at = offset + i * stride;
  const memory = self.memory();
  if (format === 'B') return memory[at];
  return unpackFrom(layoutOf(format), memory, at, valueMaker)[0];
}
function items(self: MemoryView): Value[] {
  const out: Value[] = [];
  self.memory();
  for (let i = 0; i < self.view.count; i++) out.push(itemAt(self, i));
  return out;
}
function position(self: MemoryView, key: Value): number {
  const i = toSize(key, 'IndexError');
  const { count } = self.view;
  const at = i < 0 ? i + count : i;
  if (at < 0 || at >= count) throw raising('IndexError', 'index out of bounds on dimension 1');
  return at;
}
function sliced(self: MemoryView, key: Slice): MemoryView {
  const { view } = self;
  const { start, step, count } = sliceIndices(key, view.count);
  return new MemoryView({ ...view, offset: view.offset + start * view.stride, stride: view.stride * step, count });
}
function getItem(self: MemoryView, given: Value): Value {
  self.memory();
  const key = given instanceof Tuple && given.items.length === 1 && hasIndex(given.items[0]) ? given.items[0] : given;
  if (key instanceof Slice) return sliced(self, key);
  if (hasIndex(key)) return itemAt(self, position(self, key));
  if (key instanceof Unknown) throw new UnknownUsed(key.origins);
  if (key instanceof Tuple && key.items.length === 0) throw raising('NotImplementedError', 'sub-views are not implemented');
  throw typeError('memoryview: invalid slice key');
}
function setItem(self: MemoryView, key: Value, value: Value): void {
  self.memory();
  const { view } = self;
  if (view.readonlyBuffer) throw typeError('cannot modify read-only memory');
  if (hasIndex(key)) {
    putItem(self, position(self, key), value);
    return;
  }
  if (!(key instanceof Slice)) throw typeError('memoryview: invalid slice key');
  const from = bytesOrNone(value);
  if (from === undefined) throw typeError(`a bytes-like object is required, not '${typeName(typeOf(value))}'`);
  const part = sliced(self, key);
  const source = viewOf(value);
  if (source.view.count !== part.view.count || source.view.format !== part.view.format) throw valueError('memoryview assignment: lvalue and rvalue have different structures');
  const copy = from.slice();
  changed(self);
  const memory = self.memory();
  const { offset, stride, itemSize, count } = part.view;
  for (let i = 0; i < count; i++) memory.set(copy.subarray(i * itemSize, (i + 1) * itemSize), offset + i * stride);
}
function changed(self: MemoryView): void {
  if (self.view.base instanceof Mutable) touch(self.view.base);
}
/** Packs one item; the errors are memoryview's own. */
function putItem(self: MemoryView, i: number, value: Value): void {
  const { offset, stride, itemSize, format } = self.view;
  const out = new Uint8Array(itemSize);
  try {
    packInto(layoutOf(format), out, 0, [value], packReader);
  } catch (e) {
    if (e instanceof Fault && (e.type === 'struct.error' || e.type === 'OverflowError')) {
      const wrongType = /required argument|char format requires|must be/.test(e.message);
      throw wrongType ? typeError(`memoryview: invalid type for format '${format}'`) : valueError(`memoryview: invalid value for format '${format}'`);
    }
    throw e;
  }
  changed(self);
  self.memory().set(out, offset + i * stride);
}

// Methods ---------------------------------------------------------------------------------------------------------

const SINGLE = 'cbB?hHiIlLqQnNefdP';
function cast(self: MemoryView, format: Value, shape?: Value): Value {
  self.memory();
  const name = strArgument(format, 'cast', "argument 'format'");
  const { view } = self;
  if (view.stride !== view.itemSize) throw typeError('memoryview: casts are restricted to C-contiguous views');
  const code = name.startsWith('@') ? name.slice(1) : name;
  if (code.length !== 1 || !SINGLE.includes(code)) throw valueError("memoryview: destination format must be a native single character format prefixed with an optional '@'");
  const itemSize = layoutOf(code).size;
  const bytes = (f: string): boolean => 'cbB'.includes(f.replace('@', ''));
  if (!bytes(view.format) && !bytes(name)) throw typeError('memoryview: cannot cast between two non-byte formats');
  const length = view.count * view.itemSize;
  if (length % itemSize !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  if (shape !== undefined) {
    const dims = shape instanceof Tuple || shape instanceof List ? shape.items : undefined;
    if (dims === undefined) throw typeError('shape must be a list or a tuple');
    if (dims.length !== 1) return new Unknown([originHere('not-modelled', 'memoryview of several dimensions')]);
    if (dims[0] !== length / itemSize) throw typeError('memoryview: product(shape) * itemsize != buffer size');
  }
  return new MemoryView({ ...view, format: name, itemSize, stride: itemSize, count: length / itemSize });
}
function compareViews(a: Value, b: Value, op: CompareCode): Value {
  if (op !== 2 && op !== 3) return NotImplemented;
  if (!(a instanceof MemoryView)) return NotImplemented;
  if (a === b) return op === 2;
  if (a.released || (b instanceof MemoryView && b.released)) return op === 3;
  if (bytesOrNone(b) === undefined) return NotImplemented;
  const other = viewOf(b);
  return sameItems(a, other) === (op === 2);
}
function sameItems(a: MemoryView, b: MemoryView): boolean {
  if (a.view.count !== b.view.count) return false;
  if (a.view.format === 'B' && b.view.format === 'B') return sameBytes(a.exportBytes(), b.exportBytes());
  const x = items(a);
  const y = items(b);
  return x.every((v, i) => equal(v, y[i]));
}
function toBytes(self: MemoryView, order?: Value): Value {
  if (order !== undefined && order !== null) {
    const s = strArgument(order, 'tobytes', "argument 'order'");
    if (s !== 'C' && s !== 'F' && s !== 'A') throw valueError("order must be 'C', 'F' or 'A'");
  }
  return new Bytes(self.exportBytes().slice());
}
function hashView(v: Value): number | bigint {
  const self = v as MemoryView;
  const data = self.exportBytes();
  if (!self.view.readonlyBuffer) throw valueError('cannot hash writable memoryview object');
  if (!'Bbc'.includes(self.view.format)) throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  return hash(new Bytes(data));
}
const contiguous = (self: MemoryView): Value => {
  self.memory();
  return self.view.count === 1 || self.view.stride === self.view.itemSize;
};
const field = (f: (view: Shape1) => Value): [(self: MemoryView) => Value] => [
  self => {
    self.memory();
    return f(self.view);
  },
];
function release(self: MemoryView): Value {
  touch(self);
  self.released = true;
  return null;
}

class MemoryIter extends NativeIter {
  private readonly of: MemoryView;
  index = 0;
  constructor(of: MemoryView) {
    super(memoryIterator);
    this.of = of;
  }
  next(): Value | undefined {
    if (this.index >= this.of.view.count) return undefined;
    moving(this);
    return itemAt(this.of, this.index++);
  }
}
const memoryIterator: Type = defineIterator({ name: 'memory_iterator' });

const parameters = signature('object', false);

T.memoryview = defineClass({
  name: 'memoryview',
  subclassable: false,
  doc: 'Create a new memoryview object which references the given object.',
  slots: {
    new: (_cls, args, kw) => viewOf(bindNative(parameters, 'memoryview', 'memoryview', args, kw)[0] as Value),
    repr: v => `<${(v as MemoryView).released ? 'released memory' : 'memory'} at ${address(v)}>`,
    hash: hashView,
    compare: compareViews,
    len: v => {
      (v as MemoryView).memory();
      return (v as MemoryView).view.count;
    },
    getitem: (v, key) => getItem(v as MemoryView, key),
    setitem: (v, key, value) => setItem(v as MemoryView, key, value),
    delitem: v => {
      (v as MemoryView).memory();
      throw typeError((v as MemoryView).view.readonlyBuffer ? 'cannot modify read-only memory' : 'cannot delete memory');
    },
    iter: v => {
      (v as MemoryView).memory();
      return new MemoryIter(v as MemoryView);
    },
  },
  methods: {
    tobytes: { params: 'self, /, order=None', returns: 'bytes', call: toBytes },
    tolist: { params: 'self, /', returns: 'list', call: (self: MemoryView) => new List(items(self)) },
    hex: { params: 'self, /, sep=None, bytes_per_sep=1', returns: 'str', call: (self: MemoryView, sep?: Value, group?: Value) => hexText(self.exportBytes(), sep, group) },
    cast: { params: 'self, /, format, shape=None', call: cast },
    toreadonly: {
      params: 'self, /',
      call: (self: MemoryView) => {
        self.memory();
        return new MemoryView({ ...self.view, readonlyBuffer: true });
      },
    },
    release: { params: 'self, /', returns: 'none', call: release },
    __enter__: {
      params: 'self, /',
      call: (self: MemoryView) => {
        self.memory();
        return self;
      },
    },
    __exit__: { params: 'self, /, *args', call: release },
  },
  getset: {
    obj: field(v => v.base),
    nbytes: field(v => v.count * v.itemSize),
    readonly: field(v => v.readonlyBuffer),
    itemsize: field(v => v.itemSize),
    format: field(v => v.format),
    ndim: field(() => 1),
    shape: field(v => new Tuple([v.count])),
    strides: field(v => new Tuple([v.stride])),
    suboffsets: field(() => new Tuple([])),
    c_contiguous: [contiguous],
    f_contiguous: [contiguous],
    contiguous: [contiguous],
  },
});
