// The `_collections` module: deque, defaultdict, OrderedDict and the fast parts of Counter and namedtuple (Modules/_collectionsmodule.c).
import { lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule } from '../define.ts';
import { dictGet, dictSet } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { add, iterate, repr, setItem } from '../operators.ts';
import { attributeError, indexError, typeError } from '../raise.ts';
import { getAttr } from '../attributes.ts';
import { touch, vm } from '../state.ts';
import { checkPositional, noKeywords } from '../types/constructor-arguments.ts';
import { toSsize } from '../types/indices.ts';
import { Dict, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { defaultDictType } from './default-dict.ts';
import { dequeIteratorTypes, dequeType } from './deque.ts';
import { orderedDictType } from './ordered-dict.ts';

/** The property of a namedtuple's field. */
class TupleGetter extends Mutable {
  readonly index: number;
  doc: Value;
  constructor(index: number, doc: Value) {
    super(tupleGetterType);
    this.index = index;
    this.doc = doc;
  }
}
const tupleGetterType: Type = defineClass({
  name: '_tuplegetter',
  module: '_collections',
  slots: {
    new: (_cls, args, kw) => {
      noKeywords('_tuplegetter', kw);
      checkPositional('_tuplegetter', args, 2, 2);
      return new TupleGetter(toSsize(args[0]), args[1]);
    },
    repr: v => `_tuplegetter(${(v as TupleGetter).index}, ${repr((v as TupleGetter).doc)})`,
    descrGet: (d, o) => {
      const self = d as TupleGetter;
      if (o === undefined) return self;
      if (!(o instanceof Tuple)) {
        if (o === null) return self;
        throw typeError(`descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeName(typeOf(o))}' object`);
      }
      if (self.index >= o.items.length || self.index < 0) throw indexError('tuple index out of range');
      return o.items[self.index];
    },
    descrSet: (_d, _o, value) => {
      throw attributeError(value === undefined ? "can't delete attribute" : "can't set attribute", undefined, '');
    },
  },
  methods: { __reduce__: { params: 'self, /', call: (self: TupleGetter) => new Tuple([self.cls, new Tuple([self.index, self.doc])]) } },
  getset: {
    __doc__: [
      (self: TupleGetter) => self.doc,
      (self: TupleGetter, value: Value | undefined) => {
        touch(self);
        self.doc = value ?? null;
      },
    ],
  },
});

/** Counts the items of an iterable in a mapping, past `get` and `__setitem__` where these are the dict's own. */
function countElements(mapping: Value, iterable: Value): Value {
  const it = iterate(iterable);
  const cls = typeOf(mapping);
  if (mapping instanceof Dict && lookup(cls, 'get') === lookup(T.dict, 'get') && lookup(cls, '__setitem__') === lookup(T.dict, '__setitem__')) {
    for (let x = it.next(); x !== undefined; x = it.next()) {
      const old = dictGet(mapping, x);
      dictSet(mapping, x, old === undefined ? 1 : add(old, 1));
      if (--vm.fuel < 0) vm.refuel();
    }
    return null;
  }
  const get = getAttr(mapping, 'get');
  for (let x = it.next(); x !== undefined; x = it.next()) {
    setItem(mapping, x, add(call(get, [x, 0]), 1));
    if (--vm.fuel < 0) vm.refuel();
  }
  return null;
}

/** The module `_collections`. */
export const collectionsModule = (): Module =>
  defineModule(
    '_collections',
    { _count_elements: { params: 'mapping, iterable, /', returns: 'none', call: countElements } },
    { deque: dequeType, defaultdict: defaultDictType, OrderedDict: orderedDictType, _tuplegetter: tupleGetterType, ...dequeIteratorTypes },
  );
