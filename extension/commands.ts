// The commands, in one table: names as package.json has them.
import * as vscode from 'vscode';
import { showCalibration } from './calibration-view.ts';
import { type Ctx, folderAround, isOurs, lineRange, localFolders } from './ctx.ts';
import { debugTest } from './debugging.ts';
import { exampleText } from './headless/editor/examples.ts';
import type { TestShown } from './headless/editor/test-shown.ts';
import { askLanguageModel } from './language-model-oracle.ts';
import { pathOf, uriOf } from './places.ts';
import { testAtCursor } from './predicted-tests.ts';
import { checkStaged, installHook } from './staged-check.ts';
import { compareWithRecording, showRecording, showSessionTimeline, showTimeline } from './timeline-commands.ts';

type Commands = Readonly<Record<string, (ctx: Ctx, ...args: never[]) => unknown>>;

const commands: Commands = {
  'foretrace.rehearseTests': async ({ forecasts }) => {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Foretrace: rehearsing the tests', cancellable: true },
      async (_, token) => {
        for (const f of localFolders()) await told(forecasts.now(f, token));
      },
    );
  },
  'foretrace.showForecast': showForecast,
  'foretrace.takeBaseline': async ({ forecasts }) => {
    for (const f of localFolders()) await forecasts.takeBaseline(f);
  },
  'foretrace.toggleInlinePredictions': async () => {
    const c = vscode.workspace.getConfiguration('foretrace');
    await c.update('inlinePredictions.enabled', c.get('inlinePredictions.enabled') === false, vscode.ConfigurationTarget.Global);
  },
  'foretrace.chooseExample': chooseExample,
  'foretrace.unpinExample': ({ inline }, file: string, name: string) => inline.pin(file, name, undefined),
  'foretrace.chooseTurn': chooseTurn,
  'foretrace.nextTurn': ({ inline }) => neighbourTurn(inline, 1),
  'foretrace.previousTurn': ({ inline }) => neighbourTurn(inline, -1),
  'foretrace.debugTest': async (ctx, folder?: string, id?: string) => {
    const found = folder !== undefined && id !== undefined ? { folder, id } : testAtCursor(ctx);
    if (found === undefined) void vscode.window.showInformationMessage('Foretrace: put the cursor into a test first.');
    else await debugTest(found.folder, found.id);
  },
  'foretrace.askLanguageModel': async (ctx, folder?: string, id?: string) => {
    const found = folder !== undefined && id !== undefined ? { folder, id } : testAtCursor(ctx);
    if (found === undefined) void vscode.window.showInformationMessage('Foretrace: put the cursor into a test first.');
    else await askLanguageModel(ctx, found);
  },
  'foretrace.showTimeline': showTimeline,
  'foretrace.showRecording': showRecording,
  'foretrace.compareWithRecording': compareWithRecording,
  'foretrace.showSessionTimeline': showSessionTimeline,
  'foretrace.showBehaviour': () => vscode.commands.executeCommand('foretrace.behaviour.focus'),
  'foretrace.checkStaged': checkStaged,
  'foretrace.installHook': installHook,
  'foretrace.showCalibration': showCalibration,
  'foretrace.showLog': ({ log }) => log.show(),
  'foretrace.restartEngine': ({ engine, forecasts, inline }) => {
    engine.restart();
    for (const f of localFolders()) forecasts.soon(f, 0);
    inline.soon(0);
  },
};

export function registerCommands(ctx: Ctx): vscode.Disposable {
  const register = ([name, act]: [string, Commands[string]]): vscode.Disposable =>
    vscode.commands.registerCommand(name, (...args: never[]) => act(ctx, ...args));
  return vscode.Disposable.from(...Object.entries(commands).map(register));
}

/** A failure is told to the person; a cancelled one is none. */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (e) {
    const say = e instanceof Error ? e.message : String(e);
    if (say !== 'cancelled') void vscode.window.showErrorMessage(`Foretrace: ${say}`);
  }
}

const icons = { fails: '$(error)', errors: '$(error)', unknown: '$(question)', skips: '$(debug-step-over)', passes: '$(pass)' } as const;
const order: readonly TestShown['state'][] = ['fails', 'errors', 'unknown', 'skips', 'passes'];

/** The list behind the status bar item: failures first, then what is unknown; choosing one goes there. */
async function showForecast({ forecasts }: Ctx): Promise<void> {
  const all = forecasts.all().flatMap(s => [...s.shown.values()]);
  all.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const picks = all.map(t => ({
    label: `${icons[t.state]} ${t.id.replace(/^[^:]*::/, '')}`,
    description: t.id.replace(/::.*$/s, ''),
    detail: t.message?.text.split('\n')[0] ?? (t.state === 'unknown' ? `Unknown: ${t.why?.split('\n')[0] ?? ''}` : undefined),
    t,
  }));
  const chosen = await vscode.window.showQuickPick(picks, {
    title: 'Foretrace: what the tests would do (nothing was run)',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const { t } = chosen;
  const editor = await vscode.window.showTextDocument(uriOf(t.message?.file ?? t.file));
  const range = lineRange(t.message?.line ?? t.line, editor.document);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function chooseExample({ engine, inline, unsaved }: Ctx, file?: string, name?: string, line?: number): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isOurs(editor.document)) return;
  const shown = inline.shown(editor.document);
  const of =
    file !== undefined && name !== undefined && line !== undefined
      ? { file, name, line }
      : shown?.function === undefined
        ? undefined
        : { file: pathOf(editor.document.uri), name: shown.function.name, line: shown.function.line };
  if (of === undefined) {
    void vscode.window.showInformationMessage('Foretrace: put the cursor into a function first.');
    return;
  }
  unsaved.flush();
  const examples = await engine.ask({ kind: 'examples', folder: folderAround(editor.document.uri), file: of.file, line: of.line });
  const picks = examples.map(e => ({
    label: exampleText(e),
    description:
      e.kind === 'test'
        ? e.id.replace(/::.*$/s, '')
        : e.kind === 'call'
          ? 'predict this call'
          : e.kind === 'recorded'
            ? `recorded in trace ${e.trace}: what it did`
            : '',
    e,
  }));
  const chosen = await vscode.window.showQuickPick(picks, {
    title: `Foretrace: predict ${of.name} with …`,
    placeHolder: 'The example stays pinned until it is unpinned',
  });
  if (chosen !== undefined) inline.pin(of.file, of.name, chosen.e);
}

/** Which turn of a loop is shown: the one given, or one that is asked for. */
async function chooseTurn({ inline }: Ctx, file?: string, name?: string, loop?: number, turn?: number | 'ask', turns?: number): Promise<void> {
  if (file === undefined || name === undefined || loop === undefined) return;
  if (turn !== 'ask') {
    inline.turn(file, name, loop, turn);
    return;
  }
  const told = await vscode.window.showInputBox({
    title: `Foretrace: the turn to show, 1 to ${turns}`,
    prompt: 'Empty for all turns',
    validateInput: t => (/^\s*$/.test(t) || (/^\s*\d+\s*$/.test(t) && Number(t) >= 1 && Number(t) <= (turns ?? 1)) ? undefined : `A number from 1 to ${turns}`),
  });
  if (told !== undefined) inline.turn(file, name, loop, told.trim() === '' ? undefined : Number(told));
}
/** The turn after, or before, of the innermost loop around the cursor; past the last one all are shown again. */
function neighbourTurn(inline: Ctx['inline'], way: 1 | -1): void {
  const editor = vscode.window.activeTextEditor;
  const told = editor === undefined ? undefined : inline.shown(editor.document);
  if (editor === undefined || told?.function === undefined) return;
  const line = editor.selection.active.line + 1;
  const loop = told.loops.findLastIndex(l => l.line <= line && line <= l.end && l.turns > 1);
  if (loop === -1) {
    void vscode.window.showInformationMessage('Foretrace: put the cursor into a loop that turns more than once.');
    return;
  }
  const { chosen, turns } = told.loops[loop];
  const next = (chosen ?? (way === 1 ? 0 : turns + 1)) + way;
  inline.turn(told.file, told.function.name, loop, next < 1 || next > turns ? undefined : next);
}
