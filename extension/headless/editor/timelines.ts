// The timelines that are open in the editor: what a test, a program or a session did or would do, with a recording beside it where the two are held against each other.
// They live in the worker; a page asks for windows of them.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { badLaunch, noRecordingOf, noSuchTest, noSuchTrace, timelineClosed } from '../../../trace-collector/failure.ts';
import { sourceOf } from '../../../trace-collector/store/sources.ts';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { type Divergence, firstDivergence } from '../../../trace-collector/trace-comparison.ts';
import type { Forecast, Trace } from '../../../trace-collector/trace.ts';
import type { About, Answer, Ask, Calibration } from '../../../webview/protocol.ts';
import { placeAt, showFrom, workspaceOf } from '../commands/session.ts';
import { type FrameSource, memorySource, storedSource } from '../debug/frame-source.ts';
import { launchArguments } from '../debug/launch-arguments.ts';
import { type Opened, open, outcomeText } from '../debug/opening.ts';
import { rehearseTraces } from '../surprises.ts';
import { calibrationOf, nothingJudged } from './calibration.ts';
import { diskText, type FolderForecast, type Hearing, type Surroundings } from './folder-forecast.ts';
import { setsInOrder } from './set-order.ts';
import type { RecordingFound, TimelineWanted } from './protocol.ts';
import { TraceSide } from './trace-side.ts';

interface Open {
  readonly sides: readonly TraceSide[];
  close(): void;
}
/** Recordings that are offered for one test, or for none in particular. */
const mostOffered = 100;
/** Files that are read at once when a timeline is opened. */
const mostRead = 300;

export class Timelines {
  private readonly around: Surroundings;
  private readonly opened = new Map<number, Open>();
  /** What a debug session walks through. */
  private readonly session: (session: number) => { readonly opened: Opened; readonly at: number } | undefined;

  constructor(around: Surroundings, session: Timelines['session']) {
    this.around = around;
    this.session = session;
  }

  /** Makes the trace, reads it once, and keeps it under the view's number. Rejects with a Failed. */
  async open(folder: FolderForecast, view: number, wanted: TimelineWanted, hearing: Hearing): Promise<About> {
    const made = await this.make(folder, wanted, hearing);
    this.close(view);
    this.opened.set(view, made);
    return made.about;
  }
  async answer(view: number, ask: Ask, { signal }: Hearing): Promise<Answer> {
    const side = this.opened.get(view)?.sides[ask.side];
    if (side === undefined) throw timelineClosed();
    return await side.answer(ask, signal);
  }
  close(view: number): void {
    this.opened.get(view)?.close();
    this.opened.delete(view);
  }

  private async make(folder: FolderForecast, wanted: TimelineWanted, hearing: Hearing): Promise<Open & { readonly about: About }> {
    if (wanted.kind === 'compared') return await this.compare(folder, wanted.test, wanted.trace, hearing);
    const standing = wanted.kind === 'session' ? this.session(wanted.session) : undefined;
    if (wanted.kind === 'session' && standing === undefined) throw timelineClosed();
    // A session's trace is the session's: it is not closed with the picture of it.
    const opened = standing?.opened ?? (await this.launch(folder, wanted.kind === 'launch' ? wanted.arguments : {}, hearing));
    const close = standing === undefined ? opened.close : (): void => {};
    try {
      const side = await TraceSide.read({ ...opened, linesOf: this.reader(opened.source, opened.sourceText), show: showFrom(folder.folder) }, hearing.signal);
      const start = await side.timeline.uncaught();
      const about: About = { title: opened.source.title, sides: [side.told()], debuggable: true, ...(start === undefined ? {} : { start }) };
      return { sides: [side], close, about };
    } catch (e) {
      close();
      throw e;
    }
  }
  private async launch(folder: FolderForecast, given: object, { signal }: Hearing): Promise<Opened> {
    const a = launchArguments(given);
    if (a.mode === 'record') throw badLaunch('a timeline records nothing: record the test, then show its recording');
    const { service, environment, buffers } = this.around;
    return await open({ service, environment, home: homedir(), cwd: folder.folder, changes: () => buffers }, a, signal);
  }

  /** A test rehearsed, and its recording: side by side, from where they part. */
  private async compare(folder: FolderForecast, test: string, trace: number | undefined, hearing: Hearing): Promise<Open & { readonly about: About }> {
    const store = this.store(folder.folder);
    try {
      const id = trace ?? store?.traces({ test, limit: 20 }).find(t => t.source === 'recording')?.id;
      const recorded = id === undefined ? undefined : store?.open(id);
      if (store === undefined || recorded === undefined) throw id === undefined ? noRecordingOf(test) : noSuchTrace(String(id));
      const { environment, service } = this.around;
      const place = placeAt({ cwd: folder.folder, environment }, folder.folder, folder.changes());
      let rehearsal: Trace | undefined;
      const suite = await rehearseTraces({ service, place, cwd: folder.folder, watch: hearing }, [test], (_, t) => (rehearsal ??= t));
      const forecast: Forecast | undefined = suite.tests[0];
      if (rehearsal === undefined || forecast === undefined) throw noSuchTest(test);
      const show = showFrom(folder.folder);
      const { id: number, run, result } = recorded.about;
      const [thought, fact] = [memorySource(rehearsal, test), storedSource(recorded)];
      const predicted = await TraceSide.read(
        { source: thought, about: outcomeText(forecast), effects: forecast.effects, linesOf: this.reader(thought), show, tell: setsInOrder },
        hearing.signal,
      );
      const happened = await TraceSide.read(
        {
          source: fact,
          about: `trace ${number}: ${result ?? 'recorded'}`,
          effects: [],
          linesOf: this.reader(fact, file => sourceOf(store, run, file)),
          show,
          tell: setsInOrder,
        },
        hearing.signal,
      );
      const frames = (s: TraceSide) => ({ codes: s.timeline.source.codes, length: s.timeline.length, frame: (i: number) => s.frame(i) });
      const first = firstDivergence(frames(happened), frames(predicted));
      const divergence = first && {
        at: partingRow(happened, first),
        values: first.values.map(v => ({
          name: v.name,
          ...(v.right === undefined ? {} : { left: v.right }),
          ...(v.left === undefined ? {} : { right: v.left }),
        })),
      };
      const about: About = { title: test, sides: [predicted.told(), happened.told()], debuggable: true, ...(divergence === undefined ? {} : { divergence }) };
      return { sides: [predicted, happened], about, close: () => store.close() };
    } catch (e) {
      store?.close();
      throw e;
    }
  }
  /** Recordings in the workspace's store, newest first. */
  recordings(folder: string, test?: string): readonly RecordingFound[] {
    const store = this.store(folder);
    if (store === undefined) return [];
    try {
      const found = store.traces({ limit: mostOffered, ...(test === undefined ? {} : { test }) }).filter(t => t.source === 'recording');
      return found.map(({ id, title, started, frames, ...t }) => ({
        id,
        title,
        started,
        frames,
        ...(t.test === undefined ? {} : { test: t.test }),
        ...(t.result === undefined ? {} : { result: t.result }),
      }));
    } finally {
      store.close();
    }
  }
  /** How the forecasts kept in the workspace's store fared. */
  calibration(folder: string): Calibration {
    const store = this.store(folder);
    if (store === undefined) return nothingJudged;
    try {
      return calibrationOf(workspaceOf(folder), store);
    } finally {
      store.close();
    }
  }
  /** Looking for recordings makes no store. */
  private store(folder: string): Store | undefined {
    const path = join(workspaceOf(folder), '.foretrace', 'traces.db');
    return existsSync(path) ? openStore(path) : undefined;
  }

  /** Files as they read now: what is typed or saved later is not what the trace was made from. */
  private reader(source: FrameSource, kept: (file: string) => string | undefined = () => undefined): (file: string) => readonly string[] | undefined {
    const known = new Map<string, readonly string[] | undefined>();
    const read = (file: string): readonly string[] | undefined => {
      if (!known.has(file)) known.set(file, (kept(file) ?? this.around.buffers.get(file) ?? diskText(file))?.split(/\r\n|\r|\n/));
      return known.get(file);
    };
    for (const c of source.codes) if (known.size < mostRead) read(c.file);
    return read;
  }
}
/** The row of the table that shows a difference: locals and output at the line that made them, all else where it is. */
function partingRow(side: TraceSide, { frame, values }: Divergence): number {
  if (frame >= side.timeline.length) return frame;
  if (values.some(v => v.name !== 'value' && v.name !== 'output')) return side.timeline.kind(frame) === 'call' ? frame : side.writerOf(frame);
  return values.length > 0 && values.every(v => v.name === 'output') ? Math.max(0, frame - 1) : frame;
}
