// `foretrace rehearse FILE.py [--call EXPRESSION] [--trace] [--format text|json|cwm] [-- ARGUMENTS]`, and `foretrace rehearse FILE.py::TEST [--trace]`.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { correctedForecast } from '../../../predictor/calibration/report.ts';
import { cwmContext, cwmText } from '../../../trace-collector/cwm.ts';
import { badUsage, isAFolder, noSuchTest, notPython } from '../../../trace-collector/failure.ts';
import type { Forecast, Trace } from '../../../trace-collector/trace.ts';
import { predictionText } from '../present/cwm-prediction.ts';
import { forecastText } from '../present/forecast.ts';
import { traceText } from '../present/trace.ts';
import { readSource } from '../source-text.ts';
import { exitCodes } from './exit-codes.ts';
import { type CwmPrediction, cwmPrediction } from '../oracles/cwm-prediction.ts';
import { rehearsedWithOracles, suiteWithOracles } from '../oracles/filled-forecasts.ts';
import { calibratorOf } from '../verified-forecasts.ts';
import { locate, oraclesFor, placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { checkPaths } from './tests.ts';

export interface RehearseOptions {
  readonly file: string;
  readonly call?: string;
  readonly trace: boolean;
  readonly format: string;
  readonly argv: readonly string[];
}

export async function rehearse(session: Session, o: RehearseOptions): Promise<number> {
  if (!['text', 'json', 'cwm'].includes(o.format)) throw badUsage(`--format ${o.format}: text, json or cwm`);
  if (o.file.includes('::')) return await rehearseTest(session, o);
  const file = locate(session, o.file);
  if (statSync(file).isDirectory()) throw isAFolder(o.file);
  if (!file.endsWith('.py')) throw notPython(o.file);
  const text = readSource(file);
  const cwm = o.format === 'cwm';
  if (cwm && o.call === undefined) throw badUsage('--format cwm needs a call to trace: --call "f(1, 2)"');
  const wantsTrace = o.trace || cwm;
  const place = placeAt(session, file);
  const oracles = await oraclesFor(session, file);
  const asked = { place, file, call: o.call, argv: o.argv, trace: wantsTrace, cwm };
  let r: Awaited<ReturnType<typeof rehearsedWithOracles>>;
  let predicted: CwmPrediction | undefined;
  try {
    r = await rehearsedWithOracles(session.service, asked, session.watch, oracles);
    if (oracles?.cwm !== undefined && o.call !== undefined)
      predicted = await cwmPrediction(session.service, oracles.cwm(place), { place, file, call: o.call }, session.watch);
  } finally {
    oracles?.dispose();
  }
  session.progress.clear();
  if (o.format === 'json') {
    const { milliseconds: _, ...answer } = r;
    const { lines: __, ...told } = predicted ?? { lines: [] };
    session.print(`${JSON.stringify(predicted === undefined ? answer : { ...answer, cwm: told }, undefined, 2)}\n`);
  } else if (cwm) {
    if (r.trace !== undefined) session.print(`${cwmText(cwmContext(text, o.call!), r.trace)}\n`);
  } else {
    const show = showFrom(session.cwd);
    if (r.trace !== undefined) session.print(traceText(r.trace, session.style, show, sourceLines()));
    session.print(forecastText({ ...r, title: o.call ?? basename(file) }, session.style, show));
    if (predicted !== undefined) session.print(predictionText(predicted, session.style, show, o.trace));
  }
  return codeOf(r.forecast);
}

/** One test by its node id, set up and run as the suite would run it. */
async function rehearseTest(session: Session, o: RehearseOptions): Promise<number> {
  if (o.call !== undefined || o.argv.length > 0) throw badUsage('a test takes neither --call nor arguments');
  if (o.format === 'cwm') throw badUsage('--format cwm needs a call to trace: --call "f(1, 2)"');
  checkPaths(session, [o.file]);
  let trace: Trace | undefined;
  const from = performance.now();
  const oracles = await oraclesFor(session, session.cwd);
  const suite = await suiteWithOracles(
    session.service,
    { place: placeAt(session, session.cwd), cwd: session.cwd, paths: [o.file], list: false, trace: o.trace ? { limit: mostEvents } : undefined },
    {
      ...session.watch,
      onTrace: (_id, t) => (trace ??= t),
    },
    oracles,
  ).finally(() => oracles?.dispose());
  session.progress.clear();
  const [found] = suite.tests;
  if (found === undefined) throw noSuchTest(o.file);
  if (suite.tests.length > 1) throw badUsage(`${o.file} names ${suite.tests.length} tests: rehearse takes one; check takes many`);
  const calibrator = found.outcome === 'unknown' && session.scenario === undefined ? calibratorOf(workspaceOf(session.cwd)) : undefined;
  const forecast = calibrator === undefined ? found : correctedForecast(found.id, found, calibrator);
  if (o.format === 'json') session.print(`${JSON.stringify({ forecast, trace, python: suite.python, uses: suite.uses }, undefined, 2)}\n`);
  else {
    const show = showFrom(session.cwd);
    if (trace !== undefined) session.print(traceText(trace, session.style, show, sourceLines()));
    session.print(
      forecastText(
        { forecast, title: forecast.id, python: suite.python, steps: 0, milliseconds: performance.now() - from, uses: suite.uses },
        session.style,
        show,
      ),
    );
  }
  return codeOf(forecast);
}
/** Events beyond this are cut off: more than anyone reads. */
const mostEvents = 200_000;

/** Lines of source files, each file read once. */
function sourceLines(): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = statSync(file, { throwIfNoEntry: false })?.isFile() ? readSource(file).split('\n') : []));
    return lines[line - 1];
  };
}
const codeOf = (f: Forecast): number => (f.outcome === 'pass' ? exitCodes.fine : f.outcome === 'fail' ? exitCodes.fails : exitCodes.unknown);
