// The codecs unicode_escape and raw_unicode_escape, and the escapes of bytes literals (`escape_decode`).
import { Fault } from '../fault.ts';
import { type CustomHandlers, remedy } from './codec-errors.ts';
import { codeEscape } from './str-repr.ts';
import { ByteBuilder, UnitBuilder } from './text-builder.ts';
import { codeOfName } from './unicode-names.ts';

/** `text.encode('unicode_escape')` */
export function encodeUnicodeEscape(text: string): Uint8Array {
  const out = new ByteBuilder(text.length + 8);
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    if (code === 92) pushAscii(out, '\\\\');
    else if (code >= 32 && code < 127) out.push(code);
    else pushAscii(out, code === 9 ? '\\t' : code === 10 ? '\\n' : code === 13 ? '\\r' : codeEscape(code));
  }
  return out.finish();
}

/** `text.encode('raw_unicode_escape')` */
export function encodeRawUnicodeEscape(text: string): Uint8Array {
  const out = new ByteBuilder(text.length + 8);
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i += 1;
    if (code < 256) out.push(code);
    else pushAscii(out, codeEscape(code));
  }
  return out.finish();
}

function pushAscii(out: ByteBuilder, text: string): void {
  for (let i = 0; i < text.length; i++) out.push(text.charCodeAt(i));
}

function hexValue(bytes: Uint8Array, from: number, most: number): [number, number] {
  let value = 0;
  let count = 0;
  while (count < most && from + count < bytes.length) {
    const byte = bytes[from + count];
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : -1;
    if (digit < 0) break;
    value = value * 16 + digit;
    count += 1;
  }
  return [value, count];
}

const SIMPLE: Readonly<Record<string, number>> = { '\\': 92, "'": 39, '"': 34, b: 8, f: 12, t: 9, n: 10, r: 13, v: 11, a: 7 };

/** `bytes.decode('unicode_escape', errors)` */
export function decodeUnicodeEscape(bytes: Uint8Array, errors = 'strict', custom?: CustomHandlers): string {
  const out = new UnitBuilder();
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const byte = bytes[at++];
    if (byte !== 92) {
      out.push(byte);
      continue;
    }
    let reason = '\\ at end of string';
    if (at < bytes.length) {
      const char = String.fromCharCode(bytes[at++]);
      if (char === '\n') continue;
      if (Object.hasOwn(SIMPLE, char)) {
        out.push(SIMPLE[char]);
        continue;
      }
      if (char >= '0' && char <= '7') {
        let value = Number(char);
        for (let i = 0; i < 2 && bytes[at] >= 48 && bytes[at] <= 55; i++) value = value * 8 + bytes[at++] - 48;
        out.push(value);
        continue;
      }
      const size = char === 'x' ? 2 : char === 'u' ? 4 : char === 'U' ? 8 : 0;
      if (size > 0) {
        const [value, count] = hexValue(bytes, at, size);
        at += count;
        if (count === size && value <= 0x10ffff) {
          out.pushCode(value);
          continue;
        }
        reason = count === size ? 'illegal Unicode character' : `truncated \\${char}${'X'.repeat(size)} escape`;
      } else if (char === 'N') {
        const named = readName(bytes, at);
        at = named.end;
        if (named.code !== undefined) {
          out.pushCode(named.code);
          continue;
        }
        reason = named.reason;
      } else {
        out.push(92);
        out.push(char.charCodeAt(0));
        continue;
      }
    }
    const { by, resume } = remedy({ encoding: 'unicodeescape', object: bytes, start, end: at, reason }, bytes.length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return out.finish();
}

function readName(bytes: Uint8Array, from: number): { code: number | undefined; end: number; reason: string } {
  let at = from;
  if (bytes[at] === 123) {
    at += 1;
    while (at < bytes.length && bytes[at] !== 125) at += 1;
    if (at > from + 1 && at < bytes.length) {
      const name = Array.from(bytes.subarray(from + 1, at), byte => String.fromCharCode(byte)).join('');
      return { code: codeOfName(name), end: at + 1, reason: 'unknown Unicode character name' };
    }
  }
  return { code: undefined, end: at, reason: 'malformed \\N character escape' };
}

/** `bytes.decode('raw_unicode_escape', errors)` */
export function decodeRawUnicodeEscape(bytes: Uint8Array, errors = 'strict', custom?: CustomHandlers): string {
  const out = new UnitBuilder();
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const byte = bytes[at++];
    if (byte !== 92 || at >= bytes.length) {
      out.push(byte);
      continue;
    }
    const kind = bytes[at++];
    if (kind !== 117 && kind !== 85) {
      out.push(92);
      out.push(kind);
      continue;
    }
    const size = kind === 117 ? 4 : 8;
    const [value, count] = hexValue(bytes, at, size);
    at += count;
    if (count === size && value <= 0x10ffff) {
      out.pushCode(value);
      continue;
    }
    const reason = count === size ? '\\Uxxxxxxxx out of range' : `truncated \\${kind === 117 ? 'uXXXX' : 'UXXXXXXXX'} escape`;
    const { by, resume } = remedy({ encoding: 'rawunicodeescape', object: bytes, start, end: at, reason }, bytes.length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return out.finish();
}

/** The bytes that a bytes literal's text stands for (_PyBytes_DecodeEscape). */
export function decodeBytesEscape(bytes: Uint8Array, errors = 'strict'): Uint8Array {
  const out = new ByteBuilder(bytes.length);
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at++];
    if (byte !== 92) {
      out.push(byte);
      continue;
    }
    if (at >= bytes.length) throw new Fault('ValueError', 'Trailing \\ in string');
    const char = String.fromCharCode(bytes[at++]);
    if (char === '\n') continue;
    if (Object.hasOwn(SIMPLE, char)) out.push(SIMPLE[char]);
    else if (char >= '0' && char <= '7') {
      let value = Number(char);
      for (let i = 0; i < 2 && bytes[at] >= 48 && bytes[at] <= 55; i++) value = value * 8 + bytes[at++] - 48;
      out.push(value & 255);
    } else if (char === 'x') {
      const [value, count] = hexValue(bytes, at, 2);
      at += count;
      if (count === 2) out.push(value);
      else if (errors === 'strict') throw new Fault('ValueError', `invalid \\x escape at position ${at - 2 - count}`);
      else if (errors === 'replace') out.push(63);
      else if (errors !== 'ignore') throw new Fault('ValueError', `decoding error; unknown error handling code: ${errors}`);
    } else {
      out.push(92);
      at -= 1;
    }
  }
  return out.finish();
}
