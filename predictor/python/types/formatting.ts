// Turning values into text by a format: `format()`, `ascii()`, the `%` operator of strs and `str.format`. The formats themselves are read in text/; here the
// values are asked. A typed unknown that can be formatted without risk makes the whole text unknown, and nothing else.
import { bind, getAttr, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { Fault } from '../fault.ts';
import { typeName } from '../names.ts';
import * as spec from '../text/format-spec.ts';
import { type PercentHost, percentFormat } from '../text/percent-format.ts';
import { type FormatHost, formatWith } from '../text/str-format.ts';
import { asciiOfRepr } from '../text/str-repr.ts';
import { getItem, repr, spendMemory, str } from '../operators.ts';
import { keyError, typeError } from '../raise.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { type Origin, union } from '../../unknown.ts';
import { Boxed, ByteArray, Bytes, type Complex, Float, type Kw, T, Tuple, type Type, type Value } from '../values.ts';
import { floatOf, floatOrNone, intOf, strOf } from './convert.ts';
import { intDigits } from './int.ts';
import { numberToInt } from './int-constructor.ts';
import { hasIndex, toInt } from './indices.ts';
import { swallow } from './swallow.ts';
import { vm } from '../state.ts';

/** `format(v, spec)` (`PyObject_Format`) */
export function format(v: Value, text: string): string {
  switch (typeof v) {
    case 'string':
      return text === '' ? v : paid(spec.formatStr(v, text));
    case 'number':
      return text === '' ? String(v) : paid(spec.formatInt(v, text, 'int', intDigits.max));
  }
  if (v instanceof Float) return paid(spec.formatFloat(v.value, text));
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  const cls = typeOf(v);
  const method = lookup(cls, '__format__');
  if (method === undefined) throw typeError(`Type ${typeName(cls)} doesn't define __format__`);
  const r = call(bind(method, v, cls), [text]);
  const out = strOf(r);
  if (out === undefined) throw typeError(`__format__ must return a str, not ${typeName(typeOf(r))}`);
  return out;
}
function paid(text: string): string {
  spendMemory(text.length);
  return text;
}
/** `ascii(v)` */
export function asciiText(v: Value): string {
  return asciiOfRepr(repr(v));
}

/** `int.__format__` */
export function formatInt(v: Value, text: string): string {
  if (text === '') return str(v);
  return paid(spec.formatInt(intOf(v)!, text, typeOf(v).name, intDigits.max));
}
/** `float.__format__` */
export function formatFloat(v: Value, text: string): string {
  if (text === '') return str(v);
  return paid(spec.formatFloat(floatOf(v), text, typeOf(v).name));
}
/** `str.__format__` */
export function formatStr(v: Value, text: string): string {
  if (text === '') return str(v);
  return paid(spec.formatStr(strOf(v)!, text, typeOf(v).name));
}
/** `complex.__format__` */
export function formatComplex(v: Value, text: string): string {
  if (text === '') return str(v);
  const { re, im } = (v instanceof Boxed ? v.value : v) as Complex;
  return paid(spec.formatComplex(re, im, text, typeOf(v).name));
}

// Unknown fields --------------------------------------------------------------------------------------------------

/** What formatting has met that it does not know, without any risk of raising. */
interface Lost {
  origins: readonly Origin[];
}
/** Types whose text is certain to exist. */
export const plainTypes = (t: Type | null): boolean => t === T.str || t === T.int || t === T.float || t === T.bool;

/** Is it an unknown of a plain type, whose text is certain to exist? Then it is noted. */
function lose(v: Value, lost: Lost, numeric: boolean): boolean {
  if (!(v instanceof Unknown)) return false;
  if (!plainTypes(v.type) || (numeric && v.type === T.str)) throw new UnknownUsed(v.origins);
  lost.origins = union(lost.origins, v.origins);
  return true;
}
const found = (text: string, lost: Lost): Value => (lost.origins.length > 0 ? new Unknown(lost.origins, T.str) : paid(text));

/** Is it certain that formatting any value of this type by this format works? Tried on a sample, as only the type decides (but for the code point of `c`). */
export function formatsSafely(type: Type | null, text: string): boolean {
  if (type === null || text === '') return type !== null;
  if (!plainTypes(type) || text.endsWith('c')) return false;
  try {
    format(type === T.str ? 'a' : type === T.float ? new Float(1.5) : type === T.bool ? true : 1, text);
    return true;
  } catch (e) {
    if (e instanceof Fault) return false;
    throw e;
  }
}

// `%` --------------------------------------------------------------------------------------------------------------

/** What the `%` of strs and that of bytes have in common. */
function percentHost(args: Value, lost: Lost): Omit<PercentHost<Value>, 'isMapping' | 'lookup' | 'text' | 'char'> {
  return {
    args: args instanceof Tuple ? { tuple: args.items } : { single: args },
    star: v => (lose(v, lost, true) ? 0 : intOf(v)),
    integer: (v, conversion) => (lose(v, lost, true) ? 0 : integerFor(v, conversion)),
    float: v => (lose(v, lost, true) ? 0 : floatOf(v)),
    typeName: v => typeName(typeOf(v)),
    maxDigits: intDigits.max,
  };
}
function integerFor(v: Value, conversion: string): number | bigint | undefined {
  const n = intOf(v);
  if (n !== undefined) return n;
  const { slots } = typeOf(v);
  if (slots.index === undefined && slots.int === undefined && slots.float === undefined) return undefined;
  const { frame } = vm;
  try {
    return conversion === 'o' || conversion === 'x' || conversion === 'X' ? toInt(v) : numberToInt(v);
  } catch (e) {
    if (swallow(e, 'TypeError', frame)) return undefined;
    throw e;
  }
}
/** `format % args` of a str (`PyUnicode_Format`) */
export function strPercent(text: string, args: Value): Value {
  const lost: Lost = { origins: [] };
  const out = percentFormat<Value>(text, {
    ...percentHost(args, lost),
    isMapping: typeOf(args).slots.getitem !== undefined && !(args instanceof Tuple) && !(args instanceof Unknown && plainTypes(args.type)) && strOf(args) === undefined,
    lookup: key => getItem(args, key),
    text: (v, conversion) => (lose(v, lost, false) ? '' : conversion === 's' ? str(v) : conversion === 'r' ? repr(v) : asciiText(v)),
    char: v => {
      const s = strOf(v);
      if (s !== undefined) return s;
      return hasIndex(v) ? toInt(v) : undefined;
    },
  });
  return found(out, lost);
}
/** `format % args` of bytes, given and answered as latin-1 text (`_PyBytes_FormatEx`). `bytesText` is what `%s` and `%b` show of a value. */
export function bytesPercent(text: string, args: Value, bytesText: (v: Value) => string, key: (text: string) => Value): string {
  const lost: Lost = { origins: [] };
  const out = percentFormat<Value>(
    text,
    {
      ...percentHost(args, lost),
      isMapping: typeOf(args).slots.getitem !== undefined && !(args instanceof Tuple || args instanceof Bytes || args instanceof ByteArray) && strOf(args) === undefined,
      lookup: name => getItem(args, key(name)),
      float: v => {
        if (lose(v, lost, true)) return 0;
        const x = floatOrNone(v);
        if (x === undefined) throw typeError(`float argument required, not ${typeName(typeOf(v))}`);
        return x;
      },
      text: (v, conversion) => (conversion === 's' || conversion === 'b' ? bytesText(v) : asciiText(v)),
      char: v => {
        if (v instanceof Bytes || v instanceof ByteArray) return String.fromCharCode(...v.data.subarray(0, 2));
        return hasIndex(v) ? toInt(v) : undefined;
      },
    },
    true,
  );
  if (lost.origins.length > 0) throw new UnknownUsed(lost.origins);
  return out;
}

// str.format -------------------------------------------------------------------------------------------------------

const textLike = { attribute: getAttr, item: (v: Value, key: string | number): Value => getItem(v, key) };

function fieldHost(lost: Lost): Pick<FormatHost<Value>, 'attribute' | 'item' | 'convert' | 'format'> {
  return {
    ...textLike,
    convert: (v, conversion) => (v instanceof Unknown ? new Unknown(v.origins, v.type === null ? null : T.str) : conversion === 's' ? str(v) : conversion === 'r' ? repr(v) : asciiText(v)),
    format: (v, text) => {
      if (!(v instanceof Unknown) || !formatsSafely(v.type, text)) return format(v, text);
      lost.origins = union(lost.origins, v.origins);
      return '';
    },
  };
}
/** `text.format(*args, **kw)` */
export function strFormat(text: string, args: readonly Value[], kw: Kw): Value {
  const lost: Lost = { origins: [] };
  const out = formatWith<Value>(text, {
    ...fieldHost(lost),
    args,
    keyword: name => {
      const v = kw?.get(name);
      if (v === undefined) throw keyError(name);
      return v;
    },
  });
  return found(out, lost);
}
/** `text.format_map(mapping)` */
export function strFormatMap(text: string, mapping: Value): Value {
  const lost: Lost = { origins: [] };
  const out = formatWith<Value>(text, { ...fieldHost(lost), args: undefined, keyword: name => getItem(mapping, name) });
  return found(out, lost);
}
