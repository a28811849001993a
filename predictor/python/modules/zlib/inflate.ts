// Inflating as zlib does it (RFC 1950, 1951, 1952), piece by piece: the same bytes, the same errors at the same places, and the same amount of input taken
// when the output is bounded. What Python's `zlib` makes of it is in streams.ts.
import { Excess } from '../../fault.ts';
import { adler32, crc32 } from '../checksums.ts';

/** Why inflating has come to a halt. */
export type Halt = 'end' | 'more-input' | 'output-full' | 'need-dictionary' | 'damaged';

/** Thrown inside for damaged data: zlib's Z_DATA_ERROR with its message. */
class DataError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

type Mode = 'head' | 'dictionary' | 'type' | 'stored' | 'codes' | 'check' | 'length' | 'end';

const WINDOW = 32768;
const NEED_INPUT = { need: 'input' };

export class Inflater {
  /** 0 raw, 1 zlib, 2 gzip, 3 zlib or gzip. */
  private readonly wrap: number;
  private windowBits: number;
  private mode: Mode = 'head';
  private isGzip = false;
  private isLast = false;
  private error: DataError | null = null;

  // Input: bytes not yet consumed for good are kept from call to call.
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private hold = 0;
  private bits = 0;

  // Output: what has been written lately, for matches to refer to, and behind it what this call writes.
  private out: Uint8Array = new Uint8Array(4096);
  private n = 0;
  private limit = 0;
  private checked = 0;
  private check = 1;
  private total = 0;

  // Under way in the mode `stored` or `codes`.
  private left = 0;
  private literal = -1;
  private length = 0;
  private distance = 0;
  private lengthTable: Table = fixedLengths;
  private distanceTable: Table = fixedDistances;

  /** `windowBits` as in `inflateInit2`; null for values it refuses. */
  static of(windowBits: number): Inflater | null {
    const wrap = windowBits < 0 ? 0 : (windowBits >> 4) + 1;
    const size = windowBits < 0 ? -windowBits : windowBits < 48 ? windowBits & 15 : windowBits;
    return size !== 0 && (size < 8 || size > 15) ? null : new Inflater(wrap, size);
  }

  private constructor(wrap: number, windowBits: number) {
    this.wrap = wrap;
    this.windowBits = windowBits;
    if (wrap === 0) this.mode = 'type';
  }

  /** The dictionary's checksum that the stream asks for, after 'need-dictionary'. */
  get wanted(): number {
    return this.check;
  }

  setDictionary(dictionary: Uint8Array): void {
    const tail = dictionary.subarray(Math.max(0, dictionary.length - WINDOW));
    this.reserve(tail.length);
    this.out.set(tail, this.n);
    this.n = this.checked = this.n + tail.length;
    if (this.mode === 'dictionary') {
      this.mode = 'type';
      this.check = 1;
    }
  }

  /** What is wrong, after 'damaged'. */
  get message(): string {
    return this.error === null ? '' : this.error.message;
  }

  /** Takes up to all of `data` and writes at most `most` bytes. `used` says how much of the data was taken. */
  write(data: Uint8Array, most: number): { output: Uint8Array; used: number; halt: Halt } {
    if (this.error !== null) return { output: EMPTY, used: 0, halt: 'damaged' };
    const kept = this.input.length;
    this.input = kept === 0 ? data : joined(this.input, data);
    this.at = 0;
    const start = this.forget();
    this.limit = start + most;
    const halt = this.run();
    this.account();
    const used = halt === 'more-input' ? data.length : Math.max(0, this.at - kept);
    this.input = halt === 'more-input' ? this.input.slice(this.at) : this.at < kept ? this.input.slice(this.at, kept) : EMPTY;
    return { output: this.out.slice(start, this.n), used, halt };
  }

  /** A second inflater in the same state. */
  copy(): Inflater {
    const twin = Object.assign(new Inflater(this.wrap, this.windowBits), this);
    twin.out = this.out.slice();
    return twin;
  }

  private run(): Halt {
    for (;;) {
      const { at, hold, bits } = this;
      try {
        const halt = this.step();
        if (halt !== null) return halt;
      } catch (reason) {
        if (reason === NEED_INPUT) {
          this.at = at;
          this.hold = hold;
          this.bits = bits;
          return 'more-input';
        }
        if (!(reason instanceof DataError)) throw reason;
        this.error = reason;
        return 'damaged';
      }
    }
  }

  /** One step: it either happens as a whole, or is taken again from its start when more input is there. */
  private step(): Halt | null {
    switch (this.mode) {
      case 'head':
        this.head();
        return null;
      case 'dictionary':
        return 'need-dictionary';
      case 'type':
        if (this.isLast) {
          this.alignByte();
          this.mode = this.wrap === 0 ? 'end' : 'check';
        } else this.blockHead();
        return null;
      case 'stored':
        return this.stored();
      case 'codes':
        return this.codes();
      case 'check': {
        const value = this.long();
        this.account();
        if ((this.isGzip ? swapped(value) : value) !== this.check) throw new DataError('incorrect data check');
        this.mode = this.isGzip ? 'length' : 'end';
        return null;
      }
      case 'length':
        if (swapped(this.long()) !== this.total >>> 0) throw new DataError('incorrect length check');
        this.mode = 'end';
        return null;
      default:
        return 'end';
    }
  }

  // Headers --------------------------------------------------------------------------------------------------------

  private head(): void {
    const first = this.take(16);
    if ((this.wrap & 2) !== 0 && first === 0x8b1f) {
      this.gzipHead();
      return;
    }
    if ((this.wrap & 1) === 0 || ((first & 255) * 256 + (first >> 8)) % 31 !== 0) throw new DataError('incorrect header check');
    if ((first & 15) !== 8) throw new DataError('unknown compression method');
    const size = ((first >> 4) & 15) + 8;
    if (size > 15 || size > (this.windowBits || size)) throw new DataError('invalid window size');
    this.windowBits ||= size;
    if ((first & 0x2000) !== 0) {
      this.check = this.long();
      this.mode = 'dictionary';
    } else {
      this.check = 1;
      this.mode = 'type';
    }
  }

  private gzipHead(): void {
    const from = this.at - 2;
    const flags = this.take(16);
    if ((flags & 255) !== 8) throw new DataError('unknown compression method');
    if ((flags & 0xe000) !== 0) throw new DataError('unknown header flags set');
    for (let i = 0; i < 6; i++) this.take(8); // Time, extra flags, system.
    if (flags & 0x400) for (let i = this.take(16); i > 0; i--) this.take(8);
    if (flags & 0x800) while (this.take(8) !== 0);
    if (flags & 0x1000) while (this.take(8) !== 0);
    if (flags & 0x200) {
      const sum = crc32(this.input.subarray(from, this.at)) & 0xffff;
      if (this.take(16) !== sum) throw new DataError('header crc mismatch');
    }
    this.windowBits ||= 15;
    this.isGzip = true;
    this.check = 0;
    this.mode = 'type';
  }

  private blockHead(): void {
    const isLast = this.take(1) === 1;
    switch (this.take(2)) {
      case 0: {
        this.alignByte();
        const length = this.take(16);
        if (length !== (this.take(16) ^ 0xffff)) throw new DataError('invalid stored block lengths');
        this.left = length;
        this.mode = 'stored';
        break;
      }
      case 1:
        this.lengthTable = fixedLengths;
        this.distanceTable = fixedDistances;
        this.mode = 'codes';
        break;
      case 2:
        this.tables();
        this.mode = 'codes';
        break;
      default:
        throw new DataError('invalid block type');
    }
    this.isLast = isLast;
  }

  /** The code tables of a dynamic block. */
  private tables(): void {
    const lengthCount = this.take(5) + 257;
    const distanceCount = this.take(5) + 1;
    const codeCount = this.take(4) + 4;
    if (lengthCount > 286 || distanceCount > 30) throw new DataError('too many length or distance symbols');
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) codeLengths[ORDER[i]] = this.take(3);
    const codeTable = tableOf(codeLengths, 'codes');
    if (codeTable === null) throw new DataError('invalid code lengths set');
    const total = lengthCount + distanceCount;
    const lengths = new Uint8Array(320);
    for (let have = 0; have < total; ) {
      const symbol = this.decode(codeTable);
      if (symbol < 16) {
        lengths[have++] = symbol;
        continue;
      }
      if (symbol === 16 && have === 0) {
        this.take(2);
        throw new DataError('invalid bit length repeat');
      }
      const value = symbol === 16 ? lengths[have - 1] : 0;
      const repeat = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (have + repeat > total) throw new DataError('invalid bit length repeat');
      lengths.fill(value, have, have + repeat);
      have += repeat;
    }
    if (lengths[256] === 0) throw new DataError('invalid code -- missing end-of-block');
    const lengthTable = tableOf(lengths.subarray(0, lengthCount), 'lengths');
    if (lengthTable === null) throw new DataError('invalid literal/lengths set');
    const distanceTable = tableOf(lengths.subarray(lengthCount, total), 'distances');
    if (distanceTable === null) throw new DataError('invalid distances set');
    this.lengthTable = lengthTable;
    this.distanceTable = distanceTable;
  }

  // Blocks ---------------------------------------------------------------------------------------------------------

  private stored(): Halt | null {
    while (this.left > 0) {
      const count = Math.min(this.left, this.input.length - this.at, this.limit - this.n);
      if (count === 0) return this.at === this.input.length ? 'more-input' : 'output-full';
      this.reserve(count);
      this.out.set(this.input.subarray(this.at, this.at + count), this.n);
      this.n += count;
      this.at += count;
      this.left -= count;
    }
    this.mode = 'type';
    return null;
  }

  /** Symbols up to the end of the block, or one that meets the end of the input or the output. */
  private codes(): Halt | null {
    for (;;) {
      if (this.literal >= 0) {
        if (this.n === this.limit) return 'output-full';
        if (this.n === this.out.length) this.reserve(1);
        this.out[this.n++] = this.literal;
        this.literal = -1;
      } else if (this.length > 0) {
        if (this.n === this.limit) return 'output-full';
        this.copyMatch();
      }
      if (this.length > 0) continue;
      const { at, hold, bits } = this;
      try {
        if (this.symbol()) return null;
      } catch (reason) {
        if (reason === NEED_INPUT) {
          this.at = at;
          this.hold = hold;
          this.bits = bits;
          return 'more-input';
        }
        throw reason;
      }
    }
  }

  /** Reads one symbol into `literal` or `length` and `distance`; true at the end of the block. */
  private symbol(): boolean {
    const symbol = this.decode(this.lengthTable);
    if (symbol < 256) {
      if (symbol < 0) throw new DataError('invalid literal/length code');
      this.literal = symbol;
      return false;
    }
    if (symbol === 256) {
      this.mode = 'type';
      return true;
    }
    if (symbol > 285) throw new DataError('invalid literal/length code');
    const length = LENGTH_BASE[symbol - 257] + this.take(LENGTH_EXTRA[symbol - 257]);
    const code = this.decode(this.distanceTable);
    if (code < 0 || code > 29) throw new DataError('invalid distance code');
    this.distance = DISTANCE_BASE[code] + this.take(DISTANCE_EXTRA[code]);
    this.length = length;
    return false;
  }

  private copyMatch(): void {
    if (this.distance > this.n) throw new DataError('invalid distance too far back');
    // Beyond its window zlib may or may not still see what it has written, by the size of its caller's buffer.
    if (this.distance > 2 ** this.windowBits) throw new Excess('zlib match beyond its window');
    const count = Math.min(this.length, this.limit - this.n);
    this.reserve(count);
    const { out } = this;
    let to = this.n;
    let from = to - this.distance;
    for (let i = 0; i < count; i++) out[to++] = out[from++];
    this.n = to;
    this.length -= count;
  }

  // Bits and bytes -------------------------------------------------------------------------------------------------

  /** The next symbol of a code, -1 for bits that are none. Takes no more bytes than it needs. */
  private decode(table: Table): number {
    const { entries, mask } = table;
    for (;;) {
      const entry = entries[this.hold & mask];
      const size = entry & 15;
      if (size <= this.bits) {
        this.hold >>>= size;
        this.bits -= size;
        return entry >> 4;
      }
      this.pull();
    }
  }

  private take(count: number): number {
    while (this.bits < count) this.pull();
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return value;
  }

  private pull(): void {
    if (this.at >= this.input.length) throw NEED_INPUT;
    this.hold |= this.input[this.at++] << this.bits;
    this.bits += 8;
  }

  private alignByte(): void {
    this.hold >>>= this.bits & 7;
    this.bits -= this.bits & 7;
  }

  /** Four bytes, most significant first. */
  private long(): number {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + this.take(8);
    return value;
  }

  /** Brings checksum and total up to date. */
  private account(): void {
    if (this.checked === this.n) return;
    const fresh = this.out.subarray(this.checked, this.n);
    this.total += fresh.length;
    if (this.wrap !== 0) this.check = this.isGzip ? crc32(fresh, this.check) : adler32(fresh, this.check);
    this.checked = this.n;
  }

  /** Drops output that no match can reach any more; returns where new output begins. */
  private forget(): number {
    if (this.n > 2 * WINDOW) {
      this.out.copyWithin(0, this.n - WINDOW, this.n);
      this.n = this.checked = WINDOW;
    }
    return this.n;
  }

  private reserve(count: number): void {
    if (this.n + count <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.n + count));
    larger.set(this.out.subarray(0, this.n));
    this.out = larger;
  }
}

// Code tables ------------------------------------------------------------------------------------------------------

/** By the next bits of input: symbol and length in bits (`symbol * 16 + length`). */
interface Table {
  readonly entries: Int32Array;
  readonly mask: number;
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
export const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
export const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
export const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
export const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

/** The table for code lengths, null for sets that `inflate_table` refuses. */
function tableOf(lengths: Uint8Array, kind: 'codes' | 'lengths' | 'distances'): Table | null {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  let most = 15;
  while (most > 0 && counts[most] === 0) most--;
  // Without any code, zlib reads one bit and finds nothing; in the code of code lengths that nothing counts as a zero.
  if (most === 0) return { entries: Int32Array.of(kind === 'codes' ? 1 : -15, kind === 'codes' ? 1 : -15), mask: 1 };
  let left = 1;
  const next = new Uint16Array(16);
  for (let size = 1, code = 0; size <= 15; size++) {
    left = left * 2 - counts[size];
    if (left < 0) return null;
    code = (code + (size === 1 ? 0 : counts[size - 1])) << 1;
    next[size] = code;
  }
  if (left > 0 && (kind === 'codes' || most !== 1)) return null;
  const entries = new Int32Array(1 << most).fill(-15); // An incomplete code has one code of one bit: the other bit is no symbol.
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const size = lengths[symbol];
    if (size === 0) continue;
    for (let i = reversed(next[size]++, size); i < entries.length; i += 1 << size) entries[i] = symbol * 16 + size;
  }
  return { entries, mask: entries.length - 1 };
}

function reversed(code: number, size: number): number {
  let result = 0;
  for (let i = 0; i < size; i++) result = (result << 1) | ((code >> i) & 1);
  return result;
}

const fixedLengths = tableOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  'lengths',
) as Table;
const fixedDistances = tableOf(new Uint8Array(32).fill(5), 'distances') as Table;

const EMPTY = new Uint8Array(0);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function swapped(value: number): number {
  return (((value & 255) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}
