// An edit as file contents: what the workspace's files are before it and after it. This file reads unified diffs; git-edits.ts reads repositories.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import {
  binaryPatch,
  brokenDiff,
  emptyDiff,
  hunkRefused,
  patchedFileExists,
  patchedFileMissing,
  patchLeavesWorkspace,
  tooLarge,
} from '../../trace-collector/failure.ts';
import { maxSourceBytes, readSource } from './source-text.ts';

/** Absolute path → its text, null where there is no such file. */
export type Contents = ReadonlyMap<string, string | null>;

export interface Edit {
  /** Where the state before differs from the disk. */
  readonly before: Contents;
  /** Where the state after differs from the disk. */
  readonly after: Contents;
  /** Files that the edit changes, absolute. */
  readonly changed: readonly string[];
}

/** A unified diff over the disk. Its paths are tried below each of `bases` in turn, with and without git's `a/` and `b/`. */
export function editFromDiff(diffFile: string, bases: readonly string[], workspace: string): Edit {
  return editFromPatch(readSource(diffFile), basename(diffFile), bases, workspace);
}

/** The same of a diff's text; `name` is what failures call it. `onto` is where the files differ from the disk already. */
export function editFromPatch(text: string, name: string, bases: readonly string[], workspace: string, onto: Contents = new Map()): Edit {
  const patches = parse(text, name);
  const place = layout(patches, bases, onto);
  const after = new Map<string, string | null>();
  for (const p of patches) applyOne(p, place, name, workspace, after, onto);
  return { before: new Map(), after, changed: [...after.keys()] };
}

function parse(text: string, name: string): StructuredPatch[] {
  let patches: StructuredPatch[];
  try {
    patches = parsePatch(withoutSignature(text));
  } catch (e) {
    throw brokenDiff(name, (e as Error).message.split('\n')[0]);
  }
  const real = patches.filter(p => p.hunks.length > 0 || p.isRename || p.isCopy || p.isCreate || p.isDelete || p.isBinary);
  if (real.length === 0) throw emptyDiff(name);
  return real;
}
/** `git format-patch` ends a mail with "-- " and its version. */
const withoutSignature = (text: string): string => text.replace(/^-- \r?\n[\d.]+.*\r?\n?\s*$/m, '');

/** Which folder the paths are relative to, and whether they carry a prefix. */
interface Layout {
  readonly base: string;
  readonly strip: boolean;
}
const nowhere = '/dev/null';

/** The layout under which most of the changed files exist; for new files, their folders. */
function layout(patches: readonly StructuredPatch[], bases: readonly string[], onto: Contents): Layout {
  const isThere = (path: string): boolean => (onto.has(path) ? onto.get(path) !== null : existsSync(path));
  let best: Layout = { base: bases[0], strip: true };
  let bestScore = -1;
  for (const base of bases) {
    for (const strip of [true, false]) {
      let score = 0;
      for (const p of patches) {
        const old = p.oldFileName;
        if (old !== undefined && old !== nowhere && !p.isCreate) score += isThere(join(base, stripped(old, strip))) ? 2 : 0;
        else if (p.newFileName !== undefined) score += existsSync(dirname(join(base, stripped(p.newFileName, strip)))) ? 1 : 0;
      }
      if (score > bestScore) [best, bestScore] = [{ base, strip }, score];
    }
  }
  return best;
}
/** git's prefixes: a/ b/, and i/ w/ c/ o/ under diff.mnemonicPrefix. */
const stripped = (path: string, strip: boolean): string => (strip ? path.replace(/^[abciow]\//, '') : path);

function applyOne(p: StructuredPatch, { base, strip }: Layout, diff: string, workspace: string, after: Map<string, string | null>, onto: Contents): void {
  const locate = (file: string | undefined): string | undefined => {
    if (file === undefined || file === nowhere) return undefined;
    const path = resolve(base, stripped(file, strip));
    if (path !== workspace && !path.startsWith(workspace.endsWith(sep) ? workspace : workspace + sep)) throw patchLeavesWorkspace(diff, file);
    return path;
  };
  const from = p.isCreate ? undefined : locate(p.oldFileName);
  const to = p.isDelete ? undefined : locate(p.newFileName);
  const shown = stripped((to === undefined ? p.oldFileName : p.newFileName) ?? '?', strip);
  if (p.isBinary) throw binaryPatch(diff, shown);
  const textAt = (path: string): string | null => {
    const changed = [after, onto].find(m => m.has(path));
    if (changed !== undefined) return changed.get(path)!;
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? readSource(path) : null;
  };
  let source = '';
  if (from !== undefined) {
    const text = textAt(from);
    if (text === null) throw patchedFileMissing(diff, stripped(p.oldFileName!, strip));
    source = text;
  } else if (to !== undefined && textAt(to) !== null) throw patchedFileExists(diff, shown);
  const result = applyPatch(source, p);
  if (result === false) throw refusedHunk(source, p, diff, shown);
  if (result.length > maxSourceBytes) throw tooLarge(shown, result.length, maxSourceBytes);
  if (from !== undefined && from !== to && !p.isCopy) after.set(from, null);
  if (to !== undefined) after.set(to, result);
}
/** The first hunk without which the patch would still apply. */
function refusedHunk(source: string, p: StructuredPatch, diff: string, shown: string): Error {
  let n = 1;
  while (n < p.hunks.length && applyPatch(source, { ...p, hunks: p.hunks.slice(0, n) }) !== false) n++;
  const h = p.hunks[n - 1];
  return hunkRefused(diff, shown, n, `@@ -${h.oldStart},${h.oldLines} +${h.newStart},${h.newLines} @@`);
}
