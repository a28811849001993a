// From the outcomes of all paths through a program's unknown branches to one forecast. A definite outcome needs every path, each of them certain, and all alike.
import type { Forecast } from '../../trace-collector/trace.ts';
import type { Effect } from '../effects.ts';
import { type Origin, union } from '../unknown.ts';

/** How one path ended, as texts, so that nothing of the engine outlives its run. */
export interface PathEnd {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly value?: string;
  readonly raises?: Forecast['raises'];
  readonly why: readonly Origin[];
  readonly effects: readonly Effect[];
  readonly stdout: string;
  readonly stderr: string;
}
export interface PathsSeen {
  readonly ends: readonly PathEnd[];
  /** All paths were seen. */
  readonly complete: boolean;
  /** Origins of the unknown branches. */
  readonly origins: readonly Origin[];
}

export function agree({ ends, complete, origins }: PathsSeen): Forecast {
  const [first] = ends;
  const alike = ends.every(e => e.outcome === first.outcome && e.raises?.type === first.raises?.type && e.value === first.value);
  const shown = ends.find(e => e.outcome === 'fail') ?? first;
  const effects = mergedEffects(ends);
  const { stdout, stderr } = shown;
  if (complete && alike && first.outcome !== 'unknown') {
    return { outcome: first.outcome, probability: first.outcome === 'pass' ? 1 : 0, value: first.value, raises: first.raises, why: [], effects, stdout, stderr };
  }
  let why = ends.reduce<readonly Origin[]>((all, e) => union(all, e.why), []);
  if (!complete || !alike) why = union(why, origins);
  // Of paths that differ, more would not make an answer.
  if (!complete && alike && first.outcome !== 'unknown') why = union(why, [{ reason: 'budget', what: 'paths' }]);
  return { outcome: 'unknown', probability: chance(ends), raises: shown.raises, why: [...why], effects, stdout, stderr };
}
/** An uncertain path counts half. */
const chance = (ends: readonly PathEnd[]): number => ends.reduce((sum, e) => sum + (e.outcome === 'pass' ? 1 : e.outcome === 'unknown' ? 0.5 : 0), 0) / ends.length;

/** Each effect once, in the order of its first appearance. */
export function mergedEffects(ends: readonly { readonly effects: readonly Effect[] }[]): Effect[] {
  const seen = new Map<string, Effect>();
  for (const e of ends) for (const x of e.effects) seen.set(`${x.kind} ${x.what} ${x.file} ${x.line}`, seen.get(`${x.kind} ${x.what} ${x.file} ${x.line}`) ?? x);
  return [...seen.values()];
}
