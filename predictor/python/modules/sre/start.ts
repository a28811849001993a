// Which characters a match of a program can begin with, so that `search` passes over all other places at the speed of a table look-up. An addition of ours:
// it only leaves out attempts that would fail.
import { type CharSet, charSet, has } from './charset.ts';
import type { Program } from './program.ts';

type Test = (ch: number) => boolean;

/** The set of possible first characters, or null where a match may be empty or where nothing can be said. */
export function startSet(program: Program): CharSet | null {
  if (program.startSet !== undefined) return program.startSet;
  const tests: Test[] = [];
  program.startSet = collect(program, program.start, tests, 0) ? charSet(tests.length === 1 ? tests[0] : ch => tests.some(test => test(ch))) : null;
  return program.startSet;
}

const DEEPEST = 40;
const MOST = 200;

/** Adds what the code at `at` can begin with; false where that is not known. */
function collect(program: Program, at: number, tests: Test[], depth: number): boolean {
  const { code, sets } = program;
  if (depth > DEEPEST || tests.length > MOST) return false;
  let pc = at;
  for (;;) {
    switch (code[pc]) {
      case 16: { // LITERAL
        const literal = code[pc + 1];
        tests.push(ch => ch === literal);
        return true;
      }
      case 20: { // NOT_LITERAL
        const literal = code[pc + 1];
        tests.push(ch => ch !== literal);
        return true;
      }
      case 2: // ANY
        tests.push(ch => ch !== 10);
        return true;
      case 13: // IN
      case 43: { // SET1
        const set = sets[code[code[pc] === 13 ? pc + 2 : pc + 1]];
        tests.push(ch => has(set, ch));
        return true;
      }
      case 6: // AT
      case 17: // MARK
        pc += 2;
        break;
      case 4: // ASSERT
      case 5: // ASSERT_NOT
      case 15: // JUMP
        pc += 1 + code[pc + 1];
        break;
      case 27: // ATOMIC_GROUP: a body that can be empty ends in SUCCESS, and that is not known.
        return collect(program, pc + 2, tests, depth + 1);
      case 23: // REPEAT: likewise, by its UNTIL
      case 24: // REPEAT_ONE
      case 26: // MIN_REPEAT_ONE
      case 28: // POSSESSIVE_REPEAT
      case 29: { // POSSESSIVE_REPEAT_ONE
        if (code[pc + 3] !== 0 && !collect(program, pc + 4, tests, depth + 1)) return false;
        if (code[pc + 2] > 0) return true;
        pc += 1 + code[pc + 1] + (code[pc] === 23 || code[pc] === 28 ? 1 : 0);
        break;
      }
      case 7: { // BRANCH
        let arm = pc + 1;
        while (code[arm] !== 0) {
          if (!collect(program, arm + 1, tests, depth + 1)) return false;
          arm += code[arm];
        }
        return true;
      }
      default:
        return false;
    }
  }
}
