// The forecast of what is staged, before it is committed: a line for a start, the whole report as a text to read. And the hook that asks for it at each commit, shown as
// a diff before anything is written.
import * as vscode from 'vscode';
import { type Ctx, localFolders } from './ctx.ts';
import type { StagedCheck } from './headless/editor/protocol.ts';
import { pathOf } from './places.ts';

const scheme = 'foretrace-report';
const reports = new Map<string, string>();
let count = 0;

/** Texts that are shown and not kept anywhere. */
export function reportDocuments(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: uri => reports.get(uri.path) ?? '' }),
    vscode.workspace.onDidCloseTextDocument(d => {
      if (d.uri.scheme === scheme) reports.delete(d.uri.path);
    }),
  );
}
function reportUri(name: string, text: string): vscode.Uri {
  const path = `/${++count}/${name}`;
  reports.set(path, text);
  return vscode.Uri.from({ scheme, path });
}

/** `of`: the source control whose title the command stands in. */
export async function checkStaged({ engine, log }: Ctx, of?: vscode.SourceControl): Promise<void> {
  const folder = localFolders().find(f => f.uri.toString() === of?.rootUri?.toString()) ?? localFolders()[0];
  if (folder === undefined) return;
  try {
    const told = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.SourceControl, title: 'Foretrace: rehearsing the staged changes' },
      (_, token) => engine.ask({ kind: 'checkStaged', folder: pathOf(folder.uri) }, { token }),
    );
    const read = 'Read the Report';
    const chosen = await (told.breaks > 0
      ? vscode.window.showWarningMessage(sentence(told), read)
      : vscode.window.showInformationMessage(sentence(told), read));
    if (chosen === read) await vscode.window.showTextDocument(reportUri('Staged changes.txt', told.text), { preview: true });
  } catch (e) {
    const say = e instanceof Error ? e.message : String(e);
    log.warn(`staged changes: ${say}`);
    if (say !== 'cancelled') void vscode.window.showErrorMessage(`Foretrace: ${say}`);
  }
}
/** The command line's own `install-hook`, in a terminal: it shows what it would write, and asks. It writes nothing where a hook is there already. */
export async function installHook({ extension }: Ctx): Promise<void> {
  const folders = localFolders();
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) return;
  const terminal = vscode.window.createTerminal({
    name: 'Foretrace: pre-commit hook',
    cwd: folder.uri,
    shellPath: process.execPath,
    shellArgs: [vscode.Uri.joinPath(extension, 'dist/cli.js').fsPath, 'install-hook'],
    // In a desktop editor this executable is Electron's.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  terminal.show();
}
function sentence(c: StagedCheck): string {
  if (c.changed === 0) return 'Foretrace: nothing is staged.';
  const broken = c.breaks === 0 ? 'no test would break' : `${c.breaks} ${c.breaks === 1 ? 'test' : 'tests'} would break`;
  return `Staged changes, predicted: ${[broken, ...(c.fixes > 0 ? [`${c.fixes} would be fixed`] : []), `${c.passes} pass`, ...(c.unknown > 0 ? [`${c.unknown} unknown`] : [])].join(', ')}. Nothing was run.`;
}
