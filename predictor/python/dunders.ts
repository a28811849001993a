// The table that joins slots and special methods, both ways: builtin classes get methods for their slots (`int.__add__`), and the user's classes get slot
// functions that call the special methods they define (Objects/typeobject.c `slotdefs`).
import { bind, genericGetAttr, genericSetAttr, isSubtype, lookup, typeOf } from './attributes.ts';
import { call, callFunc, invoke1, invoke2 } from './calls.ts';
import { ended, stop } from './iteration-end.ts';
import { typeName } from './names.ts';
import { NotImplemented, truth } from './operators.ts';
import { SSIZE_MAX } from './types/indices.ts';
import { asRaise, attributeError, excTypes, overflowError, typeError, valueError } from './raise.ts';
import type { Binary, CompareCode, SlotName, Slots } from './slots.ts';
import { vm } from './state.ts';
import { Unknown, UnknownUsed } from './unknown-value.ts';
import { Boxed, Func, type Kw, type Native, T, type Type, type Value } from './values.ts';
import { visibleHash } from './visible-hash.ts';

type Put = (name: string, params: string, fn: Native) => void;
// biome-ignore lint/suspicious/noExplicitAny: a slot's function type depends on its name.
type AnyFn = any;

interface SlotDef {
  readonly slot: SlotName;
  /** Methods that fill the slot. */
  readonly names: readonly string[];
  /** Wrappers of a builtin's slot, as methods. */
  readonly wrap: (fn: AnyFn, put: Put) => void;
  /** The slot function of a class that defines one of the methods. */
  readonly dispatch: AnyFn;
}

/** Calls a special method found on the class; undefined if there is none. */
function callSpecial(o: Value, name: string, args: Value[]): Value | undefined {
  const cls = typeOf(o);
  const d = lookup(cls, name);
  if (d === undefined) return undefined;
  if (d instanceof Func) {
    if (args.length === 1) return invoke2(d, o, args[0]);
    if (args.length === 0) return invoke1(d, o);
    args.unshift(o);
    return callFunc(d, args, null);
  }
  const fn = bind(d, o, cls);
  return call(fn, args);
}
const required = (o: Value, name: string, args: Value[]): Value => {
  const r = callSpecial(o, name, args);
  if (r === undefined) throw typeError(`'${typeName(typeOf(o))}' object has no attribute '${name}'`);
  return r;
};

const orNotImplemented = (v: Value | undefined): Value => (v === undefined ? NotImplemented : v);

const defs: SlotDef[] = [];
const def = (slot: SlotName, names: string[], wrap: SlotDef['wrap'], dispatch: AnyFn): void => {
  defs.push({ slot, names, wrap, dispatch });
};

// Numbers ---------------------------------------------------------------------------------------------------------

/** SLOT1BINFULL: the left operand's method, or first the right one's reflected method where its class is a subclass that overrides it. */
function binarySlot(slot: SlotName, name: string, reflected: string): void {
  const dispatch: Binary = (a, b) => {
    const ta = typeOf(a);
    const tb = typeOf(b);
    let other = ta !== tb && tb.slots[slot] === dispatch;
    if (ta.slots[slot] === dispatch) {
      if (other && isSubtype(tb, ta) && lookup(tb, reflected) !== lookup(ta, reflected)) {
        const r = callSpecial(b, reflected, [a]);
        if (r !== undefined && r !== NotImplemented) return r;
        other = false;
      }
      const r = callSpecial(a, name, [b]);
      if (r !== undefined && (r !== NotImplemented || ta === tb)) return r;
    }
    if (other) return orNotImplemented(callSpecial(b, reflected, [a]));
    return NotImplemented;
  };
  def(slot, [name, reflected], (fn: Binary, put) => {
    put(name, 'self, value, /', (a: Value, b: Value) => fn(a, b));
    put(reflected, 'self, value, /', (a: Value, b: Value) => fn(b, a));
  }, dispatch);
}
for (const [slot, n] of [
  ['add', 'add'], ['sub', 'sub'], ['mul', 'mul'], ['matmul', 'matmul'], ['truediv', 'truediv'], ['floordiv', 'floordiv'], ['mod', 'mod'], ['divmod', 'divmod'],
  ['lshift', 'lshift'], ['rshift', 'rshift'], ['and', 'and'], ['or', 'or'], ['xor', 'xor'],
] as const) binarySlot(slot, `__${n}__`, `__r${n}__`);

const powDispatch = (a: Value, b: Value, m?: Value): Value => {
  if (m === undefined) return plainPow(a, b);
  return typeOf(a).slots.pow === powDispatch ? orNotImplemented(callSpecial(a, '__pow__', [b, m])) : NotImplemented;
};
function plainPow(a: Value, b: Value): Value {
  const ta = typeOf(a);
  const tb = typeOf(b);
  let other = ta !== tb && tb.slots.pow === powDispatch;
  if (ta.slots.pow === powDispatch) {
    if (other && isSubtype(tb, ta) && lookup(tb, '__rpow__') !== lookup(ta, '__rpow__')) {
      const r = callSpecial(b, '__rpow__', [a]);
      if (r !== undefined && r !== NotImplemented) return r;
      other = false;
    }
    const r = callSpecial(a, '__pow__', [b]);
    if (r !== undefined && (r !== NotImplemented || ta === tb)) return r;
  }
  return other ? orNotImplemented(callSpecial(b, '__rpow__', [a])) : NotImplemented;
}
def('pow', ['__pow__', '__rpow__'], (fn, put) => {
  put('__pow__', 'self, value, mod=None, /', (a: Value, b: Value, m?: Value) => fn(a, b, m ?? undefined));
  put('__rpow__', 'self, value, mod=None, /', (a: Value, b: Value, m?: Value) => fn(b, a, m ?? undefined));
}, powDispatch);

for (const n of ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor'] as const) {
  const name = `__i${n}__`;
  def(`i${n}` as SlotName, [name], (fn, put) => put(name, 'self, value, /', (a: Value, b: Value) => fn(a, b)), (a: Value, b: Value) => orNotImplemented(callSpecial(a, name, [b])));
}
const unarySlot = (slot: SlotName, name: string): void =>
  def(slot, [name], (fn, put) => put(name, 'self, /', (a: Value) => fn(a)), (a: Value) => required(a, name, []));
for (const n of ['neg', 'pos', 'abs', 'invert', 'int', 'float', 'index'] as const) unarySlot(n, `__${n}__`);
unarySlot('await', '__await__');
unarySlot('aiter', '__aiter__');
unarySlot('anext', '__anext__');

// Truth, text, identity -------------------------------------------------------------------------------------------

def('bool', ['__bool__'], (fn, put) => put('__bool__', 'self, /', (a: Value) => fn(a)), (a: Value) => {
  const r = required(a, '__bool__', []);
  if (typeof r === 'boolean') return r;
  if (r instanceof Unknown) return truth(r);
  throw typeError(`__bool__ should return bool, returned ${typeName(typeOf(r))}`);
});
def('repr', ['__repr__'], (fn, put) => put('__repr__', 'self, /', (a: Value) => fn(a)), (a: Value) => required(a, '__repr__', []));
def('str', ['__str__'], (fn, put) => put('__str__', 'self, /', (a: Value) => fn(a)), (a: Value) => required(a, '__str__', []));
def('hash', ['__hash__'], (fn, put) => put('__hash__', 'self, /', (a: Value) => visibleHash(a, fn)), (a: Value) => {
  const r = required(a, '__hash__', []);
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  const n = r instanceof Boxed ? r.value : typeof r === 'boolean' ? Number(r) : r;
  if (typeof n === 'number') return n === -1 ? -2 : n;
  if (typeof n === 'bigint') return reduceHash(n);
  throw typeError('__hash__ method should return an integer');
});
/** A hash wider than a word is hashed as an int: modulo 2**61 - 1. */
function reduceHash(n: bigint): number | bigint {
  if (BigInt.asIntN(64, n) === n) return n;
  const p = (1n << 61n) - 1n;
  const r = n < 0n ? -(-n % p) : n % p;
  return r === -1n ? -2 : Number.isSafeInteger(Number(r)) ? Number(r) : r;
}
const compareNames = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;
def('compare', [...compareNames], (fn, put) => {
  compareNames.forEach((n, i) => {
    put(n, 'self, value, /', (a: Value, b: Value) => fn(a, b, i as CompareCode));
  });
}, (a: Value, b: Value, op: CompareCode) => orNotImplemented(callSpecial(a, compareNames[op], [b])));

// Containers ------------------------------------------------------------------------------------------------------

def('len', ['__len__'], (fn, put) => put('__len__', 'self, /', (a: Value) => fn(a)), (a: Value) => {
  const r = required(a, '__len__', []);
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  const index = typeOf(r).slots.index;
  if (index === undefined) throw typeError(`'${typeName(typeOf(r))}' object cannot be interpreted as an integer`);
  const n = typeof r === 'number' ? r : index(r);
  if ((n as number) < 0) throw valueError('__len__() should return >= 0');
  // Beyond what a number holds it is a bigint, as with ranges.
  if (typeof n === 'bigint' && n > SSIZE_MAX) throw overflowError("cannot fit 'int' into an index-sized integer");
  return typeof n === 'bigint' ? (n as unknown as number) : Number(n);
});
def('getitem', ['__getitem__'], (fn, put) => put('__getitem__', 'self, key, /', (a: Value, k: Value) => fn(a, k)), (a: Value, k: Value) => required(a, '__getitem__', [k]));
def('setitem', ['__setitem__'], (fn, put) => put('__setitem__', 'self, key, value, /', (a: Value, k: Value, v: Value) => (fn(a, k, v), null)), (a: Value, k: Value, v: Value) => {
  required(a, '__setitem__', [k, v]);
});
def('delitem', ['__delitem__'], (fn, put) => put('__delitem__', 'self, key, /', (a: Value, k: Value) => (fn(a, k), null)), (a: Value, k: Value) => {
  required(a, '__delitem__', [k]);
});
def('contains', ['__contains__'], (fn, put) => put('__contains__', 'self, key, /', (a: Value, k: Value) => fn(a, k)), (a: Value, k: Value) => {
  const d = lookup(typeOf(a), '__contains__');
  if (d === null) throw typeError(`'${typeName(typeOf(a))}' object is not a container`);
  return truth(required(a, '__contains__', [k]));
});
def('concat', ['__add__'], (fn, put) => put('__add__', 'self, value, /', (a: Value, b: Value) => fn(a, b)), undefined);
def('repeat', ['__mul__', '__rmul__'], (fn, put) => {
  put('__mul__', 'self, value, //', (a: Value, n: Value) => fn(a, n));
  put('__rmul__', 'self, value, //', (a: Value, n: Value) => fn(a, n));
}, undefined);
def('iconcat', ['__iadd__'], (fn, put) => put('__iadd__', 'self, value, /', (a: Value, b: Value) => fn(a, b)), undefined);
def('irepeat', ['__imul__'], (fn, put) => put('__imul__', 'self, value, //', (a: Value, b: Value) => fn(a, b)), undefined);
def('iter', ['__iter__'], (fn, put) => put('__iter__', 'self, /', (a: Value) => fn(a)), (a: Value) => {
  if (lookup(typeOf(a), '__iter__') === null) throw typeError(`'${typeName(typeOf(a))}' object is not iterable`);
  return required(a, '__iter__', []);
});
def('next', ['__next__'], (fn, put) => {
  put('__next__', 'self, /', (a: Value) => {
    const v = fn(a);
    if (v === undefined) throw stop(a);
    return v;
  });
}, (a: Value) => {
  const { frame } = vm;
  try {
    return required(a, '__next__', []);
  } catch (e) {
    const r = asRaise(e);
    if (r !== undefined && isSubtype(r.exc.cls, excTypes.get('StopIteration')!)) {
      vm.frame = frame;
      ended(r.exc);
      return undefined;
    }
    throw r ?? e;
  }
});

// Calls and attributes --------------------------------------------------------------------------------------------

def('call', ['__call__'], (fn, put) => put('__call__', 'self, *args, **kw', (a: Value, args: Value[], kw: Kw) => fn(a, args, kw)), (a: Value, args: Value[], kw: Kw) => {
  const cls = typeOf(a);
  const d = lookup(cls, '__call__')!;
  if (d instanceof Func) return callFunc(d, [a, ...args], kw);
  return call(bind(d, a, cls), args, kw);
});
def('getattr', ['__getattribute__', '__getattr__'], (fn, put) => put('__getattribute__', 'self, name, /', (a: Value, n: Value) => fn(a, attributeName(n))), (a: Value, name: string) => {
  const cls = typeOf(a);
  const custom = lookup(cls, '__getattribute__')!;
  const fallback = lookup(cls, '__getattr__');
  const { frame } = vm;
  try {
    return custom instanceof Func ? callFunc(custom, [a, name], null) : nativeGetAttr(cls)(a, name);
  } catch (e) {
    const r = asRaise(e);
    if (r === undefined || fallback === undefined || !isSubtype(r.exc.cls, excTypes.get('AttributeError')!)) throw r ?? e;
    vm.frame = frame;
    return call(bind(fallback, a, cls), [name]);
  }
});
/** The getattr slot of the nearest builtin base: what an inherited `__getattribute__` runs. */
function nativeGetAttr(cls: Type): (o: Value, name: string) => Value {
  for (const c of cls.mro) if (c.builtin && c.own.getattr !== undefined) return c.own.getattr;
  return genericGetAttr;
}
def('setattr', ['__setattr__', '__delattr__'], (fn, put) => {
  put('__setattr__', 'self, name, value, /', (a: Value, n: Value, v: Value) => (fn(a, attributeName(n), v), null));
  put('__delattr__', 'self, name, /', (a: Value, n: Value) => (fn(a, attributeName(n), undefined), null));
}, (a: Value, name: string, value: Value | undefined) => {
  const cls = typeOf(a);
  const d = lookup(cls, value === undefined ? '__delattr__' : '__setattr__');
  if (d === undefined) {
    genericSetAttr(a, name, value);
    return;
  }
  call(bind(d, a, cls), value === undefined ? [name] : [name, value]);
});
function attributeName(n: Value): string {
  if (typeof n === 'string') return n;
  if (n instanceof Boxed && typeof n.value === 'string') return n.value;
  if (n instanceof Unknown) throw new UnknownUsed(n.origins);
  throw typeError(`attribute name must be string, not '${typeName(typeOf(n))}'`);
}
def('descrGet', ['__get__'], (fn, put) => {
  put('__get__', 'self, instance, owner=None, /', (d: Value, o: Value, owner?: Value) => {
    if (o === null && (owner === undefined || owner === null)) throw typeError('__get__(None, None) is invalid');
    return fn(d, o === null && owner !== T.none ? undefined : o, (owner ?? typeOf(o)) as Type);
  });
}, (d: Value, o: Value | undefined, owner: Type) => required(d, '__get__', [o ?? null, owner]));
def('descrSet', ['__set__', '__delete__'], (fn, put) => {
  put('__set__', 'self, instance, value, /', (d: Value, o: Value, v: Value) => (fn(d, o, v), null));
  put('__delete__', 'self, instance, /', (d: Value, o: Value) => (fn(d, o, undefined), null));
}, (d: Value, o: Value, v: Value | undefined) => {
  const name = v === undefined ? '__delete__' : '__set__';
  const r = callSpecial(d, name, v === undefined ? [o] : [o, v]);
  if (r === undefined) throw attributeMissing(name);
});
const attributeMissing = (name: string): unknown => attributeError(name, undefined, name);
def('init', ['__init__'], (fn, put) => put('__init__', 'self, *args, **kw', (a: Value, args: Value[], kw: Kw) => (fn(a, args, kw), null)), (self: Value, args: Value[], kw: Kw) => {
  const cls = typeOf(self);
  const d = lookup(cls, '__init__')!;
  const r = d instanceof Func ? callFunc(d, [self, ...args], kw) : call(bind(d, self, cls), args, kw);
  if (r !== null && !(r instanceof Unknown)) throw typeError(`__init__() should return None, not '${typeName(typeOf(r))}'`);
});

// Use of the table ------------------------------------------------------------------------------------------------

/** Adds a method for each slot that a builtin class defines itself. */
export function wrapSlots(cls: Type, put: Put): void {
  for (const d of defs) {
    const fn = cls.own[d.slot];
    if (typeof fn === 'function') d.wrap(fn, put);
  }
}
/** The slots of a user's class, from its MRO: the first class that defines the method decides. */
export function slotsOf(cls: Type): Slots {
  const out: Slots = {};
  for (const d of defs) {
    const fn = slotOf(cls, d);
    if (fn !== undefined) (out as Record<string, unknown>)[d.slot] = fn;
  }
  for (const c of cls.mro) {
    if (c.builtin && c.own.new !== undefined) {
      out.new = c.own.new;
      break;
    }
  }
  return out;
}
function slotOf(cls: Type, d: SlotDef): unknown {
  for (const c of cls.mro) {
    if (c.builtin) {
      const own = c.own[d.slot];
      if (own !== undefined) return own;
      continue;
    }
    for (const n of d.names) {
      const v = c.dict.map.get(n)?.value;
      if (v === undefined) continue;
      if (d.slot === 'hash' && v === null) return null;
      if (d.dispatch !== undefined) return d.dispatch;
    }
  }
  return undefined;
}
