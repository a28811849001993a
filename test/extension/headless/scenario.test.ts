// Scenarios through the built engine, held against real Python under the same circumstances (test/support/under_scenario.py).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { hasPython } from '../../support/python.ts';
import { hasPytest } from '../../support/recording.ts';
import { makeFolder } from './folder.ts';
import { programs, type ScenarioCase, suites } from './scenario-cases.ts';

const golden = join(import.meta.dirname, 'scenarios.json');
const truths: Record<string, unknown> = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as Record<string, unknown>) : {};
const service = new Service();
afterAll(() => {
  service.dispose();
  if (process.env.BLESS) writeFileSync(golden, `${JSON.stringify(truths, undefined, 2)}\n`);
});
const environment = Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined && !['TZ', 'PYTHONHASHSEED'].includes(e[0])));

function inReality(folder: string, c: ScenarioCase, ...args: string[]): { stdout: string; stderr: string; code: number } {
  const file = join(folder, '.scenario.json');
  writeFileSync(file, JSON.stringify(c.scenario));
  const r = spawnSync('python3', [join(import.meta.dirname, '../../support/under_scenario.py'), folder, file, ...args], { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(r.stderr);
  return JSON.parse(r.stdout) as { stdout: string; stderr: string; code: number };
}
/** What is the case, as recorded; where there is a Python with pytest it must still be so. */
function truthOf<T>(c: ScenarioCase, ask: () => T): T {
  if (hasPython && hasPytest) {
    const now = ask();
    if (process.env.BLESS || truths[c.title] === undefined) truths[c.title] = now;
    expect(now).toEqual(truths[c.title]);
  }
  expect(truths[c.title], 'recorded truth').toBeDefined();
  return truths[c.title] as T;
}

describe('a program under a scenario', () => {
  it.each(programs.filter(c => c.needs === undefined || existsSync(c.needs)))('prints what it would print for real: $title', async c => {
    const folder = makeFolder(c.files);
    try {
      const place = { workspace: folder.path, environment, home: folder.path, changes: new Map(), scenario: { name: 's.json', pins: c.scenario } };
      const { forecast } = await service.rehearse({ place, file: folder.at('app.py'), trace: false });
      const truth = truthOf(c, () => {
        const r = inReality(folder.path, c, 'app.py');
        return { stdout: r.stdout, code: r.code, error: r.stderr.trimEnd().split('\n').at(-1) };
      });
      expect(forecast.stdout.replaceAll(folder.path, '')).toBe(truth.stdout.replaceAll(folder.path, ''));
      expect(forecast.why).toEqual([]);
      expect(forecast.outcome).toBe(truth.code === 0 ? 'pass' : 'fail');
      expect(forecast.scenario).toBe('s.json');
    } finally {
      folder.remove();
    }
  });
});

describe('what a scenario does not pin', () => {
  const files = {
    'app.py': `
import asyncio, os, random, secrets, time, uuid
def other(): return random.Random().random()
def system(): return random.SystemRandom().random()
def token(): return secrets.token_hex(2)
def name(): return str(uuid.uuid4())
def reseeded():
    random.seed()
    return random.random()
def cpu(): return time.process_time()
def node(): return uuid.getnode()
def bytes_left(): return os.urandom(3)
def too_many(): return os.urandom(4)
def fine(): return random.random()
def slept():
    async def wait():
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.gather(asyncio.sleep(3), asyncio.sleep(1))
        return loop.time() - before, time.time()
    return asyncio.run(wait())
`,
  };
  const pins = { randomSeed: 1, clock: { start: 100, zone: 'UTC' }, randomBytes: '010203' };
  const folder = makeFolder(files);
  afterAll(() => folder.remove());
  const ask = async (call: string): Promise<string> => {
    const place = { workspace: folder.path, environment, home: folder.path, changes: new Map(), scenario: { name: 's.json', pins } };
    const { forecast } = await service.rehearse({ place, file: folder.at('app.py'), call, trace: false });
    return forecast.outcome === 'pass' ? (forecast.value ?? '') : forecast.outcome;
  };
  it.each(['other()', 'system()', 'token() + token()', 'name()', 'reseeded()', 'cpu()', 'node()', 'too_many()'])('stays unknown: %s', async call => expect(await ask(call)).toBe('unknown'));
  it.each([
    ['fine()', '0.13436424411240122'],
    ['bytes_left()', "b'\\x01\\x02\\x03'"],
    ['slept()', '(3.0, 103.0)'],
  ])('and the rest is known: %s', async (call, value) => expect(await ask(call)).toBe(value));
  it('is what modules of a suite draw while they are imported, for which comes first is open', async () => {
    const suite = makeFolder({
      'lib.py': 'import random\nDRAWN = random.random()\n',
      'test_lib.py': 'import random, lib\n\ndef test_drawn():\n    assert lib.DRAWN < 0.5\n\ndef test_own():\n    assert random.random() < 0.2\n',
    });
    try {
      const place = { workspace: suite.path, environment, home: suite.path, changes: new Map(), scenario: { name: 's.json', pins } };
      const { tests } = await service.suite({ place, cwd: suite.path, paths: [], list: false, fresh: true });
      expect(tests.map(t => `${t.id} ${t.outcome}`)).toEqual(['test_lib.py::test_drawn unknown', 'test_lib.py::test_own pass']);
    } finally {
      suite.remove();
    }
  });
});

describe('a warm engine under a scenario', () => {
  it('follows edits: a patched name that goes makes all unknown, and one that comes is patched', async () => {
    const app = (name: string): string => `import time\n\nYEAR = time.gmtime().tm_year\n\ndef ${name}():\n    raise OSError\n\ndef load():\n    return ${name}() + YEAR\n`;
    const folder = makeFolder({ 'app.py': app('fetch'), 'test_app.py': 'import app\n\ndef test_load():\n    assert app.load() == 1971\n' });
    const pins = { clock: 0, patches: { 'app.fetch': { sequence: [{ returns: 1 }] } } };
    const outcome = async (text: string, scenario: ScenarioCase['scenario'] = pins): Promise<string> => {
      const place = { workspace: folder.path, environment, home: folder.path, changes: new Map([[folder.at('app.py'), text]]), scenario: { name: 's.json', pins: scenario } };
      const { tests } = await service.suite({ place, cwd: folder.path, paths: [], list: false });
      return tests.map(t => t.outcome).join();
    };
    try {
      expect(await outcome(app('fetch'))).toBe('pass');
      expect(await outcome(app('fetched'))).toBe('unknown');
      expect(await outcome(app('fetch').replace('load():', 'load():\n    pass'))).toBe('pass');
      expect(await outcome(`${app('fetch')}X = YEAR\n`, { ...pins, clock: '1980-01-01' })).toBe('fail');
      expect(await outcome(app('fetch'))).toBe('pass');
    } finally {
      folder.remove();
    }
  });
});

describe('a suite under a scenario', () => {
  it.each(suites)('ends as it would for real: $title', async c => {
    const folder = makeFolder(c.files);
    try {
      const place = { workspace: folder.path, environment, home: folder.path, changes: new Map(), scenario: { name: 's.json', pins: c.scenario } };
      const { tests } = await service.suite({ place, cwd: folder.path, paths: [], list: false, fresh: true });
      const truth = truthOf(c, () => {
        const r = inReality(folder.path, c, '--pytest', '-q', '-rA');
        return Object.fromEntries([...r.stdout.matchAll(/^(PASSED|FAILED|ERROR) (\S+)/gm)].map(m => [m[2], m[1].toLowerCase()]).sort());
      });
      const told = Object.fromEntries(tests.map((t: TestForecast) => [t.id, t.result === 'unknown' ? `unknown ${JSON.stringify(t.why)}` : t.result]).sort());
      expect(told).toEqual(truth);
      expect(tests.every(t => t.scenario === 's.json')).toBe(true);
    } finally {
      folder.remove();
    }
  });
});
