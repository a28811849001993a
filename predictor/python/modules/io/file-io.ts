// `_io.FileIO` (Modules/_io/fileio.c): a raw stream over a descriptor of the overlay.
import { getAttrOr, typeOf } from '../../attributes.ts';
import { call, callMethod } from '../../calls.ts';
import { defineClass } from '../../define.ts';
import { typeName } from '../../names.ts';
import { truth, repr } from '../../operators.ts';
import { typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch } from '../../state.ts';
import { bytesOf, strOf, toParsedInt, toSsize, writableBytes } from '../../types/convert.ts';
import { hasIndex } from '../../types/indices.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { Bytes, type Type, type Value } from '../../values.ts';
import { closeFd, O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY, openOf, openPath, readFd, seekFd, truncateFd, writeFd, zeros } from '../descriptors.ts';
import { isDevice, osError, pathArgument } from '../disk.ts';
import { closedError, rawBase, sizeOf, Stream, unsupported } from './base.ts';

export class FileIO extends Stream {
  fd = -1;
  reads = false;
  writes = false;
  created = false;
  appends = false;
  closefd = true;
}
const O_CLOEXEC = 0o2000000;
const parameters = signature("file, mode='r', closefd=True, opener=None", false);
const badMode = 'Must have exactly one of create/read/write/append mode and at most one plus';

function init(self: Value, args: Value[], kw: Map<string, Value> | null): void {
  const f = self as FileIO;
  const [file, modeValue, closefd = true, opener = null] = bindNative(parameters, 'FileIO', 'FileIO', args, kw) as [Value, Value | undefined, Value | undefined, Value | undefined];
  touch(f);
  if (f.fd >= 0 && f.closefd) closeFd(f.fd);
  Object.assign(f, { fd: -1, reads: false, writes: false, created: false, appends: false, ended: false });
  let given = -1;
  if (file instanceof Unknown) throw new UnknownUsed(file.origins);
  if (hasIndex(file) && typeof file !== 'string') {
    given = toParsedInt(file);
    if (given < 0) throw valueError('negative file descriptor');
  }
  const mode = modeValue === undefined ? 'r' : strOf(modeValue);
  if (mode === undefined) throw typeError(`FileIO() argument 'mode' must be str, not ${typeName(typeOf(modeValue!))}`);
  let flags = 0;
  let kinds = 0;
  let plus = false;
  for (const c of mode) {
    if (c === 'x') {
      kinds++;
      f.created = f.writes = true;
      flags |= O_EXCL | O_CREAT;
    } else if (c === 'r') {
      kinds++;
      f.reads = true;
    } else if (c === 'w') {
      kinds++;
      f.writes = true;
      flags |= O_CREAT | O_TRUNC;
    } else if (c === 'a') {
      kinds++;
      f.writes = f.appends = true;
      flags |= O_APPEND | O_CREAT;
    } else if (c === '+') {
      if (plus) throw valueError(badMode);
      f.reads = f.writes = plus = true;
    } else if (c !== 'b') throw valueError(`invalid mode: ${mode}`);
    if (kinds > 1) throw valueError(badMode);
  }
  if (kinds === 0) throw valueError(badMode);
  flags |= f.reads && f.writes ? O_RDWR : f.writes ? O_WRONLY : 0;
  const keep = truth(closefd);
  if (given >= 0) {
    openOf(given);
    f.fd = given;
  } else {
    if (!keep) throw valueError('Cannot use closefd=False with file name');
    if (opener === null) {
      const p = pathArgument(file, 'open', 'file');
      f.fd = openPath(p.text, p.given, flags | O_CLOEXEC, 0o666);
      if (openOf(f.fd).folder) {
        closeFd(f.fd);
        f.fd = -1;
        throw osError(21, p.given);
      }
    } else {
      const fd = call(opener, [file, flags | O_CLOEXEC]);
      if (fd instanceof Unknown) throw new UnknownUsed(fd.origins);
      if (!hasIndex(fd)) throw typeError('expected integer from opener');
      f.fd = toParsedInt(fd);
      if (f.fd < 0) throw valueError(`opener returned ${f.fd}`);
    }
  }
  f.closefd = keep;
  f.cls.slots.setattr!(f, 'name', file);
  if (f.appends) seekFd(f.fd, 0, 2);
}
const modeOf = (f: FileIO): string => (f.created ? (f.reads ? 'xb+' : 'xb') : f.appends ? (f.reads ? 'ab+' : 'ab') : f.reads ? (f.writes ? 'rb+' : 'rb') : 'wb');
function check(f: FileIO, need?: 'reading' | 'writing'): void {
  if (f.fd < 0) throw closedError('I/O operation on closed file');
  if (need === 'reading' && !f.reads) throw unsupported('File not open for reading');
  if (need === 'writing' && !f.writes) throw unsupported('File not open for writing');
}
export function readAll(f: FileIO): Uint8Array {
  check(f);
  const file = openOf(f.fd);
  if (file.node !== null) return readFd(f.fd, Math.max(0, file.node.length - file.at));
  const parts: Uint8Array[] = [];
  if (file.special === 'zero' || file.special === 'full') zeros(Infinity);
  for (;;) {
    const part = readFd(f.fd, 1 << 20);
    if (part.length === 0) break;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0] : new Uint8Array(parts.flatMap(p => [...p]));
}
/** The file is one that positions make sense in. */
const seeks = (f: FileIO): boolean => {
  const file = openOf(f.fd);
  return file.special === null || isDevice(file);
};

export const fileIO: Type = defineClass({
  name: 'FileIO',
  module: '_io',
  bases: [rawBase],
  doc: 'Open a file.',
  alloc: cls => new FileIO(cls),
  slots: {
    new: cls => new FileIO(cls),
    init,
    repr: v => {
      const f = v as FileIO;
      if (f.fd < 0) return '<_io.FileIO [closed]>';
      const name = getAttrOr(f, 'name');
      const tail = `mode='${modeOf(f)}' closefd=${f.closefd ? 'True' : 'False'}>`;
      return name === undefined ? `<_io.FileIO fd=${f.fd} ${tail}` : `<_io.FileIO name=${repr(name)} ${tail}`;
    },
  },
  methods: {
    read: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (f: FileIO, size?: Value) => {
        check(f, 'reading');
        const n = sizeOf(size);
        return new Bytes(n < 0 ? readAll(f) : readFd(f.fd, n));
      },
    },
    readall: {
      params: 'self, /', returns: 'bytes',
      call: (f: FileIO) => {
        check(f);
        return new Bytes(readAll(f));
      },
    },
    readinto: {
      params: 'self, buffer, /', returns: 'int',
      call: (f: FileIO, b: Value) => {
        check(f, 'reading');
        const target = writableBytes(b, 'readinto', 'argument');
        const data = readFd(f.fd, target.length);
        target.set(data);
        return data.length;
      },
    },
    write: {
      params: 'self, b, /', returns: 'int',
      call: (f: FileIO, b: Value) => {
        check(f, 'writing');
        return writeFd(f.fd, bytesOf(b).slice());
      },
    },
    seek: {
      params: 'self, pos, whence=0, /', returns: 'int',
      call: (f: FileIO, pos: Value, whence: Value = 0) => {
        check(f);
        return seekFd(f.fd, toSsize(pos), toParsedInt(whence));
      },
    },
    tell: {
      params: 'self, /', returns: 'int',
      call: (f: FileIO) => {
        check(f);
        return seekFd(f.fd, 0, 1);
      },
    },
    truncate: {
      params: 'self, size=None, /', returns: 'int',
      call: (f: FileIO, size: Value = null) => {
        check(f, 'writing');
        const n = size === null ? seekFd(f.fd, 0, 1) : toSsize(size);
        truncateFd(f.fd, n);
        return n;
      },
    },
    close: {
      params: 'self, /',
      call: (f: FileIO) => {
        try {
          if (!f.ended) callMethod(f, 'flush');
        } finally {
          touch(f);
          f.ended = true;
          const { fd } = f;
          if (fd >= 0) {
            f.fd = -1;
            if (f.closefd) closeFd(fd);
          }
        }
        return null;
      },
    },
    seekable: {
      params: 'self, /', returns: 'bool',
      call: (f: FileIO) => {
        check(f);
        return seeks(f);
      },
    },
    readable: {
      params: 'self, /', returns: 'bool',
      call: (f: FileIO) => {
        check(f);
        return f.reads;
      },
    },
    writable: {
      params: 'self, /', returns: 'bool',
      call: (f: FileIO) => {
        check(f);
        return f.writes;
      },
    },
    fileno: {
      params: 'self, /', returns: 'int',
      call: (f: FileIO) => {
        check(f);
        return f.fd;
      },
    },
    isatty: {
      params: 'self, /', returns: 'bool',
      call: (f: FileIO) => {
        check(f);
        return false;
      },
    },
  },
  getset: {
    closed: [(f: FileIO) => f.fd < 0],
    closefd: [(f: FileIO) => f.closefd],
    mode: [(f: FileIO) => modeOf(f)],
    _blksize: [() => 4096],
  },
});
