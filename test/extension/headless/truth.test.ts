// Forecasts against reality on the command line: check leaves forecasts where there is a store, record and verify judge them, export gives traces away. The parts
// that run Python are skipped where there is no pytest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPytest } from '../../support/recording.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
beforeEach(() => {
  folder = makeFolder({
    'pyproject.toml': '[project]\nname = "shop"\n',
    'shop.py': 'def total(prices):\n    t = 0\n    for p in prices:\n        t += p\n    return t\n',
    'test_shop.py':
      'import pytest\nfrom shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_wrong():\n    assert total([]) == 1\n\n\n@pytest.mark.skip(reason="later")\ndef test_later():\n    pass\n',
  });
});
afterEach(() => folder.remove());

function foretrace(...args: string[]): { code: number | null; out: string; err: string } {
  const r = spawnSync(process.execPath, [cli, ...args], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' } });
  return { code: r.status, out: r.stdout, err: r.stderr };
}
const json = <T>(...args: string[]): T => JSON.parse(foretrace(...args, '--format', 'json').out) as T;
interface Verdicts {
  readonly table: Record<string, number>;
  readonly waiting: number;
  readonly forecasts: readonly { test: string; verdict?: string; surprise?: { kind: string; diverged?: { frame: number; happened?: { line: number } } } }[];
}
const pytest = ['-q', '-p', 'no:cacheprovider'];

describe('foretrace check', () => {
  it('writes nothing into a project that has no store', () => {
    foretrace('check');
    expect(readdirSync(folder.path).sort()).toEqual(['pyproject.toml', 'shop.py', 'test_shop.py']);
  });
  it('keeps its forecasts where there is one, once for the same code, and for an edit too', () => {
    mkdirSync(folder.at('.foretrace'));
    foretrace('check');
    foretrace('check');
    expect(json<Verdicts>('traces', 'verify')).toMatchObject({ waiting: 3, table: { agree: 0 } });
    folder.write('e.diff', '--- a/shop.py\n+++ b/shop.py\n@@ -1,5 +1,5 @@\n def total(prices):\n-    t = 0\n+    t = 1\n     for p in prices:\n         t += p\n     return t\n');
    foretrace('check', '--edit', 'e.diff');
    expect(json<Verdicts>('traces', 'verify').waiting).toBe(6);
    expect(foretrace('traces', 'verify').out).toMatch(/6 {2}wait/);
  });
  it('keeps them where it is told to', () => {
    foretrace('check', '--store', 'kept.db');
    expect(existsSync(folder.at('kept.db'))).toBe(true);
    expect(json<Verdicts>('traces', 'verify', '--store', 'kept.db').waiting).toBe(3);
  });
});

describe.skipIf(!hasPytest)('a recording after a forecast', () => {
  it('confirms what was forecast for the same code', () => {
    mkdirSync(folder.at('.foretrace'));
    foretrace('check');
    expect(foretrace('record', '--pytest', ...pytest).err).toMatch(/3 forecasts confirmed, 0 refuted/);
    expect(json<Verdicts>('traces', 'verify')).toMatchObject({ waiting: 0, table: { agree: 3, 'wrong pass': 0 } });
    expect(foretrace('traces', 'history', 'test_shop.py::test_wrong').out).toMatch(/1 run, 1 failed[\s\S]*forecast failed, confirmed[\s\S]*AssertionError/);
    expect(foretrace('traces', 'list').out).toMatch(/- {2}.*skipped +test_shop\.py::test_later {2}nothing ran/);
  });
  it('does not judge forecasts for other code', () => {
    mkdirSync(folder.at('.foretrace'));
    foretrace('check');
    folder.write('shop.py', 'def total(prices):\n    return 1\n');
    expect(foretrace('record', '--pytest', ...pytest).err).not.toMatch(/confirmed/);
    expect(json<Verdicts>('traces', 'verify').waiting).toBe(3);
    expect(foretrace('traces', 'verify').out).toMatch(/changed since the last: shop\.py/);
  });
  it('tells where a surprise began, when reality was another', () => {
    // What a variable of the environment decides, differs between the two.
    folder.write('shop.py', 'import os\n\ndef total(prices):\n    t = int(os.environ.get("START", "0"))\n    return t + sum(prices)\n');
    mkdirSync(folder.at('.foretrace'));
    foretrace('check');
    folder.write('conftest.py', '');
    foretrace('check');
    const r = spawnSync(process.execPath, [cli, 'record', '--pytest', ...pytest, '-p', 'no:randomly'], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1', START: '5' } });
    expect(r.stderr).toMatch(/refuted/);
    const judged = json<Verdicts>('traces', 'verify').forecasts.find(f => f.test === 'test_shop.py::test_total' && f.verdict !== undefined);
    expect(judged?.surprise?.kind).toBe('wrong pass');
  });
});

describe.skipIf(!hasPytest)('foretrace verify', () => {
  it('rehearses, records and compares: all as forecast', () => {
    const { code, out } = foretrace('verify', '--frames', ...pytest);
    expect(out).toMatch(/3 forecasts held against real runs/);
    expect(out).toMatch(/3 {2}agree/);
    expect(out).toMatch(/2 tests frame by frame .*: 2 the same throughout/);
    expect(code).toBe(0);
    expect(foretrace('traces', 'diff', 'test_shop.py::test_total', '--rehearsed').out).toMatch(/state 100\.0 %, action 100\.0 %[\s\S]*They do not diverge/);
  });
  it('gives its findings as data, for one test too', () => {
    const { code, out } = foretrace('verify', '--format', 'json', 'test_shop.py::test_wrong', ...pytest);
    expect(JSON.parse(out)).toMatchObject({ table: { agree: 1 }, notForecast: [], notRun: [], tests: [{ id: 'test_shop.py::test_wrong', verdict: 'confirmed', recorded: { result: 'failed' }, forecast: { outcome: 'fail' } }] });
    expect(code).toBe(0);
  });
  it('has its own answer where nothing is claimed, and where no test runs', () => {
    folder.write('test_time.py', 'import time\n\ndef test_odd():\n    assert int(time.time()) % 2 in (0, 1) and time.time() > 5e8 and int(time.time() * 1e6) % 7 != 9\n');
    expect([0, 3]).toContain(foretrace('verify', 'test_time.py', ...pytest).code);
    const none = foretrace('verify', '--bad-option-of-pytest');
    expect(none.code).toBe(2);
    expect(none.err).toMatch(/pytest ran no tests/);
    expect(foretrace('verify', '--format', 'yaml').err).toMatch(/text or json/);
  });
});

describe.skipIf(!hasPytest)('foretrace export', () => {
  const rows = (name: string, split: string): Record<string, unknown>[] =>
    gunzipSync(readFileSync(folder.at(`${name}/data/${split}-00000.jsonl.gz`))).toString('utf8').trim().split('\n').map(l => JSON.parse(l) as Record<string, unknown>);
  it('gives a recording as CWM text, byte for byte what traces show prints, and a rehearsal as the same text', () => {
    foretrace('record', '--pytest', ...pytest);
    const { out } = foretrace('export', '--format', 'cwm', '--jsonl', '--out', 'data');
    expect(out).toMatch(/Wrote 2 rows of 2 traces/);
    const [row] = rows('data', 'recorded');
    expect(`${row.text}\n`).toBe(foretrace('traces', 'show', 'test_shop.py::test_total', '--function', 'test_total', '--format', 'cwm').out);
    expect(foretrace('export', '--format', 'cwm', '--jsonl', '--source', 'rehearsed', '--out', 'forecast').out).toMatch(/Wrote 2 rows/);
    // Of the failing one pytest puts its own words into the exception.
    expect(rows('forecast', 'rehearsed')[0].text).toBe(row.text);
  });
  it('takes calls of one function, with all their values', () => {
    foretrace('record', '--pytest', ...pytest);
    foretrace('export', '--format', 'cwm', '--jsonl', '--function', 'total', '--out', 'data');
    expect(rows('data', 'recorded').map(r => [r.function, r.ends])).toEqual([['total', 'return'], ['total', 'return']]);
    expect(foretrace('export', '--format', 'events', '--out', 'data').err).toMatch(/not empty.*--force/);
    expect(foretrace('export', '--format', 'events', '--out', 'data', '--force').code).toBe(0);
    expect(readdirSync(folder.at('data/data'))).toEqual(['recorded-00000.parquet']);
  });
  it('refuses what it cannot do in one line', () => {
    for (const [args, say] of [
      [['export'], /--format cwm/],
      [['export', '--format', 'xml', '--out', 'd'], /cwm or events/],
      [['export', '--format', 'cwm'], /--out DIR/],
      [['export', '--format', 'cwm', '--out', 'd', '--source', 'both'], /never holds both/],
      [['export', '--format', 'cwm', '--out', 'd', '--since', 'yesterday'], /a date such as/],
      [['export', '--format', 'cwm', '--out', 'd'], /nothing is recorded here/],
    ] as const) {
      const r = foretrace(...args);
      expect(r.code).toBe(2);
      expect(r.err.trim().split('\n')).toHaveLength(1);
      expect(r.err).toMatch(say);
    }
  });
});
