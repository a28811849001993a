// Scopes while they are gathered (scopes.ts): what is known of each name before it is resolved, and the state of the walk.
import type { Name, Span, Stmt, Expr, SyntaxProblem } from './ast.ts';
import { mangle } from './mangling.ts';
import type { Scope, ScopeKind, ScopeNode } from './scopes.ts';

// What is known of a name before it is resolved: DEF_… and USE of symtable.h.
export const USED = 1;
export const ASSIGNED = 2;
export const PARAMETER = 4;
export const GLOBAL = 8;
export const NONLOCAL = 16;
export const ANNOTATED = 32;
export const IMPORTED = 64;
export const ITERATION = 128;
export const BOUND = ASSIGNED | PARAMETER | IMPORTED;

export interface Draft extends Scope {
  /** Until it is resolved. */
  symbols: Map<string, number>;
  /** Names that the symbol table knows but for which no code is emitted: they do not enter `varnames`. Until it is resolved. */
  silent: Map<string, number>;
  /** Until it is resolved. */
  parameters: string[];
  /** Until it is resolved. */
  directives: { name: string; span: Span; global: boolean }[];
  sawYield: boolean;
  sawAwait: boolean;
  /** The first `return` with a value. */
  valued: Stmt | null;
  /** Names that inner scopes get from a scope around this one, though they are bound here (a class). */
  passed: Set<string> | null;
  /** Inside the iterable of a comprehension: how deep. */
  iterableDepth: number;
  /** Inside the target of a comprehension. */
  inTarget: boolean;
  /** What is inside is still to be gathered (deferred-bodies.ts); only the parameters are known. */
  pending: boolean;
}

// Blocks around a statement that `return`, `break` and `continue` leave, innermost last.
export type Block = 'loop' | 'handler' | readonly Stmt[];

export interface Analysis {
  scope: Draft;
  readonly scopes: Map<ScopeNode, Draft>;
  readonly typeScopes: Map<ScopeNode, Draft>;
  readonly yielding: Set<Stmt | Expr>;
  yields: number;
  /** Of the symbol table, of its resolution, of the compiler. */
  readonly problems: readonly [SyntaxProblem[], SyntaxProblem[], SyntaxProblem[]];
  /** Emitting code as the compiler would, only telling the symbol table, or only repeating code (a `finally` body that is inlined). */
  mode: 'emit' | 'silent' | 'repeat';
  blocks: Block[];
  readonly futureAnnotations: boolean;
  /** The last future import that stands in its place. */
  readonly lastFuture: Stmt | undefined;
  /** Inside an `except*` body, whose control flow must not leave it. */
  inStarHandler: boolean;
}
export function draft(node: ScopeNode, kind: ScopeKind, name: string, parent: Draft | null, className: string | null): Draft {
  const made: Draft = {
    kind, name, qualname: name, node, parent, children: [], className, names: new Map(), varnames: EMPTY, parameterCount: 0, cellvars: EMPTY, freevars: EMPTY,
    isGenerator: false, isCoroutine: false, isAsyncGenerator: false, hasStarImport: false, needsClassCell: false, hasExecLikeCalls: false,
    isNested: parent !== null && (parent.isNested || isFunctionLike(parent)),
    symbols: new Map(), silent: new Map(), parameters: [], directives: [], sawYield: false, sawAwait: false, valued: null, passed: null, iterableDepth: parent === null ? 0 : parent.iterableDepth, inTarget: false, pending: false,
  };
  if (parent !== null) parent.children.push(made);
  return made;
}
const EMPTY: readonly string[] = [];
export function isFunctionLike(scope: Scope): boolean {
  return scope.kind !== 'module' && scope.kind !== 'class';
}

export function isComprehension(scope: Scope): boolean {
  switch (scope.kind) {
    case 'listcomp': case 'setcomp': case 'dictcomp': case 'genexpr': return true;
    default: return false;
  }
}

/** A complaint of the compiler, the last of CPython's passes. Code that is never emitted is never refused. */
export function problem(a: Analysis, at: Span, message: string): void {
  if (a.mode === 'emit') a.problems[2].push(problemAt(at, message, 'compiler'));
}

/** A complaint of the symbol table's first pass, which comes before all others. */
export function tableProblem(a: Analysis, at: Span, message: string): void {
  if (a.mode !== 'repeat') a.problems[0].push(problemAt(at, message, 'symbols'));
}

/** A complaint of the symbol table when it resolves names. */
export function resolutionProblem(a: Analysis, at: Span, message: string): void {
  if (a.mode !== 'repeat') a.problems[1].push(problemAt(at, message, 'symbols'));
}

function problemAt(at: Span, message: string, found: SyntaxProblem['found']): SyntaxProblem {
  return { message, line: at.line, col: at.col, endLine: at.endLine, endCol: at.endCol, found };
}

// Names -----------------------------------------------------------------------------------------------------------

export function note(a: Analysis, name: string, flag: number): void {
  const { scope } = a;
  const mangled = scope.className !== null && name.charCodeAt(0) === 95 ? mangle(scope.className, name) : name;
  const symbols = a.mode === 'silent' ? scope.silent : scope.symbols;
  const known = symbols.get(mangled);
  // Repeated code fixes the order of names, but what it says of them is said where it stands.
  if (known === undefined) symbols.set(mangled, a.mode === 'repeat' ? 0 : flag);
  else if (a.mode !== 'repeat' && (known & flag) !== flag) symbols.set(mangled, known | flag);
}

export function load(a: Analysis, node: Name): void {
  const { id } = node;
  // The compiler replaces __debug__ by its value, and `super` is a use of __class__ that has no code.
  if (id === '__debug__') {
    noteSilently(a, id);
    return;
  }
  note(a, id, USED);
  if (id === 'super' && isFunctionLike(a.scope)) noteSilently(a, '__class__');
}

function noteSilently(a: Analysis, name: string): void {
  const { mode } = a;
  if (mode === 'repeat') return;
  a.mode = 'silent';
  note(a, name, USED);
  a.mode = mode;
}

export function store(a: Analysis, name: string, at: Span, flag = ASSIGNED): void {
  if (name === '__debug__') problem(a, at, 'cannot assign to __debug__');
  if (!a.scope.inTarget) {
    note(a, name, flag);
    return;
  }
  const known = a.scope.silent.get(a.scope.className === null ? name : mangle(a.scope.className, name)) ?? 0;
  if ((known & (GLOBAL | NONLOCAL)) !== 0) tableProblem(a, at, `comprehension inner loop cannot rebind assignment expression target '${name}'`);
  note(a, name, flag | ITERATION);
}

export function addParameter(a: Analysis, name: string, at: Span): void {
  const { scope } = a;
  const mangled = scope.className !== null ? mangle(scope.className, name) : name;
  if (scope.symbols.has(mangled)) tableProblem(a, at, `duplicate argument '${name}' in function definition`);
  if (name === '__debug__') problem(a, at, 'cannot assign to __debug__');
  scope.parameters.push(mangled);
  scope.symbols.set(mangled, PARAMETER);
}

/** Opens the scope of `node` inside the current one, and makes it the current one. */
export function open(a: Analysis, node: ScopeNode, kind: ScopeKind, name: string): Draft {
  const scope = draft(node, kind, name, a.scope, a.scope.className);
  a.scopes.set(node, scope);
  a.scope = scope;
  return scope;
}

// A nested function is compiled in a state of its own; its yields are not those of the code around it.
export function inFresh(a: Analysis, visit: () => void): void {
  const { mode, blocks, yields, inStarHandler } = a;
  a.mode = 'emit';
  a.blocks = [];
  a.inStarHandler = false;
  try {
    visit();
  } finally {
    a.inStarHandler = inStarHandler;
    a.mode = mode;
    a.blocks = blocks;
    a.yields = yields;
  }
}
