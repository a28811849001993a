// What a forecast of tests leaves in the project's store, so that a later recording can confirm or refute it. Where the user keeps no store, nothing is written.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeState, codeState } from '../../trace-collector/code-state.ts';
import { Failed } from '../../trace-collector/failure.ts';
import { type ForecastMade, keepForecasts } from '../../trace-collector/store/forecasts.ts';
import { openStore, type Store } from '../../trace-collector/store/store.ts';
import type { TestForecast } from '../../trace-collector/trace.ts';

export function claimOf(t: TestForecast): ForecastMade {
  const { outcome, probability, id: test, result, phase, raises: r } = t;
  const at = r?.traceback.filter(e => !e.library).at(-1) ?? r?.traceback.at(-1);
  return {
    test,
    outcome,
    probability,
    claim: {
      result,
      phase,
      ...(r === undefined || outcome === 'unknown' ? {} : { exception: r.type, message: r.message.slice(0, 2000) }),
      ...(at === undefined || outcome === 'unknown' ? {} : { file: at.file, line: at.line }),
      why: t.why.slice(0, 3).map(o => `${o.reason}: ${o.what}`),
    },
  };
}

export interface KeptSuite {
  readonly code: CodeState;
  readonly tests: readonly TestForecast[];
  /** Milliseconds since 1970. */
  readonly made: number;
}
/** Keeps the forecasts of suites in the store. */
export const keepSuites = (store: Store, suites: readonly KeptSuite[]): void => {
  for (const s of suites) keepForecasts(store, s.code, s.made, s.tests.map(claimOf));
};

/** Where a forecast may be kept without being asked: the user has recorded here before, or has made the folder. */
export function ownStore(workspace: string): string | undefined {
  const folder = join(workspace, '.foretrace');
  return existsSync(folder) ? join(folder, 'traces.db') : undefined;
}

/** Gathers suites for a store that may not be there: forecasting never fails for it. */
export function keeper(workspace: string, asked: string | undefined) {
  const path = asked ?? ownStore(workspace);
  const suites: KeptSuite[] = [];
  return {
    /** The state is read while the rehearsal runs on its own thread. */
    async during(changes: ReadonlyMap<string, string | null>, work: Promise<{ readonly tests: readonly TestForecast[] }>): Promise<void> {
      if (path === undefined) return;
      const made = Date.now();
      const code = codeState(workspace, changes);
      try {
        suites.push({ code, made, tests: (await work).tests });
      } catch {
        // Whoever waits for the work itself hears of it.
      }
    },
    /** Throws only for a store that was asked for. */
    keep(): void {
      if (path === undefined || suites.length === 0) return;
      try {
        const store = openStore(path);
        try {
          keepSuites(store, suites);
        } finally {
          store.close();
        }
      } catch (e) {
        if (asked !== undefined || !(e instanceof Failed)) throw e;
      }
    },
  };
}
