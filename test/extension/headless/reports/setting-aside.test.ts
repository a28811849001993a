// What is known is no news: a baseline file, and comments that set a failure aside. Neither ever hides more than it says.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stretchesBetween } from '../../../../extension/headless/reports/edited-lines.ts';
import { ignoredBy } from '../../../../extension/headless/reports/ignore-comments.ts';
import { type GitRepository, hasGit, makeRepository } from '../git-repository.ts';

let repo: GitRepository;
const app = 'def total(items):\n    return sum(items)\n';
beforeAll(() => {
  if (!hasGit) return;
  repo = makeRepository({
    'pytest.ini': '[pytest]\n',
    'app.py': app,
    'test_app.py': 'import time\nfrom app import total\n\ndef test_known():\n    assert total([1]) == 2\n\ndef test_open():\n    assert time.time() % 2 > 1\n\ndef test_right():\n    assert total([]) == 0\n',
  });
  repo.commit();
});
afterAll(() => repo?.remove());

describe.runIf(hasGit)('a baseline', () => {
  it('is written, and then nothing that it knows counts', () => {
    expect(repo.foretrace('check').code).toBe(1);
    const { code, out } = repo.foretrace('check', '--baseline', '.foretrace-baseline.json', '--write-baseline');
    expect([code, out]).toEqual([0, 'wrote 2 known findings to .foretrace-baseline.json\n']);
    const known = repo.foretrace('check', '--baseline', '.foretrace-baseline.json');
    expect(known.code).toBe(0);
    expect(known.out).toMatch(/~ test_app\.py::test_known {2}AssertionError: assert 1 == 2 — known in the baseline/);
    expect(known.out).toMatch(/2 set aside · 1 pass\n$/);
  });
  it('does not know another failure of the same test', () => {
    repo.write('app.py', 'def total(items):\n    return sum(items) + 4\n');
    const { code, out } = repo.foretrace('check', '--baseline', '.foretrace-baseline.json');
    expect(code).toBe(1);
    expect(out).toContain('✗ test_app.py::test_known');
    expect(out).toContain('no longer as the baseline says');
    repo.write('app.py', app);
  });
  it('tells what is mended, and forgets it when it is written anew', () => {
    const tests = readFileSync(repo.at('test_app.py'), 'utf8');
    repo.write('test_app.py', tests.replace('== 2', '== 1'));
    expect(repo.foretrace('check', '--baseline', '.foretrace-baseline.json').out).toMatch(/no longer as the baseline says.*\n {2}- test_app\.py::test_known/);
    expect(repo.foretrace('check', '--baseline', '.foretrace-baseline.json', '--write-baseline').out).toBe('wrote 1 known finding to .foretrace-baseline.json\n');
    repo.write('test_app.py', tests);
  });
  it('that cannot be read is refused with the place where it is wrong', () => {
    repo.write('bad.json', '{"version": 1, "known": [{"test": "a"}]}');
    expect(repo.foretrace('check', '--baseline', 'bad.json')).toMatchObject({ code: 2, err: expect.stringMatching(/^foretrace: bad\.json: \$\.known\[0\]\.say .*--write-baseline writes it anew\n$/) });
    expect(repo.foretrace('check', '--baseline', 'none.json').err).toBe('foretrace: no such file or folder: none.json\n');
    expect(repo.foretrace('check', '--write-baseline').err).toContain('--write-baseline needs --baseline FILE');
  });
  it('of an edit knows what that edit breaks', () => {
    repo.write('app.py', 'def total(items):\n    return sum(items) + 1\n');
    repo.git('add', 'app.py');
    expect(repo.foretrace('check', '--staged', '--quick').code).toBe(1);
    repo.foretrace('check', '--staged', '--quick', '--baseline', 'edit.json', '--write-baseline');
    expect(repo.foretrace('check', '--staged', '--quick', '--baseline', 'edit.json').code).toBe(0);
    repo.git('reset', '-q', '--hard');
  });
});

describe.runIf(hasGit)('a comment', () => {
  it.each([
    ["on the test's def", 'def test_known():  # foretrace: ignore it is known\n    assert total([1]) == 2\n'],
    ['on the def below decorators', 'import pytest\n\n@pytest.mark.parametrize("n", [1])\ndef test_known(n):  # foretrace: ignore it is known\n    assert total([n]) == 2\n'],
    ['on the line that breaks', 'def test_known():\n    assert total([1]) == 2  # foretrace: ignore it is known\n'],
    ['in a file with Windows line ends', 'def test_known():  # foretrace: ignore it is known\r\n    assert total([1]) == 2\r\n'],
  ])('%s sets the failure aside, and it is counted', (_, text) => {
    repo.write('test_one.py', `from app import total\n\n${text}`);
    const { code, out } = repo.foretrace('check', 'test_one.py');
    expect(code).toBe(0);
    expect(out).toContain('ignored: it is known');
    expect(out).toMatch(/1 set aside\n$/);
  });
  it('elsewhere sets nothing aside', () => {
    repo.write('test_one.py', 'from app import total\n\n# foretrace: ignore\ndef test_known():\n    x = 1  # foretrace: ignore\n    assert total([1]) == 2\n');
    expect(repo.foretrace('check', 'test_one.py').code).toBe(1);
  });
  it('in what is staged counts, whatever is on the disk', () => {
    repo.git('reset', '-q', '--hard');
    repo.write('app.py', 'def total(items):\n    return 7  # foretrace: ignore not yet\n');
    repo.write('test_one.py', 'from app import total\n\ndef test_right():\n    assert total([]) == 0  # foretrace: ignore staged\n');
    repo.git('add', '-A');
    repo.write('test_one.py', 'from app import total\n\ndef test_right():\n    assert total([]) == 0\n');
    const { out } = repo.foretrace('check', '--staged', '--quick');
    expect(out).toMatch(/~ test_one\.py::test_right .*ignored: staged/);
    repo.git('reset', '-q', '--hard');
  });
  it.each([
    ['x = 1  # foretrace: ignore', {}],
    ['x = 1  # foretrace: ignore[flaky on CI]', { reason: 'flaky on CI' }],
    ['x = 1  #foretrace:ignore: see #12', { reason: 'see #12' }],
    ['x = 1  # foretrace: ignored', undefined],
    ['x = 1  # ignore', undefined],
  ])('%s', (line, said) => {
    expect(ignoredBy(line)).toEqual(said);
  });
});

describe('lines that an edit touches', () => {
  it.each([
    ['a\nb\nc\n', 'a\nx\nc\n', [[2, 2]]],
    ['a\nb\nc\n', 'a\nc\n', [[2, 2]]],
    ['a\nb\nc\nd\n', 'x\nb\nc\ny\nz\n', [[1, 1], [4, 5]]],
    ['', 'a\nb\n', [[1, 2]]],
    ['a\n', '', [[1, 1]]],
    ['a\n', 'a\n', []],
  ])('%j to %j', (before, after, lines) => {
    expect(stretchesBetween(before, after)).toEqual(lines);
  });
});

describe.runIf(hasGit)('a time limit', () => {
  it('ends a check with what is known by then, and says so by its exit code', () => {
    const slow = makeRepository({ 'test_quick.py': 'def test_right():\n    assert True\n', 'test_slow.py': Array.from({ length: 60 }, (_, i) => `def test_${i}():\n    while True: pass\n`).join('\n') });
    try {
      const from = performance.now();
      const { code, out } = slow.foretrace('check', '--budget', '4000');
      expect(performance.now() - from).toBeLessThan(15_000);
      expect(code).toBe(4);
      expect(out).toMatch(/time ran out: the other tests are not known\n.*1 pass\n$/);
      expect(slow.foretrace('check', '--budget', '4000', '--allow-unknown').code).toBe(0);
      expect(JSON.parse(slow.foretrace('check', '--budget', '1', '--format', 'json').out)).toMatchObject({ stopped: true, tests: [], verdict: 'fine' });
    } finally {
      slow.remove();
    }
  });
  it('does not hide a failure that is known by then', () => {
    const slow = makeRepository({ 'test_a.py': 'def test_wrong():\n    assert 1 == 2\n', 'test_slow.py': Array.from({ length: 60 }, (_, i) => `def test_${i}():\n    while True: pass\n`).join('\n') });
    try {
      expect(slow.foretrace('check', '--budget', '4000', '--allow-unknown').code).toBe(1);
    } finally {
      slow.remove();
    }
  });
  it('takes milliseconds', () => {
    expect(repo.foretrace('check', '--budget', '2s').err).toContain('--budget 2s: milliseconds');
  });
  it('--timing tells where the time went, on standard error', () => {
    const { err, out } = repo.foretrace('check', '--timing');
    expect(err).toMatch(/^time: \d+ ms, \d+ rehearsed, \d+ recalled\n( +\d+ ms {2}.+\n)+/);
    expect(out).not.toContain('time:');
    expect(existsSync(repo.at('.foretrace'))).toBe(false);
  });
});
