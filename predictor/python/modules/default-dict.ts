// `collections.defaultdict` (Modules/_collectionsmodule.c).
import '../types/dict.ts';
import { lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictGet, dictUpdateFrom } from '../dict-keys.ts';
import { callMethod } from '../calls.ts';
import { NotImplemented, repr, setItem, iter } from '../operators.ts';
import { keyError, typeError } from '../raise.ts';
import { touch } from '../state.ts';
import { classGetItem } from '../types/generic-row.ts';
import { guardedRepr } from '../types/repr-guard.ts';
import { Dict, T, Tuple, type Type, type Value } from '../values.ts';

class DefaultDict extends Dict {
  factory: Value = null;
  override saver(): () => void {
    const base = super.saver();
    const { factory } = this;
    return () => {
      base();
      this.factory = factory;
    };
  }
}

function missing(self: DefaultDict, key: Value): Value {
  if (self.factory === null) throw keyError(key);
  const value = call(self.factory, []);
  setItem(self, key, value);
  return value;
}
function getItem(self: DefaultDict, key: Value): Value {
  const v = dictGet(self, key);
  if (v !== undefined) return v;
  if (self.cls === defaultDictType || lookup(self.cls, '__missing__') === lookup(defaultDictType, '__missing__')) return missing(self, key);
  return T.dict.slots.getitem!(self, key);
}
const copyFrom = (self: DefaultDict, items: Value): Value => call(self.cls, [self.factory, items]);

export const defaultDictType: Type = defineClass({
  name: 'defaultdict',
  module: 'collections',
  bases: [T.dict],
  doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.',
  alloc: cls => new DefaultDict(cls),
  slots: {
    new: cls => new DefaultDict(cls),
    init: (v, args, kw) => {
      const self = v as DefaultDict;
      const [factory = null] = args;
      if (factory !== null && typeOf(factory).slots.call === undefined) throw typeError('first argument must be callable or None');
      touch(self);
      self.factory = factory;
      T.dict.slots.init!(self, args.slice(1), kw);
    },
    getitem: (v, key) => getItem(v as DefaultDict, key),
    repr: v => {
      const self = v as DefaultDict;
      const items = T.dict.slots.repr!(self) as string;
      const factory = self.factory === null ? 'None' : guardedRepr(self, '...', () => repr(self.factory));
      return `${self.cls.name}(${factory}, ${items})`;
    },
    or: (a, b) => {
      const [self, other] = a instanceof DefaultDict ? [a, b] : [b as DefaultDict, a];
      if (!(other instanceof Dict)) return NotImplemented;
      const d = copyFrom(self, a);
      dictUpdateFrom(d as Dict, b, 'update');
      return d;
    },
  },
  methods: {
    __missing__: { params: 'self, key, /', call: missing },
    copy: { params: 'self, /', call: (self: DefaultDict) => copyFrom(self, self) },
    __copy__: { params: 'self, /', call: (self: DefaultDict) => copyFrom(self, self) },
    __reduce__: {
      params: 'self, /', returns: 'tuple',
      call: (self: DefaultDict) => new Tuple([self.cls, new Tuple(self.factory === null ? [] : [self.factory]), null, null, iter(callMethod(self, 'items'))]),
    },
    __class_getitem__: classGetItem,
  },
  getset: {
    default_factory: [
      (self: DefaultDict) => self.factory,
      (self: DefaultDict, value: Value | undefined) => {
        touch(self);
        self.factory = value ?? null;
      },
    ],
  },
});
