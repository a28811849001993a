// The Mersenne Twister MT19937 of `_random.Random`. Seeding from anything but an int is done by the random module itself.
import { Excess, Fault } from '../fault.ts';
import { abs, type Int, norm } from './integer.ts';

const SIZE = 624;
const MIDDLE = 397;

export class MersenneTwister {
  private readonly state = new Int32Array(SIZE);
  private index = SIZE;

  constructor(seed: Int = 0) {
    this.seed(seed);
  }

  /** Starts anew from an int, whose sign does not count (random_seed). */
  seed(seed: Int): void {
    let left = BigInt(abs(seed));
    const words: number[] = [];
    do {
      words.push(Number(BigInt.asIntN(32, left)));
      left >>= 32n;
    } while (left > 0n);
    this.seedByWords(words);
  }

  /** init_by_array */
  private seedByWords(words: readonly number[]): void {
    const { state } = this;
    state[0] = 19650218;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    let i = 1;
    let j = 0;
    for (let k = Math.max(SIZE, words.length); k > 0; k--) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + words[j] + j;
      if (++i >= SIZE) {
        state[0] = state[SIZE - 1];
        i = 1;
      }
      if (++j >= words.length) j = 0;
    }
    for (let k = SIZE - 1; k > 0; k--) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= SIZE) {
        state[0] = state[SIZE - 1];
        i = 1;
      }
    }
    state[0] = 0x80000000;
    this.index = SIZE;
  }

  /** The next 32 bits, as an unsigned number (genrand_uint32). */
  next(): number {
    if (this.index >= SIZE) this.turn();
    let y = this.state[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private turn(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const after = state[i + 1 === SIZE ? 0 : i + 1];
      const y = (state[i] & 0x80000000) | (after & 0x7fffffff);
      const far = state[i < SIZE - MIDDLE ? i + MIDDLE : i + MIDDLE - SIZE];
      state[i] = far ^ (y >>> 1) ^ ((after & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.index = 0;
  }

  /** `random()`: 53 bits in [0, 1) */
  random(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `getrandbits(k)` */
  getrandbits(k: number): Int {
    if (k < 0) throw new Fault('ValueError', 'number of bits must be non-negative');
    if (k === 0) return 0;
    if (k <= 32) return this.next() >>> (32 - k);
    if (k > 1 << 25) throw new Excess('int');
    if (k <= 53) {
      const low = this.next();
      return (this.next() >>> (64 - k)) * 0x1_0000_0000 + low;
    }
    const parts: string[] = [];
    for (let left = k; left > 0; left -= 32) {
      const word = left < 32 ? this.next() >>> (32 - left) : this.next();
      parts.push(word.toString(16).padStart(8, '0'));
    }
    return norm(BigInt(`0x${parts.reverse().join('')}`));
  }

  /** `getstate()`: 624 words and the index */
  getstate(): number[] {
    return [...Array.from(this.state, word => word >>> 0), this.index];
  }

  /** `setstate(state)` of 625 ints, each as it is in Python */
  setstate(state: readonly Int[]): void {
    if (state.length !== SIZE + 1) throw new Fault('ValueError', 'state vector is the wrong size');
    const index = state[SIZE];
    if (index < 0 || index > SIZE) throw new Fault('ValueError', 'invalid state');
    for (let i = 0; i < SIZE; i++) this.state[i] = Number(BigInt.asIntN(32, BigInt(state[i])));
    this.index = Number(index);
  }

  /** A generator in the same state, for a copy of the engine's world. */
  copy(): MersenneTwister {
    const copy = new MersenneTwister();
    copy.state.set(this.state);
    copy.index = this.index;
    return copy;
  }
}
