// The fused multiply-add of the machine, which JavaScript lacks: a * b + c rounded once.

const float = new Float64Array(1);
const word = new Uint32Array(float.buffer);

const SPLIT = 134217729;

/**
 * a * b + c with one rounding, for finite numbers far from overflow and underflow. The exact sum of three floats is brought to two, the
 * lower of them rounded to odd, so that the last addition rounds rightly (Boldo and Melquiond, 2008).
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  let t = a * SPLIT;
  const aHigh = t - (t - a);
  const aLow = a - aHigh;
  t = b * SPLIT;
  const bHigh = t - (t - b);
  const bLow = b - bHigh;
  const rest = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  if (rest === 0) return product + c;
  const uHigh = c + rest;
  t = uHigh - c;
  const uLow = c - (uHigh - t) + (rest - t);
  const high = product + uHigh;
  t = high - product;
  const low = product - (high - t) + (uHigh - t);
  let sum = low + uLow;
  t = sum - low;
  const lost = low - (sum - t) + (uLow - t);
  if (lost !== 0) {
    float[0] = sum;
    if ((word[0] & 1) === 0) {
      // An even number has an odd neighbour on either side: upwards without a carry, downwards with a borrow at most.
      if (lost > 0 === sum > 0) word[0] += 1;
      else {
        if (word[0] === 0) word[1] -= 1;
        word[0] -= 1;
      }
      sum = float[0];
    }
  }
  return high + sum;
}
