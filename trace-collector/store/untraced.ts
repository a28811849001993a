// Tests that a run told an outcome of and no trace: skipped before anything ran, or not even collected.
import type { Outcome, Store } from './store.ts';

export interface Untraced {
  readonly run: number;
  readonly test: string;
  readonly result: Outcome['result'];
  readonly phase: Outcome['phase'];
  /** Milliseconds since 1970. */
  readonly started: number;
}
/** Newest first. */
export function untraced({ db }: Store, filter: { readonly test?: string; readonly limit?: number } = {}): Untraced[] {
  const text = `SELECT run, test, result, phase, at AS started FROM outcomes WHERE trace IS NULL ${filter.test === undefined ? '' : 'AND test = ?'} ORDER BY id DESC LIMIT ?`;
  const values = filter.test === undefined ? [] : [filter.test];
  return db.prepare(text).all(...values, filter.limit ?? -1) as unknown as Untraced[];
}
