// Panels that were open when the window was closed or loaded anew: the editor brings them back empty, with the state that their pages have kept.
import * as vscode from 'vscode';
import { openCalibration } from './calibration-view.ts';
import { type Ctx, localFolders } from './ctx.ts';
import { readKept } from './headless/editor/page-kept.ts';
import { pathOf } from './places.ts';

export function restoredPages(ctx: Ctx): vscode.Disposable {
  const serializer: vscode.WebviewPanelSerializer = {
    async deserializeWebviewPanel(panel, state: unknown) {
      const kept = readKept(
        state,
        localFolders().map(f => pathOf(f.uri)),
      );
      if (kept === undefined) panel.dispose();
      else if (kept.page === 'timeline') ctx.timelines.restore(kept, panel);
      else openCalibration(ctx, kept.folder, panel);
    },
  };
  return vscode.Disposable.from(...['timeline', 'calibration'].map(page => vscode.window.registerWebviewPanelSerializer(`foretrace.${page}`, serializer)));
}
