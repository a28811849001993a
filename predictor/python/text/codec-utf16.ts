// UTF-16 and UTF-32 in both byte orders, with and without a byte order mark (Objects/unicodeobject.c). The machine is little-endian.
import { indexAt, offsetOf, strLength } from './code-points.ts';
import { type CustomHandlers, remedy, unicodeFault } from './codec-errors.ts';
import type { Decoded } from './codec-utf8.ts';
import { isPairAt, isSurrogate } from './surrogates.ts';
import { ByteBuilder, UnitBuilder } from './text-builder.ts';

/** 'mark' writes and reads a byte order mark. */
export type ByteOrder = 'little' | 'big' | 'mark';

/** `text.encode('utf-16' or 'utf-32' and its kin, errors)` */
export function encodeWide(text: string, unitSize: 2 | 4, order: ByteOrder, errors = 'strict', custom?: CustomHandlers): Uint8Array {
  const big = order === 'big';
  const out = new ByteBuilder((text.length + 1) * unitSize);
  if (order === 'mark') out.pushWord(0xfeff, unitSize, false);
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (isSurrogate(unit) && !isPairAt(text, at)) {
      at = encodeSurrogate(text, at, out, unitSize, order, errors, custom);
      continue;
    }
    const code = text.codePointAt(at) as number;
    if (unitSize === 4) out.pushWord(code, 4, big);
    else {
      out.pushWord(unit, 2, big);
      if (code > 0xffff) out.pushWord(text.charCodeAt(at + 1), 2, big);
    }
    at += code > 0xffff ? 2 : 1;
  }
  return out.finish();
}

/** Lets the handler see a lone surrogate; gives the offset to go on from. */
function encodeSurrogate(
  text: string,
  from: number,
  out: ByteBuilder,
  unitSize: number,
  order: ByteOrder,
  errors: string,
  custom: CustomHandlers | undefined,
): number {
  const start = indexAt(text, from);
  const encoding = `utf-${8 * unitSize}${order === 'mark' ? '' : order === 'big' ? '-be' : '-le'}`;
  const trouble = { encoding, object: text, start, end: start + 1, reason: 'surrogates not allowed' };
  const { by, resume } = remedy(trouble, strLength(text), errors, custom);
  if (typeof by !== 'string') {
    if (by.length % unitSize !== 0) throw unicodeFault(trouble);
    out.append(by);
  } else {
    for (let i = 0; i < by.length; i++) {
      if (by.charCodeAt(i) > 127) throw unicodeFault(trouble);
      out.pushWord(by.charCodeAt(i), unitSize, order === 'big');
    }
  }
  return offsetOf(text, resume);
}

/** `bytes.decode('utf-16' or its kin, errors)` */
export function decodeUtf16(bytes: Uint8Array, order: ByteOrder, errors = 'strict', final = true, custom?: CustomHandlers): Decoded {
  const length = bytes.length;
  let big = order === 'big';
  let at = 0;
  if (order === 'mark' && length >= 2) {
    const mark = bytes[0] | (bytes[1] << 8);
    if (mark === 0xfeff || mark === 0xfffe) {
      big = mark === 0xfffe;
      at = 2;
    }
  }
  const encoding = big ? 'utf-16-be' : 'utf-16-le';
  const out = new UnitBuilder();
  const unitAt = (i: number): number => (big ? (bytes[i] << 8) | bytes[i + 1] : bytes[i] | (bytes[i + 1] << 8));
  while (at < length) {
    let reason: string;
    let end = at + 2;
    if (length - at < 2) {
      if (!final) break;
      reason = 'truncated data';
      end = length;
    } else {
      const unit = unitAt(at);
      if (unit < 0xd800 || unit > 0xdfff) {
        out.push(unit);
        at += 2;
        continue;
      }
      if (unit >= 0xdc00) reason = 'illegal encoding';
      else if (length - at < 4) {
        if (!final) break;
        reason = 'unexpected end of data';
        end = length;
      } else {
        const low = unitAt(at + 2);
        if ((low & 0xfc00) === 0xdc00) {
          out.push(unit);
          out.push(low);
          at += 4;
          continue;
        }
        reason = 'illegal UTF-16 surrogate';
      }
    }
    const { by, resume } = remedy({ encoding, object: bytes, start: at, end, reason }, length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return { text: out.finish(), consumed: at };
}

/** `bytes.decode('utf-32' or its kin, errors)` */
export function decodeUtf32(bytes: Uint8Array, order: ByteOrder, errors = 'strict', final = true, custom?: CustomHandlers): Decoded {
  const length = bytes.length;
  let big = order === 'big';
  let at = 0;
  const wordAt = (i: number): number => {
    const [a, b, c, d] = big ? [bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]] : [bytes[i + 3], bytes[i + 2], bytes[i + 1], bytes[i]];
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  };
  if (order === 'mark' && length >= 4) {
    const mark = wordAt(0);
    if (mark === 0xfeff || mark === 0xfffe0000) {
      big = mark === 0xfffe0000;
      at = 4;
    }
  }
  const encoding = big ? 'utf-32-be' : 'utf-32-le';
  const out = new UnitBuilder();
  while (at < length) {
    let reason: string;
    let end = at + 4;
    if (length - at < 4) {
      if (!final) break;
      reason = 'truncated data';
      end = length;
    } else {
      const code = wordAt(at);
      if (code >= 0xd800 && code <= 0xdfff) reason = 'code point in surrogate code point range(0xd800, 0xe000)';
      else if (code > 0x10ffff) reason = 'code point not in range(0x110000)';
      else {
        out.pushCode(code);
        at += 4;
        continue;
      }
    }
    const { by, resume } = remedy({ encoding, object: bytes, start: at, end, reason }, length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return { text: out.finish(), consumed: at };
}
