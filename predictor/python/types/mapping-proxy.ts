// `types.MappingProxyType`: a mapping seen through a window that cannot be written to (Objects/descrobject.c).
import { typeOf } from '../attributes.ts';
import { callMethod } from '../calls.ts';
import { defineClass, type Methods } from '../define.ts';
import { typeName } from '../names.ts';
import { binary, compare, contains, getItem, iter, length, repr, str } from '../operators.ts';
import { typeError } from '../raise.ts';
import { signature, bindNative } from '../signature.ts';
import { List, MappingProxy, T, Tuple, type Value } from '../values.ts';
import { classGetItem } from './generic-row.ts';

const unwrap = (v: Value): Value => (v instanceof MappingProxy ? v.mapping : v);
const inner = (v: Value): Value => (v as MappingProxy).mapping;

const sig = signature('mapping', false);

const forwarded: Methods = Object.fromEntries(
  ['keys', 'values', 'items', 'copy'].map(name => [name, { params: 'self, /', call: (self: MappingProxy) => callMethod(self.mapping, name) }]),
);

T.mappingProxy = defineClass({
  name: 'mappingproxy',
  subclassable: false,
  slots: {
    new: (_cls, args, kw) => {
      const [mapping] = bindNative(sig, 'mappingproxy', 'mappingproxy', args, kw) as [Value];
      if (typeOf(mapping).slots.getitem === undefined || mapping instanceof List || mapping instanceof Tuple) {
        throw typeError(`mappingproxy() argument must be a mapping, not ${typeName(typeOf(mapping))}`);
      }
      return new MappingProxy(mapping);
    },
    repr: v => `mappingproxy(${repr(inner(v))})`,
    str: v => str(inner(v)),
    hash: null,
    compare: (a, b, op) => compare(unwrap(a), b, op),
    len: v => length(inner(v)),
    getitem: (v, key) => getItem(inner(v), key),
    contains: (v, key) => contains(inner(v), key),
    iter: v => iter(inner(v)),
    or: (a, b) => binary('or', unwrap(a), unwrap(b)),
    ior: a => {
      throw typeError(`'|=' is not supported by ${typeName(typeOf(a))}; use '|' instead`);
    },
  },
  methods: {
    ...forwarded,
    get: { params: 'self, key, default=None, /', call: (self: MappingProxy, key: Value, fallback: Value = null) => callMethod(self.mapping, 'get', [key, fallback]) },
    __reversed__: { params: 'self, /', call: (self: MappingProxy) => callMethod(self.mapping, '__reversed__') },
    __class_getitem__: classGetItem,
  },
});
