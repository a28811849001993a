// The extension's entry where there are no processes: an editor that is nothing but a page in a browser.
import * as vscode from 'vscode';
import { type Api, begin } from '../surfaces.ts';
import { browserWorkers } from './worker-link.ts';
import { WorkspaceFiles } from './workspace-files.ts';

export function activate(context: vscode.ExtensionContext): Api {
  // What needs a machine is not offered (package.json).
  void vscode.commands.executeCommand('setContext', 'foretrace.inBrowser', true);
  return begin(context, log => {
    const files = new WorkspaceFiles(log);
    context.subscriptions.push(files);
    return browserWorkers(context.extensionUri, files);
  });
}
