// The real CPython 3.11 as oracle, where the machine has one of 3.11.7 or later (earlier ones had bugs that it has not), and the standard library's sources from it or from the bundled archive.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Files } from '../../predictor/files.ts';

const found = spawnSync('python3', ['-c', 'import os, sys; print((3, 11, 7) <= sys.version_info < (3, 12), os.path.dirname(os.__file__))'], { encoding: 'utf8' });
const [is311, folder] = (found.stdout ?? '').trim().split(' ');
/** There is such a `python3`: differential tests run. */
export const hasPython = is311 === 'True';

/** Runs a script of test/support with JSON on its standard input and JSON on its output. */
export function askPython<R>(script: string, args: readonly string[], input: unknown): R {
  const r = spawnSync('python3', [join(import.meta.dirname, script), ...args], {
    input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1 << 29, env: { ...process.env, PYTHONHASHSEED: '0', TZ: 'UTC', PYTHONIOENCODING: 'utf-8' },
  });
  if (r.status !== 0) throw new Error(`python3 ${script} failed: ${r.stderr}`);
  return JSON.parse(r.stdout) as R;
}

export function libraryOf(): { path: string; files?: Files } {
  return hasPython ? { path: folder } : bundled();
}
function bundled(): { path: string; files: Files } {
  const zip = join(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')), 'python_stdlib.zip');
  const entries = unzipSync(readFileSync(zip));
  const root = '/python-stdlib';
  const folders = new Map<string, Set<string>>();
  for (const name of Object.keys(entries)) {
    const parts = name.split('/').filter(p => p !== '');
    for (let i = 0; i < parts.length; i++) {
      const at = [root, ...parts.slice(0, i)].join('/');
      if (!folders.has(at)) folders.set(at, new Set());
      folders.get(at)!.add(parts[i]);
    }
  }
  const inside = (path: string): string => path.slice(root.length + 1);
  return {
    path: root,
    files: {
      kind: path => (folders.has(path) ? 'folder' : entries[inside(path)] !== undefined ? 'file' : undefined),
      read: path => entries[inside(path)],
      list: path => (folders.has(path) ? [...folders.get(path)!] : undefined),
    },
  };
}
