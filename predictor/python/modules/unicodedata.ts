// The `unicodedata` module (Modules/unicodedata.c) over the tables of Unicode 14 in text/.
import { defineModule, type Methods, type Row } from '../define.ts';
import { raising, valueError } from '../raise.ts';
import { strLength } from '../text/code-points.ts';
import * as before from '../text/unicode-3-2.ts';
import * as data from '../text/unicode-data.ts';
import { lookup, nameOf } from '../text/unicode-names.ts';
import { decimalValue, digitValue, numericValue } from '../text/unicode.ts';
import { badArgument, bytesOf, strArgument, strOf } from '../types/convert.ts';
import { latinText } from '../types/latin-text.ts';
import { reserve } from '../types/large.ts';
import { Float, type Module, type Value } from '../values.ts';

/** One character as a code point. */
function point(v: Value, name: string, which: string): number {
  const s = strOf(v);
  if (s === undefined || strLength(s) !== 1) throw badArgument(name, which, 'a unicode character', v);
  return s.codePointAt(0) as number;
}
const property = (name: string, returns: string, f: (code: number) => Value): [string, Row] => [name, { params: 'chr, /', returns, call: (c: Value) => f(point(c, name, 'argument')) }];
const valued = (name: string, f: (code: number) => Value | undefined, missing: string): [string, Row] => [
  name,
  {
    params: 'chr, default=None, /',
    call: (c: Value, fallback?: Value) => {
      const v = f(point(c, name, 'argument 1')) ?? fallback;
      if (v === undefined) throw valueError(missing);
      return v;
    },
  },
];
function numeric(code: number): Value | undefined {
  const x = numericValue(code);
  return x === undefined ? undefined : new Float(x);
}

/** What a database is asked: this Unicode's, or an earlier one's. */
interface Database extends Pick<typeof data, 'bidirectional' | 'category' | 'combining' | 'decomposition' | 'eastAsianWidth' | 'mirrored' | 'normalize' | 'isNormalized'> {
  readonly decimal: (code: number) => Value | undefined;
  readonly digit: (code: number) => Value | undefined;
  readonly numeric: (code: number) => Value | undefined;
  readonly name: (code: number) => string | undefined;
  /** The texts that it knows by name. */
  readonly has: (text: string) => boolean;
}
const present: Database = { ...data, decimal: decimalValue, digit: digitValue, numeric, name: nameOf, has: () => true };
const known = <R>(f: (code: number) => R | undefined) => (code: number): R | undefined => (before.isAssigned(code) ? f(code) : undefined);
/** Unicode 3.2. */
const former: Database = {
  ...before,
  isNormalized: (form, text) => before.normalize(form, text) === text,
  decimal: known(code => decimalValue(code) ?? (before.formerDecimal(code) === undefined ? undefined : Number(before.formerDecimal(code)))),
  digit: known(digitValue),
  numeric: known(numeric),
  name: known(nameOf),
  has: text => [...text].every(c => before.isAssigned(c.codePointAt(0) as number)),
};
const rowsOf = (d: Database): Methods => ({
  ...Object.fromEntries([
    property('bidirectional', 'str', d.bidirectional),
    property('category', 'str', d.category),
    property('combining', 'int', d.combining),
    property('decomposition', 'str', d.decomposition),
    property('east_asian_width', 'str', d.eastAsianWidth),
    property('mirrored', 'int', d.mirrored),
    valued('decimal', d.decimal, 'not a decimal'),
    valued('digit', d.digit, 'not a digit'),
    valued('numeric', d.numeric, 'not a numeric character'),
    valued('name', d.name, 'no such name'),
  ]),
  lookup: {
    params: 'name, /', returns: 'str',
    call: (name: Value) => {
      const s = strOf(name) ?? latinText(bytesOf(name));
      const found = lookup(s);
      if (found === undefined || !d.has(found)) throw raising('KeyError', `undefined character name '${s}'`);
      return found;
    },
  },
  normalize: {
    params: 'form, unistr, /', returns: 'str',
    call: (form: Value, text: Value) => {
      const f = strArgument(form, 'normalize', 'argument 1');
      const out = d.normalize(f, strArgument(text, 'normalize', 'argument 2'));
      reserve(out.length);
      return out;
    },
  },
  is_normalized: {
    params: 'form, unistr, /', returns: 'bool',
    call: (form: Value, text: Value) => {
      const f = strArgument(form, 'is_normalized', 'argument 1');
      return d.isNormalized(f, strArgument(text, 'is_normalized', 'argument 2'));
    },
  },
});
const older = (): Value => defineModule('unicodedata.UCD', rowsOf(former), { unidata_version: '3.2.0' });
export const unicodedataModule = (): Module =>
  defineModule('unicodedata', rowsOf(present), { unidata_version: data.UNIDATA_VERSION, ucd_3_2_0: older() }, 'This module provides access to the Unicode Character Database.');
