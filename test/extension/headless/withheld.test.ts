// A package that reads, while it is imported, a file which the engine may not read: each test that stands on it is unknown, however the package came to be there.
import { symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import { type Folder, makeFolder } from './folder.ts';

const packages = '.venv/lib/python3.11/site-packages';
const careful = `import os

try:
    with open(os.path.join(os.path.dirname(__file__), 'mode.txt')) as f:
        MODE = f.read()
except OSError:
    MODE = 'plain'
`;
const inTests = `def test_first():
    import careful
    assert careful.MODE == 'plain'

def test_second():
    import careful
    assert careful.MODE == 'plain'

def test_third():
    import careful
    assert careful.MODE == 'plain'

def test_fourth():
    assert __import__('careful').MODE == 'plain'

def test_without():
    assert 1 + 1 == 2
`;
const atTop = `import careful

def test_mode():
    assert careful.MODE == 'plain'
`;

let outside: Folder;
let folder: Folder;
const service = new Service({ share: { jobs: 1 } });
beforeAll(() => {
  outside = makeFolder({ 'mode.txt': 'other' });
  folder = makeFolder({ [`${packages}/careful.py`]: careful, '.venv/pyvenv.cfg': 'version = 3.11.7\n', 'a/test_inside.py': inTests, 'b/test_top.py': atTop, 'b/test_again.py': atTop });
  symlinkSync(outside.at('mode.txt'), folder.at(`${packages}/mode.txt`));
});
afterAll(() => {
  service.dispose();
  outside.remove();
  folder.remove();
});
const outcomes = async (path: string): Promise<Record<string, string>> => {
  const place = { workspace: folder.path, environment: { PATH: process.env.PATH ?? '' }, home: folder.path, changes: new Map() };
  const { tests } = await service.suite({ place, cwd: folder.path, paths: [path], list: false });
  return Object.fromEntries(tests.map(t => [t.id.slice(t.id.lastIndexOf(':') + 1), t.outcome === 'unknown' ? `unknown: ${t.why.map(o => o.what.slice(o.what.lastIndexOf('/') + 1)).join()}` : t.outcome]));
};

describe('a file that may not be read', () => {
  it('leaves all tests open that import who reads it, and no other', async () => {
    const open = 'unknown: mode.txt';
    expect(await outcomes('a')).toEqual({ test_first: open, test_second: open, test_third: open, test_fourth: open, test_without: 'pass' });
  });
  it('does so where the modules are collected again, too', async () => {
    for (let k = 0; k < 3; k++) {
      folder.write('b/test_again.py', `${atTop}\n# ${k}\nX = ${k}\n`);
      expect(await outcomes('b')).toEqual({ test_mode: 'unknown: mode.txt' });
    }
  });
});
