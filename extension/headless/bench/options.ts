// What a benchmark is told on its command line.

export interface BenchOptions {
  /** Folder of the data, `--data`. */
  readonly folder: string;
  /** End with one JSON line, `--json`. */
  readonly json: boolean;
  /** Folder that holds checkouts of the repositories that the data names, `--repos`. */
  readonly repos?: string;
}
