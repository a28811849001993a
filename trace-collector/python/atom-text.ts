// Python's `repr` of the plain values that the tracer hands over as they are: numbers, texts of ASCII, bytes. All else it renders itself.
import { type Complex, ellipsis, Float, type Item } from './marshal.ts';

/** The `repr` of a value (Objects/*object.c, their tp_repr). `digits` is the limit on an int's digits, 0 for none; longer texts than `room` are cut, as the tracer does. */
export function atomText(v: Item, room: number, digits: number): string {
  switch (typeof v) {
    case 'number':
      return String(v);
    case 'bigint': {
      const s = v.toString();
      const n = v < 0n ? s.length - 1 : s.length;
      // sys.set_int_max_str_digits: CPython refuses to write out longer ones.
      if (digits > 0 && n > digits) return '<repr failed: ValueError>';
      return s.length <= room ? s : `${s.slice(0, room)}…`;
    }
    case 'string':
      return strText(v);
    case 'boolean':
      return v ? 'True' : 'False';
    case 'symbol':
      return v === ellipsis ? 'Ellipsis' : '';
  }
  if (v === null) return 'None';
  if (v instanceof Float) return floatText(v.value);
  if (v instanceof Uint8Array) return bytesText(v);
  if (Array.isArray(v)) return '<unrepresentable>';
  return complexText(v as Complex);
}

const plain = /^[ !#-&(-[\]-~]*$/;
export function strText(s: string): string {
  if (plain.test(s)) return `'${s}'`;
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = quote;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === quote.charCodeAt(0) || c === 92) out += `\\${s[i]}`;
    else if (c >= 32 && c !== 127) out += s[i];
    else out += c === 10 ? '\\n' : c === 9 ? '\\t' : c === 13 ? '\\r' : `\\x${c.toString(16).padStart(2, '0')}`;
  }
  return out + quote;
}
function bytesText(b: Uint8Array): string {
  let s = '';
  for (const c of b) s += String.fromCharCode(c);
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = `b${quote}`;
  for (const c of b) {
    if (c === quote.charCodeAt(0) || c === 92) out += `\\${String.fromCharCode(c)}`;
    else if (c >= 32 && c < 127) out += String.fromCharCode(c);
    else out += c === 10 ? '\\n' : c === 9 ? '\\t' : c === 13 ? '\\r' : `\\x${c.toString(16).padStart(2, '0')}`;
  }
  return out + quote;
}
/** The shortest digits that read back as the same number: JavaScript's and Python's agree in digits, not in when they turn to an exponent (format_float_short, 'r'). */
export function floatText(x: number): string {
  const s = unsigned(Math.abs(x));
  return (x < 0 || Object.is(x, -0)) && s !== 'nan' ? `-${s}` : s;
}
function unsigned(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === Infinity) return 'inf';
  if (x === 0) return '0.0';
  const [mantissa, exponent] = x.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const e = Number(exponent);
  if (e < -4 || e >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${fraction}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`;
  }
  if (e < 0) return `0.${'0'.repeat(-e - 1)}${digits}`;
  if (digits.length <= e + 1) return `${digits}${'0'.repeat(e + 1 - digits.length)}.0`;
  return `${digits.slice(0, e + 1)}.${digits.slice(e + 1)}`;
}
function complexText({ real, imaginary }: Complex): string {
  const bare = (x: number): string => floatText(x).replace(/\.0$/, '');
  if (real === 0 && !Object.is(real, -0)) return `${bare(imaginary)}j`;
  const sign = imaginary < 0 || Object.is(imaginary, -0) ? '' : '+';
  return `(${bare(real)}${sign}${bare(imaginary)}j)`;
}
