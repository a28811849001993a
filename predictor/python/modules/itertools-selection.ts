// The combinatoric iterators of itertools: product, permutations, combinations (Modules/itertoolsmodule.c).
import { spendMemory } from '../operators.ts';
import { overflowError, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { toSsize } from '../types/indices.ts';
import { mustKnow } from '../types/known.ts';
import { listItems } from '../types/iteration.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { T, Tuple, type Type, type Value } from '../values.ts';
import { typeOf } from '../attributes.ts';

/** Walks tuples of items chosen by a row of indices, which each kind moves on in its own way. */
abstract class Selection extends NativeIter {
  protected indices: number[];
  protected fresh = true;
  protected over: boolean;
  constructor(cls: Type, indices: number[], over: boolean) {
    super(cls);
    this.indices = indices;
    this.over = over;
  }
  override saver(): () => void {
    const base = super.saver();
    const indices = this.indices.slice();
    return () => {
      base();
      this.indices = indices;
    };
  }
  next(): Value | undefined {
    if (this.over) return undefined;
    moving(this);
    if (this.fresh) this.fresh = false;
    else if (!this.advance()) {
      this.over = true;
      return undefined;
    }
    return this.current();
  }
  /** Goes on to the next choice; false at the end. */
  protected abstract advance(): boolean;
  protected abstract current(): Value;
}

class Product extends Selection {
  readonly pools: readonly (readonly Value[])[];
  constructor(cls: Type, pools: readonly (readonly Value[])[]) {
    super(cls, pools.map(() => 0), pools.some(p => p.length === 0));
    this.pools = pools;
  }
  protected advance(): boolean {
    const { indices, pools } = this;
    for (let i = indices.length - 1; i >= 0; i--) {
      if (++indices[i] < pools[i].length) return true;
      indices[i] = 0;
    }
    return false;
  }
  protected current(): Value {
    return new Tuple(this.indices.map((at, i) => this.pools[i][at]));
  }
}
class Combinations extends Selection {
  readonly pool: readonly Value[];
  private readonly repeats: boolean;
  constructor(cls: Type, pool: readonly Value[], r: number, repeats: boolean) {
    super(cls, Array.from({ length: r }, (_, i) => (repeats ? 0 : i)), repeats ? pool.length === 0 && r > 0 : r > pool.length);
    this.pool = pool;
    this.repeats = repeats;
  }
  protected advance(): boolean {
    const { indices } = this;
    const r = indices.length;
    const n = this.pool.length;
    let i = r - 1;
    while (i >= 0 && indices[i] === (this.repeats ? n - 1 : i + n - r)) i--;
    if (i < 0) return false;
    let at = ++indices[i];
    for (let j = i + 1; j < r; j++) indices[j] = this.repeats ? at : ++at;
    return true;
  }
  protected current(): Value {
    return new Tuple(this.indices.map(i => this.pool[i]));
  }
}
class Permutations extends Selection {
  readonly pool: readonly Value[];
  private cycles: number[];
  constructor(cls: Type, pool: readonly Value[], r: number) {
    super(cls, pool.map((_, i) => i), r > pool.length);
    this.pool = pool;
    this.cycles = Array.from({ length: r }, (_, i) => pool.length - i);
  }
  override saver(): () => void {
    const base = super.saver();
    const cycles = this.cycles.slice();
    return () => {
      base();
      this.cycles = cycles;
    };
  }
  protected advance(): boolean {
    const { indices, cycles } = this;
    const n = indices.length;
    for (let i = cycles.length - 1; i >= 0; i--) {
      if (--cycles[i] > 0) {
        const j = n - cycles[i];
        [indices[i], indices[j]] = [indices[j], indices[i]];
        return true;
      }
      // This place has had them all: the item goes to the end.
      const [first] = indices.splice(i, 1);
      indices.push(first);
      cycles[i] = n - i;
    }
    return false;
  }
  protected current(): Value {
    return new Tuple(this.cycles.map((_, i) => this.pool[this.indices[i]]));
  }
}

const poolOf = (v: Value): Value[] => (v instanceof Tuple && v.cls === T.tuple ? (v.items as Value[]) : listItems(v));
function count(v: Value): number {
  const r = toSsize(v);
  if (r < 0) throw valueError('r must be non-negative');
  spendMemory(r * 8);
  return r;
}
function combinationsClass(name: string, repeats: boolean): Type {
  const sig = signature('iterable, r', false);
  return defineIterator({
    name,
    module: 'itertools',
    subclassable: true,
    slots: {
      new: (cls, args, kw) => {
        const [iterable, r] = bindNative(sig, name, name, args, kw) as [Value, Value];
        const size = toSsize(r);
        const pool = poolOf(iterable);
        return new Combinations(cls, pool, count(size), repeats);
      },
    },
    methods: { __reduce__: { params: 'self, /', call: (self: Combinations) => reduced(self) } },
  });
}
function reduced(self: Combinations): Value {
  return new Tuple([self.cls, new Tuple([new Tuple(self.pool), (self as unknown as { indices: number[] }).indices.length])]);
}
const productSignature = signature('repeat=1', false);
const permutationsSignature = signature('iterable, r=None', false);

export const selectionTypes: Record<string, Type> = {
  product: defineIterator({
    name: 'product',
    module: 'itertools',
    subclassable: true,
    slots: {
      new: (cls, args, kw) => {
        const [repeat] = kw === null ? [undefined] : (bindNative(productSignature, 'product', 'product', [], kw) as [Value | undefined]);
        const times = repeat === undefined ? 1 : toSsize(repeat);
        if (times < 0) throw valueError('repeat argument cannot be negative');
        if (args.length > 0 && times > 2 ** 60 / args.length) throw overflowError('repeat argument too large');
        spendMemory(args.length * times * 8);
        const pools = times === 0 ? [] : args.map(poolOf);
        const all: Value[][] = [];
        for (let i = 0; i < (pools.length === 0 ? 0 : times); i++) all.push(...pools);
        return new Product(cls, all);
      },
    },
  }),
  permutations: defineIterator({
    name: 'permutations',
    module: 'itertools',
    subclassable: true,
    slots: {
      new: (cls, args, kw) => {
        const [iterable, r] = bindNative(permutationsSignature, 'permutations', 'permutations', args, kw) as [Value, Value | undefined];
        const pool = poolOf(iterable);
        let size = pool.length;
        if (r !== undefined && r !== null) {
          mustKnow(r);
          if (!typeOf(r).mro.includes(T.int)) throw typeError('Expected int as r');
          size = count(r);
        }
        return new Permutations(cls, pool, size);
      },
    },
  }),
  combinations: combinationsClass('combinations', false),
  combinations_with_replacement: combinationsClass('combinations_with_replacement', true),
};
