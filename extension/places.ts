// How the engine names what the editor shows: by paths. On a machine they are those of its disk; in a browser those of the workspace's own file system, whatever that is.
import * as vscode from 'vscode';

/** Set by the build for the web extension's bundle. */
declare const FORETRACE_WEB: boolean;
export const inBrowser = typeof FORETRACE_WEB !== 'undefined' && FORETRACE_WEB;

export const pathOf = (uri: vscode.Uri): string => (inBrowser ? uri.path : uri.fsPath);
export function uriOf(path: string): vscode.Uri {
  if (!inBrowser) return vscode.Uri.file(path);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const around = folders.find(f => path === f.uri.path || path.startsWith(`${f.uri.path}/`)) ?? folders[0];
  return around?.uri.with({ path }) ?? vscode.Uri.file(path);
}
/** The last part of a path. */
export const nameOf = (path: string): string => uriOf(path).path.replace(/^.*\//, '');
/** Whether the engine can read what stands there. */
export const isReached = (uri: vscode.Uri): boolean => (inBrowser ? vscode.workspace.getWorkspaceFolder(uri) !== undefined : uri.scheme === 'file');
/** Python that the engine can read. */
export const reachedPython: vscode.DocumentFilter = inBrowser ? { language: 'python' } : { language: 'python', scheme: 'file' };
