// Learns from verified forecasts how far the chances of new ones are to be believed. Isotonic regression in what was told, with a prior that the telling is right; what is
// unknown is then shrunk towards what became of unknowns of its kind, and of the same test. With no history nothing is corrected, with little only a little.
import type { Verified } from './compare.ts';

export type Told = Pick<Verified, 'test' | 'claim' | 'probability' | 'reason'>;
export interface Calibrator {
  /** The corrected chance that it passes. */
  readonly correct: (f: Told) => number;
  /** Verified forecasts that it has learned from. */
  readonly size: number;
}

/** Verified forecasts that the prior stands for: an oracle's trust is a guess of ours, and the chance of an unknown one says little. */
const priors = { oracle: 8, unknown: 4 } as const;
/** How many of its kind, and of the same test, weigh as much as all that is known of unknowns. */
const kindPrior = 8;
const testPrior = 3;

type Pool = keyof typeof priors;
const poolOf = ({ reason }: Told): Pool => (reason === 'model' || reason === 'recording' ? 'oracle' : 'unknown');

export function fitCalibration(history: readonly Verified[]): Calibrator {
  const pools: Record<Pool, Weighed[]> = { oracle: [], unknown: [] };
  const kinds = new Map<string, Count>();
  const tests = new Map<string, Count>();
  for (const v of weighed(history)) {
    if (v.claim !== 'unknown') continue;
    pools[poolOf(v)].push(v);
    add(kinds, v.reason ?? '', v.passed, v.weight);
    // A test stands in each state of the code once.
    add(tests, v.test, v.passed, 1);
  }
  const curves = { oracle: isotonic(pools.oracle, priors.oracle), unknown: isotonic(pools.unknown, priors.unknown) };
  return {
    size: history.length,
    correct(f) {
      // A definite outcome is a claim: where it is wrong, that is a bug to mend and no matter of chance.
      if (f.claim !== 'unknown') return f.probability;
      const p = curves[poolOf(f)](f.probability);
      const ofKind = shrunk(kinds.get(f.reason ?? ''), p, kindPrior);
      return shrunk(tests.get(f.test), ofKind, testPrior);
    },
  };
}

type Weighed = Verified & { readonly weight: number };
/** Forecasts of one kind for one state of the code share a cause: n of them say little more than one does, and weigh 1 + log2 n together. */
function weighed(history: readonly Verified[]): Weighed[] {
  const keyOf = (v: Verified): string => `${v.code ?? ''}\0${v.claim}\0${v.reason ?? ''}\0${v.probability}`;
  const sizes = new Map<string, number>();
  for (const v of history) if (v.code !== undefined) sizes.set(keyOf(v), (sizes.get(keyOf(v)) ?? 0) + 1);
  return history.map(v => {
    const n = v.code === undefined ? 1 : sizes.get(keyOf(v))!;
    return { ...v, weight: (1 + Math.log2(n)) / n };
  });
}
interface Count {
  passed: number;
  all: number;
}
function add(into: Map<string, Count>, key: string, passed: boolean, weight: number): void {
  let c = into.get(key);
  if (c === undefined) into.set(key, (c = { passed: 0, all: 0 }));
  c.all += weight;
  if (passed) c.passed += weight;
}
/** The mean of a beta distribution: `weight` forecasts that say `p`, and those that were counted. */
const shrunk = (c: Count | undefined, p: number, weight: number): number => (c === undefined ? p : (p * weight + c.passed) / (weight + c.all));

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955), over the different chances that were told. Each counts `weight` forecasts more than were seen, which came
 * out as it said. Between two chances the line is straight; beyond the ends it goes on towards 0 and 1.
 */
export function isotonic(seen: readonly (Pick<Verified, 'probability' | 'passed'> & { readonly weight?: number })[], weight: number): (p: number) => number {
  const byChance = new Map<number, Count>();
  for (const { probability, passed, weight: counts = 1 } of seen) {
    let c = byChance.get(probability);
    if (c === undefined) byChance.set(probability, (c = { passed: 0, all: 0 }));
    c.all += counts;
    if (passed) c.passed += counts;
  }
  if (byChance.size === 0) return p => p;
  interface Block {
    sum: number;
    weight: number;
    readonly points: number[];
  }
  const blocks: Block[] = [];
  for (const [p, c] of [...byChance].sort(([a], [b]) => a - b)) {
    blocks.push({ sum: p * weight + c.passed, weight: weight + c.all, points: [p] });
    for (let last = blocks.length - 1; last > 0 && mean(blocks[last - 1]) > mean(blocks[last]); last = blocks.length - 1) {
      const upper = blocks.pop()!;
      const lower = blocks[last - 1];
      lower.sum += upper.sum;
      lower.weight += upper.weight;
      lower.points.push(...upper.points);
    }
  }
  const points = blocks.flatMap(b => b.points.map(p => [p, mean(b)] as const));
  const all = [...(points[0][0] > 0 ? [[0, 0] as const] : []), ...points, ...(points[points.length - 1][0] < 1 ? [[1, 1] as const] : [])];
  return p => between(all, p);
}
const mean = (b: { readonly sum: number; readonly weight: number }): number => b.sum / b.weight;
function between(points: readonly (readonly [number, number])[], p: number): number {
  const after = points.findIndex(([x]) => x >= p);
  if (after <= 0) return points[after < 0 ? points.length - 1 : 0][1];
  const [x0, y0] = points[after - 1];
  const [x1, y1] = points[after];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (p - x0)) / (x1 - x0);
}
