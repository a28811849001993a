// The format language of `struct`: which bytes lie where. Native sizes and alignments are those of 64-bit Linux and macOS on little-endian machines.
import { Excess, Fault } from '../../fault.ts';

/** How the errors and ranges of integers come about differs between CPython's three families of routines. */
export type Family = 'native' | 'little' | 'big';

export interface Field {
  /** The format character. */
  readonly code: string;
  readonly offset: number;
  /** Bytes of one value. */
  readonly size: number;
  /** How many values; 1 for `s` and `p`. */
  readonly repeat: number;
}

export interface Layout {
  readonly family: Family;
  readonly fields: readonly Field[];
  /** `calcsize` */
  readonly size: number;
  /** Number of Python values. */
  readonly count: number;
}

const STANDARD: Record<string, number> = { x: 1, b: 1, B: 1, c: 1, s: 1, p: 1, h: 2, H: 2, i: 4, I: 4, l: 4, L: 4, q: 8, Q: 8, '?': 1, e: 2, f: 4, d: 8 };
const NATIVE: Record<string, number> = { ...STANDARD, l: 8, L: 8, n: 8, N: 8, P: 8 };
const LARGEST = (1n << 63n) - 1n;

/** Reads a format (ASCII text). Throws struct.error as the `prepare_s` of Modules/_struct.c does. */
export function layoutOf(format: string): Layout {
  if (format.includes('\0')) throw structError('embedded null character');
  let i = 0;
  let family: Family = 'native';
  let aligned = true;
  switch (format.charCodeAt(0)) {
    case 60: // <
    case 61: // =
      family = 'little';
      break;
    case 62: // >
    case 33: // !
      family = 'big';
  }
  if (family !== 'native') aligned = false;
  if (!aligned || format.charCodeAt(0) === 64) i = 1;
  const sizes = aligned ? NATIVE : STANDARD;
  const fields: Field[] = [];
  let size = 0n;
  let count = 0n;
  while (i < format.length) {
    let ch = format.charCodeAt(i++);
    if (ch === 32 || (ch >= 9 && ch <= 13)) continue;
    let repeat = 1n;
    if (isDigit(ch)) {
      const from = i - 1;
      while (isDigit(format.charCodeAt(i))) i++;
      repeat = BigInt(format.slice(from, i));
      if (repeat > LARGEST) throw structError('total struct size too long');
      if (i === format.length) throw structError('repeat count given without format specifier');
      ch = format.charCodeAt(i++);
    }
    const code = String.fromCharCode(ch);
    const unit = Object.hasOwn(sizes, code) ? sizes[code] : 0;
    if (unit === 0) throw structError('bad char in struct format');
    if (aligned && unit > 1 && size > 0n) {
      size += BigInt(unit - 1) - ((size - 1n) % BigInt(unit));
      if (size > LARGEST) throw structError('total struct size too long');
    }
    const offset = Number(size);
    size += repeat * BigInt(unit);
    if (size > LARGEST) throw structError('total struct size too long');
    if (code === 's' || code === 'p') {
      fields.push({ code, offset, size: Number(repeat), repeat: 1 });
      count++;
    } else if (code !== 'x' && repeat > 0n) {
      fields.push({ code, offset, size: unit, repeat: Number(repeat) });
      count += repeat;
    }
  }
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new Excess('struct of more than 2**53 bytes');
  return { family, fields, size: Number(size), count: Number(count) };
}

export function structError(message: string): Fault {
  return new Fault('struct.error', message);
}

function isDigit(ch: number): boolean {
  return ch >= 48 && ch <= 57;
}
