// Breakpoints over a timeline: where each stops, in either direction. A hit is a moment of the trace, so its number is the same however one comes to it: the third
// hit is the third in time, also when going back.
import { badRequest } from '../../../trace-collector/failure.ts';
import type { Answer } from '../../../predictor/python/moments.ts';
import { type Evaluator, sayRaised, sayWhy } from './evaluation.ts';
import type { Timeline } from './timeline.ts';

export interface BreakpointAsked {
  readonly line?: number;
  readonly name?: string;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}
export interface ResolvedBreakpoint {
  readonly id: number;
  readonly verified: boolean;
  readonly line?: number;
  readonly message?: string;
}
export interface Stopping {
  readonly moment: number;
  readonly reason: 'breakpoint' | 'function breakpoint' | 'exception';
  readonly ids: readonly number[];
  /** What a person should know: a condition that cannot be known. */
  readonly note?: string;
}
interface Over {
  readonly timeline: Timeline;
  readonly evaluator: Evaluator;
  readonly signal: AbortSignal;
}
const none: Int32Array = new Int32Array();

export class Breakpoint {
  readonly id: number;
  readonly asked: BreakpointAsked;
  readonly file: string | undefined;
  verified = false;
  message: string | undefined;
  private moments: Int32Array = none;
  private hit: ((n: number) => boolean) | undefined;
  /** Of each moment whether its condition holds there; a text says why that is not known. */
  private readonly decided = new Map<number, boolean | string>();

  constructor(id: number, asked: BreakpointAsked, file: string | undefined) {
    this.id = id;
    this.asked = asked;
    this.file = file;
  }
  get isLog(): boolean {
    return this.asked.logMessage !== undefined;
  }
  resolved(): ResolvedBreakpoint {
    const { id, verified, message } = this;
    return { id, verified, ...(this.asked.line === undefined ? {} : { line: this.asked.line }), ...(message === undefined ? {} : { message }) };
  }
  /** Finds its moments, and whether its texts can be read. */
  async resolve({ timeline, evaluator, signal }: Over): Promise<void> {
    this.decided.clear();
    this.verified = false;
    this.message = undefined;
    const { line, name, condition, hitCondition, logMessage } = this.asked;
    try {
      this.hit = hitCondition === undefined || hitCondition.trim() === '' ? undefined : hitTest(hitCondition);
      if (logMessage !== undefined) logParts(logMessage);
    } catch (e) {
      this.moments = none;
      this.message = (e as Error).message;
      return;
    }
    this.moments = line === undefined ? await timeline.momentsOfFunction(name ?? '') : await timeline.momentsOfLine(this.file ?? '', line);
    if (this.moments.length === 0) {
      this.message = `${line === undefined ? `no call of '${name}'` : 'this line does not run'} in what was ${timeline.source.source === 'rehearsal' ? 'rehearsed' : 'recorded'}${timeline.source.truncated ? ', which was cut short' : ''}`;
      return;
    }
    const texts = [
      ...(condition === undefined || condition.trim() === '' ? [] : [condition]),
      ...(logMessage === undefined
        ? []
        : logParts(logMessage)
            .filter(p => p.expression)
            .map(p => p.text)),
    ];
    for (const text of texts) {
      const [a] = await evaluator.evaluateAll(timeline, [this.moments[0]], text, signal);
      if (a.raises?.type !== 'SyntaxError') continue;
      this.message = `'${text}' is not an expression: ${a.raises.message}`;
      this.moments = none;
      return;
    }
    this.verified = true;
  }
  /** The nearest moment from `from` on (itself excluded) and up to `to` at which it stops or logs. */
  async next(from: number, to: number, way: 1 | -1, over: Over): Promise<number | undefined> {
    const { moments } = this;
    if (moments.length === 0) return undefined;
    const inReach = (m: number): boolean => (way === 1 ? m > from && m <= to : m < from && m >= to);
    const test = this.asked.condition === undefined || this.asked.condition.trim() === '' ? undefined : this.asked.condition;
    let at = lowerBound(moments, way === 1 ? from + 1 : from) - (way === 1 ? 0 : 1);
    if (test === undefined) {
      for (; at >= 0 && at < moments.length && inReach(moments[at]); at += way) if (this.hit === undefined || this.hit(at + 1)) return moments[at];
      return undefined;
    }
    if (this.hit === undefined) {
      for (let size = 4; at >= 0 && at < moments.length && inReach(moments[at]); size = Math.min(256, size * 4)) {
        const batch: number[] = [];
        for (; batch.length < size && at >= 0 && at < moments.length && inReach(moments[at]); at += way) batch.push(moments[at]);
        await this.decide(batch, test, over);
        const found = batch.find(m => this.decided.get(m) !== false);
        if (found !== undefined) return found;
        if (over.signal.aborted) return undefined;
      }
      return undefined;
    }
    // Which hit it is hangs on all before it.
    const before = moments.filter(m => m <= Math.max(from, to));
    for (let k = 0; k < before.length; k += 256) await this.decide([...before.slice(k, k + 256)], test, over);
    const hits = [...before].filter(m => this.decided.get(m) !== false).filter((_, n) => this.hit!(n + 1));
    return way === 1 ? hits.find(inReach) : hits.findLast(inReach);
  }
  /** Why its condition could not be told at a moment where it stopped nevertheless. */
  note(moment: number): string | undefined {
    const d = this.decided.get(moment);
    return typeof d === 'string' ? `the condition '${this.asked.condition}': ${d}` : undefined;
  }
  private async decide(moments: readonly number[], test: string, { timeline, evaluator, signal }: Over): Promise<void> {
    const open = moments.filter(m => !this.decided.has(m)).sort((a, b) => a - b);
    if (open.length === 0) return;
    const answers = await evaluator.evaluateAll(timeline, open, `bool(${test}\n)`, signal);
    open.forEach((m, i) => this.decided.set(m, verdict(answers[i])));
  }
  /** The message of a log point at a moment. */
  async log(moment: number, { timeline, evaluator, signal }: Over): Promise<string> {
    let said = '';
    for (const part of logParts(this.asked.logMessage ?? '')) {
      if (!part.expression) said += part.text;
      else {
        const [a] = await evaluator.evaluateAll(timeline, [moment], part.text, signal);
        said += a.value ?? (a.raises === undefined ? `<${sayWhy(a)}>` : `<${sayRaised(a)}>`);
      }
    }
    return said;
  }
}
const verdict = (a: Answer): boolean | string => (a.value === 'True' ? true : a.value === 'False' ? false : a.raises === undefined ? sayWhy(a) : sayRaised(a));

function lowerBound(a: Int32Array, wanted: number): number {
  let low = 0;
  let high = a.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (a[mid] < wanted) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** "3", ">= 3", "% 2": which hits count. Throws an Error that says what is wrong. */
export function hitTest(text: string): (n: number) => boolean {
  const m = /^\s*(==?|>=|<=|>|<|%)?\s*(\d+)\s*$/.exec(text);
  if (m === null) throw new Error(`'${text}' is no hit condition: a number, or one after ==, >, >=, <, <= or %`);
  const wanted = Number(m[2]);
  switch (m[1]) {
    case '>':
      return n => n > wanted;
    case '>=':
      return n => n >= wanted;
    case '<':
      return n => n < wanted;
    case '<=':
      return n => n <= wanted;
    case '%':
      if (wanted === 0) throw new Error(`'${text}' is no hit condition: nothing is a multiple of 0`);
      return n => n % wanted === 0;
    default:
      return n => n === wanted;
  }
}
/** The pieces of a log message: text, and expressions in braces; doubled braces stand for themselves. */
export function logParts(message: string): { readonly text: string; readonly expression: boolean }[] {
  const parts: { text: string; expression: boolean }[] = [];
  let plain = '';
  for (let i = 0; i < message.length; i++) {
    const c = message[i];
    if ((c === '{' || c === '}') && message[i + 1] === c) plain += message[i++];
    else if (c === '{') {
      let depth = 1;
      let end = i + 1;
      for (; end < message.length && depth > 0; end++) depth += message[end] === '{' ? 1 : message[end] === '}' ? -1 : 0;
      const text = message.slice(i + 1, end - 1).trim();
      if (depth > 0 || text === '') throw new Error(`the log message '${message}' has a brace ${depth > 0 ? 'that is not closed' : 'with nothing in it'}`);
      if (plain !== '') parts.push({ text: plain, expression: false });
      plain = '';
      parts.push({ text, expression: true });
      i = end - 1;
    } else plain += c;
  }
  if (plain !== '') parts.push({ text: plain, expression: false });
  return parts;
}

export const exceptionFilters = [
  { filter: 'raised', label: 'Raised exceptions', description: 'Stop wherever an exception is raised.', default: false },
  { filter: 'uncaught', label: 'Uncaught exceptions', description: 'Stop where the exception is raised that ends the program.', default: true },
];

/** All breakpoints of a session. */
export class Breakpoints {
  private readonly lines = new Map<string, Breakpoint[]>();
  private functions: Breakpoint[] = [];
  private filters: readonly string[] = [];
  private raises: Int32Array = none;
  private ids = 0;
  /** Without it breakpoints wait: they are resolved when there is something to look at. */
  over: Over | undefined;

  async setLines(file: string, asked: readonly BreakpointAsked[]): Promise<readonly ResolvedBreakpoint[]> {
    const made = asked.map(a => new Breakpoint(++this.ids, a, file));
    this.lines.set(file, made);
    return await this.told(made);
  }
  async setFunctions(asked: readonly BreakpointAsked[]): Promise<readonly ResolvedBreakpoint[]> {
    this.functions = asked.map(a => new Breakpoint(++this.ids, a, undefined));
    return await this.told(this.functions);
  }
  async setFilters(filters: readonly string[]): Promise<void> {
    const stray = filters.find(f => !exceptionFilters.some(e => e.filter === f));
    if (stray !== undefined) throw badRequest('setExceptionBreakpoints', `there is no filter '${stray}': ${exceptionFilters.map(e => e.filter).join(', ')}`);
    this.filters = filters;
    await this.findRaises();
  }
  private async told(made: readonly Breakpoint[]): Promise<readonly ResolvedBreakpoint[]> {
    if (this.over === undefined) for (const b of made) b.message = 'nothing is launched yet';
    else for (const b of made) await b.resolve(this.over);
    return made.map(b => b.resolved());
  }
  private all(): Breakpoint[] {
    return [...[...this.lines.values()].flat(), ...this.functions];
  }
  private async findRaises(): Promise<void> {
    if (this.over === undefined) return;
    const { timeline } = this.over;
    const uncaught = this.filters.includes('uncaught') ? await timeline.uncaught() : undefined;
    this.raises = this.filters.includes('raised') ? await timeline.momentsOfRaises() : uncaught === undefined ? none : Int32Array.of(uncaught);
  }
  /** Looks for all of them in another trace; gives what has come out. */
  async lookIn(over: Over): Promise<readonly ResolvedBreakpoint[]> {
    this.over = over;
    await this.findRaises();
    const all = this.all();
    for (const b of all) await b.resolve(over);
    return all.map(b => b.resolved());
  }
  /** The nearest stop from `from` on (itself excluded), up to `to`. */
  async next(from: number, to: number, way: 1 | -1): Promise<Stopping | undefined> {
    const { over } = this;
    if (over === undefined) return undefined;
    let limit = to;
    let found: Breakpoint[] = [];
    for (const b of this.all()) {
      if (b.isLog) continue;
      const m = await b.next(from, limit, way, over);
      if (m === undefined) continue;
      if (m !== limit || found.length === 0) found = [];
      found.push(b);
      limit = m;
    }
    const at = way === 1 ? lowerBound(this.raises, from + 1) : lowerBound(this.raises, from) - 1;
    const raise = this.raises[at];
    if (
      raise !== undefined &&
      (way === 1 ? raise < limit || (raise === limit && found.length === 0) : raise > limit || (raise === limit && found.length === 0))
    )
      return { moment: raise, reason: 'exception', ids: [] };
    if (found.length === 0) return undefined;
    const note = found.map(b => b.note(limit)).find(n => n !== undefined);
    return {
      moment: limit,
      reason: found.some(b => b.asked.line !== undefined) ? 'breakpoint' : 'function breakpoint',
      ids: found.map(b => b.id),
      ...(note === undefined ? {} : { note }),
    };
  }
  /** What log points say from `from` (excluded) to `to`, in the order of time. */
  async logs(from: number, to: number, say: (text: string, moment: number) => void): Promise<void> {
    const { over } = this;
    if (over === undefined) return;
    const told: [moment: number, b: Breakpoint][] = [];
    for (const b of this.all()) {
      if (!b.isLog) continue;
      for (let m = await b.next(from, to, 1, over); m !== undefined && told.length < mostLogs; m = await b.next(m, to, 1, over)) told.push([m, b]);
    }
    told.sort((a, b) => a[0] - b[0]);
    for (const [m, b] of told) say(`${await b.log(m, over)}\n`, m);
    if (told.length >= mostLogs) say(`… log points say no more than ${mostLogs} lines at a time\n`, to);
  }
}
const mostLogs = 1000;
