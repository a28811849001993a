// One engine answers all that an editor asks of tests: what a person looks at comes first, forecasts of whole suites make way, go on where they were, and come out the same.
import { afterEach, describe, expect, it } from 'vitest';
import { OneEngine } from '../../../../extension/headless/editor/one-engine.ts';
import { Service, type SuiteAsked } from '../../../../extension/headless/service.ts';
import type { Trace } from '../../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from '../folder.ts';

const slow = (n: number): string => `def test_slow_${n}():\n    assert total(900_000) == ${n === 7 ? 1 : 900_000}\n`;
const files = (by: number): Record<string, string> => ({
  'counting.py': `KINDS = {int, str}\n\n\ndef total(n):\n    sum = 0\n    for i in range(n):\n        sum += ${by}\n    return sum\n`,
  'test_counting.py': `from counting import total\n\n\ndef test_quick():\n    assert total(3) == 3\n`,
  'test_slow.py': `from counting import total\n\n\n${Array.from({ length: 12 }, (_, n) => slow(n)).join('\n\n')}`,
});
const made: (() => void)[] = [];
afterEach(() => {
  for (const end of made.splice(0)) end();
});
function project(): Folder {
  const folder = makeFolder(files(1));
  made.push(folder.remove);
  return folder;
}
function engine(): OneEngine {
  const s = new Service({ guest: true, one: true, loads: 'asked' });
  made.push(() => s.dispose());
  return new OneEngine(s);
}
const asked = (folder: Folder, by: number, more: Partial<SuiteAsked> = {}): SuiteAsked => ({
  place: { workspace: folder.path, environment: {}, home: folder.path, changes: new Map(by === 1 ? [] : [[folder.at('counting.py'), files(by)['counting.py']]]) },
  cwd: folder.path,
  paths: [],
  list: false,
  ...more,
});
const engines = (): number => (process.report.getReport() as { readonly workers: readonly unknown[] }).workers.length;

describe('one engine for all', () => {
  it('answers what is close at hand while a suite is forecast, which goes on behind it and tells the same', async () => {
    const folder = project();
    const { near, far } = engine();
    const anew = new Service();
    made.push(() => anew.dispose());
    await far.suite(asked(folder, 1));
    for (const by of [2, 3]) {
      const order: string[] = [];
      let begun = (): void => {};
      const isUnderWay = new Promise<void>(done => (begun = done));
      const suite = far.suite(asked(folder, by), { onProgress: p => p.phase === 'test' && p.done === 3 && begun() }).finally(() => order.push('suite'));
      await isUnderWay;
      const traces: Trace[] = [];
      const quick = await near.suite(asked(folder, by, { paths: ['test_counting.py'], trace: { limit: 1000 } }), { onTrace: (_, t) => traces.push(t) }).finally(() => order.push('near'));
      expect(quick.tests.map(t => t.outcome)).toEqual(['fail']);
      expect(traces).toHaveLength(1);
      const { tests } = await suite;
      expect(order).toEqual(['near', 'suite']);
      expect(tests).toEqual((await anew.suite(asked(folder, by, { fresh: true }))).tests);
    }
  });
  it.each([
    ['of what is on the disk', 1],
    ['of an edit', 2],
  ])('rehearses no test again that was told before a forecast made way (%s)', async (_, by) => {
    const folder = project();
    const { near, far } = engine();
    await far.suite(asked(folder, 1, { paths: ['test_counting.py'] }));
    const rehearsed: string[] = [];
    let begun = (): void => {};
    const isUnderWay = new Promise<void>(done => (begun = done));
    const suite = far.suite(asked(folder, by, { paths: ['test_slow.py'] }), {
      onProgress(p) {
        if (p.phase !== 'test' || p.what === rehearsed.at(-1)) return;
        rehearsed.push(p.what);
        if (rehearsed.length === 4) begun();
      },
    });
    await isUnderWay;
    await near.suite(asked(folder, by, { paths: ['test_counting.py'] }));
    expect((await suite).tests).toHaveLength(12);
    // It was in the middle of the fourth.
    expect(rehearsed.length, rehearsed.join()).toBeLessThanOrEqual(13);
    expect(new Set(rehearsed).size).toBe(12);
  });
  it('rehearses an edit for each who asks: what it reaches shows in that', async () => {
    const folder = project();
    const { far } = engine();
    await far.suite(asked(folder, 1));
    for (let n = 0; n < 2; n++) {
      const rehearsed = new Set<string>();
      await far.suite(asked(folder, 2), { onProgress: p => void (p.phase === 'test' && rehearsed.add(p.what)) });
      expect(rehearsed.size).toBe(13);
    }
  });
  it('stays one, whatever is asked at once', async () => {
    const folder = project();
    const { near, far } = engine();
    await far.suite(asked(folder, 1));
    const before = engines();
    await Promise.all([far.suite(asked(folder, 2)), near.suite(asked(folder, 2, { paths: ['test_counting.py'] })), near.suite(asked(folder, 3, { list: true }))]);
    expect(engines()).toBe(before);
  });
  it('ends a forecast that is not wanted any more, though it had made way', async () => {
    const folder = project();
    const { near, far } = engine();
    const stop = new AbortController();
    const suite = far.suite(asked(folder, 2), { signal: stop.signal });
    const quick = near.suite(asked(folder, 2, { paths: ['test_counting.py'] }));
    stop.abort();
    await expect(suite).rejects.toThrow('cancelled');
    expect((await quick).tests).toHaveLength(1);
  });
});
