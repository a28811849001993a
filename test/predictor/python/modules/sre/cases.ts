// Runs recorded cases (cases.py) through the matcher and tells where it and CPython differ.
import { Fault } from '../../../../../predictor/python/fault.ts';
import { type Found, matchAt, nextFound, walkOver } from '../../../../../predictor/python/modules/sre/search.ts';
import { programOf } from '../../../../../predictor/python/modules/sre/program.ts';
import { subjectOfBytes, subjectOfString } from '../../../../../predictor/python/modules/sre/subject.ts';

/** Pattern, flags, is it bytes, number of groups, code, subjects with pos, endpos and what match, fullmatch, search, scanner.search and scanner.match gave. */
export type Case = [string, number, boolean, number, number[], [string, number, number, unknown[]][]];

const NAMES = ['match', 'fullmatch', 'search', 'scanner.search', 'scanner.match'];

export function differences(line: Case): string[] {
  const [pattern, flags, isBytes, groups, code, subjects] = line;
  const out: string[] = [];
  const program = programOf(code, groups);
  const budget = { steps: 1e9 };
  for (const [text, pos, endpos, expected] of subjects) {
    const subject = isBytes ? subjectOfBytes(Uint8Array.from(text, ch => ch.charCodeAt(0))) : subjectOfString(text);
    const walk = (mode: 'match' | 'search'): unknown => {
      const w = walkOver(program, subject, pos, endpos);
      const all = [];
      for (let m = nextFound(w, mode, budget); m !== null && all.length < 50; m = nextFound(w, mode, budget)) all.push(summary(m));
      return all;
    };
    const got = [
      attempt(() => summary(matchAt(program, subject, pos, endpos, 'match', budget))),
      attempt(() => summary(matchAt(program, subject, pos, endpos, 'fullmatch', budget))),
      attempt(() => summary(matchAt(program, subject, pos, endpos, 'search', budget))),
      attempt(() => walk('search')),
      attempt(() => walk('match')),
    ];
    got.forEach((value, i) => {
      const [mine, theirs] = [JSON.stringify(value), JSON.stringify(expected[i])];
      if (mine !== theirs) out.push(`${NAMES[i]} ${JSON.stringify(pattern)} flags ${flags} on ${JSON.stringify(text)} [${pos}:${endpos}]: ${mine}, CPython ${theirs}`);
    });
  }
  return out;
}

function summary(found: Found | null): number[] | null {
  return found === null ? null : [...found.spans, found.lastIndex];
}

function attempt(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}
