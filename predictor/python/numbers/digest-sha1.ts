// SHA-1 (FIPS 180-4).
import { BlockDigest, type Digest, wordsToBytes } from './digest-block.ts';

export class Sha1 extends BlockDigest implements Digest {
  readonly name = 'sha1';
  readonly digestSize = 20;
  private readonly state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  private readonly words = new Int32Array(80);

  constructor() {
    super(64);
  }

  protected block(bytes: Uint8Array, from: number): void {
    const { state, words } = this;
    for (let i = 0; i < 16; i++) {
      const at = from + 4 * i;
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 80; i++) {
      const mixed = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16];
      words[i] = (mixed << 1) | (mixed >>> 31);
    }
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      let f: number;
      if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
      else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
      else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
      else f = (b ^ c ^ d) + 0xca62c1d6;
      const next = (((a << 5) | (a >>> 27)) + f + e + words[i]) | 0;
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.pad(8, true);
    return wordsToBytes(end.state, 20, true);
  }

  copy(): Sha1 {
    const copy = new Sha1();
    copy.copyBuffer(this);
    copy.state.set(this.state);
    return copy;
  }
}
