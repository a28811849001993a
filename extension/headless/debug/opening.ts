// Makes the moments of a session, each mode in its way: runs the program under the tracer, rehearses it, or opens what is stored. Only `record` runs anything.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import type { Answer, MomentAsked, MomentSet, Moments } from '../../../predictor/python/moments.ts';
import { badUsage, emptyTrace, isAFolder, noSuchPath, noSuchTest, noSuchTrace, notPython } from '../../../trace-collector/failure.ts';
import { interpreterFor, record } from '../../../trace-collector/python/record.ts';
import { sourceOf } from '../../../trace-collector/store/sources.ts';
import type { Store } from '../../../trace-collector/store/store.ts';
import type { Forecast, Raised, Trace } from '../../../trace-collector/trace.ts';
import { tracerFolder } from '../assets.ts';
import { workspaceOf } from '../commands/session.ts';
import { storeAt } from '../commands/store-at.ts';
import type { Place, Engines } from '../service.ts';
import { readSource } from '../source-text.ts';
import { type Evaluator, TextEvaluator, unknownAnswer } from './evaluation.ts';
import { type FrameSource, memorySource, storedSource } from './frame-source.ts';
import type { LaunchArguments, Mode, RecordArguments, RehearseArguments, ReplayArguments } from './launch-arguments.ts';

/** What a session is given by whoever hosts it. */
export interface DebugHost {
  readonly service: Engines;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  /** Contents of unsaved files; the session asks anew for each rehearsal. */
  readonly changes?: () => Place['changes'];
}
export interface Opened {
  readonly mode: Mode;
  readonly source: FrameSource;
  readonly evaluator: Evaluator;
  /** A line that says what was made. */
  readonly about: string;
  readonly exit: number;
  /** What it would change in the world; of what has happened, nothing is listed. */
  readonly effects: Forecast['effects'];
  /** A file as it read when the trace was made, where that was kept. */
  readonly sourceText?: (file: string) => string | undefined;
  /** Rehearses anew with something set at a moment. Throws a Failed where the value cannot be had. */
  readonly counterfactual?: (set: MomentSet, signal: AbortSignal) => Promise<{ readonly opened: Opened; readonly answer: Answer }>;
  close(): void;
}
/** Events beyond this are cut off. */
const mostEvents = 200_000;

/** Rejects with a Failed: no such program, no such trace, nothing to step through. */
export async function open(host: DebugHost, a: LaunchArguments, signal: AbortSignal): Promise<Opened> {
  const opened = a.mode === 'rehearse' ? await rehearse(host, a, [], signal) : a.mode === 'record' ? await recordProgram(host, a, signal) : replay(host, a);
  if (opened.source.length > 0) return opened;
  opened.close();
  throw emptyTrace(opened.source.title, opened.about);
}
const folderOf = (host: DebugHost, a: LaunchArguments): string => {
  const cwd = resolve(host.cwd, a.cwd ?? '.');
  if (!existsSync(cwd)) throw noSuchPath(cwd);
  return realpathSync(cwd);
};
function programOf(cwd: string, program: string): string {
  const path = resolve(cwd, program);
  if (!existsSync(path)) throw noSuchPath(program);
  if (statSync(path).isDirectory()) throw isAFolder(program);
  return realpathSync(path);
}

// Rehearse --------------------------------------------------------------------------------------------------------------

interface Rehearsed {
  readonly forecast: Forecast;
  readonly trace?: Trace;
  readonly answers?: { readonly sets: readonly Answer[]; readonly answers: readonly Answer[] };
}
async function rehearse(host: DebugHost, a: RehearseArguments, sets: readonly MomentSet[], signal: AbortSignal): Promise<Opened> {
  const cwd = folderOf(host, a);
  const go = a.program.includes('::') ? rehearsesTest(host, a, cwd) : rehearsesFile(host, a, cwd);
  return await rehearsed(a, sets, signal, go);
}
type Go = (moments: Moments, signal: AbortSignal | undefined) => Promise<Rehearsed>;

async function rehearsed(a: RehearseArguments, sets: readonly MomentSet[], signal: AbortSignal, go: Go): Promise<Opened> {
  const r = await go({ sets }, signal);
  return rehearsalOpened(a, sets, r, go);
}
function rehearsalOpened(a: RehearseArguments, sets: readonly MomentSet[], r: Rehearsed, go: Go): Opened {
  const title = a.call ?? (a.program.includes('::') ? a.program : basename(a.program));
  const trace: Trace = r.trace ?? { source: 'rehearsal', semantics: '3.11', codes: [], frames: [], truncated: false };
  return {
    mode: 'rehearse',
    source: memorySource(trace, title),
    evaluator: rehearsalEvaluator(sets, go),
    about: `rehearsed, nothing was run: ${outcomeText(r.forecast)}`,
    exit: r.forecast.outcome === 'fail' ? 1 : 0,
    effects: r.forecast.effects,
    counterfactual: async (set, signal) => {
      // What was set at later moments belongs to a future that this one replaces.
      const all = [...sets.filter(s => s.event <= set.event), set];
      const again = await go({ sets: all }, signal);
      const answer = again.answers?.sets[all.length - 1] ?? unknownAnswer('the rehearsal did not come to that moment again');
      return { opened: rehearsalOpened(a, all, again, go), answer };
    },
    close: () => {},
  };
}
function rehearsesFile(host: DebugHost, a: RehearseArguments, cwd: string): Go {
  const file = programOf(cwd, a.program);
  if (!file.endsWith('.py')) throw notPython(a.program);
  if (!host.changes?.().has(file)) readSource(file);
  return (moments, signal) =>
    host.service.rehearse({ place: placeOf(host, a, file), file, call: a.call, argv: a.args, trace: true, moments: asked(moments) }, { signal });
}
function rehearsesTest(host: DebugHost, a: RehearseArguments, cwd: string): Go {
  if (a.call !== undefined || a.args.length > 0) throw badUsage('a test takes neither "call" nor "args"');
  programOf(cwd, a.program.split('::')[0]);
  return async (moments, signal) => {
    let told: { trace: Trace; answers?: Rehearsed['answers'] } | undefined;
    const suite = await host.service.suite(
      { place: placeOf(host, a, cwd), cwd, paths: [a.program], list: false, trace: { limit: mostEvents, moments: asked(moments) } },
      { signal, onTrace: (_, trace, answers) => (told ??= { trace, answers }) },
    );
    if (suite.tests.length > 1) throw badUsage(`${a.program} names ${suite.tests.length} tests: a session takes one`);
    const [forecast] = suite.tests;
    if (forecast === undefined) throw noSuchTest(a.program);
    return { forecast, ...told };
  };
}
const asked = (m: Moments): Moments | undefined => (m.sets.length === 0 && m.asks === undefined ? undefined : m);
function placeOf(host: DebugHost, a: { readonly env: Readonly<Record<string, string>> }, path: string): Place {
  return { workspace: workspaceOf(path), environment: { ...host.environment, ...a.env }, home: host.home, changes: host.changes?.() ?? new Map() };
}
function rehearsalEvaluator(sets: readonly MomentSet[], go: Go): Evaluator {
  const never = unknownAnswer('the rehearsal did not come to that moment again');
  const evaluateAt = async (asks: readonly MomentAsked[], signal?: AbortSignal): Promise<readonly Answer[]> => {
    const all: Answer[] = [];
    // A question that cannot be taken back, as one that runs a generator on, ends its rehearsal: the rest is asked in another one.
    while (all.length < asks.length) {
      const { answers } = await go({ sets, asks: asks.slice(all.length) }, signal);
      all.push(...(answers === undefined || answers.answers.length === 0 ? [never] : answers.answers));
    }
    return all;
  };
  return {
    exact: true,
    evaluate: async ({ timeline, moment, frame }, expression, signal) =>
      (await evaluateAt([{ event: moment, activation: timeline.stack(moment)[frame].activation, expression }], signal))[0],
    evaluateAll: (timeline, moments, expression, signal) =>
      evaluateAt(
        moments.map(event => ({ event, activation: timeline.activation(event), expression })),
        signal,
      ),
  };
}
const raisedText = ({ type, message, sides }: Raised): string =>
  [type, ...(message === '' ? [] : [message]), ...(sides === undefined ? [] : [`assert ${sides.left} ${sides.op} ${sides.right}`])].join(': ');
export function outcomeText(f: Forecast): string {
  if (f.outcome === 'pass') return f.value === undefined ? 'it ends well' : `it gives ${f.value}`;
  if (f.outcome === 'fail') return f.raises === undefined ? 'it fails' : `it raises ${raisedText(f.raises)}`;
  return `what comes of it is unknown: ${f.why.map(o => `${o.reason === o.what ? '' : `${o.reason}: `}${o.what}`).join('; ')}`;
}

// Record and replay -------------------------------------------------------------------------------------------------------

async function recordProgram(host: DebugHost, a: RecordArguments, signal: AbortSignal): Promise<Opened> {
  const cwd = folderOf(host, a);
  const test = a.program.includes('::');
  const file = programOf(cwd, a.program.split('::')[0]);
  if (!file.endsWith('.py')) throw notPython(a.program);
  const root = a.root === undefined ? workspaceOf(file) : resolve(cwd, a.root);
  if (!existsSync(root)) throw noSuchPath(a.root ?? root);
  const environment = { ...host.environment, ...a.env };
  const store = storeAt(cwd, a.store);
  try {
    const r = await record(store, {
      kind: test ? 'pytest' : 'script',
      python: interpreterFor(root, environment, a.python),
      tracer: tracerFolder(),
      args: test ? [a.program, ...a.args] : [file, ...a.args],
      cwd,
      roots: [root],
      environment,
      // The streams of an adapter are its client's; what the program writes is told at the moment that wrote it.
      output: 'ignore',
      signal,
      ...(a.maxFrames === undefined ? {} : { frames: a.maxFrames }),
      ...(a.maxText === undefined ? {} : { text: a.maxText }),
    });
    const found = store
      .traces()
      .filter(t => t.run === r.run && (!test || t.test === a.program || r.traces === 1))
      .at(-1);
    const ended = r.killed === undefined ? `exit code ${r.exit}` : `ended by ${r.killed}`;
    if (found === undefined) throw emptyTrace(a.program, `the recorded program came to nothing of it (${ended})`);
    const about = `recorded as trace ${found.id}: ${ended}${found.result === undefined ? '' : `, ${found.result}`}`;
    return stored(host, store, found.id, 'record', about, r.exit ?? 1, placeOf(host, a, root));
  } catch (e) {
    store.close();
    throw e;
  }
}
function replay(host: DebugHost, a: ReplayArguments): Opened {
  const cwd = folderOf(host, a);
  const store = storeAt(cwd, a.store);
  try {
    const what = String(a.trace);
    const id = /^\d+$/.test(what) ? Number(what) : store.traces({ test: what, limit: 1 })[0]?.id;
    if (id === undefined) throw noSuchTrace(what);
    return stored(host, store, id, 'replay', `trace ${id} of ${store.path}`, 0, placeOf(host, { env: {} }, cwd));
  } catch (e) {
    store.close();
    throw e;
  }
}
function stored(host: DebugHost, store: Store, id: number, mode: Mode, about: string, exit: number, place: Place): Opened {
  const t = store.open(id);
  if (t === undefined) throw noSuchTrace(String(id));
  return {
    mode,
    source: storedSource(t),
    evaluator: new TextEvaluator(host.service, place),
    about,
    exit,
    effects: [],
    sourceText: file => sourceOf(store, t.about.run, file),
    close: () => store.close(),
  };
}
export const isPath = (path: string): boolean => isAbsolute(path);
