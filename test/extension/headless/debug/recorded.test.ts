// The stand-alone adapter over real runs and stored traces, held against the real Python where there is one.
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DebugClient } from '../../../support/debug-client.ts';
import { askPython, hasPython } from '../../../support/python.ts';
import { canRecord, hasPytest } from '../../../support/recording.ts';

let folder: string;
let c: DebugClient;
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const start = (environment: Record<string, string> = {}): DebugClient => (c = new DebugClient(folder, environment));
const record = (program: string, more: object = {}): object => ({ mode: 'record', program, ...more });
const lines = (name: string, ...breakpoints: object[]): Promise<unknown> => c.get('setBreakpoints', { source: { path: join(folder, name) }, breakpoints });
const traceOf = (): string => /recorded as trace (\d+)/.exec(c.output('console'))![1];

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-dap-')));
  write('pyproject.toml', '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  expect(await c.close()).toBe(0);
  expect(c.stderr).toBe('');
});

const program = `import sys
count = 0
def grow(xs, n):
    global count
    count += 1
    xs.append(n)
    ys = [x * 2 for x in xs]
    return ys
class Box:
    def __init__(self, v):
        self.v = v
def gen(n):
    for i in range(n):
        yield i
xs = []
b = Box(1)
for i in gen(3):
    ys = grow(xs, i)
d = {"k": xs, "n": None}
try:
    d["missing"]
except KeyError as e:
    text = str(e)
sys.stderr.write("warned\\n")
print(text, d)
sys.exit(3)
`;

describe.skipIf(!canRecord)('a recorded session', () => {
  it('runs the program once, then steps through it, forward and back', async () => {
    start();
    write('app.py', program);
    await c.launch(record('app.py'), async () => {
      await lines('app.py', { line: 7 });
      await c.get('setExceptionBreakpoints', { filters: ['raised', 'uncaught'] });
    });
    expect(c.messages.filter(m => m.event === 'capabilities').at(-1)?.body.capabilities).toEqual({ supportsSetVariable: false, supportsSetExpression: false });
    expect(c.output('console')).toMatch(/recorded as trace \d+: exit code 3/);
    expect(await c.go('continue')).toBe('breakpoint grow:7');
    expect(await c.locals()).toEqual({ xs: '[0]', n: '0' });
    expect((await c.stack()).map(f => `${f.name}:${f.line}`)).toEqual(['grow:7', '<module>:18']);
    expect(await c.go('stepOut')).toBe('step <module>:17');
    expect(await c.go('stepIn')).toBe('step gen:13');
    expect((await c.stack()).map(f => `${f.name}:${f.line}`)).toEqual(['gen:13', '<module>:17']);
    expect(await c.go('stepOut')).toBe('step <module>:18');
    expect(await c.go('stepBack')).toBe('step <module>:17');
    expect(await c.go('reverseContinue')).toBe('breakpoint grow:7');
    await lines('app.py');
    expect(await c.go('continue')).toBe('exception <module>:21');
    expect(await c.get('exceptionInfo', { threadId: 1 })).toMatchObject({ exceptionId: 'KeyError', breakMode: 'always' });
    expect(await c.go('continue')).toBe('exception <module>:26');
    expect(c.output('stdout')).toBe("'missing' {'k': [0, 1, 2], 'n': None}\n");
    expect(c.output('stderr')).toBe('warned\n');
    expect(await c.go('continue')).toMatch(/^end /);
    await c.get('continue', { threadId: 1 });
    expect((await c.event('exited')).body.exitCode).toBe(3);
  });
  it('evaluates over the texts of the trace, and says what they do not tell', async () => {
    start();
    write('app.py', program);
    await c.launch(record('app.py'), () => lines('app.py', { line: 8 }, { line: 24 }));
    await c.go('continue');
    expect(await c.evaluate('sum(ys) + n')).toBe('0');
    expect(await c.evaluate('len(xs) == 1 and ys[0]')).toBe('0');
    expect(await c.evaluate('count')).toMatch(/unknown: count: it was 0 at line 18, and calls since then may have changed it/);
    expect(await c.evaluate('xs is ys')).toMatch(/unknown: .*identity/);
    expect(await c.evaluate('type(xs)')).toMatch(/unknown/);
    expect(await c.evaluate('n is None')).toBe('False');
    expect(await c.evaluate('b.v')).toMatch(/unknown: b: all that the trace holds of it is the text <__main__\.Box object>/);
    expect(await c.evaluate('nothing')).toMatch(/unknown: nothing: the trace holds no such name/);
    expect(await c.refused('evaluate', { expression: 'xs[9]' })).toMatch(/IndexError: list index out of range/);
    expect(await c.evaluate('xs', 'watch', 1)).toBe('[]');
    expect(await c.evaluate('len(xs)', 'watch', 1)).toMatch(/unknown: xs: it was \[\] at line 18/);
    await c.go('continue');
    await c.go('continue');
    await c.go('continue');
    expect(await c.evaluate('d["k"][1:] + [text]')).toBe(`[1, 2, "'missing'"]`);
    const scope = (await c.get('scopes', { frameId: (await c.stack())[0].id })).scopes[0].variablesReference;
    expect(await c.refused('setVariable', { variablesReference: scope, name: 'text', value: '1' })).toMatch(/nothing can be set in a recording: it happened as it happened/);
    expect(await c.refused('setExpression', { expression: 'text', value: '1' })).toMatch(/nothing can be set/);
    expect(await c.get('foretrace/whereWritten', { name: 'text' })).toMatchObject({ line: 23, how: 'line' });
  });
  it('stops where a condition cannot be known, and says why', async () => {
    start();
    write('app.py', program);
    await c.launch(record('app.py'), () => lines('app.py', { line: 18, condition: 'b.v == i' }));
    expect(await c.go('continue')).toBe('breakpoint <module>:18');
    expect(c.output('console')).toMatch(/stopped, for it is not known whether to: the condition 'b\.v == i': unknown: b:/);
  });
  it('replays what was recorded, and what was recorded of a test', async () => {
    start();
    write('app.py', program);
    await c.launch(record('app.py', { args: ['x'], env: { SOME: '1' } }));
    const trace = traceOf();
    await c.close();
    start();
    await c.launch({ mode: 'replay', trace: Number(trace) }, () => lines('app.py', { line: 7, condition: 'n > 1' }));
    expect((await c.get('threads')).threads[0].name).toBe('app.py x');
    expect(await c.go('continue')).toBe('breakpoint grow:7');
    expect(await c.refused('setExpression', { expression: 'n', value: '1' })).toMatch(/nothing can be set in a replay/);
  });
  it.skipIf(!hasPytest)('records one test by its id, and replays it by its id', async () => {
    start();
    write('test_app.py', 'def twice(n):\n    return n * 2\n\ndef test_twice():\n    got = twice(2)\n    assert got == 5\n');
    await c.launch(record('test_app.py::test_twice'), () => c.get('setExceptionBreakpoints', { filters: ['uncaught'] }));
    expect(c.output('console')).toMatch(/failed/);
    expect(await c.go('continue')).toBe('exception test_twice:6');
    expect(await c.evaluate('got * 10')).toBe('40');
    await c.close();
    start();
    await c.launch({ mode: 'replay', trace: 'test_app.py::test_twice' });
    expect(await c.where()).toBe('test_twice:5');
  });
  it('restarts by running anew', async () => {
    start();
    write('clock.py', 'import os\nn = len(os.listdir("."))\nopen(f"made-{n}", "w").close()\n');
    await c.launch(record('clock.py'));
    const made = (): number => readdirSync(folder).filter(f => f.startsWith('made-')).length;
    expect(made()).toBe(1);
    await c.get('restart');
    expect((await c.stopped()).reason).toBe('entry');
    expect(made()).toBe(2);
  });
  it('keeps the stacks of threads apart', async () => {
    start();
    write('threads.py', 'import threading\ndef work(n):\n    deeper(n)\ndef deeper(n):\n    done.append(n)\ndone = []\nts = [threading.Thread(target=work, args=(k,)) for k in (1, 2)]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()\nend = 1\n');
    await c.launch(record('threads.py'), () => lines('threads.py', { line: 5 }, { line: 12 }));
    expect(await c.go('continue')).toBe('breakpoint deeper:5');
    expect((await c.stack()).map(f => f.name)).toEqual(['deeper', 'work']);
    await c.go('continue');
    expect((await c.stack()).map(f => f.name)).toEqual(['deeper', 'work']);
    expect(await c.go('continue')).toBe('breakpoint <module>:12');
    expect((await c.stack()).map(f => f.name)).toEqual(['<module>']);
  });
  it.skipIf(!hasPytest)('stops where a test fails, though its fixtures run on after it', async () => {
    start();
    write('test_fix.py', 'import pytest\n\n@pytest.fixture\ndef thing():\n    yield 5\n    gone = True\n\ndef test_thing(thing):\n    with pytest.raises(KeyError):\n        {}[1]\n    assert thing == 6\n');
    await c.launch(record('test_fix.py::test_thing'), () => c.get('setExceptionBreakpoints', { filters: ['uncaught'] }));
    expect(await c.go('continue')).toBe('exception test_thing:11');
    expect(await c.go('continue')).toMatch(/^end /);
  });
  it('refuses what cannot be recorded or replayed', async () => {
    start();
    await c.get('initialize', {});
    expect(await c.refused('launch', record('nowhere.py'))).toMatch(/no such file or folder: nowhere\.py/);
    expect(await c.refused('launch', { mode: 'replay', trace: 999_999 })).toMatch(/no trace 999999/);
    expect(await c.refused('launch', { mode: 'replay', trace: 'test_x.py::nobody' })).toMatch(/no trace test_x\.py::nobody/);
    write('app.py', program);
    expect(await c.refused('launch', record('app.py', { python: '/no/such/python' }))).toMatch(/cannot start \/no\/such\/python/);
    expect(await c.refused('launch', record('app.py', { root: '/no/such/root' }))).toMatch(/no such file or folder/);
    write('broken.py', 'x = (\n');
    expect(await c.refused('launch', record('broken.py'))).toMatch(/broken\.py/);
    await c.get('launch', record('app.py'));
  });
  it('ends a program that does not end when it is told to', async () => {
    start();
    write('for_ever.py', 'n = 0\nwhile True:\n    try:\n        n += 1\n    except KeyboardInterrupt:\n        n = 0\n');
    await c.get('initialize', {});
    const launch = c.post('launch', record('for_ever.py', { maxFrames: 1000 }));
    await new Promise(done => setTimeout(done, 1500));
    await c.get('terminate');
    expect(await c.answer(launch)).toMatchObject({ success: false });
  });
  it('pauses in the middle of a long way', async () => {
    start();
    write('long.py', 'def f(n):\n    return n + 1\nn = 0\nwhile n < 60000:\n    n = f(n)\nend = 1\n');
    await c.launch(record('long.py'), () => lines('long.py', { line: 2, condition: 'n < 0' }));
    await c.get('continue', { threadId: 1 });
    expect(await c.refused('stackTrace', { threadId: 1 })).toMatch(/the session is moving/);
    await c.get('pause', { threadId: 1 });
    expect((await c.stopped()).reason).toBe('pause');
    expect((await c.stack()).length).toBeGreaterThan(0);
    await lines('long.py', { line: 6 });
    expect(await c.go('continue')).toBe('breakpoint <module>:6');
    expect(await c.evaluate('n')).toBe('60000');
  });
});

const held = `def mix(a, b=2):
    c = [a, b]
    c.append({"sum": a + b})
    t = (a, "x" * b)
    return c, t
total = 0
names = {1: "one"}
for i in range(3):
    pair = mix(i, i + 1)
    total += len(pair[0])
    names[i] = pair[1]
s = {3, 1, 2}
f = 1.5 / 3
end = None
`;
const expressions = ['total', 'a + b', '[x for x in c]', 'sorted(names.items())', 'len(pair), pair[1][1]', 'c[-1]["sum"] * 2', 'f"{total:>4}|{i}"', 'sum(s) + f', 'end is None', 'max(a, b, key=lambda v: -v)', 'undefined_name', 't[5]'];
describe.skipIf(!hasPython)('what is evaluated at each line', () => {
  type Told = [where: string, line: number, answers: Record<string, string>][];
  it.each(['rehearse', 'record'])('is what Python gives there, or unknown: %s', async mode => {
    start();
    const file = write('held.py', held);
    const truth = askPython<Told>('eval_at_lines.py', [], { file, expressions });
    await c.launch({ mode, program: 'held.py' });
    let known = 0;
    for (const [where, line, answers] of truth) {
      expect(await c.where()).toBe(`${where}:${line}`);
      const [top] = await c.stack();
      const got = await Promise.all(expressions.map(expression => c.ask('evaluate', { expression, frameId: top.id, context: 'watch' })));
      expressions.forEach((e, i) => {
        const told: string = got[i].success === true ? got[i].body.result : (got[i].message ?? '');
        if (told.startsWith('unknown')) return;
        known++;
        expect(told, `${e} at ${where}:${line}`).toBe(answers[e]);
      });
      await c.go('stepIn');
    }
    // In the frame itself all is known; over texts what a caller's mutable values are is not, and names that the trace does not hold.
    const all = truth.length * expressions.length;
    if (mode === 'rehearse') expect(known).toBe(all);
    else expect(known).toBeGreaterThan(all / 3);
  });
});
