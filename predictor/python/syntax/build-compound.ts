// Statements with bodies: `if`, `for`, `while`, `with` and `try`. Each ends with its last statement.
import type { ExceptHandler, Expr, If, Stmt, Try, WithItem } from './ast.ts';
import { buildExpr, buildPlain, buildStarredOrPlain, buildTest } from './build-expressions.ts';
import { buildBody } from './build-statements.ts';
import { exact } from './exact.ts';
import { checkHeader } from './layout.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, report, type Source } from './source.ts';
import { checkTarget } from './targets.ts';

/** The body of the compound statement or clause `owner`. */
export function buildSuite(s: Source, owner: number, block: number): readonly Stmt[] {
  checkHeader(s, owner, block);
  const body = buildBody(s, block);
  if (body.length === 0) {
    s.misplaced = true;
    report(s, s.start[owner], s.end[owner], expectedBlock(s, owner));
  }
  return body;
}

const BLOCK_NAMES: string[] = [];
BLOCK_NAMES[K.FUNCTION_DEFINITION] = 'function definition';
BLOCK_NAMES[K.CLASS_DEFINITION] = 'class definition';
for (const [kind, word] of [
  [K.IF_STATEMENT, 'if'], [K.ELIF_CLAUSE, 'elif'], [K.ELSE_CLAUSE, 'else'], [K.FOR_STATEMENT, 'for'], [K.WHILE_STATEMENT, 'while'], [K.WITH_STATEMENT, 'with'],
  [K.TRY_STATEMENT, 'try'], [K.EXCEPT_CLAUSE, 'except'], [K.FINALLY_CLAUSE, 'finally'], [K.CASE_CLAUSE, 'case'],
] as const) BLOCK_NAMES[kind] = `'${word}' statement`;

function expectedBlock(s: Source, owner: number): string {
  locate(s, s.start[owner], s.end[owner]);
  return `expected an indented block after ${BLOCK_NAMES[s.kind[owner]] ?? 'statement'} on line ${s.line}`;
}

// The span of a compound statement that ends with `body`, which was just built. A semicolon at the very end belongs to it.
export function closed(s: Source, node: number, body: readonly (Stmt | ExceptHandler)[]): void {
  locate(s, s.start[node], s.end[node]);
  const last = body[body.length - 1];
  if (last === undefined) return;
  if (s.semicolon !== -1) {
    locate(s, s.start[node], s.semicolon);
    return;
  }
  s.endLine = last.endLine;
  s.endCol = last.endCol;
}

function buildElse(s: Source, clause: number, end: number): readonly Stmt[] {
  return clause < end && s.kind[clause] === K.ELSE_CLAUSE ? buildSuite(s, clause, blockOf(s, clause)) : [];
}

function blockOf(s: Source, node: number): number {
  let block = node;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) if (s.kind[child] === K.BLOCK) block = child;
  return block;
}

export function buildIf(s: Source, node: number): If {
  const clauses: number[] = [];
  let orelse: readonly Stmt[] = [];
  const condition = s.next[node + 1];
  const block = s.next[s.next[condition]];
  for (let child = s.next[block]; child < s.next[node]; child = s.next[child]) clauses.push(child);
  const test = buildTest(s, condition);
  const body = buildSuite(s, node, block);
  // From the last clause inwards, each `elif` takes in what follows it; but problems should come in the order of the text.
  const built = clauses.map(clause => s.kind[clause] === K.ELIF_CLAUSE
    ? { test: buildTest(s, s.next[clause + 1]), body: buildSuite(s, clause, blockOf(s, clause)) }
    : { test: null, body: buildSuite(s, clause, blockOf(s, clause)) });
  for (let at = built.length - 1; at >= 0; at--) {
    const clause = built[at];
    if (clause.test === null) {
      orelse = clause.body;
    } else {
      closed(s, clauses[at], orelse.length > 0 ? orelse : clause.body);
      orelse = [{ kind: 'If', test: clause.test, body: clause.body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol }];
    }
  }
  closed(s, node, orelse.length > 0 ? orelse : body);
  return { kind: 'If', test, body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// ['async'] 'for' left 'in' right ':' block [else_clause]
export function buildFor(s: Source, node: number): Stmt {
  const isAsync = s.kind[node + 1] === K.KW_ASYNC;
  const left = s.next[isAsync ? s.next[node + 1] : node + 1];
  const right = s.next[s.next[left]];
  const block = s.next[s.next[right]];
  const target = buildExpr(s, left);
  checkTarget(s, left, target, 'assign');
  const iter = buildStarredOrPlain(s, right);
  const body = buildSuite(s, node, block);
  const orelse = buildElse(s, s.next[block], s.next[node]);
  closed(s, node, orelse.length > 0 ? orelse : body);
  return { kind: 'For', isAsync, target, iter, body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildWith(s: Source, node: number): Stmt {
  const isAsync = s.kind[node + 1] === K.KW_ASYNC;
  const clause = s.next[isAsync ? s.next[node + 1] : node + 1];
  const items: WithItem[] = [];
  const nodes: number[] = [];
  let commas = 0;
  for (let child = clause + 1; child < s.next[clause]; child = s.next[child]) {
    if (s.kind[child] === K.WITH_ITEM) nodes.push(child + 1);
    else if (s.kind[child] === K.COMMA) commas++;
  }
  const only = nodes[0];
  if (s.kind[clause + 1] === K.LPAR && nodes.some(item => s.kind[item] === K.LIST_SPLAT || s.kind[item] === K.NAMED_EXPRESSION)) {
    const elts = nodes.map(item => buildExpr(s, item));
    locate(s, s.start[clause], s.end[clause]);
    items.push({ context: { kind: 'Tuple', elts, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol }, target: null });
  } else if (nodes.length === 1 && commas === 0 && s.kind[only] === K.TUPLE && isItemList(s, only)) {
    for (let child = only + 1; child < s.next[only]; child = s.next[child]) {
      const kind = s.kind[child];
      if (kind !== K.LPAR && kind !== K.RPAR && kind !== K.COMMA) items.push(buildWithItem(s, child));
    }
  } else if (nodes.length === 1 && s.kind[only] === K.PARENTHESIZED_EXPRESSION && s.kind[s.next[only + 1]] === K.AS_PATTERN) {
    items.push(buildWithItem(s, s.next[only + 1]));
  } else {
    for (const item of nodes) items.push(buildWithItem(s, item));
  }
  const body = buildSuite(s, node, blockOf(s, node));
  closed(s, node, body);
  return { kind: 'With', isAsync, items, body, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// `with (a, b):` has two items, and is no tuple (PEP 617), if each could be an item.
function isItemList(s: Source, tuple: number): boolean {
  let count = 0;
  for (let child = tuple + 1; child < s.next[tuple]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.LPAR: case K.RPAR: case K.COMMA: break;
      case K.LIST_SPLAT: case K.YIELD: case K.NAMED_EXPRESSION: return false;
      default: count++;
    }
  }
  return count > 0;
}

function buildWithItem(s: Source, node: number): WithItem {
  const inner = s.kind[node] === K.CONDITIONAL_EXPRESSION || s.kind[node] === K.LAMBDA ? trailingAs(s, node) : undefined;
  if (inner !== undefined) return buildTrailingItem(s, node, inner);
  if (s.kind[node] !== K.AS_PATTERN) return { context: buildPlain(s, node), target: null };
  const context = buildPlain(s, node + 1);
  const name = s.next[s.next[node + 1]];
  const target = buildExpr(s, name);
  checkTarget(s, name, target, 'assign');
  return { context, target };
}

/** In `with a if b else c as d:` the grammar ties the name to the last operand. */
function trailingAs(s: Source, node: number): number | undefined {
  let last = node + 1;
  while (s.next[last] < s.next[node]) last = s.next[last];
  if (s.kind[last] === K.AS_PATTERN) return last;
  return s.kind[last] === K.CONDITIONAL_EXPRESSION || s.kind[last] === K.LAMBDA ? trailingAs(s, last) : undefined;
}
function buildTrailingItem(s: Source, node: number, inner: number): WithItem {
  const name = s.next[s.next[inner + 1]];
  const kinds = s.kind as { [at: number]: number };
  // For the time of building, the operand stands for itself.
  kinds[inner] = K.TYPE;
  const whole = buildPlain(s, node);
  kinds[inner] = K.AS_PATTERN;
  const { endLine, endCol } = buildPlain(s, inner + 1);
  const target = buildExpr(s, name);
  checkTarget(s, name, target, 'assign');
  return { context: { ...whole, endLine, endCol }, target };
}

export function buildTry(s: Source, node: number): Try {
  let isStar = false;
  let body: readonly Stmt[] = [];
  const handlers: ExceptHandler[] = [];
  let orelse: readonly Stmt[] = [];
  let finalbody: readonly Stmt[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.BLOCK: body = buildSuite(s, node, child); break;
      case K.EXCEPT_CLAUSE: {
        const star = s.kind[s.next[child + 1]] === K.STAR;
        if (handlers.length > 0 && star !== isStar) report(s, s.start[child], s.end[child], "cannot have both 'except' and 'except*' on the same 'try'");
        isStar = star;
        handlers.push(buildHandler(s, child));
        break;
      }
      case K.ELSE_CLAUSE: orelse = buildSuite(s, child, blockOf(s, child)); break;
      case K.FINALLY_CLAUSE: finalbody = buildSuite(s, child, blockOf(s, child)); break;
      default: break;
    }
  }
  if (handlers.length === 0 && finalbody.length === 0) report(s, s.start[node], s.end[node], "expected 'except' or 'finally' block");
  closed(s, node, finalbody.length > 0 ? finalbody : orelse.length > 0 ? orelse : handlers.length > 0 ? handlers : body);
  return { kind: 'Try', isStar, body, handlers: exact(handlers), orelse, finalbody, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildHandler(s: Source, node: number): ExceptHandler {
  let type: Expr | null = null;
  let name: string | null = null;
  let body: readonly Stmt[] = [];
  let star = false;
  for (let child = s.next[node + 1]; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.STAR: star = true; break;
      case K.COLON: case K.ERROR: break;
      case K.BLOCK: body = buildSuite(s, node, child); break;
      case K.COMMA: report(s, s.start[node], s.end[child], 'multiple exception types must be parenthesized'); break;
      case K.AS_PATTERN: {
        const target = s.next[s.next[child + 1]];
        type = buildPlain(s, child + 1);
        if (s.kind[target + 1] === K.IDENTIFIER) name = nameAt(s, s.start[target], s.end[target]);
        else report(s, s.start[target], s.end[target], 'invalid syntax');
        break;
      }
      case K.KW_AS: {
        const target = s.next[child];
        name = nameAt(s, s.start[target], s.end[target]);
        child = target;
        break;
      }
      default: type = buildPlain(s, child);
    }
  }
  if (star && type === null) report(s, s.start[node], s.end[node], 'expected one or more exception types');
  closed(s, node, body);
  return { kind: 'ExceptHandler', type, name, body, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

export function buildWhile(s: Source, node: number): Stmt {
  const condition = s.next[node + 1];
  const block = s.next[s.next[condition]];
  const test = buildTest(s, condition);
  const body = buildSuite(s, node, block);
  const orelse = buildElse(s, s.next[block], s.next[node]);
  closed(s, node, orelse.length > 0 ? orelse : body);
  return { kind: 'While', test, body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
