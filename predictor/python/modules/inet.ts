// Addresses as text and as bytes, as glibc has them: `inet_pton` and `inet_ntop` for IPv4 and IPv6, `inet_aton` and `inet_ntoa`; and the order of bytes on the net.
import { typeName } from '../names.ts';
import { typeOf } from '../attributes.ts';
import { overflowError, raising, typeError, valueError } from '../raise.ts';
import { bytesOf, intOf, nameArgument, toParsedInt } from '../types/convert.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, type Value } from '../values.ts';

const [v4, v6] = [2, 10];
const eafnosupport = (): unknown => raising('OSError', 97, 'Address family not supported by protocol');

function parsedV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(p => /^(?:0|[1-9]\d{0,2})$/.test(p) && Number(p) <= 255)) return undefined;
  return parts.map(Number);
}
function parsedV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const bytes = (part: string, last: boolean): number[] | undefined => {
    if (part === '') return [];
    const out: number[] = [];
    const groups = part.split(':');
    for (const [i, g] of groups.entries()) {
      if (last && i === groups.length - 1 && g.includes('.')) {
        const four = parsedV4(g);
        if (four === undefined) return undefined;
        out.push(...four);
      } else if (/^[0-9a-fA-F]{1,4}$/.test(g)) out.push(Number.parseInt(g, 16) >> 8, Number.parseInt(g, 16) & 255);
      else return undefined;
    }
    return out;
  };
  const head = bytes(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? bytes(halves[1], true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}
export function pton(family: Value, address: Value): Value {
  const f = toParsedInt(family);
  const text = nameArgument(address, 'inet_pton', 'argument 2');
  if (f !== v4 && f !== v6) throw eafnosupport();
  const bytes = f === v4 ? parsedV4(text) : parsedV6(text);
  if (bytes === undefined) throw raising('OSError', 'illegal IP address string passed to inet_pton');
  return new Bytes(Uint8Array.from(bytes));
}
export function ntop(family: Value, packed: Value): Value {
  const f = toParsedInt(family);
  const data = bytesOf(packed);
  if (f !== v4 && f !== v6) throw valueError(`unknown address family ${f}`);
  if (data.length !== (f === v4 ? 4 : 16)) throw valueError('invalid length of packed IP address string');
  return f === v4 ? data.join('.') : textOfV6(data);
}
/** One to four numbers, decimal, octal or hexadecimal, of which the last fills what is left; behind blank space anything may follow. */
function parsedLoosely(text: string): number[] | undefined {
  const [address] = text.split(/[ \t\n\v\f\r]/, 1);
  const parts = address.split('.');
  if (parts.length > 4 || !parts.every(p => /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(p))) return undefined;
  const numbers = parts.map(p => (/^0./.test(p) && !/^0x/i.test(p) ? Number.parseInt(p, 8) : Number(p)));
  const last = numbers.pop()!;
  if (numbers.some(n => n > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  return [...numbers, ...[24, 16, 8, 0].slice(numbers.length).map(bits => Math.floor(last / 2 ** bits) & 255)];
}
export function aton(address: Value): Value {
  const bytes = parsedLoosely(nameArgument(address, 'inet_aton', 'argument 1'));
  if (bytes === undefined) throw raising('OSError', 'illegal IP address string passed to inet_aton');
  return new Bytes(Uint8Array.from(bytes));
}
export function ntoa(packed: Value): Value {
  const data = bytesOf(packed);
  if (data.length !== 4) throw raising('OSError', 'packed IP wrong length for inet_ntoa');
  return data.join('.');
}
/** `htons` and `ntohs`. */
export const swapped16 = (name: string) => (v: Value): number => {
  const n = toParsedInt(v);
  if (n < 0) throw overflowError(`${name}: can't convert negative Python int to C 16-bit unsigned integer`);
  if (n > 0xffff) throw overflowError(`${name}: Python int too large to convert to C 16-bit unsigned integer`);
  return ((n & 0xff) << 8) | (n >> 8);
};
/** `htonl` and `ntohl`. */
export function swapped32(v: Value): number {
  const n = intOf(v);
  if (n === undefined) throw v instanceof Unknown ? new UnknownUsed(v.origins) : typeError(`expected int, ${typeName(typeOf(v))} found`);
  if (n < 0) throw overflowError("can't convert negative value to unsigned int");
  if (n >= 2n ** 64n) throw overflowError('Python int too large to convert to C unsigned long');
  if (n > 0xffffffff) throw overflowError('int larger than 32 bits');
  const x = Number(n);
  return ((x & 0xff) * 0x1000000) + ((x & 0xff00) << 8) + ((x >>> 8) & 0xff00) + (x >>> 24);
}
/** The longest run of two zero groups or more is left out; what embeds an IPv4 address ends with it. */
function textOfV6(data: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (data[2 * i] << 8) | data[2 * i + 1]);
  let best = { at: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > best.length) best = { at: i, length: n };
    if (n > 0) i += n - 1;
  }
  const embeds = best.at === 0 && (best.length === 6 || (best.length === 5 && groups[5] === 0xffff));
  const show = (part: number[]): string => part.map(g => g.toString(16)).join(':');
  const dotted = [...data.subarray(12)].join('.');
  const end = embeds ? 6 : 8;
  if (best.at < 0) return show(groups);
  const tail = groups.slice(best.at + best.length, end);
  return `${show(groups.slice(0, best.at))}::${embeds ? [...tail.map(g => g.toString(16)), dotted].join(':') : show(tail)}`;
}
