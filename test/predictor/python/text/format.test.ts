// The three ways to format against CPython: format specs, `%`, and str.format.
import { floatRepr } from '../../../../predictor/python/numbers/float-digits.ts';
import { floatToInt, intToFloat } from '../../../../predictor/python/numbers/float.ts';
import { intToText } from '../../../../predictor/python/numbers/int-text.ts';
import type { Int } from '../../../../predictor/python/numbers/integer.ts';
import { Fault } from '../../../../predictor/python/fault.ts';
import * as spec from '../../../../predictor/python/text/format-spec.ts';
import { percentFormat } from '../../../../predictor/python/text/percent-format.ts';
import * as braces from '../../../../predictor/python/text/str-format.ts';
import { asciiOfRepr, bytesRepr, strRepr } from '../../../../predictor/python/text/str-repr.ts';
import { B, C, F, holdAgainstPython, I, int, L, type Random, type Row, T, unpack, type Wire } from '../numbers/differential.ts';

const TYPES = ['', '', 'd', 'b', 'o', 'x', 'X', 'c', 'n', 'e', 'E', 'f', 'F', 'g', 'G', '%', 's', 'q', '€', '\x00'];

/** Mostly good specs, now and then a bad one. */
function formatSpec(random: Random, types: readonly string[]): string {
  const maybe = (share: number, text: () => string): string => (random.chance(share) ? text() : '');
  const align = maybe(0.4, () => maybe(0.5, () => random.pick(['*', '0', ' ', '😀', '<', '{'])) + random.pick(['<', '>', '^', '=']));
  const flags = maybe(0.3, () => random.pick(['+', '-', ' '])) + maybe(0.1, () => 'z') + maybe(0.2, () => '#') + maybe(0.3, () => '0');
  const size = maybe(0.5, () => String(random.below(30))) + maybe(0.3, () => random.pick([',', '_', '_', ',_', ',,', '__', '_,']));
  const precision = maybe(0.4, () => `.${maybe(0.95, () => String(random.below(20)))}`);
  return align + flags + size + precision + random.pick(types) + maybe(0.02, () => random.pick(['d', '5', ' ', '٣']));
}

function* specs(random: Random, value: () => Wire, types: readonly string[], count = 6000): Iterable<Wire[]> {
  for (let i = 0; i < count; i++) {
    const one = formatSpec(random, types);
    if (!one.includes('\ud83d') || random.chance(0.2)) yield [value(), one];
  }
  for (const one of ['99999999999999999999d', '.99999999999999999999f', '٣d', '.2147483648f', 'ab', '5x5', '9223372036854775807999']) yield [value(), one];
}

function anyFloat(random: Random): number {
  return random.chance(0.5) ? (random.below(2_000_001) - 1_000_000) / 10 ** random.below(9) : random.float();
}

// ---- the `%` operator: values as they are on the wire, so that floats stay floats

const typeOf = (value: unknown): string => {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  return { f: 'float', i: 'int', b: 'bytes', l: 'list', t: 'tuple', c: 'complex' }[(value as string[])[0]] as string;
};

function repr(value: Wire): string {
  switch (typeOf(value)) {
    case 'NoneType': return 'None';
    case 'bool': return value ? 'True' : 'False';
    case 'str': return strRepr(value as string);
    case 'int': return intToText(unpack(value) as Int);
    case 'float': return floatRepr(unpack(value) as number);
    case 'bytes': return bytesRepr(unpack(value) as Uint8Array);
    default: return `[${((value as unknown[])[1] as Wire[]).map(repr).join(', ')}]`;
  }
}

function percent(format: string, args: Wire): string {
  const type = typeOf(args);
  return percentFormat<Wire>(format, {
    args: type === 'tuple' ? { tuple: (args as Wire[])[1] as Wire[] } : { single: args },
    isMapping: type === 'list' || type === 'bytes',
    lookup: () => {
      throw new Fault('TypeError', type === 'list' ? 'list indices must be integers or slices, not str' : 'byte indices must be integers or slices, not str');
    },
    star: value => (typeOf(value) === 'int' ? (unpack(value) as Int) : typeof value === 'boolean' ? Number(value) : undefined),
    text: (value, conversion) => (conversion === 's' && typeof value === 'string' ? value : conversion === 'a' ? asciiOfRepr(repr(value)) : repr(value)),
    integer: (value, conversion) => {
      if (typeOf(value) === 'int') return unpack(value) as Int;
      if (typeof value === 'boolean') return Number(value);
      return typeOf(value) === 'float' && 'diu'.includes(conversion) ? floatToInt(unpack(value) as number) : undefined;
    },
    float: value => {
      if (typeOf(value) === 'int') return intToFloat(unpack(value) as Int);
      if (typeof value === 'boolean') return Number(value);
      if (typeOf(value) !== 'float') throw new Fault('TypeError', `must be real number, not ${typeOf(value)}`);
      return unpack(value) as number;
    },
    char: value => (typeof value === 'string' ? value : typeOf(value) === 'int' ? (unpack(value) as Int) : typeof value === 'boolean' ? Number(value) : undefined),
    typeName: typeOf,
  });
}

function anyValue(random: Random): Wire {
  switch (random.below(8)) {
    case 0: return random.text(['a', 'é', '😀', "'", '\n'], 4);
    case 1: return F(anyFloat(random));
    case 2: return null;
    case 3: return random.chance(0.5);
    case 4: return L([int(1), 'x']);
    case 5: return int(random.int(80));
    default: return int(random.below(300));
  }
}

function* percents(random: Random): Iterable<Wire[]> {
  const conversions = ['d', 'd', 'i', 'u', 'o', 'x', 'X', 'e', 'E', 'f', 'F', 'g', 'G', 'c', 'r', 's', 's', 'a', '%', 'y', 'b', 'é', '😀', '\x1f', ''];
  for (let i = 0; i < 8000; i++) {
    let format = '';
    const values: Wire[] = [];
    for (let left = random.below(3) + 1; left > 0; left--) {
      const flags = random.text('-+ #0', 2);
      const star = random.chance(0.05);
      const width = star ? '*' : random.chance(0.4) ? String(random.below(15)) : '';
      const dotStar = random.chance(0.05);
      const precision = random.chance(0.3) ? (dotStar ? '.*' : `.${random.chance(0.8) ? random.below(12) : ''}`) : '';
      format += random.text(['a', ' ', '%%', '中'], 2) + (random.chance(0.02) ? random.pick(['%(a)s', '%(', '%(a', '%((x))s']) : '') + `%${flags}${width}${precision}${random.chance(0.05) ? random.pick(['l', 'h', 'L', 'll']) : ''}${random.pick(conversions)}`;
      if (star) values.push(random.chance(0.9) ? int(random.below(20) - 5) : random.pick<Wire>([null, 'x', F(1.5), true]));
      if (precision === '.*') values.push(random.chance(0.9) ? int(random.below(20) - 5) : random.pick<Wire>([null, 'x', F(1.5), true]));
      values.push(anyValue(random));
    }
    if (random.chance(0.03)) values.pop();
    if (random.chance(0.03)) values.push(null);
    yield [format, values.length === 1 && random.chance(0.5) ? values[0] : T(...values)];
  }
  for (const [format, args] of [['%', T()], ['%5', T(int(1))], ['%*', T(int(1))], ['%.', T(int(1))], ['%.*d', T(int(2n ** 70n), int(1))], ['%*d', T(int(2n ** 70n), int(1))], ['%99999999999999999999d', T(int(1))], ['%.99999999999d', T(int(1))], ['%c', T('ab')], ['%c', T(int(-1))], ['%c', T(int(2n ** 70n))], ['%d', T(F(Number.NaN))], ['%d', T(F(Infinity))], ['plain', T()], ['plain', T(int(1))], ['plain', L([])]] as [string, Wire][]) yield [format, args];
}

function percentBytes(format: Uint8Array, args: Wire): Wire {
  const latin = (bytes: Uint8Array): string => Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  const type = typeOf(args);
  const text = percentFormat<Wire>(latin(format), {
    args: type === 'tuple' ? { tuple: (args as Wire[])[1] as Wire[] } : { single: args },
    isMapping: type === 'list' || type === 'str',
    lookup: () => { throw new Fault('TypeError', 'no'); },
    star: value => (typeOf(value) === 'int' ? (unpack(value) as Int) : undefined),
    text: (value, conversion) => {
      if (conversion === 'a' || conversion === 'r') return asciiOfRepr(repr(value));
      if (typeOf(value) === 'bytes') return latin(unpack(value) as Uint8Array);
      throw new Fault('TypeError', `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeOf(value)}'`);
    },
    integer: (value, conversion) => (typeOf(value) === 'int' ? (unpack(value) as Int) : typeOf(value) === 'float' && 'diu'.includes(conversion) ? floatToInt(unpack(value) as number) : undefined),
    float: value => {
      if (typeOf(value) === 'int') return intToFloat(unpack(value) as Int);
      if (typeOf(value) !== 'float') throw new Fault('TypeError', `float argument required, not ${typeOf(value)}`);
      return unpack(value) as number;
    },
    char: value => (typeOf(value) === 'bytes' ? latin(unpack(value) as Uint8Array) : typeOf(value) === 'int' ? (unpack(value) as Int) : undefined),
    typeName: typeOf,
  }, true);
  return B([...text].map(char => char.charCodeAt(0)));
}

function* bytePercents(random: Random): Iterable<Wire[]> {
  const values = [(): Wire => B(random.bytes(3)), (): Wire => int(random.below(300) - 5), (): Wire => F(anyFloat(random)), (): Wire => null, (): Wire => 'é'];
  for (let i = 0; i < 3000; i++) {
    const format = `${random.text('a %%', 1).replace('%', '%%')}%${random.text('-+ #0', 2)}${random.chance(0.4) ? random.below(12) : ''}${random.chance(0.3) ? `.${random.below(6)}` : ''}${random.pick([...'diuoxXeEfFgGcrsab%y'])}`;
    yield [B(Buffer.from(format, 'latin1')), T(...Array.from({ length: random.chance(0.95) ? 1 : random.below(3) }, () => random.pick(values)()))];
  }
}

// ---- str.format

function* braceFormats(random: Random): Iterable<Wire[]> {
  const pieces = ['{', '}', '{}', '{0}', '{1}', '{{', '}}', '{a}', '!', 'r', ':', '5', '{:>{}}', '{0!r:>10}', '{a.b}', '{0[1]}', '{0[x]}', '[', ']', '.', 'x', '{!s}', '{!x}', '{0!', '{:{:{}}}', '{٣}', '{0.}', '{a[]}', '{a[1]x}', '{99999999999999999999}', '{0[99999999999999999999]}', '{-1}', '中', '😀', '{!😀}', '{:<{1}}', '{b!a}'];
  for (let i = 0; i < 8000; i++) yield [random.text(pieces, 4)];
}

// The value of a field is a text that says how it was come by.
const PROBE = `(lambda P: lambda s: s.format(P('p0'), P('p1'), a=P('ka'), b=P('kb')))(type('P', (), {
 '__init__': lambda self, n: setattr(self, 'n', n), '__getattr__': lambda self, k: type(self)(self.n + '.' + k), '__getitem__': lambda self, k: type(self)(f'{self.n}[{k!r}]'),
 '__repr__': lambda self: 'repr:' + self.n, '__str__': lambda self: 'str:' + self.n, '__format__': lambda self, spec: '<' + self.n + '|' + spec + '>'}))`;

interface Probe {
  readonly text: string;
  readonly str: boolean;
}

function probed(format: string): string {
  const probe = (text: string): Probe => ({ text, str: false });
  return braces.formatWith<Probe>(format, {
    args: [probe('p0'), probe('p1')],
    keyword: name => {
      if (name !== 'a' && name !== 'b') throw new Fault('KeyError', strRepr(name));
      return probe(`k${name}`);
    },
    attribute: (value, name) => probe(`${value.text}.${name}`),
    item: (value, key) => probe(`${value.text}[${typeof key === 'number' ? key : strRepr(key)}]`),
    convert: (value, conversion) => ({ text: (conversion === 's' ? 'str:' : 'repr:') + value.text, str: true }),
    format: (value, one) => (value.str ? spec.formatStr(value.text, one) : `<${value.text}|${one}>`),
  });
}

const collect = (parts: Iterable<Wire>): Wire => L([...parts]);

function* formatterParser(format: string): Iterable<Wire> {
  for (const { literal, field, fault } of braces.parseFormat(format)) {
    if (fault !== undefined) throw fault;
    yield field === undefined ? T(literal, null, null, null) : T(literal, field.name, field.spec, field.conversion === '' ? null : field.conversion);
  }
}

const rows: Row[] = [
  { name: 'format of a str', python: 'format', cases: random => specs(random, () => random.text(['a', 'b', 'é', '😀'], 6), ['', 's', 's', 'd', 'q', '€']), ours: (s: string, f: string) => spec.formatStr(s, f) },
  { name: 'format of an int', python: 'format', cases: random => specs(random, () => int(random.int(random.pick([8, 20, 40, 100]))), TYPES), ours: (n: Int, f: string) => spec.formatInt(n, f) },
  { name: 'format of a float', python: 'format', cases: random => specs(random, () => F(anyFloat(random)), TYPES), ours: (x: number, f: string) => spec.formatFloat(x, f) },
  { name: 'format of a complex', python: "lambda z, f: format(z, f) if f else ''", cases: random => specs(random, () => C(anyFloat(random), anyFloat(random)), ['', 'e', 'f', 'g', 'G', 'n', 'F', '%', 'd']), ours: ([re, im]: [number, number], f: string) => (f === '' ? '' : spec.formatComplex(re, im, f)) },
  { name: '% of a str', python: 'lambda f, a: f % a', cases: percents, wired: true, ours: percent },
  { name: '% of bytes', python: 'lambda f, a: f % a', cases: bytePercents, wired: true, ours: (f: Wire, a: Wire) => percentBytes(unpack(f) as Uint8Array, a) },
  { name: 'str.format', python: PROBE, cases: braceFormats, ours: probed },
  { name: '_string.formatter_parser', python: 'lambda s: list(_string.formatter_parser(s))', cases: braceFormats, ours: (s: string) => collect(formatterParser(s)) },
  { name: '_string.formatter_field_name_split', python: 'lambda s: (lambda f, r: (f, list(r)))(*_string.formatter_field_name_split(s))', cases: function* (random) {
    for (let i = 0; i < 2000; i++) yield [random.text(['a', '0', '12', '.', '[', ']', 'x', '٣', '99999999999999999999', '{', ' '], 6)];
  }, ours: (s: string) => {
    const { first, rest } = braces.splitFieldName(s);
    return T(typeof first === 'number' ? I(first) : first, collect(rest.map(step => {
      if (step.fault !== undefined) throw step.fault;
      return T(step.attribute, typeof step.name === 'number' ? I(step.name) : step.name);
    })));
  } },
];

holdAgainstPython('formatting', new URL('./golden-format.json', import.meta.url), rows);
