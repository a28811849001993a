// Remembered forecasts on disk, one file for each project and its circumstances. Losing one costs time only, so what cannot be read or written is passed over.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type Packed, packed, unpacked } from '../../predictor/forecast/packed.ts';
import { joined, type Remembered } from '../../predictor/forecast/remembered.ts';

/** Older ones go. */
const mostKept = 60;

/** What this thread has read or written last. */
const seen = new Map<string, string>();
/** The state before an edit that was asked for last: a check comes back to it at each commit, and reading it anew takes longer than asking what still holds. */
let before: { readonly path: string; readonly stamp: string; readonly memory: Remembered } | undefined;

export class ForecastStore {
  readonly #folder: string;
  constructor(cache: string) {
    this.#folder = join(cache, 'forecasts');
  }
  /** `state` is a second place under the same key. */
  load(key: string, state?: 'before'): Remembered | undefined {
    try {
      const path = this.#path(key, state);
      const stamp = stampOf(path);
      if (before?.path === path && before.stamp === stamp) return before.memory;
      const m = unpacked(JSON.parse(readFileSync(path, 'utf8')) as Packed);
      seen.set(path, stamp);
      if (state === 'before') before = { path, stamp, memory: m };
      return m.key === key ? m : undefined;
    } catch {
      return undefined;
    }
  }
  /** Joined with what others have saved meanwhile, and given back so. Written beside its place and moved there, so that no one ever reads half of it. */
  save(m: Remembered, state?: 'before'): Remembered {
    let all = m;
    try {
      mkdirSync(this.#folder, { recursive: true });
      const path = this.#path(m.key, state);
      const unlock = this.#lock(path);
      try {
        const other = seen.get(path) === stampOf(path) ? undefined : this.load(m.key, state);
        if (other !== undefined) all = joined(m, other);
        const temporary = `${path}.${process.pid}.${threadId}`;
        writeFileSync(temporary, JSON.stringify(packed(all)));
        renameSync(temporary, path);
        seen.set(path, stampOf(path));
        if (state === 'before') before = { path, stamp: stampOf(path), memory: all };
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
  #lock(path: string): () => void {
    const lock = `${path}.lock`;
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
  #path(key: string, state?: 'before'): string {
    return join(this.#folder, `${key}${state === undefined ? '' : `.${state}`}.json`);
  }
  #prune(): void {
    const all = readdirSync(this.#folder).map(name => ({ path: join(this.#folder, name), at: statSync(join(this.#folder, name)).mtimeMs }));
    for (const old of all.sort((a, b) => b.at - a.at).slice(mostKept)) rmSync(old.path, { force: true });
  }
}
function stampOf(path: string): string {
  const s = statSync(path, { throwIfNoEntry: false });
  return s === undefined ? '' : `${s.ino} ${s.mtimeMs} ${s.size}`;
}
