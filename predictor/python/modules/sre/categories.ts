// What SRE asks of one character: the categories of Modules/_sre/sre.c (`\d`, `\s`, `\w` in ASCII and Unicode form) and single-character case mapping.
import { lower, upper } from '../../text/letter-case.ts';
import { ALPHA, DECIMAL, DIGIT, flagsOf, NUMERIC, SPACE } from '../../text/unicode.ts';

/** `str.isdecimal` of one character. */
export function isUnicodeDigit(ch: number): boolean {
  return (flagsOf(ch) & DECIMAL) !== 0;
}

/** `str.isspace` of one character. */
export function isUnicodeSpace(ch: number): boolean {
  return (flagsOf(ch) & SPACE) !== 0;
}

/** `str.isalnum` of one character, or the underscore. */
export function isUnicodeWord(ch: number): boolean {
  return (flagsOf(ch) & (ALPHA | DECIMAL | DIGIT | NUMERIC)) !== 0 || ch === 95;
}

/** Py_UNICODE_ISLINEBREAK. */
export function isUnicodeLineBreak(ch: number): boolean {
  return (ch >= 10 && ch <= 13) || (ch >= 28 && ch <= 30) || ch === 0x85 || ch === 0x2028 || ch === 0x2029;
}

export function isAsciiWord(ch: number): boolean {
  return ch < 128 && ((ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90) || (ch >= 48 && ch <= 57) || ch === 95);
}

/** `_sre.ascii_tolower`. */
export function asciiLower(ch: number): number {
  return ch >= 65 && ch <= 90 ? ch + 32 : ch;
}

export function asciiUpper(ch: number): number {
  return ch >= 97 && ch <= 122 ? ch - 32 : ch;
}

/** `_sre.unicode_tolower`: the first character of the lower-case mapping. */
export function unicodeLower(ch: number): number {
  return ch < 128 ? asciiLower(ch) : (lower(String.fromCodePoint(ch)).codePointAt(0) as number);
}

/** The first character of the upper-case mapping. */
export function unicodeUpper(ch: number): number {
  return ch < 128 ? asciiUpper(ch) : (upper(String.fromCodePoint(ch)).codePointAt(0) as number);
}

/** `_sre.ascii_iscased`. */
export function isAsciiCased(ch: number): boolean {
  return (ch >= 65 && ch <= 90) || (ch >= 97 && ch <= 122);
}

/** `_sre.unicode_iscased`. */
export function isUnicodeCased(ch: number): boolean {
  return ch !== unicodeLower(ch) || ch !== unicodeUpper(ch);
}

/** `sre_category`: the codes of re/_constants.py `CHCODES`. Locale-dependent words are those of the C and UTF-8 locales, where only ASCII counts. */
export function inCategory(category: number, ch: number): boolean {
  switch (category) {
    case 0: // DIGIT
      return ch >= 48 && ch <= 57;
    case 1: // NOT_DIGIT
      return ch < 48 || ch > 57;
    case 2: // SPACE
      return ch === 32 || (ch >= 9 && ch <= 13);
    case 3: // NOT_SPACE
      return ch !== 32 && (ch < 9 || ch > 13);
    case 4: // WORD
    case 8: // LOC_WORD
      return isAsciiWord(ch);
    case 5: // NOT_WORD
    case 9: // LOC_NOT_WORD
      return !isAsciiWord(ch);
    case 6: // LINEBREAK
      return ch === 10;
    case 7: // NOT_LINEBREAK
      return ch !== 10;
    case 10: // UNI_DIGIT
      return isUnicodeDigit(ch);
    case 11: // UNI_NOT_DIGIT
      return !isUnicodeDigit(ch);
    case 12: // UNI_SPACE
      return isUnicodeSpace(ch);
    case 13: // UNI_NOT_SPACE
      return !isUnicodeSpace(ch);
    case 14: // UNI_WORD
      return isUnicodeWord(ch);
    case 15: // UNI_NOT_WORD
      return !isUnicodeWord(ch);
    case 16: // UNI_LINEBREAK
      return isUnicodeLineBreak(ch);
    case 17: // UNI_NOT_LINEBREAK
      return !isUnicodeLineBreak(ch);
    default:
      return false;
  }
}
