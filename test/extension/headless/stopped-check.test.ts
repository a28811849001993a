// Ctrl-C in the middle of a check.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from './folder.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: Folder;
beforeAll(() => {
  folder = makeFolder({ 'test_quick.py': 'def test_right():\n    assert True\n\ndef test_wrong():\n    assert 1 == 2\n' });
});
afterAll(() => folder.remove());

describe('a check that is stopped', () => {
  it('tells what is known by then', async () => {
    const env = { ...process.env, NO_COLOR: '1', FORETRACE_CACHE: folder.at('cache') };
    spawnSync(process.execPath, [cli, 'check'], { cwd: folder.path, env });
    folder.write('test_slow.py', Array.from({ length: 400 }, (_, i) => `def test_${i}():\n    while True: pass\n`).join('\n'));
    const check = spawn(process.execPath, [cli, 'check'], { cwd: folder.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    check.stdout.on('data', d => (out += d));
    setTimeout(() => check.kill('SIGINT'), 5000);
    const code = await new Promise(resolve => check.on('close', resolve));
    expect(code).toBe(130);
    expect(out).toContain('✗ test_quick.py::test_wrong');
    expect(out).toMatch(/stopped: the other tests are not known\n1 would fail · \d+ unknown · 1 pass\n$/);
  }, 60_000);

  it('because its time is over tells what fails by itself as likely, and does not call that fine', () => {
    const app = 'SEEN = {}\nLIMIT = 3\n\ndef see(key):\n    SEEN[key] = True\n    return LIMIT\n';
    // Enough of them that no machine comes through, not even where the first check has left off.
    const tests = 'import app, pytest\n\n@pytest.mark.parametrize("k", range(12))\ndef test_first(k):\n    assert app.see(k)\n    n = 0\n    while n < app.LIMIT * 300_000:\n        n += 1\n\ndef test_limit():\n    assert app.see("b") == 3\n\ndef test_wrong_anyway():\n    assert app.see("c") == 0\n';
    const own = makeFolder({ 'pyproject.toml': '', 'app.py': app, 'test_app.py': tests, 'edit.diff': '--- a/app.py\n+++ b/app.py\n@@ -2 +2 @@\n-LIMIT = 3\n+LIMIT = 400\n' });
    try {
      const env = { ...process.env, NO_COLOR: '1', FORETRACE_CACHE: own.at('cache'), FORETRACE_RESIDENT: 'off' };
      const check = (...args: string[]) => spawnSync(process.execPath, [cli, 'check', ...args], { cwd: own.path, env, encoding: 'utf8' });
      expect(check().status).toBe(1);
      const { status, stdout } = check('--edit', 'edit.diff', '--quick', '--budget', '5000', '--allow-unknown');
      expect(stdout).toContain('1 test would likely break\n\n  ✗ test_app.py::test_limit passed → likely failed\n');
      expect(stdout).toContain('assert app.see("b") == 3');
      expect(stdout).toMatch(/time ran out: the other tests are not known\n1 would likely break · \d+ unknown\n$/);
      expect(status).toBe(4);
      const [run] = (JSON.parse(check('--edit', 'edit.diff', '--quick', '--budget', '5000', '--format', 'sarif').stdout) as { runs: { results: { message: { text: string } }[] }[] }).runs;
      expect(run.results.map(r => r.message.text).join('\n')).toContain('test_app.py::test_limit would likely fail (time ran out before that was certain): AssertionError: assert 400 == 3');
    } finally {
      own.remove();
    }
  }, 60_000);

  it('has more time where nothing is remembered of the project', () => {
    const edit = (limit: number): string => `--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-LIMIT = 3\n+LIMIT = ${limit}\n`;
    const own = makeFolder({
      'pyproject.toml': '',
      'app.py': 'LIMIT = 3\n',
      'test_app.py': 'import app\n\ndef test_long():\n    n = 0\n    while n < app.LIMIT * 1000:\n        n += 1\n\ndef test_limit():\n    assert app.LIMIT == 3\n',
      'short.diff': edit(4),
      'long.diff': edit(400_000),
    });
    try {
      const env = { ...process.env, NO_COLOR: '1', FORETRACE_CACHE: own.at('cache'), FORETRACE_RESIDENT: 'off' };
      const check = (diff: string): string => spawnSync(process.execPath, [cli, 'check', '--edit', diff, '--quick', '--budget', '100', '--cold-budget', '50000'], { cwd: own.path, env, encoding: 'utf8' }).stdout;
      expect(check('short.diff')).toContain('1 would break · 1 pass');
      expect(check('long.diff')).toContain('time ran out');
    } finally {
      own.remove();
    }
  }, 60_000);
});
