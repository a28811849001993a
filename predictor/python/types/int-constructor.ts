// What `int(…)` accepts (Objects/longobject.c `long_new_impl`, Objects/abstract.c `PyNumber_Long`).
import { bind, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { typeName } from '../names.ts';
import { parseInteger } from '../numbers/int-text.ts';
import { repr } from '../operators.ts';
import { typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { bytesRepr } from '../text/str-repr.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Boxed, ByteArray, Bytes, type Kw, T, type Type, type Value } from '../values.ts';
import { bytesOrNone, intOf, strOf } from './convert.ts';
import { hasIndex, toInt, toSize } from './indices.ts';
import { intDigits } from './int.ts';
import { numberText } from './latin-text.ts';

type Int = number | bigint;

const parameters = signature('x=0, /, base=10', false);

/** `int.__new__` */
export function newInt(cls: Type, args: Value[], kw: Kw): Value {
  if (args.length === 1 && kw === null) {
    const v = args[0];
    if (v instanceof Unknown && cls === T.int && (v.type === T.int || v.type === T.bool)) return new Unknown(v.origins, T.int);
    return boxed(cls, numberToInt(v));
  }
  const [x, base] = bindNative(parameters, 'int', 'int', args, kw) as (Value | undefined)[];
  if (x === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument');
    return boxed(cls, 0);
  }
  return boxed(cls, base === undefined ? numberToInt(x) : textToInt(x, base));
}
const boxed = (cls: Type, n: Int): Value => (cls === T.int ? n : new Boxed(cls, n));

function textToInt(x: Value, base: Value): Int {
  const b = toSize(base, null);
  const text = strOf(x);
  if (text === undefined && !(x instanceof Bytes) && !(x instanceof ByteArray)) {
    if ((b !== 0 && b < 2) || b > 36) parseInteger('', b);
    throw typeError("int() can't convert non-string with explicit base");
  }
  return text !== undefined ? parseInteger(text, b, intDigits.max, typeof x === 'string' ? undefined : () => repr(x)) : parseBytes((x as Bytes).data, b);
}
/** Bytes are read as ASCII; an error shows them as bytes. */
function parseBytes(data: Uint8Array, base: Int): Int {
  return parseInteger(numberText(data), base, intDigits.max, () => bytesRepr(data));
}
/** `PyNumber_Long`: numbers, what has `__int__`, `__index__` or `__trunc__`, and text. */
export function numberToInt(x: Value): Int {
  if (typeof x === 'number' || typeof x === 'bigint') return x;
  if (typeof x === 'string') return parseInteger(x, 10, intDigits.max);
  if (typeof x === 'boolean') return x ? 1 : 0;
  if (x instanceof Unknown) throw new UnknownUsed(x.origins);
  const t = typeOf(x);
  const convert = t.slots.int;
  if (convert !== undefined) {
    const r = convert(x);
    const n = intOf(r);
    if (n === undefined) throw typeError(`__int__ returned non-int (type ${typeName(typeOf(r))})`);
    return n;
  }
  if (t.slots.index !== undefined) return toInt(x);
  const trunc = lookup(t, '__trunc__');
  if (trunc !== undefined) {
    const r = call(bind(trunc, x, t), []);
    const n = intOf(r);
    if (n !== undefined) return n;
    if (!hasIndex(r)) throw typeError(`__trunc__ returned non-Integral (type ${typeName(typeOf(r))})`);
    return toInt(r);
  }
  const text = strOf(x);
  if (text !== undefined) return parseInteger(text, 10, intDigits.max, () => repr(x));
  const data = bytesOrNone(x);
  if (data !== undefined) return parseBytes(data, 10);
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(t)}'`);
}
