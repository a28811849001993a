// Huffman coding of deflated blocks, as zlib's trees.c does it: which kind of block is the shortest, which codes it has, and its bits. Other coders give
// other bytes; these are the ones that the classic zlib writes.
import { DISTANCE_BASE, DISTANCE_EXTRA, LENGTH_BASE, LENGTH_EXTRA } from './inflate.ts';

const LITERALS = 286;
const DISTANCES = 30;
const BIT_LENGTHS = 19;
const HEAP = 2 * LITERALS + 1;
const END_OF_BLOCK = 256;
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const BIT_LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7];

/** One Huffman tree. `freq` becomes `code`, and `dad` becomes `len`, once the tree is built. */
interface Tree {
  readonly freq: Int32Array;
  readonly len: Int32Array;
  readonly code: Int32Array;
  readonly dad: Int32Array;
  /** Lengths of the static tree, where there is one. */
  readonly fixed: Uint8Array | null;
  readonly extra: readonly number[];
  readonly extraBase: number;
  readonly elements: number;
  readonly longest: number;
  maxCode: number;
}

function newTree(elements: number, fixed: Uint8Array | null, extra: readonly number[], extraBase: number, longest: number): Tree {
  const size = 2 * elements + 1;
  return {
    freq: new Int32Array(size),
    len: new Int32Array(size + 1),
    code: new Int32Array(size),
    dad: new Int32Array(size),
    fixed,
    extra,
    extraBase,
    elements,
    longest,
    maxCode: 0,
  };
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const fixedDistances = new Uint8Array(30).fill(5);
const fixedLengthCodes = codesOf(fixedLengths, 287);
const fixedDistanceCodes = codesOf(fixedDistances, 29);

/** Code of a match length minus 3, and of a distance minus 1. */
const lengthCode = new Uint8Array(256);
for (let code = 0; code < 29; code++) for (let i = 0; i < 1 << LENGTH_EXTRA[code]; i++) if (LENGTH_BASE[code] - 3 + i < 256) lengthCode[LENGTH_BASE[code] - 3 + i] = code;
const distanceCode = new Uint8Array(32768);
for (let code = 0; code < 30; code++) distanceCode.fill(code, DISTANCE_BASE[code] - 1, DISTANCE_BASE[code] - 1 + (1 << DISTANCE_EXTRA[code]));

/** Collects symbols and writes them out in blocks. */
export class BlockWriter {
  /** Bytes written so far; whoever takes them empties it. */
  readonly bytes: number[] = [];
  private hold = 0;
  private bits = 0;

  private readonly literals = newTree(LITERALS, fixedLengths, LENGTH_EXTRA, 257, 15);
  private readonly distances = newTree(DISTANCES, fixedDistances, DISTANCE_EXTRA, 0, 15);
  private readonly bitLengths = newTree(BIT_LENGTHS, null, BIT_LENGTH_EXTRA, 0, 7);
  private dynamicBits = 0;
  private staticBits = 0;

  private readonly symbolDistance: Uint16Array;
  private readonly symbolLength: Uint8Array;
  private readonly most: number;
  /** Number of symbols in the block under way. */
  count = 0;

  private readonly heap = new Int32Array(HEAP);
  private readonly depth = new Uint8Array(HEAP);
  private heapLength = 0;
  private heapMax = 0;

  /** `most` symbols make a block full. */
  constructor(most: number) {
    this.most = most;
    this.symbolDistance = new Uint16Array(most);
    this.symbolLength = new Uint8Array(most);
    this.startBlock();
  }

  /** Adds a literal; true when the block is full. */
  literal(ch: number): boolean {
    this.symbolDistance[this.count] = 0;
    this.symbolLength[this.count++] = ch;
    this.literals.freq[ch]++;
    return this.count === this.most;
  }

  /** Adds a match; true when the block is full. */
  match(distance: number, length: number): boolean {
    this.symbolDistance[this.count] = distance;
    this.symbolLength[this.count++] = length - 3;
    this.literals.freq[lengthCode[length - 3] + 257]++;
    this.distances.freq[distanceCode[distance - 1]]++;
    return this.count === this.most;
  }

  /** `_tr_flush_block`: ends the block. `data` is what it stands for, null where that is no longer at hand. */
  endBlock(data: Uint8Array | null, length: number, last: boolean): void {
    this.buildTree(this.literals);
    this.buildTree(this.distances);
    const maxIndex = this.buildBitLengths();
    let dynamicSize = (this.dynamicBits + 10) >>> 3;
    const staticSize = (this.staticBits + 10) >>> 3;
    if (staticSize <= dynamicSize) dynamicSize = staticSize;
    if (length + 4 <= dynamicSize && data !== null) this.storedBlock(data, last);
    else if (staticSize === dynamicSize) {
      this.send(2 + (last ? 1 : 0), 3);
      this.sendSymbols(fixedLengthCodes, fixedLengths, fixedDistanceCodes, fixedDistances);
    } else {
      this.send(4 + (last ? 1 : 0), 3);
      this.sendTrees(maxIndex);
      this.sendSymbols(this.literals.code, this.literals.len, this.distances.code, this.distances.len);
    }
    this.startBlock();
    if (last) this.alignByte();
  }

  /** `_tr_stored_block` */
  storedBlock(data: Uint8Array, last: boolean): void {
    this.send(last ? 1 : 0, 3);
    this.alignByte();
    this.bytes.push(data.length & 255, data.length >> 8, ~data.length & 255, (~data.length >> 8) & 255);
    for (let i = 0; i < data.length; i++) this.bytes.push(data[i]);
  }

  /** `_tr_align`: an empty static block. */
  align(): void {
    this.send(2, 3);
    this.send(fixedLengthCodes[END_OF_BLOCK], fixedLengths[END_OF_BLOCK]);
    this.flushBits();
  }

  /** `_tr_flush_bits`: whole bytes only. */
  flushBits(): void {
    while (this.bits >= 8) {
      this.bytes.push(this.hold & 255);
      this.hold >>>= 8;
      this.bits -= 8;
    }
  }

  private alignByte(): void {
    this.flushBits();
    if (this.bits > 0) this.bytes.push(this.hold & 255);
    this.hold = this.bits = 0;
  }

  private send(value: number, size: number): void {
    this.hold |= value << this.bits;
    this.bits += size;
    while (this.bits >= 8) {
      this.bytes.push(this.hold & 255);
      this.hold >>>= 8;
      this.bits -= 8;
    }
  }

  private startBlock(): void {
    this.literals.freq.fill(0, 0, LITERALS);
    this.distances.freq.fill(0, 0, DISTANCES);
    this.bitLengths.freq.fill(0, 0, BIT_LENGTHS);
    this.literals.freq[END_OF_BLOCK] = 1;
    this.dynamicBits = this.staticBits = this.count = 0;
  }

  private sendSymbols(lengthCodes: Int32Array, lengths: ArrayLike<number>, distanceCodes: Int32Array, distanceLengths: ArrayLike<number>): void {
    for (let i = 0; i < this.count; i++) {
      const value = this.symbolLength[i];
      const distance = this.symbolDistance[i];
      if (distance === 0) {
        this.send(lengthCodes[value], lengths[value]);
        continue;
      }
      const code = lengthCode[value];
      this.send(lengthCodes[code + 257], lengths[code + 257]);
      if (LENGTH_EXTRA[code] > 0) this.send(value + 3 - LENGTH_BASE[code], LENGTH_EXTRA[code]);
      const far = distanceCode[distance - 1];
      this.send(distanceCodes[far], distanceLengths[far]);
      if (DISTANCE_EXTRA[far] > 0) this.send(distance - DISTANCE_BASE[far], DISTANCE_EXTRA[far]);
    }
    this.send(lengthCodes[END_OF_BLOCK], lengths[END_OF_BLOCK]);
  }

  // Trees ----------------------------------------------------------------------------------------------------------

  private buildTree(tree: Tree): void {
    const { freq, len, dad, elements } = tree;
    const { heap, depth } = this;
    let maxCode = -1;
    this.heapLength = 0;
    this.heapMax = HEAP;
    for (let n = 0; n < elements; n++) {
      if (freq[n] !== 0) {
        heap[++this.heapLength] = maxCode = n;
        depth[n] = 0;
      } else len[n] = 0;
    }
    // At least two codes, even where none is used.
    while (this.heapLength < 2) {
      const node = maxCode < 2 ? ++maxCode : 0;
      heap[++this.heapLength] = node;
      freq[node] = 1;
      depth[node] = 0;
      this.dynamicBits--;
      if (tree.fixed !== null) this.staticBits -= tree.fixed[node];
    }
    tree.maxCode = maxCode;
    for (let n = this.heapLength >> 1; n >= 1; n--) this.sift(freq, n);
    let node = elements;
    do {
      const n = heap[1];
      heap[1] = heap[this.heapLength--];
      this.sift(freq, 1);
      const m = heap[1];
      heap[--this.heapMax] = n;
      heap[--this.heapMax] = m;
      freq[node] = freq[n] + freq[m];
      depth[node] = Math.max(depth[n], depth[m]) + 1;
      dad[n] = dad[m] = node;
      heap[1] = node++;
      this.sift(freq, 1);
    } while (this.heapLength >= 2);
    heap[--this.heapMax] = heap[1];
    this.assignLengths(tree);
    tree.code.set(codesOf(len, maxCode));
  }

  private sift(freq: Int32Array, from: number): void {
    const { heap, depth } = this;
    const v = heap[from];
    let k = from;
    for (let j = k << 1; j <= this.heapLength; j <<= 1) {
      if (j < this.heapLength && smaller(freq, depth, heap[j + 1], heap[j])) j++;
      if (smaller(freq, depth, v, heap[j])) break;
      heap[k] = heap[j];
      k = j;
    }
    heap[k] = v;
  }

  /** `gen_bitlen`: code lengths from the tree, none longer than allowed. */
  private assignLengths(tree: Tree): void {
    const { freq, len, dad, fixed, extra, extraBase, longest, maxCode } = tree;
    const { heap } = this;
    const counts = new Uint16Array(16);
    let overflow = 0;
    len[heap[this.heapMax]] = 0;
    for (let h = this.heapMax + 1; h < HEAP; h++) {
      const n = heap[h];
      let bits = len[dad[n]] + 1;
      if (bits > longest) {
        bits = longest;
        overflow++;
      }
      len[n] = bits;
      if (n > maxCode) continue; // Not a leaf.
      counts[bits]++;
      const extraBits = n >= extraBase ? (extra[n - extraBase] ?? 0) : 0;
      this.dynamicBits += freq[n] * (bits + extraBits);
      if (fixed !== null) this.staticBits += freq[n] * (fixed[n] + extraBits);
    }
    if (overflow === 0) return;
    do {
      let bits = longest - 1;
      while (counts[bits] === 0) bits--;
      counts[bits]--;
      counts[bits + 1] += 2;
      counts[longest]--;
      overflow -= 2;
    } while (overflow > 0);
    let h = HEAP;
    for (let bits = longest; bits !== 0; bits--) {
      for (let n = counts[bits]; n !== 0; ) {
        const m = heap[--h];
        if (m > maxCode) continue;
        if (len[m] !== bits) {
          this.dynamicBits += (bits - len[m]) * freq[m];
          len[m] = bits;
        }
        n--;
      }
    }
  }

  private buildBitLengths(): number {
    this.runs(this.literals, (code, count) => {
      this.bitLengths.freq[code] += count;
    });
    this.runs(this.distances, (code, count) => {
      this.bitLengths.freq[code] += count;
    });
    this.buildTree(this.bitLengths);
    let maxIndex = BIT_LENGTHS - 1;
    while (maxIndex >= 3 && this.bitLengths.len[ORDER[maxIndex]] === 0) maxIndex--;
    this.dynamicBits += 3 * (maxIndex + 1) + 14;
    return maxIndex;
  }

  private sendTrees(maxIndex: number): void {
    this.send(this.literals.maxCode - 256, 5);
    this.send(this.distances.maxCode, 5);
    this.send(maxIndex - 3, 4);
    const { code: codes, len } = this.bitLengths;
    for (let i = 0; i <= maxIndex; i++) this.send(len[ORDER[i]], 3);
    const sendRun = (code: number, count: number, extra: number, extraBits: number): void => {
      for (let i = 0; i < count; i++) this.send(codes[code], len[code]);
      if (extraBits > 0) this.send(extra, extraBits);
    };
    this.runs(this.literals, sendRun);
    this.runs(this.distances, sendRun);
  }

  /** Code lengths as runs: plain ones, and the repeat codes 16, 17, 18 with their extra bits. */
  private runs(tree: Tree, emit: (code: number, count: number, extra: number, extraBits: number) => void): void {
    const { len, maxCode } = tree;
    let previous = -1;
    let next = len[0];
    let count = 0;
    let most = next === 0 ? 138 : 7;
    let least = next === 0 ? 3 : 4;
    for (let n = 0; n <= maxCode; n++) {
      const current = next;
      next = n === maxCode ? -1 : len[n + 1];
      if (++count < most && current === next) continue;
      if (count < least) emit(current, count, 0, 0);
      else if (current !== 0) {
        if (current !== previous) {
          emit(current, 1, 0, 0);
          count--;
        }
        emit(16, 1, count - 3, 2);
      } else if (count <= 10) emit(17, 1, count - 3, 3);
      else emit(18, 1, count - 11, 7);
      count = 0;
      previous = current;
      most = next === 0 ? 138 : current === next ? 6 : 7;
      least = next === 0 || current === next ? 3 : 4;
    }
  }
}

function smaller(freq: Int32Array, depth: Uint8Array, n: number, m: number): boolean {
  return freq[n] < freq[m] || (freq[n] === freq[m] && depth[n] <= depth[m]);
}

/** Canonical codes for code lengths, bits reversed as they are sent. */
function codesOf(lengths: ArrayLike<number>, maxCode: number): Int32Array {
  const counts = new Uint16Array(16);
  for (let i = 0; i <= maxCode; i++) counts[lengths[i]]++;
  counts[0] = 0;
  const next = new Uint16Array(16);
  for (let size = 1; size <= 15; size++) next[size] = (next[size - 1] + counts[size - 1]) << 1;
  const codes = new Int32Array(maxCode + 1);
  for (let i = 0; i <= maxCode; i++) {
    const size = lengths[i];
    if (size === 0) continue;
    let code = next[size]++;
    let reversed = 0;
    for (let k = 0; k < size; k++) {
      reversed = (reversed << 1) | (code & 1);
      code >>= 1;
    }
    codes[i] = reversed;
  }
  return codes;
}
