// Which functions come out otherwise by the edit that is under way, though no test says so: asked for when the typing rests, shown above the functions and in a view of
// the Testing side bar.
import * as vscode from 'vscode';
import { type Ctx, lineRange, localFolders } from './ctx.ts';
import { NoAnswer } from './engine.ts';
import type { Behaviour, CallChanged, FunctionChanged } from './headless/editor/protocol.ts';
import { Latest } from './latest.ts';
import { pathOf, uriOf } from './places.ts';
import { settings } from './settings.ts';

/** The typing must rest so long: this rehearses tests line by line, before and after. */
const pause = 1200;
/** A suite that takes longer than this is not rehearsed again, unasked, for the sake of a hint; nor may the comparison take longer. */
const mostMilliseconds = 15_000;

export class BehaviourChanges implements vscode.Disposable {
  private readonly ctx: Pick<Ctx, 'engine' | 'unsaved' | 'log' | 'forecasts'>;
  private readonly told = new Map<string, Behaviour>();
  private readonly lanes = new Map<string, Latest>();
  private readonly telling = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable[];
  readonly onDidTell = this.telling.event;

  constructor(ctx: BehaviourChanges['ctx']) {
    this.ctx = ctx;
    this.listening = [
      this.telling,
      ctx.forecasts.onDidTell(({ state }) => {
        if ((state.picture?.milliseconds ?? 0) <= mostMilliseconds) this.soon(state.folder);
      }),
      vscode.workspace.onDidChangeTextDocument(e => {
        const folder = vscode.workspace.getWorkspaceFolder(e.document.uri);
        if (e.contentChanges.length > 0 && folder !== undefined) this.lanes.get(key(folder))?.cancel();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(e => {
        for (const f of e.removed) this.forget(f);
      }),
    ];
  }
  of(folder: vscode.WorkspaceFolder): Behaviour | undefined {
    return this.told.get(key(folder));
  }
  /** Functions of a file that come out otherwise. */
  inFile(uri: vscode.Uri): readonly FunctionChanged[] {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return (folder === undefined ? undefined : this.of(folder))?.functions.filter(f => f.file === pathOf(uri)) ?? [];
  }
  dispose(): void {
    for (const l of this.lanes.values()) l.dispose();
    for (const d of this.listening) d.dispose();
  }

  private soon(folder: vscode.WorkspaceFolder): void {
    if (!settings(folder.uri).behaviour) {
      if (this.told.delete(key(folder))) this.telling.fire();
      return;
    }
    let lane = this.lanes.get(key(folder));
    if (lane === undefined) this.lanes.set(key(folder), (lane = new Latest(0)));
    lane.soon(pause, token => this.ask(folder, token));
  }
  private async ask(folder: vscode.WorkspaceFolder, token: vscode.CancellationToken): Promise<void> {
    this.ctx.unsaved.flush();
    const limited = new vscode.CancellationTokenSource();
    const cancel = token.onCancellationRequested(() => limited.cancel());
    const timer = setTimeout(() => limited.cancel(), mostMilliseconds);
    try {
      this.told.set(key(folder), await this.ctx.engine.ask({ kind: 'behaviour', folder: pathOf(folder.uri) }, { token: limited.token }));
      this.telling.fire();
    } catch (e) {
      if (!(e instanceof NoAnswer && e.cancelled))
        this.ctx.log.warn(`behaviour of ${folder.name} could not be compared: ${e instanceof Error ? e.message : String(e)}`);
    } finally {
      clearTimeout(timer);
      cancel.dispose();
      limited.dispose();
    }
  }
  private forget(folder: vscode.WorkspaceFolder): void {
    this.lanes.get(key(folder))?.dispose();
    this.lanes.delete(key(folder));
    if (this.told.delete(key(folder))) this.telling.fire();
  }
}
const key = (f: vscode.WorkspaceFolder): string => f.uri.toString();

type Node = { readonly kind: 'function'; readonly f: FunctionChanged } | { readonly kind: 'call'; readonly f: FunctionChanged; readonly call: CallChanged };

/** The view "Behaviour Changes". */
export function behaviourView({ behaviour }: Ctx): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<Node>('foretrace.behaviour', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: node => {
        if (node === undefined) return localFolders().flatMap(folder => (behaviour.of(folder)?.functions ?? []).map((f): Node => ({ kind: 'function', f })));
        return node.kind === 'function' ? node.f.calls.map((call): Node => ({ kind: 'call', f: node.f, call })) : [];
      },
      getTreeItem: treeItem,
    },
  });
  const show = (): void => {
    const all = localFolders().flatMap(f => behaviour.of(f) ?? []);
    const count = all.reduce((n, b) => n + b.functions.length, 0);
    view.badge =
      count === 0 ? undefined : { value: count, tooltip: `${count} ${count === 1 ? 'function comes' : 'functions come'} out otherwise, and no test says so` };
    view.message = message(all);
    changed.fire();
  };
  show();
  return vscode.Disposable.from(changed, view, behaviour.onDidTell(show));
}
function message(all: readonly Behaviour[]): string | undefined {
  if (all.some(b => b.functions.length > 0)) return `Predicted against ${all.find(b => b.functions.length > 0)?.against}; nothing was run.`;
  const broken = all.reduce((n, b) => n + b.broken, 0);
  if (broken > 0) return `${broken} ${broken === 1 ? 'test' : 'tests'} would fail: the status bar lists them. Behaviour is compared where tests pass.`;
  if (all.some(b => b.edited > 0)) return `No call in the tests comes out otherwise than in ${all.find(b => b.edited > 0)?.against}.`;
  return 'Edit a function: calls that come out otherwise, though all tests pass, are listed here. Nothing is run.';
}
function treeItem(node: Node): vscode.TreeItem {
  const { f } = node;
  const open = { command: 'vscode.open', title: 'Open', arguments: [uriOf(f.file), { selection: lineRange(f.line), preserveFocus: true }] };
  if (node.kind === 'function') {
    const item = new vscode.TreeItem(f.function, vscode.TreeItemCollapsibleState.Expanded);
    item.description = `${vscode.workspace.asRelativePath(f.file)}:${f.line}`;
    item.iconPath = new vscode.ThemeIcon('symbol-method');
    item.command = open;
    return item;
  }
  const { call } = node;
  const item = new vscode.TreeItem(`(${call.brief.arguments})`, vscode.TreeItemCollapsibleState.None);
  item.description = `${call.brief.after}, was ${call.brief.before}`;
  item.iconPath = new vscode.ThemeIcon('diff');
  item.tooltip = new vscode.MarkdownString().appendText(`${f.function}(${call.arguments})`).appendCodeblock(`- ${call.before}\n+ ${call.after}`, 'diff');
  item.accessibilityInformation = { label: `${f.function} called with ${call.arguments}: predicted ${call.after}, was ${call.before}` };
  item.command = open;
  return item;
}
