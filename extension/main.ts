// The extension's entry on a machine that can start processes: the desktop, a container, a remote.
import type * as vscode from 'vscode';
import { agentTools } from './agent-tools.ts';
import { debugWatching } from './debug-watching.ts';
import { startProcess } from './process-link.ts';
import { type Api, begin } from './surfaces.ts';

export type { Api };

export const activate = (context: vscode.ExtensionContext): Api => begin(context, () => startProcess, [debugWatching, ctx => agentTools(ctx, context)]);
