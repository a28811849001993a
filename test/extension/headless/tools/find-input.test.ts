// Inputs that the search finds, held against real Python where it is there: what it says a call reaches, the call reaches.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../../../extension/headless/tools/desk.ts';
import { tools } from '../../../../extension/headless/tools/table.ts';
import { type Folder, makeFolder } from '../folder.ts';

const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 11))']).status === 0;
const app = `import time

LIMIT = 4321


def fee(weight: int, country: str, express: bool = False) -> int:
    if weight < 0:
        raise ValueError("negative")
    base = weight * 3
    if country == "CH":
        base += 7
        if express and weight > 20:
            if base == 97:
                return -1
    for c in country:
        if c.isdigit():
            return 0
    return base


def parse(text):
    parts = text.split(";")
    if len(parts) == 3 and parts[0] == "v2":
        n = int(parts[1])
        if n > LIMIT:
            return "big"
    return None


class Basket:
    def __init__(self, owner):
        self.owner = owner
        self.items = []

    def add(self, name, count=1):
        if count > 5 and name.startswith("x"):
            raise KeyError(name)
        self.items.append(name)
        return len(self.items)


def late(n):
    if time.time() > 5:
        return n
    return 0


def never(n):
    if n * n == -1:
        return "impossible"
    return n


def pick(items: list[int], key: str):
    found = {"a": 1, "bb": 2}
    if key in found:
        if len(items) > 3:
            if items[2] == 77:
                return found[key]
    return None
`;
const lineOf = (text: string): number => app.split('\n').findIndex(l => l.includes(text)) + 1;

interface Found {
  readonly found: boolean;
  readonly call?: string;
  readonly test?: string;
  readonly evidence?: string;
  readonly tried: number;
  readonly stoppedBy: string;
  readonly closest?: { readonly call: string; readonly line: number };
  readonly possible?: { readonly call: string };
  readonly say: string;
  readonly seeds: { readonly tests: number };
}
let folder: Folder;
let desk: Desk;
beforeAll(() => {
  folder = makeFolder({
    'pyproject.toml': '',
    'app.py': app,
    'test_app.py': 'from app import Basket, fee, parse\n\ndef test_fee():\n    assert fee(2, "DE") == 6\n\ndef test_parse():\n    assert parse("v1;2;3") is None\n\ndef test_add():\n    assert Basket("a").add("b") == 1\n',
  });
  desk = new Desk(folder.path, { engines: 1 });
});
afterAll(() => {
  desk.dispose();
  folder.remove();
});
const tool = tools.find(t => t.name === 'find_input')!;
const find = async (asked: object): Promise<Found> => (await tool.handle(tool.input.parse({ target: 'app.py', ...asked }), { desk, signal: new AbortController().signal, progress: () => {} })) as Found;
/** What a call really does: the lines of app.py that it reaches, then how it ends. */
function really(call: string): { readonly lines: number[]; readonly value?: string; readonly raises?: string } {
  const code = `import sys, json, app\nlines = set()\ndef t(f, e, a):\n    if f.f_code.co_filename.endswith("app.py"):\n        if e == "line": lines.add(f.f_lineno)\n        return t\nsys.settrace(t)\nend = {}\ntry:\n    v = eval(${JSON.stringify(call)}, vars(app))\n    end["value"] = repr(v)\nexcept Exception as e:\n    end["raises"] = type(e).__name__\nsys.settrace(None)\nprint(json.dumps({"lines": sorted(lines), **end}))\n`;
  const r = spawnSync('python3', ['-c', code], { cwd: folder.path, encoding: 'utf8' });
  return JSON.parse(r.stdout) as ReturnType<typeof really>;
}

describe('find_input', () => {
  it.each([
    ['behind three conditions, one of them on a product', { line: lineOf('return -1') }],
    ['behind a text that is split and read as a number', { line: lineOf('return "big"') }],
    ['inside a loop over characters', { line: lineOf('return 0\n'.trim()) }],
    ['of a method', { function: 'Basket.add', line: lineOf('raise KeyError') }],
    ['behind a key, a length and an item of a list', { line: lineOf('return found[key]') }],
  ])('reaches a line %s', async (_, asked) => {
    const r = await find(asked);
    expect(r).toMatchObject({ found: true, stoppedBy: 'found', call: expect.any(String) });
    if (python) expect(really(r.call!).lines).toContain((asked as { line: number }).line);
  });
  it('finds an exception, a value, and a state at a line', async () => {
    const raised = await find({ function: 'fee', raises: 'ValueError' });
    const value = await find({ function: 'fee', condition: 'result == 45' });
    const state = await find({ function: 'fee', line: lineOf('if c.isdigit()'), condition: 'weight > 5 and c == "z"' });
    expect([raised.found, value.found, state.found]).toEqual([true, true, true]);
    expect(value.evidence).toBe('gives 45');
    if (!python) return;
    expect(really(raised.call!).raises).toBe('ValueError');
    expect(really(value.call!).value).toBe('45');
  });
  it('begins with the calls of the tests, and names one that gets there', async () => {
    const r = await find({ function: 'parse', line: lineOf('if len(parts) == 3') });
    expect(r).toMatchObject({ found: true, call: "parse('v1;2;3')", test: 'test_app.py::test_parse', tried: 1, seeds: { tests: 1 } });
  });
  it('says that it has not found what cannot be, and claims no more', async () => {
    const r = await find({ function: 'never', line: lineOf('return "impossible"'), tries: 60 });
    expect(r).toMatchObject({ found: false, tried: 60, stoppedBy: 'tries', closest: { line: lineOf('return "impossible"') + 1 } });
    expect(r.say).toBe('not found: 60 calls were rehearsed, until the tries were spent; that is no proof that there is none');
  });
  it('does not take for found what hangs on the time', async () => {
    const r = await find({ function: 'late', line: lineOf('time.time() > 5') + 1, tries: 10 });
    expect(r).toMatchObject({ found: false, possible: { call: expect.stringMatching(/^late\(/) } });
  });
  it('takes the template that it is given, and a proposed edit along', async () => {
    const r = await find({ call: 'fee(?, "CH", express=True)', function: 'fee', line: lineOf('return -1') });
    expect(r.call).toBe('fee(30, "CH", express=True)');
    const edited = await find({ function: 'never', line: lineOf('return "impossible"'), replace: [{ path: 'app.py', old: 'n * n == -1', new: 'n * n == 49' }] });
    expect(edited).toMatchObject({ found: true, call: expect.stringMatching(/^never\(-?7\)$/) });
  });
  it('gives up in time', async () => {
    const r = await find({ function: 'never', line: lineOf('return "impossible"'), tries: 20_000, seconds: 1 });
    expect(r).toMatchObject({ found: false, stoppedBy: 'time' });
  });
  it.each([
    [{}, 'give the goal: line, condition or raises'],
    [{ function: 'nothing', line: 3 }, "there is no 'nothing' in that file; there are fee, parse, "],
    [{ line: 1 }, 'say which function to call'],
    [{ target: 'none.py', line: 1 }, 'cannot read none.py'],
  ])('%j is refused: %s', async (asked, say) => {
    await expect(find(asked)).rejects.toThrow(say);
  });
});

it('foretrace find-input tells it in a line or two', () => {
  const cli = join(import.meta.dirname, '../../../../dist/cli.js');
  const run = (...args: string[]): { status: number | null; stdout: string } => spawnSync(process.execPath, [cli, 'find-input', ...args], { cwd: folder.path, encoding: 'utf8' });
  const found = run(`app.py:${lineOf('return -1')}`);
  expect(found).toMatchObject({ status: 0, stdout: expect.stringMatching(/^fee\(30, 'CH', True\)\n {2}line \d+ \(return -1\) with .*\n {2}forecast, nothing was run\n$/) });
  expect(run(`app.py:${lineOf('return "impossible"')}`, '--tries', '20')).toMatchObject({ status: 3, stdout: expect.stringMatching(/^not found: 20 calls.*\n {2}closest: never\(/) });
  expect(run('app.py', '--tries', 'x').status).toBe(2);
});
