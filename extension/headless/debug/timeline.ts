// The moments of a trace as a debugger walks them: the stack at any of them, where lines and functions run, where a step leads, forward and back. A moment is an
// event's number. It reads stretch by stretch, so that a million moments are never in memory at once; long searches give way to other work and can be stopped.
import { setImmediate } from 'node:timers/promises';
import { type FrameColumns, frameAt, none } from '../../../trace-collector/frame-columns.ts';
import { type EventKind, eventKinds, type TraceFrame } from '../../../trace-collector/trace.ts';
import type { FrameSource } from './frame-source.ts';

const kindOf = (k: EventKind): number => eventKinds.indexOf(k);
const CALL = kindOf('call');
const LINE = kindOf('line');
const RETURN = kindOf('return');
const EXCEPTION = kindOf('exception');
const YIELD = kindOf('yield');
const UNWIND = kindOf('unwind');
const RESUME = kindOf('resume');

/** One activation on the stack, as it was at its last event. */
export interface StackEntry {
  readonly activation: number;
  readonly code: number;
  readonly line: number;
  /** The moment of its last event, where that lies in the stretch that was read. */
  readonly at: number | undefined;
  readonly locals: ReadonlyMap<string, string>;
}
interface Live {
  readonly activation: number;
  readonly code: number;
  readonly depth: number;
  line: number;
  at: number | undefined;
  paused: boolean;
  parent: Live | undefined;
  readonly locals: Map<string, string>;
}
/** What one reading of the whole trace tells: where to look for what. */
interface Survey {
  /** File and line → the stretches in which the line runs. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>;
  /** Code → the stretches in which it is called. */
  readonly calls: ReadonlyMap<number, readonly number[]>;
  readonly exceptions: readonly number[];
  readonly outputs: readonly number[];
}
export type Pause = () => boolean;

export class Timeline {
  readonly source: FrameSource;
  private readonly cache = new Map<number, FrameColumns>();
  private surveyed: Promise<Survey> | undefined;

  constructor(source: FrameSource) {
    this.source = source;
  }
  get length(): number {
    return this.source.length;
  }
  get last(): number {
    return this.source.length - 1;
  }

  /** The stretch that moment `i` is in. */
  private place(i: number): number {
    const { firsts } = this.source;
    let low = 0;
    let high = firsts.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (firsts[mid] <= i) low = mid;
      else high = mid - 1;
    }
    return low;
  }
  private columns(k: number): FrameColumns {
    let c = this.cache.get(k);
    if (c === undefined) {
      c = this.source.stretch(k);
      if (this.cache.size >= 8) this.cache.delete(this.cache.keys().next().value as number);
    } else this.cache.delete(k);
    this.cache.set(k, c);
    return c;
  }
  frame(i: number): TraceFrame {
    const k = this.place(i);
    return frameAt(this.columns(k), i - this.source.firsts[k]);
  }
  private event(i: number): { readonly kind: number; readonly line: number; readonly activation: number; readonly depth: number } {
    const k = this.place(i);
    const c = this.columns(k);
    const at = i - this.source.firsts[k];
    return { kind: c.kinds[at], line: c.lines[at], activation: c.activations[at], depth: c.depths[at] };
  }
  activation(i: number): number {
    return this.event(i).activation;
  }
  kind(i: number): EventKind {
    return eventKinds[this.event(i).kind];
  }

  /** The stack at moment `i`, innermost first. Paused generators are not on it. */
  stack(i: number): StackEntry[] {
    const k = this.place(i);
    const c = this.columns(k);
    const first = this.source.firsts[k];
    const live = new Map<number, Live>();
    for (const a of c.live) live.set(a.activation, { ...a, at: undefined, parent: undefined, locals: new Map(a.locals) });
    let running: Live | undefined;
    let over: number | undefined;
    for (let n = 0; n <= i - first; n++) {
      if (over !== undefined) live.delete(over);
      over = undefined;
      const kind = c.kinds[n];
      let a = live.get(c.activations[n]);
      if (a === undefined) {
        a = { activation: c.activations[n], code: c.codes[n], depth: c.depths[n], line: 0, at: undefined, paused: false, parent: undefined, locals: new Map() };
        live.set(a.activation, a);
      }
      if ((kind === CALL || kind === RESUME) && running !== a) {
        // What ran before may be another thread; only a resumed generator may lie at any depth.
        const calls = running?.paused === false && live.has(running.activation) && (kind === RESUME || running.depth === a.depth - 1);
        a.parent = calls ? running : undefined;
      }
      for (let x = c.changeStarts[n]; x < c.changeStarts[n + 1]; x++) {
        const name = c.texts[c.changedNames[x]];
        if (c.changedTexts[x] === none) a.locals.delete(name);
        else a.locals.set(name, c.texts[c.changedTexts[x]]);
      }
      a.line = c.lines[n];
      a.at = first + n;
      a.paused = kind === YIELD;
      const leaves = kind === RETURN || kind === UNWIND || kind === YIELD;
      if (kind === RETURN || kind === UNWIND) over = a.activation;
      running = leaves ? parentOf(a, live) : a;
    }
    const stack: StackEntry[] = [];
    const seen = new Set<Live>();
    const top = live.get(c.activations[i - first]);
    for (let a = top; a !== undefined && !seen.has(a); a = parentOf(a, live)) {
      seen.add(a);
      stack.push(a);
    }
    return stack;
  }

  /** Reads the whole trace once. */
  survey(): Promise<Survey> {
    this.surveyed ??= this.readAll();
    return this.surveyed;
  }
  private async readAll(): Promise<Survey> {
    const { codes, firsts } = this.source;
    const lines = new Map<string, Map<number, number[]>>();
    const calls = new Map<number, number[]>();
    const exceptions: number[] = [];
    const outputs: number[] = [];
    const push = <K>(m: Map<K, number[]>, key: K, k: number): void => {
      const list = m.get(key);
      if (list === undefined) m.set(key, [k]);
      else if (list[list.length - 1] !== k) list.push(k);
    };
    for (let k = 0; k < firsts.length; k++) {
      const c = this.source.stretch(k);
      const seen = new Set<number>();
      let raises = false;
      for (let n = 0; n < c.length; n++) {
        const kind = c.kinds[n];
        if (kind === LINE) seen.add(c.codes[n] * 2 ** 24 + c.lines[n]);
        else if (kind === CALL) push(calls, c.codes[n], k);
        else if (kind === EXCEPTION || kind === UNWIND) raises = true;
      }
      for (const key of seen) {
        const { file } = codes[Math.floor(key / 2 ** 24)];
        let ofFile = lines.get(file);
        if (ofFile === undefined) lines.set(file, (ofFile = new Map()));
        push(ofFile, key % 2 ** 24, k);
      }
      if (raises) exceptions.push(k);
      if (c.stdout.length + c.stderr.length > 0) outputs.push(k);
      if (k % 8 === 7) await setImmediate();
    }
    return { lines, calls, exceptions, outputs };
  }
  /** The lines of a file that run, ascending. */
  async linesOf(file: string): Promise<number[]> {
    return [...((await this.survey()).lines.get(file)?.keys() ?? [])].sort((a, b) => a - b);
  }
  /** Every moment at which a line runs, ascending. A comprehension is a frame of its own, but counts only on lines that are its alone. */
  async momentsOfLine(file: string, line: number): Promise<Int32Array> {
    const stretches = (await this.survey()).lines.get(file)?.get(line) ?? [];
    const codes = new Set(this.source.codes.flatMap((c, i) => (c.file === file ? [i] : [])));
    const all = await this.gather(stretches, (c, n) => c.kinds[n] === LINE && c.lines[n] === line && codes.has(c.codes[n]));
    const inner = new Set([...codes].filter(i => /<(?:list|dict|set)comp>$|<genexpr>$/.test(this.source.codes[i].function)));
    if (inner.size === 0) return all;
    const outer = await this.gather(stretches, (c, n) => c.kinds[n] === LINE && c.lines[n] === line && codes.has(c.codes[n]) && !inner.has(c.codes[n]));
    return outer.length > 0 ? outer : all;
  }
  /** The first line of every call of a function, by its qualified name or the last part of it. */
  async momentsOfFunction(name: string): Promise<Int32Array> {
    const named = (f: string): boolean => f === name || f.split('.').at(-1) === name;
    const codes = new Set(this.source.codes.flatMap((c, i) => (named(c.function) ? [i] : [])));
    const { calls } = await this.survey();
    const stretches = [...new Set([...codes].flatMap(c => calls.get(c) ?? []))].sort((a, b) => a - b);
    const found = await this.gather(stretches, (c, n) => c.kinds[n] === CALL && codes.has(c.codes[n]));
    return found.map(i => this.bodyOf(i));
  }
  /** From a call to the first line of what is called. */
  bodyOf(call: number): number {
    const { activation } = this.event(call);
    if (call >= this.last) return call;
    const next = this.event(call + 1);
    return next.kind === LINE && next.activation === activation ? call + 1 : call;
  }
  /** Where exceptions begin: not where they pass on through a caller. */
  async momentsOfRaises(): Promise<Int32Array> {
    const all = await this.gather((await this.survey()).exceptions, (c, n) => c.kinds[n] === EXCEPTION);
    return all.filter(i => i === 0 || this.event(i - 1).kind !== UNWIND);
  }
  private async gather(stretches: readonly number[], wanted: (c: FrameColumns, n: number) => boolean): Promise<Int32Array> {
    const found: number[] = [];
    let done = 0;
    for (const k of stretches) {
      const c = this.columns(k);
      for (let n = 0; n < c.length; n++) if (wanted(c, n)) found.push(this.source.firsts[k] + n);
      if (++done % 8 === 0) await setImmediate();
    }
    return Int32Array.from(found);
  }
  /**
   * Where the last exception began that left all recorded code: the raise that nobody there caught. `sys.exit()` and `sys.exit(0)` do not count, nor does the end of a
   * generator.
   */
  async uncaught(): Promise<number | undefined> {
    const left = await this.gather((await this.survey()).exceptions, (c, n) => c.kinds[n] === UNWIND && c.depths[n] === 0);
    for (const end of left.toReversed()) {
      const raised = await this.raiseOf(end);
      if (raised === undefined) continue;
      const { exception, value } = this.frame(raised);
      const quiet =
        exception === 'SystemExit' ? /^SystemExit\((?:0|None)?\)$/.test(value ?? '') : exception === 'GeneratorExit' || exception === 'StopIteration';
      if (!quiet) return raised;
    }
    return undefined;
  }
  /** From where an exception leaves a frame back to where it was raised, through the calls that it has passed. */
  private async raiseOf(unwind: number): Promise<number | undefined> {
    for (let end = unwind; ; ) {
      const { activation } = this.event(end);
      const at = await this.search(
        end,
        -1,
        () => false,
        c => n => c.activations[n] === activation && c.kinds[n] === EXCEPTION,
      );
      if (at === undefined || at === 0 || this.event(at - 1).kind !== UNWIND) return at;
      end = at - 1;
    }
  }

  /** The next line from `i` on, itself excluded, in the direction of `way`, whatever is running. */
  stepIn(i: number, way: 1 | -1, paused: Pause): Promise<number | undefined> {
    return this.search(i, way, paused, c => n => c.kinds[n] === LINE);
  }
  /**
   * The next line of the same activation or of one that waits for it. Calls in between are passed over; back from a first line it is the line of the call. What has no
   * caller is followed by what begins after it, as a test's setup by the test.
   */
  stepOver(i: number, way: 1 | -1, paused: Pause): Promise<number | undefined> {
    const stack = this.stack(i);
    const wanted = new Set(stack.map(a => a.activation));
    return this.leave(i, way, paused, wanted, stack[0]?.activation, stack.length === 1);
  }
  stepOut(i: number, paused: Pause): Promise<number | undefined> {
    const [top, ...callers] = this.stack(i);
    return this.leave(i, 1, paused, new Set(callers.map(a => a.activation)), top?.activation, callers.length === 0);
  }
  private leave(i: number, way: 1 | -1, paused: Pause, wanted: ReadonlySet<number>, top: number, alone: boolean): Promise<number | undefined> {
    const ends = way === 1 ? [RETURN, UNWIND] : [CALL];
    let left = ends.includes(this.event(i).kind);
    return this.search(i, way, paused, c => n => {
      if (c.activations[n] === top && ends.includes(c.kinds[n])) left = true;
      if (c.kinds[n] !== LINE) return false;
      return wanted.has(c.activations[n]) || (alone && left && c.depths[n] === 0);
    });
  }
  private async search(i: number, way: 1 | -1, paused: Pause, found: (c: FrameColumns) => (n: number) => boolean): Promise<number | undefined> {
    const { firsts } = this.source;
    if (i + way < 0 || i + way > this.last) return undefined;
    let from = i + way;
    for (let k = this.place(from), read = 0; k >= 0 && k < firsts.length; k += way) {
      const c = this.columns(k);
      const hit = found(c);
      for (let n = from - firsts[k]; n >= 0 && n < c.length; n += way) if (hit(n)) return firsts[k] + n;
      from = way === 1 ? firsts[k] + c.length : firsts[k] - 1;
      if (++read % 8 === 0) {
        await setImmediate();
        if (paused()) return Math.min(Math.max(from, 0), this.last);
      }
    }
    return undefined;
  }

  /** Where an activation began. */
  async callOf(activation: number, before: number): Promise<number | undefined> {
    return await this.search(
      before + 1,
      -1,
      () => false,
      c => n => c.activations[n] === activation && c.kinds[n] === CALL,
    );
  }
  /** The last moment up to `i` at which a local of an activation came to read as it does. */
  async changeOf(activation: number, name: string, i: number): Promise<number | undefined> {
    return await this.search(
      i + 1,
      -1,
      () => false,
      c => {
        const number = c.texts.indexOf(name);
        return n => {
          if (number < 0 || c.activations[n] !== activation) return false;
          for (let x = c.changeStarts[n]; x < c.changeStarts[n + 1]; x++) if (c.changedNames[x] === number) return true;
          return false;
        };
      },
    );
  }
  /** The event of an activation before `i`. */
  async eventBefore(activation: number, i: number): Promise<number | undefined> {
    return await this.search(
      i,
      -1,
      () => false,
      c => n => c.activations[n] === activation,
    );
  }
  /** What is written between two moments, the first excluded: each text with the moment that wrote it. */
  async output(after: number, to: number, say: (text: string, category: 'stdout' | 'stderr', writer: number) => void): Promise<void> {
    const { outputs } = await this.survey();
    const { firsts } = this.source;
    for (const k of outputs) {
      if (firsts[k] > to) break;
      if ((firsts[k + 1] ?? this.length) <= after + 1) continue;
      const c = this.columns(k);
      const told: [n: number, text: number, category: 'stdout' | 'stderr'][] = [];
      for (const category of ['stdout', 'stderr'] as const)
        for (let p = 0; p < c[category].length; p += 2) told.push([c[category][p], c[category][p + 1], category]);
      told.sort((a, b) => a[0] - b[0]);
      for (const [n, text, category] of told) {
        const i = firsts[k] + n;
        if (i > after && i <= to) say(c.texts[text], category, Math.max(0, i - 1));
      }
    }
  }
}

/** Whom an activation returns to: as its call told, else by its depth. */
function parentOf(a: Live, live: ReadonlyMap<number, Live>): Live | undefined {
  if (a.parent !== undefined) return a.parent;
  if (a.depth === 0) return undefined;
  let best: Live | undefined;
  for (const p of live.values()) {
    if (p === a || p.paused || p.depth >= a.depth) continue;
    if (best === undefined || p.depth > best.depth || (p.depth === best.depth && p.activation > best.activation)) best = p;
  }
  return best;
}
