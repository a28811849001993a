// What `hash()` and `__hash__` of the builtin types give the program: a number where CPython's is known, else an order that it leaves open, or an unknown. While the
// engine asks a class's own `__hash__` for a table of its own, the number is given all the same: there only equality of hashes counts.
import { isCollecting } from './doubt-watch.ts';
import { hashSeed } from './hash-seed.ts';
import { norm } from './numbers/integer.ts';
import { noteOrder } from './open-orders.ts';
import { hash, hashBy } from './operators.ts';
import { originHere, unknown, Unknown } from './unknown-value.ts';
import { T, type Value } from './values.ts';

const hashName = 'hash()';

export function visibleHash(v: Value, by?: (v: Value) => number | bigint): Value {
  const { drawn } = hashSeed;
  const h = by === undefined ? hash(v) : hashBy(by, v);
  if (hashSeed.drawn === drawn || hashSeed.asked > 0) return h;
  // Modules often keep a hash that no test sees: all that import them would be rehearsed again for it.
  if (isCollecting()) return unknown('order', `${hashName} in an import`, T.int);
  const why = [originHere('order', hashName)];
  return noteOrder(why) ? inThisOrder(BigInt(h)) : new Unknown(why, T.int);
}
/** Another number in each order that is tried: of two hashes, the second order has the greater one less, and the odd ones even. */
function inThisOrder(h: bigint): number | bigint {
  if (hashSeed.order === 0) return norm(h);
  const other = hashSeed.order === 1 ? -1n - h : BigInt.asIntN(61, (h + 0x51ed2701n) * 0x9e3779b97f4a7c15n);
  return other === -1n ? -2 : norm(other);
}
