// A suite that takes long is shared: more engines come in while the first one rehearses, each takes the tests that no other has taken yet, and what they tell is one suite.
import { availableParallelism, freemem } from 'node:os';
import { markBytes } from './mark-filter.ts';
import type { Progress } from './service.ts';

/** A test's number is a byte of what is shared: 0 while no one has taken it, else the number of the engine. Those beyond are the first engine's. */
const mostTests = 1 << 16;
const fewestTests = 1 << 10;
/** Bytes that another engine may need. */
const engineBytes = 1.5e9;

export interface Share {
  readonly claims: SharedArrayBuffer;
  /** What the engines tell each other of how tests have ended, a byte for each. */
  readonly ends: SharedArrayBuffer;
  /** And what they leave changed: a Bloom filter for each. */
  readonly marks: SharedArrayBuffer;
  /** Hears of the first engine's progress; true when another engine should come in, once for each. */
  wanted(p: Progress): boolean;
  /** Tests that an engine has taken are free again, as far as they were not told: it is gone. */
  release(owner: number): void;
}

export interface ShareOptions {
  /** So many engines at most: one for each core, four at most, unless it is said. */
  readonly jobs?: number;
  /** Milliseconds of work that make another engine worth its start. */
  readonly worth?: number;
}
/** Undefined where there is no one to share with. Where it is known how many tests there were last time (`seen`), there is room for twice as many. */
export function startShare({ jobs = Math.min(4, availableParallelism()), worth = 4000 }: ShareOptions, seen?: number): Share | undefined {
  if (jobs < 2) return undefined;
  const tests = Math.min(mostTests, Math.max(fewestTests, 2 * (seen ?? mostTests)));
  const claims = new SharedArrayBuffer(tests);
  let engines = 1;
  let from: number | undefined;
  return {
    claims,
    ends: new SharedArrayBuffer(tests),
    marks: new SharedArrayBuffer(tests * markBytes),
    wanted(p) {
      if (p.phase !== 'test' || engines >= jobs) return false;
      from ??= performance.now();
      const spent = performance.now() - from;
      if (p.done === 0 || p.of - p.done < 2 || freemem() < engineBytes) return false;
      // What took long goes on taking long, though the average may not say so: slow tests often come together.
      const slow = spent > worth * engines;
      const long = spent > (worth / 4) * engines && (spent / p.done) * (p.of - p.done) > worth * engines;
      if (!slow && !long) return false;
      engines++;
      return true;
    },
    release(owner) {
      const taken = new Uint8Array(claims);
      for (let i = 0; i < taken.length; i++) Atomics.compareExchange(taken, i, owner, 0);
    },
  };
}
