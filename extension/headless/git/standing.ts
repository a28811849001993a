// Where the files of a repository stand: in HEAD, in the index, on the disk. Only those that are not the same in all three are told; trees and files that git has found the
// same before are not looked at again, so that a large repository costs as little as a small one.
import { createHash } from 'node:crypto';
import * as disk from 'node:fs';
import { join } from 'node:path';
import { unmergedFiles } from '../../../trace-collector/failure.ts';
import { type IndexEntry, type IndexFile, readIndex } from './index-file.ts';
import type { Repository } from './repository.ts';

/** A file's blob in each of the three; undefined where it is not there. */
export interface Stand {
  readonly path: string;
  readonly head: string | undefined;
  readonly index: string | undefined;
  readonly work: string | undefined;
}
const link = 0o120000;
const submodule = 0o160000;
const folder = 0o040000;
const kindOf = (mode: number): number => mode & 0o170000;

/** `staged`: the index is what is asked for, so it must be whole. Throws a Failed, or an UnreadableIndex. */
export async function standing(r: Repository, staged: boolean): Promise<Stand[]> {
  const index = disk.existsSync(r.index) ? readIndex(disk.readFileSync(r.index)) : { version: 2, entries: [], trees: new Map() };
  const conflicts = [...new Set(index.entries.filter(e => e.stage > 0).map(e => e.path))];
  if (staged && conflicts.length > 0) throw unmergedFiles(conflicts);
  const entries = await expanded(r, index);
  const head = await headOf(r, index);
  const indexed = new Map<string, string>();
  const tracked = new Set<string>();
  const stands: Stand[] = [];
  const written = disk.statSync(r.index, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  for (const e of entries) {
    tracked.add(e.path);
    if (kindOf(e.mode) === submodule || e.isIntended) continue;
    // In a conflict the disk is what there is to look at.
    if (e.stage === 0) indexed.set(e.path, e.oid);
    else if (indexed.has(e.path)) continue;
    const inHead = head.same(e.path) ? e.oid : head.blobs.get(e.path);
    const work = e.isTakenAsIs ? e.oid : workOf(join(r.dir, e.path), e, written);
    if (inHead !== e.oid || work !== e.oid || e.stage > 0) stands.push({ path: e.path, head: inHead, index: e.stage === 0 ? e.oid : undefined, work });
    if (e.stage > 0) indexed.set(e.path, e.oid);
  }
  for (const [path, oid] of head.blobs) if (!indexed.has(path)) stands.push({ path, head: oid, index: undefined, work: blobOf(join(r.dir, path)) });
  const known = new Set([...head.blobs.keys(), ...tracked]);
  for (const path of await untracked(r, known)) stands.push({ path, head: undefined, index: undefined, work: blobOf(join(r.dir, path)) });
  return stands;
}

/** A sparse index holds whole folders as one entry each. */
async function expanded(r: Repository, { entries }: IndexFile): Promise<readonly IndexEntry[]> {
  if (!entries.some(e => kindOf(e.mode) === folder)) return entries;
  const out: IndexEntry[] = [];
  for (const e of entries) {
    if (kindOf(e.mode) !== folder) out.push(e);
    else for (const [path, { oid, mode }] of await blobsBelow(r, e.oid, e.path.replace(/\/$/, ''))) out.push({ ...e, path, oid, mode, isTakenAsIs: true });
  }
  return out;
}
async function blobsBelow(r: Repository, tree: string, at: string): Promise<Map<string, { oid: string; mode: number }>> {
  const out = new Map<string, { oid: string; mode: number }>();
  for (const e of await r.tree(tree)) {
    const path = at === '' ? e.path : `${at}/${e.path}`;
    if (e.type === 'tree') for (const [p, b] of await blobsBelow(r, e.oid, path)) out.set(p, b);
    else out.set(path, { oid: e.oid, mode: e.type === 'commit' ? submodule : Number.parseInt(e.mode, 8) });
  }
  return out;
}

interface Head {
  /** Whether it lies in a folder that is the same in HEAD as in the index. */
  readonly same: (path: string) => boolean;
  /** Files of all other folders. */
  readonly blobs: ReadonlyMap<string, string>;
}
async function headOf(r: Repository, index: IndexFile): Promise<Head> {
  const same = new Set<string>();
  const blobs = new Map<string, string>();
  const visit = async (tree: string, at: string): Promise<void> => {
    if (index.trees.get(at) === tree) {
      same.add(at);
      return;
    }
    for (const e of await r.tree(tree)) {
      const path = at === '' ? e.path : `${at}/${e.path}`;
      if (e.type === 'tree') await visit(e.oid, path);
      else if (e.type === 'blob') blobs.set(path, e.oid);
    }
  };
  const root = await r.head();
  if (root !== undefined) await visit(root, '');
  const isSame = (path: string): boolean => {
    if (same.size === 0) return false;
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
      if (same.has(path.slice(0, at))) return true;
      if (at === 0) break;
    }
    return same.has('');
  };
  return { same: isSame, blobs };
}

/** The blob that the disk holds. What stat tells as it did when the index was written is what the entry says, unless it was changed in the same moment ("racy git"). */
function workOf(path: string, e: IndexEntry, written: number): string | undefined {
  const s = disk.lstatSync(path, { throwIfNoEntry: false, bigint: true });
  if (s === undefined || s.isDirectory()) return undefined;
  const nanoseconds = Number(s.mtimeNs % 1_000_000_000n);
  const seconds = Number(s.mtimeNs / 1_000_000_000n);
  const seen = seconds === e.mtimeSeconds && (e.mtimeNanoseconds === 0 || nanoseconds === e.mtimeNanoseconds) && Number(s.size & 0xffffffffn) === e.size;
  const isRacy = e.mtimeSeconds * 1000 + e.mtimeNanoseconds / 1e6 >= written - 1;
  if (seen && !isRacy && s.isSymbolicLink() === (kindOf(e.mode) === link)) return e.oid;
  return blobOf(path, e.oid);
}
/** With `expected`, a text whose line ends only git has changed is that one. */
function blobOf(path: string, expected?: string): string | undefined {
  try {
    const s = disk.lstatSync(path, { throwIfNoEntry: false });
    if (s === undefined || !(s.isFile() || s.isSymbolicLink())) return undefined;
    const bytes = s.isSymbolicLink() ? Buffer.from(disk.readlinkSync(path)) : disk.readFileSync(path);
    const oid = hashOf(bytes);
    if (oid === expected || expected === undefined || !bytes.includes('\r\n')) return oid;
    const plain = hashOf(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
    return plain === expected ? plain : oid;
  } catch {
    return undefined;
  }
}
const hashOf = (bytes: Buffer): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** Files that no tree knows and no .gitignore leaves out. Other repositories below are theirs. */
async function untracked(r: Repository, tracked: ReadonlySet<string>): Promise<string[]> {
  const folders = new Set<string>(['']);
  for (const path of tracked)
    for (let at = path.lastIndexOf('/'); at > 0 && !folders.has(path.slice(0, at)); at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  const out: string[] = [];
  const visit = async (at: string): Promise<void> => {
    let names: disk.Dirent[];
    try {
      names = disk.readdirSync(join(r.dir, at), { withFileTypes: true });
    } catch {
      return;
    }
    if (at !== '' && names.some(n => n.name === '.git')) return;
    for (const n of names) {
      const path = at === '' ? n.name : `${at}/${n.name}`;
      if (n.name === '.git' || tracked.has(path)) continue;
      if (n.isDirectory()) {
        if (folders.has(path) || !(await r.isIgnored(path))) await visit(path);
      } else if ((n.isFile() || n.isSymbolicLink()) && !(await r.isIgnored(path))) out.push(path);
    }
  };
  await visit('');
  return out;
}
