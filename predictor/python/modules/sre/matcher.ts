// The SRE matching machine: what the function `match` of Modules/_sre/sre_lib.h decides, on an explicit stack of its own. A record on the stack is what
// CPython keeps in a match context while a deeper one runs: it is taken up again when the deeper one fails. A success needs no way back, except out of
// look-arounds, atomic groups and possessive repeats: their records are barriers.
import { BudgetSpent } from '../../../budget.ts';
import { Fault } from '../../fault.ts';
import { has } from './charset.ts';
import { NO_LIMIT, type Program } from './program.ts';
import { behindReference, charAt, isAt, mayStart, runEnd } from './steps.ts';
import type { Subject } from './subject.ts';

/** Steps that matching may still take; counted down as it goes. */
export interface StepBudget {
  steps: number;
}

/** What CPython's SRE_STATE holds between runs of the machine. */
export interface MatchState {
  readonly subject: Subject;
  /** The match begins here. */
  start: number;
  /** Where to run from; after a success, where the match ends. */
  at: number;
  readonly end: number;
  /** Only a match up to `end` counts. */
  readonly matchAll: boolean;
  /** An empty match at `start` does not count. */
  mustAdvance: boolean;
  /** Start and end of each group from 1 on. Entries above `lastMark` are leftovers. */
  readonly marks: Int32Array;
  lastMark: number;
  /** Number of the group closed last, or -1. */
  lastIndex: number;
}

// Kinds of records, by who waits. A record is its fields and then its kind on top.
const BRANCH = 0; //          next arm, ptr, lastMark, lastIndex
const REPEAT = 1; //          (on top of the repeat itself)
const UNTIL_MIN = 2; //       repeat, count
const MAX_UNTIL_MORE = 3; //  repeat, its last position, count, ptr, pc, lastMark, lastIndex
const UNTIL_TAIL = 4; //      repeat
const MIN_UNTIL_TAIL = 5; //  repeat, count, ptr, lastMark, lastIndex
const MIN_UNTIL_MORE = 6; //  repeat, its last position, count
const REPEAT_ONE = 7; //      pc, ptr, count, lastMark, lastIndex
const MIN_REPEAT_ONE = 8; //  pc, ptr, count, lastMark, lastIndex
// Barriers begin with: outer barrier, outer topLevel, repeat, pc, ptr.
const ASSERT = 9; //
const ASSERT_NOT = 10; //     …, lastMark, lastIndex
const ATOMIC = 11; //
const POSSESSIVE_MIN = 12; // …, count
const POSSESSIVE_MORE = 13; //…, count, lastMark, lastIndex

// Instructions of our own beside those of re/_constants.py: the second halves of instructions that go on after a failure or a success within them. Case labels are plain numbers because V8 makes a jump table of those only.
// 43 is SET1, which program.ts writes: one character in a set, without a skip word.
const NEXT_ARM = 44;
const NEXT_SHORTER = 45;
const NEXT_LONGER = 46;
const DONE = 47;
const POSSESSIVE_FIRST = 48;
const POSSESSIVE_NEXT = 49;

const MOST_FIELDS = 16;
const KEPT_STACK = 1 << 16;
let stack: Int32Array = new Int32Array(1024);

/** Runs the code at `from` on the text at `state.at`. True: `state.at` is the end of the match, and the marks are set. */
export function run(program: Program, state: MatchState, from: number, topLevel: boolean, budget: StepBudget): boolean {
  const { code, sets } = program;
  const { subject, end, start, matchAll, mustAdvance, marks } = state;
  const { text, codes } = subject;
  const room = marks.length + MOST_FIELDS;
  let mem = stack;
  let limit = mem.length - room;
  let sp = 0;
  let pc = from;
  let ptr = state.at;
  let lastMark = state.lastMark;
  let lastIndex = state.lastIndex;
  let steps = budget.steps;
  let top = topLevel;
  let repeat = -1; // Where the innermost repeat under way lies in `mem`: count, pc of its counts, outer repeat, position of its last item.
  let barrier = -1; // Behind the innermost barrier.
  // What the instruction under way holds across its attempts.
  let count = 0;
  let savedMark = -1;
  let savedIndex = -1;
  let reached = 0;

  let op = code[pc++];
  for (;;) {
    if (sp > limit) {
      stack = mem = grown(mem);
      limit = mem.length - room;
    }
    switch (op) {
      case 16: // LITERAL
        if (ptr < end && charAt(text, codes, ptr) === code[pc]) {
          ptr++;
          op = code[pc + 1];
          pc += 2;
        } else op = 0;
        continue;
      case 20: // NOT_LITERAL
        if (ptr < end && charAt(text, codes, ptr) !== code[pc]) {
          ptr++;
          op = code[pc + 1];
          pc += 2;
        } else op = 0;
        continue;
      case 13: // IN
        if (ptr < end && has(sets[code[pc + 1]], charAt(text, codes, ptr))) {
          ptr++;
          pc += code[pc];
          op = code[pc++];
        } else op = 0;
        continue;
      case 43: // SET1
        if (ptr < end && has(sets[code[pc]], charAt(text, codes, ptr))) {
          ptr++;
          op = code[pc + 1];
          pc += 2;
        } else op = 0;
        continue;
      case 2: // ANY
        if (ptr < end && charAt(text, codes, ptr) !== 10) {
          ptr++;
          op = code[pc++];
        } else op = 0;
        continue;
      case 3: // ANY_ALL
        if (ptr < end) {
          ptr++;
          op = code[pc++];
        } else op = 0;
        continue;
      case 6: // AT
        op = isAt(code[pc], text, codes, ptr, end) ? code[pc + 1] : 0;
        pc += 2;
        continue;
      case 14: // INFO
      case 15: // JUMP
        pc += code[pc];
        op = code[pc++];
        continue;
      case 17: { // MARK
        const mark = code[pc];
        if (mark & 1) lastIndex = (mark >> 1) + 1;
        if (mark > lastMark) {
          for (let i = lastMark + 1; i < mark; i++) marks[i] = -1;
          lastMark = mark;
        }
        marks[mark] = ptr;
        op = code[pc + 1];
        pc += 2;
        continue;
      }

      case 7: // BRANCH
        savedMark = lastMark;
        savedIndex = lastIndex;
        if (repeat >= 0) sp = pushMarks(mem, sp, marks, savedMark);
        op = NEXT_ARM;
        continue;
      case 44: // NEXT_ARM
        while (code[pc] !== 0 && !mayStart(program, pc + 1, text, codes, ptr, end)) pc += code[pc];
        if (--steps < 0) spend(budget);
        if (code[pc] === 0) {
          if (repeat >= 0) sp -= savedMark + 1;
          op = 0;
          continue;
        }
        mem[sp] = pc + code[pc];
        mem[sp + 1] = ptr;
        mem[sp + 2] = savedMark;
        mem[sp + 3] = savedIndex;
        mem[sp + 4] = BRANCH;
        sp += 5;
        op = code[pc + 1];
        pc += 2;
        continue;

      case 24: { // REPEAT_ONE: one character, as many as possible
        const least = code[pc + 1];
        const stop = least > end - ptr ? ptr - 1 : runEnd(program, pc + 3, text, codes, ptr, end, code[pc + 2]);
        count = stop - ptr;
        if (count < least) {
          op = 0;
          continue;
        }
        steps -= count >> 3;
        ptr = stop;
        if (code[pc + code[pc]] === 1 && ptr === end && !(top && mustAdvance && ptr === start)) {
          op = DONE;
          continue;
        }
        savedMark = lastMark;
        savedIndex = lastIndex;
        if (repeat >= 0) sp = pushMarks(mem, sp, marks, savedMark);
        op = NEXT_SHORTER;
        continue;
      }
      case 45: { // NEXT_SHORTER
        const least = code[pc + 1];
        const tail = pc + code[pc];
        while (count >= least && !mayStart(program, tail, text, codes, ptr, end)) {
          ptr--;
          count--;
          steps--;
        }
        if (--steps < 0) spend(budget);
        if (count < least) {
          if (repeat >= 0) sp -= savedMark + 1;
          op = 0;
          continue;
        }
        mem[sp] = pc;
        mem[sp + 1] = ptr;
        mem[sp + 2] = count;
        mem[sp + 3] = savedMark;
        mem[sp + 4] = savedIndex;
        mem[sp + 5] = REPEAT_ONE;
        sp += 6;
        op = code[tail];
        pc = tail + 1;
        continue;
      }

      case 26: { // MIN_REPEAT_ONE: one character, as few as possible
        const least = code[pc + 1];
        if (least > end - ptr) {
          op = 0;
          continue;
        }
        count = least === 0 ? 0 : runEnd(program, pc + 3, text, codes, ptr, end, least) - ptr;
        if (count < least) {
          op = 0;
          continue;
        }
        ptr += count;
        if (code[pc + code[pc]] === 1 && !(top && ((matchAll && ptr !== end) || (mustAdvance && ptr === start)))) {
          op = DONE;
          continue;
        }
        savedMark = lastMark;
        savedIndex = lastIndex;
        if (repeat >= 0) sp = pushMarks(mem, sp, marks, savedMark);
        op = NEXT_LONGER;
        continue;
      }
      case 46: { // NEXT_LONGER
        const most = code[pc + 2];
        const tail = pc + code[pc];
        let open = true;
        while (count <= most && !mayStart(program, tail, text, codes, ptr, end)) {
          open = runEnd(program, pc + 3, text, codes, ptr, end, 1) !== ptr;
          if (!open) break;
          ptr++;
          count++;
          steps--;
        }
        if (--steps < 0) spend(budget);
        if (!open || count > most) {
          if (repeat >= 0) sp -= savedMark + 1;
          op = 0;
          continue;
        }
        mem[sp] = pc;
        mem[sp + 1] = ptr;
        mem[sp + 2] = count;
        mem[sp + 3] = savedMark;
        mem[sp + 4] = savedIndex;
        mem[sp + 5] = MIN_REPEAT_ONE;
        sp += 6;
        op = code[tail];
        pc = tail + 1;
        continue;
      }

      case 29: { // POSSESSIVE_REPEAT_ONE
        const least = code[pc + 1];
        const stop = least > end - ptr ? ptr - 1 : runEnd(program, pc + 3, text, codes, ptr, end, code[pc + 2]);
        if (stop - ptr < least) {
          op = 0;
          continue;
        }
        steps -= (stop - ptr) >> 3;
        ptr = stop;
        pc += code[pc];
        if (code[pc] === 1 && ptr === end && !(top && mustAdvance && ptr === start)) op = DONE;
        else op = code[pc++];
        continue;
      }

      case 23: // REPEAT: lays down the repeat, and leaves all else to UNTIL
        if (--steps < 0) spend(budget);
        mem[sp] = -1;
        mem[sp + 1] = pc + 1;
        mem[sp + 2] = repeat;
        mem[sp + 3] = -1;
        mem[sp + 4] = REPEAT;
        repeat = sp;
        sp += 5;
        pc += code[pc];
        op = code[pc++];
        continue;
      case 18: { // MAX_UNTIL
        if (--steps < 0) spend(budget);
        const rep = repeat;
        const at = mem[rep + 1];
        const done = mem[rep] + 1;
        if (done < code[at]) {
          mem[rep] = done;
          mem[sp] = rep;
          mem[sp + 1] = done;
          mem[sp + 2] = UNTIL_MIN;
          sp += 3;
          op = code[at + 2];
          pc = at + 3;
          continue;
        }
        if ((done < code[at + 1] || code[at + 1] === NO_LIMIT) && ptr !== mem[rep + 3]) {
          mem[rep] = done;
          sp = pushMarks(mem, sp, marks, lastMark);
          mem[sp] = rep;
          mem[sp + 1] = mem[rep + 3];
          mem[sp + 2] = done;
          mem[sp + 3] = ptr;
          mem[sp + 4] = pc;
          mem[sp + 5] = lastMark;
          mem[sp + 6] = lastIndex;
          mem[sp + 7] = MAX_UNTIL_MORE;
          sp += 8;
          mem[rep + 3] = ptr; // Guards against an endless repetition of nothing.
          op = code[at + 2];
          pc = at + 3;
          continue;
        }
        repeat = mem[rep + 2];
        mem[sp] = rep;
        mem[sp + 1] = UNTIL_TAIL;
        sp += 2;
        op = code[pc++];
        continue;
      }
      case 19: { // MIN_UNTIL
        if (--steps < 0) spend(budget);
        const rep = repeat;
        const at = mem[rep + 1];
        const done = mem[rep] + 1;
        if (done < code[at]) {
          mem[rep] = done;
          mem[sp] = rep;
          mem[sp + 1] = done;
          mem[sp + 2] = UNTIL_MIN;
          sp += 3;
          op = code[at + 2];
          pc = at + 3;
          continue;
        }
        repeat = mem[rep + 2];
        if (repeat >= 0) sp = pushMarks(mem, sp, marks, lastMark);
        mem[sp] = rep;
        mem[sp + 1] = done;
        mem[sp + 2] = ptr;
        mem[sp + 3] = lastMark;
        mem[sp + 4] = lastIndex;
        mem[sp + 5] = MIN_UNTIL_TAIL;
        sp += 6;
        op = code[pc++];
        continue;
      }

      case 28: // POSSESSIVE_REPEAT
        reached = ptr;
        count = 0;
        op = POSSESSIVE_FIRST;
        continue;
      case 48: // POSSESSIVE_FIRST
        if (count >= code[pc + 1]) {
          ptr = -1; // So that an item is tried even where nothing has been matched yet.
          op = POSSESSIVE_NEXT;
          continue;
        }
        if (--steps < 0) spend(budget);
        sp = pushBarrier(mem, sp, barrier, top, repeat, pc, ptr);
        mem[sp] = count;
        mem[sp + 1] = POSSESSIVE_MIN;
        barrier = sp += 2;
        top = false;
        ptr = reached;
        op = code[pc + 3];
        pc += 4;
        continue;
      case 49: // POSSESSIVE_NEXT
        if ((count >= code[pc + 2] && code[pc + 2] !== NO_LIMIT) || reached === ptr) {
          ptr = reached;
          pc += code[pc] + 1;
          op = code[pc++];
          continue;
        }
        if (--steps < 0) spend(budget);
        ptr = reached;
        sp = pushBarrier(mem, pushMarks(mem, sp, marks, lastMark), barrier, top, repeat, pc, ptr);
        mem[sp] = count;
        mem[sp + 1] = lastMark;
        mem[sp + 2] = lastIndex;
        mem[sp + 3] = POSSESSIVE_MORE;
        barrier = sp += 4;
        top = false;
        op = code[pc + 3];
        pc += 4;
        continue;
      case 27: // ATOMIC_GROUP
        if (--steps < 0) spend(budget);
        sp = pushBarrier(mem, sp, barrier, top, repeat, pc, ptr);
        mem[sp] = ATOMIC;
        barrier = ++sp;
        top = false;
        op = code[pc + 1];
        pc += 2;
        continue;
      case 4: // ASSERT
        if (--steps < 0) spend(budget);
        if (ptr < code[pc + 1]) {
          op = 0;
          continue;
        }
        sp = pushBarrier(mem, sp, barrier, top, repeat, pc, ptr);
        mem[sp] = ASSERT;
        barrier = ++sp;
        top = false;
        ptr -= code[pc + 1];
        op = code[pc + 2];
        pc += 3;
        continue;
      case 5: // ASSERT_NOT
        if (--steps < 0) spend(budget);
        if (ptr < code[pc + 1]) {
          pc += code[pc];
          op = code[pc++];
          continue;
        }
        if (repeat >= 0) sp = pushMarks(mem, sp, marks, lastMark);
        sp = pushBarrier(mem, sp, barrier, top, repeat, pc, ptr);
        mem[sp] = lastMark;
        mem[sp + 1] = lastIndex;
        mem[sp + 2] = ASSERT_NOT;
        barrier = sp += 3;
        top = false;
        ptr -= code[pc + 1];
        op = code[pc + 2];
        pc += 3;
        continue;

      case 11: // GROUPREF
      case 30: // GROUPREF_IGNORE
      case 34: // GROUPREF_LOC_IGNORE
      case 38: { // GROUPREF_UNI_IGNORE
        const group = code[pc] * 2;
        const begin = group >= lastMark ? -1 : marks[group];
        const stop = begin < 0 ? -1 : marks[group + 1];
        const behind = stop < begin || stop < 0 ? -1 : behindReference(op, text, codes, begin, stop, ptr, end);
        if (behind < 0) {
          op = 0;
          continue;
        }
        steps -= (behind - ptr) >> 3;
        ptr = behind;
        op = code[pc + 1];
        pc += 2;
        continue;
      }
      case 12: { // GROUPREF_EXISTS
        const group = code[pc] * 2;
        const exists = group < lastMark && marks[group] >= 0 && marks[group + 1] >= marks[group];
        pc += exists ? 2 : code[pc + 1];
        op = code[pc++];
        continue;
      }

      case 1: // SUCCESS
        op = top && ((matchAll && ptr !== end) || (mustAdvance && ptr === start)) ? 0 : DONE;
        continue;
      case 47: { // DONE
        if (barrier < 0) {
          state.at = ptr;
          state.lastMark = lastMark;
          state.lastIndex = lastIndex;
          budget.steps = steps;
          if (mem.length > KEPT_STACK) stack = new Int32Array(1024);
          return true;
        }
        const kind = mem[barrier - 1];
        sp = barrier - SIZES[kind];
        barrier = mem[sp];
        top = mem[sp + 1] === 1;
        repeat = mem[sp + 2];
        pc = mem[sp + 3];
        switch (kind) {
          case 9: // ASSERT
            ptr = mem[sp + 4];
            pc += code[pc];
            op = code[pc++];
            continue;
          case 11: // ATOMIC
            pc += code[pc];
            op = code[pc++];
            continue;
          case 10: // ASSERT_NOT
            // CPython leaves the marks as they are here: what was matched inside stays visible to outer attempts that do not save marks.
            if (repeat >= 0) sp -= mem[sp + 5] + 1;
            op = 0;
            continue;
          case 12: // POSSESSIVE_MIN
            reached = ptr;
            ptr = mem[sp + 4];
            count = mem[sp + 5] + 1;
            op = POSSESSIVE_FIRST;
            continue;
          default: // POSSESSIVE_MORE
            reached = ptr;
            ptr = mem[sp + 4];
            count = mem[sp + 5] + 1;
            sp -= mem[sp + 6] + 1;
            op = POSSESSIVE_NEXT;
            continue;
        }
      }

      case 0: { // FAILURE, written or found: whoever waits last goes on
        if (sp === 0) {
          budget.steps = steps;
          if (mem.length > KEPT_STACK) stack = new Int32Array(1024);
          return false;
        }
        const kind = mem[sp - 1];
        sp -= SIZES[kind];
        switch (kind) {
          case 0: // BRANCH
            pc = mem[sp];
            ptr = mem[sp + 1];
            lastMark = savedMark = mem[sp + 2];
            lastIndex = savedIndex = mem[sp + 3];
            if (repeat >= 0) loadMarks(mem, sp, marks, savedMark);
            op = NEXT_ARM;
            continue;
          case 1: // REPEAT
            repeat = mem[sp + 2];
            continue;
          case 2: // UNTIL_MIN
            mem[mem[sp]] = mem[sp + 1] - 1;
            continue;
          case 3: { // MAX_UNTIL_MORE
            const rep = mem[sp];
            mem[rep + 3] = mem[sp + 1];
            mem[rep] = mem[sp + 2] - 1;
            ptr = mem[sp + 3];
            pc = mem[sp + 4];
            lastMark = mem[sp + 5];
            lastIndex = mem[sp + 6];
            sp = loadMarks(mem, sp, marks, lastMark);
            // No more items: the rest of the pattern has to match here.
            repeat = mem[rep + 2];
            mem[sp] = rep;
            mem[sp + 1] = UNTIL_TAIL;
            sp += 2;
            op = code[pc++];
            continue;
          }
          case 4: // UNTIL_TAIL
            repeat = mem[sp];
            continue;
          case 5: { // MIN_UNTIL_TAIL
            const rep = mem[sp];
            const at = mem[rep + 1];
            const done = mem[sp + 1];
            ptr = mem[sp + 2];
            lastMark = mem[sp + 3];
            lastIndex = mem[sp + 4];
            if (repeat >= 0) sp = loadMarks(mem, sp, marks, lastMark);
            repeat = rep;
            if ((done >= code[at + 1] && code[at + 1] !== NO_LIMIT) || ptr === mem[rep + 3]) continue;
            mem[rep] = done;
            mem[sp] = rep;
            mem[sp + 1] = mem[rep + 3];
            mem[sp + 2] = done;
            mem[sp + 3] = MIN_UNTIL_MORE;
            sp += 4;
            mem[rep + 3] = ptr;
            op = code[at + 2];
            pc = at + 3;
            continue;
          }
          case 6: // MIN_UNTIL_MORE
            mem[mem[sp] + 3] = mem[sp + 1];
            mem[mem[sp]] = mem[sp + 2] - 1;
            continue;
          case 7: // REPEAT_ONE
            pc = mem[sp];
            ptr = mem[sp + 1] - 1;
            count = mem[sp + 2] - 1;
            lastMark = savedMark = mem[sp + 3];
            lastIndex = savedIndex = mem[sp + 4];
            if (repeat >= 0) loadMarks(mem, sp, marks, savedMark);
            op = NEXT_SHORTER;
            continue;
          case 8: // MIN_REPEAT_ONE
            pc = mem[sp];
            ptr = mem[sp + 1];
            count = mem[sp + 2];
            lastMark = savedMark = mem[sp + 3];
            lastIndex = savedIndex = mem[sp + 4];
            if (repeat >= 0) loadMarks(mem, sp, marks, savedMark);
            if (runEnd(program, pc + 3, text, codes, ptr, end, 1) === ptr) {
              if (repeat >= 0) sp -= savedMark + 1;
              continue;
            }
            ptr++;
            count++;
            op = NEXT_LONGER;
            continue;
        }
        barrier = mem[sp];
        top = mem[sp + 1] === 1;
        switch (kind) {
          case 10: // ASSERT_NOT
            pc = mem[sp + 3];
            ptr = mem[sp + 4];
            lastMark = mem[sp + 5];
            lastIndex = mem[sp + 6];
            if (repeat >= 0) sp = loadMarks(mem, sp, marks, lastMark);
            pc += code[pc];
            op = code[pc++];
            continue;
          case 13: // POSSESSIVE_MORE
            pc = mem[sp + 3];
            ptr = mem[sp + 4];
            lastMark = mem[sp + 6];
            lastIndex = mem[sp + 7];
            sp = loadMarks(mem, sp, marks, lastMark);
            pc += code[pc] + 1;
            op = code[pc++];
            continue;
        }
        continue; // ASSERT, ATOMIC and POSSESSIVE_MIN fail with what they waited for.
      }

      default:
        throw new Fault('RuntimeError', 'internal error in regular expression engine');
    }
  }
}

/** Length of each kind's record, the kind included. A repeat's record includes the repeat. */
const SIZES = new Int32Array(14);
SIZES[BRANCH] = 5;
SIZES[REPEAT] = 5;
SIZES[UNTIL_MIN] = 3;
SIZES[MAX_UNTIL_MORE] = 8;
SIZES[UNTIL_TAIL] = 2;
SIZES[MIN_UNTIL_TAIL] = 6;
SIZES[MIN_UNTIL_MORE] = 4;
SIZES[REPEAT_ONE] = 6;
SIZES[MIN_REPEAT_ONE] = 6;
SIZES[ASSERT] = 6;
SIZES[ASSERT_NOT] = 8;
SIZES[ATOMIC] = 6;
SIZES[POSSESSIVE_MIN] = 7;
SIZES[POSSESSIVE_MORE] = 9;

function pushMarks(mem: Int32Array, sp: number, marks: Int32Array, last: number): number {
  for (let i = 0; i <= last; i++) mem[sp + i] = marks[i];
  return sp + last + 1;
}

/** Copies back the marks that lie below `sp`; returns where they begin. */
function loadMarks(mem: Int32Array, sp: number, marks: Int32Array, last: number): number {
  const from = sp - last - 1;
  for (let i = 0; i <= last; i++) marks[i] = mem[from + i];
  return from;
}

function pushBarrier(mem: Int32Array, sp: number, barrier: number, top: boolean, repeat: number, pc: number, ptr: number): number {
  mem[sp] = barrier;
  mem[sp + 1] = top ? 1 : 0;
  mem[sp + 2] = repeat;
  mem[sp + 3] = pc;
  mem[sp + 4] = ptr;
  return sp + 5;
}

function grown(mem: Int32Array): Int32Array {
  const larger = new Int32Array(mem.length * 2);
  larger.set(mem);
  return larger;
}

function spend(budget: StepBudget): never {
  budget.steps = -1;
  stack = new Int32Array(1024);
  throw new BudgetSpent('regex');
}
