// String literals as expressions: one literal, implicit concatenations, and formatted strings (PEP 498, 701) with their nested parts.
// All parts of one concatenation carry the span of the whole, as in CPython 3.11.
import type { Constant, Expr, FormattedValue, JoinedStr, Tuple } from './ast.ts';
import { wouldPair } from '../text/surrogates.ts';
import { buildExpr } from './build-expressions.ts';
import { isFormatted } from './flat-tree.ts';
import { decodeBytes, decodeText, quoting, SURROGATE_PAIR, UNNAMED } from './literals.ts';
import * as K from './node-kinds.ts';
import { locate, report, type Source } from './source.ts';

/** A `string` or `concatenated_string` node as CPython builds it. */
export function buildString(s: Source, node: number): Expr {
  const { text } = s;
  const from = s.start[node];
  const to = s.end[node];
  if (s.kind[node] === K.STRING && !isFormatted(text, from)) {
    const { raw, bytes, valid, from: open, to: close } = quoting(text, from, to);
    if (!valid) return broken(s, from, to, 'invalid syntax');
    const content = text.slice(open, close);
    const value = bytes ? decodeBytes(content, raw) : decodeText(content, raw, s.characterNamed);
    if (typeof value === 'string') {
      locate(s, from, to);
      return { kind: 'Constant', value: { type: 'str', value }, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    if ('problem' in value) return broken(s, from, to, value.problem);
    locate(s, from, to);
    return { kind: 'Constant', value: { type: 'bytes', value }, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  const literals: number[] = [];
  if (s.kind[node] === K.STRING) literals.push(node);
  else for (let child = node + 1; child < s.next[node]; child = s.next[child]) literals.push(child);
  return join(s, literals, from, to);
}

// A string that only we cannot build is no error of the program's.
function broken(s: Source, from: number, to: number, message: string): Expr {
  if (message === SURROGATE_PAIR || message === UNNAMED) locate(s, from, to);
  else report(s, from, to, message);
  return { kind: 'BrokenExpr', message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// The pieces of a concatenation while it grows.
interface Pieces {
  readonly s: Source;
  readonly from: number;
  readonly to: number;
  readonly values: (Constant | FormattedValue)[];
  pending: string;
  problem: string | undefined;
}

function join(s: Source, literals: readonly number[], from: number, to: number): Expr {
  const quotings = literals.map(literal => quoting(s.text, s.start[literal], s.end[literal]));
  if (!quotings.every(one => one.valid)) return broken(s, from, to, 'invalid syntax');
  if (quotings.some(one => one.bytes)) {
    if (!quotings.every(one => one.bytes)) return broken(s, from, to, 'cannot mix bytes and nonbytes literals');
    const parts: number[] = [];
    for (const { from: open, to: close, raw } of quotings) {
      const part = decodeBytes(s.text.slice(open, close), raw);
      if ('problem' in part) return broken(s, from, to, part.problem);
      for (const byte of part) parts.push(byte);
    }
    locate(s, from, to);
    return { kind: 'Constant', value: { type: 'bytes', value: Uint8Array.from(parts) }, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  const pieces: Pieces = { s, from, to, values: [], pending: '', problem: undefined };
  let formatted = false;
  for (let at = 0; at < literals.length; at++) {
    const { raw, from: open, to: close } = quotings[at];
    if (quotings[at].formatted) {
      formatted = true;
      addFormatted(pieces, literals[at], literals[at], open, close, raw, true);
    } else {
      addText(pieces, s.text.slice(open, close), raw);
    }
  }
  if (pieces.problem !== undefined) return broken(s, from, to, pieces.problem);
  if (!formatted) {
    locate(s, from, to);
    return { kind: 'Constant', value: { type: 'str', value: pieces.pending }, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  return finish(pieces, from, to);
}

function finish(pieces: Pieces, from: number, to: number): JoinedStr {
  flush(pieces, from, to);
  const { s, values } = pieces;
  locate(s, from, to);
  return { kind: 'JoinedStr', values, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function flush(pieces: Pieces, from: number, to: number): void {
  const { s, pending } = pieces;
  if (pending === '') return;
  locate(s, from, to);
  pieces.values.push({ kind: 'Constant', value: { type: 'str', value: pending }, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
  pieces.pending = '';
}

function addText(pieces: Pieces, content: string, raw: boolean): void {
  const decoded = decodeText(content, raw, pieces.s.characterNamed);
  if (typeof decoded === 'string') {
    if (wouldPair(pieces.pending, decoded)) pieces.problem ??= SURROGATE_PAIR;
    pieces.pending += decoded;
  } else {
    pieces.problem ??= decoded.problem;
  }
}

// The parts of one formatted literal, or of one format spec: text between its interpolations, from `open` to `close`.
function addFormatted(pieces: Pieces, literal: number, node: number, open: number, close: number, raw: boolean, doubled: boolean): void {
  const { s } = pieces;
  let at = open;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind === K.INTERPOLATION || kind === K.FORMAT_EXPRESSION) {
      addLiteralPart(pieces, at, s.start[child], raw, doubled);
      addInterpolation(pieces, literal, child, raw);
      at = s.end[child];
    }
  }
  addLiteralPart(pieces, at, close, raw, doubled);
}

function addLiteralPart(pieces: Pieces, from: number, to: number, raw: boolean, doubled: boolean): void {
  if (from >= to) return;
  const content = pieces.s.text.slice(from, to);
  addText(pieces, doubled ? undouble(content, raw) : content, raw);
}

/** `{{` and `}}` become single braces; the braces of `\N{…}` stay. */
function undouble(content: string, raw: boolean): string {
  if (!content.includes('{') && !content.includes('}')) return content;
  let out = '';
  for (let at = 0; at < content.length; at++) {
    const char = content[at];
    if (char === '\\' && !raw) {
      const next = content[at + 1];
      if (next === 'N' && content[at + 2] === '{') {
        const close = content.indexOf('}', at);
        out += content.slice(at, close + 1);
        if (close === -1) return out + content.slice(at);
        at = close;
      } else if (next === '{' || next === '}') {
        out += char;
      } else {
        out += char + (next ?? '');
        at++;
      }
    } else {
      out += char;
      if ((char === '{' || char === '}') && content[at + 1] === char) at++;
    }
  }
  return out;
}

function addInterpolation(pieces: Pieces, literal: number, node: number, raw: boolean): void {
  const { s } = pieces;
  const { text } = s;
  let value: Expr | undefined;
  let conversion: FormattedValue['conversion'] | undefined;
  let spec: JoinedStr | null = null;
  let echoTo = -1;
  const inside = s.start[node] + 1;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.LBRACE: break;
      case K.RBRACE: break;
      case K.EQUAL: {
        const after = s.next[child];
        echoTo = after < s.next[node] ? s.start[after] : s.end[child];
        break;
      }
      case K.TYPE_CONVERSION: {
        const letter = text.slice(s.start[child] + 1, s.end[child]);
        if (letter !== 's' && letter !== 'r' && letter !== 'a') {
          pieces.problem ??= `f-string: invalid conversion character: expected 's', 'r', or 'a'`;
        } else {
          conversion = letter;
        }
        break;
      }
      case K.FORMAT_SPECIFIER: {
        const inner: Pieces = { s, from: pieces.from, to: pieces.to, values: [], pending: '', problem: undefined };
        addFormatted(inner, literal, child, s.start[child] + 1, s.end[child], raw, false);
        // CPython gives a spec the span of its own literal, not of the concatenation.
        spec = finish(inner, s.start[literal], s.end[literal]);
        pieces.problem ??= inner.problem;
        break;
      }
      case K.NAMED_EXPRESSION: {
        // `{x:=5}` is x with the spec "=5"; a walrus needs parentheses.
        const sign = s.next[child + 1];
        value = buildExpr(s, child + 1);
        const inner: Pieces = { s, from: pieces.from, to: pieces.to, values: [], pending: '=', problem: undefined };
        if (s.text.slice(s.start[sign] + 2, s.end[node] - 1).includes('{')) pieces.problem ??= 'nested format spec';
        else addLiteralPart(inner, s.start[sign] + 2, s.end[node] - 1, raw, false);
        spec = finish(inner, s.start[literal], s.end[literal]);
        break;
      }
      default:
        value = buildExpr(s, child);
        if (s.kind[child] === K.LAMBDA) report(s, s.start[child], s.end[child], 'f-string: invalid syntax');
        if (value.kind === 'Starred') report(s, s.start[child], s.end[child], 'f-string: cannot use starred expression here');
        if (s.kind[child] === K.EXPRESSION_LIST || s.kind[child] === K.PATTERN_LIST) value = inParentheses(s, value as Tuple, inside - 1, child);
    }
  }
  if (value === undefined) {
    pieces.problem ??= 'f-string: empty expression not allowed';
    return;
  }
  if (echoTo !== -1) {
    pieces.pending += text.slice(inside, echoTo);
    if (conversion === undefined && spec === null) conversion = 'r';
  }
  flush(pieces, pieces.from, pieces.to);
  locate(s, pieces.from, pieces.to);
  pieces.values.push({
    kind: 'FormattedValue', value, conversion: conversion ?? '', spec, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol,
  });
}

// CPython 3.11 compiles the field as if its braces were parentheses, which then belong to a bare tuple.
function inParentheses(s: Source, tuple: Tuple, from: number, node: number): Tuple {
  let to = s.end[node];
  while (s.text.charCodeAt(to) <= 32) to++;
  locate(s, from, to + 1);
  return { kind: 'Tuple', elts: tuple.elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
