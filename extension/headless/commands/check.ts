// `foretrace check [PATH …] [--edit FILE.diff | --staged | --worktree]`: the suite before and after an edit.
import { statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { compareSuites, newEffects, verdictOf } from '../../../predictor/forecast/compare.ts';
import { badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import type { Report, TestForecast } from '../../../trace-collector/trace.ts';
import { type Edit, editFromDiff } from '../edits.ts';
import { stagedEdit, worktreeEdit } from '../git-edits.ts';
import { keeper } from '../kept-forecasts.ts';
import { reportText } from '../present/report.ts';
import type { Suite } from '../service.ts';
import { exitCodes } from './exit-codes.ts';
import { baseOf, placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { checkPaths } from './tests.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly edit?: string;
  readonly staged: boolean;
  readonly worktree: boolean;
  readonly all: boolean;
  /** Rehearse all anew instead of recalling what still holds. */
  readonly fresh: boolean;
  readonly format: string;
  /** Where the forecasts are kept; without it, in the project's store if it has one. */
  readonly store?: string;
}

export async function check(session: Session, o: CheckOptions): Promise<number> {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  if ([o.edit !== undefined, o.staged, o.worktree].filter(Boolean).length > 1) throw badUsage('give one of --edit, --staged and --worktree');
  checkPaths(session, o.paths);
  const report = await forecastEdit(session, o);
  session.progress.clear();
  session.print(
    o.format === 'json'
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : reportText(report, { style: session.style, show: showFrom(session.cwd), all: o.all, edited: isEdit(o) }),
  );
  const verdict = verdictOf(report, isEdit(o));
  return verdict === 'fine' ? exitCodes.fine : verdict === 'fails' ? exitCodes.fails : exitCodes.unknown;
}
const isEdit = (o: CheckOptions): boolean => o.edit !== undefined || o.staged || o.worktree;

export async function forecastEdit(session: Session, o: CheckOptions): Promise<Report> {
  const from = performance.now();
  const { cwd, paths } = baseOf(session, o.paths);
  const edit = await readEdit(session, o, cwd);
  if (edit !== undefined && edit.changed.length === 0) return nothingToForecast(cwd, from);
  const kept = keeper(workspaceOf(cwd), o.store === undefined ? undefined : resolve(session.cwd, o.store));
  const run = async (changes: Edit['after']): Promise<Suite> => {
    const suite = session.service.suite({ place: placeAt(session, cwd, changes), cwd, paths, list: false, fresh: o.fresh }, session.watch);
    await kept.during(changes, suite);
    return await suite;
  };
  // The second run recalls from the first what the edit does not touch; what is on the disk comes first, for that is remembered.
  const afterFirst = edit === undefined || edit.after.size === 0;
  const first = await run(afterFirst ? new Map() : edit.before);
  const second = edit === undefined ? undefined : await run(afterFirst ? edit.before : edit.after);
  const after = afterFirst ? first : second!;
  const original = afterFirst ? second : first;
  kept.keep();
  const before: readonly TestForecast[] = original?.tests ?? [];
  return {
    root: after.root,
    python: after.python,
    changed: (edit?.changed ?? []).map(f => relative(after.root, f)),
    tests: compareSuites(before, after.tests, edit !== undefined),
    effects: newEffects(before, after.tests, edit !== undefined),
    milliseconds: Math.round(performance.now() - from),
  };
}

/** An edit that changes nothing breaks nothing. */
const nothingToForecast = (root: string, from: number): Report => ({
  root,
  python: { version: '', origin: '' },
  changed: [],
  tests: [],
  effects: [],
  milliseconds: Math.round(performance.now() - from),
});

async function readEdit(session: Session, o: CheckOptions, cwd: string): Promise<Edit | undefined> {
  if (o.staged) return await stagedEdit(cwd);
  if (o.worktree) return await worktreeEdit(cwd);
  if (o.edit === undefined) return undefined;
  const file = resolve(session.cwd, o.edit);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) throw noSuchPath(o.edit);
  const workspace = workspaceOf(cwd);
  return editFromDiff(file, [...new Set([cwd, workspace, session.cwd, dirname(file)])], workspace);
}
