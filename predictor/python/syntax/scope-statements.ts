// The walk over statements: which names each scope binds, and in the order in which CPython's compiler meets them.
import type { ClassDef, Expr, FunctionDef, Params, Span, Stmt, TypeAlias, TypeParam } from './ast.ts';
import { deferralOf } from './deferred-bodies.ts';
import { mangle } from './mangling.ts';
import {
  addParameter, ANNOTATED, ASSIGNED, draft, GLOBAL, IMPORTED, inFresh, isFunctionLike, NONLOCAL, note, open, PARAMETER, problem, store, USED, tableProblem, resolutionProblem, type Analysis, type Draft,
} from './scope-drafts.ts';
import { inAsyncFunction, visitElements, visitExpr, visitKeywords } from './scope-expressions.ts';
import { checkRefutable, visitAugmented, visitPattern, visitTarget } from './scope-targets.ts';

const LEAVES_STAR_HANDLER = "'break', 'continue' and 'return' cannot appear in an except* block";

export function visitBody(a: Analysis, body: readonly Stmt[]): void {
  for (let at = 0; at < body.length; at++) visitStmt(a, body[at]);
}

function visitStmt(a: Analysis, node: Stmt): void {
  const before = a.yields;
  switch (node.kind) {
    case 'ExprStmt':
      visitExpr(a, node.value);
      break;
    case 'Assign':
      visitExpr(a, node.value);
      for (const target of node.targets) visitTarget(a, target);
      break;
    case 'AugAssign':
      visitAugmented(a, node.target);
      visitExpr(a, node.value);
      if (node.target.kind === 'Name') store(a, node.target.id, node.target);
      break;
    case 'AnnAssign': visitAnnAssign(a, node); break;
    case 'If':
      visitExpr(a, node.test);
      visitBody(a, node.body);
      visitBody(a, node.orelse);
      break;
    case 'For':
      visitExpr(a, node.iter);
      if (node.isAsync) {
        a.yields++;
        if (!inAsyncFunction(a)) problem(a, node, "'async for' outside async function");
      }
      visitTarget(a, node.target);
      a.blocks.push('loop');
      visitBody(a, node.body);
      a.blocks.pop();
      visitBody(a, node.orelse);
      break;
    case 'While':
      visitExpr(a, node.test);
      a.blocks.push('loop');
      visitBody(a, node.body);
      a.blocks.pop();
      visitBody(a, node.orelse);
      break;
    case 'With':
      if (node.isAsync) {
        a.yields++;
        if (!inAsyncFunction(a)) problem(a, node, "'async with' outside async function");
      }
      for (const item of node.items) {
        visitExpr(a, item.context);
        if (item.target !== null) visitTarget(a, item.target);
      }
      visitBody(a, node.body);
      break;
    case 'Try': visitTry(a, node); break;
    case 'Return':
      if (a.scope.kind !== 'function') problem(a, node, "'return' outside function");
      else if (a.inStarHandler) problem(a, node, LEAVES_STAR_HANDLER);
      else if (node.value !== null) a.scope.valued ??= node;
      if (node.value !== null) visitExpr(a, node.value);
      leave(a, false);
      break;
    case 'Break': case 'Continue':
      if (!a.blocks.includes('loop')) problem(a, node, node.kind === 'Break' ? "'break' outside loop" : "'continue' not properly in loop");
      else if (a.inStarHandler && a.blocks[a.blocks.length - 1] !== 'loop') problem(a, node, LEAVES_STAR_HANDLER);
      else leave(a, true);
      break;
    case 'Raise':
      if (node.exc !== null) visitExpr(a, node.exc);
      if (node.cause !== null) visitExpr(a, node.cause);
      break;
    case 'Assert':
      visitExpr(a, node.test);
      if (node.msg !== null) visitExpr(a, node.msg);
      break;
    case 'Delete':
      for (const target of node.targets) visitTarget(a, target);
      break;
    case 'Import':
      for (const alias of node.names) {
        const dot = alias.name.indexOf('.');
        store(a, alias.asname ?? (dot === -1 ? alias.name : alias.name.slice(0, dot)), alias, IMPORTED);
      }
      break;
    case 'ImportFrom':
      if (node.module === '__future__') checkFuture(a, node);
      for (const alias of node.names) {
        if (alias.name === '*') {
          a.scope.hasStarImport = true;
          if (a.scope.kind !== 'module') tableProblem(a, node, 'import * only allowed at module level');
        } else {
          store(a, alias.asname ?? alias.name, alias, IMPORTED);
        }
      }
      break;
    case 'Global': case 'Nonlocal': declare(a, node); break;
    case 'FunctionDef': visitFunction(a, node); break;
    case 'ClassDef': visitClass(a, node); break;
    case 'Match': {
      visitExpr(a, node.subject);
      for (let at = 0; at < node.cases.length; at++) {
        const one = node.cases[at];
        const names: { name: string; at: Span }[] = [];
        if (at < node.cases.length - 1 && one.guard === null) checkRefutable(a, one.pattern);
        visitPattern(a, one.pattern, names);
        for (const { name, at } of names) store(a, name, at);
        if (one.guard !== null) visitExpr(a, one.guard);
        visitBody(a, one.body);
      }
      break;
    }
    case 'TypeAlias':
      store(a, node.name.id, node.name);
      if (a.mode !== 'repeat') {
        const outer = a.scope;
        enterTypeParams(a, node, node.name.id, node.typeParams);
        visitExpr(a, node.value);
        a.scope = outer;
      }
      break;
    case 'Pass': case 'Broken': break;
    default: node satisfies never;
  }
  if (a.yields !== before) a.yielding.add(node);
}

// A `finally` body is compiled again at each `return`, `break` or `continue` that leaves its `try`, which fixes when its names are first met.
function leave(a: Analysis, toLoop: boolean): void {
  const { blocks, mode } = a;
  for (let at = blocks.length - 1; at >= 0; at--) {
    const block = blocks[at];
    if (block === 'loop' && toLoop) break;
    if (typeof block === 'string') continue;
    a.blocks = blocks.slice(0, at);
    a.mode = 'repeat';
    const { yields } = a;
    visitBody(a, block);
    a.yields = yields;
    a.mode = mode;
  }
  a.blocks = blocks;
}

function visitTry(a: Analysis, node: Extract<Stmt, { kind: 'Try' }>): void {
  const outer = a.blocks;
  if (node.finalbody.length > 0) a.blocks = [...outer, node.finalbody];
  visitBody(a, node.body);
  visitBody(a, node.orelse);
  const { inStarHandler } = a;
  for (let at = 0; at < node.handlers.length; at++) {
    const handler = node.handlers[at];
    if (handler.type !== null) visitExpr(a, handler.type);
    else if (at < node.handlers.length - 1) problem(a, handler, "default 'except:' must be last");
    if (handler.name !== null) store(a, handler.name, handler);
    if (node.isStar) {
      a.inStarHandler = true;
      a.blocks = [...a.blocks, 'handler'];
    }
    visitBody(a, handler.body);
    if (node.isStar) a.blocks = a.blocks.slice(0, -1);
    a.inStarHandler = inStarHandler;
  }
  a.blocks = outer;
  visitBody(a, node.finalbody);
}

function visitAnnAssign(a: Analysis, node: Extract<Stmt, { kind: 'AnnAssign' }>): void {
  const { target, scope } = { target: node.target, scope: a.scope };
  const { mode } = a;
  if (node.value !== null) {
    visitExpr(a, node.value);
    visitTarget(a, target);
  } else if (target.kind !== 'Name') {
    visitTarget(a, target);
  }
  if (target.kind === 'Name') {
    if (mode !== 'repeat') {
      const name = scope.className === null ? target.id : mangle(scope.className, target.id);
      const flags = (scope.symbols.get(name) ?? 0) | (scope.silent.get(name) ?? 0);
      if (node.simple && (flags & (GLOBAL | NONLOCAL)) !== 0 && scope.kind !== 'module') {
        tableProblem(a, node, `annotated name '${target.id}' can't be ${(flags & GLOBAL) !== 0 ? 'global' : 'nonlocal'}`);
      }
      a.mode = 'silent';
      if (node.simple) store(a, target.id, target, ANNOTATED | ASSIGNED);
      else if (node.value !== null) store(a, target.id, target);
      a.mode = mode;
    }
  }
  visitAnnotation(a, node.annotation, !isFunctionLike(scope));
}

// With PEP 563 an annotation is text: its names are nobody's.
function visitAnnotation(a: Analysis, annotation: Expr, emitted: boolean): void {
  if (a.futureAnnotations) {
    checkUnevaluated(a, annotation);
    return;
  }
  if (emitted) {
    visitExpr(a, annotation);
    return;
  }
  if (a.mode === 'repeat') return;
  const { mode } = a;
  a.mode = 'silent';
  visitExpr(a, annotation);
  a.mode = mode;
}

const UNEVALUATED: Record<string, string> = { Yield: 'yield', YieldFrom: 'yield', Await: 'await', NamedExpr: 'named' };

function checkUnevaluated(a: Analysis, node: object): void {
  for (const child of Object.values(node)) {
    if (typeof child === 'object' && child !== null) checkUnevaluated(a, child);
  }
  const { kind } = node as { kind?: string };
  const word = kind === undefined ? undefined : UNEVALUATED[kind];
  if (word !== undefined) tableProblem(a, node as Span, `'${word} expression' can not be used within an annotation`);
}

function declare(a: Analysis, node: Extract<Stmt, { kind: 'Global' | 'Nonlocal' }>): void {
  if (a.mode === 'repeat') return;
  const { scope, mode } = a;
  const global = node.kind === 'Global';
  if (!global && scope.kind === 'module') {
    resolutionProblem(a, node, 'nonlocal declaration not allowed at module level');
    return;
  }
  a.mode = 'silent';
  for (const name of node.names) {
    const mangled = scope.className === null ? name : mangle(scope.className, name);
    const flags = (scope.symbols.get(mangled) ?? 0) | (scope.silent.get(mangled) ?? 0);
    const word = global ? 'global' : 'nonlocal';
    if ((flags & PARAMETER) !== 0) tableProblem(a, node, `name '${name}' is parameter and ${word}`);
    else if ((flags & USED) !== 0) tableProblem(a, node, `name '${name}' is used prior to ${word} declaration`);
    else if ((flags & ANNOTATED) !== 0) tableProblem(a, node, `annotated name '${name}' can't be ${word}`);
    else if ((flags & ASSIGNED) !== 0) tableProblem(a, node, `name '${name}' is assigned to before ${word} declaration`);
    else if (global ? (flags & NONLOCAL) !== 0 : (flags & GLOBAL) !== 0) resolutionProblem(a, node, `name '${name}' is nonlocal and global`);
    note(a, name, global ? GLOBAL : NONLOCAL);
    if (!global) scope.directives.push({ name: mangled, span: node, global });
  }
  a.mode = mode;
}

function visitFunction(a: Analysis, node: FunctionDef): void {
  for (const decorator of node.decorators) visitExpr(a, decorator);
  const outer = a.scope;
  const { mode } = a;
  visitDefaults(a, node.params);
  if (node.typeParams.length > 0 && mode !== 'repeat') enterTypeParams(a, node, node.name, node.typeParams);
  visitParamAnnotations(a, node.params);
  if (node.returns !== null) visitAnnotation(a, node.returns, true);
  if (mode !== 'repeat') {
    const scope = open(a, node, 'function', node.name);
    if (node.isAsync) scope.sawAwait = true;
    visitParams(a, node.params);
    const deferral = deferralOf(node);
    if (deferral !== undefined) {
      scope.pending = true;
      scope.sawYield = deferral.yields;
    } else inFresh(a, () => visitBody(a, node.body));
    if (node.isAsync && scope.sawYield && scope.valued !== null) problem(a, scope.valued, "'return' with value in async generator");
  }
  a.scope = outer;
  store(a, node.name, node);
}

/** Gathers what is inside a function whose body was put off. May be tried again where it was stopped midway. */
export function gatherPending(a: Analysis, scope: Draft): void {
  const node = scope.node as FunctionDef;
  const outer = a.scope;
  scope.names.clear();
  scope.children.length = 0;
  scope.parameters = [];
  scope.symbols = new Map();
  scope.silent = new Map();
  scope.directives = [];
  a.scope = scope;
  try {
    visitParams(a, node.params);
    inFresh(a, () => visitBody(a, node.body));
  } finally {
    a.scope = outer;
  }
}

export function visitDefaults(a: Analysis, params: Params): void {
  for (const value of params.defaults) visitExpr(a, value);
  for (const value of params.kwDefaults) if (value !== null) visitExpr(a, value);
}

// CPython emits the annotations of plain parameters before those of positional-only ones.
function visitParamAnnotations(a: Analysis, params: Params): void {
  for (const { annotation } of params.args) if (annotation !== null) visitAnnotation(a, annotation, true);
  for (const { annotation } of params.posonly) if (annotation !== null) visitAnnotation(a, annotation, true);
  const rest = params.vararg === null ? null : params.vararg.annotation;
  if (rest !== null) visitAnnotation(a, rest.kind === 'Starred' ? rest.value : rest, true);
  for (const { annotation } of params.kwonly) if (annotation !== null) visitAnnotation(a, annotation, true);
  if (params.kwarg !== null && params.kwarg.annotation !== null) visitAnnotation(a, params.kwarg.annotation, true);
}

export function visitParams(a: Analysis, params: Params): void {
  for (const one of params.posonly) addParameter(a, one.name, one);
  for (const one of params.args) addParameter(a, one.name, one);
  for (const one of params.kwonly) addParameter(a, one.name, one);
  if (params.vararg !== null) addParameter(a, params.vararg.name, params.vararg);
  if (params.kwarg !== null) addParameter(a, params.kwarg.name, params.kwarg);
}

function visitClass(a: Analysis, node: ClassDef): void {
  for (const decorator of node.decorators) visitExpr(a, decorator);
  const outer = a.scope;
  const repeated = a.mode === 'repeat';
  if (node.typeParams.length > 0 && !repeated) enterTypeParams(a, node, node.name, node.typeParams);
  visitElements(a, node.bases);
  visitKeywords(a, node.keywords);
  if (!repeated) {
    const scope = draft(node, 'class', node.name, a.scope, node.name);
    a.scopes.set(node, scope);
    a.scope = scope;
    inFresh(a, () => visitBody(a, node.body));
  }
  a.scope = outer;
  store(a, node.name, node);
}

// NON-PYTHON: 3.12 has annotation scopes with rules of their own; here type parameters are locals of a function around the definition.
function enterTypeParams(a: Analysis, node: FunctionDef | ClassDef | TypeAlias, name: string, params: readonly TypeParam[]): void {
  const scope = draft(node, 'typeparams', `<generic parameters of ${name}>`, a.scope, a.scope.className);
  a.typeScopes.set(node, scope);
  a.scope = scope;
  for (const param of params) store(a, param.name, param);
  for (const { bound, defaultValue } of params) {
    if (bound !== null) visitExpr(a, bound);
    if (defaultValue !== null) visitExpr(a, defaultValue);
  }
}

const FEATURES = new Set([
  'nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement', 'print_function', 'unicode_literals', 'barry_as_FLUFL', 'generator_stop',
  'annotations',
]);

// CPython looks at future imports before it makes the symbol table.
function checkFuture(a: Analysis, node: Extract<Stmt, { kind: 'ImportFrom' }>): void {
  const last = a.lastFuture;
  if (last === undefined || node.line > last.line || (node.line === last.line && node.col > last.col)) {
    const message = 'from __future__ imports must occur at the beginning of the file';
    if (a.scope.kind === 'module') tableProblem(a, node, message);
    else problem(a, node, message);
    return;
  }
  for (const { name } of node.names) {
    if (!FEATURES.has(name)) tableProblem(a, node, name === 'braces' ? 'not a chance' : `future feature ${name} is not defined`);
  }
}
