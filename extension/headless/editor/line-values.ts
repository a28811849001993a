// What stands at the ends of a function's lines: the values that a trace has after each, what is returned, what is raised. Texts and lines only; styles are the editor's.
import type { Trace, TraceFrame } from '../../../trace-collector/trace.ts';
import { type Loop, type LoopShown, TurnCounter, type Turns } from './loops.ts';

export interface LineShown {
  readonly line: number;
  /** Brief, for the line's end. */
  readonly text: string;
  readonly kind: 'value' | 'unknown' | 'raises' | 'call';
  /** In full, one a line, in the order in which they came. */
  readonly history: readonly string[];
}
/** How a note begins that values are those of one order among several. */
export const inOneOrder = 'in one order';
/** Whether a line of a history says something about the values and is none. */
export const isNote = (said: string): boolean => said.startsWith('unknown because') || said.startsWith(inOneOrder);
export interface Activation {
  readonly lines: readonly LineShown[];
  readonly ran: ReadonlySet<number>;
  readonly loops: readonly LoopShown[];
  /** It came to its end: what has not run by then will not. */
  readonly ended: boolean;
}

const unknownText = '<unknown>';
const widest = 48;
const wholeLine = 96;
const mostPasses = 4;
const mostHistory = 50;
const cut = (text: string, n: number): string => (text.length <= n ? text : `${text.slice(0, n - 1)}…`);

/** The first activation of a function in a trace; undefined where the trace does not reach it. */
export function activationIn(trace: Trace, file: string, qualname: string): number | undefined {
  const code = trace.codes.findIndex(c => c.file === file && c.function === qualname);
  return code === -1 ? undefined : trace.frames.find(f => f.code === code)?.activation;
}

/** What one activation does, line by line; of loops with a chosen turn, what it does in that turn. */
export function lineValues(trace: { readonly frames: readonly TraceFrame[] }, activation: number, loops: readonly Loop[] = [], turns: Turns = {}): Activation {
  const frames = trace.frames.filter(f => f.activation === activation);
  const passes = new Map<number, { readonly said: string[]; raises?: string; returns?: string; calls?: readonly string[] }>();
  const at = (line: number) => {
    let p = passes.get(line);
    if (p === undefined) passes.set(line, (p = { said: [] }));
    return p;
  };
  const ran = new Set<number>();
  const counter = new TurnCounter(loops, turns);
  let last: TraceFrame | undefined;
  /** Whether the event before lies in the chosen turns, and this one. */
  let before = true;
  let here = true;
  for (const f of frames) {
    before = here;
    if (f.event === 'line') here = counter.at(f.line);
    if (f.event === 'call') {
      const given = Object.entries(f.changed);
      if (given.length > 0) at(f.line).calls = given.map(([n, v]) => `${n} = ${shown(v)}`);
    } else if (last !== undefined && last.event !== 'call') {
      // What changed since the last event is what that event's line has done.
      const set = Object.entries(f.changed);
      if (set.length > 0 && before) at(last.line).said.push(set.map(([n, v]) => `${n} = ${shown(v)}`).join(', '));
    }
    if (here && (f.event === 'line' || f.event === 'return' || f.event === 'yield' || f.event === 'exception')) ran.add(f.line);
    if (f.event === 'return' || f.event === 'yield') {
      const text = `${f.event === 'return' ? 'returns' : 'yields'} ${shown(f.value ?? 'None')}`;
      if (f.event === 'yield') {
        if (here) at(f.line).said.push(text);
      } else if (f.value !== undefined && f.value !== 'None') at(f.line).returns = text;
    } else if (f.event === 'exception' && here) at(f.line).raises = raisedText(f);
    last = f;
  }
  const lines: LineShown[] = [];
  for (const [line, p] of passes) {
    const said = [...p.said, ...(p.returns === undefined ? [] : [p.returns])];
    const history = [...(p.calls ?? []), ...said, ...(p.raises === undefined ? [] : [`raises ${p.raises}`])].slice(0, mostHistory);
    if (history.length === 0) continue;
    const text = p.raises !== undefined ? `raises ${cut(p.raises, wholeLine)}` : p.calls !== undefined ? givenText(p.calls) : passesText(said);
    const kind = p.raises !== undefined ? 'raises' : history.some(h => h.includes(unknownMark)) ? 'unknown' : p.calls !== undefined ? 'call' : 'value';
    lines.push({ line, text: cut(text, wholeLine), kind, history });
  }
  const end = frames.at(-1)?.event;
  return { lines: lines.sort((a, b) => a.line - b.line), ran, loops: counter.told(), ended: end === 'return' || end === 'unwind' };
}
/** What a call is given. The object that a method belongs to is told on hover only. */
const givenText = (given: readonly string[]): string =>
  given
    .filter((g, i) => i > 0 || !/^(?:self|cls) = /.test(g))
    .map(g => cut(g, widest))
    .join(', ');
const unknownMark = '‹unknown›';
const shown = (value: string): string => value.replaceAll(unknownText, unknownMark);
function raisedText(f: TraceFrame): string {
  const [, message] = /^\w+\((.*)\)$/s.exec(f.value ?? '') ?? [];
  return message === undefined || message === '' ? (f.exception ?? f.value ?? 'an exception') : `${f.exception}: ${message.replace(/^(['"])(.*)\1$/s, '$2')}`;
}
/** "i = 0", and of a loop "i = 0 │ 1 │ 2 … 9 (10 times)". */
function passesText(said: readonly string[]): string {
  if (said.length === 1) return said[0];
  const [, name] = /^(\w+ = )/.exec(said[0]) ?? [];
  const same = name !== undefined && said.every(s => s.startsWith(name));
  const values = said.map((s, i) => cut(same && i > 0 ? s.slice(name.length) : s, widest));
  if (values.length <= mostPasses) return values.join(' │ ');
  return `${values.slice(0, mostPasses - 1).join(' │ ')} … ${values.at(-1)} (${values.length} times)`;
}
