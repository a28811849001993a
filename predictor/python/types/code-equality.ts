// When code objects are equal: CPython compares what was compiled, bytecode and columns included, but neither files nor qualified names.
import type { Code } from '../frames.ts';
import { compileBody } from '../live-codes.ts';
import { hash } from '../operators.ts';
import type { ScopeNode } from '../syntax/scopes.ts';
import { unknown } from '../unknown-value.ts';
import { T, Tuple, type Value } from '../values.ts';

/** What is seen from outside of a body, as far as it goes into its bytecode. */
function traits(code: Code, flags: number): string {
  const { scope, params } = compileBody(code);
  return JSON.stringify([code.name, code.line, flags, params.positional, params.posonly, params.kwonly, scope.varnames, scope.cellvars, scope.freevars, [...scope.names.keys()].sort(), scope.children.map(c => c.name)]);
}
const place = (node: ScopeNode): string => ('line' in node ? `${node.line}:${node.col}` : '');
export function codesEqual(a: Code, b: Code, flags: (c: Code) => number): Value {
  if (a === b) return true;
  if (traits(a, flags(a)) !== traits(b, flags(b)) || a.doc !== b.doc) return false;
  const [one, other] = [a.scope.node, b.scope.node];
  if (one === other) return true;
  // Code of a tree has no text.
  if (a.source.text !== '' && a.source.text === b.source.text) return place(one) === place(other);
  // Other words may give the same bytecode.
  return unknown('not-modelled', 'whether code is equal', T.bool);
}
export const codeHash = (code: Code): number | bigint => hash(new Tuple([code.name, code.line, code.params.positional]));
