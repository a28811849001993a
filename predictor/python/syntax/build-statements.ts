// Statements: tree nodes to AST. Positions are those of CPython's `ast`. Here are bodies, what becomes of broken statements, and the dispatch;
// simple, compound and defining statements have files of their own.
import type { Stmt } from './ast.ts';
import { buildFor, buildIf, buildTry, buildWhile, buildWith } from './build-compound.ts';
import { buildClass, buildDecorated, buildFunction, buildTypeAlias } from './build-definitions.ts';
import { buildImport, buildImportFrom } from './build-imports.ts';
import { buildMatch } from './build-patterns.ts';
import { buildAssert, buildDelete, buildExpressionStatement, buildRaise, buildReturn, buildScopeStatement } from './build-simple.ts';
import { exact } from './exact.ts';
import { checkIndentation, checkJoins, indentationOf, MODULE_INDENTATION } from './layout.ts';
import * as K from './node-kinds.ts';
import { isFaulty, locate, report, reportHole, type Source } from './source.ts';

/** The statements among the children of a `module` or `block` node. */
export function buildBody(s: Source, node: number): readonly Stmt[] {
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
  return exact(body);
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
  const hole = s.holes!.get(s.start[node])!;
  const { message, end } = hole;
  const last = body[body.length - 1];
  const to = Math.max(end, lastCodeOf(s, node));
  if (last !== undefined && last.kind === 'Broken') {
    locate(s, s.start[node], to);
    body[body.length - 1] = { ...last, endLine: s.endLine, endCol: s.endCol };
    if (last.message === message) return;
    reportHole(s, hole);
    return;
  }
  reportHole(s, hole);
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

/** One statement of a body. */
export function buildStatement(s: Source, node: number): Stmt {
  switch (s.kind[node]) {
    case K.EXPRESSION_STATEMENT: return buildExpressionStatement(s, node);
    case K.RETURN_STATEMENT: return buildReturn(s, node);
    case K.IF_STATEMENT: return buildIf(s, node);
    case K.FUNCTION_DEFINITION: return buildFunction(s, node, []);
    case K.CLASS_DEFINITION: return buildClass(s, node, []);
    case K.DECORATED_DEFINITION: return buildDecorated(s, node);
    case K.FOR_STATEMENT: return buildFor(s, node);
    case K.WHILE_STATEMENT: return buildWhile(s, node);
    case K.WITH_STATEMENT: return buildWith(s, node);
    case K.TRY_STATEMENT: return buildTry(s, node);
    case K.RAISE_STATEMENT: return buildRaise(s, node);
    case K.ASSERT_STATEMENT: return buildAssert(s, node);
    case K.PASS_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Pass', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.BREAK_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Break', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.CONTINUE_STATEMENT:
      locate(s, s.start[node], s.end[node]);
      return { kind: 'Continue', line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    case K.IMPORT_STATEMENT: return buildImport(s, node);
    case K.IMPORT_FROM_STATEMENT: case K.FUTURE_IMPORT_STATEMENT: return buildImportFrom(s, node);
    case K.DELETE_STATEMENT: return buildDelete(s, node);
    case K.GLOBAL_STATEMENT: case K.NONLOCAL_STATEMENT: return buildScopeStatement(s, node);
    case K.MATCH_STATEMENT: return buildMatch(s, node);
    case K.TYPE_ALIAS_STATEMENT: return buildTypeAlias(s, node);
    default: return brokenStatement(s, node, 'invalid syntax');
  }
}
