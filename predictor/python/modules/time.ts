// The `time` module (Modules/timemodule.c). What a clock shows is unknown unless the scenario sets one; the calendar is known. Local time is known where the
// environment says that it is UTC.
import { getAttr, setAttr, setOwnField } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule, type Methods } from '../define.ts';
import { dictGet } from '../dict-keys.ts';
import { importModule, imports } from '../imports.ts';
import { intToFloat } from '../numbers/float.ts';
import { isAscii } from '../text/unicode.ts';
import { overflowError, raising, typeError, valueError } from '../raise.ts';
import { plainFloat, strArgument, toCInt, toParsedInt } from '../types/convert.ts';
import { encodeText } from '../types/encoding.ts';
import { toInt } from '../types/indices.ts';
import { Namespace } from '../types/singletons.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { KnownInPart, originHere, unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Float, Module, T, Tuple, type Type, type Value } from '../values.ts';
import { advanceClock, clockNow, loseClock, readClock, seeZone } from '../pins.ts';
import { localZone, momentOf } from './time-zone.ts';
import { asctime, brokenTime, type BrokenTime, secondsOf, strftime } from './broken-time.ts';

const structTime = structSequence('time.struct_time', ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst', 'tm_zone', 'tm_gmtoff'], 9);

/** What depends on the machine's time zone. */
const zoneUnknown = (what: string, type: Type | null = null): Unknown => unknown('time', `${what} (local time zone)`, type);
/** `localtime`; undefined where the zone is not known. */
function brokenLocal(secs: number): BrokenTime | undefined {
  const local = localZone()?.(secs);
  if (local === undefined) return undefined;
  return { ...broken(secs + local.offset, local.name), isDst: local.isDst ? 1 : 0, offset: local.offset };
}

/** No clock has run for longer than some thousand years. */
const someSeconds = (what: string): Value => new KnownInPart([originHere('time', what)], T.float, { within: 1e11 });
function seconds(what: string): Value {
  const now = readClock();
  return now === null ? someSeconds(what) : new Float(secondsIn(now));
}
/** `_PyTime_AsSecondsDouble` */
export const secondsIn = (now: bigint): number => (now % 1000000000n === 0n ? Number(now / 1000000000n) : Number(now) / 1e9);
function nanoseconds(what: string): Value {
  const now = readClock();
  return now === null ? new KnownInPart([originHere('time', what)], T.int, { within: 1e20 }) : toNumber(now);
}
const toNumber = (n: bigint): Value => (n <= 9007199254740991n && n >= -9007199254740991n ? Number(n) : n);

// Points in time --------------------------------------------------------------------------------------------------

/** Whole seconds from an argument (`_PyTime_ObjectToTime_t`), rounded down. */
function timestamp(v: Value): number {
  const x = plainFloat(v);
  if (x !== undefined) {
    if (x !== x) throw valueError('Invalid value NaN (not a number)');
    if (x < -9.223372036854775e18 || x >= 9.223372036854775e18) throw overflowError('timestamp out of range for platform time_t');
    return Math.floor(x);
  }
  const n = toInt(v);
  if (n >= 2n ** 63n || n < -(2n ** 63n)) throw overflowError('timestamp out of range for platform time_t');
  return Number(n);
}
export const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
/** The time given, or now; undefined where now is not known. */
function given(v: Value | undefined): number | undefined {
  if (v !== undefined && v !== null) return timestamp(v);
  const now = readClock();
  return now === null ? undefined : Number(floorDiv(now, 1000000000n));
}
function broken(secs: number, zone: string): BrokenTime {
  const t = brokenTime(secs, zone);
  if (t.year > 2147485547 || t.year < -2147481748) throw raising('OSError', 75, 'Value too large for defined data type');
  return t;
}
function tuple(t: BrokenTime): Value {
  return structTime([t.year, t.month + 1, t.day, t.hour, t.minute, t.second, t.weekday === 0 ? 6 : t.weekday - 1, t.yearDay + 1, t.isDst, t.zone, t.offset]);
}
/** A tuple or struct_time as broken-down time (`gettmarg`). */
function fields(v: Value, name: string): BrokenTime {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  if (!(v instanceof Tuple)) throw typeError('Tuple or struct_time argument required');
  if (v.items.length !== 9) throw typeError(`${name}(): illegal time tuple argument`);
  const [year, month, day, hour, minute, second, weekday, yearDay, isDst] = v.items.map(toParsedInt);
  if (year - 1900 < -0x80000000) throw overflowError('year out of range');
  const known = v.cls === structTime.cls() ? (getAttr(v, 'tm_zone') as string | null) : null;
  // A weekday of Monday is 1 in C.
  return { year, month: month - 1, day, hour, minute, second, weekday: (weekday + 1) % 7, yearDay: yearDay - 1, isDst, zone: known ?? 'UTC', offset: 0 };
}
/** Zeros stand for the first month and day; anything else outside its range is refused (`checktm`). */
function checked(t: BrokenTime): BrokenTime {
  const month = t.month === -1 ? 0 : t.month;
  const day = t.day === 0 ? 1 : t.day;
  const yearDay = t.yearDay === -1 ? 0 : t.yearDay;
  const bad = (n: number, low: number, high: number): boolean => n < low || n > high;
  if (bad(month, 0, 11)) throw valueError('month out of range');
  if (bad(day, 1, 31)) throw valueError('day of month out of range');
  if (bad(t.hour, 0, 23)) throw valueError('hour out of range');
  if (bad(t.minute, 0, 59)) throw valueError('minute out of range');
  if (bad(t.second, 0, 61)) throw valueError('seconds out of range');
  if (t.weekday < 0) throw valueError('day of week out of range');
  if (bad(yearDay, 0, 365)) throw valueError('day of year out of range');
  return { ...t, month, day, yearDay, isDst: Math.max(-1, Math.min(1, t.isDst)) };
}
function format(text: Value, time?: Value): Value {
  const pattern = strArgument(text, 'strftime', 'argument 1');
  if (pattern.includes('\0')) throw valueError('embedded null character');
  if (!isAscii(pattern)) encodeText(pattern, 'utf-8', 'strict');
  if (time === undefined) {
    const now = given(undefined);
    const t = now === undefined ? undefined : brokenLocal(now);
    return now === undefined ? unknown('time', 'time.strftime', T.str) : t === undefined ? zoneUnknown('time.strftime', T.str) : strftime(pattern, t);
  }
  return strftime(pattern, checked(fields(time, 'strftime')));
}

function sleep(v: Value): Value {
  if (v instanceof Unknown && (v.type === T.float || v.type === T.int)) {
    loseClock();
    return null;
  }
  let secs: number;
  const x = plainFloat(v);
  if (x !== undefined) {
    if (x !== x) throw valueError('Invalid value NaN (not a number)');
    if (Math.abs(x) > 9.2e9) throw overflowError('timestamp too large to convert to C _PyTime_t');
    secs = x;
  } else secs = intToFloat(toInt(v));
  if (secs < 0) throw valueError('sleep length must be non-negative');
  if (secs > 9.2e9) throw overflowError('timestamp too large to convert to C _PyTime_t');
  advanceClock(BigInt(Math.ceil(secs * 1e9)));
  slept.with(secs);
  return null;
}
/** What else goes on while the program sleeps: set by virtual-clock.ts. */
export const slept: { with: (seconds: number) => void } = { with: () => {} };
function clockInfo(name: Value): Value {
  const n = strArgument(name, 'get_clock_info', 'argument 1');
  const sources: Record<string, [string, boolean, boolean]> = {
    time: ['CLOCK_REALTIME', false, true],
    monotonic: ['CLOCK_MONOTONIC', true, false],
    perf_counter: ['CLOCK_MONOTONIC', true, false],
    process_time: ['CLOCK_PROCESS_CPUTIME_ID', true, false],
    thread_time: ['CLOCK_THREAD_CPUTIME_ID', true, false],
  };
  const source = Object.hasOwn(sources, n) ? sources[n] : undefined;
  if (source === undefined) throw valueError('unknown clock');
  const ns = new Namespace(T.namespace);
  for (const [k, v] of [['implementation', `clock_gettime(${source[0]})`], ['monotonic', source[1]], ['adjustable', source[2]], ['resolution', new Float(1e-9)]] as [string, Value][]) setOwnField(ns, k, v);
  return ns;
}
/** A time that there is no telling, now or what a clock or a file said: its parts are numbers all the same. */
function sometime(name: string, from?: Unknown): Value {
  const some = (type: Type): Value => (from === undefined ? unknown('time', `time.${name}`, type) : new Unknown(from.origins, type));
  const part = (): Value => some(T.int);
  const zone = name === 'gmtime' ? [0, 'GMT', 0] : [part(), some(T.str), part()];
  return structTime([...Array.from({ length: 8 }, part), ...zone]);
}
const broke = (name: string, take: (secs: number) => BrokenTime | undefined) => (v?: Value): Value => {
  if (v instanceof Unknown && v.type === T.float && v.origins.every(o => o.reason === 'time')) return sometime(name, v);
  const secs = given(v);
  if (secs === undefined) return sometime(name);
  const t = take(secs);
  return t === undefined ? zoneUnknown(`time.${name}`) : tuple(t);
};
function mktime(time: Value): Value {
  const t = fields(time, 'mktime');
  const zone = localZone();
  // A time that the wall shows twice, or never, is the system's to choose.
  const secs = zone === undefined ? undefined : momentOf(zone, secondsOf(t), t.isDst);
  return secs === undefined ? zoneUnknown('time.mktime', T.float) : new Float(secs);
}
/** `init_timezone`: names and offsets of the zone in January and in July. */
function zoneConstants(): Record<string, Value> {
  const zone = localZone() ?? (() => ({ offset: 0, isDst: false, name: 'UTC' }));
  const year = 365 * 86400 + 6 * 3600;
  const now = clockNow();
  // Without a clock it is some time in these years.
  const start = Math.floor((now === null ? 1735689600 : Number(floorDiv(now, 1000000000n))) / year) * year;
  const [january, july] = [zone(start), zone(start + year / 2)];
  const [standard, other] = january.offset > july.offset ? [july, january] : [january, july];
  return { timezone: -standard.offset || 0, altzone: -other.offset || 0, daylight: january.offset === july.offset ? 0 : 1, tzname: new Tuple([standard.name, other.name]) };
}
function tzset(): Value {
  seeZone();
  const m = dictGet(imports.modules, 'time');
  if (m instanceof Module) for (const [name, value] of Object.entries(zoneConstants())) setAttr(m, name, value);
  return null;
}

/** All of them show the scenario's one clock. */
const CLOCKS = ['time', 'monotonic', 'perf_counter'];
/** CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID. */
const OF_CPU = new Set([2, 3]);
const rows: Methods = {
  ...Object.fromEntries(CLOCKS.map(n => [n, { params: '', returns: 'float', call: () => seconds(`time.${n}`) }])),
  ...Object.fromEntries(CLOCKS.map(n => [`${n}_ns`, { params: '', returns: 'int', call: () => nanoseconds(`time.${n}_ns`) }])),
  // How long the processor works for it is its own affair, whatever time it is.
  ...Object.fromEntries(['process_time', 'thread_time'].map(n => [n, { params: '', returns: 'float', call: () => someSeconds(`time.${n}`) }])),
  ...Object.fromEntries(['process_time', 'thread_time'].map(n => [`${n}_ns`, { params: '', returns: 'int', call: () => unknown('time', `time.${n}_ns`, T.int) }])),
  clock_gettime: { params: 'clk_id, /', returns: 'float', call: (id: Value) => (OF_CPU.has(toCInt(id)) ? someSeconds('time.clock_gettime') : seconds('time.clock_gettime')) },
  clock_gettime_ns: { params: 'clk_id, /', returns: 'int', call: (id: Value) => (OF_CPU.has(toCInt(id)) ? unknown('time', 'time.clock_gettime_ns', T.int) : nanoseconds('time.clock_gettime_ns')) },
  clock_getres: { params: 'clk_id, /', returns: 'float', call: (id: Value) => (toCInt(id), new Float(1e-9)) },
  sleep: { params: 'secs, /', returns: 'none', call: sleep },
  gmtime: { params: 'seconds=None, //', call: broke('gmtime', secs => broken(secs, 'GMT')) },
  localtime: { params: 'seconds=None, //', call: broke('localtime', brokenLocal) },
  mktime: { params: 'tuple, /', returns: 'float', call: mktime },
  asctime: {
    params: 'tuple=None, /', returns: 'str',
    call: (t?: Value) => {
      if (t !== undefined) return asctime(checked(fields(t, 'asctime')));
      const now = given(undefined);
      const local = now === undefined ? undefined : brokenLocal(now);
      return now === undefined ? unknown('time', 'time.asctime', T.str) : local === undefined ? zoneUnknown('time.asctime', T.str) : asctime(local);
    },
  },
  ctime: {
    params: 'seconds=None, //', returns: 'str',
    call: (v?: Value) => {
      const secs = given(v);
      if (secs === undefined) return unknown('time', 'time.ctime', T.str);
      const t = brokenLocal(secs);
      return t === undefined ? zoneUnknown('time.ctime', T.str) : asctime(t);
    },
  },
  strftime: { params: 'format, tuple=None, //', returns: 'str', call: format },
  strptime: { params: '*args', call: (args: Value[]) => call(getAttr(importModule('_strptime'), '_strptime_time'), args) },
  get_clock_info: { params: 'name, //', call: clockInfo },
  tzset: { params: '', returns: 'none', call: tzset },
};
export const timeModule = (): Module =>
  defineModule(
    'time',
    rows,
    {
      struct_time: structTime.cls(), ...zoneConstants(), _STRUCT_TM_ITEMS: 11,
      CLOCK_REALTIME: 0, CLOCK_MONOTONIC: 1, CLOCK_PROCESS_CPUTIME_ID: 2, CLOCK_THREAD_CPUTIME_ID: 3, CLOCK_MONOTONIC_RAW: 4, CLOCK_BOOTTIME: 7, CLOCK_TAI: 11,
    },
    'This module provides various functions to manipulate time values.',
  );
