// Writes the traces of a store as a data set: reads them twice, once for the secrets in them and once for the rows, and holds one trace's stretch and one group of
// rows at a time.
import { setImmediate } from 'node:timers/promises';
import { cancelled } from '../failure.ts';
import type { Store } from '../store/store.ts';
import { cwm } from './cwm-rows.ts';
import { Dataset, type DatasetOptions, type Manifest } from './dataset.ts';
import { events } from './events.ts';
import { Redaction } from './redaction.ts';
import type { Format } from './rows.ts';
import { learnSecrets, portions, type Selection } from './stored-traces.ts';

export const formats: Readonly<Record<Format['name'], Format>> = { cwm, events };

export interface ExportOptions extends Omit<DatasetOptions, 'split' | 'selection'>, Selection {
  /** Of the CWM format: a row per test or program, or one per function and arguments. */
  readonly rows: 'tests' | 'functions';
  /** Longest text of a row. */
  readonly rowBytes: number;
}

/** Throws a Failed for a place that is taken, for a full disk, and when it is cancelled; then nothing is left behind. */
export async function exportTraces(store: Store, o: ExportOptions, signal?: AbortSignal): Promise<Manifest> {
  const { test, function: name, since, rows, rowBytes } = o;
  const selection = {
    ...(o.format.name === 'cwm' ? { rows } : {}),
    ...(test === undefined ? {} : { test }),
    ...(name === undefined ? {} : { function: name }),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
  };
  const dataset = new Dataset({ ...o, selection });
  try {
    const redaction = new Redaction();
    let since = 0;
    // Ctrl-C is heard between two pieces of work.
    const breathe = async (): Promise<void> => {
      if (++since % 2000 !== 0) return;
      await setImmediate();
      if (signal?.aborted) throw cancelled();
    };
    for (const _ of learnSecrets(store, o, redaction)) await breathe();
    const pythons = new Set<string>();
    const about = { traces: 0, tests: new Set<string>(), last: -1 };
    // Calls are part of what the CWM format is about; events are told whole.
    for (const p of portions(store, o, o.format.name === 'cwm' ? rows : 'tests', redaction, why => dataset.skip(why))) {
      if (p.trace.id !== about.last) {
        about.last = p.trace.id;
        about.traces++;
        pythons.add(p.trace.python);
        if (p.trace.test !== undefined) about.tests.add(p.trace.test);
      }
      for (const row of o.format.rows(p, redaction, { rowBytes }, why => dataset.skip(why))) {
        dataset.write(row);
        await breathe();
      }
    }
    return dataset.finish({ traces: about.traces, tests: about.tests.size, pythons: [...pythons], redaction });
  } catch (e) {
    dataset.abandon();
    throw e;
  }
}
