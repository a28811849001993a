// A run over a debug adapter on its way into the store: one trace, made event by event, with a journal beside it for the case that its maker is killed.
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { journalName, makeSpool } from '../python/spool.ts';
import { keepSources } from '../store/sources.ts';
import type { Store } from '../store/store.ts';
import { JournaledBuilder } from '../trace-journal.ts';

export interface RunAbout {
  /** What brought the run about, as lists show it. */
  readonly command: readonly string[];
  readonly root: string;
  /** What lists call the trace. */
  readonly title: string;
  /** Whose event order and wording it has. */
  readonly semantics: string;
  /** Frames beyond this are not kept. */
  readonly frames: number;
}
export interface StoredRun {
  readonly builder: JournaledBuilder;
  /** Nothing more comes. Gives the trace; nothing where not one frame was seen. */
  finish(note: string | undefined, exit: number | undefined): number | undefined;
}

/** Begins a run in the store. Rejects with a Failed where the store is full. */
export function beginRun(store: Store, a: RunAbout): StoredRun {
  const started = Date.now();
  const { frames, command } = a;
  const trace = { title: a.title, semantics: a.semantics, process: process.pid };
  // Should this process be killed, whoever opens the store next finds in the spool what was seen so far.
  const spool = makeSpool(store.path, { kind: 'dap', command: [...command], root: a.root, started, recorder: process.pid, frames, trace });
  const run = store.addRun({ kind: 'dap', command: [...command], root: a.root, python: '', started }, basename(spool));
  const input = store.addTrace({ run, source: 'recording', ...trace, started });
  const builder = new JournaledBuilder(join(spool, journalName), { limit: frames, onStretch: c => input.stretch(c) });
  return {
    builder,
    finish(note, exit) {
      builder.close();
      builder.end();
      const made = builder.frames > 0 ? input.end(builder.codes, builder.truncated) : undefined;
      if (made !== undefined) keepSources(store, run, new Set(builder.codes.map(c => c.file)));
      store.endRun(run, Date.now(), exit, note);
      rmSync(spool, { recursive: true, force: true });
      return made;
    },
  };
}
