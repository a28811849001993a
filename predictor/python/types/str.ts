// The `str` type (Objects/unicodeobject.c): construction and slots. Its methods are in str-methods.ts; strs are JavaScript strings, counted in code points.
import { typeOf } from '../attributes.ts';
import { afterUnknown } from '../calls.ts';
import { defineClass } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { typeName } from '../names.ts';
import { hashStr, setHashSeed } from '../numbers/hash.ts';
import { NotImplemented, str } from '../operators.ts';
import { indexError, overflowError, typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import type { CompareCode } from '../slots.ts';
import { charAt, chars, compareStrs, hasPairs, offsetOf, strLength } from '../text/code-points.ts';
import { strRepr } from '../text/str-repr.ts';
import { contains } from '../text/str-search.ts';
import { glue, sideBySide, wouldPair } from '../text/surrogates.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Boxed, type Kw, Slice, T, type Type, type Value } from '../values.ts';
import { bytesOrNone, nameArgument, strOf } from './convert.ts';
import { decodeBytes } from './encoding.ts';
import { plainTypes, strPercent } from './formatting.ts';
import { hasIndex, sliceIndices, toSize } from './indices.ts';
import { reserve, work } from './large.ts';
import { StrIter } from './sequence-iterators.ts';
import { strMethods } from './str-methods.ts';

/** The receiver of a method is a str for sure. */
const plain = (v: Value): string => (typeof v === 'string' ? v : ((v as Boxed).value as string));

const parameters = signature("object='', encoding=None, errors=None", false);

/** `str.__new__` */
function newStr(cls: Type, args: Value[], kw: Kw): Value {
  if (args.length === 1 && kw === null && cls === T.str) return textOfAny(args[0]);
  const [object, encoding, errors] = bindNative(parameters, 'str', 'str', args, kw) as (Value | undefined)[];
  const text = textFrom(object, encoding, errors);
  return cls === T.str ? text : new Boxed(cls, text);
}
/** The text of an unknown number, bool or str is an unknown str, and nothing worse. */
function textOfAny(v: Value): Value {
  return v instanceof Unknown && plainTypes(v.type) ? new Unknown(v.origins, T.str) : str(v);
}
function textFrom(object: Value | undefined, encoding: Value | undefined, errors: Value | undefined): string {
  const name = encoding === undefined ? undefined : nameArgument(encoding, 'str', "argument 'encoding'");
  const handler = errors === undefined ? undefined : nameArgument(errors, 'str', "argument 'errors'");
  if (object === undefined) return '';
  if (name === undefined && handler === undefined) return str(object);
  if (strOf(object) !== undefined) throw typeError('decoding str is not supported');
  const data = bytesOrNone(object);
  if (data === undefined) throw typeError(`decoding to str: need a bytes-like object, ${typeName(typeOf(object))} found`);
  return decodeBytes(data, name ?? 'utf-8', handler ?? 'strict', object);
}

function getItem(text: string, key: Value): Value {
  if (typeof key === 'number') {
    const c = charAt(text, key);
    if (c === undefined) throw indexError('string index out of range');
    return c;
  }
  if (key instanceof Slice) return sliced(text, key);
  if (!hasIndex(key)) {
    if (key instanceof Unknown) throw new UnknownUsed(key.origins);
    throw typeError(`string indices must be integers, not '${typeName(typeOf(key))}'`);
  }
  const c = charAt(text, toSize(key, 'IndexError'));
  if (c === undefined) throw indexError('string index out of range');
  return c;
}
function sliced(text: string, s: Slice): string {
  const paired = hasPairs(text);
  const { start, step, count } = sliceIndices(s, paired ? strLength(text) : text.length);
  if (count === 0) return '';
  if (step === 1) return paired ? text.slice(offsetOf(text, start), offsetOf(text, start + count)) : text.slice(start, start + count);
  const all: ArrayLike<string> = paired ? chars(text) : text;
  let out = '';
  for (let i = start, k = 0; k < count; k++, i += step) out = glue(out, all[i]);
  return out;
}
function repeat(v: Value, n: Value): Value {
  const text = plain(v);
  const count = toSize(n, 'OverflowError');
  if (count <= 0 || text === '') return '';
  if (count === 1) return text;
  const size = text.length * count;
  if (size >= 2 ** 63) throw overflowError('repeated string is too long');
  reserve(size);
  if (wouldPair(text, text)) throw sideBySide();
  return text.repeat(count);
}
function concat(a: Value, b: Value): Value {
  const y = strOf(b);
  if (y === undefined) throw typeError(`can only concatenate str (not "${typeName(typeOf(b))}") to str`);
  const x = plain(a);
  reserve(x.length + y.length);
  return glue(x, y);
}
function compare(a: Value, b: Value, op: CompareCode): Value {
  const x = strOf(a);
  if (x === undefined) return NotImplemented;
  const y = strOf(b);
  if (y === undefined) return NotImplemented;
  switch (op) {
    case 0: return compareStrs(x, y) < 0;
    case 1: return compareStrs(x, y) <= 0;
    case 2: return x === y;
    case 3: return x !== y;
    case 4: return compareStrs(x, y) > 0;
    default: return compareStrs(x, y) >= 0;
  }
}
/** Which hash a text has is open unless the seed is pinned; within one run it is always the same. */
function hash(v: Value): number | bigint {
  const text = plain(v);
  if (text !== '' && !hashSeed.pinned) hashSeed.drawn++;
  setHashSeed(hashSeed.seed);
  return hashStr(text);
}
function percent(a: Value, b: Value): Value {
  const text = strOf(a);
  if (text === undefined) return NotImplemented;
  try {
    return strPercent(text, b);
  } catch (e) {
    return afterUnknown(e, 'str');
  }
}

T.str = defineClass({
  name: 'str',
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'.",
  alloc: cls => new Boxed(cls, ''),
  slots: {
    new: newStr,
    str: plain,
    repr: v => strRepr(plain(v)),
    hash,
    compare,
    len: v => strLength(plain(v)),
    getitem: (v, key) => getItem(plain(v), key),
    contains: (v, item) => {
      const wanted = strOf(item);
      if (wanted === undefined) throw typeError(`'in <string>' requires string as left operand, not ${typeName(typeOf(item))}`);
      const text = plain(v);
      work(text.length);
      return contains(text, wanted);
    },
    concat,
    repeat,
    mod: percent,
    iter: v => new StrIter(plain(v)),
  },
  methods: strMethods,
});
