// The `dict` type (Objects/dictobject.c). Keys and lookup are in dict-keys.ts, the views in dict-views.ts.
import { lookup, special } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictCopy, dictGet, dictHas, dictSet, dictUpdateFrom, find, findFrom, place, placeFrom, remove, removeAll, storedKey } from '../dict-keys.ts';
import { equal, iterate, NotImplemented, enterNative, repr, setItem } from '../operators.ts';
import { nameAsGiven } from '../keyword-names.ts';
import { keyError, raising } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { vm } from '../state.ts';
import { Unknown } from '../unknown-value.ts';
import { Dict, type Entry, type Kw, T, Tuple, type Type, type Value } from '../values.ts';
import { checkPositional } from './constructor-arguments.ts';
import { dictItems, dictKeys, dictValues } from './dict-views.ts';
import { classGetItem } from './generic-row.ts';
import { maybeMember } from './known.ts';
import { guardedRepr } from './repr-guard.ts';
import { entriesOf, PySet, showOrder } from './set-object.ts';
import { DictIter, DictReverseIter } from './table-iterators.ts';

// Reading ---------------------------------------------------------------------------------------------------------

function getItem(self: Dict, key: Value): Value {
  const v = dictGet(self, key);
  if (v !== undefined) return v;
  if (self.cls !== T.dict && lookup(self.cls, '__missing__') !== undefined) return call(special(self, '__missing__')!, [key]);
  throw keyError(key);
}
function same(a: Dict, b: Dict): boolean {
  if (a.map.size !== b.map.size) return false;
  enterNative(' in comparison');
  try {
    for (const [mk, e] of [...a.map]) {
      const v = e.value;
      if (v === undefined) continue;
      const other = findFrom(b, mk, e)?.value;
      if (other === undefined || !equal(v, other)) return false;
      if (--vm.fuel < 0) vm.refuel();
    }
    return true;
  } finally {
    vm.native--;
  }
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  if (!(a instanceof Dict) || !(b instanceof Dict) || (op !== 2 && op !== 3)) return NotImplemented;
  return same(a, b) === (op === 2);
}
function show(self: Dict): string {
  let s = '{';
  for (const e of self.map.values()) {
    if (s.length > 1) s += ', ';
    const v = e.value!;
    s += `${repr(e.key)}: `;
    s += repr(v);
    if (--vm.fuel < 0) vm.refuel();
  }
  return `${s}}`;
}

// Changing --------------------------------------------------------------------------------------------------------

/** `dict.update` and the constructor: at most one mapping or iterable of pairs, then the keywords. */
function update(self: Dict, name: string, args: readonly Value[], kw: Kw): void {
  checkPositional(name, args, 0, 1);
  if (args.length === 1) dictUpdateFrom(self, args[0], 'update');
  if (kw !== null) for (const [k, v] of kw) dictSet(self, nameAsGiven(kw, k), v);
}
/** Entries in order for `popitem`, good as long as the dict is as `popitem` left it: JavaScript maps have no way to their end. */
const tails = new WeakMap<Dict, { stamp: number; entries: Entry[] }>();

/** Takes the last entry out: its key and value, or undefined. */
export function takeLast(d: Dict): [Value, Value] | undefined {
  let tail = tails.get(d);
  if (tail === undefined || tail.stamp !== d.stamp) tails.set(d, (tail = { stamp: d.stamp, entries: [...d.map.values()] }));
  const e = tail.entries.pop();
  if (e === undefined) return undefined;
  const v = e.value!;
  remove(d, e);
  tail.stamp = d.stamp;
  return [e.key, v];
}
function popItem(self: Dict): Value {
  const pair = takeLast(self);
  if (pair === undefined) throw raising('KeyError', 'popitem(): dictionary is empty');
  return new Tuple(pair);
}
function pop(self: Dict, key: Value, fallback?: Value): Value {
  // An empty dict does not even hash the key.
  const e = self.map.size === 0 ? undefined : find(self, key);
  if (e === undefined) {
    if (fallback !== undefined) return fallback;
    throw keyError(key);
  }
  const v = e.value!;
  remove(self, e);
  return v;
}
function deleteItem(self: Dict, key: Value): void {
  const e = find(self, key);
  if (e === undefined) throw keyError(key);
  remove(self, e);
}
/** `cls.fromkeys`: any class may be asked, and gets its items by `d[k] = v`. */
function fromKeys(cls: Value, iterable: Value, value: Value = null): Value {
  const d = call(cls, []);
  const plain = d instanceof Dict && d.cls === T.dict;
  if (plain && d.map.size === 0 && (isExact(iterable, T.dict) || isExact(iterable, T.set) || isExact(iterable, T.frozenset))) {
    // Stored hashes are used again.
    if (iterable instanceof PySet) showOrder(iterable);
    const from = iterable instanceof PySet ? entriesOf(iterable) : [...(iterable as Dict).map.values()];
    for (const e of from) placeFrom(d, storedKey(e), e, value);
    return d;
  }
  const it = iterate(iterable);
  for (let k = it.next(); k !== undefined; k = it.next()) {
    if (plain) dictSet(d, k, value);
    else setItem(d, k, value);
    if (--vm.fuel < 0) vm.refuel();
  }
  return d;
}
const isExact = (v: Value, cls: Type): boolean => typeof v === 'object' && v !== null && v.cls === cls;
function or(a: Value, b: Value): Value {
  if (!(a instanceof Dict) || !(b instanceof Dict)) return NotImplemented;
  const d = dictCopy(a);
  dictUpdateFrom(d, b, 'update');
  return d;
}

T.dict = defineClass({
  name: 'dict',
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
  alloc: cls => new Dict(cls),
  slots: {
    new: cls => new Dict(cls),
    init: (v, args, kw) => update(v as Dict, 'dict', args, kw),
    repr: v => ((v as Dict).map.size === 0 ? '{}' : guardedRepr(v as Dict, '{...}', () => show(v as Dict))),
    hash: null,
    compare,
    len: v => (v as Dict).map.size,
    getitem: (v, key) => getItem(v as Dict, key),
    setitem: (v, key, value) => dictSet(v as Dict, key, value),
    delitem: (v, key) => deleteItem(v as Dict, key),
    contains: (v, key) => (key instanceof Unknown ? maybeMember(key, (v as Dict).map.size) : dictHas(v as Dict, key)),
    iter: v => new DictIter(v as Dict, 'keys'),
    or,
    ior: (a, b) => {
      dictUpdateFrom(a as Dict, b, 'update');
      return a;
    },
  },
  methods: {
    get: { params: 'self, key, default=None, /', call: (self: Dict, key: Value, fallback: Value = null) => {
      const v = dictGet(self, key);
      return v === undefined ? fallback : v;
    } },
    setdefault: { params: 'self, key, default=None, /', call: (self: Dict, key: Value, fallback: Value = null) => place(self, key, fallback).entry.value! },
    pop: { params: 'self, key, default=None, /', call: pop },
    popitem: { params: 'self, /', returns: 'tuple', call: popItem },
    keys: { params: 'self, /', returns: 'dictKeys', call: dictKeys },
    values: { params: 'self, /', returns: 'dictValues', call: dictValues },
    items: { params: 'self, /', returns: 'dictItems', call: dictItems },
    update: {
      params: 'self, *args, **kw', returns: 'none',
      call: (self: Dict, args: Value[], kw: Kw) => {
        update(self, 'update', args, kw);
        return null;
      },
    },
    clear: {
      params: 'self, /', returns: 'none',
      call: (self: Dict) => {
        removeAll(self);
        return null;
      },
    },
    copy: { params: 'self, /', returns: 'dict', call: dictCopy },
    fromkeys: { params: 'cls, iterable, value=None, /', kind: 'class', call: fromKeys },
    __contains__: { params: 'self, key, /', returns: 'bool', call: dictHas },
    __getitem__: { params: 'self, key, /', call: getItem },
    __reversed__: { params: 'self, /', call: (self: Dict) => new DictReverseIter(self, 'keys') },
    __sizeof__: { params: 'self, /', returns: 'int', call: (self: Dict) => 48 + 24 * self.map.size },
    __class_getitem__: classGetItem,
  },
});
