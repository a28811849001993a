// What agents find inside the extension host: the tools of the one table among the language model's, answering about the project that is open. It runs in the workbench of workbench.ts.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const told: Record<string, unknown> = {};
  try {
    await walk(told);
  } catch (e) {
    told.error = e instanceof Error ? (e.stack ?? e.message) : String(e);
    throw e;
  } finally {
    if (process.env.FORETRACE_RESULTS !== undefined) writeFileSync(process.env.FORETRACE_RESULTS, JSON.stringify(told));
  }
}

async function walk(told: Record<string, unknown>): Promise<void> {
  const extension = vscode.extensions.getExtension('foretrace.foretrace');
  assert(extension !== undefined, 'the extension is there');
  await extension.activate();
  const { contributes } = extension.packageJSON as { contributes: { languageModelTools: { name: string }[] } };
  told.contributed = contributes.languageModelTools.map(t => t.name);
  told.known = vscode.lm.tools.filter(t => t.name.startsWith('foretrace_')).map(t => t.name);
  const ask = async (name: string, input: object): Promise<Record<string, unknown>> => {
    const r = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [part] = r.content;
    assert(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value) as Record<string, unknown>;
  };
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = join(folder.uri.fsPath, 'orders/basket.py');
  told.edit = await ask('foretrace_predict_edit', { replace: [{ path: file, old: 'counts[tag] += line.quantity', new: 'counts[tag] += line.quantity + 1' }] });
  told.command = await ask('foretrace_predict_command', { command: 'ls orders | head -n 2' });
  try {
    await ask('foretrace_predict_edit', { diff: 'no diff' });
  } catch (e) {
    told.refused = e instanceof Error ? e.message : String(e);
  }
}
