// `except*` (PEP 654): each handler takes its part of the group; what is left or raised anew goes on together.
import { isSubtype } from '../attributes.ts';
import { call } from '../calls.ts';
import { isExceptionClass } from '../exceptions.ts';
import { type Completion, type Execute, type Frame, NORMAL } from '../frames.ts';
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
  let rest: Exc | null = exc;
  const raised: Exc[] = [];
  vm.handled = exc;
  try {
    for (const h of handlers) {
      if (rest === null) break;
      h.begin(f);
      const types = checkTypes(h.type!(f));
      const [mine, left]: [Exc | null, Exc | null] = split(rest, e => types.some(t => isSubtype(e.cls, t)));
      if (mine === null) continue;
      rest = left;
      // A bare exception is handed to the handler inside a group.
      const group = isGroup(mine) ? mine : (call(excTypes.get('BaseExceptionGroup')!, ['', new Tuple([mine])]) as Exc);
      if (group !== mine) group.traceback = mine.traceback;
      vm.handled = group;
      h.store?.(f, group);
      try {
        h.body(f);
      } catch (e) {
        const r = asRaise(e);
        if (r === undefined) throw e;
        landed(r, f);
        raised.push(r.exc);
      }
      vm.handled = exc;
      h.clear?.(f);
    }
  } finally {
    vm.handled = before;
  }
  at(f, handlers[handlers.length - 1].line);
  if (raised.length === 0 && rest === null) return NORMAL;
  if (raised.length === 0) throw raise(rest!);
  const all = rest === null ? raised : [...raised, rest];
  if (all.length === 1) throw raise(all[0]);
  throw raise(call(excTypes.get('BaseExceptionGroup')!, ['', new Tuple(all)]) as Exc);
}
function checkTypes(v: Value): Type[] {
  const all = v instanceof Tuple ? v.items : [v];
  return all.map(t => {
    if (!isExceptionClass(t)) throw typeError('catching classes that do not inherit from BaseException is not allowed');
    if (isSubtype(t, excTypes.get('BaseExceptionGroup')!)) throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    return t;
  });
}
