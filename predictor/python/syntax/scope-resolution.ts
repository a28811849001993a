// Resolution: what each name of each scope is, once all of them are gathered (`analyze_block` and `update_symbols` of Python/symtable.c).
import { exact } from './exact.ts';
import { mangle } from './mangling.ts';
import { BOUND, GLOBAL, isFunctionLike, NONLOCAL, PARAMETER, resolutionProblem, type Analysis, type Draft } from './scope-drafts.ts';
import type { Binding } from './scopes.ts';

// First this scope's own names, then the inner scopes, which may turn its locals into cells and pass free names through it.
export function resolve(a: Analysis, scope: Draft): void {
  const { names, symbols, silent } = scope;
  scope.qualname = qualify(scope);
  for (const [name, flags] of silent) symbols.set(name, (symbols.get(name) ?? QUIET) | flags);
  for (const [name, flags] of symbols) names.set(name, bindingOf(scope, name, flags));
  for (const { name, span } of scope.directives) {
    if (names.get(name) !== 'free') resolutionProblem(a, span, `no binding for nonlocal '${name}' found`);
  }
  for (const child of scope.children) resolve(a, child as Draft);
  finish(scope);
  // There are thousands of scopes, and most stay as they are from here on.
  scope.symbols = scope.silent = noNames;
  scope.parameters = noParameters;
  scope.directives = noDirectives;
}
const noNames: Draft['symbols'] = new Map();
const noDirectives: Draft['directives'] = [];
const noParameters: Draft['parameters'] = [];

// Marks a name that entered `symbols` without code.
const QUIET = 1024;

function bindingOf(scope: Draft, name: string, flags: number): Binding {
  if ((flags & GLOBAL) !== 0) return 'global-explicit';
  if ((flags & NONLOCAL) === 0 && (flags & BOUND) !== 0) return 'local';
  const holder = findHolder(scope, name);
  if (holder === null) return 'global-implicit';
  capturedFrom(scope, holder, name);
  return 'free';
}

// The function around `scope` that binds `name`; a class binds only `__class__`, for its functions.
function findHolder(scope: Draft, name: string): Draft | null {
  for (let around = scope.parent as Draft | null; around !== null; around = around.parent as Draft | null) {
    if (around.kind === 'module') return null;
    if (around.kind === 'class') {
      if (name === '__class__') return around;
      continue;
    }
    const flags = around.symbols.get(name) ?? 0;
    if ((flags & GLOBAL) !== 0) return null;
    if ((flags & BOUND) !== 0 && (flags & NONLOCAL) === 0) return around;
  }
  return null;
}

function capturedFrom(scope: Draft, holder: Draft, name: string): void {
  if (holder.kind === 'class') holder.needsClassCell = true;
  else holder.names.set(name, 'cell');
  for (let between = scope.parent as Draft; between !== holder; between = between.parent as Draft) {
    const known = between.names.get(name);
    if (known === undefined) between.names.set(name, 'free');
    else if (known !== 'free') (between.passed ??= new Set()).add(name);
  }
}

function qualify(scope: Draft): string {
  const parent = scope.parent as Draft | null;
  if (parent === null) return scope.name;
  if (scope.kind === 'function' || scope.kind === 'class') {
    const name = parent.className === null ? scope.name : mangle(parent.className, scope.name);
    if (parent.names.get(name) === 'global-explicit') return scope.name;
  }
  if (parent.kind === 'module') return scope.name;
  if (parent.kind === 'typeparams') return (parent.parent as Draft).kind === 'module' ? scope.name : `${prefixOf(parent.parent as Draft)}${scope.name}`;
  return `${prefixOf(parent)}${scope.name}`;
}

// Names inside a comprehension are not set off by `<locals>` in 3.11.
function prefixOf(parent: Draft): string {
  return parent.kind !== 'function' && parent.kind !== 'lambda' ? `${parent.qualname}.` : `${parent.qualname}.<locals>.`;
}

function finish(scope: Draft): void {
  const { names, symbols, parameters } = scope;
  const free: string[] = [];
  const cells: string[] = [];
  for (const [name, binding] of names) {
    if (binding === 'cell') cells.push(name);
    else if (binding === 'free') free.push(name);
  }
  if (scope.passed !== null) for (const name of scope.passed) if (names.get(name) !== 'free') free.push(name);
  if (free.length > 0) scope.freevars = free.length > 1 ? free.sort(byCodePoint) : free;
  if (scope.needsClassCell) cells.push('__class__');
  if (cells.length > 0) {
    cells.sort(byCodePoint);
    const first = parameters.filter(name => names.get(name) === 'cell');
    scope.cellvars = first.length === 0 ? cells : [...first, ...cells.filter(name => !first.includes(name))];
  }
  scope.parameterCount = parameters.length;
  if (isFunctionLike(scope)) {
    const varnames = parameters;
    for (const [name, flags] of symbols) {
      if ((flags & (PARAMETER | QUIET)) === 0 && names.get(name) === 'local') varnames.push(name);
    }
    scope.varnames = exact(varnames);
    scope.isGenerator = scope.sawYield && !scope.sawAwait;
    scope.isCoroutine = scope.sawAwait && !scope.sawYield;
    scope.isAsyncGenerator = scope.sawAwait && scope.sawYield;
  }
}

/** CPython sorts names by code point; UTF-16 order differs beyond the BMP. */
function byCodePoint(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) {
      const oneHigh = one >= 0xd800 && one <= 0xdfff;
      const otherHigh = other >= 0xd800 && other <= 0xdfff;
      return oneHigh === otherHigh ? one - other : oneHigh ? 1 : -1;
    }
  }
  return left.length - right.length;
}
