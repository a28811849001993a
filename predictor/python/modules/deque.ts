// `collections.deque` (Modules/_collectionsmodule.c), kept in a ring of items.
import { getAttr, typeOf } from '../attributes.ts';
import { flagCollection } from '../collection-flags.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { typeName } from '../names.ts';
import { compare, enterNative, equal, iterate, NotImplemented, repr, spendMemory } from '../operators.ts';
import { indexError, runtimeError, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import type { CompareCode } from '../slots.ts';
import { touch, vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { List, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { classGetItem } from '../types/generic-row.ts';
import { exactSsize, hasIndex, searchIndex, toSize, toSsize } from '../types/indices.ts';
import { mustKnow } from '../types/known.ts';
import { listItems } from '../types/iteration.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { guardedRepr } from '../types/repr-guard.ts';
import { compareLengths, searchBound } from '../types/sequence.ts';

export class Deque extends Mutable {
  /** Its length is a power of two; the first item stands at `head`. */
  ring: (Value | undefined)[] = new Array<Value | undefined>(8);
  head = 0;
  size = 0;
  maxlen: number | null = null;
  /** Changes with each addition and removal, so that iterators notice. */
  state = 0;
  override saver(): () => void {
    const base = super.saver();
    const { head, size, maxlen, state } = this;
    const ring = this.ring.slice();
    return () => {
      base();
      Object.assign(this, { ring, head, size, maxlen, state });
    };
  }
  at(i: number): Value {
    return this.ring[(this.head + i) & (this.ring.length - 1)]!;
  }
  put(i: number, v: Value): void {
    this.ring[(this.head + i) & (this.ring.length - 1)] = v;
  }
  items(): Value[] {
    const out: Value[] = new Array(this.size);
    for (let i = 0; i < this.size; i++) out[i] = this.at(i);
    return out;
  }
  private room(): void {
    if (this.size < this.ring.length) return;
    spendMemory(this.size * 16);
    const items: (Value | undefined)[] = this.items();
    items.length = this.size * 2;
    this.ring = items;
    this.head = 0;
  }
  append(v: Value): void {
    touch(this);
    this.state++;
    this.room();
    this.put(this.size++, v);
    if (this.maxlen !== null && this.size > this.maxlen) this.popLeft();
  }
  appendLeft(v: Value): void {
    touch(this);
    this.state++;
    this.room();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.size++;
    this.put(0, v);
    if (this.maxlen !== null && this.size > this.maxlen) this.pop();
  }
  pop(): Value {
    touch(this);
    this.state++;
    const v = this.at(--this.size);
    this.ring[(this.head + this.size) & (this.ring.length - 1)] = undefined;
    return v;
  }
  popLeft(): Value {
    touch(this);
    this.state++;
    const v = this.at(0);
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.size--;
    return v;
  }
  /** Takes on a new content. */
  fill(items: readonly Value[]): void {
    touch(this);
    this.state++;
    let size = 8;
    while (size < items.length) size *= 2;
    this.ring = new Array<Value | undefined>(size);
    for (let i = 0; i < items.length; i++) this.ring[i] = items[i];
    this.head = 0;
    this.size = items.length;
  }
}

// Methods ---------------------------------------------------------------------------------------------------------

function extend(self: Deque, iterable: Value): void {
  if (iterable === self) {
    for (const v of self.items()) self.append(v);
    return;
  }
  const it = iterate(iterable);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    self.append(x);
    if (--vm.fuel < 0) vm.refuel();
  }
}
function extendLeft(self: Deque, iterable: Value): void {
  if (iterable === self) {
    for (const v of self.items()) self.appendLeft(v);
    return;
  }
  const it = iterate(iterable);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    self.appendLeft(x);
    if (--vm.fuel < 0) vm.refuel();
  }
}
function position(self: Deque, key: Value): number {
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`sequence index must be integer, not '${typeName(typeOf(key))}'`);
  }
  let i = toSize(key, 'IndexError');
  if (i < 0) i += self.size;
  if (i < 0 || i >= self.size) throw indexError('deque index out of range');
  return i;
}
function rotate(self: Deque, n: number): void {
  const { size } = self;
  if (size < 2) return;
  const steps = ((n % size) + size) % size;
  if (steps === 0) return;
  if (steps <= size / 2) for (let i = 0; i < steps; i++) shift(self, true);
  else for (let i = steps; i < size; i++) shift(self, false);
}
/** What is left of a number of turns without the whole rounds: it may be larger than numbers are exact. */
const turnsOf = (n: Value, size: number): number => Number(BigInt(exactSsize(n)) % BigInt(Math.max(size, 1)));
/** One step of a rotation: the last item to the front, or back. */
function shift(self: Deque, right: boolean): void {
  if (right) {
    const v = self.pop();
    self.appendLeft(v);
  } else {
    const v = self.popLeft();
    self.append(v);
  }
}
/** In place: iterators do not notice. */
function reverse(self: Deque): void {
  touch(self);
  self.items().reverse().forEach((v, i) => self.put(i, v));
}
function deleteAt(self: Deque, i: number): void {
  const items = self.items();
  items.splice(i, 1);
  self.fill(items);
}
/** Where the item is; -1 for nowhere. The deque may not change meanwhile. */
function indexOf(self: Deque, wanted: Value, start: number, stop: number, message = 'deque mutated during iteration', error = runtimeError): number {
  const { state } = self;
  for (let i = start; i < stop && i < self.size; i++) {
    const found = equal(self.at(i), wanted);
    if (self.state !== state) throw error(message);
    if (found) return i;
    if (--vm.fuel < 0) vm.refuel();
  }
  return -1;
}
function index(self: Deque, wanted: Value, startArg?: Value, stopArg?: Value): Value {
  const start = searchBound(startArg, self.size, 0, searchIndex);
  const stop = searchBound(stopArg, self.size, Infinity, searchIndex);
  const i = indexOf(self, wanted, start, stop);
  if (i < 0) throw valueError(`${repr(wanted)} is not in deque`);
  return i;
}
function remove(self: Deque, value: Value): Value {
  const i = indexOf(self, value, 0, Infinity, 'deque mutated during remove().', indexError);
  if (i < 0) throw valueError(`${repr(value)} is not in deque`);
  deleteAt(self, i);
  return null;
}
function count(self: Deque, value: Value): Value {
  const { state } = self;
  let n = 0;
  for (let i = 0; i < self.size; i++) {
    if (equal(self.at(i), value)) n++;
    if (self.state !== state) throw runtimeError('deque mutated during iteration');
    if (--vm.fuel < 0) vm.refuel();
  }
  return n;
}
function insert(self: Deque, at: Value, value: Value): Value {
  const i = toSsize(at);
  const n = self.size;
  if (self.maxlen === n) throw indexError('deque already at its maximum size');
  if (i >= n) self.append(value);
  else if (i <= -n || i === 0) self.appendLeft(value);
  else {
    const items = self.items();
    items.splice(i < 0 ? i + n : i, 0, value);
    self.fill(items);
  }
  return null;
}
function copy(self: Deque): Value {
  if (self.cls === dequeType) return plainCopy(self, self.items());
  return call(self.cls, self.maxlen === null ? [self] : [self, self.maxlen]);
}
function plainCopy(like: Deque, items: readonly Value[]): Deque {
  const d = new Deque(dequeType);
  d.maxlen = like.maxlen;
  d.fill(like.maxlen !== null && items.length > like.maxlen ? items.slice(items.length - Number(like.maxlen)) : items);
  return d;
}
function repeated(self: Deque, n: Value): Value[] {
  const times = toSize(n, 'OverflowError');
  const items = self.items();
  if (times <= 0 || items.length === 0) return [];
  // With a limit, only the last turns are seen.
  const turns = self.maxlen === null ? times : Math.min(times, Math.ceil(Number(self.maxlen) / items.length) + 1);
  spendMemory(items.length * turns * 8);
  const out: Value[] = [];
  for (let i = 0; i < turns; i++) for (const v of items) out.push(v);
  return self.maxlen !== null && out.length > self.maxlen ? out.slice(out.length - self.maxlen) : out;
}
function compareDeques(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof Deque) || !(b instanceof Deque)) return NotImplemented;
  if (op === 2 || op === 3) {
    if (a === b) return op === 2;
    if (a.size !== b.size) return op === 3;
  }
  enterNative(' in comparison');
  try {
    const x = new DequeIter(a);
    const y = new DequeIter(b);
    for (;;) {
      const v = x.next();
      const w = y.next();
      if (v === undefined || w === undefined) break;
      if (!equal(v, w)) return compare(v, w, op);
      if (--vm.fuel < 0) vm.refuel();
    }
    return compareLengths(a.size, b.size, op);
  } finally {
    vm.native--;
  }
}

// Iterators -------------------------------------------------------------------------------------------------------

class DequeIter extends NativeIter {
  private readonly deque: Deque;
  private readonly backwards: boolean;
  private readonly state: number;
  private at = 0;
  private left: number;
  constructor(deque: Deque, backwards = false) {
    super(backwards ? reverseIterator : iterator);
    this.deque = deque;
    this.backwards = backwards;
    this.state = deque.state;
    this.left = deque.size;
  }
  next(): Value | undefined {
    const d = this.deque;
    // Backwards, the end is looked at before the change.
    if (this.backwards && this.left === 0) return undefined;
    if (d.state !== this.state) {
      this.left = 0;
      throw runtimeError('deque mutated during iteration');
    }
    if (this.left === 0) return undefined;
    moving(this);
    this.left--;
    const i = this.at++;
    return d.at(this.backwards ? d.size - 1 - i : i);
  }
  hint(): number {
    return this.left;
  }
}
const hint = { __length_hint__: { params: 'self, /', returns: 'int', call: (self: DequeIter) => self.hint() } };
const iterator: Type = defineIterator({ name: '_deque_iterator', module: '_collections', methods: hint });
const reverseIterator: Type = defineIterator({ name: '_deque_reverse_iterator', module: '_collections', methods: hint });
export const dequeIteratorTypes: Record<string, Type> = { _deque_iterator: iterator, _deque_reverse_iterator: reverseIterator };

// Type ------------------------------------------------------------------------------------------------------------

const sig = signature('iterable=(), maxlen=None', false);
function init(self: Deque, iterable: Value | undefined, maxlen: Value | undefined): void {
  let most: number | null = null;
  if (maxlen !== undefined && maxlen !== null) {
    mustKnow(maxlen);
    if (!typeOf(maxlen).mro.includes(T.int)) throw typeError('an integer is required');
    most = exactSsize(maxlen);
    if (most < 0) throw valueError('maxlen must be non-negative');
  }
  touch(self);
  self.maxlen = most;
  if (self.size > 0) self.fill([]);
  if (iterable !== undefined) extend(self, iterable);
}
const nothing = (f: () => void): null => {
  f();
  return null;
};

export const dequeType: Type = defineClass({
  name: 'deque',
  module: 'collections',
  doc: 'deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.',
  alloc: cls => new Deque(cls),
  slots: {
    new: cls => new Deque(cls),
    init: (self, args, kw) => {
      const [iterable, maxlen] = bindNative(sig, 'deque', 'deque', args, kw) as [Value | undefined, Value | undefined];
      init(self as Deque, iterable, maxlen);
    },
    repr: v => {
      const self = v as Deque;
      const { name } = self.cls;
      return guardedRepr(self, '[...]', () => {
        const items = repr(new List(listItems(self)));
        return self.maxlen === null ? `${name}(${items})` : `${name}(${items}, maxlen=${self.maxlen})`;
      });
    },
    hash: null,
    compare: compareDeques,
    len: v => (v as Deque).size,
    getitem: (v, key) => (v as Deque).at(position(v as Deque, key)),
    setitem: (v, key, value) => {
      const self = v as Deque;
      const i = position(self, key);
      touch(self);
      self.put(i, value);
    },
    delitem: (v, key) => deleteAt(v as Deque, position(v as Deque, key)),
    contains: (v, item) => indexOf(v as Deque, item, 0, Infinity) >= 0,
    concat: (a, b) => {
      if (!(b instanceof Deque)) {
        if (b instanceof Unknown) throw new UnknownUsed(b.origins);
        throw typeError(`can only concatenate deque (not "${typeName(typeOf(b))}") to deque`);
      }
      const d = copy(a as Deque);
      extend(d as Deque, b);
      return d;
    },
    repeat(v, n) {
      const own = copy(v as Deque) as Deque;
      own.fill(repeated(own, n));
      return own;
    },
    iconcat: (v, other) => {
      extend(v as Deque, other);
      return v;
    },
    irepeat: (v, n) => {
      (v as Deque).fill(repeated(v as Deque, n));
      return v;
    },
    iter: v => new DequeIter(v as Deque),
  },
  methods: {
    append: { params: 'self, x, /', returns: 'none', call: (self: Deque, v: Value) => nothing(() => self.append(v)) },
    appendleft: { params: 'self, x, /', returns: 'none', call: (self: Deque, v: Value) => nothing(() => self.appendLeft(v)) },
    clear: { params: 'self, /', returns: 'none', call: (self: Deque) => nothing(() => self.size > 0 && self.fill([])) },
    copy: { params: 'self, /', call: copy },
    __copy__: { params: 'self, /', call: copy },
    count: { params: 'self, x, /', returns: 'int', call: count },
    extend: { params: 'self, iterable, /', returns: 'none', call: (self: Deque, v: Value) => nothing(() => extend(self, v)) },
    extendleft: { params: 'self, iterable, /', returns: 'none', call: (self: Deque, v: Value) => nothing(() => extendLeft(self, v)) },
    index: { params: 'self, value, start=0, stop=9223372036854775807, /', returns: 'int', call: index },
    insert: { params: 'self, index, value, /', returns: 'none', call: insert },
    pop: {
      params: 'self, /',
      call: (self: Deque) => {
        if (self.size === 0) throw indexError('pop from an empty deque');
        return self.pop();
      },
    },
    popleft: {
      params: 'self, /',
      call: (self: Deque) => {
        if (self.size === 0) throw indexError('pop from an empty deque');
        return self.popLeft();
      },
    },
    remove: { params: 'self, value, /', returns: 'none', call: remove },
    reverse: { params: 'self, /', returns: 'none', call: (self: Deque) => nothing(() => reverse(self)) },
    rotate: { params: 'self, n=1, /', returns: 'none', call: (self: Deque, n?: Value) => nothing(() => rotate(self, n === undefined ? 1 : turnsOf(n, self.size))) },
    __reversed__: { params: 'self, /', call: (self: Deque) => new DequeIter(self, true) },
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: Deque) => {
        const state = self.shape === null ? null : getAttr(self, '__dict__');
        return new Tuple([self.cls, new Tuple(self.maxlen === null ? [] : [new Tuple([]), self.maxlen]), state, new DequeIter(self)]);
      },
    },
    __class_getitem__: classGetItem,
  },
  getset: { maxlen: [(self: Deque) => self.maxlen] },
});
flagCollection(dequeType, 'sequence');
