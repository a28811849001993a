// `foretrace traces list|show|diff|verify|history|prune`: what has been recorded, and forecast. Nothing is run.
import { readFileSync } from 'node:fs';
import { cwmText } from '../../../trace-collector/cwm.ts';
import { badUsage, noSuchTrace } from '../../../trace-collector/failure.ts';
import { activationOf, contextOf } from '../../../trace-collector/function-trace.ts';
import { prune } from '../../../trace-collector/store/prune.ts';
import { linesOf as linesOfText, sourceOf } from '../../../trace-collector/store/sources.ts';
import type { OpenTrace, Store, StoredTrace } from '../../../trace-collector/store/store.ts';
import { type Untraced, untraced } from '../../../trace-collector/store/untraced.ts';
import { count } from '../present/style.ts';
import { stopsOnly } from '../../../trace-collector/trace.ts';
import { traceText } from '../present/trace.ts';
import { exitCodes } from './exit-codes.ts';
import { type Session, showFrom } from './session.ts';
import { storeAt } from './store-at.ts';
import { diff } from './traces-diff.ts';
import { history, storedVerdicts } from './traces-verdicts.ts';

export interface TracesOptions {
  readonly store?: string;
  readonly format: string;
  readonly test?: string;
  readonly function?: string;
  readonly limit?: string;
  readonly maxSize?: string;
  readonly maxAge?: string;
  /** Hold a test's recording against its rehearsal. */
  readonly rehearsed: boolean;
}

type Action = (session: Session, store: Store, o: TracesOptions, args: readonly string[]) => number | Promise<number>;

export async function traces(session: Session, o: TracesOptions, rest: readonly string[]): Promise<number> {
  const [what, ...args] = rest;
  const actions: Readonly<Record<string, Action>> = { list, show, diff, verify: storedVerdicts, history, prune: pruneStore };
  const act = what !== undefined && Object.hasOwn(actions, what) ? actions[what] : undefined;
  if (act === undefined) throw badUsage('traces list, traces show ID, traces diff ID ID, traces verify, traces history TEST, or traces prune');
  if (o.rehearsed && what !== 'diff') throw badUsage(`traces ${what} does not take --rehearsed`);
  const store = storeAt(session.cwd, o.store);
  try {
    return await act(session, store, o, args);
  } finally {
    store.close();
  }
}
function list({ print, style }: Session, store: Store, o: TracesOptions): number {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  const limit = o.limit === undefined ? undefined : wholeNumber('--limit', o.limit);
  const found: (StoredTrace | Untraced)[] = store.traces({ test: o.test, function: o.function, limit });
  // A skipped test ran nothing, and still had an outcome.
  if (o.function === undefined) found.push(...untraced(store, { test: o.test, limit }));
  found.sort((a, b) => b.run - a.run || b.started - a.started || ('id' in b ? b.id : 0) - ('id' in a ? a.id : 0));
  if (limit !== undefined) found.length = Math.min(found.length, limit);
  if (o.format === 'json') {
    print(`${JSON.stringify(found, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  if (found.length === 0) print('No traces yet; foretrace record makes one.\n');
  for (const t of found.reverse()) {
    const when = new Date(t.started).toISOString().slice(0, 19).replace('T', ' ');
    const result = t.result === undefined ? '' : (t.result === 'failed' || t.result === 'error' ? style.red : style.green)(t.result.padEnd(8));
    const [id, title, more] =
      'id' in t
        ? [String(t.id), t.title, `${count(t.frames, 'frame')}, ${origin(t.semantics)}${t.truncated && t.semantics !== stopsOnly ? ', cut short' : ''}`]
        : ['-', t.test, t.phase === 'collect' ? 'could not be collected' : 'nothing ran'];
    print(`${id.padStart(6)}  ${style.dim(when)}  ${result}${style.bold(title)}  ${style.dim(more)}\n`);
  }
  return exitCodes.fine;
}

const origin = (semantics: string): string =>
  semantics === stopsOnly ? 'seen where a debugger stopped' : semantics === 'dap' ? 'over a debug adapter' : `Python ${semantics}`;

/** A trace by its number, or the newest one of a test. */
export function findTrace(store: Store, what: string | undefined): OpenTrace {
  if (what === undefined) throw badUsage('which trace? Its number in traces list, or the test’s id');
  const id = /^\d+$/.test(what) ? Number(what) : store.traces({ test: what, limit: 1 })[0]?.id;
  const found = id === undefined ? undefined : store.open(id);
  if (found === undefined) throw noSuchTrace(what);
  return found;
}
function show({ print, style, cwd }: Session, store: Store, o: TracesOptions, args: readonly string[]): number {
  const t = findTrace(store, args[0]);
  const whole = t.whole();
  const trace = o.function === undefined ? whole : activationOf(whole, o.function);
  if (trace === undefined) throw noSuchTrace(`of ${o.function} in ${args[0]}`);
  const sources = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    let lines = sources.get(file);
    if (lines === undefined) sources.set(file, (lines = linesOfText(sourceOf(store, t.about.run, file) ?? read(file))));
    return lines;
  };
  switch (o.format) {
    case 'json':
      print(`${JSON.stringify(trace)}\n`);
      break;
    case 'cwm':
      print(
        `${cwmText(
          contextOf(trace, f => linesOf(f).join('')),
          trace,
          f => linesOf(f),
        )}\n`,
      );
      break;
    case 'text':
      print(traceText(trace, style, showFrom(cwd), (f, n) => linesOf(f)[n - 1]));
      break;
    default:
      throw badUsage(`--format ${o.format}: text, json or cwm`);
  }
  return exitCodes.fine;
}
/** What a file holds now, where the store did not keep what it held. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function pruneStore({ print }: Session, store: Store, o: TracesOptions): number {
  const before = store.size();
  const gone = prune(store, {
    maxBytes: (o.maxSize === undefined ? 1024 : wholeNumber('--max-size', o.maxSize)) * 1024 * 1024,
    olderThan: Date.now() - (o.maxAge === undefined ? 90 : wholeNumber('--max-age', o.maxAge)) * 86_400_000,
  });
  print(`Removed ${count(gone, 'trace')}; the store has ${(store.size() / (1 << 20)).toFixed(1)} MB (before: ${(before / (1 << 20)).toFixed(1)} MB).\n`);
  return exitCodes.fine;
}
export function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw badUsage(`${name} ${text}: a whole number`);
  return Number(text);
}
