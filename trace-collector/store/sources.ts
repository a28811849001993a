// The sources that a run had: kept beside its traces, each different text once, so that a trace is still read with the lines that ran after the file has changed.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { together } from './database.ts';
import type { Store } from './store.ts';

/** Larger ones are no sources that anyone wrote. */
const largest = 4 << 20;

/** Keeps what the files hold. With `until` (milliseconds since 1970) those that were written later are left out: it is not known what they held. */
export function keepSources({ db }: Store, run: number, files: Iterable<string>, until = Number.POSITIVE_INFINITY): void {
  together(db, () => {
    for (const file of files) {
      const text = readSource(file, until);
      if (text === undefined) continue;
      const digest = createHash('sha256').update(text).digest().subarray(0, 16);
      if (db.prepare('SELECT 1 FROM sources WHERE digest = ?').get(digest) === undefined)
        db.prepare('INSERT INTO sources (digest, data) VALUES (?, ?)').run(digest, deflateRawSync(text));
      db.prepare('INSERT INTO run_sources (run, file, source) SELECT ?, ?, id FROM sources WHERE digest = ? ON CONFLICT DO NOTHING').run(run, file, digest);
    }
  });
}
function readSource(file: string, until: number): Buffer | undefined {
  try {
    const { size, mtimeMs } = statSync(file);
    return size > largest || mtimeMs > until ? undefined : readFileSync(file);
  } catch {
    return undefined; // Made up by the program (`<string>`), or gone.
  }
}

/** The text of a file as the run had it; undefined where it was not kept. */
export function sourceOf({ db }: Store, run: number, file: string): string | undefined {
  const row = db.prepare('SELECT s.data FROM run_sources r JOIN sources s ON s.id = r.source WHERE r.run = ? AND r.file = ?').get(run, file);
  return row === undefined ? undefined : inflateRawSync(row.data as Uint8Array).toString('utf8');
}

/** The lines of a text with their ends, as CPython reads them: every end of a line is `\n`. */
export const linesOf = (text: string): string[] => text.replace(/\r\n?/g, '\n').match(/[^\n]*\n|[^\n]+$/g) ?? [];
