// The whole-number functions of the math module, over ints of any size. Arguments are ints already: the caller has applied __index__.
import { Excess, Fault } from '../fault.ts';
import { abs, bitLength, divmod, floorDiv, type Int, MAX_BITS, mul, neg, norm, sub } from './integer.ts';

/** `math.isqrt(n)` */
export function isqrt(n: Int): Int {
  if (n < 0) throw new Fault('ValueError', 'isqrt() argument must be nonnegative');
  if (typeof n === 'number') {
    const root = Math.floor(Math.sqrt(n));
    return root * root > n ? root - 1 : root;
  }
  // Newton's method from above: every step stays at or above the root, so the first one that does not fall is the root.
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return norm(root);
    root = next;
  }
}

/** The greatest common divisor of two ints, never negative. */
export function gcd2(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    let x = Math.abs(a);
    let y = Math.abs(b);
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }
  let x = BigInt(abs(a));
  let y = BigInt(abs(b));
  while (y > 0xffff_ffff_ffffn) [x, y] = [y, x % y];
  if (y === 0n) return norm(x);
  return gcd2(Number(y), Number(x % y));
}

/** `math.gcd(*values)` */
export function gcd(values: readonly Int[]): Int {
  let result: Int = 0;
  for (const value of values) result = gcd2(result, value);
  return result;
}

/** `math.lcm(*values)` */
export function lcm(values: readonly Int[]): Int {
  let result: Int = 1;
  for (const value of values) {
    if (value === 0) return 0;
    result = abs(mul(floorDiv(result, gcd2(result, value)), value));
  }
  return result;
}

/** `math.factorial(n)` */
export function factorial(n: Int): Int {
  if (n < 0) throw new Fault('ValueError', 'factorial() not defined for negative values');
  if (n > Number.MAX_SAFE_INTEGER) throw new Fault('OverflowError', 'factorial() argument should not exceed 9223372036854775807');
  if (n <= 18) {
    let small = 1;
    for (let i = 2; i <= Number(n); i++) small *= i;
    return small;
  }
  if (n > 1_000_000) throw new Excess('int');
  return norm(productOf(1, Number(n)));
}

/** low * (low + 1) * ... * high, by halves. */
function productOf(low: number, high: number): bigint {
  if (high - low < 8) {
    let product = 1n;
    for (let i = low; i <= high; i++) product *= BigInt(i);
    return product;
  }
  const middle = (low + high) >> 1;
  return productOf(low, middle) * productOf(middle + 1, high);
}

/** `math.comb(n, k)` */
export function comb(n: Int, k: Int): Int {
  if (n < 0) throw new Fault('ValueError', 'n must be a non-negative integer');
  if (k < 0) throw new Fault('ValueError', 'k must be a non-negative integer');
  if (k > n) return 0;
  const other = sub(n, k);
  const least = other < k ? other : k;
  if (least === 0) return 1;
  if (least > 1_000_000 || Number(least) * bitLength(n) > MAX_BITS) throw tooMany(least, 'min(n - k, k)');
  if (typeof n === 'number' && n <= 1_000_000) {
    const count = Number(least);
    let result = 1;
    for (let i = 1; i <= count; i++) {
      result *= n - count + i;
      if (!Number.isSafeInteger(result)) return norm(productOf(n - count + 1, n) / productOf(1, count));
      result /= i;
    }
    return result;
  }
  let result = 1n;
  const top = BigInt(n);
  for (let i = 0n; i < BigInt(least); i++) result = (result * (top - i)) / (i + 1n);
  return norm(result);
}

function tooMany(k: Int, what: string): unknown {
  if (typeof k === 'bigint' && k > 0x7fff_ffff_ffff_ffffn) return new Fault('OverflowError', `${what} must not exceed 9223372036854775807`);
  return new Excess('int');
}

/** `math.perm(n, k=None)` */
export function perm(n: Int, k?: Int): Int {
  if (k === undefined) return factorial(n);
  if (n < 0) throw new Fault('ValueError', 'n must be a non-negative integer');
  if (k < 0) throw new Fault('ValueError', 'k must be a non-negative integer');
  if (k > n) return 0;
  if (k > 1_000_000 || Number(k) * bitLength(n) > MAX_BITS) throw tooMany(k, 'k');
  let result: Int = 1;
  for (let i = 0; i < Number(k); i++) result = mul(result, sub(n, i));
  return result;
}

/** `a.as_integer_ratio()` of a quotient of ints in lowest terms with a positive divisor, as fractions.Fraction keeps it. */
export function lowestTerms(a: Int, b: Int): [Int, Int] {
  const common = gcd2(a, b);
  const [x, y] = [divmod(a, common)[0], divmod(b, common)[0]];
  return y < 0 ? [neg(x), neg(y)] : [x, y];
}
