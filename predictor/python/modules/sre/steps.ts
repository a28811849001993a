// The matcher's small moves: reading one character, counting a repeated one, positions (`^`, `\b`), back-references. None of them keeps state.
import { asciiLower, isAsciiWord, isUnicodeWord, unicodeLower } from './categories.ts';
import { charSet, has } from './charset.ts';
import { NO_LIMIT, type Program } from './program.ts';

export type Codes = Int32Array | Uint8Array | null;

export function charAt(text: string, codes: Codes, at: number): number {
  return codes === null ? text.charCodeAt(at) : codes[at];
}

const unicodeWords = charSet(isUnicodeWord);

/** `SRE(at)`: is the position one that the AT code asks for? */
export function isAt(code: number, text: string, codes: Codes, ptr: number, end: number): boolean {
  switch (code) {
    case 0: // BEGINNING
    case 2: // BEGINNING_STRING
      return ptr === 0;
    case 1: // BEGINNING_LINE
      return ptr === 0 || charAt(text, codes, ptr - 1) === 10;
    case 5: // END
      return ptr === end || (end - ptr === 1 && charAt(text, codes, ptr) === 10);
    case 6: // END_LINE
      return ptr === end || charAt(text, codes, ptr) === 10;
    case 7: // END_STRING
      return ptr === end;
    case 3: // BOUNDARY
    case 8: // LOC_BOUNDARY
      return end !== 0 && isAsciiEdge(text, codes, ptr, end);
    case 4: // NON_BOUNDARY
    case 9: // LOC_NON_BOUNDARY
      return end !== 0 && !isAsciiEdge(text, codes, ptr, end);
    case 10: // UNI_BOUNDARY
      return end !== 0 && isUnicodeEdge(text, codes, ptr, end);
    case 11: // UNI_NON_BOUNDARY
      return end !== 0 && !isUnicodeEdge(text, codes, ptr, end);
    default:
      return false;
  }
}

function isAsciiEdge(text: string, codes: Codes, ptr: number, end: number): boolean {
  return (ptr > 0 && isAsciiWord(charAt(text, codes, ptr - 1))) !== (ptr < end && isAsciiWord(charAt(text, codes, ptr)));
}

function isUnicodeEdge(text: string, codes: Codes, ptr: number, end: number): boolean {
  return (ptr > 0 && has(unicodeWords, charAt(text, codes, ptr - 1))) !== (ptr < end && has(unicodeWords, charAt(text, codes, ptr)));
}

/** `SRE(count)`: the position behind at most `most` repetitions of the one-character item at `pc`. */
export function runEnd(program: Program, pc: number, text: string, codes: Codes, from: number, end: number, most: number): number {
  const { code, sets } = program;
  let ptr = from;
  const stop = most < end - ptr && most !== NO_LIMIT ? ptr + most : end;
  switch (code[pc]) {
    case 13: // IN
    case 43: { // SET1
      const set = sets[code[code[pc] === 13 ? pc + 2 : pc + 1]];
      if (codes === null) while (ptr < stop && has(set, text.charCodeAt(ptr))) ptr++;
      else while (ptr < stop && has(set, codes[ptr])) ptr++;
      return ptr;
    }
    case 2: // ANY
      if (codes === null) while (ptr < stop && text.charCodeAt(ptr) !== 10) ptr++;
      else while (ptr < stop && codes[ptr] !== 10) ptr++;
      return ptr;
    case 3: // ANY_ALL
      return stop;
    case 16: { // LITERAL
      const ch = code[pc + 1];
      while (ptr < stop && charAt(text, codes, ptr) === ch) ptr++;
      return ptr;
    }
    case 20: { // NOT_LITERAL
      const ch = code[pc + 1];
      if (codes === null) while (ptr < stop && text.charCodeAt(ptr) !== ch) ptr++;
      else while (ptr < stop && codes[ptr] !== ch) ptr++;
      return ptr;
    }
    default:
      throw new Error(`SRE opcode ${code[pc]} is not one character wide`);
  }
}

/** Could the code at `pc` match at `ptr`, as far as its first instruction tells? False is certain. */
export function mayStart(program: Program, pc: number, text: string, codes: Codes, ptr: number, end: number): boolean {
  const { code } = program;
  switch (code[pc]) {
    case 16: // LITERAL
      return ptr < end && charAt(text, codes, ptr) === code[pc + 1];
    case 13: // IN
      return ptr < end && has(program.sets[code[pc + 2]], charAt(text, codes, ptr));
    case 43: // SET1
      return ptr < end && has(program.sets[code[pc + 1]], charAt(text, codes, ptr));
    default:
      return true;
  }
}

/** The position behind a repetition of `[from, to)` at `ptr`, or -1. `op` says how letters compare. */
export function behindReference(op: number, text: string, codes: Codes, from: number, to: number, at: number, end: number): number {
  let ptr = at;
  for (let i = from; i < to; i++, ptr++) {
    if (ptr >= end) return -1;
    const a = charAt(text, codes, ptr);
    const b = charAt(text, codes, i);
    if (a === b) continue;
    if (op === 11) return -1; // GROUPREF
    if (op === 38 ? unicodeLower(a) !== unicodeLower(b) : asciiLower(a) !== asciiLower(b)) return -1;
  }
  return ptr;
}
