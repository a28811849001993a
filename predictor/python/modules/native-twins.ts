// datetime and decimal in their Python form, made to look like the C modules that CPython uses: classes that cannot be changed and that messages name in full,
// constructors that complain in C's words, and a few methods.
import { bind, getAttr, lookup, setAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictCopy, dictDelete } from '../dict-keys.ts';
import { native, setRaw } from '../define.ts';
import { nativeLike, typeName } from '../names.ts';
import { repr } from '../operators.ts';
import { excTypes, makeExc, typeError, valueError } from '../raise.ts';
import { signature } from '../signature.ts';
import { vm } from '../state.ts';
import { isSubtype } from '../attributes.ts';
import { intOf, plainFloat, strOf, toParsedInt } from '../types/convert.ts';
import { toInt } from '../types/indices.ts';
import { classChanged } from '../classes.ts';
import { reach, unknown, Unknown, unknownFrom } from '../unknown-value.ts';
import { Builtin, Bytes, type Kw, MethodDescriptor, type Module, T, Tuple, Type, type Value, Wrapped } from '../values.ts';
import { modulePatches } from './patches.ts';
import { clockNow, readClock } from '../pins.ts';
import { floorDiv } from './time.ts';

const nameRow = { params: 'obj, /', call: (v: Value): Value => typeName(typeOf(v)) };

/** Checks the arguments of `cls(…)` before the class's own `__new__` sees them; an answer is taken in its place. */
function guard(m: Module, name: string, check: (args: readonly Value[], kw: Kw, made: Type) => Value | undefined): void {
  const cls = m.dict.map.get(name)?.value;
  if (!(cls instanceof Type)) return;
  const original = bind(lookup(cls, '__new__')!, undefined, cls);
  const fn = (args: Value[], kw: Kw): Value => {
    const answer = check(args.slice(1), kw, args[0] as Type);
    return answer === undefined ? call(original, args, kw) : answer;
  };
  setRaw(cls.dict, '__new__', new Wrapped(T.staticmethod, new Builtin('__new__', signature('*args, **kw', false), fn, undefined, null, null)));
  classChanged(cls, '__new__');
}
/** `PyArg_ParseTupleAndKeywords` without a function name. */
function parsed(names: readonly string[], required: number, args: readonly Value[], kw: Kw): undefined {
  // A pickled value comes as bytes or a str.
  if (args[0] instanceof Bytes || strOf(args[0] instanceof Unknown ? null : (args[0] ?? null)) !== undefined) return undefined;
  const given = args.length + (kw?.size ?? 0);
  if (given > names.length) throw typeError(`function takes at most ${names.length} argument${names.length === 1 ? '' : 's'} (${given} given)`);
  for (let i = args.length; i < required; i++) if (!kw?.has(names[i])) throw typeError(`function missing required argument '${names[i]}' (pos ${i + 1})`);
  for (const k of kw?.keys() ?? []) if (!names.includes(k)) throw typeError(`'${k}' is an invalid keyword argument for this function`);
}
function mark(m: Module, names: string): void {
  for (const n of names.split(' ')) {
    const cls = m.dict.map.get(n)?.value;
    if (!(cls instanceof Type)) continue;
    nativeLike.add(cls);
    dictDelete(cls.dict, '__slots__');
    classChanged(cls, '__slots__');
  }
}

/** Class methods that ask the clock: without one they give an unknown of their class. */
function unknownNow(m: Module, name: string, methods: readonly string[]): void {
  const cls = m.dict.map.get(name)?.value;
  if (!(cls instanceof Type)) return;
  for (const n of methods) {
    const own = cls.dict.map.get(n)?.value;
    const original = own instanceof Wrapped ? own.func : undefined;
    if (original === undefined) continue;
    setRaw(cls.dict, n, new MethodDescriptor(T.classMethodDescriptor, n, signature('cls, /, *args, **kw', true), ((k: Type, args: Value[], kw: Kw): Value => {
      const zone = args[0] ?? kw?.get('tz') ?? null;
      const fits = zone === null || (n === 'now' && isSubtype(typeOf(zone), m.dict.map.get('tzinfo')!.value as Type));
      if (!fits || args.length + (kw?.size ?? 0) > 1) return call(original, [k, ...args], kw);
      if (clockNow() === null) return unknown('time', `${name}.${n}`, k);
      // `today` asks time.time(), the others the system's clock, whose nanoseconds they cut off.
      return n === 'today' ? call(original, [k, ...args], kw) : momentOf(m, k, readClock()!, n === 'utcnow' ? undefined : zone);
    }) as never, cls, null));
    classChanged(cls, n);
  }
}
/** `datetime_best_possible` (Modules/_datetimemodule.c); without a zone in UTC. */
function momentOf(m: Module, cls: Type, ns: bigint, zone: Value | undefined): Value {
  const micros = floorDiv(ns, 1000n);
  const secs = floorDiv(micros, 1_000_000n);
  const known = m.dict.map.get('datetime')!.value as Type;
  const plain = call(getAttr(known, zone === null ? 'fromtimestamp' : 'utcfromtimestamp'), [Number(secs)]);
  if (plain instanceof Unknown) return plain;
  const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(n => getAttr(plain, n));
  const moment = call(cls, [...parts, Number(micros - secs * 1_000_000n), zone ?? null]);
  if (zone !== undefined && zone !== null) return call(getAttr(zone, 'fromutc'), [moment]);
  return call(m.dict.map.get('_with_fold')!.value!, [getAttr(plain, 'fold'), moment]);
}
function ordinal(v: Value): number {
  const n = toParsedInt(v);
  if (n < 1) throw valueError('ordinal must be >= 1');
  return n;
}
function isoPart(v: Value): number {
  const n = toInt(v);
  if (n > 0x7fffffff || n < -0x80000000) throw valueError('ISO calendar component out of range');
  return Number(n);
}
const outOfRange = /^(year \S+ is out of range|month must be|day is out|hour must be|minute must be|second must be|microsecond must be)/;
/** How many seconds each has. */
const lengths: Readonly<Record<string, number>> = { days: 86400, seconds: 1, microseconds: 1e-6, milliseconds: 1e-3, minutes: 60, hours: 3600, weeks: 604800 };
const units = Object.keys(lengths);
/** A difference of parts that clocks have told, which is never too large. */
function some(parts: readonly (readonly [unit: string, v: Value])[], cls: Type): Value | undefined {
  if (!parts.some(([, v]) => v instanceof Unknown)) return undefined;
  return parts.reduce((sum, [unit, v]) => sum + reach(v) * lengths[unit], 0) < 8e13 ? unknownFrom(cls, ...parts.map(([, v]) => v)) : undefined;
}
modulePatches.set('datetime', m => {
  setRaw(m.dict, '_native_name', native('_native_name', nameRow, 'datetime'));
  const known = m.dict.map.get('datetime')?.value;
  setRaw(m.dict, '_with_fold', native('_with_fold', {
    params: 'fold, moment',
    call: (fold: Value, moment: Value) => {
      if (fold !== 0 && typeOf(moment) === known) setAttr(moment, '_c_fold', fold);
      return moment;
    },
  }, 'datetime'));
  setRaw(m.dict, '_with_zone', native('_with_zone', {
    params: 'moment, zone',
    call: (moment: Value, zone: Value) => {
      if (known instanceof Type && isSubtype(typeOf(moment), known)) setAttr(moment, '_c_tzinfo', zone);
      return moment;
    },
  }, 'datetime'));
  // Years, months and the rest are C's ints.
  setRaw(m.dict, '_index', native('_index', { params: 'n, /', returns: 'int', call: (n: Value) => toParsedInt(n) }, 'datetime'));
  setRaw(m.dict, '_ordinal', native('_ordinal', { params: 'n, /', returns: 'int', call: ordinal }, 'datetime'));
  setRaw(m.dict, '_iso_parts', native('_iso_parts', { params: '*parts', returns: 'tuple', call: (parts: Value[]) => new Tuple(parts.map(isoPart)) }, 'datetime'));
  // C lets a value out of its range say so itself; only what does not parse is an invalid string.
  setRaw(m.dict, '_iso_error', native('_iso_error', {
    params: 'message, /',
    call: (message: Value) => {
      const e = vm.handled;
      const said = e !== null && isSubtype(e.cls, excTypes.get('ValueError')!) ? e.args.items[0] : undefined;
      return e !== null && typeof said === 'string' && outOfRange.test(said) ? e : makeExc('ValueError', message);
    },
  }, 'datetime'));
  guard(m, 'date', (args, kw) => parsed(['year', 'month', 'day'], 3, args, kw));
  guard(m, 'datetime', (args, kw) => {
    parsed(['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'], 3, args, kw);
    if (args.length > 8) throw typeError(`function takes at most 8 positional arguments (${args.length} given)`);
    return undefined;
  });
  guard(m, 'timedelta', (args, kw, made) => {
    if (args.length + (kw?.size ?? 0) > 7) throw typeError(`__new__() takes at most 7 arguments (${args.length + (kw?.size ?? 0)} given)`);
    for (const k of kw?.keys() ?? []) if (!units.includes(k)) throw typeError(`'${k}' is an invalid keyword argument for __new__()`);
    const check = (v: Value, unit: string): void => {
      if (!(v instanceof Unknown) && intOf(v) === undefined && plainFloat(v) === undefined) throw typeError(`unsupported type for timedelta ${unit} component: ${typeName(typeOf(v))}`);
    };
    const given = [...args.map((v, i) => [units[i], v] as const), ...(kw ?? [])];
    for (const [k, v] of given) check(v, k);
    return some(given, made);
  });
  const iso = m.dict.map.get('_IsoCalendarDate')?.value;
  if (iso instanceof Type) {
    setRaw(iso.dict, '__repr__', new MethodDescriptor(T.methodDescriptor, '__repr__', signature('self, /', true), ((v: Tuple) => {
      const [year, week, weekday] = v.items.map(repr);
      return `datetime.IsoCalendarDate(year=${year}, week=${week}, weekday=${weekday})`;
    }) as never, iso, null));
    classChanged(iso, '__repr__');
  }
  unknownNow(m, 'datetime', ['now', 'utcnow', 'today']);
  unknownNow(m, 'date', ['today']);
  mark(m, 'date datetime time timedelta tzinfo timezone _IsoCalendarDate');
  // In C the classes do not ask their module for each other: who replaces `datetime.datetime` by a class of their own changes nothing inside.
  m.dict = dictCopy(m.dict);
});
modulePatches.set('_pydecimal', m => {
  setRaw(m.dict, '_native_name', native('_native_name', nameRow, 'decimal'));
  mark(m, 'Decimal Context');
  // Made here and not by the first test that asks, it is among what tests may leave changed.
  call(getAttr(m, 'getcontext'), []);
});
/** Only where the source was made to look like it (library-edits.ts). */
export function markElement(m: Module): void {
  const cls = m.dict.map.get('Element')?.value;
  if (cls instanceof Type && cls.dict.map.has('__setstate__')) mark(m, 'Element');
}
modulePatches.set('zoneinfo._zoneinfo', m => mark(m, 'ZoneInfo'));
