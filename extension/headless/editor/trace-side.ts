// One side of a timeline: a trace with its calls and output found once, answering for windows of it. It reads stretch by stretch, and cuts texts to what a page shows.
import { setImmediate } from 'node:timers/promises';
import type { FrameColumns } from '../../../trace-collector/frame-columns.ts';
import { eventKinds, type Forecast, type TraceFrame } from '../../../trace-collector/trace.ts';
import type { Answer, Ask, Moment, Output, Row, Side, Step } from '../../../webview/protocol.ts';
import { writtenBefore } from '../debug/changing.ts';
import type { FrameSource } from '../debug/frame-source.ts';
import { Timeline } from '../debug/timeline.ts';
import { boxesIn, type CallSpans, callSpans, lowerBound, neighbour, spanAt, spanFrom } from './call-spans.ts';

export interface SideMade {
  readonly source: FrameSource;
  readonly about: string;
  readonly effects: Forecast['effects'];
  /** Lines of a file as the trace had them; undefined where they are not to be had. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
  readonly show: (file: string) => string;
  /** How values are told; as they are, unless it is said. */
  readonly tell?: (text: string) => string;
}
/** Characters of a value in a table, and in the list of values at a moment. */
const inRow = 300;
const inList = 4000;
const mostLocals = 300;
const mostPieces = 20;
const CALL = eventKinds.indexOf('call');
const cut = (text: string, n: number): string => (text.length <= n ? text : `${text.slice(0, n - 1)}…`);

export class TraceSide {
  readonly timeline: Timeline;
  readonly spans: CallSpans;
  private readonly made: SideMade;

  private constructor(made: SideMade, spans: CallSpans) {
    this.made = made;
    this.spans = spans;
    this.timeline = new Timeline(made.source);
  }
  static async read(made: SideMade, signal?: AbortSignal): Promise<TraceSide> {
    return new TraceSide(made, await callSpans(made.source, signal));
  }

  told(): Side {
    const { source, about, effects, show } = this.made;
    return {
      kind: source.source === 'rehearsal' ? 'predicted' : 'recorded',
      about,
      length: source.length,
      levels: this.spans.byLevel.length,
      outputs: this.spans.writers.length,
      truncated: source.truncated,
      codes: source.codes.map(c => ({ file: c.file, shown: show(c.file), function: c.function, line: c.line })),
      effects: [...effects],
    };
  }
  async answer(a: Ask, signal: AbortSignal): Promise<Answer> {
    switch (a.kind) {
      case 'chart':
        return { kind: 'chart', chart: { rows: this.spans.byLevel.length, boxes: boxesIn(this.spans, a) } };
      case 'rows':
        return { kind: 'rows', rows: this.rows(a.from, a.count) };
      case 'moment':
        return { kind: 'moment', moment: this.moment(this.within(a.at)) };
      case 'outputs':
        return { kind: 'outputs', outputs: this.outputs(a.from, a.count) };
      case 'step':
        return found(await this.step(this.within(a.at), a.how, signal));
      case 'search':
        return found(await this.search(this.within(a.at), a.text, a.way, signal));
      case 'line': {
        const moments = await this.timeline.momentsOfLine(a.file, a.line);
        return found(moments.find(m => m >= a.at) ?? moments.findLast(m => m < a.at));
      }
      case 'written': {
        const at = this.within(a.at);
        const text = this.timeline.stack(at)[a.level]?.locals.get(a.name);
        return found(text === undefined ? undefined : (await writtenBefore(this.timeline, at, { frame: a.level, local: a.name, parts: [], text }))?.moment);
      }
    }
  }
  /** A frame with its values as they are told here. */
  frame(i: number): TraceFrame {
    const f = this.timeline.frame(i);
    if (this.made.tell === undefined) return f;
    return {
      ...f,
      changed: Object.fromEntries(Object.entries(f.changed).map(([n, v]) => [n, this.tell(v)])),
      ...(f.value === undefined ? {} : { value: this.tell(f.value) }),
    };
  }
  private tell(text: string): string {
    return this.made.tell === undefined ? text : this.made.tell(text);
  }
  private within(at: number): number {
    return Math.min(Math.max(0, at), this.timeline.last);
  }

  // The table ---------------------------------------------------------------------------------------------------------------

  rows(from: number, count: number): Row[] {
    const out: Row[] = [];
    for (let i = from; i < Math.min(from + count, this.timeline.length); i++) out.push(this.row(i));
    return out;
  }
  private row(i: number): Row {
    const f = this.timeline.frame(i);
    const changing = f.event === 'call' ? f : f.event === 'line' ? this.after(i, f) : undefined;
    const writes = i < this.timeline.last ? this.timeline.frame(i + 1) : undefined;
    const text = (t: string | undefined, name: string): object => (t === undefined ? {} : { [name]: cut(t, inRow) });
    return {
      at: i,
      event: f.event,
      code: f.code,
      line: Math.max(0, f.line),
      depth: f.depth,
      text: cut((this.made.linesOf(this.made.source.codes[f.code].file)?.[f.line - 1] ?? '').trim(), inRow),
      sets: Object.entries(changing?.changed ?? {})
        .slice(0, mostPieces)
        .map(([n, v]) => [n, cut(this.tell(v), inRow)]),
      gone: (changing?.deleted ?? []).slice(0, mostPieces),
      ...text(f.value === undefined ? undefined : this.tell(f.value), 'value'),
      ...text(f.exception, 'exception'),
      ...text(writes?.stdout, 'stdout'),
      ...text(writes?.stderr, 'stderr'),
    };
  }
  /** The next event of the activation that runs at `i`: it tells what the line at `i` has changed. */
  private after(i: number, f: TraceFrame): TraceFrame | undefined {
    let n = i + 1;
    // Calls are passed over; where threads take turns, a few steps are tried.
    for (let tries = 0; n <= this.timeline.last && tries < 50; tries++) {
      if (this.timeline.activation(n) === f.activation) return this.timeline.frame(n);
      const s = spanFrom(this.spans, n);
      n = s === -1 ? n + 1 : this.spans.lasts[s] + 1;
    }
    return undefined;
  }

  private moment(at: number): Moment {
    const stack = this.timeline.stack(at).map(s => ({
      code: s.code,
      line: Math.max(0, s.line),
      locals: [...s.locals].slice(0, mostLocals).map(([n, v]): [string, string] => [n, cut(this.tell(v), inList)]),
    }));
    const s = this.spanOf(at);
    const call: [number, number] = s === -1 ? [0, this.timeline.last] : [this.spans.firsts[s], this.spans.lasts[s]];
    const { row, frame } = { row: this.row(at), frame: this.timeline.frame(at) };
    // A table's row is cut shorter than what is shown of one moment.
    const whole = { ...row, ...(frame.value === undefined ? {} : { value: cut(this.tell(frame.value), inList) }) };
    return { at, stack, changed: Object.keys(frame.changed), call, row: whole };
  }
  /** The span of the activation that runs at a moment. */
  private spanOf(at: number): number {
    const activation = this.timeline.activation(at);
    let s = spanAt(this.spans, at);
    for (let p = s; p !== -1; p = this.spans.parents[p]) if (this.spans.activations[p] === activation) return p;
    // Threads that take turns: the nearest that began before.
    for (s = lowerBound(this.spans.firsts.length, k => this.spans.firsts[k] > at) - 1; s >= 0; s--) if (this.spans.activations[s] === activation) return s;
    return -1;
  }

  private outputs(from: number, count: number): Output[] {
    const { writers, errors } = this.spans;
    const out: Output[] = [];
    for (let k = from; k < Math.min(from + count, writers.length); k++) {
      const at = writers[k];
      const told = this.timeline.frame(Math.min(at + 1, this.timeline.last));
      const first = at === 0 && this.timeline.frame(0);
      const text = errors[k] === 1 ? (told.stderr ?? (first ? first.stderr : undefined)) : (told.stdout ?? (first ? first.stdout : undefined));
      out.push({ at, text: cut(text ?? '', inList), error: errors[k] === 1 });
    }
    return out;
  }

  // Ways ----------------------------------------------------------------------------------------------------------------------

  private async step(at: number, how: Step, signal: AbortSignal): Promise<number | undefined> {
    const paused = (): boolean => signal.aborted;
    const { firsts, parents } = this.spans;
    const beginning = (s: number): number | undefined => (s === -1 ? undefined : firsts[s]);
    switch (how) {
      case 'next':
        return at < this.timeline.last ? at + 1 : undefined;
      case 'previous':
        return at > 0 ? at - 1 : undefined;
      case 'over':
        return await this.timeline.stepOver(at, 1, paused);
      case 'overBack':
        return await this.timeline.stepOver(at, -1, paused);
      case 'out':
        return await this.timeline.stepOut(at, paused);
      case 'caller': {
        const s = this.spanOf(at);
        return s === -1 ? undefined : beginning(parents[s]);
      }
      case 'callee':
        return beginning(this.callee(at));
      case 'nextCall':
      case 'previousCall': {
        const s = this.spanOf(at);
        return s === -1 ? undefined : beginning(neighbour(this.spans, s, how === 'nextCall' ? 'next' : 'previous'));
      }
    }
  }
  private callee(at: number): number {
    const s = this.spanOf(at);
    return s === -1 ? -1 : neighbour(this.spans, s, 'callee');
  }

  private async search(at: number, text: string, way: 1 | -1, signal: AbortSignal): Promise<number | undefined> {
    const { source } = this.made;
    const wanted = text.toLowerCase();
    const codes = new Set(source.codes.flatMap((c, k) => (c.function.toLowerCase().includes(wanted) ? [k] : [])));
    const stretches = source.firsts.length;
    const start = lowerBound(stretches, k => source.firsts[k] > at) - 1;
    // The stretch that it begins in is read at both ends of the way around.
    for (let n = 0; n <= stretches; n++) {
      const k = (((start + way * n) % stretches) + stretches) % stretches;
      const hits = this.hits(source.stretch(k), source.firsts[k], wanted, codes);
      const beyond = n === 0 ? hits.filter(h => (way === 1 ? h > at : h < at)) : hits;
      if (beyond.length > 0) return way === 1 ? Math.min(...beyond) : Math.max(...beyond);
      if (n % 8 === 7) await setImmediate();
      signal.throwIfAborted();
    }
    return undefined;
  }
  /** The moments of a stretch at which the text shows in the table. */
  private hits(c: FrameColumns, base: number, wanted: string, codes: ReadonlySet<number>): number[] {
    const texts = new Set<number>();
    c.texts.forEach((t, n) => {
      if (t.toLowerCase().includes(wanted)) texts.add(n);
    });
    const out = new Set<number>();
    for (let n = 0; n < c.length; n++) {
      const calls = c.kinds[n] === CALL;
      if (calls && codes.has(c.codes[n])) out.add(base + n);
      if (texts.size === 0) continue;
      for (let x = c.changeStarts[n]; x < c.changeStarts[n + 1]; x++)
        if (texts.has(c.changedTexts[x]) || texts.has(c.changedNames[x])) {
          out.add(calls ? base + n : this.writerOf(base + n));
          break;
        }
    }
    for (const pairs of [c.values, c.exceptions]) for (let p = 0; p < pairs.length; p += 2) if (texts.has(pairs[p + 1])) out.add(base + pairs[p]);
    for (const pairs of [c.stdout, c.stderr]) for (let p = 0; p < pairs.length; p += 2) if (texts.has(pairs[p + 1])) out.add(Math.max(0, base + pairs[p] - 1));
    return [...out];
  }
  /** The line that made what an event tells as changed: the activation's event before, calls in between passed over. */
  writerOf(i: number): number {
    const activation = this.timeline.activation(i);
    for (let n = i - 1, tries = 0; n >= 0 && tries < 50; tries++) {
      if (this.timeline.activation(n) === activation) return n;
      let s = spanAt(this.spans, n);
      while (s !== -1 && this.spans.parents[s] !== -1 && this.spans.activations[this.spans.parents[s]] !== activation) s = this.spans.parents[s];
      n = s === -1 ? n - 1 : this.spans.firsts[s] - 1;
    }
    return i;
  }
}
const found = (at: number | undefined): Answer => (at === undefined ? { kind: 'found' } : { kind: 'found', at });
