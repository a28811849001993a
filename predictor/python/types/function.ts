// Functions, methods, builtins and the descriptors of classes: how they print, bind, and what attributes they show (Objects/funcobject.c, descrobject.c,
// classobject.c, methodobject.c).
import { bind, genericGetAttr, genericSetAttr, getAttr, getAttrOr, isSubtype, lookup, typeOf } from '../attributes.ts';
import { call, callBuiltin, callDescriptor, callFunc, callWithSelf, invoke1 } from '../calls.ts';
import { defineClass, type GetSets } from '../define.ts';
import { dictFrom } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { hash, NotImplemented, repr, same, truth } from '../operators.ts';
import { attributeError, typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Builtin, Cell, Dict, dictShape, Func, type GetSet, type Kw, type Member, Method, MethodDescriptor, Mutable, NO_FIELDS, Property, T, Tuple, Type, type Value, Wrapped } from '../values.ts';
import { codeObject, codeOf } from './code.ts';
import { textSignature } from './text-signatures.ts';
import { address, dictAttribute, setDictAttribute } from './object.ts';

// function ----------------------------------------------------------------------------------------------------------

const text = (what: string) => (v: Value | undefined): string => {
  if (typeof v !== 'string') throw typeError(`${what} must be set to a string object`);
  return v;
};
T.function = defineClass({
  name: 'function',
  subclassable: false,
  hasDict: true,
  slots: {
    repr: f => `<function ${(f as Func).qualname} at ${address(f)}>`,
    call: (f, args, kw) => callFunc(f as Func, args, kw),
    descrGet: (f, o) => (o === undefined || o === null ? f : new Method(f, o)),
    new: (_cls, args, kw) => functionNew(args, kw),
  },
  getset: {
    __name__: [(f: Func) => f.name, (f: Func, v: Value | undefined) => { touch(f); f.name = text('__name__')(v); }],
    __qualname__: [(f: Func) => f.qualname, (f: Func, v: Value | undefined) => { touch(f); f.qualname = text('__qualname__')(v); }],
    __doc__: [(f: Func) => f.doc, (f: Func, v: Value | undefined) => { touch(f); f.doc = v ?? null; }],
    __module__: [(f: Func) => f.module, (f: Func, v: Value | undefined) => { touch(f); f.module = v ?? null; }],
    __code__: [(f: Func) => codeObject(f.code), (f: Func, v: Value | undefined) => { touch(f); f.code = codeOf(v ?? null); }],
    __defaults__: [
      (f: Func) => (f.defaults.length === 0 ? null : new Tuple(f.defaults)),
      (f: Func, v: Value | undefined) => {
        if (v !== undefined && v !== null && !(v instanceof Tuple)) throw typeError('__defaults__ must be set to a tuple object');
        touch(f);
        f.defaults = v instanceof Tuple ? v.items : [];
      },
    ],
    __kwdefaults__: [
      (f: Func) => {
        if (f.kwdefaults === null || f.kwdefaults instanceof Dict) return f.kwdefaults;
        touch(f);
        return (f.kwdefaults = dictFrom(f.kwdefaults));
      },
      (f: Func, v: Value | undefined) => {
        if (v instanceof Unknown) throw new UnknownUsed(v.origins);
        if (v !== undefined && v !== null && !(v instanceof Dict)) throw typeError('__kwdefaults__ must be set to a dict object');
        touch(f);
        f.kwdefaults = v ?? null;
      },
    ],
    __globals__: [(f: Func) => f.globals],
    __closure__: [(f: Func) => (f.closure === null ? null : new Tuple(f.closure))],
    __annotations__: [
      (f: Func) => {
        if (f.annotations === null) f.annotations = new Dict();
        else if (typeof f.annotations === 'function') f.annotations = f.annotations();
        return f.annotations;
      },
      (f: Func, v: Value | undefined) => {
        if (v !== undefined && v !== null && !(v instanceof Dict)) throw typeError('__annotations__ must be set to a dict object');
        touch(f);
        f.annotations = v instanceof Dict ? v : null;
      },
    ],
    __builtins__: [(f: Func) => f.globals.map.get('__builtins__')?.value ?? null],
    __dict__: [dictAttribute, setDictAttribute],
  },
});
function functionNew(args: Value[], kw: Kw): Value {
  const at = (i: number, name: string): Value | undefined => args[i] ?? kw?.get(name);
  const code = codeOf(at(0, 'code') ?? null);
  const globals = at(1, 'globals');
  if (!(globals instanceof Dict)) throw typeError(`function() argument 'globals' must be dict, not ${typeName(typeOf(globals ?? null))}`);
  const closure = at(4, 'closure');
  const cells = closure instanceof Tuple ? (closure.items as Cell[]) : null;
  if ((cells?.length ?? 0) !== code.freevars.length) throw valueError(`${code.name} requires closure of length ${code.freevars.length}, not ${cells?.length ?? 0}`);
  const defaults = at(3, 'argdefs');
  const f = new Func(code, globals, cells, defaults instanceof Tuple ? defaults.items : [], null);
  const name = at(2, 'name');
  if (typeof name === 'string') f.name = name;
  f.module = globals.map.get('__name__')?.value ?? null;
  return f;
}

// Bound methods ---------------------------------------------------------------------------------------------------

T.method = defineClass({
  name: 'method',
  subclassable: false,
  slots: {
    repr: m => {
      const { func, self } = m as Method;
      const name = getAttrOr(func, '__qualname__') ?? getAttrOr(func, '__name__');
      return `<bound method ${typeof name === 'string' ? name : '?'} of ${repr(self)}>`;
    },
    call: (m, args, kw) => call((m as Method).func, [(m as Method).self, ...args], kw),
    getattr: (m, name) => {
      // A method shows its function's attributes as its own.
      const own = lookup(T.method, name);
      return own !== undefined ? genericGetAttr(m, name) : getAttr((m as Method).func, name);
    },
    hash: m => Number(BigInt.asIntN(48, BigInt(identityHash((m as Method).self)) ^ BigInt(hash((m as Method).func)))),
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof Method) || !(b instanceof Method)) return NotImplemented;
      const eq = same(a.self, b.self) && (a.func === b.func || hashEqual(a.func, b.func));
      return eq === (op === 2);
    },
    descrGet: m => m,
    new: (_cls, args) => {
      if (args.length !== 2) throw typeError(`method expected 2 arguments, got ${args.length}`);
      if (typeOf(args[0]).slots.call === undefined) throw typeError('first argument must be callable');
      if (args[1] === null) throw typeError('self must not be None');
      return new Method(args[0], args[1]);
    },
  },
  methods: {
    __reduce__: { params: 'self, /', call: (m: Method) => new Tuple([getattrBuiltin.fn, new Tuple([m.self, getAttr(m.func, '__name__')])]) },
  },
  getset: {
    __func__: [(m: Method) => m.func],
    __self__: [(m: Method) => m.self],
    __doc__: [(m: Method) => getAttrOr(m.func, '__doc__') ?? null],
  },
});
/** The `getattr` builtin, for `__reduce__`. */
export const getattrBuiltin: { fn: Value } = { fn: null };
const identityHash = (v: Value): number | bigint => (typeof v === 'object' && v !== null ? T.object.slots.hash!(v) : hash(v));
const hashEqual = (a: Value, b: Value): boolean => a instanceof MethodDescriptor && b instanceof MethodDescriptor && a.fn === b.fn && a.owner === b.owner;

// Builtin functions and the method descriptors of builtin classes ---------------------------------------------------

const builtinSelf = (b: Builtin): Value => (b.self !== undefined ? b.self : b.module === null ? null : b.module);
T.builtin = defineClass({
  name: 'builtin_function_or_method',
  subclassable: false,
  slots: {
    repr: v => {
      const b = v as Builtin;
      if (b.owner !== null && b.self instanceof Type) return `<built-in method ${b.name} of type object at ${address(b.self)}>`;
      return b.self === undefined || b.owner === null ? `<built-in function ${b.name}>` : `<built-in method ${b.name} of ${typeName(typeOf(b.self))} object at ${address(b)}>`;
    },
    call: (b, args, kw) => callBuiltin(b as Builtin, args, kw),
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof Builtin) || !(b instanceof Builtin)) return NotImplemented;
      return (a === b || (a.self !== undefined && a.self === b.self && a.fn === b.fn)) === (op === 2);
    },
    hash: v => hash((v as Builtin).name),
  },
  methods: {
    __reduce__: {
      params: 'self, /',
      call: (b: Builtin) => (b.self === undefined || b.owner === null ? b.name : new Tuple([getattrBuiltin.fn, new Tuple([b.self, b.name])])),
    },
  },
  getset: {
    __name__: [(b: Builtin) => b.name],
    __qualname__: [(b: Builtin) => (b.owner === null ? b.name : `${b.owner.name}.${b.name}`)],
    __module__: [(b: Builtin) => b.module],
    __self__: [builtinSelf],
    __doc__: [(b: Builtin) => docUnknown(b.name)],
    __text_signature__: [(b: Builtin) => textSignature(b.owner === null ? String(b.module) : b.owner.name, b.name, b.sig.text, b.owner !== null && b.name !== '__new__')],
  },
});

/** C functions have docstrings, whose texts are not kept here. */
const docUnknown = (name: string): Value => unknown('not-modelled', `${name}.__doc__`, T.str);

const descriptorAttributes: GetSets = {
  __name__: [(d: MethodDescriptor) => d.name],
  __qualname__: [(d: MethodDescriptor) => `${d.owner.name}.${d.name}`],
  __objclass__: [(d: MethodDescriptor) => d.owner],
  __doc__: [(d: MethodDescriptor) => docUnknown(d.name)],
  __text_signature__: [(d: MethodDescriptor) => textSignature(d.owner.name, d.name, d.sig.text, true)],
};
function bound(d: MethodDescriptor, o: Value | undefined): Value {
  if (o === undefined) return d;
  if (typeOf(o) !== d.owner && !isSubtype(typeOf(o), d.owner)) throw typeError(`descriptor '${d.name}' for '${typeName(d.owner)}' objects doesn't apply to a '${typeName(typeOf(o))}' object`);
  return new Builtin(d.name, d.sig, d.fn, o, d.owner, d.returns);
}
T.methodDescriptor = defineClass({
  name: 'method_descriptor',
  subclassable: false,
  slots: {
    repr: v => `<method '${(v as MethodDescriptor).name}' of '${typeName((v as MethodDescriptor).owner)}' objects>`,
    call: (d, args, kw) => callDescriptor(d as MethodDescriptor, args, kw),
    descrGet: (d, o) => bound(d as MethodDescriptor, o),
  },
  methods: { __reduce__: { params: 'self, /', call: (d: MethodDescriptor) => new Tuple([getattrBuiltin.fn, new Tuple([d.owner, d.name])]) } },
  getset: descriptorAttributes,
});
T.wrapperDescriptor = defineClass({
  name: 'wrapper_descriptor',
  subclassable: false,
  slots: {
    repr: v => `<slot wrapper '${(v as MethodDescriptor).name}' of '${typeName((v as MethodDescriptor).owner)}' objects>`,
    call: (d, args, kw) => callDescriptor(d as MethodDescriptor, args, kw),
    descrGet: (d, o) => (o === undefined ? d : new BoundWrapper(d as MethodDescriptor, o)),
  },
  getset: descriptorAttributes,
});
/** `(1).__add__`: method-wrapper. */
export class BoundWrapper extends Mutable {
  readonly descriptor: MethodDescriptor;
  readonly self: Value;
  constructor(d: MethodDescriptor, self: Value) {
    super(T.methodWrapper);
    this.descriptor = d;
    this.self = self;
  }
}
T.methodWrapper = defineClass({
  name: 'method-wrapper',
  subclassable: false,
  slots: {
    repr: v => `<method-wrapper '${(v as BoundWrapper).descriptor.name}' of ${typeName(typeOf((v as BoundWrapper).self))} object at ${address(v)}>`,
    call: (v, args, kw) => callWithSelf((v as BoundWrapper).descriptor, (v as BoundWrapper).self, args, kw),
    hash: v => hash((v as BoundWrapper).descriptor.name),
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof BoundWrapper) || !(b instanceof BoundWrapper)) return NotImplemented;
      return (a.self === b.self && a.descriptor === b.descriptor) === (op === 2);
    },
  },
  getset: {
    __name__: [(v: BoundWrapper) => v.descriptor.name],
    __qualname__: [(v: BoundWrapper) => `${v.descriptor.owner.name}.${v.descriptor.name}`],
    __self__: [(v: BoundWrapper) => v.self],
    __objclass__: [(v: BoundWrapper) => v.descriptor.owner],
    __doc__: [(v: BoundWrapper) => docUnknown(v.descriptor.name)],
    __text_signature__: [(v: BoundWrapper) => textSignature(v.descriptor.owner.name, v.descriptor.name, v.descriptor.sig.text, true)],
  },
});
T.classMethodDescriptor = defineClass({
  name: 'classmethod_descriptor',
  subclassable: false,
  slots: {
    repr: v => `<method '${(v as MethodDescriptor).name}' of '${typeName((v as MethodDescriptor).owner)}' objects>`,
    call: (d, args, kw) => callWithSelf(d as MethodDescriptor, args[0], args.slice(1), kw),
    descrGet: (d, o, owner) => {
      const m = d as MethodDescriptor;
      return new Builtin(m.name, m.sig, m.fn, owner ?? typeOf(o ?? null), m.owner, m.returns);
    },
  },
  getset: descriptorAttributes,
});

// Attributes of builtin classes, slots of the user's ----------------------------------------------------------------

const attributeDescriptor: GetSets = {
  __name__: [(d: GetSet) => d.name],
  __qualname__: [(d: GetSet) => `${d.owner.name}.${d.name}`],
  __objclass__: [(d: GetSet) => d.owner],
  __doc__: [() => null],
};
T.getset = defineClass({
  name: 'getset_descriptor',
  subclassable: false,
  slots: {
    repr: v => `<attribute '${(v as GetSet).name}' of '${typeName((v as GetSet).owner)}' objects>`,
    descrGet: (d, o) => {
      if (o === undefined) return d;
      const g = d as GetSet;
      if (!isSubtype(typeOf(o), g.owner)) throw typeError(`descriptor '${g.name}' for '${typeName(g.owner)}' objects doesn't apply to a '${typeName(typeOf(o))}' object`);
      return g.get(o);
    },
    descrSet: (d, o, v) => {
      const g = d as GetSet;
      if (g.set === null) throw attributeError(`attribute '${g.name}' of '${typeName(g.owner)}' objects is not writable`, undefined, g.name);
      g.set(o, v);
    },
  },
  getset: attributeDescriptor,
});
const memberAt = (o: Value, m: Member): { o: Mutable; i: number } => {
  if (!isSubtype(typeOf(o), m.owner)) throw typeError(`descriptor '${m.name}' for '${m.owner.name}' objects doesn't apply to a '${typeName(typeOf(o))}' object`);
  const obj = o as Mutable;
  return { o: obj, i: m.index + (obj.shape === dictShape ? 1 : 0) };
};
T.member = defineClass({
  name: 'member_descriptor',
  subclassable: false,
  slots: {
    repr: v => `<member '${(v as Member).name}' of '${(v as Member).owner.name}' objects>`,
    descrGet: (d, v) => {
      if (v === undefined) return d;
      const { o, i } = memberAt(v, d as Member);
      const x = o.fields[i];
      if (x === undefined) throw attributeError(`'${typeName(o.cls)}' object has no attribute '${(d as Member).name}'`, o, (d as Member).name);
      return x;
    },
    descrSet: (d, v, x) => {
      const { o, i } = memberAt(v, d as Member);
      if (x === undefined && o.fields[i] === undefined) throw attributeError((d as Member).name, o, (d as Member).name);
      touch(o);
      if (o.fields === NO_FIELDS) o.fields = new Array(o.cls.slotNames.length).fill(undefined);
      o.fields[i] = x as Value;
    },
  },
  getset: attributeDescriptor,
});

// property, staticmethod, classmethod -------------------------------------------------------------------------------

function propertyName(p: Property, o: Value): string {
  const name = p.name ?? (p.fget === null ? null : (getAttrOr(p.fget, '__name__') ?? null));
  return typeof p.name === 'string' ? `property '${p.name}' of '${typeName(typeOf(o))}' object` : typeof name === 'string' ? `property of '${typeName(typeOf(o))}' object` : `property of '${typeName(typeOf(o))}' object`;
}
T.property = defineClass({
  name: 'property',
  alloc: cls => new Property(null, null, null, null, cls),
  slots: {
    new: cls => new Property(null, null, null, null, cls),
    init: (self, args, kw) => {
      const p = self as Property;
      touch(p);
      const [fget, fset, fdel, doc] = [0, 1, 2, 3].map(i => args[i] ?? kw?.get(['fget', 'fset', 'fdel', 'doc'][i]));
      p.fget = fget ?? null;
      p.fset = fset ?? null;
      p.fdel = fdel ?? null;
      p.doc = doc ?? (p.fget === null ? null : (getAttrOr(p.fget, '__doc__') ?? null));
      // A subclass instance keeps its doc in its own dict, where `p.__doc__` finds it.
      if (p.cls !== T.property && p.cls.hasDict && p.doc !== null) genericSetAttr(p, '__doc__', p.doc);
    },
    descrGet: (d, o) => {
      if (o === undefined || o === null) return d;
      const p = d as Property;
      if (p.fget === null) throw attributeError(`${propertyName(p, o)} has no getter`, undefined, '');
      return p.fget instanceof Func ? invoke1(p.fget, o) : call(p.fget, [o]);
    },
    descrSet: (d, o, v) => {
      const p = d as Property;
      const f = v === undefined ? p.fdel : p.fset;
      if (f === null) throw attributeError(`${propertyName(p, o)} has no ${v === undefined ? 'deleter' : 'setter'}`, undefined, '');
      call(f, v === undefined ? [o] : [o, v]);
    },
  },
  methods: {
    getter: { params: 'self, fget, /', call: (p: Property, f: Value) => propertyCopy(p, f, p.fset, p.fdel, p.fget !== null && p.doc === (getAttrOr(p.fget, '__doc__') ?? null)) },
    setter: { params: 'self, fset, /', call: (p: Property, f: Value) => propertyCopy(p, p.fget, f, p.fdel, false) },
    deleter: { params: 'self, fdel, /', call: (p: Property, f: Value) => propertyCopy(p, p.fget, p.fset, f, false) },
    __set_name__: {
      params: 'self, owner, name, /',
      call: (p: Property, _owner: Value, name: Value) => {
        touch(p);
        p.name = name;
        return null;
      },
    },
  },
  getset: {
    fget: [(p: Property) => p.fget],
    fset: [(p: Property) => p.fset],
    fdel: [(p: Property) => p.fdel],
    __doc__: [(p: Property) => p.doc, (p: Property, v: Value | undefined) => { touch(p); p.doc = v ?? null; }],
    __isabstractmethod__: [(p: Property) => [p.fget, p.fset, p.fdel].some(isAbstract)],
  },
});
function propertyCopy(p: Property, fget: Value, fset: Value, fdel: Value, freshDoc: boolean): Value {
  const made = call(p.cls, [fget, fset, fdel, freshDoc ? (getAttrOr(fget, '__doc__') ?? null) : p.doc]);
  if (made instanceof Property) made.name = p.name;
  return made;
}
const isAbstract = (v: Value): boolean => {
  const a = v === null ? undefined : getAttrOr(v, '__isabstractmethod__');
  return a !== undefined && truth(a);
};
/** What staticmethod and classmethod take over from their function (`functools_wraps`). */
function takeOver(w: Wrapped): void {
  for (const n of ['__module__', '__name__', '__qualname__', '__doc__'] as const) {
    const v = getAttrOr(w.func, n);
    if (v !== undefined) genericSetAttr(w, n, v);
  }
}
const wrappedAttributes: GetSets = {
  __func__: [(w: Wrapped) => w.func],
  __wrapped__: [(w: Wrapped) => w.func],
  __isabstractmethod__: [(w: Wrapped) => isAbstract(w.func)],
  __dict__: [dictAttribute, setDictAttribute],
};
function wrappedInit(self: Value, args: Value[]): void {
  const w = self as Wrapped;
  if (args.length !== 1) throw typeError(`${w.cls.name} expected 1 argument, got ${args.length}`);
  touch(w);
  w.func = args[0];
  takeOver(w);
}
T.staticmethod = defineClass({
  name: 'staticmethod',
  hasDict: true,
  alloc: cls => new Wrapped(cls, null),
  slots: {
    new: cls => new Wrapped(cls, null),
    init: wrappedInit,
    repr: v => `<staticmethod(${repr((v as Wrapped).func)})>`,
    call: (v, args, kw) => call((v as Wrapped).func, args, kw),
    descrGet: d => (d as Wrapped).func,
  },
  getset: wrappedAttributes,
});
T.classmethod = defineClass({
  name: 'classmethod',
  hasDict: true,
  alloc: cls => new Wrapped(cls, null),
  slots: {
    new: cls => new Wrapped(cls, null),
    init: wrappedInit,
    repr: v => `<classmethod(${repr((v as Wrapped).func)})>`,
    descrGet: (d, o, owner) => {
      const { func } = d as Wrapped;
      const cls = owner ?? typeOf(o ?? null);
      // 3.9 to 3.12: a classmethod of another descriptor binds it to the class.
      if (!(func instanceof Func) && typeOf(func).slots.descrGet !== undefined) return bind(func, cls, cls);
      return new Method(func, cls);
    },
  },
  getset: wrappedAttributes,
});

// Cells -------------------------------------------------------------------------------------------------------------

T.cell = defineClass({
  name: 'cell',
  subclassable: false,
  slots: {
    repr: c => {
      const v = (c as Cell).value;
      return v === undefined ? `<cell at ${address(c)}: empty>` : `<cell at ${address(c)}: ${typeName(typeOf(v))} object at ${typeof v === 'object' && v !== null ? address(v) : address(c)}>`;
    },
    new: (_cls, args) => new Cell(args[0]),
  },
  getset: {
    cell_contents: [
      (c: Cell) => {
        if (c.value === undefined) throw valueError('Cell is empty');
        return c.value;
      },
      (c: Cell, v: Value | undefined) => {
        touch(c);
        c.value = v;
      },
    ],
  },
});
