// The weak containers of `weakref` and `_weakrefset` lose an entry when its object goes. Here no one tells them: what has gone is dropped when they are looked at in a way
// that does not ask the references themselves.
import { getAttr, getAttrOr, setAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictDelete } from '../dict-keys.ts';
import { signature } from '../signature.ts';
import { elementsUnordered, PySet, setDiscard } from '../types/set.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, type Kw, MethodDescriptor, type Module, T, Type, type Value } from '../values.ts';
import { modulePatches } from './patches.ts';
import { isForLibrary, referentOf, WeakRef } from './weakref.ts';

function hasGone(v: Value): boolean {
  if (!(v instanceof WeakRef)) return false;
  const o = referentOf(v);
  if (o instanceof Unknown) throw new UnknownUsed(o.origins);
  return o === null;
}
function sweep(container: Value): void {
  if (isForLibrary()) return;
  const data = getAttrOr(container, 'data');
  if (data instanceof PySet) for (const r of [...elementsUnordered(data)]) if (hasGone(r)) setDiscard(data, r);
  if (!(data instanceof Dict)) return;
  for (const e of [...data.map.values()]) if (hasGone(e.key) || (e.value !== undefined && hasGone(e.value))) dictDelete(data, e.key);
}
function sweepsBefore(m: Module, name: string, methods: string): void {
  const cls = m.dict.map.get(name)?.value;
  if (!(cls instanceof Type)) return;
  for (const method of methods.split(' ')) {
    const own = cls.dict.map.get(method)?.value;
    if (own === undefined) continue;
    const swept = (self: Value, args: Value[], kw: Kw): Value => {
      sweep(self);
      for (const a of args) if (getAttr(a, '__class__') === cls) sweep(a);
      return call(own, [self, ...args], kw);
    };
    setAttr(cls, method, new MethodDescriptor(T.methodDescriptor, method, signature('*args, **kw', false), swept as never, cls, null));
  }
}
modulePatches.set('weakref', m => {
  sweepsBefore(m, 'WeakValueDictionary', '__len__ __delitem__ valuerefs itervaluerefs');
  sweepsBefore(m, 'WeakKeyDictionary', '__len__ keyrefs');
});
modulePatches.set('_weakrefset', m => sweepsBefore(m, 'WeakSet', '__len__ __eq__ __lt__ __gt__ __le__ __ge__ issubset issuperset isdisjoint'));
