// Line-by-line truth: every event of a call, held against the rehearsal's trace.
import { evalText, execText, mainNamespace } from '../../../predictor/python/machine.ts';
import { vm } from '../../../predictor/python/state.ts';
import { Recorder } from '../../../predictor/python/trace-recorder.ts';
import { renderTrace } from '../../../predictor/python/trace-text.ts';
import { run } from '../../../predictor/python/world.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { answer, startEngine } from './engine.ts';
import { readRows } from './rows.ts';
import { Tally } from './tally.ts';

type Event = (string | number | Record<string, string> | string[])[];
interface Row {
  readonly id: string;
  readonly variant: string;
  readonly code: string;
  readonly call: string;
  readonly events: readonly Event[];
}

/** A trace in the data set's own form (traces/README.md): reprs cut at 300 characters, addresses masked. */
export function eventsOf(t: Trace): Event[] {
  const cut = (s: string): string => (s.length > 300 ? s.slice(0, 300) : s);
  return t.frames.map(f => {
    const head: Event = [f.event, f.activation, f.depth, t.codes[f.code].function, f.line];
    const changed = Object.fromEntries(Object.entries(f.changed).map(([k, v]) => [k, cut(v)]));
    switch (f.event) {
      case 'call': return [...head, changed];
      case 'line': return [...head, changed, f.deleted];
      case 'exception': return [...head, f.exception!, cut(f.value!), changed, f.deleted];
      case 'resume': return head;
      default: return [...head, cut(f.value!), changed, f.deleted];
    }
  });
}
const canonical = (e: Event): string => JSON.stringify(e, (_k, v) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v as object).sort(([a], [b]) => (a < b ? -1 : 1))) : v));

export async function traces(folder: string, json: boolean): Promise<void> {
  const rows = readRows<Row>(folder, r => 'code' in r && 'events' in r);
  await startEngine();
  const tally = new Tally('traces');
  let events = 0;
  let same = 0;
  for (const row of rows) {
    vm.tracing = true;
    const recorder = new Recorder({ limit: 200_000, wanted: c => c.file === '/workspace/program.py' });
    const a = answer([row.code], () => {
      const g = mainNamespace('/workspace/program.py');
      execText(row.code, '/workspace/program.py', g);
      recorder.start();
      try {
        return evalText(row.call, '/workspace/call.py', g);
      } finally {
        recorder.stop();
      }
    });
    vm.tracing = false;
    if (a.kind === 'unknown') {
      tally.lack(row.id, a.origins);
      events += row.events.length;
      continue;
    }
    const got = eventsOf(renderTrace(recorder, run.stdout, 'mask')).map(canonical);
    const want = row.events.map(canonical);
    const first = want.findIndex((e, i) => e !== got[i]);
    events += want.length;
    same += want.filter((e, i) => e === got[i]).length;
    if (first < 0 && got.length === want.length) tally.agree();
    else {
      const at = first < 0 ? want.length : first;
      tally.differ(`${row.id} (${row.variant}) event ${at}`, got[at] ?? 'no more events', want[at] ?? 'no more events');
    }
  }
  tally.report(json, { events, sameEvents: same });
}
