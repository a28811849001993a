// Points of the project's own code at which an unknown turns up that somebody might know: they are noted, with what is known around them, and filled where an oracle has
// answered. Only code compiled to be asked about has them (`vm.asking`). What stands on an answer is never definite: forecast/agreement.ts sees to that.
import { type Ask, type Asking, type Fill, functionKey } from '../oracles/oracle.ts';
import { type Origin, sameOrigin, union } from '../unknown.ts';
import { dictGet } from './dict-keys.ts';
import type { Ctx } from './compiler/context.ts';
import type { Code, Evaluate, Frame } from './frames.ts';
import { unstain } from './doubt-watch.ts';
import { exceptionMaker, literalMaker } from './literal-text.ts';
import { asRaise, raise } from './raise.ts';
import { vm } from './state.ts';
import type * as ast from './syntax/ast.ts';
import { textOf, withoutAddresses } from './trace-text.ts';
import { frozen } from './trace-snapshot.ts';
import { UnknownMethod } from './types/unknown-methods.ts';
import { certainty, doubt, Unknown, UnknownUsed } from './unknown-value.ts';
import { Builtin, Cell, Dict, Func, Module, Type, type Value } from './values.ts';

/** Points told of one program or test; turns of one point; lengths of texts. More is no help to who is asked. */
const mostAsks = 40;
const mostTurns = 3;
const longestKnown = 400;
const longestArguments = 4000;
const linesBefore = 40;
const linesAfter = 12;

/** One place of the source. */
export interface Point {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
  readonly around: Ask['around'];
}
export function askPoint(c: Ctx, e: ast.Expr, names: readonly string[]): Point {
  const { source } = c.unit;
  const file = source.name;
  const first = Math.max(1, e.line - linesBefore);
  return {
    id: `${file}:${e.line}:${e.col}-${e.endLine}:${e.endCol}`,
    file,
    line: e.line,
    function: c.qualname,
    text: textBetween(source.lines, e),
    names,
    slots: c.slotOf,
    around: { first, text: textOfLines(source.lines, first, e.endLine + linesAfter) },
  };
}
function textBetween(lines: readonly string[], s: ast.Span): string {
  const part = lines.slice(s.line - 1, s.endLine);
  if (part.length === 0) return '';
  part[part.length - 1] = part[part.length - 1].slice(0, s.endCol);
  part[0] = part[0].slice(s.col);
  return part.join('');
}
/** Lines carry their ends. */
const textOfLines = (lines: readonly string[], first: number, last: number): string => lines.slice(first - 1, last).join('').replace(/\r?\n$/, '');

// What a run gathers ------------------------------------------------------------------------------------------------------

interface Gathered {
  readonly asks: Map<string, Ask>;
  /** How often each point was met in this run. */
  turns: Map<string, number>;
  /** Fills that this run stands on. */
  used: Map<string, Fill>;
  /** Fills that modules stand on which were imported before: all that comes after does, too. */
  readonly lasting: Map<string, Fill>;
  /** Depths of the frames in which points were met, in order. */
  depths: number[];
}
const gathered: Gathered = { asks: new Map(), turns: new Map(), used: new Map(), lasting: new Map(), depths: [] };
let filledPoints: ReadonlySet<string> = new Set();
let wanted: ReadonlySet<string> = new Set();
let fills: ReadonlyMap<string, Fill> = new Map();

/** To be called before a program or a suite: whether code is compiled to be asked about, and with which answers. */
export function beginAsking(asking: Asking | undefined): void {
  wanted = asking?.functions ?? new Set();
  vm.asking = asking !== undefined;
  fills = new Map(asking?.fills.map(f => [f.ask, f]));
  filledPoints = new Set([...fills.keys()].map(k => k.replace(/#\d+$/, '')));
  gathered.asks.clear();
  gathered.lasting.clear();
  beginAskedRun();
}
export function endAsking(): void {
  vm.asking = false;
}
/** To be called before each run that starts from a snapshot. */
export function beginAskedRun(): void {
  gathered.turns = new Map();
  gathered.used = new Map();
  gathered.depths = [];
}
/** Modules have been imported that all further runs start from. */
export function keepFilled(): void {
  for (const [id, f] of gathered.used) gathered.lasting.set(id, f);
  beginAskedRun();
}
/** Fills that the run stands on. */
export const filledInRun = (): readonly Fill[] => (gathered.used.size + gathered.lasting.size === 0 ? noFills : [...new Map([...gathered.lasting, ...gathered.used]).values()]);
/** Fills that all runs stand on. */
export const filledBefore = (): readonly Fill[] => (gathered.lasting.size === 0 ? noFills : [...gathered.lasting.values()]);
const noFills: readonly Fill[] = [];
/** The points met since the last asking. */
export function takeAsks(): readonly Ask[] {
  const out = [...gathered.asks.values()];
  gathered.asks.clear();
  return out;
}

// Points ----------------------------------------------------------------------------------------------------------------

export const isFilled = (p: Point): boolean => filledPoints.has(p.id);

/** A run of something that an answer is there for: its branches on unknowns are not explored in all their ways, for what they come to is in the answer. */
export interface Attempt {
  /** How many points had been met before it. */
  readonly from: number;
  readonly doubts: readonly Origin[];
  readonly frame: Frame | null;
}
/** Runs it. What was decided over unknowns on the way makes an end of any kind unknown. */
export function attempt(run: Evaluate, f: Frame): { readonly value: Value; readonly before: Attempt } {
  const { doubts, decisions, next } = certainty;
  const { frame, handled, native } = vm;
  const before: Attempt = { from: gathered.depths.length, doubts, frame };
  Object.assign(certainty, { decisions: [], next: 0 });
  let value: Value | undefined;
  let thrown: unknown;
  try {
    value = run(f);
  } catch (e) {
    thrown = e;
  }
  const made = certainty.decisions;
  Object.assign(certainty, { decisions, next });
  const why = made.reduce<readonly Origin[]>((all, d) => union(all, d.origins), []);
  if (value instanceof Unknown || (why.length === 0 && value !== undefined)) return { value, before };
  const open = why.length > 0 ? why : thrown instanceof UnknownUsed ? thrown.origins : undefined;
  if (open === undefined || (thrown !== undefined && !(thrown instanceof UnknownUsed) && asRaise(thrown) === undefined)) throw thrown;
  Object.assign(vm, { frame, handled, native });
  // Without an answer after all, it has stopped somewhere in the middle.
  doubt(open);
  return { value: new Unknown(open), before };
}
/** The same without an answer: as it is. */
export const plainAttempt = (): Attempt => ({ from: gathered.depths.length, doubts: certainty.doubts, frame: vm.frame });

/** An unknown at a point: the answer that is there for it, else the unknown itself, noted. */
export function met(p: Point, f: Frame, v: Unknown, before: Attempt): Value {
  if (v instanceof UnknownMethod) return v;
  // It comes out of a function of the project's in which the question was met already.
  const derived = gathered.depths.slice(before.from).some(d => d > f.depth);
  gathered.depths.push(f.depth);
  const turn = gathered.turns.get(p.id) ?? 0;
  gathered.turns.set(p.id, turn + 1);
  const id = `${p.id}#${turn}`;
  const fill = fills.get(id);
  if (fill !== undefined) {
    const value = filled(fill, v, before.doubts);
    if (value !== undefined) return value;
  }
  if (turn >= mostTurns || gathered.asks.size >= mostAsks || gathered.asks.has(id) || !v.origins.some(mayBeKnown)) return v;
  const { file, line, function: name, text, around } = p;
  gathered.asks.set(id, { id, kind: 'value', file, line, function: name, text, ...(derived ? { derived } : {}), turn, known: knownIn(p, f), why: v.origins, around });
  return v;
}
/** Chance, time and what CPython leaves open nobody knows beforehand. */
const mayBeKnown = (o: Origin): boolean => o.reason === 'not-modelled' || o.reason === 'input' || o.reason === 'native';

/** The value of an answer; undefined for one that is none. */
function filled(fill: Fill, v: Unknown, doubts: readonly Origin[]): Value | undefined {
  const { told } = fill;
  const made = 'object' in told ? { value: new Unknown(v.origins, v.type) } : 'value' in told ? valueOf(told.value) : exceptionOf(told.raises);
  if (made === undefined) return undefined;
  gathered.used.set(fill.ask, fill);
  // The answer says that it works, or how it fails: what was doubtful about it is settled. It is not certain for that: see forecast/agreement.ts.
  certainty.doubts = doubts.filter(d => !v.origins.some(o => sameOrigin(o, d)));
  unstain(v.origins);
  if ('raises' in made) throw raise(made.raises);
  return made.value;
}
/** What is no literal after all is no answer. */
function valueOf(text: string): { readonly value: Value } | undefined {
  const make = literalMaker(text);
  return make === undefined ? undefined : unharmed(() => ({ value: make() }));
}
function exceptionOf(text: string): { readonly raises: ReturnType<NonNullable<ReturnType<typeof exceptionMaker>>> } | undefined {
  const make = exceptionMaker(text);
  return make === undefined ? undefined : unharmed(() => ({ raises: make() }));
}
function unharmed<R>(act: () => R): R | undefined {
  const { frame } = vm;
  try {
    return act();
  } catch (e) {
    if (asRaise(e) === undefined) throw e;
    vm.frame = frame;
    return undefined;
  }
}

/** Names of plain values, with their texts. */
function knownIn(p: Point, f: Frame): [string, string][] {
  const out: [string, string][] = [];
  for (const name of p.names) {
    const v = valueNamed(name, p, f);
    if (v === undefined || v instanceof Unknown || v instanceof Func || v instanceof Module || v instanceof Type || v instanceof Builtin) continue;
    const text = shown(v);
    if (!text.includes('<unknown>')) out.push([name, text.length > longestKnown ? `${text.slice(0, longestKnown)}…` : text]);
  }
  return out;
}
function valueNamed(name: string, p: Point, f: Frame): Value | undefined {
  const slot = p.slots.get(name);
  const local = slot === undefined ? undefined : f.slots[slot];
  if (local !== undefined) return (local as unknown) instanceof Cell ? (local as unknown as Cell).value : local;
  return (f.locals instanceof Dict ? dictGet(f.locals, name) : undefined) ?? dictGet(f.globals, name);
}
/** As traces show it, so that it can be held against what was recorded. */
const shown = (v: Value): string => withoutAddresses(textOf(frozen(v, undefined)), 'strip');

// Calls of functions ----------------------------------------------------------------------------------------------------

/** A function of the project's whose calls may have been recorded: where its result is unknown, the call is what is asked for. */
export function askedCall(code: Code, run: Evaluate): Evaluate {
  if (!wanted.has(functionKey(code.file, code.qualname))) return run;
  const first = Math.max(1, code.line - 2);
  const around = { first, text: textOfLines(code.source.lines, first, code.line + linesBefore) };
  return f => {
    const known = argumentsOf(f);
    const text = known.map(([n, v]) => `${n}=${v}`).join(', ');
    // What is not wholly known, or too long to be kept whole, is not found among what was recorded.
    if (text.length > longestArguments || text.includes('<unknown>')) return run(f);
    const id = `${functionKey(code.file, code.qualname)}(${text})`;
    const fill = fills.get(id);
    if (fill === undefined) {
      try {
        const v = run(f);
        if (v instanceof Unknown) note(v.origins);
        return v;
      } catch (e) {
        if (e instanceof UnknownUsed) note(e.origins);
        throw e;
      }
    }
    const { value, before } = attempt(run, f);
    if (!(value instanceof Unknown)) return value;
    const answer = filled(fill, value, before.doubts);
    if (answer !== undefined) return answer;
    note(value.origins);
    return value;

    function note(why: readonly Origin[]): void {
    if (gathered.asks.size < mostAsks && why.some(mayBeKnown))
      gathered.asks.set(id, { id, kind: 'call', file: code.file, line: code.line, function: code.qualname, text: `${code.name}(${text})`, turn: 0, known, why, around });
    }
  };
}
/** The locals as a trace tells them at a call. */
function argumentsOf(f: Frame): [string, string][] {
  const out: [string, string][] = [];
  const { slotNames } = f.code;
  for (let i = 0; i < slotNames.length; i++) {
    const raw = f.slots[i] as unknown;
    const v = raw instanceof Cell ? raw.value : (raw as Value | undefined);
    if (v !== undefined) out.push([slotNames[i], shown(v)]);
  }
  return out;
}
