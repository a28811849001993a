// The C library's erf and erfc, bit for bit: Sun's fdlibm with its polynomials in pairs, as glibc orders them.
import { exp } from './libm-exp.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);

const ERX = 0.8450629115104675;

function upperBits(x: number): number {
  float[0] = x;
  return word[1] & 0x7fffffff;
}

/** erf(x) / x - 1, for |x| < 0.84375 */
function small(x: number): number {
  const z = x * x;
  const z2 = z * z;
  const z4 = z2 * z2;
  const top = (z * -0.005770270296489442 - 0.02848174957559851) * z2 + (z * -0.3250421072470015 + 0.12837916709551256) + z4 * -2.3763016656650163e-5;
  const bottom =
    (z * 0.005081306281875766 + 0.0650222499887673) * z2 +
    (z * 0.39791722395915535 + 1) +
    (z * -3.960228278775368e-6 + 0.00013249473800432164) * z4;
  return top / bottom;
}

/** erf(x) - erx, for |x| from 0.84375 to 1.25 */
function middle(size: number): number {
  const s = size - 1;
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  const top =
    (s * 0.31834661990116175 - 0.3722078760357013) * s2 +
    (s * 0.41485611868374833 - 0.0023621185607526594) +
    (s * 0.035478304325618236 - 0.11089469428239668) * s4 +
    s6 * -0.002166375594868791;
  const bottom =
    (s * 0.07182865441419627 + 0.540397917702171) * s2 +
    (s * 0.10642088040084423 + 1) +
    (s * 0.01363708391202905 + 0.12617121980876164) * s4 +
    s6 * 0.011984499846799107;
  return top / bottom;
}

/** erfc(|x|), for |x| from 1.25 to 28 */
function tail(size: number, near: boolean): number {
  const s = 1 / (size * size);
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  let top: number;
  let bottom: number;
  if (near) {
    top =
      (s * -62.375332450326006 - 10.558626225323291) * s2 +
      (s * -0.6938585727071818 - 0.009864944034847148) +
      (s * -184.60509290671104 - 162.39666946257347) * s4 +
      (s * -9.814329344169145 - 81.2874355063066) * s6;
    bottom =
      (s * 434.56587747522923 + 137.65775414351904) * s2 +
      (s * 19.651271667439257 + 1) +
      (s * 429.00814002756783 + 645.3872717332679) * s4 +
      (s * 6.570249770319282 + 108.63500554177944) * s6 +
      s4 * s4 * -0.0604244152148581;
  } else {
    top =
      (s * -160.63638485582192 - 17.757954917754752) * s2 +
      (s * -0.799283237680523 - 0.0098649429247001) +
      (s * -1025.0951316110772 - 637.5664433683896) * s4 +
      s6 * -483.5191916086514;
    bottom =
      (s * 1536.729586084437 + 325.7925129965739) * s2 +
      (s * 30.33806074348246 + 1) +
      (s * 2553.0504064331644 + 3199.8582195085955) * s4 +
      (s * -22.44095244658582 + 474.52854120695537) * s6;
  }
  // The square of the upper half of x is exact.
  float[0] = size;
  word[0] = 0;
  const upper = float[0];
  return (exp((upper - size) * (upper + size) + top / bottom) * exp(-upper * upper - 0.5625)) / size;
}

/** erf(x) */
export function erf(x: number): number {
  const upper = upperBits(x);
  if (upper > 0x7fefffff) return x !== x ? x : x > 0 ? 1 : -1;
  if (upper <= 0x3feaffff) {
    if (upper <= 0x3e2fffff) return upper < 0x00800000 ? 0.0625 * (16 * x + 2.0540666735282014 * x) : x + 0.1283791670955126 * x;
    return x * small(x) + x;
  }
  const size = Math.abs(x);
  let result = 1;
  if (upper <= 0x3ff3ffff) result = middle(size) + ERX;
  else if (upper <= 0x4017ffff) result = 1 - tail(size, upper <= 0x4006db6d);
  return x < 0 ? -result : result;
}

/** erfc(x) */
export function erfc(x: number): number {
  const upper = upperBits(x);
  if (upper > 0x7fefffff) return x !== x ? x : x > 0 ? 0 : 2;
  if (upper <= 0x3feaffff) {
    if (upper <= 0x3c6fffff) return 1 - x;
    const part = x * small(x);
    return x < 0.25 ? 1 - (x + part) : 0.5 - (x - 0.5 + part);
  }
  const size = Math.abs(x);
  if (upper <= 0x3ff3ffff) return x < 0 ? 1 + (ERX + middle(size)) : 0.15493708848953247 - middle(size);
  if (upper > 0x403bffff) return x > 0 ? 0 : 2;
  if (x < 0 && upper > 0x4017ffff) return 2;
  const result = tail(size, upper <= 0x4006db6c);
  return x > 0 ? result : 2 - result;
}
