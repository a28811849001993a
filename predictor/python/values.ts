// What a Python value is inside the engine. None, bool, small int, big int and str are JavaScript primitives; everything else is an `Obj` with a class.
// Chosen for speed: no boxing for the commonest types. Floats are boxed, so that 1 and 1.0 stay apart; instance attributes live in arrays under shared
// shapes. This file holds the classes only: behaviour is in types/*.ts, attributes.ts and operators.ts.
import type { Code, Frame } from './frames.ts';
import type { Slots } from './slots.ts';
import { vm } from './state.ts';

/** One Python value. `undefined` is never a value: it stands for "absent" (unbound local, exhausted iterator, argument not given). */
export type Value = null | boolean | number | bigint | string | Obj;
/** Keyword arguments in call order. */
export type Kw = Map<string, Value> | null;

/**
 * What the constructors of the classes made most often hand to their bases: they set the common fields themselves. A store in a base constructor sees the
 * layouts of all its subclasses, and V8 makes it three times as slow as one that sees a single layout.
 */
const SETS_ITSELF = null as unknown as Type;

export abstract class Obj {
  declare cls: Type;
  constructor(cls: Type) {
    if (cls !== SETS_ITSELF) this.cls = cls;
  }
}

/** An object that can change. `touch(o)` before each change. */
export abstract class Mutable extends Obj {
  /** Logical time of its last change or of its birth. */
  declare stamp: number;
  /** Instance attributes: names in `shape`, values in `fields`; null where instances have no `__dict__`. */
  declare shape: Shape | null;
  declare fields: Value[];
  constructor(cls: Type) {
    super(cls);
    if (cls === SETS_ITSELF) return;
    this.stamp = vm.clock;
    this.shape = cls === undefined ? null : cls.rootShape;
    this.fields = NO_FIELDS;
  }
  /** Copies the content now; the returned function puts it back. Subclasses add their own content. */
  saver(): () => void {
    const { shape, fields, stamp, cls } = this;
    const copy = fields.slice();
    return () => {
      this.shape = shape;
      this.fields = copy;
      this.stamp = stamp;
      this.cls = cls;
    };
  }
}
const NO_FIELDS: Value[] = Object.freeze([]) as unknown as Value[];
export { NO_FIELDS };

// Shapes -----------------------------------------------------------------------------------------------------------

/** The ordered attribute names that many instances share. `dictShape` marks an instance whose attributes live in a real dict, in `fields[0]`. */
export class Shape {
  readonly keys: readonly string[];
  readonly index: Map<string, number>;
  private readonly next = new Map<string, Shape>();
  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.index = new Map(keys.map((k, i) => [k, i]));
  }
  /** The shape with one name more. */
  with(name: string): Shape {
    let s = this.next.get(name);
    if (s === undefined) {
      s = new Shape([...this.keys, name]);
      this.next.set(name, s);
    }
    return s;
  }
}
/** The attributes have been handed out as a dict (`o.__dict__`), or one was deleted. */
export const dictShape = new Shape([]);

// Classes ----------------------------------------------------------------------------------------------------------

export type Alloc = (cls: Type) => Obj;

export class Type extends Mutable {
  name: string;
  bases: Type[];
  mro: Type[];
  /** The class namespace. */
  dict: Dict;
  /** Every slot, inherited ones included. */
  slots: Slots;
  /** Of a builtin class: the slots that it defines itself. */
  own: Slots = {};
  /** Changes whenever this class or one of its bases changes; unique over all classes. */
  version: number = ++versions.last;
  /** Written in the engine: immutable for the program. */
  builtin = false;
  subclassable = true;
  /** The builtin class that fixes what an instance is made of. */
  solid: Type;
  /** Makes a bare instance (of this class or of a subclass). */
  alloc: Alloc | null = null;
  /** Shape of a fresh instance, null where instances have no `__dict__`. */
  rootShape: Shape | null = null;
  /** Instances have a `__dict__`. (Slotted classes may have a shape without having a dict.) */
  hasDict = false;
  /** Names from `__slots__` over the whole MRO: their values lead `fields`. */
  slotNames: string[] = [];
  subclasses: Type[] = [];
  cache = new Map<string, Value | undefined>();
  /** `abc`: number of abstract methods left; instances are refused while it is not empty. */
  abstractNames: string[] | null = null;
  /** `__qualname__` of a class made by the program: it is not in the namespace. */
  qualname: string | null = null;
  /** The documentation text signature of builtin classes. */
  constructor(meta: Type, name: string, bases: Type[], dict: Dict, slots: Slots) {
    super(meta);
    this.name = name;
    this.bases = bases;
    this.mro = [this];
    this.dict = dict;
    this.slots = slots;
    this.solid = this;
  }
  override saver(): () => void {
    const base = super.saver();
    const { name, qualname, bases, mro, slots, abstractNames, rootShape, slotNames, hasDict } = this;
    const subclasses = this.subclasses.slice();
    return () => {
      base();
      Object.assign(this, { name, qualname, bases, mro, slots, abstractNames, rootShape, slotNames, hasDict, subclasses });
      this.version = ++versions.last;
      this.cache.clear();
    };
  }
}
export const versions = { last: 0 };

/** The core classes, filled by types/*.ts as they load. */
export const T = {} as Record<
  | 'object' | 'type' | 'none' | 'ellipsis' | 'notImplemented' | 'bool' | 'int' | 'float' | 'complex' | 'str' | 'bytes' | 'bytearray' | 'memoryview' | 'list' | 'tuple'
  | 'dict' | 'dictKeys' | 'dictValues' | 'dictItems' | 'mappingProxy' | 'set' | 'frozenset' | 'range' | 'slice' | 'function' | 'builtin' | 'methodDescriptor' | 'wrapperDescriptor'
  | 'methodWrapper' | 'classMethodDescriptor' | 'getset' | 'member' | 'method' | 'property' | 'staticmethod' | 'classmethod' | 'super' | 'generator' | 'coroutine' | 'asyncGenerator'
  | 'module' | 'cell' | 'code' | 'frame' | 'traceback' | 'exception' | 'unknown' | 'genericAlias' | 'union' | 'callableIterator' | 'iterator' | 'namespace',
  Type
>;

// Scalars ----------------------------------------------------------------------------------------------------------

export class Float extends Obj {
  declare readonly value: number;
  constructor(value: number) {
    super(SETS_ITSELF);
    this.cls = T.float;
    this.value = value;
  }
}
export class Complex extends Obj {
  readonly re: number;
  readonly im: number;
  constructor(re: number, im: number) {
    super(T.complex);
    this.re = re;
    this.im = im;
  }
}
/** `Ellipsis` and `NotImplemented`; made once. */
export class Singleton extends Obj {
  readonly name: string;
  constructor(cls: Type, name: string) {
    super(cls);
    this.name = name;
  }
}

/** A plain instance of a user's class. */
export class Instance extends Mutable {
  constructor(cls: Type) {
    super(SETS_ITSELF);
    this.cls = cls;
    this.stamp = vm.clock;
    this.shape = cls.rootShape;
    this.fields = NO_FIELDS;
  }
}

/** An instance of a subclass of int, float, complex or str: `value` is the plain one. */
export class Boxed extends Mutable {
  readonly value: number | bigint | string | Float | Complex;
  constructor(cls: Type, value: number | bigint | string | Float | Complex) {
    super(cls);
    this.value = value;
  }
}

// Containers -------------------------------------------------------------------------------------------------------

export class Bytes extends Mutable {
  readonly data: Uint8Array;
  constructor(data: Uint8Array, cls: Type = T.bytes) {
    super(cls);
    this.data = data;
  }
}
export class ByteArray extends Mutable {
  data: Uint8Array;
  constructor(data: Uint8Array, cls: Type = T.bytearray) {
    super(cls);
    this.data = data;
  }
  override saver(): () => void {
    const base = super.saver();
    const copy = this.data.slice();
    return () => {
      base();
      this.data = copy;
    };
  }
}
export class Tuple extends Mutable {
  declare readonly items: readonly Value[];
  constructor(items: readonly Value[], cls: Type = T.tuple) {
    super(SETS_ITSELF);
    this.cls = cls;
    this.stamp = vm.clock;
    this.shape = cls.rootShape;
    this.fields = NO_FIELDS;
    this.items = items;
  }
}
export class List extends Mutable {
  declare items: Value[];
  constructor(items: Value[], cls: Type = T.list) {
    super(SETS_ITSELF);
    this.cls = cls;
    this.stamp = vm.clock;
    this.shape = cls.rootShape;
    this.fields = NO_FIELDS;
    this.items = items;
  }
  override saver(): () => void {
    const base = super.saver();
    const copy = this.items.slice();
    return () => {
      base();
      this.items = copy;
    };
  }
}
export class Range extends Obj {
  readonly start: number | bigint;
  readonly stop: number | bigint;
  readonly step: number | bigint;
  constructor(start: number | bigint, stop: number | bigint, step: number | bigint) {
    super(T.range);
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
export class Slice extends Obj {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
  constructor(start: Value, stop: Value, step: Value) {
    super(T.slice);
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** A dict's key and value. It stays the same object while the key is in the dict, so compiled code may hold on to it; `value` is undefined once it is deleted. */
export class Entry {
  readonly key: Value;
  value: Value | undefined;
  constructor(key: Value, value: Value) {
    this.key = key;
    this.value = value;
  }
}
/** What a key is in the JavaScript map: see dict-keys.ts. */
export type MapKey = unknown;

export class Dict extends Mutable {
  declare map: Map<MapKey, Entry>;
  /** Buckets by hash, kept only while a key needs a Python-level `__eq__` (see dict-keys.ts). */
  declare buckets: Map<number | bigint, Entry[]> | null;
  constructor(cls: Type = T.dict) {
    super(SETS_ITSELF);
    this.cls = cls;
    this.stamp = vm.clock;
    this.shape = cls === undefined ? null : cls.rootShape;
    this.fields = NO_FIELDS;
    this.map = new Map();
    this.buckets = null;
  }
  override saver(): () => void {
    const base = super.saver();
    const pairs = [...this.map].map(([k, e]) => [k, e, e.value] as const);
    const buckets = this.buckets === null ? null : new Map([...this.buckets].map(([h, b]) => [h, b.slice()] as const));
    return () => {
      base();
      for (const e of this.map.values()) e.value = undefined;
      this.map = new Map();
      for (const [k, e, v] of pairs) {
        e.value = v;
        this.map.set(k, e);
      }
      this.buckets = buckets;
    };
  }
}

/** `dict.keys()`, `.values()`, `.items()`. */
export class DictView extends Obj {
  readonly dict: Dict;
  constructor(cls: Type, dict: Dict) {
    super(cls);
    this.dict = dict;
  }
}
/** `types.MappingProxyType`, and what `cls.__dict__` gives. */
export class MappingProxy extends Obj {
  readonly mapping: Value;
  constructor(mapping: Value) {
    super(T.mappingProxy);
    this.mapping = mapping;
  }
}

// Functions and descriptors ----------------------------------------------------------------------------------------

export class Cell extends Mutable {
  declare value: Value | undefined;
  constructor(value: Value | undefined) {
    super(SETS_ITSELF);
    this.cls = T.cell;
    this.stamp = vm.clock;
    this.shape = T.cell.rootShape;
    this.fields = NO_FIELDS;
    this.value = value;
  }
  override saver(): () => void {
    const base = super.saver();
    const { value } = this;
    return () => {
      base();
      this.value = value;
    };
  }
}

export class Func extends Mutable {
  code: Code;
  globals: Dict;
  closure: readonly Cell[] | null;
  defaults: readonly Value[];
  /** A dict from when someone has asked for it, who may change it. */
  kwdefaults: Map<string, Value> | Dict | null;
  name: string;
  qualname: string;
  doc: Value;
  module: Value;
  /** A thunk until someone asks for the dict, as annotations are seldom read. */
  annotations: Dict | (() => Dict) | null = null;
  constructor(code: Code, globals: Dict, closure: readonly Cell[] | null, defaults: readonly Value[], kwdefaults: Map<string, Value> | null) {
    super(T.function);
    this.code = code;
    this.globals = globals;
    this.closure = closure;
    this.defaults = defaults;
    this.kwdefaults = kwdefaults;
    this.name = code.name;
    this.qualname = code.qualname;
    this.doc = code.doc;
    this.module = null;
  }
  override saver(): () => void {
    const base = super.saver();
    const { code, defaults, kwdefaults, name, qualname, doc, module, annotations } = this;
    return () => {
      base();
      Object.assign(this, { code, defaults, kwdefaults, name, qualname, doc, module, annotations });
    };
  }
}

/** Who words the errors about arguments: Argument Clinic, `PyArg_ParseTuple`, or the wrapper of a slot, by itself or through `PyArg_UnpackTuple`. */
export type ArgumentStyle = 'clinic' | 'parsed' | 'slot' | 'unpacked';
/** How a builtin's parameters are bound: parsed once from its row's `params` text. */
export interface Signature {
  readonly text: string;
  readonly names: readonly string[];
  /** How many of `names` come by position only, or by position or keyword; the rest is keyword-only. */
  readonly positionalOnly: number;
  readonly positional: number;
  readonly required: number;
  /** The last required keyword-only names are rare: checked by name. */
  readonly requiredKeywords: readonly string[];
  readonly varargs: boolean;
  readonly varkw: boolean;
  readonly style: ArgumentStyle;
}
// biome-ignore lint/suspicious/noExplicitAny: rows have as many typed parameters as their signature says.
export type Native = (...args: any[]) => Value;

/** A function written in the engine: builtin_function_or_method. With `self` it is a bound method. */
export class Builtin extends Mutable {
  readonly name: string;
  readonly sig: Signature;
  readonly fn: Native;
  /** The object it is bound to, or undefined for a plain function. */
  readonly self: Value | undefined;
  /** The class it is a method of, or null. */
  readonly owner: Type | null;
  readonly returns: string | null;
  readonly module: Value;
  constructor(name: string, sig: Signature, fn: Native, self: Value | undefined, owner: Type | null, returns: string | null, module: Value = null) {
    super(T.builtin);
    this.name = name;
    this.sig = sig;
    this.fn = fn;
    this.self = self;
    this.owner = owner;
    this.returns = returns;
    this.module = module;
  }
}
/** `str.join`, `int.__add__`, `dict.fromkeys` as they stand in a builtin class: method_descriptor, wrapper_descriptor, classmethod_descriptor by `cls`. */
export class MethodDescriptor extends Obj {
  readonly name: string;
  readonly sig: Signature;
  readonly fn: Native;
  readonly owner: Type;
  readonly returns: string | null;
  constructor(cls: Type, name: string, sig: Signature, fn: Native, owner: Type, returns: string | null) {
    super(cls);
    this.name = name;
    this.sig = sig;
    this.fn = fn;
    this.owner = owner;
    this.returns = returns;
  }
}
/** `function.__code__`, `type.__mro__`: an attribute computed by the engine. */
export class GetSet extends Obj {
  readonly name: string;
  readonly owner: Type;
  readonly get: (self: Value) => Value;
  readonly set: ((self: Value, value: Value | undefined) => void) | null;
  constructor(cls: Type, name: string, owner: Type, get: (self: Value) => Value, set: ((self: Value, value: Value | undefined) => void) | null) {
    super(cls);
    this.name = name;
    this.owner = owner;
    this.get = get;
    this.set = set;
  }
}
/** A slot made by `__slots__`: its value lives in the instance under `key`. */
export class Member extends Obj {
  readonly name: string;
  readonly owner: Type;
  readonly index: number;
  constructor(name: string, owner: Type, index: number) {
    super(T.member);
    this.name = name;
    this.owner = owner;
    this.index = index;
  }
}
/** A bound method. */
export class Method extends Mutable {
  declare readonly func: Value;
  declare readonly self: Value;
  constructor(func: Value, self: Value) {
    super(SETS_ITSELF);
    this.cls = T.method;
    this.stamp = vm.clock;
    this.shape = T.method.rootShape;
    this.fields = NO_FIELDS;
    this.func = func;
    this.self = self;
  }
}
export class Property extends Mutable {
  fget: Value;
  fset: Value;
  fdel: Value;
  doc: Value;
  name: Value = null;
  constructor(fget: Value, fset: Value, fdel: Value, doc: Value, cls: Type = T.property) {
    super(cls);
    this.fget = fget;
    this.fset = fset;
    this.fdel = fdel;
    this.doc = doc;
  }
}
/** `staticmethod` and `classmethod`, told apart by their class's solid base. */
export class Wrapped extends Mutable {
  func: Value;
  constructor(cls: Type, func: Value) {
    super(cls);
    this.func = func;
  }
}

// Iterators and generators -----------------------------------------------------------------------------------------

/** Any iterator of the engine: `next()` gives undefined at the end, so that loops need no StopIteration. */
export abstract class Iter extends Mutable {
  abstract next(): Value | undefined;
}

export class Module extends Mutable {
  dict: Dict;
  constructor(dict: Dict, cls: Type = T.module) {
    super(cls);
    this.dict = dict;
  }
}

/** A traceback entry: newest last, as CPython links them. */
export class Traceback extends Mutable {
  next: Traceback | null;
  readonly frame: Frame;
  readonly line: number;
  constructor(frame: Frame, line: number, next: Traceback | null) {
    super(T.traceback);
    this.frame = frame;
    this.line = line;
    this.next = next;
  }
}

/** An instance of BaseException or of a subclass. */
export class Exc extends Mutable {
  args: Tuple;
  traceback: Traceback | null = null;
  cause: Exc | null = null;
  context: Exc | null = null;
  suppress = false;
  /** The frame that raised it last, while it is on its way to a handler: what the traceback is built from. */
  constructor(cls: Type, args: Tuple) {
    super(cls);
    this.args = args;
  }
  override saver(): () => void {
    const base = super.saver();
    const { args, traceback, cause, context, suppress } = this;
    return () => {
      base();
      Object.assign(this, { args, traceback, cause, context, suppress });
    };
  }
}
