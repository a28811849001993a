// A text that does not parse, as the SyntaxError that CPython 3.11 raises. Which texts these are is known; where in them CPython's parser gives up, and with which
// words, only where it blames a node that was built, or where its tokenizer gives up: what else its errors say is unknown.
import type { SourceFile } from './frames.ts';
import { type Raise, raising, setExtra } from './raise.ts';
import type { SyntaxProblem } from './syntax/ast.ts';
import { SURROGATE_PAIR } from './syntax/literals.ts';
import { originHere, unknown, UnknownUsed } from './unknown-value.ts';
import { type Exc, T, Tuple, type Type, type Value } from './values.ts';

/** What such an error most likely says: for people who read of it, not for the program. */
export const likely = new WeakMap<Exc, string>();

const FIELDS = ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset'];

export function syntaxError(source: SourceFile, problem: SyntaxProblem): Raise | UnknownUsed {
  const { message } = problem;
  if (message === SURROGATE_PAIR) return new UnknownUsed([originHere('not-modelled', message)]);
  const said = isGuess(source, problem) ? notTold('what a syntax error says', T.str) : message;
  const type = message.includes('inconsistent use of tabs') ? 'TabError' : message.includes('indent') ? 'IndentationError' : 'SyntaxError';
  const r = refusal(type, said, [source.name, ...placeOf(source, problem)], problem.found !== 'symbols');
  likely.set(r.exc, `${message} (${source.name.replace(/^.*\//, '')}, line ${problem.line})`);
  return r;
}

/** A SyntaxError, or one of its kinds, as C code raises it; `place` may break off. */
export function refusal(type: string, message: Value, place: Value[], inArguments = place.length > 0): Raise {
  const r = !inArguments ? raising(type, message) : raising(type, message, new Tuple(place));
  setExtra(r.exc, 'msg', message);
  FIELDS.forEach((name, at) => setExtra(r.exc, name, place[at] ?? null));
  return r;
}

export const NULL_BYTES = 'source code string cannot contain null bytes';

const notTold = (what: string, type: Type | null): Value => unknown('not-modelled', what, type);

/** Of all problems in a text the one that CPython raises: its tokenizer reads on to the end when the parser gives up. */
export function raised(errors: readonly SyntaxProblem[]): SyntaxProblem | undefined {
  if (errors.some(one => one.message.endsWith('was never closed'))) return errors[0];
  return errors.find(one => one.found === 'token') ?? errors[0];
}

// "invalid syntax" is what is said where nothing better is found, here and in CPython; and a bracket that is never closed is blamed only for an error in a later line.
function isGuess(source: SourceFile, { message, found, line, col, endLine, endCol }: SyntaxProblem): boolean {
  if (message === 'invalid syntax') return found !== 'line' || line !== endLine || !PLAIN.test((source.lines[line - 1] ?? '').slice(col, endCol));
  return message.endsWith('was never closed') || (found === 'line' && message.startsWith('f-string: '));
}

/** A line in which nothing stands of which CPython has more to say. */
const PLAIN = /^(?!.*\b(?:as|async|case|class|def|else|elif|except|exec|finally|for|if|lambda|match|print|try|while|with|yield)\b)(?:[\w \t.,<>+/%&|^~-]|!=|==)+$/;

// CPython blames the token that it read last for these, wherever that is.
const AT_LAST_TOKEN = /^(?:positional argument follows|iterable argument unpacking follows|Generator expression must|trailing comma not allowed|\(unicode error\)|f-string: |bytes can only contain|multiple statements found|too many nested|named arguments must|only single target|unexpected character after|invalid \w+ literal|leading zeros)/;
// The header is broken for want of what comes after it, and that is blamed.
const AFTER_LINE = /^expected (?:an indented block|'except' or)/;

/** lineno, offset, text, end_lineno and end_offset. */
function placeOf(source: SourceFile, problem: SyntaxProblem): Value[] {
  const { message, found, line, col, endLine, endCol } = problem;
  const lineText = source.lines[line - 1] ?? '';
  // The parser counts characters, the passes after it count bytes.
  const compiled = found === 'compiler' || found === 'symbols';
  const width = (text: string): number => (compiled ? new TextEncoder().encode(text) : [...text]).length;
  const offset = width(lineText.slice(0, col)) + 1;
  if (isGuess(source, problem) || AFTER_LINE.test(message) || message.startsWith('unterminated triple')) return unknownPlace(undefined);
  if (found === 'token' && !AT_LAST_TOKEN.test(message)) return [line, offset, lineText.replace(/[\r\n]+$/, ''), line, offset];
  if (found === 'line' || found === 'token' || AT_LAST_TOKEN.test(message)) return unknownPlace(line === endLine ? line : undefined);
  const endOffset = width((source.lines[endLine - 1] ?? '').slice(0, endCol)) + 1;
  // The compiler looks for the line in the file of that name.
  const text = !compiled ? `${lineText.replace(/[\r\n]+$/, '')}\n` : source.name.startsWith('<') ? null : notTold('the text of a syntax error', null);
  return [line, offset, text, endLine, message.startsWith('future feature') ? null : endOffset];
}

function unknownPlace(line: number | undefined): Value[] {
  const what = 'where a text does not parse';
  return [line ?? notTold(what, T.int), notTold(what, T.int), notTold(what, null), notTold(what, null), notTold(what, null)];
}
