// The operators and protocols of the language over any values: arithmetic with its reflected and in-place forms, comparison, truth, iteration, indexing, length,
// text. The known and common case comes first; the rest asks the slots of the operands' classes (Objects/abstract.c). Unknown operands are decided here, once.
import { isSubtype, lookup, typeOf } from './attributes.ts';
import { hashSeed } from './hash-seed.ts';
import { typeName } from './names.ts';
import { asRaise, raising, typeError } from './raise.ts';
import type { Binary, CompareCode, SlotName } from './slots.ts';
import { vm } from './state.ts';
import { firstHalves, glue } from './text/surrogates.ts';
import { decide, doubt, KnownInPart, reach, Unknown, UnknownUsed, unknownFrom } from './unknown-value.ts';
import { Float, Iter, List, type Obj, Singleton, T, Tuple, Type, type Value } from './values.ts';

export const NotImplemented = new Singleton(undefined as unknown as Type, 'NotImplemented');
export const Ellipsis = new Singleton(undefined as unknown as Type, 'Ellipsis');

// Arithmetic ------------------------------------------------------------------------------------------------------

export type BinaryName =
  | 'add' | 'sub' | 'mul' | 'matmul' | 'truediv' | 'floordiv' | 'mod' | 'divmod' | 'pow' | 'lshift' | 'rshift' | 'and' | 'or' | 'xor';

const symbols: Record<BinaryName, string> = {
  add: '+', sub: '-', mul: '*', matmul: '@', truediv: '/', floordiv: '//', mod: '%', divmod: 'divmod()', pow: '** or pow()',
  lshift: '<<', rshift: '>>', and: '&', or: '|', xor: '^',
};

/** Tries the number slots of both operands; NotImplemented where neither answers (`binary_op1`). */
function tryBinary(name: SlotName, a: Value, b: Value): Value {
  const ta = typeOf(a);
  const tb = typeOf(b);
  const sa = ta.slots[name] as Binary | undefined;
  let sb = ta === tb ? undefined : (tb.slots[name] as Binary | undefined);
  if (sb === sa) sb = undefined;
  if (sa !== undefined) {
    if (sb !== undefined && isSubtype(tb, ta)) {
      const r = sb(a, b);
      if (r !== NotImplemented) return r;
      sb = undefined;
    }
    const r = sa(a, b);
    if (r !== NotImplemented) return r;
  }
  return sb === undefined ? NotImplemented : sb(a, b);
}

/** `a op b` for any operands. */
export function binary(name: BinaryName, a: Value, b: Value): Value {
  if (a instanceof Unknown || b instanceof Unknown) return unknownBinary(name, a, b);
  const r = tryBinary(name, a, b);
  if (r !== NotImplemented) return r;
  return sequenceFallback(name, a, b) ?? unsupported(symbols[name], name, a, b);
}
/** `a op= b`. */
export function inplace(name: BinaryName, a: Value, b: Value): Value {
  if (a instanceof Unknown || b instanceof Unknown) return unknownBinary(name, a, b);
  const own = typeOf(a).slots[`i${name}` as SlotName] as Binary | undefined;
  if (own !== undefined) {
    const r = own(a, b);
    if (r !== NotImplemented) return r;
  }
  const r = tryBinary(name, a, b);
  if (r !== NotImplemented) return r;
  if (name === 'add') {
    const f = typeOf(a).slots.iconcat;
    if (f !== undefined) return f(a, b);
  } else if (name === 'mul') {
    const f = typeOf(a).slots.irepeat;
    if (f !== undefined) return f(a, repeatCount(b));
  }
  // In place, an operand that is some sequence or mapping itself is not repeated by the other (`PyNumber_InPlaceMultiply`).
  const alone = name === 'mul' && hasSequenceMethods(typeOf(a)) && typeOf(a).slots.repeat === undefined;
  return (alone ? undefined : sequenceFallback(name, a, b)) ?? unsupported(name === 'pow' ? '**=' : `${symbols[name]}=`, name, a, b);
}
const hasSequenceMethods = (t: Type): boolean => !t.builtin || t.slots.len !== undefined || t.slots.contains !== undefined || t.slots.getitem !== undefined;
function sequenceFallback(name: BinaryName, a: Value, b: Value): Value | undefined {
  if (name === 'add') return typeOf(a).slots.concat?.(a, b);
  if (name !== 'mul') return undefined;
  const ra = typeOf(a).slots.repeat;
  if (ra !== undefined) return ra(a, repeatCount(b));
  return typeOf(b).slots.repeat?.(b, repeatCount(a));
}
function repeatCount(n: Value): Value {
  if (typeof n === 'number' || typeOf(n).slots.index !== undefined) return n;
  throw typeError(`can't multiply sequence by non-int of type '${typeName(typeOf(n))}'`);
}
function unsupported(symbol: string, name: BinaryName, a: Value, b: Value): never {
  const left = typeName(typeOf(a));
  const right = typeName(typeOf(b));
  if (name === 'rshift' && typeOf(a) === T.builtin) throw typeError(`unsupported operand type(s) for ${symbol}: '${left}' and '${right}'. Did you mean "print(<message>, file=<output_stream>)"?`);
  throw typeError(`unsupported operand type(s) for ${symbol}: '${left}' and '${right}'`);
}
/** How far from zero the result is, at most; of a divisor it must be known how near it is. */
function reachOf(name: BinaryName, a: Value, b: Value): number {
  if (name === 'add' || name === 'sub') return reach(a) + reach(b);
  if (name === 'mul') return reach(a) * reach(b);
  return name === 'truediv' && !(b instanceof Unknown) && reach(b) > 0 ? reach(a) / reach(b) : Infinity;
}
function unknownBinary(name: BinaryName, a: Value, b: Value): Value {
  const ta = a instanceof Unknown ? a.type : typeOf(a);
  const tb = b instanceof Unknown ? b.type : typeOf(b);
  if (ta === null || tb === null) return unknownFrom(null, a, b);
  const number = (t: Type): boolean => t === T.int || t === T.bool || t === T.float;
  if (number(ta) && number(tb)) {
    const divides = name === 'truediv' || name === 'floordiv' || name === 'mod' || name === 'pow' || name === 'divmod' || name === 'lshift' || name === 'rshift';
    // A divisor that may be zero, or a shift that may be negative, may raise.
    if (divides && b instanceof Unknown) doubt(b.origins);
    if (name === 'pow' || name === 'divmod') return unknownFrom(null, a, b);
    const result = unknownFrom(name === 'truediv' || ta === T.float || tb === T.float ? T.float : T.int, a, b);
    const within = a instanceof KnownInPart || b instanceof KnownInPart ? reachOf(name, a, b) : Infinity;
    return within < Infinity ? new KnownInPart(result.origins, result.type!, { within }) : result;
  }
  if (ta === tb && ta === T.str && name === 'add') return unknownFrom(T.str, a, b);
  // The format is known: it says itself what of the unknown it needs.
  if (name === 'mod' && typeof a === 'string') return T.str.slots.mod!(a, b);
  for (const v of [a, b]) if (v instanceof Unknown) doubt(v.origins);
  return unknownFrom(null, a, b);
}

export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    return r <= 9007199254740991 && r >= -9007199254740991 ? r : BigInt(a) + BigInt(b);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    // The parts are shared: only JavaScript's own limit on a string's length ends this.
    return firstHalves.made ? glue(a, b) : a + b;
  }
  if (a instanceof Float && b instanceof Float) return new Float(a.value + b.value);
  return binary('add', a, b);
}
export function sub(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    return r <= 9007199254740991 && r >= -9007199254740991 ? r : BigInt(a) - BigInt(b);
  }
  if (a instanceof Float && b instanceof Float) return new Float(a.value - b.value);
  return binary('sub', a, b);
}
export function mul(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    // Adding 0 turns -0 into 0: an int has no negative zero.
    return r <= 9007199254740991 && r >= -9007199254740991 ? r + 0 : BigInt(a) * BigInt(b);
  }
  if (a instanceof Float && b instanceof Float) return new Float(a.value * b.value);
  return binary('mul', a, b);
}
export function floordiv(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const r = a % b;
    const q = (a - r) / b;
    return (r !== 0 && r < 0 !== b < 0 ? q - 1 : q) + 0;
  }
  return binary('floordiv', a, b);
}
export function mod(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const r = a % b;
    return (r !== 0 && r < 0 !== b < 0 ? r + b : r) + 0;
  }
  return binary('mod', a, b);
}
export function truediv(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return new Float(a / b);
  if (a instanceof Float && b instanceof Float && b.value !== 0) return new Float(a.value / b.value);
  return binary('truediv', a, b);
}
const LARGE = 1 << 16;
/** How much may be allocated in small pieces before somebody looks how much is left. */
const HANDFUL = 32 << 20;
let handful = 0;
/** Counts a large allocation against the memory budget. */
export function spendMemory(bytes: number): void {
  handful += bytes;
  if (bytes >= LARGE) vm.memory -= bytes;
  else if (handful < HANDFUL) return;
  handful = 0;
  outOfMemory.look();
}
/** Set by machine.ts, which knows the budget. */
export const outOfMemory: { look: () => void } = { look: () => {} };

export function negative(a: Value): Value {
  if (typeof a === 'number') return 0 - a;
  if (a instanceof Float) return new Float(-a.value);
  return unary('neg', '-', a);
}
export function unary(name: 'neg' | 'pos' | 'invert', symbol: string, a: Value): Value {
  if (a instanceof Unknown) return unknownFrom(a.type === T.float || a.type === T.int ? a.type : null, a);
  const f = typeOf(a).slots[name];
  if (f !== undefined) return f(a);
  throw typeError(`bad operand type for unary ${symbol}: '${typeName(typeOf(a))}'`);
}
export function absolute(a: Value): Value {
  if (a instanceof Unknown) return unknownFrom(a.type, a);
  const f = typeOf(a).slots.abs;
  if (f !== undefined) return f(a);
  throw typeError(`bad operand type for abs(): '${typeName(typeOf(a))}'`);
}
/** `pow(a, b, m)`; without `m` it is `a ** b`. */
export function power(a: Value, b: Value, m: Value | undefined): Value {
  if (m === undefined || m === null) return binary('pow', a, b);
  if (a instanceof Unknown || b instanceof Unknown || m instanceof Unknown) return unknownFrom(null, a, b, m);
  for (const v of [a, b, m]) {
    const f = typeOf(v).slots.pow;
    if (f !== undefined) {
      const r = f(a, b, m);
      if (r !== NotImplemented) return r;
    }
  }
  throw typeError(`unsupported operand type(s) for ** or pow(): '${typeName(typeOf(a))}', '${typeName(typeOf(b))}', '${typeName(typeOf(m))}'`);
}

// Comparison ------------------------------------------------------------------------------------------------------

const compareSymbols = ['<', '<=', '==', '!=', '>', '>='] as const;
const swapped: readonly CompareCode[] = [4, 5, 2, 3, 0, 1];

/** `a op b`: the rich comparison, whose answer may be any value (`do_richcompare`). */
export function compare(a: Value, b: Value, op: CompareCode): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    switch (op) {
      case 0: return a < b;
      case 1: return a <= b;
      case 2: return a === b;
      case 3: return a !== b;
      case 4: return a > b;
      default: return a >= b;
    }
  }
  if (typeof a === 'string' && typeof b === 'string') {
    if (op === 2) return a === b;
    if (op === 3) return a !== b;
  }
  if (a instanceof Unknown || b instanceof Unknown) return unknownCompare(a, b, op);
  const ta = typeOf(a);
  const tb = typeOf(b);
  let reversed = false;
  const sb = tb.slots.compare;
  if (sb !== undefined && ta !== tb && tb.mro.includes(ta)) {
    reversed = true;
    const r = sb(b, a, swapped[op]);
    if (r !== NotImplemented) return r;
  }
  const sa = ta.slots.compare;
  if (sa !== undefined) {
    const r = sa(a, b, op);
    if (r !== NotImplemented) return r;
  }
  if (!reversed && sb !== undefined) {
    const r = sb(b, a, swapped[op]);
    if (r !== NotImplemented) return r;
  }
  if (op === 2) return same(a, b);
  if (op === 3) return !same(a, b);
  throw typeError(`'${compareSymbols[op]}' not supported between instances of '${typeName(ta)}' and '${typeName(tb)}'`);
}
function unknownCompare(a: Value, b: Value, op: CompareCode): Value {
  const certain = a instanceof KnownInPart ? aboveLeast(a, b, op) : b instanceof KnownInPart ? aboveLeast(b, a, swapped[op]) : undefined;
  if (certain !== undefined) return certain;
  const ta = a instanceof Unknown ? a.type : typeOf(a);
  const tb = b instanceof Unknown ? b.type : typeOf(b);
  if (op === 2 || op === 3 || ta === null || tb === null) return unknownFrom(T.bool, a, b);
  if (ta !== tb && !(numeric(ta) && numeric(tb))) for (const v of [a, b]) if (v instanceof Unknown) doubt(v.origins);
  return unknownFrom(T.bool, a, b);
}
/** What certainly comes of comparing something that is `least` or more. */
function aboveLeast({ least, type }: KnownInPart, other: Value, op: CompareCode): boolean | undefined {
  if (least === undefined || other instanceof Unknown || typeOf(other) !== type) return undefined;
  const [asks, holds] = op === 0 || op === 5 ? [5 as const, op === 5] : [4 as const, op !== 1 && op !== 2];
  return compare(least, other, asks) === true ? holds : undefined;
}
const numeric = (t: Type): boolean => t === T.int || t === T.float || t === T.bool;

/** `a == b` with the identity shortcut, as containers compare their items (`PyObject_RichCompareBool`). */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof Unknown) || truth(unknownFrom(T.bool, a, b));
  if (typeof a === 'string' && typeof b === 'string') return false;
  if (typeof a === 'number' && typeof b === 'number') return false;
  return truth(compare(a, b, 2));
}
export function less(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return truth(compare(a, b, 0));
}
/** `a is b`. Ints and strs are compared by value: which of them CPython shares is its own affair, and programs rely on the small ones only. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  return false;
}
/** `a is b` as an expression: unknown where an operand is. */
export function is(a: Value, b: Value): Value {
  if (a === b) return true;
  if (a instanceof Unknown || b instanceof Unknown) {
    const u = (a instanceof Unknown ? a : b) as Unknown;
    const other = a instanceof Unknown ? b : a;
    if (u.type !== null && !(other instanceof Unknown) && typeOf(other) !== u.type) return false;
    return new Unknown(u.origins, T.bool);
  }
  return false;
}

// Truth -----------------------------------------------------------------------------------------------------------

/** `bool(v)`. On an unknown it opens a fork. */
export function truth(v: Value): boolean {
  switch (typeof v) {
    case 'boolean': return v;
    case 'number': return v !== 0;
    case 'string': return v !== '';
    case 'bigint': return true;
    default: {
      if (v === null) return false;
      if (v instanceof List && v.cls === T.list) return v.items.length !== 0;
      if (v instanceof Unknown) {
        if (v.type === null) doubt(v.origins);
        return decide(v.origins);
      }
      return slowTruth(v);
    }
  }
}
function slowTruth(v: Value): boolean {
  const { slots } = typeOf(v);
  if (slots.bool !== undefined) return slots.bool(v);
  if (slots.len !== undefined) return slots.len(v) !== 0;
  return true;
}

// Iteration -------------------------------------------------------------------------------------------------------

/** `iter(v)` for the engine's own use: an object whose `next()` gives undefined at the end. */
export function iterate(v: Value): Iter {
  const it = iter(v);
  return isPlain(it) ? it : new ForeignIter(it);
}
/** Whether an iterator is one of the engine's whose class has no `__next__` written in Python. */
export const isPlain = (it: Value): it is Iter => it instanceof Iter && (it.cls.builtin || it.cls.mro.find(c => c.builtin)!.slots.next === it.cls.slots.next);
/** `iter(v)` as the program sees it. */
export function iter(v: Value): Value {
  const t = typeOf(v);
  const f = t.slots.iter;
  if (f !== undefined) {
    const it = f(v);
    if (it instanceof Iter || typeOf(it).slots.next !== undefined) return it;
    if (it instanceof Unknown) throw new UnknownUsed(it.origins);
    throw typeError(`iter() returned non-iterator of type '${typeName(typeOf(it))}'`);
  }
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  if (t.slots.getitem !== undefined && t.mro.some(c => c !== T.dict && c.dict.map.has('__getitem__')) && lookup(t, '__iter__') !== null && !isSubtype(t, T.dict)) {
    return new SequenceIter(v);
  }
  throw typeError(`'${typeName(t)}' object is not iterable`);
}
/** An iterator with a `__next__` written in Python, seen through that. */
class ForeignIter extends Iter {
  private readonly it: Value;
  constructor(it: Value) {
    super(T.iterator);
    this.it = it;
  }
  next(): Value | undefined {
    return nextOf(this.it);
  }
}
/** `next(it)` for any iterator: undefined at the end. */
export function nextOf(it: Value): Value | undefined {
  if (isPlain(it)) return it.next();
  const f = typeOf(it).slots.next;
  if (f === undefined) {
    if (it instanceof Unknown) throw new UnknownUsed(it.origins);
    throw typeError(`'${typeName(typeOf(it))}' object is not an iterator`);
  }
  return f(it);
}
/** The old protocol: `__getitem__` with 0, 1, 2… until IndexError. */
export class SequenceIter extends Iter {
  seq: Value | undefined;
  index = 0;
  constructor(seq: Value) {
    super(T.iterator);
    this.seq = seq;
  }
  next(): Value | undefined {
    if (this.seq === undefined) return undefined;
    const { frame } = vm;
    try {
      return getItem(this.seq, this.index++);
    } catch (e) {
      const r = asRaise(e);
      if (r !== undefined && (r.exc.cls.mro.some(c => c.builtin && (c.name === 'IndexError' || c.name === 'StopIteration')))) {
        this.seq = undefined;
        vm.frame = frame;
        return undefined;
      }
      throw r ?? e;
    }
  }
}
/** The items of a list or a tuple whose class is none of the program's: it may have an `__iter__` (PyList_CheckExact, PyTuple_CheckExact). */
export const plainItems = (v: Value): readonly Value[] | undefined => ((v instanceof List && v.cls === T.list) || (v instanceof Tuple && v.cls === T.tuple) ? v.items : undefined);
/** All items of an iterable, as a fresh array. */
export function toArray(v: Value): Value[] {
  const plain = plainItems(v);
  if (plain !== undefined) return plain.slice();
  const it = iterate(v);
  const out: Value[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    out.push(x);
    if (--vm.fuel < 0) vm.refuel();
  }
  return out;
}

// Indexing, length, membership --------------------------------------------------------------------------------------

export function getItem(o: Value, key: Value): Value {
  if (o instanceof List && typeof key === 'number' && o.cls === T.list) {
    const { items } = o;
    const i = key < 0 ? key + items.length : key;
    if (i >= 0 && i < items.length) return items[i];
  }
  const f = typeOf(o).slots.getitem;
  if (f !== undefined) {
    if (key instanceof Unknown) return unknownItem(o, key);
    return f(o, key);
  }
  if (o instanceof Unknown) return unknownFrom(null, o, key);
  if (o instanceof Type) return classItem.get(o, key);
  throw typeError(`'${typeName(typeOf(o))}' object is not subscriptable`);
}
/** `cls[key]` where the metaclass has no `__getitem__`: set by types/union.ts. */
export const classItem: { get: (cls: Type, key: Value) => Value } = { get: () => null };
function unknownItem(o: Value, key: Unknown): Value {
  doubt(key.origins);
  void o;
  return new Unknown(key.origins, typeOf(o) === T.str ? T.str : null);
}
export function setItem(o: Value, key: Value, value: Value): void {
  const f = typeOf(o).slots.setitem;
  if (f !== undefined) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    f(o, key, value);
  } else if (o instanceof Unknown) unknownFrom(null, o);
  else throw typeError(`'${typeName(typeOf(o))}' object does not support item assignment`);
}
export function delItem(o: Value, key: Value): void {
  const f = typeOf(o).slots.delitem;
  if (f !== undefined) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    f(o, key);
  } else if (o instanceof Unknown) unknownFrom(null, o);
  else {
    // CPython has two texts: one from the sequence protocol, for sequences under an index.
    const t = typeOf(o);
    const sequence = (!t.builtin || t.slots.len !== undefined || t.slots.contains !== undefined) && typeOf(key).slots.index !== undefined;
    throw typeError(`'${typeName(t)}' object ${sequence ? "doesn't" : 'does not'} support item deletion`);
  }
}
export function length(v: Value): number {
  const f = typeOf(v).slots.len;
  if (f !== undefined) return f(v);
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`object of type '${typeName(typeOf(v))}' has no len()`);
}
/** `item in o`. */
export function contains(o: Value, item: Value): boolean {
  const t = typeOf(o);
  const f = t.slots.contains;
  if (f !== undefined) return f(o, item);
  if (o instanceof Unknown) return truth(unknownFrom(null, o));
  if (t.slots.iter === undefined && t.slots.getitem === undefined) throw typeError(`argument of type '${typeName(t)}' is not iterable`);
  const it = iterate(o);
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (equal(x, item)) return true;
    if (--vm.fuel < 0) vm.refuel();
  }
  return false;
}

// Text and hash -----------------------------------------------------------------------------------------------------

/** `repr(v)` as a JavaScript string. Unknown content throws `UnknownUsed`. */
export function repr(v: Value): string {
  if (typeof v === 'number') return String(v);
  const r = typeOf(v).slots.repr!(v);
  if (typeof r === 'string') return r;
  return textOf(r, '__repr__');
}
/** `str(v)`. */
export function str(v: Value): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'number') return String(v);
  const { slots } = typeOf(v);
  const r = (slots.str ?? slots.repr)!(v);
  if (typeof r === 'string') return r;
  return textOf(r, '__str__');
}
function textOf(r: Value, method: string): string {
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  const t = typeOf(r);
  if (isSubtype(t, T.str)) return (r as unknown as { value: string }).value;
  throw typeError(`${method} returned non-string (type ${typeName(t)})`);
}
/** `hash(v)` as a Python int. */
export function hash(v: Value): number | bigint {
  const f = typeOf(v).slots.hash;
  if (typeof f === 'function') return hashBy(f, v);
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`unhashable type: '${typeName(typeOf(v))}'`);
}
/** The hash of a value as a type of it reckons it: its own, or one above that. */
export function hashBy(f: (v: Value) => number | bigint, v: Value): number | bigint {
  // Hashes that differ from run to run are counted, so that the order of sets over them is known to be open.
  if (typeof v === 'string' ? v !== '' && !hashSeed.pinned : typeof v === 'object' && openHash(v, f)) hashSeed.drawn++;
  if (typeOf(v).builtin) return f(v);
  hashSeed.asked++;
  try {
    return f(v);
  } finally {
    hashSeed.asked--;
  }
}

/** Whether an object's hash hangs on an address or on the seed itself, not only on what it holds. */
function openHash(v: Obj | null, f: unknown): boolean {
  if (v === null || f === T.object.slots.hash) return true;
  const { cls } = v;
  return cls === T.builtin || cls === T.method || cls === T.methodWrapper || (f === T.bytes.slots.hash && !hashSeed.pinned);
}

/** Guards native recursion over nested containers as `Py_EnterRecursiveCall` does. Call `vm.native--` when done. */
export function enterNative(where: string): void {
  const depth = (vm.frame === null ? 0 : vm.frame.depth) + ++vm.native;
  if (depth > vm.recursionLimit) throw raising('RecursionError', `maximum recursion depth exceeded${where}`);
}
