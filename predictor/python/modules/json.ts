// The `_json` module (Modules/_json.c): its scanner. The scanning of text is in json-scan.ts; here values are made and hooks called. Writing is in
// json-encoder.ts.
import { getAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { dictSet } from '../dict-keys.ts';
import { raiseValue } from '../exceptions.ts';
import { Fault } from '../fault.ts';
import { importModule } from '../imports.ts';
import { typeName } from '../names.ts';
import { parseInteger } from '../numbers/int-text.ts';
import { enterNative, truth } from '../operators.ts';
import { stopIteration, typeError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { vm } from '../state.ts';
import { strOf, toSsize } from '../types/convert.ts';
import { intDigits } from '../types/int.ts';
import { Dict, Float, List, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { encoderClass } from './json-encoder.ts';
import { encodeAscii, encodeUnicode, type JsonMaker, scanOnce, scanString } from './json-scan.ts';

/** What the scanning has thrown as Python sees it: JSONDecodeError is a class of the json package. */
function decodeFailure(e: unknown, text: string): unknown {
  if (!(e instanceof Fault)) return e;
  if (e.type === 'StopIteration') return stopIteration(e.extra as number);
  if (e.type !== 'json.JSONDecodeError') return e;
  return raiseValue(call(getAttr(importModule('json.decoder'), 'JSONDecodeError'), [e.message, text, e.extra as number]), undefined);
}
function subject(v: Value): string {
  const s = strOf(v);
  if (s === undefined) throw typeError(`first argument must be a string, not ${typeName(typeOf(v))}`);
  return s;
}
function scanstring(text: Value, end: Value, strict?: Value): Value {
  const at = toSsize(end);
  const isStrict = strict === undefined || truth(strict);
  const s = subject(text);
  try {
    const r = scanString(s, at, isStrict);
    return new Tuple([r.value, r.end]);
  } catch (e) {
    throw decodeFailure(e, s);
  }
}

class Scanner extends Mutable implements JsonMaker<Value> {
  readonly strict: Value;
  readonly objectHook: Value;
  readonly pairsHook: Value;
  readonly parseFloat: Value;
  readonly parseInt: Value;
  readonly parseConstant: Value;
  readonly null = null;
  readonly true = true;
  readonly false = false;
  constructor(cls: Type, context: Value) {
    super(cls);
    this.strict = truth(getAttr(context, 'strict'));
    this.objectHook = getAttr(context, 'object_hook');
    this.pairsHook = getAttr(context, 'object_pairs_hook');
    this.parseFloat = getAttr(context, 'parse_float');
    this.parseInt = getAttr(context, 'parse_int');
    this.parseConstant = getAttr(context, 'parse_constant');
  }
  string(text: string): Value {
    return text;
  }
  integer(text: string): Value {
    return this.parseInt === T.int ? parseInteger(text, 10, intDigits.max) : call(this.parseInt, [text]);
  }
  float(text: string): Value {
    return this.parseFloat === T.float ? new Float(Number(text)) : call(this.parseFloat, [text]);
  }
  constant(name: string): Value {
    return call(this.parseConstant, [name]);
  }
  array(items: Value[]): Value {
    this.tick(items.length);
    return new List(items);
  }
  object(keys: string[], values: Value[]): Value {
    this.tick(keys.length);
    if (this.pairsHook !== null) return call(this.pairsHook, [new List(keys.map((k, i) => new Tuple([k, values[i]])))]);
    const d = new Dict();
    for (let i = 0; i < keys.length; i++) dictSet(d, keys[i], values[i]);
    return this.objectHook === null ? d : call(this.objectHook, [d]);
  }
  enter(where: string): void {
    enterNative(where);
  }
  leave(): void {
    vm.native--;
  }
  private tick(n: number): void {
    vm.fuel -= 1 + (n >> 2);
    if (vm.fuel < 0) vm.refuel();
  }
}
const callParameters = signature('string, idx', false);
function scan(self: Scanner, text: Value, idx: Value): Value {
  const at = toSsize(idx);
  const s = subject(text);
  try {
    const r = scanOnce<Value>(s, at, self.strict === true, self);
    return new Tuple([r.value, r.end]);
  } catch (e) {
    throw decodeFailure(e, s);
  }
}
let scannerClass: Type | undefined;
const classOf = (): Type => {
  scannerClass ??= defineClass({
    name: 'Scanner',
    module: '_json',
    doc: 'JSON scanner object',
    slots: {
      new: (cls, args, kw) => new Scanner(cls, (bindNative(signature('context', false), 'make_scanner', 'make_scanner', args, kw) as [Value])[0]),
      call: (self, args, kw) => {
        const [text, idx] = bindNative(callParameters, 'scan_once', 'scan_once', args, kw) as [Value, Value];
        return scan(self as Scanner, text, idx);
      },
    },
    getset: {
      strict: [(self: Scanner) => self.strict],
      object_hook: [(self: Scanner) => self.objectHook],
      object_pairs_hook: [(self: Scanner) => self.pairsHook],
      parse_float: [(self: Scanner) => self.parseFloat],
      parse_int: [(self: Scanner) => self.parseInt],
      parse_constant: [(self: Scanner) => self.parseConstant],
    },
  });
  return scannerClass;
};

const quoting = (f: (text: string) => string) => (v: Value): Value => {
  const s = strOf(v);
  if (s === undefined) throw typeError(`first argument must be a string, not ${typeName(typeOf(v))}`);
  return f(s);
};
const rows: Methods = {
  scanstring: { params: 'string, end, strict=True, //', returns: 'tuple', call: scanstring },
  encode_basestring_ascii: { params: 'string, /', returns: 'str', call: quoting(encodeAscii) },
  encode_basestring: { params: 'string, /', returns: 'str', call: quoting(encodeUnicode) },
};
export const jsonModule = (): Module => defineModule('_json', rows, { make_scanner: classOf(), make_encoder: encoderClass() }, 'json speedups\n');
