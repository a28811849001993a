// Sets of characters as SRE patterns use them, with their answers remembered page by page, so that a set costs one table look-up however it was written.
import { inCategory, unicodeUpper } from './categories.ts';

/** Answers per character: 0 not asked yet, 1 no, 2 yes. */
export interface CharSet {
  readonly low: Uint8Array;
  readonly pages: (Uint8Array | undefined)[];
  readonly test: (ch: number) => boolean;
}

export function charSet(test: (ch: number) => boolean): CharSet {
  return { low: new Uint8Array(256), pages: [], test };
}

/** Is the character in the set? */
export function has(set: CharSet, ch: number): boolean {
  if (ch < 256) {
    const known = set.low[ch];
    return known === 0 ? ask(set, set.low, ch) : known === 2;
  }
  let page = set.pages[ch >> 8];
  if (page === undefined) {
    page = new Uint8Array(256);
    set.pages[ch >> 8] = page;
  }
  const known = page[ch & 255];
  return known === 0 ? ask(set, page, ch) : known === 2;
}

function ask(set: CharSet, page: Uint8Array, ch: number): boolean {
  const answer = set.test(ch);
  page[ch & 255] = answer ? 2 : 1;
  return answer;
}

/** The set program that starts at `words[at]`, as the function `charset` of Modules/_sre/sre_lib.h reads it. */
export function setTest(words: ArrayLike<number>, at: number): (ch: number) => boolean {
  return ch => {
    let i = at;
    let ok = true;
    for (;;) {
      switch (words[i++]) {
        case 0: // FAILURE
          return !ok;
        case 16: // LITERAL
          if (ch === words[i]) return ok;
          i++;
          break;
        case 8: // CATEGORY
          if (inCategory(words[i], ch)) return ok;
          i++;
          break;
        case 9: // CHARSET: 256 bits
          if (ch < 256 && ((words[i + (ch >> 5)] >>> (ch & 31)) & 1) === 1) return ok;
          i += 8;
          break;
        case 22: // RANGE
          if (words[i] <= ch && ch <= words[i + 1]) return ok;
          i += 2;
          break;
        case 42: { // RANGE_UNI_IGNORE: the character is already lower case
          if (words[i] <= ch && ch <= words[i + 1]) return ok;
          const upper = unicodeUpper(ch);
          if (words[i] <= upper && upper <= words[i + 1]) return ok;
          i += 2;
          break;
        }
        case 21: // NEGATE
          ok = !ok;
          break;
        case 10: { // BIGCHARSET: number of blocks, 256 block numbers as bytes, blocks of 256 bits
          const count = words[i++];
          const blocks = i + 64;
          if (ch < 0x10000) {
            const block = (words[i + (ch >> 10)] >>> (((ch >> 8) & 3) * 8)) & 255;
            if (((words[blocks + block * 8 + ((ch & 255) >> 5)] >>> (ch & 31)) & 1) === 1) return ok;
          }
          i = blocks + count * 8;
          break;
        }
        default:
          return false;
      }
    }
  };
}
