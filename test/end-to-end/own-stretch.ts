// How long an extension's own code keeps its host at a stretch, from a CPU profile of the host: what the machine's other work adds to a turn is not in it.
import type { Profiler } from 'node:inspector';

const resting = new Set(['(idle)', '(program)', '(root)']);

/** Milliseconds of the longest stretch of samples without a rest, as far as a file whose path contains `of` is on the stack. */
export function longestOwnStretch({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, of: string): number {
  const byId = new Map(nodes.map(n => [n.id, n]));
  const parents = new Map(nodes.flatMap(n => (n.children ?? []).map(c => [c, n.id] as const)));
  const known = new Map<number, boolean>();
  const isOwn = (id: number): boolean => {
    let own = known.get(id);
    if (own === undefined) {
      const parent = parents.get(id);
      own = byId.get(id)!.callFrame.url.includes(of) || (parent !== undefined && isOwn(parent));
      known.set(id, own);
    }
    return own;
  };
  let longest = 0;
  let now = 0;
  samples.forEach((id, i) => {
    if (resting.has(byId.get(id)!.callFrame.functionName)) now = 0;
    else if (isOwn(id)) longest = Math.max(longest, (now += timeDeltas[i] / 1000));
  });
  return longest;
}
