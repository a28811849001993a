// What is staged, read from repositories that real git has made: all that may lie between HEAD, the index and the disk at a commit. Git itself is started by the tests alone.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Edit } from '../../../../extension/headless/edits.ts';
import { stagedEdit, worktreeEdit } from '../../../../extension/headless/git-edits.ts';
import { makeFolder } from '../folder.ts';
import { type GitRepository, hasGit, makeRepository } from '../git-repository.ts';

let repo: GitRepository;
beforeEach(() => {
  if (!hasGit) return;
  repo = makeRepository({ 'app.py': 'a = 1\nb = 1\n', 'pkg/mod.py': 'm = 1\n', 'pkg/deep/x.py': 'x = 1\n', 'data.bin': 'd\n' });
  repo.commit();
});
afterEach(() => repo?.remove());

/** What the state before and after hold, and which files differ, relative to the repository. */
const told = (e: Edit, root = repo.path): { before: object; after: object; changed: string[] } => {
  const short = (m: Edit['after']): object => Object.fromEntries([...m].map(([p, t]) => [p.slice(root.length + 1), t]));
  return { before: short(e.before), after: short(e.after), changed: e.changed.map(p => p.slice(root.length + 1)).sort() };
};
const staged = async (): Promise<ReturnType<typeof told>> => told(await stagedEdit(repo.path, {}));
const nothing = { before: {}, after: {}, changed: [] };

describe.runIf(hasGit)('what is staged', () => {
  it('is one hunk of two, where only that was added', async () => {
    repo.write('app.py', 'a = 2\nb = 1\n');
    repo.git('add', 'app.py');
    repo.write('app.py', 'a = 2\nb = 2\n');
    expect(await staged()).toEqual({ before: { 'app.py': 'a = 1\nb = 1\n' }, after: { 'app.py': 'a = 2\nb = 1\n' }, changed: ['app.py'] });
  });
  it('is a renamed file under both names, also where it was changed on the way', async () => {
    repo.git('mv', 'pkg/mod.py', 'pkg/named.py');
    repo.write('pkg/named.py', 'm = 2\n');
    repo.git('add', '-A');
    expect(await staged()).toEqual({ before: { 'pkg/mod.py': 'm = 1\n', 'pkg/named.py': null }, after: {}, changed: ['pkg/mod.py', 'pkg/named.py'] });
  });
  it('is a deleted file, also where it stays on the disk', async () => {
    repo.git('rm', '-q', 'pkg/mod.py');
    repo.git('rm', '-q', '--cached', 'app.py');
    expect(await staged()).toEqual({ before: { 'pkg/mod.py': 'm = 1\n' }, after: { 'app.py': null }, changed: ['app.py', 'pkg/mod.py'] });
  });
  it('is not what is only on the disk: it is taken away on both sides', async () => {
    repo.write('loose.py', 'l = 1\n');
    repo.write('new/loose.py', 'l = 1\n');
    repo.write('.gitignore', 'build/\n*.log\n');
    repo.git('add', '.gitignore');
    repo.write('build/x.py', 'ignored\n');
    repo.write('a.log', 'ignored\n');
    expect(await staged()).toEqual({ before: { '.gitignore': null, 'loose.py': null, 'new/loose.py': null }, after: { 'loose.py': null, 'new/loose.py': null }, changed: ['.gitignore'] });
  });
  it('is nothing where nothing was added, however the disk was touched', async () => {
    utimesSync(repo.at('app.py'), new Date(1e12), new Date(1e12));
    chmodSync(repo.at('pkg/mod.py'), 0o600);
    expect(await staged()).toEqual(nothing);
  });
  it('tells a change apart that has the size and the second of the file before', async () => {
    repo.write('app.py', 'a = 7\nb = 1\n');
    repo.git('add', 'app.py');
    repo.write('app.py', 'a = 8\nb = 1\n');
    expect((await staged()).after).toEqual({ 'app.py': 'a = 7\nb = 1\n' });
  });
  it('is everything before the first commit', async () => {
    const fresh = makeRepository({ 'a.py': 'a = 1\n', 'b.py': 'b = 1\n' });
    try {
      fresh.git('add', 'a.py');
      expect(told(await stagedEdit(fresh.path, {}), fresh.path)).toEqual({ before: { 'a.py': null, 'b.py': null }, after: { 'b.py': null }, changed: ['a.py'] });
      rmSync(join(fresh.path, '.git/index'));
      expect(told(await stagedEdit(fresh.path, {}), fresh.path).changed).toEqual([]);
    } finally {
      fresh.remove();
    }
  });
  it('leaves out names without content (git add -N)', async () => {
    repo.write('soon.py', 's = 1\n');
    repo.git('add', '-N', 'soon.py');
    expect((await staged()).changed).toEqual([]);
  });
  it('follows no links, and compares where they lead', async () => {
    symlinkSync('app.py', repo.at('link.py'));
    repo.git('add', '-A');
    expect(await staged()).toEqual({ before: { 'link.py': null }, after: {}, changed: ['link.py'] });
    repo.git('commit', '-qm', 'link');
    expect(await staged()).toEqual(nothing);
  });
  it('is read though only line ends differ on the disk', async () => {
    repo.git('config', 'core.autocrlf', 'true');
    repo.write('app.py', 'a = 1\r\nb = 1\r\n');
    expect(await staged()).toEqual(nothing);
  });
  it('refuses a source that is not UTF-8, and lets other files be', async () => {
    writeFileSync(repo.at('notes.txt'), Buffer.from([0x63, 0xe9]));
    repo.git('add', '-A');
    rmSync(repo.at('notes.txt'));
    expect((await staged()).changed).toEqual(['notes.txt']);
    writeFileSync(repo.at('latin.py'), Buffer.from([0x63, 0xe9]));
    repo.git('add', 'latin.py');
    rmSync(repo.at('latin.py'));
    await expect(stagedEdit(repo.path, {})).rejects.toThrow(/latin\.py is not UTF-8/);
  });
});

describe.runIf(hasGit)('a merge', () => {
  const diverge = (): void => {
    repo.git('checkout', '-q', '-b', 'other');
    repo.commit({ 'app.py': 'a = 2\nb = 1\n', 'new.py': 'n = 1\n' });
    repo.git('checkout', '-q', 'main');
    repo.commit({ 'app.py': 'a = 3\nb = 1\n' });
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'merge', '-q', '--no-commit', 'other'], { cwd: repo.path });
  };
  it('that is not resolved is no state to forecast: the files are named', async () => {
    diverge();
    await expect(stagedEdit(repo.path, {})).rejects.toThrow(/^the merge is not resolved in app\.py: resolve/);
    expect(repo.foretrace('check', '--staged')).toMatchObject({ code: 2, err: expect.stringMatching(/^foretrace: the merge is not resolved in app\.py.*\n$/) });
    const work = told(await worktreeEdit(repo.path, {}));
    expect(work.changed).toEqual(['app.py', 'new.py']);
  });
  it('that is resolved is what the merge commit would hold, against our side', async () => {
    diverge();
    repo.write('app.py', 'a = 5\nb = 1\n');
    repo.git('add', 'app.py');
    expect(await staged()).toEqual({ before: { 'app.py': 'a = 3\nb = 1\n', 'new.py': null }, after: {}, changed: ['app.py', 'new.py'] });
  });
});

describe.runIf(hasGit)('repositories of all kinds', () => {
  it('a linked worktree has a HEAD and an index of its own', async () => {
    const at = join(repo.path, 'elsewhere');
    repo.git('worktree', 'add', '-q', '-b', 'side', at);
    writeFileSync(join(at, 'app.py'), 'a = 4\n');
    repo.gitAt(at, 'add', '-A');
    expect(told(await stagedEdit(at, {}), at)).toEqual({ before: { 'app.py': 'a = 1\nb = 1\n' }, after: {}, changed: ['app.py'] });
    expect((await staged()).changed).toEqual([]);
  });
  it('a submodule is a repository of its own, and its files stand in the one around it as they are on the disk', async () => {
    const inner = makeRepository({ 'lib.py': 'l = 1\n' });
    try {
      inner.commit();
      repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'vendor');
      repo.git('commit', '-qm', 'with a submodule');
      expect(await staged()).toEqual(nothing);
      writeFileSync(repo.at('vendor/lib.py'), 'l = 2\n');
      repo.gitAt(repo.at('vendor'), 'add', '-A');
      expect(await staged()).toEqual(nothing);
      expect(told(await stagedEdit(repo.at('vendor'), {}), repo.at('vendor'))).toEqual({ before: { 'lib.py': 'l = 1\n' }, after: {}, changed: ['lib.py'] });
      repo.gitAt(repo.at('vendor'), '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'moved');
      repo.write('app.py', 'a = 9\n');
      repo.git('add', '-A');
      expect((await staged()).changed).toEqual(['app.py']);
    } finally {
      inner.remove();
    }
  });
  it.each(['2', '3', '4'])('an index of version %s', async version => {
    repo.write('pkg/other.py', 'o = 1\n');
    repo.git('add', '-A');
    if (version === '3') {
      repo.write('soon.py', '');
      repo.git('add', '-N', 'soon.py');
    }
    repo.git('update-index', '--index-version', version);
    expect(readFileSync(repo.at('.git/index')).readUInt32BE(4)).toBe(Number(version));
    expect((await staged()).changed).toEqual(['pkg/other.py']);
  });
  it('a sparse checkout, with folders of the index left whole', async () => {
    repo.commit({ 'far/away/a.py': 'a\n', 'far/b.py': 'b\n' });
    repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'pkg');
    expect(existsSync(repo.at('far'))).toBe(false);
    expect(await staged()).toEqual(nothing);
    repo.write('pkg/mod.py', 'm = 3\n');
    repo.git('add', 'pkg/mod.py');
    expect(await staged()).toEqual({ before: { 'pkg/mod.py': 'm = 1\n' }, after: {}, changed: ['pkg/mod.py'] });
  });
  it('objects that are packed, or borrowed from another repository', async () => {
    repo.git('gc', '-q', '--aggressive', '--prune=now');
    repo.write('app.py', 'a = 2\n');
    repo.git('add', '-A');
    expect((await staged()).before).toEqual({ 'app.py': 'a = 1\nb = 1\n' });
    const borrower = makeFolder();
    try {
      spawnSync('git', ['clone', '-q', '--shared', repo.path, borrower.at('clone')]);
      writeFileSync(borrower.at('clone/app.py'), 'a = 3\n');
      repo.gitAt(borrower.at('clone'), 'add', '-A');
      expect(told(await stagedEdit(borrower.at('clone'), {}), borrower.at('clone')).before).toEqual({ 'app.py': 'a = 1\nb = 1\n' });
    } finally {
      borrower.remove();
    }
  });
  it('another repository inside is not ours to look into', async () => {
    mkdirSync(repo.at('tool'));
    spawnSync('git', ['init', '-q'], { cwd: repo.at('tool') });
    repo.write('tool/t.py', 't\n');
    expect(await staged()).toEqual(nothing);
  });
  it.each([
    ['a split index', () => repo.git('update-index', '--split-index'), /its? split; `git update-index --no-split-index`|it is split; `git update-index --no-split-index`/],
    ['an index of a version to come', () => patched(4, 9), /it has format 9; `git update-index --index-version 2`/],
    ['an index that is cut off', () => writeFileSync(repo.at('.git/index'), readFileSync(repo.at('.git/index')).subarray(0, 90)), /its index is damaged: its checksum is wrong/],
    ['references in a reftable', () => writeFileSync(repo.at('.git/config'), `${readFileSync(repo.at('.git/config'), 'utf8')}[extensions]\n\trefStorage = reftable\n`), /kept in a reftable, which is not supported/],
    ['objects named by SHA-256', () => writeFileSync(repo.at('.git/config'), `${readFileSync(repo.at('.git/config'), 'utf8')}[extensions]\n\tobjectFormat = sha256\n`), /named by SHA-256, which is not supported/],
    ['a HEAD that leads nowhere', () => writeFileSync(repo.at('.git/HEAD'), `${'0'.repeat(39)}1\n`), /^cannot read the git repository at/],
  ])('%s is told plainly, not taken for something else', async (_, spoil, say) => {
    spoil();
    await expect(stagedEdit(repo.path, {})).rejects.toThrow(say);
  });
  const patched = (at: number, value: number): void => {
    const bytes = readFileSync(repo.at('.git/index'));
    bytes.writeUInt32BE(value, at);
    writeFileSync(repo.at('.git/index'), bytes);
  };
  it('nothing is written into any of them', async () => {
    repo.git('update-index', '--index-version', '4');
    const state = (): unknown => [readFileSync(repo.at('.git/index')), statSync(repo.at('.git')).mtimeMs, statSync(repo.at('.git/index')).ino];
    const before = state();
    utimesSync(repo.at('app.py'), new Date(0), new Date(0));
    await staged();
    await worktreeEdit(repo.path, {});
    expect(state()).toEqual(before);
  });
});

describe.runIf(hasGit)('a pre-commit hook', () => {
  const cli = join(import.meta.dirname, '../../../../dist/cli.js');
  const hook = (): string => `#!/bin/sh\nexec "${process.execPath}" "${cli}" check --staged --quick > "${repo.path}/../$(basename "${repo.path}").out" 2>&1\n`;
  const shown = (): string => readFileSync(`${repo.path}.out`, 'utf8');
  beforeEach(() => {
    repo.commit({ 'pytest.ini': '[pytest]\n', 'test_app.py': 'from app import a\n\ndef test_a():\n    assert a == 1\n' });
    repo.write('.git/hooks/pre-commit', hook());
    chmodSync(repo.at('.git/hooks/pre-commit'), 0o755);
  });
  afterEach(() => rmSync(`${repo.path}.out`, { force: true }));
  it('stops a commit that breaks a test', () => {
    repo.write('app.py', 'a = 2\nb = 1\n');
    repo.git('add', '-A');
    expect(() => repo.git('commit', '-qm', 'breaks')).toThrow();
    expect(shown()).toContain('assert 2 == 1');
  });
  it.each([
    ['git commit -a', ['commit', '-q', '-a', '-m', 'x']],
    ['git commit FILE', ['commit', '-q', '-m', 'x', 'app.py']],
  ])('sees what %s would commit, not the index as it lies there', (_, args) => {
    repo.write('app.py', 'a = 2\nb = 1\n');
    repo.write('pkg/mod.py', 'm = 2\n');
    if (args.includes('app.py')) repo.git('add', 'pkg/mod.py');
    expect(() => repo.git(...args)).toThrow();
    expect(shown()).toContain(args.includes('app.py') ? '1 changed file' : '2 changed files');
    expect(shown()).toContain('1 would break');
  });
  it('lets a commit pass that breaks nothing, of a file with a break beside it on the disk', () => {
    repo.write('app.py', 'a = 2\nb = 1\n');
    repo.write('pkg/mod.py', 'm = 2\n');
    repo.git('add', 'pkg/mod.py');
    repo.git('commit', '-qm', 'fine');
    expect(shown()).not.toContain('would break');
  });
  it('works in a linked worktree', () => {
    const at = `${repo.path}-linked`;
    repo.git('worktree', 'add', '-q', '-b', 'side', at);
    try {
      writeFileSync(join(at, 'app.py'), 'a = 2\n');
      expect(() => repo.gitAt(at, 'commit', '-qam', 'breaks')).toThrow();
      expect(shown()).toContain('assert 2 == 1');
    } finally {
      repo.git('worktree', 'remove', '--force', at);
    }
  });
});

it.runIf(hasGit)('a large repository is read in a moment', async () => {
  const big = makeRepository(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`d${i % 60}/f${i}.py`, `x = ${i}\n`])));
  try {
    big.commit();
    renameSync(big.at('d3/f3.py'), big.at('d3/g3.py'));
    big.git('add', '-A');
    const from = performance.now();
    expect(told(await stagedEdit(big.path, {}), big.path).changed).toEqual(['d3/f3.py', 'd3/g3.py']);
    expect(performance.now() - from).toBeLessThan(2500);
  } finally {
    big.remove();
  }
});
