// Which expressions are points where an unknown may be asked about: calls, attributes and subscripts of the project's own code. Only for code that is compiled to be asked
// about (`Unit.asked`); what happens at such a point is in ../ask-points.ts.
import { askPoint, attempt, isFilled, met, plainAttempt } from '../ask-points.ts';
import type { Evaluate, Frame } from '../frames.ts';
import type * as ast from '../syntax/ast.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import type { Value } from '../values.ts';
import type { Ctx } from './context.ts';

/** Expressions that are only a step on the way to a point: what is called, what is awaited. */
const steps = new WeakSet<ast.Expr>();
export function notAsked(e: ast.Expr): void {
  steps.add(e);
}

export function compileAsked(c: Ctx, e: ast.Expr, compile: () => Evaluate): Evaluate {
  if (e.kind !== 'Call' && e.kind !== 'Attribute' && e.kind !== 'Subscript') return compile();
  if (e.kind === 'Call') notAsked(e.func);
  const run = compile();
  if (steps.has(e) || !c.unit.source.name.startsWith('/')) return run;
  const point = askPoint(c, e, namesIn(e));
  return f => {
    if (!isFilled(point)) {
      const before = plainAttempt();
      let v: Value;
      try {
        v = run(f);
      } catch (e) {
        // Something below needed what is not known, and could not go on.
        if (e instanceof UnknownUsed) met(point, f, new Unknown(e.origins), before);
        throw e;
      }
      return v instanceof Unknown ? met(point, f, v, before) : v;
    }
    const { value, before } = attempt(run, f);
    return value instanceof Unknown ? met(point, f, value, before) : value;
  };
}
/** The same for what an `await` gives. */
export function askedAwait(c: Ctx, e: ast.Await): ((f: Frame, v: Unknown) => Value) | undefined {
  if (!c.unit.source.name.startsWith('/')) return undefined;
  const point = askPoint(c, e, namesIn(e));
  return (f, v) => met(point, f, v, plainAttempt());
}

/** Names that are read in an expression. */
function namesIn(e: ast.Expr): string[] {
  const out = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { kind, id } = node as { kind?: string; id?: string };
    if (kind === 'Name' && id !== undefined) out.add(id);
    else for (const part of Object.values(node)) visit(part);
  };
  visit(e);
  return [...out];
}
