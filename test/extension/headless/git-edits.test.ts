// Repositories are made with isomorphic-git, so these tests need no git.
import * as fs from 'node:fs';
import * as git from 'isomorphic-git';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Edit } from '../../../extension/headless/edits.ts';
import { stagedEdit, worktreeEdit } from '../../../extension/headless/git-edits.ts';
import { type Folder, makeFolder } from './folder.ts';

let folder: Folder;
const author = { name: 'a', email: 'a@example.org', timestamp: 0, timezoneOffset: 0 };
beforeEach(async () => {
  folder = makeFolder({ 'app.py': 'a = 1\n', 'gone.py': 'x\n', 'sub/mod.py': 'm\n', '.gitignore': 'build/\n', 'build/out.py': 'no\n' });
  await git.init({ fs, dir: folder.path });
  for (const filepath of ['app.py', 'gone.py', 'sub/mod.py', '.gitignore']) await git.add({ fs, dir: folder.path, filepath });
  await git.commit({ fs, dir: folder.path, message: 'first', author });
});
afterEach(() => folder.remove());

const told = (e: Edit): object => {
  const short = (m: Edit['after']): object => Object.fromEntries([...m].map(([p, t]) => [p.slice(folder.path.length + 1), t]));
  return { before: short(e.before), after: short(e.after), changed: e.changed.map(p => p.slice(folder.path.length + 1)) };
};

describe('the staged edit', () => {
  it('is the index against HEAD, whatever is on the disk', async () => {
    folder.write('app.py', 'a = 2\n');
    await git.add({ fs, dir: folder.path, filepath: 'app.py' });
    folder.write('app.py', 'a = 3\n');
    folder.write('loose.py', 'l\n');
    expect(told(await stagedEdit(folder.path))).toEqual({ before: { 'app.py': 'a = 1\n', 'loose.py': null }, after: { 'app.py': 'a = 2\n', 'loose.py': null }, changed: ['app.py'] });
  });
  it('has a removed file', async () => {
    fs.rmSync(folder.at('gone.py'));
    await git.remove({ fs, dir: folder.path, filepath: 'gone.py' });
    expect(told(await stagedEdit(folder.path))).toEqual({ before: { 'gone.py': 'x\n' }, after: {}, changed: ['gone.py'] });
  });
  it('is empty where nothing is staged', async () => {
    expect(told(await stagedEdit(folder.at('sub')))).toEqual({ before: {}, after: {}, changed: [] });
  });
});

describe("the working tree's edit", () => {
  it('has changed, new and deleted files, but no ignored ones', async () => {
    folder.write('app.py', 'a = 9\n');
    folder.write('new.py', 'n\n');
    fs.rmSync(folder.at('gone.py'));
    expect(told(await worktreeEdit(folder.path))).toEqual({ before: { 'app.py': 'a = 1\n', 'gone.py': 'x\n', 'new.py': null }, after: {}, changed: ['app.py', 'gone.py', 'new.py'] });
  });
  it('leaves binary files as they are on the disk', async () => {
    folder.write('pixel.bin', new Uint8Array([1, 0, 2]));
    await git.add({ fs, dir: folder.path, filepath: 'pixel.bin' });
    await git.commit({ fs, dir: folder.path, message: 'second', author });
    folder.write('pixel.bin', new Uint8Array([1, 0, 3]));
    expect(told(await worktreeEdit(folder.path))).toEqual({ before: {}, after: {}, changed: ['pixel.bin'] });
  });
});

it('a repository without commits has everything new', async () => {
  const fresh = makeFolder({ 'a.py': 'a\n' });
  await git.init({ fs, dir: fresh.path });
  const edit = await worktreeEdit(fresh.path);
  expect([...edit.before.values()]).toEqual([null]);
  fresh.remove();
});
it('nothing is written into the repository', async () => {
  const index = fs.readFileSync(folder.at('.git/index'));
  fs.utimesSync(folder.at('app.py'), new Date(0), new Date(0));
  await worktreeEdit(folder.path);
  expect(fs.readFileSync(folder.at('.git/index')).equals(index)).toBe(true);
});
it('says that a folder is in no repository', async () => {
  const plain = makeFolder();
  await expect(stagedEdit(plain.path)).rejects.toThrow(/not a git repository/);
  plain.remove();
});
it('says that an index is not what it says it is', async () => {
  const index = fs.readFileSync(folder.at('.git/index'));
  index.writeUInt32BE(4, 4);
  fs.writeFileSync(folder.at('.git/index'), index);
  await expect(stagedEdit(folder.path)).rejects.toThrow(/its index is damaged: its checksum is wrong/);
});
