// `foretrace check [PATH …] [--edit FILE.diff | --staged | --worktree]`: the suite before and after an edit, told in one of several formats.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { correctedReport } from '../../../predictor/calibration/report.ts';
import { isSuspected } from '../../../predictor/forecast/suspicion.ts';
import { badUsage, cancelled, Failed, noSuchPath, reportUnwritable } from '../../../trace-collector/failure.ts';
import type { Report } from '../../../trace-collector/trace.ts';
import { type Edit, editFromDiff } from '../edits.ts';
import { stagedEdit, worktreeEdit } from '../git-edits.ts';
import { forecastEdit } from '../edit-forecast.ts';
import { fewReasons } from '../edit-reasons.ts';
import { keeper } from '../kept-forecasts.ts';
import { reportText } from '../present/report.ts';
import type { Style } from '../present/style.ts';
import { baselineOf, knownIn, readBaseline, staleIn, writeBaseline } from '../reports/baseline.ts';
import { asideText, type Judged, judged } from '../reports/findings.ts';
import { formatNames, formats } from '../reports/formats.ts';
import { ignoreComment } from '../reports/ignore-comments.ts';
import { type Stopwatch, stopwatch, timingText } from '../timing.ts';
import { timeIsOver } from '../resident/client.ts';
import { calibratorOf } from '../verified-forecasts.ts';
import { exitCodes } from './exit-codes.ts';
import { baseOf, oraclesFor, placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { checkPaths } from './tests.ts';

declare const FORETRACE_VERSION: string;
const version = typeof FORETRACE_VERSION === 'string' ? FORETRACE_VERSION : '0.0.0';

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
  /** A file for the report; standard output, where it is not said. */
  readonly output?: string;
  /** The file with findings that are no news. */
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  /** Tell where the time went, on standard error. */
  readonly timing?: boolean;
  /** Milliseconds from the start of the process after which it tells what is known. */
  readonly budget?: string;
  /** The same where nothing is remembered of the project, as in its first check. */
  readonly coldBudget?: string;
  /** What cannot be told does not show in the exit code. */
  readonly allowUnknown?: boolean;
}

export async function check(session: Session, o: CheckOptions): Promise<number> {
  checkUsage(session, o);
  const { cwd, paths } = baseOf(session, o.paths);
  const clock = stopwatch();
  clock.begin('reading the edit');
  const limit = timeLimit(session, o);
  const edit = await readEdit(session, o, cwd);
  const report = await reportOf({ ...session, watch: { ...session.watch, signal: limit.signal } }, { ...o, paths }, cwd, edit, clock, limit);
  session.progress.clear();
  const found = judgedWith(session, o, report, edit, cwd);
  clock.begin('telling it');
  if (o.writeBaseline) return baselineWritten(session, o.baseline!, found);
  tell(session, o, found, cwd, limit.isOver() && report.stopped ? 'time ran out' : undefined, o.timing ? clock : undefined);
  if (o.timing) process.stderr.write(timingText(clock.read()));
  return exitCodeOf(o, found, limit.isOver());
}

function checkUsage(session: Session, o: CheckOptions): void {
  if (!formatNames.includes(o.format)) throw badUsage(`--format ${o.format}: ${formatNames.slice(0, -1).join(', ')} or ${formatNames.at(-1)}`);
  if ([o.edit !== undefined, o.staged, o.worktree].filter(Boolean).length > 1) throw badUsage('give one of --edit, --staged and --worktree');
  for (const [option, ms] of [
    ['--budget', o.budget],
    ['--cold-budget', o.coldBudget],
  ])
    if (ms !== undefined && !/^[1-9]\d{0,8}$/.test(ms)) throw badUsage(`${option} ${ms}: milliseconds, from 1`);
  if (o.coldBudget !== undefined && o.budget === undefined) throw badUsage('--cold-budget is for checks with a --budget');
  if (o.writeBaseline && o.baseline === undefined) throw badUsage('--write-baseline needs --baseline FILE: the file to write');
  checkPaths(session, o.paths);
}

/** A failure that counts is told before all else; else that time ran out, else what cannot be told. */
function exitCodeOf(o: CheckOptions, { report, verdict, findings }: Judged, isOver: boolean): number {
  if (report.stopped && !isOver) return exitCodes.cancelled;
  if (verdict === 'fails') return exitCodes.fails;
  // It is not that nothing could be told.
  const aside = new Set(findings.filter(f => f.setAside !== undefined).map(f => f.test));
  if (report.stopped && report.tests.some(t => isSuspected(t) && !aside.has(t.id))) return exitCodes.outOfTime;
  if (o.allowUnknown) return exitCodes.fine;
  return report.stopped ? exitCodes.outOfTime : verdict === 'unknown' ? exitCodes.unknown : exitCodes.fine;
}

/** Milliseconds of the budget that are left for telling what is known, and for the end of the process. */
const tellingMs = 60;
interface TimeLimit {
  readonly signal: AbortSignal | undefined;
  readonly isOver: () => boolean;
  /** Tells how many tests are remembered of the project. Until then its first check is taken for the case: engines that have to start would else use up the shorter time. */
  readonly remembers: (tests: number) => void;
}
function timeLimit({ watch }: Session, { budget, coldBudget }: CheckOptions): TimeLimit {
  if (budget === undefined) return { signal: watch.signal, isOver: () => false, remembers: () => {} };
  const over = new AbortController();
  const timerFor = (ms: string): NodeJS.Timeout => setTimeout(() => over.abort(timeIsOver), Math.max(0, Number(ms) - tellingMs - performance.now())).unref();
  let timer = timerFor(coldBudget ?? budget);
  return {
    signal: AbortSignal.any(watch.signal === undefined ? [over.signal] : [watch.signal, over.signal]),
    isOver: () => over.signal.aborted && watch.signal?.aborted !== true,
    remembers(tests) {
      if (coldBudget === undefined || tests === 0) return;
      clearTimeout(timer);
      timer = timerFor(budget);
    },
  };
}

async function reportOf(session: Session, o: CheckOptions, cwd: string, edit: Edit | undefined, clock: Stopwatch, limit: TimeLimit): Promise<Report> {
  const kept = keeper(workspaceOf(cwd), o.store === undefined ? undefined : resolve(session.cwd, o.store));
  const sides = edit === undefined ? ['the tests'] : edit.after.size === 0 ? ['after', 'before'] : ['before', 'after'];
  const reasons = 'reasons';
  const oracles = await oraclesFor(session, cwd);
  try {
    if (session.watch.signal?.aborted) throw cancelled();
    const report = await forecastEdit(
      session.service,
      {
        cwd,
        paths: o.paths,
        edit,
        fresh: o.fresh,
        oracles,
        limited: o.budget !== undefined,
        reasons: o.quick ? undefined : fewReasons,
        place: changes => placeAt(session, cwd, changes),
      },
      {
        ...session.watch,
        onProgress(p) {
          clock.onProgress(p);
          session.watch.onProgress?.(p);
        },
        onRecalled: clock.onRecalled,
        onRemembered: limit.remembers,
        async during(changes, suite) {
          clock.begin(sides.shift() ?? reasons);
          await kept.during(changes, suite);
          await suite.catch(() => {});
          clock.begin(sides[0] ?? reasons);
        },
      },
    );
    // What is forecast under a scenario is not what a run without one would do.
    if (session.scenario !== undefined) return report;
    // Before these forecasts join it: the history is of what was judged.
    const calibrator = calibratorOf(workspaceOf(cwd), o.store === undefined ? undefined : resolve(session.cwd, o.store));
    kept.keep();
    return correctedReport(report, calibrator);
  } catch (e) {
    if (!limit.isOver() || !(e instanceof Failed) || e.failure.blame !== 'nobody') throw e;
    return {
      root: cwd,
      python: { version: '', origin: '' },
      changed: (edit?.changed ?? []).map(f => relative(cwd, f)),
      stopped: true,
      tests: [],
      effects: [],
      milliseconds: Math.round(performance.now()),
    };
  } finally {
    oracles?.dispose();
  }
}

function judgedWith(session: Session, o: CheckOptions, report: Report, edit: Edit | undefined, cwd: string): Judged {
  const file = o.baseline === undefined ? undefined : resolve(session.cwd, o.baseline);
  // One that is to be written need not be there, nor be right.
  const baseline = file === undefined || o.writeBaseline ? undefined : readBaseline(file, o.baseline);
  const known = baseline === undefined ? undefined : knownIn(baseline);
  const lineOf = sourceLines(edit);
  const found = judged(report, edit, showFrom(o.format === 'text' ? session.cwd : workspaceOf(cwd)), f => ignoreComment(f, lineOf) ?? known?.(f));
  return baseline === undefined ? found : { ...found, stale: staleIn(baseline, found) };
}
/** Lines as they stand after the edit. */
function sourceLines(edit: Edit | undefined): (file: string, line: number) => string | undefined {
  const texts = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = texts.get(file);
    if (lines === undefined) {
      let text = edit?.after.get(file);
      if (text === undefined)
        try {
          text = readFileSync(file, 'utf8');
        } catch {
          text = null;
        }
      lines = text === null ? [] : text.split(/\r\n|\n|\r/);
      texts.set(file, lines);
    }
    return lines[line - 1];
  };
}

function baselineWritten(session: Session, file: string, found: Judged): number {
  const path = resolve(session.cwd, file);
  let before: ReturnType<typeof readBaseline> | undefined;
  try {
    before = readBaseline(path, file);
  } catch (e) {
    if (!(e instanceof Failed)) throw e;
  }
  const b = baselineOf(found, before);
  writeBaseline(path, b);
  session.print(`wrote ${b.known.length} known ${b.known.length === 1 ? 'finding' : 'findings'} to ${file}\n`);
  if (found.report.stopped) session.print('time ran out: what was not known by then is not in it\n');
  return exitCodes.fine;
}

const plain: Pick<Style, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'> = {
  bold: t => t,
  dim: t => t,
  red: t => t,
  green: t => t,
  yellow: t => t,
  cyan: t => t,
};

function tell(session: Session, o: CheckOptions, found: Judged, cwd: string, stoppedBy: string | undefined, clock: Stopwatch | undefined): void {
  const root = workspaceOf(cwd);
  const show = showFrom(session.cwd);
  const text =
    o.format === 'text'
      ? reportText(found.report, {
          style: o.output === undefined ? session.style : { ...session.style, ...plain },
          show,
          all: o.all,
          edited: found.edited,
          aside: new Map(found.findings.flatMap(f => (f.setAside === undefined ? [] : [[f.test, `${f.say} — ${asideText(f.setAside, show)}`]]))),
          stale: found.stale,
          stoppedBy,
        })
      : formats[o.format]({ judged: found, version, root, show: showFrom(root), ...(clock === undefined ? {} : { timing: clock.read() }) });
  if (o.output === undefined) {
    session.print(text);
    return;
  }
  try {
    writeFileSync(resolve(session.cwd, o.output), text);
  } catch (e) {
    throw reportUnwritable(o.output, (e as NodeJS.ErrnoException).code ?? String(e));
  }
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
