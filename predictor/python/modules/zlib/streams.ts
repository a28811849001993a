// What Python's `zlib` offers (Modules/zlibmodule.c): whole-buffer functions and the two stream objects, on plain bytes. Arguments are checked by whoever
// knows Python's values.
import { Fault } from '../../fault.ts';
import { adler32 } from '../checksums.ts';
import { Deflater, type Flush } from './deflate.ts';
import { Inflater } from './inflate.ts';

/** `zlib.decompress` */
export function decompress(data: Uint8Array, windowBits = 15): Uint8Array {
  const inflater = Inflater.of(windowBits);
  if (inflater === null) throw zlibError(-2, 'while preparing to decompress data', 'inconsistent stream state');
  const { output, halt } = inflater.write(data, Infinity);
  if (halt === 'damaged') throw zlibError(-3, 'while decompressing data', inflater.message);
  if (halt === 'need-dictionary') throw zlibError(2, 'while decompressing data', null);
  if (halt !== 'end') throw zlibError(-5, 'while decompressing data', 'incomplete or truncated stream');
  return output;
}

/** `zlib.compress`. The bytes are those of the classic zlib; a Python built with another one writes others. */
export function compress(data: Uint8Array, level = -1, windowBits = 15): Uint8Array {
  const deflater = Deflater.of(level, windowBits, 8);
  if (deflater === null) throw new Fault('zlib.error', 'Bad compression level');
  return deflater.write(data, 'finish');
}

/** `zlib.decompressobj` */
export class Decompressor {
  unusedData: Uint8Array = EMPTY;
  unconsumedTail: Uint8Array = EMPTY;
  eof = false;
  private readonly inflater: Inflater;
  private readonly dictionary: Uint8Array | null;

  constructor(windowBits = 15, dictionary: Uint8Array | null = null, inflater: Inflater | null = null) {
    const made = inflater ?? Inflater.of(windowBits);
    if (made === null) throw new Fault('ValueError', 'Invalid initialization option');
    this.inflater = made;
    this.dictionary = dictionary;
    // For raw streams the dictionary is there from the start.
    if (inflater === null && dictionary !== null && windowBits < 0) made.setDictionary(dictionary);
  }

  /** `decompress(data, max_length)`; 0 means no limit. */
  decompress(data: Uint8Array, maxLength = 0): Uint8Array {
    if (maxLength < 0) throw new Fault('ValueError', 'max_length must be non-negative');
    return this.run(data, maxLength === 0 ? Infinity : maxLength, 'while decompressing data');
  }

  /** `flush(length)`: what is left in `unconsumed_tail`. Damage goes unnoticed here, as it does in CPython. */
  flush(length = 16384): Uint8Array {
    if (length <= 0) throw new Fault('ValueError', 'length must be greater than zero');
    return this.run(this.unconsumedTail, Infinity, null);
  }

  copy(): Decompressor {
    const twin = new Decompressor(15, this.dictionary, this.inflater.copy());
    twin.unusedData = this.unusedData;
    twin.unconsumedTail = this.unconsumedTail;
    twin.eof = this.eof;
    return twin;
  }

  private run(data: Uint8Array, most: number, doing: string | null): Uint8Array {
    const { inflater } = this;
    let { output, used, halt } = inflater.write(data, most);
    if (halt === 'need-dictionary' && this.dictionary !== null) {
      if (adler32(this.dictionary) !== inflater.wanted) throw zlibError(-3, 'while setting zdict', 'invalid input data');
      inflater.setDictionary(this.dictionary);
      const before = used;
      ({ output, used, halt } = inflater.write(data.subarray(used), most));
      used += before;
    }
    const rest = data.slice(used);
    if (halt === 'end') {
      this.eof = true;
      this.unusedData = joined(this.unusedData, rest);
      // CPython only looks at the tail again where there was one before.
      if (this.unconsumedTail.length > 0) this.unconsumedTail = rest;
    } else this.unconsumedTail = rest;
    if (doing !== null && halt === 'damaged') throw zlibError(-3, doing, inflater.message);
    if (doing !== null && halt === 'need-dictionary') throw zlibError(2, doing, null);
    return output;
  }
}

/** `zlib.compressobj`, level 1 to 9, default strategy. The bytes are those of the classic zlib, as with `compress`. */
export class Compressor {
  private readonly deflater: Deflater;

  constructor(level = -1, windowBits = 15, memLevel = 8) {
    const made = Deflater.of(level, windowBits, memLevel);
    if (made === null) throw new Fault('ValueError', 'Invalid initialization option');
    this.deflater = made;
  }

  compress(data: Uint8Array): Uint8Array {
    if (this.deflater.isFinished) throw zlibError(-2, 'while compressing data', this.complaint);
    return this.deflater.write(data, 'none');
  }

  /** What zlib complained of last stays its message. */
  private get complaint(): string {
    return this.deflater.wasIdle ? 'buffer error' : 'inconsistent stream state';
  }

  /** `flush(mode)`, the mode being one of zlib's numbers. */
  flush(mode = 4): Uint8Array {
    if (mode === 0) return EMPTY;
    const flush = FLUSHES[mode];
    if (flush === undefined || this.deflater.isFinished) throw zlibError(-2, 'while flushing', this.complaint);
    return this.deflater.write(EMPTY, flush);
  }
}

const FLUSHES: Record<number, Flush | undefined> = { 1: 'partial', 2: 'sync', 3: 'full', 4: 'finish' };
const EMPTY = new Uint8Array(0);

function zlibError(code: number, doing: string, message: string | null): Fault {
  return new Fault('zlib.error', `Error ${code} ${doing}${message === null ? '' : `: ${message}`}`);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
