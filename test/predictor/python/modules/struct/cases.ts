// Runs recorded uses of `struct` (cases.py) through our own and tells where it and CPython differ.
import { Fault } from '../../../../../predictor/python/fault.ts';
import { type Layout, layoutOf } from '../../../../../predictor/python/modules/struct/layout.ts';
import { checkCount, checkIteration, type Maker, pack, packInto, type Reader, unpack, unpackFrom } from '../../../../../predictor/python/modules/struct/packing.ts';

/** A value as cases.py writes it: one key that says the type. */
export type Sample = Record<string, string | boolean>;

export interface Case {
  readonly format: string;
  readonly values: Sample[];
  readonly offset: number;
  readonly data: string;
  readonly longer: string;
  readonly length: number;
  readonly [result: string]: unknown;
}

export function differences(c: Case): string[] {
  const layout = (): Layout => layoutOf(c.format);
  const longer = Buffer.from(c.longer, 'hex');
  const buffer = new Uint8Array(c.length).fill(0xaa);
  const got: Record<string, unknown> = {
    size: attempt(() => layout().size),
    pack: attempt(() => hex(pack(layout(), c.values, reader))),
    unpack: attempt(() => unpack(layout(), Buffer.from(c.data, 'hex'), maker)),
    into: attempt(() => {
      checkCount('pack_into', layout(), c.values.length);
      packInto(layout(), buffer, c.offset, c.values, reader);
      return null;
    }),
    from: attempt(() => unpackFrom(layout(), longer, c.offset, maker)),
    iter: attempt(() => {
      checkIteration(layout(), longer.length);
      const rows = [];
      for (let at = 0; at < longer.length; at += layout().size) rows.push(unpackFrom(layout(), longer, at, maker));
      return rows;
    }),
  };
  got.buffer = hex(buffer);
  const out: string[] = [];
  for (const name of Object.keys(got)) {
    const [mine, theirs] = [JSON.stringify(got[name]), JSON.stringify(c[name])];
    if (mine !== theirs) out.push(`${name} ${JSON.stringify(c.format)} ${JSON.stringify(c.values)} at ${c.offset}: ${mine}, CPython ${theirs}`);
  }
  return out;
}

const reader: Reader<Sample> = {
  integer: v => ('int' in v ? BigInt(v.int as string) : 'index' in v ? BigInt(v.index as string) : 'bool' in v ? Number(v.bool) : undefined),
  isInteger: v => 'int' in v || 'bool' in v,
  float: v => {
    if ('float' in v) return pythonFloat(v.float as string);
    const n = reader.integer(v);
    return n === undefined || !Number.isFinite(Number(n)) ? undefined : Number(n);
  },
  bool: v => ('bool' in v ? v.bool === true : 'other' in v ? v.other !== 'None' : 'bytes' in v ? v.bytes !== '' : v.int !== '0'),
  bytes: v => ('bytes' in v ? Buffer.from(v.bytes as string, 'hex') : undefined),
  bytearray: v => ('bytearray' in v ? Buffer.from(v.bytearray as string, 'hex') : undefined),
};

const maker: Maker<Sample> = {
  integer: value => ({ int: String(value) }),
  float: value => ({ float: repr(value) }),
  bool: value => ({ bool: value }),
  bytes: value => ({ bytes: hex(value) }),
};

function pythonFloat(text: string): number {
  return text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
}

/** `repr` of a float. */
function repr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  let text = size !== 0 && (size >= 1e16 || size < 1e-4) ? value.toExponential() : String(value);
  text = text.replace(/e([+-])(\d)$/, 'e$10$2');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}

function attempt(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    if (error instanceof Fault) return { type: error.type, message: error.message };
    throw error;
  }
}
