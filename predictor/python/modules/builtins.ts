// The builtins module: every builtin function, and the builtin classes by name (Python/bltinmodule.c).
import { getAttr, getAttrOr, lacks, setAttr, special, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { buildClass, isInstance, isSubclass } from '../classes.ts';
import { builtinsDict } from '../compiler/names.ts';
import { defineModule, type Methods } from '../define.ts';
import { idOfValue } from '../identity.ts';
import { importName } from '../imports.ts';
import { typeName } from '../names.ts';
import { absolute, add, binary, compare as compareValues, Ellipsis, iter, iterate, length, nextOf, NotImplemented, power, repr, str, toArray, truth } from '../operators.ts';
import { excTypes, overflowError, stopIteration, typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { vm } from '../state.ts';
import { bin, hex, oct } from '../numbers/int-text.ts';
import { charOfPoint } from '../text/code-points.ts';
import { localsOf } from '../types/code.ts';
import { checkPositional } from '../types/constructor-arguments.ts';
import { indexOf, strOf, strArgument } from '../types/convert.ts';
import { asciiText, format } from '../types/formatting.ts';
import { getattrBuiltin } from '../types/function.ts';
import { CallIter, enumerateType, filterType, mapType, reversedType, zipType } from '../types/iterators.ts';
import { serial } from '../types/object.ts';
import { elementsUnordered, PySet } from '../types/set.ts';
import { sortedList, sortList } from '../types/list.ts';
import { visibleHash } from '../visible-hash.ts';
import { doubt, Unknown, unknown, UnknownUsed, unknownFrom } from '../unknown-value.ts';
import { ByteArray, Bytes, type Cell, Dict, Func, type Kw, List, type Module, T, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { compileBuiltin, evalCode } from './evaluate.ts';
import { input } from './input.ts';
import { openBuiltin } from './io-module.ts';

/** An attribute name argument. */
function name(v: Value, fn: string): string {
  const s = strOf(v);
  if (s !== undefined) return s;
  throw typeError(fn === 'getattr' || fn === 'hasattr' || fn === 'setattr' || fn === 'delattr' ? `attribute name must be string, not '${typeName(typeOf(v))}'` : `${fn}(): attribute name must be string`);
}
function extreme(which: 'min' | 'max', args: Value[], kw: Kw): Value {
  const key = kw?.get('key') ?? null;
  const fallback = kw?.get('default');
  for (const k of kw?.keys() ?? []) if (k !== 'key' && k !== 'default') throw typeError(`'${k}' is an invalid keyword argument for ${which}()`);
  if (args.length === 0) throw typeError(`${which} expected at least 1 argument, got 0`);
  if (args.length > 1 && fallback !== undefined) throw typeError(`Cannot specify a default for ${which}() with multiple positional arguments`);
  const op = which === 'min' ? 0 : 4;
  let best: Value | undefined;
  let bestKey: Value = null as Value;
  const consider = (v: Value): void => {
    const k = key === null ? v : call(key, [v]);
    if (best === undefined || truth(compareValues(k, bestKey, op))) {
      best = v;
      bestKey = k;
    }
  };
  if (args.length > 1) for (const v of args) consider(v);
  else {
    const source = args[0];
    // Without a key, equal elements of a set look alike: their order does not matter.
    const it = source instanceof PySet && source.cls.builtin && key === null ? elementsUnordered(source) : null;
    if (it !== null) for (const v of it) consider(v);
    else {
      const i = iterate(source);
      for (let v = i.next(); v !== undefined; v = i.next()) {
        if (--vm.fuel < 0) vm.refuel();
        consider(v);
      }
    }
  }
  if (best !== undefined) return best;
  if (fallback !== undefined) return fallback;
  throw valueError(`${which}() arg is an empty sequence`);
}

function sum(iterable: Value, start: Value = 0): Value {
  if (typeof start === 'string') throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof Bytes) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (start instanceof ByteArray) throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  let total: Value = start as Value;
  const step = (v: Value): void => {
    if (--vm.fuel < 0) vm.refuel();
    total = add(total, v);
  };
  if (iterable instanceof PySet && iterable.cls.builtin && elementsUnordered(iterable).every(v => typeof v === 'number' || typeof v === 'bigint')) for (const v of elementsUnordered(iterable)) step(v);
  else {
    const it = iterate(iterable);
    for (let v = it.next(); v !== undefined; v = it.next()) step(v);
  }
  return total;
}
function print(args: Value[], sep: Value = null, end: Value = null, file: Value = null): Value {
  const text = (v: Value, what: string, fallback: string): string => {
    if (v === null) return fallback;
    if (typeof v !== 'string') throw typeError(`${what} must be None or a string, not ${typeName(typeOf(v))}`);
    return v;
  };
  const s = text(sep, 'sep', ' ');
  const e = text(end, 'end', '\n');
  const out = file === null ? (getAttrOr(sysModule(), 'stdout') ?? null) : file;
  if (out === null) return null;
  let line: string;
  try {
    line = args.map(str).join(s) + e;
  } catch (thrown) {
    if (!(thrown instanceof UnknownUsed)) throw thrown;
    // What is printed is not known, so what the output is held against isn't either.
    doubt(thrown.origins);
    line = `<unknown>${e}`;
  }
  call(getAttr(out, 'write'), [line]);
  return null;
}
const sysModule = (): Value => importName('sys', new Dict(), true, 0);

function round(x: Value, ndigits?: Value): Value {
  if (x instanceof Unknown) return new Unknown(x.origins, x.type);
  const f = special(x, '__round__');
  if (f === undefined) throw typeError(`type ${typeName(typeOf(x))} doesn't define __round__ method`);
  return call(f, ndigits === undefined || ndigits === null ? [] : [ndigits]);
}

const functions: Methods = {
  abs: { params: 'x, /', call: absolute },
  all: {
    params: 'iterable, /', returns: 'bool',
    call: (v: Value) => {
      const it = v instanceof PySet && v.cls.builtin ? null : iterate(v);
      if (it === null) return elementsUnordered(v as PySet).every(truth);
      for (let x = it.next(); x !== undefined; x = it.next()) {
        if (--vm.fuel < 0) vm.refuel();
        if (!truth(x)) return false;
      }
      return true;
    },
  },
  any: {
    params: 'iterable, /', returns: 'bool',
    call: (v: Value) => {
      const it = v instanceof PySet && v.cls.builtin ? null : iterate(v);
      if (it === null) return elementsUnordered(v as PySet).some(truth);
      for (let x = it.next(); x !== undefined; x = it.next()) {
        if (--vm.fuel < 0) vm.refuel();
        if (truth(x)) return true;
      }
      return false;
    },
  },
  ascii: { params: 'obj, /', returns: 'str', call: asciiText },
  bin: { params: 'number, /', returns: 'str', call: (n: Value) => bin(indexOf(n)) },
  oct: { params: 'number, /', returns: 'str', call: (n: Value) => oct(indexOf(n)) },
  hex: { params: 'number, /', returns: 'str', call: (n: Value) => hex(indexOf(n)) },
  breakpoint: { params: '*args, **kw', call: () => (effect('input', 'breakpoint()'), null) },
  callable: { params: 'obj, /', returns: 'bool', call: (v: Value) => (v instanceof Unknown ? unknownFrom(T.bool, v) : typeOf(v).slots.call !== undefined) },
  chr: {
    params: 'i, /', returns: 'str',
    call: (v: Value) => {
      const n = indexOf(v);
      if (typeof n === 'bigint' || n > 0x7fffffff || n < -0x80000000) throw overflowError('Python int too large to convert to C int');
      if (n < 0 || n > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
      return charOfPoint(n);
    },
  },
  ord: {
    params: 'c, /', returns: 'int',
    call: (v: Value) => {
      const s = strOf(v);
      if (s !== undefined) {
        const cp = s.codePointAt(0);
        if (cp === undefined || String.fromCodePoint(cp).length !== s.length) throw typeError(`ord() expected a character, but string of length ${[...s].length} found`);
        return cp;
      }
      if (v instanceof Bytes || v instanceof ByteArray) {
        if (v.data.length !== 1) throw typeError(`ord() expected a character, but string of length ${v.data.length} found`);
        return v.data[0];
      }
      throw typeError(`ord() expected string of length 1, but ${typeName(typeOf(v))} found`);
    },
  },
  compile: { params: 'source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1', call: compileBuiltin },
  delattr: { params: 'obj, name, /', call: (o: Value, n: Value) => (setAttr(o, name(n, 'delattr'), undefined), null) },
  dir: {
    params: '*args',
    call: (args: Value[]) => {
      let names: Value[];
      if (args.length > 1) throw typeError(`dir expected at most 1 argument, got ${args.length}`);
      if (args.length === 0) names = toArray(localsOf(vm.frame!));
      else {
        const f = special(args[0], '__dir__');
        if (f === undefined) throw typeError('object does not provide __dir__');
        names = toArray(call(f, []));
      }
      const out = new List(names);
      sortList(out, undefined, false);
      return out;
    },
  },
  divmod: { params: 'x, y, /', call: (a: Value, b: Value) => binary('divmod', a, b) },
  eval: { params: 'source, globals=None, locals=None, /', call: (s: Value, g: Value = null, l: Value = null) => evalCode(s, g, l, 'eval') },
  exec: { params: 'source, globals=None, locals=None, /, *, closure=None', call: (s: Value, g: Value = null, l: Value = null) => evalCode(s, g, l, 'exec') },
  format: {
    params: 'value, format_spec=, /', returns: 'str',
    call: (v: Value, spec: Value = '') => {
      return format(v, strArgument(spec, 'format', 'argument 2'));
    },
  },
  getattr: {
    params: 'object, name, default=, /',
    call: (o: Value, n: Value, fallback?: Value) => {
      const attr = name(n, 'getattr');
      if (fallback === undefined) return getAttr(o, attr);
      if (o instanceof Unknown) return lacks(o, attr) ? fallback : unknownFrom(null, o);
      const v = getAttrOr(o, attr);
      return v === undefined ? fallback : v;
    },
  },
  globals: { params: '', call: () => vm.frame!.globals },
  hasattr: { params: 'obj, name, /', returns: 'bool', call: (o: Value, n: Value) => (o instanceof Unknown && !lacks(o, name(n, 'hasattr')) ? new Unknown(o.origins, T.bool) : getAttrOr(o, name(n, 'hasattr')) !== undefined) },
  hash: { params: 'obj, /', returns: 'int', call: (v: Value) => visibleHash(v) },
  id: { params: 'obj, /', returns: 'int', call: (v: Value) => idOf(v) },
  input: { params: 'prompt=, /', returns: 'str', call: input },
  isinstance: { params: 'obj, class_or_tuple, /', returns: 'bool', call: isInstance },
  issubclass: { params: 'cls, class_or_tuple, /', returns: 'bool', call: isSubclass },
  iter: {
    params: 'object, sentinel=, /',
    call: (v: Value, sentinel?: Value) => {
      if (sentinel === undefined) return iter(v);
      if (typeOf(v).slots.call === undefined) throw typeError('iter(v, w): v must be callable');
      return new CallIter(v, sentinel);
    },
  },
  len: { params: 'obj, /', returns: 'int', call: length },
  locals: { params: '', call: () => localsOf(vm.frame!) },
  max: { params: '*args, **kw', call: (args: Value[], kw: Kw) => extreme('max', args, kw) },
  min: { params: '*args, **kw', call: (args: Value[], kw: Kw) => extreme('min', args, kw) },
  next: {
    params: 'iterator, default=, /',
    call: (it: Value, fallback?: Value) => {
      const f = typeOf(it).slots.next;
      if (f === undefined && !(it instanceof Unknown)) throw typeError(`'${typeName(typeOf(it))}' object is not an iterator`);
      if (f !== undefined && fallback === undefined && !typeOf(it).builtin) return call(special(it, '__next__')!, []);
      const v = nextOf(it);
      if (v !== undefined) return v;
      if (fallback !== undefined) return fallback;
      throw stopIteration((it as { result?: Value }).result ?? null);
    },
  },
  pow: { params: 'base, exp, mod=None', call: (a: Value, b: Value, m?: Value) => power(a, b, m) },
  print: { params: "*args, sep=' ', end='\\n', file=None, flush=False", call: (sep: Value, end: Value, file: Value, _flush: Value, args: Value[]) => print(args, sep, end, file) },
  repr: { params: 'obj, /', returns: 'str', call: repr },
  round: { params: 'number, ndigits=None', call: round },
  setattr: { params: 'obj, name, value, /', call: (o: Value, n: Value, v: Value) => (setAttr(o, name(n, 'setattr'), v), null) },
  sorted: {
    params: '*args, **kw',
    shown: 'iterable, /, *, key=None, reverse=False',
    // The keywords go on to `list.sort` (Python/bltinmodule.c, `builtin_sorted`).
    call: (args: Value[], kw: Kw) => {
      checkPositional('sorted', args, 1, 1);
      const [key, reverse] = bindNative(sortSignature, 'sort', 'sort', [], kw) as [Value?, Value?];
      return sortedList(args[0], key, reverse);
    },
  },
  sum: { params: 'iterable, /, start=0', call: sum },
  vars: {
    params: 'object=, /',
    call: (o?: Value) => {
      if (o === undefined) return localsOf(vm.frame!);
      const d = getAttrOr(o, '__dict__');
      if (d === undefined) throw typeError('vars() argument must have __dict__ attribute');
      return d;
    },
  },
  aiter: {
    params: 'async_iterable, /',
    call: (v: Value) => {
      const f = special(v, '__aiter__');
      if (f === undefined) throw typeError(`'${typeName(typeOf(v))}' object is not an async iterable`);
      return call(f, []);
    },
  },
  anext: {
    params: 'async_iterator, default=, /',
    call: (v: Value, fallback?: Value) => {
      const f = special(v, '__anext__');
      if (f === undefined) throw typeError(`'${typeName(typeOf(v))}' object is not an async iterator`);
      return fallback === undefined ? call(f, []) : unknown('not-modelled', 'anext() with a default');
    },
  },
  __import__: {
    params: 'name, globals=None, locals=None, fromlist=(), level=0',
    call: (n: Value, globals: Value = null, _locals: Value = null, fromlist: Value = null, level: Value = 0) => {
      const s = strOf(n);
      if (s === undefined) throw typeError('module name must be a string');
      const names = fromlist === null ? [] : toArray(fromlist).map(String);
      return importName(s, globals instanceof Dict ? globals : new Dict(), names.length > 0, Number(level), names);
    },
  },
  __build_class__: {
    params: 'func, name, /, *args, **kw',
    call: (fn: Value, n: Value, args: Value[], kw: Kw) => {
      if (!(fn instanceof Func)) throw typeError('__build_class__: func must be a function');
      return buildClass(String(n), args, kw, ns => {
        void ns;
        doubt(unknown('not-modelled', '__build_class__').origins);
        return undefined as Cell | undefined;
      });
    },
  },
};
/** `id(v)`: the same for the same object within one run; programs that show or order it are not definite, but none rightly do. */
function idOf(v: Value): Value {
  if (typeof v === 'object' && v !== null) return 0x7f0000000000 + serial(v) * 16;
  if (v === null) return 9487232;
  return idOfValue(v, vm.frame?.code.library === true);
}

const classNames = [
  'object', 'type', 'bool', 'int', 'float', 'complex', 'str', 'bytes', 'bytearray', 'memoryview', 'list', 'tuple', 'dict', 'set', 'frozenset', 'range', 'slice', 'property', 'staticmethod', 'classmethod', 'super',
] as const;

const sortSignature = signature('*, key=None, reverse=False', false);
const documentation = `Built-in functions, types, exceptions, and other objects.

This module provides direct access to all 'built-in'
identifiers of Python; for example, builtins.len is
the full name for the built-in function len().

This module is not normally accessed explicitly by most
applications, but can be useful in modules that provide
objects with the same name as a built-in value, but in
which the built-in of that name is also needed.`;

/** Makes the module; what it holds is the fallback of every global name. */
export function builtinsModule(): Module {
  const values: Record<string, Value> = { None: null, True: true, False: false, Ellipsis, NotImplemented, __debug__: true };
  for (const n of classNames) if (T[n] !== undefined) values[n] = T[n];
  values.open = openBuiltin;
  Object.assign(values, { enumerate: enumerateType, zip: zipType, map: mapType, filter: filterType, reversed: reversedType });
  for (const [n, t] of excTypes) if (!n.includes('.') && t.dict.map.get('__module__')?.value === undefined) values[n] = t;
  const m = defineModule('builtins', functions, values, documentation);
  getattrBuiltin.fn = m.dict.map.get('getattr')!.value!;
  Object.assign(builtinsDict, { dict: m.dict, importer: m.dict.map.get('__import__')!.value! });
  return m;
}
