// Tests that change the same: an edit that lets them see each other is forecast as pytest would tell it, by an engine that is warm and by one that remembers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import { type Folder, makeFolder } from './folder.ts';

const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
const app = 'STATE = []\n\ndef collect(item, into=None):\n    into = into or []\n    into.append(item)\n    return into\n\ndef enter(name):\n    STATE.append(name)\n    return len(STATE)\n\ndef glance():\n    return 0\n';
const tests = 'import app\n\ndef test_glances():\n    assert app.glance() == 0\n\ndef test_collects():\n    assert app.collect(1) == [1]\n\ndef test_collects_again():\n    assert app.collect(2) == [2]\n\ndef test_enters():\n    assert app.enter("a") == 1\n';
const sharing = app.replace('into=None', 'into=[]').replace('    into = into or []\n', '');
const leaving = app.replace('def glance():\n', 'def glance():\n    STATE.append("glance")\n');
let folder: Folder;
let service: Service;
beforeAll(() => {
  process.env.FORETRACE_CACHE = cache;
});
beforeEach(() => {
  folder = makeFolder({ 'pyproject.toml': '', 'app.py': app, 'test_app.py': tests });
  service = new Service();
});
afterEach(() => {
  service.dispose();
  folder.remove();
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Names of the tests that would fail with this text of app.py. */
async function failing(text: string, ...names: string[]): Promise<string[]> {
  const place = { workspace: folder.path, environment: {}, home: folder.path, changes: text === app ? new Map() : new Map([[folder.at('app.py'), text]]) };
  const { tests } = await service.suite({ place, cwd: folder.path, paths: names.map(n => `test_app.py::${n}`), list: false });
  return tests.filter(t => t.outcome === 'fail').map(t => t.id.split('::')[1]);
}

describe('an edit', () => {
  it('that makes calls share a default is seen in the second of them, and gone when it is undone', async () => {
    expect(await failing(app)).toEqual([]);
    expect(await failing(sharing)).toEqual(['test_collects_again']);
    expect(await failing(app)).toEqual([]);
    expect(await failing(sharing)).toEqual(['test_collects_again']);
  }, 60_000);
  it('that leaves something behind is seen in a test that it does not touch', async () => {
    expect(await failing(app)).toEqual([]);
    expect(await failing(leaving)).toEqual(['test_enters']);
    expect(await failing(app)).toEqual([]);
  }, 60_000);
  it('is seen by an engine that only remembers what was before it, too', async () => {
    await failing(app);
    service.dispose();
    service = new Service();
    expect(await failing(leaving)).toEqual(['test_enters']);
    service.dispose();
    service = new Service();
    expect(await failing(sharing)).toEqual(['test_collects_again']);
  }, 60_000);
  it('that leaves something else in the same place is seen by a test that changes it, too', async () => {
    const counting = (by: number): string => `SEEN = {'n': 0}\n\ndef glance():\n    SEEN['n'] += ${by}\n\ndef look():\n    SEEN['n'] += 1\n    return SEEN['n']\n`;
    folder.write('app.py', counting(1));
    folder.write('test_app.py', 'import app\n\ndef test_glances():\n    app.glance()\n\ndef test_looks():\n    assert app.look() < 4\n');
    expect(await failing(app)).toEqual([]);
    expect(await failing(counting(2))).toEqual([]);
    expect(await failing(counting(5))).toEqual(['test_looks']);
    expect(await failing(counting(2))).toEqual([]);
  }, 60_000);
  it('mends nothing that fails behind another test only', async () => {
    folder.write('test_app.py', 'import app\n\ndef test_enters_first():\n    assert app.enter("x") == 1\n\ndef test_enters():\n    assert app.enter("a") == 1\n');
    expect(await failing(app)).toEqual(['test_enters']);
    for (const n of [1, 2]) expect(await failing(app.replace('STATE.append(name)', `STATE.append(name * ${n})`))).toEqual(['test_enters']);
  }, 60_000);
  it('breaks nothing where the tests that meet are not run together', async () => {
    expect(await failing(sharing, 'test_collects_again')).toEqual([]);
    expect(await failing(sharing)).toEqual(['test_collects_again']);
    expect(await failing(sharing, 'test_collects_again')).toEqual([]);
  }, 60_000);
});
