// Codecs over a mapping that the program gives: `charmap_encode`, `charmap_decode` and `charmap_build` of `_codecs` (Objects/unicodeobject.c).
import { typeOf } from '../attributes.ts';
import { dictSet } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { getItem } from '../operators.ts';
import { typeError } from '../raise.ts';
import { vm } from '../state.ts';
import { charOfPoint, chars, indexAt, offsetOf, strLength } from '../text/code-points.ts';
import { decodeNarrow, encodeNarrow } from '../text/codec-charmap.ts';
import { remedy } from '../text/codec-errors.ts';
import { ByteBuilder } from '../text/text-builder.ts';
import { intOf, strOf } from '../types/convert.ts';
import { customHandlers } from '../types/encoding.ts';
import { swallow } from '../types/swallow.ts';
import { Bytes, Dict, type Value } from '../values.ts';

/** A decoding table turned round. */
export function charmapBuild(table: string): Value {
  const out = new Dict();
  chars(table).forEach((c, i) => {
    const code = c.codePointAt(0) as number;
    if (code !== 0xfffe) dictSet(out, code, i);
  });
  return out;
}
function looked(mapping: Value, code: number): Value | undefined {
  const { frame } = vm;
  try {
    return getItem(mapping, code);
  } catch (e) {
    if (swallow(e, 'LookupError', frame)) return undefined;
    throw e;
  }
}
/** The bytes for a character; undefined where there are none. */
function bytesFor(mapping: Value, code: number): Uint8Array | undefined {
  const v = looked(mapping, code);
  if (v === undefined || v === null) return undefined;
  if (v instanceof Bytes) return v.data;
  const n = intOf(v);
  if (n === undefined) throw typeError(`character mapping must return integer, bytes or None, not ${typeName(typeOf(v))}`);
  if (n < 0 || n > 255) throw typeError('character mapping must be in range(256)');
  return Uint8Array.of(Number(n));
}
export function charmapEncode(text: string, errors: string, mapping: Value): Uint8Array {
  if (mapping === null) return encodeNarrow(text, 'latin-1', errors, customHandlers);
  const out = new ByteBuilder(text.length);
  const put = (data: Uint8Array): void => {
    for (const b of data) out.push(b);
  };
  const length = strLength(text);
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) as number;
    const data = bytesFor(mapping, code);
    if (data !== undefined) {
      put(data);
      at += code > 0xffff ? 2 : 1;
      continue;
    }
    const start = indexAt(text, at);
    let end = at;
    // Neighbours that cannot be encoded are told together.
    while (end < text.length) {
      const next = text.codePointAt(end) as number;
      if (end > at && bytesFor(mapping, next) !== undefined) break;
      end += next > 0xffff ? 2 : 1;
    }
    const trouble = { encoding: 'charmap', object: text, start, end: indexAt(text, end), reason: 'character maps to <undefined>' };
    const { by, resume } = remedy(trouble, length, errors, customHandlers);
    if (typeof by !== 'string') put(by);
    else {
      for (const c of by) {
        const data = bytesFor(mapping, c.codePointAt(0) as number);
        if (data === undefined) remedy(trouble, length, 'strict');
        else put(data);
      }
    }
    at = offsetOf(text, resume);
  }
  return out.finish();
}
export function charmapDecode(data: Uint8Array, errors: string, mapping: Value): string {
  if (mapping === null) return decodeNarrow(data, 'latin-1', errors, customHandlers);
  const table = strOf(mapping);
  const all = table === undefined ? undefined : chars(table);
  let out = '';
  let at = 0;
  while (at < data.length) {
    const c = all !== undefined ? all[data[at]] : charFor(mapping, data[at]);
    if (c !== undefined && c !== '\ufffe') {
      out += c;
      at++;
      continue;
    }
    const { by, resume } = remedy({ encoding: 'charmap', object: data, start: at, end: at + 1, reason: 'character maps to <undefined>' }, data.length, errors, customHandlers);
    out += by as string;
    at = resume;
  }
  return out;
}
function charFor(mapping: Value, byte: number): string | undefined {
  const v = looked(mapping, byte);
  if (v === undefined || v === null) return undefined;
  const s = strOf(v);
  if (s !== undefined) return s;
  const n = intOf(v);
  if (n === undefined) throw typeError('character mapping must return integer, None or str');
  if (n < 0 || n > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
  return charOfPoint(Number(n));
}
