// Real repositories as benchmarks use them: what the data says of each, and where its checkout stands on this machine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Place } from '../protocol.ts';

export interface Checkout {
  readonly name: string;
  /** Its folder on this machine. */
  readonly folder: string;
  /** Folders or files of its own code, relative to the folder. */
  readonly source: readonly string[];
  readonly place: Place;
}
interface Described {
  readonly pythonpath: readonly string[];
  readonly source: readonly string[];
}

/** The repositories that a `repos_*.json` in one of the folders describes and that `repos` holds a checkout of, by name. */
export function readCheckouts(folders: readonly string[], repos: string | undefined): Map<string, Checkout> {
  const out = new Map<string, Checkout>();
  if (repos === undefined) return out;
  for (const folder of folders.filter(existsSync)) {
    for (const file of readdirSync(folder).filter(n => /^repos.*\.json$/.test(n))) {
      const described = (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { repos: Record<string, Described> }).repos;
      for (const [name, d] of Object.entries(described)) {
        const at = resolve(repos, name);
        if (existsSync(at)) out.set(name, { name, folder: at, source: d.source, place: placeOf(at, d.pythonpath) });
      }
    }
  }
  return out;
}

/** As the truths were recorded: hash seed 0, UTC, no plugins, the roots on the path. */
function placeOf(folder: string, roots: readonly string[]): Place {
  const own = roots.map(r => resolve(folder, r));
  const given = (process.env.PYTHONPATH ?? '').split(':').filter(p => p !== '');
  const environment = { PATH: process.env.PATH ?? '', HOME: homedir(), PYTHONHASHSEED: '0', TZ: 'UTC', PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1', PYTHONPATH: [...own, ...given].join(':') };
  return { workspace: folder, environment, home: homedir(), changes: new Map() };
}
