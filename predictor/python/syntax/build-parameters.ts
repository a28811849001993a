// Parameters of functions and lambdas, and type parameters (PEP 695).
import type { Expr, Param, Params, TypeParam } from './ast.ts';
import { buildExpr, buildPlain } from './build-expressions.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { locate, nameAt, report, type Source } from './source.ts';

export const NO_PARAMS: Params = { posonly: [], args: [], vararg: null, kwonly: [], kwDefaults: [], kwarg: null, defaults: [] };

/** The parameters below a `parameters` or `lambda_parameters` node. */
export function buildParams(s: Source, node: number): Params {
  let posonly: Param[] = [];
  let args: Param[] = [];
  let vararg: Param | null = null;
  const kwonly: Param[] = [];
  const kwDefaults: (Expr | null)[] = [];
  let kwarg: Param | null = null;
  const defaults: Expr[] = [];
  let slashed = false;
  let keywordOnly = false;
  const end = s.next[node];
  for (let child = node + 1; child < end; child = s.next[child]) {
    let name = child;
    let annotation = -1;
    let value = -1;
    switch (s.kind[child]) {
      case K.LPAR: case K.RPAR: case K.COMMA: case K.ERROR: continue;
      case K.POSITIONAL_SEPARATOR: case K.SLASH:
        if (slashed) report(s, s.start[child], s.end[child], '/ may appear only once');
        else if (keywordOnly || kwarg !== null) report(s, s.start[child], s.end[child], '/ must be ahead of *');
        else if (args.length === 0) report(s, s.start[child], s.end[child], 'invalid syntax');
        slashed = true;
        posonly = args;
        args = [];
        continue;
      case K.KEYWORD_SEPARATOR: case K.STAR:
        if (kwarg !== null) report(s, s.start[child], s.end[child], 'arguments cannot follow var-keyword argument');
        else if (keywordOnly) report(s, s.start[child], s.end[child], '* argument may appear only once');
        else if (!namesFollow(s, child, end)) report(s, s.start[child], s.end[child], 'named arguments must follow bare *');
        keywordOnly = true;
        continue;
      case K.TYPED_PARAMETER:
        name = child + 1;
        annotation = s.next[s.next[name]];
        break;
      case K.DEFAULT_PARAMETER:
        name = child + 1;
        value = s.next[s.next[name]];
        break;
      case K.TYPED_DEFAULT_PARAMETER:
        name = child + 1;
        annotation = s.next[s.next[name]];
        value = s.next[s.next[annotation]];
        break;
      default: break;
    }
    if (kwarg !== null) report(s, s.start[child], s.end[child], 'arguments cannot follow var-keyword argument');
    const kind = s.kind[name];
    if (kind === K.LIST_SPLAT_PATTERN || kind === K.DICTIONARY_SPLAT_PATTERN) {
      const inner = s.next[name + 1];
      if (s.kind[inner] !== K.IDENTIFIER) report(s, s.start[child], s.end[child], 'invalid syntax');
      if (kind === K.DICTIONARY_SPLAT_PATTERN) {
        kwarg = buildParam(s, inner, annotation, false);
      } else {
        if (keywordOnly) report(s, s.start[child], s.end[child], '* argument may appear only once');
        vararg = buildParam(s, inner, annotation, true);
        keywordOnly = true;
      }
      continue;
    }
    if (kind !== K.IDENTIFIER) {
      const what = s.kind[node] === K.PARAMETERS ? 'Function' : 'Lambda expression';
      report(s, s.start[child], s.end[child], `${what} parameters cannot be parenthesized`);
      continue;
    }
    const param = buildParam(s, name, annotation, false);
    if (keywordOnly) {
      kwonly.push(param);
      kwDefaults.push(value === -1 ? null : buildPlain(s, value));
    } else {
      args.push(param);
      if (value !== -1) defaults.push(buildPlain(s, value));
      else if (defaults.length > 0) report(s, s.start[child], s.end[child], 'non-default argument follows default argument');
    }
  }
  return { posonly: exact(posonly), args: exact(args), vararg, kwonly: exact(kwonly), kwDefaults: exact(kwDefaults), kwarg, defaults: exact(defaults) };
}

function namesFollow(s: Source, star: number, end: number): boolean {
  for (let child = s.next[star]; child < end; child = s.next[child]) {
    const kind = s.kind[child];
    if (kind === K.IDENTIFIER || kind === K.DEFAULT_PARAMETER || kind === K.TYPED_DEFAULT_PARAMETER) return true;
    if (kind === K.TYPED_PARAMETER) return s.kind[child + 1] === K.IDENTIFIER;
  }
  return false;
}

function buildParam(s: Source, node: number, type: number, starred: boolean): Param {
  const name = nameAt(s, s.start[node], s.end[node]);
  const annotation = type === -1 ? null : starred ? buildExpr(s, type) : buildAnnotation(s, type);
  locate(s, s.start[node], type === -1 ? s.end[node] : s.end[type]);
  return { name, annotation, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

/** A `type` node where CPython expects an expression: the grammar's own forms of types are mere expressions to Python. */
export function buildAnnotation(s: Source, type: number): Expr {
  if (s.kind[type + 1] === K.CONSTRAINED_TYPE) report(s, s.start[type], s.end[type], 'invalid syntax');
  if (s.kind[type + 1] === K.NAMED_EXPRESSION) report(s, s.start[type], s.end[type], 'invalid syntax');
  return buildPlain(s, type);
}

/** `[T, U: bound, *Ts, **P]` */
export function buildTypeParams(s: Source, list: number): TypeParam[] {
  const params: TypeParam[] = [];
  for (let child = list + 1; child < s.next[list]; child = s.next[child]) {
    if (s.kind[child] !== K.TYPE) continue;
    const form = child + 1;
    let kind: TypeParam['kind'] = 'TypeVar';
    let nameNode = form;
    let bound: Expr | null = null;
    if (s.kind[form] === K.SPLAT_TYPE || s.kind[form] === K.LIST_SPLAT) {
      kind = s.kind[form + 1] === K.DOUBLE_STAR ? 'ParamSpec' : 'TypeVarTuple';
      nameNode = s.next[form + 1];
    } else if (s.kind[form] === K.CONSTRAINED_TYPE) {
      nameNode = s.kind[form + 1] === K.TYPE ? form + 2 : form + 1;
      bound = buildPlain(s, s.next[s.next[form + 1]]);
    }
    if (s.kind[nameNode] !== K.IDENTIFIER) {
      report(s, s.start[child], s.end[child], 'invalid syntax');
      continue;
    }
    const name = nameAt(s, s.start[nameNode], s.end[nameNode]);
    locate(s, s.start[child], s.end[child]);
    params.push({ kind, name, bound, defaultValue: null, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol });
  }
  return params;
}
