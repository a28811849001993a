// The real CPython 3.11 of this machine, where there is one: the truth for differential tests. Elsewhere they are skipped.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Is there a `python3` that is a CPython 3.11? */
export const hasPython = spawnSync('python3', ['-c', 'import sys; print(sys.implementation.name, sys.version_info[:2])'], { encoding: 'utf8' }).stdout?.trim() === 'cpython (3, 11)';

/** Runs a script that lies beside this file and reads the JSON records it prints, one a line. */
export function records<T>(script: string, ...args: (string | number)[]): T[] {
  const run = spawnSync('python3', ['-B', join(here, script), ...args.map(String)], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as T);
}
