// What a suite that was stopped leaves behind: the forecasts that it had made, and failures that it had not yet seen through. And test files that cannot be imported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forecastEdit } from '../../../extension/headless/edit-forecast.ts';
import { Service } from '../../../extension/headless/service.ts';
import type { Edit } from '../../../extension/headless/edits.ts';
import type { Report, TestForecast } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
const services: Service[] = [];
let folder: Folder;
beforeAll(() => {
  process.env.FORETRACE_CACHE = cache;
});
afterEach(() => {
  for (const s of services.splice(0)) s.dispose();
  folder.remove();
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const service = (): Service => {
  const s = new Service();
  services.push(s);
  return s;
};
const placeOf = (changes: ReadonlyMap<string, string | null> = new Map()): { workspace: string; environment: Record<string, string>; home: string; changes: ReadonlyMap<string, string | null> } => ({
  workspace: folder.path,
  environment: {},
  home: folder.path,
  changes,
});
/** The tests, stopped as soon as `until` says so of one that begins; and which were rehearsed. */
async function suite(until: (test: string) => boolean = () => false): Promise<{ readonly tests: readonly TestForecast[]; readonly rehearsed: readonly string[] }> {
  const stop = new AbortController();
  const rehearsed: string[] = [];
  const tests = await service()
    .suite(
      { place: placeOf(), cwd: folder.path, paths: [], list: false },
      {
        signal: stop.signal,
        onProgress(p) {
          if (p.phase !== 'test') return;
          rehearsed.push(p.what);
          if (until(p.what)) stop.abort();
        },
      },
    )
    .then(s => s.tests)
    .catch(() => []);
  return { tests, rehearsed };
}
const looping = 'def test_long():\n    n = 0\n    while n < 300_000_000:\n        n += 1\n';

const app = 'SEEN = {}\nLIMIT = 3\n\ndef see(key):\n    SEEN[key] = True\n    return LIMIT\n';
/** The first takes much longer than the second. */
const tests = 'import app\n\ndef test_first():\n    assert app.see("a")\n    n = 0\n    while n < 8_000_000:\n        n += 1\n\ndef test_limit():\n    assert app.see("b") == 3\n';
/** The edit's forecast, stopped in the middle of the first test after it. What costs little has been rehearsed by then. */
async function stoppedAtFirst(s: Service, edit: Edit, limited = false): Promise<Report> {
  const stop = new AbortController();
  let isAfter = false;
  return await forecastEdit(
    s,
    { cwd: folder.path, paths: [], edit, limited, place: placeOf },
    {
      signal: stop.signal,
      during: async changes => void (isAfter = changes.size === edit.after.size),
      onProgress: p => void (p.phase === 'test' && isAfter && p.what.endsWith('test_first') && setTimeout(() => stop.abort(), 50)),
    },
  );
}

describe('a suite that is stopped', () => {
  it('remembers what it had rehearsed by then, and nothing of the test that it was at', async () => {
    folder = makeFolder({ 'pyproject.toml': '', 'test_a.py': `def test_one():\n    assert 1 == 1\n\ndef test_two():\n    assert 1 == 2\n\n${looping}` });
    await suite(t => t.endsWith('test_long'));
    const again = await suite(t => t.endsWith('test_long'));
    expect(again.rehearsed).toEqual(['test_a.py::test_long']);
  }, 60_000);

  it('tells a failure that it could not hold against the tests before it as a likely one, no certain one', async () => {
    folder = makeFolder({ 'pyproject.toml': '', 'app.py': app, 'test_app.py': tests });
    const s = service();
    const edited = new Map<string, string | null>([[folder.at('app.py'), app.replace('LIMIT = 3', 'LIMIT = 4')]]);
    const { stopped, tests: found } = await stoppedAtFirst(s, { before: new Map(), after: edited, changed: [...edited.keys()] });
    expect([stopped, found.map(t => [t.id, t.change])]).toEqual([true, [['test_app.py::test_limit', 'unknown']]]);
    expect(found[0].after).toMatchObject({ outcome: 'unknown', probability: 0.05, why: [{ reason: 'budget', what: 'the tests before it' }], raises: { type: 'AssertionError', sides: { left: '4', right: '3' } } });
  }, 60_000);

  it('tells it of an edit that is on the disk already, too: what the tests did before is remembered', async () => {
    folder = makeFolder({ 'pyproject.toml': '', 'app.py': app, 'test_app.py': tests });
    const s = service();
    await s.suite({ place: placeOf(), cwd: folder.path, paths: [], list: false });
    folder.write('app.py', app.replace('LIMIT = 3', 'LIMIT = 4'));
    const { stopped, tests: found } = await stoppedAtFirst(s, { before: new Map([[folder.at('app.py'), app]]), after: new Map(), changed: [folder.at('app.py')] }, true);
    expect([stopped, found.map(t => [t.id, t.before?.outcome, t.after?.probability])]).toEqual([true, [['test_app.py::test_limit', 'pass', 0.05]]]);
  }, 60_000);

  it('is not suspected where it hangs on garbage that may be gone', async () => {
    const nodes = 'import weakref\n\nclass Node:\n    def __init__(self):\n        self.me = self\n\ndef made(n=1):\n    node = Node()\n    return weakref.ref(node)\n';
    const kept = 'from nodes import made\n\ndef test_kept():\n    assert made()() is not None\n\ndef test_called():\n    assert made(2) is None\n';
    folder = makeFolder({ 'pyproject.toml': '', 'nodes.py': nodes.replace('return', 'node.n = n\n    return None #'), 'test_nodes.py': kept });
    const s = service();
    await s.suite({ place: placeOf(), cwd: folder.path, paths: [], list: false });
    const suspected: string[] = [];
    const { tests } = await s.suite({ place: placeOf(new Map([[folder.at('nodes.py'), nodes]])), cwd: folder.path, paths: [], list: false }, { onSuspected: t => suspected.push(t.id) });
    expect(tests.map(t => t.outcome)).toEqual(['unknown', 'fail']);
    expect(suspected).toEqual(['test_nodes.py::test_called']);
  }, 60_000);
  it('leaves its engine warm, also where it was holding a failure against the many tests before it', async () => {
    const limited = 'SEEN = {}\n\ndef limit():\n    return 3\n';
    // Each too short to hear by itself that it should stop.
    const many = 'import app, pytest\n\n@pytest.mark.parametrize("k", range(1500))\ndef test_each(k):\n    app.SEEN[k] = True\n    for i in range(15_000):\n        pass\n\ndef test_limit():\n    app.SEEN["limit"] = True\n    assert app.limit() == 3\n';
    folder = makeFolder({ 'pyproject.toml': '', 'app.py': limited, 'test_app.py': many });
    const s = new Service({ share: { jobs: 1 } });
    services.push(s);
    await s.suite({ place: placeOf(), cwd: folder.path, paths: [], list: false });
    const edited = (limit: number) => placeOf(new Map([[folder.at('app.py'), limited.replace('3', String(limit))]]));
    const stop = new AbortController();
    const stopped = s.suite({ place: edited(4), cwd: folder.path, paths: [], list: false }, { signal: stop.signal, onSuspected: () => setTimeout(() => stop.abort(), 50) });
    await expect(stopped).rejects.toMatchObject({ failure: { blame: 'nobody' } });
    const collected: string[] = [];
    const { tests } = await s.suite({ place: edited(5), cwd: folder.path, paths: [], list: false }, { onProgress: p => p.phase === 'collect' && collected.push(p.what) });
    expect(tests.filter(t => t.outcome !== 'pass').map(t => [t.id, t.outcome])).toEqual([['test_app.py::test_limit', 'fail']]);
    expect(collected).toEqual([]);
  }, 60_000);
});

describe('a test file that cannot be imported', () => {
  const files = { 'pyproject.toml': '', 'broken.py': 'def f(:\n', 'helper.py': 'X = 1\n', 'test_a.py': 'import helper\nimport broken\n\ndef test_a():\n    assert helper.X\n', 'test_b.py': 'import not_there\n\ndef test_b():\n    pass\n', 'test_c.py': 'def test_c():\n    pass\n' };
  const outcomes = (tests: readonly TestForecast[]): string[] => tests.map(t => `${t.id} ${t.result}`);
  it('is remembered as long as no source changes', async () => {
    folder = makeFolder(files);
    const first = await suite();
    expect(outcomes(first.tests)).toEqual(['test_a.py::test_a error', 'test_b.py::test_b error', 'test_c.py::test_c passed']);
    expect(await suite()).toEqual({ tests: first.tests, rehearsed: [] });
  }, 60_000);
  it.each([
    ['the module that did not parse does', { 'broken.py': 'Y = 1\n' }, 'test_a.py::test_a passed'],
    ['the module that was not there is', { 'not_there.py': '' }, 'test_b.py::test_b passed'],
    ['a folder of that name comes', { 'not_there/__init__.py': '' }, 'test_b.py::test_b passed'],
  ])('is looked at again when %s', async (_what, change, expected) => {
    folder = makeFolder(files);
    await suite();
    for (const [file, text] of Object.entries(change)) folder.write(file, text!);
    expect(outcomes((await suite()).tests)).toContain(expected);
  }, 60_000);
});
