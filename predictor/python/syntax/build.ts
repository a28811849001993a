// A flattened tree to a whole AST: a module, or a single expression for `eval`.
import type { Expr, Module, Stmt } from './ast.ts';
import { buildBody } from './build-statements.ts';
import { locate, report, type Source } from './source.ts';

/** The module at the root of the tree. */
export function buildModule(s: Source): Module {
  const body = buildBody(s, 0);
  return { kind: 'Module', body, errors: s.problems, futureAnnotations: importsAnnotations(body) };
}

/** The module as one expression. */
export function buildExpression(s: Source): Expr {
  const body = buildBody(s, 0);
  if (body.length === 1 && s.problems.length === 0 && body[0].kind === 'ExprStmt') return body[0].value;
  const { message } = s.problems[0] ?? { message: 'invalid syntax' };
  if (s.problems.length === 0) report(s, 0, s.text.length, message);
  locate(s, 0, s.text.length);
  return { kind: 'BrokenExpr', message, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// Future imports stand before all other statements but the docstring (PEP 563).
function importsAnnotations(body: readonly Stmt[]): boolean {
  for (let at = 0; at < body.length; at++) {
    const statement = body[at];
    if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
      if (statement.names.some(one => one.name === 'annotations')) return true;
    } else if (at > 0 || statement.kind !== 'ExprStmt' || statement.value.kind !== 'Constant' || statement.value.value.type !== 'str') {
      return false;
    }
  }
  return false;
}
