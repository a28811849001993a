// MD5 (RFC 1321).
import { BlockDigest, type Digest, wordsToBytes } from './digest-block.ts';
import { sin } from './libm.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

let sines: Int32Array | undefined;

/** The round constants, made on first use. */
function roundConstants(): Int32Array {
  sines ??= Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(sin(i + 1)) * 2 ** 32));
  return sines;
}

export class Md5 extends BlockDigest implements Digest {
  readonly name = 'md5';
  readonly digestSize = 16;
  private readonly state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  private readonly words = new Int32Array(16);

  constructor() {
    super(64);
  }

  protected block(bytes: Uint8Array, from: number): void {
    const { state, words } = this;
    const constants = roundConstants();
    for (let i = 0; i < 16; i++) {
      const at = from + 4 * i;
      words[i] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    }
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      let f: number;
      let word: number;
      if (i < 16) {
        f = (b & c) | (~b & d);
        word = i;
      } else if (i < 32) {
        f = (d & b) | (~d & c);
        word = (5 * i + 1) & 15;
      } else if (i < 48) {
        f = b ^ c ^ d;
        word = (3 * i + 5) & 15;
      } else {
        f = c ^ (b | ~d);
        word = (7 * i) & 15;
      }
      const sum = (a + f + constants[i] + words[word]) | 0;
      const shift = SHIFTS[4 * (i >> 4) + (i & 3)];
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.pad(8, false);
    return wordsToBytes(end.state, 16, false);
  }

  copy(): Md5 {
    const copy = new Md5();
    copy.copyBuffer(this);
    copy.state.set(this.state);
    return copy;
  }
}
