// Statements without a body: expressions, assignments, `return`, `raise`, `assert`, `del`, `global` and `nonlocal`.
import type { Assign, BinaryOp, Expr, Stmt } from './ast.ts';
import { buildBareTuple } from './build-displays.ts';
import { buildExpr, buildPlain, buildStarredOrPlain } from './build-expressions.ts';
import { buildAnnotation } from './build-parameters.ts';
import { brokenStatement } from './build-statements.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, report, type Source } from './source.ts';
import { checkTarget } from './targets.ts';

const AUGMENTED: BinaryOp[] = [];
AUGMENTED[K.PLUS_EQUAL] = '+'; AUGMENTED[K.MINUS_EQUAL] = '-'; AUGMENTED[K.STAR_EQUAL] = '*'; AUGMENTED[K.SLASH_EQUAL] = '/'; AUGMENTED[K.AT_EQUAL] = '@';
AUGMENTED[K.DOUBLE_SLASH_EQUAL] = '//'; AUGMENTED[K.PERCENT_EQUAL] = '%'; AUGMENTED[K.DOUBLE_STAR_EQUAL] = '**'; AUGMENTED[K.RIGHT_SHIFT_EQUAL] = '>>';
AUGMENTED[K.LEFT_SHIFT_EQUAL] = '<<'; AUGMENTED[K.AMPER_EQUAL] = '&'; AUGMENTED[K.CIRCUMFLEX_EQUAL] = '^'; AUGMENTED[K.VBAR_EQUAL] = '|';

export function buildExpressionStatement(s: Source, node: number): Stmt {
  const child = node + 1;
  const kind = s.kind[child];
  if (kind === K.ASSIGNMENT) return buildAssignment(s, child);
  if (kind === K.AUGMENTED_ASSIGNMENT) {
    const token = s.next[child + 1];
    const target = buildExpr(s, child + 1);
    checkTarget(s, child + 1, target, 'augment');
    const right = s.next[token];
    if (s.kind[right] === K.ASSIGNMENT || s.kind[right] === K.AUGMENTED_ASSIGNMENT) return brokenStatement(s, node, 'invalid syntax');
    const value = buildStarredOrPlain(s, right);
    locate(s, s.start[node], s.end[node]);
    return { kind: 'AugAssign', target, op: AUGMENTED[s.kind[token]], value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  // `a, b` as a statement has its commas directly below.
  const value = s.next[child] < s.next[node] ? buildBareTuple(s, node) : buildStarredOrPlain(s, child);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'ExprStmt', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildAssignment(s: Source, node: number): Stmt {
  const token = s.next[node + 1];
  if (s.kind[token] === K.COLON) {
    const target = buildExpr(s, node + 1);
    const type = s.next[token];
    const annotation = buildAnnotation(s, type);
    const equal = s.next[type];
    let value: Expr | null = null;
    if (equal < s.next[node]) {
      const right = s.next[equal];
      if (s.kind[right] === K.ASSIGNMENT || s.kind[right] === K.AUGMENTED_ASSIGNMENT) return brokenStatement(s, node, 'invalid syntax');
      value = buildStarredOrPlain(s, right);
    }
    if (target.kind === 'Tuple' || target.kind === 'List') {
      report(s, s.start[node], s.end[node + 1], `only single target (not ${target.kind === 'Tuple' ? 'tuple' : 'list'}) can be annotated`);
    } else if (target.kind === 'Starred') {
      report(s, s.start[node], s.end[node + 1], 'illegal target for annotation');
    }
    locate(s, s.start[node], s.end[node]);
    return { kind: 'AnnAssign', target, annotation, value, simple: s.kind[node + 1] === K.IDENTIFIER, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  const targets: Expr[] = [];
  let at = node;
  let right = node;
  while (s.kind[at] === K.ASSIGNMENT) {
    const target = buildExpr(s, at + 1);
    checkTarget(s, at + 1, target, 'assign');
    targets.push(target);
    const sign = s.next[at + 1];
    if (s.kind[sign] !== K.EQUAL) return brokenStatement(s, node, 'invalid syntax');
    right = s.next[sign];
    at = right;
  }
  if (s.kind[right] === K.AUGMENTED_ASSIGNMENT) return brokenStatement(s, node, 'invalid syntax');
  const value = buildStarredOrPlain(s, right);
  locate(s, s.start[node], s.end[node]);
  const assign: Assign = { kind: 'Assign', targets: exact(targets), value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  return assign;
}

export function buildReturn(s: Source, node: number): Stmt {
  const child = s.next[node + 1];
  const value = child < s.next[node] ? buildStarredOrPlain(s, child) : null;
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Return', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildRaise(s: Source, node: number): Stmt {
  const end = s.next[node];
  let exc: Expr | null = null;
  let cause: Expr | null = null;
  let child = s.next[node + 1];
  if (child < end && s.kind[child] !== K.KW_FROM) {
    if (s.kind[child] === K.EXPRESSION_LIST) return brokenStatement(s, node, 'invalid syntax');
    exc = buildPlain(s, child);
    child = s.next[child];
  }
  if (child < end) {
    if (exc === null) return brokenStatement(s, node, 'invalid syntax');
    cause = buildPlain(s, s.next[child]);
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Raise', exc, cause, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildAssert(s: Source, node: number): Stmt {
  const test = s.next[node + 1];
  const comma = s.next[test];
  const condition = buildPlain(s, test);
  const msg = comma < s.next[node] ? buildPlain(s, s.next[comma]) : null;
  if (comma < s.next[node] && s.next[s.next[comma]] < s.next[node]) return brokenStatement(s, node, 'invalid syntax');
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Assert', test: condition, msg, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildDelete(s: Source, node: number): Stmt {
  const child = s.next[node + 1];
  const targets = s.kind[child] === K.EXPRESSION_LIST ? buildBareTuple(s, child).elts : [buildExpr(s, child)];
  for (const target of targets) checkTarget(s, child, target, 'delete');
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Delete', targets, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildScopeStatement(s: Source, node: number): Stmt {
  const names: string[] = [];
  for (let child = s.next[node + 1]; child < s.next[node]; child = s.next[child]) {
    if (s.kind[child] === K.IDENTIFIER) names.push(nameAt(s, s.start[child], s.end[child]));
  }
  locate(s, s.start[node], s.end[node]);
  const kind = s.kind[node] === K.GLOBAL_STATEMENT ? 'Global' : 'Nonlocal';
  return { kind, names, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
