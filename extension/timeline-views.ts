// The timelines that are open in the editor, each in a panel of its own: it asks the worker for what its page asks for, and knows nothing of traces itself.
import * as vscode from 'vscode';
import type { About, ToHost } from '../webview/protocol.ts';
import type { Ctx } from './ctx.ts';
import { type SessionStood, stood } from './debugging.ts';
import { NoAnswer } from './engine.ts';
import { debugOf, type TimelineKept } from './headless/editor/page-kept.ts';
import type { TimelineWanted } from './headless/editor/protocol.ts';
import { pathOf, uriOf } from './places.ts';
import { openPage, type PagePanel, showSource } from './webview-panel.ts';

export interface TimelineAsked {
  readonly folder: string;
  readonly title: string;
  readonly wanted: TimelineWanted;
  /** How one goes on in the debugger, of each side. */
  readonly debug: readonly (object | undefined)[];
  /** What brings it back when the window is loaded anew. */
  readonly keep?: TimelineKept;
  /** The debug session that it shows, by VS Code's own name for it. */
  readonly session?: string;
  readonly at?: number;
}
/** A trace that can be made again from what is kept of it. */
export function timelineOf(keep: TimelineKept): TimelineAsked {
  const { folder, title, wanted } = keep;
  return { folder, title, wanted, debug: debugOf(wanted, folder), keep };
}
type ViewContext = Pick<Ctx, 'engine' | 'unsaved' | 'log'>;

export class TimelineViews implements vscode.Disposable {
  private readonly ctx: ViewContext;
  private readonly extension: vscode.Uri;
  private readonly open = new Map<string, TimelineView>();
  private count = 0;
  private readonly listening: vscode.Disposable[];

  constructor(ctx: ViewContext, extension: vscode.Uri) {
    this.ctx = ctx;
    this.extension = extension;
    this.listening = [
      vscode.workspace.onDidChangeTextDocument(e => {
        if (e.contentChanges.length > 0) for (const v of this.open.values()) v.edited(pathOf(e.document.uri));
      }),
      stood(s => {
        for (const v of this.open.values()) v.follow(s);
      }),
    ];
  }
  /** Shows a trace; one that is shown already is made anew. */
  show(asked: TimelineAsked): void {
    const old = this.open.get(keyOf(asked));
    if (old === undefined) this.fill(asked);
    else old.again();
  }
  /** Fills a panel that the editor has brought back. */
  restore(keep: TimelineKept, panel: vscode.WebviewPanel): void {
    const asked = timelineOf(keep);
    if (this.open.has(keyOf(asked))) panel.dispose();
    else this.fill(asked, panel);
  }
  private fill(asked: TimelineAsked, panel?: vscode.WebviewPanel): void {
    const key = keyOf(asked);
    this.open.set(key, new TimelineView(this.ctx, this.extension, asked, ++this.count, () => this.open.delete(key), panel));
  }
  dispose(): void {
    for (const v of [...this.open.values()]) v.dispose();
    for (const l of this.listening) l.dispose();
  }
}

const keyOf = ({ folder, wanted }: TimelineAsked): string => JSON.stringify([folder, wanted]);

class TimelineView implements vscode.Disposable {
  private readonly ctx: ViewContext;
  private readonly asked: TimelineAsked;
  private readonly number: number;
  private readonly page: PagePanel;
  private readonly gone = new vscode.CancellationTokenSource();
  private about: About | undefined;
  private making: vscode.CancellationTokenSource | undefined;
  private stale = false;
  /** Where its session stands. */
  private at: number | undefined;

  constructor(ctx: ViewContext, extension: vscode.Uri, asked: TimelineAsked, number: number, onGone: () => void, panel?: vscode.WebviewPanel) {
    this.ctx = ctx;
    this.asked = asked;
    this.number = number;
    this.at = asked.at;
    this.page = openPage(extension, { page: 'timeline', title: `Timeline: ${asked.title}`, keep: asked.keep, panel }, m => void this.hear(m));
    this.page.panel.onDidDispose(() => {
      this.gone.cancel();
      this.making?.cancel();
      void ctx.engine.ask({ kind: 'closeTimeline', folder: asked.folder, view: number }).catch(() => {});
      onGone();
    });
  }
  dispose(): void {
    this.page.dispose();
  }
  again(): void {
    this.page.panel.reveal(undefined, false);
    void this.make();
  }
  /** What was predicted is no longer what would happen. */
  edited(file: string): void {
    if (this.stale || this.about === undefined || this.asked.session !== undefined) return;
    if (!this.about.sides.some(s => s.kind === 'predicted' && s.codes.some(c => c.file === file))) return;
    this.stale = true;
    this.page.tell({ kind: 'stale' });
  }
  follow({ session, at, anew }: SessionStood): void {
    if (session !== this.asked.session || this.about === undefined) return;
    this.at = at;
    if (anew === true) void this.make();
    else this.page.tell({ kind: 'go', at });
  }

  private async make(): Promise<void> {
    this.making?.cancel();
    const making = new vscode.CancellationTokenSource();
    this.making = making;
    this.ctx.unsaved.flush();
    this.page.tell({ kind: 'busy', what: `${this.asked.wanted.kind === 'compared' ? 'Rehearsing and comparing' : 'Reading'} ${this.asked.title} …` });
    try {
      const { folder, wanted } = this.asked;
      this.about = await this.ctx.engine.ask({ kind: 'openTimeline', folder, view: this.number, wanted }, { token: making.token });
      this.stale = false;
      this.tellAll();
    } catch (e) {
      if (e instanceof NoAnswer && e.cancelled) return;
      this.page.tell({ kind: 'failed', say: said(e) });
    }
  }
  private tellAll(): void {
    const { at } = this;
    if (this.about !== undefined) this.page.tell({ kind: 'timeline', about: this.about, ...(at === undefined ? {} : { at }) });
    if (this.stale) this.page.tell({ kind: 'stale' });
  }
  private async hear(m: ToHost): Promise<void> {
    switch (m.kind) {
      case 'ready':
        // A page that was hidden comes back empty; the trace is still there.
        if (this.about === undefined) await this.make();
        else this.tellAll();
        break;
      case 'again':
        await this.make();
        break;
      case 'ask':
        try {
          const answer = await this.ctx.engine.ask({ kind: 'timeline', folder: this.asked.folder, view: this.number, ask: m.ask }, { token: this.gone.token });
          this.page.tell({ kind: 'answer', id: m.id, answer });
        } catch (e) {
          this.page.tell({ kind: 'refused', id: m.id, say: said(e) });
        }
        break;
      case 'source':
        if (this.about?.sides.some(s => s.codes.some(c => c.file === m.file)) ?? false)
          await showSource(m.file, m.line, this.page.panel, m.focus).then(undefined, (e: unknown) =>
            this.ctx.log.warn(`${m.file} could not be shown: ${said(e)}`),
          );
        break;
      case 'debug':
        await this.debug(m.side, m.at);
        break;
      case 'test':
        break;
    }
  }
  private async debug(side: number, at: number): Promise<void> {
    const { session } = vscode.debug.activeDebugSession?.id === this.asked.session ? { session: vscode.debug.activeDebugSession } : { session: undefined };
    if (session !== undefined) {
      await session.customRequest('foretrace/goToMoment', { moment: at });
      return;
    }
    const config = this.asked.debug[side];
    if (config === undefined) return;
    const of = vscode.workspace.getWorkspaceFolder(uriOf(this.asked.folder));
    // What begins with two underscores is the editor's own: debugging.ts goes to that moment first.
    await vscode.debug.startDebugging(of, { type: 'foretrace', request: 'launch', name: this.asked.title, ...config, __moment: at });
  }
}
const said = (e: unknown): string => (e instanceof Error ? e.message : String(e));
