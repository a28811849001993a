// The fused multiply-add of the machine, which JavaScript lacks: a * b + c rounded once.

const SPLIT = 134217729;

/** a * b + c with one rounding, for finite numbers far from overflow and underflow. */
export function fma(a: number, b: number, c: number): number {
  // The product and what its rounding loses, by Veltkamp and Dekker.
  const product = a * b;
  let t = a * SPLIT;
  const aHigh = t - (t - a);
  const aLow = a - aHigh;
  t = b * SPLIT;
  const bHigh = t - (t - b);
  const bLow = b - bHigh;
  const rest = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  // The sum and what its rounding loses, by Knuth.
  const sum = product + c;
  t = sum - product;
  const lost = product - (sum - t) + (c - t);
  if (lost === 0) return sum + rest;
  const low = lost + rest;
  const result = sum + low;
  t = low - lost;
  const dust = lost - (low - t) + (rest - t);
  if (dust === 0) return result;
  // sum + low + dust is exact. Only where sum + low lies half way between two floats can the dust tip the scales: then `other` is the second.
  const gap = sum - result + low;
  const other = result + 2 * gap;
  return gap !== 0 && other - result === 2 * gap && gap > 0 === dust > 0 ? other : result;
}
