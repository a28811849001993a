// `with`: both methods are looked up before either is called; `__exit__` may swallow the exception.
import type * as ast from '../syntax/ast.ts';
import { special, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { type Completion, type Evaluate, type Execute, type Frame, NORMAL } from '../frames.ts';
import { fullName } from '../names.ts';
import { truth } from '../operators.ts';
import { asRaise, typeError } from '../raise.ts';
import { vm } from '../state.ts';
import { doubt, Unknown } from '../unknown-value.ts';
import type { Value } from '../values.ts';
import { type Ctx, mark } from './context.ts';
import { compileExpr } from './expressions.ts';
import { lead } from './lines.ts';
import { compileBlock, head } from './statements.ts';
import { compileStore } from './targets.ts';
import { caught } from './try.ts';

/** `__enter__` and `__exit__` (or their async counterparts) of a context manager, bound. */
export function managerMethods(m: Value, enter: string, exit: string): { enter: Value; exit: Value } {
  if (m instanceof Unknown) {
    doubt(m.origins);
    return { enter: m, exit: m };
  }
  const e = special(m, enter);
  const protocol = enter === '__aenter__' ? 'asynchronous context manager' : 'context manager';
  if (e === undefined) throw typeError(`'${fullName(typeOf(m))}' object does not support the ${protocol} protocol`);
  const x = special(m, exit);
  if (x === undefined) throw typeError(`'${fullName(typeOf(m))}' object does not support the ${protocol} protocol (missed ${exit} method)`);
  return { enter: e, exit: x };
}
export const callManager = (m: Value, args: Value[]): Value => (m instanceof Unknown ? m : call(m, args));

export function compileWith(c: Ctx, s: ast.With): Execute {
  let inner = compileBlock(c, s.body);
  for (let i = s.items.length - 1; i >= 0; i--) inner = withItem(c, s, i, inner);
  return inner;
}
function withItem(c: Ctx, s: ast.With, i: number, body: Execute): Execute {
  const item = s.items[i];
  const context: Evaluate = head(c, item.context, s.line, () => compileExpr(c, item.context));
  const store = item.target === null ? null : head(c, item.target, s.line, () => compileStore(c, item.target!));
  const at = mark(c);
  const { line } = s;
  const begin = lead(c, item.context, line);
  return f => {
    begin(f);
    const m = context(f);
    at(f, line);
    const { enter, exit } = managerMethods(m, '__enter__', '__exit__');
    const v = callManager(enter, []);
    let done: Completion;
    try {
      store?.(f, v);
      done = body(f);
    } catch (e) {
      if (leave(f, e, exit, line, at)) return NORMAL;
      throw e;
    }
    const result = f.result;
    at(f, line);
    callManager(exit, [null, null, null]);
    f.result = result;
    return done;
  };
}
/** Calls `__exit__` with the exception; true where it is swallowed. */
function leave(f: Frame, e: unknown, exit: Value, line: number, at: (f: Frame, line: number) => void): boolean {
  const r = caught(e, f);
  const raisedAt = f.line;
  const before = vm.handled;
  vm.handled = r.exc;
  try {
    at(f, line);
    const answer = callManager(exit, [r.exc.cls, r.exc, r.exc.traceback]);
    const swallowed = truth(answer);
    vm.handled = before;
    if (swallowed) return true;
  } catch (e2) {
    const second = asRaise(e2);
    vm.handled = before;
    throw second ?? e2;
  }
  // The frame is left from where it raised: RERAISE puts the instruction back.
  f.line = raisedAt;
  throw r;
}
