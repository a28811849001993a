// BLAKE2b and BLAKE2s (RFC 7693) with key, salt, personalisation and the parameters of tree hashing. BLAKE2b's 64-bit words are kept in halves.
import { type Digest, rootFractions, wordsToBytes } from './digest-block.ts';

interface Kind {
  readonly name: 'blake2b' | 'blake2s';
  readonly blockSize: number;
  readonly maxSize: number;
  readonly saltSize: number;
  readonly rounds: number;
}

export const BLAKE2B: Kind = { name: 'blake2b', blockSize: 128, maxSize: 64, saltSize: 16, rounds: 12 };
export const BLAKE2S: Kind = { name: 'blake2s', blockSize: 64, maxSize: 32, saltSize: 8, rounds: 10 };

export interface Blake2Parameters {
  readonly digestSize?: number;
  readonly key?: Uint8Array;
  readonly salt?: Uint8Array;
  readonly person?: Uint8Array;
  readonly fanout?: number;
  readonly depth?: number;
  readonly leafSize?: number;
  readonly nodeOffset?: number | bigint;
  readonly nodeDepth?: number;
  readonly innerSize?: number;
  readonly lastNode?: boolean;
}

/** The order of the message words in each round, in hexadecimal digits. */
const ORDER = [
  '0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d',
  '2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0',
].map(row => Array.from(row, digit => Number.parseInt(digit, 16)));

const MIXES = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14];

export class Blake2 implements Digest {
  readonly name: 'blake2b' | 'blake2s';
  readonly digestSize: number;
  readonly blockSize: number;
  private readonly kind: Kind;
  private readonly parameters: Blake2Parameters;
  /** BLAKE2b: high and low halves; BLAKE2s: words. */
  private readonly state: Int32Array;
  private readonly buffer: Uint8Array;
  private used = 0;
  private total = 0;

  constructor(kind: Kind, parameters: Blake2Parameters = {}) {
    this.kind = kind;
    this.parameters = parameters;
    this.name = kind.name;
    this.blockSize = kind.blockSize;
    this.digestSize = parameters.digestSize ?? kind.maxSize;
    this.buffer = new Uint8Array(kind.blockSize);
    const roots = rootFractions();
    const block = this.parameterBlock();
    if (kind === BLAKE2B) this.state = roots.slice(0, 16);
    else {
      this.state = new Int32Array(8);
      for (let i = 0; i < 8; i++) this.state[i] = roots[2 * i];
    }
    for (let i = 0; i < block.length; i++) {
      const word = i >> 2;
      this.state[kind === BLAKE2B ? word ^ 1 : word] ^= block[i] << (8 * (i & 3));
    }
    if (parameters.key !== undefined && parameters.key.length > 0) {
      const padded = new Uint8Array(kind.blockSize);
      padded.set(parameters.key);
      this.update(padded);
    }
  }

  private parameterBlock(): Uint8Array {
    const { key, salt, person, fanout = 1, depth = 1, leafSize = 0, nodeOffset = 0, nodeDepth = 0, innerSize = 0 } = this.parameters;
    const large = this.kind === BLAKE2B;
    const block = new Uint8Array(this.kind.maxSize);
    block[0] = this.digestSize;
    block[1] = key?.length ?? 0;
    block[2] = fanout;
    block[3] = depth;
    for (let i = 0; i < 4; i++) block[4 + i] = leafSize >>> (8 * i);
    const offsetSize = large ? 8 : 6;
    for (let i = 0; i < offsetSize; i++) block[8 + i] = Number((BigInt(nodeOffset) >> BigInt(8 * i)) & 255n);
    block[8 + offsetSize] = nodeDepth;
    block[9 + offsetSize] = innerSize;
    const { saltSize } = this.kind;
    const at = this.kind.maxSize - 2 * saltSize;
    if (salt !== undefined) block.set(salt.subarray(0, saltSize), at);
    if (person !== undefined) block.set(person.subarray(0, saltSize), at + saltSize);
    return block;
  }

  update(bytes: Uint8Array): void {
    // The last block is held back: it is worked off in another way.
    for (let at = 0; at < bytes.length; ) {
      if (this.used === this.blockSize) {
        this.total += this.blockSize;
        this.compress(0, 0);
        this.used = 0;
      }
      const size = Math.min(this.blockSize - this.used, bytes.length - at);
      this.buffer.set(bytes.subarray(at, at + size), this.used);
      this.used += size;
      at += size;
    }
  }

  private compress(last: number, lastNode: number): void {
    if (this.kind === BLAKE2B) compressLarge(this.state, this.buffer, this.total, last, lastNode);
    else compressSmall(this.state, this.buffer, this.total, last, lastNode);
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.total += end.used;
    end.buffer.fill(0, end.used);
    end.compress(-1, this.parameters.lastNode === true ? -1 : 0);
    const words = this.kind === BLAKE2B ? end.state.map((_, i) => end.state[i ^ 1]) : end.state;
    return wordsToBytes(words, this.digestSize, false);
  }

  copy(): Blake2 {
    const copy = new Blake2(this.kind, this.parameters);
    copy.state.set(this.state);
    copy.buffer.set(this.buffer);
    copy.used = this.used;
    copy.total = this.total;
    return copy;
  }
}

const wordsOf = (bytes: Uint8Array): Int32Array => {
  const words = new Int32Array(bytes.length / 4);
  for (let i = 0; i < words.length; i++) words[i] = bytes[4 * i] | (bytes[4 * i + 1] << 8) | (bytes[4 * i + 2] << 16) | (bytes[4 * i + 3] << 24);
  return words;
};

function compressSmall(state: Int32Array, buffer: Uint8Array, total: number, last: number, lastNode: number): void {
  const m = wordsOf(buffer);
  const roots = rootFractions();
  const v = new Int32Array(16);
  v.set(state);
  for (let i = 0; i < 8; i++) v[8 + i] = roots[2 * i];
  v[12] ^= total;
  v[13] ^= Math.floor(total / 0x1_0000_0000);
  v[14] ^= last;
  v[15] ^= lastNode;
  const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));
  for (let round = 0; round < 10; round++) {
    const order = ORDER[round];
    for (let i = 0; i < 8; i++) {
      const [a, b, c, d] = [MIXES[4 * i], MIXES[4 * i + 1], MIXES[4 * i + 2], MIXES[4 * i + 3]];
      v[a] += v[b] + m[order[2 * i]];
      v[d] = turn(v[d] ^ v[a], 16);
      v[c] += v[d];
      v[b] = turn(v[b] ^ v[c], 12);
      v[a] += v[b] + m[order[2 * i + 1]];
      v[d] = turn(v[d] ^ v[a], 8);
      v[c] += v[d];
      v[b] = turn(v[b] ^ v[c], 7);
    }
  }
  for (let i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
}

function compressLarge(state: Int32Array, buffer: Uint8Array, total: number, last: number, lastNode: number): void {
  const m = wordsOf(buffer);
  const v = new Int32Array(32);
  v.set(state);
  v.set(rootFractions().subarray(0, 16), 16);
  v[25] ^= total;
  v[24] ^= Math.floor(total / 0x1_0000_0000);
  v[28] ^= last;
  v[29] ^= last;
  v[30] ^= lastNode;
  v[31] ^= lastNode;
  const add = (to: number, high: number, low: number): void => {
    const sum = (v[to + 1] >>> 0) + (low >>> 0);
    v[to] += high + (sum > 0xffffffff ? 1 : 0);
    v[to + 1] = sum;
  };
  /** v[to] = (v[to] ^ v[from]) turned right. */
  const mix = (to: number, from: number, by: number): void => {
    const high = v[to] ^ v[from];
    const low = v[to + 1] ^ v[from + 1];
    if (by === 32) [v[to], v[to + 1]] = [low, high];
    else if (by === 63) {
      v[to] = (high << 1) | (low >>> 31);
      v[to + 1] = (low << 1) | (high >>> 31);
    } else {
      v[to] = (high >>> by) | (low << (32 - by));
      v[to + 1] = (low >>> by) | (high << (32 - by));
    }
  };
  for (let round = 0; round < 12; round++) {
    const order = ORDER[round % 10];
    for (let i = 0; i < 8; i++) {
      const [a, b, c, d] = [2 * MIXES[4 * i], 2 * MIXES[4 * i + 1], 2 * MIXES[4 * i + 2], 2 * MIXES[4 * i + 3]];
      const first = 2 * order[2 * i];
      const second = 2 * order[2 * i + 1];
      add(a, v[b], v[b + 1]);
      add(a, m[first + 1], m[first]);
      mix(d, a, 32);
      add(c, v[d], v[d + 1]);
      mix(b, c, 24);
      add(a, v[b], v[b + 1]);
      add(a, m[second + 1], m[second]);
      mix(d, a, 16);
      add(c, v[d], v[d + 1]);
      mix(b, c, 63);
    }
  }
  for (let i = 0; i < 16; i++) state[i] ^= v[i] ^ v[i + 16];
}
