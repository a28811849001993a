// What a page keeps for the time when the editor's window is loaded anew, read back with doubt: the state lay in the editor's storage. Of a debug session nothing is kept:
// it is over by then.
import * as z from 'zod';

const launched = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('rehearse'), program: z.string(), cwd: z.string() }),
  z.object({ mode: z.literal('replay'), trace: z.number().int(), cwd: z.string() }),
]);
const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('launch'), arguments: launched }),
  z.object({ kind: z.literal('compared'), test: z.string(), trace: z.number().int() }),
]);
const pageKept = z.discriminatedUnion('page', [
  z.object({ page: z.literal('timeline'), folder: z.string(), title: z.string(), wanted }),
  z.object({ page: z.literal('calibration'), folder: z.string() }),
]);
export type PageKept = z.infer<typeof pageKept>;
export type TimelineKept = Extract<PageKept, { page: 'timeline' }>;

/** Of what a webview's state holds: nothing where it is not ours, or of a folder that is not open. */
export function readKept(state: unknown, folders: readonly string[]): PageKept | undefined {
  const kept = z.object({ kept: pageKept }).safeParse(state).data?.kept;
  return kept !== undefined && folders.includes(kept.folder) ? kept : undefined;
}
/** How one goes on in the debugger from each side of a timeline. */
export function debugOf(wanted: TimelineKept['wanted'], folder: string): readonly object[] {
  if (wanted.kind === 'launch') return [wanted.arguments];
  return [
    { mode: 'rehearse', program: wanted.test, cwd: folder },
    { mode: 'replay', trace: wanted.trace, cwd: folder },
  ];
}
