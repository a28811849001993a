import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../extension/headless/node-files.ts';
import { libraryFolder, withLibrary } from '../../../extension/headless/virtual-library.ts';
import { readAsset } from '../../../extension/headless/assets.ts';
import { Sights } from '../../../extension/headless/watched-folder.ts';
import { withChanges } from '../../../predictor/files.ts';
import { type Folder, makeFolder } from './folder.ts';

const text = (bytes: Uint8Array | undefined): string | undefined => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));
let inside: Folder;
let outside: Folder;
beforeEach(() => {
  inside = makeFolder({ 'a.py': 'a', 'pkg/b.py': 'b' });
  outside = makeFolder({ 'secret.txt': 's', 'lib/c.py': 'c' });
  symlinkSync(outside.at('secret.txt'), inside.at('link.txt'));
  symlinkSync(outside.at('lib'), inside.at('linked'));
  symlinkSync(inside.at('pkg'), inside.at('within'));
});
afterEach(() => {
  inside.remove();
  outside.remove();
});

describe('a folder that is listed for request after request', () => {
  const names = (): readonly string[] => [...nodeFiles({ roots: [inside.path] }).list(inside.at('pkg'))!].sort();
  const old = new Date(Date.now() - 60_000);
  const age = (): void => utimesSync(inside.at('pkg'), old, old);
  it('tells at once what has come, gone or become something else, however quickly one follows the other', () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(inside.at('pkg/new.py'), '');
      expect(names()).toEqual(['b.py', 'new.py']);
      rmSync(inside.at('pkg/new.py'));
      expect(names()).toEqual(['b.py']);
      mkdirSync(inside.at('pkg/new.py'));
      expect(nodeFiles({ roots: [inside.path] }).kind(inside.at('pkg/new.py'))).toBe('folder');
      rmSync(inside.at('pkg/new.py'), { recursive: true });
    }
  });
  it('does so too where its time of change is set back', () => {
    age();
    expect(names()).toEqual(['b.py']);
    writeFileSync(inside.at('pkg/new.py'), '');
    age();
    expect(names()).toEqual(['b.py', 'new.py']);
  });
  it('is read once while it is the same, and an edit of a file in it changes nothing of that', async () => {
    await new Promise(r => setTimeout(r, 100));
    const list = (edit: ReadonlyMap<string, string | null>) => withChanges(nodeFiles({ roots: [inside.path] }), edit).list(inside.at('pkg'));
    const first = list(new Map());
    expect(list(new Map([[inside.at('pkg/b.py'), 'other']]))).toBe(first);
    expect(list(new Map([[inside.at('pkg/c.py'), 'new']]))).toEqual(['b.py', 'c.py']);
    expect(list(new Map([[inside.at('pkg/b.py'), null]]))).toEqual([]);
  });
});

describe('files of the disk', () => {
  it('are read below the roots', () => {
    const files = nodeFiles({ roots: [inside.path] });
    expect(text(files.read(inside.at('a.py')))).toBe('a');
    expect([...files.list(inside.at('pkg'))!]).toEqual(['b.py']);
    expect(files.kind(inside.at('pkg'))).toBe('folder');
    expect(files.kind(inside.at('nothing'))).toBeUndefined();
    expect(files.refused).toEqual([]);
  });
  it('of a folder are the same from its first listing on, links and dots included', () => {
    const files = nodeFiles({ roots: [inside.path] });
    expect(files.list(inside.path)).toContain('a.py');
    writeFileSync(inside.at('late.py'), '');
    expect(files.list(inside.path)).not.toContain('late.py');
    expect(files.kind(inside.at('late.py'))).toBeUndefined();
    expect(nodeFiles({ roots: [inside.path] }).kind(inside.at('late.py'))).toBe('file');
    expect(['a.py', 'pkg', 'within', 'linked', 'link.txt', 'nothing'].map(n => files.kind(inside.at(n)))).toEqual(['file', 'folder', 'folder', 'folder', 'file', undefined]);
    expect([`${inside.path}/.`, `${inside.path}/pkg/..`, `${inside.path}/`].map(files.kind)).toEqual(['folder', 'folder', 'folder']);
  });
  it('are withheld elsewhere, and that is noted', () => {
    const files = nodeFiles({ roots: [inside.path] });
    expect(files.read(outside.at('secret.txt'))).toBeUndefined();
    expect(files.list(outside.path)).toBeUndefined();
    expect(files.refused).toEqual([outside.at('secret.txt'), outside.path]);
  });
  it('are withheld behind a link that leads out', () => {
    const files = nodeFiles({ roots: [inside.path] });
    expect(files.read(inside.at('link.txt'))).toBeUndefined();
    expect(files.read(inside.at('linked/c.py'))).toBeUndefined();
    expect(files.list(inside.at('linked'))).toBeUndefined();
    expect(files.refused).toHaveLength(3);
  });
  it('are read behind a link that stays inside, or leads to another root', () => {
    expect(text(nodeFiles({ roots: [inside.path] }).read(inside.at('within/b.py')))).toBe('b');
    expect(text(nodeFiles({ roots: [inside.path, outside.at('lib')] }).read(inside.at('linked/c.py')))).toBe('c');
  });
  it('are withheld when they are too large', () => {
    const files = nodeFiles({ roots: [inside.path], maxBytes: 0 });
    expect(files.read(inside.at('a.py'))).toBeUndefined();
    expect(files.refused).toEqual([inside.at('a.py')]);
  });
  it('are as they were read first, and it is told where they have changed between two questions', () => {
    const files = nodeFiles({ roots: [inside.path], steady: new Sights(inside.path) });
    const seen = files.stamp?.(inside.at('a.py'));
    expect(text(files.read(inside.at('pkg/b.py')))).toBe('b');
    inside.write('pkg/b.py', 'changed behind it');
    expect(text(files.read(inside.at('pkg/b.py')))).toBe('b');
    expect(files.hasMoved()).toBe(false);
    inside.write('a.py', 'changed before it');
    expect(files.stamp?.(inside.at('a.py'))).toBe(seen);
    expect(text(files.read(inside.at('a.py')))).toBe('changed before it');
    expect(files.hasMoved()).toBe(true);
  });
  it('a root that looks like another one is not that one', () => {
    expect(nodeFiles({ roots: [inside.path] }).read(`${inside.path}x/a.py`)).toBeUndefined();
  });
});

describe('changes over files', () => {
  it('replace, add and delete', () => {
    const files = withChanges(nodeFiles({ roots: [inside.path] }), new Map([[inside.at('a.py'), 'A'], [inside.at('new/x.py'), 'x'], [inside.at('pkg/b.py'), null]]));
    expect(text(files.read(inside.at('a.py')))).toBe('A');
    expect(files.kind(inside.at('new'))).toBe('folder');
    expect(files.list(inside.at('new'))).toEqual(['x.py']);
    expect(files.kind(inside.at('pkg/b.py'))).toBeUndefined();
    expect(files.list(inside.at('pkg'))).toEqual([]);
  });
});

describe('the bundled library', () => {
  const files = withLibrary(nodeFiles({ roots: [] }), readAsset('python_stdlib.zip'), new Map([['_pydecimal.py', new TextEncoder().encode('x = 1')]]));
  it('stands in a folder of its own', () => {
    expect(files.kind(libraryFolder)).toBe('folder');
    expect(files.kind(join(libraryFolder, 'json'))).toBe('folder');
    expect(text(files.read(`${libraryFolder}/json/__init__.py`))).toMatch(/JSON/);
    expect(files.list(`${libraryFolder}/json`)).toContain('decoder.py');
    expect(files.kind(`${libraryFolder}/nothing.py`)).toBeUndefined();
  });
  it('has what was added, and shows what it lacks as C code', () => {
    expect(text(files.read(`${libraryFolder}/_pydecimal.py`))).toBe('x = 1');
    expect(files.list(libraryFolder)).toEqual(expect.arrayContaining(['sqlite3.so', '_pydecimal.py']));
    expect(files.read(`${libraryFolder}/sqlite3.so`)).toBeUndefined();
  });
});
