// Operators: arithmetic, comparisons, `and`/`or`/`not` and `await`. Where the grammar groups otherwise than Python, they are grouped anew.
import type { BinaryOp, CompareOp, Expr, UnaryOp } from './ast.ts';
import { brokenExpr, buildFirstOperand, buildOperand, buildPlain, buildStarredOrPlain, underStar } from './build-expressions.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { locate, report, type Source } from './source.ts';

const BINARY: (BinaryOp | undefined)[] = [];
BINARY[K.PLUS] = '+'; BINARY[K.MINUS] = '-'; BINARY[K.STAR] = '*'; BINARY[K.AT] = '@'; BINARY[K.SLASH] = '/'; BINARY[K.PERCENT] = '%';
BINARY[K.DOUBLE_STAR] = '**'; BINARY[K.LEFT_SHIFT] = '<<'; BINARY[K.RIGHT_SHIFT] = '>>'; BINARY[K.VBAR] = '|'; BINARY[K.CIRCUMFLEX] = '^';
BINARY[K.AMPER] = '&'; BINARY[K.DOUBLE_SLASH] = '//';

const COMPARE: (CompareOp | undefined)[] = [];
COMPARE[K.EQUAL_EQUAL] = '=='; COMPARE[K.NOT_EQUAL] = '!='; COMPARE[K.LESS] = '<'; COMPARE[K.LESS_EQUAL] = '<='; COMPARE[K.GREATER] = '>';
COMPARE[K.GREATER_EQUAL] = '>='; COMPARE[K.KW_IS] = 'is'; COMPARE[K.IS_NOT] = 'is not'; COMPARE[K.KW_IN] = 'in'; COMPARE[K.NOT_IN] = 'not in';

/** left operator right. A long chain `a + b + c …` leans to the left, so its spine is climbed in a loop. */
export function buildBinary(s: Source, node: number): Expr {
  if (isMisgrouped(s, node)) return regroup(s, node);
  let left = node + 1;
  if (s.kind[left] !== K.BINARY_OPERATOR) return binary(s, node, buildStarredOrPlain(s, left));
  const spine = [node];
  while (s.kind[left] === K.BINARY_OPERATOR && (isOperator(s, left - 1, K.AMPER) || !isMisgrouped(s, left))) {
    spine.push(left);
    left++;
  }
  let value = buildStarredOrPlain(s, left);
  for (let at = spine.length - 1; at >= 0; at--) value = binary(s, spine[at], value);
  return value;
}

function binary(s: Source, node: number, left: Expr): Expr {
  const token = s.next[node + 1];
  const op = BINARY[s.kind[token]];
  if (op === undefined) return brokenExpr(s, node, 'invalid syntax');
  const right = buildPlain(s, s.next[token]);
  locate(s, s.start[node], s.end[node]);
  if (left.kind === 'Starred') return underStar(s, left, span => ({ ...span, kind: 'BinOp', left: left.value, op, right }));
  return { kind: 'BinOp', left, op, right, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// The grammar lets `^` bind tighter than `&`; in Python it is the other way round. So a chain of `&` with a `^` in it is wrong.
function isMisgrouped(s: Source, node: number): boolean {
  for (let at = node; isOperator(s, at, K.AMPER); at++) {
    if (isOperator(s, at + 1, K.CIRCUMFLEX) || isOperator(s, s.next[s.next[at + 1]], K.CIRCUMFLEX)) return true;
  }
  return false;
}

function isOperator(s: Source, node: number, token: number): boolean {
  return s.kind[node] === K.BINARY_OPERATOR && s.kind[s.next[node + 1]] === token;
}

function regroup(s: Source, node: number): Expr {
  const operands: number[] = [];
  const tokens: number[] = [];
  collectBitwise(s, node, operands, tokens);
  let whole: Expr | undefined;
  let part = buildStarredOrPlain(s, operands[0]);
  let first = 0;
  for (let at = 1; at <= operands.length; at++) {
    if (at < operands.length && s.kind[tokens[at - 1]] === K.AMPER) {
      part = combine(s, operands[first], operands[at], '&', part, buildPlain(s, operands[at]));
      continue;
    }
    whole = whole === undefined ? part : combine(s, operands[0], operands[at - 1], '^', whole, part);
    if (at < operands.length) part = buildPlain(s, operands[at]);
    first = at;
  }
  return whole!;
}

function collectBitwise(s: Source, node: number, operands: number[], tokens: number[]): void {
  const token = s.next[node + 1];
  if (s.kind[node] === K.BINARY_OPERATOR && (s.kind[token] === K.AMPER || s.kind[token] === K.CIRCUMFLEX)) {
    collectBitwise(s, node + 1, operands, tokens);
    tokens.push(token);
    collectBitwise(s, s.next[token], operands, tokens);
  } else {
    operands.push(node);
  }
}

function combine(s: Source, first: number, last: number, op: BinaryOp, left: Expr, right: Expr): Expr {
  locate(s, s.start[first], s.end[last]);
  if (left.kind === 'Starred') return underStar(s, left, span => ({ ...span, kind: 'BinOp', left: left.value, op, right }));
  return { kind: 'BinOp', left, op, right, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** A chain of comparisons, which the grammar keeps flat as Python does. */
export function buildComparison(s: Source, node: number): Expr {
  const end = s.next[node];
  const left = buildStarredOrPlain(s, node + 1);
  const signs: CompareOp[] = [];
  const others: Expr[] = [];
  for (let child = s.next[node + 1]; child < end; child = s.next[child]) {
    const op = COMPARE[s.kind[child]];
    if (op !== undefined) signs.push(op);
    else if (s.kind[child] === K.LESS_GREATER) return brokenExpr(s, node, 'invalid syntax');
    else others.push(buildPlain(s, child));
  }
  const ops = exact(signs);
  const comparators = exact(others);
  locate(s, s.start[node], s.end[node]);
  if (left.kind === 'Starred') return underStar(s, left, span => ({ ...span, kind: 'Compare', left: left.value, ops, comparators }));
  return { kind: 'Compare', left, ops, comparators, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** `a and b and c` is one BoolOp in CPython; in the grammar it leans to the left. */
export function buildBoolean(s: Source, node: number): Expr {
  const wanted = s.kind[s.next[node + 1]];
  const op = wanted === K.KW_AND ? 'and' : 'or';
  const rest: number[] = [];
  let first = node;
  while (s.kind[first] === K.BOOLEAN_OPERATOR && s.kind[s.next[first + 1]] === wanted) {
    rest.push(s.next[s.next[first + 1]]);
    first++;
  }
  const grown = [buildFirstOperand(s, first)];
  for (let at = rest.length - 1; at >= 0; at--) grown.push(buildOperand(s, rest[at]));
  const values = exact(grown);
  const star = values[0];
  locate(s, s.start[node], s.end[node]);
  if (star.kind === 'Starred') return underStar(s, star, span => ({ ...span, kind: 'BoolOp', op, values: [star.value, ...values.slice(1)] }));
  return { kind: 'BoolOp', op, values, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** operator operand */
export function buildUnary(s: Source, node: number): Expr {
  const token = s.kind[node + 1];
  const op: UnaryOp = token === K.MINUS ? '-' : token === K.PLUS ? '+' : token === K.TILDE ? '~' : 'not';
  const operand = buildOperand(s, s.next[node + 1]);
  locate(s, s.start[node], s.end[node]);
  // A star that the grammar would not take was written as `~` (repair.ts).
  if (token === K.TILDE && s.text.charCodeAt(s.start[node]) === 42) {
    return { kind: 'Starred', value: operand, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  return { kind: 'UnaryOp', op, operand, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** The grammar takes `await x ** y` as `await (x ** y)`; in Python `await` binds tighter, and takes only what binds tighter still. */
export function buildAwait(s: Source, node: number): Expr {
  const operand = s.next[node + 1];
  if (s.kind[operand] === K.BINARY_OPERATOR) {
    const value = binary(s, operand, awaited(s, node, operand + 1));
    locate(s, s.start[node], s.end[node]);
    return { ...value, line: s.line, col: s.col };
  }
  return awaited(s, node, operand);
}

function awaited(s: Source, node: number, operand: number): Expr {
  const value = buildPlain(s, operand);
  const kind = s.kind[operand];
  if (kind === K.AWAIT || kind === K.UNARY_OPERATOR || kind === K.NOT_OPERATOR) report(s, s.start[operand], s.end[operand], 'invalid syntax');
  locate(s, s.start[node], s.end[operand]);
  return { kind: 'Await', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
