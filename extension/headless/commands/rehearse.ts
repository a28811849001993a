// `foretrace rehearse FILE.py [--call EXPRESSION] [--trace] [--format text|json|cwm] [-- ARGUMENTS]`
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { cwmContext, cwmText } from '../../../trace-collector/cwm.ts';
import { badUsage, isAFolder, notPython } from '../../../trace-collector/failure.ts';
import type { Forecast } from '../../../trace-collector/trace.ts';
import { forecastText } from '../present/forecast.ts';
import { traceText } from '../present/trace.ts';
import { readSource } from '../source-text.ts';
import { exitCodes } from './exit-codes.ts';
import { locate, placeAt, type Session, showFrom } from './session.ts';

export interface RehearseOptions {
  readonly file: string;
  readonly call?: string;
  readonly trace: boolean;
  readonly format: string;
  readonly argv: readonly string[];
}

export async function rehearse(session: Session, o: RehearseOptions): Promise<number> {
  if (!['text', 'json', 'cwm'].includes(o.format)) throw badUsage(`--format ${o.format}: text, json or cwm`);
  const file = locate(session, o.file);
  if (statSync(file).isDirectory()) throw isAFolder(o.file);
  if (!file.endsWith('.py')) throw notPython(o.file);
  const text = readSource(file);
  const cwm = o.format === 'cwm';
  if (cwm && o.call === undefined) throw badUsage('--format cwm needs a call to trace: --call "f(1, 2)"');
  const wantsTrace = o.trace || cwm;
  const r = await session.service.rehearse({ place: placeAt(session, file), file, call: o.call, argv: o.argv, trace: wantsTrace, cwm }, session.watch);
  session.progress.clear();
  const { style } = session;
  if (o.format === 'json') {
    const { milliseconds: _, ...answer } = r;
    session.print(`${JSON.stringify(answer, undefined, 2)}\n`);
  } else if (cwm) {
    if (r.trace !== undefined) session.print(`${cwmText(cwmContext(text, o.call!), r.trace)}\n`);
  } else {
    const show = showFrom(session.cwd);
    const lines = text.split('\n');
    if (r.trace !== undefined) session.print(traceText(r.trace, style, show, (f, n) => (f === file ? lines[n - 1] : undefined)));
    session.print(forecastText({ ...r, title: o.call ?? basename(file) }, style, show));
  }
  return codeOf(r.forecast);
}
const codeOf = (f: Forecast): number => (f.outcome === 'pass' ? exitCodes.fine : f.outcome === 'fail' ? exitCodes.fails : exitCodes.unknown);
