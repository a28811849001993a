// What the process's exit tells scripts and hooks.
export const exitCodes = {
  /** Nothing breaks. */
  fine: 0,
  /** A failure is forecast: with an edit, one that the edit introduces. */
  fails: 1,
  /** The command could not do its work. */
  error: 2,
  /** No failure is forecast, but not everything is known. */
  unknown: 3,
  /** Time ran out (`--budget`), and what was known by then has no failure that counts. */
  outOfTime: 4,
  /** Ctrl-C, as shells tell it. */
  cancelled: 130,
} as const;
