// The `itertools` module (Modules/itertoolsmodule.c): its chaining, filtering and counting iterators. See also itertools-selection.ts, itertools-grouping.ts.
import { typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { type ClassSpec, defineModule } from '../define.ts';
import { add, iter, nextOf, repr, truth } from '../operators.ts';
import { asRaise, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { CallingIter } from '../types/calling-iterator.ts';
import { checkPositional, noKeywords } from '../types/constructor-arguments.ts';
import { classGetItem } from '../types/generic-row.ts';
import { exactSsize, toInt, toSize } from '../types/indices.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { mustKnow } from '../types/known.ts';
import { listItems } from '../types/iteration.ts';
import { Boxed, type Kw, type Module, T, Tuple, type Type, type Value } from '../values.ts';
import { groupingTypes, tee } from './itertools-grouping.ts';
import { selectionTypes } from './itertools-selection.ts';

const definePublic = (spec: Omit<ClassSpec, 'module'>): Type => defineIterator({ module: 'itertools', subclassable: true, ...spec });

/** The positional arguments of a constructor that takes exactly these; keywords are refused. */
function positional(name: string, cls: Type, own: Type, args: Value[], kw: Kw, min: number, max: number): void {
  if (cls === own || cls.slots.init === T.object.slots.init) noKeywords(name, kw);
  checkPositional(name, args, min, max);
}

// accumulate, chain, cycle -----------------------------------------------------------------------------------------

class Accumulate extends CallingIter {
  private readonly it: Value;
  private readonly func: Value;
  private initial: Value;
  private total: Value | undefined;
  constructor(cls: Type, it: Value, func: Value, initial: Value) {
    super(cls);
    this.it = it;
    this.func = func;
    this.initial = initial;
  }
  protected step(): Value | undefined {
    if (this.initial !== null) {
      this.total = this.initial;
      this.initial = null;
      return this.total;
    }
    const x = nextOf(this.it);
    if (x === undefined) return undefined;
    if (this.total === undefined) this.total = x;
    else this.total = this.func === null ? add(this.total, x) : call(this.func, [this.total, x]);
    return this.total;
  }
}
const accumulateSignature = signature('iterable, func=None, *, initial=None', false);
const accumulate: Type = definePublic({
  name: 'accumulate',
  slots: {
    new: (cls, args, kw) => {
      const [iterable, func, initial] = bindNative(accumulateSignature, 'accumulate', 'accumulate', args, kw) as [Value, Value | undefined, Value | undefined];
      return new Accumulate(cls, iter(iterable), func ?? null, initial ?? null);
    },
  },
});

class Chain extends NativeIter {
  private source: Value | undefined;
  private active: Value | undefined;
  constructor(cls: Type, source: Value) {
    super(cls);
    this.source = source;
  }
  next(): Value | undefined {
    moving(this);
    while (this.source !== undefined) {
      if (this.active === undefined) {
        const iterable = nextOf(this.source);
        if (iterable === undefined) break;
        const { source } = this;
        this.source = undefined;
        this.active = iter(iterable);
        this.source = source;
      }
      const x = nextOf(this.active);
      if (x !== undefined) return x;
      this.active = undefined;
      if (--vm.fuel < 0) vm.refuel();
    }
    this.source = undefined;
    return undefined;
  }
}
const chain: Type = definePublic({
  name: 'chain',
  slots: {
    new: (cls, args, kw) => {
      if (cls === chain || cls.slots.init === T.object.slots.init) noKeywords('chain', kw);
      return new Chain(cls, iter(new Tuple(args)));
    },
  },
  methods: {
    from_iterable: { params: 'cls, iterable, /', kind: 'class', call: (cls: Type, iterable: Value) => new Chain(cls, iter(iterable)) },
    __class_getitem__: classGetItem,
  },
});

class Cycle extends NativeIter {
  private it: Value | undefined;
  private readonly saved: Value[] = [];
  private index = 0;
  constructor(cls: Type, it: Value) {
    super(cls);
    this.it = it;
  }
  next(): Value | undefined {
    moving(this);
    if (this.it !== undefined) {
      const x = nextOf(this.it);
      if (x !== undefined) {
        this.saved.push(x);
        return x;
      }
      this.it = undefined;
    }
    if (this.saved.length === 0) return undefined;
    const x = this.saved[this.index++];
    if (this.index >= this.saved.length) this.index = 0;
    return x;
  }
}
const cycle: Type = definePublic({
  name: 'cycle',
  slots: {
    new: (cls, args, kw) => {
      positional('cycle', cls, cycle, args, kw, 1, 1);
      return new Cycle(cls, iter(args[0]));
    },
  },
});

// Filters ---------------------------------------------------------------------------------------------------------

type Keep = (self: Filtering, x: Value) => 'yes' | 'no' | 'end';
/** dropwhile, takewhile and filterfalse: a function judges the items. */
class Filtering extends CallingIter {
  readonly func: Value;
  private readonly it: Value;
  private readonly keep: Keep;
  started = false;
  private over = false;
  constructor(cls: Type, func: Value, it: Value, keep: Keep) {
    super(cls);
    this.func = func;
    this.it = it;
    this.keep = keep;
  }
  protected step(): Value | undefined {
    if (this.over) return undefined;
    for (;;) {
      const x = nextOf(this.it);
      if (x === undefined) return undefined;
      const answer = this.keep(this, x);
      if (answer === 'yes') return x;
      if (answer === 'end') {
        this.over = true;
        return undefined;
      }
      if (--vm.fuel < 0) vm.refuel();
    }
  }
}
const judge = (self: Filtering, x: Value): boolean => truth(call(self.func, [x]));
function filtering(name: string, keep: Keep): Type {
  const cls: Type = definePublic({
    name,
    slots: {
      new: (c, args, kw) => {
        positional(name, c, cls, args, kw, 2, 2);
        return new Filtering(c, args[0], iter(args[1]), keep);
      },
    },
  });
  return cls;
}
const dropwhile = filtering('dropwhile', (self, x) => {
  if (!self.started && judge(self, x)) return 'no';
  self.started = true;
  return 'yes';
});
const takewhile = filtering('takewhile', (self, x) => (judge(self, x) ? 'yes' : 'end'));
const filterfalse = filtering('filterfalse', (self, x) => (truth(self.func === null || self.func === T.bool ? x : call(self.func, [x])) ? 'no' : 'yes'));

class Compress extends NativeIter {
  private readonly data: Value;
  private readonly selectors: Value;
  constructor(cls: Type, data: Value, selectors: Value) {
    super(cls);
    this.data = data;
    this.selectors = selectors;
  }
  next(): Value | undefined {
    moving(this);
    for (;;) {
      const x = nextOf(this.data);
      if (x === undefined) return undefined;
      const chosen = nextOf(this.selectors);
      if (chosen === undefined) return undefined;
      if (truth(chosen)) return x;
      if (--vm.fuel < 0) vm.refuel();
    }
  }
}
const compressSignature = signature('data, selectors', false);
const compress: Type = definePublic({
  name: 'compress',
  slots: {
    new: (cls, args, kw) => {
      const [data, selectors] = bindNative(compressSignature, 'compress', 'compress', args, kw) as [Value, Value];
      const it = iter(data);
      return new Compress(cls, it, iter(selectors));
    },
  },
});

class Starmap extends CallingIter {
  private readonly func: Value;
  private readonly it: Value;
  constructor(cls: Type, func: Value, it: Value) {
    super(cls);
    this.func = func;
    this.it = it;
  }
  protected step(): Value | undefined {
    const args = nextOf(this.it);
    return args === undefined ? undefined : call(this.func, listItems(args));
  }
}
const starmap: Type = definePublic({
  name: 'starmap',
  slots: {
    new: (cls, args, kw) => {
      positional('starmap', cls, starmap, args, kw, 2, 2);
      return new Starmap(cls, args[0], iter(args[1]));
    },
  },
});

// islice, pairwise, zip_longest ------------------------------------------------------------------------------------

class ISlice extends NativeIter {
  private it: Value | undefined;
  private at: number;
  private readonly stop: number;
  private readonly step: number;
  private passed = 0;
  constructor(cls: Type, it: Value, start: number, stop: number, step: number) {
    super(cls);
    this.it = it;
    this.at = start;
    this.stop = stop;
    this.step = step;
  }
  next(): Value | undefined {
    const { it } = this;
    if (it === undefined) return undefined;
    moving(this);
    for (; this.passed < this.at; this.passed++) {
      if (nextOf(it) === undefined) return this.end();
      if (--vm.fuel < 0) vm.refuel();
    }
    if (this.passed >= this.stop) return this.end();
    const x = nextOf(it);
    if (x === undefined) return this.end();
    this.passed++;
    this.at = Math.min(this.at + this.step, this.stop);
    return x;
  }
  private end(): undefined {
    this.it = undefined;
  }
}
/** A bound: -1 for whatever is no index (the error is forgotten). */
function sizeOrNot(v: Value): number {
  const { frame } = vm;
  try {
    return toSize(v, 'OverflowError');
  } catch (e) {
    if (asRaise(e) === undefined) throw e;
    vm.frame = frame;
    return -1;
  }
}
const islice: Type = definePublic({
  name: 'islice',
  slots: {
    new: (cls, args, kw) => {
      positional('islice', cls, islice, args, kw, 2, 4);
      const [iterable, a, b, c] = args;
      const [startArg, stopArg] = args.length === 2 ? [null, a] : [a, b];
      const start = startArg === null ? 0 : sizeOrNot(startArg);
      const stop = stopArg === null ? Infinity : sizeOrNot(stopArg);
      if (stop === -1) throw valueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
      if (start < 0 || stop < 0) throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
      const step = c === undefined || c === null ? 1 : sizeOrNot(c);
      if (step < 1) throw valueError('Step for islice() must be a positive integer or None.');
      return new ISlice(cls, iter(iterable), start, stop, step);
    },
  },
});

class Pairwise extends NativeIter {
  private it: Value | undefined;
  private old: Value | undefined;
  constructor(cls: Type, it: Value) {
    super(cls);
    this.it = it;
  }
  next(): Value | undefined {
    const { it } = this;
    if (it === undefined) return undefined;
    moving(this);
    let { old } = this;
    if (old === undefined) {
      this.old = old = nextOf(it);
      if (old === undefined) {
        this.it = undefined;
        return undefined;
      }
    }
    const x = nextOf(it);
    if (x === undefined) {
      this.it = this.old = undefined;
      return undefined;
    }
    this.old = x;
    return new Tuple([old, x]);
  }
}
const pairwise: Type = definePublic({
  name: 'pairwise',
  slots: {
    new: (cls, args, kw) => {
      positional('pairwise', cls, pairwise, args, kw, 1, 1);
      return new Pairwise(cls, iter(args[0]));
    },
  },
});

class ZipLongest extends NativeIter {
  private iterators: (Value | undefined)[];
  private active: number;
  private readonly fill: Value;
  constructor(cls: Type, iterators: Value[], fill: Value) {
    super(cls);
    this.iterators = iterators;
    this.active = iterators.length;
    this.fill = fill;
  }
  next(): Value | undefined {
    if (this.active === 0) return undefined;
    moving(this);
    const items: Value[] = [];
    for (let i = 0; i < this.iterators.length; i++) {
      const it = this.iterators[i];
      const x = it === undefined ? this.fill : this.read(it);
      if (x !== undefined) {
        items.push(x);
        continue;
      }
      if (--this.active === 0) return undefined;
      this.iterators = this.iterators.slice();
      this.iterators[i] = undefined;
      items.push(this.fill);
    }
    return new Tuple(items);
  }
  /** An exception ends it for good. */
  private read(it: Value): Value | undefined {
    const { active } = this;
    this.active = 0;
    const x = nextOf(it);
    this.active = active;
    return x;
  }
}
const zipLongest: Type = definePublic({
  name: 'zip_longest',
  slots: {
    new: (cls, args, kw) => {
      if (kw !== null) for (const k of kw.keys()) if (k !== 'fillvalue' || kw.size > 1) throw typeError('zip_longest() got an unexpected keyword argument');
      return new ZipLongest(cls, args.map(iter), kw?.get('fillvalue') ?? null);
    },
  },
});

// count and repeat ------------------------------------------------------------------------------------------------

/** Unlike other iterators it shows where it stands: each step changes its repr. */
class Count extends NativeIter {
  at: Value;
  readonly by: Value;
  constructor(cls: Type, at: Value, by: Value) {
    super(cls);
    this.at = at;
    this.by = by;
  }
  next(): Value | undefined {
    touch(this);
    const x = this.at;
    this.at = add(x, this.by);
    return x;
  }
}
/** PyNumber_Check */
function isNumber(v: Value): boolean {
  const { slots } = typeOf(v);
  return slots.index !== undefined || slots.int !== undefined || slots.float !== undefined || typeOf(v) === T.complex;
}
const isInt = (v: Value): boolean => typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean' || (v instanceof Boxed && typeOf(v).mro.includes(T.int));
const countSignature = signature('start=0, step=1', false);
const count: Type = definePublic({
  name: 'count',
  slots: {
    new: (cls, args, kw) => {
      const [start = 0, step = 1] = bindNative(countSignature, 'count', 'count', args, kw) as [Value?, Value?];
      mustKnow(start);
      mustKnow(step);
      if (!isNumber(start) || !isNumber(step)) throw typeError('a number is required');
      // Ints that go up by one are counted in a machine word.
      const fast = isInt(start) && isInt(step) && toInt(step) === 1;
      return fast ? new Count(cls, toInt(start), 1) : new Count(cls, start, step);
    },
    repr: v => {
      const self = v as Count;
      const { name } = self.cls;
      return isInt(self.by) && toInt(self.by) === 1 ? `${name}(${repr(self.at)})` : `${name}(${repr(self.at)}, ${repr(self.by)})`;
    },
  },
  methods: { __reduce__: { params: 'self, /', call: (self: Count) => new Tuple([self.cls, new Tuple(self.by === 1 ? [self.at] : [self.at, self.by])]) } },
});

/** As a count, it shows where it stands. */
class Repeat extends NativeIter {
  readonly element: Value;
  left: number;
  constructor(cls: Type, element: Value, left: number) {
    super(cls);
    this.element = element;
    this.left = left;
  }
  next(): Value | undefined {
    if (this.left <= 0) return undefined;
    touch(this);
    this.left--;
    return this.element;
  }
}
const repeatSignature = signature('object, times=None', false);
const repeat: Type = definePublic({
  name: 'repeat',
  slots: {
    new: (cls, args, kw) => {
      const [element, times] = bindNative(repeatSignature, 'repeat', 'repeat', args, kw) as [Value, Value | undefined];
      const left = times === undefined ? Infinity : exactSsize(times);
      return new Repeat(cls, element, left < 0 ? 0 : left);
    },
    repr: v => {
      const self = v as Repeat;
      return self.left === Infinity ? `${self.cls.name}(${repr(self.element)})` : `${self.cls.name}(${repr(self.element)}, ${self.left})`;
    },
  },
  methods: {
    __length_hint__: {
      params: 'self, /', returns: 'int',
      call: (self: Repeat) => {
        if (self.left === Infinity) throw typeError('len() of unsized object');
        return self.left;
      },
    },
    __reduce__: {
      params: 'self, /',
      call: (self: Repeat) => new Tuple([self.cls, new Tuple(self.left === Infinity ? [self.element] : [self.element, self.left])]),
    },
  },
});

/** The module `itertools`. */
export const itertoolsModule = (): Module =>
  defineModule(
    'itertools',
    { tee: { params: 'iterable, n=2, /', returns: 'tuple', call: tee } },
    {
      accumulate, chain, compress, count, cycle, dropwhile, filterfalse, islice, pairwise, repeat, starmap, takewhile, zip_longest: zipLongest,
      ...selectionTypes, ...groupingTypes,
    },
  );
