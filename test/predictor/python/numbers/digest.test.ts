// Message digests against hashlib.
import { newDigest } from '../../../../predictor/python/numbers/digest.ts';
import { BLAKE2B, BLAKE2S, Blake2 } from '../../../../predictor/python/numbers/digest-blake2.ts';
import { B, holdAgainstPython, int, type Random, type Row, type Wire } from './differential.ts';

const NAMES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'blake2b', 'blake2s'];

function* messages(random: Random): Iterable<Wire[]> {
  for (const size of [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 135, 136, 137, 143, 144, 145, 200, 256, 1000]) yield [B(random.bytes(0)), B(Uint8Array.from({ length: size }, () => random.below(256)))];
  for (let i = 0; i < 60; i++) yield [B(random.bytes(300)), B(random.bytes(300))];
}

/** In two pieces, with a digest between them and a copy at the end. */
function digestOf(name: string, first: Uint8Array, second: Uint8Array): Wire {
  const digest = newDigest(name);
  if (digest === undefined) throw new Error(name);
  digest.update(first);
  digest.digest(7);
  const copy = digest.copy();
  digest.update(Uint8Array.of(1, 2, 3));
  copy.update(second);
  return B(copy.digest());
}

const rows: Row[] = [
  ...NAMES.map((name): Row => ({ name, python: `lambda a, b: hashlib.${name}(a + b).digest()`, cases: messages, ours: (a: Uint8Array, b: Uint8Array) => digestOf(name, a, b) })),
  ...['shake_128', 'shake_256'].map((name): Row => ({ name, python: `lambda b, n: hashlib.${name}(b).digest(n)`, cases: function* (random) {
    for (let i = 0; i < 40; i++) yield [B(random.bytes(400)), int(random.below(500))];
  }, ours: (b: Uint8Array, n: number) => {
    const digest = newDigest(name);
    digest?.update(b);
    return B(digest?.digest(n) ?? []);
  } })),
  ...([['blake2b', BLAKE2B], ['blake2s', BLAKE2S]] as const).map(([name, kind]): Row => ({
    name: `${name} with parameters`,
    python: `lambda b, size, key, salt, person, fanout, depth, leaf, offset, node, inner, last: hashlib.${name}(b, digest_size=size, key=key, salt=salt, person=person, fanout=fanout, depth=depth, leaf_size=leaf, node_offset=offset, node_depth=node, inner_size=inner, last_node=last).digest()`,
    cases: function* (random) {
      for (let i = 0; i < 60; i++) yield [B(random.bytes(300)), int(1 + random.below(kind.maxSize)), B(random.bytes(kind.maxSize)), B(random.bytes(kind.saltSize)), B(random.bytes(kind.saltSize)), int(random.below(256)), int(1 + random.below(255)), int(random.below(2 ** 32)), int(random.below(2 ** 32)), int(random.below(256)), int(random.below(kind.maxSize + 1)), random.chance(0.5)];
    },
    ours: (b: Uint8Array, digestSize: number, key: Uint8Array, salt: Uint8Array, person: Uint8Array, fanout: number, depth: number, leafSize: number, nodeOffset: number, nodeDepth: number, innerSize: number, lastNode: boolean) => {
      const digest = new Blake2(kind, { digestSize, key, salt, person, fanout, depth, leafSize, nodeOffset, nodeDepth, innerSize, lastNode });
      digest.update(b);
      return B(digest.copy().digest());
    },
  })),
];

holdAgainstPython('digest', new URL('./golden-digest.json', import.meta.url), rows);
