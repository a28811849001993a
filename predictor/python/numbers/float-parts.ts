// The bits of floats: mantissa and exponent, scaling by powers of two, neighbours.

const view = new DataView(new ArrayBuffer(8));

/** frexp(x): a mantissa in [0.5, 1) and a power of two; what is zero or not finite has power 0. */
export function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  view.setFloat64(0, x);
  let power = (view.getUint32(0) >>> 20) & 0x7ff;
  if (power === 0) {
    view.setFloat64(0, x * 2 ** 54);
    power = ((view.getUint32(0) >>> 20) & 0x7ff) - 54;
  }
  view.setUint32(0, (view.getUint32(0) & 0x800fffff) | 0x3fe00000);
  return [view.getFloat64(0), power - 1022];
}

/** x * 2**power, rounded once. */
export function scaleByPower(x: number, power: number): number {
  if (power >= -1021 && power <= 1023) return x * 2 ** power;
  if (power > 1023) {
    if (power > 2100) return x * Number.POSITIVE_INFINITY === x ? x : x === 0 ? x : x * 2 ** 1023 * 2 ** 1023 * 2 ** 1023;
    return x * 2 ** 1023 * 2 ** Math.min(power - 1023, 1023) * 2 ** Math.max(power - 2046, 0);
  }
  if (x === 0 || !Number.isFinite(x)) return x;
  // Only the last product may fall below the normal floats: the mantissa first, then one exact power at a time.
  const [mantissa, own] = frexp(x);
  const total = own + power;
  if (total < -1080) return x < 0 ? -0 : 0;
  return total >= -1021 ? mantissa * 2 ** (total + 1) * 0.5 : mantissa * 2 ** -1000 * 2 ** (total + 1000);
}

/** The float after x towards y. */
export function nextAfter(x: number, y: number): number {
  if (x !== x || y !== y) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, y > x === x > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/** copysign(x, y) */
export function copySign(x: number, y: number): number {
  return isNegative(x) === isNegative(y) ? x : -x;
}

/** Is the sign bit set? A nan of JavaScript's counts as positive, though its bit is not ours to know. */
export function isNegative(x: number): boolean {
  return x < 0 || (x === 0 && 1 / x < 0);
}
