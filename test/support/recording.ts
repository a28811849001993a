// Real recordings for tests: a program in a folder of its own, run by the machine's python3 under our tracer, and read back from a store.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { record, type Recorded } from '../../trace-collector/python/record.ts';
import { openStore, type Store } from '../../trace-collector/store/store.ts';

const asked = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' });
/** "3.11", or nothing where the machine has no python3. */
export const pythonVersion = asked.status === 0 ? asked.stdout.trim() : undefined;
/** There is a Python that the tracer supports. */
export const canRecord = pythonVersion !== undefined && Number(pythonVersion.split('.')[1]) >= 8;
export const hasPytest = canRecord && spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;

export const tracer = join(import.meta.dirname, '../../trace-collector/python');

export interface Place {
  readonly folder: string;
  readonly store: Store;
  write(name: string, text: string): string;
  run(kind: 'script' | 'pytest' | 'unittest', args: readonly string[], more?: { frames?: number; text?: number }): Promise<Recorded>;
  remove(): void;
}
export function place(): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-record-')));
  const store = openStore(join(folder, '.foretrace', 'traces.db'));
  return {
    folder,
    store,
    write(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    run: (kind, args, more = {}) =>
      record(store, { kind, python: 'python3', tracer, args, cwd: folder, roots: [folder], environment: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' }, output: 'ignore', ...more }),
    remove() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
