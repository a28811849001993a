// A flattened tree to a whole AST: a module, or a single expression for `eval`.
import type { Expr, Module, Span, Stmt } from './ast.ts';
import { buildBody } from './build-statements.ts';
import type { Source } from './source.ts';

/** The module at the root of the tree. */
export function buildModule(s: Source): Module {
  const body = buildBody(s, 0);
  return { kind: 'Module', body, errors: s.problems, futureAnnotations: importsAnnotations(body) };
}

/** The expression that the module of `text` consists of; a `BrokenExpr` if it is something else. Stars and yields need brackets there. */
export function onlyExpression(module: Module, text: string): Expr {
  const [only, second] = module.body;
  const message = module.errors[0]?.message ?? 'invalid syntax';
  if (only === undefined || second !== undefined || module.errors.length > 0 || only.kind !== 'ExprStmt') return brokenWhole(text, message);
  const { value } = only;
  const bare = value.col === only.col && value.line === only.line && !text.trimStart().startsWith('(');
  if (bare && (value.kind === 'Yield' || value.kind === 'YieldFrom' || value.kind === 'Starred')) return brokenWhole(text, message);
  if (bare && value.kind === 'Tuple' && value.elts.some(one => one.kind === 'Starred')) return brokenWhole(text, message);
  const rest = text.split('\n')[only.endLine - 1].slice(only.endCol).trimStart();
  return rest.startsWith(';') ? brokenWhole(text, message) : value;
}

function brokenWhole(text: string, message: string): Expr {
  return { kind: 'BrokenExpr', message, ...spanOf(text) };
}

/** A module of which nothing can be built. */
export function brokenModule(text: string, message: string): Module {
  const span = spanOf(text);
  return { kind: 'Module', body: [{ kind: 'Broken', message, ...span }], errors: [{ message, ...span }], futureAnnotations: false };
}

function spanOf(text: string): Span {
  const lines = text.split('\n');
  return { line: 1, col: 0, endLine: lines.length, endCol: lines[lines.length - 1].length };
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
