// The `_operator` module: the operators as functions, and the getters that make functions (Modules/_operator.c).
import { getAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { type ClassSpec, defineClass, defineModule, type Methods, type Row } from '../define.ts';
import { typeName } from '../names.ts';
import {
  absolute, binary, type BinaryName, compare, contains, delItem, equal, getItem, inplace, is, iterate, negative, power, repr, setItem, truth, unary,
} from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import type { CompareCode } from '../slots.ts';
import { vm } from '../state.ts';
import { checkPositional, noKeywords } from '../types/constructor-arguments.ts';
import { guardedRepr, joinReprs } from '../types/repr-guard.ts';
import { toInt, toSsize } from '../types/indices.ts';
import { lengthHint } from '../types/iteration.ts';
import { mustKnow } from '../types/known.ts';
import { swallow } from '../types/swallow.ts';
import { Unknown, unknownFrom } from '../unknown-value.ts';
import { Boxed, Bytes, Dict, type Iter, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';

// Functions -------------------------------------------------------------------------------------------------------

const two = (f: (a: Value, b: Value) => Value, returns?: string): Row => ({ params: 'a, b, /', returns, call: f });
const one = (f: (a: Value) => Value, returns?: string): Row => ({ params: 'a, /', returns, call: f });

/** `operator.and_`, `operator.iand`… */
const arithmetic: Record<string, Row> = {};
for (const n of ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'lshift', 'rshift', 'and', 'or', 'xor', 'pow'] as const) {
  const name = n === 'and' || n === 'or' ? `${n}_` : n;
  arithmetic[name] = two((a, b) => (n === 'pow' ? power(a, b, undefined) : binary(n as BinaryName, a, b)));
  arithmetic[`i${n}`] = two((a, b) => inplace(n as BinaryName, a, b));
}
const comparisons: Record<string, Row> = {};
(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).forEach((n, op) => {
  comparisons[n] = two((a, b) => compare(a, b, op as CompareCode));
});

function concat(name: 'add' | 'iadd', a: Value, b: Value): Value {
  if (a instanceof Unknown || b instanceof Unknown) return unknownFrom(null, a, b);
  const { slots } = typeOf(a);
  // PySequence_Concat: sequences by their own slot, objects with both items and an addition by that.
  const isSequence = (v: Value): boolean => !(v instanceof Dict) && typeOf(v).slots.getitem !== undefined;
  if (name === 'iadd' && slots.iconcat !== undefined) return slots.iconcat(a, b);
  if (slots.concat !== undefined) return slots.concat(a, b);
  if (isSequence(a) && isSequence(b) && (slots.add !== undefined || slots.iadd !== undefined)) return name === 'add' ? binary('add', a, b) : inplace('add', a, b);
  throw typeError(`'${typeName(typeOf(a))}' object can't be concatenated`);
}
/** `_PySequence_IterSearch` has a message of its own for what cannot be iterated. */
function searched(v: Value): Iter {
  const { frame } = vm;
  try {
    return iterate(v);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) throw typeError(`argument of type '${typeName(typeOf(v))}' is not iterable`);
    throw e;
  }
}
function indexOf(a: Value, b: Value): Value {
  const it = searched(a);
  let i = 0;
  for (let x = it.next(); x !== undefined; x = it.next(), i++) {
    if (equal(x, b)) return i;
    if (--vm.fuel < 0) vm.refuel();
  }
  throw valueError('sequence.index(x): x not in sequence');
}
function countOf(a: Value, b: Value): Value {
  const it = searched(a);
  let n = 0;
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (equal(x, b)) n++;
    if (--vm.fuel < 0) vm.refuel();
  }
  return n;
}
function compareDigest(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') {
    for (const s of [a, b]) for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) throw typeError('comparing strings with non-ASCII characters is not supported');
    return a === b;
  }
  if (a instanceof Bytes && b instanceof Bytes) return a.data.length === b.data.length && a.data.every((x, i) => x === b.data[i]);
  mustKnow(a);
  mustKnow(b);
  throw typeError(`unsupported operand types(s) or combination of types: '${typeName(typeOf(a))}' and '${typeName(typeOf(b))}'`);
}

const functions: Methods = {
  ...arithmetic,
  ...comparisons,
  truth: one(truthOf, 'bool'),
  not_: one(a => negated(truthOf(a)), 'bool'),
  is_: two(is, 'bool'),
  is_not: two((a, b) => negated(is(a, b)), 'bool'),
  contains: two((a, b) => contains(a, b), 'bool'),
  indexOf: two(indexOf, 'int'),
  countOf: two(countOf, 'int'),
  neg: one(negative),
  pos: one(a => unary('pos', '+', a)),
  abs: one(absolute),
  inv: one(a => unary('invert', '~', a)),
  invert: one(a => unary('invert', '~', a)),
  index: one(a => toInt(a), 'int'),
  concat: two((a, b) => concat('add', a, b)),
  iconcat: two((a, b) => concat('iadd', a, b)),
  getitem: two(getItem),
  setitem: {
    params: 'a, b, c, /', returns: 'none',
    call: (a: Value, b: Value, c: Value) => {
      setItem(a, b, c);
      return null;
    },
  },
  delitem: two((a, b) => {
    delItem(a, b);
    return null;
  }, 'none'),
  length_hint: { params: 'obj, default=0, /', returns: 'int', call: (v: Value, fallback?: Value) => lengthHint(v, fallback === undefined ? 0 : toSsize(fallback)) },
  call: { params: 'obj, /, *args, **kw', call: (f: Value, args: Value[], kw: Kw) => call(f, args, kw) },
  _compare_digest: two(compareDigest, 'bool'),
};
/** The truth of an unknown is an unknown: nothing is decided here. */
function truthOf(v: Value): Value {
  return v instanceof Unknown ? unknownFrom(T.bool, v) : truth(v);
}
const negated = (v: Value): Value => (typeof v === 'boolean' ? !v : v);

// Getters ---------------------------------------------------------------------------------------------------------

class Getter extends Mutable {
  readonly parts: readonly Value[];
  readonly kw: Kw;
  /** attrgetter: the dotted names, split. */
  readonly paths: readonly (readonly string[])[];
  constructor(cls: Type, parts: readonly Value[], kw: Kw, paths: readonly (readonly string[])[] = []) {
    super(cls);
    this.parts = parts;
    this.kw = kw;
    this.paths = paths;
  }
}
function getter(name: string, make: ClassSpec['slots'] & object, get: (self: Getter, o: Value) => Value): Type {
  return defineClass({
    name,
    module: 'operator',
    subclassable: false,
    slots: {
      ...make,
      call: (v, args, kw) => {
        noKeywords(name, kw);
        checkPositional(name, args, 1, 1);
        return get(v as Getter, args[0]);
      },
      repr: v => guardedRepr(v as Getter, 'operator.' + name + '(...)', () => `operator.${name}(${shownParts(v as Getter)})`),
    },
    methods: { __reduce__: { params: 'self, /', call: (self: Getter) => new Tuple([self.cls, new Tuple(self.parts)]) } },
  });
}
function shownParts(g: Getter): string {
  let s = joinReprs(g.parts);
  if (g.kw !== null) for (const [k, v] of g.kw) s += `, ${k}=${repr(v)}`;
  return s;
}
const all = (values: readonly Value[]): Value => (values.length === 1 ? values[0] : new Tuple(values));

const itemgetter = getter('itemgetter', {
  new: (cls, args, kw) => {
    noKeywords('itemgetter', kw);
    if (args.length === 0) checkPositional('itemgetter', args, 1, 1);
    return new Getter(cls, args, null);
  },
}, (self, o) => all(self.parts.map(k => getItem(o, k))));

function nameOf(v: Value): string {
  if (typeof v === 'string') return v;
  if (v instanceof Boxed && typeof v.value === 'string') return v.value;
  mustKnow(v);
  throw typeError('attribute name must be a string');
}
const attrgetter = getter('attrgetter', {
  new: (cls, args, kw) => {
    noKeywords('attrgetter', kw);
    if (args.length === 0) checkPositional('attrgetter', args, 1, 1);
    return new Getter(cls, args, null, args.map(a => nameOf(a).split('.')));
  },
}, (self, o) => all(self.paths.map(path => path.reduce((v: Value, name) => getAttr(v, name), o))));

const methodcaller = getter('methodcaller', {
  new: (cls, args, kw) => {
    if (args.length < 1) throw typeError('methodcaller needs at least one argument, the method name');
    mustKnow(args[0]);
    if (typeof args[0] !== 'string' && !(args[0] instanceof Boxed && typeof args[0].value === 'string')) throw typeError('method name must be a string');
    return new Getter(cls, args, kw);
  },
}, (self, o) => call(getAttr(o, nameOf(self.parts[0])), self.parts.slice(1), self.kw === null ? null : new Map(self.kw)));

/** The module `_operator`. */
export const operatorModule = (): Module => defineModule('_operator', functions, { itemgetter, attrgetter, methodcaller });
