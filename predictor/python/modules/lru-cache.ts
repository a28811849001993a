// `functools._lru_cache_wrapper`, what `lru_cache` and `cache` make of a function (Modules/_functoolsmodule.c).
import { typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictGet, dictSet, find, remove, removeAll, storedKey } from '../dict-keys.ts';
import { truth } from '../operators.ts';
import { typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch } from '../state.ts';
import { getAttr } from '../attributes.ts';
import { toSsize } from '../types/indices.ts';
import { mustKnow } from '../types/known.ts';
import { UnknownUsed } from '../unknown-value.ts';
import { Dict, type Entry, Instance, type Kw, Method, Mutable, T, Tuple, type Type, type Value } from '../values.ts';

class LruCache extends Mutable {
  readonly func: Value;
  /** Least recently used first. */
  readonly cache = new Dict();
  /** Infinity for no limit. */
  readonly maxsize: number;
  readonly typed: boolean;
  readonly infoType: Value;
  hits = 0;
  misses = 0;
  constructor(cls: Type, func: Value, maxsize: number, typed: boolean, infoType: Value) {
    super(cls);
    this.func = func;
    this.maxsize = maxsize;
    this.typed = typed;
    this.infoType = infoType;
  }
  override saver(): () => void {
    const base = super.saver();
    const { hits, misses } = this;
    return () => {
      base();
      Object.assign(this, { hits, misses });
    };
  }
}

/** Stands between positional and keyword arguments in a key. */
const keywordMark = new Instance(T.object);

/** A single exact int or str is its own key; all else makes a tuple (`lru_cache_make_key`). */
function makeKey(args: readonly Value[], kw: Kw, typed: boolean): Value {
  const named = kw !== null && kw.size > 0;
  if (!named && !typed && args.length === 1) {
    const [v] = args;
    if (typeof v === 'string' || typeof v === 'number' || typeof v === 'bigint') return v;
  }
  const key = args.slice();
  if (named) {
    key.push(keywordMark);
    for (const [k, v] of kw) key.push(k, v);
  }
  if (typed) {
    for (const v of args) key.push(typeOf(v));
    if (named) for (const v of kw.values()) key.push(typeOf(v));
  }
  return new Tuple(key);
}

function callCached(self: LruCache, args: Value[], kw: Kw): Value {
  if (self.maxsize === 0) {
    touch(self);
    self.misses++;
    return call(self.func, args, kw);
  }
  const key = makeKey(args, kw, self.typed);
  const known = lookup(self, key);
  if (known === 'unknown') return call(self.func, args, kw);
  if (known !== undefined) {
    touch(self);
    self.hits++;
    if (self.maxsize !== Infinity) freshen(self.cache, known);
    return known.value!;
  }
  touch(self);
  self.misses++;
  const result = call(self.func, args, kw);
  if (self.maxsize === Infinity) {
    dictSet(self.cache, key, result);
    return result;
  }
  // The call itself may have cached the same key.
  if (dictGet(self.cache, key) !== undefined) return result;
  if (self.cache.map.size >= self.maxsize) remove(self.cache, self.cache.map.values().next().value!);
  dictSet(self.cache, key, result);
  return result;
}
/** The entry of a key. What holds an unknown can be no key: the function is called then, as if there were no cache. */
function lookup(self: LruCache, key: Value): Entry | undefined | 'unknown' {
  try {
    return find(self.cache, key);
  } catch (e) {
    if (e instanceof UnknownUsed) return 'unknown';
    throw e;
  }
}
/** Moves an entry to the end. */
function freshen(d: Dict, e: Entry): void {
  touch(d);
  const mk = storedKey(e);
  d.map.delete(mk);
  d.map.set(mk, e);
}

const sig = signature('user_function, maxsize, typed, cache_info_type', false);
const itself = (self: LruCache): Value => self;

export const lruCacheType: Type = defineClass({
  name: '_lru_cache_wrapper',
  module: 'functools',
  hasDict: true,
  slots: {
    new: (cls, args, kw) => {
      const [func, maxsize, typed, infoType] = bindNative(sig, 'lru_cache', 'lru_cache', args, kw) as Value[];
      if (typeOf(func).slots.call === undefined) throw typeError('the first argument must be callable');
      let most = Infinity;
      if (maxsize !== null) {
        mustKnow(maxsize);
        if (typeOf(maxsize).slots.index === undefined) throw typeError('maxsize should be integer or None');
        most = Math.max(0, toSsize(maxsize));
      }
      return new LruCache(cls, func, most, truth(typed), infoType);
    },
    call: (self, args, kw) => callCached(self as LruCache, args, kw),
    descrGet: (d, o) => (o === undefined || o === null ? d : new Method(d, o)),
  },
  methods: {
    cache_info: {
      params: 'self, /',
      call: (self: LruCache) => call(self.infoType, [self.hits, self.misses, self.maxsize === Infinity ? null : self.maxsize, self.cache.map.size]),
    },
    cache_clear: {
      params: 'self, /', returns: 'none',
      call: (self: LruCache) => {
        touch(self);
        self.hits = self.misses = 0;
        removeAll(self.cache);
        return null;
      },
    },
    __reduce__: { params: 'self, /', call: (self: LruCache) => getAttr(self, '__qualname__') },
    __copy__: { params: 'self, /', call: itself },
    __deepcopy__: { params: 'self, memo, /', call: itself },
  },
});
