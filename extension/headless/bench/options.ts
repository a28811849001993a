// What a benchmark is told on its command line.

export interface BenchOptions {
  /** Folder of the data, `--data`. */
  readonly folder: string;
  /** End with one JSON line, `--json`. */
  readonly json: boolean;
  /** Folder that holds checkouts of the repositories that the data names, `--repos`. */
  readonly repos?: string;
  /** Names of the repositories to take, `--only`; all where it is not said. */
  readonly only?: readonly string[];
  /** Take that many cases, spread over all, `--sample`. */
  readonly sample?: number;
}
