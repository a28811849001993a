// Python's logical lines, read straight from the text: indentation, brackets, strings and comments, with the complaints of CPython's
// tokenizer (Parser/tokenizer.c). Only broken files are read so: repair.ts uses it to find out which lines are at fault.

/** One logical line that holds code. */
export interface LogicalLine {
  /** Index of its first character after the indentation. */
  readonly start: number;
  /** Index past its last character of code. */
  readonly end: number;
  /** Width of the indentation as CPython counts it: tabs go to multiples of 8. */
  readonly indent: number;
  /** The same with tabs of width 1: the two must agree on how lines compare. */
  readonly tabless: number;
  /** The first identifier or keyword, else the first character. */
  readonly word: string;
  /** It ends with a colon outside brackets, so a block must follow. */
  readonly opens: boolean;
  /** What the tokenizer says against it, and where. */
  fault: { readonly message: string; readonly at: number } | undefined;
}

export interface Lines {
  readonly lines: readonly LogicalLine[];
  /** Stretches that may be blanked without changing what the code means: newlines and comments in brackets, joined lines. */
  readonly blanks: readonly number[];
}

const NEVER_IN_BRACKETS = new Set([
  'def', 'class', 'return', 'import', 'raise', 'while', 'with', 'try', 'pass', 'break', 'continue', 'del', 'global', 'nonlocal', 'assert', '@',
]);
const SELDOM_IN_BRACKETS = new Set(['if', 'elif', 'else', 'except', 'finally', 'for', 'async', 'from']);
const CLOSER: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Splits `text` (newlines are \n) into logical lines. */
export function scanLines(text: string): Lines {
  const strict = scan(text, false);
  return strict.unclosed ? scan(text, true) : strict;
}

// `eager` ends an open bracket already where a line looks like a new statement by its indentation.
function scan(text: string, eager: boolean): Lines & { unclosed: boolean } {
  const lines: LogicalLine[] = [];
  const blanks: number[] = [];
  const { length } = text;
  let unclosed = false;
  let at = 0;
  while (at < length) {
    // The indentation of a logical line.
    let indent = 0;
    let tabless = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === 32) {
        indent++;
        tabless++;
      } else if (code === 9) {
        indent = (indent | 7) + 1;
        tabless++;
      } else if (code === 12) {
        indent = 0;
        tabless = 0;
      } else if (code === 92 && text.charCodeAt(at + 1) === 10) {
        blanks.push(at, at + 2);
        at++;
      } else {
        break;
      }
    }
    if (at >= length) break;
    const first = text[at];
    if (first === '\n') {
      at++;
      continue;
    }
    if (first === '#') {
      at = lineEnd(text, at) + 1;
      continue;
    }
    const start = at;
    const open: { char: string; at: number }[] = [];
    let fault: LogicalLine['fault'];
    let end = at;
    let last = '';
    body: while (at < length) {
      const char = text[at];
      switch (char) {
        case '\n':
          if (open.length === 0) break body;
          blanks.push(at, at + 1);
          at++;
          if (startsStatement(text, at, eager, indent)) {
            const { char: bracket, at: where } = open[open.length - 1];
            fault ??= { message: `'${bracket}' was never closed`, at: where };
            open.length = 0;
            blanks.length -= 2;
            at--;
            break body;
          }
          continue;
        case '#': {
          const stop = lineEnd(text, at);
          if (open.length > 0) blanks.push(at, stop);
          at = stop;
          continue;
        }
        case '\\':
          if (text.charCodeAt(at + 1) === 10) {
            blanks.push(at, at + 2);
            at += 2;
            if (at >= length) fault ??= { message: 'unexpected EOF while parsing', at: at - 1 };
          } else {
            fault ??= { message: 'unexpected character after line continuation character', at };
            at++;
          }
          continue;
        case '"': case '\'': {
          const stop = stringEnd(text, at);
          if (stop < 0) {
            const triple = text.startsWith(char.repeat(3), at);
            fault ??= { message: `unterminated ${triple ? 'triple-quoted ' : ''}string literal (detected at line ${lineNumber(text, triple ? length - 1 : -stop)})`, at };
            at = lineEnd(text, at);
            end = at;
            open.length = 0;
            continue;
          }
          at = stop;
          end = at;
          last = char;
          continue;
        }
        case '(': case '[': case '{':
          open.push({ char, at });
          break;
        case ')': case ']': case '}': {
          const opener = open.pop();
          if (opener === undefined) {
            fault ??= { message: `unmatched '${char}'`, at };
          } else if (CLOSER[opener.char] !== char) {
            const before = lineNumber(text, opener.at);
            const where = before === lineNumber(text, at) ? '' : ` on line ${before}`;
            fault ??= { message: `closing parenthesis '${char}' does not match opening parenthesis '${opener.char}'${where}`, at };
          }
          break;
        }
        case ' ': case '\t': case '\f':
          at++;
          continue;
        default:
      }
      at++;
      end = at;
      last = char;
    }
    if (open.length > 0) {
      const { char, at: where } = open[open.length - 1];
      fault ??= { message: `'${char}' was never closed`, at: where };
      unclosed = true;
    }
    lines.push({ start, end, indent, tabless, word: wordAt(text, start), opens: last === ':', fault });
    at++;
  }
  return { lines, blanks, unclosed };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The line number of an index, from 1. */
function lineNumber(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;
}

/** The identifier or keyword at `start`, else the one character there. */
export function wordAt(text: string, start: number): string {
  let end = start;
  while (isWord(text.charCodeAt(end))) end++;
  return end === start ? text.charAt(start) : text.slice(start, end);
}

function startsStatement(text: string, from: number, eager: boolean, indent: number): boolean {
  let at = from;
  let width = 0;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) width++;
    else if (code === 9) width = (width | 7) + 1;
    else break;
  }
  const word = wordAt(text, at);
  if (NEVER_IN_BRACKETS.has(word)) {
    if (word !== '@') return !/[=,)\]}.:]/.test(text.charAt(skipBlanks(text, at + word.length))) || word === 'try' || word === 'return' || word === 'pass';
    return eager && width <= indent;
  }
  if (!eager || width > indent) return false;
  if (SELDOM_IN_BRACKETS.has(word)) return true;
  if (!isWord(text.charCodeAt(at)) || (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57)) return false;
  const next = skipBlanks(text, at + word.length);
  return text[next] === '=' && text[next + 1] !== '=';
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** Index past the string literal whose quote is at `at`; negative (the index it ran to) where it does not end. */
function stringEnd(text: string, at: number): number {
  const quote = text[at];
  if (text[at + 1] === quote && text[at + 2] === quote) {
    const closing = quote.repeat(3);
    for (let from = at + 3; ;) {
      const end = text.indexOf(closing, from);
      if (end === -1) return -text.length;
      let backslashes = 0;
      while (text[end - 1 - backslashes] === '\\' && end - 1 - backslashes >= at + 3) backslashes++;
      if (backslashes % 2 === 0) return end + 3;
      from = end + 1;
    }
  }
  for (let index = at + 1; index < text.length; index++) {
    const char = text[index];
    if (char === '\\') index++;
    else if (char === quote) return index + 1;
    else if (char === '\n') return -index;
  }
  return -text.length;
}
