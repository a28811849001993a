// What a timeline shows and what it must ask for that, as plain data: events go in, a new state comes out, and `wanted` names the windows that are missing. It draws nothing
// and talks to no one.
import type { About, Answer, Ask, Chart, Moment, Output, Row, Step } from './protocol.ts';

/** From one moment to behind another; a view may lie between moments. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export type ChartAsk = Extract<Ask, { kind: 'chart' }>;
export interface ChartHeld extends Chart {
  readonly asked: ChartAsk;
}
/** A list of which a part is in sight. */
export interface Sight {
  readonly top: number;
  readonly rows: number;
}
export interface State {
  readonly about: About | undefined;
  readonly busy: string | undefined;
  readonly failed: string | undefined;
  /** The code was edited since the trace was made. */
  readonly stale: boolean;
  readonly at: number;
  readonly side: number;
  readonly view: Stretch;
  readonly chart: { readonly width: number; readonly levels: number; readonly tops: readonly number[] };
  readonly charts: readonly (ChartHeld | undefined)[];
  readonly table: Sight;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly moments: readonly (Moment | undefined)[];
  readonly output: Sight;
  readonly outputs: ReadonlyMap<string, readonly Output[]>;
  readonly search: string;
  /** A question whose answer leads somewhere. */
  readonly errand: Ask | undefined;
  /** Said to those who listen instead of looking. */
  readonly said: string;
}

export type TimelineEvent =
  | { readonly kind: 'busy'; readonly what: string }
  | { readonly kind: 'opened'; readonly about: About; readonly at?: number }
  | { readonly kind: 'failed'; readonly say: string }
  | { readonly kind: 'stale' }
  | { readonly kind: 'answered'; readonly ask: Ask; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly ask: Ask; readonly say: string }
  | { readonly kind: 'go'; readonly at: number }
  | { readonly kind: 'side'; readonly side: number }
  | { readonly kind: 'step'; readonly how: Step }
  | { readonly kind: 'search'; readonly text: string; readonly way: 1 | -1 }
  | { readonly kind: 'line'; readonly file: string; readonly line: number }
  /** Goes to what gave a local its value. */
  | { readonly kind: 'written'; readonly side: number; readonly level: number; readonly name: string }
  /** Keeps the moment `around` where it is, and shows `factor` times as much. */
  | { readonly kind: 'zoom'; readonly factor: number; readonly around: number }
  | { readonly kind: 'show'; readonly stretch: Stretch }
  | { readonly kind: 'pan'; readonly by: number }
  | { readonly kind: 'levels'; readonly side: number; readonly top: number }
  | { readonly kind: 'chartSize'; readonly width: number; readonly levels: number }
  | { readonly kind: 'table'; readonly sight: Sight }
  | { readonly kind: 'output'; readonly sight: Sight };

export const initial: State = {
  about: undefined,
  busy: undefined,
  failed: undefined,
  stale: false,
  at: 0,
  side: 0,
  view: { from: 0, to: 1 },
  chart: { width: 0, levels: 0, tops: [0, 0] },
  charts: [],
  table: { top: 0, rows: 0 },
  rows: new Map(),
  moments: [],
  output: { top: 0, rows: 0 },
  outputs: new Map(),
  search: '',
  errand: undefined,
  said: '',
};

/** Rows are asked for by the page. */
export const pageLength = 128;
/** Pages that are kept of each list: what has been seen long ago is asked for again. */
const mostPages = 48;
/** Moments that a view shows at least. */
const closest = 8;

/** Moments of the longer side. */
export const lengthOf = (s: State): number => Math.max(0, ...(s.about?.sides.map(t => t.length) ?? []));
export const pageKey = (side: number, page: number): string => `${side}/${page}`;
export const rowAt = (s: State, side: number, at: number): Row | undefined => s.rows.get(pageKey(side, Math.floor(at / pageLength)))?.[at % pageLength];
export const outputAt = (s: State, k: number): Output | undefined => s.outputs.get(pageKey(s.side, Math.floor(k / pageLength)))?.[k % pageLength];

export function reduce(s: State, e: TimelineEvent): State {
  switch (e.kind) {
    case 'busy':
      return { ...s, busy: e.what, failed: undefined };
    case 'opened':
      return opened(s, e.about, e.at);
    case 'failed':
      return { ...s, busy: undefined, failed: e.say, said: e.say };
    case 'stale':
      return { ...s, stale: true };
    case 'answered':
      return answered(s, e.ask, e.answer);
    case 'refused':
      return s.errand === e.ask ? { ...s, errand: undefined, said: e.say } : { ...s, failed: e.say, said: e.say };
    case 'go':
      return went(s, e.at);
    case 'side':
      return e.side < (s.about?.sides.length ?? 0) ? { ...s, side: e.side, said: `${s.about?.sides[e.side].kind} side` } : s;
    case 'step':
      return { ...s, errand: { kind: 'step', side: s.side, at: inside(s, s.at), how: e.how } };
    case 'search':
      if (e.text === '') return { ...s, search: '', errand: undefined };
      return { ...s, search: e.text, errand: { kind: 'search', side: s.side, at: inside(s, s.at), text: e.text.slice(0, 500), way: e.way } };
    case 'line':
      return { ...s, errand: { kind: 'line', side: s.side, at: inside(s, s.at), file: e.file, line: e.line } };
    case 'written':
      return { ...s, side: e.side, errand: { kind: 'written', side: e.side, at: s.at, level: e.level, name: e.name } };
    case 'zoom': {
      const share = (e.around - s.view.from) / (s.view.to - s.view.from);
      const width = (s.view.to - s.view.from) * e.factor;
      return shown(s, { from: e.around - share * width, to: e.around + (1 - share) * width });
    }
    case 'show':
      return shown(s, e.stretch);
    case 'pan':
      return shown(s, { from: s.view.from + e.by, to: s.view.to + e.by });
    case 'levels':
      return { ...s, chart: { ...s.chart, tops: s.chart.tops.map((t, k) => (k === e.side ? levelTop(s, k, e.top) : t)) } };
    case 'chartSize':
      return { ...s, chart: { ...s.chart, width: e.width, levels: e.levels } };
    case 'table':
      return { ...s, table: sighted(e.sight, lengthOf(s)) };
    case 'output':
      return { ...s, output: sighted(e.sight, s.about?.sides[s.side].outputs ?? 0) };
  }
}
const sighted = ({ top, rows }: Sight, length: number): Sight => ({ top: Math.max(0, Math.min(top, length - rows)), rows });
const inside = (s: State, at: number): number => Math.max(0, Math.min(at, (s.about?.sides[s.side].length ?? 1) - 1));
const levelTop = (s: State, side: number, top: number): number => Math.max(0, Math.min(Math.round(top), (s.about?.sides[side]?.levels ?? 0) - s.chart.levels));

function opened(s: State, about: About, at: number | undefined): State {
  const fresh: State = { ...initial, about, chart: { ...s.chart, tops: [0, 0] }, table: { ...s.table, top: 0 }, output: { ...s.output, top: 0 } };
  const length = lengthOf(fresh);
  const start = at ?? about.divergence?.at ?? about.start ?? 0;
  const whole = { ...fresh, view: { from: 0, to: Math.max(closest, length) } };
  const told = about.sides.map(t => `${t.kind}: ${t.about}`).join('; ');
  return { ...went(whole, start), said: `${about.title}. ${told}. ${length} moments.` };
}
/** Stands at a moment, and brings it into sight everywhere. */
function went(s: State, to: number): State {
  const length = lengthOf(s);
  const at = Math.max(0, Math.min(Math.round(to), length - 1));
  const { top, rows } = s.table;
  const seen = at >= top && at < top + rows - 1;
  const near = Math.abs(at - top) < 2 * rows;
  const nextTop = seen ? top : !near ? at - rows / 3 : at < top ? at : at - rows + 2;
  const { from, to: end } = s.view;
  const width = end - from;
  const view = at >= from && at < end ? s.view : clamped({ from: at - width / 2, to: at + width / 2 }, length);
  return { ...s, at, view, table: sighted({ top: nextTop, rows }, length) };
}
function shown(s: State, stretch: Stretch): State {
  return { ...s, view: clamped(stretch, lengthOf(s)) };
}
function clamped({ from, to }: Stretch, length: number): Stretch {
  const most = Math.max(closest, length);
  const width = Math.min(most, Math.max(closest, to - from));
  // What is wider or narrower than can be shown keeps its middle.
  const start = Math.max(0, Math.min(width === to - from ? from : (from + to - width) / 2, most - width));
  return { from: start, to: start + width };
}

function answered(s: State, ask: Ask, a: Answer): State {
  switch (a.kind) {
    case 'chart':
      return ask.kind === 'chart' ? { ...s, charts: replaced(s.charts, ask.side, { asked: ask, ...a.chart }) } : s;
    case 'rows':
      return ask.kind === 'rows' ? { ...s, rows: held(s.rows, ask.side, ask.from / pageLength, a.rows) } : s;
    case 'outputs':
      return ask.kind === 'outputs' ? { ...s, outputs: held(s.outputs, ask.side, ask.from / pageLength, a.outputs) } : s;
    case 'moment':
      return ask.kind === 'moment' ? withMoment({ ...s, moments: replaced(s.moments, ask.side, a.moment) }, ask.side, a.moment) : s;
    case 'found':
      if (s.errand !== ask) return s;
      return a.at === undefined ? { ...s, errand: undefined, said: nowhere(ask) } : { ...went(s, a.at), errand: undefined };
  }
}
function nowhere(ask: Ask): string {
  if (ask.kind === 'search') return `"${ask.text}" is not in this trace`;
  if (ask.kind === 'line') return `line ${ask.line} does not run`;
  if (ask.kind === 'written') return `the trace does not show what gave ${ask.name} its value`;
  return 'there is nothing further that way';
}
/** Says where one stands, and shows the level of the call. */
function withMoment(s: State, side: number, m: Moment): State {
  if (side !== s.side || m.at !== s.at || s.about === undefined) return s;
  const depth = m.stack.length - 1;
  const { tops, levels } = s.chart;
  const top = depth < tops[side] ? depth : levels > 0 && depth >= tops[side] + levels ? depth - levels + 1 : tops[side];
  const chart = top === tops[side] ? s.chart : { ...s.chart, tops: tops.map((t, k) => (k === side ? levelTop(s, k, top) : t)) };
  return { ...s, chart, said: momentSaid(s.about, side, m) };
}
export function momentSaid(about: About, side: number, { row, at }: Moment): string {
  const code = about.sides[side].codes[row.code];
  const sets = row.sets.map(([n, v]) => `${n} = ${brief(v)}`).join(', ');
  const what = {
    call: `call of ${code.function}${sets === '' ? '' : ` with ${sets}`}`,
    line: `${row.text}${sets === '' ? '' : `: ${sets}`}`,
    return: `${code.function} returns ${brief(row.value ?? 'None')}`,
    exception: `${code.function} raises ${brief(row.value ?? row.exception ?? 'an exception')}`,
    yield: `${code.function} yields ${brief(row.value ?? 'None')}`,
    unwind: `${code.function} is left by an exception`,
    resume: `${code.function} goes on`,
  }[row.event];
  return `moment ${at + 1}, ${code.shown} line ${row.line}: ${what}${row.stdout === undefined ? '' : `; prints ${brief(row.stdout.trim())}`}`;
}
const brief = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`);

const replaced = <T>(list: readonly (T | undefined)[], k: number, value: T): (T | undefined)[] =>
  Array.from({ length: Math.max(list.length, k + 1) }, (_, n) => (n === k ? value : list[n]));
function held<T>(pages: ReadonlyMap<string, readonly T[]>, side: number, page: number, rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const key = pageKey(side, page);
  const next = new Map(pages);
  next.delete(key);
  next.set(key, rows);
  for (const old of next.keys()) {
    if (next.size <= mostPages) break;
    next.delete(old);
  }
  return next;
}

// What is missing -------------------------------------------------------------------------------------------------------------

/** The questions whose answers the state lacks, the most urgent first. */
export function wanted(s: State): Ask[] {
  if (s.about === undefined || s.failed !== undefined) return [];
  const out: Ask[] = s.errand === undefined ? [] : [s.errand];
  for (const [side, { length }] of s.about.sides.entries()) {
    if (length === 0) continue;
    for (const page of pagesIn(s.table, length))
      if (!s.rows.has(pageKey(side, page))) out.push({ kind: 'rows', side, from: page * pageLength, count: pageLength });
    if (s.at < length && s.moments[side]?.at !== s.at) out.push({ kind: 'moment', side, at: s.at });
    const chart = chartWanted(s, side);
    if (chart !== undefined) out.push(chart);
  }
  for (const page of pagesIn(s.output, s.about.sides[s.side].outputs))
    if (!s.outputs.has(pageKey(s.side, page))) out.push({ kind: 'outputs', side: s.side, from: page * pageLength, count: pageLength });
  return out;
}
function pagesIn({ top, rows }: Sight, length: number): number[] {
  if (rows === 0 || length === 0) return [];
  const first = Math.max(0, Math.floor((top - rows / 2) / pageLength));
  const last = Math.floor(Math.min(length - 1, top + rows * 1.5) / pageLength);
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}
/** More is asked for than is in sight, so that a little way to the side is there at once. */
function chartWanted(s: State, side: number): ChartAsk | undefined {
  const { width, levels, tops } = s.chart;
  if (width === 0 || levels === 0) return undefined;
  const span = s.view.to - s.view.from;
  const length = lengthOf(s);
  const from = Math.max(0, Math.floor(s.view.from - span / 2));
  const to = Math.min(length, Math.ceil(s.view.to + span / 2));
  const ask: ChartAsk = {
    kind: 'chart',
    side,
    from,
    to,
    width: Math.min(20_000, Math.max(1, Math.round((width * (to - from)) / span))),
    top: tops[side],
    rows: levels,
  };
  const { asked } = s.charts[side] ?? {};
  if (asked === undefined || asked.top !== ask.top || asked.rows !== ask.rows) return ask;
  const covers = asked.from <= Math.max(0, s.view.from) && asked.to >= Math.min(length, s.view.to);
  const sharpness = asked.width / (asked.to - asked.from) / (ask.width / Math.max(1, to - from));
  return covers && sharpness > 0.9 && sharpness < 2.5 ? undefined : ask;
}
