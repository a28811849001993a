// Numbers, and plain string and bytes literals, from their source text. Formatted strings are in f-strings.ts.
// Source: "Lexical analysis", https://docs.python.org/3.11/reference/lexical_analysis.html#literals.
import type { Literal } from './ast.ts';
import type { CharacterLookup } from './source.ts';
import { charOfPoint } from '../text/code-points.ts';
import { endsHigh, isLow } from '../text/surrogates.ts';

/** What a literal's text says, or why it says nothing: CPython's message. */
export type Decoded<T> = T | { readonly problem: string };

/** Value of the integer, float or imaginary literal in `text` from `start` to `end`. */
export function numberLiteral(text: string, start: number, end: number): Decoded<Literal> {
  let source = text.slice(start, end);
  const second = source.charCodeAt(1) | 32;
  const radix = source.charCodeAt(0) !== 48 ? 10 : second === 120 ? 16 : second === 111 ? 8 : second === 98 ? 2 : 10;
  const last = source.charCodeAt(source.length - 1) | 32;
  const imaginary = radix === 10 && last === 106;
  const kind = imaginary ? 'imaginary' : RADIX_NAMES[radix];
  // The grammar still takes Python 2's `5L`; and CPython refuses a number that runs on into a name, but for some keywords.
  if (last === 108 || last === 127) return { problem: `invalid ${kind} literal` };
  const next = text.charCodeAt(end);
  if (isNamePart(next) && !keywordFollows(text, end)) return { problem: `invalid ${kind} literal` };
  if (source.includes('_')) {
    if (isMisplaced(source)) return { problem: `invalid ${kind} literal` };
    source = source.replaceAll('_', '');
  }
  if (radix !== 10) return { type: 'int', value: BigInt(source) };
  if (imaginary) return { type: 'imaginary', value: Number(source.slice(0, -1)) };
  let zeros = true;
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code < 48 || code > 57) return { type: 'float', value: Number(source) };
    if (code !== 48) zeros = false;
  }
  // `1.real` is `1.` followed by a name to CPython.
  if (next === 46) return { problem: 'invalid decimal literal' };
  if (source.charCodeAt(0) === 48 && !zeros) {
    return { problem: 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers' };
  }
  if (source.length > 4300) {
    return {
      problem: `Exceeds the limit (4300 digits) for integer string conversion: value has ${source.length} digits; use sys.set_int_max_str_digits() to increase`
        + ' the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',
    };
  }
  return { type: 'int', value: source.length < 16 ? BigInt(Number(source)) : BigInt(source) };
}

const RADIX_NAMES: Record<number, string> = { 2: 'binary', 8: 'octal', 10: 'decimal', 16: 'hexadecimal' };

function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;
}

function keywordFollows(text: string, at: number): boolean {
  return /^(?:and|else|for|i[fns]|or|not)/.test(text.slice(at, at + 4));
}

// An underscore stands between two digits, or after the radix.
function isMisplaced(source: string): boolean {
  for (let at = source.indexOf('_'); at !== -1; at = source.indexOf('_', at + 1)) {
    const before = source.charCodeAt(at - 1);
    const after = source.charCodeAt(at + 1);
    const digitBefore = hexDigit(before) !== -1 || (at === 2 && source.charCodeAt(0) === 48);
    if (!digitBefore || hexDigit(after) === -1) return true;
  }
  return false;
}

/** Where a string literal's prefix, quotes and content are. */
export interface Quoting {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
  /** The prefix is one that Python knows. */
  readonly valid: boolean;
  /** The content runs from `from` to `to`. */
  readonly from: number;
  readonly to: number;
}

/** Reads prefix and quotes of the string literal in `text` from `start` to `end`. */
export function quoting(text: string, start: number, end: number): Quoting {
  let raw = false;
  let bytes = false;
  let formatted = false;
  let unknown = false;
  let at = start;
  for (; ; at++) {
    const code = text.charCodeAt(at) | 32;
    if (code === 114) raw = true;
    else if (code === 98) bytes = true;
    else if (code === 102) formatted = true;
    else if (code === 116) unknown = true; // The grammar knows the template strings of 3.14.
    else if (code !== 117) break;
  }
  const quote = text.charCodeAt(at);
  const triple = end - at >= 6 && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  const valid = !unknown && (at - start < 2 || (at - start === 2 && raw && (bytes || formatted)));
  return { raw, bytes, formatted, valid, from: at + (triple ? 3 : 1), to: end - (triple ? 3 : 1) };
}

const BACKSLASH = 92;

/** NON-PYTHON: two escaped surrogates side by side stay two characters in Python; UTF-16 would join them, so such a string is not built. */
export const SURROGATE_PAIR = 'surrogates side by side';
/** `\\N{…}` without a lookup to resolve it. */
export const UNNAMED = 'named unicode escape';

/** Text of a string's content with its escapes resolved (unless raw). */
export function decodeText(content: string, raw: boolean, characterNamed: CharacterLookup | undefined): Decoded<string> {
  let next = raw ? -1 : content.indexOf('\\');
  if (next === -1) return content;
  let out = '';
  let from = 0;
  const { length } = content;
  while (next !== -1) {
    out += content.slice(from, next);
    const code = content.charCodeAt(next + 1);
    from = next + 2;
    const simple = SIMPLE_ESCAPES[code];
    if (simple !== undefined) {
      out += simple;
    } else if (code >= 48 && code <= 55) {
      let value = code - 48;
      for (let digits = 1; digits < 3; digits++) {
        const digit = content.charCodeAt(from) - 48;
        if (!(digit >= 0 && digit <= 7)) break;
        value = value * 8 + digit;
        from++;
      }
      out += String.fromCharCode(value);
    } else if (code === 120 || code === 117 || code === 85) {
      const wanted = code === 120 ? 2 : code === 117 ? 4 : 8;
      let value = 0;
      let digits = 0;
      for (; digits < wanted; digits++) {
        const digit = hexDigit(content.charCodeAt(from + digits));
        if (digit === -1) break;
        value = value * 16 + digit;
      }
      if (digits < wanted) return escapeProblem(content, next, from + digits, code === 120 ? 'truncated \\xXX escape' : code === 117 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape');
      if (value > 0x10ffff) return escapeProblem(content, next, from + digits, 'illegal Unicode character');
      if (isLow(value) && endsHigh(out)) return { problem: SURROGATE_PAIR };
      out += charOfPoint(value);
      from += wanted;
    } else if (code === 78) {
      const close = content.charCodeAt(from) === 123 ? content.indexOf('}', from) : -1;
      if (close <= from + 1) return escapeProblem(content, next, close === -1 ? length : close + 1, 'malformed \\N character escape');
      if (characterNamed === undefined) return { problem: UNNAMED };
      const named = characterNamed(content.slice(from + 1, close));
      if (named === undefined) return escapeProblem(content, next, close + 1, 'unknown Unicode character name');
      out += named;
      from = close + 1;
    } else {
      out += '\\';
      from = next + 1;
      if (from >= length) return { problem: 'invalid syntax' };
      // The character after an unknown escape is kept as it is, a second backslash cannot stand there.
      next = content.indexOf('\\', from);
      continue;
    }
    next = content.indexOf('\\', from);
  }
  out += content.slice(from);
  return out;
}

const SIMPLE_ESCAPES: readonly (string | undefined)[] = (() => {
  const table: (string | undefined)[] = new Array(128).fill(undefined);
  table[10] = '';
  for (const [letter, text] of ['\\\\', '\'\'', '""', 'a\x07', 'b\b', 'f\f', 'n\n', 'r\r', 't\t', 'v\v']) table[letter.charCodeAt(0)] = text;
  return table;
})();

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

// CPython counts bytes of the content, in which it has written each non-ASCII character as \UXXXXXXXX.
function escapeProblem(content: string, from: number, to: number, why: string): { problem: string } {
  let before = 0;
  for (let at = 0; at < from; at++) {
    const code = content.codePointAt(at)!;
    before += code > 127 ? 10 : 1;
    if (code > 0xffff) at++;
  }
  const last = before + to - from - 1;
  return { problem: `(unicode error) 'unicodeescape' codec can't decode bytes in position ${before}-${last}: ${why}` };
}

/** Bytes of a bytes literal's content. */
export function decodeBytes(content: string, raw: boolean): Decoded<Uint8Array> {
  const out = new Uint8Array(content.length);
  let count = 0;
  for (let at = 0; at < content.length; at++) {
    const code = content.charCodeAt(at);
    if (code > 127) return { problem: 'bytes can only contain ASCII literal characters' };
    if (code !== BACKSLASH || raw) {
      out[count++] = code;
      continue;
    }
    const next = content.charCodeAt(++at);
    const simple = SIMPLE_ESCAPES[next];
    if (simple !== undefined) {
      if (simple !== '') out[count++] = simple.charCodeAt(0);
    } else if (next >= 48 && next <= 55) {
      let value = next - 48;
      for (let digits = 1; digits < 3; digits++) {
        const digit = content.charCodeAt(at + 1) - 48;
        if (!(digit >= 0 && digit <= 7)) break;
        value = value * 8 + digit;
        at++;
      }
      out[count++] = value & 255;
    } else if (next === 120) {
      const high = hexDigit(content.charCodeAt(at + 1));
      const low = hexDigit(content.charCodeAt(at + 2));
      if (high === -1 || low === -1 || at + 2 >= content.length) return { problem: `(value error) invalid \\x escape at position ${at - 1}` };
      out[count++] = high * 16 + low;
      at += 2;
    } else {
      if (next > 127) return { problem: 'bytes can only contain ASCII literal characters' };
      out[count++] = BACKSLASH;
      at--;
    }
  }
  return out.slice(0, count);
}
