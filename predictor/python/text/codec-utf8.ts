// UTF-8, with CPython's way of telling what is wrong with bytes (Objects/stringlib/codecs.h).
import { indexAt, offsetOf, strLength } from './code-points.ts';
import { type CustomHandlers, remedy, unicodeFault } from './codec-errors.ts';
import { isPairAt, isSurrogate } from './surrogates.ts';
import { ByteBuilder, latinText, UnitBuilder } from './text-builder.ts';

/** What a decoder has made, and how many bytes it has used. */
export interface Decoded {
  readonly text: string;
  readonly consumed: number;
}

/** `text.encode('utf-8', errors)` */
export function encodeUtf8(text: string, errors = 'strict', custom?: CustomHandlers): Uint8Array {
  const length = text.length;
  let ascii = 0;
  while (ascii < length && text.charCodeAt(ascii) < 128) ascii += 1;
  if (ascii === length) {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }
  const out = new ByteBuilder(length + (length >> 1));
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) out.push(code);
    else if (code < 0x800) {
      out.push(0xc0 | (code >> 6));
      out.push(0x80 | (code & 63));
    } else if (code < 0xd800 || code > 0xdfff) pushThree(out, code);
    else if (isPairAt(text, i)) {
      code = text.codePointAt(i++) as number;
      out.push(0xf0 | (code >> 18));
      out.push(0x80 | ((code >> 12) & 63));
      out.push(0x80 | ((code >> 6) & 63));
      out.push(0x80 | (code & 63));
    } else i = encodeSurrogates(text, i, out, errors, custom) - 1;
  }
  return out.finish();
}

function pushThree(out: ByteBuilder, code: number): void {
  out.push(0xe0 | (code >> 12));
  out.push(0x80 | ((code >> 6) & 63));
  out.push(0x80 | (code & 63));
}

/** Lets the handler see a run of lone surrogates; gives the offset to go on from. */
function encodeSurrogates(text: string, offset: number, out: ByteBuilder, errors: string, custom: CustomHandlers | undefined): number {
  let from = offset;
  let to = offset;
  while (to < text.length && isSurrogate(text.charCodeAt(to)) && !isPairAt(text, to)) to += 1;
  if (errors === 'surrogateescape' && custom?.(errors) === undefined) {
    for (; from < to; from++) {
      const unit = text.charCodeAt(from);
      if (unit < 0xdc80 || unit > 0xdcff) break;
      out.push(unit & 255);
    }
    if (from === to) return to;
  }
  const start = indexAt(text, from);
  const trouble = { encoding: 'utf-8', object: text, start, end: start + to - from, reason: 'surrogates not allowed' };
  const { by, resume } = remedy(trouble, strLength(text), errors, custom);
  if (typeof by !== 'string') out.append(by);
  else {
    for (let i = 0; i < by.length; i++) {
      if (by.charCodeAt(i) > 127) throw unicodeFault(trouble);
      out.push(by.charCodeAt(i));
    }
  }
  return offsetOf(text, resume);
}

/** `bytes.decode('utf-8', errors)`; without `final` an unfinished character at the end is left over. */
export function decodeUtf8(bytes: Uint8Array, errors = 'strict', final = true, custom?: CustomHandlers): Decoded {
  const length = bytes.length;
  let ascii = 0;
  while (ascii < length && bytes[ascii] < 128) ascii += 1;
  if (ascii === length) return { text: latinText(bytes), consumed: length };
  const out = new UnitBuilder();
  out.append(latinText(bytes, 0, ascii));
  let at = ascii;
  while (at < length) {
    const first = bytes[at];
    if (first < 0x80) {
      out.push(first);
      at += 1;
      continue;
    }
    const size = sequence(bytes, at, length);
    if (size > 0) {
      if (size === 2) out.push(((first & 31) << 6) | (bytes[at + 1] & 63));
      else if (size === 3) out.push(((first & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63));
      else out.pushCode(((first & 7) << 18) | ((bytes[at + 1] & 63) << 12) | ((bytes[at + 2] & 63) << 6) | (bytes[at + 3] & 63));
      at += size;
      continue;
    }
    // The beginning of a surrogate may come to be passed by a handler.
    if (!final && (size === UNFINISHED || (first === 0xed && length - at === 2 && bytes[at + 1] >= 0xa0 && bytes[at + 1] <= 0xbf))) break;
    const end = size === UNFINISHED ? length : at + (size === BAD_START ? 1 : -size);
    const reason = size === UNFINISHED ? 'unexpected end of data' : size === BAD_START ? 'invalid start byte' : 'invalid continuation byte';
    const { by, resume } = remedy({ encoding: 'utf-8', object: bytes, start: at, end, reason }, length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return { text: out.finish(), consumed: at };
}

const UNFINISHED = -10;
const BAD_START = -11;

/** The length of the character at `at`; else minus the number of good bytes before a bad one, or one of the marks above. */
function sequence(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at];
  if (first < 0xc2 || first > 0xf4) return BAD_START;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < size; i++) {
    if (at + i >= length) return UNFINISHED;
    const next = bytes[at + i];
    if ((next & 0xc0) !== 0x80) return -i;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    if (i > 1) continue;
    if ((first === 0xe0 && next < 0xa0) || (first === 0xed && next > 0x9f) || (first === 0xf0 && next < 0x90) || (first === 0xf4 && next > 0x8f)) return -1;
  }
  return size;
}
