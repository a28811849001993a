// Where a test's rehearsal leaves its recording: the refuted forecasts of a run are rehearsed once more, line by line, and each surprise gets the frame at which
// thought and reality first part.
import { type StoredForecast, type Surprise, forecasts, setDivergence } from '../../trace-collector/store/forecasts.ts';
import type { Store } from '../../trace-collector/store/store.ts';
import { compareTraces, type TraceComparison } from '../../trace-collector/trace-comparison.ts';
import type { Trace } from '../../trace-collector/trace.ts';
import type { Place, Engines, Suite, Watch } from './service.ts';

/** Frames beyond this are not compared: what differs mostly differs early. */
export const mostCompared = 200_000;
/** A suite that is wrong throughout has one cause: that many tests are looked into. */
const mostSurprises = 20;

export interface RehearsalOf {
  readonly service: Engines;
  readonly place: Place;
  readonly cwd: string;
  readonly watch: Watch;
}
/** The traces of tests as rehearsed, each as soon as it is there: like a recording, of the workspace's files only. */
export async function rehearseTraces(r: RehearsalOf, tests: readonly string[], onTrace: (test: string, trace: Trace) => void): Promise<Suite> {
  return await r.service.suite(
    { place: r.place, cwd: r.cwd, paths: tests, list: false, trace: { limit: mostCompared, only: [r.place.workspace] } },
    { ...r.watch, onTrace },
  );
}

/** The newest recording of a test, in one run or in any. */
export function recordingOf(store: Store, test: string, run?: number): Trace | undefined {
  const found = store.traces({ test, ...(run === undefined ? { limit: 50 } : {}) }).find(t => t.source === 'recording' && (run === undefined || t.run === run));
  return found === undefined ? undefined : store.open(found.id)?.whole(mostCompared);
}

type Diverged = NonNullable<Surprise['diverged']>;
/** The first frame in which a rehearsal differs from the recording, as stored. */
export const divergence = (recording: Trace, rehearsal: Trace): Diverged | undefined => diverged(compareTraces(recording, rehearsal), recording, rehearsal);
function diverged({ first }: TraceComparison, recording: Trace, rehearsal: Trace): Diverged | undefined {
  if (first === undefined) return undefined;
  const step = (t: Trace): Diverged['thought'] => {
    const f = t.frames[first.frame];
    if (f === undefined) return undefined;
    const c = t.codes[f.code];
    return { event: f.event, function: c.function, file: c.file, line: f.line };
  };
  return {
    frame: first.frame,
    thought: step(rehearsal),
    happened: step(recording),
    values: first.values.map(v => ({ name: v.name, left: v.right, right: v.left })),
  };
}

/** Looks into a run's refuted forecasts, as far as they have traces. */
export async function lookIntoSurprises(store: Store, run: number, r: RehearsalOf): Promise<StoredForecast[]> {
  const refuted = forecasts(store, { run }).filter(f => f.verdict === 'refuted');
  const open = new Map(refuted.filter(f => f.surprise?.diverged === undefined).map(f => [f.test, f]));
  const asked = [...open.keys()].slice(0, mostSurprises);
  if (asked.length === 0) return refuted;
  await rehearseTraces(r, asked, (test, rehearsal) => {
    const f = open.get(test);
    const recording = f === undefined ? undefined : recordingOf(store, test, run);
    const diverged = recording === undefined ? undefined : divergence(recording, rehearsal);
    if (f !== undefined && diverged !== undefined) setDivergence(store, f, diverged);
  });
  return forecasts(store, { run }).filter(f => f.verdict === 'refuted');
}

/** Means over tests of what the Code World Model's paper measures, and how many rehearsals are the same frame for frame. */
export interface FrameTally {
  tests: number;
  frames: number;
  /** Tests whose rehearsal is the recording, frame for frame. */
  equal: number;
  stateExactMatch: number;
  actionExactMatch: number;
  keyMatch: number;
  keyValueMatch: number;
  /** Where the others part, the first ones of them. */
  readonly parted: { readonly test: string; readonly at: Diverged }[];
}
export const noFrames = (): FrameTally => ({
  tests: 0,
  frames: 0,
  equal: 0,
  stateExactMatch: 0,
  actionExactMatch: 0,
  keyMatch: 0,
  keyValueMatch: 0,
  parted: [],
});
export function addComparison(t: FrameTally, test: string, recording: Trace, rehearsal: Trace): void {
  const c = compareTraces(recording, rehearsal);
  const mean = (old: number, now: number): number => old + (now - old) / (t.tests + 1);
  for (const k of ['stateExactMatch', 'actionExactMatch', 'keyMatch', 'keyValueMatch'] as const) t[k] = mean(t[k], c.table9[k]);
  t.tests++;
  t.frames += c.frames;
  const at = diverged(c, recording, rehearsal);
  if (at === undefined) t.equal++;
  else if (t.parted.length < 500) t.parted.push({ test, at });
}
