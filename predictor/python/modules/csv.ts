// The `_csv` module (Modules/_csv.c): dialects, the writer, and the reader over the state machine of csv-fields.ts.
import { getAttrOr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule } from '../define.ts';
import { dictDelete, dictGet, dictSet } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { iter, nextOf, str, toArray, truth } from '../operators.ts';
import { asRaise, excTypes, raising, typeError } from '../raise.ts';
import { journal, variable, vm } from '../state.ts';
import { intOf, strOf } from '../types/convert.ts';
import { defineIterator, moving, NativeIter } from '../types/iterator-base.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, type Kw, List, type Module, Mutable, Obj, T, type Type, type Value } from '../values.ts';
import { isSubtype } from '../attributes.ts';
import { type Format, QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, readRecord, RecordWriter } from './csv-fields.ts';
import { moduleError } from './module-errors.ts';

const error = moduleError('_csv', 'Error');
const csvError = (text: string): unknown => raising('_csv.Error', text);

class Dialect extends Obj {
  readonly format: Format;
  constructor(format: Format) {
    super(dialectClass);
    this.format = format;
  }
}
const options = ['delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting', 'skipinitialspace', 'strict'] as const;
type Option = (typeof options)[number];

/** A one-character option; null where it is None. */
function character(name: string, v: Value | undefined, fallback: string | null, noneAllowed: boolean): string | null {
  if (v === undefined) return fallback;
  if (v === null && noneAllowed) return null;
  const s = strOf(v);
  if (s === undefined) throw typeError(`"${name}" must be string${noneAllowed ? ' or None' : ''}, not ${typeName(typeOf(v))}`);
  if ([...s].length !== 1) throw typeError(`"${name}" must be a 1-character string`);
  return s;
}
function makeDialect(given: Value | undefined, kw: Kw): Dialect {
  let base: Value | undefined = given === null ? undefined : given;
  for (const k of kw?.keys() ?? []) if (!(options as readonly string[]).includes(k)) throw typeError(`'${k}' is an invalid keyword argument for this function`);
  if (base !== undefined && strOf(base) !== undefined) base = lookUp(base);
  if (base instanceof Unknown) throw new UnknownUsed(base.origins);
  if (base instanceof Dialect && (kw === null || kw.size === 0)) return base;
  const option = (name: Option): Value | undefined => kw?.get(name) ?? (kw?.has(name) ? null : base === undefined ? undefined : getAttrOr(base, name));
  const quotechar = option('quotechar');
  const quoting = option('quoting');
  let quotingValue = QUOTE_MINIMAL;
  const delimiter = character('delimiter', option('delimiter'), ',', false)!;
  const flag = (name: Option, fallback: boolean): boolean => {
    const v = option(name);
    return v === undefined ? fallback : truth(v);
  };
  const doublequote = flag('doublequote', true);
  const escapechar = character('escapechar', option('escapechar'), null, true);
  const terminator = option('lineterminator');
  if (terminator !== undefined && terminator !== null && strOf(terminator) === undefined) throw typeError('"lineterminator" must be a string');
  const quote = character('quotechar', quotechar, '"', true);
  if (quoting !== undefined) {
    const n = typeof quoting === 'boolean' ? undefined : intOf(quoting);
    if (n === undefined || typeof quoting === 'object') throw typeError('"quoting" must be an integer');
    quotingValue = Number(n);
  }
  const skipinitialspace = flag('skipinitialspace', false);
  const strict = flag('strict', false);
  if (quotingValue < 0 || quotingValue > 3) throw typeError('bad "quoting" value');
  if (quotechar === null && quoting === undefined) quotingValue = QUOTE_NONE;
  if (quotingValue !== QUOTE_NONE && quote === null) throw typeError('quotechar must be set if quoting enabled');
  if (terminator === null) throw typeError('lineterminator must be set');
  return new Dialect({ delimiter, doublequote, escapechar, lineterminator: terminator === undefined ? '\r\n' : strOf(terminator)!, quotechar: quote, quoting: quotingValue, skipinitialspace, strict });
}
const dialectClass: Type = defineClass({
  name: 'Dialect',
  module: '_csv',
  doc: 'CSV dialect\n\nThe Dialect type records CSV dialect options.',
  slots: {
    new: (_cls, args, kw) => {
      const k = kw === null ? null : new Map(kw);
      const dialect = args[0] ?? k?.get('dialect');
      k?.delete('dialect');
      return makeDialect(dialect, k);
    },
  },
  getset: Object.fromEntries(options.map(n => [n, [(d: Dialect) => d.format[n] as Value] as const])),
});

/** Registered dialects: the module's own dict. */
let dialects = new Dict();
function lookUp(name: Value): Value {
  const d = dictGet(dialects, name);
  if (d === undefined) throw csvError('unknown dialect');
  return d;
}
const limit = { size: 131072 };
const limiting = variable(
  () => limit.size,
  size => void (limit.size = size),
);

// Reading ------------------------------------------------------------------------------------------------------------

class Reader extends NativeIter {
  readonly input: Value;
  readonly dialect: Dialect;
  lines = 0;
  constructor(input: Value, dialect: Dialect) {
    super(readerClass);
    this.input = input;
    this.dialect = dialect;
  }
  next(): Value | undefined {
    moving(this);
    const fields = readRecord(this.dialect.format, limit.size, () => {
      const v = nextOf(this.input);
      if (v === undefined) return undefined;
      if (v instanceof Unknown) throw new UnknownUsed(v.origins);
      const line = strOf(v);
      if (line === undefined) throw csvError(`iterator should return strings, not ${typeName(typeOf(v))} (the file should be opened in text mode)`);
      this.lines++;
      if (--vm.fuel < 0) vm.refuel();
      return line;
    }, csvError);
    return fields === undefined ? undefined : new List(fields.map(f => (f.numeric ? call(T.float, [f.text]) : f.text)));
  }
}
const readerClass: Type = defineIterator({
  name: 'reader',
  module: '_csv',
  getset: { dialect: [(r: Reader) => r.dialect], line_num: [(r: Reader) => r.lines] },
});

// Writing ------------------------------------------------------------------------------------------------------------

class Writer extends Mutable {
  readonly write: Value;
  readonly dialect: Dialect;
  constructor(write: Value, dialect: Dialect) {
    super(writerClass);
    this.write = write;
    this.dialect = dialect;
  }
}
function writeRow(w: Writer, row: Value): Value {
  const { format } = w.dialect;
  if (row instanceof Unknown) throw new UnknownUsed(row.origins);
  let fields: Value[];
  try {
    fields = toArray(iter(row));
  } catch (e) {
    const r = asRaise(e);
    if (r !== undefined && isSubtype(r.exc.cls, excTypes.get('TypeError')!) && typeOf(row).slots.iter === undefined) throw csvError(`iterable expected, not ${typeName(typeOf(row))}`);
    throw r ?? e;
  }
  const out = new RecordWriter(format, csvError);
  for (const f of fields) {
    const quoted = format.quoting === QUOTE_ALL || (format.quoting === QUOTE_NONNUMERIC && !isNumber(f));
    out.add(f === null ? '' : (strOf(f) ?? str(f)), quoted);
  }
  return call(w.write, [out.finish()]);
}
/** `PyNumber_Check` */
const isNumber = (v: Value): boolean => {
  const { slots } = typeOf(v);
  return slots.index !== undefined || slots.int !== undefined || slots.float !== undefined || typeOf(v) === T.complex;
};
const writerClass: Type = defineClass({
  name: 'writer',
  module: '_csv',
  subclassable: false,
  methods: {
    writerow: { params: 'self, row, /', call: writeRow },
    writerows: {
      params: 'self, rows, /',
      call: (w: Writer, rows: Value) => {
        const it = iter(rows);
        for (let r = nextOf(it); r !== undefined; r = nextOf(it)) writeRow(w, r);
        return null;
      },
    },
  },
  getset: { dialect: [(w: Writer) => w.dialect] },
});

function unpack(args: Value[], kw: Kw): [Value, Dialect] {
  if (args.length < 1) throw typeError(` expected at least 1 argument, got ${args.length}`);
  if (args.length > 2) throw typeError(` expected at most 2 arguments, got ${args.length}`);
  const rest = kw === null ? null : new Map(kw);
  const dialect = args[1] ?? rest?.get('dialect');
  rest?.delete('dialect');
  return [args[0], makeDialect(dialect, rest)];
}
export function csvModule(): Module {
  dialects = new Dict();
  limit.size = 131072;
  return defineModule('_csv', {
    reader: {
      params: '*args, **kw',
      call: (args: Value[], kw: Kw) => {
        if (args.length >= 1) iter(args[0]);
        const [input, dialect] = unpack(args, kw);
        return new Reader(iter(input), dialect);
      },
    },
    writer: {
      params: '*args, **kw',
      call: (args: Value[], kw: Kw) => {
        const [output, dialect] = unpack(args, kw);
        const write = getAttrOr(output, 'write');
        if (write === undefined || typeOf(write).slots.call === undefined) throw typeError('argument 1 must have a "write" method');
        return new Writer(write, dialect);
      },
    },
    register_dialect: {
      params: '*args, **kw',
      call: (args: Value[], kw: Kw) => {
        if (args.length < 1) throw typeError(` expected at least 1 argument, got ${args.length}`);
        if (args.length > 2) throw typeError(` expected at most 2 arguments, got ${args.length}`);
        if (strOf(args[0]) === undefined) throw typeError('dialect name must be a string');
        dictSet(dialects, args[0], makeDialect(args[1], kw));
        return null;
      },
    },
    unregister_dialect: {
      params: 'name, /',
      call: (name: Value) => {
        if (dictDelete(dialects, name) === undefined) throw csvError('unknown dialect');
        return null;
      },
    },
    get_dialect: { params: 'name, /', call: lookUp },
    list_dialects: { params: '', call: () => new List(toArray(dialects)) },
    field_size_limit: {
      params: 'new_limit=, /',
      call: (v?: Value) => {
        const old = limit.size;
        if (v !== undefined) {
          const n = typeof v === 'object' ? undefined : intOf(v);
          if (n === undefined || typeof v === 'boolean') throw typeError('limit must be an integer');
          if (vm.mark > 0) journal(limiting);
          limit.size = Number(n);
        }
        return old;
      },
    },
  }, { Dialect: dialectClass, Reader: readerClass, Writer: writerClass, Error: error, _dialects: dialects, QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, __version__: '1.0' }, 'CSV parsing and writing.\n');
}
