// Forecasts held against what happened: the record of one verified forecast, and the scores over many. The event is always "it passes".

/** A forecast that a later run has judged. */
export interface Verified {
  readonly test: string;
  /** `unknown` claimed nothing, but still told a chance. */
  readonly claim: 'pass' | 'fail' | 'unknown';
  /** The chance that it passes, as the rehearsal told it. */
  readonly probability: number;
  /** Of an unknown one the first origin's reason: `time`, `budget`, `model` … */
  readonly reason?: string;
  /** The state of the code that it was made for: forecasts for one state are right or wrong together, more often than not. */
  readonly code?: string;
  readonly passed: boolean;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Means over the bin: of what was said, and of what happened. */
  readonly predicted: number;
  readonly observed: number;
}
export interface Scores {
  readonly count: number;
  /** Mean squared distance between the chance told and what happened: 0 is perfect, 0.25 is what "one half" always gets (Brier 1950). */
  readonly brier: number;
  /** Expected calibration error: how far the chances told in a bin lie from what happened in it, by the bins' sizes. */
  readonly ece: number;
  /** The reliability table: bins that hold anything. */
  readonly bins: readonly Bin[];
}

const binCount = 10;

/** Scores of chances against outcomes. */
export function scoresOf(pairs: readonly (readonly [predicted: number, passed: boolean])[]): Scores {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, predicted: 0, observed: 0 }));
  let squares = 0;
  for (const [p, passed] of pairs) {
    const y = passed ? 1 : 0;
    squares += (p - y) ** 2;
    const bin = sums[Math.min(binCount - 1, Math.max(0, Math.floor(p * binCount)))];
    bin.count++;
    bin.predicted += p;
    bin.observed += y;
  }
  const count = pairs.length;
  const bins = sums.flatMap((s, i) =>
    s.count === 0 ? [] : [{ from: i / binCount, to: (i + 1) / binCount, count: s.count, predicted: s.predicted / s.count, observed: s.observed / s.count }],
  );
  const ece = bins.reduce((sum, b) => sum + (b.count / count) * Math.abs(b.predicted - b.observed), 0);
  return { count, brier: count === 0 ? 0 : squares / count, ece: count === 0 ? 0 : ece, bins };
}
