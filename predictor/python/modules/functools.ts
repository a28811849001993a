// The `_functools` module: partial, reduce, cmp_to_key (Modules/_functoolsmodule.c). The cache is in lru-cache.ts.
import { ownDict, replaceDict, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule } from '../define.ts';
import { dictCopy, dictSet } from '../dict-keys.ts';
import { keywordName, nameAsGiven } from '../keyword-names.ts';
import { typeName } from '../names.ts';
import { compare, iter, nextOf, repr, str } from '../operators.ts';
import { typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { classGetItem } from '../types/generic-row.ts';
import { guardedRepr } from '../types/repr-guard.ts';
import { mustKnow } from '../types/known.ts';
import { swallow } from '../types/swallow.ts';
import { Dict, dictShape, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { lruCacheType } from './lru-cache.ts';

// partial ---------------------------------------------------------------------------------------------------------

class Partial extends Mutable {
  func: Value = null;
  args: Tuple = new Tuple([]);
  keywords: Dict = new Dict();
  override saver(): () => void {
    const base = super.saver();
    const { func, args, keywords } = this;
    return () => {
      base();
      Object.assign(this, { func, args, keywords });
    };
  }
}
const hasAttributes = (p: Partial): boolean => p.shape === dictShape || (p.shape !== null && p.shape.keys.length > p.cls.slotNames.length);

function makePartial(cls: Type, args: Value[], kw: Kw): Value {
  if (args.length < 1) throw typeError("type 'partial' takes at least one argument");
  let [func] = args;
  if (typeOf(func).slots.call === undefined) throw typeError('the first argument must be callable');
  let first: readonly Value[] = [];
  let keywords: Dict | null = null;
  if (func instanceof Partial && typeOf(func).slots.call === callSlot && !hasAttributes(func)) {
    first = func.args.items;
    keywords = func.keywords;
    func = func.func;
  }
  const p = new Partial(cls);
  p.func = func;
  p.args = new Tuple([...first, ...args.slice(1)]);
  if (keywords !== null) p.keywords = dictCopy(keywords);
  if (kw !== null) for (const [k, v] of kw) dictSet(p.keywords, nameAsGiven(kw, k), v);
  return p;
}
function callSlot(v: Value, args: Value[], kw: Kw): Value {
  const self = v as Partial;
  let all = kw;
  if (self.keywords.map.size > 0) {
    all = new Map();
    for (const e of self.keywords.map.values()) {
      all.set(keywordName(e.key, all), e.value!);
    }
    if (kw !== null) for (const [k, x] of kw) all.set(k, x);
  }
  return call(self.func, self.args.items.length === 0 ? args : [...self.args.items, ...args], all);
}
function showPartial(v: Value): Value {
  const self = v as Partial;
  return guardedRepr(self, '...', () => {
    let s = `${typeName(self.cls)}(${repr(self.func)}`;
    for (const a of self.args.items) s += `, ${repr(a)}`;
    for (const e of self.keywords.map.values()) s += `, ${str(e.key)}=${repr(e.value!)}`;
    return `${s})`;
  });
}
function setState(self: Partial, state: Value): Value {
  mustKnow(state);
  if (!(state instanceof Tuple) || state.items.length !== 4) throw typeError('invalid partial state');
  const [func, args, kw, dict] = state.items;
  if (typeOf(func).slots.call === undefined || !(args instanceof Tuple) || (kw !== null && !(kw instanceof Dict))) throw typeError('invalid partial state');
  touch(self);
  self.func = func;
  self.args = args.cls === T.tuple ? args : new Tuple(args.items);
  self.keywords = kw === null ? new Dict() : kw.cls === T.dict ? kw : dictCopy(kw);
  if (dict instanceof Dict) replaceDict(self, dict);
  return null;
}
const partialType: Type = defineClass({
  name: 'partial',
  module: 'functools',
  doc: 'partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n',
  hasDict: true,
  alloc: cls => new Partial(cls),
  slots: { new: makePartial, call: callSlot, repr: showPartial },
  methods: {
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: Partial) =>
        new Tuple([self.cls, new Tuple([self.func]), new Tuple([self.func, self.args, self.keywords, hasAttributes(self) ? ownDict(self) : null])]),
    },
    __setstate__: { params: 'self, state, /', returns: 'none', call: setState },
    __class_getitem__: classGetItem,
  },
  getset: {
    func: [(self: Partial) => self.func],
    args: [(self: Partial) => self.args],
    keywords: [(self: Partial) => self.keywords],
  },
});

// cmp_to_key ------------------------------------------------------------------------------------------------------

/** Without an object it is the key function itself. */
class KeyWrapper extends Mutable {
  readonly compare: Value;
  object: Value | undefined;
  constructor(cmp: Value, object: Value | undefined) {
    super(keyWrapperType);
    this.compare = cmp;
    this.object = object;
  }
}
const keySignature = signature('obj', false);
const keyWrapperType: Type = defineClass({
  name: 'KeyWrapper',
  module: 'functools',
  subclassable: false,
  slots: {
    call: (v, args, kw) => new KeyWrapper((v as KeyWrapper).compare, (bindNative(keySignature, 'K', 'K', args, kw) as Value[])[0]),
    compare: (a, b, op) => {
      if (!(b instanceof KeyWrapper)) throw typeError('other argument must be K instance');
      const x = (a as KeyWrapper).object;
      if (x === undefined || b.object === undefined) throw typeError('object');
      return compare(call((a as KeyWrapper).compare, [x, b.object]), 0, op);
    },
    hash: null,
  },
  getset: {
    obj: [
      (self: KeyWrapper) => self.object ?? null,
      (self: KeyWrapper, value: Value | undefined) => {
        touch(self);
        self.object = value;
      },
    ],
  },
});

// reduce ----------------------------------------------------------------------------------------------------------

function reduce(func: Value, iterable: Value, initial?: Value): Value {
  const { frame } = vm;
  let it: Value;
  try {
    it = iter(iterable);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError('reduce() arg 2 must support iteration');
    throw e;
  }
  let result = initial;
  for (let x = nextOf(it); x !== undefined; x = nextOf(it)) {
    result = result === undefined ? x : call(func, [result, x]);
    if (--vm.fuel < 0) vm.refuel();
  }
  if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
  return result;
}

/** The module `_functools`. */
export const functoolsModule = (): Module =>
  defineModule(
    '_functools',
    {
      reduce: { params: 'function, iterable, initial=None, /', call: reduce },
      cmp_to_key: { params: 'mycmp', call: (mycmp: Value) => new KeyWrapper(mycmp, undefined) },
    },
    { partial: partialType, _lru_cache_wrapper: lruCacheType },
  );
