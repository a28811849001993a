// The formats in which a check is told, by name: one row and one file each. Paths are shown relative to the repository, for whoever reads them works there; for people at a
// terminal, relative to where they stand.
import type { Timing } from '../timing.ts';
import type { ShowPath } from '../present/raised.ts';
import type { Judged } from './findings.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';

export interface Told {
  readonly judged: Judged;
  /** Of Foretrace. */
  readonly version: string;
  /** The repository's folder. */
  readonly root: string;
  readonly show: ShowPath;
  readonly timing?: Timing;
}
export type Format = (told: Told) => string;

/** `text` is present/report.ts: it wants a terminal's width and colours. */
export const formats: Readonly<Record<string, Format>> = { json, sarif, junit, github, markdown };
export const formatNames: readonly string[] = ['text', ...Object.keys(formats)];
