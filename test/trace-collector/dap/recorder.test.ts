// The recorder over debug adapters: against a fake one that goes wrong in every way, and against a real debugpy, held against what sys.settrace tells.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dapConfiguration } from '../../../trace-collector/dap/configuration.ts';
import { MessageReader } from '../../../trace-collector/dap/framing.ts';
import { recordOverDap, type DapRecorded } from '../../../trace-collector/dap/record.ts';
import { spoolsOf, takeLeftovers } from '../../../trace-collector/python/spool.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { debugpyConfiguration, debugpyVersion, hasDebugpy } from '../../support/debugpy.ts';
import { askPython } from '../../support/python.ts';
import { type Place, place } from '../../support/recording.ts';
import { eventText, type Truth } from '../../support/trace-truth.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());

const adapter = join(import.meta.dirname, '../../support/fake-adapter.mjs');
interface Told {
  readonly r: DapRecorded;
  readonly trace: Trace | undefined;
}
async function told(configuration: ReturnType<typeof dapConfiguration>, more: { frames?: number; signal?: AbortSignal } = {}): Promise<Told> {
  const r = await recordOverDap(p.store, { configuration, title: 'program', cwd: p.folder, environment: process.env, ...more });
  return { r, trace: r.trace === undefined ? undefined : p.store.open(r.trace)!.whole() };
}
const fake = (how: string, steps = 3): Promise<Told> =>
  told(dapConfiguration({ adapter: { command: [process.execPath, adapter, how, String(steps), join(p.folder, 'program.x')] }, arguments: {}, timeoutSeconds: 0.6 }, join(p.folder, 'config.json')));
const shape = (t: Trace | undefined): string[] => (t?.frames ?? []).map(f => `${f.event} ${t!.codes[f.code].function}:${f.line}`);
const wholeRun = ['call main:1', 'line main:1', 'line main:2', 'call f:8', 'line f:8', 'line f:9', 'return f:9', 'line main:3', 'return main:3'];

describe('a recording over a debug adapter', () => {
  it('has calls and returns from the depth of the stack, values in depth, and output at its line', async () => {
    const { r, trace } = await fake('well');
    expect(r.failed).toBeUndefined();
    expect(r.exit).toBe(5);
    expect(shape(trace)).toEqual(wholeRun);
    expect(trace!.frames[3].changed).toEqual({ n: '2', point: 'Point {x: 1, y: 2}' });
    expect(trace!.frames.find(f => f.stdout !== undefined)).toMatchObject({ line: 9, stdout: 'hello\n' });
    expect(trace!.truncated).toBe(false);
  });
  it('does not mind answers that come after the events they bring about', async () => {
    const { r, trace } = await fake('swapped');
    expect(r.failed).toBeUndefined();
    expect(shape(trace)).toEqual(wholeRun);
  });
  it.each([
    ['dies', 'it ended with exit code 9 (segmentation fault in the adapter)'],
    ['hangs', "it has not answered '(?:stepIn|threads)' for 0.6 s"],
    ['garbage', 'it sent what is not a message: "these are no headers'],
    ['no-json', 'it sent a message that cannot be read'],
    ['stray', "it answered a request 'stepIn' that nobody made"],
    ['refuses', "'stepIn' was refused: cannot step here"],
  ])('of an adapter that %s ends with a clear error and keeps the frames so far', async (how, why) => {
    const { r, trace } = await fake(how);
    expect(r.failed?.message).toMatch(how === 'hangs' ? new RegExp(why) : new RegExp(why.replace(/[()]/g, '\\$&')));
    expect(r.failed?.message).not.toContain('\n');
    expect(shape(trace)).toEqual(wholeRun.slice(0, 6));
    expect(trace!.truncated).toBe(true);
  });
  it('of a recorder that is killed is taken in by the next one', async () => {
    const at = (path: string): string => JSON.stringify(join(import.meta.dirname, '../../../trace-collector', path));
    const configuration = { adapter: { command: [process.execPath, adapter, 'hangs', '3', join(p.folder, 'program.x')] }, arguments: {}, timeoutSeconds: 60 };
    const host = p.write(
      'host.mts',
      `import { recordOverDap } from ${at('dap/record.ts')};\nimport { dapConfiguration } from ${at('dap/configuration.ts')};\nimport { openStore } from ${at('store/store.ts')};\nconst configuration = dapConfiguration(${JSON.stringify(configuration)}, 'config.json');\nawait recordOverDap(openStore(${JSON.stringify(p.store.path)}), { configuration, title: 'killed', cwd: '.', environment: process.env });\n`,
    );
    const child = spawn(process.execPath, [host], { stdio: 'ignore', cwd: p.folder });
    const ended = new Promise(done => child.once('close', done));
    const spools = spoolsOf(p.store.path);
    const written = (): number => {
      const [folder] = existsSync(spools) ? readdirSync(spools) : [];
      const journal = folder === undefined ? '' : join(spools, folder, 'events.jsonl');
      return existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(l => l.startsWith('["event"')).length : 0;
    };
    await vi.waitFor(() => expect(written()).toBe(6), 10_000);
    child.kill('SIGKILL');
    await ended;
    expect(takeLeftovers(p.store)).toMatchObject([{ traces: 1, frames: 6 }]);
    const [stored] = p.store.traces();
    expect(stored.title).toBe('killed');
    const trace = p.store.open(stored.id)!.whole();
    expect(shape(trace)).toEqual(wholeRun.slice(0, 6));
    expect(trace.frames[3].changed).toEqual({ n: '2', point: 'Point {x: 1, y: 2}' });
    expect(trace.truncated).toBe(true);
    expect(readdirSync(spools)).toEqual([]);
    expect(p.store.traces()).toHaveLength(1);
  });
  it('of an adapter that cannot be started or reached says so', async () => {
    const missing = await told(dapConfiguration({ adapter: { command: ['/no/such/adapter'] }, arguments: {} }, join(p.folder, 'config.json')));
    expect(missing.r.failed?.message).toContain('it cannot be started');
    const closed = await told(dapConfiguration({ adapter: { port: 1 }, arguments: {} }, join(p.folder, 'config.json')));
    expect(closed.r.failed?.message).toContain('it cannot be reached at 127.0.0.1:1');
    expect(closed.r.trace).toBeUndefined();
  });
  it('refuses a configuration with an entry that it does not know, and names it', () => {
    expect(() => dapConfiguration({ adapter: { command: ['x'] }, arguments: {}, timeout: 3 }, 'config.json')).toThrow(/config\.json does not tell how to debug: .*timeout/);
    expect(() => dapConfiguration({ adapter: { command: ['x'] } }, 'config.json')).toThrow(/arguments/);
  });
});

describe('framing', () => {
  it('reads messages from chunks of any size', () => {
    const bytes = Buffer.concat(['{"type":"event","event":"é"}', '{"type":"event","event":"b"}'].map(b => Buffer.from(`Content-Length: ${Buffer.byteLength(b)}\r\n\r\n${b}`)));
    for (const size of [1, 2, 7, 31, 1000]) {
      const reader = new MessageReader();
      const names: unknown[] = [];
      for (let i = 0; i < bytes.length; i += size) for (const m of reader.feed(bytes.subarray(i, i + size))) names.push(m.type === 'event' ? m.event : m);
      expect(names).toEqual(['é', 'b']);
    }
  });
});

const programs: readonly (readonly [what: string, program: string])[] = [
  ['calls, loops and library code', 'import json\ndef f(x):\n    y = x + 1\n    print("f", y)\n    return y\ntotal = 0\nfor i in range(2):\n    total += f(i)\nd = json.loads("[1]")\nprint(f(1) + f(2))\n'],
  ['comprehensions, lambdas and recursion', 'z = [a * 2 for a in (1, 2)]\nprint(sorted([3, 1], key=lambda v: -v))\ndef fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nfact(4)\n'],
  ['exceptions through frames', 'def low(k):\n    raise KeyError(k)\ndef mid(k):\n    low(k)\ntry:\n    mid("a")\nexcept KeyError as e:\n    w = repr(e)\nend = 1\nprint(end)\n'],
  ['an exception that passes a finally', 'def f():\n    try:\n        raise ValueError(1)\n    finally:\n        x = 1\ndef h():\n    f()\ntry:\n    h()\nexcept ValueError:\n    pass\nend = 1\n'],
  ['classes and closures', 'class P:\n    z = 1\n    def __init__(self, x):\n        self.x = x\n    def double(self):\n        return self.x * 2\np = P(3)\nprint(p.double())\ndef outer():\n    def inner(v):\n        return v + 1\n    return inner(2)\nouter()\n'],
];
describe.skipIf(!hasDebugpy || debugpyVersion !== '3.11')('a recording with debugpy (python3 -m debugpy, or the folder of FORETRACE_DEBUGPY)', () => {
  // What the last line of a body changes is never shown: no adapter stops once more before a frame is left.
  // And what is printed is passed on by a thread of debugpy's own, which may be a line late.
  const comparable = (t: Truth['events']): string[] => t.map(e => eventText({ ...e, stdout: undefined, ...(e.event === 'return' || e.event === 'unwind' ? { changed: {}, deleted: [] } : {}) }));
  const printed = (t: Truth['events']): string => t.map(e => e.stdout ?? '').join('');
  it.each(programs)('has the lines, locals and values that settrace tells: %s', { timeout: 30_000 }, async (_, program) => {
    const file = p.write('program.py', program);
    const { r, trace } = await told(debugpyConfiguration(p.folder, file));
    expect(r.failed).toBeUndefined();
    const truth = askPython<Truth>('settrace.py', [file], null);
    const events = trace!.frames.map(f => ({ ...f, function: trace!.codes[f.code].function }));
    expect(comparable(events)).toEqual(comparable(truth.events));
    expect(printed(events)).toBe(printed(truth.events));
  });
  it('tells generators apart from calls, and an exit code', { timeout: 30_000 }, async () => {
    const file = p.write('program.py', 'import sys\ndef g(n):\n    for i in range(n):\n        yield i\ntotal = 0\nfor a in g(2):\n    total += a\nsys.exit(7)\n');
    const { r, trace } = await told(debugpyConfiguration(p.folder, file));
    expect(r.exit).toBe(7);
    const g = shape(trace).filter(e => / g:/.test(e));
    expect(g).toEqual(['call g:2', 'line g:3', 'line g:4', 'yield g:4', 'resume g:4', 'line g:3', 'line g:4', 'yield g:4', 'resume g:4', 'line g:3', 'return g:3']);
  });
  it('lets other threads run on', { timeout: 30_000 }, async () => {
    const file = p.write(
      'program.py',
      'import threading, time\nout = []\ndef work(n):\n    time.sleep(0.05)\n    out.append(n)\nts = [threading.Thread(target=work, args=(k,)) for k in (1, 2)]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()\ntotal = sum(out)\nend = 1\n',
    );
    const { r, trace } = await told(debugpyConfiguration(p.folder, file));
    expect(r.failed).toBeUndefined();
    expect(trace!.frames.some(f => f.changed.total === '3')).toBe(true);
  });
  it('stops at its limit of frames', { timeout: 30_000 }, async () => {
    const file = p.write('program.py', 'n = 0\nwhile True:\n    n += 1\n');
    const { r, trace } = await told(debugpyConfiguration(p.folder, file), { frames: 20 });
    expect(r.failed).toBeUndefined();
    expect(trace!.frames).toHaveLength(20);
    expect(trace!.truncated).toBe(true);
  });
});
