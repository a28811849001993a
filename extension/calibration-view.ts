// The calibration page in a panel: one for each folder of the workspace.
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';
import { nameOf, pathOf } from './places.ts';
import { openPage, type PagePanel, showSource } from './webview-panel.ts';

const open = new Map<string, PagePanel>();

/** Shows how the forecasts of a folder fared; asks which one where there are several. */
export async function showCalibration(ctx: Ctx): Promise<void> {
  const folders = localFolders();
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) return;
  const path = pathOf(folder.uri);
  const shown = open.get(path);
  if (shown !== undefined) {
    shown.panel.reveal();
    await read(ctx, path, shown);
    return;
  }
  openCalibration(ctx, path);
}
/** In a panel of its own, or in one that the editor has brought back. */
export function openCalibration(ctx: Ctx, path: string, panel?: vscode.WebviewPanel): void {
  const keep = { page: 'calibration', folder: path } as const;
  const page = openPage(ctx.extension, { page: 'calibration', title: `Calibration: ${nameOf(path)}`, keep, panel }, m => {
    if (m.kind === 'ready' || m.kind === 'again') void read(ctx, path, page);
    else if (m.kind === 'source') void showSource(m.file, m.line, page.panel, m.focus).then(undefined, () => {});
    else if (m.kind === 'test') void vscode.commands.executeCommand('foretrace.compareWithRecording', path, m.test);
  });
  open.set(path, page);
  page.panel.onDidDispose(() => open.delete(path));
}
async function read({ engine }: Ctx, folder: string, page: PagePanel): Promise<void> {
  try {
    page.tell({ kind: 'calibration', calibration: await engine.ask({ kind: 'calibration', folder }), folder: nameOf(folder) });
  } catch (e) {
    page.tell({ kind: 'failed', say: e instanceof Error ? e.message : String(e) });
  }
}
