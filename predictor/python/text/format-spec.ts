// The format mini-language of format() and f-strings, `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`, and its use on
// str, int, float and complex (Python/formatter_unicode.c). The locale of type `n` is C's.
import { Excess, Fault } from '../fault.ts';
import { floatRepr, layoutFloat } from '../numbers/float-digits.ts';
import { intToFloat } from '../numbers/float.ts';
import { DEFAULT_MAX_STR_DIGITS, intToText } from '../numbers/int-text.ts';
import type { Int } from '../numbers/integer.ts';
import { charOfPoint, hasPairs, MAX_TEXT, sliceStr, strLength } from './code-points.ts';
import { decimalValue } from './unicode.ts';

/** A spec taken apart. Width and precision are -1 where there is none. */
export interface FormatSpec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  /** '', ',' or '_' */
  readonly grouping: string;
  readonly precision: number;
  /** One character, or '' where none is given and there is no default. */
  readonly type: string;
}

const parsed = new Map<string, FormatSpec>();

/** Takes a spec apart; `defaultType` and `defaultAlign` are the type's own (parse_internal_render_format_spec). */
export function parseSpec(spec: string, typeName: string, defaultType: '' | 'd' | 's', defaultAlign: '<' | '>'): FormatSpec {
  const key = defaultType + spec;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const result = parseNew(spec, typeName, defaultType, defaultAlign);
  if (parsed.size >= 512) parsed.clear();
  parsed.set(key, result);
  return result;
}

function isAlign(char: string | undefined): boolean {
  return char === '<' || char === '>' || char === '=' || char === '^';
}

function parseNew(spec: string, typeName: string, defaultType: string, defaultAlign: string): FormatSpec {
  const all = hasPairs(spec) ? Array.from(spec) : spec;
  const length = all.length;
  let at = 0;
  let fill = ' ';
  let align = defaultAlign;
  let filled = false;
  let aligned = false;
  if (length >= 2 && isAlign(all[1])) {
    fill = all[0];
    align = all[1];
    filled = aligned = true;
    at = 2;
  } else if (isAlign(all[0])) {
    align = all[0];
    aligned = true;
    at = 1;
  }
  let sign = '';
  if (all[at] === '+' || all[at] === '-' || all[at] === ' ') sign = all[at++];
  const noNegativeZero = all[at] === 'z';
  if (noNegativeZero) at += 1;
  const alternate = all[at] === '#';
  if (alternate) at += 1;
  if (!filled && all[at] === '0') {
    fill = '0';
    if (!aligned && defaultAlign === '>') align = '=';
    at += 1;
  }
  let [width, next] = readCount(all, at);
  if (next === at) width = -1;
  at = next;
  let grouping = '';
  if (all[at] === ',') {
    grouping = ',';
    at += 1;
  }
  if (all[at] === '_') {
    if (grouping !== '') throw bothSeparators();
    grouping = '_';
    at += 1;
  }
  if (all[at] === ',' && grouping === '_') throw bothSeparators();
  let precision = -1;
  if (all[at] === '.') {
    [precision, next] = readCount(all, at + 1);
    if (next === at + 1) throw new Fault('ValueError', 'Format specifier missing precision');
    at = next;
  }
  if (length - at > 1) throw new Fault('ValueError', `Invalid format specifier '${spec}' for object of type '${typeName}'`);
  const type = length - at === 1 ? all[at] : defaultType;
  if (grouping !== '') checkGrouping(grouping, type);
  return { fill, align, sign, noNegativeZero, alternate, width, grouping, precision, type };
}

function bothSeparators(): Fault {
  return new Fault('ValueError', "Cannot specify both ',' and '_'.");
}

/** The number at `from`, in digits of any script, and where it ends. */
function readCount(text: ArrayLike<string>, from: number): [number, number] {
  let at = from;
  let value = 0;
  while (at < text.length) {
    const digit = decimalValue(text[at].codePointAt(0) as number);
    if (digit === undefined) break;
    // 922337203685477580 is the last tenth that a C ssize_t holds; a float cannot tell it from its neighbours, nor could a text be so long.
    if (value > 922337203685477580) throw new Fault('ValueError', 'Too many decimal digits in format string');
    value = value * 10 + digit;
    at += 1;
  }
  return [value, at];
}

function checkGrouping(grouping: string, type: string): void {
  if (type === '' || type === '\0' || 'defgEG%F'.includes(type) || (grouping === '_' && 'boxX'.includes(type))) return;
  throw new Fault('ValueError', `Cannot specify '${grouping}' with '${shownCode(type)}'.`);
}

/** A character for an error message: as it is when it is ASCII, else its number. */
function shownCode(char: string): string {
  const code = char.codePointAt(0) as number;
  return code > 32 && code < 128 ? char : `\\x${code.toString(16)}`;
}

function unknownCode(type: string, typeName: string): Fault {
  return new Fault('ValueError', `Unknown format code '${shownCode(type)}' for object of type '${typeName}'`);
}

function refuse(what: string): Fault {
  return new Fault('ValueError', what);
}

function spaces(fill: string, count: number): string {
  if (count > MAX_TEXT) throw new Excess('str');
  return count > 0 ? fill.repeat(count) : '';
}

/** `format(text, spec)` of a str */
export function formatStr(text: string, spec: string, typeName = 'str'): string {
  if (spec === '') return text;
  const { fill, align, sign, noNegativeZero, alternate, width, precision, type } = parseSpec(spec, typeName, 's', '<');
  if (type !== 's') throw unknownCode(type, typeName);
  if (sign !== '') throw refuse(`${sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`);
  if (noNegativeZero) throw refuse('Negative zero coercion (z) not allowed in string format specifier');
  if (alternate) throw refuse('Alternate form (#) not allowed in string format specifier');
  if (align === '=') throw refuse("'=' alignment not allowed in string format specifier");
  const shown = precision >= 0 && precision < text.length ? sliceStr(text, 0, precision) : text;
  return width > 0 ? padded(shown, fill, align, width) : shown;
}

function padded(text: string, fill: string, align: string, width: number): string {
  const gap = width - strLength(text);
  if (gap <= 0) return text;
  if (align === '<') return text + spaces(fill, gap);
  const left = align === '^' ? Math.floor(gap / 2) : gap;
  return spaces(fill, left) + text + spaces(fill, gap - left);
}

const FLOAT_TYPES = 'eEfFgG%';

/** `format(n, spec)` of an int; an empty spec is `str(n)`, which for a bool is the caller's */
export function formatInt(n: Int, spec: string, typeName = 'int', maxDigits = DEFAULT_MAX_STR_DIGITS): string {
  if (spec === '') return intToText(n, maxDigits);
  const format = parseSpec(spec, typeName, 'd', '>');
  const { type, sign, alternate } = format;
  if (type === '' || !'bcdoxXn'.includes(type)) {
    if (!FLOAT_TYPES.includes(type)) throw unknownCode(type, typeName);
    return floatBySpec(intToFloat(n), format);
  }
  if (format.precision !== -1) throw refuse('Precision not allowed in integer format specifier');
  if (format.noNegativeZero) throw refuse('Negative zero coercion (z) not allowed in integer format specifier');
  if (type === 'c') {
    if (sign !== '') throw refuse("Sign not allowed with integer format specifier 'c'");
    if (alternate) throw refuse("Alternate form (#) not allowed with integer format specifier 'c'");
    return numberLine('', '', '', charOfCode(n), format);
  }
  const base = type === 'b' ? 2 : type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const text = base === 10 ? intToText(n, maxDigits) : n.toString(base);
  const negative = n < 0;
  const digits = negative ? text.slice(1) : text;
  const prefix = alternate && base !== 10 ? `0${type}` : '';
  return numberLine(signText(negative, sign), prefix, type === 'X' ? digits.toUpperCase() : digits, '', format);
}

/** `chr(n)` as `%c` and type c want it. */
export function charOfCode(n: Int): string {
  const large = typeof n === 'bigint' && (n > 0x7fff_ffff_ffff_ffffn || n < -0x8000_0000_0000_0000n);
  if (large) throw new Fault('OverflowError', 'Python int too large to convert to C long');
  if (n < 0 || n > 0x10ffff) throw new Fault('OverflowError', '%c arg not in range(0x110000)');
  return charOfPoint(Number(n));
}

function signText(negative: boolean, sign: string): string {
  return negative ? '-' : sign === '+' || sign === ' ' ? sign : '';
}

/** `format(x, spec)` of a float */
export function formatFloat(x: number, spec: string, typeName = 'float'): string {
  if (spec === '') return floatRepr(x);
  const format = withoutNul(parseSpec(spec, typeName, '', '>'));
  if (format.type !== '' && format.type !== 'n' && !FLOAT_TYPES.includes(format.type)) throw unknownCode(format.type, typeName);
  return floatBySpec(x, format);
}

/** C marks the absence of a type by a NUL, so that a NUL may be written for it. */
function withoutNul(format: FormatSpec): FormatSpec {
  return format.type === '\0' ? { ...format, type: '' } : format;
}

function floatBySpec(x: number, format: FormatSpec): string {
  const { type } = format;
  const [code, precision] = codeAndPrecision(format);
  const text = layoutFloat(type === '%' ? x * 100 : x, code, precision, format.alternate, type === '');
  const negative = isNegative(x, text, format.noNegativeZero);
  const shown = type === 'E' || type === 'F' || type === 'G' ? text.toUpperCase() : text;
  const end = endOfDigits(shown);
  return numberLine(signText(negative, format.sign), '', shown.slice(0, end), shown.slice(end) + (type === '%' ? '%' : ''), format);
}

function codeAndPrecision(format: FormatSpec): ['e' | 'f' | 'g' | 'r', number] {
  const { type, precision } = format;
  if (precision > 0x7fffffff) throw refuse('precision too big');
  if (type === '') return precision < 0 ? ['r', 0] : ['g', precision];
  const code = type === 'n' ? 'g' : type === '%' ? 'f' : (type.toLowerCase() as 'e' | 'f' | 'g');
  return [code, precision < 0 ? 6 : precision];
}

/** Does the float's text carry a minus sign? One whose digits are all zero loses it with the flag z. */
function isNegative(x: number, text: string, noNegativeZero: boolean): boolean {
  if (!(x < 0 || Object.is(x, -0))) return false;
  if (!noNegativeZero || x === Number.NEGATIVE_INFINITY) return true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 49 && code <= 57) return true;
    if (code === 101) break;
  }
  return false;
}

function endOfDigits(text: string): number {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1;
  return at;
}

/** Puts sign, prefix, digits and the rest together, grouped and padded (calc_number_widths, fill_number). */
function numberLine(sign: string, prefix: string, digits: string, rest: string, format: FormatSpec): string {
  const { width, fill, align, grouping, type } = format;
  const fixed = sign.length + prefix.length + (type === 'c' ? 1 : rest.length);
  let grouped = digits;
  if (grouping !== '' && digits !== '') {
    const least = fill === '0' && align === '=' ? width - fixed : 0;
    grouped = group(digits, grouping, type !== '' && 'boxX'.includes(type) ? 4 : 3, least);
  }
  const gap = width - fixed - grouped.length;
  if (gap <= 0) return sign + prefix + grouped + rest;
  if (align === '>') return spaces(fill, gap) + sign + prefix + grouped + rest;
  if (align === '=') return sign + prefix + spaces(fill, gap) + grouped + rest;
  if (align === '<') return sign + prefix + grouped + rest + spaces(fill, gap);
  const left = Math.floor(gap / 2);
  return spaces(fill, left) + sign + prefix + grouped + rest + spaces(fill, gap - left);
}

/** Separators every `size` digits from the right, with zeros in front up to a width (_PyUnicode_InsertThousandsGrouping). */
function group(digits: string, separator: string, size: number, least: number): string {
  if (least > MAX_TEXT) throw new Excess('str');
  const groups: string[] = [];
  let left = digits.length;
  let width = least;
  do {
    const take = Math.min(size, Math.max(left, width, 1));
    groups.push(digits.slice(Math.max(0, left - take), left).padStart(take, '0'));
    left -= Math.min(left, take);
    width -= take + 1;
  } while (left > 0 || width + 1 > 0);
  return groups.reverse().join(separator);
}

/** `format(z, spec)` of a complex (format_complex_internal); an empty spec is `str(z)`, the caller's */
export function formatComplex(re: number, im: number, spec: string, typeName = 'complex'): string {
  const format = withoutNul(parseSpec(spec, typeName, '', '>'));
  const { type, sign, fill, align, alternate, noNegativeZero, grouping, width } = format;
  if (type !== '' && (type === '%' || !'eEfFgGn'.includes(type))) throw unknownCode(type, typeName);
  if (format.precision > 0x7fffffff) throw refuse('precision too big');
  if (fill === '0') throw refuse('Zero padding is not allowed in complex format specifier');
  if (align === '=') throw refuse("'=' alignment flag is not allowed in complex format specifier");
  const [code, precision] = codeAndPrecision(format);
  const part = (x: number, wanted: string): string => {
    const text = layoutFloat(x, code, precision, alternate, false);
    const shown = type === 'E' || type === 'F' || type === 'G' ? text.toUpperCase() : text;
    const end = endOfDigits(shown);
    const digits = grouping !== '' && end > 0 ? group(shown.slice(0, end), grouping, 3, 0) : shown.slice(0, end);
    return signText(isNegative(x, text, noNegativeZero), wanted) + digits + shown.slice(end);
  };
  const pure = type === '' && re === 0 && !Object.is(re, -0);
  const body = pure ? `${part(im, sign)}j` : `${part(re, sign)}${part(im, '+')}j`;
  return padded(type === '' && !pure ? `(${body})` : body, fill, align, width);
}
