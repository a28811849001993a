// `foretrace verify [OPTIONS] [PATH …] [PYTEST ARGUMENTS]`: rehearses tests, then runs and records the same tests, and tells how the forecasts fared.
import { realpathSync } from 'node:fs';
import { codeState } from '../../../trace-collector/code-state.ts';
import { badUsage, nothingRecorded, recordingStopped } from '../../../trace-collector/failure.ts';
import { interpreterFor, record } from '../../../trace-collector/python/record.ts';
import { forecasts, type StoredForecast } from '../../../trace-collector/store/forecasts.ts';
import type { Outcome, Store } from '../../../trace-collector/store/store.ts';
import { tracerFolder } from '../assets.ts';
import { keepSuites } from '../kept-forecasts.ts';
import { count, duration } from '../present/style.ts';
import { divergenceLines, isRefuted, surpriseLines, tableOf, tableText, type VerdictTable } from '../present/verdicts.ts';
import type { Suite } from '../service.ts';
import { addComparison, type FrameTally, lookIntoSurprises, noFrames, recordingOf, type RehearsalOf, rehearseTraces } from '../surprises.ts';
import { exitCodes } from './exit-codes.ts';
import { baseOf, openSession, placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { storeAt } from './store-at.ts';
import { checkPaths } from './tests.ts';

export const verifyHelp = `foretrace verify: holds forecasts against real runs

  foretrace verify [OPTIONS] [PATH …] [PYTEST ARGUMENTS]    rehearses the tests below PATH, then RUNS and records them with pytest, and compares
      --frames           … frame by frame too: state and action match, as the CWM paper's Table 9 has them
                         (with PYTHONHASHSEED=0 unless it is set: sets have one order then)
      --format text|json
      --fresh            rehearse all anew; recall nothing
      --python PATH      the interpreter (default: the environment's, .venv, python3)
      --store FILE       where traces and forecasts are kept (default: .foretrace/traces.db of the project)

PATH and what pytest takes beside it (-k, -m, -x …) go to pytest; PATHs come first. This RUNS your tests.
Exit codes: 0 all as forecast, 1 a forecast was wrong, 2 the command could not do its work, 3 no forecast was wrong but some claimed nothing.
`;

interface VerifyArguments {
  readonly paths: readonly string[];
  readonly pytest: readonly string[];
  readonly format: string;
  readonly frames: boolean;
  readonly fresh: boolean;
  readonly python?: string;
  readonly store?: string;
}
/** Own options and paths come first; from the first option that is not ours on, all is pytest's. */
export function verifyArguments(args: readonly string[]): VerifyArguments {
  const taking = new Set(['--format', '--python', '--store']);
  const said = new Map<string, string>();
  const flags = new Set<string>();
  const paths: string[] = [];
  let i = 0;
  for (; i < args.length; i++) {
    const [name, glued] = args[i].startsWith('--') ? (args[i].split(/=(.*)/s) as [string, string | undefined]) : [args[i], undefined];
    if (taking.has(name)) {
      const value = glued ?? args[++i];
      if (value === undefined) throw badUsage(`${name} needs a value`);
      said.set(name, value);
    } else if (name === '--frames' || name === '--fresh') flags.add(name);
    else if (name === '--') {
      i++;
      break;
    } else if (name.startsWith('-')) break;
    else paths.push(name);
  }
  const format = said.get('--format') ?? 'text';
  if (!['text', 'json'].includes(format)) throw badUsage(`--format ${format}: text or json`);
  return {
    paths,
    pytest: args.slice(i),
    format,
    frames: flags.has('--frames'),
    fresh: flags.has('--fresh'),
    python: said.get('--python'),
    store: said.get('--store'),
  };
}

export async function verify(args: readonly string[]): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(verifyHelp);
    return exitCodes.fine;
  }
  const session = openSession();
  try {
    return await hold(session, verifyArguments(args));
  } finally {
    session.progress.clear();
    session.service.dispose();
  }
}

async function hold(session: Session, o: VerifyArguments): Promise<number> {
  const began = performance.now();
  checkPaths(session, o.paths);
  const { cwd, paths } = baseOf(session, o.paths);
  const workspace = workspaceOf(cwd);
  // Frame by frame, sets must have the same order on both sides.
  const seed: Record<string, string> = o.frames && session.environment.PYTHONHASHSEED === undefined ? { PYTHONHASHSEED: '0' } : {};
  const place = placeAt({ ...session, environment: { ...session.environment, ...seed } }, cwd);
  const rehearsal = session.service.suite({ place, cwd, paths, list: false, fresh: o.fresh }, session.watch);
  const made = Date.now();
  const code = codeState(workspace);
  const suite = await rehearsal;
  session.progress.clear();
  const store = storeAt(cwd, o.store);
  try {
    keepSuites(store, [{ code, tests: suite.tests, made }]);
    const r = await record(store, {
      kind: 'pytest',
      python: interpreterFor(workspace, process.env, o.python),
      tracer: tracerFolder(),
      args: [...paths, ...o.pytest],
      cwd: realpathSync(cwd),
      roots: [workspace],
      environment: { ...process.env, ...seed },
      code: code.digest,
      output: o.format === 'json' ? 'stderr' : 'inherit',
    });
    if (r.stopped !== undefined) process.stderr.write(`foretrace: ${recordingStopped(store.path, r.stopped).message}\n`);
    const outcomes = store.outcomesOf(r.run);
    if (outcomes.every(x => x.phase === 'collect')) throw nothingRecorded('pytest', r.exit);
    const asked: RehearsalOf = { service: session.service, place, cwd: suite.root, watch: session.watch };
    await lookIntoSurprises(store, r.run, asked);
    const frames = o.frames ? await frameByFrame(store, r.run, asked, outcomes) : undefined;
    session.progress.clear();
    const judged = forecasts(store, { run: r.run });
    const table = tableOf(judged);
    const found: Found = { suite, outcomes, judged, table, frames, run: r.run, milliseconds: Math.round(performance.now() - began) };
    session.print(o.format === 'json' ? `${JSON.stringify(asData(found), undefined, 2)}\n` : asText(found, session));
    return isRefuted(table) ? exitCodes.fails : table.unknown > 0 ? exitCodes.unknown : exitCodes.fine;
  } finally {
    store.close();
  }
}

interface Found {
  readonly suite: Suite;
  readonly outcomes: readonly Outcome[];
  readonly judged: readonly StoredForecast[];
  readonly table: VerdictTable;
  readonly frames: FrameTally | undefined;
  readonly run: number;
  readonly milliseconds: number;
}

/** Tests that ended as forecast, and the others too: what counts is each frame. File by file, so that no more than a file's traces wait. */
async function frameByFrame(store: Store, run: number, asked: RehearsalOf, outcomes: readonly Outcome[]): Promise<FrameTally> {
  const tally = noFrames();
  const byFile = new Map<string, string[]>();
  for (const o of outcomes) {
    if (o.phase === 'collect') continue;
    const file = o.test.split('::')[0];
    byFile.set(file, [...(byFile.get(file) ?? []), o.test]);
  }
  for (const tests of byFile.values()) {
    await rehearseTraces(asked, tests, (test, trace) => {
      const recording = recordingOf(store, test, run);
      if (recording !== undefined) addComparison(tally, test, recording, trace);
    });
  }
  return tally;
}

const notForecast = ({ outcomes, judged }: Found): string[] => {
  const known = new Set(judged.map(f => f.test));
  return outcomes.filter(o => o.phase !== 'collect' && !known.has(o.test)).map(o => o.test);
};
function asData(f: Found): object {
  const happened = new Map(f.outcomes.map(o => [o.test, o]));
  return {
    root: f.suite.root,
    python: f.suite.python,
    run: f.run,
    table: f.table,
    ...(f.frames === undefined ? {} : { frames: f.frames }),
    tests: [...f.judged].reverse().map(({ test, outcome, probability, claim, verdict, surprise, why }) => ({
      id: test,
      forecast: { outcome, probability, ...claim },
      recorded: happened.get(test),
      verdict,
      ...(surprise === undefined ? {} : { surprise }),
      ...(why === undefined ? {} : { why }),
    })),
    notForecast: notForecast(f),
    notRun: f.suite.tests.filter(t => !happened.has(t.id)).map(t => t.id),
    milliseconds: f.milliseconds,
  };
}
function asText(f: Found, session: Session): string {
  const { style } = session;
  const out = [
    `\n${style.bold(`foretrace: ${count(f.judged.length, 'forecast')} held against real runs`)}  ${style.dim(`${duration(f.milliseconds)} in all`)}\n`,
    tableText(f.table, style),
  ];
  const missing = notForecast(f);
  if (missing.length > 0)
    out.push(style.dim(`${String(missing.length).padStart(6)}  run but not forecast: ${missing.slice(0, 2).join(', ')}${missing.length > 2 ? ', …' : ''}\n`));
  for (const s of f.judged) if (s.surprise !== undefined) out.push('\n', `${surpriseLines(s.test, s.surprise, style, showFrom(session.cwd)).join('\n')}\n`);
  if (f.frames !== undefined) out.push('\n', framesText(f.frames, session));
  return out.join('');
}
function framesText(t: FrameTally, { style, cwd }: Session): string {
  const share = (n: number): string => `${(100 * n).toFixed(1)} %`;
  return (
    `${count(t.tests, 'test')} frame by frame (${count(t.frames, 'frame')}): ${t.equal} the same throughout\n` +
    `  per test on average: state match ${share(t.stateExactMatch)}, action match ${share(t.actionExactMatch)}, names ${share(t.keyMatch)}, names and values ${share(t.keyValueMatch)}\n${t.parted
      .slice(0, 5)
      .map(({ test, at }) => `${style.dim('≠')} ${test}\n${divergenceLines(at, style, showFrom(cwd)).join('\n')}\n`)
      .join('')}`
  );
}
