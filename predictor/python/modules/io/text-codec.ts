// Incremental decoding and encoding for text streams: the engine's own codecs where they serve, else the incremental codecs of the library's encodings.
import { getAttr, getAttrOr } from '../../attributes.ts';
import { call, callMethod } from '../../calls.ts';
import { Fault } from '../../fault.ts';
import { repr, truth } from '../../operators.ts';
import { raising, typeError } from '../../raise.ts';
import { decodeNarrow } from '../../text/codec-charmap.ts';
import { isCharmap } from '../../text/codec-charmap.ts';
import { decodeUtf16, decodeUtf32 } from '../../text/codec-utf16.ts';
import { decodeUtf8 } from '../../text/codec-utf8.ts';
import { findEncoding } from '../../text/codecs.ts';
import { bytesOrNone, strOf } from '../../types/convert.ts';
import { customHandlers, encodeText, withObject } from '../../types/encoding.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { Bytes, type Value } from '../../values.ts';
import { lookupCodec } from '../codecs.ts';
import { concat } from './base.ts';

const EMPTY = new Uint8Array(0);

export interface TextDecoding {
  decode(data: Uint8Array, final: boolean): string;
  reset(): void;
  /** Bytes taken in that have not become text yet. */
  readonly waiting: number;
  /** How many bytes a decoded text came from; null where that cannot be told. */
  width(text: string): number | null;
}
export interface TextEncoding {
  encode(text: string): Uint8Array;
  /** `start`: the next text is the first of the file, and has its byte order mark. */
  rewind(start: boolean): void;
}

type Decode = (bytes: Uint8Array, final: boolean) => { text: string; consumed: number };

class OwnDecoder implements TextDecoding {
  private rest: Uint8Array = EMPTY;
  private readonly decoder: () => Decode;
  private readonly plainWidth: (text: string) => number | null;
  private run: Decode;
  constructor(decoder: () => Decode, plainWidth: (text: string) => number | null) {
    this.decoder = decoder;
    this.run = decoder();
    this.plainWidth = plainWidth;
  }
  decode(data: Uint8Array, final: boolean): string {
    const bytes = this.rest.length === 0 ? data : concat([this.rest, data]);
    try {
      const { text, consumed } = this.run(bytes, final);
      this.rest = consumed === bytes.length ? EMPTY : bytes.slice(consumed);
      return text;
    } catch (e) {
      throw withObject(e, new Bytes(bytes.slice()));
    }
  }
  reset(): void {
    this.rest = EMPTY;
    this.run = this.decoder();
  }
  get waiting(): number {
    return this.rest.length;
  }
  width(text: string): number | null {
    return this.plainWidth(text);
  }
}
const noWidth = (): null => null;
/** Byte order from the mark at the start, then fixed. */
function marked(unit: 2 | 4, errors: string): Decode {
  const decode = unit === 2 ? decodeUtf16 : decodeUtf32;
  let order: 'mark' | 'little' | 'big' = 'mark';
  return (bytes, final) => {
    if (order === 'mark') {
      if (bytes.length < unit && !final) return { text: '', consumed: 0 };
      const big = unit === 2 ? bytes[0] === 0xfe && bytes[1] === 0xff : bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff;
      const little = unit === 2 ? bytes[0] === 0xff && bytes[1] === 0xfe : bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
      if (!big && !little && bytes.length >= unit) throw new Fault('UnicodeError', unit === 2 ? 'UTF-16 stream does not start with BOM' : 'UTF-32 stream does not start with BOM');
      order = big ? 'big' : 'little';
      if (bytes.length >= unit) {
        const r = decode(bytes.subarray(unit), order, errors, final, customHandlers);
        return { text: r.text, consumed: r.consumed + unit };
      }
    }
    return decode(bytes, order, errors, final, customHandlers);
  };
}
function ownDecoder(module: string, errors: string): TextDecoding | undefined {
  const strict = errors === 'strict' || errors === 'surrogateescape';
  switch (module) {
    case 'utf_8': return new OwnDecoder(() => (b, final) => decodeUtf8(b, errors, final, customHandlers), strict ? text => encodeText(text, 'utf-8', errors).length : noWidth);
    case 'utf_8_sig': return new OwnDecoder(() => {
      let begun = false;
      return (b, final) => {
        if (begun) return decodeUtf8(b, errors, final, customHandlers);
        const mark = [0xef, 0xbb, 0xbf];
        if (b.length < 3 && !final && mark.slice(0, b.length).every((m, i) => b[i] === m)) return { text: '', consumed: 0 };
        begun = true;
        const skip = mark.every((m, i) => b[i] === m) ? 3 : 0;
        const r = decodeUtf8(b.subarray(skip), errors, final, customHandlers);
        return { text: r.text, consumed: r.consumed + skip };
      };
    }, noWidth);
    case 'utf_16': return new OwnDecoder(() => marked(2, errors), noWidth);
    case 'utf_32': return new OwnDecoder(() => marked(4, errors), noWidth);
    case 'utf_16_le': return new OwnDecoder(() => (b, final) => decodeUtf16(b, 'little', errors, final, customHandlers), text => text.length * 2);
    case 'utf_16_be': return new OwnDecoder(() => (b, final) => decodeUtf16(b, 'big', errors, final, customHandlers), text => text.length * 2);
    case 'utf_32_le': return new OwnDecoder(() => (b, final) => decodeUtf32(b, 'little', errors, final, customHandlers), noWidth);
    case 'utf_32_be': return new OwnDecoder(() => (b, final) => decodeUtf32(b, 'big', errors, final, customHandlers), noWidth);
  }
  const narrow = module === 'ascii' ? 'ascii' : module === 'latin_1' || module === 'iso8859_1' ? 'latin-1' : isCharmap(module) ? module : undefined;
  if (narrow === undefined) return undefined;
  return new OwnDecoder(() => b => ({ text: decodeNarrow(b, narrow, errors, customHandlers), consumed: b.length }), strict ? text => text.length : noWidth);
}

/** A decoder object of the library, or of the program. */
export class ForeignDecoder implements TextDecoding {
  readonly object: Value;
  readonly waiting = 0;
  constructor(object: Value) {
    this.object = object;
  }
  decode(data: Uint8Array, final: boolean): string {
    const r = callMethod(this.object, 'decode', [new Bytes(data), final]);
    if (r instanceof Unknown) throw new UnknownUsed(r.origins);
    const text = strOf(r);
    if (text === undefined) throw typeError(`decoder should return a string result, not '${repr(r)}'`);
    return text;
  }
  reset(): void {
    callMethod(this.object, 'reset');
  }
  width(): null {
    return null;
  }
}

/** The encoding is one of text: `open(encoding='hex')` is refused. */
export function checkTextEncoding(encoding: string, fn = 'codecs.open()'): void {
  const module = findEncoding(encoding);
  if (module !== undefined && ownDecoder(module, 'strict') !== undefined) return;
  const info = lookupCodec(encoding);
  const isText = getAttrOr(info, '_is_text_encoding');
  if (isText !== undefined && !truth(isText)) throw raising('LookupError', `'${encoding}' is not a text encoding; use ${fn} to handle arbitrary codecs`);
}
export function decoderFor(encoding: string, errors: string): TextDecoding {
  const module = findEncoding(encoding);
  const own = module === undefined ? undefined : ownDecoder(module, errors);
  if (own !== undefined) return own;
  return new ForeignDecoder(call(getAttr(lookupCodec(encoding), 'incrementaldecoder'), [errors]));
}
export function encoderFor(encoding: string, errors: string): TextEncoding {
  const module = findEncoding(encoding);
  if (module === 'utf_8') return { encode: t => encodeText(t, 'utf-8', errors), rewind: () => {} };
  if (module === 'utf_16' || module === 'utf_32' || module === 'utf_8_sig') {
    let first = true;
    const later = module === 'utf_8_sig' ? 'utf-8' : module === 'utf_16' ? 'utf-16-le' : 'utf-32-le';
    return {
      encode: t => {
        const r = encodeText(t, first ? encoding : later, errors);
        first = false;
        return r;
      },
      rewind: start => {
        first = start;
      },
    };
  }
  if (module !== undefined && ownDecoder(module, errors) !== undefined) return { encode: t => encodeText(t, encoding, errors), rewind: () => {} };
  const object = call(getAttr(lookupCodec(encoding), 'incrementalencoder'), [errors]);
  return {
    encode: t => {
      const r = callMethod(object, 'encode', [t]);
      if (r instanceof Unknown) throw new UnknownUsed(r.origins);
      const data = bytesOrNone(r);
      if (data === undefined) throw typeError('encoder should return a bytes object');
      return data;
    },
    rewind: start => void (start ? callMethod(object, 'reset') : callMethod(object, 'setstate', [0])),
  };
}
