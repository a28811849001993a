// repr() and ascii() of strs and of bytes: quotes and escapes (unicode_repr, PyBytes_Repr).
import { isPrintableCode } from './unicode.ts';

/** `repr(text)` */
export function strRepr(text: string): string {
  const length = text.length;
  let quote = "'";
  let plain = true;
  let single = false;
  let double = false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 39) single = true;
    else if (code === 34) double = true;
    else if (code < 32 || code > 126 || code === 92) plain = false;
  }
  if (single && !double) quote = '"';
  if (plain && !(single && double)) return quote + text + quote;
  let out = quote;
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 32 && code < 127) {
      out += code === 92 ? '\\\\' : code === 39 && quote === "'" ? "\\'" : text[i];
      continue;
    }
    if (code >= 0xd800 && code < 0xdc00) code = text.codePointAt(i) as number;
    if (code < 128) out += controlEscape(code);
    else if (isPrintableCode(code)) out += code > 0xffff ? text[i] + text[i + 1] : text[i];
    else out += codeEscape(code);
    if (code > 0xffff) i += 1;
  }
  return out + quote;
}

function controlEscape(code: number): string {
  return code === 10 ? '\\n' : code === 9 ? '\\t' : code === 13 ? '\\r' : `\\x${code < 16 ? '0' : ''}${code.toString(16)}`;
}

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, whichever is the shortest. */
export function codeEscape(code: number): string {
  if (code < 256) return `\\x${code < 16 ? '0' : ''}${code.toString(16)}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `ascii(...)` of what repr() gave: everything beyond ASCII is escaped (PyObject_ASCII). */
export function asciiOfRepr(repr: string): string {
  let out = '';
  let kept = 0;
  for (let i = 0; i < repr.length; i++) {
    if (repr.charCodeAt(i) < 128) continue;
    const code = repr.codePointAt(i) as number;
    out += repr.slice(kept, i) + codeEscape(code);
    if (code > 0xffff) i += 1;
    kept = i + 1;
  }
  return kept === 0 ? repr : out + repr.slice(kept);
}

/** `ascii(text)` of a str */
export function strAscii(text: string): string {
  return asciiOfRepr(strRepr(text));
}

/** `repr(bytes)` */
export function bytesRepr(bytes: ArrayLike<number>): string {
  let single = false;
  let double = false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 39) single = true;
    else if (bytes[i] === 34) double = true;
  }
  const quote = single && !double ? 34 : 39;
  let out = quote === 34 ? 'b"' : "b'";
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i];
    if (code === 92 || code === quote) out += `\\${String.fromCharCode(code)}`;
    else if (code >= 32 && code < 127) out += String.fromCharCode(code);
    else out += code > 126 ? codeEscape(code) : controlEscape(code);
  }
  return out + String.fromCharCode(quote);
}
