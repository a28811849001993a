// What the function under the cursor would do in an example: the example that reaches it is looked for, rehearsed with a trace of that function alone, and told line by line.
import { placeAt, showFrom } from '../commands/session.ts';
import { explainOrigin } from '../present/origins.ts';
import type { Forecast, Trace } from '../../../trace-collector/trace.ts';
import { diskText, type FolderForecast, type Hearing, type Surroundings } from './folder-forecast.ts';
import { docstringCalls, type Example, exampleText, hasMain, likelyTests } from './examples.ts';
import { activationIn, type LineShown, lineValues } from './line-values.ts';
import { notTaken } from './not-taken.ts';
import type { Inline } from './protocol.ts';
import { type FunctionFound, functionAt } from './python-text.ts';

/** Rehearsals that are spent on looking for an example. */
const mostTried = 6;
const mostEvents = 4000;

export interface InlineAsked {
  readonly file: string;
  readonly line: number;
  readonly pinned?: Example;
}
interface Reached {
  readonly forecast: Forecast;
  readonly trace: Trace;
  readonly activation: number;
}

export class InlineForecast {
  private readonly around: Surroundings;
  /** The example that reached a function last time. */
  private readonly known = new Map<string, Example>();

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
    const likely = likelyTests(tests, texts, file, f).map((t): Example => ({ kind: 'test', id: t.id }));
    // A test function is its own example.
    const own = likely.length > 0 && tests.some(t => t.file === file && t.line <= f.line && bare(t.id) === f.name);
    if (own) return likely.slice(0, 1).concat(likely.filter((e, i) => i > 0 && e.kind === 'test' && bare(e.id) === f.name));
    return [...likely.slice(0, mostTried - 2), ...docstringCalls(f), ...(hasMain(text) ? [{ kind: 'main' } as const] : []), ...likely.slice(mostTried - 2)];
  }

  async predict(folder: FolderForecast, asked: InlineAsked, hearing: Hearing): Promise<Inline> {
    const from = performance.now();
    const { file, line, pinned } = asked;
    const text = this.textOf(file);
    const f = functionAt(text, line);
    const done = (rest: Partial<Inline>): Inline => ({ file, lines: [], notTaken: [], milliseconds: Math.round(performance.now() - from), ...rest });
    if (f === undefined) return done({ nothing: 'The cursor is in no function.' });
    const shape = { name: f.qualname, line: f.line, end: f.end };
    const key = `${file}\n${f.qualname}`;
    const first = pinned ?? this.known.get(key);
    const tried: Example[] = [];
    const attempt = async (e: Example): Promise<Inline | undefined> => {
      tried.push(e);
      const reached = await this.reach(folder, file, f, e, hearing);
      if (reached === undefined) return undefined;
      if (reached === 'unparsed') return done({ function: shape, nothing: 'The code does not parse yet.' });
      this.known.set(key, e);
      return done({ function: shape, example: e, ...shownOf(f, reached, showFrom(folder.folder)) });
    };
    const known = first === undefined ? undefined : await attempt(first);
    if (known !== undefined) return known;
    if (pinned !== undefined) return done({ function: shape, example: pinned, nothing: `${exampleText(pinned)} does not reach ${f.qualname}.` });
    for (const e of await this.examples(folder, asked, hearing)) {
      if (tried.length >= mostTried) break;
      if (first !== undefined && exampleText(e) === exampleText(first)) continue;
      const found = await attempt(e);
      if (found !== undefined) return found;
    }
    return done({
      function: shape,
      nothing: tried.length === 0 ? 'No test, docstring example or main to predict it with.' : `None of ${tried.length} likely examples reaches ${f.qualname}.`,
    });
  }

  private async reach(folder: FolderForecast, file: string, f: FunctionFound, e: Example, hearing: Hearing): Promise<Reached | 'unparsed' | undefined> {
    const { environment, service } = this.around;
    const place = placeAt({ cwd: folder.folder, environment }, folder.folder, folder.changes());
    let forecast: Forecast | undefined;
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
    if (forecast === undefined || trace === undefined) return undefined;
    const activation = activationIn(trace, file, f.qualname);
    return activation === undefined ? undefined : { forecast, trace, activation };
  }
  private textOf(file: string): string {
    return this.around.buffers.get(file) ?? diskText(file) ?? '';
  }
}
const bare = (id: string): string => id.replace(/^.*::/, '').replace(/\[.*$/s, '');

/** Values and what is not reached. Of a rehearsal that hangs on something unknown, no line is said not to be reached. */
export function shownOf(f: FunctionFound, { forecast, trace, activation }: Reached, show: (file: string) => string): Pick<Inline, 'lines' | 'notTaken'> {
  const { lines, ran, ended } = lineValues(trace, activation);
  const known = forecast.outcome !== 'unknown' && ended && !trace.truncated;
  const why = forecast.why.slice(0, 3).map(o => {
    const { say, remedy } = explainOrigin(o);
    return `unknown because of ${o.file === undefined ? '' : `${show(o.file)}${o.line === undefined ? '' : `:${o.line}`}: `}${say} ${remedy}`;
  });
  const told: LineShown[] = lines.map(l => (l.kind === 'unknown' ? { ...l, history: [...l.history, ...why] } : l));
  return { lines: told, notTaken: known ? notTaken(f, ran) : [] };
}
