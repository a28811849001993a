// An engine that stays warm must tell what one that begins anew tells, whatever has changed on the disk in between: bodies of functions of every form, what an import
// computed, files that an import read, listed or looked for, modules that a test imports itself, imports that show an order which CPython leaves open. Random changes, one after
// the other, on one engine, which is asked for forecasts and for traces in turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Service, type ServiceOptions, type SuiteAsked } from '../../../extension/headless/service.ts';
import type { TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

/** What can change, each a small number; files whose number is 0 are not there. */
const first = { body: 1, plain: 1, nested: 1, method: 1, generator: 1, default: 1, constant: 1, lines: 0, remark: 0, hidden: 0, data: 1, flag: 0, optional: 0, plugin: 0, lazy: 1, fixture: 1, expected: 6, word: 0, longer: 0, conftest: 0, kind: 1, kinds: 0, serial: 0 };
type State = Record<keyof typeof first, number>;
const core = (s: State): string => `import colorsys
import os
try:
    from shop import optional
    BONUS = optional.BONUS
except ImportError:
    BONUS = 0
HERE = os.path.dirname(__file__)
with open(os.path.join(HERE, 'data.txt')) as f:
    RATE = int(f.read())
FLAG = os.path.exists(os.path.join(HERE, 'flag'))
PLUGINS = sorted(os.listdir(os.path.join(HERE, 'plugins')))
CONSTANT = ${s.constant}
${'# a line more\n'.repeat(s.lines)}

def total(xs):
    return sum(x * ${s.body} for x in xs)


def plain(x):
${'    # said of it  \n\n'.repeat(s.remark)}    y = x + ${s.plain}
    return y


def nested(x):
    def inner(y):
        return [y + n for n in range(${s.nested})]
    return inner(x)


class Box:
    def __init__(self, n):
        self.n = n

    @property
    def twice(self):
        return (lambda n: n * 2 + ${s.method})(self.n)


def count(n):
    for i in range(n):
        yield i + ${s.generator}


def lazily():
    from shop import lazy
    return lazy.VALUE


def given(x=${s.default}):
    return x


def wrong(x):
    raise ValueError(x)
`;
/** The line of `wrong` as it was first. */
const wrongAt = core(first).split('\n').indexOf('def wrong(x):') + 1;
const files = (s: State): Record<string, string | null> => ({
  'pyproject.toml': '',
  'shop/__init__.py': '',
  'shop/core.py': core(s),
  'shop/lazy.py': `VALUE = ${s.lazy}\n`,
  'shop/optional.py': s.optional === 0 ? null : `BONUS = ${s.optional}\n`,
  // One comes before a module of the library.
  'colorsys.py': s.hidden === 0 ? null : `HIDES = ${s.hidden}\n`,
  'shop/data.txt': String(s.data),
  'shop/flag': s.flag === 0 ? null : '',
  'shop/plugins/one.txt': '',
  'shop/plugins/two.txt': s.plugin === 0 ? null : '',
  // The order of a set of classes is that of their addresses.
  'shop/registry.py': `KINDS = {int, str, float}
NAMES = {}
for kind in KINDS:
    NAMES[kind] = kind.__name__ + '!' * ${s.kinds}
SERIAL = iter([n for n in range(9)])
NUMBERS = (n for n in range(9))
next(NUMBERS)


def number(kind):
    return len(NAMES[kind]) * ${s.kind}
`,
  'test_registry.py': `from shop import registry


def test_first_kind():
    assert list(registry.NAMES) == [int, str, float]


def test_all_kinds():
    assert sorted(registry.NAMES.values()) == ['float', 'int', 'str']


def test_number():
    ${s.serial === 2 ? 'next(registry.NUMBERS)' : 'next(registry.SERIAL)'}
    assert [registry.number(k) for k in (int, str, float)] == [3, 3, 5]


def test_serial():
    assert next(${s.serial === 0 ? 'registry.SERIAL' : 'registry.NUMBERS'}) == 1


def test_number_of_one():
    assert sum(registry.number(k) for k in {int, float}) == 8
`,
  'conftest.py': s.conftest === 0 ? null : `import pytest\n\n\n@pytest.fixture(autouse=True)\ndef always(monkeypatch):\n    monkeypatch.setattr('shop.core.CONSTANT', ${s.conftest + 1})\n`,
  'test_shop.py': `import inspect
import pytest
from shop import core

@pytest.fixture(scope='module')
def box():
    return core.Box(${s.fixture})


def test_total():
    assert core.total([1, 2, 3]) == ${s.expected}


def test_plain():
    said = 'x' * ${s.word}
${'    said += "y"\n'.repeat(s.longer)}    assert core.plain(1) + core.given() == 3 and said in ('', 'y', 'x'), said


def test_nested():
    assert core.nested(2) == [2]


def test_box(box):
    assert box.twice == 3
    box.n += 1


def test_box_again(box):
    assert box.twice in (3, 5)


def test_count():
    assert list(core.count(2)) == [1, 2]


def test_what_the_import_saw():
    assert (core.RATE, core.FLAG, core.PLUGINS, core.BONUS, core.CONSTANT) == (1, False, ['one.txt'], 0, 1)


def test_lazily():
    assert core.lazily() == 1
    with open('shop/data.txt') as f:
        assert f.read() == '1'


def test_hidden():
    assert not hasattr(core.colorsys, 'HIDES')


def test_lines():
    assert core.wrong.__code__.co_firstlineno == ${wrongAt}


def test_trace():
    try:
        core.wrong(1)
    except ValueError as e:
        assert e.__traceback__.tb_next.tb_lineno == ${wrongAt + 1}


def test_source():
    assert 'said' not in inspect.getsource(core.plain)
`,
});

const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
const made: { readonly dispose: () => void }[] = [{ dispose: () => rmSync(cache, { recursive: true, force: true }) }];
afterAll(() => {
  for (const m of made) m.dispose();
});
function service(options: ServiceOptions = {}): Service {
  const s = new Service(options);
  made.push(s);
  return s;
}

interface Told {
  readonly tests: readonly TestForecast[];
  readonly traces: readonly Trace[];
}
async function told(s: Service, folder: Folder, changes: ReadonlyMap<string, string | null>, more: Partial<SuiteAsked>): Promise<Told> {
  const traces: Trace[] = [];
  const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0' }, home: folder.path, changes };
  const { tests } = await s.suite({ place, cwd: folder.path, paths: [], list: false, ...more }, { onTrace: (_, t) => traces.push(t) });
  return { tests, traces };
}

const change = fc.record({ what: fc.constantFrom(...(Object.keys(first) as (keyof State)[])), to: fc.integer({ min: 0, max: 2 }), saved: fc.boolean() });
const traced = { paths: ['test_shop.py'], trace: { limit: 20_000 } };

describe('an engine that stays warm', () => {
  it.each([
    ['a command line', 7, {}],
    ['an editor', 8, { guest: true, one: true, loads: 'asked' as const }],
  ])('tells what one that begins anew tells, whatever has changed (as %s has it)', { timeout: 300_000 }, async (_, seed, options) => {
    process.env.FORETRACE_CACHE = cache;
    const [warm, scratch] = [service(options), service()];
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 6, maxLength: 12 }), async all => {
        const folder = makeFolder({});
        made.push({ dispose: folder.remove });
        let onDisk: State = { ...first };
        for (const { what, to, saved } of [{ what: 'body' as const, to: 1, saved: true }, ...all]) {
          const state = { ...onDisk, [what]: to };
          if (saved) {
            onDisk = state;
            for (const [name, text] of Object.entries(files(state))) if (text === null) rmSync(folder.at(name), { force: true });
            else folder.write(name, text);
          }
          // What is not saved is an editor's or an agent's: laid over the disk.
          const changes = new Map(saved ? [] : Object.entries(files(state)).map(([name, text]) => [folder.at(name), text] as const));
          const anew = await told(scratch, folder, changes, { fresh: true });
          expect(await told(warm, folder, changes, {})).toEqual(anew);
          expect(await told(warm, folder, changes, traced)).toEqual(await told(scratch, folder, changes, { ...traced, fresh: true }));
          for (const t of anew.tests) outcomes.add(`${t.id} ${t.outcome}`);
        }
      }),
      { numRuns: 16, seed },
    );
    // Each test of the shop was seen to pass and to fail, of the registry all but that which hangs on the order.
    expect([...outcomes].filter(o => o.startsWith('test_shop.py')).length).toBe(24);
    expect([...outcomes].filter(o => o.startsWith('test_registry.py')).length).toBe(9);
    expect(outcomes).toContain('test_registry.py::test_first_kind unknown');
  });

  /** The files that are collected while the suite is asked for. */
  async function collected(s: Service, folder: Folder, state: State | undefined, more: Partial<SuiteAsked> = {}, signal?: AbortSignal, onTest?: () => void): Promise<string[]> {
    const out: string[] = [];
    const changes = new Map(Object.entries(state === undefined ? {} : files(state)).map(([name, text]) => [folder.at(name), text]));
    const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0' }, home: folder.path, changes };
    await s.suite(
      { place, cwd: folder.path, paths: ['test_shop.py'], list: false, ...more },
      { signal, onTest, onProgress: p => p.phase === 'collect' && out.push(p.what) },
    );
    return out;
  }

  it.each([
    ['forecasts', {}],
    ['traces', traced],
  ])('collects nothing anew for edits of bodies, one after the other (%s)', async (_, more) => {
    const [s, folder] = [service(), makeFolder({})];
    made.push({ dispose: folder.remove });
    expect(await collected(s, folder, { ...first, optional: 3 }, more)).toEqual(['test_shop.py']);
    for (const what of ['body', 'nested', 'method', 'generator'] as const)
      for (const to of [5, 6, 7, 8]) expect(await collected(s, folder, { ...first, optional: 3, [what]: to }, more), `${what} ${to}`).toEqual([]);
  });
  it('collects no second time in an order that was tried before', async () => {
    const [s, folder] = [service(), makeFolder({})];
    made.push({ dispose: folder.remove });
    const both = { paths: ['test_shop.py', 'test_registry.py'] };
    const once = ['test_shop.py', 'test_registry.py'];
    // Twice in the other orders, which are tried with the tests that hang on them.
    const states = [first, { ...first, kind: 2 }, { ...first, kind: 1, body: 2 }, { ...first, kind: 0 }];
    const times: string[][] = [];
    for (const state of states) times.push(await collected(s, folder, state, both));
    expect(times[0]).toEqual([...once, 'test_registry.py', 'test_registry.py']);
    // What the imports brought along of the library is put below them all, once.
    expect(times.slice(2)).toEqual([[], []]);
  });
  it('stays ready though a test file cannot be imported, until what that hangs on changes', async () => {
    const folder = makeFolder({ 'a.py': 'def f():\n    return 1\n', 'b.py': 'def (:\n', 'test_a.py': 'from a import f\n\n\ndef test_f():\n    assert f() == 1\n', 'test_b.py': 'import b\n\n\ndef test_b():\n    pass\n' });
    const s = service();
    made.push({ dispose: folder.remove });
    const ask = async (changes: Record<string, string>): Promise<[collected: string[], outcomes: string[]]> => {
      const out: string[] = [];
      const place = { workspace: folder.path, environment: {}, home: folder.path, changes: new Map(Object.entries(changes).map(([name, text]) => [folder.at(name), text])) };
      const { tests } = await s.suite({ place, cwd: folder.path, paths: [], list: false }, { onProgress: p => p.phase === 'collect' && out.push(p.what) });
      return [out, tests.map(t => `${t.id} ${t.outcome}`)];
    };
    const both = ['test_a.py', 'test_b.py'];
    expect(await ask({})).toEqual([both, ['test_a.py::test_f pass', 'test_b.py::test_b fail']]);
    expect(await ask({ 'a.py': 'def f():\n    return 2\n' })).toEqual([[], ['test_a.py::test_f fail', 'test_b.py::test_b fail']]);
    expect(await ask({ 'b.py': 'def g():\n    pass\n' })).toEqual([both, ['test_a.py::test_f pass', 'test_b.py::test_b pass']]);
  });
  it('keeps what it has collected where the question is given up', async () => {
    const [s, folder] = [service(), makeFolder({})];
    made.push({ dispose: folder.remove });
    const stop = new AbortController();
    await expect(collected(s, folder, { ...first, optional: 4 }, {}, stop.signal, () => stop.abort())).rejects.toThrow();
    expect(await collected(s, folder, { ...first, optional: 4, body: 2 })).toEqual([]);
  });
  it('is loaded for the first edit where all was remembered', async () => {
    const text = Object.entries(files(first)).flatMap(([name, t]) => (t === null ? [] : [[name, t] as const]));
    const [before, s, folder] = [service(), service(), makeFolder(Object.fromEntries(text))];
    made.push({ dispose: folder.remove });
    await told(before, folder, new Map(), {});
    expect(await collected(s, folder, undefined)).toEqual([]);
    expect(await collected(s, folder, undefined, { list: true, load: true })).toEqual(['test_shop.py']);
    expect(await collected(s, folder, { ...first, plain: 2 })).toEqual([]);
  });
  it.each(['disk', 'asked'] as const)('loads by itself, while no one asks, what was remembered (%s)', async loads => {
    const text = Object.entries(files(first)).flatMap(([name, t]) => (t === null ? [] : [[name, t] as const]));
    const [before, s, folder] = [service(), service({ loads }), makeFolder(Object.fromEntries(text))];
    made.push({ dispose: folder.remove });
    await told(before, folder, new Map(), {});
    expect(await collected(s, folder, undefined)).toEqual([]);
    await new Promise(r => setTimeout(r, 300));
    expect(await collected(s, folder, { ...first, plain: 2 })).toEqual([]);
  });
});
