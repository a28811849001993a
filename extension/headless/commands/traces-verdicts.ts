// `foretrace traces verify [TEST]`: what became of forecasts. `foretrace traces history TEST`: how a test has gone so far, and what was forecast. Nothing is run.
import { codeState } from '../../../trace-collector/code-state.ts';
import { badUsage, noRecordingOf } from '../../../trace-collector/failure.ts';
import { changedSince, forecasts, type StoredForecast } from '../../../trace-collector/store/forecasts.ts';
import type { Store } from '../../../trace-collector/store/store.ts';
import { count } from '../present/style.ts';
import { surpriseLines, tableOf, tableText } from '../present/verdicts.ts';
import { exitCodes } from './exit-codes.ts';
import { type Session, showFrom, workspaceOf } from './session.ts';
import { type TracesOptions, wholeNumber } from './traces.ts';

export function storedVerdicts(session: Session, store: Store, o: TracesOptions, args: readonly string[]): number {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  const test = args[0] ?? o.test;
  const all = forecasts(store, { test, limit: o.limit === undefined ? undefined : wholeNumber('--limit', o.limit) });
  const judged = all.filter(f => f.verdict !== undefined);
  const table = tableOf(judged);
  if (o.format === 'json') {
    session.print(`${JSON.stringify({ table, waiting: all.length - judged.length, forecasts: all }, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  if (all.length === 0)
    session.print('No forecasts are kept yet: foretrace check keeps them where there is a store, and foretrace record --pytest judges them.\n');
  else {
    session.print(tableText(table, session.style));
    const waiting = all.filter(f => f.verdict === undefined);
    if (waiting.length > 0)
      session.print(
        session.style.dim(`${String(waiting.length).padStart(6)}  wait         for a recording of the same code${changedText(session, store, waiting)}\n`),
      );
    for (const f of judged)
      if (f.surprise !== undefined) session.print(`\n${surpriseLines(f.test, f.surprise, session.style, showFrom(session.cwd)).join('\n')}\n`);
    for (const f of judged) if (f.why !== undefined) session.print(`\n${session.style.yellow('?')} ${f.test}  ${f.why}\n`);
  }
  return exitCodes.fine;
}
/** What has changed since the newest of them was made. */
function changedText(session: Session, store: Store, waiting: readonly StoredForecast[]): string {
  const changed = changedSince(store, waiting[0].code, codeState(workspaceOf(session.cwd)));
  if (changed === undefined || changed.length === 0) return '';
  return ` (changed since the last: ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''})`;
}

export function history(session: Session, store: Store, o: TracesOptions, args: readonly string[]): number {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  const test = args[0] ?? o.test;
  if (test === undefined) throw badUsage('traces history takes a test’s id');
  const outcomes = store.outcomes(test, o.limit === undefined ? undefined : wholeNumber('--limit', o.limit)).reverse();
  const made = forecasts(store, { test }).reverse();
  if (outcomes.length === 0 && made.length === 0) throw noRecordingOf(test);
  if (o.format === 'json') {
    session.print(`${JSON.stringify({ test, outcomes, forecasts: made }, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  const { style } = session;
  const show = showFrom(session.cwd);
  const bad = (r: string): boolean => r === 'failed' || r === 'error';
  const paint = (r: string): string => (bad(r) ? style.red : r === 'unknown' ? style.yellow : style.green)(r.padEnd(8));
  const rows = [
    ...outcomes.map(r => ({
      at: r.at,
      text: `${paint(r.result)} ${r.exception ?? ''}${r.message === undefined ? '' : `: ${r.message.split('\n')[0].slice(0, 60)}`}${r.line === undefined || r.file === undefined ? '' : style.dim(`  ${show(r.file)}:${r.line}`)}${r.seconds === undefined ? '' : style.dim(`  ${(1000 * r.seconds).toFixed(0)} ms`)}`,
    })),
    ...made.map(f => ({ at: f.made, text: style.dim(`forecast ${f.claim.result}${f.verdict === undefined ? ', not judged yet' : `, ${f.verdict}`}`) })),
  ].sort((a, b) => a.at - b.at);
  const flips = outcomes.filter((r, i) => i > 0 && bad(r.result) !== bad(outcomes[i - 1].result)).length;
  session.print(
    `${style.bold(test)}  ${style.dim(`${count(outcomes.length, 'run')}, ${outcomes.filter(r => bad(r.result)).length} failed, changed sides ${count(flips, 'time')}`)}\n`,
  );
  for (const r of rows) session.print(`  ${style.dim(new Date(r.at).toISOString().slice(0, 19).replace('T', ' '))}  ${r.text}\n`);
  return exitCodes.fine;
}
