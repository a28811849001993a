// What the builtin `hash()` gives the program: a number where CPython's is known, else an unknown. While the engine asks a class's own `__hash__` for a table
// of its own, the number is given all the same: there only equality of hashes counts.
import { hashSeed } from './hash-seed.ts';
import { hash } from './operators.ts';
import { unknown } from './unknown-value.ts';
import { T, type Value } from './values.ts';

export function visibleHash(v: Value): Value {
  const { drawn } = hashSeed;
  const h = hash(v);
  return hashSeed.drawn !== drawn && hashSeed.asked === 0 ? unknown('order', 'hash()', T.int) : h;
}
