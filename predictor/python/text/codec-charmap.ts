// Encodings of one byte a character: ASCII, Latin-1, and the tables of the encodings package.
import { Fault } from '../fault.ts';
import { indexAt, offsetOf, strLength } from './code-points.ts';
import { type CustomHandlers, remedy, unicodeFault } from './codec-errors.ts';
import { CHARMAPS } from './codec-tables.ts';
import { decodeNumbers, unsigned } from './table-numbers.ts';
import { ByteBuilder, latinText, UnitBuilder } from './text-builder.ts';

const NONE = 0xfffe;

interface Charmap {
  /** The code points of the bytes. */
  readonly codes: Uint16Array;
  /** The bytes of the code points. */
  readonly bytes: Map<number, number>;
}

const charmaps = new Map<string, Charmap>();

/** The table of an encoding, by its module's name, or undefined. */
function charmapOf(name: string): Charmap | undefined {
  const known = charmaps.get(name);
  if (known !== undefined || !Object.hasOwn(CHARMAPS, name)) return known;
  const runs = decodeNumbers(CHARMAPS[name]);
  const codes = new Uint16Array(256);
  const bytes = new Map<number, number>();
  let next = 0;
  let byte = 0;
  for (let i = 0; i < runs.length; i += 2) {
    next += unsigned(runs[i]);
    for (let j = 0; j < runs[i + 1]; j++) codes[byte++] = next++;
  }
  codes.forEach((code, i) => {
    if (code !== NONE) bytes.set(code, i);
  });
  const charmap = { codes, bytes };
  charmaps.set(name, charmap);
  return charmap;
}

export function isCharmap(name: string): boolean {
  return Object.hasOwn(CHARMAPS, name);
}

/** `text.encode(encoding, errors)` for 'ascii', 'latin-1' or the module name of a charmap. */
export function encodeNarrow(text: string, name: string, errors = 'strict', custom?: CustomHandlers): Uint8Array {
  const limit = name === 'ascii' ? 128 : name === 'latin-1' ? 256 : 0;
  const table = limit === 0 ? charmapOf(name) : undefined;
  const byteOf = (code: number): number => (limit === 0 ? (table?.bytes.get(code) ?? -1) : code < limit ? code : -1);
  const out = new ByteBuilder(text.length);
  let at = 0;
  while (at < text.length) {
    const byte = byteOf(text.charCodeAt(at));
    if (byte >= 0) {
      out.push(byte);
      at += 1;
      continue;
    }
    at = encodeTrouble(text, at, limit, byteOf, out, errors, custom);
  }
  return out.finish();
}

/** Lets the handler see a run of characters without bytes; gives the offset to go on from. */
function encodeTrouble(
  text: string,
  offset: number,
  limit: number,
  byteOf: (code: number) => number,
  out: ByteBuilder,
  errors: string,
  custom: CustomHandlers | undefined,
): number {
  let from = offset;
  let to = offset;
  while (to < text.length && byteOf(text.charCodeAt(to)) < 0) to += 1;
  if (limit !== 0 && errors === 'surrogateescape' && custom?.(errors) === undefined) {
    for (; from < to; from++) {
      const unit = text.charCodeAt(from);
      if (unit < 0xdc80 || unit > 0xdcff) break;
      out.push(unit & 255);
    }
    if (from === to) return to;
  }
  const encoding = limit === 0 ? 'charmap' : limit === 128 ? 'ascii' : 'latin-1';
  const reason = limit === 0 ? 'character maps to <undefined>' : `ordinal not in range(${limit})`;
  const trouble = { encoding, object: text, start: indexAt(text, from), end: indexAt(text, to), reason };
  const { by, resume } = remedy(trouble, strLength(text), errors, custom);
  if (typeof by !== 'string') out.append(by);
  else {
    for (let i = 0; i < by.length; i++) {
      const byte = byteOf(by.charCodeAt(i));
      if (byte < 0) throw unicodeFault(trouble);
      out.push(byte);
    }
  }
  return offsetOf(text, resume);
}

/** `bytes.decode(encoding, errors)` for 'ascii', 'latin-1' or the module name of a charmap. */
export function decodeNarrow(bytes: Uint8Array, name: string, errors = 'strict', custom?: CustomHandlers): string {
  if (name === 'latin-1') return latinText(bytes);
  const codes = name === 'ascii' ? undefined : charmapOf(name)?.codes;
  if (codes === undefined && name !== 'ascii') throw new Fault('LookupError', `unknown encoding: ${name}`);
  const out = new UnitBuilder();
  let at = 0;
  while (at < bytes.length) {
    const code = codes === undefined ? (bytes[at] < 128 ? bytes[at] : NONE) : codes[bytes[at]];
    if (code !== NONE) {
      out.push(code);
      at += 1;
      continue;
    }
    const [encoding, reason] = codes === undefined ? ['ascii', 'ordinal not in range(128)'] : ['charmap', 'character maps to <undefined>'];
    const { by, resume } = remedy({ encoding, object: bytes, start: at, end: at + 1, reason }, bytes.length, errors, custom);
    out.append(by as string);
    at = resume;
  }
  return out.finish();
}
