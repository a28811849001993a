// Where a rehearsal asks, and what it makes of answers: whatever an oracle says, nothing that stands on it is definite, and nothing else changes.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Service } from '../../../../extension/headless/service.ts';
import type { Ask, Fill, Told } from '../../../../predictor/oracles/oracle.ts';
import type { Forecast } from '../../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from '../folder.ts';

let folder: Folder;
let service: Service;
const place = () => ({ workspace: folder.path, environment: {}, home: folder.path, changes: new Map<string, string | null>() });
const rehearse = async (call: string, fills?: readonly Fill[], functions: readonly string[] = []): Promise<{ forecast: Forecast; asks: readonly Ask[] }> => {
  const asking = fills === undefined ? {} : { asking: { fills, functions: new Set(functions) } };
  const r = await service.rehearse({ place: place(), file: folder.at('app.py'), call, trace: false, ...asking });
  return { forecast: r.forecast, asks: r.asks ?? [] };
};
const fill = (a: Ask, told: Told): Fill => ({ ask: a.id, told, oracle: 'chat', trust: 'model', about: { what: a.text, file: a.file, line: a.line } });
const known = (v: string): Told => ({ value: v });

beforeAll(() => {
  folder = makeFolder({
    'app.py': `import asyncio, socket, time

def name():
    return socket.gethostbyname("localhost")

def upper():
    return name().upper()

def each():
    return [socket.gethostbyname(h).split(".")[0] for h in ("a", "b")]

def branch():
    if name() == "127.0.0.1":
        return "home"
    return "away"

def guarded():
    try:
        return name()
    except OSError as e:
        return f"no: {e}"

def needs():
    a, b = name().split(":")
    return a

async def later():
    await asyncio.sleep(0)
    return name()

def waits():
    return asyncio.run(later())

class Box:
    def __init__(self):
        self.host = name()

def attribute():
    return Box().host

def now():
    return time.time()

def nothing():
    return sorted([3, 1, 2])
`,
  });
  service = new Service();
});
afterAll(() => {
  service.dispose();
  folder.remove();
});

describe('a rehearsal that asks', () => {
  it('tells the place, the code around it and what is known there', async () => {
    const { asks } = await rehearse('each()', []);
    expect(asks.map(a => [a.text, a.function, a.turn, a.known])).toEqual([
      ['socket.gethostbyname(h)', 'each.<locals>.<listcomp>', 0, [['h', "'a'"]]],
      ['socket.gethostbyname(h).split(".")', 'each.<locals>.<listcomp>', 0, [['h', "'a'"]]],
      ['socket.gethostbyname(h).split(".")[0]', 'each.<locals>.<listcomp>', 0, [['h', "'a'"]]],
      ['socket.gethostbyname(h)', 'each.<locals>.<listcomp>', 1, [['h', "'b'"]]],
      ['socket.gethostbyname(h).split(".")', 'each.<locals>.<listcomp>', 1, [['h', "'b'"]]],
      ['socket.gethostbyname(h).split(".")[0]', 'each.<locals>.<listcomp>', 1, [['h', "'b'"]]],
    ]);
    expect(asks[0].around.text).toContain('def upper():');
    expect(asks[0].why[0].what).toMatch(/^socket/);
  });
  it('asks in a function of the project’s own, and tells what comes out of it apart', async () => {
    const { asks } = await rehearse('upper()', []);
    expect(asks.map(a => [a.text, a.derived === true])).toEqual([
      ['socket.gethostbyname("localhost")', false],
      ['name()', true],
      ['name().upper()', true],
    ]);
  });
  it('does not ask what nobody can know, nor where all is known', async () => {
    expect((await rehearse('now()', [])).asks).toEqual([]);
    expect((await rehearse('nothing()', [])).asks).toEqual([]);
  });
  it('forecasts as ever where there are no answers', async () => {
    for (const call of ['upper()', 'each()', 'branch()', 'guarded()', 'needs()', 'waits()', 'attribute()', 'now()', 'nothing()']) {
      const plain = (await rehearse(call)).forecast;
      const { outcome, value, raises } = (await rehearse(call, [])).forecast;
      expect({ call, outcome, value, raises }).toEqual({ call, outcome: plain.outcome, value: plain.value, raises: plain.raises });
    }
  });
});

describe('an answer', () => {
  const answered = async (call: string, told: Told): Promise<Forecast> => {
    const { asks } = await rehearse(call, []);
    return (await rehearse(call, [fill(asks[0], told)])).forecast;
  };
  it.each<[string, Told, Partial<Forecast>]>([
    ['upper()', known("'abc'"), { value: "'ABC'", filled: expect.objectContaining({ outcome: 'pass' }) }],
    ['branch()', known("'127.0.0.1'"), { value: "'home'" }],
    ['branch()', known("'1.2.3.4'"), { value: "'away'" }],
    ['guarded()', { raises: "OSError('down')" }, { value: "'no: down'" }],
    ['needs()', known("'a:b'"), { value: "'a'" }],
    ['needs()', known("'a'"), { filled: expect.objectContaining({ outcome: 'fail' }) }],
    ['waits()', known("'abc'"), { value: "'abc'" }],
    ['attribute()', known("'abc'"), { value: "'abc'" }],
    ['upper()', known('5'), { filled: expect.objectContaining({ outcome: 'fail' }) }],
  ])('lets %s go on from %j, and is never certain', async (call, told, expected) => {
    const f = await answered(call, told);
    expect(f).toMatchObject({ outcome: 'unknown', ...expected });
    expect(f.why[0]).toEqual({ reason: 'model', what: 'chat' });
    expect(f.probability).toBeGreaterThan(0);
    expect(f.probability).toBeLessThan(1);
  });
  it('that says that it works lets the rest be asked for', async () => {
    const { asks } = await rehearse('upper()', []);
    const next = await rehearse('upper()', [fill(asks[0], { object: true })]);
    expect(next.asks.map(a => a.text)).toEqual(['name()', 'name().upper()']);
    expect(next.forecast.outcome).toBe('unknown');
  });
  it('that is no literal is no answer', async () => {
    const { asks } = await rehearse('upper()', []);
    const r = await rehearse('upper()', [fill(asks[0], known('open("x", "w").name'))]);
    expect(r.forecast.filled).toBeUndefined();
    expect(r.forecast.effects.filter(e => e.kind === 'write')).toEqual([]);
    expect(r.asks.map(a => a.id)).toContain(asks[0].id);
  });
  it('of whatever kind, to whatever is asked, never makes a forecast definite', async () => {
    const calls = ['upper()', 'each()', 'branch()', 'guarded()', 'needs()', 'waits()', 'attribute()'];
    const told = fc.constantFrom<Told>(known("'x'"), known('None'), known('[1, 2]'), known('-1.5'), known('b"x"'), known('not python'), known('{[]: 1}'), { raises: "ValueError('v')" }, { raises: 'os.error' }, { object: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), fc.array(fc.tuple(fc.nat(8), told), { maxLength: 5 }), async (call, picks) => {
        const { asks } = await rehearse(call, []);
        const fills = picks.flatMap(([i, t]) => (asks[i] === undefined ? [] : [fill(asks[i], t)]));
        const { forecast } = await rehearse(call, fills);
        expect(forecast.outcome).toBe('unknown');
        expect(forecast.why.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
  it('does not stay for the next question', async () => {
    await answered('upper()', known("'abc'"));
    expect((await rehearse('upper()')).forecast).toMatchObject({ outcome: 'unknown' });
    expect((await rehearse('upper()')).forecast.filled).toBeUndefined();
    expect((await rehearse('nothing()')).forecast).toMatchObject({ outcome: 'pass', value: '[1, 2, 3]' });
  });
  it('does not stay in a suite either, nor what a module was given as it was imported', async () => {
    folder.write('test_it.py', 'import socket\n\nHOST = socket.gethostbyname("localhost")\n\ndef test_host():\n    assert HOST == "127.0.0.1"\n\ndef test_sum():\n    assert 1 + 1 == 2\n');
    const suite = async (fills?: readonly Fill[]) => {
      const asks: Ask[] = [];
      const asking = fills === undefined ? {} : { asking: { fills, functions: new Set<string>() }, fresh: true };
      const s = await service.suite({ place: place(), cwd: folder.path, paths: ['test_it.py'], list: false, ...asking }, { onAsks: (_, a) => asks.push(...a) });
      return { asks, tests: s.tests.map(t => ({ name: t.id.split('::')[1], outcome: t.outcome, ifRight: t.filled?.outcome })) };
    };
    const plain = await suite();
    const { asks } = await suite([]);
    expect(asks.map(a => a.text)).toContain('socket.gethostbyname("localhost")');
    const filled = await suite([fill(asks[0], known("'127.0.0.1'"))]);
    expect(filled.tests[0]).toEqual({ name: 'test_host', outcome: 'unknown', ifRight: 'pass' });
    // All tests of a module stand on what it was given.
    expect(filled.tests[1].outcome).toBe('unknown');
    const broken = await suite([fill(asks[0], { raises: "OSError('x')" })]);
    expect(broken.tests.map(t => [t.outcome, t.ifRight])).toEqual([
      ['unknown', 'fail'],
      ['unknown', 'fail'],
    ]);
    expect((await suite()).tests).toEqual(plain.tests);
  });
});
