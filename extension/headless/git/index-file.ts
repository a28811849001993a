// The index of a git repository, read from its bytes (git-scm.com/docs/index-format, versions 2 to 4). It reads only: what the entries mean is for others.
import { createHash } from 'node:crypto';

/** What stat(2) told when the file was last seen to be as the entry says. */
export interface IndexEntry {
  readonly path: string;
  /** 100644, 100755, 120000 a link, 160000 a submodule's commit, 040000 a folder of a sparse index. */
  readonly mode: number;
  readonly oid: string;
  /** 0; 1 to 3 for the sides of a merge that is not resolved. */
  readonly stage: number;
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly mtimeNanoseconds: number;
  /** The user asks not to look at the disk: sparse checkouts, `--assume-unchanged`. */
  readonly isTakenAsIs: boolean;
  /** `git add -N`: a name without content, no part of a commit. */
  readonly isIntended: boolean;
}
export interface IndexFile {
  readonly version: number;
  readonly entries: readonly IndexEntry[];
  /** Folders whose tree has this name for what the index holds below them. */
  readonly trees: ReadonlyMap<string, string>;
}
/** Why it cannot be read. */
export class UnreadableIndex extends Error {
  readonly kind: 'version' | 'split' | 'damaged';
  readonly version: number;
  constructor(kind: UnreadableIndex['kind'], version: number, say: string) {
    super(say);
    this.kind = kind;
    this.version = version;
  }
}

const oidBytes = 20;

/** Throws an UnreadableIndex. */
export function readIndex(bytes: Buffer): IndexFile {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') throw new UnreadableIndex('damaged', 0, 'it does not begin as an index does');
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) throw new UnreadableIndex('version', version, `it has format ${version}`);
  const sum = bytes.subarray(bytes.length - oidBytes);
  // All zero: git was told to leave it out (index.skipHash).
  if (sum.some(b => b !== 0) && !createHash('sha1').update(bytes.subarray(0, -oidBytes)).digest().equals(sum))
    throw new UnreadableIndex('damaged', version, 'its checksum is wrong');
  const count = bytes.readUInt32BE(8);
  const entries: IndexEntry[] = [];
  let at = 12;
  let path = '';
  for (let i = 0; i < count; i++) {
    const from = at;
    if (at + 62 > bytes.length) throw new UnreadableIndex('damaged', version, 'it ends in the middle of an entry');
    const flags = bytes.readUInt16BE(at + 40 + oidBytes);
    const isExtended = version >= 3 && (flags & 0x4000) !== 0;
    const more = isExtended ? bytes.readUInt16BE(at + 42 + oidBytes) : 0;
    at += 42 + oidBytes + (isExtended ? 2 : 0);
    if (version === 4) {
      let c = bytes[at++];
      let strip = c & 127;
      while (c & 128) {
        c = bytes[at++];
        strip = ((strip + 1) << 7) | (c & 127);
      }
      const end = bytes.indexOf(0, at);
      const kept = Buffer.from(path);
      path = Buffer.concat([kept.subarray(0, kept.length - strip), bytes.subarray(at, end)]).toString();
      at = end + 1;
    } else {
      const end = bytes.indexOf(0, at);
      path = bytes.toString('utf8', at, end);
      // Padded with NULs to a multiple of eight, one at least.
      at = from + (((end - from + 8) >> 3) << 3);
    }
    entries.push({
      path,
      mode: bytes.readUInt32BE(from + 24),
      oid: bytes.toString('hex', from + 40, from + 40 + oidBytes),
      stage: (flags >> 12) & 3,
      size: bytes.readUInt32BE(from + 36),
      mtimeSeconds: bytes.readUInt32BE(from + 8),
      mtimeNanoseconds: bytes.readUInt32BE(from + 12),
      isTakenAsIs: (flags & 0x8000) !== 0 || (more & 0x4000) !== 0,
      isIntended: (more & 0x2000) !== 0,
    });
  }
  let trees: ReadonlyMap<string, string> = new Map();
  while (at + 8 <= bytes.length - oidBytes) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32BE(at + 4);
    const data = bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size;
    if (name === 'TREE') trees = readTrees(data);
    else if (name === 'link') {
      // An all-zero name: split once, and whole again.
      if (data.subarray(0, oidBytes).some(b => b !== 0)) throw new UnreadableIndex('split', version, 'it is split');
    } else if (/^[a-z]/.test(name) && name !== 'sdir') throw new UnreadableIndex('damaged', version, `it needs the extension ${JSON.stringify(name)}`);
  }
  return { version, entries, trees };
}

/** The extension TREE: folders in preorder, each with its count of entries (-1 where it is out of date), its count of folders, and its tree. */
function readTrees(data: Buffer): Map<string, string> {
  const out = new Map<string, string>();
  let at = 0;
  const folder = (above: string): void => {
    const nameEnd = data.indexOf(0, at);
    const lineEnd = data.indexOf(10, nameEnd);
    if (nameEnd < 0 || lineEnd < 0) return;
    const name = data.toString('utf8', at, nameEnd);
    const [entries, folders] = data
      .toString('latin1', nameEnd + 1, lineEnd)
      .split(' ')
      .map(Number);
    at = lineEnd + 1;
    const path = above === '' ? name : `${above}/${name}`;
    if (entries >= 0) {
      out.set(path, data.toString('hex', at, at + oidBytes));
      at += oidBytes;
    }
    for (let i = 0; i < folders; i++) folder(path);
  };
  folder('');
  return out;
}
