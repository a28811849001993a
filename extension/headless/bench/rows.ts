// Reading benchmark data: folders of JSON-lines files given by the caller.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noBenchRows } from '../../../trace-collector/failure.ts';

/** Every row of every `.jsonl` file in the folder whose rows `belong`. Throws a Failed where there is none. */
export function readRows<R>(folder: string, belong: (row: Record<string, unknown>) => boolean): R[] {
  const out: R[] = [];
  for (const name of readdirSync(folder).filter(n => n.endsWith('.jsonl')).sort()) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const row = JSON.parse(line) as Record<string, unknown>;
      if (belong(row)) out.push(row as R);
    }
  }
  if (out.length === 0) throw noBenchRows(folder);
  return out;
}
/** The source files of a `programs.ndjson`, by path. */
export function readPrograms(folder: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of readFileSync(join(folder, 'programs.ndjson'), 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const { path, text } = JSON.parse(line) as { path: string; text: string };
    out.set(path, text);
  }
  return out;
}
