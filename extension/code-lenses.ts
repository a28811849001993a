// Lines above functions: with which example the one under the cursor is predicted, and above each test what it would do and the way into the debugger.
import * as vscode from 'vscode';
import { type Ctx, lineRange } from './ctx.ts';
import { exampleText } from './headless/editor/examples.ts';
import type { LoopShown } from './headless/editor/loops.ts';
import type { TestShown } from './headless/editor/test-shown.ts';
import { pathOf, reachedPython } from './places.ts';
import { settings } from './settings.ts';

export function codeLenses({ forecasts, inline, behaviour }: Ctx): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (!settings(document.uri).codeLens) return [];
      return [...exampleLenses(document), ...behaviourLenses(document), ...testLenses(document)];
    },
  };
  const exampleLenses = (document: vscode.TextDocument): vscode.CodeLens[] => {
    const told = inline.shown(document);
    if (told?.function === undefined) return [];
    const { name, line } = told.function;
    const range = lineRange(line);
    const title =
      told.nothing !== undefined || told.example === undefined
        ? `⟡ no prediction: ${told.nothing ?? ''}`
        : `${told.recorded === undefined ? '⟡ predicted with' : '● recorded:'} ${exampleText(told.example)}`;
    const at = [pathOf(document.uri), name, line];
    const choose = new vscode.CodeLens(range, {
      title,
      tooltip: 'Choose the example with which this function is predicted',
      command: 'foretrace.chooseExample',
      arguments: at,
    });
    const unpin = new vscode.CodeLens(range, { title: '$(pinned) unpin', command: 'foretrace.unpinExample', arguments: at });
    return [choose, ...(inline.pinned(told) ? [unpin] : []), ...told.loops.flatMap((l, k) => loopLenses(pathOf(document.uri), name, l, k))];
  };
  /** Which turn of a loop is shown, and the ways to its neighbours. */
  const loopLenses = (file: string, name: string, { line, turns, chosen }: LoopShown, k: number): vscode.CodeLens[] => {
    if (turns < 2) return [];
    const lens = (title: string, tooltip: string, turn: number | 'ask' | undefined): vscode.CodeLens =>
      new vscode.CodeLens(lineRange(line), { title, tooltip, command: 'foretrace.chooseTurn', arguments: [file, name, k, turn, turns] });
    const here = lens(chosen === undefined ? `↻ all ${turns} turns` : `↻ turn ${chosen} of ${turns}`, 'Choose the turn of this loop that is shown', 'ask');
    const back = lens('◂', 'The turn before', chosen === undefined || chosen <= 1 ? turns : chosen - 1);
    const on = lens('▸', 'The turn after', chosen === undefined || chosen >= turns ? 1 : chosen + 1);
    return chosen === undefined ? [here, on] : [here, back, on, lens('all', 'Show all turns', undefined)];
  };
  const behaviourLenses = (document: vscode.TextDocument): vscode.CodeLens[] =>
    behaviour.inFile(document.uri).map(f => {
      const { brief } = f.calls[0];
      const more = f.calls.length > 1 ? `, and ${f.calls.length - 1} more` : '';
      return new vscode.CodeLens(lineRange(f.line), {
        title: `≠ no test says so: (${brief.arguments}) → ${brief.after}, was ${brief.before}${more}`,
        tooltip: 'This function comes out otherwise by your edit, though all tests would pass; predicted, nothing was run',
        command: 'foretrace.showBehaviour',
      });
    });
  const testLenses = (document: vscode.TextDocument): vscode.CodeLens[] => {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (folder === undefined) return [];
    const state = forecasts.state(folder);
    const lenses: vscode.CodeLens[] = [];
    const seen = new Set<number>();
    for (const t of state.tests) {
      if (t.file !== pathOf(document.uri) || !t.id.includes('::') || seen.has(t.line)) continue;
      seen.add(t.line);
      // Cases of one test stand at one line: the one that fails is the one to look at.
      const cases = state.tests.filter(o => o.file === t.file && o.line === t.line).map(o => ({ id: o.id, shown: state.shown.get(o.id) }));
      const telling = cases.find(c => c.shown?.state === 'fails' || c.shown?.state === 'errors') ?? cases.find(c => c.shown?.state === 'unknown') ?? cases[0];
      lenses.push(
        new vscode.CodeLens(lineRange(t.line), {
          title: `${wordsFor(telling.shown)}`,
          command: 'foretrace.showForecast',
          tooltip: 'Forecast by Foretrace; nothing was run',
        }),
      );
      lenses.push(
        new vscode.CodeLens(lineRange(t.line), {
          title: 'Rehearse this test in the debugger',
          tooltip: 'Step through what the test would do, forward and back; nothing is run',
          command: 'foretrace.debugTest',
          arguments: [pathOf(folder.uri), telling.id],
        }),
        new vscode.CodeLens(lineRange(t.line), {
          title: 'Timeline',
          tooltip: 'Show all that the test would do, call by call and line by line; nothing is run',
          command: 'foretrace.showTimeline',
          arguments: [pathOf(folder.uri), telling.id],
        }),
      );
    }
    return lenses;
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(reachedPython, provider),
    forecasts.onDidTell(() => changed.fire()),
    inline.onDidShow(() => changed.fire()),
    behaviour.onDidTell(() => changed.fire()),
  );
}
const words = { passes: 'would pass', fails: 'would fail', errors: 'would fail', skips: 'would be skipped', unknown: 'unknown' } as const;
const wordsFor = (t: TestShown | undefined): string =>
  t === undefined ? 'not forecast yet' : t.state === 'unknown' ? `unknown: ${t.why?.split('\n')[0] ?? ''}` : words[t.state];
