// The test controller "Foretrace": tests found by reading, with profiles that rehearse them, run them for real under the tracer, or do both and compare.
import * as vscode from 'vscode';
import { type Ctx, lineRange, localFolders } from './ctx.ts';
import type { FolderState, Told } from './forecasts.ts';
import type { RecordedTest, TestFound } from './headless/editor/protocol.ts';
import type { ShownMessage, TestShown } from './headless/editor/test-shown.ts';
import { type Place, placesOf } from './headless/editor/test-tree.ts';
import { agreement } from './headless/editor/verdict.ts';
import { inBrowser, isReached, pathOf, uriOf } from './places.ts';
import { settings } from './settings.ts';
import { inSlices } from './slices.ts';

export function predictedTests(ctx: Ctx): vscode.Disposable {
  const controller = vscode.tests.createTestController('foretrace', 'Foretrace');
  const items = new Items(controller);
  const listening: vscode.Disposable[] = [controller];

  controller.resolveHandler = async item => {
    if (item === undefined) for (const f of localFolders()) await ctx.forecasts.discover(f);
    await shown;
  };
  controller.refreshHandler = async token => {
    for (const f of localFolders()) await ctx.forecasts.now(f, token);
  };

  /** What was told so far is shown: one after the other, for there may be thousands of tests. */
  let shown = Promise.resolve();
  const show = async ({ state, changed }: Told): Promise<void> => {
    await items.sync(state);
    if (changed.length > 0) await publish(controller, items, state, state.shown.size <= mostPublished ? [...state.shown.values()] : changed);
  };
  listening.push(
    ctx.forecasts.onDidTell(told => {
      shown = shown.then(() => show(told)).catch(e => ctx.log.error(e));
    }),
  );

  const rehearse = controller.createRunProfile(
    'Rehearse',
    vscode.TestRunProfileKind.Run,
    (request, token) => runRehearsal(request, token),
    true,
    undefined,
    true,
  );
  const debug = controller.createRunProfile('Rehearse in the Debugger', vscode.TestRunProfileKind.Debug, async request => {
    const [first] = items.asked(request);
    if (first !== undefined) await vscode.commands.executeCommand('foretrace.debugTest', pathOf(first.folder.uri), first.id);
  });
  listening.push(rehearse, debug);
  // What runs code is there only where processes are, and the workspace is trusted.
  const real = (): void => {
    listening.push(
      controller.createRunProfile('Record', vscode.TestRunProfileKind.Run, (request, token) => runForReal(request, token, false)),
      controller.createRunProfile('Verify', vscode.TestRunProfileKind.Run, (request, token) => runForReal(request, token, true)),
    );
  };
  if (!inBrowser && vscode.workspace.isTrusted) real();
  else if (!inBrowser) listening.push(vscode.workspace.onDidGrantWorkspaceTrust(real));

  async function runRehearsal(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous) {
      const held = ctx.forecasts.keepUp();
      token.onCancellationRequested(() => held.dispose());
      return;
    }
    const run = controller.createTestRun(request, 'Foretrace: rehearsed, nothing was run', false);
    try {
      await shown;
      for (const folder of foldersOf(items, request)) {
        const asked = items.asked(request).filter(a => a.folder === folder);
        for (const a of asked) run.started(a.item);
        const state = await ctx.forecasts.now(folder, token);
        await shown;
        for (const a of items.asked(request).filter(a => a.folder === folder)) tell(run, a.item, state.shown.get(a.id));
      }
    } catch (e) {
      run.appendOutput(`${e instanceof Error ? e.message : String(e)}\r\n`);
    } finally {
      run.end();
    }
  }

  async function runForReal(request: vscode.TestRunRequest, token: vscode.CancellationToken, verify: boolean): Promise<void> {
    const run = controller.createTestRun(request, verify ? 'Foretrace: forecasts held against a real run' : 'Foretrace: recorded by running', true);
    try {
      if (!vscode.workspace.isTrusted) throw new Error('This workspace is not trusted: Foretrace does not run its code.');
      if (vscode.workspace.textDocuments.some(d => d.isDirty && isReached(d.uri)))
        run.appendOutput('Unsaved changes are not in this run: it sees what is on the disk.\r\n');
      for (const folder of foldersOf(items, request)) {
        const asked = items.asked(request).filter(a => a.folder === folder);
        for (const a of asked) run.started(a.item);
        const forecasts = verify ? (await ctx.forecasts.now(folder, token)).shown : undefined;
        const python = settings(folder.uri).recordWith;
        const ids = request.include === undefined ? [] : asked.map(a => a.id);
        const told = await ctx.engine.ask({ kind: 'record', folder: pathOf(folder.uri), ids, verify, ...(python === '' ? {} : { python }) }, { token });
        if (told.said !== undefined) {
          run.appendOutput(`${told.said}\r\n`);
          void vscode.window.showErrorMessage(`Foretrace: ${told.said}`);
          continue;
        }
        const results = new Map(told.results.map(r => [r.id, r]));
        for (const a of asked) tellRecorded(run, a.item, results.get(a.id), forecasts?.get(a.id), verify);
      }
    } catch (e) {
      run.appendOutput(`${e instanceof Error ? e.message : String(e)}\r\n`);
    } finally {
      run.end();
    }
  }
  for (const f of localFolders()) shown = shown.then(() => items.sync(ctx.forecasts.state(f)));
  return vscode.Disposable.from({ dispose: () => vscode.Disposable.from(...listening).dispose() });
}

/** A test by its folder and node id. */
export interface TestNamed {
  readonly folder: string;
  readonly id: string;
}
/** The test that an item of the Testing view stands for; undefined for a file or a class. */
export function testNamed(item: vscode.TestItem): TestNamed | undefined {
  const at = item.id.indexOf(' ');
  const id = item.id.slice(at + 1);
  return at < 0 || !id.includes('::') ? undefined : { folder: pathOf(vscode.Uri.parse(item.id.slice(0, at))), id };
}
/** The test that the cursor is in, or below. */
export function testAtCursor({ forecasts }: Pick<Ctx, 'forecasts'>): TestNamed | undefined {
  const editor = vscode.window.activeTextEditor;
  const folder = editor === undefined ? undefined : vscode.workspace.getWorkspaceFolder(editor.document.uri);
  if (editor === undefined || folder === undefined) return undefined;
  const line = editor.selection.active.line + 1;
  const above = forecasts.state(folder).tests.filter(t => t.file === pathOf(editor.document.uri) && t.line <= line && t.id.includes('::'));
  const found = above.reduce<(typeof above)[number] | undefined>((best, t) => (best === undefined || t.line > best.line ? t : best), undefined);
  return found === undefined ? undefined : { folder: pathOf(folder.uri), id: found.id };
}

const foldersOf = (items: Items, request: vscode.TestRunRequest): vscode.WorkspaceFolder[] => {
  const asked = [...new Set(items.asked(request).map(a => a.folder))];
  return asked.length > 0 ? asked : [...localFolders()];
};

/** The Testing view counts the tests of the last run: all of them, unless they are so many that telling them at each key would be felt. */
const mostPublished = 300;

/** What is forecast, as a run of its own that asks for no one's attention. */
async function publish(controller: vscode.TestController, items: Items, state: FolderState, changed: readonly TestShown[]): Promise<void> {
  const found = changed.flatMap(t => {
    const item = items.get(state.folder, t.id);
    return item === undefined ? [] : [{ t, item }];
  });
  const request = new vscode.TestRunRequest(
    found.map(f => f.item),
    undefined,
    undefined,
    true,
    true,
  );
  const run = controller.createTestRun(request, 'Foretrace: predicted, nothing was run', false);
  await inSlices(tellings(run, found));
  run.end();
}
function* tellings(run: vscode.TestRun, found: readonly { readonly t: TestShown; readonly item: vscode.TestItem }[]): Generator<void> {
  for (const { t, item } of found) yield tell(run, item, t);
}

function tell(run: vscode.TestRun, item: vscode.TestItem, t: TestShown | undefined): void {
  if (t === undefined) return;
  item.description =
    t.state === 'unknown' ? `unknown: ${t.why?.split('\n')[0] ?? ''}` : t.state === 'skips' && t.why !== undefined ? `skipped: ${t.why}` : 'predicted';
  if (t.state === 'passes') run.passed(item);
  else if (t.state === 'fails' && t.message !== undefined) run.failed(item, testMessage(t.message));
  else if (t.state === 'errors' && t.message !== undefined) run.errored(item, testMessage(t.message));
  else {
    run.skipped(item);
    if (t.why !== undefined) run.appendOutput(`${t.state}: ${t.why}\r\n`.replaceAll(/(?<!\r)\n/g, '\r\n'), undefined, item);
  }
  if (t.effects.length > 0) run.appendOutput(`It would: ${t.effects.join('; ')} (none of it was done)\r\n`, undefined, item);
}
function testMessage(m: ShownMessage): vscode.TestMessage {
  const message = new vscode.TestMessage(m.text);
  message.location = new vscode.Location(uriOf(m.file), lineRange(m.line));
  if (m.expected !== undefined) message.expectedOutput = m.expected;
  // The editor shows only both sides at the line: what is predicted says so itself.
  if (m.actual !== undefined) message.actualOutput = `predicted: ${m.actual}`;
  message.contextValue = 'predicted';
  if (m.stack.length > 0)
    message.stackTrace = m.stack.map(f => new vscode.TestMessageStackFrame(f.label, uriOf(f.file), new vscode.Position(Math.max(0, f.line - 1), 0)));
  return message;
}
function tellRecorded(run: vscode.TestRun, item: vscode.TestItem, real: RecordedTest | undefined, forecast: TestShown | undefined, verify: boolean): void {
  item.description = real === undefined ? item.description : verify ? 'verified' : 'recorded';
  if (real === undefined) {
    run.skipped(item);
    return;
  }
  const milliseconds = real.seconds === undefined ? undefined : real.seconds * 1000;
  const verdict = verify ? agreement(forecast, real) : undefined;
  if (verdict !== undefined) run.appendOutput(`${verdict.say}\r\n`, undefined, item);
  const message = (text: string): vscode.TestMessage => {
    const m = new vscode.TestMessage(text);
    if (real.file !== undefined && real.line !== undefined) m.location = new vscode.Location(uriOf(real.file), lineRange(real.line));
    return m;
  };
  if (verdict !== undefined && !verdict.agrees) run.errored(item, message(verdict.say), milliseconds);
  else if (real.result === 'passed' || real.result === 'xpassed') run.passed(item, milliseconds);
  else if (real.result === 'failed') run.failed(item, message(`Recorded: ${real.message ?? 'it failed'}`), milliseconds);
  else if (real.result === 'error') run.errored(item, message(`Recorded: ${real.message ?? 'it failed outside the test'}`), milliseconds);
  else run.skipped(item);
}

// The tree --------------------------------------------------------------------------------------------------------------

interface AskedItem {
  readonly folder: vscode.WorkspaceFolder;
  readonly id: string;
  readonly item: vscode.TestItem;
}

/** Test items by folder and node id: made once, so that VS Code keeps what it knows of them. */
class Items {
  private readonly controller: vscode.TestController;
  private readonly known = new Map<string, AskedItem>();
  private readonly synced = new Map<string, readonly TestFound[]>();

  constructor(controller: vscode.TestController) {
    this.controller = controller;
  }
  get(folder: vscode.WorkspaceFolder, id: string): vscode.TestItem | undefined {
    return this.known.get(keyOf(folder, id))?.item;
  }
  async sync({ folder, tests }: FolderState): Promise<void> {
    const name = folder.uri.toString();
    if (this.synced.get(name) === tests) return;
    this.synced.set(name, tests);
    const several = localFolders().length > 1;
    const top = several ? this.child(this.controller.items, name, folder.name, folder.uri) : undefined;
    const root = top?.children ?? this.controller.items;
    const places = placesOf(tests);
    await inSlices(this.filling(folder, root, places));
    if (tests.length === 0 && top !== undefined) this.controller.items.delete(top.id);
  }
  /** The leaves that a request names, those below what it names, or all. */
  asked(request: vscode.TestRunRequest): AskedItem[] {
    const out = new Map<vscode.TestItem, AskedItem>();
    const left = new Set(request.exclude ?? []);
    const byItem = new Map([...this.known.values()].map(a => [a.item, a]));
    const visit = (item: vscode.TestItem): void => {
      if (left.has(item)) return;
      const found = byItem.get(item);
      if (found !== undefined) out.set(item, found);
      item.children.forEach(visit);
    };
    if (request.include === undefined) this.controller.items.forEach(visit);
    else request.include.forEach(visit);
    return [...out.values()];
  }

  private *filling(folder: vscode.WorkspaceFolder, into: vscode.TestItemCollection, places: readonly Place[]): Generator<void> {
    const wanted = new Set<string>();
    for (const p of places) {
      const id = keyOf(folder, p.id);
      wanted.add(id);
      const item = this.child(into, id, p.label, uriOf(p.file));
      if (item.label !== p.label) item.label = p.label;
      if (p.line !== undefined && item.range?.start.line !== p.line - 1) item.range = lineRange(p.line);
      if (p.test) this.known.set(id, { folder, id: p.id, item });
      yield* this.filling(folder, item.children, p.children);
      yield;
    }
    const gone: string[] = [];
    into.forEach(item => {
      if (!wanted.has(item.id) && (item.id.startsWith(`${folder.uri.toString()} `) || into !== this.controller.items)) gone.push(item.id);
    });
    for (const id of gone) this.remove(into, id);
  }
  private remove(from: vscode.TestItemCollection, id: string): void {
    const item = from.get(id);
    item?.children.forEach(c => this.known.delete(c.id));
    this.known.delete(id);
    from.delete(id);
  }
  private child(into: vscode.TestItemCollection, id: string, label: string, uri: vscode.Uri): vscode.TestItem {
    let item = into.get(id);
    if (item === undefined) into.add((item = this.controller.createTestItem(id, label, uri)));
    return item;
  }
}
const keyOf = (folder: vscode.WorkspaceFolder, id: string): string => `${folder.uri.toString()} ${id}`;
