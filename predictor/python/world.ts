// What the host hands to the machine, and what one run of a program gathers: files, paths, the grammar, output, effects.
import type { Effect, EffectKind } from '../effects.ts';
import type { Files } from '../files.ts';
import type { Asking } from '../oracles/oracle.ts';
import type { Scenario } from '../scenario.ts';
import type { Grammar } from './syntax/parser.ts';
import { userFrame, vm } from './state.ts';

export interface World {
  readonly grammar: Grammar;
  readonly files: Files;
  /** Folders of the standard library, as `sys.path` entries. */
  readonly library: readonly string[];
  /** site-packages folders. */
  readonly packages: readonly string[];
  /** Whether a package that is not found is not there. */
  readonly packagesKnown: boolean;
  /** Further folders whose content is the host's to tell: those on PYTHONPATH. */
  readonly roots?: readonly string[];
  /** Folder of the workspace: code below it is the user's, other code is library. */
  readonly workspace: string;
  /** Environment variables that the program sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** The current folder at start; the workspace, where it is not said. */
  readonly cwd?: string;
  /** What is taken for given. Its environment, files and folder are in the fields above already. */
  readonly scenario?: Scenario;
  /** Unknowns are noted for oracles, and filled with their answers. */
  readonly asking?: Asking;
  /** Milliseconds from any fixed point, for the time budget only. */
  readonly now: () => number;
  /** Whether the host wants no answer any more: the rehearsal ends soon. */
  readonly stopped?: () => boolean;
  /** Whether the host has hardly any memory left. */
  readonly crowded?: () => boolean;
}

/** One run's gatherings. */
export interface Run {
  stdout: string;
  stderr: string;
  effects: Effect[];
}
export const run: Run = { stdout: '', stderr: '', effects: [] };
export const world: { current: World } = { current: undefined as unknown as World };

export function effect(kind: EffectKind, what: string): void {
  const f = userFrame();
  if (kind === 'environment') vm.stirred = true;
  run.effects.push(f === null ? { kind, what } : { kind, what, file: f.code.file, line: f.line });
}
/** The files as the program sees them, its own changes included, once it has touched the disk (see modules/disk.ts). */
export const liveFiles: { current: Files | null } = { current: null };
/** How many files were asked for and withheld until now. What was made while it grew is not as certain as it looks. */
export const withheldSoFar = (): number => world.current.files.refused?.length ?? 0;
export const filesNow = (): Files => liveFiles.current ?? world.current.files;
