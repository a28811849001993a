// `match` and its patterns (PEP 634): tree nodes to AST.
import type { Expr, Match, MatchCase, MatchMapping, Pattern, Stmt } from './ast.ts';
import { brokenExpr, buildExpr, buildTest } from './build-expressions.ts';
import { buildSuite, closed } from './build-compound.ts';
import { checkHeader } from './layout.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, type Source } from './source.ts';

/** 'match' subject, … ':' block of cases */
export function buildMatch(s: Source, node: number): Match {
  const subjects: number[] = [];
  let commas = 0;
  let block = node;
  let to = 0;
  for (let child = s.next[node + 1]; child < s.next[node]; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind === K.BLOCK) {
      block = child;
    } else if (kind === K.COMMA) {
      commas++;
      to = s.end[child];
    } else if (kind !== K.COLON) {
      subjects.push(child);
      to = s.end[child];
    }
  }
  const elts = subjects.map(child => (commas > 0 ? buildExpr(s, child) : buildTest(s, child)));
  checkHeader(s, node, block);
  let subject = elts[0];
  if (commas > 0) {
    locate(s, s.start[subjects[0]], to);
    subject = { kind: 'Tuple', elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  const cases: MatchCase[] = [];
  for (let child = block + 1; child < s.next[block]; child = s.next[child]) if (s.kind[child] === K.CASE_CLAUSE) cases.push(buildCase(s, child));
  const last = cases[cases.length - 1];
  closed(s, node, last === undefined ? [] : last.body);
  return { kind: 'Match', subject, cases, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// 'case' case_pattern, … [if_clause] ':' block
function buildCase(s: Source, node: number): MatchCase {
  const patterns: Pattern[] = [];
  let commas = 0;
  let guard: Expr | null = null;
  let body: readonly Stmt[] = [];
  let from = -1;
  let to = 0;
  for (let child = s.next[node + 1]; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.CASE_PATTERN:
        patterns.push(buildPattern(s, child));
        if (from === -1) from = s.start[child];
        to = s.end[child];
        break;
      case K.COMMA:
        commas++;
        to = s.end[child];
        break;
      case K.IF_CLAUSE: guard = buildTest(s, s.next[child + 1]); break;
      case K.BLOCK: body = buildSuite(s, node, child); break;
      default: break;
    }
  }
  let pattern = patterns[0];
  if (commas > 0 || pattern.kind === 'MatchStar') {
    locate(s, from, to);
    pattern = { kind: 'MatchSequence', patterns, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  return { pattern, guard, body };
}

// The pattern at `node`, a `case_pattern` or one of the simple patterns. A negative number is two nodes, of which this is the first.
function buildPattern(s: Source, node: number): Pattern {
  switch (s.kind[node]) {
    case K.CASE_PATTERN: return buildPattern(s, node + 1);
    case K.AS_PATTERN: return buildAs(s, node);
    case K.UNION_PATTERN: return buildUnion(s, node);
    case K.CLASS_PATTERN: return buildClass(s, node);
    case K.LIST_PATTERN: return buildSequence(s, node);
    case K.TUPLE_PATTERN: return buildGroup(s, node);
    case K.DICT_PATTERN: return buildMapping(s, node);
    case K.SPLAT_PATTERN: {
      const name = s.next[node + 1];
      const id = nameAt(s, s.start[name], s.end[name]);
      locate(s, s.start[node], s.end[node]);
      return { kind: 'MatchStar', name: id === '_' ? null : id, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.UNDERSCORE:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'MatchAs', pattern: null, name: null, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.DOTTED_NAME: return buildNamePattern(s, node);
    case K.NONE: return singleton(s, node, null);
    case K.TRUE: return singleton(s, node, true);
    case K.FALSE: return singleton(s, node, false);
    default: return value(literal(s, node));
  }
}

function singleton(s: Source, node: number, value: null | boolean): Pattern {
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchSingleton', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function value(expr: Expr): Pattern {
  const { line, col, endLine, endCol } = expr;
  return { kind: 'MatchValue', value: expr, line, col, endLine, endCol };
}

// A string, a number with its sign, or a sum of two numbers; the sign is a node of its own in the grammar.
function literal(s: Source, node: number): Expr {
  switch (s.kind[node]) {
    case K.MINUS: {
      const operand = buildExpr(s, s.next[node]);
      locate(s, s.start[node], s.end[s.next[node]]);
      return { kind: 'UnaryOp', op: '-', operand, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.COMPLEX_PATTERN: {
      let child = node + 1;
      const left = literal(s, child);
      child = s.kind[child] === K.MINUS ? s.next[s.next[child]] : s.next[child];
      const op = s.kind[child] === K.PLUS ? '+' : '-';
      const right = buildExpr(s, s.next[child]);
      locate(s, s.start[node], s.end[node]);
      return { kind: 'BinOp', left, op, right, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.STRING: case K.CONCATENATED_STRING: case K.INTEGER: case K.FLOAT: case K.DOTTED_NAME:
    case K.NONE: case K.TRUE: case K.FALSE:
      return buildExpr(s, node);
    default: return brokenExpr(s, node, 'invalid syntax');
  }
}

function buildNamePattern(s: Source, node: number): Pattern {
  const single = s.next[node + 1] === s.next[node];
  if (!single) return value(buildExpr(s, node));
  const name = nameAt(s, s.start[node], s.end[node]);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchAs', pattern: null, name: name === '_' ? null : name, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// case_pattern 'as' identifier
function buildAs(s: Source, node: number): Pattern {
  const target = s.next[s.next[node + 1]];
  const pattern = buildPattern(s, node + 1);
  const name = nameAt(s, s.start[target], s.end[target]);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchAs', pattern, name, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildUnion(s: Source, node: number): Pattern {
  const patterns: Pattern[] = [];
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind === K.VBAR || kind === K.ERROR) continue;
    // The grammar nests unions to the left or right as it likes.
    if (kind === K.UNION_PATTERN) {
      const nested = buildUnion(s, child);
      if (nested.kind === 'MatchOr') patterns.push(...nested.patterns);
      continue;
    }
    patterns.push(buildPattern(s, child));
    if (kind === K.MINUS) child = s.next[child];
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchOr', patterns, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function patternsIn(s: Source, node: number): { patterns: Pattern[]; commas: number } {
  const patterns: Pattern[] = [];
  let commas = 0;
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    if (s.kind[child] === K.CASE_PATTERN) patterns.push(buildPattern(s, child));
    else if (s.kind[child] === K.COMMA) commas++;
  }
  return { patterns, commas };
}

function buildSequence(s: Source, node: number): Pattern {
  const { patterns } = patternsIn(s, node);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchSequence', patterns, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildGroup(s: Source, node: number): Pattern {
  const { patterns, commas } = patternsIn(s, node);
  if (patterns.length === 1 && commas === 0 && patterns[0].kind !== 'MatchStar') return patterns[0];
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchSequence', patterns, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildMapping(s: Source, node: number): MatchMapping {
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.LBRACE: case K.RBRACE: case K.COMMA: case K.COLON: case K.ERROR: break;
      case K.SPLAT_PATTERN: {
        const name = s.next[child + 1];
        rest = nameAt(s, s.start[name], s.end[name]);
        break;
      }
      case K.CASE_PATTERN: patterns.push(buildPattern(s, child)); break;
      default:
        keys.push(literal(s, child));
        if (s.kind[child] === K.MINUS) child = s.next[child];
    }
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchMapping', keys, patterns, rest, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// dotted_name '(' case_pattern, … ')'
function buildClass(s: Source, node: number): Pattern {
  const cls = buildExpr(s, node + 1);
  const patterns: Pattern[] = [];
  const kwdAttrs: string[] = [];
  const kwdPatterns: Pattern[] = [];
  const end = s.next[node];
  for (let child = s.next[node + 1]; child < end; child = s.next[child]) {
    if (s.kind[child] !== K.CASE_PATTERN) continue;
    let only = child + 1;
    let alias = -1;
    // `C(x=p as y)`: the grammar puts the `as` around the keyword.
    if (s.kind[only] === K.AS_PATTERN && s.kind[only + 1] === K.CASE_PATTERN && s.kind[only + 2] === K.KEYWORD_PATTERN) {
      alias = s.next[s.next[only + 1]];
      only += 2;
    }
    if (s.kind[only] !== K.KEYWORD_PATTERN) {
      patterns.push(buildPattern(s, child));
      continue;
    }
    const of = s.next[s.next[only + 1]];
    kwdAttrs.push(nameAt(s, s.start[only + 1], s.end[only + 1]));
    const pattern = buildPattern(s, of);
    if (alias === -1) {
      kwdPatterns.push(pattern);
    } else {
      const name = nameAt(s, s.start[alias], s.end[alias]);
      locate(s, s.start[of], s.end[alias]);
      kwdPatterns.push({ kind: 'MatchAs', pattern, name, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
    }
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'MatchClass', cls, patterns, kwdAttrs, kwdPatterns, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
