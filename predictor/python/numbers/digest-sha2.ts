// SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4). 64-bit words are kept in halves.
import { BlockDigest, cubeRootFractions, type Digest, rootFractions, wordsToBytes } from './digest-block.ts';

export class Sha256 extends BlockDigest implements Digest {
  readonly name: 'sha224' | 'sha256';
  readonly digestSize: number;
  private readonly state = new Int32Array(8);
  private readonly words = new Int32Array(64);

  constructor(name: 'sha224' | 'sha256') {
    super(64);
    this.name = name;
    this.digestSize = name === 'sha224' ? 28 : 32;
    // SHA-256 begins with the upper halves of the first eight roots, SHA-224 with the lower halves of the next.
    const roots = rootFractions();
    for (let i = 0; i < 8; i++) this.state[i] = name === 'sha256' ? roots[2 * i] : roots[17 + 2 * i];
  }

  protected block(bytes: Uint8Array, from: number): void {
    const { state, words } = this;
    const constants = cubeRootFractions();
    for (let i = 0; i < 16; i++) {
      const at = from + 4 * i;
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15];
      const y = words[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[2 * i] + words[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.pad(8, true);
    return wordsToBytes(end.state, this.digestSize, true);
  }

  copy(): Sha256 {
    const copy = new Sha256(this.name);
    copy.copyBuffer(this);
    copy.state.set(this.state);
    return copy;
  }
}

export class Sha512 extends BlockDigest implements Digest {
  readonly name: 'sha384' | 'sha512';
  readonly digestSize: number;
  /** High and low halves. */
  private readonly state = new Int32Array(16);
  private readonly words = new Int32Array(160);
  private readonly work = new Int32Array(16);

  constructor(name: 'sha384' | 'sha512') {
    super(128);
    this.name = name;
    this.digestSize = name === 'sha384' ? 48 : 64;
    this.state.set(rootFractions().subarray(name === 'sha512' ? 0 : 16, name === 'sha512' ? 16 : 32));
  }

  protected block(bytes: Uint8Array, from: number): void {
    const { words: w, state, work: v } = this;
    const k = cubeRootFractions();
    for (let i = 0; i < 32; i++) {
      const at = from + 4 * i;
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 32; i < 160; i += 2) {
      const xh = w[i - 30];
      const xl = w[i - 29];
      const yh = w[i - 4];
      const yl = w[i - 3];
      // Rotations by 1 and 8 and a shift by 7; by 19 and 61 and a shift by 6.
      const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
      const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
      const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
      const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
      const low = (w[i - 31] >>> 0) + (s0l >>> 0) + (w[i - 13] >>> 0) + (s1l >>> 0);
      w[i + 1] = low;
      w[i] = w[i - 32] + s0h + w[i - 14] + s1h + Math.floor(low / 0x1_0000_0000);
    }
    v.set(state);
    for (let i = 0; i < 160; i += 2) {
      const eh = v[8];
      const el = v[9];
      const ah = v[0];
      const al = v[1];
      const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
      const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
      const chh = (eh & v[10]) ^ (~eh & v[12]);
      const chl = (el & v[11]) ^ (~el & v[13]);
      const t1l = (v[15] >>> 0) + (s1l >>> 0) + (chl >>> 0) + (k[i + 1] >>> 0) + (w[i + 1] >>> 0);
      const t1h = (v[14] + s1h + chh + k[i] + w[i] + Math.floor(t1l / 0x1_0000_0000)) | 0;
      const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
      const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
      const majh = (ah & v[2]) ^ (ah & v[4]) ^ (v[2] & v[4]);
      const majl = (al & v[3]) ^ (al & v[5]) ^ (v[3] & v[5]);
      const sum = (v[7] >>> 0) + (t1l % 0x1_0000_0000);
      const high = (v[6] + t1h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v.copyWithin(10, 8, 14);
      v[8] = high;
      v[9] = sum;
      v.copyWithin(2, 0, 6);
      const low = (t1l % 0x1_0000_0000) + (s0l >>> 0) + (majl >>> 0);
      v[0] = t1h + s0h + majh + Math.floor(low / 0x1_0000_0000);
      v[1] = low;
    }
    for (let i = 0; i < 16; i += 2) {
      const low = (state[i + 1] >>> 0) + (v[i + 1] >>> 0);
      state[i] += v[i] + (low > 0xffffffff ? 1 : 0);
      state[i + 1] = low;
    }
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.pad(16, true);
    return wordsToBytes(end.state, this.digestSize, true);
  }

  copy(): Sha512 {
    const copy = new Sha512(this.name);
    copy.copyBuffer(this);
    copy.state.set(this.state);
    return copy;
  }
}
