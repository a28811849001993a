// Set displays of constants, which CPython keeps as frozensets in the code object (Python/compile.c, Python/ast_opt.c): their items come in another order.
import type * as ast from '../syntax/ast.ts';
import type { Value } from '../values.ts';
import { constantFrozenset, makeSet, type PySet } from '../types/set.ts';
import { isConstant } from './fold.ts';

const looped = new WeakSet<ast.Expr>();

/** What a loop or a comprehension runs over: a list display of constants is a constant tuple there, a set display a frozenset (`fold_iter`). */
export function asIterable(e: ast.Expr): ast.Expr {
  if (e.kind === 'Set') looped.add(e);
  if (e.kind === 'List' && e.elts.every(isConstant)) return { ...e, kind: 'Tuple' };
  return e;
}
/** How the items of a set display become a set. */
export function setMaker(e: ast.SetExpr): (items: Value[]) => PySet {
  const constant = e.elts.every(isConstant);
  if (constant && looped.has(e)) return constantFrozenset;
  return items => makeSet(items, constant);
}
