// Statements: tree nodes to AST. Positions are those of CPython's `ast`: a compound statement ends with its last statement, a decorated
// definition begins at its `def` or `class`.
import type {
  Alias, Assign, BinaryOp, ClassDef, ExceptHandler, Expr, FunctionDef, If, ImportFrom, Keyword, Name, Stmt, Try, TypeParam, WithItem,
} from './ast.ts';
import { buildBareTuple } from './build-displays.ts';
import { buildArguments, buildExpr, buildName, buildPlain, buildStarredOrPlain, buildTest } from './build-expressions.ts';
import { buildAnnotation, buildParams, buildTypeParams, NO_PARAMS } from './build-parameters.ts';
import { buildMatch } from './build-patterns.ts';
import { checkHeader, checkIndentation, checkJoins, indentationOf, MODULE_INDENTATION } from './layout.ts';
import * as K from './node-kinds.ts';
import { isFaulty, locate, nameAt, report, type Source } from './source.ts';
import { checkTarget } from './targets.ts';

const AUGMENTED: BinaryOp[] = [];
AUGMENTED[K.PLUS_EQUAL] = '+'; AUGMENTED[K.MINUS_EQUAL] = '-'; AUGMENTED[K.STAR_EQUAL] = '*'; AUGMENTED[K.SLASH_EQUAL] = '/'; AUGMENTED[K.AT_EQUAL] = '@';
AUGMENTED[K.DOUBLE_SLASH_EQUAL] = '//'; AUGMENTED[K.PERCENT_EQUAL] = '%'; AUGMENTED[K.DOUBLE_STAR_EQUAL] = '**'; AUGMENTED[K.RIGHT_SHIFT_EQUAL] = '>>';
AUGMENTED[K.LEFT_SHIFT_EQUAL] = '<<'; AUGMENTED[K.AMPER_EQUAL] = '&'; AUGMENTED[K.CIRCUMFLEX_EQUAL] = '^'; AUGMENTED[K.VBAR_EQUAL] = '|';

/** The statements among the children of a `module` or `block` node. */
export function buildBody(s: Source, node: number): Stmt[] {
  const body: Stmt[] = [];
  const end = s.next[node];
  // The first statement that opens a line sets the indentation of a block.
  let block = node === 0 ? MODULE_INDENTATION : undefined;
  let semicolon = -1;
  let afterBlock = false;
  for (let child = node + 1; child < end; child = s.next[child]) {
    if (s.kind[child] === K.SEMICOLON) {
      semicolon = s.end[child];
      continue;
    }
    semicolon = -1;
    const known = s.problems.length;
    const unsettled = known - s.settled;
    const indentation = indentationOf(s, child);
    if (indentation !== undefined) {
      if (block === undefined) block = indentation;
      else if (s.holes === undefined || !s.holes.has(s.start[child])) checkIndentation(s, child, indentation, block, afterBlock);
    }
    if (s.holes !== undefined && s.holes.has(s.start[child])) {
      addHole(s, child, body);
    } else {
      const made = s.faults.length > 0 && isFaulty(s, child) ? buildFaulty(s, child) : buildStatement(s, child);
      if (made.line !== made.endLine && isSimple(made)) checkJoins(s, s.start[child], s.end[child]);
      body.push(made);
    }
    if (s.problems.length - s.settled > unsettled) settle(s, known, unsettled, body);
    afterBlock = !isSimple(body[body.length - 1]);
  }
  s.semicolon = semicolon;
  return body;
}

function isSimple(statement: Stmt): boolean {
  switch (statement.kind) {
    case 'FunctionDef': case 'ClassDef': case 'If': case 'For': case 'While': case 'With': case 'Try': case 'Match': case 'Broken': return false;
    default: return true;
  }
}

// What CPython refuses cannot run: the statement just built, which added problems of its own, is broken.
function settle(s: Source, known: number, unsettled: number, body: Stmt[]): void {
  const { message } = s.problems[known];
  s.settled = s.problems.length - unsettled;
  const last = body[body.length - 1];
  if (last.kind !== 'Broken') body[body.length - 1] = { kind: 'Broken', message, line: last.line, col: last.col, endLine: last.endLine, endCol: last.endCol };
}

/** A stretch that does not parse. */
export function brokenStatement(s: Source, node: number, message: string): Stmt {
  report(s, s.start[node], s.end[node], message);
  return { kind: 'Broken', message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// A placeholder, and all below it, is broken. Neighbours become one.
function addHole(s: Source, node: number, body: Stmt[]): void {
  const { message, end } = s.holes!.get(s.start[node])!;
  const last = body[body.length - 1];
  const to = Math.max(end, lastCodeOf(s, node));
  if (last !== undefined && last.kind === 'Broken') {
    locate(s, s.start[node], to);
    body[body.length - 1] = { ...last, endLine: s.endLine, endCol: s.endCol };
    if (last.message === message) return;
    report(s, s.start[node], end, message);
    return;
  }
  report(s, s.start[node], end, message);
  locate(s, s.start[node], to);
  body.push({ kind: 'Broken', message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
}

// Where the last line below `node` ends; that may itself be a placeholder.
function lastCodeOf(s: Source, node: number): number {
  let to = s.end[node];
  for (let at = node + 1; at < s.next[node]; at++) to = Math.max(to, s.holes!.get(s.start[at])?.end ?? 0);
  return to;
}

// A statement with a fault below it. Where all its faults stand in its blocks the statement itself is sound.
function buildFaulty(s: Source, node: number): Stmt {
  if (headIsSound(s, node)) return buildStatement(s, node);
  return brokenStatement(s, node, 'invalid syntax');
}

function headIsSound(s: Source, node: number): boolean {
  switch (s.kind[node]) {
    case K.IF_STATEMENT: case K.ELIF_CLAUSE: case K.ELSE_CLAUSE: case K.FOR_STATEMENT: case K.WHILE_STATEMENT: case K.TRY_STATEMENT: case K.EXCEPT_CLAUSE:
    case K.FINALLY_CLAUSE: case K.WITH_STATEMENT: case K.FUNCTION_DEFINITION: case K.CLASS_DEFINITION: case K.DECORATED_DEFINITION: case K.MATCH_STATEMENT:
    case K.CASE_CLAUSE: break;
    default: return false;
  }
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    if (!isFaulty(s, child)) continue;
    const kind = s.kind[child];
    if (kind === K.BLOCK && s.kind[node] !== K.MATCH_STATEMENT) continue;
    if (kind === K.BLOCK) {
      for (let clause = child + 1; clause < s.next[child]; clause = s.next[clause]) if (isFaulty(s, clause) && !headIsSound(s, clause)) return false;
      continue;
    }
    if (!headIsSound(s, child)) return false;
  }
  return true;
}

function buildStatement(s: Source, node: number): Stmt {
  switch (s.kind[node]) {
    case K.EXPRESSION_STATEMENT: return buildExpressionStatement(s, node);
    case K.RETURN_STATEMENT: {
      const child = s.next[node + 1];
      const value = child < s.next[node] ? buildStarredOrPlain(s, child) : null;
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Return', value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.IF_STATEMENT: return buildIf(s, node);
    case K.FUNCTION_DEFINITION: return buildFunction(s, node, []);
    case K.CLASS_DEFINITION: return buildClass(s, node, []);
    case K.DECORATED_DEFINITION: return buildDecorated(s, node);
    case K.FOR_STATEMENT: return buildFor(s, node);
    case K.WHILE_STATEMENT: {
      const condition = s.next[node + 1];
      const block = s.next[s.next[condition]];
      const test = buildTest(s, condition);
      const body = buildSuite(s, node, block);
      const orelse = buildElse(s, s.next[block], s.next[node]);
      closed(s, node, orelse.length > 0 ? orelse : body);
      return { kind: 'While', test, body, orelse, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.WITH_STATEMENT: return buildWith(s, node);
    case K.TRY_STATEMENT: return buildTry(s, node);
    case K.RAISE_STATEMENT: return buildRaise(s, node);
    case K.ASSERT_STATEMENT: {
      const test = s.next[node + 1];
      const comma = s.next[test];
      const condition = buildPlain(s, test);
      const msg = comma < s.next[node] ? buildPlain(s, s.next[comma]) : null;
      if (comma < s.next[node] && s.next[s.next[comma]] < s.next[node]) return brokenStatement(s, node, 'invalid syntax');
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Assert', test: condition, msg, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.PASS_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Pass', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.BREAK_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Break', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.CONTINUE_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Continue', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.IMPORT_STATEMENT: {
      const names = aliases(s, s.next[node + 1], s.next[node]);
      if (s.text.charCodeAt(s.end[node] - 1) === 44) report(s, s.start[node], s.end[node], 'invalid syntax');
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Import', names, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.IMPORT_FROM_STATEMENT: case K.FUTURE_IMPORT_STATEMENT: return buildImportFrom(s, node);
    case K.DELETE_STATEMENT: {
      const child = s.next[node + 1];
      const targets = s.kind[child] === K.EXPRESSION_LIST ? buildBareTuple(s, child).elts : [buildExpr(s, child)];
      for (const target of targets) checkTarget(s, child, target, 'delete');
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Delete', targets, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.GLOBAL_STATEMENT: case K.NONLOCAL_STATEMENT: {
      const names: string[] = [];
      for (let child = s.next[node + 1]; child < s.next[node]; child = s.next[child]) {
        if (s.kind[child] === K.IDENTIFIER) names.push(nameAt(s, s.start[child], s.end[child]));
      }
      locate(s, s.start[node], s.end[node]);
      const kind = s.kind[node] === K.GLOBAL_STATEMENT ? 'Global' : 'Nonlocal';
      return { kind, names, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    }
    case K.MATCH_STATEMENT: return buildMatch(s, node);
    case K.TYPE_ALIAS_STATEMENT: return buildTypeAlias(s, node);
    default: return brokenStatement(s, node, 'invalid syntax');
  }
}

/** The body of the compound statement or clause `owner`. */
export function buildSuite(s: Source, owner: number, block: number): Stmt[] {
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

function buildExpressionStatement(s: Source, node: number): Stmt {
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
  const assign: Assign = { kind: 'Assign', targets, value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
  return assign;
}

function buildElse(s: Source, clause: number, end: number): Stmt[] {
  return clause < end && s.kind[clause] === K.ELSE_CLAUSE ? buildSuite(s, clause, blockOf(s, clause)) : [];
}

function blockOf(s: Source, node: number): number {
  let block = node;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) if (s.kind[child] === K.BLOCK) block = child;
  return block;
}

function buildIf(s: Source, node: number): If {
  const clauses: number[] = [];
  let orelse: Stmt[] = [];
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
function buildFor(s: Source, node: number): Stmt {
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

function buildWith(s: Source, node: number): Stmt {
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
  if (s.kind[node] !== K.AS_PATTERN) return { context: buildPlain(s, node), target: null };
  const context = buildPlain(s, node + 1);
  const name = s.next[s.next[node + 1]];
  const target = buildExpr(s, name);
  checkTarget(s, name, target, 'assign');
  return { context, target };
}

function buildTry(s: Source, node: number): Try {
  let isStar = false;
  let body: Stmt[] = [];
  const handlers: ExceptHandler[] = [];
  let orelse: Stmt[] = [];
  let finalbody: Stmt[] = [];
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
  return { kind: 'Try', isStar, body, handlers, orelse, finalbody, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

function buildHandler(s: Source, node: number): ExceptHandler {
  let type: Expr | null = null;
  let name: string | null = null;
  let body: Stmt[] = [];
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

function buildRaise(s: Source, node: number): Stmt {
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

// Imports ---------------------------------------------------------------------------------------------------------

/** A dotted name, whose dots may stand apart. */
function dotted(s: Source, node: number): string {
  if (s.next[node + 1] >= s.next[node]) return nameAt(s, s.start[node], s.end[node]);
  const parts: string[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    if (s.kind[child] === K.IDENTIFIER) parts.push(nameAt(s, s.start[child], s.end[child]));
  }
  return parts.join('.');
}

function aliases(s: Source, first: number, end: number): Alias[] {
  const names: Alias[] = [];
  for (let child = first; child < end; child = s.next[child]) {
    let name: string;
    let asname: string | null = null;
    if (s.kind[child] === K.DOTTED_NAME) {
      name = dotted(s, child);
    } else if (s.kind[child] === K.ALIASED_IMPORT) {
      const alias = s.next[s.next[child + 1]];
      name = dotted(s, child + 1);
      asname = nameAt(s, s.start[alias], s.end[alias]);
    } else if (s.kind[child] === K.WILDCARD_IMPORT) {
      name = '*';
    } else {
      continue;
    }
    locate(s, s.start[child], s.end[child]);
    names.push({ name, asname, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
  }
  return names;
}

function buildImportFrom(s: Source, node: number): ImportFrom {
  const from = s.next[node + 1];
  let module: string | null = null;
  let level = 0;
  if (s.kind[from] === K.RELATIVE_IMPORT) {
    const prefix = from + 1;
    for (let at = s.start[prefix]; at < s.end[prefix]; at++) if (s.text.charCodeAt(at) === 46) level++;
    const name = s.next[prefix];
    if (name < s.next[from]) module = dotted(s, name);
  } else if (s.kind[from] === K.DOTTED_NAME) {
    module = dotted(s, from);
  } else {
    module = '__future__';
  }
  const names = aliases(s, s.next[s.next[from]], s.next[node]);
  if (names.some(one => one.name.includes('.'))) report(s, s.start[node], s.end[node], 'invalid syntax');
  if (s.text.charCodeAt(s.end[node] - 1) === 44) report(s, s.start[node], s.end[node], 'trailing comma not allowed without surrounding parentheses');
  locate(s, s.start[node], s.end[node]);
  return { kind: 'ImportFrom', module, names, level, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// Definitions -----------------------------------------------------------------------------------------------------

function docOf(body: readonly Stmt[]): string | null {
  const first = body[0];
  return first !== undefined && first.kind === 'ExprStmt' && first.value.kind === 'Constant' && first.value.value.type === 'str' ? first.value.value.value : null;
}

function buildDecorated(s: Source, node: number): Stmt {
  const decorators: Expr[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.DECORATOR: {
        const expr = s.next[child + 1];
        decorators.push(buildTest(s, expr));
        if (s.line !== s.endLine) checkJoins(s, s.start[child], s.end[expr]);
        break;
      }
      case K.FUNCTION_DEFINITION: return buildFunction(s, child, decorators);
      case K.CLASS_DEFINITION: return buildClass(s, child, decorators);
      default: break;
    }
  }
  return brokenStatement(s, node, 'invalid syntax');
}

function buildFunction(s: Source, node: number, decorators: readonly Expr[]): FunctionDef {
  let isAsync = false;
  let name = '';
  let typeParams: TypeParam[] = [];
  let params = NO_PARAMS;
  let returns: Expr | null = null;
  let body: Stmt[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.KW_ASYNC: isAsync = true; break;
      case K.IDENTIFIER: name = nameAt(s, s.start[child], s.end[child]); break;
      case K.TYPE_PARAMETER: typeParams = buildTypeParams(s, child); break;
      case K.PARAMETERS: params = buildParams(s, child); break;
      case K.TYPE: returns = buildAnnotation(s, child); break;
      case K.BLOCK: body = buildSuite(s, node, child); break;
      default: break;
    }
  }
  const doc = docOf(body);
  closed(s, node, body);
  return {
    kind: 'FunctionDef', isAsync, name, typeParams, params, body, decorators, returns, doc, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol,
  };
}

function buildClass(s: Source, node: number, decorators: readonly Expr[]): ClassDef {
  let name = '';
  let typeParams: TypeParam[] = [];
  const bases: Expr[] = [];
  const keywords: Keyword[] = [];
  let body: Stmt[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.IDENTIFIER: name = nameAt(s, s.start[child], s.end[child]); break;
      case K.TYPE_PARAMETER: typeParams = buildTypeParams(s, child); break;
      case K.ARGUMENT_LIST: buildArguments(s, child, bases, keywords); break;
      case K.BLOCK: body = buildSuite(s, node, child); break;
      default: break;
    }
  }
  const doc = docOf(body);
  closed(s, node, body);
  return { kind: 'ClassDef', name, typeParams, bases, keywords, body, decorators, doc, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// 'type' type '=' type
function buildTypeAlias(s: Source, node: number): Stmt {
  const left = s.next[node + 1];
  const right = s.next[s.next[left]];
  const form = left + 1;
  const generic = s.kind[form] === K.GENERIC_TYPE || s.kind[form] === K.SUBSCRIPT;
  if (s.kind[form] !== K.IDENTIFIER && !generic) return brokenStatement(s, node, 'invalid syntax');
  const name: Name = buildName(s, generic ? form + 1 : form);
  const typeParams = s.kind[form] === K.GENERIC_TYPE ? buildTypeParams(s, s.next[form + 1]) : [];
  const value = buildPlain(s, right);
  locate(s, s.start[node], s.end[node]);
  return { kind: 'TypeAlias', name, typeParams, value, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}
