// The service and its worker: cancelling, programs that take the engine down, and going on after that. The worker is the built one.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import { defaultBudget } from '../../../predictor/budget.ts';
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

let folder: Folder;
const services: Service[] = [];
const service = (memoryMb?: number): Service => {
  const s = new Service({ memoryMb });
  services.push(s);
  return s;
};
const place = (changes = new Map<string, string | null>()) => ({ workspace: folder.path, environment: {}, home: folder.path, changes });
const rehearse = (s: Service, call: string, options: { signal?: AbortSignal; ms?: number } = {}) =>
  s.rehearse(
    { place: place(), file: folder.at('app.py'), call, trace: false, budget: { ...defaultBudget, ms: options.ms ?? 10_000, steps: 1e12 } },
    { signal: options.signal },
  );

beforeAll(() => {
  folder = makeFolder({
    'app.py': 'def fine():\n    return [1, 2]\n\ndef endless():\n    while True:\n        pass\n\ndef greedy():\n    x = []\n    while True:\n        x.append([0] * 100)\n',
    'test_one.py': 'from app import greedy\n\ndef test_before():\n    pass\n\ndef test_greedy():\n    greedy()\n\ndef test_after():\n    assert 1 == 2\n',
    'calls.py': 'def inner(x):\n    return x\ndef middle(x):\n    return inner(x)\n',
    'checks_of_calls.py': 'from calls import inner, middle\n\ndef test_twice():\n    inner(0)\n    assert middle(1) + middle(2) == 3\n',
    'test_two.py': 'def test_two():\n    pass\n',
  });
});
afterAll(() => {
  for (const s of services) s.dispose();
  folder.remove();
});

describe('a rehearsal', () => {
  it('gives the value of a call', async () => {
    expect((await rehearse(service(), 'fine()')).forecast).toMatchObject({ outcome: 'pass', probability: 1, value: '[1, 2]', why: [] });
  });
  it('sees contents that are not on the disk', async () => {
    const r = await service().rehearse({ place: place(new Map([[folder.at('app.py'), 'def fine():\n    return 3\n']])), file: folder.at('app.py'), call: 'fine()', trace: false });
    expect(r.forecast.value).toBe('3');
  });
  it('ends at once when it is cancelled, and the service serves on', async () => {
    const s = service();
    const stop = new AbortController();
    const from = performance.now();
    setTimeout(() => stop.abort(), 500);
    await expect(rehearse(s, 'endless()', { signal: stop.signal, ms: 60_000 })).rejects.toThrow('cancelled');
    expect(performance.now() - from).toBeLessThan(10_000);
    expect((await rehearse(s, 'fine()')).forecast.outcome).toBe('pass');
  });
  it('of an endless loop is unknown: time', async () => {
    expect((await rehearse(service(), 'endless()', { ms: 300 })).forecast).toMatchObject({ outcome: 'unknown', why: [{ reason: 'budget', what: 'time', line: 5 }] });
  });
  it('that eats up the memory is unknown: memory, and the service serves on', async () => {
    const s = service(384);
    expect((await rehearse(s, 'greedy()')).forecast).toMatchObject({ outcome: 'unknown', why: [{ reason: 'budget', what: 'memory', file: folder.at('app.py'), line: expect.any(Number) }] });
    expect((await rehearse(s, 'fine()')).forecast.outcome).toBe('pass');
  });
});

describe('a script', () => {
  it.each([
    ['ends with what it registered for its end, last first', "import atexit\natexit.register(print, 'one')\natexit.register(print, 'two')\nprint('body')\n", 'body\ntwo\none\n'],
    ['does so although it raises, or one of them does', "import atexit\natexit.register(print, 'one')\natexit.register(lambda: 1 / 0)\nprint('body')\nraise ValueError\n", 'body\none\n'],
    ['waits for its threads', "import threading\nt = threading.Thread(target=lambda: print('thread'))\nt.start()\nt.join()\nprint('body')\n", 'thread\nbody\n'],
  ])('%s', async (_what, text, stdout) => {
    const r = await service().rehearse({ place: place(new Map([[folder.at('script.py'), text]])), file: folder.at('script.py'), trace: false });
    expect(r.forecast.stdout).toBe(stdout);
  });
});

describe('a suite', () => {
  it('goes on behind a test that eats up the memory', async () => {
    const seen: TestForecast[] = [];
    const suite = await service(384).suite({ place: place(), cwd: folder.path, paths: [], list: false, budget: { ...defaultBudget, steps: 1e12 } }, { onTest: t => seen.push(t) });
    expect(suite.tests.map(t => [t.id, t.result])).toEqual([
      ['test_one.py::test_before', 'passed'],
      ['test_one.py::test_greedy', 'unknown'],
      ['test_one.py::test_after', 'failed'],
      ['test_two.py::test_two', 'passed'],
    ]);
    expect(suite.tests[1].why).toMatchObject([{ reason: 'budget', what: 'memory' }]);
    expect(seen.map(t => t.id).sort()).toEqual(suite.tests.map(t => t.id).sort());
  });
  it('records what its tests would do, within one function if asked', async () => {
    const traces = new Map<string, Trace>();
    const within = { file: folder.at('calls.py'), function: 'middle' };
    const asked = { place: place(), cwd: folder.path, paths: ['checks_of_calls.py'], list: false };
    await service().suite({ ...asked, trace: { limit: 1000, within } }, { onTrace: (id, t) => traces.set(id, t) });
    const t = traces.get('checks_of_calls.py::test_twice')!;
    expect(t.frames.map(f => `${f.event} ${t.codes[f.code].function}:${f.line}`)).toEqual(['call middle:3', 'line middle:4', 'call inner:1', 'line inner:2', 'return inner:2', 'return middle:4']);
    expect(t.frames.at(-1)).toMatchObject({ depth: 0, value: '1' });
  });
  it('says of remembered tests which have run a function, and nothing of what is not remembered', async () => {
    const s = service();
    const asked = { place: place(), cwd: folder.path, paths: ['checks_of_calls.py', 'test_two.py'], list: false };
    const ran = async (name: string) => (await s.suite({ ...asked, paths: [], list: true, ran: { file: folder.at('calls.py'), function: name } })).collected.map(t => [t.id, t.ran !== undefined]);
    const path = folder.at('test_three.py');
    expect((await ran('inner')).map(([id]) => id)).not.toContain('test_three.py::test_three');
    folder.write('test_three.py', 'from calls import inner\n\ndef test_three():\n    assert inner(3) == 3\n');
    await s.suite({ ...asked, paths: ['checks_of_calls.py', 'test_two.py', path] });
    expect(await ran('inner')).toEqual(expect.arrayContaining([['checks_of_calls.py::test_twice', true], ['test_two.py::test_two', false], ['test_three.py::test_three', true]]));
    expect(await ran('middle')).toEqual(expect.arrayContaining([['checks_of_calls.py::test_twice', true], ['test_three.py::test_three', false]]));
    rmSync(path);
  });
  it('can be listed only', async () => {
    const suite = await service().suite({ place: place(), cwd: folder.path, paths: ['test_two.py'], list: true });
    expect(suite).toMatchObject({ root: folder.path, tests: [], collected: [{ id: 'test_two.py::test_two', line: 1 }] });
  });
});

describe('an engine that is ended while it starts', () => {
  it('keeps no one waiting', async () => {
    const s = new Service();
    const asked = rehearse(s, 'fine()');
    await new Promise(r => setImmediate(r));
    s.dispose();
    const timers = (): number => process.getActiveResourcesInfo().filter(r => r === 'Timeout').length;
    const before = timers();
    await expect(asked).rejects.toThrow('cancelled');
    expect(timers()).toBeLessThanOrEqual(before);
  }, 5000);
});

const threads = (): number => (process.report.getReport() as { readonly workers: readonly unknown[] }).workers.length;
describe('the engines of an editor', () => {
  it('go on with what is asked next where a request is cancelled: no other one starts', async () => {
    const before = threads();
    const s = new Service({ guest: true });
    services.push(s);
    for (let key = 0; key < 4; key++) {
      const stop = new AbortController();
      const forever = rehearse(s, 'endless()', { signal: stop.signal, ms: 60_000 });
      setTimeout(() => stop.abort(), 300);
      const [, next] = await Promise.all([expect(forever).rejects.toThrow('cancelled'), new Promise(r => stop.signal.addEventListener('abort', r)).then(() => rehearse(s, 'fine()'))]);
      expect(next.forecast.value).toBe('[1, 2]');
    }
    expect(threads() - before).toBe(1);
  });
  it('end when no one has asked for a while, spare ones first, and come back when they are asked', async () => {
    const folder = makeFolder({ 'a.py': 'def f(x):\n    return x + 1\n' });
    const before = threads();
    const s = new Service({ guest: true, rest: { spare: 300, last: 2500 } });
    try {
      const place = { workspace: folder.path, environment: {}, home: folder.path, changes: new Map<string, string>() };
      const ask = (call: string): ReturnType<Service['rehearse']> => s.rehearse({ place, file: folder.at('a.py'), call, trace: false });
      // The second waits for the first, but not for long.
      const both = Promise.all([ask('sum(1 for _ in range(2_000_000))'), ask('f(2)')]);
      await expect.poll(() => threads() - before, { timeout: 8000, interval: 20 }).toBe(2);
      await both;
      await expect.poll(() => threads() - before, { timeout: 2000 }).toBe(1);
      await expect.poll(() => threads() - before, { timeout: 8000 }).toBe(0);
      expect((await ask('f(3)')).forecast).toMatchObject({ outcome: 'pass', value: '4' });
    } finally {
      s.dispose();
      folder.remove();
    }
  });
});
