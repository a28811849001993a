// A compiled pattern, made ready for the matcher: the code array that re/_compiler.py emits (MAGIC 20220615), with sets looked up in tables and
// case-insensitive characters turned into sets. Offsets stay those of the code array.
import { Fault } from '../../fault.ts';
import { asciiLower, asciiUpper, inCategory, unicodeLower } from './categories.ts';
import { type CharSet, charSet, setTest } from './charset.ts';

/** The constants of `_sre`. */
export const MAGIC = 20220615;
export const CODESIZE = 4;
export const MAXREPEAT = 4294967295;
export const MAXGROUPS = 1073741823;

/** "No upper limit" in repeat counts: longer than any subject. */
export const NO_LIMIT = 0x7fffffff;

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  /** Number of groups without group 0. */
  readonly groups: number;
  /** Where the pattern starts, behind the INFO block. */
  readonly start: number;
  readonly minWidth: number;
  /** A literal text each match starts with, or empty. */
  readonly prefix: Int32Array;
  readonly prefixText: string;
  /** How much of the prefix lies before the first group. */
  readonly prefixSkip: number;
  /** The prefix is the whole pattern. */
  readonly isLiteral: boolean;
  /** The characters a match can start with, where known. */
  readonly first: CharSet | null;
  /** What start.ts has found, once asked. */
  startSet: CharSet | null | undefined;
}

/** Reads a code array (`_sre.compile`). Throws RuntimeError for arrays that re/_compiler.py does not make. */
export function programOf(words: ArrayLike<number>, groups: number): Program {
  const code = new Int32Array(words.length);
  for (let i = 0; i < words.length; i++) code[i] = Math.min(words[i], NO_LIMIT);
  const sets: CharSet[] = [];
  let start = 0;
  let minWidth = 0;
  let prefix = new Int32Array(0);
  let prefixSkip = 0;
  let isLiteral = false;
  let first: CharSet | null = null;
  if (words[0] === 14) {
    const flags = words[2];
    minWidth = code[3];
    if (flags & 1) {
      prefix = code.slice(7, 7 + words[5]);
      prefixSkip = words[6];
      isLiteral = (flags & 2) !== 0;
    } else if (flags & 4) {
      first = charSet(setTest(words, 5));
    }
    start = 1 + words[1];
  }
  prepare(words, code, sets, start, words.length);
  return { code, sets, groups, start, minWidth, prefix, prefixText: textOf(prefix), prefixSkip, isLiteral, first, startSet: undefined };
}

/** Replaces sets and case-insensitive characters of `words[from..to)` in `code`. Bodies are read in line: their length need not be known. */
function prepare(words: ArrayLike<number>, code: Int32Array, sets: CharSet[], from: number, to: number): void {
  const single = (at: number, test: (ch: number) => boolean): void => {
    code[at] = 43; // SET1
    code[at + 1] = sets.push(charSet(test)) - 1;
  };
  let i = from;
  while (i < to) {
    const at = i;
    const operand = words[at + 1];
    switch (words[i]) {
      case 0: // FAILURE
      case 1: // SUCCESS
      case 2: // ANY
      case 3: // ANY_ALL
      case 18: // MAX_UNTIL
      case 19: // MIN_UNTIL
        i += 1;
        break;
      case 6: // AT
      case 11: // GROUPREF
      case 15: // JUMP
      case 16: // LITERAL
      case 17: // MARK
      case 20: // NOT_LITERAL
      case 27: // ATOMIC_GROUP
      case 30: // GROUPREF_IGNORE
      case 34: // GROUPREF_LOC_IGNORE
      case 38: // GROUPREF_UNI_IGNORE
        i += 2;
        break;
      case 8: // CATEGORY
        single(at, ch => inCategory(operand, ch));
        i += 2;
        break;
      case 32: // LITERAL_IGNORE
        single(at, ch => asciiLower(ch) === operand);
        i += 2;
        break;
      case 33: // NOT_LITERAL_IGNORE
        single(at, ch => asciiLower(ch) !== operand);
        i += 2;
        break;
      case 36: // LITERAL_LOC_IGNORE
        single(at, ch => ch === operand || asciiLower(ch) === operand || asciiUpper(ch) === operand);
        i += 2;
        break;
      case 37: // NOT_LITERAL_LOC_IGNORE
        single(at, ch => ch !== operand && asciiLower(ch) !== operand && asciiUpper(ch) !== operand);
        i += 2;
        break;
      case 40: // LITERAL_UNI_IGNORE
        single(at, ch => unicodeLower(ch) === operand);
        i += 2;
        break;
      case 41: // NOT_LITERAL_UNI_IGNORE
        single(at, ch => unicodeLower(ch) !== operand);
        i += 2;
        break;
      case 4: // ASSERT
      case 5: // ASSERT_NOT
      case 12: // GROUPREF_EXISTS
        i += 3;
        break;
      case 23: // REPEAT
      case 24: // REPEAT_ONE
      case 26: // MIN_REPEAT_ONE
      case 28: // POSSESSIVE_REPEAT
      case 29: // POSSESSIVE_REPEAT_ONE
        i += 4;
        break;
      case 7: { // BRANCH
        let arm = at + 1;
        while (words[arm] !== 0) {
          prepare(words, code, sets, arm + 1, arm + words[arm]);
          arm += words[arm];
        }
        i = arm + 1;
        break;
      }
      case 13: // IN
      case 31: // IN_IGNORE
      case 35: // IN_LOC_IGNORE
      case 39: // IN_UNI_IGNORE
        code[at] = 13;
        code[at + 2] = sets.push(charSet(caseTest(words[at], setTest(words, at + 2)))) - 1;
        i += 1 + operand;
        break;
      case 14: // INFO
        i += 1 + operand;
        break;
      default:
        throw new Fault('RuntimeError', 'invalid SRE code');
    }
  }
}

function caseTest(op: number, test: (ch: number) => boolean): (ch: number) => boolean {
  switch (op) {
    case 31:
      return ch => test(asciiLower(ch));
    case 35:
      return ch => test(asciiLower(ch)) || test(asciiUpper(ch));
    case 39:
      return ch => test(unicodeLower(ch));
    default:
      return test;
  }
}

function textOf(codes: Int32Array): string {
  let text = '';
  for (let i = 0; i < codes.length; i++) text += String.fromCodePoint(codes[i]);
  return text;
}
