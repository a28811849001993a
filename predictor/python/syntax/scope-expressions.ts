// The walk over expressions: which names each scope uses, the scopes of lambdas and comprehensions, and where a yield or an await stands.
import type { Comprehension, Expr, Keyword } from './ast.ts';
import { mangle } from './mangling.ts';
import {
  ASSIGNED, GLOBAL, inFresh, isComprehension, ITERATION, load, NONLOCAL, note, open, PARAMETER, problem, store, tableProblem, type Analysis, type Draft,
} from './scope-drafts.ts';
import { visitDefaults, visitParams } from './scope-statements.ts';
import { visitTarget } from './scope-targets.ts';
import type { ComprehensionExpr } from './scopes.ts';

export function inAsyncFunction(a: Analysis): boolean {
  const { node } = a.scope;
  return a.scope.kind === 'function' && node.kind === 'FunctionDef' && node.isAsync;
}

function visitExprs(a: Analysis, list: readonly Expr[]): void {
  for (let at = 0; at < list.length; at++) visitExpr(a, list[at]);
}

// Elements and arguments, where a star may stand.
export function visitElements(a: Analysis, list: readonly Expr[]): void {
  for (let at = 0; at < list.length; at++) {
    const one = list[at];
    if (one.kind !== 'Starred') {
      visitExpr(a, one);
      continue;
    }
    const before = a.yields;
    visitExpr(a, one.value);
    if (a.yields !== before) a.yielding.add(one);
  }
}

export function visitKeywords(a: Analysis, keywords: readonly Keyword[]): void {
  for (let at = 0; at < keywords.length; at++) {
    const { arg } = keywords[at];
    if (arg !== null) {
      if (arg === '__debug__') problem(a, keywords[at], 'cannot assign to __debug__');
      for (let earlier = 0; earlier < at; earlier++) if (keywords[earlier].arg === arg) problem(a, keywords[at], `keyword argument repeated: ${arg}`);
    }
    visitExpr(a, keywords[at].value);
  }
}

export function visitExpr(a: Analysis, node: Expr): void {
  switch (node.kind) {
    case 'Name': load(a, node); return;
    case 'Constant': case 'BrokenExpr': return;
    default:
  }
  const before = a.yields;
  switch (node.kind) {
    case 'Attribute': visitExpr(a, node.value); break;
    case 'Call':
      visitExpr(a, node.func);
      visitElements(a, node.args);
      visitKeywords(a, node.keywords);
      if (node.func.kind === 'Name') {
        switch (node.func.id) {
          case 'locals': case 'exec': case 'eval': case 'vars': case 'dir': a.scope.hasExecLikeCalls = true; break;
          default:
        }
      }
      break;
    case 'BinOp':
      visitBinary(a, node);
      break;
    case 'Compare':
      visitExpr(a, node.left);
      visitExprs(a, node.comparators);
      break;
    case 'BoolOp': visitExprs(a, node.values); break;
    case 'UnaryOp': visitExpr(a, node.operand); break;
    case 'Subscript':
      visitExpr(a, node.value);
      visitExpr(a, node.slice);
      break;
    case 'Slice':
      if (node.lower !== null) visitExpr(a, node.lower);
      if (node.upper !== null) visitExpr(a, node.upper);
      if (node.step !== null) visitExpr(a, node.step);
      break;
    case 'Tuple': case 'List': case 'Set': visitElements(a, node.elts); break;
    case 'Dict':
      for (let at = 0; at < node.values.length; at++) {
        const key = node.keys[at];
        if (key !== null) visitExpr(a, key);
        visitExpr(a, node.values[at]);
      }
      break;
    case 'JoinedStr': visitExprs(a, node.values); break;
    case 'FormattedValue':
      visitExpr(a, node.value);
      if (node.spec !== null) visitExpr(a, node.spec);
      break;
    case 'Starred':
      problem(a, node, "can't use starred expression here");
      visitExpr(a, node.value);
      break;
    case 'IfExp':
      visitExpr(a, node.test);
      visitExpr(a, node.body);
      visitExpr(a, node.orelse);
      break;
    case 'NamedExpr': visitNamed(a, node); break;
    case 'Lambda': {
      visitDefaults(a, node.params);
      if (a.mode === 'repeat') break;
      const outer = a.scope;
      open(a, node, 'lambda', '<lambda>');
      visitParams(a, node.params);
      inFresh(a, () => visitExpr(a, node.body));
      a.scope = outer;
      break;
    }
    case 'Await':
      visitExpr(a, node.value);
      a.yields++;
      a.scope.sawAwait = true;
      if (a.scope.kind === 'module' || a.scope.kind === 'class') problem(a, node, "'await' outside function");
      else if (!inAsyncFunction(a) && !isComprehension(a.scope)) problem(a, node, "'await' outside async function");
      break;
    case 'Yield': case 'YieldFrom':
      if (node.value !== null) visitExpr(a, node.value);
      a.yields++;
      visitYield(a, node);
      break;
    case 'ListComp': case 'SetComp': case 'DictComp': case 'GeneratorExp': visitComprehension(a, node); break;
    default: node satisfies never;
  }
  if (a.yields !== before) a.yielding.add(node);
}

// A long chain leans to the left; its spine is followed in a loop.
function visitBinary(a: Analysis, node: Extract<Expr, { kind: 'BinOp' }>): void {
  if (node.left.kind !== 'BinOp') {
    visitExpr(a, node.left);
    visitExpr(a, node.right);
    return;
  }
  const spine = [node];
  let left: Expr = node.left;
  while (left.kind === 'BinOp') {
    spine.push(left);
    left = left.left;
  }
  const before = a.yields;
  visitExpr(a, left);
  for (let at = spine.length - 1; at >= 0; at--) {
    visitExpr(a, spine[at].right);
    if (a.yields !== before) a.yielding.add(spine[at]);
  }
}

function visitYield(a: Analysis, node: Extract<Expr, { kind: 'Yield' | 'YieldFrom' }>): void {
  const { scope } = a;
  switch (scope.kind) {
    case 'module': case 'class': problem(a, node, "'yield' outside function"); break;
    case 'listcomp': tableProblem(a, node, "'yield' inside list comprehension"); break;
    case 'setcomp': tableProblem(a, node, "'yield' inside set comprehension"); break;
    case 'dictcomp': tableProblem(a, node, "'yield' inside dict comprehension"); break;
    case 'genexpr': tableProblem(a, node, "'yield' inside generator expression"); break;
    default:
      scope.sawYield = true;
      if (node.kind === 'YieldFrom' && inAsyncFunction(a)) problem(a, node, "'yield from' inside async function");
  }
}

// `:=` in a comprehension binds in the function around it (PEP 572).
function visitNamed(a: Analysis, node: Extract<Expr, { kind: 'NamedExpr' }>): void {
  const { id } = node.target;
  if (a.scope.iterableDepth > 0) {
    tableProblem(a, node, 'assignment expression cannot be used in a comprehension iterable expression');
  }
  visitExpr(a, node.value);
  if (!isComprehension(a.scope)) {
    store(a, id, node.target);
    return;
  }
  if (a.mode === 'repeat') return;
  const comprehension = a.scope;
  for (let scope: Draft | null = a.scope; scope !== null; scope = scope.parent as Draft | null) {
    const name = scope.className === null ? id : mangle(scope.className, id);
    if (isComprehension(scope)) {
      if (((scope.symbols.get(name) ?? 0) & ITERATION) !== 0) {
        tableProblem(a, node.target, `assignment expression cannot rebind comprehension iteration variable '${id}'`);
      }
      continue;
    }
    if (scope.kind === 'class') {
      tableProblem(a, node.target, 'assignment expression within a comprehension cannot be used in a class body');
      break;
    }
    const flags = (scope.symbols.get(name) ?? 0) | (scope.silent.get(name) ?? 0);
    const toGlobal = scope.kind === 'module' || (flags & GLOBAL) !== 0;
    comprehension.silent.set(name, (comprehension.silent.get(name) ?? 0) | (toGlobal ? GLOBAL : NONLOCAL));
    if (scope.kind === 'module') scope.silent.set(name, (scope.silent.get(name) ?? 0) | GLOBAL);
    else scope.silent.set(name, (scope.silent.get(name) ?? 0) | ASSIGNED);
    if (!toGlobal) comprehension.directives.push({ name, span: node, global: false });
    break;
  }
  note(a, id, ASSIGNED);
}

const COMPREHENSION_KINDS = { ListComp: 'listcomp', SetComp: 'setcomp', DictComp: 'dictcomp', GeneratorExp: 'genexpr' } as const;

function visitComprehension(a: Analysis, node: ComprehensionExpr): void {
  const { generators } = node;
  const outer = a.scope;
  const first = generators[0];
  outer.iterableDepth++;
  visitExpr(a, first.iter);
  outer.iterableDepth--;
  if (a.mode === 'repeat') return;
  const kind = COMPREHENSION_KINDS[node.kind];
  const scope = open(a, node, kind, `<${kind}>`);
  scope.parameters.push('.0');
  scope.symbols.set('.0', PARAMETER);
  scope.iterableDepth = outer.iterableDepth;
  if (kind === 'genexpr') scope.sawYield = true;
  inFresh(a, () => {
    for (let at = 0; at < generators.length; at++) visitGenerator(a, scope, generators[at], at === 0);
    if (node.kind === 'DictComp') visitExpr(a, node.key);
    visitExpr(a, node.kind === 'DictComp' ? node.value : node.elt);
  });
  a.scope = outer;
  if (scope.sawAwait && kind !== 'genexpr') {
    // The comprehension is awaited where it stands.
    outer.sawAwait = true;
    a.yields++;
    if (!inAsyncFunction(a) && !isComprehension(outer)) problem(a, node, 'asynchronous comprehension outside of an asynchronous function');
  }
}

function visitGenerator(a: Analysis, scope: Draft, generator: Comprehension, isFirst: boolean): void {
  if (!isFirst) {
    scope.iterableDepth++;
    visitExpr(a, generator.iter);
    scope.iterableDepth--;
  }
  if (generator.isAsync) {
    scope.sawAwait = true;
    a.yields++;
  }
  scope.inTarget = true;
  visitTarget(a, generator.target);
  scope.inTarget = false;
  visitExprs(a, generator.ifs);
}
