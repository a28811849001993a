// Remembered forecasts on disk, one file for each project and its circumstances. Losing one costs time only, so what cannot be read or written is passed over.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Remembered } from '../../predictor/forecast/remembered.ts';

/** Older ones go. */
const mostKept = 60;

/** Where caches belong on this system: FORETRACE_CACHE, else XDG_CACHE_HOME, else ~/.cache. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  return environment.FORETRACE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(home, '.cache'), 'foretrace');
}

export class ForecastStore {
  readonly #folder: string;
  constructor(cache: string) {
    this.#folder = join(cache, 'forecasts');
  }
  load(key: string): Remembered | undefined {
    try {
      const m = JSON.parse(readFileSync(this.#path(key), 'utf8')) as Remembered;
      return m.key === key ? m : undefined;
    } catch {
      return undefined;
    }
  }
  /** Written beside its place and moved there, so that no one ever reads half of it. */
  save(m: Remembered): void {
    try {
      mkdirSync(this.#folder, { recursive: true });
      const temporary = `${this.#path(m.key)}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(m));
      renameSync(temporary, this.#path(m.key));
      this.#prune();
    } catch {
      // A full or read-only disk: the next run rehearses again.
    }
  }
  #path(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
  #prune(): void {
    const all = readdirSync(this.#folder).map(name => ({ path: join(this.#folder, name), at: statSync(join(this.#folder, name)).mtimeMs }));
    for (const old of all.sort((a, b) => b.at - a.at).slice(mostKept)) rmSync(old.path, { force: true });
  }
}
