// A panel with one of the webview's pages in it: its document, and messages that are read before anyone believes them.
import * as vscode from 'vscode';
import { readToHost, type ToHost, type ToPage } from '../webview/protocol.ts';
import type { PageAsked } from './headless/editor/page-html.ts';
import type { PageKept } from './headless/editor/page-kept.ts';
import { pageHtml } from './headless/editor/page-html.ts';
import { uriOf } from './places.ts';

export interface PagePanel extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  tell(m: ToPage): void;
}

export type PageOpened = Pick<PageAsked, 'page' | 'title'> & {
  /** What the editor gives back when its window is loaded anew; without it the page is not restored. */
  readonly keep?: PageKept;
  /** A panel that stands there already, empty. */
  readonly panel?: vscode.WebviewPanel;
};

/** Opens it beside the editor that is in use. `hear` is called with messages of the protocol only. */
export function openPage(extension: vscode.Uri, { page, title, keep, panel: restored }: PageOpened, hear: (m: ToHost) => void): PagePanel {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const options = { enableScripts: true, localResourceRoots: [dist] };
  const panel = restored ?? vscode.window.createWebviewPanel(`foretrace.${page}`, title, vscode.ViewColumn.Beside, { ...options, enableFindWidget: false });
  panel.webview.options = options;
  panel.webview.onDidReceiveMessage((data: unknown) => {
    const m = readToHost(data);
    if (m !== undefined) hear(m);
  });
  const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString();
  panel.webview.html = pageHtml({ page, title, script, nonce: crypto.randomUUID(), ...(keep === undefined ? {} : { keep }) });
  return { panel, tell: m => void panel.webview.postMessage(m), dispose: () => panel.dispose() };
}

/** Shows a line of a file in a group that the page does not stand in. */
export async function showSource(file: string, line: number, beside: vscode.WebviewPanel, focus: boolean): Promise<void> {
  const elsewhere = vscode.window.visibleTextEditors.map(e => e.viewColumn).find(c => c !== undefined && c !== beside.viewColumn);
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(uriOf(file), {
    viewColumn: elsewhere ?? (beside.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One),
    preserveFocus: !focus,
    selection: new vscode.Range(at, at),
  });
}
