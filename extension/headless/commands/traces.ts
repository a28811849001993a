// `foretrace traces list|show|diff|prune`: what has been recorded. Nothing is run.
import { readFileSync, realpathSync } from 'node:fs';
import { cwmText } from '../../../trace-collector/cwm.ts';
import { badUsage, noSuchTrace } from '../../../trace-collector/failure.ts';
import { activationOf, contextOf } from '../../../trace-collector/function-trace.ts';
import { prune } from '../../../trace-collector/store/prune.ts';
import type { OpenTrace, Store } from '../../../trace-collector/store/store.ts';
import { compareTraces } from '../../../trace-collector/trace-comparison.ts';
import type { Trace } from '../../../trace-collector/trace.ts';
import { count, cut, styleFor } from '../present/style.ts';
import { traceText } from '../present/trace.ts';
import { exitCodes } from './exit-codes.ts';
import { showFrom } from './session.ts';
import { storeAt } from './store-at.ts';

export interface TracesOptions {
  readonly store?: string;
  readonly format: string;
  readonly test?: string;
  readonly function?: string;
  readonly limit?: string;
  readonly maxSize?: string;
  readonly maxAge?: string;
}

type Action = (store: Store, o: TracesOptions, args: readonly string[], cwd: string) => number;

export function traces(o: TracesOptions, rest: readonly string[]): number {
  const [what, ...args] = rest;
  const actions: Readonly<Record<string, Action>> = { list, show, diff, prune: pruneStore };
  const act = what !== undefined && Object.hasOwn(actions, what) ? actions[what] : undefined;
  if (act === undefined) throw badUsage('traces list, traces show ID, traces diff ID ID, or traces prune');
  const cwd = realpathSync(process.cwd());
  const store = storeAt(cwd, o.store);
  try {
    return act(store, o, args, cwd);
  } finally {
    store.close();
  }
}
const print = (text: string): void => void process.stdout.write(text);

function list(store: Store, o: TracesOptions, _args: readonly string[]): number {
  const found = store.traces({ test: o.test, function: o.function, limit: o.limit === undefined ? undefined : whole('--limit', o.limit) });
  if (o.format === 'json') {
    print(`${JSON.stringify(found, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  if (o.format !== 'text') throw badUsage(`--format ${o.format}: text or json`);
  const style = styleFor(process.stdout, process.env);
  if (found.length === 0) print('No traces yet; foretrace record makes one.\n');
  for (const t of found.reverse()) {
    const when = new Date(t.started).toISOString().slice(0, 19).replace('T', ' ');
    const result = t.result === undefined ? '' : (t.result === 'failed' || t.result === 'error' ? style.red : style.green)(t.result.padEnd(8));
    print(
      `${String(t.id).padStart(6)}  ${style.dim(when)}  ${result}${style.bold(t.title)}  ${style.dim(`${count(t.frames, 'frame')}, Python ${t.semantics}${t.truncated ? ', cut short' : ''}`)}\n`,
    );
  }
  return exitCodes.fine;
}

/** A trace by its number, or the newest one of a test. */
function find(store: Store, what: string | undefined): OpenTrace {
  if (what === undefined) throw badUsage('which trace? Its number in traces list, or the test’s id');
  const id = /^\d+$/.test(what) ? Number(what) : store.traces({ test: what, limit: 1 })[0]?.id;
  const found = id === undefined ? undefined : store.open(id);
  if (found === undefined) throw noSuchTrace(what);
  return found;
}
function show(store: Store, o: TracesOptions, args: readonly string[], cwd: string): number {
  const t = find(store, args[0]);
  const whole = t.whole();
  const trace = o.function === undefined ? whole : activationOf(whole, o.function);
  if (trace === undefined) throw noSuchTrace(`of ${o.function} in ${args[0]}`);
  const sources = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    let lines = sources.get(file);
    if (lines === undefined) sources.set(file, (lines = readLines(file)));
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
      print(traceText(trace, styleFor(process.stdout, process.env), showFrom(cwd), (f, n) => linesOf(f)[n - 1]));
      break;
    default:
      throw badUsage(`--format ${o.format}: text, json or cwm`);
  }
  return exitCodes.fine;
}
function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
  } catch {
    return [];
  }
}

function diff(store: Store, o: TracesOptions, args: readonly string[]): number {
  if (args.length !== 2) throw badUsage('traces diff takes two traces');
  const wholes: Trace[] = args.map(a => find(store, a).whole());
  const c = compareTraces(wholes[0], wholes[1]);
  if (o.format === 'json') print(`${JSON.stringify(c, undefined, 2)}\n`);
  else {
    const share = (n: number): string => `${((100 * n) / Math.max(1, c.frames)).toFixed(1)} %`;
    print(`${count(c.frames, 'frame')} compared: state the same in ${share(c.states)}, action in ${share(c.actions)}, both in ${share(c.same)}\n`);
    if (c.first === undefined) print('They do not diverge.\n');
    else {
      const side = (t: Trace): string => {
        const f = t.frames[c.first!.frame];
        return f === undefined ? 'has ended' : `${t.codes[f.code].function}:${f.line} ${f.event}`;
      };
      print(`They diverge at frame ${c.first.frame}: ${side(wholes[0])} against ${side(wholes[1])}\n`);
      for (const v of c.first.values) print(`  ${v.name}: ${cut(v.left ?? '(absent)', 60)}  |  ${cut(v.right ?? '(absent)', 60)}\n`);
    }
  }
  return c.first === undefined ? exitCodes.fine : exitCodes.fails;
}

function pruneStore(store: Store, o: TracesOptions): number {
  const before = store.size();
  const gone = prune(store, {
    maxBytes: (o.maxSize === undefined ? 1024 : whole('--max-size', o.maxSize)) * 1024 * 1024,
    olderThan: Date.now() - (o.maxAge === undefined ? 90 : whole('--max-age', o.maxAge)) * 86_400_000,
  });
  print(`Removed ${count(gone, 'trace')}; the store has ${(store.size() / (1 << 20)).toFixed(1)} MB (before: ${(before / (1 << 20)).toFixed(1)} MB).\n`);
  return exitCodes.fine;
}
function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw badUsage(`${name} ${text}: a whole number`);
  return Number(text);
}
