// What lies behind an edit's forecast: why tests break, and what behaves otherwise though none does. Both are found by rehearsing a few tests once more, line by line,
// before and after.
import { changedCalls, editedFirst } from '../../predictor/forecast/behaviour.ts';
import { consequences } from '../../predictor/forecast/consequences.ts';
import type { CallChange, Report, Trace } from '../../trace-collector/trace.ts';
import type { Edit } from './edits.ts';
import type { EditAsked } from './edit-forecast.ts';
import type { Engines, Watch } from './service.ts';

export interface Reasons {
  /** So many introduced failures are followed back; 0 for none. */
  readonly failures: number;
  /** So many tests that the edit reaches are compared call by call, where nothing breaks; 0 for none. */
  readonly compared: number;
}
/** What a person reads. */
export const fewReasons: Reasons = { failures: 3, compared: 20 };
/** Longer traces are cut: the first difference is mostly in the beginning. */
const mostEvents = 50_000;

/** The report with the reasons in it. `reached` are the tests that were rehearsed because of the edit. */
export async function withReasons(
  service: Engines,
  asked: EditAsked & { readonly edit: Edit },
  report: Report,
  reached: readonly string[],
  reasons: Reasons,
  watch: Watch,
): Promise<Report> {
  const broken = report.tests.filter(t => t.change === 'breaks' && t.before !== undefined && t.after?.phase !== 'collect').slice(0, reasons.failures);
  if (broken.length > 0) {
    const [before, after] = await bothTraces(
      service,
      asked,
      broken.map(t => t.id),
      watch,
    );
    const because = new Map(broken.map(t => [t.id, stepsOf(before.get(t.id), after.get(t.id))]));
    return { ...report, tests: report.tests.map(t => (because.get(t.id)?.length ? { ...t, because: because.get(t.id) } : t)) };
  }
  const passing = new Set(report.tests.filter(t => t.change === 'passes' && t.before?.outcome === 'pass').map(t => t.id));
  const compared = reached.filter(id => passing.has(id)).slice(0, reasons.compared);
  if (compared.length === 0 || report.tests.some(t => t.change === 'breaks')) return report;
  const [before, after] = await bothTraces(service, asked, compared, watch);
  const changes: CallChange[] = [];
  for (const id of compared) changes.push(...callsOf(before.get(id), after.get(id)));
  // The tests themselves pass: what they call is the news.
  const tests = new Set(report.tests.flatMap(t => t.after?.file ?? []));
  const own = distinct(changes.filter(c => !tests.has(c.file)));
  return { ...report, behaviour: editedFirst(own, new Set(asked.edit.after.keys())) };
}
const stepsOf = (before: Trace | undefined, after: Trace | undefined): ReturnType<typeof consequences> =>
  before === undefined || after === undefined ? [] : consequences(before, after);
const callsOf = (before: Trace | undefined, after: Trace | undefined): CallChange[] =>
  before === undefined || after === undefined ? [] : changedCalls(before, after);
const distinct = (changes: readonly CallChange[]): CallChange[] => [...new Map(changes.map(c => [JSON.stringify(c), c])).values()];

async function bothTraces(
  service: Engines,
  { cwd, edit, place }: EditAsked & { readonly edit: Edit },
  ids: readonly string[],
  watch: Watch,
): Promise<[ReadonlyMap<string, Trace>, ReadonlyMap<string, Trace>]> {
  const tracesOf = async (changes: Edit['after']): Promise<Map<string, Trace>> => {
    const traces = new Map<string, Trace>();
    await service.suite(
      { place: place(changes), cwd, paths: ids, list: false, trace: { limit: mostEvents } },
      { ...watch, onTrace: (id, t) => traces.set(id, t) },
    );
    return traces;
  };
  return [await tracesOf(edit.before), await tracesOf(edit.after)];
}
