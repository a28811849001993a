// The `tuple` type (Objects/tupleobject.c).
import { typeOf } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { typeName } from '../names.ts';
import { equal, NotImplemented, spendMemory } from '../operators.ts';
import { indexError, typeError, valueError } from '../raise.ts';
import { vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { type Kw, Slice, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { classGetItem } from './generic-row.ts';
import { tupleHash } from './hash-halves.ts';
import { hasIndex, searchIndex, sliceIndices, toSize } from './indices.ts';
import { listItems } from './iteration.ts';
import { guardedRepr, joinReprs } from './repr-guard.ts';
import { TupleIter } from './sequence-iterators.ts';
import { compareItems, containsItem, indexOf, repeated, searchBound, taken } from './sequence.ts';

function make(cls: Type, args: Value[], kw: Kw): Value {
  if (cls === T.tuple || cls.slots.init === T.tuple.slots.init) noKeywords('tuple', kw);
  checkPositional('tuple', args, 0, 1);
  if (args.length === 0) return new Tuple([], cls);
  const v = args[0];
  if (cls === T.tuple && v instanceof Tuple && v.cls === T.tuple) return v;
  return new Tuple(listItems(v), cls);
}
function getItem(self: Tuple, key: Value): Value {
  const { items } = self;
  if (key instanceof Slice) {
    const span = sliceIndices(key, items.length);
    // `t[:]` is `t`.
    if (span.start === 0 && span.step === 1 && span.count === items.length && self.cls === T.tuple) return self;
    return new Tuple(taken(items, span));
  }
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`tuple indices must be integers or slices, not ${typeName(typeOf(key))}`);
  }
  const i = toSize(key, 'IndexError');
  const at = i < 0 ? i + items.length : i;
  if (at < 0 || at >= items.length) throw indexError('tuple index out of range');
  return items[at];
}
function concat(a: Value, b: Value): Value {
  const x = a as Tuple;
  if (x.items.length === 0 && b instanceof Tuple && b.cls === T.tuple) return b;
  if (!(b instanceof Tuple)) {
    if (b instanceof Unknown) throw new UnknownUsed(b.origins);
    throw typeError(`can only concatenate tuple (not "${typeName(typeOf(b))}") to tuple`);
  }
  if (b.items.length === 0 && x.cls === T.tuple) return x;
  spendMemory((x.items.length + b.items.length) * 8);
  return new Tuple(x.items.concat(b.items));
}
function repeat(v: Value, n: Value): Value {
  const self = v as Tuple;
  if (self.cls === T.tuple && (self.items.length === 0 || n === 1)) {
    toSize(n, 'OverflowError');
    return self;
  }
  return new Tuple(repeated(self.items, n));
}
function count(self: Tuple, value: Value): Value {
  let n = 0;
  for (const x of self.items) {
    if (equal(x, value)) n++;
    if (--vm.fuel < 0) vm.refuel();
  }
  return n;
}
function index(self: Tuple, value: Value, start?: Value, stop?: Value): Value {
  const n = self.items.length;
  const i = indexOf(self, value, searchBound(start, n, 0, searchIndex), searchBound(stop, n, Infinity, searchIndex));
  if (i < 0) throw valueError('tuple.index(x): x not in tuple');
  return i;
}

T.tuple = defineClass({
  name: 'tuple',
  doc: 'Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable\'s items.\n\nIf the argument is a tuple, the return value is the same object.',
  alloc: cls => new Tuple([], cls),
  slots: {
    new: make,
    repr: v => {
      const { items } = v as Tuple;
      if (items.length === 0) return '()';
      return guardedRepr(v as Tuple, '(...)', () => (items.length === 1 ? `(${joinReprs(items)},)` : `(${joinReprs(items)})`));
    },
    hash: v => tupleHash((v as Tuple).items),
    compare: (a, b, op) => (a instanceof Tuple && b instanceof Tuple ? compareItems(a, b, op) : NotImplemented),
    len: v => (v as Tuple).items.length,
    getitem: (v, key) => getItem(v as Tuple, key),
    contains: (v, item) => containsItem(v as Tuple, item),
    concat,
    repeat,
    iter: v => new TupleIter(v as Tuple),
  },
  methods: {
    index: { params: 'self, value, start=0, stop=9223372036854775807, /', returns: 'int', call: index },
    count: { params: 'self, value, /', returns: 'int', call: count },
    __getnewargs__: { params: 'self, /', returns: 'tuple', call: (self: Tuple) => new Tuple([new Tuple(self.items)]) },
    __class_getitem__: classGetItem,
  },
});
