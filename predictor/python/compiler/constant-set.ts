// Set displays of constants, which CPython keeps as frozensets in the code object (Python/compile.c, Python/ast_opt.c): their items come in another order.
import type { Evaluate } from '../frames.ts';
import type * as ast from '../syntax/ast.ts';
import { constantFrozenset, makeSet, type PySet, setAdd, setFrom, setUpdate } from '../types/set.ts';
import type { Value } from '../values.ts';
import { isConstant } from './fold.ts';

const looped = new WeakSet<ast.Expr>();

/** What a loop or a comprehension runs over: a list display is a tuple there, a set display a frozenset (`fold_iter`). */
export function asIterable(e: ast.Expr): ast.Expr {
  if (e.kind === 'Set') looped.add(e);
  if (e.kind === 'List' && !e.elts.some(x => x.kind === 'Starred')) return { ...e, kind: 'Tuple' };
  return e;
}
/** How the items of a set display become a set. */
export function setMaker(e: ast.SetExpr): (items: Value[]) => PySet {
  const constant = e.elts.every(isConstant);
  if (constant && looped.has(e)) return constantFrozenset;
  return items => makeSet(items, constant);
}
/** A set display with stars: what stands before the first star makes the set, the rest is merged or added in turn. */
export function starredSet(e: ast.SetExpr, parts: readonly Evaluate[], end: Evaluate | null): Evaluate {
  const stars = e.elts.map(x => x.kind === 'Starred');
  const first = stars.indexOf(true);
  return f => {
    const items: Value[] = [];
    for (let i = 0; i < first; i++) items.push(parts[i](f));
    const s = setFrom(items);
    for (let i = first; i < parts.length; i++) {
      const v = parts[i](f);
      if (stars[i]) setUpdate(s, v);
      else setAdd(s, v);
    }
    end?.(f);
    return s;
  };
}
