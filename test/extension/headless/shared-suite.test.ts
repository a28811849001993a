// A suite that takes long is rehearsed by two engines: what they tell together is what one tells alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Progress, Service, type Suite } from '../../../extension/headless/service.ts';
import { type Folder, makeFolder } from './folder.ts';

const slow = (n: number): string => `import pytest

log = []

@pytest.mark.parametrize('k', range(30))
def test_sum(k):
    log.append(k)
    assert sum(i * k for i in range(60_000)) == k * 59_999 * 30_000 ${n === 1 ? '+ (k == 20)' : ''}

def test_log():
    assert log == list(range(30))
`;
const spoilt = `import pytest

held = []

@pytest.mark.parametrize('k', range(12))
def test_holds(k):
    held.append(k)
    assert sum(i * k for i in range(60_000)) != 3 * 59_999 * 30_000
    held.remove(k)

@pytest.mark.parametrize('k', range(12))
def test_nothing_is_held(k):
    assert sum(i * k for i in range(60_000)) >= 0 and (k < 11 or not held)
`;
let folder: Folder;
const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
const services: Service[] = [];
const service = (jobs: number): Service => {
  const s = new Service({ share: { jobs, worth: 400 } });
  services.push(s);
  return s;
};
async function forecast(s: Service, fresh = false): Promise<{ suite: Suite; progress: Progress[] }> {
  const progress: Progress[] = [];
  const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0' }, home: folder.path, changes: new Map<string, string>() };
  const suite = await s.suite({ place, cwd: folder.path, paths: [], list: false, fresh }, { onProgress: p => progress.push(p) });
  return { suite, progress };
}
const rehearsed = (progress: readonly Progress[]): string[] => progress.filter(p => p.phase === 'test').map(p => p.what);

beforeAll(() => {
  process.env.FORETRACE_CACHE = cache;
  folder = makeFolder({ 'test_a.py': slow(0), 'test_b.py': slow(1), 'test_c.py': slow(2), 'test_d.py': slow(3), 'test_e.py': spoilt });
});
afterAll(() => {
  for (const s of services) s.dispose();
  folder.remove();
  rmSync(cache, { recursive: true, force: true });
});

describe('a suite shared by two engines', () => {
  it('is told as by one alone, each test rehearsed once, those in sequence too', async () => {
    const one = await forecast(service(1), true);
    const pair = service(2);
    const two = await forecast(pair);
    expect(one.suite.tests.filter(t => t.outcome === 'fail').map(t => t.id)).toEqual(['test_b.py::test_sum[20]', 'test_e.py::test_holds[3]', 'test_e.py::test_nothing_is_held[11]']);
    expect(two.suite).toEqual(one.suite);
    // The second one has collected for itself.
    expect(two.progress.filter(p => p.phase === 'collect' && p.what === 'test_a.py')).toHaveLength(2);
    expect(rehearsed(two.progress)).toHaveLength(new Set(rehearsed(two.progress)).size);

    // Both have remembered what they told: for the same service, and for another process.
    for (const s of [pair, service(1)]) {
      const again = await forecast(s);
      expect(again.suite.tests).toEqual(one.suite.tests);
      expect(rehearsed(again.progress)).toEqual([]);
    }
  }, 120_000);

  it('ends at once when it is cancelled', async () => {
    const stop = new AbortController();
    const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '1' }, home: folder.path, changes: new Map<string, string>() };
    const s = service(2);
    const run = s.suite({ place, cwd: folder.path, paths: [], list: false, fresh: true }, { signal: stop.signal, onProgress: p => p.phase === 'test' && p.done >= 40 && stop.abort() });
    await expect(run).rejects.toThrow(/cancel/i);
  }, 60_000);
});
