// The iterators of the builtins: enumerate, zip, map, filter, reversed, and what `iter` makes
// (Objects/enumobject.c, Objects/iterobject.c, Python/bltinmodule.c).
import { lookup, special, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import type { ClassSpec } from '../define.ts';
import { typeName } from '../names.ts';
import * as int from '../numbers/integer.ts';
import { equal, getItem, iter, length, nextOf, type SequenceIter, truth } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional, noKeywords } from './constructor-arguments.ts';
import { classGetItem } from './generic-row.ts';
import { toInt, toSsize } from './indices.ts';
import { defineIterator, moving, NativeIter, reduced } from './iterator-base.ts';
import { swallow, untilStop } from './swallow.ts';

/** An iterator class that programs make instances of, and derive from. */
const definePublic = (spec: ClassSpec): Type => defineIterator({ subclassable: true, ...spec });

// enumerate -------------------------------------------------------------------------------------------------------

class Enumerate extends NativeIter {
  readonly it: Value;
  at: int.Int;
  constructor(cls: Type, it: Value, at: int.Int) {
    super(cls);
    this.it = it;
    this.at = at;
  }
  next(): Value | undefined {
    moving(this);
    const x = nextOf(this.it);
    if (x === undefined) return undefined;
    const i = this.at;
    this.at = int.add(i, 1);
    return new Tuple([i, x]);
  }
}
const enumerateSignature = signature('iterable, start=0', false);
export const enumerateType: Type = definePublic({
  name: 'enumerate',
  doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  slots: {
    new: (cls, args, kw) => {
      if (args.length === 0 && !(kw?.has('iterable') ?? false)) throw typeError("enumerate() missing required argument 'iterable'");
      const [iterable, start] = bindNative(enumerateSignature, 'enumerate', 'enumerate', args, kw) as [Value, Value | undefined];
      const first = start === undefined ? 0 : toInt(start);
      return new Enumerate(cls, iter(iterable), first);
    },
  },
  methods: {
    __reduce__: { params: 'self, /', returns: 'tuple', call: (self: Enumerate) => new Tuple([self.cls, new Tuple([self.it, self.at])]) },
    __class_getitem__: classGetItem,
  },
});

// zip -------------------------------------------------------------------------------------------------------------

class Zip extends NativeIter {
  readonly iterators: readonly Value[];
  strict: boolean;
  constructor(cls: Type, iterators: readonly Value[], strict: boolean) {
    super(cls);
    this.iterators = iterators;
    this.strict = strict;
  }
  next(): Value | undefined {
    const its = this.iterators;
    const n = its.length;
    if (n === 0) return undefined;
    moving(this);
    const items: Value[] = new Array(n);
    for (let i = 0; i < n; i++) {
      const x = nextOf(its[i]);
      if (x === undefined) {
        if (this.strict) this.checkEnds(i);
        return undefined;
      }
      items[i] = x;
    }
    return new Tuple(items);
  }
  /** The one at `ended` is at its end: so must be the others. */
  private checkEnds(ended: number): void {
    const others = (i: number): string => (i === 1 ? 'argument 1' : `arguments 1-${i}`);
    if (ended > 0) throw valueError(`zip() argument ${ended + 1} is shorter than ${others(ended)}`);
    for (let i = 1; i < this.iterators.length; i++) {
      if (nextOf(this.iterators[i]) !== undefined) throw valueError(`zip() argument ${i + 1} is longer than ${others(i)}`);
    }
  }
}
export const zipType: Type = definePublic({
  name: 'zip',
  doc: "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\nThe zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
  slots: {
    new: (cls, args, kw) => {
      let strict = false;
      if (kw !== null && (cls === zipType || cls.slots.init === T.object.slots.init)) {
        for (const [k, v] of kw) {
          if (k !== 'strict') throw typeError(`'${k}' is an invalid keyword argument for zip()`);
          strict = truth(v);
        }
      }
      return new Zip(cls, args.map(iter), strict);
    },
  },
  methods: {
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: Zip) => new Tuple(self.strict ? [self.cls, new Tuple(self.iterators), true] : [self.cls, new Tuple(self.iterators)]),
    },
    __setstate__: {
      params: 'self, state, /', returns: 'none',
      call: (self: Zip, state: Value) => {
        touch(self);
        self.strict = truth(state);
        return null;
      },
    },
  },
});

// map and filter --------------------------------------------------------------------------------------------------

class MapIter extends NativeIter {
  readonly func: Value;
  readonly iterators: readonly Value[];
  constructor(cls: Type, func: Value, iterators: readonly Value[]) {
    super(cls);
    this.func = func;
    this.iterators = iterators;
  }
  next(): Value | undefined {
    moving(this);
    const its = this.iterators;
    const args: Value[] = new Array(its.length);
    for (let i = 0; i < its.length; i++) {
      const x = nextOf(its[i]);
      if (x === undefined) return undefined;
      args[i] = x;
    }
    const { frame } = vm;
    try {
      return call(this.func, args);
    } catch (e) {
      if (swallow(e, 'StopIteration', frame)) return undefined;
      throw e;
    }
  }
}
export const mapType: Type = definePublic({
  name: 'map',
  doc: 'map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.',
  slots: {
    new: (cls, args, kw) => {
      if (cls === mapType || cls.slots.init === T.object.slots.init) noKeywords('map', kw);
      if (args.length < 2) throw typeError('map() must have at least two arguments.');
      return new MapIter(cls, args[0], args.slice(1).map(iter));
    },
  },
  methods: {
    __reduce__: { params: 'self, /', returns: 'tuple', call: (self: MapIter) => new Tuple([self.cls, new Tuple([self.func, ...self.iterators])]) },
  },
});

class Filter extends NativeIter {
  readonly func: Value;
  readonly it: Value;
  constructor(cls: Type, func: Value, it: Value) {
    super(cls);
    this.func = func;
    this.it = it;
  }
  next(): Value | undefined {
    moving(this);
    const { func } = this;
    const plain = func === null || func === T.bool;
    const { frame } = vm;
    try {
      for (;;) {
        const x = nextOf(this.it);
        if (x === undefined) return undefined;
        if (truth(plain ? x : call(func, [x]))) return x;
        if (--vm.fuel < 0) vm.refuel();
      }
    } catch (e) {
      if (swallow(e, 'StopIteration', frame)) return undefined;
      throw e;
    }
  }
}
export const filterType: Type = definePublic({
  name: 'filter',
  doc: 'filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  slots: {
    new: (cls, args, kw) => {
      if (cls === filterType || cls.slots.init === T.object.slots.init) noKeywords('filter', kw);
      checkPositional('filter', args, 2, 2);
      return new Filter(cls, args[0], iter(args[1]));
    },
  },
  methods: { __reduce__: { params: 'self, /', returns: 'tuple', call: (self: Filter) => new Tuple([self.cls, new Tuple([self.func, self.it])]) } },
});

// reversed --------------------------------------------------------------------------------------------------------

class Reversed extends NativeIter {
  seq: Value | undefined;
  index: number;
  constructor(cls: Type, seq: Value, index: number) {
    super(cls);
    this.seq = seq;
    this.index = index;
  }
  next(): Value | undefined {
    const { seq, index } = this;
    if (seq === undefined) return undefined;
    moving(this);
    if (index >= 0) {
      this.index--;
      const { frame } = vm;
      try {
        return getItem(seq, index);
      } catch (e) {
        if (!swallow(e, 'IndexError', frame) && !swallow(e, 'StopIteration', frame)) throw e;
      }
    }
    this.index = -1;
    this.seq = undefined;
    return undefined;
  }
}
export const reversedType: Type = definePublic({
  name: 'reversed',
  doc: 'Return a reverse iterator over the values of the given sequence.',
  slots: {
    new: (cls, args, kw) => {
      if (cls === reversedType || cls.slots.init === T.object.slots.init) noKeywords('reversed', kw);
      checkPositional('reversed', args, 1, 1);
      const [seq] = args;
      if (seq instanceof Unknown) throw new UnknownUsed(seq.origins);
      const method = special(seq, '__reversed__');
      if (method === null) throw typeError(`'${typeName(typeOf(seq))}' object is not reversible`);
      if (method !== undefined) return call(method, []);
      // PySequence_Check: anything with items but dicts.
      if (seq instanceof Dict || lookup(typeOf(seq), '__getitem__') === undefined) throw typeError(`'${typeName(typeOf(seq))}' object is not reversible`);
      return new Reversed(cls, seq, length(seq) - 1);
    },
  },
  methods: {
    __length_hint__: {
      params: 'self, /', returns: 'int',
      call: (self: Reversed) => {
        if (self.seq === undefined) return 0;
        const left = self.index + 1;
        return length(self.seq) < left ? 0 : left;
      },
    },
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: Reversed) => {
        if (self.seq === undefined) return new Tuple([self.cls, new Tuple([new Tuple([])])]);
        return new Tuple([self.cls, new Tuple([self.seq]), self.index]);
      },
    },
    __setstate__: {
      params: 'self, state, /', returns: 'none',
      call: (self: Reversed, state: Value) => {
        const i = toSsize(state);
        touch(self);
        if (self.seq !== undefined) self.index = Math.max(-1, Math.min(i, length(self.seq) - 1));
        return null;
      },
    },
  },
});

// What iter() makes -----------------------------------------------------------------------------------------------

/** `iter(callable, sentinel)`. */
export class CallIter extends NativeIter {
  private callable: Value | undefined;
  private readonly sentinel: Value;
  constructor(callable: Value, sentinel: Value) {
    super(T.callableIterator);
    this.callable = callable;
    this.sentinel = sentinel;
  }
  reduce(): Value {
    return this.callable === undefined ? reduced('iter', [new Tuple([])]) : reduced('iter', [this.callable, this.sentinel]);
  }
  next(): Value | undefined {
    const { callable } = this;
    if (callable === undefined) return undefined;
    moving(this);
    const x = untilStop(() => call(callable, []));
    if (x !== undefined && this.callable !== undefined && !equal(this.sentinel, x)) return x;
    this.callable = undefined;
    return undefined;
  }
}
T.callableIterator = defineIterator({
  name: 'callable_iterator',
  methods: { __reduce__: { params: 'self, /', returns: 'tuple', call: (self: CallIter) => self.reduce() } },
});

/** Over what only has `__getitem__`: the class itself is in operators.ts. */
T.iterator = defineIterator({
  name: 'iterator',
  methods: {
    __length_hint__: {
      params: 'self, /', returns: 'int',
      call: (self: SequenceIter) => (self.seq === undefined || typeOf(self.seq).slots.len === undefined ? 0 : Math.max(0, length(self.seq) - self.index)),
    },
    __setstate__: {
      params: 'self, state, /', returns: 'none',
      call: (self: SequenceIter, state: Value) => {
        touch(self);
        self.index = Math.max(0, toSsize(state));
        return null;
      },
    },
  },
});
