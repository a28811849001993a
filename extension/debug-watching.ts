// Keeps what is seen in the user's own debug sessions: it listens to what the editor asks the debugger anyway, and asks nothing more. Off unless a setting says so, and
// never in a workspace that is not trusted.
import * as vscode from 'vscode';
import type { DapMessage } from '../trace-collector/dap/protocol.ts';
import { isTelling } from '../trace-collector/dap/session-watcher.ts';
import { type Ctx, localFolders } from './ctx.ts';
import { settings } from './settings.ts';

export function debugWatching(ctx: Ctx): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory('*', { createDebugAdapterTracker: session => trackerOf(ctx, session) });
}

function trackerOf({ engine, log }: Ctx, session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
  const folder = (session.workspaceFolder ?? localFolders()[0])?.uri;
  // Our own sessions are traces already.
  if (session.type === 'foretrace' || folder?.scheme !== 'file' || !vscode.workspace.isTrusted || !settings(folder).keepDebugSessions) return undefined;
  log.info(`keeping what is seen in the debug session “${session.name}”`);
  const line = engine.watch(folder.fsPath, session.name, session.type);
  const pass =
    (from: 'editor' | 'adapter') =>
    (message: DapMessage): void => {
      if (isTelling(message)) line.hear(from, message);
    };
  return { onWillReceiveMessage: pass('editor'), onDidSendMessage: pass('adapter'), onWillStopSession: line.end, onExit: line.end };
}
