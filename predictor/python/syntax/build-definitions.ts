// Definitions: functions, classes and type aliases. A decorated one begins at its `def` or `class`.
import type { ClassDef, Expr, FunctionDef, Keyword, Name, Stmt, TypeParam } from './ast.ts';
import { buildSuite, closed } from './build-compound.ts';
import { buildArguments, buildName, buildPlain, buildTest } from './build-expressions.ts';
import { buildAnnotation, buildParams, buildTypeParams, NO_PARAMS } from './build-parameters.ts';
import { brokenStatement, buildStatement } from './build-statements.ts';
import { deferral, endOfBlock, withDeferredBody } from './deferred-bodies.ts';
import { checkJoins } from './layout.ts';
import { exact } from './exact.ts';
import * as K from './node-kinds.ts';
import { nameAt, locate, type Source } from './source.ts';

function docOf(body: readonly Stmt[]): string | null {
  const first = body[0];
  return first !== undefined && first.kind === 'ExprStmt' && first.value.kind === 'Constant' && first.value.value.type === 'str' ? first.value.value.value : null;
}

export function buildDecorated(s: Source, node: number): Stmt {
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

export function buildFunction(s: Source, node: number, decorators: readonly Expr[]): FunctionDef {
  let isAsync = false;
  let name = '';
  let typeParams: TypeParam[] = [];
  let params = NO_PARAMS;
  let returns: Expr | null = null;
  let block = -1;
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.KW_ASYNC: isAsync = true; break;
      case K.IDENTIFIER: name = nameAt(s, s.start[child], s.end[child]); break;
      case K.TYPE_PARAMETER: typeParams = buildTypeParams(s, child); break;
      case K.PARAMETERS: params = buildParams(s, child); break;
      case K.TYPE: returns = buildAnnotation(s, child); break;
      case K.BLOCK: block = child; break;
      default: break;
    }
  }
  const known = typeParams.length === 0 && block !== -1 ? deferral(s, block) : undefined;
  if (known !== undefined) {
    const doc = docAt(s, block + 1);
    locate(s, s.start[node], endOfBlock(s, block));
    const head = { kind: 'FunctionDef' as const, isAsync, name, typeParams, params, decorators, returns, doc, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
    const late = s.late!;
    return withDeferredBody(head, known, () => withoutDeferring(late.get(), source => buildSuite(source, node, block)));
  }
  const body = block === -1 ? [] : withoutDeferring(s, source => buildSuite(source, node, block));
  const doc = docOf(body);
  closed(s, node, body);
  return {
    kind: 'FunctionDef', isAsync, name, typeParams, params, body, decorators, returns, doc, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol,
  };
}
/** What is inside a function, or beside type parameters, hangs on what is around it. */
function withoutDeferring<R>(s: Source, build: (s: Source) => R): R {
  const { deferring } = s;
  s.deferring = false;
  try {
    return build(s);
  } finally {
    s.deferring = deferring;
  }
}
/** The docstring of a body whose first statement is `first`. */
function docAt(s: Source, first: number): string | null {
  if (s.kind[first] !== K.EXPRESSION_STATEMENT || (s.kind[first + 1] !== K.STRING && s.kind[first + 1] !== K.CONCATENATED_STRING)) return null;
  return docOf([buildStatement(s, first)]);
}

export function buildClass(s: Source, node: number, decorators: readonly Expr[]): ClassDef {
  let name = '';
  let typeParams: TypeParam[] = [];
  const bases: Expr[] = [];
  const keywords: Keyword[] = [];
  let body: readonly Stmt[] = [];
  for (let child = node + 1; child < s.next[node]; child = s.next[child]) {
    switch (s.kind[child]) {
      case K.IDENTIFIER: name = nameAt(s, s.start[child], s.end[child]); break;
      case K.TYPE_PARAMETER: typeParams = buildTypeParams(s, child); break;
      case K.ARGUMENT_LIST: buildArguments(s, child, bases, keywords); break;
      case K.BLOCK: body = typeParams.length > 0 ? withoutDeferring(s, () => buildSuite(s, node, child)) : buildSuite(s, node, child); break;
      default: break;
    }
  }
  const doc = docOf(body);
  closed(s, node, body);
  return { kind: 'ClassDef', name, typeParams, bases: exact(bases), keywords: exact(keywords), body, decorators, doc, line: s.line, col: s.col, endLine: s.endLine, endCol: s.endCol };
}

// 'type' type '=' type
export function buildTypeAlias(s: Source, node: number): Stmt {
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
