// The `_abc` module (Modules/_abc.c): abstract methods, registration of virtual subclasses, and the cached `isinstance` and `issubclass` of ABCMeta.
import { getAttr, getAttrOr, lookup, setAttr, typeOf } from '../attributes.ts';
import { callMethod } from '../calls.ts';
import { isSubclass } from '../classes.ts';
import { collectionFlag, flagCollection } from '../collection-flags.ts';
import { defineClass, defineModule } from '../define.ts';
import { dictDelete, dictPairs } from '../dict-keys.ts';
import { NotImplemented, toArray, truth } from '../operators.ts';
import { raising, runtimeError, typeError } from '../raise.ts';
import { touch } from '../state.ts';
import { elementsUnordered, PySet, setFrom } from '../types/set.ts';
import { unknown, Unknown } from '../unknown-value.ts';
import { type Module, Mutable, T, Tuple, Type, type Value } from '../values.ts';

/** Counts registrations: negative answers older than the last one are worth nothing. */
let invalidations = 0;

/** What ABCMeta keeps for each class, in `_abc_impl`. */
class AbcData extends Mutable {
  registry: Type[] = [];
  yes = new WeakSet<Type>();
  no = new WeakSet<Type>();
  noVersion = invalidations;
  constructor() {
    super(dataClass);
  }
  override saver(): () => void {
    const base = super.saver();
    const registry = this.registry.slice();
    return () => {
      base();
      this.registry = registry;
      this.yes = new WeakSet();
      this.no = new WeakSet();
    };
  }
}
const dataClass = defineClass({ name: '_abc_data', module: '_abc', subclassable: false });

function dataOf(cls: Value): AbcData {
  const d = getAttr(cls, '_abc_impl');
  if (!(d instanceof AbcData)) throw typeError('_abc_impl is set to a wrong type');
  return d;
}

/** `_PyObject_IsAbstract`. */
function isAbstract(v: Value): boolean {
  if (v === null || typeof v !== 'object') return false;
  const a = getAttrOr(v, '__isabstractmethod__');
  return a !== undefined && truth(a);
}
function abstractNames(cls: Value): Value[] {
  const out = new Set<Value>();
  const own = cls instanceof Type ? dictPairs(cls.dict) : toArray(callMethod(getAttr(cls, '__dict__'), 'items')).map(p => (p as Tuple).items as [Value, Value]);
  for (const [name, v] of own) if (isAbstract(v)) out.add(name);
  const bases = getAttr(cls, '__bases__');
  if (!(bases instanceof Tuple)) throw typeError('__bases__ is not tuple');
  for (const b of bases.items) {
    const inherited = getAttrOr(b, '__abstractmethods__');
    if (inherited === undefined) continue;
    // The names make a set again, so their order does not show.
    for (const name of inherited instanceof PySet ? elementsUnordered(inherited) : toArray(inherited)) {
      if (typeof name !== 'string') continue;
      const v = getAttrOr(cls, name);
      if (v !== undefined && isAbstract(v)) out.add(name);
    }
  }
  return [...out];
}
function init(cls: Value): Value {
  setAttr(cls, '__abstractmethods__', setFrom(abstractNames(cls), T.frozenset));
  setAttr(cls, '_abc_impl', new AbcData());
  if (cls instanceof Type) {
    const flags = cls.dict.map.get('__abc_tpflags__')?.value;
    if (flags !== undefined) {
      if (typeof flags === 'number') {
        const which = flags & 0x60;
        if (which === 0x60) throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
        if (which !== 0) flagCollection(cls, which === 0x20 ? 'sequence' : 'mapping');
      }
      dictDelete(cls.dict, '__abc_tpflags__');
    }
  }
  return null;
}

function register(cls: Value, sub: Value): Value {
  if (!(sub instanceof Type)) throw typeError('Can only register classes');
  if (truth(isSubclass(sub, cls))) return sub;
  if (truth(isSubclass(cls, sub))) throw runtimeError('Refusing to create an inheritance cycle');
  const d = dataOf(cls);
  touch(d);
  if (!d.registry.includes(sub)) d.registry.push(sub);
  invalidations++;
  if (cls instanceof Type) {
    const flag = collectionFlag(cls);
    if (flag !== undefined) spread(sub, flag);
  }
  return sub;
}
/** `set_collection_flag_recursive` */
function spread(cls: Type, flag: 'sequence' | 'mapping'): void {
  if (cls.builtin || collectionFlag(cls) === flag) return;
  flagCollection(cls, flag);
  for (const s of cls.subclasses) spread(s, flag);
}

function instanceCheck(cls: Value, instance: Value): Value {
  if (instance instanceof Unknown && instance.type === null) return new Unknown(instance.origins, T.bool);
  const d = dataOf(cls);
  const shown = instance instanceof Unknown ? instance.type! : getAttr(instance, '__class__');
  if (shown instanceof Type && d.yes.has(shown)) return true;
  const own = instance instanceof Unknown ? instance.type! : typeOf(instance);
  if (own === shown) {
    if (d.noVersion === invalidations && d.no.has(own)) return false;
    return callMethod(cls, '__subclasscheck__', [shown]);
  }
  const r = callMethod(cls, '__subclasscheck__', [shown]);
  if (r instanceof Unknown || truth(r)) return r;
  return callMethod(cls, '__subclasscheck__', [own]);
}

function subclassCheck(cls: Value, sub: Value): Value {
  if (sub instanceof Unknown) return new Unknown(sub.origins, T.bool);
  if (!(sub instanceof Type)) throw typeError('issubclass() arg 1 must be a class');
  const d = dataOf(cls);
  if (d.yes.has(sub)) return true;
  if (d.noVersion < invalidations) {
    touch(d);
    d.no = new WeakSet();
    d.noVersion = invalidations;
  } else if (d.no.has(sub)) return false;
  const yes = (): Value => {
    touch(d);
    d.yes.add(sub);
    return true;
  };
  const no = (): Value => {
    touch(d);
    d.no.add(sub);
    return false;
  };
  const hook = callMethod(cls, '__subclasshook__', [sub]);
  if (hook === true) return yes();
  if (hook === false) return no();
  if (hook instanceof Unknown) return hook;
  if (hook !== NotImplemented) throw raising('AssertionError', '__subclasshook__ must return either False, True, or NotImplemented');
  if (sub.mro.includes(cls as Type)) return yes();
  for (const k of d.registry.slice()) if (truth(isSubclass(sub, k))) return yes();
  // One that is garbage has no subclass that anyone could ask about.
  for (const s of cls instanceof Type && lookup(cls.cls, '__subclasses__') === lookup(T.type, '__subclasses__') ? cls.subclasses.slice() : toArray(callMethod(cls, '__subclasses__'))) {
    if (truth(isSubclass(sub, s))) return yes();
  }
  return no();
}

export const abcModule = (): Module =>
  defineModule('_abc', {
    get_cache_token: { params: '', returns: 'int', call: () => invalidations },
    _abc_init: { params: 'self, /', call: init },
    _abc_register: { params: 'self, subclass, /', call: register },
    _abc_instancecheck: { params: 'self, instance, /', call: instanceCheck },
    _abc_subclasscheck: { params: 'self, subclass, /', call: subclassCheck },
    _get_dump: { params: 'self, /', call: () => unknown('not-modelled', '_abc._get_dump') },
    _reset_registry: {
      params: 'self, /',
      call: (cls: Value) => {
        const d = dataOf(cls);
        touch(d);
        d.registry = [];
        return null;
      },
    },
    _reset_caches: {
      params: 'self, /',
      call: (cls: Value) => {
        const d = dataOf(cls);
        touch(d);
        d.yes = new WeakSet();
        d.no = new WeakSet();
        return null;
      },
    },
  }, {}, 'Module contains faster C implementation of abc.ABCMeta');
