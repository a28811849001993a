// A forecast held against the real run of the same test.
import type { RecordedTest } from './protocol.ts';
import type { TestShown } from './test-shown.ts';

export interface Verdict {
  /** An unknown agrees with anything: it claimed nothing. */
  readonly agrees: boolean;
  readonly say: string;
}
const words = { passes: 'pass', fails: 'fail', errors: 'fail with an error', skips: 'be skipped', unknown: 'unknown' } as const;

export function agreement(forecast: TestShown | undefined, real: RecordedTest): Verdict {
  const happened = `it ${{ passed: 'passed', failed: 'failed', error: 'failed with an error', skipped: 'was skipped', xfailed: 'failed as expected', xpassed: 'passed against expectation' }[real.result]}`;
  const told = real.message === undefined ? '' : `: ${real.message}`;
  if (forecast === undefined) return { agrees: true, say: `There was no forecast; ${happened}${told}` };
  if (forecast.state === 'unknown') return { agrees: true, say: `The forecast was unknown (${forecast.why ?? 'no reason'}); ${happened}${told}` };
  const same =
    forecast.state === 'passes'
      ? real.result === 'passed' || real.result === 'xpassed'
      : forecast.state === 'skips'
        ? real.result === 'skipped' || real.result === 'xfailed'
        : real.result === 'failed' || real.result === 'error' || real.result === 'xpassed';
  return same
    ? { agrees: true, say: `As predicted, ${happened}${told}` }
    : { agrees: false, say: `Predicted to ${words[forecast.state]}, but ${happened}${told}. Please report this: a wrong forecast is the worst bug.` };
}
