// Real recordings for tests: a program in a folder of its own, run by the machine's python3 under our tracer, and read back from a store.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
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

/** Interpreters of this machine from a release on, by their releases: of pyenv, or named as python3.12 is. */
export function pythonsFrom(minor: number): (readonly [release: string, python: string])[] {
  const folder = join(homedir(), '.pyenv/versions');
  const candidates = [...(existsSync(folder) ? readdirSync(folder).map(v => join(folder, v, 'bin/python3')) : []), ...Array.from({ length: 8 }, (_, i) => `python3.${8 + i}`)];
  const found = new Map<string, string>();
  for (const python of candidates) {
    const r = spawnSync(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' });
    const release = r.status === 0 ? r.stdout.trim() : '2.7';
    const [major, n] = release.split('.').map(Number);
    if (major === 3 && n >= minor && !found.has(release)) found.set(release, python);
  }
  return [...found].sort(([a], [b]) => Number(a.slice(2)) - Number(b.slice(2)));
}

export interface RunDetails {
  readonly frames?: number;
  readonly text?: number;
  readonly python?: string;
  readonly monitoring?: boolean;
}
export interface Place {
  readonly folder: string;
  readonly store: Store;
  write(name: string, text: string): string;
  run(kind: 'script' | 'pytest' | 'unittest', args: readonly string[], more?: RunDetails): Promise<Recorded>;
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
