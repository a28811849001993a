// `except*` (PEP 654): each handler takes its part of the group; what is left or raised anew goes on together.
import { isSubtype } from '../attributes.ts';
import { call } from '../calls.ts';
import { isExceptionClass } from '../exceptions.ts';
import { type Completion, type Execute, type ExecuteGen, type Frame, NORMAL } from '../frames.ts';
import { asRaise, excTypes, landed, raise, typeError } from '../raise.ts';
import { vm } from '../state.ts';
import type * as ast from '../syntax/ast.ts';
import { isGroup, split } from '../types/exception-group.ts';
import { type Exc, Tuple, type Type, type Value } from '../values.ts';
import { type Ctx, mark } from './context.ts';
import { compileBlock } from './statements.ts';
import { caught, compileHandler, type Handler, withFinally } from './try.ts';

export function compileTryStar(c: Ctx, s: ast.Try): Execute {
  const at = mark(c);
  const body = compileBlock(c, s.body);
  const orelse = s.orelse.length === 0 ? null : compileBlock(c, s.orelse);
  const handlers = s.handlers.map(h => ({ ...compileHandler(c, h), body: compileBlock(c, h.body) }));
  const run: Execute = f => {
    at(f, s.line);
    const before = vm.handled;
    let done: Completion;
    try {
      done = body(f);
    } catch (e) {
      const r = caught(e, f);
      return handleAll(f, r.exc, before, handlers, at);
    }
    return done === NORMAL && orelse !== null ? orelse(f) : done;
  };
  return s.finalbody.length === 0 ? run : withFinally(c, s, run, compileBlock(c, s.finalbody));
}

function handleAll(f: Frame, exc: Exc, before: Exc | null, handlers: readonly (Handler & { body: Execute })[], at: (f: Frame, line: number) => void): Completion {
  const parts = new Parts(exc);
  vm.handled = exc;
  try {
    for (const h of handlers) {
      if (!parts.matched(f, h)) continue;
      try {
        h.body(f);
      } catch (e) {
        parts.raisedAnew(f, e);
      }
      vm.handled = exc;
      h.clear?.(f);
    }
  } finally {
    vm.handled = before;
  }
  at(f, handlers[handlers.length - 1].line);
  return parts.end();
}

/** The same where the body or a handler pauses. `body` is the guarded part. */
export function tryStarGen(c: Ctx, s: ast.Try, body: ExecuteGen, bodies: readonly ExecuteGen[], orelse: ExecuteGen): ExecuteGen {
  const at = mark(c);
  const handlers = s.handlers.map((h, i) => ({ ...compileHandler(c, h), body: bodies[i] }));
  return function* (f) {
    const before = vm.handled;
    let done: Completion;
    try {
      done = yield* body(f);
    } catch (e) {
      const { exc } = caught(e, f);
      const parts = new Parts(exc);
      vm.handled = exc;
      try {
        for (const h of handlers) {
          if (!parts.matched(f, h)) continue;
          try {
            yield* h.body(f);
          } catch (e2) {
            parts.raisedAnew(f, e2);
          }
          vm.handled = exc;
          h.clear?.(f);
        }
      } finally {
        vm.handled = before;
      }
      at(f, handlers[handlers.length - 1].line);
      return parts.end();
    }
    return done === NORMAL ? yield* orelse(f) : done;
  };
}

/** What becomes of an exception from handler to handler: the part that is left, and what the handlers have raised. */
class Parts {
  #rest: Exc | null;
  readonly #raised: Exc[] = [];
  constructor(exc: Exc) {
    this.#rest = exc;
  }
  /** Whether the handler has a part in what is left; that part is then the exception being handled, and bound to its name. */
  matched(f: Frame, h: Handler): boolean {
    if (this.#rest === null) return false;
    h.begin(f);
    const types = checkTypes(h.type!(f));
    const [mine, left]: [Exc | null, Exc | null] = split(this.#rest, e => types.some(t => isSubtype(e.cls, t)));
    if (mine === null) return false;
    this.#rest = left;
    // A bare exception is handed to the handler inside a group.
    const group = isGroup(mine) ? mine : (call(excTypes.get('BaseExceptionGroup')!, ['', new Tuple([mine])]) as Exc);
    if (group !== mine) group.traceback = mine.traceback;
    vm.handled = group;
    h.store?.(f, group);
    return true;
  }
  /** A handler was left by an exception. */
  raisedAnew(f: Frame, e: unknown): void {
    const r = asRaise(e);
    if (r === undefined) throw e;
    landed(r, f);
    this.#raised.push(r.exc);
  }
  end(): Completion {
    const all = this.#rest === null ? this.#raised : [...this.#raised, this.#rest];
    if (all.length === 0) return NORMAL;
    if (all.length === 1) throw raise(all[0]);
    throw raise(call(excTypes.get('BaseExceptionGroup')!, ['', new Tuple(all)]) as Exc);
  }
}
function checkTypes(v: Value): Type[] {
  const all = v instanceof Tuple ? v.items : [v];
  return all.map(t => {
    if (!isExceptionClass(t)) throw typeError('catching classes that do not inherit from BaseException is not allowed');
    if (isSubtype(t, excTypes.get('BaseExceptionGroup')!)) throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    return t;
  });
}
