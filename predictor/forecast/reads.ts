// What a forecast hangs on: the files that a rehearsal looked at, down to the functions that ran. A forecast holds as long as all of that reads the same.

/** A file that was looked at. */
export interface FileRead {
  /** Hash of its content then; '' for a file that was not there. */
  readonly hash: string;
  /** The parts of it that ran; without them its whole content counts. */
  readonly units?: readonly string[];
}
export interface Reads {
  readonly files: Readonly<Record<string, FileRead>>;
  /** Whether something stood at a path, and what. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Hashes of folder listings. */
  readonly lists: Readonly<Record<string, string>>;
}
export const noReads: Reads = { files: {}, kinds: {}, lists: {} };

/** Hashes of a source's parts by name; '' is what stands outside them all. */
export type UnitTable = Readonly<Record<string, string>>;

/** The world now. */
export interface Present {
  hash(path: string): string;
  /** Undefined for what has no parts: not source, or broken. */
  units(path: string): UnitTable | undefined;
  kind(path: string): string;
  list(path: string): string;
}

/** Whether all that was read still reads the same; `tables` has the parts of sources by their hash then. */
export function stillTrue(r: Reads, now: Present, tables: Readonly<Record<string, UnitTable>>): boolean {
  for (const path in r.files) if (!stillRead(path, r.files[path], now, tables)) return false;
  for (const path in r.kinds) if (now.kind(path) !== r.kinds[path]) return false;
  for (const path in r.lists) if (now.list(path) !== r.lists[path]) return false;
  return true;
}

/** The same, where only what was read of these paths may have changed. */
export function stillTrueAt(paths: readonly string[], r: Reads, now: Present, tables: Readonly<Record<string, UnitTable>>): boolean {
  return paths.every(
    p =>
      (r.files[p] === undefined || stillRead(p, r.files[p], now, tables)) &&
      (r.kinds[p] === undefined || now.kind(p) === r.kinds[p]) &&
      (r.lists[p] === undefined || now.list(p) === r.lists[p]),
  );
}
function stillRead(path: string, { hash, units }: FileRead, now: Present, tables: Readonly<Record<string, UnitTable>>): boolean {
  const current = now.hash(path);
  if (current === hash) return true;
  if (units === undefined || current === '') return false;
  const before = tables[hash];
  const after = now.units(path);
  return before !== undefined && after !== undefined && units.every(u => before[u] === after[u]);
}

/** All that either hangs on. Where one has parts and the other the whole, the whole counts. */
export function bothReads(a: Reads, b: Reads): Reads {
  const files: Record<string, FileRead> = { ...a.files };
  for (const [path, read] of Object.entries(b.files)) {
    const other = files[path];
    if (other === undefined) files[path] = read;
    else if (other.units !== undefined) files[path] = read.units === undefined ? read : { hash: read.hash, units: [...new Set([...other.units, ...read.units])] };
  }
  return { files, kinds: { ...a.kinds, ...b.kinds }, lists: { ...a.lists, ...b.lists } };
}

/** A hash of text for telling contents apart, not for defence: 64 bits of two multiplicative hashes (cyrb, after Bryc). */
export function textHash(text: string | Uint8Array): string {
  let h1 = 0xdeadbeef ^ text.length;
  let h2 = 0x41c6ce57 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const c = typeof text === 'string' ? text.charCodeAt(i) : text[i];
    h1 = Math.imul(h1 ^ c, 2654435761);
    h2 = Math.imul(h2 ^ c, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (h2 >>> 0).toString(16).padStart(8, '0') + (h1 >>> 0).toString(16).padStart(8, '0');
}
