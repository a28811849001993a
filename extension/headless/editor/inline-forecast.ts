// What the function under the cursor would do in an example: the example that reaches it is looked for, rehearsed with a trace of that function alone, and told line by line.
import { existsSync } from 'node:fs';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { placeAt, showFrom, workspaceOf } from '../commands/session.ts';
import { isLiteral, partsOf } from '../debug/repr-parts.ts';
import { ownStore } from '../kept-forecasts.ts';
import { explainOrigin } from '../present/origins.ts';
import type { Forecast, TestForecast, Trace } from '../../../trace-collector/trace.ts';
import { diskText, type FolderForecast, type Hearing, type Surroundings } from './folder-forecast.ts';
import { bareName, byRehearsals, docstringCalls, type Example, exampleText, hasMain, likelyTests } from './examples.ts';
import { activationIn, inOneOrder, type LineShown, lineValues } from './line-values.ts';
import { loopsOf, type Turns } from './loops.ts';
import { notTaken } from './not-taken.ts';
import type { Inline } from './protocol.ts';
import { headline } from './test-shown.ts';
import type { CollectedTest } from '../protocol.ts';
import { recordedActivation, recordedCalls } from './recorded-calls.ts';
import { type FunctionFound, functionAt } from './python-text.ts';

/** Rehearsals that are spent on looking for an example. */
const mostTried = 6;
const mostEvents = 4000;

export interface InlineAsked {
  readonly file: string;
  readonly line: number;
  readonly pinned?: Example;
  /** The chosen turns of the function's loops. */
  readonly turns?: Turns;
}
interface Reached {
  readonly forecast: Forecast;
  readonly trace: Trace;
  readonly activation: number;
}

/** Why a test could not begin. */
interface Stopped {
  readonly stopped: string;
}

export class InlineForecast {
  private readonly around: Surroundings;
  /** The example that reached a function last time. */
  private readonly known = new Map<string, Example>();
  /** What was remembered of tests, for the function that was asked for last. */
  private remembered: { readonly of: string; readonly at: number; readonly tests: readonly CollectedTest[] } | undefined;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** Examples for the function at a line, the likely ones first. */
  async examples(folder: FolderForecast, { file, line }: InlineAsked, hearing: Hearing): Promise<readonly Example[]> {
    const text = this.textOf(file);
    const f = functionAt(text, line);
    if (f === undefined) return [];
    const { tests } = await folder.discover(hearing);
    const files = [...new Set(tests.map(t => t.file))];
    const texts = files.map(name => ({ file: name, text: this.textOf(name) }));
    const likely = likelyTests(tests, texts, file, f);
    // A test function is its own example.
    const own = tests.some(t => t.file === file && t.line <= f.line && bareName(t.id) === f.name);
    if (own) return likely.filter((t, i) => i === 0 || bareName(t.id) === f.name).map(testExample);
    const { reaching, others } = byRehearsals(likely, await this.rehearsed(folder, file, f, hearing));
    const recorded = this.fromStore(folder, store => recordedCalls(store, file, f)) ?? [];
    // Recorded arguments that can be written down are predicted with, too.
    const again = recorded
      .filter(e => partsOf(e.call)?.parts.every(p => isLiteral(p.text)) ?? /\(\)$/.test(e.call))
      .map((e): Example => ({ kind: 'call', call: e.call }));
    const main: Example[] = hasMain(text) ? [{ kind: 'main' }] : [];
    return [
      ...reaching.slice(0, mostTried - 2).map(testExample),
      ...docstringCalls(f),
      ...main,
      ...(f.qualname === f.name ? again : []),
      ...recorded,
      ...reaching.slice(mostTried - 2).map(testExample),
      ...others.map(testExample),
    ];
  }
  /** What is remembered of tests: which of them have run the function when they were rehearsed last, as the files on the disk were then. */
  private async rehearsed(folder: FolderForecast, file: string, f: FunctionFound, hearing: Hearing): Promise<readonly CollectedTest[]> {
    const of = `${file}\n${f.qualname}`;
    const { timesRemembered: at } = folder;
    if (this.remembered?.of !== of || this.remembered.at !== at) {
      const { environment, service } = this.around;
      const place = placeAt({ cwd: folder.folder, environment }, folder.folder, folder.changes());
      const suite = await service.suite({ place, cwd: folder.folder, paths: [], list: true, ran: { file, function: f.qualname } }, hearing);
      this.remembered = { of, at, tests: suite.collected };
    }
    return this.remembered.tests;
  }

  async predict(folder: FolderForecast, asked: InlineAsked, hearing: Hearing): Promise<Inline> {
    const from = performance.now();
    const { file, line, pinned } = asked;
    const text = this.textOf(file);
    const f = functionAt(text, line);
    const done = (rest: Partial<Inline>): Inline => ({ file, lines: [], notTaken: [], loops: [], milliseconds: Math.round(performance.now() - from), ...rest });
    if (f === undefined) return done({ nothing: 'The cursor is in no function.' });
    const shape = { name: f.qualname, line: f.line, end: f.end };
    const key = `${file}\n${f.qualname}`;
    const first = pinned ?? this.known.get(key);
    const tried: Example[] = [];
    /** Why tests could not even begin. */
    let stopped: string | undefined;
    const attempt = async (e: Example): Promise<Inline | undefined> => {
      tried.push(e);
      if (e.kind === 'recorded') return done({ function: shape, example: e, ...this.recorded(folder, file, text, f, e, asked.turns) });
      const reached = await this.reach(folder, file, f, e, hearing);
      if (reached === undefined) return undefined;
      if (reached === 'unparsed') return done({ function: shape, nothing: 'The code does not parse yet.' });
      if ('stopped' in reached) {
        stopped ??= reached.stopped;
        return undefined;
      }
      this.known.set(key, e);
      return done({ function: shape, example: e, ...shownOf(f, reached, showFrom(folder.folder), asked.turns) });
    };
    const known = first === undefined ? undefined : await attempt(first);
    if (known !== undefined) return known;
    if (pinned !== undefined) return done({ function: shape, example: pinned, nothing: `${exampleText(pinned)} does not reach ${f.qualname}.` });
    for (const e of await this.examples(folder, asked, hearing)) {
      if (tried.length >= mostTried) break;
      if (e.kind === 'recorded' || (first !== undefined && exampleText(e) === exampleText(first))) continue;
      const found = await attempt(e);
      if (found !== undefined) return found;
    }
    return done({
      function: shape,
      nothing:
        tried.length === 0
          ? 'No test, docstring example or main to predict it with.'
          : `None of ${tried.length} likely examples reaches ${f.qualname}${stopped === undefined ? '' : `: ${stopped}`}.`,
    });
  }

  /** What a recorded call did, in the lines as they stand now. */
  private recorded(
    folder: FolderForecast,
    file: string,
    text: string,
    f: FunctionFound,
    e: Extract<Example, { kind: 'recorded' }>,
    turns: Turns = {},
  ): Partial<Inline> {
    const told = this.fromStore(folder, store => recordedActivation(store, e, file, text, f)) ?? 'There is no recording any more.';
    if (typeof told === 'string') return { nothing: told };
    // The loops are those of the recorded lines.
    const moved = loopsOf(f).map(l => ({ line: l.line - told.moved, end: l.end - told.moved }));
    const { lines, ran, loops, ended } = lineValues(told, told.activation, moved, turns);
    return {
      recorded: told.started,
      lines: lines.map(l => ({ ...l, line: l.line + told.moved })),
      loops: loops.map(l => ({ ...l, line: l.line + told.moved, end: l.end + told.moved })),
      notTaken: ended ? notTaken(f, new Set([...ran].map(n => n + told.moved))) : [],
    };
  }
  private fromStore<R>(folder: FolderForecast, use: (store: Store) => R): R | undefined {
    const path = ownStore(workspaceOf(folder.folder));
    if (path === undefined || !existsSync(path)) return undefined;
    const store = openStore(path);
    try {
      return use(store);
    } finally {
      store.close();
    }
  }
  private async reach(
    folder: FolderForecast,
    file: string,
    f: FunctionFound,
    e: Example,
    hearing: Hearing,
  ): Promise<Reached | Stopped | 'unparsed' | undefined> {
    const { environment, service } = this.around;
    const place = placeAt({ cwd: folder.folder, environment }, folder.folder, folder.changes());
    let forecast: Forecast | TestForecast | undefined;
    let trace: Trace | undefined;
    if (e.kind === 'test') {
      const suite = await service.suite(
        { place, cwd: folder.folder, paths: [e.id], list: false, trace: { limit: mostEvents, within: { file, function: f.qualname } } },
        { ...hearing, onTrace: (_, t) => (trace ??= t) },
      );
      [forecast] = suite.tests;
    } else ({ forecast, trace } = await service.rehearse({ place, file, trace: true, ...(e.kind === 'call' ? { call: e.call } : {}) }, hearing));
    if (
      forecast?.raises !== undefined &&
      /^(?:SyntaxError|IndentationError|TabError)$/.test(forecast.raises.type) &&
      (trace === undefined || trace.frames.length === 0)
    )
      return 'unparsed';
    if (forecast !== undefined && 'phase' in forecast && forecast.phase === 'collect' && forecast.outcome !== 'pass')
      return { stopped: forecast.outcome === 'fail' ? headline(forecast) : unknownImports(forecast) };
    if (forecast === undefined || trace === undefined) return undefined;
    const activation = activationIn(trace, file, f.qualname);
    return activation === undefined ? undefined : { forecast, trace, activation };
  }
  private textOf(file: string): string {
    return this.around.buffers.get(file) ?? diskText(file) ?? '';
  }
}
const unknownImports = ({ why }: Forecast): string => `what the tests import is unknown${why.length === 0 ? '' : ` (${explainOrigin(why[0]).say})`}`;
const testExample = ({ id }: { readonly id: string }): Example => ({ kind: 'test', id });

/** Values and what is not reached. Of a rehearsal that hangs on something unknown, no line is said not to be reached. */
export function shownOf(
  f: FunctionFound,
  { forecast, trace, activation }: Reached,
  show: (file: string) => string,
  turns: Turns = {},
): Pick<Inline, 'lines' | 'notTaken' | 'loops'> {
  const { lines, ran, loops, ended } = lineValues(trace, activation, loopsOf(f), turns);
  const known = forecast.outcome !== 'unknown' && ended && !trace.truncated;
  const why = forecast.why.slice(0, 3).map(o => {
    const { say, remedy } = explainOrigin(o);
    return `unknown because of ${o.file === undefined ? '' : `${show(o.file)}${o.line === undefined ? '' : `:${o.line}`}: `}${say} ${remedy}`;
  });
  const orders = forecast.why.filter(o => o.reason === 'order').slice(0, 1);
  const open = orders.map(o => `${inOneOrder}: CPython leaves another one open (${o.what}${o.file === undefined ? '' : ` at ${show(o.file)}:${o.line}`}).`);
  const told: LineShown[] = lines.map(l => ({ ...l, history: [...l.history, ...(l.kind === 'unknown' ? why : open)] }));
  return { lines: told, loops, notTaken: known ? notTaken(f, ran) : [] };
}
