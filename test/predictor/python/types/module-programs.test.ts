// Programs over the modules that are written in C in CPython: they must print what CPython printed (module-programs/*.txt; BLESS=1 records anew).
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { execText, guarded, mainNamespace, startRun } from '../../../../predictor/python/machine.ts';
import { startTestEngine } from '../../../support/engine.ts';
import { hasPython } from '../../../support/python.ts';

const FOLDER = join(import.meta.dirname, 'module-programs');
const FILE = '/workspace/main.py';

beforeAll(startTestEngine);
for (const name of readdirSync(FOLDER).filter(n => n.endsWith('.py'))) {
  test(`${name} prints what CPython prints`, () => {
    const recorded = join(FOLDER, name.replace('.py', '.txt'));
    if (process.env.BLESS === '1' && hasPython) {
      const r = spawnSync('python3', [join(FOLDER, name)], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', PYTHONHASHSEED: '0', PYTHONIOENCODING: 'utf-8' } });
      writeFileSync(recorded, r.stdout);
    }
    startRun(defaultBudget);
    const { stdout, ending, doubts } = guarded(() => execText(readFileSync(join(FOLDER, name), 'utf8'), FILE, mainNamespace(FILE)));
    expect(stdout).toBe(readFileSync(recorded, 'utf8'));
    expect(ending.kind).toBe('value');
    expect(doubts).toEqual([]);
  }, 60_000);
}
