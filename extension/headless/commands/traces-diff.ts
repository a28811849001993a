// `foretrace traces diff ID ID` and `foretrace traces diff TEST --rehearsed`: two traces frame by frame, or a test's recording against its rehearsal.
import { badUsage, noRecordingOf, noSuchTrace, notRehearsed } from '../../../trace-collector/failure.ts';
import { activationOf } from '../../../trace-collector/function-trace.ts';
import type { Store } from '../../../trace-collector/store/store.ts';
import { compareTraces, type TraceComparison } from '../../../trace-collector/trace-comparison.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { count, cut } from '../present/style.ts';
import { mostCompared, recordingOf, rehearseTraces } from '../surprises.ts';
import { exitCodes } from './exit-codes.ts';
import { placeAt, type Session, showFrom, workspaceOf } from './session.ts';
import { findTrace, type TracesOptions } from './traces.ts';

export async function diff(session: Session, store: Store, o: TracesOptions, args: readonly string[]): Promise<number> {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  const [left, right] = o.rehearsed ? await recordedAndRehearsed(session, store, args) : twoStored(store, args);
  const traces = [left, right].map((t, side) => {
    const part = o.function === undefined ? t : activationOf(t, o.function);
    if (part === undefined) throw noSuchTrace(`of ${o.function} in ${side === 0 || !o.rehearsed ? args[side] : 'the rehearsal'}`);
    return part;
  });
  const c = compareTraces(traces[0], traces[1]);
  session.progress.clear();
  session.print(o.format === 'json' ? `${JSON.stringify(c, undefined, 2)}\n` : diffText(c, traces[0], traces[1], o.rehearsed, session));
  return c.first === undefined ? exitCodes.fine : exitCodes.fails;
}

function twoStored(store: Store, args: readonly string[]): [Trace, Trace] {
  if (args.length !== 2) throw badUsage('traces diff takes two traces, or one test with --rehearsed');
  return [findTrace(store, args[0]).whole(mostCompared), findTrace(store, args[1]).whole(mostCompared)];
}
async function recordedAndRehearsed(session: Session, store: Store, args: readonly string[]): Promise<[Trace, Trace]> {
  const [what] = args;
  if (args.length !== 1) throw badUsage('traces diff --rehearsed takes one test, or the number of its recording');
  const about = /^\d+$/.test(what) ? findTrace(store, what).about : undefined;
  const test = about === undefined ? what : about.test;
  if (test === undefined) throw badUsage(`trace ${what} is not a test's: only tests are rehearsed by name`);
  const recording = about === undefined ? recordingOf(store, test) : store.open(about.id)?.whole(mostCompared);
  if (recording === undefined) throw noRecordingOf(test);
  // Node ids are relative to pytest's root, mostly the workspace.
  let rehearsal: Trace | undefined;
  for (const cwd of new Set([session.cwd, workspaceOf(session.cwd)])) {
    await rehearseTraces({ service: session.service, place: placeAt(session, cwd), cwd, watch: session.watch }, [test], (id, t) => {
      if (id === test) rehearsal ??= t;
    });
    if (rehearsal !== undefined) break;
  }
  if (rehearsal === undefined) throw notRehearsed(test);
  return [recording, rehearsal];
}

function diffText(c: TraceComparison, left: Trace, right: Trace, rehearsed: boolean, session: Session): string {
  const show = showFrom(session.cwd);
  const percent = (n: number): string => `${(100 * n).toFixed(1)} %`;
  const out = [
    `${count(c.frames, 'frame')} compared: state the same in ${percent(c.states / Math.max(1, c.frames))}, action in ${percent(c.actions / Math.max(1, c.frames))}, both in ${percent(c.same / Math.max(1, c.frames))}`,
    `As Table 9 of the CWM paper counts: state ${percent(c.table9.stateExactMatch)}, action ${percent(c.table9.actionExactMatch)}, names ${percent(c.table9.keyMatch)}, names and values ${percent(c.table9.keyValueMatch)}`,
  ];
  if (c.first === undefined) return `${[...out, 'They do not diverge.'].join('\n')}\n`;
  const { frame, values } = c.first;
  const side = (t: Trace): string => {
    const f = t.frames[frame];
    return f === undefined ? 'has ended' : `${f.event} ${t.codes[f.code].function} ${show(t.codes[f.code].file)}:${f.line}`;
  };
  const [one, other] = rehearsed ? ['recorded', 'rehearsed'] : ['left', 'right'];
  out.push(`They diverge at frame ${frame}:`, `  ${one.padEnd(10)} ${side(left)}`, `  ${other.padEnd(10)} ${side(right)}`);
  for (const v of values) out.push(`  ${v.name}: ${cut(v.left ?? '(absent)', 60)}  |  ${cut(v.right ?? '(absent)', 60)}`);
  return `${out.join('\n')}\n`;
}
