// The exception classes (Objects/exceptions.c): one table for the hierarchy, and the few that carry more than `args`.
import { caughtAttributeError, genericSetAttr, getAttrOr, isSubtype, setAttr, typeOf } from '../attributes.ts';
import { defineClass, type GetSets } from '../define.ts';
import { typeName } from '../names.ts';
import { repr, str, toArray } from '../operators.ts';
import { asRaise, excTypes, getExtra, osErrors, setExtra, typeError } from '../raise.ts';
import type { Slots } from '../slots.ts';
import { touch } from '../state.ts';
import { Dict, Exc, type Kw, List, NO_FIELDS, T, Traceback, Tuple, type Type, type Value } from '../values.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { dictAttribute, setDictAttribute } from './object.ts';

const excArg = (v: Value | undefined, what: string): Exc | null => {
  if (v === null) return null;
  if (v instanceof Exc) return v;
  throw typeError(`exception ${what} must be None or derive from BaseException`);
};
/** Attributes such as `errno` and `name`: kept beside the instance, None until set. */
const extra = (name: string): GetSets[string] => [
  (e: Exc) => getExtra(e, name) ?? null,
  (e: Exc, v: Value | undefined) => {
    touch(e);
    setExtra(e, name, v ?? null);
  },
];
const extras = (...names: string[]): GetSets => Object.fromEntries(names.map(n => [n, extra(n)]));

T.exception = defineClass({
  name: 'BaseException',
  doc: 'Common base class for all exceptions',
  hasDict: true,
  alloc: cls => new Exc(cls, new Tuple([])),
  slots: {
    new: (cls, args) => {
      const e = cls.alloc!(cls) as Exc;
      e.args = new Tuple(args);
      return e;
    },
    init: (self, args, kw) => {
      if (kw !== null && kw.size > 0) throw typeError(`${typeName(typeOf(self))}() takes no keyword arguments`);
      touch(self as Exc);
      (self as Exc).args = new Tuple(args);
    },
    repr: v => {
      const { cls, args } = v as Exc;
      return args.items.length === 1 ? `${cls.name}(${repr(args.items[0])})` : `${cls.name}${repr(args)}`;
    },
    str: v => {
      const { items } = (v as Exc).args;
      return items.length === 0 ? '' : items.length === 1 ? str(items[0]) : repr((v as Exc).args);
    },
  },
  methods: {
    with_traceback: {
      params: 'self, tb, /',
      call: (e: Exc, tb: Value) => {
        if (tb !== null && !(tb instanceof Traceback)) throw typeError('__traceback__ must be a traceback or None');
        touch(e);
        e.traceback = tb;
        return e;
      },
    },
    add_note: {
      params: 'self, note, /',
      call: (e: Exc, note: Value) => {
        if (typeof note !== 'string') throw typeError(`note must be a str, not '${typeName(typeOf(note))}'`);
        let notes: Value | undefined;
        notes = getAttrOr(e, '__notes__');
        if (notes === undefined) {
          notes = new List([]);
          setAttr(e, '__notes__', notes);
        }
        if (!(notes instanceof List)) throw typeError('Cannot add note: __notes__ is not a list');
        touch(notes);
        notes.items.push(note);
        return null;
      },
    },
    __reduce__: {
      params: 'self, /',
      call: (e: Exc) => {
        const d = e.fields === NO_FIELDS ? null : dictAttribute(e);
        return new Tuple(d === null ? [e.cls, e.args] : [e.cls, e.args, d]);
      },
    },
    __setstate__: {
      params: 'self, state, /',
      call: (e: Exc, state: Value) => {
        if (state instanceof Dict) for (const entry of state.map.values()) genericSetAttr(e, entry.key as string, entry.value);
        return null;
      },
    },
  },
  getset: {
    args: [
      (e: Exc) => e.args,
      (e: Exc, v: Value | undefined) => {
        touch(e);
        e.args = v instanceof Tuple ? v : new Tuple(v instanceof List ? v.items.slice() : []);
      },
    ],
    __traceback__: [
      (e: Exc) => e.traceback,
      (e: Exc, v: Value | undefined) => {
        if (v !== null && !(v instanceof Traceback)) throw typeError('__traceback__ must be a traceback or None');
        touch(e);
        e.traceback = v;
      },
    ],
    __cause__: [(e: Exc) => e.cause, (e: Exc, v: Value | undefined) => { touch(e); e.cause = excArg(v, 'cause'); e.suppress = true; }],
    __context__: [(e: Exc) => e.context, (e: Exc, v: Value | undefined) => { touch(e); e.context = excArg(v, 'context'); }],
    __suppress_context__: [(e: Exc) => e.suppress, (e: Exc, v: Value | undefined) => { touch(e); e.suppress = v === true; }],
    __dict__: [dictAttribute, setDictAttribute],
  },
});
excTypes.set('BaseException', T.exception);

/** Adds a class below an earlier one. `fields` are attributes beyond `args`. */
function exc(name: string, base: string, slots: Slots = {}, getset: GetSets = {}): Type {
  const t = defineClass({ name, bases: [excTypes.get(base)!], slots, getset, hasDict: true });
  excTypes.set(name, t);
  return t;
}
const plainInit = (self: Value, args: Value[]): void => {
  touch(self as Exc);
  (self as Exc).args = new Tuple(args);
};
/** An `__init__` that takes the named keywords besides any positional arguments. */
const keywordInit = (...names: string[]) => (self: Value, args: Value[], kw: Kw): void => {
  plainInit(self, args);
  for (const [k, v] of kw ?? []) {
    if (!names.includes(k)) throw typeError(`'${k}' is an invalid keyword argument for ${typeOf(self).name}()`);
    setExtra(self as Exc, k, v);
  }
};

exc('GeneratorExit', 'BaseException');
exc('KeyboardInterrupt', 'BaseException');
exc('SystemExit', 'BaseException', {
  init: (self, args) => {
    plainInit(self, args);
    setExtra(self as Exc, 'code', args.length === 0 ? null : args.length === 1 ? args[0] : new Tuple(args));
  },
}, extras('code'));
exc('Exception', 'BaseException');
exc('StopIteration', 'Exception', {}, { value: [(e: Exc) => getExtra(e, 'value') ?? e.args.items[0] ?? null, (e: Exc, v: Value | undefined) => setExtra(e, 'value', v ?? null)] });
exc('StopAsyncIteration', 'Exception');
exc('ArithmeticError', 'Exception');
for (const n of ['FloatingPointError', 'OverflowError', 'ZeroDivisionError']) exc(n, 'ArithmeticError');
exc('AssertionError', 'Exception');
exc('AttributeError', 'Exception', { init: keywordInit('name', 'obj') }, extras('name', 'obj'));
exc('BufferError', 'Exception');
exc('EOFError', 'Exception');
exc('ImportError', 'Exception', {
  init: (self, args, kw) => {
    keywordInit('name', 'path')(self, args, kw);
    setExtra(self as Exc, 'msg', args.length === 1 ? args[0] : null);
  },
  str: v => {
    const msg = getExtra(v as Exc, 'msg');
    return typeof msg === 'string' ? msg : T.exception.slots.str!(v);
  },
}, extras('msg', 'name', 'path'));
exc('ModuleNotFoundError', 'ImportError');
exc('LookupError', 'Exception');
exc('IndexError', 'LookupError');
exc('KeyError', 'LookupError', { str: v => ((v as Exc).args.items.length === 1 ? repr((v as Exc).args.items[0]) : T.exception.slots.str!(v)) });
exc('MemoryError', 'Exception');
exc('NameError', 'Exception', { init: keywordInit('name') }, extras('name'));
exc('UnboundLocalError', 'NameError');
exc('ReferenceError', 'Exception');
exc('RuntimeError', 'Exception');
exc('NotImplementedError', 'RuntimeError');
exc('RecursionError', 'RuntimeError');
exc('SystemError', 'Exception');
exc('TypeError', 'Exception');
exc('ValueError', 'Exception');
exc('Warning', 'Exception');
for (const n of ['BytesWarning', 'DeprecationWarning', 'EncodingWarning', 'FutureWarning', 'ImportWarning', 'PendingDeprecationWarning', 'ResourceWarning', 'RuntimeWarning', 'SyntaxWarning', 'UnicodeWarning', 'UserWarning']) exc(n, 'Warning');

// OSError -----------------------------------------------------------------------------------------------------------

/** errno → subclass, as on Linux. */
const byErrno: Readonly<Record<number, string>> = {
  11: 'BlockingIOError', 114: 'BlockingIOError', 115: 'BlockingIOError', 10: 'ChildProcessError', 32: 'BrokenPipeError', 108: 'BrokenPipeError', 103: 'ConnectionAbortedError',
  111: 'ConnectionRefusedError', 104: 'ConnectionResetError', 17: 'FileExistsError', 2: 'FileNotFoundError', 21: 'IsADirectoryError', 20: 'NotADirectoryError', 4: 'InterruptedError',
  1: 'PermissionError', 13: 'PermissionError', 3: 'ProcessLookupError', 110: 'TimeoutError',
};
function fillOsError(e: Exc, args: readonly Value[]): void {
  e.args = new Tuple(args.length >= 3 && args.length <= 5 ? args.slice(0, 2) : args);
  if (args.length < 2 || args.length > 5) return;
  setExtra(e, 'errno', args[0]);
  setExtra(e, 'strerror', args[1]);
  if (args.length >= 3 && args[2] !== null) setExtra(e, 'filename', args[2]);
  if (args.length === 5 && args[4] !== null) setExtra(e, 'filename2', args[4]);
}
osErrors.fill = fillOsError;
const osError = exc('OSError', 'Exception', {
  new: (cls, args) => {
    let made = cls;
    if (cls === osError && args.length >= 2 && args.length <= 5 && typeof args[0] === 'number') made = excTypes.get(byErrno[args[0]] ?? 'OSError')!;
    const e = made.alloc!(made) as Exc;
    fillOsError(e, args);
    return e;
  },
  init: (self, args) => {
    touch(self as Exc);
    if (typeOf(self).slots.new === osError.own.new) fillOsError(self as Exc, args);
  },
  str: v => {
    const e = v as Exc;
    const [errno, strerror, filename, filename2] = ['errno', 'strerror', 'filename', 'filename2'].map(n => getExtra(e, n));
    if (filename !== undefined) {
      const tail = filename2 === undefined ? repr(filename) : `${repr(filename)} -> ${repr(filename2)}`;
      return `[Errno ${str(errno ?? null)}] ${str(strerror ?? null)}: ${tail}`;
    }
    if (errno !== undefined && strerror !== undefined) return `[Errno ${str(errno)}] ${str(strerror)}`;
    return T.exception.slots.str!(v);
  },
}, extras('errno', 'strerror', 'filename', 'filename2'));
for (const n of ['BlockingIOError', 'ChildProcessError', 'ConnectionError', 'FileExistsError', 'FileNotFoundError', 'InterruptedError', 'IsADirectoryError', 'NotADirectoryError', 'PermissionError', 'ProcessLookupError', 'TimeoutError']) exc(n, 'OSError');
for (const n of ['BrokenPipeError', 'ConnectionAbortedError', 'ConnectionRefusedError', 'ConnectionResetError']) exc(n, 'ConnectionError');

// SyntaxError, Unicode errors -----------------------------------------------------------------------------------------

const place = ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset'];
exc('SyntaxError', 'Exception', {
  init: (self, args) => {
    plainInit(self, args);
    const e = self as Exc;
    if (args.length > 0) setExtra(e, 'msg', args[0]);
    if (args.length !== 2) return;
    const told = toArray(args[1]);
    if (told.length < 4) throw typeError(`function takes at least 4 arguments (${told.length} given)`);
    if (told.length > 6) throw typeError(`function takes at most 6 arguments (${told.length} given)`);
    if (told.length === 5) throw typeError('end_offset must be provided when end_lineno is provided');
    place.forEach((n, i) => setExtra(e, n, told[i] ?? null));
  },
  str: v => {
    const [msg, filename, lineno] = ['msg', 'filename', 'lineno'].map(n => getExtra(v as Exc, n) ?? null);
    for (const v of [msg, filename, lineno]) if (v instanceof Unknown) throw new UnknownUsed(v.origins);
    const base = typeof filename === 'string' ? filename.replace(/^.*\//, '') : null;
    const placed = typeof lineno === 'number' || typeof lineno === 'bigint';
    if (base !== null && placed) return `${str(msg)} (${base}, line ${str(lineno)})`;
    if (base !== null) return `${str(msg)} (${base})`;
    return placed ? `${str(msg)} (line ${str(lineno)})` : str(msg);
  },
}, { ...extras('msg', ...place), print_file_and_line: [() => null] });
exc('IndentationError', 'SyntaxError');
exc('TabError', 'IndentationError');

exc('UnicodeError', 'ValueError');
const unicodeError = (name: string, fields: readonly string[], said: (get: (n: string) => Value, e: Exc) => string): void => {
  exc(name, 'UnicodeError', {
    init: (self, args) => {
      plainInit(self, args);
      if (args.length !== fields.length) throw typeError(`function takes exactly ${fields.length} arguments (${args.length} given)`);
      fields.forEach((f, i) => setExtra(self as Exc, f, args[i]));
    },
    str: v => {
      const e = v as Exc;
      if (getExtra(e, fields[0]) === undefined) {
        if (e.args.items.length !== fields.length) return '';
        // What was set since then stays.
        fields.forEach((f, i) => {
          if (getExtra(e, f) === undefined) setExtra(e, f, e.args.items[i]);
        });
      }
      return said(n => getExtra(e, n) ?? null, e);
    },
  }, Object.fromEntries(fields.map(n => [n, [(e: Exc) => getExtra(e, n) ?? e.args.items[fields.indexOf(n)] ?? null, (e: Exc, v: Value | undefined) => setExtra(e, n, v ?? null)] as const])));
};
const escaped = (code: number): string => (code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`);
const span = (get: (n: string) => Value): [number, number] => [Number(get('start')), Number(get('end'))];
unicodeError('UnicodeEncodeError', ['encoding', 'object', 'start', 'end', 'reason'], get => {
  const [start, end] = span(get);
  const chars = [...String(get('object'))];
  if (start < chars.length && end === start + 1) return `'${str(get('encoding'))}' codec can't encode character '${escaped(chars[start].codePointAt(0)!)}' in position ${start}: ${str(get('reason'))}`;
  return `'${str(get('encoding'))}' codec can't encode characters in position ${start}-${end - 1}: ${str(get('reason'))}`;
});
unicodeError('UnicodeDecodeError', ['encoding', 'object', 'start', 'end', 'reason'], get => {
  const [start, end] = span(get);
  const { data } = get('object') as unknown as { data: Uint8Array };
  if (start < data.length && end === start + 1) return `'${str(get('encoding'))}' codec can't decode byte 0x${data[start].toString(16).padStart(2, '0')} in position ${start}: ${str(get('reason'))}`;
  return `'${str(get('encoding'))}' codec can't decode bytes in position ${start}-${end - 1}: ${str(get('reason'))}`;
});
unicodeError('UnicodeTranslateError', ['object', 'start', 'end', 'reason'], get => {
  const [start, end] = span(get);
  const chars = [...String(get('object'))];
  if (start < chars.length && end === start + 1) return `can't translate character '${escaped(chars[start].codePointAt(0)!)}' in position ${start}: ${str(get('reason'))}`;
  return `can't translate characters in position ${start}-${end - 1}: ${str(get('reason'))}`;
});

caughtAttributeError.is = thrown => {
  const r = asRaise(thrown);
  return r !== undefined && isSubtype(r.exc.cls, excTypes.get('AttributeError')!);
};
excTypes.set('EnvironmentError', osError).set('IOError', osError);
