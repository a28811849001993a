// Programs that make it hard to watch them: what they do must stay as it is, and what the recording tells must be true. Under sys.settrace and, where the machine has
// such an interpreter, under sys.monitoring. Skipped where there is no python3.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Trace } from '../../../trace-collector/trace.ts';
import { canRecord, type Place, place, pythonsFrom } from '../../support/recording.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());
const values = (t: Trace, name: string): string[] => t.frames.flatMap(f => (Object.hasOwn(f.changed, name) ? [f.changed[name]] : []));
const newest = pythonsFrom(12).at(-1);
const interpreters: [string, string][] = [['sys.settrace, or what python3 has', 'python3'], ...(newest === undefined ? [] : [[`sys.monitoring of ${newest[0]}`, newest[1]] as [string, string]])];

describe.skipIf(!canRecord).each(interpreters)('with %s, a recording', (_, python) => {
  async function recorded(program: string, more: { frames?: number; text?: number } = {}): Promise<{ traces: Trace[]; trace: Trace; exit: number | undefined }> {
    const { exit } = await p.run('script', [p.write('program.py', program)], { python, ...more });
    const traces = p.store.traces().map(t => p.store.open(t.id)!.whole());
    const trace = traces.find(t => t.frames.some(f => f.event === 'call' && t.codes[f.code].function === '<module>')) ?? traces[0];
    return { traces, trace, exit };
  }

  it('of reprs that raise, hang, print or change what they show leaves the program as it is', async () => {
    const { trace, exit } = await recorded(
      'import sys\nclass Raises:\n    def __repr__(self):\n        raise KeyError(1)\nclass Hangs:\n    def __repr__(self):\n        while True:\n            pass\nclass Prints:\n    def __repr__(self):\n        print("from a repr")\n        return "P"\nclass Deep:\n    def __repr__(self):\n        return repr(self)\ndef f():\n    a = Raises()\n    b = Hangs()\n    c = Prints()\n    d = Deep()\n    e = [a, b]\n    print("body")\n    return 7\nsys.exit(f())\n',
    );
    expect(exit).toBe(7);
    expect(values(trace, 'a')).toEqual(['<repr failed: KeyError>']);
    expect(values(trace, 'b')).toEqual(['<Hangs object>']);
    expect(values(trace, 'c')).toEqual(['P']);
    expect(values(trace, 'd')).toEqual(['<repr failed: RecursionError>']);
    expect(trace.frames.map(f => f.stdout ?? '').join('')).toBe('body\n');
  });
  it('follows threads, each in its own frames', async () => {
    const { trace } = await recorded(
      'import threading\nlock = threading.Lock()\ndone = []\ndef work(n):\n    with lock:\n        for i in range(50):\n            done.append(n)\n    return n\nthreads = [threading.Thread(target=work, args=(k,)) for k in range(4)]\nfor t in threads: t.start()\nfor t in threads: t.join()\ntotal = len(done)\n',
    );
    const ends = trace.frames.filter(f => f.event === 'return' && trace.codes[f.code].function === 'work');
    expect(ends.map(f => f.value).sort()).toEqual(['0', '1', '2', '3']);
    expect(values(trace, 'total')).toEqual(['200']);
  });
  it('follows tasks that take turns', async () => {
    const { trace } = await recorded('import asyncio\nasync def step(n):\n    for i in range(2):\n        await asyncio.sleep(0)\n    return n\nasync def main():\n    return await asyncio.gather(step(1), step(2))\nresult = asyncio.run(main())\n');
    expect(values(trace, 'result')).toEqual(['[1, 2]']);
    const steps = trace.frames.filter(f => trace.codes[f.code].function === 'step');
    expect(steps.filter(f => f.event === 'yield')).toHaveLength(4);
    expect(steps.filter(f => f.event === 'resume').map(f => f.activation)).toEqual(steps.filter(f => f.event === 'yield').map(f => f.activation));
  });
  it.each(['fork', 'spawn'])('follows multiprocessing children that %s', async how => {
    const { traces, exit } = await recorded(
      `import multiprocessing\ndef child(n):\n    doubled = n * 2\n    return doubled\nif __name__ == "__main__":\n    with multiprocessing.get_context("${how}").Pool(1) as pool:\n        answer = pool.map(child, [21])\n        pool.close()\n        pool.join()\n`,
    );
    expect(exit).toBe(0);
    expect(traces.some(t => values(t, 'answer').includes('[42]'))).toBe(true);
    expect(traces.some(t => values(t, 'doubled').includes('42'))).toBe(true);
  });
  it('keeps what ran before os._exit, in a child as well', async () => {
    const { traces, exit } = await recorded('import os\npid = os.fork()\nif pid == 0:\n    inner = 5\n    os._exit(4)\nstatus = os.waitpid(pid, 0)[1] >> 8\nouter = 6\nos._exit(3)\n');
    expect(exit).toBe(3);
    expect(traces.some(t => values(t, 'inner').includes('5'))).toBe(true);
    expect(traces.some(t => values(t, 'outer').includes('6') && values(t, 'status').includes('4'))).toBe(true);
  });
  it('shows what a signal’s handler does where it comes', async () => {
    const { trace, exit } = await recorded('import os, signal\ndef handler(number, frame):\n    got = number\n    raise InterruptedError("now")\nsignal.signal(signal.SIGUSR1, handler)\ntry:\n    os.kill(os.getpid(), signal.SIGUSR1)\n    while True: pass\nexcept InterruptedError as e:\n    caught = str(e)\n');
    expect(exit).toBe(0);
    expect(values(trace, 'got')).toHaveLength(1);
    expect(values(trace, 'caught')).toEqual(["'now'"]);
  });
  it('of a program that a signal ends keeps its frames', async () => {
    const { trace, exit } = await recorded('import os, signal, time\nx = 1\ntime.sleep(0.5)\nos.kill(os.getpid(), signal.SIGTERM)\n');
    expect(exit).toBeUndefined();
    expect(values(trace, 'x')).toEqual(['1']);
    expect(trace.truncated).toBe(true);
  });
  it('of deep recursion is cut below a depth, and the program reaches its own limit as ever', async () => {
    const { trace, exit } = await recorded('import sys\ndef down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\nreached = down(600)\ntry:\n    down(10 ** 6)\nexcept RecursionError:\n    sys.exit(5)\n');
    expect(exit).toBe(5);
    expect(values(trace, 'reached')).toEqual(['600']);
    expect(Math.max(...trace.frames.map(f => f.depth))).toBeLessThan(401);
    expect(trace.truncated).toBe(true);
  });
  it('of huge containers tells a beginning, and does not look at the rest at each line', async () => {
    // A repr of the whole at each of the lines would take a quarter of an hour.
    const { trace } = await recorded('big = list(range(2_000_000))\nnested = {"rows": [big, [big]]}\nclass Holder:\n    def __init__(self):\n        self.rows = list(range(300_000))\n    def __repr__(self):\n        return f"Holder({self.rows})"\nh = Holder()\nfor i in range(1000):\n    big.append(i)\nend = len(big)\n', { text: 200 });
    expect(values(trace, 'end')).toEqual(['2001000']);
    for (const name of ['big', 'nested', 'h']) expect(Math.max(...values(trace, name).map(v => v.length))).toBeLessThanOrEqual(201);
  });
  it('tells a change of type that `==` does not, and an order that changes', async () => {
    const { trace } = await recorded('rows = [[1, 2, 3, 4, 5, 6, 7, 8], "abcdefghijklmnop"]\nother = rows\nfor turn in range(3):\n    len(rows)\n    print(rows)\nrows[0][0] = True\nrows[0][0] = 1.0\nrows[0][0] = 1\nd = {"first": 1, "second": 2, "third": 3, "fourth": 4}\nfor turn in range(3):\n    print(d)\nd["first"] = d.pop("first")\ns = {8, 0}\nprint(s)\nprint(s)\ns.clear()\ns.add(0)\ns.add(8)\nprint(s)\n');
    expect(values(trace, 'rows').map(v => v.slice(0, 7))).toEqual(['[[1, 2,', '[[True,', '[[1.0, ', '[[1, 2,']);
    expect(values(trace, 'd').at(-1)).toBe("{'second': 2, 'third': 3, 'fourth': 4, 'first': 1}");
    expect(values(trace, 's').at(-1)).toBe('{0, 8}');
  });
});
