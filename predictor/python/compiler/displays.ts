// Displays: the items of tuples, lists, sets, dicts and positional arguments, stars unpacked, in the order and at the lines of CPython's compiler.
import type * as ast from '../syntax/ast.ts';
import { dictSet } from '../dict-keys.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { starItems } from '../types/iteration.ts';
import { Dict, Tuple, type Value } from '../values.ts';
import { type Ctx, marked, then } from './context.ts';
import { compileExpr } from './expressions.ts';
import { constantOf, isConstant } from './fold.ts';
import { mergeInto } from './mapping.ts';

/** The items of a display or of positional arguments, stars unpacked. */
export function compileItems(c: Ctx, elts: readonly ast.Expr[], display?: ast.Span): (f: Frame) => Value[] {
  const first = elts.findIndex(x => x.kind === 'Starred');
  if (first >= 0) {
    // From the first star on the items are added one by one, at the display's line.
    const reach = c.multiline && display !== undefined ? then(c, display, () => null) : null;
    const parts = elts.map(x => (x.kind === 'Starred' ? { star: true, e: compileExpr(c, x.value) } : { star: false, e: compileExpr(c, x) }));
    return f => {
      const out: Value[] = [];
      for (let i = 0; i < parts.length; i++) {
        const p = parts[i];
        if (i === first) reach?.(f);
        const v = p.e(f);
        if (i >= first) reach?.(f);
        if (p.star) for (const x of starItems(v)) out.push(x);
        else out.push(v);
      }
      return out;
    };
  }
  const manyItems = display !== undefined && elts.length > 30;
  const es = elts.map(x => (manyItems ? then(c, display, compileExpr(c, x)) : compileExpr(c, x)));
  switch (es.length) {
    case 0: return () => [];
    case 1: {
      const [a] = es;
      return f => [a(f)];
    }
    case 2: {
      const [a, b] = es;
      return f => [a(f), b(f)];
    }
    case 3: {
      const [a, b, d] = es;
      return f => [a(f), b(f), d(f)];
    }
    default:
      return f => {
        const out: Value[] = new Array(es.length);
        for (let i = 0; i < es.length; i++) out[i] = es[i](f);
        return out;
      };
  }
}
/** Runs before the operation that ends a display; keeps line marks in place. */
export function displayItems(c: Ctx, e: ast.List | ast.SetExpr): (f: Frame) => Value[] {
  // Three constants or more are loaded as one.
  if (c.multiline && e.elts.length > 2 && e.elts.every(isConstant)) {
    const all = e.elts.map(constantOf);
    const at = marked(c, e, () => null);
    return f => {
      at(f);
      return all.slice();
    };
  }
  return finish(c, e, compileItems(c, e.elts, e));
}
export function finish(c: Ctx, e: ast.Span, items: (f: Frame) => Value[]): (f: Frame) => Value[] {
  if (!c.multiline) return items;
  const at = then(c, e, () => null);
  return f => {
    const v = items(f);
    at(f);
    return v;
  };
}
export function compileTuple(c: Ctx, e: ast.Tuple): Evaluate {
  if (e.elts.every(isConstant)) {
    const v = constantOf(e);
    return marked(c, e, () => v);
  }
  const items = finish(c, e, compileItems(c, e.elts, e));
  return f => new Tuple(items(f));
}
/**
 * A dict display is built in runs between its `**`, at most sixteen pairs each: a run's keys and values are all evaluated before the first is stored, and its
 * constant keys are loaded as one (`compiler_dict`).
 */
export function compileDict(c: Ctx, e: ast.Dict): Evaluate {
  const keys = e.keys.map(k => (k === null ? null : compileExpr(c, k)));
  const values = e.values.map(v => compileExpr(c, v));
  const constant = e.keys.map(k => (k !== null && isConstant(k) ? constantOf(k) : undefined));
  const at = c.multiline ? then(c, e, () => null) : null;
  const steps = dictRuns(e).map(r => {
    if (r.from === r.to) {
      return (f: Frame, d: Dict): void => {
        const v = values[r.from](f);
        at?.(f);
        mergeInto(d, v);
      };
    }
    const fixed = r.to - r.from > 1 && constant.slice(r.from, r.to).every(k => k !== undefined) ? (constant.slice(r.from, r.to) as Value[]) : null;
    const n = r.to - r.from;
    return (f: Frame, d: Dict): void => {
      const pairs: Value[] = new Array(2 * n);
      for (let i = 0; i < n; i++) {
        pairs[2 * i] = fixed !== null ? fixed[i] : keys[r.from + i]!(f);
        pairs[2 * i + 1] = values[r.from + i](f);
      }
      at?.(f);
      for (let i = 0; i < n; i++) dictSet(d, pairs[2 * i], pairs[2 * i + 1]);
    };
  });
  const leads = e.keys.length === 0 || e.keys[0] === null;
  if (steps.length === 1 && !leads) {
    const [only] = steps;
    return f => {
      const d = new Dict();
      only(f, d);
      return d;
    };
  }
  return f => {
    const d = new Dict();
    if (leads) at?.(f);
    for (const step of steps) step(f, d);
    return d;
  };
}
/** The runs of pairs; an empty one stands for `**` at that place. */
function dictRuns(e: ast.Dict): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  e.keys.forEach((k, i) => {
    if (k !== null && i - from < 16) return;
    if (i > from) runs.push({ from, to: i });
    from = k === null ? i + 1 : i;
    if (k === null) runs.push({ from: i, to: i });
  });
  if (e.keys.length > from) runs.push({ from, to: e.keys.length });
  return runs;
}
