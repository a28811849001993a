// Correctly rounded decimal digits of a float, and the layouts e, f, g and r of CPython's PyOS_double_to_string. JavaScript's toFixed and
// toExponential are exact but break ties upwards and stop at 100 digits; here ties go to the even digit and there is no limit.
import { Excess } from '../fault.ts';

/** No text asks for more digits than this. */
const MAX_DIGITS = 10_000_000;

/** The decimal digits of a finite `|x|`, with `point` digits before the decimal point (which may lie outside of them). */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

/** A finite float as an odd (or zero) integer times a power of two. */
export function oddAndPower(x: number): { odd: bigint; power: number } {
  if (x === 0) return { odd: 0n, power: 0 };
  let power = 0;
  let value = x;
  if (Math.abs(value) < 2 ** -1022) {
    value *= 2 ** 60;
    power -= 60;
  }
  while (Math.abs(value) >= 2 ** 53) {
    value /= 2 ** 20;
    power += 20;
  }
  while (!Number.isInteger(value)) {
    value *= 2 ** 20;
    power -= 20;
  }
  let odd = BigInt(value);
  while ((odd & 1n) === 0n) {
    odd >>= 1n;
    power += 1;
  }
  return { odd, power };
}

/** `|x|` with exactly `precision` digits after the point, half to even: the text that `'%.*f'` gives. */
export function fixed(x: number, precision: number): string {
  const size = Math.abs(x);
  if (precision > MAX_DIGITS) throw new Excess('str');
  if (size < 1e21 && precision <= 100) {
    const text = size.toFixed(precision);
    const twice = size * 2 ** (precision + 1);
    return Number.isInteger(twice) && twice % 2 === 1 ? evened(text, text.length - 1) : text;
  }
  if (Number.isInteger(size)) return withPoint(BigInt(size).toString(), 0, precision);
  const { odd, power } = oddAndPower(size);
  // odd * 2**power has exactly -power digits after the point.
  const exact = odd * 5n ** BigInt(-power);
  if (precision >= -power) return withPoint(exact.toString(), -power, precision);
  return withPoint(halfEven(exact, 10n ** BigInt(-power - precision)).toString(), precision, precision);
}

/** Digits of an integer that counts units of 10**-scale, laid out with `precision >= scale` digits after the point. */
function withPoint(digits: string, scale: number, precision: number): string {
  const padded = digits.padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  return precision === 0 ? whole : `${whole}.${padded.slice(padded.length - scale)}${'0'.repeat(precision - scale)}`;
}

function halfEven(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const rest = (value - quotient * unit) * 2n;
  return rest > unit || (rest === unit && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** A digit that a tie has rounded up to an odd one goes back to the even one below: no borrow can be needed. */
function evened(text: string, at: number): string {
  const code = text.charCodeAt(at);
  return (code & 1) === 0 ? text : text.slice(0, at) + String.fromCharCode(code - 1) + text.slice(at + 1);
}

/** `|x|` rounded to `count >= 1` significant digits, half to even. */
function significant(x: number, count: number): Digits {
  const size = Math.abs(x);
  if (count > MAX_DIGITS) throw new Excess('str');
  if (size === 0) return { digits: '0'.repeat(count), point: 1 };
  if (count <= 101) {
    const text = size.toExponential(count - 1);
    const mark = text.indexOf('e');
    const exponent = Number(text.slice(mark + 1));
    let digits = count === 1 ? text.slice(0, mark) : text[0] + text.slice(2, mark);
    // A single digit 1 that came from a tie was carried from 9.5: ten is even already.
    if ((digits.charCodeAt(count - 1) & 1) === 1 && !(count === 1 && digits === '1') && isTie(size, count - 1 - exponent)) digits = evened(digits, count - 1);
    return { digits, point: exponent + 1 };
  }
  const { odd, power } = oddAndPower(size);
  const exact = (power >= 0 ? odd << BigInt(power) : odd * 5n ** BigInt(-power)).toString();
  const point = exact.length - (power < 0 ? -power : 0);
  if (exact.length <= count) return { digits: exact.padEnd(count, '0'), point };
  const rounded = halfEven(BigInt(exact), 10n ** BigInt(exact.length - count)).toString();
  return { digits: rounded.slice(0, count), point: point + rounded.length - count };
}

/** Does `size` lie exactly between two multiples of 10**-scale? */
function isTie(size: number, scale: number): boolean {
  if (scale >= 0) {
    const twice = size * 2 ** (scale + 1);
    return Number.isInteger(twice) && twice % 2 === 1;
  }
  if (scale < -22) return false;
  const unit = 10n ** BigInt(-scale);
  return Number.isInteger(size) && (BigInt(size) % unit) * 2n === unit;
}

/** The shortest digits that read back as the same float. */
function shortest(x: number): Digits {
  const text = Math.abs(x).toExponential();
  const mark = text.indexOf('e');
  return { digits: mark === 1 ? text[0] : text[0] + text.slice(2, mark), point: Number(text.slice(mark + 1)) + 1 };
}

/** `repr(x)`: shortest digits, with an exponent from 1e16 up and below 1e-4 (float_repr). */
export function floatRepr(x: number): string {
  const size = Math.abs(x);
  if (size < 1e16 && size >= 1e-4) {
    const text = String(x);
    return Number.isInteger(x) ? `${text}.0` : text;
  }
  if (size === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  if (x !== x) return 'nan';
  if (size === Infinity) return x < 0 ? '-inf' : 'inf';
  const { digits, point } = shortest(x);
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${x < 0 ? '-' : ''}${digits[0]}${rest}e${exponentText(point - 1)}`;
}

function exponentText(exponent: number): string {
  const size = Math.abs(exponent);
  return `${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
}

/**
 * `|x|` in the layout of a type code e, f, g or r (shortest), without sign (PyOS_double_to_string). `alternate` keeps the point and the
 * zeros of g; `dotZero` makes whole numbers end in `.0`, as repr does.
 */
export function layoutFloat(x: number, code: 'e' | 'f' | 'g' | 'r', precision: number, alternate = false, dotZero = false): string {
  if (x !== x) return 'nan';
  if (x === Infinity || x === -Infinity) return 'inf';
  if (code === 'f') {
    const text = fixed(x, precision);
    return alternate && precision === 0 ? `${text}.` : text;
  }
  if (code === 'e') {
    const { digits, point } = significant(x, precision + 1);
    const tail = precision > 0 ? `.${digits.slice(1)}` : alternate ? '.' : '';
    return `${digits[0]}${tail}e${exponentText(x === 0 ? 0 : point - 1)}`;
  }
  const wanted = precision === 0 ? 1 : precision;
  // A zero keeps its form whatever the precision; no float has more than 767 significant digits, so the rest would be zeros to be stripped.
  const count = code === 'r' ? 0 : alternate ? wanted : Math.min(wanted, 800);
  let { digits, point } = code === 'r' ? shortest(x) : significant(x, count);
  if (!alternate) digits = withoutZeros(digits);
  const limit = code === 'r' ? 16 : dotZero ? wanted - 1 : wanted;
  if (point <= -4 || point > limit) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : alternate ? '.' : '';
    return `${digits[0]}${tail}e${exponentText(point - 1)}`;
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length > point) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  return digits.padEnd(point, '0') + (dotZero ? '.0' : alternate ? '.' : '');
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return end === digits.length ? digits : digits.slice(0, end);
}
