// Files of time zone rules as the tz database compiles them (RFC 8536): a table of changes, and a rule for what comes after the last.
import type { Local, Zone } from './time-zone.ts';

/** `ruleOf` reads the rule at the file's end. Undefined for a file of another form. */
export function zoneFromFile(bytes: Uint8Array, ruleOf: (text: string) => Zone | undefined): Zone | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counts = (at: number): number[] | undefined => {
    if (at + 44 > bytes.length || view.getUint32(at) !== 0x545a6966) return undefined;
    return Array.from({ length: 6 }, (_, i) => view.getUint32(at + 20 + 4 * i));
  };
  const first = counts(0);
  if (first === undefined || bytes[4] < 0x32) return undefined;
  const sizeOf = ([utc, std, leap, times, types, chars]: number[], wide: number): number => times * wide + times + types * 6 + chars + leap * (wide + 4) + std + utc;
  const second = 44 + sizeOf(first, 4);
  const c = counts(second);
  if (c === undefined) return undefined;
  const [, , , times, types, chars] = c;
  const at = second + 44;
  const moments = Array.from({ length: times }, (_, i) => Number(view.getBigInt64(at + 8 * i)));
  const kinds = bytes.subarray(at + 8 * times, at + 9 * times);
  const names = at + 9 * times + 6 * types;
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  const locals: Local[] = Array.from({ length: types }, (_, i) => {
    const t = at + 9 * times + 6 * i;
    const start = names + bytes[t + 5];
    return { offset: view.getInt32(t), isDst: bytes[t + 4] !== 0, name: text(start, bytes.indexOf(0, start)) };
  });
  const end = at + sizeOf(c, 8);
  const footer = text(end + 1, Math.max(end + 1, bytes.lastIndexOf(10)));
  const rule = footer === '' ? undefined : ruleOf(footer);
  if (locals.length === 0 || names + chars > bytes.length || (footer !== '' && rule === undefined)) return undefined;
  return seconds => {
    if (times === 0 || seconds < moments[0]) return times === 0 && rule !== undefined ? rule(seconds) : locals[0];
    if (seconds >= moments[times - 1]) return rule?.(seconds) ?? locals[kinds[times - 1]];
    let low = 0;
    let high = times - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (moments[middle] <= seconds) low = middle;
      else high = middle - 1;
    }
    return locals[kinds[low]];
  };
}
