// Source files as text: within the size that is rehearsed, and in UTF-8 or not at all.
import { readFileSync, statSync } from 'node:fs';
import { noSuchPath, notUtf8, tooLarge, unreadable } from '../../trace-collector/failure.ts';

/** Larger sources are generated: parsing one would take longer than anyone waits. */
export const maxSourceBytes = 4 << 20;

export function readSource(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw noSuchPath(path);
  if (size > maxSourceBytes) throw tooLarge(path, size, maxSourceBytes);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (e) {
    throw unreadable(path, (e as NodeJS.ErrnoException).code ?? String(e));
  }
  return decodeUtf8(bytes, path);
}
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(path, firstBadByte(bytes));
  }
}
/** Offset of the first byte that no UTF-8 text holds there: the length of the longest prefix that decodes, found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
