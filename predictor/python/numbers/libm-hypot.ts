// The C library's hypot() of two floats (glibc from 2.35 on), on which abs(complex) stands. math.hypot has an algorithm of its own.

/** hypot(x, y) */
export function hypotOfTwo(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (a !== a || b !== b) return Number.NaN;
  if (a < b) [a, b] = [b, a];
  if (a > 6.703903964971299e153) return b <= a * 2 ** -54 ? a + b : kernel(a * 2 ** -600, b * 2 ** -600) * 2 ** 600;
  if (b < 6.717876107567089e-139) return a >= b * 2 ** 54 ? a + b : kernel(a * 2 ** 600, b * 2 ** 600) * 2 ** -600;
  return b <= a * 2 ** -54 ? a + b : kernel(a, b);
}

/** The root of the sum of squares, and one correction of it. */
function kernel(a: number, b: number): number {
  const h = Math.sqrt(a * a + b * b);
  let t1: number;
  let t2: number;
  if (h <= b + b) {
    const delta = h - b;
    t1 = (delta + delta - a) * a;
    t2 = (delta - 2 * (a - b)) * delta;
  } else {
    const delta = h - a;
    t1 = (delta + delta) * (a - (b + b));
    t2 = (4 * delta - b) * b + delta * delta;
  }
  return h - (t1 + t2) / (h + h);
}
