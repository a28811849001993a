// Reads what the tracer writes with Python's `marshal` in version 2 (Python/marshal.c): the plain values only, no code objects and no references.

/** A float, told apart from an int of the same number. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
export const ellipsis = Symbol('Ellipsis');
/** A str is a string, an int a number or bigint, bytes a Uint8Array, a list or tuple an array. */
export type Item = number | bigint | string | boolean | null | Float | typeof ellipsis | Uint8Array | Complex | readonly Item[];
export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** One value from the start of `bytes`. Throws a RangeError or a TypeError on anything else than such a value. */
export function readMarshal(bytes: Uint8Array): Item {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (n: number): Uint8Array => {
    if (n < 0 || at + n > bytes.length) throw new RangeError('cut short');
    at += n;
    return bytes.subarray(at - n, at);
  };
  const int = (): number => {
    at += 4;
    return view.getInt32(at - 4, true);
  };
  const double = (): number => {
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  const long = (): bigint => {
    const n = int();
    let value = 0n;
    // Digits of 15 bits, the lowest first. Joined by fours: a bigint operation for each would take long.
    const digits = Math.abs(n);
    for (let k = digits; k > 0; ) {
      const from = Math.max(0, k - 3);
      let group = 0;
      for (let i = k - 1; i >= from; i--) group = group * 32768 + view.getUint16(at + 2 * i, true);
      value = (value << BigInt(15 * (k - from))) | BigInt(group);
      k = from;
    }
    take(2 * digits);
    return n < 0 ? -value : value;
  };
  const item = (): Item => {
    const type = bytes[at++];
    switch (type) {
      case 105: // i
        return int();
      case 117: // u
      case 116: // t
        return unicode(take(int()));
      case 91: // [
      case 40: {
        const n = int();
        if (n < 0 || n > bytes.length) throw new RangeError('no such length');
        const list: Item[] = new Array(n);
        for (let i = 0; i < n; i++) list[i] = item();
        return list;
      }
      case 78: // N
        return null;
      case 84: // T
        return true;
      case 70: // F
        return false;
      case 103: // g
        return new Float(double());
      case 108: // l
        return long();
      case 115: // s
        return take(int());
      case 46: // .
        return ellipsis;
      case 121: // y
        return { real: double(), imaginary: double() };
      default:
        throw new TypeError(`no such value: ${type}`);
    }
  };
  return item();
}

/** UTF-8 as Python's "surrogatepass" writes it: a lone surrogate takes three bytes. */
function unicode(bytes: Uint8Array): string {
  if (bytes.length < 24) {
    let s = '';
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 128) return wide(bytes);
      s += String.fromCharCode(bytes[i]);
    }
    return s;
  }
  return wide(bytes);
}
function wide(bytes: Uint8Array): string {
  let found = -1;
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (bytes[i] === 0xed && bytes[i + 1] >= 0xa0) {
      found = i;
      break;
    }
  }
  if (found < 0) return text.decode(bytes);
  const unit = ((bytes[found] & 0xf) << 12) | ((bytes[found + 1] & 0x3f) << 6) | (bytes[found + 2] & 0x3f);
  return text.decode(bytes.subarray(0, found)) + String.fromCharCode(unit) + wide(bytes.subarray(found + 3));
}
