// The generator forms of `try`, `with` and `match` (try.ts, with.ts, patterns.ts): the same meaning, with places to pause.
import { type Completion, type ExecuteGen, type Frame, NORMAL } from '../frames.ts';
import { truth } from '../operators.ts';
import { asRaise, landed } from '../raise.ts';
import { vm } from '../state.ts';
import type * as ast from '../syntax/ast.ts';
import { awaitValue } from '../types/generator.ts';
import type { Value } from '../values.ts';
import { type Ctx, mark, traceLine } from './context.ts';
import { lead } from './lines.ts';
import { compileCase, matched } from './patterns.ts';
import { head } from './statements.ts';
import { compileBlockGen } from './statements-gen.ts';
import { compileStore } from './targets.ts';
import { tryStarGen } from './try-star.ts';
import { caught, choose, compileHandler, type Handler, lastLine, passCleanUp } from './try.ts';
import { callManager, managerMethods } from './with.ts';
import { eitherGen } from './yields.ts';

export function tryGen(c: Ctx, s: ast.Try): ExecuteGen {
  const at = mark(c);
  const body = compileBlockGen(c, s.body);
  let run: ExecuteGen = function* (f) {
    at(f, s.line);
    return yield* body(f);
  };
  if (s.isStar) run = tryStarGen(c, s, run, s.handlers.map(h => compileBlockGen(c, h.body)), compileBlockGen(c, s.orelse));
  else if (s.handlers.length > 0) {
    const orelse = compileBlockGen(c, s.orelse);
    const handlers = s.handlers.map(h => ({ ...compileHandler(c, h), body: compileBlockGen(c, h.body) }));
    run = handlersGen(run, handlers, orelse);
  }
  return s.finalbody.length === 0 ? run : finallyGen(c, s, run, compileBlockGen(c, s.finalbody));
}
function handlersGen(run: ExecuteGen, handlers: readonly (Handler & { body: ExecuteGen })[], orelse: ExecuteGen): ExecuteGen {
  return function* (f) {
    const before = vm.handled;
    let done: Completion;
    try {
      done = yield* run(f);
    } catch (e) {
      const r = caught(e, f);
      const h = choose(f, r, before, handlers);
      h.store?.(f, r.exc);
      try {
        done = yield* h.body(f);
      } catch (e2) {
        const second = asRaise(e2);
        vm.handled = before;
        if (second !== undefined && h.clear !== null) {
          landed(second, f);
          h.clear(f);
        }
        throw second ?? e2;
      }
      vm.handled = before;
      h.clear?.(f);
      return done;
    }
    return done === NORMAL ? yield* orelse(f) : done;
  };
}
function finallyGen(c: Ctx, s: ast.Try, run: ExecuteGen, final: ExecuteGen): ExecuteGen {
  const last = lastLine(s.finalbody);
  return function* (f) {
    let done: Completion;
    try {
      done = yield* run(f);
    } catch (e) {
      const r = caught(e, f);
      const before = vm.handled;
      vm.handled = r.exc;
      let after: Completion;
      try {
        after = yield* final(f);
      } catch (e2) {
        const second = asRaise(e2);
        vm.handled = before;
        if (second !== undefined) passCleanUp(c, f, second, last);
        throw second ?? e2;
      }
      vm.handled = before;
      if (after !== NORMAL) return after;
      if (c.unit.traced && last !== undefined) traceLine(f, last);
      throw r;
    }
    const { result } = f;
    const after = yield* final(f);
    if (after !== NORMAL) return after;
    f.result = result;
    return done;
  };
}
export function withGen(c: Ctx, s: ast.With, i: number): ExecuteGen {
  if (i === s.items.length) return compileBlockGen(c, s.body);
  const at = mark(c);
  const { line } = s;
  const item = s.items[i];
  const context = head(c, item.context, line, () => eitherGen(c, item.context));
  const store = item.target === null ? null : compileStore(c, item.target);
  const body = withGen(c, s, i + 1);
  const { isAsync } = s;
  const begin = lead(c, item.context, line);
  const finish = function* (f: Frame, v: Value): Generator<Value, Value, Value> {
    return isAsync ? yield* awaitValue(f, v) : v;
  };
  return function* (f) {
    begin(f);
    const m = yield* context(f);
    at(f, line);
    const { enter, exit } = isAsync ? managerMethods(m, '__aenter__', '__aexit__') : managerMethods(m, '__enter__', '__exit__');
    const v = yield* finish(f, callManager(enter, []));
    let done: Completion;
    try {
      store?.(f, v);
      done = yield* body(f);
    } catch (e) {
      const r = caught(e, f);
      const raisedAt = f.line;
      const before = vm.handled;
      vm.handled = r.exc;
      let swallowed: boolean;
      try {
        at(f, line);
        swallowed = truth(yield* finish(f, callManager(exit, [r.exc.cls, r.exc, r.exc.traceback])));
      } catch (e2) {
        const second = asRaise(e2);
        vm.handled = before;
        throw second ?? e2;
      }
      vm.handled = before;
      if (swallowed) return NORMAL;
      f.line = raisedAt;
      throw r;
    }
    const { result } = f;
    at(f, line);
    yield* finish(f, callManager(exit, [null, null, null]));
    f.result = result;
    return done;
  };
}
export function matchGen(c: Ctx, s: ast.Match): ExecuteGen {
  const begin = lead(c, s.subject, s.line);
  const subject = head(c, s.subject, s.line, () => eitherGen(c, s.subject));
  const cases = s.cases.map(k => ({
    ...compileCase(c, k.pattern),
    guard: k.guard === null ? null : head(c, k.guard, k.pattern.line, () => eitherGen(c, k.guard!)),
    body: compileBlockGen(c, k.body),
  }));
  return function* (f) {
    begin(f);
    const v = yield* subject(f);
    for (const k of cases) {
      if (matched(f, k.test, v) && (k.guard === null || truth(yield* k.guard(f)))) return yield* k.body(f);
    }
    return NORMAL;
  };
}
