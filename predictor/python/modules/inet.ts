// Addresses as text and as bytes: `inet_pton` and `inet_ntop` of glibc, for IPv4 and IPv6.
import { raising, typeError, valueError } from '../raise.ts';
import { bytesOf, strOf, toParsedInt } from '../types/convert.ts';
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
  const text = strOf(address);
  if (text === undefined) throw typeError('inet_pton() argument 2 must be str');
  const f = toParsedInt(family);
  if (f !== v4 && f !== v6) throw eafnosupport();
  const bytes = f === v4 ? parsedV4(text) : parsedV6(text);
  if (bytes === undefined) throw raising('OSError', 'illegal IP address string passed to inet_pton');
  return new Bytes(Uint8Array.from(bytes));
}
export function ntop(family: Value, packed: Value): Value {
  const data = bytesOf(packed);
  const f = toParsedInt(family);
  if (f !== v4 && f !== v6) throw valueError(`unknown address family ${f}`);
  if (data.length !== (f === v4 ? 4 : 16)) throw valueError('invalid length of packed IP address string');
  return f === v4 ? data.join('.') : textOfV6(data);
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
  const embeds = best.at === 0 && (best.length === 6 || (best.length === 7 && groups[7] !== 1) || (best.length === 5 && groups[5] === 0xffff));
  const show = (part: number[]): string => part.map(g => g.toString(16)).join(':');
  const dotted = [...data.subarray(12)].join('.');
  const end = embeds ? 6 : 8;
  if (best.at < 0) return show(groups);
  const tail = groups.slice(best.at + best.length, end);
  return `${show(groups.slice(0, best.at))}::${embeds ? [...tail.map(g => g.toString(16)), dotted].join(':') : show(tail)}`;
}
