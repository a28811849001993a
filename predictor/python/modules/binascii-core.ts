// The conversions of `binascii` between bytes and ASCII text (Modules/binascii.c), on plain bytes. Arguments are checked by whoever knows Python's values.
import { Fault } from '../fault.ts';

/** `binascii.hexlify`; `separator` is a byte or -1. A positive `group` counts from the right, a negative one from the left. */
export function hexlify(data: Uint8Array, separator = -1, group = 1): Uint8Array {
  const size = separator < 0 || Math.abs(group) >= data.length ? 0 : Math.abs(group);
  const out = new Uint8Array(data.length * 2 + (size === 0 ? 0 : Math.floor((data.length - 1) / size)));
  const offset = group > 0 && size > 0 ? (size - (data.length % size)) % size : 0;
  let n = 0;
  for (let i = 0; i < data.length; i++) {
    if (size > 0 && i > 0 && (i + offset) % size === 0) out[n++] = separator;
    out[n++] = HEX.charCodeAt(data[i] >> 4) | 32;
    out[n++] = HEX.charCodeAt(data[i] & 15) | 32;
  }
  return out;
}

/** `binascii.unhexlify` */
export function unhexlify(text: Uint8Array): Uint8Array {
  if (text.length % 2 === 1) throw binasciiError('Odd-length string');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = hexDigit(text[2 * i]);
    const low = hexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) throw binasciiError('Non-hexadecimal digit found');
    out[i] = high * 16 + low;
  }
  return out;
}

// Base64 -----------------------------------------------------------------------------------------------------------

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Digits = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) base64Digits[BASE64.charCodeAt(i)] = i;
const PAD = 61;

/** `binascii.b2a_base64` */
export function toBase64(data: Uint8Array, newline = true): Uint8Array {
  const out = new Uint8Array(Math.ceil(data.length / 3) * 4 + (newline ? 1 : 0));
  let n = 0;
  for (let i = 0; i < data.length; i += 3) {
    const left = data.length - i;
    const bits = (data[i] << 16) | (left > 1 ? data[i + 1] << 8 : 0) | (left > 2 ? data[i + 2] : 0);
    out[n++] = BASE64.charCodeAt(bits >> 18);
    out[n++] = BASE64.charCodeAt((bits >> 12) & 63);
    out[n++] = left > 1 ? BASE64.charCodeAt((bits >> 6) & 63) : PAD;
    out[n++] = left > 2 ? BASE64.charCodeAt(bits & 63) : PAD;
  }
  if (newline) out[n] = 10;
  return out;
}

/** `binascii.a2b_base64` */
export function fromBase64(text: Uint8Array, strict = false): Uint8Array {
  if (strict && text.length > 0 && text[0] === PAD) throw binasciiError('Leading padding not allowed');
  const out = new Uint8Array(Math.ceil(text.length / 4) * 3);
  let n = 0;
  let bits = 0;
  let position = 0; // In the group of four.
  let pads = 0;
  let padded = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === PAD) {
      padded = true;
      if (position >= 2 && position + ++pads >= 4) {
        if (strict && i + 1 < text.length) throw binasciiError('Excess data after padding');
        return out.slice(0, n);
      }
      continue;
    }
    const digit = base64Digits[text[i]];
    if (digit < 0) {
      if (strict) throw binasciiError('Only base64 data is allowed');
      continue;
    }
    if (strict && padded) throw binasciiError('Discontinuous padding not allowed');
    pads = 0;
    bits = ((bits << 6) | digit) & 0xfff;
    if (position === 1) out[n++] = bits >> 4;
    else if (position === 2) out[n++] = bits >> 2;
    else if (position === 3) out[n++] = bits;
    position = (position + 1) % 4;
  }
  if (position === 1) {
    const count = Math.floor(n / 3) * 4 + 1;
    throw binasciiError(`Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`);
  }
  if (position > 1) throw binasciiError('Incorrect padding');
  return out.slice(0, n);
}

// Uuencoding -------------------------------------------------------------------------------------------------------

/** `binascii.b2a_uu` */
export function toUu(data: Uint8Array, backtick = false): Uint8Array {
  if (data.length > 45) throw binasciiError('At most 45 bytes at once');
  const digit = (value: number): number => (backtick && value === 0 ? 96 : value + 32);
  const out: number[] = [digit(data.length)];
  for (let i = 0; i < data.length; i += 3) {
    const bits = (data[i] << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    out.push(digit(bits >> 18), digit((bits >> 12) & 63), digit((bits >> 6) & 63), digit(bits & 63));
  }
  out.push(10);
  return Uint8Array.from(out);
}

/** `binascii.a2b_uu` */
export function fromUu(text: Uint8Array): Uint8Array {
  const out = new Uint8Array(((text[0] ?? 0) - 32) & 63);
  let at = 1;
  let bits = 0;
  let held = 0;
  for (let n = 0; n < out.length; at++) {
    const ch = at < text.length ? text[at] : 10;
    if (ch !== 10 && ch !== 13 && (ch < 32 || ch > 96)) throw binasciiError('Illegal char');
    bits = ((bits << 6) | (ch === 10 || ch === 13 ? 0 : (ch - 32) & 63)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[n++] = bits >> held;
  }
  for (; at < text.length; at++) {
    const ch = text[at];
    if (ch !== 32 && ch !== 96 && ch !== 10 && ch !== 13) throw binasciiError('Trailing garbage');
  }
  return out;
}

// Quoted-printable -------------------------------------------------------------------------------------------------

const LINE = 76;

/** `binascii.a2b_qp` */
export function fromQuotedPrintable(text: Uint8Array, header = false): Uint8Array {
  const out = new Uint8Array(text.length);
  let n = 0;
  let at = 0;
  while (at < text.length) {
    const ch = text[at++];
    if (ch !== 61) {
      out[n++] = header && ch === 95 ? 32 : ch;
      continue;
    }
    if (at >= text.length) break;
    const next = text[at];
    if (next === 10 || next === 13) {
      while (at < text.length && text[at] !== 10) at++;
      at++;
    } else if (next === 61) {
      out[n++] = 61;
      at++;
    } else if (hexDigit(next) >= 0 && at + 1 < text.length && hexDigit(text[at + 1]) >= 0) {
      out[n++] = hexDigit(next) * 16 + hexDigit(text[at + 1]);
      at += 2;
    } else out[n++] = 61;
  }
  return out.slice(0, n);
}

/** `binascii.b2a_qp` */
export function toQuotedPrintable(data: Uint8Array, quoteTabs = false, isText = true, header = false): Uint8Array {
  const out: number[] = [];
  const end = data.length;
  const newline = data.indexOf(10);
  const crlf = newline > 0 && data[newline - 1] === 13; // The first line end decides for all.
  const endLine = (): void => {
    if (crlf) out.push(13);
    out.push(10);
  };
  let line = 0;
  let at = 0;
  while (at < end) {
    const ch = data[at];
    const next = at + 1 < end ? data[at + 1] : 0;
    if (mustQuote(ch, next, at + 1 === end, line, quoteTabs, isText, header)) {
      if (line + 3 >= LINE) {
        out.push(61);
        endLine();
        line = 0;
      }
      pushQuoted(out, ch);
      at++;
      line += 3;
    } else if (isText && (ch === 10 || (ch === 13 && at + 1 < end && next === 10))) {
      line = 0;
      const last = out.at(-1);
      if (last === 32 || last === 9) {
        out.pop();
        pushQuoted(out, last);
      }
      endLine();
      at += ch === 13 ? 2 : 1;
    } else {
      if (at + 1 !== end && next !== 10 && line + 1 >= LINE) {
        out.push(61);
        endLine();
        line = 0;
      }
      line++;
      out.push(header && ch === 32 ? 95 : ch);
      at++;
    }
  }
  return Uint8Array.from(out);
}

function mustQuote(ch: number, next: number, isLast: boolean, line: number, quoteTabs: boolean, isText: boolean, header: boolean): boolean {
  if (ch > 126 || ch === 61 || (header && ch === 95)) return true;
  if (ch === 46 && line === 0 && (isLast || next === 10 || next === 13 || next === 0)) return true;
  if (ch === 10 || ch === 13) return !isText;
  const isBlank = ch === 9 || ch === 32;
  return isBlank ? isLast || (ch < 33 && quoteTabs) : ch < 33;
}

function pushQuoted(out: number[], ch: number): void {
  out.push(61, HEX.charCodeAt(ch >> 4), HEX.charCodeAt(ch & 15));
}

const HEX = '0123456789ABCDEF';

function hexDigit(ch: number): number {
  if (ch >= 48 && ch <= 57) return ch - 48;
  const letter = (ch | 32) - 87;
  return letter >= 10 && letter <= 15 ? letter : -1;
}

function binasciiError(message: string): Fault {
  return new Fault('binascii.Error', message);
}
