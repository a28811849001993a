// None, Ellipsis, NotImplemented, modules, mapping of the unknown: the classes with little behaviour of their own.
import { genericGet, getAttr, getAttrOr, ownDict, setAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, setRaw } from '../define.ts';
import { dictDelete, dictGet, dictSet } from '../dict-keys.ts';
import { Ellipsis, NotImplemented, repr, str, truth } from '../operators.ts';
import { attributeError, typeError } from '../raise.ts';
import { touch } from '../state.ts';
import { Unknown, UnknownUsed, unknownFrom } from '../unknown-value.ts';
import { Dict, type Kw, Module, Mutable, T, Tuple, type Value } from '../values.ts';
import { unknownAttribute } from './unknown-methods.ts';

T.none = defineClass({ name: 'NoneType', subclassable: false, slots: { repr: () => 'None', bool: () => false, hash: () => 0xfca86420, new: () => null } });
T.ellipsis = defineClass({ name: 'ellipsis', subclassable: false, slots: { repr: () => 'Ellipsis', new: () => Ellipsis }, methods: { __reduce__: { params: 'self, /', call: () => 'Ellipsis' } } });
T.notImplemented = defineClass({ name: 'NotImplementedType', subclassable: false, slots: { repr: () => 'NotImplemented', new: () => NotImplemented }, methods: { __reduce__: { params: 'self, /', call: () => 'NotImplemented' } } });
NotImplemented.cls = T.notImplemented;
Ellipsis.cls = T.ellipsis;

// Modules -----------------------------------------------------------------------------------------------------------

T.module = defineClass({
  name: 'module',
  doc: 'Create a module object.\n\nThe name must be a string; the optional docstring can have any type.',
  alloc: cls => new Module(new Dict(), cls),
  slots: {
    new: cls => new Module(new Dict(), cls),
    init: (self, args, kw) => {
      const { dict } = self as Module;
      const name = args[0] ?? kw?.get('name');
      if (name === undefined) throw typeError("module() missing required argument 'name' (pos 1)");
      for (const [k, v] of [['__name__', name], ['__doc__', args[1] ?? kw?.get('doc') ?? null], ['__package__', null], ['__loader__', null], ['__spec__', null]] as [string, Value][]) setRaw(dict, k, v);
    },
    getattr: (o, name) => {
      const m = o as Module;
      const own = m.dict.map.get(name)?.value;
      if (own !== undefined) return own;
      const v = genericGet(m, name);
      if (v !== undefined) return v;
      const hook = m.dict.map.get('__getattr__')?.value;
      if (hook !== undefined) return call(hook, [name]);
      const called = m.dict.map.get('__name__')?.value;
      throw attributeError(typeof called === 'string' ? `module '${called}' has no attribute '${name}'` : `module has no attribute '${name}'`, m, name);
    },
    setattr: (o, name, v) => {
      const m = o as Module;
      touch(m.dict);
      if (v !== undefined) dictSet(m.dict, name, v);
      else if (dictDelete(m.dict, name) === undefined) throw attributeError(`'module' object has no attribute '${name}'`, m, name);
    },
    repr: o => {
      // `importlib._bootstrap._module_repr`
      const m = o as Module;
      const at = (v: Value, n: string): Value => getAttrOr(v, n) ?? null;
      const spec = at(m, '__spec__');
      if (spec !== null && !(spec instanceof Unknown)) {
        const name = at(spec, 'name');
        const origin = at(spec, 'origin');
        const shown = repr(name === null ? '?' : name);
        if (origin === null) return at(spec, 'loader') === null ? `<module ${shown}>` : `<module ${shown} (${repr(at(spec, 'loader'))})>`;
        return truth(at(spec, 'has_location')) ? `<module ${shown} from ${repr(origin)}>` : `<module ${shown} (${str(origin)})>`;
      }
      const name = getAttrOr(m, '__name__');
      const shown = repr(name === undefined ? '?' : name);
      const file = getAttrOr(m, '__file__');
      if (file !== undefined) return `<module ${shown} from ${repr(file)}>`;
      return at(m, '__loader__') === null ? `<module ${shown}>` : `<module ${shown} (${repr(at(m, '__loader__'))})>`;
    },
  },
  methods: {
    __dir__: {
      params: 'self, /',
      call: (m: Module) => {
        const own = dictGet(m.dict, '__dir__');
        return own === undefined ? call(getAttr(m.dict, 'keys'), []) : call(own, []);
      },
    },
  },
  getset: {
    __dict__: [(m: Module) => m.dict],
    __annotations__: [
      (m: Module) => {
        let d = m.dict.map.get('__annotations__')?.value;
        if (d === undefined) setRaw(m.dict, '__annotations__', (d = new Dict()));
        return d;
      },
      (m: Module, v: Value | undefined) => setRaw(m.dict, '__annotations__', v ?? null),
    ],
  },
});

/** `types.SimpleNamespace`. */
export class Namespace extends Mutable {}
T.namespace = defineClass({
  name: 'SimpleNamespace',
  module: 'types',
  hasDict: true,
  alloc: cls => new Namespace(cls),
  slots: {
    new: cls => new Namespace(cls),
    init: (self, args, kw) => {
      if (args.length > 0) throw typeError('no positional arguments expected');
      for (const [k, v] of kw ?? []) setAttr(self, k, v);
    },
    repr: o => {
      const n = o as Namespace;
      const parts = (n.shape?.keys ?? []).map((k, i) => `${k}=${repr(n.fields[i])}`);
      return `${n.cls === T.namespace ? 'namespace' : n.cls.name}(${parts.join(', ')})`;
    },
  },
  methods: { __reduce__: { params: 'self, /', call: (self: Namespace) => new Tuple([self.cls, new Tuple([]), ownDict(self)]) } },
});

// The unknown -------------------------------------------------------------------------------------------------------

const asks = (v: Value): never => {
  throw new UnknownUsed((v as Unknown).origins);
};
/** Every question about an unknown's content ends in another unknown, or in `UnknownUsed` where an answer of a fixed kind is needed. */
T.unknown = defineClass({
  name: 'unknown',
  module: 'foretrace',
  subclassable: false,
  slots: {
    repr: v => new Unknown((v as Unknown).origins, T.str),
    str: v => new Unknown((v as Unknown).origins, T.str),
    hash: asks,
    len: undefined,
    getattr: (v, name) => unknownAttribute(v as Unknown, name),
    setattr: v => void unknownFrom(null, v),
    call: (v, args: Value[], kw: Kw) => unknownFrom(null, v, ...args, ...(kw === null ? [] : kw.values())),
    getitem: v => unknownFrom(null, v),
    setitem: v => void unknownFrom(null, v),
    delitem: v => void unknownFrom(null, v),
    iter: asks,
    contains: asks,
  },
});
