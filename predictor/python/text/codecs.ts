// str.encode() and bytes.decode(): finding an encoding by any of its names and handing over to its codec. Encodings that are pure Python in the
// library beyond the tables (punycode, idna) and the multi-byte ones of East Asia are not here: they throw Excess, for `unknown`.
import { Excess, Fault } from '../fault.ts';
import { decodeNarrow, encodeNarrow, isCharmap } from './codec-charmap.ts';
import type { CustomHandlers } from './codec-errors.ts';
import { decodeRawUnicodeEscape, decodeUnicodeEscape, encodeRawUnicodeEscape, encodeUnicodeEscape } from './codec-escape.ts';
import { ALIASES, ENCODINGS } from './codec-tables.ts';
import { decodeUtf16, decodeUtf32, encodeWide, type ByteOrder } from './codec-utf16.ts';
import { decodeUtf8, encodeUtf8 } from './codec-utf8.ts';

let modules: ReadonlySet<string> | undefined;
let aliases: Map<string, string> | undefined;

function readNames(): Map<string, string> {
  if (aliases === undefined) {
    modules = new Set(ENCODINGS.split(' '));
    aliases = new Map();
    const list = ALIASES.split(' ');
    for (let i = 0; i < list.length; i += 2) aliases.set(list[i], list[i + 1]);
  }
  return aliases;
}

/** A name in lower case, with one underscore for whatever is neither letter nor digit nor a dot (encodings.normalize_encoding). */
export function normalizeEncoding(name: string): string {
  let out = '';
  let gap = false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const wordy = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 46;
    if (!wordy) gap = true;
    else {
      if (gap && out !== '') out += '_';
      gap = false;
      out += name[i].toLowerCase();
    }
  }
  return out;
}

/** The module of the encodings package that a name means, e.g. 'latin_1' for 'ISO-8859-1'; undefined for none. */
export function findEncoding(name: string): string | undefined {
  if (name === 'utf-8') return 'utf_8';
  const table = readNames();
  const wanted = normalizeEncoding(name);
  return table.get(wanted) ?? table.get(wanted.replaceAll('.', '_')) ?? (modules?.has(wanted) === true ? wanted : undefined);
}

const BINARY = 'base64_codec bz2_codec hex_codec quopri_codec rot_13 uu_codec zlib_codec';

function moduleOf(name: string, verb: 'encode' | 'decode'): string {
  if (name.includes('\0')) throw new Fault('ValueError', 'embedded null character');
  const module = findEncoding(name);
  if (module === undefined) throw new Fault('LookupError', `unknown encoding: ${name}`);
  if (BINARY.includes(module)) throw new Fault('LookupError', `'${name}' is not a text encoding; use codecs.${verb}() to handle arbitrary codecs`);
  return module;
}

// These go straight to their codec; all others through the registry, which wraps the errors that are not the codec's own.
const DIRECT = new Set(['utf_8', 'utf8', 'utf_16', 'utf16', 'utf_32', 'utf32', 'ascii', 'us_ascii', 'latin1', 'latin_1', 'iso_8859_1', 'iso8859_1']);

function wrapped(error: unknown, name: string, verb: 'encoding' | 'decoding'): unknown {
  if (!(error instanceof Fault) || DIRECT.has(normalizeEncoding(name))) return error;
  if (error.type === 'UnicodeEncodeError' || error.type === 'UnicodeDecodeError') return error;
  return new Fault(error.type, `${verb} with '${name}' codec failed (${error.type}: ${error.message})`);
}

function orderOf(module: string): ByteOrder {
  return module.endsWith('_le') ? 'little' : module.endsWith('_be') ? 'big' : 'mark';
}

/** `text.encode(encoding, errors)` (PyUnicode_AsEncodedString) */
export function encode(text: string, encoding = 'utf-8', errors = 'strict', custom?: CustomHandlers): Uint8Array {
  const module = moduleOf(encoding, 'encode');
  try {
    return encodeBy(module, text, errors, custom);
  } catch (error) {
    throw wrapped(error, encoding, 'encoding');
  }
}

function encodeBy(module: string, text: string, errors: string, custom: CustomHandlers | undefined): Uint8Array {
  switch (module) {
    case 'utf_8':
      return encodeUtf8(text, errors, custom);
    case 'utf_8_sig': {
      const body = encodeUtf8(text, errors, custom);
      const bytes = new Uint8Array(body.length + 3);
      bytes.set([0xef, 0xbb, 0xbf]);
      bytes.set(body, 3);
      return bytes;
    }
    case 'utf_16':
    case 'utf_16_le':
    case 'utf_16_be':
      return encodeWide(text, 2, orderOf(module), errors, custom);
    case 'utf_32':
    case 'utf_32_le':
    case 'utf_32_be':
      return encodeWide(text, 4, orderOf(module), errors, custom);
    case 'ascii':
      return encodeNarrow(text, 'ascii', errors, custom);
    case 'latin_1':
    case 'iso8859_1':
      return encodeNarrow(text, 'latin-1', errors, custom);
    case 'unicode_escape':
      return encodeUnicodeEscape(text);
    case 'raw_unicode_escape':
      return encodeRawUnicodeEscape(text);
  }
  if (isCharmap(module)) return encodeNarrow(text, module, errors, custom);
  throw new Excess(`codec ${module}`);
}

/** `bytes.decode(encoding, errors)` (PyUnicode_Decode) */
export function decode(bytes: Uint8Array, encoding = 'utf-8', errors = 'strict', custom?: CustomHandlers): string {
  const module = moduleOf(encoding, 'decode');
  try {
    return decodeBy(module, bytes, errors, custom);
  } catch (error) {
    throw wrapped(error, encoding, 'decoding');
  }
}

function decodeBy(module: string, bytes: Uint8Array, errors: string, custom: CustomHandlers | undefined): string {
  switch (module) {
    case 'utf_8':
      return decodeUtf8(bytes, errors, true, custom).text;
    case 'utf_8_sig': {
      const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return decodeUtf8(marked ? bytes.subarray(3) : bytes, errors, true, custom).text;
    }
    case 'utf_16':
    case 'utf_16_le':
    case 'utf_16_be':
      return decodeUtf16(bytes, orderOf(module), errors, true, custom).text;
    case 'utf_32':
    case 'utf_32_le':
    case 'utf_32_be':
      return decodeUtf32(bytes, orderOf(module), errors, true, custom).text;
    case 'ascii':
      return decodeNarrow(bytes, 'ascii', errors, custom);
    case 'latin_1':
    case 'iso8859_1':
      return decodeNarrow(bytes, 'latin-1', errors, custom);
    case 'unicode_escape':
      return decodeUnicodeEscape(bytes, errors, custom);
    case 'raw_unicode_escape':
      return decodeRawUnicodeEscape(bytes, errors, custom);
  }
  if (isCharmap(module)) return decodeNarrow(bytes, module, errors, custom);
  throw new Excess(`codec ${module}`);
}
