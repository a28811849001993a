// `foretrace calibration [PATH] [--store FILE] [--format text|json]`: how far forecasts came true, and what is learned from it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { calibrationReport } from '../../../predictor/calibration/report.ts';
import { badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import { openStore } from '../../../trace-collector/store/store.ts';
import { calibrationText } from '../present/calibration.ts';
import { verifiedForecasts } from '../verified-forecasts.ts';
import { exitCodes } from './exit-codes.ts';
import { type Session, workspaceOf } from './session.ts';

export async function calibration(
  session: Session,
  o: { readonly paths: readonly string[]; readonly store?: string; readonly format: string },
): Promise<number> {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  if (o.paths.length > 1) throw badUsage('calibration takes one folder');
  const at = resolve(session.cwd, o.paths[0] ?? '.');
  if (!existsSync(at)) throw noSuchPath(o.paths[0] ?? '.');
  const root = workspaceOf(at);
  const path = o.store === undefined ? join(root, '.foretrace', 'traces.db') : resolve(session.cwd, o.store);
  if (o.store !== undefined && !existsSync(path)) throw noSuchPath(o.store);
  const report = calibrationReport(root, existsSync(path) ? read(path) : []);
  session.print(o.format === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : calibrationText(report, session.style));
  return exitCodes.fine;
}
function read(path: string): ReturnType<typeof verifiedForecasts> {
  const store = openStore(path);
  try {
    return verifiedForecasts(store);
  } finally {
    store.close();
  }
}
