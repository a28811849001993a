// The way to the oracles for commands and sessions: their bundle is loaded only where one may be switched on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedOracles } from './open.ts';

export const oraclesPlace = join('.foretrace', 'oracles.json');
/** A person's own, for all workspaces: $XDG_CONFIG_HOME/foretrace/oracles.json, or below ~/.config. */
export const ownOraclesPlace = ({ environment, home }: Pick<OraclesAsked, 'environment' | 'home'>): string =>
  join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'foretrace', 'oracles.json');

export interface OraclesAsked {
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** As --oracle names them; without any, what the settings switch on. `none` switches all off. */
  readonly names?: readonly string[];
}

/** Undefined where none is switched on. Throws a Failed for settings that are wrong. */
export async function loadOracles(asked: OraclesAsked): Promise<OpenedOracles | undefined> {
  if (!mayUseOracles(asked)) return undefined;
  const here = import.meta.url;
  // Beside this one in dist/, or its sources when they run as they are.
  const { openOracles } = (await import(new URL(here.endsWith('.ts') ? './open.ts' : './oracles.js', here).href)) as typeof import('./open.ts');
  return openOracles(asked);
}
/** Most have no such file, and need none of this. */
const mayUseOracles = (a: OraclesAsked): boolean => (a.names ?? []).length > 0 || existsSync(join(a.workspace, oraclesPlace)) || existsSync(ownOraclesPlace(a));
