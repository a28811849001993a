// `str.encode` and `bytes.decode` with Python values: the codecs of text/ first, then those that the program has registered, and error handlers written in
// Python (Python/codecs.c). The registry itself is in modules/codecs.ts.
import { typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictGet } from '../dict-keys.ts';
import { Excess, Fault } from '../fault.ts';
import { typeName } from '../names.ts';
import { makeExc, raising, typeError } from '../raise.ts';
import type { CodecTrouble, CustomHandlers, ErrorHandler } from '../text/codec-errors.ts';
import { decodeNarrow, encodeNarrow } from '../text/codec-charmap.ts';
import { decodeUtf8, encodeUtf8 } from '../text/codec-utf8.ts';
import * as codecs from '../text/codecs.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Dict, T, Tuple, type Value } from '../values.ts';
import { intOf, strOf } from './convert.ts';
import { toSsize } from './indices.ts';
import { reserve } from './large.ts';

/** Handlers given to `codecs.register_error`, by name. */
export function errorHandlers(): Dict {
  handlers ??= new Dict();
  return handlers;
}
/** Made at first use: the dict class may not be there yet when this file is loaded. */
let handlers: Dict | null = null;

/** Codecs found by search functions: set by modules/codecs.ts. They answer undefined where there is none of that name. */
export const searched: {
  encode: (text: Value, encoding: string, errors: string) => Value | undefined;
  decode: (data: Value, encoding: string, errors: string) => Value | undefined;
} = { encode: () => undefined, decode: () => undefined };

/** `text.encode(encoding, errors)` */
export function encodeText(text: string, encoding: string, errors: string): Uint8Array {
  reserve(text.length);
  try {
    if (encoding === 'utf-8') return encodeUtf8(text, errors, customHandlers);
    if (encoding === 'ascii' || encoding === 'latin-1') return encodeNarrow(text, encoding, errors, customHandlers);
    return codecs.encode(text, encoding, errors, customHandlers);
  } catch (e) {
    if (isMissing(e)) {
      const r = searched.encode(text, encoding, errors);
      if (r instanceof Bytes) return r.data;
      if (r !== undefined) throw typeError(`'${encoding}' encoder returned '${typeName(typeOf(r))}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`);
    }
    throw withObject(e, text);
  }
}
/** `data.decode(encoding, errors)`; `object` is the value that errors show. */
export function decodeBytes(data: Uint8Array, encoding: string, errors: string, object: Value): string {
  reserve(data.length);
  // Then CPython does not even look for the encoding.
  if (data.length === 0) return '';
  try {
    if (encoding === 'utf-8') return decodeUtf8(data, errors, true, customHandlers).text;
    if (encoding === 'ascii' || encoding === 'latin-1') return decodeNarrow(data, encoding, errors, customHandlers);
    return codecs.decode(data, encoding, errors, customHandlers);
  } catch (e) {
    if (isMissing(e)) {
      const r = searched.decode(new Bytes(data.slice()), encoding, errors);
      if (r !== undefined) {
        const text = strOf(r);
        if (text !== undefined) return text;
        throw typeError(`'${encoding}' decoder returned '${typeName(typeOf(r))}' instead of 'str'; use codecs.decode() to decode to arbitrary types`);
      }
    }
    throw withObject(e, object instanceof Bytes && object.cls === T.bytes ? object : new Bytes(data.slice()));
  }
}
const isMissing = (e: unknown): boolean => e instanceof Excess || (e instanceof Fault && e.type === 'LookupError' && e.message.startsWith('unknown encoding'));

/** The error of a codec with the value it was about. */
export function withObject(e: unknown, object: Value): unknown {
  if (!(e instanceof Fault) || !(e.type === 'UnicodeEncodeError' || e.type === 'UnicodeDecodeError') || !Array.isArray(e.extra)) return e;
  const [encoding, , start, end, reason] = e.extra as [string, unknown, number, number, string];
  return raising(e.type, encoding, object, start, end, reason);
}

/** Handlers written in Python, for the codecs of text/. */
export const customHandlers: CustomHandlers = name => {
  if (handlers === null || handlers.map.size === 0) return undefined;
  const handler = dictGet(handlers, name);
  return handler === undefined || isOwn(handler) ? undefined : asHandler(handler);
};
/** The engine's own handlers, as `codecs.lookup_error` hands them out: known to the codecs by name. */
const own = new WeakSet<object>();
export const markOwn = (handler: Value): void => {
  own.add(handler as object);
};
const isOwn = (handler: Value): boolean => typeof handler === 'object' && handler !== null && own.has(handler);

const asHandler = (handler: Value): ErrorHandler => trouble => {
  const encodes = typeof trouble.object === 'string';
  const r = call(handler, [troubleExc(trouble)]);
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  const bad = (): unknown => typeError(encodes ? 'encoding error handler must return (str/bytes, int) tuple' : 'decoding error handler must return (str, int) tuple');
  if (!(r instanceof Tuple) || r.items.length !== 2 || intOf(r.items[1]) === undefined) throw bad();
  const text = strOf(r.items[0]);
  const by = text ?? (encodes && r.items[0] instanceof Bytes ? r.items[0].data : undefined);
  if (by === undefined) throw bad();
  return { by, resume: toSsize(r.items[1]) };
};
/** The exception that an error handler is called with. */
export function troubleExc(trouble: CodecTrouble): Value {
  const { encoding, object, start, end, reason } = trouble;
  return makeExc(typeof object === 'string' ? 'UnicodeEncodeError' : 'UnicodeDecodeError', encoding, typeof object === 'string' ? object : new Bytes(object.slice()), start, end, reason);
}
