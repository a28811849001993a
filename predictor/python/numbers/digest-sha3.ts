// SHA-3 and SHAKE (FIPS 202): the sponge over Keccak-f[1600]. 64-bit lanes are kept in halves.
import type { Digest } from './digest-block.ts';

export type Sha3Name = 'sha3_224' | 'sha3_256' | 'sha3_384' | 'sha3_512' | 'shake_128' | 'shake_256';

/** Low and high halves of the round constants, from a shift register of eight bits. */
const constants = new Int32Array(48);
let register = 1;
for (let round = 0; round < 24; round++) {
  for (let j = 0; j < 7; j++) {
    const bit = (1 << j) - 1;
    if ((register & 1) !== 0) constants[2 * round + (bit >> 5)] ^= 1 << (bit & 31);
    register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
  }
}

/** Where each lane goes and how far it turns, along the path of one lane through all. */
const path: number[] = [];
const turns: number[] = [];
for (let step = 1, x = 1, y = 0; step <= 24; step++) {
  [x, y] = [y, (2 * x + 3 * y) % 5];
  path.push(x + 5 * y);
  turns.push(((step * (step + 1)) / 2) % 64);
}

function permute(s: Int32Array): void {
  const c = new Int32Array(10);
  const row = new Int32Array(10);
  for (let round = 0; round < 24; round++) {
    for (let x = 0; x < 10; x++) c[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 5; x++) {
      const left = 2 * ((x + 4) % 5);
      const right = 2 * ((x + 1) % 5);
      const low = c[left] ^ ((c[right] << 1) | (c[right + 1] >>> 31));
      const high = c[left + 1] ^ ((c[right + 1] << 1) | (c[right] >>> 31));
      for (let y = 0; y < 50; y += 10) {
        s[2 * x + y] ^= low;
        s[2 * x + y + 1] ^= high;
      }
    }
    let low = s[2];
    let high = s[3];
    for (let i = 0; i < 24; i++) {
      const at = 2 * path[i];
      const nextLow = s[at];
      const nextHigh = s[at + 1];
      const turn = turns[i] & 31;
      if (turns[i] >= 32) [low, high] = [high, low];
      s[at] = turn === 0 ? low : (low << turn) | (high >>> (32 - turn));
      s[at + 1] = turn === 0 ? high : (high << turn) | (low >>> (32 - turn));
      low = nextLow;
      high = nextHigh;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let i = 0; i < 10; i++) row[i] = s[y + i];
      for (let i = 0; i < 10; i++) s[y + i] = row[i] ^ (~row[(i + 2) % 10] & row[(i + 4) % 10]);
    }
    s[0] ^= constants[2 * round];
    s[1] ^= constants[2 * round + 1];
  }
}

export class Sha3 implements Digest {
  readonly name: Sha3Name;
  readonly digestSize: number;
  readonly blockSize: number;
  private readonly state = new Int32Array(50);
  private used = 0;

  constructor(name: Sha3Name) {
    this.name = name;
    const bits = Number(name.slice(-3));
    this.digestSize = name.startsWith('shake') ? 0 : bits / 8;
    this.blockSize = 200 - bits / 4;
  }

  update(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.absorb(bytes[i]);
  }

  private absorb(byte: number): void {
    this.state[this.used >> 2] ^= byte << (8 * (this.used & 3));
    this.used += 1;
    if (this.used === this.blockSize) {
      permute(this.state);
      this.used = 0;
    }
  }

  digest(length = this.digestSize): Uint8Array {
    const { state, used } = this.copy();
    state[used >> 2] ^= (this.digestSize === 0 ? 0x1f : 0x06) << (8 * (used & 3));
    const last = this.blockSize - 1;
    state[last >> 2] ^= 0x80 << (8 * (last & 3));
    permute(state);
    const out = new Uint8Array(length);
    for (let i = 0, at = 0; i < length; i++, at++) {
      if (at === this.blockSize) {
        permute(state);
        at = 0;
      }
      out[i] = state[at >> 2] >>> (8 * (at & 3));
    }
    return out;
  }

  copy(): Sha3 {
    const copy = new Sha3(this.name);
    copy.state.set(this.state);
    copy.used = this.used;
    return copy;
  }
}
