// What CPython 3.11 says of a line that does not parse, where that can be told from the line alone; else "invalid syntax".
// Sources: Parser/tokenizer.c for numbers and characters, the `invalid_…` rules of Grammar/python.gram for the rest.
import type { Expr } from './ast.ts';
import { skipString } from './layout.ts';
import { describe, invalidPart } from './targets.ts';

/** Ways to try out a snippet. */
export interface Probe {
  parses(snippet: string): boolean;
  /** The expression that `text` is, if it is one. */
  expression(text: string): Expr | undefined;
}

/** CPython's message for the logical line `code`, which begins with `word`. */
export function complain(code: string, word: string, probe: Probe): string {
  return badToken(code) ?? badFormat(code) ?? legacyCall(code, probe) ?? missingColon(code, word, probe) ?? badTarget(code, word, probe) ?? missingElse(code, probe) ?? 'invalid syntax';
}

// Tokens ----------------------------------------------------------------------------------------------------------

function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127;
}

function badToken(code: string): string | undefined {
  for (let at = 0; at < code.length; at++) {
    const unit = code.charCodeAt(at);
    if (unit === 34 || unit === 39) {
      at = skipString(code, at, code.length);
    } else if (unit >= 48 && unit <= 57) {
      const { end, problem } = readNumber(code, at);
      if (problem !== undefined) return problem;
      at = end - 1;
    } else if (isNamePart(unit)) {
      const name = /^[\p{XID_Continue}\p{XID_Start}_]+/u.exec(code.slice(at))?.[0];
      if (name === undefined) return badCharacter(code.codePointAt(at)!);
      at += name.length - 1;
    }
  }
  return undefined;
}

function badCharacter(point: number): string {
  const char = String.fromCodePoint(point);
  const hex = point.toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}]/u.test(char) ? `invalid non-printable character U+${hex}` : `invalid character '${char}' (U+${hex})`;
}

function readNumber(code: string, at: number): { end: number; problem: string | undefined } {
  const rest = code.slice(at);
  const radix = /^0([xXoObB])/.exec(rest)?.[1].toLowerCase();
  const kind = radix === 'x' ? 'hexadecimal' : radix === 'o' ? 'octal' : radix === 'b' ? 'binary' : undefined;
  if (kind !== undefined) {
    const digits = radix === 'x' ? '[0-9a-fA-F]' : radix === 'o' ? '[0-7]' : '[01]';
    const found = new RegExp(`^0.(?:_?${digits})+`).exec(rest)?.[0] ?? '';
    const next = rest[found === '' ? 2 : found.length] ?? '';
    if (found === '' || /[0-9]/.test(next)) {
      return { end: 0, problem: radix !== 'x' && /[0-9]/.test(next) ? `invalid digit '${next}' in ${kind} literal` : `invalid ${kind} literal` };
    }
    return afterNumber(code, at + found.length, kind);
  }
  const [found] = /^(?:\d(?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/.exec(rest)!;
  if (/^0[0-9_]*[1-9][0-9_]*$/.test(found)) {
    return { end: 0, problem: 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers' };
  }
  return afterNumber(code, at + found.length, /[jJ]$/.test(found) ? 'imaginary' : 'decimal');
}

function afterNumber(code: string, end: number, kind: string): { end: number; problem: string | undefined } {
  const runsOn = isNamePart(code.charCodeAt(end)) && !/^(?:and|else|for|i[fns]|or|not)/.test(code.slice(end));
  return { end, problem: runsOn ? `invalid ${kind} literal` : undefined };
}

// Formatted strings: only what needs no look at the expressions inside.
function badFormat(code: string): string | undefined {
  for (let at = 0; at < code.length; at++) {
    const unit = code.charCodeAt(at);
    if (unit !== 34 && unit !== 39) continue;
    const end = skipString(code, at, code.length);
    const prefix = /[a-zA-Z]{0,2}$/.exec(code.slice(0, at))![0];
    if (/f/i.test(prefix)) {
      const content = code.slice(at, end + 1).replace(/^("""|'''|"|')([\s\S]*)\1$/, '$2').replaceAll('{{', '').replaceAll('}}', '');
      if (/\{\s*[}!:]/.test(content)) return 'f-string: empty expression not allowed';
      const opened = content.split('{').length;
      const closed = content.split('}').length;
      if (opened > closed) return "f-string: expecting '}'";
      if (closed > opened) return "f-string: single '}' is not allowed";
    }
    at = end;
  }
  return undefined;
}

// Statements ------------------------------------------------------------------------------------------------------

function legacyCall(code: string, probe: Probe): string | undefined {
  const found = /^(print|exec)\s+([^(=\s][\s\S]*)$/.exec(code);
  if (found === null || probe.expression(found[2]) === undefined) return undefined;
  return `Missing parentheses in call to '${found[1]}'. Did you mean ${found[1]}(...)?`;
}

const OPENERS = new Set(['if', 'elif', 'else', 'for', 'while', 'try', 'except', 'finally', 'with', 'def', 'class', 'async']);

function missingColon(code: string, word: string, probe: Probe): string | undefined {
  if (!OPENERS.has(word) || code.endsWith(':')) return undefined;
  const body = `${code}:\n   pass\n`;
  const snippet = word === 'elif' || word === 'else' ? `if 1:\n  pass\n${body}` : word === 'except' || word === 'finally' ? `try:\n  pass\n${body}` : body;
  return probe.parses(snippet) ? "expected ':'" : undefined;
}

function badTarget(code: string, word: string, probe: Probe): string | undefined {
  if (word === 'for') {
    const found = /^for\s+([\s\S]*?)\s+in\b/.exec(code);
    return found === null ? undefined : cannotAssign(probe.expression(found[1]));
  }
  const header = /^(?:if|elif|while)\b([\s\S]*?):?$/.exec(code)?.[1];
  const { parts, operator } = splitAssignment(header ?? code);
  if (parts.length < 2) return undefined;
  const first = probe.expression(parts[0].trim());
  if (first === undefined) return undefined;
  if (operator !== '=') {
    return header === undefined && invalidPart(first, 'augment') !== undefined ? `'${describe(first)}' is an illegal expression for augmented assignment` : undefined;
  }
  if (parts.length === 2 && isTight(first, parts[0]) && !/^\s*(?:not|lambda|yield|\*)/.test(parts[1])) {
    if (first.kind === 'Name') return header === undefined ? undefined : "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    if (header !== undefined || invalidPart(first, 'assign') !== undefined) return `cannot assign to ${describe(first)} here. Maybe you meant '==' instead of '='?`;
  }
  if (header !== undefined) return undefined;
  for (const part of parts.slice(0, -1)) {
    if (/^\s*yield\b/.test(part)) return 'assignment to yield expression not possible';
    const message = cannotAssign(probe.expression(part.trim()));
    if (message !== undefined) return message;
  }
  return undefined;
}

function cannotAssign(target: Expr | undefined): string | undefined {
  const part = target === undefined ? undefined : invalidPart(target, 'assign');
  return part === undefined ? undefined : `cannot assign to ${describe(part)}`;
}

// A `bitwise_or` of the grammar that is no list, tuple, generator or constant name.
function isTight(expr: Expr, source: string): boolean {
  switch (expr.kind) {
    case 'List': case 'Tuple': case 'GeneratorExp': return false;
    case 'Constant': return expr.value.type !== 'none' && expr.value.type !== 'bool';
    case 'Compare': case 'BoolOp': case 'IfExp': case 'Lambda': case 'NamedExpr': case 'Yield': case 'YieldFrom': return source.trim().startsWith('(');
    case 'UnaryOp': return expr.op !== 'not' || source.trim().startsWith('(');
    default: return true;
  }
}

// The parts of a line around its assignment signs outside brackets, and the first of these signs.
function splitAssignment(code: string): { parts: string[]; operator: string } {
  const parts: string[] = [];
  let operator = '';
  let depth = 0;
  let from = 0;
  for (let at = 0; at < code.length; at++) {
    const char = code[at];
    if (char === '"' || char === '\'') at = skipString(code, at, code.length);
    else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === '=' && depth === 0) {
      if (code[at + 1] === '=') {
        at++;
        continue;
      }
      const before = /(?:\*\*|\/\/|<<|>>|[-+*/%@&|^])$/.exec(code.slice(from, at))?.[0] ?? '';
      if (before === '' && /[<>!:]$/.test(code.slice(from, at))) continue;
      operator ||= `${before}=`;
      parts.push(code.slice(from, at - before.length));
      from = at + 1;
    }
  }
  parts.push(code.slice(from));
  return { parts, operator };
}

function missingElse(code: string, probe: Probe): string | undefined {
  return /[^\s]\s+if\s/.test(code) && probe.parses(`${code} else 0\n`) ? "expected 'else' after 'if' expression" : undefined;
}
