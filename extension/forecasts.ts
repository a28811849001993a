// What the tests of the open folders would do, kept up to date while texts and files change. Surfaces listen to it; it shows nothing itself.
import * as vscode from 'vscode';
import { localFolders } from './ctx.ts';
import { type Engine, NoAnswer } from './engine.ts';
import type { Early, Found, Picture } from './headless/editor/protocol.ts';
import type { TestShown } from './headless/editor/test-shown.ts';
import { Latest } from './latest.ts';
import { isReached, pathOf } from './places.ts';
import { settings } from './settings.ts';
import type { Unsaved } from './unsaved.ts';

export interface FolderState {
  readonly folder: vscode.WorkspaceFolder;
  readonly tests: Found['tests'];
  /** Forecasts by the tests' ids. */
  readonly shown: ReadonlyMap<string, TestShown>;
  readonly picture?: Picture;
  /** While the tests are rehearsed anew: failures that show already. */
  readonly early?: Early;
}
export interface Told {
  readonly state: FolderState;
  readonly changed: readonly TestShown[];
}
/** What the forecasting is at, for the status items. */
export type Activity = { readonly kind: 'idle' } | { readonly kind: 'busy'; readonly what: string } | { readonly kind: 'failed'; readonly say: string };

/** A rehearsal of a suite may go on for so long after a newer edit. */
const patience = 1500;
/** A checkout touches hundreds of files: they are waited for together. */
const filesDelay = 400;

export class Forecasts implements vscode.Disposable {
  private readonly engine: Engine;
  private readonly unsaved: Unsaved;
  private readonly log: vscode.LogOutputChannel;
  private readonly states = new Map<string, FolderState>();
  private readonly lanes = new Map<string, Latest>();
  private readonly telling = new vscode.EventEmitter<Told>();
  private readonly acting = new vscode.EventEmitter<Activity>();
  private readonly listening: vscode.Disposable[];
  private continuous = 0;
  readonly onDidTell = this.telling.event;
  readonly onDidAct = this.acting.event;

  constructor(engine: Engine, unsaved: Unsaved, log: vscode.LogOutputChannel) {
    this.engine = engine;
    this.unsaved = unsaved;
    this.log = log;
    const files = vscode.workspace.createFileSystemWatcher('**/*.{py,toml,ini,cfg,json}');
    const heads = vscode.workspace.createFileSystemWatcher('**/.git/logs/HEAD');
    const touched = (uri: vscode.Uri): void => this.touched(uri, filesDelay);
    // What was committed or checked out is the new ground to compare with.
    const moved = (uri: vscode.Uri): void => void this.takeBaseline(vscode.workspace.getWorkspaceFolder(uri));
    this.listening = [
      this.telling,
      this.acting,
      files,
      heads,
      files.onDidChange(touched),
      files.onDidCreate(touched),
      files.onDidDelete(touched),
      heads.onDidChange(moved),
      vscode.workspace.onDidChangeTextDocument(e => {
        if (e.contentChanges.length > 0 && isReached(e.document.uri)) this.touched(e.document.uri, settings(e.document.uri).delay);
      }),
      vscode.workspace.onDidSaveTextDocument(d => this.touched(d.uri, settings(d.uri).delay)),
      vscode.workspace.onDidChangeWorkspaceFolders(e => {
        for (const f of e.removed) this.forget(f);
        for (const f of e.added) this.soon(f, 0);
      }),
      vscode.workspace.onDidChangeConfiguration(e => {
        if (e.affectsConfiguration('foretrace')) for (const f of localFolders()) this.soon(f, 0);
      }),
    ];
  }

  state(folder: vscode.WorkspaceFolder): FolderState {
    return this.states.get(key(folder)) ?? { folder, tests: [], shown: new Map() };
  }
  all(): readonly FolderState[] {
    return [...this.states.values()];
  }
  /** Forecasts soon, if that is wanted at all while typing. */
  soon(folder: vscode.WorkspaceFolder, delay: number): void {
    if (this.continuous === 0 && !settings(folder.uri).testsAsYouType) return;
    this.lane(folder).soon(delay, token => this.attempt(folder, token));
  }
  /** Forecasts now, and tells what came of it. Rejects with a NoAnswer. */
  async now(folder: vscode.WorkspaceFolder, token?: vscode.CancellationToken): Promise<FolderState> {
    this.unsaved.flush();
    this.acting.fire({ kind: 'busy', what: folder.name });
    try {
      const picture = await this.engine.ask(
        { kind: 'rehearse', folder: pathOf(folder.uri), anew: this.state(folder).picture === undefined },
        {
          token,
          onProgress: (done, of, what) => this.acting.fire({ kind: 'busy', what: of > 1 ? `${done} of ${of}` : what }),
          onEarly: early => this.tell({ ...this.state(folder), early }, []),
        },
      );
      // While a file does not parse, what was told before stands.
      const last = this.state(folder);
      const { tests = last.tests } = picture;
      const ids = tests === last.tests ? undefined : new Set(tests.map(t => t.id));
      const shown = new Map(ids === undefined || picture.unparsed !== undefined ? last.shown : [...last.shown].filter(([id]) => ids.has(id)));
      for (const t of picture.changed) shown.set(t.id, t);
      const state: FolderState = { folder, tests, shown, picture };
      this.tell(state, picture.changed);
      this.acting.fire({ kind: 'idle' });
      return state;
    } catch (e) {
      const say = e instanceof Error ? e.message : String(e);
      const isCancelled = e instanceof NoAnswer && e.cancelled;
      const { early, ...rest } = this.state(folder);
      // Behind one that is cancelled comes another one.
      if (early !== undefined && !isCancelled) this.tell(rest, []);
      this.acting.fire(isCancelled ? { kind: 'idle' } : { kind: 'failed', say });
      throw e;
    }
  }
  /** The tests that are found by reading; nothing is rehearsed beyond their modules. */
  async discover(folder: vscode.WorkspaceFolder): Promise<FolderState> {
    const known = this.state(folder);
    if (known.tests.length > 0) return known;
    const { tests } = await this.engine.ask({ kind: 'discover', folder: pathOf(folder.uri) });
    const state = { ...this.state(folder), tests };
    this.tell(state, []);
    return state;
  }
  /** Failures that are there now count as known from here on. */
  async takeBaseline(folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    if (folder === undefined) return;
    this.unsaved.flush();
    await this.engine.ask({ kind: 'baseline', folder: pathOf(folder.uri) });
    this.soon(folder, filesDelay);
  }
  /** Keeps forecasting while typing, whatever the setting says, until it is let go. */
  keepUp(): vscode.Disposable {
    this.continuous++;
    for (const f of localFolders()) this.soon(f, 0);
    return new vscode.Disposable(() => this.continuous--);
  }
  dispose(): void {
    for (const l of this.lanes.values()) l.dispose();
    for (const d of this.listening) d.dispose();
  }

  private tell(state: FolderState, changed: readonly TestShown[]): void {
    this.states.set(key(state.folder), state);
    this.telling.fire({ state, changed });
  }
  private async attempt(folder: vscode.WorkspaceFolder, token: vscode.CancellationToken): Promise<void> {
    try {
      await this.now(folder, token);
    } catch (e) {
      if (!(e instanceof NoAnswer && e.cancelled))
        this.log.warn(`the tests of ${folder.name} could not be forecast: ${e instanceof Error ? e.message : String(e)}`);
    }
  }
  private touched(uri: vscode.Uri, delay: number): void {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder !== undefined && isReached(folder.uri)) this.soon(folder, delay);
  }
  private forget(folder: vscode.WorkspaceFolder): void {
    this.lanes.get(key(folder))?.dispose();
    this.lanes.delete(key(folder));
    const state = this.states.get(key(folder));
    this.states.delete(key(folder));
    if (state !== undefined) this.telling.fire({ state: { folder, tests: [], shown: new Map() }, changed: [] });
  }
  private lane(folder: vscode.WorkspaceFolder): Latest {
    let lane = this.lanes.get(key(folder));
    if (lane === undefined) this.lanes.set(key(folder), (lane = new Latest(patience)));
    return lane;
  }
}
const key = (f: vscode.WorkspaceFolder): string => f.uri.toString();
