// What all message digests share: bytes come in pieces of any size and are worked off in blocks. The families are in digest-*.ts; newDigest
// finds one by the name that hashlib gives it.
import { BLAKE2B, BLAKE2S, Blake2 } from './digest-blake2.ts';
import type { Digest } from './digest-block.ts';
import { Md5 } from './digest-md5.ts';
import { Sha1 } from './digest-sha1.ts';
import { Sha256, Sha512 } from './digest-sha2.ts';
import { Sha3 } from './digest-sha3.ts';

export type { Digest } from './digest-block.ts';

/** A fresh digest by hashlib's name (md5, sha1, sha224 … sha3_512, shake_128, blake2b …), or undefined. */
export function newDigest(name: string): Digest | undefined {
  switch (name) {
    case 'md5':
      return new Md5();
    case 'sha1':
      return new Sha1();
    case 'sha224':
    case 'sha256':
      return new Sha256(name);
    case 'sha384':
    case 'sha512':
      return new Sha512(name);
    case 'sha3_224':
    case 'sha3_256':
    case 'sha3_384':
    case 'sha3_512':
    case 'shake_128':
    case 'shake_256':
      return new Sha3(name);
    case 'blake2b':
      return new Blake2(BLAKE2B);
    case 'blake2s':
      return new Blake2(BLAKE2S);
    default:
      return undefined;
  }
}
