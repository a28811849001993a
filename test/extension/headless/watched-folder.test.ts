// What was seen of a workspace is kept while nothing changes in it, and seen anew when anything does.
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../extension/headless/node-files.ts';
import { heardOut, type Sights, WatchedFolder } from '../../../extension/headless/watched-folder.ts';
import { type Folder, makeFolder } from './folder.ts';

const settled = (): Promise<void> => new Promise(heardOut);
const old = new Date(Date.now() - 60_000);
let folder: Folder;
let watched: WatchedFolder;
beforeEach(() => {
  folder = makeFolder({ 'a.py': 'a', 'pkg/b.py': 'b', 'pkg/deep/c.py': 'c' });
  // A folder that was changed just now is listed each time.
  for (const f of ['pkg/deep', 'pkg', '']) utimesSync(folder.at(f), old, old);
  watched = new WatchedFolder(folder.path);
});
afterEach(() => {
  watched.giveUp();
  folder.remove();
});

/** What a request would look at, then the watch behind it; undefined where that was given up. */
async function look(): Promise<Sights> {
  await settled();
  const sights = watched.current();
  const files = nodeFiles({ roots: [folder.path], steady: sights });
  files.list(folder.path);
  files.list(folder.at('pkg'));
  for (const name of ['a.py', 'pkg/b.py', 'pkg/deep/c.py']) files.stamp!(folder.at(name));
  files.kind(folder.at('later/d.py'));
  watched.watch();
  return sights;
}
/** Looks until it is kept: folders that were made a moment ago are not trusted yet. */
async function keptLook(): Promise<Sights> {
  for (let i = 0; i < 100; i++) {
    const sights = await look();
    await settled();
    if (watched.current() === sights) return sights;
    await new Promise(r => setTimeout(r, 10));
  }
  throw new Error('never kept');
}

const onLinux = process.platform === 'linux';
describe.runIf(onLinux)('what was seen of a watched folder', () => {
  it('is kept as long as nothing changes', async () => {
    const sights = await keptLook();
    expect(await look()).toBe(sights);
    expect(await look()).toBe(sights);
  });

  it.each<[what: string, change: () => void]>([
    ['a file is written', () => void folder.write('a.py', 'A')],
    ['a file below is written', () => void folder.write('pkg/deep/c.py', 'C')],
    ['a file comes', () => void folder.write('pkg/new.py', '')],
    ['a file goes', () => rmSync(folder.at('pkg/b.py'))],
    ['a file takes the place of another', () => renameSync(folder.write('a.tmp', 'x'), folder.at('a.py'))],
    ["a file's times are set", () => utimesSync(folder.at('a.py'), old, old)],
    ['a folder comes where one was looked for', () => void folder.write('later/d.py', '')],
    ['a folder is moved away', () => renameSync(folder.at('pkg'), folder.at('gone'))],
    ['a folder takes the place of another', () => (renameSync(folder.at('pkg'), folder.at('gone')), void folder.write('pkg/b.py', 'other'))],
    ['the whole is moved away and made anew', () => (renameSync(folder.path, `${folder.path}-gone`), void folder.write('a.py', 'a'), rmSync(`${folder.path}-gone`, { recursive: true }))],
  ])('is seen anew when %s', async (_, change) => {
    const sights = await keptLook();
    change();
    await settled();
    expect(watched.current()).not.toBe(sights);
    // And it is watched again.
    const next = await keptLook();
    folder.write('a.py', 'last');
    await settled();
    expect(watched.current()).not.toBe(next);
  });

  it('is seen anew when a folder above it is exchanged', async () => {
    const inner = new WatchedFolder(folder.at('pkg/deep'));
    const ask = async (): Promise<Sights> => {
      await settled();
      const sights = inner.current();
      const files = nodeFiles({ roots: [folder.path], steady: sights });
      files.list(folder.at('pkg/deep'));
      files.stamp!(folder.at('pkg/deep/c.py'));
      inner.watch();
      return sights;
    };
    let sights = await ask();
    while ((await ask()) !== sights) sights = await ask();
    renameSync(folder.at('pkg'), folder.at('gone'));
    mkdirSync(folder.at('pkg/deep'), { recursive: true });
    writeFileSync(folder.at('pkg/deep/c.py'), 'other');
    expect(await ask()).not.toBe(sights);
    inner.giveUp();
  });

  it.each<[what: string, make: () => void]>([
    ['has another name', () => linkSync(folder.at('a.py'), `${folder.path}-other.py`)],
    ['is a link', () => (rmSync(folder.at('a.py')), writeFileSync(`${folder.path}-other.py`, 'a'), symlinkSync(`${folder.path}-other.py`, folder.at('a.py')))],
  ])('is not kept where a file %s: that may change without a word', async (_, make) => {
    make();
    await new Promise(r => setTimeout(r, 100));
    const sights = await look();
    await look();
    await settled();
    expect(watched.current()).not.toBe(sights);
    expect(watched.current()).not.toBe(watched.current());
    rmSync(`${folder.path}-other.py`);
  });

  it('is looked at a second time a moment later, for what may have changed without a word', async () => {
    const sights = await keptLook();
    watched.watch();
    // As if the system had said nothing.
    (sights.stamps as Map<string, string>).set(folder.at('a.py'), 'another');
    await new Promise(r => setTimeout(r, 1300));
    expect(watched.current()).not.toBe(sights);
  });
});
