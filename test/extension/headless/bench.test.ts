// What a benchmark says to a wrong folder: one line, no stack.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from './folder.ts';

const bench = join(import.meta.dirname, '../../../dist/bench.js');
let folder: Folder;
beforeAll(() => {
  folder = makeFolder({ 'notes.txt': '' });
});
afterAll(() => folder.remove());

describe('a benchmark', () => {
  it.each([
    ['a folder that is not there', '/foretrace-nowhere', 'bench mutants: /foretrace-nowhere: no such file or folder (--data /foretrace-nowhere)\n'],
    ['a folder without its data', undefined, /^bench mutants: .* holds no rows \(\*\.jsonl\) of this benchmark \(--data .*\)\n$/],
  ])('says in one line that it was given %s', (_, data, expected) => {
    const r = spawnSync(process.execPath, [bench, 'mutants', '--data', data ?? folder.path], { encoding: 'utf8' });
    expect(r.status).toBe(2);
    expect(r.stderr).toMatch(expected);
  });
});
