// The stand-alone adapter over rehearsals, message by message: no Python is needed, and nothing is run.
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { framed, MessageReader } from '../../../../trace-collector/dap/framing.ts';
import { cli, DebugClient } from '../../../support/debug-client.ts';

let folder: string;
let c: DebugClient;
const shop = `class Item:
    def __init__(self, name, price):
        self.name = name
        self.price = price

    def total(self, count):
        cost = self.price * count
        return cost

def add(basket, item, count):
    basket[item.name] = item.total(count)
    return len(basket)

basket = {}
sizes = []
for n, name in enumerate(["tea", "jam", "oil"]):
    item = Item(name, n + 1)
    sizes.append(add(basket, item, 2))
    print("added", name)
print(basket)
`;
const wrong = `def low(k):
    return {}[k]

def mid(k):
    try:
        low(k)
    except KeyError:
        caught = True
    return low("b")

mid("a")
`;
const file = (name: string): string => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(file(name), text);
  return file(name);
};
const rehearse = (program: string, more: object = {}): object => ({ type: 'foretrace', request: 'launch', name: 'x', mode: 'rehearse', program, ...more });
const lines = (name: string, ...breakpoints: object[]): Promise<{ breakpoints: { id: number; verified: boolean; line: number; message?: string }[] }> =>
  c.get('setBreakpoints', { source: { path: file(name) }, breakpoints });
const uncaught = (): Promise<unknown> => c.get('setExceptionBreakpoints', { filters: ['uncaught'] });

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-dap-')));
  write('pyproject.toml', '');
  write('shop.py', shop);
  write('wrong.py', wrong);
  write('test_shop.py', 'from shop import Item\n\ndef test_total():\n    item = Item("tea", 2)\n    got = item.total(3)\n    assert got == 7\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  expect(await c.close()).toBe(0);
  expect(c.stderr).toBe('');
});
const start = (): DebugClient => (c = new DebugClient(folder));

describe('a rehearsed session', () => {
  it('stops on entry, steps in, over and out, and ends', async () => {
    start();
    expect(await c.launch(rehearse('shop.py'))).toMatchObject({ reason: 'entry', threadId: 1 });
    expect(await c.where()).toBe('<module>:1');
    await lines('shop.py', { line: 18 });
    expect(await c.go('continue')).toBe('breakpoint <module>:18');
    expect(await c.go('stepIn')).toBe('step add:11');
    expect(await c.locals()).toEqual({ basket: '{}', item: '<__main__.Item object>', count: '2' });
    expect(await c.go('next')).toBe('step add:12');
    expect(await c.go('stepOut')).toBe('step <module>:19');
    expect((await c.locals())['(return) add']).toBe('1');
    await lines('shop.py');
    expect(await c.go('continue')).toBe('end <module>:20');
    expect(c.output('stdout')).toBe("added tea\nadded jam\nadded oil\n{'tea': 2, 'jam': 4, 'oil': 6}\n");
    await c.get('continue', { threadId: 1 });
    expect((await c.event('exited')).body).toEqual({ exitCode: 0 });
    await c.event('terminated');
    expect(await c.refused('next', { threadId: 1 })).toMatch(/the session is over/);
  });
  it('steps back and continues back; what is written is said once', async () => {
    start();
    await c.launch(rehearse('shop.py'), () => lines('shop.py', { line: 8 }));
    expect(await c.go('continue')).toBe('breakpoint Item.total:8');
    expect(await c.go('stepBack')).toBe('step Item.total:7');
    expect(await c.locals()).toEqual({ self: '<__main__.Item object>', count: '2' });
    // Back from a first line it is the line of the call.
    expect(await c.go('stepBack')).toBe('step add:11');
    expect(await c.go('continue')).toBe('breakpoint Item.total:8');
    expect(await c.go('continue')).toBe('breakpoint Item.total:8');
    expect(c.output('stdout')).toBe('added tea\n');
    expect(await c.go('reverseContinue')).toBe('breakpoint Item.total:8');
    expect(await c.go('reverseContinue')).toBe('entry <module>:1');
    expect(await c.go('stepBack')).toBe('entry <module>:1');
    expect(await c.go('continue')).toBe('breakpoint Item.total:8');
    expect(await c.go('continue')).toBe('breakpoint Item.total:8');
    expect(c.output('stdout')).toBe('added tea\n');
    expect(await c.go('stepBack', { granularity: 'instruction' })).toBe('step Item.total:7');
  });
  it('stops at conditions, at counted hits, and logs', async () => {
    start();
    let told: { verified: boolean; message?: string }[] = [];
    await c.launch(rehearse('shop.py'), async () => {
      ({ breakpoints: told } = await lines(
        'shop.py',
        { line: 7, condition: 'self.name == "jam"' },
        { line: 11, hitCondition: '3' },
        { line: 18, logMessage: 'item {n}: {item.name}, {{{len(basket)}}} of {nothing}' },
        { line: 19, condition: 'n ==' },
        { line: 19, hitCondition: 'often' },
        { line: 19, logMessage: 'left {open' },
        { line: 5 },
      ));
    });
    expect(told.map(b => b.verified)).toEqual([true, true, true, false, false, false, false]);
    expect(told[3].message).toMatch(/'n ==' is not an expression: invalid syntax/);
    expect(told[4].message).toMatch(/'often' is no hit condition/);
    expect(told[5].message).toMatch(/brace that is not closed/);
    expect(told[6].message).toBe('this line does not run in what was rehearsed');
    expect(await c.go('continue')).toBe('breakpoint Item.total:7');
    expect(await c.evaluate('self.name')).toBe("'jam'");
    expect(await c.go('continue')).toBe('breakpoint add:11');
    expect(await c.evaluate('item.name')).toBe("'oil'");
    expect(c.output('console')).toContain("item 0: 'tea', {0} of <NameError: name 'nothing' is not defined>\nitem 1: 'jam', {1} of");
    // The third hit is the third in time, also on the way back.
    expect(await c.go('continue')).toBe('end <module>:20');
    expect(await c.go('reverseContinue')).toBe('breakpoint add:11');
    expect(await c.go('reverseContinue')).toBe('breakpoint Item.total:7');
  });
  it('stops where functions begin', async () => {
    start();
    await c.launch(rehearse('shop.py'), async () => {
      const { breakpoints } = await c.get('setFunctionBreakpoints', { breakpoints: [{ name: 'Item.total', condition: 'count > 1' }, { name: 'nobody' }] });
      expect(breakpoints).toMatchObject([{ verified: true }, { verified: false, message: "no call of 'nobody' in what was rehearsed" }]);
    });
    expect(await c.go('continue')).toBe('function breakpoint Item.total:7');
  });
  it('stops where an exception is raised, or only where nobody catches it', async () => {
    start();
    await c.launch(rehearse('wrong.py'), uncaught);
    expect(await c.go('continue')).toBe('exception low:2');
    expect((await c.locals())).toEqual({ k: "'b'", '(exception)': "KeyError('b')" });
    expect(await c.get('exceptionInfo', { threadId: 1 })).toMatchObject({ exceptionId: 'KeyError', description: "KeyError('b')", breakMode: 'unhandled' });
    expect((await c.stack()).map(f => f.name)).toEqual(['low', 'mid', '<module>']);
    await c.get('setExceptionBreakpoints', { filters: ['raised'] });
    expect(await c.go('reverseContinue')).toBe('exception low:2');
    expect(await c.get('exceptionInfo', { threadId: 1 })).toMatchObject({ description: "KeyError('a')", breakMode: 'always' });
    expect(await c.go('stepOut')).toBe('step mid:7');
    expect(await c.refused('exceptionInfo', { threadId: 1 })).toMatch(/no exception is raised at this moment/);
    expect(await c.refused('setExceptionBreakpoints', { filters: ['sometimes'] })).toMatch(/no filter 'sometimes'/);
    await c.get('setExceptionBreakpoints', { filters: [] });
    expect(await c.go('continue')).toMatch(/^end /);
    await c.get('continue', { threadId: 1 });
    expect((await c.event('exited')).body.exitCode).toBe(1);
  });
  it('goes to a line, restarts a frame, restarts the session', async () => {
    start();
    await c.launch(rehearse('shop.py'), () => lines('shop.py', { line: 12 }));
    await c.go('continue');
    const goTo = async (line: number): Promise<string> => {
      const { targets } = await c.get('gotoTargets', { source: { path: file('shop.py') }, line });
      if (targets.length === 0) return 'nowhere';
      await c.get('goto', { threadId: 1, targetId: targets[0].id });
      return `${(await c.stopped()).reason} ${await c.where()} ${targets[0].label}`;
    };
    expect(await goTo(7)).toBe('goto Item.total:7 line 7, time 2 of 3');
    expect(await goTo(14)).toBe('goto <module>:14 line 14, time 1 of 1');
    expect(await goTo(5)).toBe('nowhere');
    expect(await c.go('continue')).toBe('breakpoint add:12');
    const [top] = await c.stack();
    await c.get('restartFrame', { frameId: top.id });
    expect((await c.stopped()).reason).toBe('restart');
    expect(await c.where()).toBe('add:11');
    expect(await c.refused('restartFrame', { frameId: 12345 })).toMatch(/frame 12345 is not one of this stop/);
    expect(await c.refused('goto', { threadId: 1, targetId: 99 })).toMatch(/no target 99/);
    await c.get('restart', {});
    expect((await c.stopped()).reason).toBe('entry');
    expect(await c.where()).toBe('<module>:1');
    expect(await c.go('continue')).toBe('breakpoint add:12');
  });
  it('shows values in parts, page by page, and objects by their attributes', async () => {
    start();
    write('big.py', 'xs = list(range(250))\nd = {"a": [1, (2, 3)], 4: {5}}\nclass P:\n    pass\np = P()\np.x = [7]\nend = 1\n');
    await c.launch(rehearse('big.py'), () => lines('big.py', { line: 7 }));
    await c.go('continue');
    const [top] = await c.stack();
    const { scopes } = await c.get('scopes', { frameId: top.id });
    expect(scopes).toMatchObject([{ name: 'Globals', namedVariables: 4 }]);
    const { variables } = await c.get('variables', { variablesReference: scopes[0].variablesReference });
    const of = (name: string): { variablesReference: number } => variables.find((v: { name: string }) => v.name === name);
    expect(of('xs')).toMatchObject({ type: 'list', indexedVariables: 250 });
    expect((await c.get('variables', { variablesReference: of('xs').variablesReference, start: 100, count: 2 })).variables).toMatchObject([
      { name: '100', value: '100', evaluateName: 'xs[100]' },
      { name: '101', value: '101' },
    ]);
    expect((await c.get('variables', { variablesReference: of('xs').variablesReference, filter: 'named' })).variables).toEqual([]);
    const inside = (await c.get('variables', { variablesReference: of('d').variablesReference })).variables;
    expect(inside).toMatchObject([
      { name: "'a'", value: '[1, (2, 3)]', evaluateName: "d['a']" },
      { name: '4', value: '{5}', evaluateName: 'd[4]' },
    ]);
    expect((await c.get('variables', { variablesReference: inside[0].variablesReference })).variables[1]).toMatchObject({ value: '(2, 3)', evaluateName: "d['a'][1]" });
    expect((await c.get('variables', { variablesReference: of('p').variablesReference })).variables).toMatchObject([{ name: 'x', value: '[7]', evaluateName: 'p.x' }]);
    expect(await c.refused('variables', { variablesReference: 4711 })).toMatch(/variablesReference 4711 is not one of this stop/);
    await c.go('stepBack');
    expect(await c.refused('scopes', { frameId: top.id })).toMatch(/is not one of this stop/);
  });
  it('pages the stack', async () => {
    start();
    write('deep.py', 'def down(n):\n    if n == 0:\n        return 0\n    return down(n - 1)\ndown(50)\n');
    await c.launch(rehearse('deep.py'), () => lines('deep.py', { line: 3 }));
    await c.go('continue');
    const part = await c.get('stackTrace', { threadId: 1, startFrame: 49, levels: 5 });
    expect(part.totalFrames).toBe(52);
    expect(part.stackFrames.map((f: { name: string; line: number }) => `${f.name}:${f.line}`)).toEqual(['down:4', 'down:4', '<module>:5']);
    expect(await c.evaluate('n', 'watch', 10)).toBe('10');
  });
  it('evaluates at the moment, never by running, and says what cannot be known', async () => {
    start();
    write('world.py', 'import random, os\ndef f(a):\n    b = [a]\n    return b\nr = random.random()\nseen = f(1)\nseen.append(2)\nend = 1\n');
    await c.launch(rehearse('world.py'), () => lines('world.py', { line: 4 }, { line: 8 }));
    await c.go('continue');
    expect(await c.evaluate('a + 1')).toBe('2');
    expect(await c.evaluate('b is b, [a for _ in b], f(5)')).toBe('(True, [1], [5])');
    expect(await c.evaluate('b', 'hover')).toBe('[1]');
    expect(await c.evaluate('r', 'hover')).toMatch(/^unknown: random: random\.random \(.*world\.py:5\)$/);
    expect(await c.evaluate('r > 0.5')).toMatch(/^unknown: random/);
    expect(await c.refused('evaluate', { expression: 'a.nope', context: 'watch' })).toBe("AttributeError: 'int' object has no attribute 'nope'");
    expect(await c.refused('evaluate', { expression: 'a +', context: 'repl' })).toMatch(/^SyntaxError/);
    expect(await c.refused('evaluate', { expression: ' ' })).toMatch(/empty/);
    expect(await c.evaluate('b.append(9) or os.remove("world.py") or print("said")', 'repl')).toBe('None');
    expect(c.output('stdout')).toContain('said\n');
    expect(c.output('stdout')).toMatch(/it would delete: .*world\.py; nothing was done/);
    expect(await c.evaluate('b')).toBe('[1]');
    await c.go('continue');
    expect(await c.evaluate('seen')).toBe('[1, 2]');
    expect(await c.evaluate('f.__name__')).toBe("'f'");
  });
  it('completes names and attributes', async () => {
    start();
    await c.launch(rehearse('shop.py'), () => lines('shop.py', { line: 11 }));
    await c.go('continue');
    const labels = async (text: string): Promise<string[]> => (await c.get('completions', { text, column: text.length + 1 })).targets.map((t: { label: string }) => t.label);
    expect(await labels('item.')).toEqual(['name', 'price', 'total']);
    expect((await c.get('completions', { text: '1 + ba', column: 7 })).targets).toEqual([{ label: 'basket', type: 'variable', start: 5, length: 2 }]);
    expect(await labels('sor')).toEqual(['sorted']);
    expect(await labels('basket.po')).toEqual(['pop', 'popitem']);
    expect(await labels('wh')).toEqual(['while']);
  });
  it('rehearses again from a changed local, and goes on from there', async () => {
    start();
    await c.launch(rehearse('shop.py'), () => lines('shop.py', { line: 8, condition: 'self.name == "jam"' }));
    expect(c.messages.filter(m => m.event === 'capabilities').at(-1)?.body.capabilities).toEqual({ supportsSetVariable: true, supportsSetExpression: true });
    await c.go('continue');
    const scope = async (): Promise<number> => (await c.get('scopes', { frameId: (await c.stack())[0].id })).scopes[0].variablesReference;
    expect(await c.refused('setVariable', { variablesReference: await scope(), name: 'cost', value: 'nope' })).toMatch(/NameError/);
    expect(await c.refused('setVariable', { variablesReference: await scope(), name: 'cost', value: '1 +' })).toMatch(/SyntaxError/);
    expect(await c.refused('setVariable', { variablesReference: await scope(), name: 'other', value: '1' })).toMatch(/no 'other'/);
    expect(await c.get('setVariable', { variablesReference: await scope(), name: 'cost', value: 'count * 50' })).toMatchObject({ value: '100', type: 'int' });
    expect((await c.locals()).cost).toBe('100');
    expect(await c.where()).toBe('Item.total:8');
    expect(await c.evaluate('cost + 1')).toBe('101');
    expect(await c.get('setExpression', { expression: 'self.price', value: '7' })).toMatchObject({ value: '7' });
    expect(await c.evaluate('self.price')).toBe('7');
    await lines('shop.py');
    await c.go('continue');
    expect(c.output('stdout')).toContain("{'tea': 2, 'jam': 100, 'oil': 6}");
    expect(c.output('console')).toMatch(/what if cost = 100 at .*shop\.py:8/);
    expect(await c.go('reverseContinue')).toBe('entry <module>:1');
  });
  it('forgets what was set later when something is set before it', async () => {
    start();
    write('twice.py', 'a = 1\nb = 10\nc = a + b\nprint(c)\n');
    await c.launch(rehearse('twice.py'), () => lines('twice.py', { line: 3 }, { line: 4 }));
    await c.go('continue');
    await c.get('setExpression', { expression: 'b', value: '20' });
    await c.go('continue');
    expect(await c.evaluate('c')).toBe('21');
    await c.get('setExpression', { expression: 'c', value: '0' });
    await c.go('reverseContinue');
    await c.get('setExpression', { expression: 'a', value: 'b + 1' });
    expect(await c.locals()).toEqual({ a: '21', b: '20' });
    expect(await c.go('continue')).toBe('breakpoint <module>:4');
    expect(await c.evaluate('c')).toBe('41');
    await c.go('continue');
    expect(c.output('stdout')).toBe('41\n');
  });
  it('tells which line wrote a value, and goes there', async () => {
    start();
    await c.launch(rehearse('shop.py'), () => lines('shop.py', { line: 8 }, { line: 20 }));
    await c.go('continue');
    expect(await c.get('foretrace/whereWritten', { name: 'cost' })).toMatchObject({ line: 7, function: 'Item.total', how: 'line', value: '2' });
    expect(await c.get('foretrace/whereWritten', { name: 'count' })).toMatchObject({ line: 11, function: 'add', how: 'argument' });
    for (let i = 0; i < 3; i++) await c.go('continue');
    const [top] = await c.stack();
    const { scopes } = await c.get('scopes', { frameId: top.id });
    const { variables } = await c.get('variables', { variablesReference: scopes[0].variablesReference });
    const basket = variables.find((v: { name: string }) => v.name === 'basket');
    // The second time round the loop wrote "jam", though the dict itself changed later.
    const jam = await c.get('foretrace/whereWritten', { name: "'jam'", variablesReference: basket.variablesReference });
    expect(jam).toMatchObject({ line: 18, function: '<module>', calls: true, value: '4' });
    await c.get('goto', { threadId: 1, targetId: jam.targetId });
    await c.stopped();
    expect(await c.evaluate('name')).toBe("'jam'");
    await c.get('foretrace/goToMoment', { moment: 0 });
    await c.stopped();
    expect(await c.refused('foretrace/goToMoment', { moment: 1e6 })).toMatch(/there are \d+ moments/);
    expect(await c.refused('foretrace/whereWritten', { name: 'nobody' })).toMatch(/no local 'nobody'/);
  });
  it('rehearses a call, and one test by its id', async () => {
    start();
    await c.launch(rehearse('shop.py', { call: 'add({}, Item("x", 4), 5)' }));
    expect(await c.where()).toMatch(/Item\.__init__:3/);
    expect(c.output('console')).toContain('it gives 1');
    await c.close();
    start();
    await c.launch(rehearse('test_shop.py::test_total'), uncaught);
    expect(await c.where()).toBe('test_total:4');
    expect(await c.go('continue')).toBe('exception test_total:6');
    expect(await c.evaluate('item.price * 10')).toBe('20');
    expect(await c.get('setExpression', { expression: 'got', value: '7' })).toMatchObject({ value: '7' });
    expect(c.output('console')).toContain('it raises AssertionError');
  });
  it('goes from what would be: a counterfactual makes the test pass', async () => {
    start();
    await c.launch(rehearse('test_shop.py::test_total'), () => lines('test_shop.py', { line: 6 }));
    await c.go('continue');
    await c.get('setExpression', { expression: 'got', value: '7' });
    await uncaught();
    expect(await c.go('continue')).toMatch(/^end test_total:6/);
    expect(c.output('console')).toMatch(/what if got = 7 at .*: it ends well/);
  });
  it('tells its sources and the lines that run', async () => {
    start();
    await c.launch(rehearse('shop.py'));
    expect((await c.get('loadedSources')).sources).toEqual([{ name: 'shop.py', path: file('shop.py') }]);
    expect((await c.get('source', { source: { path: file('shop.py') }, sourceReference: 0 })).content).toBe(shop);
    expect(await c.refused('source', { source: { path: '/etc/passwd' } })).toMatch(/not a source of this trace/);
    expect((await c.get('breakpointLocations', { source: { path: file('shop.py') }, line: 1, endLine: 8 })).breakpoints.map((b: { line: number }) => b.line)).toEqual([1, 2, 3, 4, 6, 7, 8]);
    expect((await c.get('threads')).threads).toEqual([{ id: 1, name: 'shop.py' }]);
  });
  it('counts lines and columns as the client does', async () => {
    start();
    await c.get('initialize', { linesStartAt1: false, columnsStartAt1: false });
    await c.get('launch', rehearse('shop.py'));
    expect((await lines('shop.py', { line: 17 })).breakpoints[0]).toMatchObject({ verified: true, line: 17 });
    await c.get('configurationDone');
    await c.stopped();
    expect(await c.go('continue')).toBe('breakpoint <module>:17');
  });
  it('runs through without debugging, and ends on terminate', async () => {
    start();
    await c.get('initialize', {});
    await c.get('launch', rehearse('shop.py', { noDebug: true }));
    await lines('shop.py', { line: 7 });
    await c.get('configurationDone');
    await c.event('terminated');
    expect(c.output('stdout')).toContain('added oil');
    await c.close();
    start();
    await c.launch(rehearse('shop.py', { stopOnEntry: true }));
    await c.get('terminate');
    await c.event('terminated');
  });
  it('ends without a last stop where that is not wanted', async () => {
    start();
    await c.get('initialize', {});
    await c.get('launch', rehearse('shop.py', { stopOnEntry: false, stopAtEnd: false }));
    await c.get('configurationDone');
    await c.event('terminated');
    expect(c.messages.some(m => m.event === 'stopped')).toBe(false);
  });
  it('can be cancelled while it rehearses', async () => {
    start();
    write('long.py', 'n = 0\nwhile True:\n    n += 1\n');
    await c.get('initialize', {});
    const launch = c.post('launch', rehearse('long.py'));
    await new Promise(done => setTimeout(done, 500));
    await c.get('cancel', { requestId: launch });
    expect(await c.answer(launch)).toMatchObject({ success: false, message: 'cancelled' });
    await c.get('launch', rehearse('shop.py'));
  });
});

describe('bad input', () => {
  it('before a launch is answered clearly', async () => {
    start();
    expect(await c.refused('threads')).toMatch(/initialize comes first/);
    const body = await c.get('initialize', {});
    expect(body).toMatchObject({ supportsStepBack: true, supportsSetVariable: false });
    for (const command of ['stackTrace', 'continue', 'scopes', 'variables', 'evaluate', 'configurationDone', 'foretrace/whereWritten'])
      expect(await c.refused(command, { threadId: 1, frameId: 1, variablesReference: 1, expression: 'x', name: 'x' })).toMatch(/came before a launch/);
    expect((await c.get('threads')).threads).toEqual([]);
    expect((await lines('shop.py', { line: 7 })).breakpoints[0]).toMatchObject({ verified: false, message: 'nothing is launched yet' });
    expect(await c.refused('attach', {})).toMatch(/use launch/);
    expect(await c.refused('frobnicate')).toMatch(/no such request: 'frobnicate'/);
    expect(await c.refused('constructor')).toMatch(/no such request/);
    // Breakpoints that waited are told of when there is something to look at.
    await c.get('launch', rehearse('shop.py'));
    expect((await c.event('breakpoint')).body).toMatchObject({ reason: 'changed', breakpoint: { verified: true, line: 7 } });
    expect(await c.refused('launch', rehearse('shop.py'))).toMatch(/launched already/);
    expect(await c.refused('next', { threadId: 1 })).toMatch(/configurationDone comes first/);
  });
  it('in a launch names what is wrong', async () => {
    start();
    await c.get('initialize', {});
    expect(await c.refused('launch')).toMatch(/no arguments/);
    expect(await c.refused('launch', { mode: 'guess' })).toMatch(/"mode" is "guess"/);
    expect(await c.refused('launch', rehearse('nowhere.py'))).toBe('no such file or folder: nowhere.py');
    expect(await c.refused('launch', rehearse('.'))).toMatch(/is a folder/);
    expect(await c.refused('launch', rehearse('pyproject.toml'))).toMatch(/not a Python file/);
    expect(await c.refused('launch', rehearse('test_shop.py::test_nothing'))).toMatch(/no such test/);
    expect(await c.refused('launch', rehearse('test_shop.py::test_total', { call: 'f()' }))).toMatch(/neither "call" nor "args"/);
    expect(await c.refused('launch', rehearse('shop.py', { cwd: '/nowhere/at/all' }))).toMatch(/nowhere\/at\/all/);
    write('broken.py', 'x = (\n');
    expect(await c.refused('launch', rehearse('broken.py'))).toMatch(/broken\.py has no line to stop at: .*SyntaxError/);
    await c.get('launch', rehearse('shop.py'));
  });
  it('of wrong kinds and numbers is refused by name', async () => {
    start();
    await c.launch(rehearse('shop.py'));
    expect(await c.refused('stackTrace', {})).toMatch(/'stackTrace' cannot be answered: "threadId"/);
    expect(await c.refused('stackTrace', { threadId: 9 })).toMatch(/no thread 9/);
    expect(await c.refused('next', { threadId: 'one' })).toMatch(/"threadId"/);
    expect(await c.refused('scopes', { frameId: -3 })).toMatch(/frame -3 is not one of this stop/);
    expect(await c.refused('variables', { variablesReference: 0 })).toMatch(/variablesReference 0/);
    expect(await c.refused('setBreakpoints', { source: {}, breakpoints: [{ line: 1 }] })).toMatch(/the source has no path/);
    expect(await c.refused('setBreakpoints', { source: { path: 'x' }, breakpoints: [{ line: 'x' }] })).toMatch(/"breakpoints.0.line"/);
    expect(await c.refused('evaluate', [])).toMatch(/arguments/);
    expect(await c.refused('configurationDone')).toMatch(/given already/);
  });
  it('that is no message does not kill the adapter', async () => {
    start();
    await c.get('initialize', {});
    c.write('hello, adapter\r\n\r\n');
    c.write('Content-Length: 9\r\n\r\nnot json!');
    c.write('Content-Length: 4\r\n\r\nnull');
    c.write('Content-Length: 2\r\n\r\n[]');
    c.write('Content-Length: 18\r\n\r\n{"type":"request"}');
    c.write('Content-Length: 27\r\n\r\n{"type":"request","seq":77}');
    c.write('Content-Length: 70000000\r\n\r\n');
    c.write(Buffer.alloc(70_000_000, 120));
    await c.launch(rehearse('shop.py')).catch(() => {});
    expect(await c.answer(77)).toMatchObject({ success: false, message: 'the request has no command' });
    expect(c.output('important').split('\n').filter(l => l !== '')).toEqual([
      'foretrace: bytes that are no message were passed over',
      'foretrace: a message that is not JSON was passed over',
      'foretrace: a message that is not an object was passed over',
      'foretrace: a message that is not an object was passed over',
      'foretrace: a request without a number was passed over',
      'foretrace: a message of 70000000 bytes was passed over',
    ]);
    expect(await c.where()).toBe('<module>:1');
  });
});

describe('the adapter on a port', () => {
  it('serves one session for each client, and ends on Ctrl-C', async () => {
    const child = spawn(process.execPath, [cli, 'dap', '--port', '0'], { cwd: folder });
    const port = await new Promise<number>(done => child.stderr.setEncoding('utf8').on('data', (text: string) => done(Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]))));
    const titles = await Promise.all(
      ['shop.py', 'wrong.py'].map(async program => {
        const socket = connect(port, '127.0.0.1');
        const reader = new MessageReader();
        const threads = new Promise<string>(done => {
          socket.on('data', chunk => {
            for (const m of reader.feed(chunk)) if (m.type === 'response' && m.command === 'threads') done((m.body as { threads: { name: string }[] }).threads[0].name);
          });
        });
        const send = (seq: number, command: string, args: object): void => void socket.write(framed({ seq, type: 'request', command, arguments: args }));
        send(1, 'initialize', {});
        send(2, 'launch', rehearse(program));
        send(3, 'threads', {});
        return await threads;
      }),
    );
    expect(titles).toEqual(['shop.py', 'wrong.py']);
    child.kill('SIGINT');
    expect(await new Promise(done => child.once('exit', done))).toBe(0);
  });
});
