// try, except, else, finally. A handler sees Python exceptions only: spent budgets and the engine's own faults pass by.
import type * as ast from '../syntax/ast.ts';
import { matches } from '../exceptions.ts';
import { type Completion, type Evaluate, type Execute, type Frame, NORMAL } from '../frames.ts';
import { asRaise, landed, type Raise } from '../raise.ts';
import { vm } from '../state.ts';
import type { Exc, Value } from '../values.ts';
import { type Ctx, mangled, mark, then, traceLine } from './context.ts';
import { compileExpr } from './expressions.ts';
import { isConstant } from './fold.ts';
import { lead, lineBehind } from './lines.ts';
import { clearName, type Store, storeName } from './names.ts';
import { compileBlock, head } from './statements.ts';

/** The Python exception behind what JavaScript threw, with `f` running again; anything else is thrown on. */
export function caught(e: unknown, f: Frame): Raise {
  const r = asRaise(e);
  if (r === undefined) throw e;
  landed(r, f);
  return r;
}

export interface Handler {
  readonly line: number;
  /** Marks the line before the type is computed. */
  readonly begin: (f: Frame) => void;
  readonly type: Evaluate | null;
  readonly store: Store | null;
  readonly clear: ((f: Frame) => void) | null;
}
export function compileHandler(c: Ctx, h: ast.ExceptHandler): Handler {
  const at = mark(c);
  return {
    line: h.line,
    begin: h.type === null ? f => at(f, h.line) : lead(c, h.type, h.line),
    type: h.type === null ? null : head(c, h.type, h.line, () => then(c, { ...h, line: h.line }, compileExpr(c, h.type!))),
    store: h.name === null ? null : storeName(c, mangled(c, h.name)),
    clear: h.name === null ? null : clearName(c, mangled(c, h.name)),
  };
}

export function compileTry(c: Ctx, s: ast.Try): Execute {
  const body = compileBlock(c, s.body);
  const at = mark(c);
  const { line } = s;
  let run: Execute = f => {
    at(f, line);
    return body(f);
  };
  if (s.handlers.length > 0) {
    const orelse = s.orelse.length === 0 ? null : compileBlock(c, s.orelse);
    const handlers = s.handlers.map(h => ({ ...compileHandler(c, h), body: compileBlock(c, h.body) }));
    run = withHandlers(run, handlers, orelse);
  }
  return s.finalbody.length === 0 ? run : withFinally(c, s, run, compileBlock(c, s.finalbody));
}

function withHandlers(run: Execute, handlers: readonly (Handler & { body: Execute })[], orelse: Execute | null): Execute {
  return f => {
    const before = vm.handled;
    let done: Completion;
    try {
      done = run(f);
    } catch (e) {
      const r = caught(e, f);
      return handle(f, r, before, handlers);
    }
    return done === NORMAL && orelse !== null ? orelse(f) : done;
  };
}
function handle(f: Frame, r: Raise, before: Exc | null, handlers: readonly (Handler & { body: Execute })[]): Completion {
  const h = choose(f, r, before, handlers);
  h.store?.(f, r.exc);
  let done: Completion;
  try {
    done = h.body(f);
  } catch (e) {
    const second = asRaise(e);
    vm.handled = before;
    if (second !== undefined && h.clear !== null) {
      landed(second, f);
      h.clear(f);
      throw second;
    }
    throw second ?? e;
  }
  vm.handled = before;
  h.clear?.(f);
  return done;
}
/** The first handler that takes the exception, which is now the one being handled; without one it goes on. */
export function choose<H extends Handler>(f: Frame, r: Raise, before: Exc | null, handlers: readonly H[]): H {
  vm.handled = r.exc;
  try {
    for (const h of handlers) {
      h.begin(f);
      if (h.type === null || matches(r.exc, h.type(f))) return h;
    }
  } catch (e) {
    const second = asRaise(e);
    vm.handled = before;
    throw second ?? e;
  }
  vm.handled = before;
  throw r;
}

/** The line of the instructions behind a `finally` body, where an exception from that body passes; undefined where they have none. */
export function lastLine(body: readonly ast.Stmt[]): number | undefined {
  const s = body[body.length - 1];
  switch (s.kind) {
    case 'While': return s.orelse.length > 0 ? lastLine(s.orelse) : lineBehind(s.test, s.line);
    case 'For': return s.orelse.length > 0 ? lastLine(s.orelse) : undefined;
    case 'If': return lastLine(s.orelse.length > 0 ? s.orelse : s.body);
    case 'Try': return s.finalbody.length > 0 ? lastLine(s.finalbody) : undefined;
    case 'Match': {
      const last = s.cases[s.cases.length - 1];
      return s.cases.length > 1 && isDefault(last.pattern) ? undefined : last.pattern.line;
    }
    case 'Assert': return lineBehind(s.test, s.line);
    // The value of an expression statement is dropped by an instruction without a line; a constant is not even computed.
    case 'ExprStmt': return isConstant(s.value) ? s.line : undefined;
    case 'With': return undefined;
    default: return s.line;
  }
}
const isDefault = (p: ast.Pattern): boolean => p.kind === 'MatchAs' && p.pattern === null && p.name === null;
export function passCleanUp(c: Ctx, f: Frame, r: Raise, line: number | undefined): void {
  if (!c.unit.traced || line === undefined) return;
  landed(r, f);
  const raisedAt = f.line;
  traceLine(f, line);
  f.line = raisedAt;
}
export function withFinally(c: Ctx, s: ast.Try, run: Execute, final: Execute): Execute {
  const last = lastLine(s.finalbody);
  return f => {
    let done: Completion;
    try {
      done = run(f);
    } catch (e) {
      const r = caught(e, f);
      const before = vm.handled;
      vm.handled = r.exc;
      let after: Completion;
      try {
        after = final(f);
      } catch (e2) {
        const second = asRaise(e2);
        vm.handled = before;
        if (second !== undefined) passCleanUp(c, f, second, last);
        throw second ?? e2;
      }
      vm.handled = before;
      // A return, break or continue in `finally` swallows the exception.
      if (after !== NORMAL) return after;
      if (c.unit.traced && last !== undefined) traceLine(f, last);
      throw r;
    }
    const result: Value = f.result;
    const after = final(f);
    if (after !== NORMAL) return after;
    f.result = result;
    return done;
  };
}
