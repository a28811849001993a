// Searching, splitting and changing runs of bytes (Objects/stringlib). Plain functions over arrays of bytes; arguments are read in bytes-methods.ts.

export type Data = Uint8Array;
/** A part of the data: `from` may lie behind `to`, then nothing is found. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Where `wanted` begins in data[from…to), or -1. */
export function findBytes(data: Data, wanted: Data, from: number, to: number): number {
  const n = wanted.length;
  if (from > to) return -1;
  if (n === 0) return from;
  const last = to - n;
  const first = wanted[0];
  for (let at = from; at <= last; at++) {
    at = data.indexOf(first, at);
    if (at < 0 || at > last) return -1;
    let k = 1;
    while (k < n && data[at + k] === wanted[k]) k++;
    if (k === n) return at;
  }
  return -1;
}
export function findBytesBack(data: Data, wanted: Data, from: number, to: number): number {
  const n = wanted.length;
  if (from > to) return -1;
  if (n === 0) return to;
  for (let at = to - n; at >= from; at--) {
    let k = 0;
    while (k < n && data[at + k] === wanted[k]) k++;
    if (k === n) return at;
  }
  return -1;
}
export function countBytes(data: Data, wanted: Data, from: number, to: number, most = Infinity): number {
  if (from > to) return 0;
  if (wanted.length === 0) return Math.min(to - from + 1, most);
  let n = 0;
  for (let at = findBytes(data, wanted, from, to); at >= 0 && n < most; at = findBytes(data, wanted, at + wanted.length, to)) n++;
  return n;
}
export function sameBytes(a: Data, b: Data): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
export function compareBytes(a: Data, b: Data): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length - b.length;
}
export const hasPrefix = (data: Data, prefix: Data, at = 0): boolean => {
  for (let i = 0; i < prefix.length; i++) if (data[at + i] !== prefix[i]) return false;
  return true;
};

/** The length that replacing gives: `size + count * (new - old)`. */
export function replacedLength(data: Data, from: Data, to: Data, most: number): number {
  return data.length + countBytes(data, from, 0, data.length, most) * (to.length - from.length);
}
export function replaceBytes(data: Data, from: Data, to: Data, most: number): Data {
  const out = new Uint8Array(replacedLength(data, from, to, most));
  let n = 0;
  let kept = 0;
  if (from.length === 0) {
    let done = 0;
    for (let i = 0; i <= data.length; i++) {
      if (done++ < most) {
        out.set(to, n);
        n += to.length;
      }
      if (i < data.length) out[n++] = data[i];
    }
    return out;
  }
  let done = 0;
  for (let at = findBytes(data, from, 0, data.length); at >= 0 && done < most; at = findBytes(data, from, kept, data.length)) {
    out.set(data.subarray(kept, at), n);
    n += at - kept;
    out.set(to, n);
    n += to.length;
    kept = at + from.length;
    done++;
  }
  out.set(data.subarray(kept), n);
  return out;
}

// Splitting -------------------------------------------------------------------------------------------------------

/** White space as bytes know it. */
export const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

export function splitBytes(data: Data, separator: Data | undefined, most: number): Data[] {
  const parts: Data[] = [];
  let at = 0;
  if (separator !== undefined) {
    while (parts.length < most) {
      const next = findBytes(data, separator, at, data.length);
      if (next < 0) break;
      parts.push(data.slice(at, next));
      at = next + separator.length;
    }
    parts.push(data.slice(at));
    return parts;
  }
  for (;;) {
    while (at < data.length && isSpace(data[at])) at++;
    if (at === data.length) return parts;
    if (parts.length >= most) break;
    const from = at;
    while (at < data.length && !isSpace(data[at])) at++;
    parts.push(data.slice(from, at));
  }
  parts.push(data.slice(at));
  return parts;
}
export function splitBytesBack(data: Data, separator: Data | undefined, most: number): Data[] {
  const parts: Data[] = [];
  let end = data.length;
  if (separator !== undefined) {
    while (parts.length < most) {
      const at = findBytesBack(data, separator, 0, end);
      if (at < 0) break;
      parts.push(data.slice(at + separator.length, end));
      end = at;
    }
    parts.push(data.slice(0, end));
    return parts.reverse();
  }
  for (;;) {
    while (end > 0 && isSpace(data[end - 1])) end--;
    if (end === 0) return parts.reverse();
    if (parts.length >= most) break;
    const to = end;
    while (end > 0 && !isSpace(data[end - 1])) end--;
    parts.push(data.slice(end, to));
  }
  parts.push(data.slice(0, end));
  return parts.reverse();
}
export function splitLines(data: Data, keepends: boolean): Data[] {
  const lines: Data[] = [];
  let from = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] !== 10 && data[at] !== 13) continue;
    const end = at;
    if (data[at] === 13 && data[at + 1] === 10) at++;
    lines.push(data.slice(from, keepends ? at + 1 : end));
    from = at + 1;
  }
  if (from < data.length) lines.push(data.slice(from));
  return lines;
}
export function stripBytes(data: Data, chars: Data | undefined, left: boolean, right: boolean): Data {
  const goes = (c: number): boolean => (chars === undefined ? isSpace(c) : chars.includes(c));
  let from = 0;
  let to = data.length;
  if (left) while (from < to && goes(data[from])) from++;
  if (right) while (to > from && goes(data[to - 1])) to--;
  return data.slice(from, to);
}
export function joinBytes(separator: Data, parts: readonly Data[]): Data {
  let size = separator.length * Math.max(0, parts.length - 1);
  for (const p of parts) size += p.length;
  const out = new Uint8Array(size);
  let at = 0;
  parts.forEach((p, i) => {
    if (i > 0) {
      out.set(separator, at);
      at += separator.length;
    }
    out.set(p, at);
    at += p.length;
  });
  return out;
}

// Letters ---------------------------------------------------------------------------------------------------------

export const isLower = (c: number): boolean => c >= 97 && c <= 122;
export const isUpper = (c: number): boolean => c >= 65 && c <= 90;
export const isLetter = (c: number): boolean => isLower(c | 32);
export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const toLower = (c: number): number => (isUpper(c) ? c + 32 : c);
export const toUpper = (c: number): number => (isLower(c) ? c - 32 : c);

/** Are there bytes, and are they all of the kind? */
export function allBytes(data: Data, kind: (c: number) => boolean): boolean {
  for (let i = 0; i < data.length; i++) if (!kind(data[i])) return false;
  return data.length > 0;
}
/** `islower` and `isupper`: cased letters of one case only, at least one. */
export function oneCase(data: Data, wanted: (c: number) => boolean, unwanted: (c: number) => boolean): boolean {
  let found = false;
  for (let i = 0; i < data.length; i++) {
    if (unwanted(data[i])) return false;
    if (wanted(data[i])) found = true;
  }
  return found;
}
export function isTitle(data: Data): boolean {
  let found = false;
  let inWord = false;
  for (let i = 0; i < data.length; i++) {
    const c = data[i];
    if (isUpper(c)) {
      if (inWord) return false;
      inWord = found = true;
    } else if (isLower(c)) {
      if (!inWord) return false;
      found = true;
    } else inWord = false;
  }
  return found;
}
export function title(data: Data): Data {
  let inWord = false;
  return data.map(c => {
    const out = isLower(c) ? (inWord ? c : c - 32) : isUpper(c) ? (inWord ? c + 32 : c) : c;
    inWord = isLetter(c);
    return out;
  });
}

// Layout ----------------------------------------------------------------------------------------------------------

/** `left` and `right` fill bytes around the data. */
export function padBytes(data: Data, left: number, right: number, fill: number): Data {
  const out = new Uint8Array(left + data.length + right).fill(fill);
  out.set(data, left);
  return out;
}
export function expandTabs(data: Data, size: number, reserve: (bytes: number) => void): Data {
  let length = 0;
  let column = 0;
  const step = (c: number): number => {
    if (c === 9) return size > 0 ? size - (column % size) : 0;
    return 1;
  };
  for (const c of data) {
    const n = step(c);
    length += n;
    column = c === 10 || c === 13 ? 0 : column + n;
  }
  reserve(length);
  const out = new Uint8Array(length);
  let at = 0;
  column = 0;
  for (const c of data) {
    const n = step(c);
    if (c === 9) out.fill(32, at, at + n);
    else out[at] = c;
    at += n;
    column = c === 10 || c === 13 ? 0 : column + n;
  }
  return out;
}
