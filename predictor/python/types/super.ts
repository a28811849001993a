// `super` (Objects/typeobject.c `super_init`, `super_getattro`).
import { bind, genericGet, isSubtype, noAttribute, typeOf } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { typeName } from '../names.ts';
import { runtimeError, typeError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { unknownFrom, Unknown } from '../unknown-value.ts';
import { type Cell, Mutable, T, Type, type Value } from '../values.ts';
import { mustKnow } from './known.ts';

export class Super extends Mutable {
  cls2: Type | null = null;
  obj: Value | undefined = undefined;
  objType: Type | null = null;
}

/** `super()` without arguments: the class from the `__class__` cell, the object from the first argument. */
function fromFrame(): { cls: Type; obj: Value } {
  const f = vm.frame;
  if (f === null) throw runtimeError('super(): no current frame');
  const { code } = f;
  if (code.params.names.length === 0) throw runtimeError('super(): no arguments');
  let obj: Value | undefined = f.slots[0];
  if (code.cellSlots.includes(0)) obj = (obj as unknown as Cell | undefined)?.value;
  if (obj === undefined) throw runtimeError('super(): arg[0] deleted');
  const i = code.slotNames.indexOf('__class__', code.freeStart);
  if (i < 0) throw runtimeError('super(): __class__ cell not found');
  const cls = (f.slots[i] as unknown as Cell).value;
  if (cls === undefined) throw runtimeError('super(): empty __class__ cell');
  if (!(cls instanceof Type)) throw runtimeError(`super(): __class__ is not a type (${typeName(typeOf(cls))})`);
  return { cls, obj };
}
function objectType(cls: Type, obj: Value): Type {
  if (obj instanceof Type && isSubtype(obj, cls)) return obj;
  const t = typeOf(obj);
  if (isSubtype(t, cls)) return t;
  const claimed = genericGet(obj, '__class__');
  if (claimed instanceof Type && claimed !== t && isSubtype(claimed, cls)) return claimed;
  throw typeError('super(type, obj): obj must be an instance or subtype of type');
}
const superType: Type = defineClass({
  name: 'super',
  alloc: cls => new Super(cls),
  slots: {
    new: cls => new Super(cls),
    init: (self, args) => {
      const s = self as Super;
      let cls: Value;
      let obj: Value | undefined;
      if (args.length > 2) throw typeError(`super() expected at most 2 arguments, got ${args.length}`);
      if (args.length === 0) ({ cls, obj } = fromFrame());
      else {
        [cls, obj] = args;
        mustKnow(cls);
        if (!(cls instanceof Type)) throw typeError(`super() argument 1 must be a type, not ${typeName(typeOf(cls))}`);
      }
      touch(s);
      s.cls2 = cls as Type;
      if (obj !== undefined && obj !== null) {
        s.obj = obj;
        s.objType = obj instanceof Unknown ? null : objectType(cls as Type, obj);
      }
    },
    getattr: (o, name) => {
      const s = o as Super;
      if (s.obj instanceof Unknown) return unknownFrom(null, s.obj);
      if (s.objType !== null && name !== '__class__') {
        const { mro } = s.objType;
        for (let i = mro.indexOf(s.cls2!) + 1; i < mro.length; i++) {
          const d = mro[i].dict.map.get(name)?.value;
          if (d !== undefined) return bind(d, s.obj === s.objType ? undefined : s.obj, s.objType);
        }
      }
      const own = genericGet(o, name);
      if (own === undefined) throw noAttribute(o, name);
      return own;
    },
    repr: o => {
      const s = o as Super;
      const name = s.cls2 === null ? 'NULL' : s.cls2.name;
      return s.objType === null ? `<super: <class '${name}'>, NULL>` : `<super: <class '${name}'>, <${s.objType.name} object>>`;
    },
    descrGet: (d, o) => {
      const s = d as Super;
      if (o === undefined || s.obj !== undefined || s.cls2 === null) return d;
      const out = new Super(s.cls);
      out.cls2 = s.cls2;
      out.obj = o;
      out.objType = objectType(s.cls2, o);
      return out;
    },
  },
  getset: {
    __thisclass__: [(s: Super) => s.cls2],
    __self__: [(s: Super) => s.obj ?? null],
    __self_class__: [(s: Super) => s.objType],
  },
});
T.super = superType;
