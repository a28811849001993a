// The debug type `foretrace` in the editor: sessions live in the worker, where they see unsaved texts; here messages are passed on. Nothing is recorded in a
// workspace that is not trusted.
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';
import { forEditor, forEngine } from './debug-paths.ts';
import { pathOf, uriOf } from './places.ts';

export function debugging(ctx: Ctx): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('foretrace', { resolveDebugConfiguration: (folder, config) => resolved(folder, config) }),
    vscode.debug.registerDebugAdapterDescriptorFactory('foretrace', {
      createDebugAdapterDescriptor: session => {
        const folder = session.workspaceFolder ?? localFolders()[0];
        const cwd = session.configuration.cwd ?? pathOf(folder?.uri ?? vscode.Uri.joinPath(uriOf(session.configuration.program ?? '/'), '..'));
        return new vscode.DebugAdapterInlineImplementation(new Session(ctx, cwd, session));
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
      program: pathOf(document.uri),
      ...(folder === undefined ? {} : { cwd: pathOf(folder.uri) }),
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
  const of = vscode.workspace.getWorkspaceFolder(uriOf(folder));
  await vscode.debug.startDebugging(of, {
    type: 'foretrace',
    request: 'launch',
    name: `Rehearse ${id.replace(/^.*::/, '')}`,
    mode: 'rehearse',
    program: id,
    cwd: folder,
  });
}

/** Where a session of ours has stopped, by VS Code's name for it. */
export interface SessionStood {
  readonly session: string;
  readonly at: number;
  /** Something was set: from here on it is another trace. */
  readonly anew?: boolean;
}
const standing = new vscode.EventEmitter<SessionStood>();
export const stood = standing.event;
const sessions = new Map<string, { readonly folder: string; readonly number: number; at?: number }>();
/** The session as the worker knows it. */
export const workerSession = (id: string): { readonly folder: string; readonly number: number; readonly at?: number } | undefined => sessions.get(id);

interface Stopped {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
}

class Session implements vscode.DebugAdapter {
  private readonly hearing = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  private readonly line: ReturnType<Ctx['engine']['debug']>;
  private readonly ctx: Ctx;
  private readonly id: string;
  /** A moment to go to before anything is shown. */
  private first: number | undefined;
  readonly onDidSendMessage = this.hearing.event;

  constructor(ctx: Ctx, folder: string, { id, configuration }: vscode.DebugSession) {
    this.ctx = ctx;
    this.id = id;
    this.first = typeof configuration.__moment === 'number' ? configuration.__moment : undefined;
    this.line = ctx.engine.debug(folder, vscode.workspace.isTrusted, (m, at) => this.hear(m as Stopped, at));
    sessions.set(id, { folder, number: this.line.session });
  }
  handleMessage(message: vscode.DebugProtocolMessage): void {
    // A rehearsal sees what is typed, saved or not.
    this.ctx.unsaved.flush();
    this.line.send(forEngine(message));
  }
  dispose(): void {
    sessions.delete(this.id);
    this.line.close();
    this.hearing.dispose();
  }

  private hear(m: Stopped, at: number | undefined): void {
    if (m.event === 'stopped' && this.first !== undefined) {
      // The client does not hear of the stop at the beginning: it is answered with the way to that moment.
      this.line.send({ type: 'request', seq: ours, command: 'foretrace/goToMoment', arguments: { moment: this.first } });
      this.first = undefined;
      return;
    }
    if (m.type === 'response' && (m as { readonly request_seq?: number }).request_seq === ours) return;
    if (at !== undefined) {
      const known = sessions.get(this.id);
      if (known !== undefined) known.at = at;
      standing.fire({ session: this.id, at });
    }
    if (m.event === 'invalidated') standing.fire({ session: this.id, at: sessions.get(this.id)?.at ?? 0, anew: true });
    this.hearing.fire(forEditor(m as vscode.DebugProtocolMessage));
  }
}
/** A number that the client does not come to. */
const ours = 2_000_000_000;
