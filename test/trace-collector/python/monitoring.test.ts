// sys.monitoring, which the tracer uses from Python 3.12 on, tells what sys.settrace tells: held against it on the same interpreter, and against 3.11 where the
// language has not changed. Skipped for releases that the machine does not have.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPython } from '../../support/python.ts';
import { asynchronousPrograms, recordedPrograms } from '../../support/recorded-programs.ts';
import { type Place, place, pythonsFrom, type RunDetails } from '../../support/recording.ts';
import { eventsOf } from '../../support/trace-truth.ts';

let p: Place;
beforeEach(() => {
  p = place();
});
afterEach(() => p.remove());

async function told(program: string, more: RunDetails): Promise<string[]> {
  await p.run('script', [p.write('program.py', program)], more);
  return eventsOf(p.store.open(p.store.traces()[0].id)!.whole()).map(e => e.replace(/<module '(\w+)' from '[^']*'>/g, "<module '$1'>"));
}
const all = [...recordedPrograms, ...asynchronousPrograms];
// Comprehensions have no frame of their own from 3.12 on (PEP 709), asyncio's time limits are made in another way, and 3.13's classes have two more names and its
// generators may be closed without going on.
const changedIn: ReadonlyMap<string, number> = new Map([
  ['closures and nonlocal names', 12],
  ['comprehensions and lambdas', 12],
  ['tasks, asynchronous generators and time limits', 12],
  ['generators, closed and thrown into', 13],
  ['classes with a repr of their own', 13],
  ['iterators that end, and managers that swallow', 13],
  ['delegation, and a generator thrown into before its first line', 13],
]);
// Of the end of what is waited for or delegated to, settrace tells from 3.12 on as of an exception; in 3.11 it did not, and a recording does not.
const common = (events: readonly string[]): string[] => events.filter(e => !/^exception .* "StopIteration\(\)"/.test(e));

describe.each(pythonsFrom(12))('under Python %s', (release, python) => {
  const minor = Number(release.slice(2));
  // 3.12's settrace writes None into what an inlined comprehension of a module has put aside.
  it.each(all.filter(([what]) => minor !== 12 || what !== 'comprehensions and lambdas'))('monitoring tells what settrace tells: %s', async (_, program) => {
    expect(common(await told(program, { python }))).toEqual(common(await told(program, { python, monitoring: false })));
  });
  it.skipIf(!hasPython).each(all.filter(([what]) => minor < (changedIn.get(what) ?? 99)))('events come in the order of 3.11: %s', async (_, program) => {
    expect(await told(program, { python })).toEqual(await told(program, {}));
  });
  it('a trace says whose semantics it has', async () => {
    await told('x = [i for i in range(2)]\n', { python });
    expect(p.store.traces()[0].semantics).toBe(release);
  });
  it('goes on after the limit of recursion', async () => {
    const events = await told('def deep(n):\n    return deep(n + 1)\ntry:\n    deep(0)\nexcept RecursionError:\n    after = 1\nend = 2\n', { python });
    expect(events.at(-1)).toContain('["end","2"]');
  });
  it('asks nothing of code that is stepped over', async () => {
    // A tool of our kind would hear of the library's lines if they were wanted; the events that are asked for there are none.
    const program = 'import sys, textwrap\ntextwrap.dedent("a")\nasked = [sys.monitoring.get_local_events(n, textwrap.dedent.__code__) for n in range(6) if sys.monitoring.get_tool(n) == "foretrace"]\n';
    expect((await told(program, { python })).some(e => e.includes('["asked","[0]"]'))).toBe(true);
  });
});

describe.each(pythonsFrom(8))('Python %s', (release, python) => {
  it('is recorded, whichever way', async () => {
    const events = await told('def double(x):\n    y = [x]\n    y.append(x)\n    return y\nprint(double(2))\n', { python });
    expect(events.filter(e => e.includes(' double:'))).toEqual([
      'call #1 @1 double:1 [["x","2"]] -[]',
      'line #1 @1 double:2 [] -[]',
      'line #1 @1 double:3 [["y","[2]"]] -[]',
      'line #1 @1 double:4 [["y","[2, 2]"]] -[]',
      'return #1 @1 double:4 [] -[] "[2, 2]"',
    ]);
    expect(p.store.traces()[0].semantics).toBe(release);
  });
});
