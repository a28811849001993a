// Finding matches: `match`, `fullmatch` and `search` of a pattern, and the walk from match to match that findall, finditer, split, sub and scanners share.
// Positions are code points (or bytes), as Python counts them.
import { BudgetSpent } from '../../../budget.ts';
import { Fault } from '../../fault.ts';
import { type CharSet, has } from './charset.ts';
import { type MatchState, run, type StepBudget } from './matcher.ts';
import type { Program } from './program.ts';
import { startSet } from './start.ts';
import { charAt } from './steps.ts';
import type { Subject } from './subject.ts';

export type Mode = 'match' | 'fullmatch' | 'search';

export interface Found {
  /** Start and end of group 0, 1, 2…; -1 for groups that took no part. */
  readonly spans: Int32Array;
  /** `Match.lastindex`, or -1. */
  readonly lastIndex: number;
}

/** `Pattern.match`, `fullmatch` and `search` with `pos` and `endpos`, which are clamped into the subject. */
export function matchAt(program: Program, subject: Subject, pos: number, endpos: number, mode: Mode, budget: StepBudget): Found | null {
  const state = newState(program, subject, pos, endpos, mode === 'fullmatch');
  const ok = mode === 'search' ? search(program, state, budget) : begin(program, state, budget);
  return ok ? foundIn(program, state) : null;
}

/** A walk over a subject from match to match. */
export interface Walk {
  readonly program: Program;
  readonly state: MatchState;
  /** Where the next match is looked for; -1 when the walk is over. */
  next: number;
}

/** `Pattern.scanner`, and the start of findall, finditer, split and sub. */
export function walkOver(program: Program, subject: Subject, pos: number, endpos: number): Walk {
  const state = newState(program, subject, pos, endpos, false);
  return { program, state, next: state.start };
}

/** Goes to the next match; false at the end. Afterwards it lies from `walk.state.start` to `walk.state.at`. An empty match may not stand where the last one ended. */
export function advance(walk: Walk, mode: 'match' | 'search', budget: StepBudget): boolean {
  const { program, state } = walk;
  if (walk.next < 0) return false;
  state.start = state.at = walk.next;
  state.lastMark = state.lastIndex = -1;
  const ok = mode === 'search' ? search(program, state, budget) : begin(program, state, budget);
  if (!ok) {
    walk.next = -1;
    return false;
  }
  state.mustAdvance = state.at === state.start;
  walk.next = state.at;
  return true;
}

/** The match that the walk stands on, with its groups. Throws SystemError for the spans that only an error in SRE makes, as CPython does. */
export function foundIn(program: Program, state: MatchState): Found {
  const spans = new Int32Array(2 + 2 * program.groups);
  spans[0] = state.start;
  spans[1] = state.at;
  for (let i = 0; i < 2 * program.groups; i += 2) {
    const known = i < state.lastMark && state.marks[i] >= 0 && state.marks[i + 1] >= 0;
    spans[i + 2] = known ? state.marks[i] : -1;
    spans[i + 3] = known ? state.marks[i + 1] : -1;
    if (known && state.marks[i] > state.marks[i + 1]) {
      throw new Fault('SystemError', 'The span of capturing group is wrong, please report a bug for the re module.');
    }
  }
  return { spans, lastIndex: state.lastIndex };
}

/** The next match of a walk, or null. */
export function nextFound(walk: Walk, mode: 'match' | 'search', budget: StepBudget): Found | null {
  return advance(walk, mode, budget) ? foundIn(walk.program, walk.state) : null;
}

function newState(program: Program, subject: Subject, pos: number, endpos: number, matchAll: boolean): MatchState {
  const start = Math.min(Math.max(pos, 0), subject.length);
  const end = Math.min(Math.max(endpos, 0), subject.length);
  return { subject, start, at: start, end, matchAll, mustAdvance: false, marks: new Int32Array(2 * program.groups), lastMark: -1, lastIndex: -1 };
}

/** A match that begins at `state.start`. */
function begin(program: Program, state: MatchState, budget: StepBudget): boolean {
  const left = state.end - state.start;
  // A start behind the end passes this check in CPython, whose difference is unsigned; the code then fails by itself.
  if (left >= 0 && left < program.minWidth) return false;
  return run(program, state, program.start, true, budget);
}

/** `SRE(search)`: the leftmost match from `state.start` on. */
function search(program: Program, state: MatchState, budget: StepBudget): boolean {
  const { end } = state;
  const from = state.start;
  if (from > end || end - from < program.minWidth) return false;
  if (program.prefix.length > 0) return searchPrefix(program, state, budget);
  if (program.first !== null) return searchFirst(program, program.first, state, from, end, budget);
  const { code } = program;
  const set = startSet(program);
  const last = program.minWidth > 1 ? Math.max(from, end - program.minWidth + 1) : end;
  if ((set === null || (from < end && has(set, charAt(state.subject.text, state.subject.codes, from)))) && run(program, state, program.start, true, budget)) return true;
  state.mustAdvance = false;
  if (code[program.start] === 6 && (code[program.start + 1] === 0 || code[program.start + 1] === 2)) return false; // Anchored by `^` or `\A`.
  if (set !== null) return searchFirst(program, set, state, from + 1, Math.min(last + 1, end), budget);
  for (let at = from + 1; at <= last; at++) {
    if (attempt(program, state, program.start, at, at, budget)) return true;
  }
  return false;
}

/** Where each match starts with a known text. */
function searchPrefix(program: Program, state: MatchState, budget: StepBudget): boolean {
  const { prefix, prefixSkip } = program;
  state.mustAdvance = false;
  for (let at = state.start; ; at++) {
    const before = at;
    at = indexOfPrefix(program, state, at);
    budget.steps -= ((at < 0 ? state.end : at) - before) >> 6;
    if (at < 0) return false;
    if (program.isLiteral) {
      state.start = at;
      state.at = at + prefix.length;
      state.lastMark = state.lastIndex = -1;
      return true;
    }
    if (attempt(program, state, program.start + 2 * prefixSkip, at, at + prefixSkip, budget)) return true;
  }
}

/** Where each match starts with a character of a known set; `end` is where no match can start any more. */
function searchFirst(program: Program, first: CharSet, state: MatchState, from: number, end: number, budget: StepBudget): boolean {
  const { text, codes } = state.subject;
  state.mustAdvance = false;
  for (let at = from; ; at++) {
    const before = at;
    if (codes === null) while (at < end && !has(first, text.charCodeAt(at))) at++;
    else while (at < end && !has(first, codes[at])) at++;
    budget.steps -= (at - before) >> 4;
    if (at >= end) return false;
    if (attempt(program, state, program.start, at, at, budget)) return true;
  }
}

function attempt(program: Program, state: MatchState, pc: number, start: number, at: number, budget: StepBudget): boolean {
  if (--budget.steps < 0) throw new BudgetSpent('regex');
  state.start = start;
  state.at = at;
  state.lastMark = state.lastIndex = -1;
  return run(program, state, pc, false, budget);
}

function indexOfPrefix(program: Program, state: MatchState, from: number): number {
  const { prefix, prefixText } = program;
  const { subject, end } = state;
  const { text, codes } = subject;
  const last = end - prefix.length;
  if (codes === null && end === subject.length) return text.indexOf(prefixText, from);
  const head = prefix[0];
  for (let at = from; at <= last; at++) {
    if (charAt(text, codes, at) !== head) continue;
    let i = 1;
    while (i < prefix.length && charAt(text, codes, at + i) === prefix[i]) i++;
    if (i === prefix.length) return at;
  }
  return -1;
}
