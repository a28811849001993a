// The engine's worker as a worker of the browser's. What it cannot fetch itself is told at its beginning: the workspace's files, and what ships with the extension.
import * as vscode from 'vscode';
import type { StartWorker } from '../engine.ts';
import type { FromWorker, ToWorker } from '../headless/editor/protocol.ts';
import { type BrowserWorker, startBrowserWorker } from './browser-worker.ts';
import type { ToldFiles } from './told-files.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const assets = ['web-tree-sitter.wasm', 'tree-sitter-python.wasm', 'python_stdlib.zip', '_pydecimal.py'];
/** Where a worker finds them: beside its own script, as everywhere (scripts/web-bundles.mjs). */
const distFolder = '/foretrace/dist';

interface Shipped {
  readonly files: ToldFiles;
  readonly editor: string;
  readonly engine: string;
}
async function shippedIn(extension: vscode.Uri): Promise<Shipped> {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const read = (name: string): Thenable<Uint8Array> => vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name));
  // A worker's script must come from its own origin, and the extension does not.
  const script = async (name: string): Promise<string> => starter(addressOf((await read(`web/${name}`)) as Uint8Array<ArrayBuffer>));
  const files = Promise.all(assets.map(async name => [`${distFolder}/${name}`, { kind: 'file', bytes: await read(name) }] as const));
  const [told, editor, engine] = await Promise.all([files, script('editor-worker.js'), script('engine.js')]);
  return { files: [[distFolder, { kind: 'folder' }], [`${distFolder}/worker.js`, { kind: 'closed', of: 'file' }], ...told], editor, engine };
}

const addressOf = (script: string | Uint8Array<ArrayBuffer>): string => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
/** The editor's host starts classic scripts only (vscode: src/vs/workbench/api/worker/extensionHostWorker.ts); ours is a module. What is told while it loads waits (worker/channel.ts). */
const starter = (module: string): string =>
  addressOf(`self.early = []; self.onmessage = e => self.early.push(e); import(${JSON.stringify(module)}).catch(e => setTimeout(() => { throw e; }));`);

export function browserWorkers(extension: vscode.Uri, workspace: WorkspaceFiles): StartWorker {
  let shipped: Promise<Shipped> | undefined;
  return heard => {
    let worker: BrowserWorker | undefined;
    let ended = false;
    const begin = async (): Promise<void> => {
      shipped ??= shippedIn(extension);
      const [{ files, editor, engine }, told] = await Promise.all([shipped, workspace.all()]);
      if (ended) return;
      worker = startBrowserWorker(editor, 'foretrace editor');
      worker.onmessage = e => heard.message(e.data as FromWorker);
      worker.onerror = e => heard.lost(new Error(e.message ?? 'the worker did not start'));
      worker.postMessage({ kind: 'begin', files: [...files, ...told], engine });
    };
    // All goes in order: what is asked behind a change waits until it is read.
    let queue = begin();
    const then = (act: () => void | Promise<void>): void => {
      queue = queue.then(async () => {
        if (!ended) await act();
      });
    };
    queue.catch(e => heard.lost(e instanceof Error ? e : new Error(String(e))));
    const changes = workspace.onDidChange(change => then(async () => worker?.postMessage({ kind: 'files', files: await change })));
    return {
      send: (message: ToWorker) => then(() => worker?.postMessage({ kind: 'message', message })),
      end: () => {
        ended = true;
        changes.dispose();
        worker?.terminate();
      },
    };
  };
}
