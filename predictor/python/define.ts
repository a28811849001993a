// Defining builtin classes and functions from tables: one row per method, as Objects/*.c does it. A row's native function gets `self` and then its
// arguments; absent optional ones are `undefined`, `*args` is an array, `**kw` a Map or null.
import { wrapSlots } from './dunders.ts';
import { signature } from './signature.ts';
import type { Slots } from './slots.ts';
import { type Alloc, Builtin, Dict, Entry, GetSet, type Kw, MethodDescriptor, Module, type Native, Shape, T, Type, type Value, Wrapped } from './values.ts';

export interface Row {
  /** 'self, chars=None, /' */
  readonly params: string;
  /** Class of the result, for what stays known of an unknown. */
  readonly returns?: string;
  readonly call: Native;
  /** The parameters as introspection shows them, where the arguments are read otherwise. */
  readonly shown?: string;
  /** A classmethod gets the class as `self`; a static one has no `self`. */
  readonly kind?: 'class' | 'static';
}
export type Methods = Readonly<Record<string, Row>>;
export type GetSets = Readonly<Record<string, readonly [get: (self: never) => Value, set?: (self: never, value: Value | undefined) => void]>>;

export interface ClassSpec {
  readonly name: string;
  readonly module?: string;
  readonly bases?: readonly Type[];
  readonly doc?: string;
  readonly meta?: Type;
  readonly slots?: Slots;
  readonly methods?: Methods;
  readonly getset?: GetSets;
  /** Makes a bare instance for `__new__` of this class and its subclasses; inherited where absent. */
  readonly alloc?: Alloc;
  /** Instances have their own `__dict__`. */
  readonly hasDict?: boolean;
  readonly subclassable?: boolean;
  /** Parameters of the constructor, for `inspect` and error texts. */
  readonly constants?: Readonly<Record<string, Value>>;
}

let root: { object: Type; type: Type } | null = null;

/** Classes that the definition of any class needs: made bare, filled when their own spec comes. */
const earlyNames = {
  dict: 'dict', builtin_function_or_method: 'builtin', method_descriptor: 'methodDescriptor', wrapper_descriptor: 'wrapperDescriptor',
  classmethod_descriptor: 'classMethodDescriptor', getset_descriptor: 'getset', staticmethod: 'staticmethod', classmethod: 'classmethod', module: 'module', tuple: 'tuple',
} as const;
const early = new Map<string, Type>();

/** Makes `object`, `type` and the descriptor classes, which need each other. */
function bootstrap(): { object: Type; type: Type } {
  const bare = (name: string): Type => new Type(undefined as unknown as Type, name, [], new Dict(undefined as unknown as Type), {});
  const object = bare('object');
  const type = bare('type');
  T.object = object;
  T.type = type;
  type.bases = [object];
  type.mro = [type, object];
  object.subclasses.push(type);
  early.set('object', object).set('type', type);
  for (const [name, key] of Object.entries(earlyNames)) {
    const t = bare(name);
    t.bases = [object];
    t.mro = [t, object];
    early.set(name, t);
    T[key] = t;
  }
  for (const t of early.values()) {
    t.cls = type;
    t.dict.cls = T.dict;
    t.builtin = true;
  }
  return { object, type };
}

/** Creates (or, for the bootstrapped ones, fills) a builtin class. */
export function defineClass(spec: ClassSpec): Type {
  root ??= bootstrap();
  const bases = spec.bases ?? (spec.name === 'object' ? [] : [root.object]);
  const base = bases[0];
  const known = spec.module === undefined ? early.get(spec.name) : undefined;
  const cls = known ?? new Type(spec.meta ?? base?.cls ?? root.type, spec.name, [...bases], new Dict(), {});
  cls.builtin = true;
  if (spec.name !== 'object' && spec.name !== 'type') {
    cls.bases = [...bases];
    cls.mro = bases.length > 1 ? mergeSimple(cls, bases) : base === undefined ? [cls] : [cls, ...base.mro];
  }
  for (const b of bases) if (!b.subclasses.includes(cls)) b.subclasses.push(cls);
  cls.own = spec.slots ?? {};
  cls.slots = { ...(base?.slots ?? {}), ...cls.own };
  cls.alloc = spec.alloc ?? base?.alloc ?? null;
  cls.solid = spec.alloc !== undefined || base === undefined ? cls : base.solid;
  cls.subclassable = spec.subclassable ?? true;
  cls.hasDict = spec.hasDict ?? base?.hasDict ?? false;
  cls.rootShape = cls.hasDict ? (base?.rootShape ?? noAttributes) : null;
  setRaw(cls.dict, '__doc__', spec.doc ?? null);
  if (spec.module !== undefined) setRaw(cls.dict, '__module__', spec.module);
  wrapSlots(cls, (name, params, fn) => {
    setRaw(cls.dict, name, new MethodDescriptor(T.wrapperDescriptor, name, signature(params, true, true), fn, cls, null));
  });
  for (const [name, row] of Object.entries(spec.methods ?? {})) setRaw(cls.dict, name, method(cls, name, row));
  for (const [name, [get, set]] of Object.entries(spec.getset ?? {})) setRaw(cls.dict, name, getset(cls, name, get as (self: Value) => Value, set as never));
  if (cls.hasDict && spec.hasDict === true && !cls.dict.map.has('__dict__') && base?.hasDict !== true) setRaw(cls.dict, '__dict__', getset(cls, '__dict__', o => instanceDict.get(o), (o, d) => instanceDict.set(o, d)));
  for (const [name, value] of Object.entries(spec.constants ?? {})) setRaw(cls.dict, name, value);
  if (cls.own.hash === null) setRaw(cls.dict, '__hash__', null);
  if (cls.own.new !== undefined) {
    const make = cls.own.new;
    setRaw(cls.dict, '__new__', new Builtin('__new__', signature('*args, **kw', false), newWrapper(cls, make), cls, cls, null));
  }
  return cls;
}
/** Set by classes.ts: checks `cls` before a builtin `__new__` is called by hand (`tuple.__new__(C, …)`), as tp_new_wrapper does. */
export const newCheck: { check: (owner: Type, args: Value[]) => Type } = { check: (_owner, args) => args[0] as Type };
function newWrapper(owner: Type, make: (cls: Type, args: Value[], kw: Kw) => Value): Native {
  return (_self: Value, args: Value[], kw: Kw) => make(newCheck.check(owner, args), args.slice(1), kw);
}

/** `__dict__` of instances that have one: set by types/object.ts. */
export const instanceDict: { get: (o: Value) => Value; set: (o: Value, d: Value | undefined) => void } = { get: () => null, set: () => {} };
const noAttributes = new Shape([]);

/** C3 over classes whose order is consistent (Objects/typeobject.c, mro_implementation). */
function mergeSimple(cls: Type, bases: readonly Type[]): Type[] {
  const out = [cls];
  let rows = [...bases.map(b => b.mro), bases];
  for (;;) {
    rows = rows.filter(r => r.length > 0);
    const head = rows.map(r => r[0]).find(c => rows.every(r => !r.includes(c, 1)));
    if (head === undefined) return out;
    out.push(head);
    rows = rows.map(r => (r[0] === head ? r.slice(1) : r));
  }
}

function method(cls: Type, name: string, row: Row): Value {
  if (row.kind === 'static') {
    return new Wrapped(T.staticmethod, new Builtin(name, signature(row.params, false), row.call, undefined, cls, row.returns ?? null));
  }
  const type = row.kind === 'class' ? T.classMethodDescriptor : T.methodDescriptor;
  return new MethodDescriptor(type, name, signature(row.params, true), row.call, cls, row.returns ?? null);
}
function getset(cls: Type, name: string, get: (self: Value) => Value, set?: (self: Value, value: Value | undefined) => void): GetSet {
  return new GetSet(T.getset, name, cls, get, set ?? null);
}

/** Writes into a namespace without any hook: only while the engine sets itself up, or with string keys. */
export function setRaw(dict: Dict, name: string, value: Value): void {
  const e = dict.map.get(name);
  if (e === undefined) dict.map.set(name, new Entry(name, value));
  else e.value = value;
}

/** A plain builtin function. */
export function native(name: string, row: Row, module: Value = null): Builtin {
  const sig = signature(row.params, false);
  return new Builtin(name, row.shown === undefined ? sig : { ...sig, text: row.shown }, row.call, undefined, null, row.returns ?? null, module);
}
/** A module written in the engine: `functions` are rows, `values` constants and classes. */
export function defineModule(name: string, functions: Methods, values: Readonly<Record<string, Value>> = {}, doc: Value = null): Module {
  const dict = new Dict();
  setRaw(dict, '__name__', name);
  setRaw(dict, '__doc__', doc);
  setRaw(dict, '__package__', '');
  setRaw(dict, '__loader__', null);
  setRaw(dict, '__spec__', null);
  for (const [k, row] of Object.entries(functions)) setRaw(dict, k, native(k, row, name));
  for (const [k, v] of Object.entries(values)) setRaw(dict, k, v);
  return new Module(dict);
}
