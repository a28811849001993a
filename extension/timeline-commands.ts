// The ways to a timeline: from a test (CodeLens, Testing view, cursor), from a recording, from both of them, from a debug session.
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';
import { workerSession } from './debugging.ts';
import type { RecordingFound } from './headless/editor/protocol.ts';
import { pathOf } from './places.ts';
import { timelineOf } from './timeline-views.ts';
import { testAtCursor, type TestNamed, testNamed } from './predicted-tests.ts';

/** What a command is given: a folder and a test's id by CodeLens, a test item by the Testing view, nothing by the palette. */
type Given = readonly [what?: string | vscode.TestItem, id?: string];

const named = (ctx: Ctx, [what, id]: Given): TestNamed | undefined => {
  if (typeof what === 'string') return id === undefined ? undefined : { folder: what, id };
  return what === undefined ? testAtCursor(ctx) : testNamed(what);
};
const nothing = (say: string): void => void vscode.window.showInformationMessage(`Foretrace: ${say}`);

/** What a test would do. */
export function showTimeline(ctx: Ctx, ...given: Given): void {
  const test = named(ctx, given);
  if (test === undefined) {
    nothing('put the cursor into a test first, or choose one test in the Testing view.');
    return;
  }
  const launch = { mode: 'rehearse', program: test.id, cwd: test.folder } as const;
  ctx.timelines.show(timelineOf({ page: 'timeline', folder: test.folder, title: brief(test.id), wanted: { kind: 'launch', arguments: launch } }));
}

/** What a recorded run did: of the test, or whichever is chosen. */
export async function showRecording(ctx: Ctx, ...given: Given): Promise<void> {
  const test = given[0] === undefined ? undefined : named(ctx, given);
  const found = await chosen(ctx, test);
  if (found === undefined) return;
  const launch = { mode: 'replay', trace: found.recording.id, cwd: found.folder } as const;
  const title = `${brief(found.recording.test ?? found.recording.title)} (recording ${found.recording.id})`;
  ctx.timelines.show(timelineOf({ page: 'timeline', folder: found.folder, title, wanted: { kind: 'launch', arguments: launch } }));
}

/** What a test would do beside what it did. */
export async function compareWithRecording(ctx: Ctx, ...given: Given): Promise<void> {
  const test = named(ctx, given);
  if (test === undefined) {
    nothing('put the cursor into a test first, or choose one test in the Testing view.');
    return;
  }
  const [newest] = await ctx.engine.ask({ kind: 'recordings', folder: test.folder, test: test.id });
  if (newest === undefined) {
    nothing(`${test.id} has no recording yet: run it with the profile Record.`);
    return;
  }
  const title = `${brief(test.id)}, predicted and recorded`;
  ctx.timelines.show(timelineOf({ page: 'timeline', folder: test.folder, title, wanted: { kind: 'compared', test: test.id, trace: newest.id } }));
}

/** What the active debug session walks through. */
export function showSessionTimeline(ctx: Ctx): void {
  const session = vscode.debug.activeDebugSession;
  const of = session === undefined ? undefined : workerSession(session.id);
  if (session === undefined || of === undefined) {
    nothing('there is no debug session of Foretrace.');
    return;
  }
  ctx.timelines.show({
    folder: of.folder,
    title: session.name,
    wanted: { kind: 'session', session: of.number },
    debug: [session.configuration],
    session: session.id,
    ...(of.at === undefined ? {} : { at: of.at }),
  });
}

async function chosen(ctx: Ctx, test: TestNamed | undefined): Promise<{ readonly folder: string; readonly recording: RecordingFound } | undefined> {
  const folders = test === undefined ? localFolders().map(f => pathOf(f.uri)) : [test.folder];
  const picks: (vscode.QuickPickItem & { readonly folder: string; readonly recording: RecordingFound })[] = [];
  for (const folder of folders)
    for (const recording of await ctx.engine.ask({ kind: 'recordings', folder, ...(test === undefined ? {} : { test: test.id }) }))
      picks.push({
        label: brief(recording.test ?? recording.title),
        description: `${recording.result ?? ''} ${recording.frames} moments`.trim(),
        detail: new Date(recording.started).toLocaleString(),
        folder,
        recording,
      });
  if (picks.length === 0) {
    nothing('nothing is recorded yet: run tests with the profile Record.');
    return undefined;
  }
  return await vscode.window.showQuickPick(picks, { title: 'Foretrace: show a recorded trace', matchOnDescription: true });
}
const brief = (id: string): string => id.replace(/^.*::/, '');
