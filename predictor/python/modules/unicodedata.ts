// The `unicodedata` module (Modules/unicodedata.c) over the tables of Unicode 14 in text/.
import { defineModule, type Methods, type Row } from '../define.ts';
import { raising, valueError } from '../raise.ts';
import { strLength } from '../text/code-points.ts';
import * as data from '../text/unicode-data.ts';
import { lookup, nameOf } from '../text/unicode-names.ts';
import { decimalValue, digitValue, numericValue } from '../text/unicode.ts';
import { badArgument, bytesOf, strArgument, strOf } from '../types/convert.ts';
import { holes } from './holes.ts';
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

const rows: Methods = {
  ...Object.fromEntries([
    property('bidirectional', 'str', data.bidirectional),
    property('category', 'str', data.category),
    property('combining', 'int', data.combining),
    property('decomposition', 'str', data.decomposition),
    property('east_asian_width', 'str', data.eastAsianWidth),
    property('mirrored', 'int', data.mirrored),
    valued('decimal', decimalValue, 'not a decimal'),
    valued('digit', digitValue, 'not a digit'),
    valued('numeric', numeric, 'not a numeric character'),
    valued('name', nameOf, 'no such name'),
  ]),
  lookup: {
    params: 'name, /', returns: 'str',
    call: (name: Value) => {
      const s = strOf(name) ?? latinText(bytesOf(name));
      const found = lookup(s);
      if (found === undefined) throw raising('KeyError', `undefined character name '${s}'`);
      return found;
    },
  },
  normalize: {
    params: 'form, unistr, /', returns: 'str',
    call: (form: Value, text: Value) => {
      const f = strArgument(form, 'normalize', 'argument 1');
      const out = data.normalize(f, strArgument(text, 'normalize', 'argument 2'));
      reserve(out.length);
      return out;
    },
  },
  is_normalized: {
    params: 'form, unistr, /', returns: 'bool',
    call: (form: Value, text: Value) => {
      const f = strArgument(form, 'is_normalized', 'argument 1');
      return data.isNormalized(f, strArgument(text, 'is_normalized', 'argument 2'));
    },
  },
};
/** The database of Unicode 3.2, which stringprep and IDNA ask: it is there, but what it says is unknown. */
const older = (): Value => defineModule('unicodedata.UCD', holes('unicodedata.ucd_3_2_0', Object.keys(rows).join(' ')), { unidata_version: '3.2.0' });
export const unicodedataModule = (): Module =>
  defineModule('unicodedata', rows, { unidata_version: data.UNIDATA_VERSION, ucd_3_2_0: older() }, 'This module provides access to the Unicode Character Database.');
