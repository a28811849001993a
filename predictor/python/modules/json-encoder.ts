// The encoder of `_json` (Modules/_json.c, `encoder_listencode_obj`): values written as JSON text without indentation.
import { typeOf } from '../attributes.ts';
import { call, callMethod } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictPairs } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { floatRepr } from '../numbers/float-text.ts';
import { enterNative, truth } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { bindNative, signature } from '../signature.ts';
import { vm } from '../state.ts';
import { intOf, plainFloat, strOf } from '../types/convert.ts';
import { intRepr } from '../types/int.ts';
import { fastSequence } from '../types/iteration.ts';
import { reserve } from '../types/large.ts';
import { sortList } from '../types/list.ts';
import { type Origin, union } from '../../unknown.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Builtin, Dict, List, Mutable, type Obj, T, Tuple, type Type, type Value } from '../values.ts';
import { encodeAscii, encodeUnicode } from './json-scan.ts';

class Encoder extends Mutable {
  readonly markers: Value;
  readonly fallback: Value;
  readonly encoder: Value;
  readonly indent: Value;
  readonly keySeparator: string;
  readonly itemSeparator: string;
  readonly sortKeys: boolean;
  readonly skipKeys: boolean;
  readonly allowNan: boolean;
  private readonly quote: (text: string) => string;
  /** Containers that are being written. */
  private readonly open = new Set<Obj>();
  private lost: readonly Origin[] = [];

  constructor(cls: Type, args: readonly Value[]) {
    super(cls);
    const [markers, fallback, encoder, indent, keySeparator, itemSeparator, sortKeys, skipKeys, allowNan] = args;
    const text = (v: Value, i: number): string => {
      const s = strOf(v);
      if (s === undefined) throw typeError(`make_encoder() argument ${i} must be str, not ${v === null ? 'None' : typeName(typeOf(v))}`);
      return s;
    };
    if (markers !== null && !(markers instanceof Dict)) throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeName(typeOf(markers))}`);
    this.markers = markers;
    this.fallback = fallback;
    this.encoder = encoder;
    this.indent = indent;
    this.keySeparator = text(keySeparator, 5);
    this.itemSeparator = text(itemSeparator, 6);
    this.sortKeys = truth(sortKeys);
    this.skipKeys = truth(skipKeys);
    this.allowNan = truth(allowNan);
    const own = encoder instanceof Builtin && encoder.module === '_json' ? encoder.name : '';
    this.quote =
      own === 'encode_basestring_ascii'
        ? encodeAscii
        : own === 'encode_basestring'
          ? encodeUnicode
          : s => {
              const r = call(encoder, [s]);
              const out = strOf(r);
              if (out === undefined) throw typeError(`encoder() must return a string, not ${typeName(typeOf(r))}`);
              return out;
            };
  }

  /** `encoder(value, level)`: the text in one piece. */
  run(v: Value): Value {
    this.open.clear();
    this.lost = [];
    const text = this.write(v);
    reserve(text.length);
    return new Tuple([this.lost.length > 0 ? new Unknown(this.lost, T.str) : text]);
  }

  private write(v: Value): string {
    if (v === null) return 'null';
    switch (typeof v) {
      case 'boolean':
        return v ? 'true' : 'false';
      case 'string':
        return this.quote(v);
      case 'number':
        return String(v);
      case 'bigint':
        return intRepr(v);
    }
    if (v instanceof Unknown) return this.lose(v);
    const text = strOf(v);
    if (text !== undefined) return this.quote(text);
    const n = intOf(v);
    if (n !== undefined) return intRepr(n);
    const x = plainFloat(v);
    if (x !== undefined) return this.float(x);
    if (v instanceof List || v instanceof Tuple) return this.inside(() => this.list(v));
    if (v instanceof Dict) return this.inside(() => this.dict(v));
    this.begin(v);
    const replaced = call(this.fallback, [v]);
    const out = this.inside(() => this.write(replaced));
    this.open.delete(v);
    return out;
  }
  private inside(f: () => string): string {
    enterNative(' while encoding a JSON object');
    try {
      return f();
    } finally {
      vm.native--;
    }
  }
  private begin(v: Obj): void {
    if (this.markers === null) return;
    if (this.open.has(v)) throw valueError('Circular reference detected');
    this.open.add(v);
  }
  private lose(v: Unknown): string {
    if (v.type !== T.str && v.type !== T.int && v.type !== T.bool && v.type !== T.float) throw new UnknownUsed(v.origins);
    this.lost = union(this.lost, v.origins);
    return '';
  }
  private float(x: number): string {
    if (Number.isFinite(x)) return floatRepr(x);
    if (!this.allowNan) throw valueError('Out of range float values are not JSON compliant');
    return x > 0 ? 'Infinity' : x < 0 ? '-Infinity' : 'NaN';
  }
  private list(v: List | Tuple): string {
    const items = fastSequence(v, '_iterencode_list needs a sequence');
    if (items.length === 0) return '[]';
    this.begin(v);
    let out = '[';
    for (let i = 0; i < items.length; i++) {
      if (i > 0) out += this.itemSeparator;
      out += this.write(items[i]);
      if (--vm.fuel < 0) vm.refuel();
    }
    this.open.delete(v);
    return `${out}]`;
  }
  private dict(v: Dict): string {
    if (v.map.size === 0) return '{}';
    this.begin(v);
    let pairs: readonly (readonly Value[])[];
    if (v.cls === T.dict && !this.sortKeys) pairs = dictPairs(v);
    else {
      const items = v.cls === T.dict ? new List(dictPairs(v).map(p => new Tuple(p))) : new List(fastSequence(callMethod(v, 'items'), 'items() returned a non-iterable'));
      if (this.sortKeys) sortList(items, undefined, false);
      pairs = items.items.map(p => {
        if (!(p instanceof Tuple) || p.items.length !== 2) throw valueError('items must return 2-tuples');
        return p.items;
      });
    }
    let out = '{';
    let first = true;
    for (const [key, value] of pairs) {
      const k = this.key(key);
      if (k === undefined) continue;
      if (!first) out += this.itemSeparator;
      first = false;
      out += this.quote(k) + this.keySeparator + this.write(value);
      if (--vm.fuel < 0) vm.refuel();
    }
    this.open.delete(v);
    return `${out}}`;
  }
  /** The key as text; undefined where it is skipped. */
  private key(v: Value): string | undefined {
    if (typeof v === 'string') return v;
    if (v === null) return 'null';
    if (typeof v === 'boolean') return v ? 'true' : 'false';
    const text = strOf(v);
    if (text !== undefined) return text;
    const x = plainFloat(v);
    if (x !== undefined) return this.float(x);
    const n = intOf(v);
    if (n !== undefined) return intRepr(n);
    if (this.skipKeys) return undefined;
    throw typeError(`keys must be str, int, float, bool or None, not ${typeName(typeOf(v))}`);
  }
}

const parameters = signature('markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan', false);
const callParameters = signature('obj, _current_indent_level', false);
let cls: Type | undefined;
export function encoderClass(): Type {
  cls ??= defineClass({
    name: 'Encoder',
    module: '_json',
    doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
    slots: {
      new: (c, args, kw) => new Encoder(c, bindNative(parameters, 'make_encoder', 'make_encoder', args, kw) as Value[]),
      call: (self, args, kw) => (self as Encoder).run((bindNative(callParameters, '_iterencode', '_iterencode', args, kw) as [Value])[0]),
    },
    getset: {
      markers: [(self: Encoder) => self.markers],
      default: [(self: Encoder) => self.fallback],
      encoder: [(self: Encoder) => self.encoder],
      indent: [(self: Encoder) => self.indent],
      key_separator: [(self: Encoder) => self.keySeparator],
      item_separator: [(self: Encoder) => self.itemSeparator],
      sort_keys: [(self: Encoder) => self.sortKeys],
      skipkeys: [(self: Encoder) => self.skipKeys],
    },
  });
  return cls;
}
