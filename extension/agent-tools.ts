// What agents in VS Code may ask: each tool of the one table as a language-model tool, and the MCP server for those who prefer it. The tools work in a process of their own.
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';
import { startWorker } from './headless/editor/start-worker.ts';
import type { FromToolWorker, ToToolWorker } from './headless/editor/tool-worker.ts';
import { settings } from './settings.ts';

interface Contributed {
  readonly name: string;
  readonly displayName: string;
}

export function agentTools({ log }: Ctx, context: vscode.ExtensionContext): vscode.Disposable {
  const desk = new ToolDesk(log);
  const { contributes, version } = context.extension.packageJSON as { version: string; contributes: { languageModelTools?: readonly Contributed[] } };
  const registered = (contributes.languageModelTools ?? []).map(t => vscode.lm.registerTool(t.name, toolFor(t, desk)));
  return vscode.Disposable.from(desk, ...registered, mcpServer(version));
}

function toolFor({ name, displayName }: Contributed, desk: ToolDesk): vscode.LanguageModelTool<object> {
  const runs = name === 'foretrace_record_trace';
  return {
    prepareInvocation: () => ({
      invocationMessage: `Foretrace: ${displayName}${runs ? '' : ' (nothing is run)'}`,
      ...(runs ? { confirmationMessages: { title: 'Run and record it?', message: 'This RUNS code of the workspace, with all that it does.' } } : {}),
    }),
    async invoke({ input }, token) {
      if (runs && !vscode.workspace.isTrusted)
        throw new Error('The workspace is not trusted, so nothing in it is run. predict_execution forecasts it without running.');
      const folder = folderFor(input);
      if (folder === undefined) throw new Error('No folder is open: ask the user to open the project’s folder.');
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(await desk.call(folder, name.replace(/^foretrace_/, ''), input, token))]);
    },
  };
}

/** The folder that a path in the question lies in; else that of the file at hand; else the first one. */
function folderFor(input: object): string | undefined {
  const folders = localFolders();
  const asked = JSON.stringify(input);
  const named = folders.find(f => asked.includes(JSON.stringify(f.uri.fsPath).slice(1, -1)));
  const active = vscode.window.activeTextEditor;
  const near = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active.document.uri);
  return (named ?? (near?.uri.scheme === 'file' ? near : undefined) ?? folders[0])?.uri.fsPath;
}

/** The extension host's end of the tools' worker: started by the first call. */
class ToolDesk implements vscode.Disposable {
  private worker: ChildProcess | undefined;
  private readonly log: vscode.LogOutputChannel;
  private readonly waiting = new Map<number, { readonly settle: (text: string) => void; readonly fail: (e: Error) => void }>();
  private count = 0;

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
  }
  call(folder: string, tool: string, input: object, token: vscode.CancellationToken): Promise<string> {
    const id = ++this.count;
    return new Promise<string>((settle, fail) => {
      const cancel = token.onCancellationRequested(() => this.post({ kind: 'cancel', id }));
      const over = (): void => {
        this.waiting.delete(id);
        cancel.dispose();
      };
      this.waiting.set(id, { settle: text => (over(), settle(text)), fail: e => (over(), fail(e)) });
      this.post({ kind: 'call', id, folder, tool, input });
    });
  }
  dispose(): void {
    this.worker?.kill();
    this.lost();
  }

  private post(m: ToToolWorker): void {
    this.started().send(m);
  }
  private started(): ChildProcess {
    if (this.worker !== undefined) return this.worker;
    const worker = startWorker(new URL('./tool-worker.js', import.meta.url));
    this.worker = worker;
    worker.on('message', message => {
      const m = message as FromToolWorker;
      if (m.kind === 'bug') this.log.warn(`a fault of Foretrace’s own: ${m.text}`);
      else if (m.kind === 'answer') this.waiting.get(m.id)?.settle(m.text);
      else this.waiting.get(m.id)?.fail(new Error(m.say));
    });
    const end = (): void => {
      if (this.worker === worker) this.lost();
    };
    worker.on('error', e => {
      this.log.error(e);
      end();
    });
    worker.on('exit', end);
    worker.stderr?.on('data', (d: Buffer) => this.log.info(String(d).trimEnd()));
    return worker;
  }
  private lost(): void {
    this.worker = undefined;
    for (const w of [...this.waiting.values()]) w.fail(new Error('Foretrace’s tools have stopped; ask again.'));
  }
}

/** One server for each folder, run by the host's own Node: nothing needs to be installed. */
function mcpServer(version: string): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.McpServerDefinitionProvider = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions() {
      const { agents } = settings();
      if (agents !== 'mcp' && agents !== 'both') return [];
      const folders = localFolders();
      return folders.map(f => {
        const label = folders.length === 1 ? 'Foretrace' : `Foretrace (${f.name})`;
        const command = fileURLToPath(new URL('./cli.js', import.meta.url));
        const args = [command, 'mcp', '--workspace', f.uri.fsPath, ...(vscode.workspace.isTrusted ? [] : ['--no-record'])];
        return new vscode.McpStdioServerDefinition(label, process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, version);
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.lm.registerMcpServerDefinitionProvider('foretrace', provider),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration(e => e.affectsConfiguration('foretrace.agents.channel') && changed.fire()),
  );
}
