// The hook that foretrace puts into a repository: shown first, written only when told to, never in the place of another.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hooksFolder } from '../../../../extension/headless/git/hooks-folder.ts';
import { type GitRepository, hasGit, makeRepository } from '../git-repository.ts';

let repo: GitRepository;
beforeEach(() => {
  if (!hasGit) return;
  repo = makeRepository({ 'pytest.ini': '[pytest]\n', 'app.py': 'a = 1\n', 'test_app.py': 'from app import a\n\ndef test_a():\n    assert a == 1\n' });
  repo.commit();
});
afterEach(() => repo?.remove());
const install = (...args: string[]): string => {
  const { code, out, err } = repo.foretrace('install-hook', ...args);
  expect([code, err]).toEqual([0, '']);
  return out;
};

describe.runIf(hasGit)('foretrace install-hook', () => {
  it('shows the hook and writes nothing, until it is told to; then the hook stops a commit that breaks a test', () => {
    const shown = install();
    expect(shown).toContain('+++ .git/hooks/pre-commit');
    expect(shown).toMatch(/\+.*check --staged --quick --budget 1000 --cold-budget 10000 --allow-unknown/);
    expect(shown).toContain('Nothing was written (--yes writes it).');
    expect(existsSync(repo.at('.git/hooks/pre-commit'))).toBe(false);
    expect(install('--yes')).toContain('Wrote .git/hooks/pre-commit.');
    expect(statSync(repo.at('.git/hooks/pre-commit')).mode & 0o111).toBe(0o111);
    expect(install('--yes')).toBe('the hook is there already, in .git/hooks/pre-commit: nothing to change\n');
    repo.write('app.py', 'a = 2\n');
    repo.git('add', '-A');
    expect(() => repo.git('commit', '-qm', 'breaks')).toThrow();
    repo.write('app.py', 'a = 1 + 0\n');
    repo.git('add', '-A');
    repo.git('commit', '-qm', 'fine');
  });
  it('leaves a hook that is there as it is, and tells what to add', () => {
    writeFileSync(repo.at('.git/hooks/pre-commit'), '#!/bin/sh\nmake lint\n');
    chmodSync(repo.at('.git/hooks/pre-commit'), 0o755);
    expect(install('--yes')).toMatch(/^\.git\/hooks\/pre-commit is there already, and is left as it is\. Add this line to it:\n\n {2}.*check --staged.* \|\| exit 1\n$/);
    expect(readFileSync(repo.at('.git/hooks/pre-commit'), 'utf8')).toBe('#!/bin/sh\nmake lint\n');
  });
  it('goes where core.hooksPath leads, inside the repository', () => {
    repo.git('config', 'core.hooksPath', '.githooks');
    expect(install('--yes', '--command', 'foretrace')).toContain('Wrote .githooks/pre-commit.');
    expect(readFileSync(repo.at('.githooks/pre-commit'), 'utf8')).toMatch(/^#!\/bin\/sh\n(?:#.*\n)*foretrace check --staged /);
  });
  it('writes nothing into a folder of hooks for all repositories', () => {
    repo.git('config', 'core.hooksPath', '/srv/hooks');
    expect(install('--yes')).toMatch(/leads to \/srv\/hooks, which serves other repositories too: nothing is written there/);
    expect(existsSync('/srv/hooks')).toBe(false);
  });
  it('writes the file that husky calls, not its own', () => {
    repo.git('config', 'core.hooksPath', '.husky/_');
    expect(install('--yes')).toContain('Wrote .husky/pre-commit.');
  });
  it.each([
    ['.pre-commit-config.yaml', 'repos: []\n', /uses pre-commit\. Add to \.pre-commit-config\.yaml:\n\n {2}- repo: local/],
    ['lefthook.yml', 'pre-commit: {}\n', /uses lefthook\. Add to lefthook\.yml:\n\npre-commit:\n {2}jobs:/],
  ])('tells what to write into %s, and writes nothing', (file, text, say) => {
    repo.write(file, text);
    expect(install('--yes')).toMatch(say);
    expect(readFileSync(repo.at(file), 'utf8')).toBe(text);
    expect(existsSync(repo.at('.git/hooks/pre-commit'))).toBe(false);
  });
  it('serves all worktrees of a repository', () => {
    const at = `${repo.path}-linked`;
    repo.git('worktree', 'add', '-q', '-b', 'side', at);
    try {
      repo.foretraceAt(at, 'install-hook', '--yes');
      expect(existsSync(repo.at('.git/hooks/pre-commit'))).toBe(true);
    } finally {
      repo.git('worktree', 'remove', '--force', at);
    }
  });
});

describe.runIf(hasGit)('the folder of hooks', () => {
  const asGitSays = (): string => repo.git('rev-parse', '--path-format=absolute', '--git-path', 'hooks').trim();
  it.each([
    ['nothing', '', '.git/hooks'],
    ['a section with other keys', '[core]\n\thooksPath = one ; not two\n[other]\n\thooksPath = three\n', 'one'],
    ['quotes, other cases of letters, the last of several', '[core]\nhooksPath = one\n[CORE]\n\tHOOKSPATH = "my hooks"\n', 'my hooks'],
    ['an included file', '[include]\n\tpath = more\n', 'included'],
  ])('with %s in the configuration is the one that git uses', (_, config, expected) => {
    writeFileSync(repo.at('.git/more'), '[core]\n\thooksPath = included\n');
    writeFileSync(repo.at('.git/config'), readFileSync(repo.at('.git/config'), 'utf8') + config);
    expect(hooksFolder(repo.path, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }).path).toBe(repo.at(expected));
    expect(asGitSays()).toBe(repo.at(expected));
  });
  it('of the user is overruled by the repository', () => {
    repo.write('home/.gitconfig', '[core]\n\thooksPath = ~/mine\n');
    const environment = { HOME: repo.at('home'), GIT_CONFIG_NOSYSTEM: '1' };
    expect(hooksFolder(repo.path, environment)).toEqual({ path: join(repo.at('home'), 'mine'), saidBy: repo.at('home/.gitconfig') });
    repo.git('config', 'core.hooksPath', 'ours');
    expect(hooksFolder(repo.path, environment).path).toBe(repo.at('ours'));
  });
});
