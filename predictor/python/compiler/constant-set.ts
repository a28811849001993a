// Set displays of constants, which CPython keeps as frozensets in the code object (Python/compile.c, Python/ast_opt.c): their items come in another order.
import type * as ast from '../syntax/ast.ts';
import type { Value } from '../values.ts';
import { constantFrozenset, makeSet, type PySet } from '../types/set.ts';

/** Whether the optimizer folds the expression to a constant. */
function isConstant(e: ast.Expr): boolean {
  switch (e.kind) {
    case 'Constant': return true;
    case 'UnaryOp': return isConstant(e.operand);
    case 'BinOp': return isConstant(e.left) && isConstant(e.right);
    case 'Tuple': return e.elts.every(isConstant);
    default: return false;
  }
}
const looped = new WeakSet<ast.Expr>();

/** Notes that a loop or a comprehension runs over the expression. */
export function asIterable(e: ast.Expr): ast.Expr {
  if (e.kind === 'Set') looped.add(e);
  return e;
}
/** How the items of a set display become a set. */
export function setMaker(e: ast.SetExpr): (items: Value[]) => PySet {
  const constant = e.elts.every(isConstant);
  if (constant && looped.has(e)) return constantFrozenset;
  return items => makeSet(items, constant);
}
