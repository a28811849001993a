// A workspace's verified forecasts, from its store: what calibration learns from, and the calibrator that forecasts are corrected with.
import type { Verified } from '../../predictor/calibration/compare.ts';
import { type Calibrator, fitCalibration } from '../../predictor/calibration/fit.ts';
import { Failed } from '../../trace-collector/failure.ts';
import { openStore, type Store } from '../../trace-collector/store/store.ts';
import { existsSync } from 'node:fs';
import { ownStore } from './kept-forecasts.ts';

/** Older ones say less of how it is now, and reading takes time. */
const most = 20_000;

/** The judged forecasts in the order in which they were made. What a run could not settle is left out. */
export function verifiedForecasts({ db }: Store): Verified[] {
  const rows = db
    .prepare(
      `SELECT f.id, f.subject, f.code, f.outcome, f.probability, json_extract(f.forecast, '$.why[0]') AS why, o.result
       FROM forecasts f JOIN outcomes o ON o.run = f.run AND o.test = f.subject
       WHERE f.verdict IS NOT NULL AND f.verdict <> 'incomparable' ORDER BY f.id DESC, o.id DESC LIMIT ?`,
    )
    .all(most) as { id: number; subject: string; code: string; outcome: Verified['claim']; probability: number; why: string | null; result: string }[];
  const out = new Map<number, Verified>();
  for (const r of rows) {
    if (out.has(r.id)) continue;
    const reason = r.outcome === 'unknown' ? r.why?.split(':')[0] : undefined;
    out.set(r.id, {
      test: r.subject,
      claim: r.outcome,
      probability: r.probability,
      ...(reason === undefined ? {} : { reason }),
      code: r.code,
      passed: r.result !== 'failed' && r.result !== 'error',
    });
  }
  return [...out.values()].reverse();
}

/** What the workspace's own store has taught; undefined where there is none, or it cannot be read. Forecasting never fails for it. */
export function calibratorOf(workspace: string, store = ownStore(workspace)): Calibrator | undefined {
  if (store === undefined || !existsSync(store)) return undefined;
  try {
    const opened = openStore(store);
    try {
      const history = verifiedForecasts(opened);
      return history.length === 0 ? undefined : fitCalibration(history);
    } finally {
      opened.close();
    }
  } catch (e) {
    if (e instanceof Failed) return undefined;
    throw e;
  }
}
