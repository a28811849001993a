// The format strings of str.format(): taking them apart into literals and fields, field names into lookups, and putting the result
// together (Objects/stringlib/unicode_format.h). Looking up and formatting values is the host's.
import { Fault } from '../fault.ts';
import { glue } from './surrogates.ts';
import { decimalValue } from './unicode.ts';

/** A literal and the field after it, if any; or what is wrong with the format from here on. */
export interface FormatPiece {
  readonly literal: string;
  readonly field: FormatField | undefined;
  readonly fault: Fault | undefined;
}

export interface FormatField {
  readonly name: string;
  /** The character after `!`, or '' */
  readonly conversion: string;
  readonly spec: string;
  /** Does the spec hold fields of its own? */
  readonly nested: boolean;
}

const parsed = new Map<string, readonly FormatPiece[]>();

/** Takes a format apart, up to its first mistake (MarkupIterator_next). */
export function parseFormat(format: string): readonly FormatPiece[] {
  const known = parsed.get(format);
  if (known !== undefined) return known;
  const pieces = parseNew(format);
  if (format.length < 500) {
    if (parsed.size >= 256) parsed.clear();
    parsed.set(format, pieces);
  }
  return pieces;
}

function parseNew(format: string): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  let at = 0;
  while (at < format.length) {
    const start = at;
    while (at < format.length && format[at] !== '{' && format[at] !== '}') at += 1;
    if (at === format.length) {
      pieces.push({ literal: format.slice(start), field: undefined, fault: undefined });
      break;
    }
    const brace = format[at];
    if (format[at + 1] === brace) {
      pieces.push({ literal: format.slice(start, at + 1), field: undefined, fault: undefined });
      at += 2;
      continue;
    }
    if (brace === '}' || at + 1 === format.length) {
      pieces.push({ literal: '', field: undefined, fault: new Fault('ValueError', `Single '${brace}' encountered in format string`) });
      break;
    }
    const literal = format.slice(start, at);
    const result = parseField(format, at + 1);
    if (result instanceof Fault) {
      pieces.push({ literal: '', field: undefined, fault: result });
      break;
    }
    pieces.push({ literal, field: result.field, fault: undefined });
    at = result.end;
  }
  return pieces;
}

function parseField(format: string, start: number): { field: FormatField; end: number } | Fault {
  const length = format.length;
  let at = start;
  let mark = '';
  scan: while (at < length) {
    mark = format[at++];
    switch (mark) {
      case '{':
        return new Fault('ValueError', "unexpected '{' in field name");
      case '[':
        while (at < length && format[at] !== ']') at += 1;
        continue;
      case '}':
      case ':':
      case '!':
        break scan;
    }
  }
  if (mark !== '}' && mark !== ':' && mark !== '!') return new Fault('ValueError', "expected '}' before end of string");
  const name = format.slice(start, at - 1);
  if (mark === '}') return { field: { name, conversion: '', spec: '', nested: false }, end: at };
  let conversion = '';
  if (mark === '!') {
    if (at >= length) return new Fault('ValueError', 'end of string while looking for conversion specifier');
    conversion = String.fromCodePoint(format.codePointAt(at) as number);
    at += conversion.length;
    if (at < length) {
      const after = format[at++];
      if (after === '}') return { field: { name, conversion, spec: '', nested: false }, end: at };
      if (after !== ':') return new Fault('ValueError', "expected ':' after conversion specifier");
    }
  }
  const specStart = at;
  let nested = false;
  for (let depth = 1; at < length; ) {
    const char = format[at++];
    if (char === '{') {
      nested = true;
      depth += 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth === 0) return { field: { name, conversion, spec: format.slice(specStart, at - 1), nested }, end: at };
    }
  }
  return new Fault('ValueError', "unmatched '{' in format spec");
}

/** One step of a field name behind its first part: an attribute, an item by number or by text, or a mistake. */
export interface FieldStep {
  readonly attribute: boolean;
  readonly name: string | number;
  readonly fault: Fault | undefined;
}

export interface FieldPath {
  /** A number asks for a positional argument, a text for a keyword; '' only where nobody counts. */
  readonly first: string | number;
  readonly rest: readonly FieldStep[];
}

/** Which of the two ways of numbering a format uses, and the next automatic number. */
export interface AutoNumber {
  mode: 'none' | 'automatic' | 'manual';
  next: number;
}

/** Takes a field name apart (field_name_split); `auto` numbers the empty ones, without it they stay ''. */
export function splitFieldName(name: string, auto?: AutoNumber): FieldPath {
  let at = 0;
  while (at < name.length && name[at] !== '.' && name[at] !== '[') at += 1;
  const text = name.slice(0, at);
  const index = asIndex(text);
  const rest = at === name.length ? [] : steps(name, at);
  if (auto !== undefined && (text === '' || index !== undefined)) {
    const wanted = text === '' ? 'automatic' : 'manual';
    if (auto.mode === 'none') auto.mode = wanted;
    if (auto.mode !== wanted) {
      const ways = ['manual field specification', 'automatic field numbering'];
      if (wanted === 'manual') ways.reverse();
      throw new Fault('ValueError', `cannot switch from ${ways[0]} to ${ways[1]}`);
    }
    if (text === '') return { first: auto.next++, rest };
  }
  return { first: index ?? text, rest };
}

/** The number that a text of digits, of any script, stands for. */
function asIndex(text: string): number | undefined {
  if (text === '') return undefined;
  let value = 0;
  for (const char of text) {
    const digit = decimalValue(char.codePointAt(0) as number);
    if (digit === undefined) return undefined;
    if (value > 922337203685477580) throw new Fault('ValueError', 'Too many decimal digits in format string');
    value = value * 10 + digit;
  }
  return value;
}

function steps(name: string, from: number): FieldStep[] {
  const list: FieldStep[] = [];
  const wrong = (message: string): FieldStep[] => [...list, { attribute: false, name: '', fault: new Fault('ValueError', message) }];
  let at = from;
  while (at < name.length) {
    const mark = name[at++];
    const start = at;
    if (mark === '.') {
      while (at < name.length && name[at] !== '.' && name[at] !== '[') at += 1;
      if (at === start) return wrong('Empty attribute in format string');
      list.push({ attribute: true, name: name.slice(start, at), fault: undefined });
    } else if (mark === '[') {
      const end = name.indexOf(']', at);
      if (end < 0) return wrong("Missing ']' in format string");
      at = end + 1;
      const text = name.slice(start, end);
      let index: number | undefined;
      try {
        index = asIndex(text);
      } catch (fault) {
        return wrong((fault as Fault).message);
      }
      if (text === '') return wrong('Empty attribute in format string');
      list.push({ attribute: false, name: index ?? text, fault: undefined });
    } else return wrong("Only '.' or '[' may follow ']' in format field specifier");
  }
  return list;
}

/** What formatting asks of the values. Methods may throw whatever the engine raises with. */
export interface FormatHost<V> {
  /** The positional argument, or undefined where there are not so many; `args` is undefined for format_map. */
  readonly args: readonly V[] | undefined;
  /** `kwargs[name]`; raises KeyError by itself. */
  keyword(name: string): V;
  attribute(value: V, name: string): V;
  item(value: V, key: string | number): V;
  /** `str(v)`, `repr(v)` or `ascii(v)` as a value */
  convert(value: V, conversion: 's' | 'r' | 'a'): V;
  /** `format(v, spec)` */
  format(value: V, spec: string): string;
}

/** `format.format(*args, **kwargs)` (do_string_format) */
export function formatWith<V>(format: string, host: FormatHost<V>): string {
  return build(format, host, { mode: 'none', next: 0 }, 2);
}

function build<V>(format: string, host: FormatHost<V>, auto: AutoNumber, depth: number): string {
  if (depth <= 0) throw new Fault('ValueError', 'Max string recursion exceeded');
  let out = '';
  for (const { literal, field, fault } of parseFormat(format)) {
    if (fault !== undefined) throw fault;
    out = glue(out, literal);
    if (field === undefined) continue;
    let value = lookUp(field.name, host, auto);
    if (field.conversion !== '') value = host.convert(value, knownConversion(field.conversion));
    const spec = field.nested ? build(field.spec, host, auto, depth - 1) : field.spec;
    out = glue(out, host.format(value, spec));
  }
  return out;
}

function lookUp<V>(name: string, host: FormatHost<V>, auto: AutoNumber): V {
  const { first, rest } = splitFieldName(name, auto);
  let value: V;
  if (typeof first === 'string') value = host.keyword(first);
  else {
    if (host.args === undefined) throw new Fault('ValueError', 'Format string contains positional fields');
    if (first >= host.args.length) throw new Fault('IndexError', `Replacement index ${first} out of range for positional args tuple`);
    value = host.args[first];
  }
  for (const step of rest) {
    if (step.fault !== undefined) throw step.fault;
    value = step.attribute ? host.attribute(value, step.name as string) : host.item(value, step.name);
  }
  return value;
}

/** The conversion, if there is such a one (do_conversion). */
export function knownConversion(conversion: string): 's' | 'r' | 'a' {
  if (conversion === 'r' || conversion === 's' || conversion === 'a') return conversion;
  const code = conversion.codePointAt(0) as number;
  throw new Fault('ValueError', `Unknown conversion specifier ${code > 32 && code < 127 ? conversion : `\\x${code.toString(16)}`}`);
}
