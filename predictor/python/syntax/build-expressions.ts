// Expressions: tree nodes to AST. Positions are those of CPython's `ast`: parentheses belong to a node only where CPython says so.
// Operators, displays and parameters have files of their own.
import type { Constant, Expr, Keyword, Literal, Name, Starred } from './ast.ts';
import { buildBareTuple, buildComprehension, buildDict, buildList, buildSet, buildTuple } from './build-displays.ts';
import { buildAwait, buildBinary, buildBoolean, buildComparison, buildUnary } from './build-operators.ts';
import { buildParams, NO_PARAMS } from './build-parameters.ts';
import { exact } from './exact.ts';
import { buildString } from './f-strings.ts';
import { numberLiteral } from './literals.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, report, type Source } from './source.ts';

const NONE: Literal = { type: 'none' };
const TRUE: Literal = { type: 'bool', value: true };
const FALSE: Literal = { type: 'bool', value: false };
const ELLIPSIS: Literal = { type: 'ellipsis' };

/** The expression at `node`, where a star or a walrus may stand. */
export function buildExpr(s: Source, node: number): Expr {
  switch (s.kind[node]) {
    case K.IDENTIFIER: return buildName(s, node);
    case K.ATTRIBUTE: case K.MEMBER_TYPE: return buildAttribute(s, node);
    case K.CALL: return buildCall(s, node);
    case K.STRING: case K.CONCATENATED_STRING: return buildString(s, node);
    case K.INTEGER: case K.FLOAT: return buildNumber(s, node);
    case K.NONE: return constant(s, node, NONE);
    case K.TRUE: return constant(s, node, TRUE);
    case K.FALSE: return constant(s, node, FALSE);
    case K.ELLIPSIS: return constant(s, node, ELLIPSIS);
    case K.SUBSCRIPT: return buildSubscript(s, node);
    case K.PARENTHESIZED_EXPRESSION: case K.PARENTHESIZED_LIST_SPLAT: return buildParenthesized(s, node);
    case K.BINARY_OPERATOR: case K.UNION_TYPE: return buildBinary(s, node);
    case K.COMPARISON_OPERATOR: return buildComparison(s, node);
    case K.BOOLEAN_OPERATOR: return buildBoolean(s, node);
    case K.NOT_OPERATOR: case K.UNARY_OPERATOR: return buildUnary(s, node);
    case K.TUPLE: case K.TUPLE_PATTERN: return buildTuple(s, node);
    case K.EXPRESSION_LIST: case K.PATTERN_LIST: return buildBareTuple(s, node);
    case K.LIST: case K.LIST_PATTERN: return buildList(s, node);
    case K.SET: return buildSet(s, node);
    case K.DICTIONARY: return buildDict(s, node);
    case K.LIST_COMPREHENSION: case K.SET_COMPREHENSION: case K.GENERATOR_EXPRESSION: case K.DICTIONARY_COMPREHENSION: return buildComprehension(s, node);
    case K.CONDITIONAL_EXPRESSION: return buildConditional(s, node);
    case K.LAMBDA: return buildLambda(s, node);
    case K.NAMED_EXPRESSION: return buildNamed(s, node);
    case K.LIST_SPLAT: case K.LIST_SPLAT_PATTERN: case K.SPLAT_TYPE: return buildStarred(s, node);
    case K.AWAIT: return buildAwait(s, node);
    case K.YIELD: return buildYield(s, node);
    case K.SLICE: case K.CONSTRAINED_TYPE: return buildSlice(s, node);
    case K.TYPE: case K.AS_PATTERN_TARGET: return buildExpr(s, node + 1);
    case K.GENERIC_TYPE: return buildGenericType(s, node);
    case K.DOTTED_NAME: return buildDotted(s, node);
    default: return brokenExpr(s, node, 'invalid syntax');
  }
}

/** The expression at `node`, where neither a star nor an unparenthesised walrus may stand. */
export function buildPlain(s: Source, node: number): Expr {
  const expr = buildExpr(s, node);
  if (expr.kind === 'Starred' || s.kind[node] === K.NAMED_EXPRESSION) report(s, s.start[node], s.end[node], 'invalid syntax');
  return expr;
}

/** The expression at `node`, as an operand: no lambda may stand there either. */
export function buildOperand(s: Source, node: number): Expr {
  if (s.kind[node] === K.LAMBDA) report(s, s.start[node], s.end[node], 'invalid syntax');
  return buildPlain(s, node);
}

/** The first operand of an operator, which may carry the star of the whole. */
export function buildFirstOperand(s: Source, node: number): Expr {
  if (s.kind[node] === K.LAMBDA) report(s, s.start[node], s.end[node], 'invalid syntax');
  return buildStarredOrPlain(s, node);
}

/** The expression at `node`, where a walrus may stand without parentheses (a condition, say) but no star. */
export function buildTest(s: Source, node: number): Expr {
  const expr = buildExpr(s, node);
  if (expr.kind === 'Starred') report(s, s.start[node], s.end[node], 'invalid syntax');
  return expr;
}

/** The expression at `node`, where a star may stand (a bare tuple is one) but no unparenthesised walrus. */
export function buildStarredOrPlain(s: Source, node: number): Expr {
  const expr = buildExpr(s, node);
  if (s.kind[node] === K.NAMED_EXPRESSION) report(s, s.start[node], s.end[node], 'invalid syntax');
  return expr;
}

/** A stand-in for what does not parse, noted among the problems. */
export function brokenExpr(s: Source, node: number, message: string): Expr {
  report(s, s.start[node], s.end[node], message);
  return { kind: 'BrokenExpr', message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// The grammar binds the star of `*a or b` or `*f(x)` to the first name; in Python it takes in the whole expression, whose span was just located.
export function underStar(s: Source, star: Starred, make: (span: { line: number; col: number; endLine: number; endCol: number }) => Expr): Starred {
  const { line, col } = star.value;
  const { endLine, endCol } = s;
  return { kind: 'Starred', value: make({ line, col, endLine, endCol }), line: star.line, col: star.col, endLine, endCol };
}

// '(' expression ')'
function buildParenthesized(s: Source, node: number): Expr {
  const end = s.next[node];
  let child = s.next[node + 1];
  while (child < end && s.kind[child] === K.ERROR) child = s.next[child];
  const expr = buildExpr(s, child);
  if (expr.kind === 'Starred') report(s, s.start[child], s.end[child], 'cannot use starred expression here');
  return expr;
}

function constant(s: Source, node: number, value: Literal): Constant {
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Constant', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** A `Name` from an identifier node. */
export function buildName(s: Source, node: number): Name {
  const from = s.start[node];
  const to = s.end[node];
  const id = nameAt(s, from, to);
  locate(s, from, to);
  return { kind: 'Name', id, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildNumber(s: Source, node: number): Expr {
  const from = s.start[node];
  const to = s.end[node];
  const value = numberLiteral(s.text, from, to);
  return 'problem' in value ? brokenExpr(s, node, value.problem) : constant(s, node, value);
}

// object '.' identifier
function buildAttribute(s: Source, node: number): Expr {
  const object = node + 1;
  const name = s.next[s.next[object]];
  const value = buildExpr(s, object);
  const attr = nameAt(s, s.start[name], s.end[name]);
  locate(s, s.start[node], s.end[node]);
  if (value.kind === 'Starred') return underStar(s, value, span => ({ ...span, kind: 'Attribute', value: value.value, attr }));
  return { kind: 'Attribute', value, attr, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// identifier ('.' identifier)*: in patterns.
function buildDotted(s: Source, node: number): Expr {
  const end = s.next[node];
  let value: Expr = buildName(s, node + 1);
  for (let child = s.next[node + 1]; child < end; child = s.next[child]) {
    if (s.kind[child] !== K.IDENTIFIER) continue;
    const attr = nameAt(s, s.start[child], s.end[child]);
    locate(s, s.start[node], s.end[child]);
    value = { kind: 'Attribute', value, attr, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  return value;
}

function buildStarred(s: Source, node: number): Expr {
  const operand = s.next[node + 1];
  if (s.kind[node + 1] === K.DOUBLE_STAR) return brokenExpr(s, node, 'invalid syntax');
  const value = buildPlain(s, operand);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Starred', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// Calls -----------------------------------------------------------------------------------------------------------

function buildCall(s: Source, node: number): Expr {
  const func = buildExpr(s, node + 1);
  const list = s.next[node + 1];
  const grown: Expr[] = [];
  const named: Keyword[] = [];
  if (s.kind[list] === K.GENERATOR_EXPRESSION) grown.push(buildExpr(s, list));
  else buildArguments(s, list, grown, named);
  const args = exact(grown);
  const keywords = exact(named);
  locate(s, s.start[node], s.end[node]);
  if (func.kind === 'Starred') return underStar(s, func, span => ({ ...span, kind: 'Call', func: func.value, args, keywords }));
  return { kind: 'Call', func, args, keywords, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** The arguments of a call or of a class statement. */
export function buildArguments(s: Source, list: number, args: Expr[], keywords: Keyword[]): void {
  const end = s.next[list];
  let unpacked = false;
  for (let child = list + 1; child < end; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.LPAR: case K.RPAR: case K.ERROR: break;
      case K.COMMA:
        if (args.length === 0 && keywords.length === 0) report(s, s.start[child], s.end[child], 'invalid syntax');
        break;
      case K.KEYWORD_ARGUMENT: {
        const arg = nameAt(s, s.start[child + 1], s.end[child + 1]);
        const value = buildPlain(s, s.next[s.next[child + 1]]);
        locate(s, s.start[child], s.end[child]);
        keywords.push({ arg, value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
        break;
      }
      case K.DICTIONARY_SPLAT: {
        const value = buildPlain(s, s.next[child + 1]);
        locate(s, s.start[child], s.end[child]);
        keywords.push({ arg: null, value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
        unpacked = true;
        break;
      }
      default: {
        const arg = buildExpr(s, child);
        if (arg.kind === 'Starred') {
          if (unpacked) report(s, s.start[child], s.end[child], 'iterable argument unpacking follows keyword argument unpacking');
        } else if (keywords.length > 0) {
          report(s, s.start[child], s.end[child], `positional argument follows keyword argument${unpacked ? ' unpacking' : ''}`);
        }
        args.push(arg);
      }
    }
  }
  if (args.length + keywords.length > 1) {
    for (let child = list + 1; child < end; child = s.next[child]) {
      if (s.kind[child] === K.GENERATOR_EXPRESSION && s.text.charCodeAt(s.start[child]) !== 40) {
        report(s, s.start[child], s.end[child], 'Generator expression must be parenthesized');
      }
    }
  }
}

// Subscripts ------------------------------------------------------------------------------------------------------

function buildSubscript(s: Source, node: number): Expr {
  const value = buildExpr(s, node + 1);
  const slice = buildIndex(s, s.next[node + 1], s.next[node]);
  locate(s, s.start[node], s.end[node]);
  if (value.kind === 'Starred') return underStar(s, value, span => ({ ...span, kind: 'Subscript', value: value.value, slice }));
  return { kind: 'Subscript', value, slice, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// What stands between the brackets; from the node `[` to the node `end`. A bare tuple runs from its first item to its last comma.
function buildIndex(s: Source, open: number, end: number): Expr {
  const elts: Expr[] = [];
  let commas = 0;
  let from = -1;
  let to = 0;
  for (let child = s.next[open]; child < end; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind === K.RSQB || kind === K.ERROR) continue;
    if (from === -1) from = s.start[child];
    to = s.end[child];
    if (kind === K.COMMA) commas++;
    else elts.push(buildExpr(s, child));
  }
  if (commas === 0 && elts.length === 1 && elts[0].kind !== 'Starred') return elts[0];
  locate(s, from === -1 ? s.end[open] : from, from === -1 ? s.end[open] : to);
  return { kind: 'Tuple', elts: exact(elts), line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// identifier type_parameter: a subscript in the place of a type.
function buildGenericType(s: Source, node: number): Expr {
  const value = buildExpr(s, node + 1);
  const list = s.next[node + 1];
  const slice = buildIndex(s, list + 1, s.next[list]);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Subscript', value, slice, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildSlice(s: Source, node: number): Expr {
  const parts: (Expr | null)[] = [null, null, null];
  let at = 0;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    if (s.kind[child] === K.COLON) at++;
    else if (s.kind[child] !== K.ERROR) parts[at] = buildPlain(s, child);
  }
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Slice', lower: parts[0], upper: parts[1], step: parts[2], line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// Words -----------------------------------------------------------------------------------------------------------

// body 'if' test 'else' orelse
function buildConditional(s: Source, node: number): Expr {
  const then = node + 1;
  const condition = s.next[s.next[then]];
  const otherwise = s.next[s.next[condition]];
  const body = buildFirstOperand(s, then);
  const test = buildOperand(s, condition);
  const orelse = buildPlain(s, otherwise);
  locate(s, s.start[node], s.end[node]);
  if (body.kind === 'Starred') return underStar(s, body, span => ({ ...span, kind: 'IfExp', test, body: body.value, orelse }));
  return { kind: 'IfExp', test, body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// 'lambda' [lambda_parameters] ':' body
function buildLambda(s: Source, node: number): Expr {
  let child = s.next[node + 1];
  let params = NO_PARAMS;
  if (s.kind[child] === K.LAMBDA_PARAMETERS) {
    params = buildParams(s, child);
    child = s.next[child];
  }
  const body = buildPlain(s, s.next[child]);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Lambda', params, body, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// name ':=' value
function buildNamed(s: Source, node: number): Expr {
  const target = buildName(s, node + 1);
  const value = buildPlain(s, s.next[s.next[node + 1]]);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'NamedExpr', target, value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// 'yield' ['from'] [value]
function buildYield(s: Source, node: number): Expr {
  const end = s.next[node];
  let child = s.next[node + 1];
  if (child < end && s.kind[child] === K.KW_FROM) {
    child = s.next[child];
    const value = buildPlain(s, child);
    locate(s, s.start[node], s.end[node]);
    return { kind: 'YieldFrom', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  }
  const value = child < end ? buildStarredOrPlain(s, child) : null;
  locate(s, s.start[node], s.end[node]);
  return { kind: 'Yield', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

