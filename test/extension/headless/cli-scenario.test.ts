// `--scenario` on the command line: what forecasts say of it, what is remembered, and what is wrong with a scenario.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
const foretrace = (...args: string[]): { code: number | null; out: string; err: string } => {
  const r = spawnSync(process.execPath, [cli, ...args], { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
const check = (...args: string[]): Report => JSON.parse(foretrace('check', '--format', 'json', ...args).out) as Report;
const outcomes = (r: Report): string[] => r.tests.map(t => `${t.id.split('::')[1]} ${t.after?.outcome} ${t.after?.scenario ?? '-'}`);

beforeAll(() => {
  folder = makeFolder({
    'app.py': 'import time, os, random\n\ndef year():\n    return time.gmtime().tm_year\n\ndef draw():\n    return random.random()\n\nif __name__ == "__main__":\n    print(year(), os.environ.get("MODE"))\n',
    'test_app.py': 'import app\n\ndef test_year():\n    assert app.year() == 2024\n\ndef test_draw():\n    assert app.draw() < 0.5\n\ndef test_sum():\n    assert 1 + 1 == 2\n',
    'leap.json': '{"description": "a leap year", "clock": "2024-02-29T12:00:00Z", "environment": {"MODE": "dry"}}',
    'later.json': '{"clock": "2031-01-01T00:00:00Z", "randomSeed": 1}',
    'typo.json': '{"clock": "2024-02-29T12:00:00Z", "patches": {"app.yaer": {"returns": 1}, "nowhere.f": {"returns": 1}}}',
    'bad.json': '{"clock": {"start": "noon"}}',
    'broken.json': '{"clock": ',
    'edit.diff': '--- a/app.py\n+++ b/app.py\n@@ -3,2 +3,2 @@\n def year():\n-    return time.gmtime().tm_year\n+    return time.gmtime().tm_year + 1\n',
  });
});
afterAll(() => folder.remove());

describe('forecasts under a scenario', () => {
  it('say so, in text and in JSON', () => {
    const r = foretrace('rehearse', 'app.py', '--scenario', 'leap.json');
    expect(r.out).toContain('under scenario leap.json');
    expect(r.out).toContain('2024 dry');
    expect(r.code).toBe(0);
    expect((JSON.parse(foretrace('rehearse', 'app.py', '--call', 'year()', '--scenario', 'leap.json', '--format', 'json').out) as { forecast: object }).forecast).toMatchObject({ value: '2024', outcome: 'pass', scenario: 'leap.json' });
    expect(foretrace('check', '--scenario', 'leap.json').out).toContain('under scenario leap.json');
    expect(foretrace('rehearse', 'test_app.py::test_year', '--scenario', 'leap.json').out).toContain('under scenario leap.json');
    expect(foretrace('tests', '--scenario', 'leap.json').out).toBe('test_app.py::test_year\ntest_app.py::test_draw\ntest_app.py::test_sum\n');
  });
  it('are remembered apart from each other and from those without', () => {
    const none = ['test_draw unknown -', 'test_sum pass -', 'test_year unknown -'];
    const leap = ['test_draw unknown leap.json', 'test_sum pass leap.json', 'test_year pass leap.json'];
    const later = ['test_draw pass later.json', 'test_sum pass later.json', 'test_year fail later.json'];
    for (let again = 0; again < 2; again++) {
      expect(outcomes(check()).sort()).toEqual(none);
      expect(outcomes(check('--scenario', 'leap.json')).sort()).toEqual(leap);
      expect(outcomes(check('--scenario', 'later.json')).sort()).toEqual(later);
    }
    expect(check('--scenario', 'leap.json').scenario).toBe('leap.json');
    expect(check()).not.toHaveProperty('scenario');
  });
  it('tell what an edit would break in it', () => {
    const r = check('--edit', 'edit.diff', '--scenario', 'leap.json');
    expect(r.tests.find(t => t.change === 'breaks')).toMatchObject({ id: 'test_app.py::test_year', before: { scenario: 'leap.json' }, after: { scenario: 'leap.json' } });
    expect(r.tests.filter(t => t.change === 'breaks')).toHaveLength(1);
  });
});

describe('a scenario that is wrong', () => {
  const refused = (...args: string[]): string => {
    const r = foretrace(...args);
    expect(r.code).toBe(2);
    expect(r.out).toBe('');
    expect(r.err.trimEnd().split('\n')).toHaveLength(1);
    return r.err;
  };
  it('gets one line: the file, the place in it, what is wrong, the way out', () => {
    expect(refused('check', '--scenario', 'bad.json')).toMatch(/bad\.json: \$\.clock\.start must be a time such as .*foretrace scenario --schema/);
    expect(refused('rehearse', 'app.py', '--scenario', 'broken.json')).toMatch(/broken\.json: \$ is not JSON/);
    expect(refused('check', '--scenario', 'nowhere.json')).toMatch(/no such file.*nowhere\.json/);
    expect(refused('scenario', 'bad.json')).toMatch(/bad\.json: \$\.clock\.start/);
  });
  it('makes nothing definite where it patches names that are not there, and names them', () => {
    const { forecast } = JSON.parse(foretrace('rehearse', 'app.py', '--call', 'year()', '--scenario', 'typo.json', '--format', 'json').out) as { forecast: { outcome: string; why: { what: string }[] } };
    expect(forecast.outcome).toBe('unknown');
    expect(forecast.why.map(w => w.what)).toEqual(expect.arrayContaining([expect.stringContaining("app has no 'yaer'"), expect.stringContaining("no module 'nowhere'")]));
    const r = check('--scenario', 'typo.json');
    expect(r.tests.map(t => t.after?.outcome)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('foretrace scenario', () => {
  it('prints the JSON schema', () => {
    expect(JSON.parse(foretrace('scenario', '--schema').out)).toMatchObject({ type: 'object', additionalProperties: false });
  });
  it('says what a file pins', () => {
    expect(foretrace('scenario', 'leap.json').out).toBe('leap.json: pins clock, environment\n');
  });
});
