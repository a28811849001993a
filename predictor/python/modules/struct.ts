// The `_struct` module (Modules/_struct.c): Python values around the packing in struct/.
import { typeOf } from '../attributes.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { Fault } from '../fault.ts';
import { typeName } from '../names.ts';
import { raising, typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch } from '../state.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { bytesOf, strOf, toSsize, writableBytes } from '../types/convert.ts';
import { latinText } from '../types/latin-text.ts';
import { reserve } from '../types/large.ts';
import { packReader, valueMaker } from '../types/packed-values.ts';
import { Bytes, type Module, Mutable, Tuple, type Type, type Value } from '../values.ts';
import { moduleError } from './module-errors.ts';
import { type Layout, layoutOf } from './struct/layout.ts';
import { checkCount, checkIteration, pack, packInto, unpack, unpackFrom } from './struct/packing.ts';

// Formats ---------------------------------------------------------------------------------------------------------

const layouts = new Map<string, Layout>();
/** The layout of a format, given as str or bytes. */
function layout(format: Value): Layout {
  const text = formatText(format);
  let l = layouts.get(text);
  if (l === undefined) {
    l = layoutOf(text);
    if (layouts.size > 100) layouts.clear();
    layouts.set(text, l);
  }
  return l;
}
function formatText(format: Value): string {
  const s = strOf(format);
  if (s !== undefined) {
    for (let i = 0; i < s.length; i++) {
      if (s.charCodeAt(i) > 127) throw new Fault('UnicodeEncodeError', "'ascii' codec can't encode character", ['ascii', s, i, i + 1, 'ordinal not in range(128)']);
    }
    return s;
  }
  if (format instanceof Bytes) return latinText(format.data);
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(typeOf(format))}`);
}

class StructObject extends Mutable {
  format = '';
  layout: Layout | null = null;
  override saver(): () => void {
    const base = super.saver();
    const { format, layout: was } = this;
    return () => {
      base();
      Object.assign(this, { format, layout: was });
    };
  }
}
function ready(self: StructObject): Layout {
  if (self.layout === null) throw raising('RuntimeError', 'Struct object is not initialized');
  return self.layout;
}

// Packing ---------------------------------------------------------------------------------------------------------

function packed(l: Layout, values: readonly Value[]): Value {
  checkCount('pack', l, values.length);
  reserve(l.size);
  return new Bytes(pack(l, values, packReader));
}
function packedInto(l: Layout, args: readonly Value[]): Value {
  // CPython counts the arguments before it looks at them.
  if (args.length < 2) {
    throw typeError(args.length === 0 ? 'pack_into expected buffer argument' : 'pack_into expected offset argument');
  }
  checkCount('pack_into', l, args.length - 2);
  const buffer = writableBytes(args[0], 'pack_into', 'argument');
  const offset = toSsize(args[1]);
  if (args[0] instanceof Mutable) touch(args[0]);
  packInto(l, buffer, offset, args.slice(2), packReader);
  return null;
}
function unpacked(l: Layout, buffer: Value): Value {
  return new Tuple(unpack(l, bytesOf(buffer), valueMaker));
}
function unpackedFrom(l: Layout, buffer: Value, offset: Value | undefined): Value {
  return new Tuple(unpackFrom(l, bytesOf(buffer), offset === undefined ? 0 : toSsize(offset), valueMaker));
}

class UnpackIter extends NativeIter {
  private readonly layout: Layout;
  private readonly buffer: Value;
  private at = 0;
  constructor(l: Layout, buffer: Value) {
    super(unpackIterator);
    this.layout = l;
    this.buffer = buffer;
  }
  left(): number {
    return (bytesOf(this.buffer).length - this.at) / this.layout.size;
  }
  next(): Value | undefined {
    const data = bytesOf(this.buffer);
    if (this.at >= data.length) return undefined;
    moving(this);
    const out = unpackFrom(this.layout, data, this.at, valueMaker);
    this.at += this.layout.size;
    return new Tuple(out);
  }
}
const unpackIterator: Type = defineIterator({
  name: 'unpack_iterator',
  module: '_struct',
  methods: { __length_hint__: { params: 'self, /', returns: 'int', call: (self: UnpackIter) => self.left() } },
});
function iterated(l: Layout, buffer: Value): Value {
  checkIteration(l, bytesOf(buffer).length);
  return new UnpackIter(l, buffer);
}

const parameters = signature('format', false);
let structClass: Type | undefined;
const classOf = (): Type => {
  structClass ??= defineClass({
    name: 'Struct',
    module: '_struct',
    doc: 'Struct(fmt) --> compiled struct object',
    hasDict: false,
    alloc: cls => new StructObject(cls),
    slots: {
      new: cls => new StructObject(cls),
      init: (v, args, kw) => {
        const [format] = bindNative(parameters, 'Struct', 'Struct', args, kw) as [Value];
        const self = v as StructObject;
        touch(self);
        self.layout = layout(format);
        self.format = formatText(format);
      },
    },
    methods: {
      pack: { params: 'self, /, *args', returns: 'bytes', call: (self: StructObject, args: Value[]) => packed(ready(self), args) },
      pack_into: { params: 'self, /, *args', returns: 'none', call: (self: StructObject, args: Value[]) => packedInto(ready(self), args) },
      unpack: { params: 'self, buffer, /', returns: 'tuple', call: (self: StructObject, buffer: Value) => unpacked(ready(self), buffer) },
      unpack_from: { params: 'self, /, buffer, offset=0', returns: 'tuple', call: (self: StructObject, buffer: Value, offset?: Value) => unpackedFrom(ready(self), buffer, offset) },
      iter_unpack: { params: 'self, buffer, /', call: (self: StructObject, buffer: Value) => iterated(ready(self), buffer) },
    },
    getset: {
      format: [(self: StructObject) => self.format],
      size: [(self: StructObject) => ready(self).size],
    },
  });
  return structClass;
};

const rows: Methods = {
  calcsize: { params: 'format, /', returns: 'int', call: (format: Value) => layout(format).size },
  pack: {
    params: '*args', returns: 'bytes',
    call: (args: Value[]) => {
      if (args.length === 0) throw typeError('missing format argument');
      return packed(layout(args[0]), args.slice(1));
    },
  },
  pack_into: {
    params: '*args', returns: 'none',
    call: (args: Value[]) => {
      if (args.length === 0) throw typeError('missing format argument');
      return packedInto(layout(args[0]), args.slice(1));
    },
  },
  unpack: { params: 'format, buffer, /', returns: 'tuple', call: (format: Value, buffer: Value) => unpacked(layout(format), buffer) },
  unpack_from: { params: 'format, /, buffer, offset=0', returns: 'tuple', call: (format: Value, buffer: Value, offset?: Value) => unpackedFrom(layout(format), buffer, offset) },
  iter_unpack: { params: 'format, buffer, /', call: (format: Value, buffer: Value) => iterated(layout(format), buffer) },
  _clearcache: { params: '', returns: 'none', call: () => null },
};
export const structModule = (): Module => defineModule('_struct', rows, { Struct: classOf(), error: moduleError('struct', 'error') });
