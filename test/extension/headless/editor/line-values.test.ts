// What stands at line ends, from traces; and which lines an example does not reach. The traces are rehearsals of small programs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activationIn, lineValues } from '../../../../extension/headless/editor/line-values.ts';
import { loopsOf, type Turns } from '../../../../extension/headless/editor/loops.ts';
import { notTaken } from '../../../../extension/headless/editor/not-taken.ts';
import { functionsOf } from '../../../../extension/headless/editor/python-text.ts';
import { Service } from '../../../../extension/headless/service.ts';
import { type Folder, makeFolder } from '../folder.ts';

const text = `def f(n):
    """Docs"""
    total = 0
    for i in range(n):
        if i % 2:
            total += i
        else:
            total -= 1
    try:
        x = total // 0
    except ZeroDivisionError as e:
        x = -1
    finally:
        total = 9
    return total


def early(n):
    y: int
    if n > 3:
        return [
            n,
        ]
    elif n == 2:
        n += 1
    def inner():
        return 1
    while False:
        pass
    return None


def unsure(a):
    import time
    t = time.time()
    return t > a


class C:
    def m(self, a):
        self.a = a
        yield a
        raise KeyError('x')


def table(n):
    out = []
    for i in range(n):
        row = 0
        for k in range(i + 1):
            row += k
        while row > 2:
            row -= 2
        out.append(row)
    return out
`;
let folder: Folder;
const service = new Service();
beforeAll(() => {
  folder = makeFolder({ 'app.py': text });
});
afterAll(() => {
  service.dispose();
  folder.remove();
});
async function shown(call: string, qualname: string, turns: Turns = {}) {
  const file = folder.at('app.py');
  const { trace } = await service.rehearse({ place: { workspace: folder.path, environment: {}, home: folder.path, changes: new Map() }, file, call, trace: true });
  const activation = activationIn(trace!, file, qualname);
  if (activation === undefined) return undefined;
  const f = functionsOf(text).find(g => g.qualname === qualname)!;
  const values = lineValues(trace!, activation, loopsOf(f), turns);
  return { ...values, texts: Object.fromEntries(values.lines.map(l => [l.line, l.text])), kinds: Object.fromEntries(values.lines.map(l => [l.line, l.kind])), notTaken: notTaken(f, values.ran) };
}

describe('values at line ends', () => {
  it('tell what each line sets, what is given, returned and raised', async () => {
    expect((await shown('f(3)', 'f'))!.texts).toEqual({
      1: 'n = 3',
      3: 'total = 0',
      4: 'i = 0 │ 1 │ 2',
      6: 'total = 0',
      8: 'total = -1 │ -1',
      10: 'raises ZeroDivisionError: integer division or modulo by zero',
      11: "e = ZeroDivisionError('integer division or modulo by zero')",
      12: 'x = -1',
      14: 'total = 9',
      15: 'returns 9',
    });
  });
  it('of a long loop are its first ones and its last', async () => {
    expect((await shown('f(9)', 'f'))!.texts[4]).toBe('i = 0 │ 1 │ 2 … 8 (9 times)');
  });
  it('have all passes in their history', async () => {
    expect((await shown('f(9)', 'f'))!.lines.find(l => l.line === 4)!.history).toHaveLength(9);
  });
  it('say what cannot be known', async () => {
    const s = await shown('unsure(2)', 'unsure');
    expect(s!.kinds[35]).toBe('unknown');
    expect(s!.texts[35]).toBe('t = ‹unknown›');
  });
  it('leave the object of a method to the hover, and tell what is yielded and raised', async () => {
    const s = await shown('list(C().m(1))', 'C.m');
    expect(s!.texts).toMatchObject({ 40: 'a = 1', 43: 'raises KeyError: x' });
    expect(s!.texts[42]).toContain('yields 1');
  });
  it('are not there for a function that is not reached', async () => {
    expect(await shown('f(1)', 'early')).toBeUndefined();
  });
});
describe('the turns of a loop', () => {
  it('are counted, of the innermost loops in the longest of their runs', async () => {
    expect((await shown('table(4)', 'table'))!.loops).toEqual([
      { line: 48, end: 54, turns: 4 },
      { line: 50, end: 51, turns: 4 },
      { line: 52, end: 53, turns: 2 },
    ]);
    expect((await shown('table(0)', 'table'))!.loops.map(l => l.turns)).toEqual([0, 0, 0]);
  });
  it('can be shown one by one: what other turns do is left out, what lies outside stays', async () => {
    const third = await shown('table(4)', 'table', { 0: 3 });
    expect(third!.texts).toEqual({ 46: 'n = 4', 47: 'out = []', 48: 'i = 2', 49: 'row = 0', 50: 'k = 0 │ 1 │ 2', 51: 'row = 1 │ 3', 53: 'row = 1', 54: 'out = [0, 1, 1]', 55: 'returns [0, 1, 1, 2]' });
    // Of the inner loops, the turns in that turn.
    expect(third!.loops.map(l => [l.turns, l.chosen])).toEqual([[4, 3], [3, undefined], [1, undefined]]);
    const inner = await shown('table(4)', 'table', { 0: 3, 1: 2 });
    expect(inner!.texts).toMatchObject({ 50: 'k = 1', 51: 'row = 1', 53: 'row = 1' });
  });
  it('decide which branch counts as taken', async () => {
    expect((await shown('f(3)', 'f', { 0: 1 }))!.notTaken).toEqual([[6, 6]]);
    expect((await shown('f(3)', 'f', { 0: 2 }))!.notTaken).toEqual([[7, 8]]);
  });
});
describe('lines that are not reached', () => {
  it('are those of the branch that is not taken', async () => {
    expect((await shown('f(1)', 'f'))!.notTaken).toEqual([[6, 6]]);
    expect((await shown('f(0)', 'f'))!.notTaken).toEqual([[5, 8]]);
  });
  it('are told as whole statements, and never of what has no event of its own', async () => {
    expect((await shown('early(1)', 'early'))!.notTaken).toEqual([
      [21, 23],
      [25, 25],
      [29, 29],
    ]);
  });
  it('go on to the end after a return', async () => {
    expect((await shown('early(5)', 'early'))!.notTaken).toEqual([
      [24, 26],
      [28, 30],
    ]);
  });
});
