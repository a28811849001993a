// The debug type `foretrace` in the editor: sessions live in the worker, where they see unsaved texts; here messages are passed on. Nothing is recorded in a
// workspace that is not trusted.
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';

export function debugging(ctx: Ctx): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('foretrace', { resolveDebugConfiguration: (folder, config) => resolved(folder, config) }),
    vscode.debug.registerDebugAdapterDescriptorFactory('foretrace', {
      createDebugAdapterDescriptor: session => {
        const folder = session.workspaceFolder ?? localFolders()[0];
        return new vscode.DebugAdapterInlineImplementation(new Session(ctx, session.configuration.cwd ?? folder?.uri.fsPath ?? process.cwd()));
      },
    }),
  );
}

/** F5 with no configuration rehearses the file that is open. */
async function resolved(folder: vscode.WorkspaceFolder | undefined, config: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
  if (config.type === undefined && config.request === undefined) {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'python') {
      void vscode.window.showErrorMessage('Foretrace: open the Python file that should be rehearsed.');
      return undefined;
    }
    return {
      type: 'foretrace',
      request: 'launch',
      name: 'Rehearse this file',
      mode: 'rehearse',
      program: document.uri.fsPath,
      ...(folder === undefined ? {} : { cwd: folder.uri.fsPath }),
    };
  }
  if (config.mode === 'record' && !vscode.workspace.isTrusted) {
    const manage = 'Manage Workspace Trust';
    const chosen = await vscode.window.showErrorMessage(
      'Recording would run the code of this workspace, which is not trusted. Rehearsing works all the same.',
      manage,
    );
    if (chosen === manage) void vscode.commands.executeCommand('workbench.trust.manage');
    return undefined;
  }
  return config;
}

/** Steps through what a test would do. */
export async function debugTest(folder: string, id: string): Promise<void> {
  const of = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  await vscode.debug.startDebugging(of, {
    type: 'foretrace',
    request: 'launch',
    name: `Rehearse ${id.replace(/^.*::/, '')}`,
    mode: 'rehearse',
    program: id,
    cwd: folder,
  });
}

class Session implements vscode.DebugAdapter {
  private readonly hearing = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  private readonly line: ReturnType<Ctx['engine']['debug']>;
  private readonly ctx: Ctx;
  readonly onDidSendMessage = this.hearing.event;

  constructor(ctx: Ctx, folder: string) {
    this.ctx = ctx;
    this.line = ctx.engine.debug(folder, vscode.workspace.isTrusted, m => this.hearing.fire(m as vscode.DebugProtocolMessage));
  }
  handleMessage(message: vscode.DebugProtocolMessage): void {
    // A rehearsal sees what is typed, saved or not.
    this.ctx.unsaved.flush();
    this.line.send(message);
  }
  dispose(): void {
    this.line.close();
    this.hearing.dispose();
  }
}
