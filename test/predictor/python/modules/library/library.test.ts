// Programs that use the standard library, rehearsed and held against what CPython printed. Where there is a Python, its output is asked for anew (`npm run bless`
// records it).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withChanges } from '../../../../../predictor/files.ts';
import { dictSet } from '../../../../../predictor/python/dict-keys.ts';
import { hashSeed } from '../../../../../predictor/python/hash-seed.ts';
import { imports } from '../../../../../predictor/python/imports.ts';
import { boot, bugs, execText, guarded, mainNamespace, type Outcome, rollback, snapshot, startRun } from '../../../../../predictor/python/machine.ts';
import { runExitFunctions } from '../../../../../predictor/python/modules/atexit.ts';
import { finishThreads } from '../../../../../predictor/python/modules/threads.ts';
import { str } from '../../../../../predictor/python/operators.ts';
import { createWebGrammar } from '../../../../../predictor/python/syntax/web-grammar.ts';
import { Module } from '../../../../../predictor/python/values.ts';
import { diskFiles } from '../../../../support/engine.ts';
import { hasPython, libraryOf } from '../../../../support/python.ts';

const folder = join(import.meta.dirname, 'programs');
const golden = join(import.meta.dirname, 'golden.json');
const programs = readdirSync(folder).filter(f => f.endsWith('.py'));
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What CPython prints, run in an empty folder. */
function truth(name: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'library-'));
  try {
    writeFileSync(join(cwd, name), textOf(name));
    const r = spawnSync('python3', ['-B', name], { cwd, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/root', PYTHONHASHSEED: '0', TZ: 'UTC' } });
    if (r.status !== 0) throw new Error(`${name}: ${r.stderr}`);
    return r.stdout.replaceAll(realpathSync(cwd), '/workspace');
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
if (process.env.BLESS !== undefined && hasPython) writeFileSync(golden, `${JSON.stringify(Object.fromEntries(programs.map(n => [n, truth(n)])), null, 1)}\n`);
const recorded = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as Record<string, string>) : {};

function rehearse(name: string): Outcome {
  const file = `/workspace/${name}`;
  const namespace = mainNamespace(file);
  snapshot();
  startRun({ steps: 50_000_000, ms: 60_000, bytes: 1 << 28, paths: 1 });
  const o = guarded(() => {
    dictSet(imports.modules, '__main__', new Module(namespace));
    const v = execText(textOf(name), file, namespace);
    finishThreads();
    runExitFunctions();
    return v;
  });
  return o;
}
const endOf = (o: Outcome): string => (o.ending.kind === 'raise' ? `${o.ending.exc.cls.name}: ${str(o.ending.exc)}` : o.ending.kind === 'unknown' ? JSON.stringify(o.ending.origins) : 'done');

beforeAll(async () => {
  const require = createRequire(import.meta.url);
  const grammar = await createWebGrammar(readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')), readFileSync(require.resolve('tree-sitter-python/tree-sitter-python.wasm')));
  hashSeed.pinned = true;
  hashSeed.seed = 0;
  const library = libraryOf();
  const files = withChanges(library.files ?? diskFiles, new Map(programs.map(n => [`/workspace/${n}`, textOf(n)])));
  boot({ grammar, files, library: [library.path], packages: [], packagesKnown: true, workspace: '/workspace', environment: { PATH: '/usr/bin', HOME: '/root', TZ: 'UTC' }, now: () => performance.now() });
}, 60_000);

/** The bundled library is that of another 3.11, without decimal and ssl: these programs show it. */
const ofTheRealLibrary = ['dates.py', 'everyday.py', 'secure_sockets.py', 'testing.py'];

describe('programs over the standard library', () => {
  for (const name of programs.filter(n => hasPython || !ofTheRealLibrary.includes(n))) {
    it(`print what CPython prints: ${name}`, { timeout: 120_000 }, () => {
      const o = rehearse(name);
      expect(endOf(o)).toBe('done');
      expect(o.stdout.split('\n')).toEqual(recorded[name].split('\n'));
      expect(bugs).toEqual([]);
      rollback();
    });
  }
  it('leave nothing behind when they are taken back', { timeout: 120_000 }, () => {
    const first = rehearse('files.py');
    rollback();
    const second = rehearse('files.py');
    rollback();
    expect(second.stdout).toBe(first.stdout);
    expect(second.effects.length).toBe(first.effects.length);
  });
});

describe.runIf(hasPython)('the recorded outputs', () => {
  it('are still those of CPython', { timeout: 120_000 }, () => {
    for (const name of programs) expect(truth(name), name).toBe(recorded[name]);
  });
});
