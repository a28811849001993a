// Deflating as the classic zlib does it (deflate.c, levels 1 to 9, default strategy): the same matches, so the same bytes. Other builds of Python may link
// another zlib (zlib-ng, Apple's, Intel's) that finds other matches: what is compressed here is one right answer, not the only one.
import { Excess } from '../../fault.ts';
import { adler32, crc32 } from '../checksums.ts';
import { BlockWriter } from './trees.ts';

export type Flush = 'none' | 'partial' | 'sync' | 'full' | 'finish';

const MIN_MATCH = 3;
const MAX_MATCH = 258;
const MIN_LOOKAHEAD = MAX_MATCH + MIN_MATCH + 1;
const TOO_FAR = 4096;

/** Good length, longest lazy match, nice length, longest chain; levels 1 to 3 take the first match that they find. */
const LEVELS = [
  [0, 0, 0, 0],
  [4, 4, 8, 4],
  [4, 5, 16, 8],
  [4, 6, 32, 32],
  [4, 4, 16, 16],
  [8, 16, 32, 32],
  [8, 16, 128, 128],
  [8, 32, 128, 256],
  [32, 128, 258, 1024],
  [32, 258, 258, 4096],
];

export class Deflater {
  private readonly level: number;
  /** 0 raw, 1 zlib, 2 gzip. */
  private readonly wrap: number;
  private readonly good: number;
  private readonly lazy: number;
  private readonly nice: number;
  private readonly longestChain: number;

  private readonly size: number;
  private readonly mask: number;
  private readonly windowBits: number;
  private readonly window: Uint8Array;
  private readonly previous: Uint16Array;
  private readonly head: Uint16Array;
  private readonly hashMask: number;
  private readonly hashShift: number;
  private hash = 0;

  private strStart = 0;
  private blockStart = 0;
  private lookahead = 0;
  private matchStart = 0;
  private matchLength = MIN_MATCH - 1;
  private previousLength = MIN_MATCH - 1;
  private matchAvailable = false;
  /** Bytes before `strStart` that still have to enter the hash table. */
  private insert = 0;

  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private total = 0;
  private check: number;
  private readonly blocks: BlockWriter;
  private started = false;
  private finished = false;
  private lastFlush = -2;

  /** As in `deflateInit2`, the level being 1 to 9 or -1; null for values it refuses. */
  static of(level: number, windowBits: number, memLevel: number): Deflater | null {
    const wrap = windowBits < 0 ? 0 : windowBits > 15 ? 2 : 1;
    const bits = windowBits < 0 ? -windowBits : wrap === 2 ? windowBits - 16 : windowBits;
    if (memLevel < 1 || memLevel > 9 || bits < 8 || bits > 15 || level < -1 || level > 9 || (bits === 8 && wrap !== 1)) return null;
    if (level === 0) throw new Excess('zlib level 0'); // The lengths of stored blocks hang on the buffers of the caller.
    return new Deflater(level === -1 ? 6 : level, wrap, bits === 8 ? 9 : bits, memLevel);
  }

  private constructor(level: number, wrap: number, windowBits: number, memLevel: number) {
    this.level = level;
    this.wrap = wrap;
    [this.good, this.lazy, this.nice, this.longestChain] = LEVELS[level];
    this.windowBits = windowBits;
    this.size = 1 << windowBits;
    this.mask = this.size - 1;
    this.window = new Uint8Array(2 * this.size + MAX_MATCH);
    this.previous = new Uint16Array(this.size);
    this.head = new Uint16Array(1 << (memLevel + 7));
    this.hashMask = this.head.length - 1;
    this.hashShift = Math.floor((memLevel + 7 + MIN_MATCH - 1) / MIN_MATCH);
    this.blocks = new BlockWriter((1 << (memLevel + 6)) - 1);
    this.check = wrap === 2 ? 0 : 1;
  }

  /** Has a call ever had nothing to do? */
  wasIdle = false;

  get isFinished(): boolean {
    return this.finished;
  }

  /** Compresses data; the bytes that come out at once. */
  write(data: Uint8Array, flush: Flush): Uint8Array {
    this.input = data;
    this.at = 0;
    this.begin();
    const rank = RANK[flush];
    // zlib refuses to flush twice without anything new.
    const isIdle = data.length === 0 && rank <= this.lastFlush && flush !== 'finish';
    this.lastFlush = rank;
    this.wasIdle ||= isIdle;
    if (!isIdle && (data.length > 0 || this.lookahead > 0 || (flush !== 'none' && !this.finished))) {
      const isDone = this.level < 4 ? this.fast(flush) : this.slow(flush);
      if (isDone && flush !== 'finish') this.mark(flush);
    }
    if (flush === 'finish' && !this.finished) this.end();
    this.input = EMPTY;
    this.at = 0;
    return Uint8Array.from(this.blocks.bytes.splice(0));
  }

  private begin(): void {
    if (this.started) return;
    this.started = true;
    const { bytes } = this.blocks;
    if (this.wrap === 1) {
      const speed = this.level < 2 ? 0 : this.level < 6 ? 1 : this.level === 6 ? 2 : 3;
      const header = ((8 + ((this.windowBits - 8) << 4)) << 8) | (speed << 6);
      const whole = header + 31 - (header % 31);
      bytes.push(whole >> 8, whole & 255);
    } else if (this.wrap === 2) bytes.push(31, 139, 8, 0, 0, 0, 0, 0, this.level === 9 ? 2 : this.level < 2 ? 4 : 0, 3);
  }

  /** After all input has been taken: makes it all visible to the reader. */
  private mark(flush: Flush): void {
    if (flush === 'partial') this.blocks.align();
    else if (flush !== 'none') {
      this.blocks.storedBlock(EMPTY, false);
      if (flush === 'full') {
        this.head.fill(0);
        if (this.lookahead === 0) this.strStart = this.blockStart = this.insert = 0;
      }
    }
    this.blocks.flushBits();
  }

  private end(): void {
    this.finished = true;
    const { bytes } = this.blocks;
    const { check, total } = this;
    if (this.wrap === 1) bytes.push(check >>> 24, (check >>> 16) & 255, (check >>> 8) & 255, check & 255);
    else if (this.wrap === 2) {
      for (const value of [check, total]) bytes.push(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255);
    }
  }

  // Matching -------------------------------------------------------------------------------------------------------

  /** `deflate_fast`; true unless it waits for more input. */
  private fast(flush: Flush): boolean {
    const { window, blocks } = this;
    for (;;) {
      if (this.lookahead < MIN_LOOKAHEAD) {
        this.fill();
        if (this.lookahead < MIN_LOOKAHEAD && flush === 'none') return false;
        if (this.lookahead === 0) break;
      }
      let candidate = 0;
      if (this.lookahead >= MIN_MATCH) candidate = this.insertString();
      if (candidate !== 0 && this.strStart - candidate <= this.size - MIN_LOOKAHEAD) this.matchLength = this.longestMatch(candidate);
      let isFull: boolean;
      if (this.matchLength >= MIN_MATCH) {
        isFull = blocks.match(this.strStart - this.matchStart, this.matchLength);
        this.lookahead -= this.matchLength;
        if (this.matchLength <= this.lazy && this.lookahead >= MIN_MATCH) {
          for (let i = this.matchLength - 1; i > 0; i--) {
            this.strStart++;
            this.insertString();
          }
          this.strStart++;
        } else {
          this.strStart += this.matchLength;
          this.hash = window[this.strStart];
          this.roll(window[this.strStart + 1]);
        }
        this.matchLength = 0;
      } else {
        isFull = blocks.literal(window[this.strStart]);
        this.lookahead--;
        this.strStart++;
      }
      if (isFull) this.flushBlock(false);
    }
    return this.finishRun(flush);
  }

  /** `deflate_slow`: takes a match only when the next place has no better one. */
  private slow(flush: Flush): boolean {
    const { window, blocks } = this;
    for (;;) {
      if (this.lookahead < MIN_LOOKAHEAD) {
        this.fill();
        if (this.lookahead < MIN_LOOKAHEAD && flush === 'none') return false;
        if (this.lookahead === 0) break;
      }
      let candidate = 0;
      if (this.lookahead >= MIN_MATCH) candidate = this.insertString();
      this.previousLength = this.matchLength;
      const previousMatch = this.matchStart;
      this.matchLength = MIN_MATCH - 1;
      if (candidate !== 0 && this.previousLength < this.lazy && this.strStart - candidate <= this.size - MIN_LOOKAHEAD) {
        this.matchLength = this.longestMatch(candidate);
        if (this.matchLength === MIN_MATCH && this.strStart - this.matchStart > TOO_FAR) this.matchLength = MIN_MATCH - 1;
      }
      if (this.previousLength >= MIN_MATCH && this.matchLength <= this.previousLength) {
        const lastInsert = this.strStart + this.lookahead - MIN_MATCH;
        const isFull = blocks.match(this.strStart - 1 - previousMatch, this.previousLength);
        this.lookahead -= this.previousLength - 1;
        for (let i = this.previousLength - 2; i > 0; i--) {
          this.strStart++;
          if (this.strStart <= lastInsert) this.insertString();
        }
        this.matchAvailable = false;
        this.matchLength = MIN_MATCH - 1;
        this.strStart++;
        if (isFull) this.flushBlock(false);
      } else {
        if (this.matchAvailable && blocks.literal(window[this.strStart - 1])) this.flushBlock(false);
        this.matchAvailable = true;
        this.strStart++;
        this.lookahead--;
      }
    }
    if (this.matchAvailable) {
      blocks.literal(window[this.strStart - 1]);
      this.matchAvailable = false;
    }
    return this.finishRun(flush);
  }

  private finishRun(flush: Flush): boolean {
    this.insert = Math.min(this.strStart, MIN_MATCH - 1);
    if (flush === 'finish') this.flushBlock(true);
    else if (this.blocks.count > 0) this.flushBlock(false);
    return true;
  }

  private flushBlock(last: boolean): void {
    const data = this.blockStart >= 0 ? this.window.subarray(this.blockStart, this.strStart) : null;
    this.blocks.endBlock(data, this.strStart - this.blockStart, last);
    this.blockStart = this.strStart;
    this.blocks.flushBits();
  }

  private longestMatch(first: number): number {
    const { window, previous, mask, strStart, lookahead } = this;
    let candidate = first;
    let chain = this.previousLength >= this.good ? this.longestChain >> 2 : this.longestChain;
    const limit = strStart > this.size - MIN_LOOKAHEAD ? strStart - (this.size - MIN_LOOKAHEAD) : 0;
    const nice = Math.min(this.nice, lookahead);
    let best = this.previousLength;
    do {
      if (
        window[candidate + best] === window[strStart + best] &&
        window[candidate + best - 1] === window[strStart + best - 1] &&
        window[candidate] === window[strStart] &&
        window[candidate + 1] === window[strStart + 1]
      ) {
        let length = 2;
        while (length < MAX_MATCH && window[candidate + length] === window[strStart + length]) length++;
        if (length > best) {
          this.matchStart = candidate;
          best = length;
          if (length >= nice) break;
        }
      }
      candidate = previous[candidate & mask];
    } while (candidate > limit && --chain !== 0);
    return Math.min(best, lookahead);
  }

  private roll(ch: number): void {
    this.hash = ((this.hash << this.hashShift) ^ ch) & this.hashMask;
  }

  /** Enters the string at `strStart` into the hash table; the last place with the same hash, or 0. */
  private insertString(): number {
    this.roll(this.window[this.strStart + MIN_MATCH - 1]);
    const before = this.head[this.hash];
    this.previous[this.strStart & this.mask] = before;
    this.head[this.hash] = this.strStart;
    return before;
  }

  /** `fill_window` */
  private fill(): void {
    const { window, size } = this;
    do {
      let more = 2 * size - this.lookahead - this.strStart;
      if (this.strStart >= size + size - MIN_LOOKAHEAD) {
        window.copyWithin(0, size, size + size - more);
        this.matchStart -= size;
        this.strStart -= size;
        this.blockStart -= size;
        if (this.insert > this.strStart) this.insert = this.strStart;
        slide(this.head, size);
        slide(this.previous, size);
        more += size;
      }
      if (this.at >= this.input.length) break;
      const count = Math.min(more, this.input.length - this.at);
      const piece = this.input.subarray(this.at, this.at + count);
      window.set(piece, this.strStart + this.lookahead);
      this.at += count;
      this.total += count;
      if (this.wrap !== 0) this.check = this.wrap === 2 ? crc32(piece, this.check) : adler32(piece, this.check);
      this.lookahead += count;
      if (this.lookahead + this.insert >= MIN_MATCH) {
        let at = this.strStart - this.insert;
        this.hash = window[at];
        this.roll(window[at + 1]);
        while (this.insert > 0) {
          this.roll(window[at + MIN_MATCH - 1]);
          this.previous[at & this.mask] = this.head[this.hash];
          this.head[this.hash] = at;
          at++;
          this.insert--;
          if (this.lookahead + this.insert < MIN_MATCH) break;
        }
      }
    } while (this.lookahead < MIN_LOOKAHEAD && this.at < this.input.length);
  }
}

const RANK: Record<Flush, number> = { none: 0, partial: 2, sync: 4, full: 6, finish: 7 };
const EMPTY = new Uint8Array(0);

function slide(table: Uint16Array, size: number): void {
  for (let i = 0; i < table.length; i++) table[i] = table[i] >= size ? table[i] - size : 0;
}
