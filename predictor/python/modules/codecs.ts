// The `_codecs` module (Modules/_codecsmodule.c, Python/codecs.c): the registry of codecs and error handlers, and the codecs that the encodings package is
// made of. What they do is in text/.
import { getAttr, getAttrOr, isSubtype, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule, type Methods, native, type Row } from '../define.ts';
import { dictGet, dictSet } from '../dict-keys.ts';
import { raiseValue } from '../exceptions.ts';
import { Excess, Fault } from '../fault.ts';
import type { Frame } from '../frames.ts';
import { imports, importModule } from '../imports.ts';
import { typeName } from '../names.ts';
import { asRaise, excTypes, landedOutside, raise, raising, typeError } from '../raise.ts';
import { str, truth } from '../operators.ts';
import { journal, touch, variable, vm } from '../state.ts';
import { decodeNarrow, encodeNarrow } from '../text/codec-charmap.ts';
import { handlerOf } from '../text/codec-errors.ts';
import { decodeBytesEscape, decodeRawUnicodeEscape, decodeUnicodeEscape, encodeRawUnicodeEscape, encodeUnicodeEscape } from '../text/codec-escape.ts';
import { decodeUtf16, decodeUtf32, encodeWide } from '../text/codec-utf16.ts';
import { decodeUtf8, encodeUtf8 } from '../text/codec-utf8.ts';
import { strLength } from '../text/code-points.ts';
import { bytesRepr } from '../text/str-repr.ts';
import { bytesOf, nameArgument, strArgument, strOf, toCInt } from '../types/convert.ts';
import { customHandlers, errorHandlers, markOwn, searched, withObject } from '../types/encoding.ts';
import { latinBytes } from '../types/latin-text.ts';
import { originHere, unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Dict, Exc, List, type Module, T, Tuple, type Type, type Value } from '../values.ts';
import { charmapBuild, charmapDecode, charmapEncode } from './charmaps.ts';

// Registry --------------------------------------------------------------------------------------------------------

interface Registry {
  /** The modules of the run in which `encodings` was imported: a fresh run starts with none. */
  readonly home: Dict;
  readonly searchers: List;
  /** Codecs found, by normalized name. */
  readonly found: Dict;
}
let registry: Registry | null = null;
const registering = variable(
  () => registry,
  r => void (registry = r),
);

function current(): Registry {
  if (registry?.home !== imports.modules) {
    // What is registered goes with the run that imported `encodings`.
    if (vm.mark > 0) journal(registering);
    registry = { home: imports.modules, searchers: new List([]), found: new Dict() };
    errorHandlers().map.clear();
    // The encodings package registers itself while it is imported.
    if (dictGet(imports.modules, 'encodings') === undefined) importModule('encodings');
  }
  return registry;
}
function normalized(name: string): string {
  let out = '';
  let gap = false;
  for (const c of name) {
    if (/[A-Za-z0-9.]/.test(c)) {
      if (gap && out !== '') out += '_';
      gap = false;
      out += c.toLowerCase();
    } else gap = true;
  }
  return out;
}
/** The CodecInfo of an encoding (`_PyCodec_Lookup`). */
export function lookupCodec(encoding: string): Tuple {
  const { searchers, found } = current();
  const name = normalized(encoding);
  const known = dictGet(found, name);
  if (known !== undefined) return known as Tuple;
  for (const search of searchers.items.slice()) {
    const r = call(search, [name]);
    if (r === null) continue;
    if (r instanceof Unknown) throw new UnknownUsed(r.origins);
    if (!(r instanceof Tuple) || r.items.length !== 4) throw typeError('codec search functions must return 4-tuples');
    dictSet(found, name, r);
    return r;
  }
  throw raising('LookupError', `unknown encoding: ${encoding}`);
}
/** Runs a codec's function; other errors than its own are told with the codec's name (`wrap_codec_error`). */
function through(fn: Value, input: Value, encoding: string, errors: string | undefined, verb: 'encoding' | 'decoding'): Value {
  let r: Value;
  const { frame, handled } = vm;
  try {
    r = call(fn, errors === undefined ? [input] : [input, errors]);
  } catch (e) {
    throw wrapped(e, encoding, verb, () => Object.assign(vm, { frame, handled }));
  }
  const what = verb === 'encoding' ? 'encoder' : 'decoder';
  if (!(r instanceof Tuple) || r.items.length !== 2) throw typeError(`${what} must return a tuple (object, integer)`);
  return r.items[0];
}
/** Plain exceptions get a message that names the codec; those with more to them pass as they are (`_PyErr_TrySetFromCause`). */
function wrapped(e: unknown, encoding: string, verb: string, comeBack: () => { readonly frame: Frame | null }): unknown {
  const r = asRaise(e);
  if (r === undefined) return e;
  const { exc } = r;
  const { args } = exc;
  if (!isPlain(exc.cls) || args.items.length > 1 || (args.items.length === 1 && typeof args.items[0] !== 'string')) return r;
  if (exc.fields.length > 0 && exc.shape !== null && exc.shape.keys.length > 0) return r;
  landedOutside(r, comeBack().frame);
  const twin = call(exc.cls, [`${verb} with '${encoding}' codec failed (${exc.cls.name}: ${str(exc)})`]) as Exc;
  twin.cause = exc;
  twin.suppress = true;
  return raise(twin);
}
/** Is an exception of this class nothing but its arguments, made and filled as any exception is? */
function isPlain(cls: Type): boolean {
  if (cls.slots.init !== T.exception.slots.init || cls.slotNames.length > 0) return false;
  const maker = cls.mro.find(c => c.dict.map.has('__new__'));
  return (maker === undefined || maker.builtin) && !cls.mro.some(c => c.builtin && withState.has(c.name));
}
/** Exceptions that keep more than their arguments, or come from a store of their own. */
const withState = new Set(['OSError', 'StopIteration', 'SystemExit', 'ImportError', 'SyntaxError', 'AttributeError', 'NameError', 'UnicodeDecodeError', 'UnicodeEncodeError', 'UnicodeTranslateError', 'MemoryError', 'BaseExceptionGroup']);
function isText(codec: Tuple): boolean {
  if (codec.cls === T.tuple) return true;
  const flag = getAttrOr(codec, '_is_text_encoding');
  return flag === undefined || truth(flag);
}
function textCodec(encoding: string, verb: 'encode' | 'decode'): Tuple {
  const codec = lookupCodec(encoding);
  if (!isText(codec)) throw raising('LookupError', `'${encoding}' is not a text encoding; use codecs.${verb}() to handle arbitrary codecs`);
  return codec;
}
/** Encodings whose algorithm is not in the library's Python code either. */
const foreign = (encoding: string): boolean => /^(utf_?7|mbcs|oem|gb|big5|cp9[345]|cp1361|euc|iso_?2022|shift|hz|johab|ms_kanji|sjis|ks_c)/.test(normalized(encoding));
const notModelled = (encoding: string): unknown => new UnknownUsed([originHere('not-modelled', `codec ${encoding}`)]);

searched.encode = (text, encoding, errors) => {
  if (foreign(encoding)) throw notModelled(encoding);
  return through(textCodec(encoding, 'encode').items[0], text, encoding, errors, 'encoding');
};
searched.decode = (data, encoding, errors) => {
  if (foreign(encoding)) throw notModelled(encoding);
  return through(textCodec(encoding, 'decode').items[1], data, encoding, errors, 'decoding');
};

// Codecs ----------------------------------------------------------------------------------------------------------

const optionalName = (v: Value | undefined, name: string, which: string): string => (v === undefined || v === null ? 'strict' : nameArgument(v, name, which));
/** Runs a codec of text/: its errors carry the value itself. */
function coded<R>(object: Value, f: () => R): R {
  try {
    return f();
  } catch (e) {
    if (e instanceof Excess && e.what.startsWith('codec')) throw notModelled(e.what.slice(6));
    throw withObject(e, object);
  }
}
const encoder = (name: string, f: (text: string, errors: string) => Uint8Array): [string, Row] => [
  `${name}_encode`,
  {
    params: 'str, errors=None, /', returns: 'tuple',
    call: (text: Value, errors?: Value) => {
      const s = strArgument(text, `${name}_encode`, 'argument 1');
      const handler = optionalName(errors, `${name}_encode`, 'argument 2');
      return new Tuple([new Bytes(coded(text, () => f(s, handler))), strLength(s)]);
    },
  },
];
const asBytes = (data: Value): Value => (data instanceof Bytes ? data : new Bytes(bytesOf(data).slice()));
const decoder = (name: string, f: (data: Uint8Array, errors: string, final: boolean) => { text: string; consumed: number }): [string, Row] => [
  `${name}_decode`,
  {
    params: 'data, errors=None, final=False, /', returns: 'tuple',
    call: (data: Value, errors?: Value, final?: Value) => {
      const bytes = bytesOf(data);
      const handler = optionalName(errors, `${name}_decode`, 'argument 2');
      const { text, consumed } = coded(asBytes(data), () => f(bytes, handler, final !== undefined && truth(final)));
      return new Tuple([text, consumed]);
    },
  },
];
/** A decoder that always reads everything. */
const wholeDecoder = (name: string, f: (data: Uint8Array, errors: string) => string): [string, Row] => decoder(name, (data, errors) => ({ text: f(data, errors), consumed: data.length }));
/** Those of escapes take text too, and `final` is true unless said otherwise. */
const escapeDecoder = (name: string, f: (data: Uint8Array, errors: string) => string): [string, Row] => [
  `${name}_decode`,
  {
    params: 'data, errors=None, final=True, /', returns: 'tuple',
    call: (data: Value, errors?: Value, final?: Value) => {
      const text = strOf(data);
      const bytes = text === undefined ? bytesOf(data) : encodeUtf8(text);
      if (final !== undefined && !truth(final)) throw notModelled(`${name} in pieces`);
      const handler = optionalName(errors, `${name}_decode`, 'argument 2');
      return new Tuple([coded(new Bytes(bytes.slice()), () => f(bytes, handler)), bytes.length]);
    },
  },
];
const wide = (size: 2 | 4): [string, Row][] => {
  const name = size === 2 ? 'utf_16' : 'utf_32';
  const read = size === 2 ? decodeUtf16 : decodeUtf32;
  const orders = [['', 'mark'], ['_le', 'little'], ['_be', 'big']] as const;
  const rows: [string, Row][] = orders.flatMap(([suffix, order]) => [
    encoder(name + suffix, (text, errors) => encodeWide(text, size, order, errors, customHandlers)),
    decoder(name + suffix, (data, errors, final) => read(data, order, errors, final, customHandlers)),
  ]);
  rows[0] = [
    `${name}_encode`,
    {
      params: 'str, errors=None, byteorder=0, /', returns: 'tuple',
      call: (text: Value, errors?: Value, byteorder?: Value) => {
        const s = strArgument(text, `${name}_encode`, 'argument 1');
        const handler = optionalName(errors, `${name}_encode`, 'argument 2');
        const order = byteorder === undefined ? 0 : toCInt(byteorder);
        return new Tuple([new Bytes(coded(text, () => encodeWide(s, size, order < 0 ? 'little' : order > 0 ? 'big' : 'mark', handler, customHandlers))), strLength(s)]);
      },
    },
  ];
  rows.push([
    `${name}_ex_decode`,
    {
      params: 'data, errors=None, byteorder=0, final=False, /', returns: 'tuple',
      call: (data: Value, errors?: Value, byteorder?: Value, final?: Value) => {
        const bytes = bytesOf(data);
        const handler = optionalName(errors, `${name}_ex_decode`, 'argument 2');
        const order = byteorder === undefined ? 0 : toCInt(byteorder);
        const { text, consumed } = coded(asBytes(data), () =>
          read(bytes, order < 0 ? 'little' : order > 0 ? 'big' : 'mark', handler, final !== undefined && truth(final), customHandlers),
        );
        return new Tuple([text, consumed, order !== 0 || bytes.length < size ? order : markOf(bytes, size)]);
      },
    },
  ]);
  return rows;
};
/** The byte order that a mark tells: -1 little, 1 big, 0 for none. */
function markOf(data: Uint8Array, size: number): number {
  if (size === 2) return data[0] === 0xff && data[1] === 0xfe ? -1 : data[0] === 0xfe && data[1] === 0xff ? 1 : 0;
  if (data[0] === 0xff && data[1] === 0xfe && data[2] === 0 && data[3] === 0) return -1;
  return data[0] === 0 && data[1] === 0 && data[2] === 0xfe && data[3] === 0xff ? 1 : 0;
}
function escapeEncode(data: Value, errors?: Value): Value {
  if (!(data instanceof Bytes)) throw typeError(`escape_encode() argument 1 must be bytes, not ${typeName(typeOf(data))}`);
  void errors;
  // The repr of bytes in single quotes, without the quotes.
  const inner = bytesRepr(Uint8Array.from([...data.data, 34])).slice(2, -2);
  return new Tuple([new Bytes(latinBytes(inner)), data.data.length]);
}

// Error handlers ----------------------------------------------------------------------------------------------------

const handlerNames = ['strict', 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace', 'surrogatepass', 'surrogateescape'];
const own = new Map<string, Value>();
function ownHandler(name: string): Value {
  let h = own.get(name);
  if (h === undefined) {
    h = native(name.startsWith('surrogate') ? name : `${name}_errors`, { params: 'exception, /', call: (e: Value) => handle(name, e) }, null);
    markOwn(h);
    own.set(name, h);
  }
  return h;
}
function handle(name: string, e: Value): Value {
  if (!(e instanceof Exc)) throw typeError(name === 'strict' ? 'codec must pass exception instance' : `don't know how to handle ${typeName(typeOf(e))} in error callback`);
  if (name === 'strict') throw raiseValue(e, undefined);
  const is = (type: string): boolean => isSubtype(e.cls, excTypes.get(type)!);
  const encodes = is('UnicodeEncodeError');
  const decodes = is('UnicodeDecodeError');
  const translates = is('UnicodeTranslateError');
  const bad = (): unknown => typeError(`don't know how to handle ${typeName(e.cls)} in error callback`);
  if (!encodes && !decodes && !translates) throw bad();
  const object = getAttr(e, 'object');
  const start = Number(getAttr(e, 'start'));
  const end = Number(getAttr(e, 'end'));
  const data = object instanceof Bytes ? object.data : (strOf(object) ?? '');
  if (translates) {
    if (name === 'ignore') return new Tuple(['', end]);
    if (name === 'replace') return new Tuple(['\ufffd'.repeat(Math.max(0, end - start)), end]);
    if (name !== 'backslashreplace') throw bad();
  }
  const encoding = translates ? '' : strOf(getAttr(e, 'encoding'))!;
  const reason = strOf(getAttr(e, 'reason')) ?? '';
  try {
    const r = handlerOf(name)({ encoding, object: data, start, end, reason });
    return new Tuple([typeof r.by === 'string' ? r.by : new Bytes(r.by), r.resume]);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.type.startsWith('Unicode')) throw raiseValue(e, undefined);
    throw thrown instanceof Fault && thrown.type === 'TypeError' ? bad() : thrown;
  }
}

const rows: Methods = {
  register: {
    params: 'search_function, /', returns: 'none',
    call: (search: Value) => {
      if (typeOf(search).slots.call === undefined) throw typeError('argument must be callable');
      const { searchers } = current();
      touch(searchers);
      searchers.items.push(search);
      return null;
    },
  },
  unregister: {
    params: 'search_function, /', returns: 'none',
    call: (search: Value) => {
      const { searchers, found } = current();
      const at = searchers.items.indexOf(search);
      if (at >= 0) {
        touch(searchers);
        touch(found);
        searchers.items.splice(at, 1);
        found.map = new Map();
      }
      return null;
    },
  },
  lookup: { params: 'encoding, /', call: (encoding: Value) => lookupCodec(nameArgument(encoding, 'lookup', 'argument')) },
  encode: {
    params: "obj, encoding='utf-8', errors='strict'",
    call: (obj: Value, encoding?: Value, errors?: Value) => {
      const name = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'encode', "argument 'encoding'");
      const handler = errors === undefined ? undefined : nameArgument(errors, 'encode', "argument 'errors'");
      return through(lookupCodec(name).items[0], obj, name, handler, 'encoding');
    },
  },
  decode: {
    params: "obj, encoding='utf-8', errors='strict'",
    call: (obj: Value, encoding?: Value, errors?: Value) => {
      const name = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'decode', "argument 'encoding'");
      const handler = errors === undefined ? undefined : nameArgument(errors, 'decode', "argument 'errors'");
      return through(lookupCodec(name).items[1], obj, name, handler, 'decoding');
    },
  },
  register_error: {
    params: 'errors, handler, /', returns: 'none',
    call: (errors: Value, handler: Value) => {
      const name = nameArgument(errors, 'register_error', 'argument 1');
      if (typeOf(handler).slots.call === undefined) throw typeError('handler must be callable');
      current();
      dictSet(errorHandlers(), name, handler);
      return null;
    },
  },
  lookup_error: {
    params: 'name, /',
    call: (name: Value) => {
      const n = nameArgument(name, 'lookup_error', 'argument');
      const known = dictGet(errorHandlers(), n);
      if (known !== undefined) return known;
      if (!handlerNames.includes(n)) throw raising('LookupError', `unknown error handler name '${n}'`);
      return ownHandler(n);
    },
  },
  ...Object.fromEntries([
    encoder('utf_8', (s, e) => encodeUtf8(s, e, customHandlers)),
    decoder('utf_8', (d, e, final) => decodeUtf8(d, e, final, customHandlers)),
    encoder('ascii', (s, e) => encodeNarrow(s, 'ascii', e, customHandlers)),
    wholeDecoder('ascii', (d, e) => decodeNarrow(d, 'ascii', e, customHandlers)),
    encoder('latin_1', (s, e) => encodeNarrow(s, 'latin-1', e, customHandlers)),
    wholeDecoder('latin_1', (d, e) => decodeNarrow(d, 'latin-1', e, customHandlers)),
    encoder('unicode_escape', s => encodeUnicodeEscape(s)),
    escapeDecoder('unicode_escape', (d, e) => decodeUnicodeEscape(d, e, customHandlers)),
    encoder('raw_unicode_escape', s => encodeRawUnicodeEscape(s)),
    escapeDecoder('raw_unicode_escape', (d, e) => decodeRawUnicodeEscape(d, e, customHandlers)),
    ...wide(2),
    ...wide(4),
  ]),
  utf_7_encode: { params: 'str, errors=None, /', call: () => unknown('not-modelled', 'codec utf-7', T.tuple) },
  utf_7_decode: { params: 'data, errors=None, final=False, /', call: () => unknown('not-modelled', 'codec utf-7', T.tuple) },
  escape_encode: { params: 'data, errors=None, /', returns: 'tuple', call: escapeEncode },
  escape_decode: {
    params: 'data, errors=None, /', returns: 'tuple',
    call: (data: Value, errors?: Value) => {
      const text = strOf(data);
      const bytes = text === undefined ? bytesOf(data) : encodeUtf8(text);
      return new Tuple([new Bytes(decodeBytesEscape(bytes, optionalName(errors, 'escape_decode', 'argument 2'))), bytes.length]);
    },
  },
  readbuffer_encode: {
    params: 'data, errors=None, /', returns: 'tuple',
    call: (data: Value) => {
      const text = strOf(data);
      const bytes = text === undefined ? bytesOf(data) : encodeUtf8(text);
      return new Tuple([new Bytes(bytes.slice()), bytes.length]);
    },
  },
  charmap_build: { params: 'map, /', call: (map: Value) => charmapBuild(strArgument(map, 'charmap_build', 'argument')) },
  charmap_encode: {
    params: 'str, errors=None, mapping=None, /', returns: 'tuple',
    call: (text: Value, errors?: Value, mapping?: Value) => {
      const s = strArgument(text, 'charmap_encode', 'argument 1');
      const handler = optionalName(errors, 'charmap_encode', 'argument 2');
      return new Tuple([new Bytes(coded(text, () => charmapEncode(s, handler, mapping ?? null))), strLength(s)]);
    },
  },
  charmap_decode: {
    params: 'data, errors=None, mapping=None, /', returns: 'tuple',
    call: (data: Value, errors?: Value, mapping?: Value) => {
      const bytes = bytesOf(data);
      const handler = optionalName(errors, 'charmap_decode', 'argument 2');
      return new Tuple([coded(asBytes(data), () => charmapDecode(bytes, handler, mapping ?? null)), bytes.length]);
    },
  },
};
export const codecsModule = (): Module => defineModule('_codecs', rows);
