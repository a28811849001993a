// Recordings of real runs: event for event what sys.settrace tells, and no program is harmed by being watched. Skipped where there is no python3.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLeftovers } from '../../../trace-collector/python/spool.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { askPython, hasPython } from '../../support/python.ts';
import { canRecord, hasPytest, type Place, place, tracer } from '../../support/recording.ts';
import { recordedPrograms } from '../../support/recorded-programs.ts';
import { eventText, type Truth } from '../../support/trace-truth.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());

const events = (t: Trace): string[] => t.frames.map(f => eventText({ ...f, function: t.codes[f.code].function }));
async function recorded(program: string, more: { frames?: number; text?: number } = {}): Promise<{ trace: Trace; exit: number | undefined }> {
  const file = p.write('program.py', program);
  const { exit } = await p.run('script', [file], more);
  const [newest] = p.store.traces();
  return { trace: p.store.open(newest.id)!.whole(), exit };
}
const values = (t: Trace, name: string): string[] => t.frames.flatMap(f => (Object.hasOwn(f.changed, name) ? [f.changed[name]] : []));

describe.skipIf(!canRecord)('a recording', () => {
  it.skipIf(!hasPython).each(recordedPrograms)('is event for event what settrace tells: %s', async (_, program) => {
    const file = p.write('program.py', program);
    const truth = askPython<Truth>('settrace.py', [file], null);
    const { trace } = await recorded(program);
    expect(events(trace)).toEqual(truth.events.map(eventText));
    expect(trace.semantics).toBe('3.11');
  });
  it('attributes what is printed to the line that printed it', async () => {
    const { trace } = await recorded('import sys\ndef say(x):\n    print("say", x)\n    sys.stderr.write("err")\nsay(1)\nsay(2)\n');
    expect(trace.frames.filter(f => f.stdout !== undefined).map(f => [f.line, f.stdout])).toEqual([[4, 'say 1\n'], [4, 'say 2\n']]);
    expect(trace.frames.filter(f => f.stderr !== undefined)).toHaveLength(2);
  });
  it('survives a repr that raises, prints, or never ends', async () => {
    const { trace, exit } = await recorded(
      'import sys\nclass Raises:\n    def __repr__(self):\n        raise SystemExit(9)\nclass Prints:\n    def __repr__(self):\n        print("printed by repr")\n        return "P"\nclass Hangs:\n    def __repr__(self):\n        while True:\n            pass\ndef f():\n    a = Raises()\n    b = Prints()\n    c = Hangs()\n    d = 1\n    return d\nf()\nsys.exit(4)\n',
    );
    expect(exit).toBe(4);
    expect(values(trace, 'a')).toEqual(['<repr failed: SystemExit>']);
    expect(values(trace, 'b')).toEqual(['P']);
    expect(values(trace, 'c')).toEqual(['<Hangs object>']);
    expect(values(trace, 'd')).toEqual(['1']);
    expect(trace.frames.every(f => f.stdout === undefined)).toBe(true);
  });
  it('keeps nothing of the program alive', async () => {
    const { trace } = await recorded('class C:\n    def __del__(self):\n        print("gone")\ndef f():\n    c = C()\n    c = None\n    x = [C()]\n    x.clear()\n    print("end")\nf()\n');
    expect(trace.frames.map(f => f.stdout ?? '').join('')).toBe('gone\ngone\nend\n');
  });
  it('keeps what was written before os._exit and before a kill', async () => {
    const gone = await recorded('import os\nx = 1\ny = 2\nos._exit(3)\n');
    expect(gone.exit).toBe(3);
    expect(values(gone.trace, 'y')).toEqual(['2']);
    const killed = await recorded('import os, signal, time\nfor i in range(20000):\n    j = i\ntime.sleep(0.4)\nos.kill(os.getpid(), signal.SIGKILL)\n');
    expect(killed.exit).toBeUndefined();
    expect(values(killed.trace, 'j').at(-1)).toBe('19999');
    expect(killed.trace.truncated).toBe(true);
  });
  it('follows threads and forked children', async () => {
    const { trace } = await recorded(
      'import os, threading\ndef work(n):\n    total = sum(range(n))\n    return total\nts = [threading.Thread(target=work, args=(k,)) for k in (3, 4)]\nfor t in ts: t.start()\nfor t in ts: t.join()\npid = os.fork()\nif pid == 0:\n    child = work(5)\n    os._exit(0)\nos.waitpid(pid, 0)\n',
    );
    const traces = p.store.traces();
    expect(traces).toHaveLength(2);
    const all = traces.map(t => p.store.open(t.id)!.whole());
    expect(all.some(t => values(t, 'child').includes('10'))).toBe(true);
    expect(values(all.find(t => !values(t, 'child').includes('10'))!, 'total')).toEqual(['3', '6']);
    expect(trace.source).toBe('recording');
  });
  it('stops at its limit of frames, and the program goes on', async () => {
    const { trace, exit } = await recorded('import sys\nn = 0\nwhile n < 200000:\n    n += 1\nsys.exit(7)\n', { frames: 1000 });
    expect(exit).toBe(7);
    expect(trace.frames).toHaveLength(1000);
    expect(trace.truncated).toBe(true);
  });
  it('cuts long values to a beginning of their repr', async () => {
    const { trace } = await recorded('x = list(range(100000))\ny = {i: [i] * 50 for i in range(5000)}\nz = "é" * 9000\nend = 1\n', { text: 300 });
    for (const [name, whole] of [['x', '[0, 1, 2, '], ['y', '{0: [0, 0, '], ['z', "'éé"]] as const) {
      const text = values(trace, name).at(-1)!;
      expect(text.length).toBeLessThanOrEqual(301);
      expect(text.startsWith(whole)).toBe(true);
      expect(text.endsWith('…')).toBe(true);
    }
  });
  it('of a recorder that was killed is taken in by the next one', async () => {
    const file = p.write('slow.py', 'import time\nx = 41\nx += 1\nprint("ready", flush=True)\ntime.sleep(30)\n');
    const host = p.write(
      'host.mts',
      `import { record } from ${JSON.stringify(join(tracer, 'record.ts'))};\nimport { openStore } from ${JSON.stringify(join(tracer, '../store/store.ts'))};\nconst store = openStore(${JSON.stringify(p.store.path)});\nawait record(store, { kind: 'script', python: 'python3', tracer: ${JSON.stringify(tracer)}, args: [${JSON.stringify(file)}], cwd: ${JSON.stringify(p.folder)}, roots: [${JSON.stringify(p.folder)}], environment: process.env });\n`,
    );
    const child = spawn(process.execPath, [host], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise(done => child.stdout.once('data', done));
    await new Promise(done => setTimeout(done, 1500));
    child.kill('SIGKILL');
    const spool = join(p.folder, '.foretrace/traces.spool');
    const [ftrec] = readdirSync(join(spool, readdirSync(spool)[0])).filter(f => f.endsWith('.ftrec'));
    process.kill(Number.parseInt(ftrec, 10), 'SIGKILL');
    await new Promise(done => setTimeout(done, 300));
    const [taken] = takeLeftovers(p.store);
    expect(taken.traces).toBe(1);
    expect(values(p.store.open(p.store.traces()[0].id)!.whole(), 'x')).toEqual(['41', '42']);
    expect(readdirSync(spool)).toEqual([]);
  });
});

const features = join(import.meta.dirname, '../../predictor/python/tests/suites/features');
describe.skipIf(!hasPytest)('a recording of tests', () => {
  it('has pytest’s own ids and outcomes, and a trace for each test that ran', async () => {
    const asked = spawnSync('python3', [join(import.meta.dirname, '../../support/record_pytest.py'), features], { encoding: 'utf8', env: { ...process.env, PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' } });
    const truth = JSON.parse(asked.stdout) as Record<string, [string, string | null]>;
    await p.run('pytest', ['-q', '-p', 'no:cacheprovider', '--continue-on-collection-errors', '--rootdir', features, features]);
    const run = p.store.db.prepare('SELECT max(id) AS id FROM runs').get() as { id: number };
    const told = new Map(p.store.outcomesOf(run.id).filter(o => o.phase !== 'collect').map(o => [o.test, o.result]));
    expect(Object.fromEntries([...told].sort())).toEqual(Object.fromEntries(Object.entries(truth).map(([id, [result]]) => [id, result] as const).sort()));
  });
  it('shows the frames of each phase of a test', async () => {
    p.write('test_a.py', 'import pytest\n\n\n@pytest.fixture\ndef base():\n    yield 2\n    done = True\n\n\ndef double(x):\n    return 2 * x\n\n\n@pytest.mark.parametrize("n", [1, 3])\ndef test_double(base, n):\n    print("n is", n)\n    assert double(n) == base\n');
    const r = await p.run('pytest', ['-q', '-p', 'no:cacheprovider', 'test_a.py']);
    expect(r.exit).toBe(1);
    expect([...r.outcomes]).toEqual([['passed', 1], ['failed', 1]]);
    const [failed] = p.store.traces({ test: 'test_a.py::test_double[3]' });
    const t = p.store.open(failed.id)!.whole();
    expect(t.frames.filter(f => f.event === 'call').map(f => t.codes[f.code].function)).toEqual(['base', 'test_double', 'double']);
    expect(t.frames.find(f => f.stdout !== undefined)?.stdout).toBe('n is 3\n');
    const [o] = p.store.outcomes('test_a.py::test_double[3]');
    expect(o).toMatchObject({ result: 'failed', phase: 'call', exception: 'AssertionError', line: 17 });
    expect(p.store.traces({ function: 'double' })).toHaveLength(2);
    expect(p.store.calls(join(p.folder, 'test_a.py'), 'double', [['x', '3']])[0].value).toBe('6');
  });
});
describe.skipIf(!canRecord)('a recording of unittest', () => {
  it('names tests as pytest would', async () => {
    p.write('test_u.py', 'import unittest\n\n\nclass T(unittest.TestCase):\n    def setUp(self):\n        self.x = 1\n\n    def test_good(self):\n        self.assertEqual(self.x, 1)\n\n    def test_bad(self):\n        y = 2\n        self.assertEqual(self.x, y)\n\n    @unittest.skip("later")\n    def test_skip(self):\n        pass\n');
    const r = await p.run('unittest', ['test_u']);
    expect([...r.outcomes].sort()).toEqual([['failed', 1], ['passed', 1], ['skipped', 1]]);
    expect(p.store.outcomes('test_u.py::T::test_bad')[0]).toMatchObject({ exception: 'AssertionError', line: 13 });
    expect(p.store.traces({ test: 'test_u.py::T::test_bad' })).toHaveLength(1);
  });
});

describe('the tracer’s file', () => {
  it('is all that a recording needs beside Python', () => {
    expect(existsSync(join(tracer, 'foretrace_tracer.py'))).toBe(true);
    const imports = [...readFileSync(join(tracer, 'foretrace_tracer.py'), 'utf8').matchAll(/^\s*(?:import|from) (\w+)/gm)].map(m => m[1]);
    const standard = ['_thread', 'json', 'marshal', 'os', 're', 'struct', 'sys', 'time', 'types', 'itertools', 'opcode', 'dis', 'ctypes', 'multiprocessing', 'atexit', 'threading'];
    expect(imports.filter(i => !standard.includes(i))).toEqual([]);
  });
});
