// What is asked inside the extension host itself, of the API: that an edit's failures come as diagnostics and go, how long that takes, and that the host is not kept
// waiting. It runs in the workbench of workbench.ts and, where a desktop VS Code can be downloaded, by `npm run test:electron`.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

const edits = 30;
const quantile = (sorted: readonly number[], q: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]);

async function until(right: () => boolean, what: string): Promise<void> {
  for (let n = 0; !right(); n++) {
    if (n > 6000) throw new Error(what);
    await new Promise(r => setTimeout(r, 5));
  }
}

/** Called by VS Code; a rejection is a failed run. Figures go to the file that FORETRACE_RESULTS names. */
export async function run(): Promise<void> {
  const figures: Record<string, number> = {};
  try {
    await walk(figures);
  } catch (e) {
    report({ ...figures, error: e instanceof Error ? (e.stack ?? e.message) : String(e) });
    throw e;
  }
  report(figures);
}
function report(what: object): void {
  console.log(`foretrace figures: ${JSON.stringify(what)}`);
  if (process.env.FORETRACE_RESULTS !== undefined) writeFileSync(process.env.FORETRACE_RESULTS, JSON.stringify(what));
}

async function walk(figures: Record<string, number>): Promise<void> {
  const extension = vscode.extensions.getExtension('foretrace.foretrace');
  assert(extension !== undefined, 'the extension is there');
  const api = (await extension.activate()) as { readonly activationMilliseconds: number };
  figures.activationMs = api.activationMilliseconds;

  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'orders/basket.py'));
  const editor = await vscode.window.showTextDocument(document);
  const line = document.getText().split('\n').findIndex(l => l.includes('counts[tag] += line.quantity'));
  editor.selection = new vscode.Selection(line, 1000, line, 1000);
  const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri).filter(d => d.source === 'foretrace');
  const set = async (text: string): Promise<void> => {
    const { range } = document.lineAt(line);
    assert(await editor.edit(b => b.replace(range, text)));
  };
  const original = document.lineAt(line).text;

  // The first forecast imports all modules; it is not what typing costs.
  await vscode.commands.executeCommand('foretrace.rehearseTests');
  await set(`${original} + 1`);
  await until(() => problems().length > 0, 'the introduced failure became no diagnostic');
  const [first] = problems();
  assert.equal(first.severity, vscode.DiagnosticSeverity.Warning);
  assert.equal(first.range.start.line, line);
  assert.match(first.relatedInformation?.[0].location.uri.fsPath ?? '', /test_basket\.py$/);

  const delay = vscode.workspace.getConfiguration('foretrace').get<number>('delay') ?? 0;
  const lag = monitorEventLoopDelay({ resolution: 2 });
  lag.enable();
  const times: number[] = [];
  for (let k = 2; k < edits + 2; k++) {
    const shown = new Promise<number>(done => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (!problems().some(d => d.message.includes(`'drink': ${4 + k},`) || d.message.includes(`'drink': ${4 + k}}`))) return;
        listening.dispose();
        done(performance.now());
      });
    });
    await set(`${original} + ${k}`);
    const from = performance.now();
    times.push((await shown) - from - delay);
  }
  lag.disable();
  times.sort((a, b) => a - b);
  Object.assign(figures, { editsToProblemsP50Ms: quantile(times, 0.5), editsToProblemsP95Ms: quantile(times, 0.95), hostLagP99Ms: Math.round(lag.percentile(99) / 1e6) - 2, hostLagMaxMs: Math.round(lag.max / 1e6) - 2 });

  await set(original);
  await until(() => problems().length === 0, 'the diagnostic did not go with its cause');

  // Many files at once, as a checkout changes them.
  const many = join(folder.uri.fsPath, 'many');
  mkdirSync(many);
  for (let n = 0; n < 500; n++) writeFileSync(join(many, `module_${n}.py`), `VALUE = ${n}\n`);
  await new Promise(r => setTimeout(r, 1500));
  rmSync(many, { recursive: true });
  await set(`${original} + 1`);
  await until(() => problems().length > 0, 'no forecast after many files changed');
  await set(original);
  await until(() => problems().length === 0, 'the diagnostic did not go after many files changed');
  figures.hostMemoryMb = Math.round(process.memoryUsage().rss / 1e6);
}
