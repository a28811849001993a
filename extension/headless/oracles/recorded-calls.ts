// The workspace's store as the memory that an oracle asks: calls by function and arguments, and whether the code is still as it was recorded.
import type { RecordedCall, RecordedCalls } from '../../../predictor/oracles/memory.ts';
import { linesOf, sourceOf } from '../../../trace-collector/store/sources.ts';
import type { Store } from '../../../trace-collector/store/store.ts';

/** `textNow` tells the text of a file as the forecast sees it, unsaved and proposed edits included. */
export function recordedCalls(store: Store, textNow: (file: string) => string | undefined): RecordedCalls {
  return {
    functions: () =>
      store.db.prepare('SELECT DISTINCT f.file, f.name FROM functions f WHERE EXISTS (SELECT 1 FROM calls c WHERE c.function = f.id)').all() as {
        file: string;
        name: string;
      }[],
    find(file, name, known): RecordedCall | undefined {
      const calls = store.calls(file, name, known);
      const [newest] = calls;
      if (newest === undefined) return undefined;
      // What came out differently for the same arguments is no function of them: nothing is said of it.
      if (calls.some(c => c.value !== newest.value || c.exception !== newest.exception)) return undefined;
      if (newest.value === null && newest.exception === null) return undefined;
      const row = store.db.prepare('SELECT t.run, t.started FROM traces t WHERE t.id = ?').get(newest.trace) as { run: number; started: number } | undefined;
      if (row === undefined) return undefined;
      const then = sourceOf(store, row.run, file);
      const now = textNow(file);
      return {
        ...(newest.value === null ? {} : { value: newest.value }),
        ...(newest.exception === null ? {} : { exception: newest.exception }),
        at: row.started,
        changed: then === undefined || now === undefined || linesOf(then).join('') !== linesOf(now).join(''),
        times: calls.reduce((n, c) => n + c.times, 0),
      };
    },
  };
}
