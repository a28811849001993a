// The extension's entry: makes what the surfaces share and puts each surface in its place. All that computes is in the worker.
import * as vscode from 'vscode';
import { agentTools } from './agent-tools.ts';
import { BehaviourChanges, behaviourView } from './behaviour-changes.ts';
import { codeLenses } from './code-lenses.ts';
import { registerCommands } from './commands.ts';
import { type Ctx, localFolders } from './ctx.ts';
import { debugWatching } from './debug-watching.ts';
import { debugging } from './debugging.ts';
import { Engine } from './engine.ts';
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

export function activate(context: vscode.ExtensionContext): Api {
  const from = performance.now();
  const log = vscode.window.createOutputChannel('Foretrace', { log: true });
  const engine = new Engine(log);
  const unsaved = new Unsaved(engine);
  const forecasts = new Forecasts(engine, unsaved, log);
  const inline = new InlinePredictions({ engine, unsaved, log });
  const timelines = new TimelineViews({ engine, unsaved, log }, context.extensionUri);
  const behaviour = new BehaviourChanges({ engine, unsaved, log, forecasts });
  const ctx: Ctx = { engine, log, unsaved, forecasts, inline, timelines, behaviour, extension: context.extensionUri };
  const surfaces = [registerCommands, predictedTests, predictedProblems, statusItems, codeLenses, debugging, debugWatching, behaviourView, restoredPages];
  context.subscriptions.push(
    log,
    engine,
    unsaved,
    forecasts,
    inline,
    timelines,
    behaviour,
    reportDocuments(),
    ...surfaces.map(s => s(ctx)),
    agentTools(ctx, context),
  );
  for (const f of localFolders()) forecasts.soon(f, 0);
  inline.soon(0);
  const activationMilliseconds = Math.round(performance.now() - from);
  log.info(`activated in ${activationMilliseconds} ms`);
  return { activationMilliseconds, onDidPredict: inline.onDidPredict };
}
