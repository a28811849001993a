// What a rehearsal may spend, and the signal thrown when something is spent. Every rehearsal ends: by its own end or by this.

export interface Budget {
  /** Loop turns and calls. */
  readonly steps: number;
  /** Milliseconds, measured by the clock that the host hands in. */
  readonly ms: number;
  /** Milliseconds for a run that is in doubt already: its end says no more than how likely it is. As many as for any run where this is missing. */
  readonly inDoubtMs?: number;
  /** Bytes that large single operations (repetition, big powers, padding) may allocate together. */
  readonly bytes: number;
  /** Paths tried when branches hang on unknowns. */
  readonly paths: number;
}

export const defaultBudget: Budget = { steps: 20_000_000, ms: 10_000, bytes: 512 << 20, paths: 16 };

export type Spent = 'steps' | 'time' | 'memory' | 'depth' | 'regex' | 'paths';

/** Thrown out of a suite that is stopped by its host: what was told so far holds. */
export class Stopped {}

/** Thrown through the machine: no Python `except` can see it. */
export class BudgetSpent {
  readonly what: Spent;
  constructor(what: Spent) {
    this.what = what;
  }
}
