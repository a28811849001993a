// The base of the digests: buffering into blocks, and the constants that several families draw from the roots of primes.

/** A message digest in progress. */
export interface Digest {
  readonly name: string;
  /** In bytes; 0 for the extendable ones (shake). */
  readonly digestSize: number;
  readonly blockSize: number;
  update(bytes: Uint8Array): void;
  /** The digest of what has come so far; the digest goes on unharmed. The length is for the extendable ones only. */
  digest(length?: number): Uint8Array;
  copy(): Digest;
}

/** Collects bytes into blocks. */
export abstract class BlockDigest {
  protected readonly buffer: Uint8Array;
  protected used = 0;
  /** In bytes. */
  protected total = 0;
  readonly blockSize: number;

  constructor(blockSize: number) {
    this.blockSize = blockSize;
    this.buffer = new Uint8Array(blockSize);
  }

  protected abstract block(bytes: Uint8Array, from: number): void;

  update(bytes: Uint8Array): void {
    const { buffer, blockSize } = this;
    this.total += bytes.length;
    let at = 0;
    if (this.used > 0) {
      at = Math.min(blockSize - this.used, bytes.length);
      buffer.set(bytes.subarray(0, at), this.used);
      this.used += at;
      if (this.used < blockSize) return;
      this.block(buffer, 0);
      this.used = 0;
    }
    for (; at + blockSize <= bytes.length; at += blockSize) this.block(bytes, at);
    buffer.set(bytes.subarray(at), 0);
    this.used = bytes.length - at;
  }

  protected copyBuffer(from: BlockDigest): void {
    this.buffer.set(from.buffer);
    this.used = from.used;
    this.total = from.total;
  }

  /** Ends a message the way of MD5 and the SHAs: a one bit, zeros, and the length in bits in the last `lengthSize` bytes. */
  protected pad(lengthSize: number, big: boolean): void {
    const { buffer, blockSize } = this;
    const { total } = this;
    buffer[this.used++] = 0x80;
    if (this.used > blockSize - lengthSize) {
      buffer.fill(0, this.used);
      this.block(buffer, 0);
      this.used = 0;
    }
    buffer.fill(0, this.used);
    for (let i = 0, bits = total * 8; i < 8; i++, bits = Math.floor(bits / 256)) buffer[big ? blockSize - 1 - i : blockSize - lengthSize + i] = bits % 256;
    this.block(buffer, 0);
  }
}

/** Writes words of 32 bits. */
export function wordsToBytes(words: ArrayLike<number>, size: number, big: boolean): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = words[i >> 2] >>> (8 * (big ? 3 - (i & 3) : i & 3));
  return bytes;
}

/** Halves of 64-bit fractions: the high half of each, then the low one. */
export type Halves = Int32Array;

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every(p => n % p !== 0)) found.push(n);
  return found;
}

/** The first 64 bits behind the point of the square or cube roots of the first primes. */
function fractions(count: number, degree: 2 | 3): Halves {
  const halves = new Int32Array(2 * count);
  primes(count).forEach((prime, i) => {
    const target = BigInt(prime) << BigInt(64 * degree);
    let root = 1n << 70n;
    for (;;) {
      const next = degree === 2 ? (root + target / root) >> 1n : (2n * root + target / (root * root)) / 3n;
      if (next >= root) break;
      root = next;
    }
    halves[2 * i] = Number(BigInt.asIntN(32, root >> 32n));
    halves[2 * i + 1] = Number(BigInt.asIntN(32, root));
  });
  return halves;
}

let squareRoots: Halves | undefined;
let cubeRoots: Halves | undefined;

/** Of the first 16 primes: the initial values of the SHA-2s and BLAKE2. */
export function rootFractions(): Halves {
  squareRoots ??= fractions(16, 2);
  return squareRoots;
}

/** Of the first 80 primes: the round constants of the SHA-2s. */
export function cubeRootFractions(): Halves {
  cubeRoots ??= fractions(80, 3);
  return cubeRoots;
}
