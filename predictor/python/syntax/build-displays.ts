// Tuples, lists, sets, dictionaries and comprehensions.
import type { Expr, Tuple } from './ast.ts';
import { brokenExpr, buildExpr, buildOperand, buildPlain, buildStarredOrPlain } from './build-expressions.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { locate, report, type Source } from './source.ts';
import { checkTarget } from './targets.ts';

function elements(s: Source, node: number): readonly Expr[] {
  const elts: Expr[] = [];
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.COMMA: case K.LPAR: case K.RPAR: case K.LSQB: case K.RSQB: case K.LBRACE: case K.RBRACE: case K.ERROR: break;
      default: elts.push(element(s, child));
    }
  }
  return exact(elts);
}

function element(s: Source, node: number): Expr {
  if (s.kind[node] === K.YIELD) report(s, s.start[node], s.end[node], 'invalid syntax');
  return buildExpr(s, node);
}

function hasComma(s: Source, node: number): boolean {
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) if (s.kind[child] === K.COMMA) return true;
  return false;
}

/** A tuple in parentheses; as a target `(a)` is only `a`. */
export function buildTuple(s: Source, node: number): Expr {
  const elts = elements(s, node);
  if (elts.length === 1 && !hasComma(s, node)) {
    if (elts[0].kind === 'Starred') report(s, s.start[node], s.end[node], 'cannot use starred expression here');
    return elts[0];
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Tuple', elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** A tuple without parentheses, whose elements are the children of `node`. */
export function buildBareTuple(s: Source, node: number): Tuple {
  const elts: Expr[] = [];
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind !== K.COMMA && kind !== K.ERROR) elts.push(buildStarredOrPlain(s, child));
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Tuple', elts: exact(elts), line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildList(s: Source, node: number): Expr {
  const elts = elements(s, node);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'List', elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildSet(s: Source, node: number): Expr {
  const elts = elements(s, node);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Set', elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildDict(s: Source, node: number): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.PAIR:
        keys.push(buildPlain(s, child + 1));
        values.push(pairValue(s, child));
        break;
      case K.DICTIONARY_SPLAT:
        keys.push(null);
        values.push(buildPlain(s, s.next[child + 1]));
        break;
      case K.COMMA:
        if (values.length === 0) report(s, s.start[child], s.end[child], 'invalid syntax');
        break;
      default:
    }
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Dict', keys: exact(keys), values: exact(values), line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// key ':' value
function pairValue(s: Source, pair: number): Expr {
  const value = s.next[s.next[pair + 1]];
  const expr = buildExpr(s, value);
  if (expr.kind === 'Starred') report(s, s.start[value], s.end[value], 'cannot use a starred expression in a dictionary value');
  else if (s.kind[value] === K.NAMED_EXPRESSION) report(s, s.start[value], s.end[value], 'invalid syntax');
  return expr;
}

interface Generator {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: Expr[];
  readonly isAsync: boolean;
}

/** A list, set or dictionary comprehension, or a generator expression. */
export function buildComprehension(s: Source, node: number): Expr {
  const end = s.next[node];
  const generators: Generator[] = [];
  const kind = s.kind[node];
  let body = -1;
  let elt: Expr | undefined;
  let key: Expr | undefined;
  for (let child = s.next[node + 1]; child < end; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.FOR_IN_CLAUSE: generators.push(buildForIn(s, child)); break;
      case K.IF_CLAUSE: generators[generators.length - 1]?.ifs.push(buildOperand(s, s.next[child + 1])); break;
      case K.RPAR: case K.RSQB: case K.RBRACE: case K.ERROR: break;
      default:
        if (body !== -1) break;
        body = child;
        if (kind === K.DICTIONARY_COMPREHENSION) {
          key = buildPlain(s, child + 1);
          elt = pairValue(s, child);
        } else {
          elt = buildExpr(s, child);
          if (elt.kind === 'Starred') report(s, s.start[child], s.end[child], 'iterable unpacking cannot be used in comprehension');
        }
    }
  }
  if (elt === undefined || generators.length === 0) return brokenExpr(s, node, 'invalid syntax');
  locate(s, s.start[node], s.end[node]);
  const { line, col, endLine, endCol } = s;
  switch (kind) {
    case K.LIST_COMPREHENSION: return { kind: 'ListComp', elt, generators, line, col, endLine, endCol };
    case K.SET_COMPREHENSION: return { kind: 'SetComp', elt, generators, line, col, endLine, endCol };
    case K.GENERATOR_EXPRESSION: return { kind: 'GeneratorExp', elt, generators, line, col, endLine, endCol };
    default: return { kind: 'DictComp', key: key!, value: elt, generators, line, col, endLine, endCol };
  }
}

// ['async'] 'for' left 'in' right
function buildForIn(s: Source, node: number): Generator {
  let child = node + 1;
  const isAsync = s.kind[child] === K.KW_ASYNC;
  if (isAsync) child = s.next[child];
  const left = s.next[child];
  const target = buildExpr(s, left);
  checkTarget(s, left, target, 'assign');
  const right = s.next[s.next[left]];
  const iter = buildOperand(s, right);
  if (s.next[right] < s.next[node]) report(s, s.start[right], s.end[node], 'Generator expression must be parenthesized');
  return { target, iter, ifs: [], isAsync };
}
