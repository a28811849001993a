// The bytes of a source as its text (PEP 263, Parser/tokenizer.c).
import { isSubtype } from './attributes.ts';
import { str } from './operators.ts';
import { asRaise, excTypes } from './raise.ts';
import { refusal } from './syntax-errors.ts';
import { decodeUtf8 } from './text/codec-utf8.ts';
import { decodeBytes } from './types/encoding.ts';
import { originHere, unknown, UnknownUsed } from './unknown-value.ts';
import { T, type Value } from './values.ts';

const CODING = /^(?:[ \t\f]*(?:#.*)?\r?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/;

/** Source bytes as text: UTF-8 unless a coding line says otherwise. `file` is what errors name. */
export function decodeSource(bytes: Uint8Array, file = '<string>'): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const head = new TextDecoder('latin1').decode(bytes.subarray(marked ? 3 : 0, 400));
  const named = CODING.exec(head)?.[1];
  const coding = named === undefined ? 'utf-8' : commonName(named);
  if (marked && coding !== 'utf-8') throw refused(`encoding problem: ${coding} with BOM`, file);
  if (coding === 'utf-8') return decodeUtf8Source(bytes, file);
  try {
    return decodeBytes(bytes, coding, 'strict', null);
  } catch (e) {
    const error = asRaise(e);
    if (error === undefined || !['LookupError', 'UnicodeError'].some(name => isSubtype(error.exc.cls, excTypes.get(name)!))) throw e;
    throw refused(str(error.exc), file);
  }
}

// `get_normal_name`
function commonName(coding: string): string {
  const name = coding.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (/^utf-8(?:-|$)/.test(name)) return 'utf-8';
  return /^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(name) ? 'iso-8859-1' : coding;
}

function refused(message: string, file: string): unknown {
  return refusal('SyntaxError', message, [file, 0, -1, null]);
}

// Comments are not looked at: what is wrong there does no harm. Elsewhere it is told by its place in a token.
function decodeUtf8Source(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = decodeUtf8(bytes, 'surrogateescape').text;
    const faulty = text.split('\n').filter(line => /[\udc80-\udcff]/.test(line));
    if (faulty.every(line => /^[^'"]*#/.test(line.slice(0, line.search(/[\udc80-\udcff]/))))) return text;
    if (text.includes('#') || text.includes('\0')) throw new UnknownUsed([originHere('not-modelled', 'bytes in a source that are no UTF-8')]);
    throw refusal('SyntaxError', unknown('not-modelled', 'what a syntax error says', T.str), [file, ...new Array<Value>(5).fill(unknown('not-modelled', 'where a text does not parse'))]);
  }
}
