// Remembered forecasts on disk, one file for each project and its circumstances. Losing one costs time only, so what cannot be read or written is passed over.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { joined, type Remembered } from '../../predictor/forecast/remembered.ts';

/** Older ones go. */
const mostKept = 60;

/** Where caches belong on this system: FORETRACE_CACHE, else XDG_CACHE_HOME, else ~/.cache. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  return environment.FORETRACE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(home, '.cache'), 'foretrace');
}

/** What this thread has read or written last. */
const seen = new Map<string, string>();

export class ForecastStore {
  readonly #folder: string;
  constructor(cache: string) {
    this.#folder = join(cache, 'forecasts');
  }
  load(key: string): Remembered | undefined {
    try {
      const m = JSON.parse(readFileSync(this.#path(key), 'utf8')) as Remembered;
      seen.set(this.#path(key), this.#stamp(key));
      return m.key === key ? m : undefined;
    } catch {
      return undefined;
    }
  }
  /** Joined with what others have saved meanwhile, and given back so. Written beside its place and moved there, so that no one ever reads half of it. */
  save(m: Remembered): Remembered {
    let all = m;
    try {
      mkdirSync(this.#folder, { recursive: true });
      const unlock = this.#lock(m.key);
      try {
        const other = seen.get(this.#path(m.key)) === this.#stamp(m.key) ? undefined : this.load(m.key);
        if (other !== undefined) all = joined(m, other);
        const temporary = `${this.#path(m.key)}.${process.pid}.${threadId}`;
        writeFileSync(temporary, JSON.stringify(all));
        renameSync(temporary, this.#path(m.key));
        seen.set(this.#path(m.key), this.#stamp(m.key));
      } finally {
        unlock();
      }
      this.#prune();
    } catch {
      // A full or read-only disk: the next run rehearses again.
    }
    return all;
  }
  /** One writer at a time. Who waits too long goes on: what is lost is time only. */
  #lock(key: string): () => void {
    const lock = `${this.#path(key)}.lock`;
    for (let tries = 0; tries < 50; tries++) {
      try {
        mkdirSync(lock);
        return () => rmSync(lock, { recursive: true, force: true });
      } catch {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      }
    }
    rmSync(lock, { recursive: true, force: true });
    return () => {};
  }
  #stamp(key: string): string {
    const s = statSync(this.#path(key), { throwIfNoEntry: false });
    return s === undefined ? '' : `${s.ino} ${s.mtimeMs} ${s.size}`;
  }
  #path(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
  #prune(): void {
    const all = readdirSync(this.#folder).map(name => ({ path: join(this.#folder, name), at: statSync(join(this.#folder, name)).mtimeMs }));
    for (const old of all.sort((a, b) => b.at - a.at).slice(mostKept)) rmSync(old.path, { force: true });
  }
}
