// Scope analysis: for each module, class, function, lambda and comprehension, what its names are. The rules are those of CPython 3.11
// (Python/symtable.c for the meaning of names, Python/compile.c for the order of `co_varnames`). It compiles nothing.
import type { ClassDef, DictComp, Expr, FunctionDef, GeneratorExp, ListComp, Module, SetComp, Stmt, SyntaxProblem, TypeAlias } from './ast.ts';
import { draft, type Analysis, type Draft } from './scope-drafts.ts';
import { visitExpr } from './scope-expressions.ts';
import { resolve } from './scope-resolution.ts';
import { gatherPending, visitBody } from './scope-statements.ts';

export type Binding = 'local' | 'cell' | 'free' | 'global-explicit' | 'global-implicit';
export type ScopeKind = 'module' | 'class' | 'function' | 'lambda' | 'listcomp' | 'setcomp' | 'dictcomp' | 'genexpr' | 'typeparams';
export type ComprehensionExpr = ListComp | SetComp | DictComp | GeneratorExp;
export type ScopeNode = Module | Expr | ClassDef | FunctionDef | TypeAlias;

export interface Scope {
  readonly kind: ScopeKind;
  /** `co_name`: `<module>`, `<lambda>`, `<listcomp>`… where there is no name. */
  readonly name: string;
  /** `co_qualname`. */
  qualname: string;
  readonly node: ScopeNode;
  readonly parent: Scope | null;
  readonly children: Scope[];
  /** The class whose name mangles `__private` names here (`mangle`), or null. */
  readonly className: string | null;
  /** All names (already mangled) that occur here or are passed through to an inner scope. */
  readonly names: Map<string, Binding>;
  /** `co_varnames`: parameters, then the other locals as the compiler meets them. Cells are among them only if they are parameters. */
  varnames: readonly string[];
  /** How many of `varnames` are parameters. */
  parameterCount: number;
  /** `co_cellvars`. */
  cellvars: readonly string[];
  /** `co_freevars`. */
  freevars: readonly string[];
  isGenerator: boolean;
  isCoroutine: boolean;
  isAsyncGenerator: boolean;
  hasStarImport: boolean;
  /** In a class: one of its functions uses `super` or `__class__`. */
  needsClassCell: boolean;
  /** Some plain name `locals`, `exec`, `eval`, `vars` or `dir` is called here. */
  hasExecLikeCalls: boolean;
  /** Inside a function (`CO_NESTED`). */
  readonly isNested: boolean;
}

export interface Scopes {
  readonly module: Scope;
  /** The scope that `node` opens. */
  get(node: ScopeNode): Scope | undefined;
  /** As `get`, but what stands in a function's body may not be known yet: it has no free variables and no inner scopes then, and its locals are its parameters. */
  head(node: ScopeNode): Scope | undefined;
  /** Whether `head` gave less than `get` would. */
  isPending(scope: Scope): boolean;
  /** The scope around a definition that has type parameters (PEP 695): its parameters are locals there. */
  typeParams(node: FunctionDef | ClassDef | TypeAlias): Scope | undefined;
  /** Whether `node` holds a yield or an await that is its own function's. */
  hasYield(node: Stmt | Expr): boolean;
  /** What CPython's symbol table and compiler refuse; the first is the one that CPython raises. */
  readonly problems: readonly SyntaxProblem[];
}
/** Analyses a whole module, or (`eval`) one expression. */
export function analyze(root: Module | Expr): Scopes {
  const scope = draft(root, 'module', '<module>', null, null);
  const a: Analysis = {
    scope, scopes: new Map(), typeScopes: new Map(), yielding: new Set(), yields: 0, problems: [[], [], []], mode: 'emit', blocks: [],
    futureAnnotations: root.kind === 'Module' && root.futureAnnotations, lastFuture: root.kind === 'Module' ? lastFuture(root.body) : undefined, inStarHandler: false,
  };
  try {
    walk(a, root);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { line, col, endLine, endCol } = root.kind === 'Module' ? { line: 1, col: 0, endLine: 1, endCol: 0 } : root;
    a.problems[0].unshift({ message: 'maximum recursion depth exceeded during compilation', line, col, endLine, endCol });
  }
  return {
    module: scope,
    get(node) {
      const scope = a.scopes.get(node);
      if (scope?.pending) {
        gatherPending(a, scope);
        resolve(a, scope);
        scope.pending = false;
      }
      return scope;
    },
    head: node => a.scopes.get(node),
    isPending: scope => (scope as Draft).pending,
    typeParams: node => a.typeScopes.get(node),
    hasYield: node => a.yielding.has(node),
    problems: a.problems.flat(),
  };
}

function walk(a: Analysis, root: Module | Expr): void {
  // An expression may open a scope of its own, so it does not stand for the module around it.
  if (root.kind === 'Module') {
    a.scopes.set(root, a.scope);
    visitBody(a, root.body);
  } else {
    visitExpr(a, root);
  }
  resolve(a, a.scope);
}

// Future imports stand before all other statements but the docstring.
function lastFuture(body: readonly Stmt[]): Stmt | undefined {
  let last: Stmt | undefined;
  for (let at = 0; at < body.length; at++) {
    const statement = body[at];
    if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) last = statement;
    else if (at > 0 || statement.kind !== 'ExprStmt' || statement.value.kind !== 'Constant' || statement.value.value.type !== 'str') break;
  }
  return last;
}
