// Keeps a store within bounds: whole runs go, the oldest first; outcomes of tests are small and stay as long as their run.
import { together } from './database.ts';
import type { Store } from './store.ts';

export interface PruneLimits {
  /** Of the deflated frames. */
  readonly maxBytes: number;
  /** Milliseconds since 1970: runs before it go. */
  readonly olderThan: number;
}

/** How many traces were removed. */
export function prune({ db }: Store, limits: PruneLimits): number {
  return together(db, () => {
    const count = (): number => (db.prepare('SELECT count(*) AS n FROM traces').get() as { n: number }).n;
    const before = count();
    db.prepare('DELETE FROM runs WHERE started < ? AND finished IS NOT NULL').run(limits.olderThan);
    db.prepare('DELETE FROM forecasts WHERE made < ?').run(limits.olderThan);
    dropUnused();
    const runs = db.prepare('SELECT id FROM runs WHERE finished IS NOT NULL ORDER BY started').all() as { id: number }[];
    for (const { id } of runs) {
      const { n } = db.prepare('SELECT coalesce(sum(length(data)), 0) AS n FROM stretches').get() as { n: number };
      if (n <= limits.maxBytes) break;
      db.prepare('DELETE FROM runs WHERE id = ?').run(id);
      dropUnused();
    }
    return before - count();

    function dropUnused(): void {
      db.exec('DELETE FROM stretches WHERE NOT EXISTS (SELECT 1 FROM trace_stretches u WHERE u.stretch = stretches.id)');
      db.exec('DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM run_sources u WHERE u.source = sources.id)');
      db.exec('DELETE FROM code_states WHERE NOT EXISTS (SELECT 1 FROM forecasts f WHERE f.code = code_states.digest)');
      db.exec('PRAGMA incremental_vacuum');
    }
  });
}
