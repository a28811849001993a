// What the extension is wherever it runs: what the surfaces share is made, and each surface put in its place. All that computes is in the worker.
import * as vscode from 'vscode';
import { BehaviourChanges, behaviourView } from './behaviour-changes.ts';
import { codeLenses } from './code-lenses.ts';
import { registerCommands } from './commands.ts';
import { type Ctx, localFolders } from './ctx.ts';
import { debugging } from './debugging.ts';
import { Engine, type StartWorker } from './engine.ts';
import { Forecasts } from './forecasts.ts';
import { InlinePredictions, type PredictionShown } from './inline-predictions.ts';
import { predictedProblems } from './predicted-problems.ts';
import { predictedTests } from './predicted-tests.ts';
import { restoredPages } from './restored-pages.ts';
import { reportDocuments } from './staged-check.ts';
import { statusItems } from './status-items.ts';
import { TimelineViews } from './timeline-views.ts';
import { Unsaved } from './unsaved.ts';

/** What the extension tells others of itself. */
export interface Api {
  readonly activationMilliseconds: number;
  /** Predictions that are shown at the line ends of a function. */
  readonly onDidPredict: vscode.Event<PredictionShown>;
}
type Surface = (ctx: Ctx) => vscode.Disposable;

const everywhere: readonly Surface[] = [registerCommands, predictedTests, predictedProblems, statusItems, codeLenses, debugging, behaviourView, restoredPages];

/** `more`: what only this kind of host can have. */
export function begin(context: vscode.ExtensionContext, start: (log: vscode.LogOutputChannel) => StartWorker, more: readonly Surface[] = []): Api {
  const from = performance.now();
  const log = vscode.window.createOutputChannel('Foretrace', { log: true });
  const engine = new Engine(start(log), log);
  const unsaved = new Unsaved(engine);
  const forecasts = new Forecasts(engine, unsaved, log);
  const inline = new InlinePredictions({ engine, unsaved, log });
  const timelines = new TimelineViews({ engine, unsaved, log }, context.extensionUri);
  const behaviour = new BehaviourChanges({ engine, unsaved, log, forecasts });
  const ctx: Ctx = { engine, log, unsaved, forecasts, inline, timelines, behaviour, extension: context.extensionUri };
  const shared = [log, engine, unsaved, forecasts, inline, timelines, behaviour, reportDocuments()];
  context.subscriptions.push(...shared, ...[...everywhere, ...more].map(s => s(ctx)));
  for (const f of localFolders()) forecasts.soon(f, 0);
  inline.soon(0);
  const activationMilliseconds = Math.round(performance.now() - from);
  log.info(`activated in ${activationMilliseconds} ms`);
  return { activationMilliseconds, onDidPredict: inline.onDidPredict };
}
