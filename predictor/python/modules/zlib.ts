// The `zlib` module (Modules/zlibmodule.c). Its algorithms are in zlib/.
import { defineClass, defineModule, type Methods } from '../define.ts';
import { typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { bytesOf, maskedInt, smallIndex, toCInt, toSsize } from '../types/convert.ts';
import { reserve } from '../types/large.ts';
import { originHere, UnknownUsed } from '../unknown-value.ts';
import { Bytes, type Module, Mutable, type Type, type Value } from '../values.ts';
import { adler32, crc32 } from './checksums.ts';
import { holes } from './holes.ts';
import { moduleError } from './module-errors.ts';
import { Compressor, compress, decompress, Decompressor } from './zlib/streams.ts';

/** The stream objects hold on to their algorithm; a changed one is copied for a later rollback as far as it can be. */
class CompressObject extends Mutable {
  readonly stream: Compressor;
  constructor(stream: Compressor) {
    super(compressClass());
    this.stream = stream;
  }
}
class DecompressObject extends Mutable {
  stream: Decompressor;
  constructor(stream: Decompressor) {
    super(decompressClass());
    this.stream = stream;
  }
  override saver(): () => void {
    const base = super.saver();
    const twin = this.stream.copy();
    return () => {
      base();
      this.stream = twin;
    };
  }
}
const made = (data: Uint8Array): Bytes => {
  reserve(data.length);
  return new Bytes(data);
};

let compressType: Type | undefined;
const compressClass = (): Type => {
  compressType ??= defineClass({
    name: 'Compress',
    module: 'zlib',
    subclassable: false,
    slots: { new: refuse('zlib.Compress') },
    methods: {
      compress: {
        params: 'self, data, /', returns: 'bytes',
        call: (self: CompressObject, data: Value) => {
          touch(self);
          return made(self.stream.compress(bytesOf(data)));
        },
      },
      flush: {
        params: 'self, mode=4, /', returns: 'bytes',
        call: (self: CompressObject, mode?: Value) => {
          touch(self);
          return made(self.stream.flush(mode === undefined ? 4 : toCInt(mode)));
        },
      },
      ...holes('Compress', 'copy __copy__ __deepcopy__'),
    },
  });
  return compressType;
};
let decompressType: Type | undefined;
const decompressClass = (): Type => {
  decompressType ??= defineClass({
    name: 'Decompress',
    module: 'zlib',
    subclassable: false,
    slots: { new: refuse('zlib.Decompress') },
    methods: {
      decompress: {
        params: 'self, data, /, max_length=0', returns: 'bytes',
        call: (self: DecompressObject, data: Value, most?: Value) => {
          const bytes = bytesOf(data);
          const n = most === undefined ? 0 : toSsize(most);
          if (n < 0) throw valueError('max_length must be non-negative');
          touch(self);
          return made(self.stream.decompress(bytes.slice(), n));
        },
      },
      flush: {
        params: 'self, length=16384, /', returns: 'bytes',
        call: (self: DecompressObject, length?: Value) => {
          const n = length === undefined ? 16384 : toSsize(length);
          touch(self);
          return made(self.stream.flush(n));
        },
      },
      copy: { params: 'self, /', call: (self: DecompressObject) => new DecompressObject(self.stream.copy()) },
      __copy__: { params: 'self, /', call: (self: DecompressObject) => new DecompressObject(self.stream.copy()) },
      __deepcopy__: { params: 'self, memo, /', call: (self: DecompressObject) => new DecompressObject(self.stream.copy()) },
    },
    getset: {
      unused_data: [(self: DecompressObject) => new Bytes(self.stream.unusedData)],
      unconsumed_tail: [(self: DecompressObject) => new Bytes(self.stream.unconsumedTail)],
      eof: [(self: DecompressObject) => self.stream.eof],
    },
  });
  return decompressType;
};
const refuse = (name: string) => (): Value => {
  throw typeError(`cannot create '${name}' instances`);
};

function compressobj(level?: Value, method?: Value, wbits?: Value, memLevel?: Value, strategy?: Value, zdict?: Value): Value {
  const l = level === undefined ? -1 : toCInt(level);
  const m = method === undefined ? 8 : toCInt(method);
  const w = wbits === undefined ? 15 : toCInt(wbits);
  const mem = memLevel === undefined ? 8 : toCInt(memLevel);
  const s = strategy === undefined ? 0 : toCInt(strategy);
  if (zdict !== undefined) bytesOf(zdict);
  if (m !== 8) throw valueError('Invalid initialization option');
  // Other strategies and dictionaries change the bytes in ways that are not modelled.
  if (s !== 0 || zdict !== undefined) throw notModelled();
  return new CompressObject(new Compressor(l, w, mem));
}
const notModelled = (): unknown => new UnknownUsed([originHere('not-modelled', 'zlib strategies and dictionaries')]);

const rows: Methods = {
  adler32: { params: 'data, value=1, /', returns: 'int', call: (data: Value, start?: Value) => adler32(bytesOf(data), start === undefined ? 1 : Number(maskedInt(start, 32))) },
  crc32: { params: 'data, value=0, /', returns: 'int', call: (data: Value, start?: Value) => crc32(bytesOf(data), start === undefined ? 0 : Number(maskedInt(start, 32))) },
  compress: {
    params: 'data, /, level=-1, wbits=15', returns: 'bytes',
    call: (data: Value, level?: Value, wbits?: Value) => {
      const bytes = bytesOf(data);
      return made(compress(bytes, level === undefined ? -1 : toCInt(level), wbits === undefined ? 15 : toCInt(wbits)));
    },
  },
  decompress: {
    params: 'data, /, wbits=15, bufsize=16384', returns: 'bytes',
    call: (data: Value, wbits?: Value, bufsize?: Value) => {
      const bytes = bytesOf(data);
      const w = wbits === undefined ? 15 : toCInt(wbits);
      if (bufsize !== undefined && smallIndex(bufsize) < 0) throw valueError('bufsize must be non-negative');
      return made(decompress(bytes, w));
    },
  },
  compressobj: { params: 'level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None', call: compressobj },
  decompressobj: {
    params: "wbits=15, zdict=b''",
    call: (wbits?: Value, zdict?: Value) => new DecompressObject(new Decompressor(wbits === undefined ? 15 : toCInt(wbits), zdict === undefined ? null : bytesOf(zdict).slice())),
  },
};
const constants = {
  DEFLATED: 8, DEF_BUF_SIZE: 16384, DEF_MEM_LEVEL: 8, MAX_WBITS: 15, Z_BEST_COMPRESSION: 9, Z_BEST_SPEED: 1, Z_BLOCK: 5, Z_DEFAULT_COMPRESSION: -1, Z_DEFAULT_STRATEGY: 0, Z_FILTERED: 1, Z_FINISH: 4,
  Z_FIXED: 4, Z_FULL_FLUSH: 3, Z_HUFFMAN_ONLY: 2, Z_NO_COMPRESSION: 0, Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_RLE: 3, Z_SYNC_FLUSH: 2, Z_TREES: 6,
  ZLIB_VERSION: '1.2.13', ZLIB_RUNTIME_VERSION: '1.2.13', __version__: '1.0',
};
export const zlibModule = (): Module => defineModule('zlib', rows, { ...constants, error: moduleError('zlib', 'error') }, 'The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.');
