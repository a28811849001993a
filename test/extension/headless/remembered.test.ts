// What is recalled or swapped into a warm engine must be what a rehearsal from scratch would tell: over many small edits to the example shop.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Service, type Suite } from '../../../extension/headless/service.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { type Folder, makeFolder } from './folder.ts';

const shop = join(import.meta.dirname, '../../../examples/orders');
const sources = ['orders/basket.py', 'orders/delivery.py', 'orders/discounts.py', 'orders/invoice.py', 'orders/money.py'];
const texts = new Map([...sources, 'orders/__init__.py', 'pyproject.toml', ...['conftest', 'test_basket', 'test_delivery', 'test_discounts', 'test_invoice', 'test_money'].map(t => `tests/${t}.py`)].map(f => [f, readFileSync(join(shop, f), 'utf8')]));

let folder: Folder;
const cache = mkdtempSync(join(tmpdir(), 'foretrace-cache-'));
const services: Service[] = [];
const service = (): Service => {
  const s = new Service();
  services.push(s);
  return s;
};
beforeAll(() => {
  process.env.FORETRACE_CACHE = cache;
  folder = makeFolder(Object.fromEntries(texts));
});
afterAll(() => {
  for (const s of services) s.dispose();
  folder.remove();
  rmSync(cache, { recursive: true, force: true });
});

interface Ran {
  readonly tests: readonly TestForecast[];
  readonly rehearsed: number;
}
async function forecast(s: Service, edit: Readonly<Record<string, string | null>> = {}, fresh = false, project = '', isBefore = false): Promise<Ran> {
  const changes = new Map(Object.entries(edit).map(([file, text]) => [folder.at(file), text]));
  let rehearsed = 0;
  const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0', ...(project === '' ? {} : { PROJECT: project }) }, home: folder.path, changes };
  const suite: Suite = await s.suite({ place, cwd: folder.path, paths: [], list: false, fresh, isBefore }, { onProgress: p => (rehearsed += p.phase === 'test' ? 1 : 0) });
  return { tests: suite.tests, rehearsed };
}

/** Small edits at every few lines of a source: other operators, other numbers, a line more. */
function edits(text: string): string[] {
  const lines = text.split('\n');
  const out: string[] = [];
  const swaps: [RegExp, string][] = [[/ \+ /, ' - '], [/ < /, ' >= '], [/ == /, ' != '], [/\b(\d+)\b/, '1$1'], [/^(\s+)return .*/, '$1return None'], [/^(\s+)(\w+ = .*)/, '$1$2\n$1$2']];
  lines.forEach((line, i) => {
    // Begun at another one on each line, so that each gets its turn.
    const swap = swaps.map((_, k) => swaps[(i + k) % swaps.length]).find(([from]) => from.test(line));
    if (swap === undefined) return;
    const [from, to] = swap;
    out.push([...lines.slice(0, i), line.replace(from, to), ...lines.slice(i + 1)].join('\n'));
  });
  return out;
}

describe('what is remembered', () => {
  it('is recalled by another process without rehearsing anything', async () => {
    const first = await forecast(service());
    const second = await forecast(service());
    expect(first.rehearsed).toBeGreaterThan(20);
    expect(second).toEqual({ tests: first.tests, rehearsed: 0 });
  });
  it.each(sources)('holds over edits to %s, swapped in or not, as if all was rehearsed anew', async file => {
    const warm = service();
    const scratch = service();
    await forecast(warm, {}, true);
    const whole = await forecast(warm);
    const all = edits(texts.get(file)!);
    expect(all.length).toBeGreaterThan(1);
    for (const text of all.filter((_, i) => i % Math.ceil(all.length / (Number(process.env.EDITS ?? 5))) === 0)) {
      const quick = await forecast(warm, { [file]: text });
      const slow = await forecast(scratch, { [file]: text }, true);
      expect(quick.tests).toEqual(slow.tests);
    }
    expect(await forecast(warm)).toMatchObject({ tests: whole.tests });
  });
  it('is rehearsed again only where the edit reaches', async () => {
    const s = service();
    await forecast(s);
    const text = texts.get('orders/discounts.py')!.replace('        return applies', '        return None');
    const { rehearsed } = await forecast(s, { 'orders/discounts.py': text });
    expect(rehearsed).toBeGreaterThan(0);
    expect(rehearsed).toBeLessThan(20);
  });
  it('tells only the tests that are asked for, warm or not', async () => {
    const s = service();
    await forecast(s, {}, true);
    await forecast(s, { 'orders/money.py': `${texts.get('orders/money.py')}\n` });
    const text = texts.get('orders/discounts.py')!.replace('        return applies', '        return None');
    const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0' }, home: folder.path, changes: new Map([[folder.at('orders/discounts.py'), text]]) };
    const [wanted] = (await forecast(s)).tests.filter(t => t.id.startsWith('tests/test_discounts.py'));
    const suite = await s.suite({ place, cwd: folder.path, paths: [wanted.id], list: false });
    expect(suite.tests.map(t => t.id)).toEqual([wanted.id]);
  });
  it('does not hold for a test that is edited itself', async () => {
    const s = service();
    await forecast(s);
    const edited = await forecast(s, { 'tests/test_money.py': `${texts.get('tests/test_money.py')}\n\ndef test_added():\n    assert 1 == 2\n` });
    expect(edited.tests.find(t => t.id.endsWith('::test_added'))).toMatchObject({ outcome: 'fail' });
    expect(edited.rehearsed).toBeGreaterThan(0);
  });
  it('does not hold where a new file comes before what was imported', async () => {
    const s = service();
    const before = await forecast(s);
    const after = await forecast(s, { 'tests/orders.py': 'raise ImportError("shadowed")\n' });
    expect(after.tests.filter(t => t.outcome === 'fail').length).toBeGreaterThan(before.tests.filter(t => t.outcome === 'fail').length);
  });
  it('does not hold where a module of the library is imported no more', async () => {
    const s = service();
    const added = { 'tests/test_xml.py': 'import xml\nimport xml.dom.minidom\nimport pytest\n\nN = [len(xml.dom.minidom.__name__)]\n\n@pytest.mark.parametrize("n", N)\ndef test_name(n):\n    assert xml.dom.minidom.parseString\n' };
    const less = { 'tests/test_xml.py': 'import xml\nimport pytest\n\n@pytest.mark.parametrize("n", [15])\ndef test_name(n):\n    assert xml.dom.minidom.parseString\n' };
    const outcome = async (edit: Readonly<Record<string, string>>): Promise<string | undefined> => (await forecast(s, edit)).tests.find(t => t.id.includes('test_xml'))?.outcome;
    // The second time the module lies ready, and is not there for the third.
    expect([await outcome(added), await outcome({ 'tests/test_xml.py': `${added['tests/test_xml.py']}\n` }), await outcome(less)]).toEqual(['pass', 'pass', 'fail']);
  });
  it('does not hold where the environment of an import was changed before it', async () => {
    const s = service();
    const test = 'import os\nos.environ["TZ"] = "Europe/Rome"\nimport calendar, colorsys, pytest\n\n@pytest.mark.parametrize("n", [1])\ndef test_zone(n):\n    assert os.environ["TZ"] == "Europe/Rome" and colorsys.ONE_SIXTH < n\n';
    for (const end of ['', '\n', '\n\n']) expect((await forecast(s, { 'tests/test_zone.py': test + end })).tests.find(t => t.id.includes('test_zone'))?.outcome).toBe('pass');
  });
  it('does not hold behind a test that an edit makes fail with its work half done', async () => {
    const source = (count: number): string => `def count():\n    return ${count}\n`;
    const tests = `import counted

TAKEN = []

def test_takes():
    TAKEN.append(1)
    assert counted.count() == 1
    TAKEN.clear()

def test_finds_nothing_taken():
    assert TAKEN == []

def test_of_something_else():
    assert TAKEN is not None
`;
    const s = service();
    const outcomes = async (n: number, more = ''): Promise<readonly (string | undefined)[]> =>
      (await forecast(s, { 'tests/counted.py': source(n) + more, 'tests/test_counted.py': tests })).tests.filter(t => t.id.includes('test_counted')).map(t => t.outcome);
    const inOrder = [await outcomes(1), await outcomes(2), await outcomes(2, '\n'), await outcomes(1), await outcomes(3)];
    const broken = ['fail', 'fail', 'pass'];
    expect(inOrder).toEqual([['pass', 'pass', 'pass'], broken, broken, ['pass', 'pass', 'pass'], broken]);
  });
  it('does not hold for a function that was made anew from its source', async () => {
    const source = (count: number): string => `import runpy

def count():
    return ${count}

if __name__ != "again":
    count = runpy.run_path(__file__, run_name="again")["count"]
`;
    const s = service();
    const outcome = async (n: number): Promise<string | undefined> =>
      (await forecast(s, { 'tests/counted.py': source(n), 'tests/test_counted.py': 'from counted import count\n\ndef test_count():\n    assert count() == 1\n' })).tests.find(t => t.id.includes('test_counted'))?.outcome;
    expect([await outcome(1), await outcome(2), await outcome(1)]).toEqual(['pass', 'fail', 'pass']);
  });
  it('hangs on the environment', async () => {
    const s = service();
    await forecast(s);
    const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0', SHOP: '1' }, home: folder.path, changes: new Map<string, string | null>() };
    let rehearsed = 0;
    await s.suite({ place, cwd: folder.path, paths: [], list: false }, { onProgress: p => (rehearsed += p.phase === 'test' ? 1 : 0) });
    expect(rehearsed).toBeGreaterThan(0);
  });
});

describe('the state before an edit', () => {
  it('is remembered beside what is on the disk, so that a second look rehearses neither', async () => {
    const before = texts.get(sources[0])!;
    const after = before.replace('return', 'return None or');
    const look = async (): Promise<[Ran, Ran]> => {
      const s = service();
      const ask = async (edit: Readonly<Record<string, string | null>>): Promise<Ran> => {
        const changes = new Map(Object.entries(edit).map(([file, text]) => [folder.at(file), text]));
        let rehearsed = 0;
        const place = { workspace: folder.path, environment: { PYTHONHASHSEED: '0' }, home: folder.path, changes };
        const suite = await s.suite({ place, cwd: folder.path, paths: [], list: false, ...(changes.size > 0 ? { isBefore: true } : {}) }, { onProgress: p => (rehearsed += p.phase === 'test' ? 1 : 0) });
        return { tests: suite.tests, rehearsed };
      };
      return [await ask({}), await ask({ [sources[0]]: before })];
    };
    const scratch = await forecast(service(), {}, true);
    await forecast(service());
    folder.write(sources[0], after);
    const [disk, first] = await look();
    expect(disk.rehearsed).toBeGreaterThan(0);
    // What was on the disk a moment ago is still known.
    expect(first).toEqual({ ...scratch, rehearsed: 0 });
    const [again, second] = await look();
    expect([again.rehearsed, second.rehearsed]).toEqual([0, 0]);
    expect(second.tests).toEqual(scratch.tests);
    folder.write(sources[0], before);
  });

  it('is remembered, too, where the engine that rehearses it is warm', async () => {
    const before = texts.get(sources[0])!;
    folder.write(sources[0], before.replace('return', 'return None or None or'));
    const look = async (): Promise<number> => {
      const s = service();
      await forecast(s, {}, false, 'warm');
      return (await forecast(s, { [sources[0]]: before }, false, 'warm', true)).rehearsed;
    };
    expect(await look()).toBeGreaterThan(0);
    expect(await look()).toBe(0);
    folder.write(sources[0], before);
  });
});
