// `assert`. A failing comparison keeps both sides, so that the forecast can show them as pytest would.
import type * as ast from '../syntax/ast.ts';
import { assertionSides } from '../assertion-sides.ts';
import { type Evaluate, type Execute, NORMAL } from '../frames.ts';
import { truth } from '../operators.ts';
import { makeExc, raise } from '../raise.ts';
import type { Value } from '../values.ts';
import { type Ctx, mark, then } from './context.ts';
import { compareValues, compileExpr, compileTest } from './expressions.ts';
import { lead, lineBehind } from './lines.ts';
import { head } from './statements.ts';

export function compileAssert(c: Ctx, s: ast.Assert): Execute {
  const { line } = s;
  const at = mark(c);
  const begin = lead(c, s.test, line);
  const raisedAt = lineBehind(s.test, line);
  const message = s.msg === null ? null : head(c, s.msg, line, () => compileExpr(c, s.msg!));
  const fail = (f: Parameters<Evaluate>[0], sides: { left: Value; op: string; right: Value } | null): never => {
    at(f, raisedAt);
    const args: Value[] = message === null ? [] : [message(f)];
    at(f, raisedAt);
    const exc = makeExc('AssertionError', ...args);
    if (sides !== null) assertionSides.set(exc, sides);
    throw raise(exc);
  };
  const { test } = s;
  if (test.kind === 'Compare' && test.ops.length === 1) {
    const op = test.ops[0];
    const { l, r } = head(c, test, line, () => ({ l: compileExpr(c, test.left), r: then(c, test, compileExpr(c, test.comparators[0])) }));
    return f => {
      begin(f);
      const left = l(f);
      const right = r(f);
      if (!truth(compareValues(op, left, right))) fail(f, { left, op, right });
      return NORMAL;
    };
  }
  const holds = head(c, test, line, () => compileTest(c, test));
  return f => {
    begin(f);
    if (!holds(f)) fail(f, null);
    return NORMAL;
  };
}
