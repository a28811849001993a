// An edit as an agent proposes it, in any of the ways in which agents tell edits, over the files as they are or as earlier proposals have left them. Nothing is written.
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { notOneEdit, outsideWorkspace, patchedFileMissing, replacedMissing, replacedOften } from '../../trace-collector/failure.ts';
import { applyAgentPatch } from './agent-patch.ts';
import { workspaceOf } from './commands/session.ts';
import { type Contents, editFromPatch } from './edits.ts';
import { readSource } from './source-text.ts';

const path = z.string().min(1);
const replacement = z.strictObject({
  path,
  old: z.string().min(1).describe('Text that is in the file once.'),
  new: z.string(),
  all: z.boolean().optional().describe('Replace it wherever it stands.'),
});
export type Replacement = z.infer<typeof replacement>;

/** One of these; tools take them beside their other parameters. */
export const proposalShape = {
  diff: z.string().optional().describe('The edit as a unified diff.'),
  files: z
    .record(path, z.union([z.string(), z.null()]))
    .optional()
    .describe('… or as whole new contents by path; null removes a file.'),
  replace: z.array(replacement).optional().describe('… or as texts to replace, one after the other.'),
  patch: z.string().optional().describe('… or as a "*** Begin Patch" patch.'),
};
export interface Proposal {
  readonly diff?: string;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly replace?: readonly Replacement[];
  readonly patch?: string;
}
export const isProposal = (p: Proposal): boolean => p.diff !== undefined || p.files !== undefined || p.replace !== undefined || p.patch !== undefined;

/** Absolute path → new text (null for none) of what a proposal changes in `folder`, whose files differ from the disk as `onto` says. Throws a Failed where it does not apply. */
export function contentsOf(p: Proposal, folder: string, onto: Contents = new Map()): Map<string, string | null> {
  const given = [p.diff, p.files, p.replace, p.patch].filter(x => x !== undefined);
  if (given.length !== 1) throw notOneEdit();
  const workspace = workspaceOf(folder);
  const after = new Map<string, string | null>();
  const textAt = (file: string): string | null => {
    for (const m of [after, onto]) if (m.has(file)) return m.get(file)!;
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readSource(file) : null;
  };
  if (p.diff !== undefined) return new Map(editFromPatch(p.diff, 'the diff', [...new Set([folder, workspace])], workspace, onto).after);
  if (p.patch !== undefined)
    for (const [name, text] of applyAgentPatch(p.patch, name => textAt(inside(folder, workspace, name)))) after.set(inside(folder, workspace, name), text);
  for (const [name, text] of Object.entries(p.files ?? {})) after.set(inside(folder, workspace, name), text);
  for (const r of p.replace ?? []) {
    const file = inside(folder, workspace, r.path);
    const text = textAt(file);
    if (text === null) throw patchedFileMissing('the edit', r.path);
    after.set(file, replaced(text, r));
  }
  return after;
}
function replaced(text: string, r: Replacement): string {
  const parts = text.split(r.old);
  // Editors keep the line ends of the file, and agents write \n.
  if (parts.length === 1 && text.includes('\r\n') && r.old.includes('\n') && !r.old.includes('\r'))
    return replaced(text, { ...r, old: r.old.replaceAll('\n', '\r\n'), new: r.new.replaceAll(/\r?\n/g, '\r\n') });
  if (parts.length === 1) throw replacedMissing(r.path, r.old);
  if (parts.length > 2 && r.all !== true) throw replacedOften(r.path, r.old, parts.length - 1);
  return parts.join(r.new);
}

/** The absolute path of a file of the workspace, also where it is named through a link that leads there. */
export function inside(folder: string, workspace: string, name: string): string {
  const file = resolve(folder, name);
  if (isBelow(workspace, file)) return file;
  const real = realOf(file);
  if (isBelow(workspace, real)) return real;
  throw outsideWorkspace(name, file);
}
function isBelow(workspace: string, file: string): boolean {
  const near = relative(workspace, file);
  return !near.startsWith('..') && !isAbsolute(near);
}
/** Of what is not there yet, the folder above that is. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return dirname(file) === file ? file : join(realOf(dirname(file)), basename(file));
  }
}
