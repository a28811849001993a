// The abstract classes of `_io` (Modules/_io/iobase.c, bufferedio.c, textio.c) and what all streams share: closing, checks, lines.
import { getAttr, getAttrOr, typeOf } from '../../attributes.ts';
import { call, callMethod } from '../../calls.ts';
import { newType } from '../../classes.ts';
import { defineClass, setRaw } from '../../define.ts';
import { typeName } from '../../names.ts';
import { iterate, truth } from '../../operators.ts';
import { asRaise, excTypes, raise, type Raise, raising, typeError, valueError } from '../../raise.ts';
import { touch, vm } from '../../state.ts';
import { bytesOrNone, toSsize } from '../../types/convert.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { ByteArray, Bytes, Dict, type Exc, List, Mutable, T, type Type, type Value } from '../../values.ts';

/** An instance of a class of `_io`, or of a subclass written in Python. */
export class Stream extends Mutable {
  /** `close` of the base class has run. */
  ended = false;
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}

/** Made as a class statement would: io.py writes to it. */
export const unsupportedClass: Type = makeUnsupported();
function makeUnsupported(): Type {
  const names = new Dict();
  setRaw(names, '__module__', 'io');
  return newType(T.type, 'UnsupportedOperation', [excTypes.get('OSError')!, excTypes.get('ValueError')!], names, null);
}
export function unsupported(what: string): Raise {
  return raise(call(unsupportedClass, [what]) as Exc);
}
export const closedError = (text = 'I/O operation on closed file.'): unknown => valueError(text);

/** `_checkClosed` and its like, over any stream object. */
export function checkOpen(s: Value): void {
  if (truth(getAttr(s, 'closed'))) throw closedError();
}
export function checkAble(s: Value, question: 'readable' | 'writable' | 'seekable', complaint: string): void {
  if (!truth(callMethod(s, question))) throw unsupported(complaint);
}
/** A size argument: None and absent are -1. */
export function sizeOf(v: Value | undefined): number {
  if (v === undefined || v === null) return -1;
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  if (typeof v !== 'number' && typeof v !== 'bigint' && typeof v !== 'boolean' && typeOf(v).slots.index === undefined) throw typeError(`argument should be integer or None, not '${typeName(typeOf(v))}'`);
  return toSsize(v);
}
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
/** Bytes that a method of some stream gave back. */
export function givenBytes(v: Value, method: string): Uint8Array {
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  const data = bytesOrNone(v);
  if (data === undefined) throw raising('OSError', `${method}() should return bytes`);
  return data;
}

/** A line by `peek` and `read` (`_io__IOBase_readline`). */
function readLine(s: Value, limit: number): Value {
  const parts: Uint8Array[] = [];
  let size = 0;
  const peek = getAttrOr(s, 'peek');
  while (limit < 0 || size < limit) {
    let ahead = 1;
    if (peek !== undefined) {
      const view = givenBytes(call(peek, [1]), 'peek');
      if (view.length > 0) {
        const newline = view.indexOf(10);
        ahead = newline >= 0 ? newline + 1 : view.length;
        if (limit >= 0) ahead = Math.min(ahead, limit - size);
      }
    }
    const b = callMethod(s, 'read', [ahead]);
    if (b instanceof Unknown) throw new UnknownUsed(b.origins);
    if (!(b instanceof Bytes)) throw raising('OSError', `read() should have returned a bytes object, not '${typeName(typeOf(b))}'`);
    if (b.data.length === 0) break;
    parts.push(b.data);
    size += b.data.length;
    if (b.data[b.data.length - 1] === 10) break;
    if (--vm.fuel < 0) vm.refuel();
  }
  return new Bytes(concat(parts));
}

const no = (what: string) => (): Value => {
  throw unsupported(what);
};
export const ioBase: Type = defineClass({
  name: '_IOBase',
  module: '_io',
  doc: 'The abstract base class for all I/O classes.\n',
  hasDict: true,
  alloc: cls => new Stream(cls),
  slots: {
    iter: s => {
      checkOpen(s);
      return s;
    },
    next: s => {
      const line = callMethod(s, 'readline');
      return line instanceof Unknown || truth(line) ? line : undefined;
    },
  },
  methods: {
    seek: { params: 'self, *args', call: no('seek') },
    tell: { params: 'self, /', call: (s: Value) => callMethod(s, 'seek', [0, 1]) },
    truncate: { params: 'self, *args', call: no('truncate') },
    flush: {
      params: 'self, /',
      call: (s: Stream) => {
        if (s.ended) throw closedError();
        return null;
      },
    },
    close: { params: 'self, /', call: (s: Stream) => (closeBase(s), null) },
    seekable: { params: 'self, /', call: () => false },
    readable: { params: 'self, /', call: () => false },
    writable: { params: 'self, /', call: () => false },
    _checkClosed: { params: 'self, *args', call: (s: Value) => (checkOpen(s), null) },
    _checkSeekable: { params: 'self, *args', call: (s: Value) => (checkAble(s, 'seekable', 'File or stream is not seekable.'), true) },
    _checkReadable: { params: 'self, *args', call: (s: Value) => (checkAble(s, 'readable', 'File or stream is not readable.'), true) },
    _checkWritable: { params: 'self, *args', call: (s: Value) => (checkAble(s, 'writable', 'File or stream is not writable.'), true) },
    fileno: { params: 'self, /', call: no('fileno') },
    isatty: {
      params: 'self, /',
      call: (s: Value) => {
        checkOpen(s);
        return false;
      },
    },
    __enter__: {
      params: 'self, /',
      call: (s: Value) => {
        checkOpen(s);
        return s;
      },
    },
    __exit__: { params: 'self, *args', call: (s: Value) => callMethod(s, 'close') },
    readline: { params: 'self, size=-1, /', returns: 'bytes', call: (s: Value, n?: Value) => readLine(s, sizeOf(n)) },
    readlines: {
      params: 'self, hint=-1, /',
      call: (s: Value, hint?: Value) => {
        const most = sizeOf(hint);
        const out: Value[] = [];
        let size = 0;
        const it = iterate(s);
        for (let line = it.next(); line !== undefined; line = it.next()) {
          out.push(line);
          if (--vm.fuel < 0) vm.refuel();
          if (most <= 0) continue;
          size += typeof line === 'string' ? line.length : (bytesOrNone(line)?.length ?? 0);
          if (size > most) break;
        }
        return new List(out);
      },
    },
    writelines: {
      params: 'self, lines, /',
      call: (s: Value, lines: Value) => {
        checkOpen(s);
        const it = iterate(lines);
        for (let line = it.next(); line !== undefined; line = it.next()) callMethod(s, 'write', [line]);
        return null;
      },
    },
  },
  getset: { closed: [(s: Stream) => s.ended] },
});
/** `_IOBase.close`: flushes, then the stream counts as closed even if that failed. */
export function closeBase(s: Stream): void {
  if (s.ended) return;
  try {
    callMethod(s, 'flush');
  } finally {
    touch(s);
    s.ended = true;
  }
}
/** Does both; what the second raises has the first one's exception as its context. */
export function afterwards(first: () => void, second: () => void): void {
  const { frame } = vm;
  let failed: Raise | undefined;
  try {
    first();
  } catch (e) {
    failed = asRaise(e);
    if (failed === undefined) throw e;
    vm.frame = frame;
  }
  try {
    second();
  } catch (e) {
    const r = asRaise(e);
    if (r !== undefined && failed !== undefined && r.exc !== failed.exc) r.exc.context ??= failed.exc;
    throw r ?? e;
  }
  if (failed !== undefined) throw failed;
}

const notImplemented = (): Value => {
  throw raising('NotImplementedError');
};
export const rawBase: Type = defineClass({
  name: '_RawIOBase',
  module: '_io',
  bases: [ioBase],
  doc: 'Base class for raw binary I/O.',
  methods: {
    read: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (s: Value, size?: Value) => {
        const n = size === undefined ? -1 : toSsize(size);
        if (n < 0) return callMethod(s, 'readall');
        const b = new ByteArray(new Uint8Array(n));
        const r = callMethod(s, 'readinto', [b]);
        if (r === null || r instanceof Unknown) return r;
        return new Bytes(b.data.slice(0, toSsize(r)));
      },
    },
    readinto: { params: 'self, *args', call: notImplemented },
    write: { params: 'self, *args', call: notImplemented },
    readall: {
      params: 'self, /', returns: 'bytes',
      call: (s: Value) => {
        const parts: Uint8Array[] = [];
        for (;;) {
          const r = callMethod(s, 'read', [8192]);
          if (r === null) return parts.length === 0 ? null : new Bytes(concat(parts));
          if (r instanceof Unknown) return r;
          if (!(r instanceof Bytes)) throw typeError('read() should return bytes');
          if (r.data.length === 0) return new Bytes(concat(parts));
          parts.push(r.data);
          if (--vm.fuel < 0) vm.refuel();
        }
      },
    },
  },
});

function readInto(s: Value, buffer: Value, method: 'read' | 'read1'): Value {
  const target = bytesOrNone(buffer);
  if (target === undefined || buffer instanceof Bytes) throw typeError(`readinto() argument must be read-write bytes-like object, not ${typeName(typeOf(buffer))}`);
  const r = callMethod(s, method, [target.length]);
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  if (!(r instanceof Bytes)) throw typeError('read() should return bytes');
  if (r.data.length > target.length) throw valueError(`read() returned too much data: ${target.length} bytes requested, ${r.data.length} returned`);
  if (buffer instanceof Mutable) touch(buffer);
  target.set(r.data);
  return r.data.length;
}
export const bufferedBase: Type = defineClass({
  name: '_BufferedIOBase',
  module: '_io',
  bases: [ioBase],
  doc: 'Base class for buffered IO objects.',
  methods: {
    detach: { params: 'self, /', call: no('detach') },
    read: { params: 'self, *args', call: no('read') },
    read1: { params: 'self, *args', call: no('read1') },
    write: { params: 'self, *args', call: no('write') },
    readinto: { params: 'self, buffer, /', returns: 'int', call: (s: Value, b: Value) => readInto(s, b, 'read') },
    readinto1: { params: 'self, buffer, /', returns: 'int', call: (s: Value, b: Value) => readInto(s, b, 'read1') },
  },
});
export const textBase: Type = defineClass({
  name: '_TextIOBase',
  module: '_io',
  bases: [ioBase],
  doc: 'Base class for text I/O.',
  methods: {
    detach: { params: 'self, /', call: no('detach') },
    read: { params: 'self, *args', call: no('read') },
    readline: { params: 'self, *args', call: no('readline') },
    write: { params: 'self, *args', call: no('write') },
  },
  getset: { encoding: [() => null], newlines: [() => null], errors: [() => null] },
});
