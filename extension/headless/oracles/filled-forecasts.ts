// Forecasts with oracles: first as always, then what is unknown is rehearsed again with its unknowns noted, asked about and filled in. What was definite stays as it is.
import { type Filled, fillUnknowns, functionKeys } from '../../../predictor/oracles/rounds.ts';
import type { Ask, Asking, Oracle } from '../../../predictor/oracles/oracle.ts';
import type { RecordedCalls } from '../../../predictor/oracles/memory.ts';
import type { OracleUse, TestForecast } from '../../../trace-collector/trace.ts';
import type { Place } from '../protocol.ts';
import type { Rehearsed, Engines, Suite, SuiteAsked, SuiteWatch, Watch } from '../service.ts';

/** Oracles that are switched on, opened once for a command or a session. */
export interface Oracles {
  readonly oracles: (place: Place) => readonly Oracle[];
  readonly calls: (place: Place) => RecordedCalls | undefined;
  dispose(): void;
}
/** Tests of one suite that are asked about: more would be an expensive question. */
const mostTests = 20;

type ProgramAsked = Parameters<Engines['rehearse']>[0];
export interface WithUses {
  readonly uses?: readonly OracleUse[];
}

/** A program or a call. */
export async function rehearsedWithOracles(service: Engines, request: ProgramAsked, watch: Watch, o: Oracles | undefined): Promise<Rehearsed & WithUses> {
  const plain = await service.rehearse(request, watch);
  if (o === undefined || plain.forecast.outcome !== 'unknown' || request.cwm === true) return plain;
  const { result, uses } = await asked(o, request.place, watch, async asking => {
    const r = await service.rehearse({ ...request, asking }, watch);
    const decided = r.forecast.outcome === 'unknown' && (r.forecast.filled === undefined || r.forecast.filled.outcome === 'unknown');
    return { result: r, asks: decided ? (r.asks ?? []) : [] };
  });
  const { asks: _, ...told } = result;
  return { ...(told.forecast.filled === undefined ? plain : told), uses };
}

/** A suite: of its tests those that are unknown, up to a number. */
export async function suiteWithOracles(service: Engines, request: SuiteAsked, watch: SuiteWatch, o: Oracles | undefined): Promise<Suite & WithUses> {
  const plain = await service.suite(request, o === undefined ? watch : { ...watch, onTest: t => t.outcome !== 'unknown' && watch.onTest?.(t) });
  if (o === undefined || request.list || request.recallOnly) return plain;
  const unknown = plain.tests.filter(t => t.outcome === 'unknown');
  const open = unknown.slice(0, mostTests);
  const tell = (tests: readonly TestForecast[]): void => {
    for (const t of tests) if (t.outcome === 'unknown') watch.onTest?.(t);
  };
  if (open.length === 0) {
    tell(plain.tests);
    return plain;
  }
  const { result, uses } = await asked(o, request.place, watch, async asking => {
    const noted = new Map<string, readonly Ask[]>();
    const { trace: _, ...rest } = request;
    const s = await service.suite(
      { ...rest, paths: open.map(t => t.id), fresh: true, asking },
      { signal: watch.signal, onProgress: watch.onProgress, onAsks: (id, asks) => noted.set(id, [...(noted.get(id) ?? []), ...asks]) },
    );
    const undecided = s.tests.filter(t => t.outcome === 'unknown' && (t.filled === undefined || t.filled.outcome === 'unknown'));
    const asks = new Map(undecided.flatMap(t => (noted.get(t.id) ?? []).map(a => [a.id, a] as const)));
    return { result: s.tests, asks: [...asks.values()] };
  });
  const filled = new Map(result.filter(t => t.filled !== undefined).map(t => [t.id, t]));
  const tests = plain.tests.map(t => filled.get(t.id) ?? t);
  tell(tests);
  const some = `asked about ${mostTests} of ${unknown.length} unknown tests`;
  return {
    ...plain,
    tests,
    uses: unknown.length > mostTests ? uses.map(u => ({ ...u, trouble: u.trouble === undefined ? some : `${u.trouble}; ${some}` })) : uses,
  };
}

async function asked<R>(
  o: Oracles,
  place: Place,
  watch: Watch,
  rehearse: (asking: Asking) => Promise<{ result: R; asks: readonly Ask[] }>,
): Promise<Filled<R>> {
  return await fillUnknowns({
    rehearse,
    oracles: o.oracles(place),
    functions: functionKeys(o.calls(place)?.functions() ?? []),
    signal: watch.signal ?? new AbortController().signal,
  });
}
