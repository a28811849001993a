// `_io.BufferedReader`, `BufferedWriter`, `BufferedRandom` and `BufferedRWPair` (Modules/_io/bufferedio.c) over any raw stream.
import { getAttr, getAttrOr } from '../../attributes.ts';
import { call, callMethod } from '../../calls.ts';
import { defineClass, type GetSets, type Methods } from '../../define.ts';
import { typeName } from '../../names.ts';
import { truth, repr } from '../../operators.ts';
import { raising, typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch, vm } from '../../state.ts';
import { bytesOf, toParsedInt, toSsize, writableBytes } from '../../types/convert.ts';
import { hasIndex } from '../../types/indices.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { ByteArray, Bytes, type Kw, Mutable, T, type Type, type Value } from '../../values.ts';
import { readFd, seekFd, writeFd } from '../descriptors.ts';
import { afterwards, bufferedBase, checkAble, closedError, concat, givenBytes, sizeOf, Stream, unsupported } from './base.ts';
import { FileIO, fileIO, readAll } from './file-io.ts';
import { pending } from './unflushed.ts';

export const DEFAULT_BUFFER_SIZE = 8192;
const EMPTY = new Uint8Array(0);

export class Buffered extends Stream {
  raw: Value = null;
  state: 'new' | 'ok' | 'detached' = 'new';
  size = DEFAULT_BUFFER_SIZE;
  reads = false;
  writes = false;
  /** Read ahead, from `at` on. */
  ahead: Uint8Array = EMPTY;
  at = 0;
  /** Written, but not yet handed down. */
  behind: Uint8Array[] = [];
  behindSize = 0;
  override saver(): () => void {
    const restore = super.saver();
    const behind = this.behind.slice();
    return () => {
      restore();
      this.behind = behind;
    };
  }
  get left(): number {
    return this.ahead.length - this.at;
  }
}

// The raw stream below ----------------------------------------------------------------------------------------------

/** Native, so that no method of a subclass is passed over. */
const plain = (raw: Value): raw is FileIO => raw instanceof FileIO && raw.cls === fileIO;

function ready(b: Buffered): void {
  if (b.state === 'ok') return;
  throw valueError(b.state === 'detached' ? 'raw stream has been detached' : 'I/O operation on uninitialized object');
}
const isClosed = (b: Buffered): boolean => (plain(b.raw) ? b.raw.fd < 0 : truth(getAttr(b.raw, 'closed')));
function open(b: Buffered, complaint: string): void {
  ready(b);
  // What was read ahead may still be read from a closed raw stream.
  if (isClosed(b) && b.left === 0) throw closedError(complaint);
}
/** One read of the raw stream; null where it would block. */
function rawRead(b: Buffered, n: number): Uint8Array | null {
  if (plain(b.raw)) return readFd(b.raw.fd, n);
  const target = new ByteArray(new Uint8Array(n));
  const r = callMethod(b.raw, 'readinto', [call(T.memoryview, [target])]);
  if (r === null) return null;
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  if (!hasIndex(r)) throw raising('OSError', 'raw readinto() failed');
  const count = toSsize(r);
  if (count < 0 || count > n) throw raising('OSError', `raw readinto() returned invalid length ${count} (should have been between 0 and ${n})`);
  return target.data.slice(0, count);
}
function rawSeek(b: Buffered, pos: number, whence: number): number {
  if (plain(b.raw)) return seekFd(b.raw.fd, pos, whence);
  const r = toSsize(callMethod(b.raw, 'seek', [pos, whence]));
  if (r < 0) throw raising('OSError', `Raw stream returned invalid position ${r}`);
  return r;
}
function rawTell(b: Buffered): number {
  if (plain(b.raw)) return seekFd(b.raw.fd, 0, 1);
  const v = callMethod(b.raw, 'tell');
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  const r = toSsize(v);
  if (r < 0) throw raising('OSError', `Raw stream returned invalid position ${r}`);
  return r;
}
function rawWrite(b: Buffered, data: Uint8Array): number | null {
  if (plain(b.raw)) return writeFd(b.raw.fd, data);
  const r = callMethod(b.raw, 'write', [new Bytes(data)]);
  if (r === null) return null;
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  const n = toSsize(r);
  if (n < 0 || n > data.length) throw raising('OSError', `raw write() returned invalid length ${n} (should have been between 0 and ${data.length})`);
  return n;
}

// Both ways ---------------------------------------------------------------------------------------------------------

/** Hands down what was written. */
export function flush(b: Buffered): void {
  if (b.behindSize === 0) return;
  let data = concat(b.behind);
  touch(b);
  while (data.length > 0) {
    const n = rawWrite(b, data);
    if (n === null) throw raising('BlockingIOError', 11, 'write could not complete without blocking', 0);
    data = data.subarray(n);
    b.behind = [data];
    b.behindSize = data.length;
  }
  b.behind = [];
  pending.delete(b);
}
/** Forgets what was read ahead, going back to where the reader stands. */
function rewind(b: Buffered): void {
  if (b.left > 0) rawSeek(b, -b.left, 1);
  touch(b);
  b.ahead = EMPTY;
  b.at = 0;
}
function fill(b: Buffered): boolean {
  const data = rawRead(b, b.size);
  touch(b);
  b.ahead = data ?? EMPTY;
  b.at = 0;
  return data !== null && data.length > 0;
}
function take(b: Buffered, n: number): Uint8Array {
  touch(b);
  const part = b.ahead.subarray(b.at, b.at + n);
  b.at += part.length;
  return part;
}
/** `read(n)`; a negative size reads to the end. Null where the raw stream would block before a byte came. */
export function read(b: Buffered, n: number): Uint8Array | null {
  if (b.writes) flush(b);
  if (n < 0) {
    const first = take(b, b.left).slice();
    touch(b);
    b.ahead = EMPTY;
    b.at = 0;
    if (plain(b.raw)) return concat([first, readAll(b.raw)]);
    const all = getAttrOr(b.raw, 'readall');
    if (all !== undefined) {
      const r = call(all, []);
      if (r === null) return first.length > 0 ? first : null;
      if (r instanceof Unknown) throw new UnknownUsed(r.origins);
      if (!(r instanceof Bytes)) throw typeError('readall() should return bytes');
      return concat([first, r.data]);
    }
    const parts: Uint8Array[] = [first];
    for (;;) {
      const r = callMethod(b.raw, 'read');
      if (r === null) return parts.length > 1 || first.length > 0 ? concat(parts) : null;
      const data = givenBytes(r, 'read');
      if (data.length === 0) return concat(parts);
      parts.push(data);
    }
  }
  if (n <= b.left) return take(b, n).slice();
  const parts: Uint8Array[] = [take(b, b.left).slice()];
  let missing = n - parts[0].length;
  touch(b);
  b.ahead = EMPTY;
  b.at = 0;
  while (missing > 0) {
    // Whole blocks go past the buffer.
    const whole = missing - (missing % b.size);
    if (whole > 0) {
      const data = rawRead(b, whole);
      if (data === null || data.length === 0) return data === null && missing === n ? null : concat(parts);
      parts.push(data);
      missing -= data.length;
    } else {
      const data = rawRead(b, b.size);
      if (data === null || data.length === 0) return data === null && missing === n ? null : concat(parts);
      b.ahead = data;
      b.at = 0;
      const part = take(b, missing);
      parts.push(part.slice());
      missing -= part.length;
    }
    if (--vm.fuel < 0) vm.refuel();
  }
  return concat(parts);
}
export function read1(b: Buffered, n: number): Uint8Array {
  const count = n < 0 ? b.size : n;
  if (count === 0) return EMPTY;
  if (b.left > 0) return take(b, Math.min(count, b.left)).slice();
  if (b.writes) flush(b);
  touch(b);
  b.ahead = EMPTY;
  b.at = 0;
  return rawRead(b, count) ?? EMPTY;
}
function readLine(b: Buffered, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (b.writes) flush(b);
  while (limit < 0 || size < limit) {
    if (b.left === 0 && !fill(b)) break;
    const newline = b.ahead.indexOf(10, b.at);
    let n = newline < 0 ? b.left : newline + 1 - b.at;
    if (limit >= 0) n = Math.min(n, limit - size);
    const part = take(b, n);
    parts.push(part.slice());
    size += n;
    if (part[part.length - 1] === 10) break;
    if (--vm.fuel < 0) vm.refuel();
  }
  return concat(parts);
}
export function write(b: Buffered, data: Uint8Array): number {
  if (b.reads && b.left > 0) rewind(b);
  touch(b);
  if (b.behindSize + data.length <= b.size) {
    if (data.length > 0) {
      b.behind.push(data.slice());
      b.behindSize += data.length;
      if (plain(b.raw)) pending.add(b);
    }
    return data.length;
  }
  flush(b);
  let rest = data;
  while (rest.length > b.size) {
    const n = rawWrite(b, rest.slice());
    if (n === null) throw raising('BlockingIOError', 11, 'write could not complete without blocking', data.length - rest.length);
    rest = rest.subarray(n);
  }
  if (rest.length > 0) {
    touch(b);
    b.behind.push(rest.slice());
    b.behindSize = rest.length;
    if (plain(b.raw)) pending.add(b);
  }
  return data.length;
}
export function tell(b: Buffered): number {
  const pos = rawTell(b) - b.left + b.behindSize;
  return pos;
}
export function seek(b: Buffered, target: number, whence: number): number {
  flush(b);
  let to = target;
  if (whence === 1) to -= b.left;
  if (whence !== 2 && b.reads && b.left + b.at > 0) {
    // Within what was read ahead nothing needs to be read again.
    const here = rawTell(b);
    const wanted = whence === 0 ? target : here + to;
    const start = here - b.ahead.length;
    if (wanted >= start && wanted <= here) {
      touch(b);
      b.at = wanted - start;
      return wanted;
    }
  }
  const pos = rawSeek(b, to, whence);
  touch(b);
  b.ahead = EMPTY;
  b.at = 0;
  return pos;
}
export function close(b: Buffered): void {
  ready(b);
  if (isClosed(b)) return;
  afterwards(() => void callMethod(b, 'flush'), () => {
    touch(b);
    b.ahead = EMPTY;
    b.at = 0;
    b.behind = [];
    b.behindSize = 0;
    pending.delete(b);
    callMethod(b.raw, 'close');
  });
}

// The classes --------------------------------------------------------------------------------------------------------

const parameters = signature('raw, buffer_size=8192', false);
function setUp(b: Buffered, name: string, args: Value[], kw: Kw, reads: boolean, writes: boolean): void {
  const [raw, size] = bindNative(parameters, name, name, args, kw) as [Value, Value | undefined];
  touch(b);
  b.state = 'new';
  if (raw instanceof Unknown) throw new UnknownUsed(raw.origins);
  if (name === 'BufferedRandom') checkAble(raw, 'seekable', 'File or stream is not seekable.');
  if (reads) checkAble(raw, 'readable', 'File or stream is not readable.');
  if (writes) checkAble(raw, 'writable', 'File or stream is not writable.');
  const n = size === undefined ? DEFAULT_BUFFER_SIZE : toSsize(size);
  if (n <= 0) throw valueError('buffer size must be strictly positive');
  Object.assign(b, { raw, size: n, reads, writes, ahead: EMPTY, at: 0, behind: [], behindSize: 0, state: 'ok' });
}
const forward = (name: string) => ({ params: 'self, /', call: (b: Buffered) => (ready(b), callMethod(b.raw, name)) });
const bytesResult = (data: Uint8Array | null): Value => (data === null ? null : new Bytes(data));
function describe(b: Buffered): string {
  const name = b.state === 'ok' ? getAttrOr(b, 'name') : undefined;
  return name === undefined ? `<${typeName(b.cls)}>` : `<${typeName(b.cls)} name=${repr(name)}>`;
}
const common: Methods = {
  detach: {
    params: 'self, /',
    call: (b: Buffered) => {
      ready(b);
      callMethod(b, 'flush');
      const { raw } = b;
      touch(b);
      b.raw = null;
      b.state = 'detached';
      return raw;
    },
  },
  close: { params: 'self, /', call: (b: Buffered) => (close(b), null) },
  seekable: forward('seekable'),
  fileno: forward('fileno'),
  isatty: forward('isatty'),
  seek: {
    params: 'self, target, whence=0, /', returns: 'int',
    call: (b: Buffered, target: Value, whence: Value = 0) => {
      ready(b);
      const w = toParsedInt(whence);
      if (w < 0 || w > 2) throw valueError(`whence value ${w} unsupported`);
      if (isClosed(b)) throw closedError('seek of closed file');
      checkAble(b.raw, 'seekable', 'File or stream is not seekable.');
      return seek(b, toSsize(target), w);
    },
  },
  tell: {
    params: 'self, /', returns: 'int',
    call: (b: Buffered) => {
      ready(b);
      return tell(b);
    },
  },
  truncate: {
    params: 'self, pos=None, /', returns: 'int',
    call: (b: Buffered, pos: Value = null) => {
      ready(b);
      if (isClosed(b)) throw closedError('truncate of closed file');
      if (!b.writes) throw unsupported('truncate');
      flush(b);
      if (b.reads) rewind(b);
      return callMethod(b.raw, 'truncate', [pos]);
    },
  },
};
const commonGetSet: GetSets = {
  closed: [(b: Buffered) => (b.state === 'ok' ? getAttr(b.raw, 'closed') : (ready(b), false))],
  name: [(b: Buffered) => (ready(b), getAttr(b.raw, 'name'))],
  mode: [(b: Buffered) => (ready(b), getAttr(b.raw, 'mode'))],
  raw: [(b: Buffered) => (ready(b), b.raw)],
  _finalizing: [() => false],
};
const reading: Methods = {
  read: {
    params: 'self, size=-1, /', returns: 'bytes',
    call: (b: Buffered, size?: Value) => {
      ready(b);
      const n = sizeOf(size);
      if (n < -1) throw valueError('read length must be non-negative or -1');
      open(b, 'read of closed file');
      return bytesResult(read(b, n));
    },
  },
  read1: {
    params: 'self, size=-1, /', returns: 'bytes',
    call: (b: Buffered, size?: Value) => {
      open(b, 'read of closed file');
      return new Bytes(read1(b, size === undefined ? -1 : toSsize(size)));
    },
  },
  peek: {
    params: 'self, size=0, /', returns: 'bytes',
    call: (b: Buffered) => {
      open(b, 'peek of closed file');
      if (b.writes) flush(b);
      if (b.left === 0) fill(b);
      return new Bytes(b.ahead.slice(b.at));
    },
  },
  readinto: { params: 'self, buffer, /', returns: 'int', call: (b: Buffered, target: Value) => readInto(b, target, false) },
  readinto1: { params: 'self, buffer, /', returns: 'int', call: (b: Buffered, target: Value) => readInto(b, target, true) },
  readline: {
    params: 'self, size=-1, /', returns: 'bytes',
    call: (b: Buffered, size?: Value) => {
      open(b, 'readline of closed file');
      return new Bytes(readLine(b, sizeOf(size)));
    },
  },
  readable: forward('readable'),
};
function readInto(b: Buffered, target: Value, once: boolean): Value {
  open(b, 'readinto of closed file');
  const into = writableBytes(target, once ? 'readinto1' : 'readinto', 'argument');
  const data = once ? read1(b, into.length) : read(b, into.length);
  if (data === null) return null;
  if (target instanceof Mutable) touch(target);
  into.set(data);
  return data.length;
}
const writing: Methods = {
  write: {
    params: 'self, buffer, /', returns: 'int',
    call: (b: Buffered, data: Value) => {
      ready(b);
      const bytes = bytesOf(data);
      if (isClosed(b)) throw closedError('write to closed file');
      return write(b, bytes);
    },
  },
  writable: forward('writable'),
  flush: {
    params: 'self, /',
    call: (b: Buffered) => {
      ready(b);
      if (isClosed(b)) throw closedError('flush of closed file');
      flush(b);
      if (b.reads) rewind(b);
      return null;
    },
  },
};
const nextLine = (v: Value): Value | undefined => {
  const b = v as Buffered;
  const line = b.cls.builtin ? (open(b, 'readline of closed file'), new Bytes(readLine(b, -1))) : callMethod(b, 'readline');
  return truth(line) ? line : undefined;
};
export const bufferedReader: Type = defineClass({
  name: 'BufferedReader',
  module: '_io',
  bases: [bufferedBase],
  doc: 'Create a new buffered reader using the given readable raw IO object.',
  alloc: cls => new Buffered(cls),
  slots: { new: cls => new Buffered(cls), init: (s, args, kw) => setUp(s as Buffered, 'BufferedReader', args, kw, true, false), repr: v => describe(v as Buffered), next: nextLine },
  methods: { ...common, ...reading, flush: forward('flush') },
  getset: commonGetSet,
});
export const bufferedWriter: Type = defineClass({
  name: 'BufferedWriter',
  module: '_io',
  bases: [bufferedBase],
  doc: 'A buffer for a writeable sequential RawIO object.',
  alloc: cls => new Buffered(cls),
  slots: { new: cls => new Buffered(cls), init: (s, args, kw) => setUp(s as Buffered, 'BufferedWriter', args, kw, false, true), repr: v => describe(v as Buffered) },
  methods: { ...common, ...writing },
  getset: commonGetSet,
});
export const bufferedRandom: Type = defineClass({
  name: 'BufferedRandom',
  module: '_io',
  bases: [bufferedBase],
  doc: 'A buffered interface to random access streams.',
  alloc: cls => new Buffered(cls),
  slots: { new: cls => new Buffered(cls), init: (s, args, kw) => setUp(s as Buffered, 'BufferedRandom', args, kw, true, true), repr: v => describe(v as Buffered), next: nextLine },
  methods: { ...common, ...reading, ...writing },
  getset: commonGetSet,
});

class Pair extends Stream {
  reader: Value = null;
  writer: Value = null;
}
const toReader = (name: string) => ({ params: 'self, *args', call: (p: Pair, args: Value[]) => callMethod(p.reader, name, args) });
const toWriter = (name: string) => ({ params: 'self, *args', call: (p: Pair, args: Value[]) => callMethod(p.writer, name, args) });
export const bufferedPair: Type = defineClass({
  name: 'BufferedRWPair',
  module: '_io',
  bases: [bufferedBase],
  doc: 'A buffered reader and writer object together.',
  alloc: cls => new Pair(cls),
  slots: {
    new: cls => new Pair(cls),
    init: (s, args, kw) => {
      if (kw !== null && kw.size > 0) throw typeError('BufferedRWPair() takes no keyword arguments');
      if (args.length < 2) throw typeError(`BufferedRWPair expected at least 2 arguments, got ${args.length}`);
      const p = s as Pair;
      const [reader, writer, size = DEFAULT_BUFFER_SIZE] = args;
      checkAble(reader, 'readable', 'File or stream is not readable.');
      checkAble(writer, 'writable', 'File or stream is not writable.');
      touch(p);
      p.reader = call(bufferedReader, [reader, size]);
      p.writer = call(bufferedWriter, [writer, size]);
    },
  },
  methods: {
    read: toReader('read'), peek: toReader('peek'), read1: toReader('read1'), readinto: toReader('readinto'), readinto1: toReader('readinto1'), readable: toReader('readable'), write: toWriter('write'), flush: toWriter('flush'), writable: toWriter('writable'),
    close: { params: 'self, /', call: (p: Pair) => (afterwards(() => void callMethod(p.writer, 'close'), () => void callMethod(p.reader, 'close')), null) },
    isatty: { params: 'self, /', call: (p: Pair) => truth(callMethod(p.writer, 'isatty')) || truth(callMethod(p.reader, 'isatty')) },
  },
  getset: { closed: [(p: Pair) => getAttr(p.writer, 'closed')] },
});
