// `foretrace check [PATH …] [--edit FILE.diff | --staged | --worktree]`: the suite before and after an edit.
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { correctedReport } from '../../../predictor/calibration/report.ts';
import { verdictOf } from '../../../predictor/forecast/compare.ts';
import { badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { type Edit, editFromDiff } from '../edits.ts';
import { stagedEdit, worktreeEdit } from '../git-edits.ts';
import { forecastEdit } from '../edit-forecast.ts';
import { fewReasons } from '../edit-reasons.ts';
import { keeper } from '../kept-forecasts.ts';
import { reportText } from '../present/report.ts';
import { calibratorOf } from '../verified-forecasts.ts';
import { exitCodes } from './exit-codes.ts';
import { baseOf, oraclesFor, placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { checkPaths } from './tests.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly edit?: string;
  readonly staged: boolean;
  readonly worktree: boolean;
  readonly all: boolean;
  /** Rehearse all anew instead of recalling what still holds. */
  readonly fresh: boolean;
  /** Outcomes only: do not look for what lies behind them. */
  readonly quick: boolean;
  readonly format: string;
  /** Where the forecasts are kept; without it, in the project's store if it has one. */
  readonly store?: string;
}

export async function check(session: Session, o: CheckOptions): Promise<number> {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  if ([o.edit !== undefined, o.staged, o.worktree].filter(Boolean).length > 1) throw badUsage('give one of --edit, --staged and --worktree');
  checkPaths(session, o.paths);
  const report = await reportOf(session, o);
  session.progress.clear();
  session.print(
    o.format === 'json'
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : reportText(report, { style: session.style, show: showFrom(session.cwd), all: o.all, edited: isEdit(o) }),
  );
  if (report.stopped) return exitCodes.cancelled;
  const verdict = verdictOf(report, isEdit(o));
  return verdict === 'fine' ? exitCodes.fine : verdict === 'fails' ? exitCodes.fails : exitCodes.unknown;
}
const isEdit = (o: CheckOptions): boolean => o.edit !== undefined || o.staged || o.worktree;

async function reportOf(session: Session, o: CheckOptions): Promise<Report> {
  const { cwd, paths } = baseOf(session, o.paths);
  const edit = await readEdit(session, o, cwd);
  const kept = keeper(workspaceOf(cwd), o.store === undefined ? undefined : resolve(session.cwd, o.store));
  const oracles = await oraclesFor(session, cwd);
  const report = await forecastEdit(
    session.service,
    { cwd, paths, edit, fresh: o.fresh, oracles, reasons: o.quick ? undefined : fewReasons, place: changes => placeAt(session, cwd, changes) },
    { ...session.watch, during: (changes, suite) => kept.during(changes, suite) },
  ).finally(() => oracles?.dispose());
  // What is forecast under a scenario is not what a run without one would do.
  if (session.scenario !== undefined) return report;
  // Before these forecasts join it: the history is of what was judged.
  const calibrator = calibratorOf(workspaceOf(cwd), o.store === undefined ? undefined : resolve(session.cwd, o.store));
  kept.keep();
  return correctedReport(report, calibrator);
}

async function readEdit(session: Session, o: CheckOptions, cwd: string): Promise<Edit | undefined> {
  if (o.staged) return await stagedEdit(cwd);
  if (o.worktree) return await worktreeEdit(cwd);
  if (o.edit === undefined) return undefined;
  const file = resolve(session.cwd, o.edit);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) throw noSuchPath(o.edit);
  const workspace = workspaceOf(cwd);
  return editFromDiff(file, [...new Set([cwd, workspace, session.cwd, dirname(file)])], workspace);
}
