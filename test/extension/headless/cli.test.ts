// The command line as a person meets it: bad input gets one clear line and exit code 2, programs that never end get an honest unknown.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const cli = join(import.meta.dirname, '../../../dist/cli.js');
let folder: string;

function foretrace(...args: string[]): { code: number | null; out: string; err: string } {
  const r = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { code: r.status, out: r.stdout, err: r.stderr };
}
function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}
/** One line on standard error, no stack, exit code 2. */
function refused(...args: string[]): string {
  const { code, out, err } = foretrace(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/\n\s+at /);
  return err.trim();
}
const outcome = (call: string, file: string): { outcome: string; why: { reason: string; what: string }[]; raises?: { type: string; message: string } } => {
  const { out } = foretrace('rehearse', file, '--call', call, '--format', 'json');
  return (JSON.parse(out) as { forecast: ReturnType<typeof outcome> }).forecast;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foretrace-cli-'));
  write('app.py', 'def f(a):\n    return a + 1\n');
  write('test_app.py', 'from app import f\n\n\ndef test_f():\n    assert f(1) == 2\n');
  write('latin.py', new Uint8Array([0x78, 0x20, 0x3d, 0x20, 0x27, 0xe9, 0x27, 0x0a]));
  write('big.py', `x = [\n${'    0,\n'.repeat(800_000)}]\n`);
  write('good.diff', '--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,2 @@\n def f(a):\n-    return a + 1\n+    return a + 2\n');
  write('bad.diff', '--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,2 @@\n def f(a):\n-    return a + 7\n+    return a + 2\n');
  write('a_circle.py', 'import b_circle\nx = 1\n');
  write('b_circle.py', 'from a_circle import x\n');
  symlinkSync('/etc', join(folder, 'outside'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bad input', () => {
  it('names a path that is not there', () => {
    expect(refused('check', 'nowhere')).toContain('nowhere');
    expect(refused('rehearse', 'nowhere.py')).toContain('nowhere.py');
  });
  it('says that --staged needs a git repository', () => {
    expect(refused('check', '--staged')).toMatch(/git repository/);
  });
  it('names the hunk of a diff that does not apply', () => {
    expect(refused('check', '--edit', 'bad.diff')).toMatch(/hunk 1.*app\.py|app\.py.*hunk 1/i);
  });
  it('refuses a file that is not UTF-8', () => {
    expect(refused('rehearse', 'latin.py')).toMatch(/latin\.py.*UTF-8/);
  });
  it('names unknown commands and options', () => {
    expect(refused('frobnicate')).toContain('frobnicate');
    expect(refused('check', '--frob')).toContain('--frob');
  });
});

describe('programs that never end, or ask for too much', () => {
  it.each([
    ['an endless loop', 'def f():\n    while True:\n        pass\n'],
    ['a huge list', 'def f():\n    return [0] * 10**12\n'],
    ['a huge string', "def f():\n    return 'a' * 10**12\n"],
    ['a huge number', 'def f():\n    return 10**10**8\n'],
    ['a pattern that backtracks for ever', "import re\ndef f():\n    return re.match('(a+)+$', 'a' * 40 + 'b')\n"],
  ])('%s is unknown: budget, or CPython\'s own MemoryError', (_what, text) => {
    write('one.py', text);
    const o = outcome('f()', 'one.py');
    if (o.outcome === 'fail') expect(o.raises!.type).toBe('MemoryError');
    else {
      expect(o.outcome).toBe('unknown');
      expect(o.why.map(w => w.reason)).toContain('budget');
    }
  });
  it('endless recursion is forecast as RecursionError', () => {
    write('one.py', 'def f(n=0):\n    return f(n + 1)\n');
    expect(outcome('f()', 'one.py').raises).toMatchObject({ type: 'RecursionError' });
  });
  it('deep recursion below the limit works', () => {
    write('one.py', 'def nested(n):\n    return 0 if n == 0 else 1 + nested(n - 1)\ndef f():\n    import sys\n    sys.setrecursionlimit(10**6)\n    return nested(20000)\n');
    expect(outcome('f()', 'one.py').outcome).toBe('pass');
  });
  it('a circular import is forecast as the ImportError that it is', () => {
    write('one.py', 'import a_circle\ndef f():\n    return 1\n');
    expect(outcome('f()', 'one.py').raises).toMatchObject({ type: 'ImportError', message: expect.stringContaining('partially initialized module') });
  });
  it('a generated file of 5 MB is read or refused, never choked on', () => {
    const { code, err } = foretrace('rehearse', 'big.py', '--call', 'len(x)');
    expect([0, 2, 3]).toContain(code);
    if (code === 2) expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
  it('a link out of the workspace is not followed', () => {
    write('one.py', "def f():\n    return open('outside/hostname').read()\n");
    expect(outcome('f()', 'one.py').outcome).not.toBe('pass');
  });
});

describe('a rehearsal of one test', () => {
  it('shows its lines and how it ends', () => {
    write('single.py', 'import pytest\n\n@pytest.fixture\ndef n():\n    return 2\n\ndef test_sum(n):\n    assert n + 1 == 4\n');
    const { code, out } = foretrace('rehearse', 'single.py::test_sum', '--trace');
    expect(code).toBe(1);
    expect(out).toContain('# n = 2');
    expect(out).toMatch(/AssertionError/);
  });
  it('says when there is no such test', () => {
    expect(refused('rehearse', 'single.py::test_nothing')).toContain('test_nothing');
  });
});

describe('a check', () => {
  it('says which test an edit would break, and where', () => {
    const { code, out } = foretrace('check', '--edit', 'good.diff');
    expect(code).toBe(1);
    expect(out).toContain('test_app.py::test_f');
    expect(out).toContain('assert f(1) == 2');
    expect(out).toContain('assert 3 == 2');
  });
  it('passes what does not break', () => {
    expect(foretrace('check', 'test_app.py').code).toBe(0);
  });
  it('gives data with --format json', () => {
    const { out } = foretrace('check', '--edit', 'good.diff', '--format', 'json');
    expect((JSON.parse(out) as { tests: { id: string; change: string }[] }).tests).toEqual([expect.objectContaining({ id: 'test_app.py::test_f' })]);
  });
});
