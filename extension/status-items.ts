// Where Foretrace stands: the forecast in one line of the status bar, and what the engine is at beside the language.
import * as vscode from 'vscode';
import type { Ctx } from './ctx.ts';
import type { Activity } from './forecasts.ts';
import { type Counts, countsText, likelyText } from './headless/editor/test-shown.ts';
import { reachedPython } from './places.ts';

export function statusItems({ forecasts }: Ctx): vscode.Disposable {
  const bar = vscode.window.createStatusBarItem('foretrace.forecast', vscode.StatusBarAlignment.Left, 40);
  bar.name = 'Foretrace: Predicted Tests';
  bar.command = 'foretrace.showForecast';
  const language = vscode.languages.createLanguageStatusItem('foretrace.engine', reachedPython);
  language.name = 'Foretrace';
  language.command = { command: 'foretrace.showLog', title: 'Show Log' };

  const show = (): void => {
    const pictures = forecasts.all().flatMap(s => (s.picture === undefined ? [] : [s.picture]));
    if (pictures.length === 0 || forecasts.all().every(s => s.tests.length === 0)) {
      bar.hide();
      return;
    }
    const counts = pictures.map(p => p.counts).reduce(added);
    const unparsed = pictures.find(p => p.unparsed !== undefined)?.unparsed;
    const likely = forecasts.all().reduce((n, s) => n + (s.early?.likely ?? 0), 0);
    const said = likely > 0 ? likelyText(likely) : countsText(counts);
    bar.text = `${likely > 0 ? '$(sync~spin)' : unparsed === undefined ? '$(beaker)' : '$(edit)'} ${said}`;
    bar.tooltip = [
      `Predicted by Foretrace; nothing was run. ${likely > 0 ? 'The other tests are still being rehearsed.' : pictures.map(p => `Rehearsed in ${p.milliseconds} ms.`).join(' ')}`,
      ...(unparsed === undefined ? [] : [`${vscode.workspace.asRelativePath(unparsed)} does not parse: this is the forecast from before.`]),
    ].join('\n');
    bar.accessibilityInformation = { label: `Foretrace predicts: ${said}`, role: 'button' };
    bar.backgroundColor = counts.fail + likely > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    bar.show();
  };
  const act = (a: Activity): void => {
    language.busy = a.kind === 'busy';
    const python = forecasts.all().find(s => s.picture !== undefined)?.picture?.python;
    language.text = a.kind === 'failed' ? 'Foretrace: no forecast' : a.kind === 'busy' ? 'Foretrace: rehearsing' : 'Foretrace: ready';
    language.detail = a.kind === 'failed' ? a.say : a.kind === 'busy' ? a.what : python === undefined ? '' : `library of Python ${python}`;
    language.severity = a.kind === 'failed' ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
  };
  act({ kind: 'idle' });
  return vscode.Disposable.from(bar, language, forecasts.onDidTell(show), forecasts.onDidAct(act));
}
const added = (a: Counts, b: Counts): Counts => ({
  fail: a.fail + b.fail,
  pass: a.pass + b.pass,
  unknown: a.unknown + b.unknown,
  skipped: a.skipped + b.skipped,
});
