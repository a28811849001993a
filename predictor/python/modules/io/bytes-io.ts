// `_io.BytesIO` (Modules/_io/bytesio.c).
import { call } from '../../calls.ts';
import { defineClass } from '../../define.ts';
import { iterate } from '../../operators.ts';
import { typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch, vm } from '../../state.ts';
import { bytesOf, strOf, toParsedInt, toSsize, writableBytes } from '../../types/convert.ts';
import { Bytes, Dict, List, Mutable, T, Tuple, type Type, type Value } from '../../values.ts';
import { typeName } from '../../names.ts';
import { ownDict, typeOf } from '../../attributes.ts';
import { bufferedBase, closedError, sizeOf, Stream } from './base.ts';
import { reserve } from '../../types/large.ts';

export class BytesIO extends Stream {
  /** The buffer may be longer than what is in it. */
  data: Uint8Array = new Uint8Array(0);
  length = 0;
  at = 0;
  closed = false;
  override saver(): () => void {
    const restore = super.saver();
    const data = this.data.slice(0, this.length);
    return () => {
      restore();
      this.data = data;
    };
  }
  get content(): Uint8Array {
    return this.data.subarray(0, this.length);
  }
}
function check(b: BytesIO): void {
  if (b.closed) throw closedError();
}
export function bytesRead(b: BytesIO, n: number): Uint8Array {
  const end = n < 0 ? b.length : Math.min(b.length, b.at + n);
  if (end <= b.at) return new Uint8Array(0);
  touch(b);
  const out = b.data.slice(b.at, end);
  b.at = end;
  return out;
}
function line(b: BytesIO, limit: number): Uint8Array {
  if (b.at >= b.length) return new Uint8Array(0);
  const i = b.content.indexOf(10, b.at);
  let end = i < 0 ? b.length : i + 1;
  if (limit >= 0) end = Math.min(end, b.at + limit);
  touch(b);
  const out = b.data.slice(b.at, end);
  b.at = end;
  return out;
}
export function bytesWrite(b: BytesIO, data: Uint8Array): number {
  if (data.length === 0) return 0;
  touch(b);
  const end = b.at + data.length;
  if (end > b.data.length) {
    reserve(end);
    const grown = new Uint8Array(Math.max(end, Math.min(b.data.length * 2, b.data.length + (1 << 24)), 64));
    grown.set(b.content);
    b.data = grown;
  }
  if (b.at > b.length) b.data.fill(0, b.length, b.at);
  b.data.set(data, b.at);
  b.at = end;
  if (end > b.length) b.length = end;
  return data.length;
}
/** What `getbuffer` lends: the bytes themselves, to be written to. */
class Window extends Mutable {
  readonly readonlyBuffer = false;
  private readonly of: BytesIO;
  constructor(of: BytesIO) {
    super(windowClass);
    this.of = of;
  }
  exportBytes(): Uint8Array {
    return this.of.content;
  }
  override saver(): () => void {
    return this.of.saver();
  }
}
const windowClass = defineClass({ name: '_BytesIOBuffer', module: '_io', subclassable: false });

const parameters = signature("initial_bytes=b''", false);

export const bytesIO: Type = defineClass({
  name: 'BytesIO',
  module: '_io',
  bases: [bufferedBase],
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
  alloc: cls => new BytesIO(cls),
  slots: {
    new: cls => new BytesIO(cls),
    init: (s, args, kw) => {
      const [initial] = bindNative(parameters, 'BytesIO', 'BytesIO', args, kw) as [Value | undefined];
      const b = s as BytesIO;
      touch(b);
      b.at = 0;
      b.data = initial === undefined || initial === null ? new Uint8Array(0) : bytesOf(initial).slice();
      b.length = b.data.length;
    },
    iter: s => {
      check(s as BytesIO);
      return s;
    },
    next: s => {
      const b = s as BytesIO;
      check(b);
      const l = line(b, -1);
      return l.length === 0 ? undefined : new Bytes(l);
    },
  },
  methods: {
    read: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (b: BytesIO, size?: Value) => {
        check(b);
        return new Bytes(bytesRead(b, sizeOf(size)));
      },
    },
    read1: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (b: BytesIO, size?: Value) => {
        check(b);
        return new Bytes(bytesRead(b, sizeOf(size)));
      },
    },
    readline: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (b: BytesIO, size?: Value) => {
        check(b);
        return new Bytes(line(b, sizeOf(size)));
      },
    },
    readlines: {
      params: 'self, size=None, /',
      call: (b: BytesIO, size?: Value) => {
        check(b);
        const most = sizeOf(size);
        const out: Value[] = [];
        let total = 0;
        for (let l = line(b, -1); l.length > 0; l = line(b, -1)) {
          out.push(new Bytes(l));
          total += l.length;
          if (most > 0 && total >= most) break;
          if (--vm.fuel < 0) vm.refuel();
        }
        return new List(out);
      },
    },
    readinto: {
      params: 'self, buffer, /', returns: 'int',
      call: (b: BytesIO, target: Value) => {
        check(b);
        const into = writableBytes(target, 'readinto', 'argument');
        const data = bytesRead(b, into.length);
        if (target instanceof Mutable) touch(target);
        into.set(data);
        return data.length;
      },
    },
    write: {
      params: 'self, b, /', returns: 'int',
      call: (b: BytesIO, data: Value) => {
        check(b);
        return bytesWrite(b, bytesOf(data));
      },
    },
    writelines: {
      params: 'self, lines, /',
      call: (b: BytesIO, lines: Value) => {
        check(b);
        const it = iterate(lines);
        for (let l = it.next(); l !== undefined; l = it.next()) bytesWrite(b, bytesOf(l));
        return null;
      },
    },
    getvalue: {
      params: 'self, /', returns: 'bytes',
      call: (b: BytesIO) => {
        check(b);
        return new Bytes(b.content.slice());
      },
    },
    getbuffer: {
      params: 'self, /',
      call: (b: BytesIO) => {
        check(b);
        return call(T.memoryview, [new Window(b)]);
      },
    },
    seek: {
      params: 'self, pos, whence=0, /', returns: 'int',
      call: (b: BytesIO, pos: Value, whence: Value = 0) => {
        check(b);
        const p = toSsize(pos);
        const w = toParsedInt(whence);
        if (p < 0 && w === 0) throw valueError(`negative seek value ${p}`);
        if (w < 0 || w > 2) throw valueError(`invalid whence (${w}, should be 0, 1 or 2)`);
        touch(b);
        b.at = Math.max(0, w === 1 ? b.at + p : w === 2 ? b.length + p : p);
        return b.at;
      },
    },
    tell: {
      params: 'self, /', returns: 'int',
      call: (b: BytesIO) => {
        check(b);
        return b.at;
      },
    },
    truncate: {
      params: 'self, size=None, /', returns: 'int',
      call: (b: BytesIO, size: Value = null) => {
        check(b);
        const n = size === null ? b.at : toSsize(size);
        if (n < 0) throw valueError(`negative size value ${n}`);
        touch(b);
        if (n < b.length) b.length = n;
        return n;
      },
    },
    close: {
      params: 'self, /',
      call: (b: BytesIO) => {
        touch(b);
        b.closed = true;
        b.data = new Uint8Array(0);
        b.length = 0;
        return null;
      },
    },
    flush: { params: 'self, /', call: (b: BytesIO) => (check(b), null) },
    readable: { params: 'self, /', call: (b: BytesIO) => (check(b), true) },
    writable: { params: 'self, /', call: (b: BytesIO) => (check(b), true) },
    seekable: { params: 'self, /', call: (b: BytesIO) => (check(b), true) },
    isatty: { params: 'self, /', call: (b: BytesIO) => (check(b), false) },
    __getstate__: {
      params: 'self, /',
      call: (b: BytesIO) => {
        check(b);
        return new Tuple([new Bytes(b.content.slice()), b.at, stateDict(b)]);
      },
    },
    __setstate__: {
      params: 'self, state, /',
      call: (b: BytesIO, state: Value) => {
        if (!(state instanceof Tuple) || state.items.length < 3) throw typeError(`${typeName(b.cls)}.__setstate__ argument should be 3-tuple, got ${typeName(typeOf(state))}`);
        touch(b);
        b.data = bytesOf(state.items[0]).slice();
        b.length = b.data.length;
        b.at = toSsize(state.items[1]);
        mergeDict(b, state.items[2]);
        return null;
      },
    },
  },
  getset: { closed: [(b: BytesIO) => b.closed] },
});
/** The instance's own attributes, for pickling; None where there are none. */
export function stateDict(s: Stream): Value {
  const d = ownDict(s);
  return d.map.size === 0 ? null : d;
}
export function mergeDict(s: Stream, d: Value): void {
  if (d instanceof Dict) for (const e of d.map.values()) s.cls.slots.setattr!(s, strOf(e.key)!, e.value);
}
