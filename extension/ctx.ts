// What every surface is given: the engine, the log, unsaved texts, folders, and the forecasts that they show.
import * as vscode from 'vscode';
import type { BehaviourChanges } from './behaviour-changes.ts';
import type { Engine } from './engine.ts';
import type { Forecasts } from './forecasts.ts';
import type { InlinePredictions } from './inline-predictions.ts';
import { isReached, pathOf } from './places.ts';
import type { TimelineViews } from './timeline-views.ts';
import type { Unsaved } from './unsaved.ts';

export interface Ctx {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly unsaved: Unsaved;
  readonly forecasts: Forecasts;
  readonly inline: InlinePredictions;
  readonly timelines: TimelineViews;
  readonly behaviour: BehaviourChanges;
  /** Where the extension lies. */
  readonly extension: vscode.Uri;
}

/** A file on a disk that the engine can read. */
export const isOurs = (d: vscode.TextDocument): boolean => isReached(d.uri) && d.languageId === 'python';
/** The folder of the workspace around a file, or the file's own. */
export const folderAround = (uri: vscode.Uri): string => pathOf(vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..'));
export const localFolders = (): readonly vscode.WorkspaceFolder[] => (vscode.workspace.workspaceFolders ?? []).filter(f => isReached(f.uri));

/** Lines count from 1 in the engine, from 0 in the editor. */
export function lineRange(line: number, document?: vscode.TextDocument): vscode.Range {
  const at = Math.max(0, line - 1);
  if (document === undefined) return new vscode.Range(at, 0, at, 1000);
  const { firstNonWhitespaceCharacterIndex: from, range } = document.lineAt(Math.min(at, document.lineCount - 1));
  return new vscode.Range(range.start.line, Math.min(from, range.end.character), range.start.line, range.end.character);
}
