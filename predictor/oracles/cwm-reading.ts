// What CWM writes, read as a Trace: pieces to frames, `..` resolved, source lines found again in the context. A model may write anything: what is not in the format ends the
// trace, and says how.
import * as z from 'zod';
import { type CwmPiece, type CwmToken, cwmMainCall, cwmTokens, START_MARKER } from '../../trace-collector/cwm.ts';
import type { Trace, TraceFrame } from '../../trace-collector/trace.ts';

export interface CwmRead {
  readonly trace: Trace;
  /** The value that the outermost call returned: `repr` of it. */
  readonly value?: string;
  /** What was not in the format. */
  readonly broken?: string;
  /** The model came to its own end. */
  readonly ended: boolean;
}

/** Special tokens apart from text, of output that came as text. */
export function piecesOfText(text: string): CwmPiece[] {
  const names = new Map(Object.entries(cwmTokens).map(([name, t]) => [t.text as string, name as CwmToken]));
  return text
    .split(/(<\|[a-z_]+\|>)/)
    .filter(p => p !== '')
    .map(p => names.get(p) ?? { text: p });
}
/** The same of token ids: what is between special ones is decoded in one go. */
export function piecesOfIds(ids: readonly number[], decode: (ids: number[]) => string): CwmPiece[] {
  const names = new Map<number, CwmToken>(Object.entries(cwmTokens).map(([name, t]) => [t.id, name as CwmToken]));
  const out: CwmPiece[] = [];
  let plain: number[] = [];
  const flush = (): void => {
    if (plain.length > 0) out.push({ text: decode(plain) });
    plain = [];
  };
  for (const id of ids) {
    const name = names.get(id);
    if (name === undefined && id < cwmTokens.begin.id) plain.push(id);
    else if (name === undefined) {
      // Special, but no part of a trace.
      flush();
      out.push({ text: '\ufffd' });
    } else {
      flush();
      out.push(name);
    }
  }
  flush();
  return out;
}

const localsText = z.record(z.string(), z.string());
const events = new Set<CwmPiece>(['call', 'line', 'return', 'exception']);

interface RawFrame {
  readonly event: 'call' | 'line' | 'return' | 'exception';
  readonly locals?: Readonly<Record<string, string>>;
  readonly source: string;
  readonly value?: string;
}

/** One frame from `at` on; a text says what is wrong with it. */
export function readFrame(pieces: readonly CwmPiece[], at: number): { readonly frame: RawFrame; readonly next: number } | string {
  let i = at;
  const event = pieces[i++];
  if (!events.has(event)) return `a frame begins with ${shown(event)}`;
  const textAt = (): string => {
    const p = pieces[i];
    if (typeof p !== 'object') return '';
    i++;
    return p.text;
  };
  const before = textAt();
  if (pieces[i++] !== 'action') return `a ${String(event)} frame has no source line`;
  const source = textAt();
  let value: string | undefined;
  if (event === 'return' || event === 'exception') {
    if (pieces[i] !== 'arg') return `a ${String(event)} frame has no value`;
    i++;
    const json = jsonOf(textAt(), z.string());
    if (json === undefined) return `the value of a ${String(event)} frame is no JSON text`;
    value = json;
  }
  if (pieces[i] !== 'frame' && i < pieces.length) return `a frame goes on with ${shown(pieces[i])}`;
  const locals = event === 'call' || event === 'line' ? jsonOf(before, localsText) : undefined;
  if ((event === 'call' || event === 'line') && locals === undefined) return `the locals of a ${event} frame are no JSON object of texts`;
  return { frame: { event: event as RawFrame['event'], source, ...(locals === undefined ? {} : { locals }), ...(value === undefined ? {} : { value }) }, next: i + 1 };
}
const shown = (p: CwmPiece | undefined): string => (p === undefined ? 'nothing' : typeof p === 'string' ? cwmTokens[p].text : JSON.stringify(p.text.slice(0, 40)));
function jsonOf<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    const r = schema.safeParse(JSON.parse(text));
    return r.success ? r.data : undefined;
  } catch {
    return undefined;
  }
}

/** A whole trace: `written` is what follows the call of `main`; `isCut` where a limit on tokens ended it, so that its last frame may be half. */
export function readTrace(context: string, file: string, written: readonly CwmPiece[], most: number, isCut = false): CwmRead {
  const lines = context.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const builder = new Builder(file, lines);
  const pieces = [...cwmMainCall, ...written];
  let value: string | undefined;
  for (let i = 0; i < pieces.length; ) {
    if (pieces[i] === 'end') return { trace: builder.trace(!builder.isOver), ended: true, ...(value === undefined ? {} : { value }) };
    if (builder.frames.length >= most) return { trace: builder.trace(true), ended: false };
    const r = readFrame(pieces, i);
    const half = typeof r === 'string' ? !pieces.includes('frame', i) : pieces[r.next - 1] !== 'frame';
    if (typeof r === 'string' || half) {
      const broken = half && isCut ? undefined : typeof r === 'string' ? r : 'the last frame has no end';
      return { trace: builder.trace(true), ended: false, ...(broken === undefined ? {} : { broken }), ...(value === undefined ? {} : { value }) };
    }
    if (builder.isOver) return { trace: builder.trace(true), ended: false, broken: 'frames come after the end', ...(value === undefined ? {} : { value }) };
    builder.add(r.frame);
    if (builder.isOver && r.frame.event === 'return' && !builder.raised) value = r.frame.value;
    i = r.next;
  }
  return { trace: builder.trace(!builder.isOver), ended: builder.isOver, ...(value === undefined ? {} : { value }) };
}

interface Live {
  readonly activation: number;
  readonly code: number;
  /** The `def` line, and the line it was at last. */
  readonly from: number;
  line: number;
  readonly locals: Map<string, string>;
  raised: boolean;
}
class Builder {
  readonly frames: TraceFrame[] = [];
  readonly #codes: Trace['codes'] = [];
  readonly #live: Live[] = [];
  readonly #file: string;
  readonly #lines: readonly string[];
  #activations = 0;
  raised = false;

  constructor(file: string, lines: readonly string[]) {
    this.#file = file;
    this.#lines = lines.map(l => l.replace(START_MARKER, ''));
  }
  get isOver(): boolean {
    return this.frames.length > 0 && this.#live.length === 0;
  }
  trace(truncated: boolean): Trace {
    return { source: 'rehearsal', by: 'cwm', semantics: '3.11', codes: this.#codes, frames: this.frames, truncated };
  }
  add(f: RawFrame): void {
    if (f.event === 'call') this.#call(f);
    else {
      const top = this.#live[this.#live.length - 1];
      if (top === undefined) return;
      top.line = this.#lineOf(f.source, top);
      const { changed, deleted } = changes(top.locals, f.locals);
      const unwinds = f.event === 'return' && top.raised;
      const event = unwinds ? ('unwind' as const) : f.event;
      this.#push(top, event, changed, deleted, f.value);
      top.raised = f.event === 'exception';
      if (f.event === 'return') {
        this.#live.pop();
        this.raised = unwinds;
      }
    }
  }
  #call(f: RawFrame): void {
    const caller = this.#live[this.#live.length - 1];
    const line = this.#definition(f.source, caller);
    const name = /^\s*(?:async\s+)?(?:def|class)\s+(\w+)/.exec(f.source)?.[1] ?? (f.source.includes('lambda') ? '<lambda>' : '<expression>');
    let code = this.#codes.findIndex(c => c.function === name && c.line === line);
    if (code < 0) code = this.#codes.push({ file: this.#file, function: name, line }) - 1;
    const live: Live = { activation: this.#activations++, code, from: line, line, locals: new Map(), raised: false };
    this.#live.push(live);
    this.#push(live, 'call', changes(live.locals, f.locals).changed, [], undefined);
  }
  #push(at: Live, event: TraceFrame['event'], changed: Record<string, string>, deleted: string[], value: string | undefined): void {
    this.frames.push({
      event,
      code: at.code,
      activation: at.activation,
      depth: this.#live.length - 1,
      line: at.line,
      changed,
      deleted,
      ...(value === undefined ? {} : { value }),
      ...(event === 'exception' && value !== undefined ? { exception: /^\w+/.exec(value)?.[0] ?? value } : {}),
    });
  }
  /** Of lines that read the same, the nearest to where its function was last; those inside its function first. */
  #lineOf(source: string, at: Live): number {
    const end = this.#endOf(at.from);
    return nearest(this.#lines, source, at.line, n => n >= at.from && n <= end) ?? nearest(this.#lines, source, at.line, () => true) ?? at.line;
  }
  #definition(source: string, caller: Live | undefined): number {
    // `main` is the last of its name: the file's own may be called so, too.
    if (caller === undefined) return this.#lines.lastIndexOf(source) + 1 || this.#lines.length;
    return nearest(this.#lines, source, caller.line, () => true) ?? caller.line;
  }
  /** The last line of the function whose `def` stands there: before the next line that is not deeper. */
  #endOf(from: number): number {
    const indent = depthOf(this.#lines[from - 1] ?? '');
    for (let n = from + 1; n <= this.#lines.length; n++) {
      const l = this.#lines[n - 1];
      if (l.trim() !== '' && !l.trim().startsWith(')') && depthOf(l) <= indent) return n - 1;
    }
    return this.#lines.length;
  }
}
const depthOf = (line: string): number => /^[ \t]*/.exec(line)![0].length;
function nearest(lines: readonly string[], source: string, to: number, fits: (line: number) => boolean): number | undefined {
  let best: number | undefined;
  lines.forEach((l, i) => {
    if (l === source && fits(i + 1) && (best === undefined || Math.abs(i + 1 - to) < Math.abs(best - to))) best = i + 1;
  });
  return best;
}
/** What has changed against the locals before, with `..` for what has not; the locals are brought up to date. */
function changes(before: Map<string, string>, now: Readonly<Record<string, string>> | undefined): { changed: Record<string, string>; deleted: string[] } {
  const changed: Record<string, string> = {};
  const deleted: string[] = [];
  if (now === undefined) return { changed, deleted };
  for (const [name, value] of Object.entries(now)) {
    if (value === '..' && before.has(name)) continue;
    if (before.get(name) === value) continue;
    before.set(name, value);
    Object.defineProperty(changed, name, { value, enumerable: true, configurable: true, writable: true });
  }
  for (const name of [...before.keys()])
    if (!Object.hasOwn(now, name)) {
      before.delete(name);
      deleted.push(name);
    }
  return { changed, deleted };
}
