// VS Code's own language models as an oracle: what a test hangs on that cannot be known is asked of a model that the person chooses, each time by a command of theirs. VS Code asks
// for consent before the first question.
import * as vscode from 'vscode';
import type { Ctx } from './ctx.ts';
import { NoAnswer } from './engine.ts';

/** Asks about one test, and shows what it would do if the answers are right. */
export async function askLanguageModel({ engine, unsaved }: Ctx, test: { readonly folder: string; readonly id: string }): Promise<void> {
  const model = await chosenModel();
  if (model === undefined) return;
  unsaved.flush();
  const { id } = test;
  try {
    const told = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Foretrace: asking ${model.name} about ${id}`, cancellable: true },
      (_, token) =>
        engine.ask(
          { kind: 'askModel', ...test, model: { name: model.id, address: `vscode.lm/${model.vendor}` } },
          { token, complete: (system, user) => completed(model, system, user, token) },
        ),
    );
    const say =
      told.ifRight === undefined
        ? `Nothing was filled: ${id} stays as it was forecast.`
        : `${id} ${told.ifRight === 'pass' ? 'would pass' : told.ifRight === 'fail' ? 'would fail' : 'stays unknown'} if the answers of ${model.name} are right. They are not verified.`;
    await vscode.window.showInformationMessage(say, { modal: true, detail: told.text });
  } catch (e) {
    if (!(e instanceof NoAnswer && e.cancelled)) void vscode.window.showErrorMessage(`Foretrace: ${e instanceof Error ? e.message : String(e)}`);
  }
}

async function chosenModel(): Promise<vscode.LanguageModelChat | undefined> {
  const models = await vscode.lm.selectChatModels();
  if (models.length === 0) {
    void vscode.window.showInformationMessage('Foretrace: no language model is there. An extension such as GitHub Copilot brings some.');
    return undefined;
  }
  const picks = models.map(m => ({ label: m.name, description: `${m.vendor} ${m.family}`, m }));
  const title = 'Foretrace: ask which model? The code around what is unknown is sent to it';
  return (await vscode.window.showQuickPick(picks, { title }))?.m;
}

async function completed(model: vscode.LanguageModelChat, system: string, user: string, token: vscode.CancellationToken): Promise<string> {
  // These models take no system message.
  const messages = [vscode.LanguageModelChatMessage.User(system), vscode.LanguageModelChatMessage.User(user)];
  const answer = await model.sendRequest(messages, { justification: 'To forecast a test that hangs on values which cannot be known by reading.' }, token);
  let text = '';
  for await (const part of answer.text) {
    text += part;
    if (text.length > longest) throw new Error('its answer is too long');
  }
  return text;
}
const longest = 400_000;
